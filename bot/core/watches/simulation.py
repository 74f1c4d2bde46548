"""What polling costs and how late it hears: the bot's own pace against a fake clock.

Parcels live made-up lives. How soon their news are seen is compared with looks at fixed intervals
that make as many calls.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from bot.core.order import LifecycleStatus, Order, tolerant_order
from bot.core.parcel import parcels_of
from bot.core.watches.look import Pace, next_look

_START: Final = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_MOST: Final = 4_000  # watches that are simulated: of more a sample, with its part of the budget
_OLDEST: Final = 4 * _DAY  # since the order was made, when all begins
_WARM: Final = 6 * _HOUR  # until the looks have found their pace
_LATE, _FAILED, _WITH_HOURS = 0.15, 0.05, 0.5  # how many parcels


@dataclass(frozen=True, slots=True)
class Delays:
    """Seconds from what happened until it was seen: of half of it, and of all but a twentieth."""

    median: float
    most: float


@dataclass(frozen=True, slots=True)
class Simulated:
    """What came of so many *watches*: calls a minute, and delays by our pace and by a fixed one."""

    watches: int
    calls: float
    ours: Delays
    fixed: Delays


@dataclass(frozen=True, slots=True)
class _Stage:
    """What parcelLab says of a parcel from a moment on; *is_news*: somebody wants to hear it."""

    at: datetime
    stage: LifecycleStatus
    is_late: bool = False
    is_news: bool = True


@dataclass(frozen=True, slots=True)
class _Life:
    """A parcel's stages, oldest first, the day that was promised, and when it is told to come."""

    stages: tuple[_Stage, ...]
    promised: datetime
    has_hours: bool

    @property
    def began(self) -> datetime:
        return self.stages[0].at

    @property
    def ended(self) -> datetime:
        return self.stages[-1].at

    def order(self, now: datetime) -> Order:
        """Return what parcelLab answers now."""
        stage = next(one for one in reversed(self.stages) if one.at <= now)
        tracking = {
            "timezone": "UTC",
            "last_delivery_status": {
                "lifecycle_status": stage.stage.value,
                "event_timestamp": stage.at.isoformat(),
            },
            "announced_delivery_date": self.promised.date().isoformat(),
            "is_delayed": stage.is_late,
        }
        if self.has_hours and stage.stage is LifecycleStatus.LAST_MILE:
            tracking["action_box"] = self._box(now)
        return tolerant_order({"order_number": "1", "trackings": [tracking]})

    def _box(self, now: datetime) -> dict[str, object]:
        coming = next((one.at for one in self.stages if one.at > now), self.ended)
        day, hour = coming.date().isoformat(), coming.hour
        hours = {"earliest_time": f"{max(hour - 1, 0):02}:00", "latest_time": f"{hour:02}:59"}
        raw = {"has_time": True, "earliest_date": day, "latest_date": day, **hours}
        return {"type": "prediction", "raw": raw}


def simulate(watches: int, *, calls: float, days: int, pace: Pace) -> Simulated:
    """Let so many watches be looked at for *days* with at most *calls* a minute."""
    share = min(1.0, _MOST / watches)
    chance, ends = Random(1), _START + days * _DAY  # noqa: S311 - guards nothing
    # So many that at any time about as many as are watched are under way.
    count = round(watches * share * ((ends - _START) + _OLDEST) / _OLDEST)
    lives = [_live(chance, ends) for _ in range(count)]
    looks = _looks(lives, calls * share, ends, pace, chance)
    seen = [_delays(life, made, ends) for life, made in zip(lives, looks, strict=True)]
    made = sum(map(len, looks))
    interval = _interval(lives, made, ends)
    ticks = (_ticks(life, interval, chance, ends) for life in lives)
    fixed = [_delays(life, tick, ends) for life, tick in zip(lives, ticks, strict=True)]
    minutes = (ends - _START) / timedelta(minutes=1)
    return Simulated(watches, made / share / minutes, _summed(seen), _summed(fixed))


