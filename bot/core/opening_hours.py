"""Opening hours of a pickup place: today's first, and whether it is open now, over there.

parcelLab sends a flat list of stretches: two for one day are a midday break, none means
closed or unknown, no order is promised, and there is no zone. Minutes count from Monday 0:00.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import groupby
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from babel.core import get_global

from bot.core.order import OpeningHours
from bot.core.phrase import Ago, Phrase, Weekdays, alpha2, joined, say
from bot.core.words import card as words

Stretch: TypeAlias = tuple[int, int]  # minutes of the week; may end after Sunday midnight

_DAY: Final = 24 * 60
_WEEK: Final = 7 * _DAY
_DAYS: Final = {
    name: at for at, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
_CLOCK: Final = re.compile(
    r"(\d{1,2}):?(\d{2})(?::?\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?", re.ASCII
)


def zone_of(timezone: str | None, country_iso3: str | None, now: datetime) -> tzinfo | None:
    """Return the zone a parcel's places are in, or None when nothing tells it.

    `timezone` is free text from the retailer; without a usable one, a country says it
    when all its zones show the same time *now*.
    """
    named = _zone(timezone)
    if named or not country_iso3:
        return named
    zones = _zones_in(alpha2(country_iso3) or country_iso3.upper())
    return zones[0] if len({now.astimezone(zone).utcoffset() for zone in zones}) == 1 else None


@lru_cache(maxsize=512)
def _zones_in(territory: str) -> tuple[ZoneInfo, ...]:
    names = [name for name, place in get_global("zone_territories").items() if place == territory]
    return tuple(zone for zone in map(_zone, names) if zone)


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):  # unknown, a path, or no name at all
        return None


def stretches(hours: Iterable[OpeningHours]) -> list[Stretch]:
    """Read the list; what is no weekday or no time of day is left out."""
    found = set()
    for entry in hours:
        day = _DAYS.get((entry.day or "")[:3].casefold())
        start, end = _minutes(entry.open), _minutes(entry.close)
        if day is not None and start is not None and end is not None:
            # 00:00-23:59 is how "all day" is often said; any other 23:59 is said as it came.
            end = _DAY if (start, end) == (0, _DAY - 1) else end
            length = (end - start) % _DAY or _DAY
            found.add((day * _DAY + start, day * _DAY + start + length))
    return sorted(found)


def _minutes(clock: str | None) -> int | None:
    match = _CLOCK.fullmatch(clock or "")
    if not match:
        return None
    minutes = int(match[1]) * 60 + int(match[2])
    return minutes if minutes <= _DAY and int(match[2]) < 60 else None


def today(week: list[Stretch], local: datetime) -> Phrase:
    """Say today's hours, and open or closed at *local* time."""
    day = local.weekday()
    hours = [stretch for stretch in week if stretch[0] // _DAY == day]
    said = say(words.TODAY, hours=_hours(hours)) if hours else say(words.TODAY_NONE)
    return say("{today} · {state}", today=said, state=_state(week, local))


def _state(week: list[Stretch], local: datetime) -> Phrase:
    now = local.weekday() * _DAY + local.hour * 60 + local.minute
    next_week = [(start + _WEEK, end + _WEEK) for start, end in week]
    spans = list(_joined([*week, *next_week]))  # Sunday night may go on into Monday
    for start, end in spans:
        if end - start >= _WEEK:
            return say(words.OPEN_ALWAYS)
        for shifted in (now, now + _WEEK):
            if start <= shifted < end:
                return say(words.OPEN_NOW, end=_clock(end), left=_until(end - shifted, local))
    wait, start = min(((start - now) % _WEEK, start) for start, _ in spans)
    if start // _DAY % 7 == local.weekday() and wait < _DAY:
        return say(words.OPENS_LATER, start=_clock(start), left=_until(wait, local))
    day = start // _DAY % 7
    return say(words.OPENS_ON, day=Weekdays(day, day), start=_clock(start))


def _joined(week: list[Stretch]) -> Iterator[Stretch]:
    """Join stretches that touch or overlap (open past midnight into the next day's hours)."""
    current: Stretch | None = None
    for start, end in week:
        if current and start <= current[1]:
            current = (current[0], max(current[1], end))
        else:
            if current:
                yield current
            current = (start, end)
    if current:
        yield current


def by_days(week: list[Stretch]) -> tuple[Phrase, ...]:
    """Say the whole week; neighbouring days with the same hours share a line."""
    runs: list[tuple[int, int, list[Stretch]]] = []
    for day, group in groupby(week, key=lambda stretch: stretch[0] // _DAY):
        hours = [(start - day * _DAY, end - day * _DAY) for start, end in group]
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], day, hours)
        else:
            runs.append((day, day, hours))
    return tuple(
        say(words.HOURS_ON, days=Weekdays(first, last), hours=_hours(hours))
        for first, last, hours in runs
    )


def _hours(of_day: list[Stretch]) -> Phrase:
    pairs = [
        say(words.HOURS, start=_clock(start), end=_clock(end))
        if end - start < _DAY
        else say(words.ALL_DAY)
        for start, end in of_day
    ]
    return joined(pairs, ", ")


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _until(minutes: int, local: datetime) -> Ago:
    """Return how long the *minutes* on a wall clock really take: on two days a year not as long."""
    then = local + timedelta(minutes=minutes)
    return Ago(local.astimezone(UTC) - then.astimezone(UTC))
