"""What a customer wrote to the bot in their direct message, read from Slack, which keeps it.

docs.slack.dev/reference/methods/conversations.history
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.text.concern import Concern, concerns_of
from bot.slack.error import CALL_FAULTS
from bot.slack.letter import WRITTEN

_MOST: Final = 100  # messages that are looked at, the bot's too
_PAUSES: Final = (0.5, 2.0, None)  # seconds before the next try


@dataclass(frozen=True, slots=True)
class Wrote:
    """One message of theirs, raw."""

    ts: str
    text: str


async def wrote(
    client: AsyncWebClient,
    dm: str,
    user: str,
    *,
    since: datetime,
    until: str = "",
    pauses: Sequence[float | None] = _PAUSES,
) -> Sequence[Wrote] | None:
    """Return what *user* wrote, oldest first; None if it may not be read, or not now."""
    asked: dict[str, Any] = {"oldest": f"{since.timestamp():.6f}", "latest": until or None}
    for pause in pauses:
        try:
            found = await _read(client, dm, asked)
        except CALL_FAULTS:
            if pause is not None:
                await asyncio.sleep(pause)
        else:
            return sorted(_of(user, found), key=lambda one: float(one.ts))
    return None


async def _read(client: AsyncWebClient, dm: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Read the conversation, and the threads in it."""
    page = await client.conversations_history(channel=dm, limit=_MOST, **asked)
    found: list[dict[str, Any]] = list(page.get("messages") or ())
    for parent in [one for one in found if one.get("reply_count")]:
        thread = await client.conversations_replies(
            channel=dm, ts=str(parent["ts"]), limit=_MOST, **asked
        )
        found += [one for one in thread.get("messages") or () if one["ts"] != parent["ts"]]
    return found


def _of(user: str, found: Sequence[dict[str, Any]]) -> Iterator[Wrote]:
    for one in found:
        is_theirs = one.get("user") == user and not one.get("bot_id")
        if is_theirs and one.get("subtype") in WRITTEN:
            yield Wrote(str(one["ts"]), str(one.get("text") or ""))


def concern_in(found: Sequence[Wrote] | None, among: Sequence[Concern]) -> Concern | None:
    """Return what they wrote about last, of those that say something."""
    for one in reversed(found or ()):
        for concern in concerns_of(one.text):
            if concern in among:
                return concern
    return None
