"""Who may see what of an order. The only way from an Order to something that can be shown.

The audience is decided by where an answer will be seen, not only by who asked.
What a channel sees is an allow-list: a member that parcelLab adds tomorrow stays private.
Which member is for whom: parcelLab's OrderInfo, member by member, agent, recipient or channel.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias, TypeVar

from pydantic import BaseModel

from bot.core.order import (
    Article,
    Checkpoint,
    Courier,
    EstimatedDeliveryDate,
    LastDeliveryStatus,
    NextActionBox,
    OpeningHours,
    Order,
    PickupAddress,
    PickupLocationBox,
    PredictionBox,
    ReportingInfo,
    ReturnedBox,
    Tracking,
    Window,
)
from bot.core.reference import Kind, Reference, References


@dataclass(frozen=True, slots=True)
class Agent:
    """A support agent, reading in private."""

    team_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Customer:
    """The recipient of an order, reading in private: whoever has proven to be that."""

    team_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Channel:
    """Everybody who reads a channel, today and later."""

    channel_id: str


Audience: TypeAlias = Agent | Customer | Channel
_Part = TypeVar("_Part", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class VisibleOrder:
    """What an audience may see of an order. Made by `reveal` alone."""

    order: Order
    audience: Audience


def reveal(order: Order, to: Audience) -> VisibleOrder:
    """Return what *to* may see of *order*."""
    match to:
        case Agent():
            return VisibleOrder(_without_hidden(order), to)
        case Customer():
            return VisibleOrder(_only(_without_hidden(order), _CUSTOMER_SEES), to)
        case Channel():
            return VisibleOrder(_last_digits(_only(order, _CHANNEL_SEES)), to)


_CHANNEL_SEES: Final[dict[type[BaseModel], frozenset[str]]] = {
    Order: frozenset({"order_number", "client_key", "destination_country_iso3", "trackings"}),
    Tracking: frozenset(
        {
            "tracking_number",  # its last digits
            "courier_info",
            "last_delivery_status",
            "is_delayed",
            "is_exception",
            "is_return",
            "action_box",
            "announced_delivery_date",
            "announced_delivery_date_min",
            "reporting_info",
            "supports_live_refresh",
            "timezone",  # never shown: which day is today there
        }
    ),
    Courier: frozenset({"courier_name", "last_mile_courier_name"}),
    LastDeliveryStatus: frozenset(
        {"status_text", "lifecycle_status", "event_timestamp", "exception_type"}
    ),
    PredictionBox: frozenset({"type", "raw"}),
    ReturnedBox: frozenset({"type", "reason", "returned_date"}),
    Window: frozenset({"earliest_date", "latest_date", "has_time", "earliest_time", "latest_time"}),
    ReportingInfo: frozenset(
        {
            "is_forgotten",
            "is_delayed",
            "has_failed_attempt",
            "is_delayed_dispatch",
            "is_returned",
            "is_customer_promise_exceeded",
            "trending_late_status",
        }
    ),
}

# No member of these models holds anybody's name, e-mail or home address, but where the parcel was
# left; whoever has proven to be the recipient may know that.
_CUSTOMER_SEES: Final[dict[type[BaseModel], frozenset[str]]] = {
    Order: frozenset({"order_number", "order_date", "destination_country_iso3", "trackings"}),
    Tracking: frozenset(
        {
            "tracking_number",
            "courier_info",
            "last_delivery_status",
            "delivery_location",
            "is_delayed",
            "is_exception",
            "is_return",
            "action_box",
            "destination_country_iso3",
            "articles",
            "announced_delivery_date",
            "announced_delivery_date_min",
            "pod_date",
            "timezone",
            "reporting_info",
            "checkpoints",
        }
    ),
    Courier: frozenset(
        {
            "courier_name",
            "courier_tracking_url",
            "courier_reroute_url",
            "last_mile_courier_name",
        }
    ),
    LastDeliveryStatus: frozenset(
        {
            "status_code",  # read for what went wrong, never shown
            "status_text",
            "status_details",
            "lifecycle_status",
            "exception_type",  # as above
            "event_timestamp",
            "next_action",  # as above
        }
    ),
    PickupLocationBox: frozenset(PickupLocationBox.model_fields),
    PickupAddress: frozenset(PickupAddress.model_fields),
    OpeningHours: frozenset(OpeningHours.model_fields),
    PredictionBox: frozenset(PredictionBox.model_fields),
    ReturnedBox: frozenset(ReturnedBox.model_fields),
    NextActionBox: frozenset(NextActionBox.model_fields),
    Window: frozenset(Window.model_fields),
    Article: frozenset({"article_name", "quantity", "size", "color"}),
    ReportingInfo: frozenset(
        {
            "is_delayed",
            "has_failed_attempt",
            "is_delayed_dispatch",
            "is_returned",
            "delivery_date",
            "returned_date",
        }
    ),
    Checkpoint: frozenset(
        {
            "event_timestamp",
            "status_text",
            "status_details",
            "location",
            "delivery_location_type",
            "estimated_delivery_date",
        }
    ),
    EstimatedDeliveryDate: frozenset(EstimatedDeliveryDate.model_fields),
}


def may_be_asked(asked: References, to: Audience) -> bool:
    """Whether the question itself may be seen: Slack shows a channel what was typed, too."""
    is_personal = any(reference.kind in _PERSONAL for reference in asked.found)
    return isinstance(to, Agent) or not (is_personal or asked.postal_code)


def named(reference: Reference, to: Audience) -> str:
    """Return how an answer may name what was asked."""
    if isinstance(to, Channel) and reference.kind is Kind.TRACKING_NUMBER:
        return _last_four(reference.value)
    return reference.value


_PERSONAL: Final = {Kind.RECIPIENT_EMAIL, Kind.CUSTOMER_NUMBER}


def _last_four(number: str) -> str:
    """Keep the last four characters, of a short number the last half."""
    return f"…{number[max(len(number) - 4, (len(number) + 1) // 2) :]}"


def _only(part: Any, sees: dict[type[BaseModel], frozenset[str]]) -> Any:
    """Copy *part* with the listed members alone; a model that is not listed keeps none."""
    if isinstance(part, tuple):
        return tuple(_only(item, sees) for item in part)
    if not isinstance(part, BaseModel):
        return part
    kind, members = type(part), part.__dict__
    if kind not in sees:
        return None
    seen = {name: _only(members[name], sees) for name in sees[kind] if members[name] is not None}
    return _made(kind, seen)


def _made(kind: type[_Part], members: dict[str, Any]) -> _Part:
    """Do what model_construct does, at a tenth of its price: it asks each field for its default."""
    part = kind.__new__(kind)
    object.__setattr__(part, "__dict__", {**_defaults(kind), **members})
    object.__setattr__(part, "__pydantic_fields_set__", set(members))
    object.__setattr__(part, "__pydantic_extra__", None)
    object.__setattr__(part, "__pydantic_private__", None)
    return part


@cache
def _defaults(kind: type[BaseModel]) -> dict[str, Any]:
    return dict(kind.model_construct().__dict__)


def _last_digits(order: Order) -> Order:
    trackings = tuple(
        _made(Tracking, one.__dict__ | {"tracking_number": _last_four(one.tracking_number)})
        if one.tracking_number
        else one
        for one in order.trackings or ()
    )
    return _made(Order, order.__dict__ | {"trackings": trackings})


def _without_hidden(order: Order) -> Order:
    """Leave out checkpoints that parcelLab marks as hidden: nobody sees them unasked."""
    parcels = order.trackings or ()
    if not any(c.is_hidden for parcel in parcels for c in parcel.checkpoints or ()):
        return order
    trackings = tuple(
        parcel.model_copy(
            update={"checkpoints": tuple(c for c in parcel.checkpoints or () if not c.is_hidden)}
        )
        for parcel in parcels
    )
    return order.model_copy(update={"trackings": trackings})
