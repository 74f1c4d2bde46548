"""What one tracking means: its stage, its problems, how urgent it is, promise and forecast."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import IntEnum
from functools import cached_property
from typing import Final

from bot.core.opening_hours import zone_of
from bot.core.order import (
    Checkpoint,
    LastDeliveryStatus,
    LifecycleStatus,
    NextActionBox,
    Order,
    PredictionBox,
    ReportingInfo,
    Tracking,
)
from bot.core.phrase import Phrase, Value, count, listed, say
from bot.core.words import card as words


class Urgency(IntEnum):
    """Most urgent first: who answers a customer reads from the top."""

    NEEDS_YOU = 0
    LATE = 1
    BACK = 2
    TO_COLLECT = 3
    MOVING = 4
    ANNOUNCED = 5
    DELIVERED = 6
    CANCELLED = 7


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days in which a parcel is expected, and hours of the last day if known."""

    first: date
    last: date
    start: time | None = None
    end: time | None = None


_ENDED: Final = {
    LifecycleStatus.DELIVERED,
    LifecycleStatus.SENT_BACK,
    LifecycleStatus.RETURNED,
    LifecycleStatus.FAILED,
    LifecycleStatus.CANCELLED,
}
_OVER: Final = _ENDED - {LifecycleStatus.SENT_BACK}
_QUIET: Final = {LifecycleStatus.DELIVERED, LifecycleStatus.CANCELLED}
_ARRIVED: Final = {LifecycleStatus.DELIVERED, LifecycleStatus.READY_TO_COLLECT}
_BY_STAGE: Final = {
    LifecycleStatus.FAILED: Urgency.NEEDS_YOU,
    LifecycleStatus.SENT_BACK: Urgency.BACK,
    LifecycleStatus.RETURNED: Urgency.BACK,
    LifecycleStatus.READY_TO_COLLECT: Urgency.TO_COLLECT,
    LifecycleStatus.DELIVERED: Urgency.DELIVERED,
    LifecycleStatus.CANCELLED: Urgency.CANCELLED,
}
_ICONS: Final = {
    LifecycleStatus.PENDING: "🕓",
    LifecycleStatus.TRANSIT: "📦",
    LifecycleStatus.CUSTOMS: "🛃",
    LifecycleStatus.LAST_MILE: "🚚",
    LifecycleStatus.READY_TO_COLLECT: "📬",
    LifecycleStatus.DELIVERED: "✅",
    LifecycleStatus.SENT_BACK: "↩️",
    LifecycleStatus.RETURNED: "↩️",
    LifecycleStatus.FAILED: "❌",
    LifecycleStatus.CANCELLED: "🚫",
}


_EXCEPTION: Final = say(words.EXCEPTION)
_HUMP: Final = re.compile(r"(?<=[a-z])[A-Z](?=[a-z])")


