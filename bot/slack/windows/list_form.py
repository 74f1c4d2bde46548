"""A list that was filled into a window: handed over to the direct message, as if pasted there."""

import asyncio
from dataclasses import dataclass
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.core import search
from bot.core.card import NoteCard
from bot.core.clock import Clock
from bot.core.letter import StoreError, Take
from bot.core.privacy import Agent
from bot.slack.error import CALL_FAULTS
from bot.slack.letter import letter

_OPENING: Final = 1.5  # seconds; Slack waits 3 for the form's acknowledgement


@dataclass(frozen=True, slots=True)
class ListForm:
    """Up to `few` references are no list: the window itself answers them."""

    client: AsyncWebClient
    take: Take
    clock: Clock
    few: int

    async def begin(self, text: str, agent: Agent, *, view_id: str) -> NoteCard:
        """Write it down, to be answered even if we die; a window that is sent twice begins once."""
        now = self.clock()
        try:
            async with asyncio.timeout(_OPENING):
                opened = await self.client.conversations_open(users=agent.user_id)
            event = {
                "type": "message",
                "channel_type": "im",
                "channel": (opened.get("channel") or {})["id"],
                "user": agent.user_id,
                "text": text,
                "ts": f"{now.timestamp():.6f}",
            }
            body = {"team_id": agent.team_id, "event_id": f"window:{view_id}", "event": event}
            await self.take(letter(body, now))
        except (*CALL_FAULTS, KeyError, StoreError):
            return search.list_not_begun()
        return search.list_begun()