def _live(chance: Random, ends: datetime) -> _Life:
    """Make up a life that is on its way at some time in between."""
    first = _START - _OLDEST
    began = first + chance.random() * (ends - first)
    picked = began + chance.uniform(4, 24) * _HOUR
    road = chance.choice((1, 2, 2, 3)) * _DAY
    promised = (picked + road).replace(hour=0, minute=0, second=0, microsecond=0)
    is_late, has_failed = chance.random() < _LATE, chance.random() < _FAILED
    stages = [
        _Stage(began, LifecycleStatus.PENDING, is_news=False),
        _Stage(picked, LifecycleStatus.TRANSIT, is_news=False),
    ]
    day = promised
    if is_late:
        told = picked + chance.random() * (promised + 18 * _HOUR - picked)
        stages.append(_Stage(told, LifecycleStatus.TRANSIT, is_late=True))
        day += _DAY
    if has_failed:
        stages += [_out(chance, day, is_late=is_late), _rung(chance, day, is_late=is_late)]
        day += _DAY
    stages.append(_out(chance, day, is_late=is_late))
    stages.append(_Stage(day + chance.uniform(9, 20) * _HOUR, LifecycleStatus.DELIVERED))
    return _Life(tuple(stages), promised, chance.random() < _WITH_HOURS)


def _out(chance: Random, day: datetime, *, is_late: bool) -> _Stage:
    at = day + chance.uniform(6, 8.5) * _HOUR
    return _Stage(max(at, day + 6 * _HOUR), LifecycleStatus.LAST_MILE, is_late, is_news=False)


def _rung(chance: Random, day: datetime, *, is_late: bool) -> _Stage:
    return _Stage(day + chance.uniform(9, 20) * _HOUR, LifecycleStatus.LAST_MILE, is_late)


def _looks(
    lives: Sequence[_Life], calls: float, ends: datetime, pace: Pace, chance: Random
) -> list[list[datetime]]:
    """Look as the bot does: what is due longest first, and no more often than the budget allows."""
    gap = timedelta(minutes=1) / calls
    made: list[list[datetime]] = [[] for _ in lives]
    begins = (max(life.began, _START + chance.random() * _HOUR) for life in lives)
    due = [(at, index) for index, at in enumerate(begins)]
    heapq.heapify(due)
    free = _START
    while due:
        at, index = due[0]
        now = max(at, free)
        if now >= ends:
            break
        free = now + gap
        made[index].append(now)
        life = lives[index]
        if now >= life.ended:
            heapq.heappop(due)
            continue
        parcels = parcels_of(life.order(now), now)
        heapq.heapreplace(due, (next_look(parcels, now, key=str(index), pace=pace), index))
    return made


def _interval(lives: Sequence[_Life], calls: int, ends: datetime) -> timedelta:
    """Return between which fixed looks there is as much time as makes so many calls."""
    shortest, longest = timedelta(seconds=1), 1_000 * _DAY
    while longest - shortest > timedelta(seconds=1):
        middle = (shortest + longest) / 2
        if sum(_looks_at(life, middle, ends) for life in lives) > calls:
            shortest = middle
        else:
            longest = middle
    return longest


def _looks_at(life: _Life, interval: timedelta, ends: datetime) -> float:
    """Return how many fixed looks there are on average, with the one that finds that it has ended.

    Where calls are few that one is a great part of them.
    """
    begins, over = max(life.began, _START), min(life.ended, ends)
    return max(over - begins, timedelta()) / interval + min(1.0, (ends - over) / interval)


def _ticks(life: _Life, interval: timedelta, chance: Random, ends: datetime) -> Iterator[datetime]:
    at = max(life.began, _START) + chance.random() * interval
    while at < ends:
        yield at
        at += interval


def _delays(
    life: _Life, looks: Iterator[datetime] | Sequence[datetime], ends: datetime
) -> list[float]:
    """Return how late each piece of news is seen; what is not seen at the end counts until then."""
    looks = iter(looks)
    at = next(looks, ends)
    delays = []
    for stage in life.stages:
        if not stage.is_news or not _START + _WARM <= stage.at < ends:
            continue
        while at < stage.at:
            at = next(looks, ends)
        delays.append((at - stage.at).total_seconds())
    return delays


def _summed(found: Sequence[Sequence[float]]) -> Delays:
    delays = sorted(delay for of_life in found for delay in of_life) or [0.0]
    return Delays(delays[len(delays) // 2], delays[int(len(delays) * 0.95)])
