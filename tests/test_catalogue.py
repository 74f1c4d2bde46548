"""The catalogues say everything that the bot says, in every language."""

from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from bot.core.catalogue import forms
from tests.catalogue import TRANSLATED, faults, path, said, updated

# Nothing to translate: gaps and marks alone, and words that two languages share.
SAME = {
    "{stage} ({status})",
    "{first} – {last}",
    "{start}–{end}",
    "{days} {hours}",
    "{n} × {name}",
    "{name} ({kind})",
    "{order} · {status}",
    "{label}: {value}",
    "{pattern} {fault}: {remedy}",
    "{day}, {start}–{end}",
    "–",
}
COGNATES = {"de": {"Status", "Problem", "Support"}, "nl": {"Status", "Support"}}
COGNATES |= {"pl": {"Status", "Problem"}}
COGNATES |= {"fr": {"Articles", "Options"}}


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_catalogue_is_complete(lang: str) -> None:
    assert list(faults(lang, path(lang).read_bytes())) == []


@pytest.mark.parametrize("lang", TRANSLATED)
def test_nothing_is_left_in_english(lang: str) -> None:
    messages = [message for message in read_po(BytesIO(path(lang).read_bytes())) if message.id]
    same = {forms(m.id)[0] for m in messages if set(forms(m.id)) & set(forms(m.string))}
    assert same <= SAME | COGNATES.get(lang, set())


def test_pairs_are_found_with_their_plural_and_the_rest_one_by_one() -> None:
    found = {message.id for message in said()}
    assert {"just now", "Delivered", "Order", ("{n} parcel", "{n} parcels")} <= found
    assert "{n} parcel" not in found


GERMAN = path("de").read_text("utf-8")
JUST_NOW = 'msgid "just now"\nmsgstr "gerade eben"\n'
PARCELS = 'msgstr[0] "{n} Paket"\nmsgstr[1] "{n} Pakete"\n'


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        (JUST_NOW, "", "missing: 'just now'"),
        (JUST_NOW, JUST_NOW + '\nmsgid "gone"\nmsgstr "fort"\n', "nobody says it any more: 'gone'"),
        (JUST_NOW, JUST_NOW + '\n#~ msgid "gone"\n#~ msgstr "fort"\n', "nobody says it any more"),
        (JUST_NOW, "#, fuzzy\n" + JUST_NOW, "fuzzy: 'just now'"),
        ('"gerade eben"', '""', "not translated, or not in all plural forms: 'just now'"),
        ('"gerade eben"', '"  "', "not translated, or not in all plural forms: 'just now'"),
        ('"gerade eben"', '"gerade {eben}"', "with other gaps: 'just now'"),
        ('"gerade eben"', '"gerade {"', "with other gaps: 'just now'"),
        ('"Wählen Sie eine davon: {languages}"', '"{languages:>9}"', "with other gaps"),
        ('"Wählen Sie eine davon: {languages}"', '"{languages.x}"', "with other gaps"),
        (PARCELS, 'msgstr[0] "{n} Paket"\n', "not in all plural forms: ('{n} parcel'"),
        (PARCELS, 'msgstr[0] "ein Paket"\nmsgstr[1] "{n} Pakete"\n', "with other gaps"),
        ('msgid_plural "{n} parcels"\n' + PARCELS, 'msgstr "{n} Paket"', "plural in one place"),
        ("nplurals=2; plural=(n != 1)", "nplurals=2; plural=(n > 1)", "other plural forms"),
    ],
)
def test_every_fault_of_a_catalogue_is_named(right: str, wrong: str, fault: str) -> None:
    assert right in GERMAN
    (found,) = faults("de", GERMAN.replace(right, wrong).encode())
    assert found.startswith("de: ")
    assert fault in found


def test_updating_brings_what_is_new_drops_what_is_gone_and_leaves_the_rest() -> None:
    tidy = updated("de", GERMAN.encode()).decode()
    gone = '\nmsgid "gone"\nmsgstr "fort"\n'
    renewed = updated("de", (tidy.replace(JUST_NOW, "") + gone).encode()).decode()
    assert 'msgid "gone"' not in renewed
    assert renewed == tidy.replace(JUST_NOW, 'msgid "just now"\nmsgstr ""\n')
