"""Calls counted in PostgreSQL: never more than there may be, however many processes ask."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.core.calls import Limits
from bot.parcellab.budget import Budget, Spare
from bot.parcellab.key import Keys
from bot.parcellab.shared import Shared
from bot.settings import read_settings
from bot.store.database import Database, open_database
from bot.store.ledger import Ledger
from bot.store.schema.ledger import made
from bot.wiring.upstream import open_upstream
from tests.store.server import migrated_over_line
from tests.store.standing import ask, migrated_database, some_database

KEYS = Keys("secret")
BUSY = 30  # seconds that a busy machine may need for what is counted
TEN = Limits(most=10, soon=10, at_once=10, distance=0.0, is_waited_for=True)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with some_database("postgresql", tmp_path) as database:
        yield database


def budget(database: Database, calls: int = 10, at_once: int | None = None) -> Budget:
    ledger = Ledger(database, patience=BUSY)
    return Budget(Shared(), KEYS, calls=calls, at_once=at_once, ledger=ledger)


async def granted(budget: Budget | Spare, most: int, account: str = "1") -> int:
    waits = await asyncio.gather(*(budget.take(account) for _ in range(most)))
    return waits.count(0)


async def test_processes_share_the_calls_of_a_minute(database: Database) -> None:
    one, two = budget(database), budget(database)
    found = await asyncio.gather(granted(one, 8), granted(two, 8))
    assert sum(found) == 10
    assert 0 < await two.take("1") <= 60
    assert await granted(two, 3, account="2") == 3


async def test_alerts_and_pictures_leave_calls_to_people(database: Database) -> None:
    one, two = budget(database), budget(database)
    assert await granted(Spare(one, share=0.7), 20) == 7
    assert await granted(Spare(two, share=0.7), 20) == 0
    assert await granted(two, 20) == 3


async def test_what_nobody_waits_for_is_spread_over_the_minute_by_all_together(
    database: Database,
) -> None:
    one, two = budget(database, 100), budget(database, 100)
    alerts = [Spare(each, share=0.7, evenly=True) for each in (one, two)]
    found = await asyncio.gather(*(granted(each, 20) for each in alerts))
    assert sum(found) == 6  # a twelfth of 70
    assert 0 < await alerts[1].take("1") <= 5
    assert await granted(Spare(one, share=0.8), 100) == 74


async def test_many_calls_at_once_are_counted_ahead_and_never_more_than_there_may_be(
    database: Database,
) -> None:
    async def counted() -> int:
        async with database.begin() as connection:
            return int(await connection.scalar(select(func.sum(made.c.calls))))

    alerts, people = Spare(budget(database, 2000), share=0.7), budget(database, 2000)
    assert await granted(alerts, 40) == 40
    assert await counted() == 40 + 13  # a hundredth of what is left
    assert await granted(alerts, 13) == 13
    assert await counted() == 40 + 13
    more = [await granted(alerts, 9) for _ in range(200)]
    assert sum(more) == 1400 - 40 - 13
    assert await granted(people, 1000) == 600


async def test_after_a_burst_processes_keep_their_distance_together(database: Database) -> None:
    one, two = budget(database, calls=100, at_once=4), budget(database, calls=100, at_once=4)
    found = await asyncio.gather(granted(one, 4), granted(two, 4))
    assert sum(found) == 4
    assert 0 < await two.take("1") <= 60 / 96


async def test_a_busy_parcellab_holds_up_every_process(database: Database) -> None:
    one, two = budget(database), budget(database)
    await one.hold("1", 7)
    assert await two.take("1") == pytest.approx(7, abs=5)
    assert await two.take("2") == 0


async def test_calls_of_more_than_a_minute_ago_count_no_more(tmp_path: Path) -> None:
    async with migrated_database("postgresql", tmp_path) as url, open_database(url) as database:
        one = Ledger(database, patience=BUSY)
        assert [await one.take("a", "b", TEN) for _ in range(11)].count(0) == 10
        await ask(url, "UPDATE call_made SET at = at - 59000000, slot = slot - 236")
        assert 0 < await one.take("a", "b", TEN) <= 1
        await ask(url, "UPDATE call_made SET at = at - 2000000, slot = slot - 8")
        assert await one.take("a", "b", TEN) == 0


async def test_without_the_database_each_process_counts_alone(tmp_path: Path) -> None:
    async with migrated_database("postgresql", tmp_path) as url, open_database(url) as database:
        alone = budget(database)
        await ask(url, "DROP TABLE call_made")
        assert await granted(alone, 20) == 10


async def test_nobody_waits_for_a_database_that_has_fallen_silent_while_parcellab_is_busy() -> None:
    """Whoever heard that parcelLab is busy kept their turn until the database had failed, too."""
    async with migrated_over_line() as (url, between), open_database(url) as database:
        ledger = Ledger(database, patience=0.5)
        await ledger.take("1", "busy", TEN)
        between.fall_silent()
        async with asyncio.timeout(3):
            await asyncio.gather(*(ledger.hold("busy", 7.0) for _ in range(20)))
            assert await ledger.take("1", "busy", TEN) == 0


async def test_upstream_counts_in_the_database_unless_there_is_a_redis(database: Database) -> None:
    settings = read_settings(
        {"parcellab_url": "http://127.0.0.1:1", "WHEREBOT_CALLS_PER_MINUTE": 10}
    )
    assert await granted(budget(database), 1, account="2") == 1  # a connection is there by now
    async with (
        open_upstream(settings, database) as one,
        open_upstream(settings, database) as two,
    ):
        assert await granted(Spare(one.budget, share=0.5), 8) == 5
        assert await granted(Spare(two.budget, share=0.5), 8) == 0
