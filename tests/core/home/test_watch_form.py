"""The windows of watches: what they offer, and what is read back; and what is typed as a name."""

from datetime import UTC, date, datetime

import pytest

from bot.core.alert import Kind
from bot.core.home.watch_form import MOST, Meant, Wanted, sent_watch, watch_form, watches_form
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.text.pattern import OrderPatterns
from bot.core.watches.watch import Watch
from bot.core.watches.wish import wish_in

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ORDER = Reference(Asked.ORDER_NUMBER, "PK1004")
PATTERNS = OrderPatterns.of((r"PK\d{4,}",))


def watch(number: int, name: str = "") -> Watch:
    return Watch(number, ORDER, "D1", "U1", NOON, name=name)


@pytest.mark.parametrize("meant", [Meant(7), Meant(name="a|b \n☃"), Meant(7, "x")])
def test_what_is_meant_travels_through_slack(meant: Meant) -> None:
    assert Meant.decoded(meant.encoded()) == meant


@pytest.mark.parametrize("value", ["", "|", "0|", "x|y", "7", "-1|", "9" * 40 + "|"])
def test_what_nobody_of_ours_wrote_means_nothing(value: str) -> None:
    assert Meant.decoded(value) is None


def test_a_list_is_one_row_and_what_is_left_out_is_counted() -> None:
    found = [watch(1, "Friday"), watch(2, "Friday"), watch(3, "Shoes"), watch(4)]
    form = watches_form(found, {"Friday": 2}, 4, "PK1004")
    assert [row.value for row in form.rows] == ["0|Friday", "3|", "4|"]
    assert form.more is None
    many = watches_form([watch(n) for n in range(1, 81)], {"Friday": 9}, 100, "PK1004")
    assert len(many.rows) == MOST
    assert many.more
    assert many.more.n == 100 - 9 - (MOST - 1)


def test_the_window_holds_what_is_so_and_gives_it_back() -> None:
    late = Watch(1, ORDER, "D1", "U1", NOON, kinds=frozenset({Kind.LATE}), until=NOON, name="x")
    form = watch_form(Meant(1), [late], 1)
    assert form
    fields = {
        "name": form.name,
        "kinds": [one.value for one in form.chosen],
        "until": form.until,
    }
    end = datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)
    assert sent_watch(fields, NOON.date()) == Wanted("x", frozenset({Kind.LATE}), end)
    assert watch_form(Meant(1), [], 0) is None


@pytest.mark.parametrize("day", ["2026-11-19", "soon", "2026-13-01"])
def test_a_day_that_is_over_or_none_is_said_at_its_field(day: str) -> None:
    wrong = sent_watch({"until": day}, date(2026, 11, 20))
    assert isinstance(wrong, dict)
    assert list(wrong) == ["until"]


@pytest.mark.parametrize(
    ("text", "name", "numbers"),
    [
        ("PK1004 PK1017 as Black Friday", "Black Friday", 2),
        ('PK1004 until delivered in <#C1|x> as "PK1017"', "PK1017", 1),
        ("PK1004 as  ", "", 1),
        ("as PK1004", "PK1004", 0),
        ("PK1004 as " + "x" * 99, "x" * 60, 1),
    ],
)
def test_a_name_stands_behind_as(text: str, name: str, numbers: int) -> None:
    wish = wish_in(text, PATTERNS)
    assert (wish.name, len(wish.found)) == (name, numbers)
