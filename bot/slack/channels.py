"""Who reads a channel: nothing is posted where another organisation may be reading along."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.card import NoteCard
from bot.core.notes import note
from bot.slack.error import CALL_FAULTS, missing_scope, reason

_PATIENCE: Final = 2.0  # seconds; whoever asked waits meanwhile
_QUICKLY: Final = 1.0  # seconds, where Slack itself waits for our word
_SHARED: Final = ("is_ext_shared", "is_pending_ext_shared")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads a conversation. Nothing is known: `name` is empty, and anybody may be reading."""

    name: str = ""
    has_others: bool = False  # people of another organisation
    has_bot: bool = True  # as far as Slack says


async def readers(client: AsyncWebClient, channel_id: str) -> Readers:
    """Ask who reads a conversation, and whether the bot is in it, as a post needs."""
    try:
        async with asyncio.timeout(_QUICKLY):
            answer = await client.conversations_info(channel=channel_id)
    except CALL_FAULTS as error:
        _log.info("Slack does not say who reads a channel: %s", reason(error))
        return Readers(has_bot=reason(error) != "channel_not_found")
    channel = answer.get("channel") or {}
    return Readers(
        name=str(channel.get("name") or ""),
        has_others=any(channel.get(mark) for mark in _SHARED),
        has_bot=channel.get("is_member") is not False,
    )


async def obstacle(client: AsyncWebClient, channel_id: str) -> NoteCard | None:
    """Say why nothing may be posted in a channel; None if nothing is known against it.

    Asks conversations.info (docs.slack.dev/reference/methods/conversations.info). Slack does not
    tell the bot about private channels it is no member of: what it says nothing about, or not in
    time, counts as the workspace's own, for the card that goes there holds nothing personal. An
    app without the scope to ask would never be told, so there anybody may be reading.
    """
    if channel_id.startswith("D"):  # its own, or one that it is told nothing about
        return None
    try:
        async with asyncio.timeout(_PATIENCE):
            answer = await client.conversations_info(channel=channel_id)
    except CALL_FAULTS as error:
        scope = missing_scope(error)
        if scope:
            _log.warning("nothing is posted: Slack asks for %s to say who reads a channel", scope)
            return note.readers_unknown(scope)
        _log.info("Slack does not say who reads a channel: %s", reason(error))
        return None
    channel = answer.get("channel") or {}
    return note.other_company() if any(channel.get(mark) for mark in _SHARED) else None
