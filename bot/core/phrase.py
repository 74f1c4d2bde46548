"""Phrases: messages with gaps, and the speech that fills them for a reader.

A Phrase keeps its English message and the values for its gaps apart until it is drawn,
so that a surface escapes every foreign value in one place and a catalogue can put the
message into another language.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol, TypeAlias

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_timedelta


@dataclass(frozen=True, slots=True)
class Ago:
    """How long before now (or, negative, after now) something is."""

    since: timedelta

    @classmethod
    def of(cls, moment: datetime, now: datetime) -> "Ago":
        """Return the age of what has happened; of the future only a clock ahead of ours tells."""
        return cls(max(now - moment, timedelta()))


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166 alpha-3 code."""

    iso3: str


@dataclass(frozen=True, slots=True)
class Weekdays:
    """A stretch of weekdays, 0 = Monday; both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Coded:
    """A number or command to be shown letter by letter (monospaced where that exists)."""

    text: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values, separated by a mark."""

    items: tuple["Value", ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message with `{gaps}` and what fills them; `many` is its plural for `n`."""

    message: str
    values: tuple[tuple[str, "Value"], ...] = ()
    many: str | None = None
    n: int = 1

    def __str__(self) -> str:
        """Refuse: foreign text inside would get past the escaping of the surface."""
        raise TypeError("a phrase is drawn by a filter: mrkdwn, plain or text")


Value: TypeAlias = (
    str | int | date | datetime | time | Ago | Country | Weekdays | Coded | Listed | Phrase
)


def say(message: str, **values: Value) -> Phrase:
    return Phrase(message, tuple(values.items()))


def count(messages: tuple[str, str], n: int, **values: Value) -> Phrase:
    """Return the phrase for *n* out of (one, many); the gap `{n}` is filled."""
    return Phrase(messages[0], (("n", n), *values.items()), messages[1], n)


def phrase(value: Value) -> Phrase:
    """Wrap a bare value, so that whoever draws it has to choose how."""
    return value if isinstance(value, Phrase) else say("{value}", value=value)


def listed(items: Iterable["Value"], mark: str = ", ") -> Listed:
    return Listed(tuple(items), mark)


def N_(message: str) -> str:  # noqa: N802 - the name that message extraction looks for
    return message


class Pen(Protocol):
    """How a surface writes what is not the bot's own words."""

    def foreign(self, text: str) -> str: ...
    def code(self, text: str) -> str: ...
    def moment(self, at: datetime, plain: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Speech:
    """A reader's language: picks messages; writes dates, ages, weekdays and countries."""

    locale: Locale

    @classmethod
    def of(cls, lang: str) -> "Speech":
        """Return the speech for a language code; English where there is no other."""
        return cls(Locale.parse(_LOCALES.get(lang[:2].casefold(), _ENGLISH)))

    def spell(self, value: Value, pen: Pen) -> str:
        """Write a value, gaps and all; every text that is not ours goes through *pen*."""
        match value:
            case Phrase():
                message = value.message if value.many is None or value.n == 1 else value.many
                gaps = {name: self.spell(filling, pen) for name, filling in value.values}
                return message.format(**gaps)
            case Listed():
                return value.mark.join(self.spell(item, pen) for item in value.items)
            case Coded():
                return pen.code(value.text)
            case datetime():
                utc = value.astimezone(UTC)
                return pen.moment(value, f"{self._day(utc.date())} {utc:%H:%M} UTC")
            case str():
                return pen.foreign(value)
            case _:
                return self._own(value, pen)

    def _own(self, value: Value, pen: Pen) -> str:
        match value:
            case date():
                return self._day(value)
            case time():
                return f"{value:%H:%M}"
            case Ago():
                return self._age(value.since)
            case Country():
                name = self.locale.territories.get(alpha2(value.iso3) or "")
                return str(name) if name else pen.foreign(value.iso3)
            case Weekdays():
                days = dict.fromkeys((value.first, value.last))
                return "–".join(self._weekday(day) for day in days)
            case _:
                return str(value)

    def _day(self, day: date) -> str:
        return str(format_skeleton("MMMEd", day, locale=self.locale))

    def _weekday(self, day: int) -> str:
        return format_date(_A_MONDAY + timedelta(days=day), "EEE", locale=self.locale)

    def _age(self, since: timedelta) -> str:
        if abs(since) < timedelta(minutes=1):
            return JUST_NOW
        # From two of a unit on: "9 days ago" says more than "1 week ago".
        return format_timedelta(-since, threshold=2, add_direction=True, locale=self.locale)


_ENGLISH: Final = "en_GB"
_LOCALES: Final = {"en": _ENGLISH}
_A_MONDAY: Final = date(2024, 1, 1)
JUST_NOW: Final = N_("just now")


def alpha2(iso3: str) -> str | None:
    """Return the two-letter code for a three-letter one (CLDR's territory aliases)."""
    known = get_global("territory_aliases").get(iso3.upper())
    return known[0] if known else None
