"""What one tracking means: its stage, its problems, how urgent it is, promise and forecast."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from enum import IntEnum
from typing import Final

from bot.core import words
from bot.core.opening import zone_of
from bot.core.order import (
    Checkpoint,
    LastDeliveryStatus,
    LifecycleStatus,
    PredictionBox,
    ReportingInfo,
    Tracking,
)
from bot.core.phrase import Phrase, Value, count, say


class Urgency(IntEnum):
    """Most urgent first: who answers a customer reads from the top."""

    NEEDS_YOU = 0
    LATE = 1
    BACK = 2
    TO_COLLECT = 3
    MOVING = 4
    DELIVERED = 5
    CANCELLED = 6


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
_QUIET: Final = {LifecycleStatus.DELIVERED, LifecycleStatus.CANCELLED}
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


class Parcel:
    """One tracking, read at a time: every answer is derived, nothing is stored or changed."""

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
            tracking.checkpoints or (), key=_moment, reverse=True
        )

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

    @property
    def place(self) -> str | None:
        return next((c.location for c in self.checkpoints if c.location), None)

    @property
    def is_late(self) -> bool:
        flagged = self.tracking.is_delayed or self.reporting.is_delayed
        return bool(flagged) or (self.days_late or 0) > 0

    @property
    def urgency(self) -> Urgency:
        if self.stage in _QUIET:
            return _BY_STAGE[self.stage]
        report = self.reporting
        if self.tracking.is_exception or report.has_failed_attempt or report.is_forgotten:
            return Urgency.NEEDS_YOU
        stage = _BY_STAGE.get(self.stage, Urgency.MOVING) if self.stage else Urgency.MOVING
        is_behind = report.is_customer_promise_exceeded or report.is_delayed_dispatch
        return min(stage, Urgency.LATE) if self.is_late or is_behind else stage

    @property
    def headline(self) -> Value:
        """The status in words: parcelLab's own text, else the stage's name."""
        stage = self.stage.value if self.stage else ""
        if self.is_return and stage in words.RETURN_STAGE:
            return say(words.RETURN_STAGE[stage])
        if self.status.status_text:
            return self.status.status_text
        return say(words.STAGE.get(stage, words.UNKNOWN_STAGE))

    @property
    def is_open(self) -> bool:
        """Whether anybody still has to do something: its way has not ended well or been ended."""
        return self.stage not in _QUIET

    @property
    def is_delivered(self) -> bool:
        return self.stage is LifecycleStatus.DELIVERED

    @property
    def actor(self) -> Phrase | None:
        stage = self.stage.value if self.stage else ""
        said = (words.RETURN_ACTOR if self.is_return else {}).get(stage) or words.ACTOR.get(stage)
        return say(said) if said else None

    # -- promise and forecast ------------------------------------------------------------

    @property
    def promised(self) -> date | None:
        return self.tracking.announced_delivery_date or self.tracking.announced_delivery_date_min

    @property
    def delivered(self) -> date | None:
        if not self.is_delivered:
            return None
        at = self.reporting.delivery_date or self.since
        return at.astimezone(self.zone or at.tzinfo).date() if at else None

    @property
    def forecast(self) -> Window | None:
        """What is expected now; None once its way has ended: a stale forecast misleads."""
        if self.stage in _ENDED:
            return None
        box = self.tracking.action_box
        window = _box_window(box) if isinstance(box, PredictionBox) else None
        return window or next(filter(None, map(_estimate, self.checkpoints)), None)

    @property
    def days_late(self) -> int | None:
        """Days past the promise: delivered, else forecast, else today; None without promise."""
        if not self.promised or (self.stage in _ENDED and not self.delivered):
            return None
        forecast = self.forecast.last if self.forecast else self.promised
        known = self.delivered or max(forecast, self.today)
        return (known - self.promised).days

    @property
    def problems(self) -> list[Phrase]:
        """Everything that is wrong, in words, worst first."""
        report, found = self.reporting, []
        if self.tracking.is_exception or self.status.exception_type:
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
        if not self.is_late and self.stage not in _ENDED:
            found.extend(self._may_be_late())
        return found

    def _exception(self) -> Phrase:
        told = [*(self.reporting.exception_messages or ())]
        if self.status.exception_type:
            told.insert(0, in_words(self.status.exception_type))
        if not told:
            return say(words.EXCEPTION)
        return say(words.EXCEPTION_OF, what="; ".join(dict.fromkeys(told[:3])))

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


def in_words(code: str) -> str:
    """Make a code from an open set readable: `address_incomplete` -> `address incomplete`."""
    return code.replace("_", " ").replace("-", " ").strip()


def clock(text: str | None) -> time | None:
    """Read `HH:MM[:SS][offset]`; None for anything else."""
    try:
        return time.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        return None


def _moment(checkpoint: Checkpoint) -> float:
    return checkpoint.event_timestamp.timestamp() if checkpoint.event_timestamp else 0.0


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
