"""The report: events of parcels to counts, and to what is said, drawn and filed of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.alert import Kind
from bot.core.phrase import Speech
from bot.core.report import Report, Seen, card, chart, csv_of, days_in, reported, span_of
from bot.slack.views import plain
from tests.core.watches.test_rule import event

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SINCE, NOW = span_of(7, NOON), NOON + timedelta(seconds=1)


def seen(parcel: str, kind: Kind, at: datetime = NOON, **facts: object) -> Seen:
    made: dict[str, Any] = {"began": at, "courier": "DHL", "location": "Leipzig", **facts}
    return Seen(parcel, at, event(kind, **made))


EVERYTHING = [
    seen("a", Kind.LATE, NOON - DAY),
    seen("a", Kind.PROMISE_EXCEEDED),
    seen("a", Kind.DELIVERED),
    seen("b", Kind.DELIVERED, traits={"country": ("fr",)}, courier="Colissimo"),
    seen("c", Kind.DELIVERED, NOON - DAY),
    seen("d", Kind.LATE, courier="", location=""),
    # Late before the span, and delivered in it: a promise that was not kept, but late then.
    seen("e", Kind.LATE, NOON - 9 * DAY),
    seen("e", Kind.DELIVERED, NOON - 2 * DAY),
    # Found when it had been delivered long ago; and a return.
    seen("f", Kind.DELIVERED, NOON, began=NOON - 30 * DAY),
    seen("g", Kind.LATE, is_return=True),
]


def report() -> Report:
    return reported(EVERYTHING, SINCE, NOW)


def test_a_parcel_counts_once_and_a_promise_is_kept_or_not() -> None:
    made = report()
    total = made.total
    assert (total.late, total.delivered, total.kept) == (2, 4, 2)
    couriers = {plain(one.name, "en"): (one.late, one.delivered, one.kept) for one in made.couriers}
    assert couriers == {"DHL": (1, 3, 1), "Colissimo": (0, 1, 1), "not known": (1, 0, 0)}
    assert [plain(one.name, "de") for one in made.places] == ["Leipzig", "Deutschland"]
    countries = {plain(one.name, "de"): (one.late, one.kept) for one in made.countries}
    assert countries == {"Deutschland": (2, 1), "Frankreich": (0, 1)}
    assert [(one.kept, one.broken) for one in made.days] == [(0, 0)] * 4 + [(0, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("text", "days"),
    [("", 7), ("7d", 7), ("30d here", 30), ("in <#C1|x> 1 day", 1), ("0d", None), ("91d", None)],
)
def test_so_many_days_are_asked_for(text: str, days: int | None) -> None:
    assert days_in(text) == days


def test_the_days_are_whole_ones_and_today() -> None:
    assert datetime(2026, 11, 14, tzinfo=UTC) == SINCE
    assert len(report().days) == 7


def test_the_table_says_it_all_and_what_to_install() -> None:
    made = card(report(), can_draw=False)
    assert made.lead
    lead = plain(made.lead, "en", limit=500)
    assert "2 parcels turned late." in lead
    assert "2 of 4 delivered parcels: 50 %" in lead
    assert "wherebot[report]" in "".join(plain(one, "en", limit=500) for one in made.footer)
    assert len(card(report(), can_draw=True).footer) == 1
    assert [plain(cell, "en") for cell in made.rows[0].cells] == [
        "Courier",
        "DHL",
        "1",
        "3",
        "33 %",
    ]


def test_the_chart_shows_the_worst_and_sums_up_the_others() -> None:
    many = [seen(f"{n}", Kind.LATE, courier=f"C{n % 9}") for n in range(30)]
    bars, places = chart(reported(many, SINCE, NOW)).bars
    assert [plain(one, "en") for one in bars.labels] == ["C0", "C1", "C2", "C3", "C4", "4 others"]
    assert bars.values == (4, 4, 4, 3, 3, 12)
    assert places.values == (30,)


def test_the_file_holds_every_row_and_no_formula() -> None:
    made = reported([seen("a", Kind.LATE, courier="=1+1")], SINCE, NOW)
    every = (*made.couriers, *made.places, *made.countries)
    names = {one.name: plain(one.name, "de") for one in every}
    written = csv_of(made, Speech.of("de"), names).decode("utf-8-sig").splitlines()
    assert written[0] == "by;name;late;delivered;kept;kept_percent"
    assert written[1:] == [
        "courier;'=1+1;1;0;0;",
        "place;Leipzig;1;0;0;",
        "country;Deutschland;1;0;0;",
    ]
