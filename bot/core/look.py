"""When to look at an order again: soon where much happens, seldom where little does.

Calls are scarce. Every wait is jittered by the order's own key, so that orders that were seen
together do not stay together, and the same order waits the same on every machine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import Final

from bot.core.order import LifecycleStatus
from bot.core.parcel import Parcel

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
_FAILED: Final = 30 * timedelta(seconds=1)
_MOST_FAILED: Final = 30 * _MINUTE
_OUT: Final = (time(6), time(22))  # when a courier rings
_NEAR: Final = 3 * _MINUTE
_BEFORE, _AFTER = 30 * _MINUTE, 60 * _MINUTE
_QUIET: Final = timedelta(days=3)  # without a scan: the next is not expected any minute
_SLOWER: Final = 2


@dataclass(frozen=True, slots=True)
class Pace:
    """No look sooner than *least* after another, and none later than *most*."""

    least: timedelta = 2 * _MINUTE
    most: timedelta = 6 * _HOUR

    def bounded(self, wait: timedelta) -> timedelta:
        return min(max(wait, self.least), self.most)


def next_look(parcels: Iterable[Parcel], now: datetime, *, key: str, pace: Pace) -> datetime:
    """Return when to look again at an order with these parcels; the soonest decides."""
    waits = [_wait(parcel) for parcel in parcels]
    return now + _spread(pace.bounded(min(waits, default=_EMPTY)), key)


def after_failure(failures: int, now: datetime, *, key: str, pace: Pace) -> datetime:
    """Return when to try again after *failures* in a row."""
    wait = min(_FAILED * 2 ** min(failures - 1, 10), _MOST_FAILED)
    return now + _spread(min(wait, pace.most * 2 ** min(failures - 1, 5)), key, most=0.5)


def _spread(wait: timedelta, key: str, *, most: float = _JITTER) -> timedelta:
    """Make a wait up to so much longer or shorter, by what *key* hashes to."""
    chance = int.from_bytes(blake2b(key.encode(), digest_size=4).digest(), "big") / 2**32
    return wait * (1 + most * (2 * chance - 1))


def _wait(parcel: Parcel) -> timedelta:
    stage = parcel.stage
    wait = _WAITS[stage] if stage else _UNKNOWN
    if stage is LifecycleStatus.LAST_MILE:
        return _last_mile(parcel, wait)
    if parcel.has_ended:
        return wait
    if parcel.since and parcel.now - parcel.since > _QUIET:
        wait *= _SLOWER
    return min(wait, _until_tomorrow(parcel)) if _is_last_day(parcel) else wait


def _last_mile(parcel: Parcel, wait: timedelta) -> timedelta:
    """Look often near the hour that was told, and at night not before the couriers are out."""
    local = parcel.now.astimezone(parcel.zone or UTC)
    window = parcel.forecast
    if window and window.first <= local.date() <= window.last and window.start and window.end:
        begins = _at(local, window.start) - _BEFORE
        ends = _at(local, window.end) + _AFTER
        if begins <= local <= ends:
            return _NEAR
        if local < begins:
            return min(max(begins - local, _NEAR), 3 * wait)
    if not _OUT[0] <= local.time() < _OUT[1]:
        morning = _at(local, _OUT[0])
        return morning - local if local < morning else morning + timedelta(days=1) - local
    return wait


def _is_last_day(parcel: Parcel) -> bool:
    return bool(parcel.promised and parcel.promised.last == parcel.today)


def _until_tomorrow(parcel: Parcel) -> timedelta:
    """A promise is broken at midnight, over there, without any scan."""
    local = parcel.now.astimezone(parcel.zone or UTC)
    tomorrow: date = local.date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(0, 5), local.tzinfo) - local


def _at(local: datetime, clock: time) -> datetime:
    return datetime.combine(local.date(), clock, local.tzinfo)
