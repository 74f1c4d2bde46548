"""The table for several references: a line each, most urgent first."""

import pytest

from bot.core.parcel import Urgency
from bot.core.privacy import Audience, reveal
from bot.core.question import Broken, Busy, ParcelLabError, Refused
from bot.core.table import for_orders, row, row_without, why_failed
from bot.core.words import card as words
from tests.core.sample import AGENT, CHANNEL, NOW, Json, english, order, told, told_story, tracking

LATE = tracking(
    announced_delivery_date="2026-11-14",
    action_box={"type": "prediction", "raw": {"earliest_date": "2026-11-17"}},
)


@pytest.mark.parametrize(
    ("trackings", "urgency", "expected"),
    [
        ([LATE], Urgency.LATE,
         ["PK1004", "📦 On the road", "3 days late", "5 hours ago", "Tue 17 Nov"]),
        ([tracking("Delivered"), LATE], Urgency.LATE,
         ["PK1004", "📦 On the road · 2 parcels", "3 days late", "5 hours ago", "Tue 17 Nov"]),
        ([tracking("Pending")], Urgency.ANNOUNCED,
         ["PK1004", "🕓 On the road", "–", "not scanned yet", "–"]),
        ([], Urgency.MOVING, ["PK1004", "no parcel yet", "–", "–", "–"]),
    ],
)  # fmt: skip
def test_an_order_is_one_line(trackings: list[Json], urgency: Urgency, expected: list[str]) -> None:
    line = row(reveal(order(*trackings), AGENT), asked="asked", now=NOW)
    assert told(line.cells) == expected
    assert line.urgency is urgency


@pytest.mark.parametrize("to", [AGENT, CHANNEL])
@pytest.mark.parametrize("trackings", [[], [LATE]])
def test_an_order_without_its_number_is_called_what_was_asked(
    to: Audience, trackings: list[Json]
) -> None:
    nameless = order(*trackings, order_number=None)
    assert english(row(reveal(nameless, to), asked="…6784", now=NOW).cells[0]) == "…6784"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Refused(403), "no permission"),
        (Refused(400, "secret detail"), "no permission"),
        (Busy(5), "parcelLab is busy"),
        (Broken(), "parcelLab did not answer"),
    ],
)
def test_a_failure_is_a_line_too(error: ParcelLabError, expected: str) -> None:
    line = row_without("PK1", why_failed(error))
    assert told(line.cells) == ["PK1", expected, "–", "–", "–"]


def test_the_most_urgent_line_stands_first_and_what_nobody_answered_above_all() -> None:
    visible = {
        number: reveal(order(parcel, order_number=number), AGENT)
        for number, parcel in {"delivered": tracking("Delivered"), "late": LATE}.items()
    }
    rows = [row(one, asked=number, now=NOW) for number, one in visible.items()]
    table = for_orders([*rows, row_without("gone", words.ROW_NOT_FOUND)], left_out=0, now=NOW)
    assert [english(line.cells[0]) for line in table.rows] == ["gone", "late", "delivered"]
    assert english(table.title) == "3 orders, most urgent first"
    assert table.more is None
    assert len(table.head) == len(table.rows[0].cells)


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        (1, "1 more number was not looked up: at most 1 at a time."),
        (7, "7 more numbers were not looked up: at most 1 at a time."),
    ],
)
def test_what_was_not_looked_up_is_said(left_out: int, expected: str) -> None:
    table = for_orders([row_without("PK1", words.ROW_BUSY)], left_out=left_out, now=NOW)
    assert english(table.more) == expected
    assert expected in told_story(table)
    assert "As of" in told_story(table)
