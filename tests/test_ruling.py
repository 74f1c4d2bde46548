"""What holds where, and when: rules over a real database and more than one replica."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.letter import StoreError
from bot.core.privacy import Agent
from bot.core.rule import AGENTS, NOBODY, ORDER_PATTERNS, AgentsRule, By
from bot.ruling import Ruling
from bot.store.database import Database, open_database
from bot.store.people import People
from bot.store.rulebook import Rulebook
from tests.conftest import until
from tests.store.standing import ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
GROUP = AgentsRule(By.GROUPS, ("S1",))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/test.sqlite"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with open_database(url) as database:
        yield database


def replica(database: Database) -> Ruling:
    return Ruling(
        Rulebook(database),
        People(database),
        file_patterns=(r"PK\d{4,}",),
        clock=lambda: NOON,
        pause=0.02,
    )


async def test_the_environments_settings_hold_until_somebody_rules(database: Database) -> None:
    ruling = replica(database)
    await ruling.read()
    assert ruling.agents == AgentsRule()
    assert [value for *_, value in ruling.patterns().find("pk1004 AB123456")] == ["PK1004"]


async def test_a_rule_holds_here_at_once_and_elsewhere_soon(database: Database) -> None:
    here, there = replica(database), replica(database)
    async with AsyncExitStack() as stack:
        for one in (here, there):
            await stack.enter_async_context(one.at_work())
        assert await here.rule(AGENTS, GROUP.stored(), version=0, by="U1")
        assert await here.rule(ORDER_PATTERNS, [r"AB\d{6}"], version=0, by="U1")
        await here.choose_language(Agent("T1", "U1"), "pl")
        assert here.agents == GROUP
        assert here.lang("U1") == "pl"
        await until(lambda: there.agents == GROUP and there.lang("U1") == "pl")
        assert [value for *_, value in there.patterns().find("AB123456 PK1004")] == ["AB123456"]


async def test_of_two_replicas_the_second_to_change_a_rule_is_told(database: Database) -> None:
    here, there = replica(database), replica(database)
    assert await here.rule(AGENTS, GROUP.stored(), version=0, by="U1")
    assert not await there.rule(AGENTS, NOBODY.stored(), version=0, by="U2")
    assert there.agents == GROUP, "and it knows by now what holds"
    assert there.ruled(AGENTS).by == "U1"


async def test_the_environments_patterns_can_hold_again(database: Database) -> None:
    ruling = replica(database)
    examples = ruling.patterns().examples
    await ruling.rule(ORDER_PATTERNS, [r"AB\d{6}"], version=0, by="U1")
    assert ruling.patterns().examples != examples
    await ruling.rule(ORDER_PATTERNS, None, version=1, by="U1")
    assert ruling.patterns().examples == examples


@pytest.mark.parametrize("stored", [{"by": "birth", "ids": []}, {"by": "groups"}, "all", 7, []])
async def test_a_rule_of_another_version_makes_nobody_an_agent(
    database: Database, stored: object
) -> None:
    ruling = replica(database)
    await ruling.rule(AGENTS, stored, version=0, by="U1")
    assert ruling.agents == NOBODY


@pytest.mark.parametrize("stored", [["("], [7], "PK", {}, []])
async def test_patterns_that_cannot_be_used_leave_those_of_the_environment(
    database: Database, stored: object
) -> None:
    ruling = replica(database)
    examples = ruling.patterns().examples
    await ruling.rule(ORDER_PATTERNS, stored, version=0, by="U1")
    assert ruling.patterns().examples == examples


async def test_while_the_database_does_not_answer_what_it_said_last_holds(
    url: str, database: Database
) -> None:
    ruling = replica(database)
    await ruling.rule(AGENTS, GROUP.stored(), version=0, by="U1")
    async with ruling.at_work():
        await ask(url, "ALTER TABLE rule RENAME TO gone")
        with pytest.raises(StoreError):
            await ruling.rule(AGENTS, None, version=1, by="U1")
        assert ruling.agents == GROUP
        await ask(url, "ALTER TABLE gone RENAME TO rule")
        await Rulebook(database).change(AGENTS, None, version=1, by="U1", now=NOON)
        await until(lambda: ruling.agents == AgentsRule())
