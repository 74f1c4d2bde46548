"""The use case "where is …": a text and an audience in, a card out."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

from bot.core import note, page, table, words
from bot.core.card import Card, OrderCard, Row, for_order, parcels_of
from bot.core.catalogue import LANGUAGES, spoken
from bot.core.click import Click, Verb
from bot.core.privacy import Agent, Audience, VisibleOrder, may_be_asked, named, reveal
from bot.core.question import Broken, Found, Options, ParcelLabError
from bot.core.recent import Recent
from bot.core.reference import Kind, Reference, References, find_references
from bot.core.text.pattern import OrderPatterns
from bot.core.widget import Widget, widget_of

_REFRESH_AGAIN: Final = timedelta(seconds=60)
_CARDS: Final = 256
_TEXTS: Final = 256
_PAGES: Final = {Verb.HISTORY: page.history, Verb.ARTICLES: page.articles}


class Orders(Protocol):
    """Where orders are found: parcelLab, or a cache in front of it."""

    async def find(self, reference: Reference, options: Options) -> Found:
        """Return what parcelLab says or said; raise ParcelLabError without an answer."""
        ...

    async def widget(self, reference: Reference, options: Options) -> bytes:
        """Return the picture of an order's status; raise ParcelLabError without one."""
        ...


@dataclass(frozen=True, slots=True)
class Lookup:
    """Answers in cards; never raises for anything that parcelLab or a text can do.

    `timeout` is in seconds and bounds each look-up; `most` references are looked up at once.
    """

    orders: Orders
    patterns: OrderPatterns
    clock: Callable[[], datetime]
    timeout: float
    most: int
    cards: Recent[Card] = field(default_factory=partial(Recent, _CARDS))
    heard: Recent[References] = field(default_factory=partial(Recent, _TEXTS))

    async def answer(self, text: str, to: Audience, *, lang: str = "en") -> Card:
        """Answer what *text* asks, as *to* may see it."""
        heard = self.heard.of(self.patterns, text, lambda: find_references(text, self.patterns))
        if heard.lang and heard.lang not in LANGUAGES:
            return note.other_language(heard.lang)
        match [word for word in text.casefold().split() if not word.startswith("lang:")]:
            case []:
                return note.usage(self.patterns.examples)
            case ["help"]:
                return note.full_help(self.patterns.examples)
        lang = heard.lang or spoken(lang)
        options = Options(lang=lang, is_live=heard.is_live, postal_code=heard.postal_code)
        if not heard.found:
            return note.not_understood(text, heard, self.patterns.examples)
        if not may_be_asked(heard, to):
            return note.private_only()
        if len(heard.found) == 1:
            return await self._one(heard.found[0], options, to, is_returns=heard.is_returns)
        return await self._several(heard.found, options, to)

    async def click(self, click: Click, to: Audience, *, lang: str = "en") -> Card:
        """Answer a click on a card, as *to* may see it: who clicked is authorised by now."""
        options = Options(lang=lang, client_key=click.client_key or None)
        try:
            found = await self._find(click.reference, options)
            if click.verb is Verb.REFRESH:
                wait = _REFRESH_AGAIN - (self.clock() - found.as_of)
                if found.is_live and wait > timedelta():
                    return note.too_soon(wait)
                found = await self._find(click.reference, replace(options, is_live=True))
        except ParcelLabError as error:
            return note.failed(error, click.reference)
        if found.order is None:
            return note.not_found(click.reference)
        visible = reveal(found.order, to)
        widget = None if click.parcel else widget_of(visible, click.reference, options)
        return _pictured(self._clicked(click, found, visible), widget)

    def _clicked(self, click: Click, found: Found, visible: VisibleOrder) -> Card:
        now, name = self.clock(), visible.order.order_number or click.reference.value
        if click.verb in _PAGES and isinstance(visible.audience, Agent):
            parcels = parcels_of(visible.order, now)
            return _PAGES[click.verb](parcels, click, as_of=found.as_of, name=name)
        return for_order(
            visible,
            now=now,
            as_of=found.as_of,
            is_stale=found.is_stale,
            is_live=found.is_live,
            parcel=click.parcel if isinstance(visible.audience, Agent) else "",
        )

    async def picture(self, widget: Widget) -> bytes:
        """Return the picture for a card; raise ParcelLabError without one."""
        return await self.orders.widget(widget.reference, widget.options)

    async def _one(
        self, reference: Reference, options: Options, to: Audience, *, is_returns: bool
    ) -> Card:
        if _needs_courier(reference):
            return note.courier_needed(reference)
        try:
            found = await self._find(reference, options)
        except ParcelLabError as error:
            return note.failed(error, reference)
        return self._card(reference, options, found, to, is_returns=is_returns)

    def _card(
        self,
        reference: Reference,
        options: Options,
        found: Found,
        to: Audience,
        *,
        is_returns: bool,
    ) -> Card:
        """Say an order once a minute and kind of audience: nothing in a card is finer than that.

        Who exactly reads it is no part of the key, because it is no part of the card either.
        """
        if found.order is None:
            return note.not_found(reference)
        order, now = found.order, self.clock()
        asked = (type(to), reference, options, is_returns)
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
                is_returns=is_returns,
            )
            return _pictured(card, widget_of(visible, reference, options))

        return self.cards.of(order, key, say_it)

    async def _several(
        self, references: Sequence[Reference], options: Options, to: Audience
    ) -> Card:
        asked = references[: self.most]
        answers = await asyncio.gather(*(self._ask(reference, options) for reference in asked))
        now = self.clock()
        found = [answer for answer in answers if isinstance(answer, Found)]
        return table.for_orders(
            [_row(*pair, to, now) for pair in zip(asked, answers, strict=True)],
            left_out=len(references) - len(asked),
            now=now,
            as_of=min((answer.as_of for answer in found), default=now),
            is_stale=any(answer.is_stale for answer in found),
        )

    async def _ask(self, reference: Reference, options: Options) -> Found | ParcelLabError | None:
        """Find one of several; None where parcelLab cannot be asked without a courier."""
        if _needs_courier(reference):
            return None
        try:
            return await self._find(reference, options)
        except ParcelLabError as error:
            return error

    async def _find(self, reference: Reference, options: Options) -> Found:
        try:
            async with asyncio.timeout(self.timeout):
                return await self.orders.find(reference, options)
        except TimeoutError:
            raise Broken("no answer in time") from None


def _pictured(card: Card, widget: Widget | None) -> Card:
    return replace(card, widget=widget) if isinstance(card, OrderCard) else card


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
