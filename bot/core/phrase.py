"""Phrases: messages with gaps, and the speech that fills them for a reader.

A Phrase keeps its English message and the values for its gaps apart until it is drawn,
so that a surface escapes every foreign value in one place and a catalogue can put the
message into another language.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from gettext import NullTranslations
from typing import Any, Final, Protocol, TypeAlias

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_timedelta

from bot.core.catalogue import catalogue, spoken
from bot.core.value import value_object


@value_object
class Ago:
    """How long before now (or, negative, after now) something is."""

    since: timedelta

    @classmethod
    def of(cls, moment: datetime, now: datetime) -> "Ago":
        """Return the age of what has happened; of the future only a clock ahead of ours tells."""
        return cls(max(now - moment, timedelta()))


@value_object
class Country:
    """A country by its ISO 3166 alpha-3 code, or its alpha-2 code in capitals."""

    iso3: str


@value_object
class Weekdays:
    """A stretch of weekdays, 0 = Monday; both ends included."""

    first: int
    last: int


@value_object
class Coded:
    """A number or command to be shown letter by letter (monospaced where that exists)."""

    text: str


@value_object
class Mention:
    """A person, user group or channel by the id: Slack shows its name."""

    id: str


@value_object
class Listed:
    """Several values, separated by a mark."""

    items: tuple["Value", ...]
    mark: str


@value_object
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
    str
    | int
    | date
    | datetime
    | time
    | Ago
    | Country
    | Weekdays
    | Coded
    | Mention
    | Listed
    | Phrase
)


def say(message: str, **values: Value) -> Phrase:
    return Phrase(message, tuple(values.items())) if values else _alone(message)


@cache
def _alone(message: str) -> Phrase:
    """Return a message without gaps: there are as many as the bot has words."""
    return Phrase(message)


def count(messages: tuple[str, str], n: int, **values: Value) -> Phrase:
    """Return the phrase for *n* out of (one, many); the gap `{n}` is filled."""
    return Phrase(messages[0], (("n", n), *values.items()), messages[1], n)


def phrase(value: Value) -> Phrase:
    """Wrap a bare value, so that whoever draws it has to choose how."""
    return value if isinstance(value, Phrase) else Phrase(_BARE, (("value", value),))


def listed(items: Iterable["Value"], mark: str = ", ") -> Listed:
    return Listed(tuple(items), mark)


def joined(parts: "Iterable[Value | None]", mark: str = " · ") -> Phrase:
    """Return a phrase of those parts that are there."""
    return Phrase(_BARE, (("value", Listed(tuple(filter(None, parts)), mark)),))


def N_(message: str) -> str:  # noqa: N802 - the name that message extraction looks for
    return message


class Pen(Protocol):
    """How a surface writes what is not the bot's own words."""

    def foreign(self, text: str) -> str: ...
    def code(self, text: str) -> str: ...
    def moment(self, at: datetime, plain: str) -> str: ...


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: a Locale is slow to hash
class Speech:
    """A reader's language: picks messages; writes dates, ages, weekdays and countries."""

    locale: Locale
    catalogue: NullTranslations
    is_letter: bool = False  # abbreviates no days

    @staticmethod
    def of(lang: str, *, is_letter: bool = False) -> "Speech":
        """Return the speech for a language code; English where there is no other."""
        return _speech(spoken(lang), is_letter)

    def spell(self, value: Value, pen: Pen) -> str:
        """Write a value, gaps and all; every text that is not ours goes through *pen*.

        A card takes some 150 of these, so the most frequent come first and cost no call more.
        """
        while type(value) is Phrase and value.message == _BARE:
            value = value.values[0][1]
        if type(value) is str:
            return pen.foreign(value)
        if type(value) is Phrase:
            return self._said(value, pen)
        if type(value) is Listed:
            return value.mark.join([self.spell(item, pen) for item in value.items])
        write = _WRITERS.get(type(value))
        return write(self, value, pen) if write else str(value)

    def _said(self, phrase: Phrase, pen: Pen) -> str:
        if phrase.many is None:
            message = self.catalogue.gettext(phrase.message)
        else:
            message = self.catalogue.ngettext(phrase.message, phrase.many, phrase.n)
        if not phrase.values:
            return message
        gaps = {}
        for name, gap in phrase.values:  # as a comprehension it would cost a call more
            gaps[name] = pen.foreign(gap) if type(gap) is str else self.spell(gap, pen)
        text = message.format_map(gaps)
        return _TWO_STOPS.sub(".", text) if ".." in text else text

    def _other(self, value: Value, pen: Pen) -> str:
        write = _WRITERS.get(type(value))
        return write(self, value, pen) if write else str(value)

    def _moment(self, at: datetime, pen: Pen) -> str:
        utc = at.astimezone(UTC)
        return pen.moment(at, f"{_day(utc.date(), self)} {_clock(utc)} UTC")

    def _country(self, country: Country, pen: Pen) -> str:
        name = self.locale.territories.get(alpha2(country.iso3) or country.iso3)
        return str(name) if name else pen.foreign(country.iso3)

    def _weekdays(self, span: Weekdays) -> str:
        days = dict.fromkeys((span.first, span.last))
        return "–".join(_weekday(day, self) for day in days)

    def _message(self, phrase: Phrase) -> str:
        if phrase.many is None:
            return self.catalogue.gettext(phrase.message)
        return self.catalogue.ngettext(phrase.message, phrase.many, phrase.n)

    def _age(self, since: timedelta) -> str:
        if abs(since) < _MINUTE:
            return self.catalogue.gettext(JUST_NOW)
        return _minutes_ago(round(since / _MINUTE), self)


