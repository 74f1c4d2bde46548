"""How many messages a rule would have cost: its news, by what the gate goes by."""

from datetime import time, timedelta
from typing import Any

import pytest

from bot.core.alert import Kind, Severity
from bot.core.alerts.rehearsal import Trial, tried
from bot.core.alerts.replay import Look
from bot.core.watches.rule import Etiquette
from tests.core.watches.test_rule import BROKEN, DONE, EXCEEDED, HOUR, LATE, NOON, event, rule

MINUTE = timedelta(minutes=1)
ANY_TIME = Etiquette("C1")
LOOKS = (Look("one", NOON, (LATE, EXCEEDED, BROKEN)), Look("two", NOON, (DONE,)))


def late(count: int, at: int = 0, start: int = 0) -> list[Look]:
    """Return looks at parcels in one depot that turn late at a minute."""
    where: dict[str, Any] = {"courier": "DHL", "location": "Leipzig"}
    when = NOON + at * MINUTE
    return [
        Look(f"{start + n}", when, (event(Kind.LATE, seen=when, **where),)) for n in range(count)
    ]


def test_each_piece_of_news_counts_once() -> None:
    only_late = rule("Late", Kind.LATE)
    assert tried(LOOKS, rule(), ANY_TIME, storm=0) == Trial(4, posted=3, merged=1, silenced=0)
    assert tried(LOOKS, only_late, ANY_TIME, storm=0) == Trial(4, posted=1, merged=0, silenced=3)
    assert tried([*LOOKS, *LOOKS], only_late, ANY_TIME, storm=0).posted == 1
    assert tried([], only_late, ANY_TIME, storm=0) == Trial(0, 0, 0, 0)


@pytest.mark.parametrize(
    ("looks", "posted"),
    [
        (late(3), 3),
        (late(40), 2),  # the card of the storm, and its file
        (late(3) + late(2, 1, 3), 3 + 2),
        (late(5) + late(10, 59, 5), 2),
        (late(5) + late(11, 59, 5), 3),  # more than the card shows: another file
        (late(5) + late(3, 61, 5), 2 + 3),
        (late(2) + late(2, 61, 2), 4),
    ],
)
def test_a_storm_is_one_card_and_its_files(looks: list[Look], posted: int) -> None:
    found = tried(looks, rule(), ANY_TIME, storm=3)
    assert found.posted == posted
    assert tried(looks, rule(), ANY_TIME, storm=0) == Trial(len(looks), len(looks), 0, 0)


def test_what_waits_for_a_digest_is_one_message() -> None:
    morning = Etiquette("C1", digest_at=time(8))
    assert tried(late(40), rule(), morning, storm=3) == Trial(40, 1, 40, 0)
    assert tried(late(41), rule(), morning, storm=3).posted == 2
    urgent = rule(severity=Severity.URGENT)
    assert tried(late(3), urgent, morning, storm=3).posted == 3


def test_in_quiet_hours_and_over_the_budget_the_rest_is_told_together() -> None:
    quiet = Etiquette("C1", quiet_from=time(11), quiet_until=time(14))
    afternoon = [Look("x", NOON + 3 * HOUR, (LATE,))]
    assert tried([*late(9), *afternoon], rule(), quiet, storm=0).posted == 2
    few = Etiquette("C1", budget=2)
    assert tried([*late(9), *afternoon], rule(), few, storm=0) == Trial(10, 3, 8, 0)
    within = Etiquette("C1", quiet_from=time(11), quiet_until=time(14), digest_at=time(13))
    assert tried(late(9), rule(), within, storm=0).posted == 1
