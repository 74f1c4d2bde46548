"""From a question to a message: the one place where everything that fails becomes words."""

import logging
import secrets
import time
from dataclasses import dataclass
from typing import Protocol

from bot.core import note
from bot.core.card import Card, NoteCard
from bot.core.privacy import Audience
from bot.slack.blocks import Blocks, Message

_log = logging.getLogger(__name__)


class Ask(Protocol):
    """The use case "where is …"."""

    async def __call__(self, text: str, to: Audience, *, lang: str = "en") -> Card: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """A drawn card. A note is for whoever asked, also where a card would be for the channel."""

    message: Message
    is_note: bool


class Answers:
    """Asks, draws, and never raises: a fault becomes a card with a token to look for in the log."""

    def __init__(self, ask: Ask, blocks: Blocks) -> None:
        self._ask = ask
        self._blocks = blocks

    async def to(self, text: str, audience: Audience, *, lang: str = "en") -> Answer:
        begun = time.monotonic()
        card = await self._card(text, audience, lang)
        outcome = type(card).__name__
        _log.info(
            "answered",
            extra={
                "audience": type(audience).__name__,
                "outcome": outcome,
                "milliseconds": round((time.monotonic() - begun) * 1000),
            },
        )
        return self.drawn(card, lang=lang)

    async def _card(self, text: str, audience: Audience, lang: str) -> Card:
        try:
            return await self._ask(text, audience, lang=lang)
        except Exception:  # noqa: BLE001 - the error boundary of slack/
            return self._fault()

    def drawn(self, card: Card, *, lang: str = "en") -> Answer:
        """Draw a card; a template that fails costs the looks, not the answer."""
        try:
            message = self._blocks.draw(card, lang=lang)
        except Exception:  # noqa: BLE001 - the same boundary: templates are an administrator's
            card = self._fault()
            message = self._blocks.plainly(card, lang=lang)
        return Answer(message, isinstance(card, NoteCard))

    def _fault(self) -> NoteCard:
        token = secrets.token_hex(4)
        _log.exception("a fault of our own, token %s", token)
        return note.fault(token)