@cache
def _speech(lang: str, is_letter: bool) -> Speech:  # noqa: FBT001 - `of` names it
    return Speech(Locale.parse(_LOCALES.get(lang, lang)), catalogue(lang), is_letter)


def _mention(mention: Mention, pen: Pen) -> str:
    sign = _SIGNS.get(mention.id[:1]) if mention.id.isalnum() else None
    return f"<{sign}{mention.id}>" if sign else pen.foreign(mention.id)


def _clock(at: time | datetime) -> str:
    return f"{at.hour:02}:{at.minute:02}"


# Babel reads a pattern anew for each date: without these caches, 40 % of drawing a card.
@lru_cache(maxsize=2048)
def _day(day: date, speech: Speech) -> str:
    if speech.is_letter:  # its skeleton gives short ones in most languages
        full = str(speech.locale.date_formats["full"].pattern)
        return format_date(day, _YEAR.sub("", full), locale=speech.locale)
    return str(format_skeleton("MMMEd", day, locale=speech.locale))


@lru_cache(maxsize=2048)
def _minutes_ago(minutes: int, speech: Speech) -> str:
    # From two of a unit on: "9 days ago" says more than "1 week ago".
    since = minutes * -_MINUTE
    return format_timedelta(since, threshold=2, add_direction=True, locale=speech.locale)


@lru_cache(maxsize=256)
def _weekday(day: int, speech: Speech) -> str:
    """Write a weekday as it stands alone: German has "Mo" there, and "Mo." within a date."""
    return format_date(_A_MONDAY + timedelta(days=day), "ccc", locale=speech.locale)


# docs.slack.dev/messaging/formatting-message-text
_SIGNS: Final = {"U": "@", "W": "@", "C": "#", "G": "#", "S": "!subteam^"}
_YEAR: Final = re.compile(r"\s*(?:'[^']*'\s*)?y+.*$")  # at the end of a full date's pattern
_BARE: Final = "{value}"  # a phrase without words of its own
_TWO_STOPS: Final = re.compile(r"(?<=[^\W\d_])\.\.(?=\s|$)")  # of an abbreviation and the sentence
_LOCALES: Final = {"en": "en_GB"}
_MINUTE: Final = timedelta(minutes=1)
_A_MONDAY: Final = date(2024, 1, 1)
JUST_NOW: Final = N_("just now")
# By the type itself: to match one class after the other takes longer than to write most values.
_WRITERS: Final[dict[type, Callable[[Speech, Any, Pen], str]]] = {
    datetime: Speech._moment,
    Coded: lambda _, coded, pen: pen.code(coded.text),
    Mention: lambda _, mention, pen: _mention(mention, pen),
    date: lambda speech, day, _: _day(day, speech),
    time: lambda _, at, __: _clock(at),
    Ago: lambda speech, ago, _: speech._age(ago.since),
    Country: Speech._country,
    Weekdays: lambda speech, span, _: speech._weekdays(span),
}


def alpha2(iso3: str) -> str | None:
    """Return the two-letter code for a three-letter one (CLDR's territory aliases)."""
    known = get_global("territory_aliases").get(iso3.upper())
    return known[0] if known else None


@lru_cache(maxsize=512)
def country_code(code: str) -> str | None:
    """Return a country's two-letter code for one of two or three letters, in whatever case."""
    found = alpha2(code) or code.upper()
    is_country = len(found) == 2 and found in Locale.parse("en").territories
    return found if is_country else None