class Parcel:
    """One tracking, read at a time: every answer is derived from the two, and never changes."""

    def __init__(self, tracking: Tracking, *, now: datetime, country: str | None = None) -> None:
        self.tracking = tracking
        self.now = now
        self.status = tracking.last_delivery_status or LastDeliveryStatus()
        self.stage = self.status.lifecycle_status
        self.reporting = tracking.reporting_info or ReportingInfo()
        self.is_return = bool(tracking.is_return)
        self.zone: tzinfo | None = zone_of(
            tracking.timezone, tracking.destination_country_iso3 or country, now
        )
        self.today: date = (now.astimezone(self.zone) if self.zone else now).date()
        self.checkpoints: list[Checkpoint] = sorted(
            tracking.checkpoints or (), key=self._recency, reverse=True
        )

    def _recency(self, checkpoint: Checkpoint) -> tuple[float, bool]:
        """Of two scans at one moment the one that the status repeats is the newer."""
        at = checkpoint.event_timestamp
        return at.timestamp() if at else 0.0, checkpoint.status_text == self.status.status_text

    @property
    def icon(self) -> str:
        return _ICONS.get(self.stage, "❔") if self.stage else "❔"

    @property
    def since(self) -> datetime | None:
        """When something last happened to the parcel, be it a scan or its announcement."""
        newest = self.checkpoints[0].event_timestamp if self.checkpoints else None
        return self.status.event_timestamp or newest

    @property
    def is_unscanned(self) -> bool:
        """Announced, but no courier has scanned it: not the same as unknown."""
        return self.stage is LifecycleStatus.PENDING or not (self.stage or self.since)

    @property
    def scanned_at(self) -> datetime | None:
        return None if self.is_unscanned else self.since

    @cached_property
    def place(self) -> Value | None:
        """Where the last scan was; if it does not say, where an older one was, and that it was."""
        last = (c.location for c in self.checkpoints if c.event_timestamp == self.since)
        seen = (c.location for c in self.checkpoints)
        place, older = next(filter(None, last), None), next(filter(None, seen), None)
        return place or (say(words.LAST_SEEN, place=older) if older else None)

    @cached_property
    def is_late(self) -> bool:
        flagged = self.tracking.is_delayed or self.reporting.is_delayed
        return bool(flagged) or (self.days_late or 0) > 0

    @property
    def is_exception(self) -> bool:
        return bool(self.tracking.is_exception or self.status.exception_type)

    @cached_property
    def urgency(self) -> Urgency:
        if self.stage in _QUIET:
            return _BY_STAGE[self.stage]
        report = self.reporting
        if self.is_exception or report.has_failed_attempt or report.is_forgotten:
            return Urgency.NEEDS_YOU
        stage = Urgency.ANNOUNCED if self.is_unscanned else Urgency.MOVING
        stage = _BY_STAGE.get(self.stage, stage) if self.stage else stage
        is_behind = report.is_customer_promise_exceeded or report.is_delayed_dispatch
        return min(stage, Urgency.LATE) if self.is_late or is_behind else stage

    @property
    def headline(self) -> Value:
        """The status in words: parcelLab's own text, else the stage's name, else the last scan's.

        A return's text speaks as if it went to the customer, so its stage stands before.
        """
        stage = self.stage.value if self.stage else ""
        text = self.status.status_text
        if self.is_return and stage in words.RETURN_STAGE:
            way = say(words.RETURN_STAGE[stage])
            return say(words.RETURN_HEADLINE, stage=way, status=text) if text else way
        scanned = None if stage else next((c.status_text for c in self.checkpoints), None)
        return text or scanned or say(words.STAGE.get(stage, words.UNKNOWN_STAGE))

    @property
    def is_open(self) -> bool:
        """Whether anybody still has to do something: its way has not ended well or been ended."""
        return self.stage not in _QUIET

    @property
    def is_delivered(self) -> bool:
        return self.stage is LifecycleStatus.DELIVERED

    @property
    def has_ended(self) -> bool:
        """Whether no more forecast can come true."""
        return self.stage in _ENDED

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it: what is on its way back still moves."""
        return self.stage in _OVER

    @property
    def actor(self) -> Phrase | None:
        """Who acts next. What an exception or the box asks for goes before what is usual."""
        box, stage = self.tracking.action_box, self.stage.value if self.stage else ""
        said = (words.RETURN_ACTOR if self.is_return else {}).get(stage) or words.ACTOR.get(stage)
        if not self.has_ended:
            if isinstance(box, NextActionBox) and box.type == "pickup-location-unknown":
                said = words.ACTOR_PLACE
            if self.is_exception or self.reporting.is_forgotten:
                said = words.ACTOR_TROUBLE
        return say(said) if said else None

    # -- promise and forecast ------------------------------------------------------------

    @cached_property
    def promised(self) -> Window | None:
        first = self.tracking.announced_delivery_date_min
        days = sorted(day for day in (first, self.tracking.announced_delivery_date) if day)
        return Window(days[0], days[-1]) if days else None

    @cached_property
    def arrived(self) -> date | None:
        """The day on which it was delivered, or could be collected: then nothing gets later."""
        if self.stage not in _ARRIVED:
            return None
        at = (self.reporting.delivery_date if self.is_delivered else None) or self.since
        return at.astimezone(self.zone or at.tzinfo).date() if at else None

    @cached_property
    def forecast(self) -> Window | None:
        """What is expected now; None once its way has ended: a stale forecast misleads."""
        if self.has_ended:
            return None
        box = self.tracking.action_box
        window = _box_window(box) if isinstance(box, PredictionBox) else None
        return window or next(filter(None, map(_estimate, self.checkpoints)), None)

    @cached_property
    def days_late(self) -> int | None:
        """Days past the promise: on arrival, else by forecast, else today; None without promise."""
        if not self.promised or (self.has_ended and not self.arrived):
            return None
        forecast = (self.forecast or self.promised).last
        known = self.arrived or max(forecast, self.today)
        return (known - self.promised.last).days

    @cached_property
    def problems(self) -> list[Phrase]:
        """Everything that is wrong, in words, worst first."""
        report, found = self.reporting, []
        if self.is_exception:
            found.append(self._exception())
        if report.has_failed_attempt:
            found.append(say(words.FAILED_ATTEMPT))
        if self.is_late:
            found.append(self._late())
        if report.is_forgotten:
            found.append(say(words.NO_SCAN))
        if report.is_delayed_dispatch:
            found.append(say(words.LATE_DISPATCH))
        if report.is_customer_promise_exceeded:
            found.append(say(words.PROMISE_EXCEEDED))
        if report.is_returned and self.stage is not LifecycleStatus.RETURNED:
            found.append(say(words.IS_RETURNED))
        if not self.is_late and not self.has_ended:
            found.extend(self._may_be_late())
        return found

    def _exception(self) -> Phrase:
        kind = in_words(self.status.exception_type or "")
        told = dict.fromkeys(filter(None, (kind, *(self.reporting.exception_messages or ()))))
        return say(words.EXCEPTION_OF, what=listed([*told][:3], "; ")) if told else _EXCEPTION

    def _late(self) -> Phrase:
        if (self.days_late or 0) > 0:
            return count(words.LATE_BY, self.days_late or 0)
        return say(words.WAS_LATE if self.stage in _QUIET else words.LATE)

    def _may_be_late(self) -> list[Phrase]:
        chance = self.reporting.trending_late_probability
        is_trending = self.reporting.trending_late_status in ("warning", "delayed")
        if chance is None or chance != chance:  # NaN is no probability
            return [say(words.MAY_BE_LATE)] if is_trending else []
        chance = min(max(chance, 0.0), 1.0)
        if not is_trending and chance < 0.5:
            return []
        return [say(words.MAY_BE_LATE_BY, percent=round(chance * 100))]


def parcels_of(order: Order, now: datetime) -> list[Parcel]:
    """Read all parcels of an order at a time."""
    country = order.destination_country_iso3
    return [Parcel(one, now=now, country=country) for one in order.trackings or ()]


def midnight_after(parcel: Parcel) -> datetime:
    """Return when the day after the one on which it is read begins, over there."""
    zone = parcel.zone or parcel.now.tzinfo
    return datetime.combine(parcel.today + timedelta(days=1), time(), zone)


def in_words(code: str) -> str:
    """Make a code readable: `AddressIncomplete` -> `Address incomplete`. A sentence stays as is."""
    if " " in code:
        return code
    apart = _HUMP.sub(lambda hump: f" {hump[0].lower()}", code)
    return apart.replace("_", " ").replace("-", " ").strip()


def clock(text: str | None) -> time | None:
    """Read `HH:MM[:SS][offset]`; None for anything else."""
    try:
        return time.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        return None


def _box_window(box: PredictionBox) -> Window | None:
    raw = box.raw
    days = sorted(day for day in (raw.earliest_date, raw.latest_date) if day) if raw else []
    if raw is None or not days:
        return None
    if raw.has_time is False:
        return Window(days[0], days[-1])
    return Window(days[0], days[-1], clock(raw.earliest_time), clock(raw.latest_time))


def _estimate(checkpoint: Checkpoint) -> Window | None:
    edd = checkpoint.estimated_delivery_date
    if edd is None or edd.start_date is None:
        return None
    last = max(edd.start_date, edd.end_date or edd.start_date)
    return Window(edd.start_date, last, clock(edd.start_time), clock(edd.end_time))
