"""When the courier may be asked anew about an order: each live refresh is a call to the courier."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.latest import Latest
from bot.core.order import Order
from bot.core.question import Found, Options
from bot.core.reference import Kind, Reference

AGAIN: Final = timedelta(seconds=60)
_REMEMBERED: Final = 5_000  # names of orders
_OF_ONE_ORDER: Final = (Kind.ORDER_NUMBER, Kind.TRACKING_NUMBER)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A live answer, which is remembered as the answer to this question."""

    reference: Reference
    client_key: str | None
    at: datetime

    def wait(self, now: datetime) -> timedelta:
        """Return how long the courier is not to be asked again; nothing when it may be."""
        return max(AGAIN - (now - self.at), timedelta())

    def instead(self, reference: Reference, options: Options) -> tuple[Reference, Options]:
        """Return what to ask, instead of the courier, about the same order."""
        plain = replace(options, is_live=False)
        if self.reference.kind in _OF_ONE_ORDER:
            return self.reference, replace(plain, client_key=self.client_key)
        return reference, plain  # a customer may have a newer order by now


class Cooldown:
    """Remembers for which orders a courier was asked lately, by all the names they go by."""

    def __init__(self) -> None:
        self._refreshed = Latest[tuple[str, str], Refreshed](_REMEMBERED)

    def note(self, found: Found, reference: Reference, options: Options) -> None:
        """Take notice of an answer that is live."""
        if not found.is_live or found.order is None:
            return
        refreshed = Refreshed(reference, options.client_key, found.as_of)
        for name in _names(found.order, reference):
            known = self._refreshed.get(name)
            if known is None or known.at < refreshed.at:
                self._refreshed[name] = refreshed

    def of(self, reference: Reference, options: Options, now: datetime) -> Refreshed | None:
        """Return the live answer because of which the courier is not to be asked again yet."""
        name = (reference.value.casefold(), options.client_key or "")
        refreshed = self._refreshed.get(name)
        return refreshed if refreshed and refreshed.wait(now) else None


def _names(order: Order, reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield number and client; whoever types a number names no client."""
    numbers = (parcel.tracking_number for parcel in order.trackings or ())
    for number in filter(None, (reference.value, order.order_number, *numbers)):
        yield from dict.fromkeys((number.casefold(), key) for key in (order.client_key or "", ""))
