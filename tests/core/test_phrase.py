"""Phrases and the speech that fills them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest

from bot.core.phrase import (
    Ago,
    Coded,
    Country,
    Speech,
    Value,
    Weekdays,
    count,
    listed,
    phrase,
    say,
)
from bot.core.words import card as words
from tests.core.sample import NOW, english


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("PK1004", "PK1004"),
        (7, "7"),
        (date(2026, 11, 16), "Mon 16 Nov"),
        (time(9, 5), "09:05"),
        (NOW, "Mon 16 Nov 10:30 UTC"),
        (NOW.astimezone(timezone(timedelta(hours=14))), "Mon 16 Nov 10:30 UTC"),
        (Coded("1Z"), "`1Z`"),
        (Country("DEU"), "Germany"),
        (Country("deu"), "Germany"),
        (Country("XYZ"), "XYZ"),
        (Weekdays(0, 4), "Mon–Fri"),
        (Weekdays(6, 6), "Sun"),
        (listed(["a", "b"]), "a, b"),
        (listed([]), ""),
        (listed([say("{x}", x=1), "b"], " · "), "1 · b"),
        (say("{a} and {b}", a="{b}", b="{a}"), "{b} and {a}"),
        (say("no gap", unused="x"), "no gap"),
        (say("on {day}.", day="29 Nov."), "on 29 Nov."),
        (say("{what}.", what="and so on.."), "and so on..."),
        (count(words.PARCELS, 1), "1 parcel"),
        (count(words.PARCELS, 0), "0 parcels"),
        (count(words.PARCELS, 2), "2 parcels"),
    ],
)
def test_a_value_is_written_in_english(value: Value, expected: str) -> None:
    assert english(value) == expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=-59), "just now"),
        (timedelta(minutes=42), "42 minutes ago"),
        (timedelta(minutes=90), "90 minutes ago"),
        (timedelta(hours=20), "20 hours ago"),
        (timedelta(hours=36), "36 hours ago"),
        (timedelta(days=9), "9 days ago"),
        (timedelta(days=21), "3 weeks ago"),
        (timedelta(days=90), "3 months ago"),
        (timedelta(days=1000), "3 years ago"),
        (timedelta(hours=-5), "in 5 hours"),
    ],
)
def test_an_age_is_as_exact_as_it_matters(age: timedelta, expected: str) -> None:
    assert english(Ago(age)) == expected


def test_what_a_clock_ahead_of_ours_has_seen_was_just_now() -> None:
    assert english(Ago.of(NOW + timedelta(hours=2), NOW)) == "just now"
    assert english(Ago.of(NOW - timedelta(hours=2), NOW)) == "2 hours ago"


@pytest.mark.parametrize("lang", ["en", "EN", "en-US", "xx", "", "<!channel>", "ja-JP"])
def test_any_other_language_code_finds_english(lang: str) -> None:
    assert Speech.of(lang).locale.language == "en"


def test_a_phrase_is_never_written_without_a_pen() -> None:
    with pytest.raises(TypeError):
        str(say("x"))
    with pytest.raises(TypeError):
        f"{say('x')}"


def test_a_value_is_wrapped_once() -> None:
    said = say("x")
    assert phrase(said) is said
    assert english(phrase("x")) == "x"


class Loud:
    """A pen that marks what is foreign."""

    def foreign(self, text: str) -> str:
        return f"<{text}>"

    def code(self, text: str) -> str:
        return f"[{text}]"

    def moment(self, at: datetime, plain: str) -> str:
        return f"@{int(at.timestamp())}"


def test_every_foreign_text_however_deep_goes_through_the_pen() -> None:
    deep = say(
        "own {a}: {b}",
        a=listed([say("own {x}", x="foreign"), Coded("code"), Country("XYZ"), Country("DEU")]),
        b=datetime(2026, 1, 1, tzinfo=UTC),
    )
    spelt = Speech.of("en").spell(deep, Loud())
    assert spelt == "own own <foreign>, [code], <XYZ>, Germany: @1767225600"


def _messages(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    else:
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _messages(inner)


_SAID = [value for name, value in vars(words).items() if name.isupper() and name != "N_"]


@pytest.mark.parametrize("message", sorted(set(_messages(_SAID))))
def test_every_message_has_only_named_gaps_and_no_markup(message: str) -> None:
    assert "{}" not in message
    gaps = re.findall(r"\{([a-z_]+)\}", message)
    assert not set(message.format(**dict.fromkeys(gaps, "x"))) & set("<>&*`_~{}")
