"""The rulebook's contract, over SQLite and PostgreSQL alike."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.rule import AGENTS, ORDER_PATTERNS, UNRULED, Change, Ruled
from bot.store.database import Database
from bot.store.rulebook import Rulebook

NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
GROUPS = {"by": "groups", "ids": ["S1"]}


@pytest.fixture
def rulebook(database: Database) -> Rulebook:
    return Rulebook(database)


async def test_what_nobody_has_ruled_is_not_there(rulebook: Rulebook) -> None:
    assert await rulebook.rules() == {}
    assert await rulebook.changes(5) == []


async def test_a_change_stands_with_its_line(rulebook: Rulebook) -> None:
    assert await rulebook.change(AGENTS, GROUPS, version=0, by="U1", now=NOON)
    assert await rulebook.rules() == {AGENTS: Ruled(GROUPS, 1, "U1", NOON)}
    later = NOON + timedelta(hours=1)
    assert await rulebook.change(AGENTS, None, version=1, by="U2", now=later)
    assert await rulebook.rules() == {AGENTS: Ruled(None, 2, "U2", later)}
    assert await rulebook.changes(5) == [
        Change(later, "U2", AGENTS, GROUPS, None),
        Change(NOON, "U1", AGENTS, None, GROUPS),
    ]
    assert len(await rulebook.changes(1)) == 1


async def test_who_changes_what_has_changed_meanwhile_changes_nothing(rulebook: Rulebook) -> None:
    await rulebook.change(ORDER_PATTERNS, ["A"], version=0, by="U1", now=NOON)
    for version in (0, 2, -1):
        assert not await rulebook.change(ORDER_PATTERNS, ["B"], version=version, by="U2", now=NOON)
    assert (await rulebook.rules())[ORDER_PATTERNS].value == ["A"]
    assert len(await rulebook.changes(5)) == 1


async def test_of_many_at_once_one_changes_it(rulebook: Rulebook) -> None:
    async def change(value: int, version: int) -> bool:
        return await rulebook.change(AGENTS, value, version=version, by="U1", now=NOON)

    for version in range(3):
        done = await asyncio.gather(*(change(n + 10 * version, version) for n in range(8)))
        assert sorted(done) == [False] * 7 + [True]
    assert len(await rulebook.changes(99)) == 3


async def test_two_rules_do_not_stand_in_each_others_way(rulebook: Rulebook) -> None:
    assert await rulebook.change(AGENTS, GROUPS, version=0, by="U1", now=NOON)
    assert await rulebook.change(ORDER_PATTERNS, ["A"], version=0, by="U2", now=NOON)
    assert {rule.version for rule in (await rulebook.rules()).values()} == {1}


async def test_what_stays_as_it_is_is_no_change(rulebook: Rulebook) -> None:
    await rulebook.change(AGENTS, GROUPS, version=0, by="U1", now=NOON)
    assert await rulebook.change(AGENTS, GROUPS, version=1, by="U2", now=NOON)
    assert (await rulebook.rules())[AGENTS].by == "U1"
    assert await rulebook.change(ORDER_PATTERNS, None, version=0, by="U1", now=NOON)
    assert (await rulebook.rules()).get(ORDER_PATTERNS, UNRULED) == UNRULED
    assert len(await rulebook.changes(5)) == 1


async def test_what_is_kept_elsewhere_has_its_line_too(rulebook: Rulebook) -> None:
    line = Change(NOON, "U1", "listening", None, {"channel": "C1", "mode": "ask"})
    await rulebook.note(line)
    assert await rulebook.changes(5) == [line]
    assert await rulebook.rules() == {}


async def test_a_database_is_of_the_workspace_that_came_first(rulebook: Rulebook) -> None:
    both = (rulebook.workspace(team, NOON) for team in ("T1", "T2"))
    first, second = await asyncio.gather(*both)
    assert first == second
    assert await rulebook.workspace("T3", NOON) == first
    assert await rulebook.rules() == {}
