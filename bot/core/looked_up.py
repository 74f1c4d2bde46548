"""What somebody looked up lately, to come back to."""

from datetime import datetime
from typing import Final

from bot.core.click import Click, Verb, way_back
from bot.core.order import Order
from bot.core.reference import Kind, Reference
from bot.core.value import value_object

MOST: Final = 20  # of a person's
# Orders and parcels. An e-mail address or a customer number is a person's, and never kept.
KEPT: Final = frozenset({Kind.ORDER_NUMBER, Kind.TRACKING_NUMBER})


@value_object
class LookedUp:
    """An order or parcel, by which account's client, and when it was looked up last."""

    reference: Reference
    client_key: str
    at: datetime

    @property
    def click(self) -> Click:
        return Click(Verb.ORDER, self.reference, self.client_key)


def looked_up(order: Order, at: datetime) -> LookedUp | None:
    """Return how *order* is found again, whatever it was found by; None if nothing names it."""
    click = way_back(order)
    if click is None or click.reference.kind not in KEPT:
        return None
    return LookedUp(click.reference, click.client_key, at)
