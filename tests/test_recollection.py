"""Recent look-ups: noted in passing, there when they are asked for."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.letter import StoreError
from bot.core.looked_up import MOST, LookedUp
from bot.core.order import Order, tolerant_order
from bot.core.privacy import Agent
from bot.recollection import Recollection
from bot.store.database import Database, open_database
from bot.store.people import People
from tests.store.standing import ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ONE = Agent("T1", "U1")


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/test.sqlite"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with open_database(url) as database:
        yield database


@pytest.fixture
def recollection(database: Database) -> Recollection:
    return Recollection(People(database), clock=Clock(), pause=0.02)


def order(number: str | None) -> Order:
    return tolerant_order({"order_number": number, "client_key": "c"})


async def numbers(recollection: Recollection) -> list[str]:
    return [one.reference.value for one in await recollection.recent(ONE)]


async def test_what_was_noted_is_there_at_once(recollection: Recollection) -> None:
    for number in ("A1", "B2", "A1"):
        recollection.note(ONE, order(number))
    assert await numbers(recollection) == ["A1", "B2"]


class Counting(People):
    """Counts what is written."""

    written = 0

    async def remember_lookups(self, looked_up: Mapping[Agent, Iterable[LookedUp]]) -> None:
        self.written += sum(len(list(found)) for found in looked_up.values())
        await super().remember_lookups(looked_up)


async def test_of_many_only_what_is_shown_is_written(database: Database) -> None:
    people = Counting(database)
    recollection = Recollection(people, clock=Clock())
    for number in (*range(500), 480):
        recollection.note(ONE, order(f"A{number}"))
    assert await numbers(recollection) == ["A480", *(f"A{n}" for n in range(499, 480, -1))]
    assert people.written == MOST


async def test_what_is_noted_meanwhile_is_written_next(database: Database) -> None:
    people = Counting(database)
    recollection = Recollection(people, clock=Clock())
    for number in range(120):
        recollection.note(Agent("T1", f"U{number}"), order("A1"))
    writing = asyncio.create_task(recollection.recent(ONE))
    await asyncio.sleep(0)
    recollection.note(ONE, order("A1"))
    recollection.note(ONE, order("B2"))
    await writing
    assert await numbers(recollection) == ["B2", "A1"]
    assert people.written == 122


class Busy(People):
    """While it writes, somebody looks something up, five times."""

    writes = 0
    recollection: Recollection

    async def remember_lookups(self, looked_up: Mapping[Agent, Iterable[LookedUp]]) -> None:
        await super().remember_lookups(looked_up)
        self.writes += 1
        if self.writes <= 5:
            self.recollection.note(ONE, order(f"A{self.writes}"))


async def test_what_comes_while_others_are_written_shares_the_next_transaction(
    database: Database,
) -> None:
    people = Busy(database)
    people.recollection = recollection = Recollection(people, clock=Clock())
    recollection.note(ONE, order("A0"))
    assert await numbers(recollection) == ["A0"]
    assert people.writes == 1
    assert await numbers(recollection) == ["A1", "A0"]


async def test_an_order_that_has_no_number_is_nothing_to_come_back_to(
    recollection: Recollection,
) -> None:
    recollection.note(ONE, order(None))
    assert await numbers(recollection) == []


async def test_it_is_written_down_at_the_end(database: Database) -> None:
    recollection = Recollection(People(database), clock=Clock(), pause=60)
    async with recollection.at_work():
        recollection.note(ONE, order("A1"))
    assert [one.reference.value for one in await People(database).recent(ONE, NOON)] == ["A1"]


async def test_what_is_forgotten_does_not_come_back(recollection: Recollection) -> None:
    recollection.note(ONE, order("A1"))
    await recollection.recent(ONE)
    recollection.note(ONE, order("B2"))
    await recollection.forget(ONE)
    assert await numbers(recollection) == []


async def test_a_database_that_does_not_work_loses_nothing(
    url: str, recollection: Recollection
) -> None:
    async with recollection.at_work():
        await ask(url, "ALTER TABLE person_lookup RENAME TO gone")
        recollection.note(ONE, order("A1"))
        with pytest.raises(StoreError):
            await recollection.recent(ONE)
        await ask(url, "ALTER TABLE gone RENAME TO person_lookup")
        assert await numbers(recollection) == ["A1"]
