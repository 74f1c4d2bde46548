"""The use case "where is …": a text and an audience in, a card out."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

from bot.core import page, table
from bot.core.audit import Audit
from bot.core.bulk.entry import MOST
from bot.core.button import in_language
from bot.core.card import Card, NoteCard, OrderCard, Row, TableCard, by_urgency, for_order
from bot.core.catalogue import LANGUAGES, spoken
from bot.core.click import Click, Verb, with_parcel
from bot.core.clock import Clock
from bot.core.cooldown import Cooldown
from bot.core.notes import note
from bot.core.order import Order
from bot.core.phrase import Phrase, joined, say
from bot.core.privacy import Agent, Audience, VisibleOrder, may_be_asked, named, reveal
from bot.core.question import Found, Options, ParcelLabError
from bot.core.recent import Recent
from bot.core.reference import Kind, Reference, References, find_references
from bot.core.reply_kit import Seen
from bot.core.story import outcome
from bot.core.text.pattern import OrderPatterns
from bot.core.widget import Widget, widget_of
from bot.core.words import bulk as bulk_words
from bot.core.words import card as words

_CARDS: Final = 4  # of an order
_TEXTS: Final = 256
_NO_WAIT: Final = timedelta()
_TO_COME_BACK_TO: Final = 5  # orders of one question; a longer list is no look-up of one's own
_ARRIVING: Final = {Verb.ORDER, Verb.DETAILS}  # clicks that bring somebody to an order
_PAGES: Final = {Verb.HISTORY: page.history, Verb.ARTICLES: page.articles}
_log = logging.getLogger(__name__)


class Orders(Protocol):
    """Where orders are found: parcelLab, or a cache in front of it."""

    async def find(self, reference: Reference, options: Options) -> Found:
        """Return what parcelLab says or said; raise ParcelLabError without an answer in time."""
        ...

    async def widget(self, reference: Reference, options: Options) -> bytes:
        """Return the picture of an order's status; raise ParcelLabError without one."""
        ...


