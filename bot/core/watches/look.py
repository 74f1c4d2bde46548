"""When to look at an order again: soon where much happens, seldom where little does.

Calls are scarce. Every wait is jittered by the order's own key, so that orders that were seen
together do not stay together, and the same order waits the same on every machine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b
from typing import Final

from bot.core.order import LifecycleStatus
from bot.core.parcel import Parcel, midnight_after

_JITTER: Final = 0.1
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_WAITS: Final = {
    LifecycleStatus.PENDING: 3 * _HOUR,
    LifecycleStatus.TRANSIT: _HOUR,
    LifecycleStatus.CUSTOMS: 2 * _HOUR,
    LifecycleStatus.LAST_MILE: 5 * _MINUTE,
    LifecycleStatus.READY_TO_COLLECT: 2 * _HOUR,
    LifecycleStatus.SENT_BACK: 4 * _HOUR,
    LifecycleStatus.DELIVERED: 6 * _HOUR,
    LifecycleStatus.RETURNED: 6 * _HOUR,
    LifecycleStatus.FAILED: 6 * _HOUR,
    LifecycleStatus.CANCELLED: 6 * _HOUR,
}
_UNKNOWN: Final = _HOUR
_EMPTY: Final = 3 * _HOUR
_DAY: Final = timedelta(days=1)
_FAILED: Final = 30 * timedelta(seconds=1)
_MOST_FAILED: Final = 30 * _MINUTE
_OUT: Final = (time(6), time(22))  # when a courier rings
_NEAR: Final = 3 * _MINUTE
_BEFORE, _AFTER = 30 * _MINUTE, 60 * _MINUTE
_QUIET: Final = timedelta(days=3)  # without a scan: the next is not expected any minute
_SLOWER: Final = 2
# A promise is broken at midnight, over there, without any scan.
_AFTER_MIDNIGHT: Final = 5 * _MINUTE


@dataclass(frozen=True, slots=True)
class Pace:
    """No look sooner than *least* after another, and none later than *most*."""

    least: timedelta = 2 * _MINUTE
    most: timedelta = 6 * _HOUR

    def bounded(self, wait: timedelta) -> timedelta:
        return min(max(wait, self.least), self.most)


@dataclass(frozen=True, slots=True)
class Wait:
    """How long to wait until the next look, but not beyond *aim*; so it is said before *until*."""

    time: timedelta
    until: datetime
    aim: datetime | None = None

    def from_now(self, now: datetime, *, key: str, pace: Pace) -> timedelta:
        time = min(self.time, self.aim - now) if self.aim else self.time
        return _spread(pace.bounded(time), key)


def next_look(parcels: Iterable[Parcel], now: datetime, *, key: str, pace: Pace) -> datetime:
    """Return when to look again at an order with these parcels; the soonest decides."""
    return now + wait_of(parcels, now).from_now(now, key=key, pace=pace)


def wait_of(parcels: Iterable[Parcel], now: datetime) -> Wait:
    """Return how long to wait until the next look at an order with these parcels."""
    waits = [_wait(parcel) for parcel in parcels] or [Wait(_EMPTY, now + _DAY)]
    return Wait(
        min(one.time for one in waits),
        min(one.until for one in waits),
        min((one.aim for one in waits if one.aim), default=None),
    )


def after_failure(failures: int, now: datetime, *, key: str, pace: Pace) -> datetime:
    """Return when to try again after *failures* in a row."""
    wait = min(_FAILED * 2 ** min(failures - 1, 10), _MOST_FAILED)
    return now + _spread(min(wait, pace.most * 2 ** min(failures - 1, 5)), key, most=0.5)


def _spread(wait: timedelta, key: str, *, most: float = _JITTER) -> timedelta:
    """Make a wait up to so much longer or shorter, by what *key* hashes to."""
    chance = int.from_bytes(blake2b(key.encode(), digest_size=4).digest(), "big") / 2**32
    return wait * (1 + most * (2 * chance - 1))


def _wait(parcel: Parcel) -> Wait:
    stage, now, midnight = parcel.stage, parcel.now, midnight_after(parcel)
    wait = _WAITS[stage] if stage else _UNKNOWN
    if stage is LifecycleStatus.LAST_MILE:
        said = _last_mile(parcel, wait)
        return Wait(said.time, min(said.until, midnight), said.aim)
    if parcel.has_ended:
        return Wait(wait, midnight)
    until = midnight
    if parcel.since and now - parcel.since > _QUIET:
        wait *= _SLOWER
    elif parcel.since and parcel.since <= now:
        until = min(midnight, parcel.since + _QUIET)
    return Wait(wait, until, midnight + _AFTER_MIDNIGHT if _is_last_day(parcel) else None)


def _last_mile(parcel: Parcel, wait: timedelta) -> Wait:
    """Look often near the hour that was told, and at night not before the couriers are out."""
    local = parcel.now.astimezone(parcel.zone or UTC)
    window = parcel.forecast
    if window and window.first <= local.date() <= window.last and window.start and window.end:
        begins = _at(local, window.start) - _BEFORE
        ends = _at(local, window.end) + _AFTER
        if begins <= local <= ends:
            return Wait(_NEAR, ends)
        if local < begins:
            last = begins - _NEAR
            return Wait(3 * wait, last, begins) if local < last else Wait(_NEAR, begins)
    if not _OUT[0] <= local.time() < _OUT[1]:
        morning = _at(local, _OUT[0])
        morning += timedelta(days=0 if local < morning else 1)
        return Wait(_DAY, morning, morning)
    return Wait(wait, _at(local, _OUT[1]))


def _is_last_day(parcel: Parcel) -> bool:
    return bool(parcel.promised and parcel.promised.last == parcel.today)


def _at(local: datetime, clock: time) -> datetime:
    return datetime.combine(local.date(), clock, local.tzinfo)
