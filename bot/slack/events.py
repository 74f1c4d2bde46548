"""Which desk answers an event: what was asked of the bot, and what was not."""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.core.letter import Kept, Sent
from bot.slack.letter import body_of, is_direct


class Answerer(Protocol):
    """Where answers of one kind are made, posted and looked for."""

    async def answer(self, kept: Kept) -> Any: ...
    async def post(self, kept: Kept, answer: Any) -> Sent: ...
    async def find(self, kept: Kept) -> Sent | None: ...


class Events:
    """Hands each event to the desk for its type; *asked* answers what the bot was asked."""

    def __init__(self, asked: Answerer, others: Mapping[str, Answerer]) -> None:
        self._asked = asked
        self._others = others

    async def answer(self, kept: Kept) -> Any:
        return await self._of(kept).answer(kept)

    async def post(self, kept: Kept, answer: Any) -> Sent:
        return await self._of(kept).post(kept, answer)

    async def find(self, kept: Kept) -> Sent | None:
        return await self._of(kept).find(kept)

    def _of(self, kept: Kept) -> Answerer:
        event = body_of(kept)["event"]
        kind = str(event.get("type", ""))
        is_asked = kind == "message" and is_direct(event)
        return self._asked if is_asked else self._others.get(kind, self._asked)
