"""The picture that parcelLab draws of an order's status (`info-widget`): which one is on a card."""

from collections.abc import Hashable, Iterator
from dataclasses import field, replace

from bot.core.order import Tracking
from bot.core.privacy import Agent, VisibleOrder
from bot.core.question import Options
from bot.core.reference import Reference
from bot.core.value import value_object


@value_object
class Widget:
    """What to ask parcelLab for; equal ones look the same, whatever they are asked by.

    `state` is a hash of what the picture shows: the order, and where each parcel is, since when,
    until when. It is asked for several times an answer, and is long to make.
    """

    reference: Reference = field(compare=False)
    options: Options
    state: int


def widget_of(visible: VisibleOrder, reference: Reference, options: Options) -> Widget | None:
    """Return the picture for an agent's card; anybody else's has none.

    parcelLab draws it from whatever the credentials may see, and no allow-list reaches into a
    picture. The courier is not asked once more for it.
    """
    if not isinstance(visible.audience, Agent):
        return None
    order = visible.order
    parcels = tuple(tuple(_shown(tracking)) for tracking in order.trackings or ())
    state = hash((order.order_number, order.client_key, parcels))
    plain = replace(options, is_live=False) if options.is_live else options
    return Widget(reference, plain, state)


def _shown(tracking: Tracking) -> Iterator[Hashable]:
    yield tracking.tracking_number
    yield tracking.courier_info
    yield tracking.last_delivery_status
    yield tracking.action_box
    yield from (tracking.announced_delivery_date_min, tracking.announced_delivery_date)
    yield from (tracking.is_delayed, tracking.is_exception, tracking.is_return)
