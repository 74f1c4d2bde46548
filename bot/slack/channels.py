"""Who reads a channel: nothing is posted where another organisation is known to read along."""

import asyncio
import logging
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.error import reason

_PATIENCE: Final = 2.0  # seconds; whoever asked waits meanwhile
_SHARED: Final = ("is_ext_shared", "is_pending_ext_shared")
_log = logging.getLogger(__name__)


async def is_shared_outside(client: AsyncWebClient, channel_id: str) -> bool:
    """Ask conversations.info (docs.slack.dev/reference/methods/conversations.info).

    Slack does not tell the bot about private channels it is no member of: what it says nothing
    about, or not in time, counts as the workspace's own, for the card that goes there holds
    nothing personal.
    """
    try:
        async with asyncio.timeout(_PATIENCE):
            answer = await client.conversations_info(channel=channel_id)
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        _log.info("Slack does not say who reads a channel: %s", reason(error))
        return False
    channel = answer.get("channel") or {}
    return any(channel.get(mark) for mark in _SHARED)
