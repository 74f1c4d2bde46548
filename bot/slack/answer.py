"""From a question to a message, and the one place where whatever fails becomes words."""

import logging
import secrets
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, TypeAlias, TypeVar

from bot.core.card import Card, NoteCard, OrderCard
from bot.core.catalogue import asked_in
from bot.core.click import Click, Verb
from bot.core.notes import note
from bot.core.phrase import Phrase
from bot.core.privacy import Agent, Audience, Channel
from bot.core.reference import Reference, References
from bot.slack.blocks import Blocks, Message
from bot.slack.error import trace
from bot.slack.picture import Later, Pictures

Lang: TypeAlias = Callable[[], str]  # the language of whoever asks, as far as known by now

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class Lookup(Protocol):
    """The use case "where is …"."""

    async def answer(
        self, text: str, to: Audience, *, lang: str, aside: Phrase | None = None
    ) -> Card: ...
    async def ask(
        self, asked: References, to: Audience, *, lang: str, client_key: str = ""
    ) -> Card: ...
    async def click(self, click: Click, to: Audience, *, lang: str) -> Card: ...
    async def known(self, reference: Reference, *, lang: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """A drawn card. A note is for whoever asked, also where a card would be for the channel.

    `later` is the picture that did not delay it.
    """

    message: Message
    is_note: bool
    later: Later | None = None

    def latest(self) -> "Answer":
        """Return it with its picture, if that is ready by now."""
        if self.later and (file_id := self.later.file_id):
            return Answer(self.later.whole(file_id), self.is_note)
        return self


NOTHING: Final = Answer({}, is_note=True)  # there is nothing to say (any more)


class Answers:
    """Asks and draws."""

    def __init__(self, lookup: Lookup, blocks: Blocks, pictures: Pictures | None = None) -> None:
        self._lookup = lookup
        self._blocks = blocks
        self._pictures = pictures

    def in_views(self) -> "Answers":
        """Return the same, drawing for modals, which take no tables."""
        return Answers(self._lookup, self._blocks.in_views(), self._pictures)

    async def to(self, text: str, audience: Audience, *, lang: str) -> Answer:
        """Answer what *text* asks, as *audience* may see it, in the language it asks for."""
        lang = asked_in(text) or lang
        return self.drawn(await self._lookup.answer(text, audience, lang=lang), lang=lang)

    async def card(self, text: str, audience: Audience, *, lang: str) -> Card:
        """Return what *text* asks for before it is drawn, for a card that says more than that."""
        return await self._lookup.answer(text, audience, lang=lang)

    async def privately(self, text: str, agent: Agent, why: Phrase, *, lang: str) -> Answer:
        """Answer what was meant for others, too; say *why* they do not see it."""
        lang = asked_in(text) or lang
        card = await self._lookup.answer(text, agent, lang=lang, aside=why)
        return replace(self.drawn(card, lang=lang), is_note=True)

    async def asked(
        self, asked: References, agent: Agent, *, lang: str, client_key: str = ""
    ) -> Answer:
        """Answer what somebody asks for by its kind, in the language it is asked for in."""
        lang = asked.lang or lang
        card = await self._lookup.ask(asked, agent, lang=lang, client_key=client_key)
        return self.drawn(card, lang=lang)

    async def clicked(self, click: Click, audience: Audience, *, lang: str) -> Answer:
        """Answer a click of somebody who is authorised by now."""
        return self.drawn(await self._lookup.click(click, audience, lang=lang), lang=lang)

    async def card_for(self, click: Click, audience: Audience, *, lang: str) -> Card:
        """Return what a click leads to, for a card that says more than that."""
        return await self._lookup.click(click, audience, lang=lang)

    async def about(
        self, references: Sequence[Reference], audience: Audience, *, lang: str
    ) -> Answer:
        """Answer about what somebody wrote to others."""
        asked = References(tuple(references))
        return self.drawn(await self._lookup.ask(asked, audience, lang=lang), lang=lang)

    async def known(self, reference: Reference, *, lang: str) -> str | None:
        """Name the order that is meant, if parcelLab says that there is one."""
        return await self._lookup.known(reference, lang=lang)

    async def unfurl(self, reference: Reference, channel: Channel, *, lang: str) -> Message | None:
        """Return what all may see under a link to an order; None if there is nothing to show.

        Without a button that would have to draw it anew: what stands under a link is not a message.
        """
        card = await self._lookup.ask(References((reference,)), channel, lang=lang)
        if isinstance(card, NoteCard) and not card.is_answer:
            return None
        if isinstance(card, OrderCard):
            lasting = (one for one in card.buttons if one.click.verb is not Verb.REFRESH)
            card = replace(card, buttons=tuple(lasting))
        return self._blocks.unfurl(card, lang=lang)

    def drawn(self, card: Card, *, lang: str) -> Answer:
        """Draw a card, with its picture only if no place can refuse that."""
        is_note = isinstance(card, NoteCard) and not card.is_answer
        if not self._pictures or not isinstance(card, OrderCard) or not card.widget:
            return Answer(self._blocks.draw(card, lang=lang), is_note)
        file_id = self._pictures.proven(card.widget)
        message = self._blocks.draw(card, lang=lang, picture=file_id)
        making = None if file_id else self._pictures.begin(card.widget)
        if making is None:
            return Answer(message, is_note)

        def whole(file_id: str) -> Message:
            return self._blocks.draw(card, lang=lang, picture=file_id)

        def alone(file_id: str) -> Message:
            return self._blocks.picture(card, file_id, lang=lang)

        return Answer(message, is_note, Later(self._pictures, making, whole, alone))

    def leave(self, channel_id: str, ts: str) -> None:
        """Let no picture come into a message that shows something else by now."""
        if self._pictures:
            self._pictures.leave((channel_id, ts))

    def looking(self, lang: Lang) -> Message:
        return self._blocks.draw(note.looking(), lang=lang())

    async def surely(self, work: Coroutine[Any, Any, _T], lang: Lang) -> _T | Answer:
        """Do *work*; whatever it raises becomes an answer with a token to look for in the log.

        This is the error boundary of slack/. A fault is said without any template: it may be
        an administrator's template that failed. What the error says is not logged: it may quote
        what somebody typed.
        """
        try:
            return await work
        except Exception as error:  # noqa: BLE001
            token = secrets.token_hex(4)
            _log.error("a fault of our own, token %s", token, extra={"traceback": trace(error)})
            return Answer(self._blocks.plainly(note.fault(token), lang=lang()), is_note=True)
