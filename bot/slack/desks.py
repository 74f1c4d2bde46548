"""Which desk answers which letter; and commands, when who took them has died."""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.core.letter import Kept, Sent
from bot.slack.answer import Answer, Answers
from bot.slack.command import Commands, asked
from bot.slack.letter import body_of, is_direct
from bot.slack.replies.response import Address, Responses
from bot.slack.visit import enter


class Desk(Protocol):
    """Where answers of one kind are made, posted and looked for."""

    async def answer(self, kept: Kept) -> Any: ...
    async def post(self, kept: Kept, answer: Any) -> Sent: ...
    async def find(self, kept: Kept) -> Sent | None: ...


class Desks:
    """Hands every letter to the desk for its kind."""

    def __init__(self, desks: Mapping[str, Desk]) -> None:
        self._desks = desks

    async def answer(self, kept: Kept) -> Any:
        enter(body_of(kept))
        return await self._desk(kept).answer(kept)

    async def post(self, kept: Kept, answer: Any) -> Sent:
        return await self._desk(kept).post(kept, answer)

    async def find(self, kept: Kept) -> Sent | None:
        return await self._desk(kept).find(kept)

    def _desk(self, kept: Kept) -> Desk:
        return self._desks[body_of(kept)["kind"]]


class Events:
    """Hands each event to the desk for its type; *asked* answers what the bot was asked."""

    def __init__(self, asked: Desk, others: Mapping[str, Desk]) -> None:
        self._asked = asked
        self._others = others

    async def answer(self, kept: Kept) -> Any:
        return await self._of(kept).answer(kept)

    async def post(self, kept: Kept, answer: Any) -> Sent:
        return await self._of(kept).post(kept, answer)

    async def find(self, kept: Kept) -> Sent | None:
        return await self._of(kept).find(kept)

    def _of(self, kept: Kept) -> Desk:
        event = body_of(kept)["event"]
        kind = str(event.get("type", ""))
        is_asked = kind == "message" and is_direct(event)
        return self._asked if is_asked else self._others.get(kind, self._asked)


class CommandDesk:
    """Answers commands that somebody else took and did not answer, as far as can be known."""

    def __init__(self, commands: Commands, answers: Answers, responses: Responses) -> None:
        self._commands = commands
        self._answers = answers
        self._responses = responses

    async def answer(self, kept: Kept) -> Answer:
        typed, is_public = asked(body_of(kept))
        work = self._commands.answer(typed, is_public=is_public)
        return await self._answers.surely(work, self._address(kept).lang)

    async def post(self, kept: Kept, answer: Answer) -> Sent:
        """Say it in the place of "Looking …", or of the answer itself: either may stand there."""
        return await self._responses.say(answer, self._address(kept), is_first=False)

    async def find(self, kept: Kept) -> Sent | None:
        """Nobody can look what was said over a response_url."""
        return None

    def _address(self, kept: Kept) -> Address:
        body = body_of(kept)
        typed, is_public = asked(body)
        return self._commands.address(body, typed, is_public=is_public)
