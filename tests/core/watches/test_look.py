"""When to look again: soon where much happens, never without end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.order import tolerant_order
from bot.core.parcel import parcels_of
from bot.core.watches.look import Pace, Wait, after_failure, next_look, wait_of
from tests.core.sample import NOW, Json, order, status, tracking
from tests.strategies import hurt_bodies, order_bodies

PACE = Pace()
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def wait(*trackings: Json, at: datetime = NOW, pace: Pace = PACE, **members: Any) -> timedelta:
    parcels = parcels_of(order(*trackings, **members), at)
    return next_look(parcels, at, key="7", pace=pace) - at


@pytest.mark.parametrize(
    ("stage", "about"),
    [
        ("LastMile", 5 * MINUTE),
        ("Transit", HOUR),
        ("Customs", 2 * HOUR),
        ("ReadyToCollect", 2 * HOUR),
        ("Pending", 3 * HOUR),
        ("SentBack", 4 * HOUR),
        ("Delivered", 6 * HOUR),
        (None, HOUR),
    ],
)
def test_each_stage_has_its_pace(stage: str | None, about: timedelta) -> None:
    assert 0.9 * about <= wait(tracking(stage)) <= 1.1 * about


def test_the_soonest_parcel_decides() -> None:
    assert wait(tracking("Delivered"), tracking("LastMile")) <= 6 * MINUTE


def test_near_the_hour_that_was_told_it_looks_more_often_and_before_it_less() -> None:
    raw = {
        "earliest_date": "2026-11-16",
        "latest_date": "2026-11-16",
        "has_time": True,
        "earliest_time": "14:00",
        "latest_time": "16:00",
    }
    then = tracking("LastMile", action_box={"type": "prediction", "raw": raw})
    before = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)  # 9 o'clock over there
    assert wait(then, at=before) > 10 * MINUTE
    assert wait(then, at=before + timedelta(hours=5, minutes=30)) < 4 * MINUTE


def test_at_night_no_courier_rings() -> None:
    night = datetime(2026, 11, 16, 23, 0, tzinfo=UTC)  # midnight over there
    assert wait(tracking("LastMile"), at=night) > 5 * HOUR


def test_a_promise_that_ends_at_midnight_is_looked_at_soon_after() -> None:
    evening = datetime(2026, 11, 16, 22, 45, tzinfo=UTC)  # a quarter to twelve over there
    then = tracking("Transit", announced_delivery_date="2026-11-16")
    assert wait(then, at=evening) < 25 * MINUTE


_HOURS: Json = {
    "earliest_date": "2026-11-16",
    "latest_date": "2026-11-16",
    "has_time": True,
    "earliest_time": "14:00",
    "latest_time": "16:00",
}
_TOLD = tracking("LastMile", action_box={"type": "prediction", "raw": _HOURS})
_PROMISED = tracking("Transit", announced_delivery_date="2026-11-16")


def waited(then: Json, at: datetime) -> Wait:
    return wait_of(parcels_of(order(then), at), at)


def is_so(first: Wait, then: Json, at: datetime) -> bool:
    """Whether what was said of a wait before is what one says now."""
    paces = (PACE, Pace(least=timedelta(seconds=1), most=24 * HOUR))
    again = waited(then, at)
    return all(
        first.from_now(at, key="7", pace=pace) == again.from_now(at, key="7", pace=pace)
        for pace in paces
    )


@pytest.mark.parametrize(
    ("then", "clock", "until"),
    [  # at this time of a day in Berlin; what is said then is so until that
        (tracking("Transit"), "10:00", "24:00"),
        (tracking("Delivered"), "10:00", "24:00"),
        (tracking("LastMile"), "10:00", "22:00"),
        (tracking("LastMile"), "23:00", "24:00"),
        (tracking("LastMile"), "04:00", "06:00"),
        (_TOLD, "10:00", "13:27"),
        (_TOLD, "13:28", "13:30"),
        (_TOLD, "13:30", "17:00"),
        (_TOLD, "17:01", "22:00"),
        (_PROMISED, "10:00", "24:00"),
        (
            tracking(last_delivery_status=status(event_timestamp="2026-11-13T12:00:00Z")),
            "10:00",
            "13:00",
        ),
    ],
)
def test_a_wait_is_so_until_its_moment(then: Json, clock: str, until: str) -> None:
    midnight = datetime(2026, 11, 15, 23, tzinfo=UTC)  # over there
    at, ends = (
        midnight + timedelta(hours=int(one[:2]), minutes=int(one[3:])) for one in (clock, until)
    )
    first = waited(then, at)
    assert first.until == ends
    assert all(is_so(first, then, at + part * (ends - at)) for part in (0.001, 0.3, 0.6, 0.999))


@given(st.one_of(order_bodies(), hurt_bodies()), st.floats(0, 1, exclude_max=True))
def test_the_wait_for_any_answer_is_so_until_its_moment(body: Json, part: float) -> None:
    try:
        then = tolerant_order(body)
    except ValueError:
        return
    first = wait_of(parcels_of(then, NOW), NOW)
    later = NOW + part * (first.until - NOW)
    again = wait_of(parcels_of(then, later), later)
    assert first.from_now(later, key="7", pace=PACE) == again.from_now(later, key="7", pace=PACE)


def test_bounds_hold_whatever_is_usual() -> None:
    quick = Pace(least=timedelta(seconds=1), most=timedelta(seconds=2))
    assert wait(tracking("Pending"), pace=quick) <= timedelta(seconds=2.2)
    slow = Pace(least=HOUR, most=2 * HOUR)
    assert wait(tracking("LastMile"), pace=slow) >= 0.9 * HOUR


def test_failures_are_tried_again_ever_more_seldom_and_not_all_at_once() -> None:
    waits = [after_failure(n, NOW, key="7", pace=PACE) - NOW for n in range(1, 30)]
    assert waits == sorted(waits)
    assert waits[0] < MINUTE
    assert 15 * MINUTE <= waits[-1] <= 45 * MINUTE
    others = {after_failure(3, NOW, key=str(n), pace=PACE) for n in range(100)}
    assert max(others) - min(others) > MINUTE


@given(st.one_of(order_bodies(), hurt_bodies()), st.text(max_size=8))
def test_any_answer_is_looked_at_again_within_the_bounds(body: Json, key: str) -> None:
    try:
        then = tolerant_order(body)
    except ValueError:
        return
    again = next_look(parcels_of(then, NOW), NOW, key=key, pace=PACE)
    assert NOW + 0.9 * PACE.least <= again <= NOW + 1.1 * PACE.most