@dataclass(frozen=True, slots=True)
class Lookup:
    """Answers in cards; never raises for anything that parcelLab or a text can do.

    `most` references are looked up at once.
    `name_of` is what logs call a reference: a hash that reveals nothing. `ruled` are the order
    patterns that hold now; `remember` is told what an agent looked up, and must not wait.
    """

    orders: Orders
    ruled: Callable[[], OrderPatterns]
    clock: Clock
    most: int
    name_of: Callable[[Reference], str] | None = None
    audit: Audit | None = None
    remember: Callable[[Agent, Order], None] | None = None
    cooldown: Cooldown = field(default_factory=Cooldown)
    cards: Recent[Card] = field(default_factory=partial(Recent, _CARDS))
    heard: Recent[References] = field(default_factory=partial(Recent, _TEXTS))

    @property
    def patterns(self) -> OrderPatterns:
        return self.ruled()

    async def answer(
        self, text: str, to: Audience, *, lang: str = "en", aside: Phrase | None = None
    ) -> Card:
        """Answer what *text* asks, as *to* may see it; *aside* is said beside an order."""
        begun, patterns = time.monotonic(), self.patterns
        heard = self.heard.of(patterns, text, lambda: find_references(text, patterns))
        card = await self._answer(text, heard, to, lang=heard.lang or spoken(lang))
        self._note_down(heard.found, to, card, begun=begun)
        return _beside(card, aside) if aside else card

    async def known(self, reference: Reference, *, lang: str = "en") -> str | None:
        """Name the order that parcelLab finds by this, the same by whichever of its numbers.

        None if it finds none, and if it cannot be asked.
        """
        try:
            order = (await self._find(reference, Options(lang=lang))).order
        except ParcelLabError:
            return None
        if order is None:
            return None
        return f"{order.client_key or ''} {order.order_number or reference.value}".casefold()

    async def ask(
        self, asked: References, to: Audience, *, lang: str = "en", client_key: str = ""
    ) -> Card:
        """Answer what was asked for by its kind, in so many fields instead of in a text."""
        begun = time.monotonic()
        options = _options(asked, asked.lang or spoken(lang), client_key=client_key)
        card = await self._found(asked, options, to)
        self._note_down(asked.found, to, card, begun=begun)
        return card

    async def click(self, click: Click, to: Audience, *, lang: str = "en") -> Card:
        """Answer a click on a card, as *to* may see it: who clicked is authorised by now."""
        begun = time.monotonic()
        card = await self._click(click, to, Options(lang=lang, client_key=click.client_key or None))
        self._note_down((click.reference,), to, card, begun=begun)
        return _in_language(card, click.lang, click.thread_ts)

    async def seen(self, click: Click, to: Audience, *, lang: str) -> Seen | NoteCard:
        """Return the order of a click, told in *lang*, or why there is none; as `click` does."""
        begun = time.monotonic()
        seen = await self._seen(click, to, lang=lang)
        card = seen if isinstance(seen, NoteCard) else None
        self._note_down((click.reference,), to, card, begun=begun)
        return seen

    async def _seen(self, click: Click, to: Audience, *, lang: str) -> Seen | NoteCard:
        if self.audit and self.audit.is_spent(to):
            return note.limit(self.audit.most)
        try:
            options = Options(lang=lang, client_key=click.client_key or None)
            found = await self._find(click.reference, options)
        except ParcelLabError as error:
            return note.failed(error, click.reference)
        if found.order is None:
            return note.not_found(click.reference)
        order = with_parcel(found.order, click.parcel)
        return Seen(reveal(order, to), self.clock(), found.as_of, found.is_stale)

    def _note_down(
        self, references: Sequence[Reference], to: Audience, card: Card | None, *, begun: float
    ) -> None:
        """Log what became of a question, and nothing of what was asked or answered."""
        if self.audit:
            self.audit.note(references[: self.most], to, outcome(card))
        if not _log.isEnabledFor(logging.INFO):
            return
        noted: dict[str, object] = {
            "audience": type(to).__name__,
            "outcome": outcome(card),
            "milliseconds": round((time.monotonic() - begun) * 1000),
        }
        if self.name_of and references:
            noted["references"] = [self.name_of(one) for one in references[: self.most]]
        _log.info("answered", extra=noted)

    async def _answer(self, text: str, heard: References, to: Audience, *, lang: str) -> Card:
        if heard.lang and heard.lang not in LANGUAGES:
            return note.other_language(heard.lang)
        match [word for word in text.casefold().split() if not word.startswith("lang:")]:
            case []:
                return note.usage(self.patterns.examples)
            case ["help"]:
                return note.full_help(self.patterns.examples)
        if not heard.found:
            return note.not_understood(text, heard, self.patterns.examples)
        return await self._found(heard, _options(heard, lang), to)

    async def _found(self, heard: References, options: Options, to: Audience) -> Card:
        if not may_be_asked(heard, to):
            return note.private_only()
        if self.audit and self.audit.is_spent(to):
            return note.limit(self.audit.most)
        if len(heard.found) == 1:
            return await self._one(heard, options, to)
        return await self._several(heard, options, to)

    async def _click(self, click: Click, to: Audience, options: Options) -> Card:
        if self.audit and self.audit.is_spent(to):
            return note.limit(self.audit.most)
        try:
            found = await self._find(click.reference, options)
            if click.verb is Verb.REFRESH and found.order:
                asked_anew = replace(options, is_live=True)
                found, wait = await self._look(click.reference, asked_anew)
                if wait:
                    return note.too_soon(wait)
        except ParcelLabError as error:
            return note.failed(error, click.reference)
        if found.order is None:
            return note.not_found(click.reference)
        if click.verb in _ARRIVING:
            self._remember(to, found)
        visible = reveal(found.order, to)
        widget = None if click.parcel else widget_of(visible, click.reference, options)
        return self._clicked(click, found, visible, widget)

    def _clicked(
        self, click: Click, found: Found, visible: VisibleOrder, widget: Widget | None
    ) -> Card:
        now, name = self.clock(), visible.order.order_number or click.reference.value
        if click.verb in _PAGES and isinstance(visible.audience, Agent):
            parcels = by_urgency(visible.order, now)
            return _PAGES[click.verb](parcels, click, as_of=found.as_of, name=name)
        return for_order(
            visible,
            now=now,
            as_of=found.as_of,
            is_stale=found.is_stale,
            is_live=found.is_live,
            parcel=click.parcel if isinstance(visible.audience, Agent) else "",
            widget=widget,
        )

    async def picture(self, widget: Widget) -> bytes:
        """Return the picture for a card; raise ParcelLabError without one."""
        return await self.orders.widget(widget.reference, widget.options)

    async def _one(self, heard: References, options: Options, to: Audience) -> Card:
        (reference,) = heard.found
        if _needs_courier(reference):
            return note.courier_needed(reference)
        try:
            found, wait = await self._look(reference, options)
        except ParcelLabError as error:
            return note.failed(error, reference)
        self._remember(to, found)
        return _waiting(self._card(heard, options, found, to), wait, to)

    def _remember(self, to: Audience, *found: Found) -> None:
        if not self.remember or not isinstance(to, Agent) or len(found) > _TO_COME_BACK_TO:
            return
        for one in found:
            if one.order:
                self.remember(to, one.order)

    def _card(self, heard: References, options: Options, found: Found, to: Audience) -> Card:
        """Say an order once a minute and kind of audience: nothing in a card is finer than that.

        Who exactly reads it is no part of the key, because it is no part of the card either.
        """
        (reference,) = heard.found
        if found.order is None:
            return note.not_found(reference)
        order, now = found.order, self.clock()
        asked = (type(to), reference, options, heard.is_returns, heard.lang)
        key = (
            *asked,
            found.as_of,
            found.is_stale,
            found.is_live,
            now.replace(second=0, microsecond=0),
        )

        def say_it() -> Card:
            visible = reveal(order, to)
            card = for_order(
                visible,
                now=now,
                as_of=found.as_of,
                is_stale=found.is_stale,
                is_live=found.is_live,
                is_returns=heard.is_returns,
                widget=widget_of(visible, reference, options),
            )
            return _in_language(card, heard.lang or "")

        return self.cards.of(order, key, say_it)

    async def _several(self, heard: References, options: Options, to: Audience) -> Card:
        """Answer with a line for each order, by however many of its numbers it is asked for."""
        asked = heard.found[: self.most]
        answers = await asyncio.gather(*(self._ask(reference, options) for reference in asked))
        now, left_out = self.clock(), len(heard.found) - len(asked)
        found = [answer for answer, _ in answers if isinstance(answer, Found)]
        self._remember(to, *found)
        lines: dict[object, tuple[Reference, Found | ParcelLabError | None]] = {}
        for one, (answer, _) in zip(asked, answers, strict=True):
            lines.setdefault(_order_of(one, answer), (one, answer))
        longest = max(wait for _, wait in answers)
        if len(lines) == 1 and not left_out and found:
            ((one, _),) = lines.values()
            card = self._card(replace(heard, found=(one,)), options, found[0], to)
            return _waiting(card, longest, to)
        card = table.for_orders(
            [_row(one, answer, to, now) for one, answer in lines.values()],
            left_out=left_out,
            now=now,
            as_of=min((answer.as_of for answer in found), default=now),
            is_stale=any(answer.is_stale for answer in found),
        )
        if card.more and isinstance(to, Agent):
            hint = say(bulk_words.SEND_LIST, most=MOST)
            card = replace(card, more=joined((card.more, hint), " "))
        return _waiting(card, longest, to)

    async def _ask(
        self, reference: Reference, options: Options
    ) -> tuple[Found | ParcelLabError | None, timedelta]:
        """Find one of several; None where parcelLab cannot be asked without a courier."""
        if _needs_courier(reference):
            return None, _NO_WAIT
        try:
            return await self._look(reference, options)
        except ParcelLabError as error:
            return error, _NO_WAIT

    async def _look(self, reference: Reference, options: Options) -> tuple[Found, timedelta]:
        """Find an order, live only if its courier was not asked lately: else say how long to wait.

        Then what the courier said is shown, whoever asked it and by which number.
        """
        if options.is_live and (done := self.cooldown.of(reference, options, self.clock())):
            found = await self._find(*done.instead(reference, options))
            return found, done.wait(self.clock())
        return await self._find(reference, options), _NO_WAIT

    async def _find(self, reference: Reference, options: Options) -> Found:
        found = await self.orders.find(reference, options)
        self.cooldown.note(found, reference, options)
        return found


