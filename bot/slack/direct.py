"""Somebody's direct message with the bot."""

from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.letter import Postponed, Refused
from bot.slack.error import CALL_FAULTS, NO_ANSWER, reason
from bot.slack.poster import Place

_LATER: Final = 2.0  # seconds until it is tried again
_PASSING: Final = {
    "ratelimited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    NO_ANSWER,
}


def failed(error: Exception) -> Refused | Postponed:
    """Return what Slack's answer means: it never will, or perhaps in a while."""
    why = reason(error)
    is_definite = isinstance(error, SlackApiError) and why not in _PASSING
    return Refused(why) if is_definite else Postponed(_LATER, why)


async def direct_message(client: AsyncWebClient, user_id: str) -> Place | Refused | Postponed:
    """Open it, if it is not (docs.slack.dev/reference/methods/conversations.open)."""
    try:
        opened: Any = await client.conversations_open(users=user_id)
    except CALL_FAULTS as error:
        return failed(error)
    return Place(str((opened.get("channel") or {}).get("id", "")))
