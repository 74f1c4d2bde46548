"""What an alert says of a promise."""

from datetime import date, timedelta

import pytest

from bot.core.alert import Facts, Kind
from bot.core.alerts.card import for_alert
from tests.core.sample import NOW, told

TODAY = NOW.date()
PAST, SOON, LATER = (TODAY + timedelta(days=days) for days in (-2, 2, 4))


@pytest.mark.parametrize(
    ("promises", "expected", "said"),
    [
        ((PAST,), PAST, "Promised Sat 14 Nov, not delivered yet"),
        ((TODAY,), TODAY, "Promised Mon 16 Nov, not delivered yet"),
        ((SOON,), None, "Promised Wed 18 Nov"),
        ((PAST,), SOON, "Promised Sat 14 Nov → now Wed 18 Nov"),
        ((PAST, SOON), SOON, "Promised Sat 14 Nov → now Wed 18 Nov"),
        ((PAST, SOON), LATER, "Promised Sat 14 Nov → Wed 18 Nov → now Fri 20 Nov"),
    ],
)
def test_a_promise_is_broken_only_when_its_day_has_come(
    promises: tuple[date, ...], expected: date | None, said: str
) -> None:
    facts = Facts(
        order="PK1004",
        kinds=(Kind.LATE,),
        began=NOW,
        seen=NOW,
        promises=promises,
        expected=expected,
    )
    assert told(for_alert(facts).lines) == [said]
