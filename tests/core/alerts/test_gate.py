"""What a place hears now, and until when the rest waits."""

from datetime import UTC, datetime, time

import pytest

from bot.core.alert import Severity
from bot.core.alerts.gate import Wait, Why, quiet_until, wait_for
from bot.core.watches.rule import Etiquette

NIGHT = Etiquette("C1", zone="Europe/Berlin", quiet_from=time(20), quiet_until=time(7))
NOON_REST = Etiquette("C1", quiet_from=time(12), quiet_until=time(14))
DIGEST = Etiquette("C1", digest_at=time(9))
BUDGET = Etiquette("C1", budget=3)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "now", "told", "wait"),
    [
        (Etiquette("C1"), at(20, 3), 999, None),
        (NIGHT, at(20, 18, 59), 0, None),  # 19:59 there
        (NIGHT, at(20, 19), 0, Wait(Why.QUIET, at(21, 6))),
        (NIGHT, at(20, 23, 30), 0, Wait(Why.QUIET, at(21, 6))),
        (NIGHT, at(20, 5), 0, Wait(Why.QUIET, at(20, 6))),
        (NIGHT, at(20, 6), 0, None),
        (NOON_REST, at(20, 11, 59), 0, None),
        (NOON_REST, at(20, 12), 0, Wait(Why.QUIET, at(20, 14))),
        (NOON_REST, at(20, 14), 0, None),
        (DIGEST, at(20, 8), 0, Wait(Why.DIGEST, at(20, 9))),
        (DIGEST, at(20, 9), 0, Wait(Why.DIGEST, at(21, 9))),
        (BUDGET, at(20, 8), 2, None),
        (BUDGET, at(20, 8), 3, Wait(Why.BUDGET, at(21, 9))),
    ],
)
def test_what_waits(wanted: Etiquette, now: datetime, told: int, wait: Wait | None) -> None:
    assert wait_for(Severity.WARNING, wanted, now, told=told) == wait
    assert wait_for(Severity.INFO, wanted, now, told=told) == wait
    assert wait_for(Severity.URGENT, wanted, now, told=told) is None


def test_the_same_hour_twice_is_no_quiet_time() -> None:
    assert quiet_until(Etiquette("C1", quiet_from=time(7), quiet_until=time(7)), at(20, 7)) is None


def test_a_night_in_which_clocks_change_ends_by_the_clock_on_the_wall() -> None:
    night = Etiquette("C1", zone="Europe/Berlin", quiet_from=time(22), quiet_until=time(7))
    assert quiet_until(night, datetime(2026, 10, 24, 21, tzinfo=UTC)) == datetime(
        2026, 10, 25, 6, tzinfo=UTC
    )