def _options(asked: References, lang: str, *, client_key: str = "") -> Options:
    return Options(
        lang=lang,
        is_live=asked.is_live,
        postal_code=asked.postal_code,
        client_key=client_key or None,
    )


def _waiting(card: Card, wait: timedelta, to: Audience) -> Card:
    """Say when the courier can be asked again; what is posted would say so for ever."""
    if not wait or not isinstance(to, Agent):
        return card
    (said,) = note.too_soon(wait).lines
    return _beside(card, said)


def _beside(card: Card, aside: Phrase) -> Card:
    match card:
        case OrderCard() | TableCard():
            return replace(card, footer=(aside, *card.footer))
        case NoteCard(is_answer=True):
            return replace(card, lines=(*card.lines, aside))
        case _:
            return card


def _in_language(card: Card, lang: str, thread_ts: str = "") -> Card:
    """Let the card's buttons lead on in the language that was asked for, and in its thread."""
    if not isinstance(card, OrderCard) or not (lang or thread_ts):
        return card
    menu = card.chooser
    if menu:
        options = tuple(in_language(one, lang, thread_ts=thread_ts) for one in menu.options)
        menu = replace(menu, options=options)
    buttons = tuple(in_language(one, lang, thread_ts=thread_ts) for one in card.buttons)
    return replace(card, buttons=buttons, chooser=menu)


def _order_of(reference: Reference, answer: Found | ParcelLabError | None) -> object:
    """Name what a reference leads to: its order, if that has a number, else what was asked."""
    order = answer.order if isinstance(answer, Found) else None
    return (order.client_key, order.order_number) if order and order.order_number else reference


def _row(
    reference: Reference, answer: Found | ParcelLabError | None, to: Audience, now: datetime
) -> Row:
    asked = named(reference, to)
    if answer is None:
        return table.row_without(asked, words.ROW_NO_COURIER)
    if isinstance(answer, ParcelLabError):
        return table.row_without(asked, table.why_failed(answer))
    if answer.order is None:
        return table.row_without(asked, words.ROW_NOT_FOUND)
    return table.row(reveal(answer.order, to), asked=asked, now=now)


def _needs_courier(reference: Reference) -> bool:
    return reference.kind is Kind.TRACKING_NUMBER and not reference.couriers
