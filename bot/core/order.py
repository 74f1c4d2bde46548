"""parcelLab's answer about an order, as frozen models in parcelLab's own words.

Source of every member: the `info` operation of parcelLab's v4 order API (OrderInfo).
Members that nobody may or needs to see are not modelled. Everything is optional here,
whatever the schema says: the documentation's own samples leave required members out.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from math import isfinite
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    ValidationError,
)
from typing_extensions import TypeAliasType

_REPAIRS = 20  # rounds of cutting away what does not fit; each goes at least one level up
_Date = TypeVar("_Date", date, datetime)
_Way = tuple[str | int, ...]


class LifecycleStatus(StrEnum):
    """The ten stages that parcelLab documents; an unknown one is None on the status."""

    PENDING = "Pending"
    TRANSIT = "Transit"
    CUSTOMS = "Customs"
    LAST_MILE = "LastMile"
    READY_TO_COLLECT = "ReadyToCollect"
    DELIVERED = "Delivered"
    SENT_BACK = "SentBack"
    RETURNED = "Returned"
    FAILED = "Failed"
    CANCELLED = "Cancelled"


_STAGES = {stage.casefold(): stage for stage in LifecycleStatus}


def _plausible(day: _Date) -> _Date:
    """A day no parcel can have (0001-01-01 stands for "none" in some systems) is refused."""
    if not 2000 <= day.year < 2200:
        raise ValueError("not in this century or the next")
    return day


def _zoned(moment: datetime) -> datetime:
    """Take a plausible time without a zone for UTC."""
    _plausible(moment)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _day_part(value: Any) -> Any:
    return value[:10] if isinstance(value, str) else value


def _known_stage(value: Any) -> Any:
    """Tolerate another spelling of a stage (`out-of-case`), drop an unknown one."""
    word = value.replace("_", "").replace("-", "").casefold() if isinstance(value, str) else ""
    return _STAGES.get(word)


# A text that shows something, or is empty. One of blanks, controls, zero-width characters and such
# does not fit and so is cut away: whoever reads an order takes it for absent. As the type has a
# name, one pattern is made for all members.
_SHOWN = r"^$|[^\p{Cc}\p{Cf}\p{Co}\p{Z}\p{M}\u{115f}\u{1160}\u{2800}\u{3164}\u{ffa0}]"
Text = TypeAliasType("Text", Annotated[str, StringConstraints(pattern=_SHOWN)])
Moment = Annotated[datetime, AfterValidator(_zoned)]
Day = Annotated[date, BeforeValidator(_day_part), AfterValidator(_plausible)]
Count = Annotated[int, Field(ge=-(10**9), le=10**9)]  # JSON's may have thousands of digits
Stage = Annotated[LifecycleStatus | None, BeforeValidator(_known_stage)]


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        str_strip_whitespace=True,
        allow_inf_nan=False,
    )


class Courier(_Part):
    courier: Text | None = None
    courier_name: Text | None = None
    courier_tracking_url: Text | None = None
    courier_reroute_url: Text | None = None
    last_mile_courier_name: Text | None = None


class LastDeliveryStatus(_Part):
    status_code: Text | None = None
    status_text: Text | None = None
    status_details: Text | None = None
    lifecycle_status: Stage = None
    delivery_extra_info: Text | None = None
    exception_type: Text | None = None
    event_timestamp: Moment | None = None
    next_action: Text | None = None


class OpeningHours(_Part):
    """One stretch of one weekday; two entries for a day are a midday break. Times are `HH:MM…`."""

    day: Text | None = None
    open: Text | None = None
    close: Text | None = None


class PickupAddress(_Part):
    address: Text | None = None
    delivery_location: Text | None = None


class Window(_Part):
    """The box's `raw` member: the machine form of a date window."""

    earliest_date: Day | None = None
    latest_date: Day | None = None
    has_time: bool | None = None
    earliest_time: Text | None = None
    latest_time: Text | None = None


class _Box(_Part):
    label: Text | None = None
    label_caption: Text | None = None


class PickupLocationBox(_Box):
    type: Literal["pickup-location"]
    address: PickupAddress | Text | None = None
    opening_hours: tuple[OpeningHours, ...] | None = None
    raw: Window | None = None


class PredictionBox(_Box):
    type: Literal["prediction"]
    day_of_month: Text | None = None
    week_day: Text | None = None
    month: Text | None = None
    prediction_caption: Text | None = None
    raw: Window | None = None


class ReturnedBox(_Box):
    type: Literal["returned"]
    reason: Text | None = None
    returned_date: Day | None = None


class NextActionBox(_Box):
    type: Literal["next-action", "pickup-location-unknown", "order-processed", "vote-courier"]


class OtherBox(_Part):
    """A box of a type that is not documented: the status still shows, the box does not."""

    type: Text | None = None


_BOXES = {
    "pickup-location": "pickup-location",
    "prediction": "prediction",
    "returned": "returned",
    "next-action": "next-action",
    "pickup-location-unknown": "next-action",
    "order-processed": "next-action",
    "vote-courier": "next-action",
}


