"""From a question to a message, and the one place where whatever fails becomes words."""

import logging
import secrets
import time
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from bot.core import note
from bot.core.card import Card, NoteCard
from bot.core.click import Click
from bot.core.privacy import Audience
from bot.slack.blocks import Blocks, Message

_log = logging.getLogger(__name__)


class Lookup(Protocol):
    """The use case "where is …"."""

    async def answer(self, text: str, to: Audience, *, lang: str = "en") -> Card: ...
    async def click(self, click: Click, to: Audience, *, lang: str = "en") -> Card: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """A drawn card. A note is for whoever asked, also where a card would be for the channel."""

    message: Message
    is_note: bool


class Answers:
    """Asks and draws."""

    def __init__(self, lookup: Lookup, blocks: Blocks) -> None:
        self._lookup = lookup
        self._blocks = blocks

    async def to(self, text: str, audience: Audience, *, lang: str = "en") -> Answer:
        """Answer what *text* asks, as *audience* may see it."""
        return await self._told(self._lookup.answer(text, audience, lang=lang), audience, lang)

    async def clicked(self, click: Click, audience: Audience, *, lang: str = "en") -> Answer:
        """Answer a click of somebody who is authorised by now."""
        return await self._told(self._lookup.click(click, audience, lang=lang), audience, lang)

    async def _told(self, asking: Awaitable[Card], audience: Audience, lang: str) -> Answer:
        begun = time.monotonic()
        card = await asking
        _log.info(
            "answered",
            extra={
                "audience": type(audience).__name__,
                "outcome": type(card).__name__,
                "milliseconds": round((time.monotonic() - begun) * 1000),
            },
        )
        return self.drawn(card, lang=lang)

    def drawn(self, card: Card, *, lang: str = "en") -> Answer:
        return Answer(self._blocks.draw(card, lang=lang), isinstance(card, NoteCard))

    async def surely(self, work: Coroutine[Any, Any, Answer], *, lang: str = "en") -> Answer:
        """Do *work*; whatever it raises becomes an answer with a token to look for in the log.

        This is the error boundary of slack/. A fault is said without any template: it may be
        an administrator's template that failed.
        """
        try:
            return await work
        except Exception:  # noqa: BLE001
            token = secrets.token_hex(4)
            _log.exception("a fault of our own, token %s", token)
            return Answer(self._blocks.plainly(note.fault(token), lang=lang), is_note=True)
