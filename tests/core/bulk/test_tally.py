"""What comes of a list: the card, most urgent first, and the file."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from bot.core.bulk.entry import entries_of_text, key_of
from bot.core.bulk.report import csv_of
from bot.core.bulk.tally import Answers, Progress, progress_card, result_card
from bot.core.card import NoteCard, TableCard
from bot.core.phrase import Phrase, Speech
from bot.core.privacy import Audience
from bot.core.question import Broken, Found
from bot.core.reference import Kind, Reference
from bot.core.text.pattern import OrderPatterns
from tests.core.sample import AGENT, CHANNEL, NOW, Bare, order, status, tracking

PATTERNS = OrderPatterns.of((r"PK\d{4,}",))
TEXT = "PK1000\nPK1001\nPK1002\nPK1003\nPK1004\nPK1000\nnumber 5"
ENGLISH = Speech.of("en")


def key(number: str) -> tuple[Kind, str]:
    return key_of(Reference(Kind.ORDER_NUMBER, number))


def found(*parcels: object, **members: object) -> Found:
    return Found(order(*parcels, **members), NOW)  # type: ignore[arg-type]


ANSWERS: Answers = {
    key("PK1000"): found(tracking("Delivered"), order_number="PK1000"),
    key("PK1001"): Found(None, NOW),
    key("PK1002"): found(tracking(is_exception=True), order_number="PK1002"),
    key("PK1003"): Broken(),
    key("PK1004"): found(tracking(is_delayed=True), order_number="PK1004"),
}


def plain(phrase: Phrase | None) -> str:
    return ENGLISH.spell(phrase, Bare()) if phrase else ""


def table(to: Audience = AGENT, answers: Answers = ANSWERS) -> TableCard:
    card = result_card(entries_of_text(TEXT, PATTERNS), answers, to, now=NOW)
    assert isinstance(card, TableCard)
    return card


def rows(
    to: Audience = AGENT, answers: Answers = ANSWERS, text: str = TEXT
) -> list[dict[str, str]]:
    file = csv_of(entries_of_text(text, PATTERNS), answers, to, speech=ENGLISH, now=NOW)
    return list(csv.DictReader(StringIO(file.decode("utf-8-sig"), newline="")))


def test_what_needs_somebody_stands_first_and_is_counted_first() -> None:
    card = table()
    assert plain(card.title) == "1 of 5 needs you"
    assert plain(card.lead) == (
        "🔴 1 needs you  ·  🟠 1 late  ·  🔌 1 without an answer  ·  ❔ 1 not known to parcelLab"
        "  ·  ✅ 1 delivered  ·  👯 1 listed twice  ·  ✏️ 1 line not looked up"
    )
    assert [plain(row.cells[0]) for row in card.rows] == [
        "🔴 PK1002",
        "🟠 PK1004",
        "🔌 PK1003",
        "❔ PK1001",
        "✅ PK1000",
    ]
    assert "Line 7: no number recognised" in plain(card.more)


@pytest.mark.parametrize("between", ["\n", " "])
def test_a_long_list_shows_the_most_urgent_and_counts_the_others(between: str) -> None:
    text = between.join(f"PK{number}" for number in range(1000, 1050))
    late = {key("PK1049"): ANSWERS[key("PK1004")]}
    card = result_card(entries_of_text(text, PATTERNS), late, AGENT, now=NOW)
    assert isinstance(card, TableCard)
    assert plain(card.rows[0].cells[0]) == "🟠 PK1004"
    assert len(card.rows) == 10
    assert "… 40 more, less urgent" in plain(card.more)


def test_nothing_to_do_is_said_in_the_title() -> None:
    answers = {key("PK1000"): ANSWERS[key("PK1000")]}
    card = result_card(entries_of_text("PK1000", PATTERNS), answers, AGENT, now=NOW)
    assert plain(card.title) == "1 number, nothing needs you"


def test_a_list_without_any_number_is_a_note() -> None:
    card = result_card(entries_of_text("call 12", PATTERNS), {}, AGENT, now=NOW)
    assert isinstance(card, NoteCard)
    assert [plain(line) for line in card.lines] == ["Line 1: no number recognised"]


def test_progress_says_how_long_and_how_many_a_minute() -> None:
    card = progress_card(Progress(120, 500, 285, 80))
    assert plain(card.title) == "120 of 500 looked up"
    assert plain(card.lines[0]) == "████░░░░░░░░░░░░░░░░"
    assert plain(card.lines[1]).startswith("About 5 minutes left, at 80 questions")
    assert "About 1 second left" in plain(progress_card(Progress(1, 2, 0, 9)).lines[1])


def test_the_file_has_every_line_in_its_order_and_repeats_what_is_listed_twice() -> None:
    listed = rows()
    assert [row["line"] for row in listed] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [row["state"] for row in listed] == [
        *("delivered", "not_found", "needs_you", "no_answer", "late", "delivered"),
        "not_understood",
    ]
    assert listed[5]["reason"] == "same as line 1"
    assert listed[5]["status"] == listed[0]["status"] == "On the road"
    assert listed[3]["reason"] == "parcelLab did not answer"
    assert listed[2]["lifecycle"] == "Transit"
    assert listed[2]["since"] == "2026-11-16 05:30 UTC"
    assert "Exception" in listed[2]["problems"]


def test_promise_and_forecast_are_dates_that_a_spreadsheet_sorts() -> None:
    box = {
        "type": "prediction",
        "raw": {"earliest_date": "2026-11-16", "latest_date": "2026-11-18", "has_time": False},
    }
    parcel = tracking(action_box=box, announced_delivery_date="2026-11-15")
    [row] = rows(answers={key("PK1000"): found(parcel)}, text="PK1000")
    assert row["promise"] == "2026-11-15"
    assert row["expected"] == "2026-11-16 to 2026-11-18"


def test_no_cell_is_a_formula() -> None:
    for text in ("=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "  =1", "|calc"):
        parcel = tracking(last_delivery_status=status(status_text=text))
        answers = {key("PK1000"): found(parcel, order_number=text)}
        for to in (AGENT, CHANNEL):
            [row] = rows(to, answers, "PK1000")
            for cell in row.values():
                assert not cell or cell.lstrip()[:1] not in "=+-@|", cell


def test_a_channel_reads_nothing_personal_in_card_and_file() -> None:
    secret = tracking("Transit", recipient_name="Ada Secret", delivery_location="Secret Street")
    answers = {key("PK1000"): found(secret, recipient_name="Ada Secret")}
    told = repr(rows(CHANNEL, answers, "PK1000\nSecret Street 5"))
    told += repr(table(CHANNEL, answers))
    assert "00340434161094042557" in repr(rows(AGENT, answers, "PK1000"))
    for private in ("Secret", "00340434161094042557"):
        assert private not in told
    assert "tracking_number" not in told.partition("TableCard")[0]


def test_an_old_answer_is_said_to_be_old() -> None:
    old = Found(order(tracking()), NOW - timedelta(hours=3), is_stale=True)
    card = table(answers={**ANSWERS, key("PK1000"): old})
    assert any("cannot be reached" in plain(line) for line in card.footer)
