"""What is said, in every language: whole, with its own plurals, dates and ages."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from babel import Locale

from bot.core.catalogue import LANGUAGES, asked_in, forms, read, spoken
from bot.core.notes import note
from bot.core.phrase import Ago, Country, Phrase, Speech, Value, Weekdays, count, say
from bot.core.question import Broken, Busy, Refused
from bot.core.reference import Kind, Reference, References
from bot.core.story import story
from bot.core.table import for_orders, row_without
from bot.core.words import card as words
from tests.catalogue import TRANSLATED, said
from tests.core.sample import NOW, Bare, card, tracking

NUMBER = Reference(Kind.TRACKING_NUMBER, "1Z999AA10123456784", ("ups",))
HOURS = [{"day": day, "open": "09:00", "close": "18:00"} for day in ("Monday", "Tuesday")]
PLACE = {"address": "1", "delivery_location": "2"}
CARDS = {
    "late": card(
        tracking(
            announced_delivery_date="2026-11-14",
            is_delayed=True,
            reporting_info={"has_failed_attempt": True, "is_forgotten": True},
        ),
        destination_country_iso3="DEU",
    ),
    "pickup": card(
        tracking(
            "ReadyToCollect",
            action_box={
                "type": "pickup-location",
                "address": PLACE,
                "opening_hours": HOURS,
                "raw": {"latest_date": "2026-11-20"},
            },
        )
    ),
    "several": card(tracking("Delivered"), tracking("Failed"), tracking(None)),
    "empty": card(order_date="2026-11-14T10:00:00Z"),
    "usage": note.usage(("PK1004",)),
    "help": note.full_help(("PK1004",)),
    "refused": note.failed(Refused(403), NUMBER),
    "busy": note.failed(Busy(7), NUMBER),
    "broken": note.failed(Broken(), NUMBER),
    "not found": note.not_found(NUMBER),
    "not understood": note.not_understood("?", References((), "1", courier="ups"), ()),
    "fault": note.fault("a1b2"),
    "table": for_orders([row_without("1", words.ROW_BUSY)] * 2, left_out=3, now=NOW),
}


def written(value: Value, lang: str) -> str:
    return Speech.of(lang).spell(value, Bare())


def phrases(part: Any) -> Iterator[Phrase]:
    """Yield every phrase in a card, however deep."""
    if isinstance(part, Phrase):
        yield part
    if is_dataclass(part):
        yield from phrases([getattr(part, field.name) for field in fields(part)])
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from phrases(inner)


@pytest.mark.parametrize("name", CARDS)
def test_no_card_says_anything_that_is_in_no_catalogue(name: str) -> None:
    messages = {form for message in said() for form in forms(message.id)}
    for phrase in phrases(CARDS[name]):
        is_ours = re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", phrase.message))
        assert not is_ours or phrase.message in messages, phrase.message


@pytest.mark.parametrize("lang", TRANSLATED)
@pytest.mark.parametrize("name", CARDS)
def test_no_line_of_a_card_is_left_in_english(name: str, lang: str) -> None:
    for line in story(CARDS[name]):
        english, own = written(line, "en"), written(line, lang)
        assert own != english or "On the road" in english, own


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "2 days late"),
        ("de", "2 Tage Verspätung"),
        ("fr", "2 jours de retard"),
        ("es", "2 días de retraso"),
        ("it", "2 giorni di ritardo"),
        ("nl", "2 dagen te laat"),
        ("pl", "2 dni opóźnienia"),
    ],
)
def test_a_late_order_says_so(lang: str, line: str) -> None:
    assert any(line in written(each, lang) for each in story(CARDS["late"]))


@pytest.mark.parametrize(
    ("lang", "n", "expected"),
    [
        ("pl", 0, "0 paczek"),
        ("pl", 1, "1 paczka"),
        ("pl", 2, "2 paczki"),
        ("pl", 5, "5 paczek"),
        ("pl", 12, "12 paczek"),
        ("pl", 22, "22 paczki"),
        ("de", 0, "0 Pakete"),
        ("de", 1, "1 Paket"),
        ("it", 1, "1 pacco"),
        ("it", 2, "2 pacchi"),
    ],
)
def test_each_language_has_its_own_plurals(lang: str, n: int, expected: str) -> None:
    assert written(count(words.PARCELS, n), lang) == expected


def test_nothing_is_singular_in_french_and_plural_in_spanish() -> None:
    assert written(count(words.RETURNS_TOO, 0), "fr") == "0 retour"
    assert written(count(words.RETURNS_TOO, 0), "es") == "0 devoluciones"


@pytest.mark.parametrize(
    ("lang", "day", "age", "now", "week", "country"),
    [
        ("en", "Sat 14 Nov", "5 hours ago", "just now", "Mon–Fri", "Germany"),
        ("de", "Sa., 14. Nov.", "vor 5 Stunden", "gerade eben", "Mo–Fr", "Deutschland"),
        ("fr", "sam. 14 nov.", "il y a 5 heures", "à l'instant", "lun.–ven.", "Allemagne"),
        ("es", "sáb, 14 nov", "hace 5 horas", "ahora mismo", "lun–vie", "Alemania"),
        ("it", "sab 14 nov", "5 ore fa", "proprio ora", "lun–ven", "Germania"),
        ("nl", "za 14 nov", "5 uur geleden", "zojuist", "ma–vr", "Duitsland"),
        ("pl", "sob., 14 lis", "5 godzin temu", "przed chwilą", "pon.–pt.", "Niemcy"),
    ],
)
def test_days_ages_weekdays_and_countries_are_written_as_the_language_does(
    lang: str, day: str, age: str, now: str, week: str, country: str
) -> None:
    values = (
        date(2026, 11, 14),
        Ago(timedelta(hours=5)),
        Ago(timedelta()),
        Weekdays(0, 4),
        Country("DEU"),
    )
    assert [written(value, lang) for value in values] == [day, age, now, week, country]
    assert written(time(9, 5), lang) == "09:05"


@pytest.mark.parametrize(
    ("code", "lang"),
    [
        ("de", "de"),
        ("de-DE", "de"),
        ("DE_at", "de"),
        ("fr-CA", "fr"),
        ("es-419", "es"),
        ("en-US", "en"),
        ("ja-JP", "en"),
        ("dev", "en"),
        ("", "en"),
        ("<!channel>", "en"),
    ],
)
def test_a_locale_finds_its_language_and_an_unknown_one_english(code: str, lang: str) -> None:
    assert spoken(code) == lang
    assert Speech.of(code) is Speech.of(lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("PK1004 lang:de", "de"),
        ("LANG:FR PK1004", "fr"),
        ("PK1004 lang:de-AT", "de"),
        ("PK1004 (lang:pl)", "pl"),
        ("PK1004 lang:xx", None),
        ("PK1004 lang:", None),
        ("slang:de", None),
        ("zu lang: wann kommt es", None),
        ("PK1004", None),
    ],
)
def test_a_text_can_ask_for_a_language(text: str, lang: str | None) -> None:
    assert asked_in(text) == lang


HEADER = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"""


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ('msgid "As of {when}"\nmsgstr "Stand: {when}"', "Stand: x"),
        ('msgid "As of {when}"\nmsgstr "Stand"', "As of x"),
        ('msgid "As of {when}"\nmsgstr "Stand {wann}"', "As of x"),
        ('msgid "As of {when}"\nmsgstr "Stand {when"', "As of x"),
        ('msgid "As of {when}"\nmsgstr "Stand {when.year}"', "As of x"),
        ('msgid "As of {when}"\nmsgstr ""', "As of x"),
        ('#, fuzzy\nmsgid "As of {when}"\nmsgstr "Stand: {when}"', "As of x"),
    ],
)
def test_an_entry_that_does_not_fit_is_said_in_english(entry: str, expected: str) -> None:
    po = BytesIO(f"{HEADER}\n{entry}\n".encode())
    speech = Speech(Locale("de"), read(po, "de"))
    assert speech.spell(say(words.AS_OF, when="x"), Bare()) == expected


def test_a_plural_that_does_not_fit_is_said_in_english() -> None:
    entry = 'msgid "{n} parcel"\nmsgid_plural "{n} parcels"\nmsgstr[0] "Paket"\nmsgstr[1] "{n}"'
    speech = Speech(Locale("de"), read(BytesIO(f"{HEADER}\n{entry}\n".encode()), "de"))
    parcels = [speech.spell(count(words.PARCELS, n), Bare()) for n in (1, 2)]
    assert parcels == ["1 parcel", "2 parcels"]


def test_an_unknown_language_is_answered_with_those_to_choose_from() -> None:
    told = [written(line, "en") for line in story(note.other_language("xx"))]
    assert "`lang:xx`" in told[1]
    for code, name in zip(LANGUAGES, ("English", "Deutsch", "français"), strict=False):
        assert f"`lang:{code}` {name}" in told[2]


def test_usage_and_help_say_how_to_choose_a_language() -> None:
    for each in (note.usage(("PK1004",)), note.full_help(("PK1004",))):
        assert any("`/where PK1004 lang:de`" in written(line, "fr") for line in story(each))
