"""The use case "where is …": a text and an audience in, a card out."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core import note, table, words
from bot.core.card import Card, Row, for_order
from bot.core.order import Order
from bot.core.pattern import OrderPatterns
from bot.core.privacy import Audience, may_be_asked, named, reveal
from bot.core.question import Broken, Options, ParcelLabError
from bot.core.reference import Kind, Reference, find_references


class Orders(Protocol):
    """Where orders are found: parcelLab, or a cache in front of it."""

    async def find(self, reference: Reference, options: Options) -> Order | None:
        """Return the order, None when there is none; raise ParcelLabError without an answer."""
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

    async def answer(self, text: str, to: Audience, *, lang: str = "en") -> Card:
        """Answer what *text* asks, as *to* may see it."""
        word = text.strip().casefold()
        if word in ("", "help"):
            return (note.full_help if word else note.usage)(self.patterns.examples)
        heard = find_references(text, self.patterns)
        options = Options(lang=lang, is_live=heard.is_live, postal_code=heard.postal_code)
        if not heard.found:
            return note.not_understood(text, heard, self.patterns.examples)
        if not may_be_asked(heard, to):
            return note.private_only()
        if len(heard.found) == 1:
            return await self._one(heard.found[0], options, to)
        return await self._several(heard.found, options, to)

    async def _one(self, reference: Reference, options: Options, to: Audience) -> Card:
        if _needs_courier(reference):
            return note.courier_needed(reference)
        try:
            order = await self._find(reference, options)
        except ParcelLabError as error:
            return note.failed(error, reference)
        if order is None:
            return note.not_found(reference)
        return for_order(reveal(order, to), now=self.clock())

    async def _several(
        self, references: Sequence[Reference], options: Options, to: Audience
    ) -> Card:
        asked = references[: self.most]
        rows = await asyncio.gather(*(self._row(reference, options, to) for reference in asked))
        return table.for_orders(rows, left_out=len(references) - len(asked), now=self.clock())

    async def _row(self, reference: Reference, options: Options, to: Audience) -> Row:
        if _needs_courier(reference):
            return table.row_without(named(reference, to), words.ROW_NO_COURIER)
        try:
            order = await self._find(reference, options)
        except ParcelLabError as error:
            return table.row_without(named(reference, to), table.why_failed(error))
        if order is None:
            return table.row_without(named(reference, to), words.ROW_NOT_FOUND)
        return table.row(reveal(order, to), asked=named(reference, to), now=self.clock())

    async def _find(self, reference: Reference, options: Options) -> Order | None:
        try:
            async with asyncio.timeout(self.timeout):
                return await self.orders.find(reference, options)
        except TimeoutError:
            raise Broken("no answer in time") from None


def _needs_courier(reference: Reference) -> bool:
    return reference.kind is Kind.TRACKING_NUMBER and not reference.couriers
