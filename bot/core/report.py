"""The report: parcels late by courier and by place, and promises kept, from what was seen.

A parcel counts as late from when parcelLab first called it so, or the promise exceeded; a promise
as kept if its parcel was delivered and never called late.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Final

from bot.core.alert import Event, Kind
from bot.core.card import NoteCard, Row, TableCard
from bot.core.cell import csv_file, safe_cell
from bot.core.parcel import Urgency
from bot.core.phrase import Coded, Country, Phrase, Speech, count, joined, phrase, say
from bot.core.value import value_object
from bot.core.words import report as said

CALLED_LATE: Final = (Kind.LATE, Kind.PROMISE_EXCEEDED)
TELLING: Final = (*CALLED_LATE, Kind.DELIVERED)
_DAYS: Final = 7
_MOST_DAYS: Final = 90
_SPAN: Final = re.compile(r"(?<!\S)([0-9]{1,3})\s*(?:d|days?)(?!\S)", re.IGNORECASE)
_ROWS: Final = 8  # of the table, for couriers and for places each
_BARS: Final = 6  # of the chart, each with room for its name
_COLUMNS: Final = ("by", "name", "late", "delivered", "kept", "kept_percent")


@dataclass(frozen=True, slots=True)
class Seen:
    """An event of a parcel, `parcel` names it, and when it was seen."""

    parcel: str
    at: datetime
    event: Event


@value_object
class Line:
    """Of one courier or place: parcels that turned late, that were delivered, and so in time."""

    name: Phrase
    late: int
    delivered: int
    kept: int


@value_object
class Day:
    day: date
    kept: int
    broken: int


@value_object
class Report:
    """What was seen from `since` until `until`, the worst courier, place and country first.

    Where a parcel was is known of late ones alone, so of `places` no delivery is counted.
    """

    since: datetime
    until: datetime
    total: Line
    couriers: tuple[Line, ...]
    places: tuple[Line, ...]
    countries: tuple[Line, ...]
    days: tuple[Day, ...]


@value_object
class Bars:
    title: Phrase
    labels: tuple[Phrase, ...]
    values: tuple[int, ...]


@value_object
class Columns:
    """Two values a day, one on the other."""

    title: Phrase
    labels: tuple[Phrase, ...]
    lower: tuple[int, ...]
    upper: tuple[int, ...]
    legend: tuple[Phrase, Phrase]


@value_object
class Chart:
    title: Phrase
    bars: tuple[Bars, ...]
    columns: Columns


def days_in(text: str) -> int | None:
    """Read `30d`; a week if nothing is said, None for what is no number of days."""
    match = _SPAN.search(text)
    if not match:
        return _DAYS
    return int(match[1]) if 1 <= int(match[1]) <= _MOST_DAYS else None


def span_of(days: int, now: datetime) -> datetime:
    """Return when so many days began of which the last is today, in UTC."""
    first = now.astimezone(UTC).date() - timedelta(days=days - 1)
    return datetime.combine(first, time(), UTC)


@dataclass(slots=True)
class _Parcel:
    courier: str = ""
    place: str | Country = ""
    country: str | Country = ""
    late_at: datetime | None = None
    delivered_at: datetime | None = None


def reported(seen: Iterable[Seen], since: datetime, until: datetime) -> Report:
    """Count what was seen of parcels, of which all events that tell of it are given."""
    parcels = _parcels(seen)
    late = [one for one in parcels if one.late_at and since <= one.late_at < until]
    delivered = [one for one in parcels if one.delivered_at and since <= one.delivered_at < until]
    days = (since.date() + timedelta(days=n) for n in range((until - since).days + 1))
    return Report(
        since=since,
        until=until,
        total=_line(say(said.ALL), late, delivered),
        couriers=_by("courier", late, delivered),
        places=_by("place", late, ()),
        countries=_by("country", late, delivered),
        days=tuple(_day(day, delivered) for day in days),
    )


def _parcels(seen: Iterable[Seen]) -> list[_Parcel]:
    found: dict[str, _Parcel] = {}
    for one in sorted(seen, key=lambda one: one.at):
        facts = one.event.facts
        if facts.is_return:
            continue
        parcel = found.setdefault(one.parcel, _Parcel())
        parcel.courier = parcel.courier or facts.courier
        if one.event.kind is Kind.DELIVERED:
            parcel.delivered_at = min(facts.began, one.at)
        elif parcel.late_at is None:
            parcel.late_at, parcel.place = one.at, facts.location
        if not parcel.country and (countries := facts.traits.get("country")):
            parcel.country = Country(countries[0].upper())
        parcel.place = parcel.place or parcel.country
    return list(found.values())


def _by(what: str, late: Sequence[_Parcel], delivered: Sequence[_Parcel]) -> tuple[Line, ...]:
    names = dict.fromkeys(getattr(one, what) for one in chain(late, delivered))
    lines = [
        _line(
            phrase(name) if name else say(said.UNKNOWN),
            [one for one in late if getattr(one, what) == name],
            [one for one in delivered if getattr(one, what) == name],
        )
        for name in names
    ]
    return tuple(sorted(lines, key=lambda one: (-one.late, -one.delivered)))


def _line(name: Phrase, late: Sequence[_Parcel], delivered: Sequence[_Parcel]) -> Line:
    kept = sum(one.late_at is None for one in delivered)
    return Line(name, len(late), len(delivered), kept)


def _day(day: date, delivered: Sequence[_Parcel]) -> Day:
    then = [
        one
        for one in delivered
        if one.delivered_at and one.delivered_at.astimezone(UTC).date() == day
    ]
    kept = sum(one.late_at is None for one in then)
    return Day(day, kept, len(then) - kept)


def card(report: Report, *, can_draw: bool) -> TableCard:
    """Say the report as a table; *can_draw*: there is a chart beside it."""
    total = report.total
    kept = count(said.KEPT, total.delivered, kept=total.kept, percent=_percent(total))
    lead = [count(said.LATE, total.late), kept if total.delivered else say(said.NO_DELIVERIES)]
    footer = [say(said.HOW)]
    if not can_draw:
        footer.append(say(said.NO_CHART, command=Coded("pip install 'wherebot[report]'")))
    rows = [
        *_rows(say(said.COURIER), report.couriers),
        *_rows(say(said.PLACE), report.places),
        *_rows(say(said.COUNTRY), report.countries),
    ]
    groups = (report.couriers, report.places, report.countries)
    left = sum(max(0, len(one) - _ROWS) for one in groups)
    return TableCard(
        icon="📊",
        title=_title(report),
        head=(say(said.BY), say(said.NAME), say(said.HEAD_LATE), say(said.HEAD_DELIVERED),
              say(said.HEAD_KEPT)),
        rows=tuple(rows),
        more=count(said.MORE, left) if left else None,
        footer=tuple(footer),
        lead=joined(lead, "\n"),
    )  # fmt: skip


def nothing(report: Report) -> NoteCard:
    return NoteCard("📊", _title(report), (say(said.NOTHING),))


def no_span() -> NoteCard:
    line = say(said.NO_SPAN, example=Coded("/where report 30d"), most=_MOST_DAYS)
    return NoteCard("📊", say(said.NO_SPAN_TITLE), (line,))


def posted(channel: str) -> NoteCard:
    line = say(said.POSTED_IN, channel=channel) if channel else say(said.POSTED_TO_YOU)
    return NoteCard("📊", say(said.POSTED_TITLE), (line,))


def not_posted(why: str) -> NoteCard:
    return NoteCard("📊", say(said.NOT_POSTED_TITLE), (say(said.NOT_POSTED, reason=Coded(why)),))


def chart(report: Report) -> Chart:
    """Return what is drawn: the worst couriers and places, and the promises of each day."""
    total = report.total
    kept = say(said.CHART_KEPT, percent=_percent(total))
    return Chart(
        title=_title(report),
        bars=(
            _bars(say(said.CHART_COURIERS), report.couriers),
            _bars(say(said.CHART_PLACES), report.places),
        ),
        columns=Columns(
            title=kept if total.delivered else say(said.NO_DELIVERIES),
            labels=tuple(phrase(one.day) for one in report.days),
            lower=tuple(one.kept for one in report.days),
            upper=tuple(one.broken for one in report.days),
            legend=(say(said.LEGEND_KEPT), say(said.LEGEND_BROKEN)),
        ),
    )


def _bars(title: Phrase, lines: Sequence[Line]) -> Bars:
    late = [one for one in lines if one.late]
    shown = late[:_BARS] if len(late) <= _BARS else late[: _BARS - 1]
    labels, values = [one.name for one in shown], [one.late for one in shown]
    if others := late[len(shown) :]:
        labels.append(count(said.OTHERS, len(others)))
        values.append(sum(one.late for one in others))
    return Bars(title, tuple(labels), tuple(values))


def csv_of(report: Report, speech: Speech, written: Mapping[Phrase, str]) -> bytes:
    """Return all of the table as a file; *written* are the names as the reader writes them."""
    groups = {
        "courier": report.couriers,
        "place": report.places,
        "country": report.countries,
    }
    rows = (
        [
            by,
            safe_cell(written[one.name]),
            one.late,
            one.delivered,
            one.kept,
            _percent(one) if one.delivered else "",
        ]
        for by, lines in groups.items()
        for one in lines
    )
    return csv_file([_COLUMNS, *rows], speech)


def _title(report: Report) -> Phrase:
    return say(said.TITLE, since=report.since.date(), until=report.until.date())


def _rows(by: Phrase, lines: Sequence[Line]) -> Iterator[Row]:
    for one in lines[:_ROWS]:
        percent = say("{n} %", n=_percent(one)) if one.delivered else phrase("–")
        numbers = (phrase(one.late), phrase(one.delivered or "–"), percent)
        yield Row(Urgency.MOVING, (by, one.name, *numbers))


def _percent(line: Line) -> int:
    """Return how many promises were kept, of a hundred; not all as long as one was not."""
    if not line.delivered:
        return 0
    return 100 * line.kept // line.delivered