def _box_tag(value: Any) -> str:
    """Dispatch on the `type` string only: `{}` and a box without type match several schemas."""
    kind = value.get("type") if isinstance(value, Mapping) else getattr(value, "type", None)
    return _BOXES.get(kind, "other") if isinstance(kind, str) else "other"


ActionBox = Annotated[
    Annotated[PickupLocationBox, Tag("pickup-location")]
    | Annotated[PredictionBox, Tag("prediction")]
    | Annotated[ReturnedBox, Tag("returned")]
    | Annotated[NextActionBox, Tag("next-action")]
    | Annotated[OtherBox, Tag("other")],
    Discriminator(_box_tag),
]


class Article(_Part):
    article_name: Text | None = None
    quantity: Count | None = None
    size: Text | None = None
    color: Text | None = None
    sku: Text | None = None
    tags: tuple[Text, ...] | None = None


class ReportingInfo(_Part):
    is_forgotten: bool | None = None
    is_delayed: bool | None = None
    has_failed_attempt: bool | None = None
    is_delayed_dispatch: bool | None = None
    is_returned: bool | None = None
    is_customer_promise_exceeded: bool | None = None
    trending_late_probability: float | None = None
    trending_late_status: Text | None = None
    contacted_with_messages: tuple[Text, ...] | None = None
    exception_messages: tuple[Text, ...] | None = None
    delivery_date: Moment | None = None
    returned_date: Moment | None = None


class EstimatedDeliveryDate(_Part):
    start_date: Day | None = None
    end_date: Day | None = None
    start_time: Text | None = None
    end_time: Text | None = None


class Checkpoint(_Part):
    event_timestamp: Moment | None = None
    status_code: Text | None = None
    status_text: Text | None = None
    status_details: Text | None = None
    is_hidden: bool | None = None
    location: Text | None = None
    delivery_location_type: Text | None = None
    estimated_delivery_date: EstimatedDeliveryDate | None = None
    exception_type: Text | None = None


class Tracking(_Part):
    """One parcel; parcelLab identifies it by its number and courier together."""

    tracking_number: Text | None = None
    courier_info: Courier | None = None
    last_delivery_status: LastDeliveryStatus | None = None
    delivery_location: Text | None = None
    recipient_name: Text | None = None
    is_delayed: bool | None = None
    is_exception: bool | None = None
    is_return: bool | None = None
    action_box: ActionBox | None = None
    destination_country_iso3: Text | None = None
    articles: tuple[Article, ...] | None = None
    announced_delivery_date: Day | None = None
    announced_delivery_date_min: Day | None = None
    pod_identifier: Text | None = None
    pod_date: Day | None = None
    timezone: Text | None = None
    warehouse: Text | None = None
    reporting_info: ReportingInfo | None = None
    supports_live_refresh: bool | None = None
    checkpoints: tuple[Checkpoint, ...] | None = None


class Order(_Part):
    """What `GET /v4/track/orders/info/` answers. `trackings` may be empty."""

    order_number: Text | None = None
    client_key: Text | None = None
    order_date: Moment | None = None
    recipient_name: Text | None = None
    destination_country_iso3: Text | None = None
    trackings: tuple[Tracking, ...] | None = None


def tolerant_order(answer: dict[str, Any]) -> Order:
    """Read a decoded answer; a member of the wrong shape is cut out of it, the rest still counts.

    A number where a text is due is its digits; NaN and Infinity, which are no JSON, are nothing.
    Raises ValidationError when it does not fit after all cutting.
    """
    for _ in range(_REPAIRS):
        try:
            return Order.model_validate(answer)
        except ValidationError as misfits:
            errors = misfits.errors(include_url=False, include_context=False)
            untexts = [misfit for misfit in errors if misfit["type"] == "string_type"]
            digits = {_way(answer, misfit["loc"]): _digits(misfit["input"]) for misfit in untexts}
            _mend(answer, {_way(answer, misfit["loc"]) for misfit in errors}, digits)
    return Order.model_validate(answer)


def _way(answer: Any, location: _Way) -> _Way:
    """Reduce a validation location to the keys that *answer* has.

    Locations also hold the names of union members, and stop at what is missing.
    """
    way: list[str | int] = []
    for key in location:
        in_list = isinstance(answer, list) and isinstance(key, int) and key < len(answer)
        if in_list or (isinstance(answer, dict) and key in answer):
            way.append(key)
            answer = answer[key]
    return tuple(way)


def _digits(value: Any) -> str | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    is_number = is_whole or (isinstance(value, float) and isfinite(value))
    return str(value).removesuffix(".0") if is_number else None


def _mend(answer: Any, ways: set[_Way], digits: Mapping[_Way, str | None]) -> None:
    """Delete what *ways* lead to, the deepest and in lists the last first: no way moves.

    If there are digits for it, they take its place. A way on which another goes further stays:
    the member of a union that fits best is mended.
    """
    passed = {way[:end] for way in ways for end in range(len(way))}
    ends = sorted(ways - passed, key=lambda way: (len(way), str(way[-1]).zfill(9)), reverse=True)
    for way in ends:
        part = answer
        for key in way[:-1]:
            part = part[key]
        if text := digits.get(way):
            part[way[-1]] = text
        else:
            del part[way[-1]]
