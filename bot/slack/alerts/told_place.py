"""Where alerts can be told: the bot has to be there, and another organisation not to read along."""

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.card import NoteCard
from bot.core.notes import watch as watch_note
from bot.slack.channels import obstacle
from bot.slack.error import CALL_FAULTS


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """A channel that can be told."""

    name: str
    is_private: bool


async def told_place(client: AsyncWebClient, place: str) -> ToldPlace | NoteCard:
    """Return a channel by its id, or why it is told nothing."""
    found = await obstacle(client, place)
    if found:
        return found
    try:
        answer = await client.conversations_info(channel=place)
    except CALL_FAULTS:
        return watch_note.not_there()
    channel = answer.get("channel") or {}
    if not channel.get("is_member") or channel.get("is_archived"):
        return watch_note.not_there()
    return ToldPlace(f"#{channel.get('name') or place}", bool(channel.get("is_private")))


async def told_name(client: AsyncWebClient, place: str, *, here: str) -> str | NoteCard:
    """Return a channel's name, or why it is told nothing of what is typed *here*.

    A private channel is told only by who is in it: who types there is.
    """
    found = await told_place(client, place)
    if isinstance(found, NoteCard):
        return found
    return watch_note.not_there() if found.is_private and place != here else found.name
