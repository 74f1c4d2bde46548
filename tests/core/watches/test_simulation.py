"""The simulation of polling: how late news is heard, against how many calls."""

from datetime import timedelta
from typing import Final

import pytest

from bot.core.watches.look import Pace
from bot.core.watches.simulation import simulate

DAYS: Final = 2


def test_with_as_many_calls_ours_hears_sooner_than_fixed_intervals() -> None:
    found = simulate(100, calls=1000, days=DAYS, pace=Pace())
    assert found.ours.median < found.fixed.median / 2
    assert 0 < found.calls < 10


@pytest.mark.parametrize("calls", [0.2, 0.5, 2.0])
def test_with_far_too_few_calls_ours_hears_no_later_than_fixed_intervals(calls: float) -> None:
    found = simulate(600, calls=calls, days=DAYS, pace=Pace())
    assert found.ours.median < found.fixed.median
    assert found.ours.most < found.fixed.most


@pytest.mark.parametrize("calls", [0.5, 2.0])
def test_no_more_calls_are_made_than_there_may_be(calls: float) -> None:
    found = simulate(300, calls=calls, days=DAYS, pace=Pace())
    assert found.calls <= calls * 1.01


def test_more_calls_mean_less_delay() -> None:
    few, many = (simulate(300, calls=calls, days=DAYS, pace=Pace()) for calls in (0.5, 10))
    assert many.ours.median < few.ours.median
    assert many.ours.most < few.ours.most


def test_the_pace_decides() -> None:
    slow = Pace(timedelta(hours=3), timedelta(hours=6))
    often, seldom = (simulate(100, calls=100, days=DAYS, pace=pace) for pace in (Pace(), slow))
    assert seldom.calls < often.calls
    assert often.ours.median < seldom.ours.median


def test_the_same_seed_gives_the_same() -> None:
    assert simulate(50, calls=5, days=1, pace=Pace()) == simulate(50, calls=5, days=1, pace=Pace())
