"""Who is listened to, and what was told lately: over SQLite and PostgreSQL alike."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.core.letter import StoreError
from bot.core.listening import Mode, Setting
from bot.store.database import Database, open_database
from bot.store.listening import Channels, Told
from bot.store.schema.base import told
from tests.store.standing import ask

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)
ON = Setting(Mode.ON, "U1", NOON)
ASK = Setting(Mode.ASK, "U2", NOON)


async def test_a_channel_is_listened_to_as_it_was_last_set_and_no_other(
    database: Database,
) -> None:
    channels = Channels(database)
    assert await channels.setting("T1", "C1", NOON) is None
    for setting in (ON, ASK, None, ON):
        await channels.set("T1", "C1", setting, NOON)
        assert await channels.setting("T1", "C1", NOON) == setting
        assert await Channels(database).setting("T1", "C1", NOON) == setting
    assert await channels.setting("T2", "C1", NOON) is None
    assert await channels.setting("T1", "C2", NOON) is None


async def test_all_that_are_listened_to_are_known_at_once_and_none_of_another_team(
    database: Database,
) -> None:
    one, another = Channels(database), Channels(database)
    assert await one.listened("T1", NOON) == {}
    await another.set("T1", "C1", ON, NOON)
    await another.set("T1", "C2", ASK, NOON)
    await another.set("T2", "C3", ON, NOON)
    assert await one.listened("T1", NOON) == {"C1": ON, "C2": ASK}


async def test_what_another_replica_sets_is_known_within_half_a_minute(
    database: Database,
) -> None:
    one, another = Channels(database), Channels(database)
    assert await one.setting("T1", "C1", NOON) is None
    await another.set("T1", "C1", ON, NOON)
    assert await one.setting("T1", "C1", NOON + timedelta(seconds=29)) is None
    assert await one.setting("T1", "C1", NOON + timedelta(seconds=30)) == ON
    await another.set("T1", "C1", None, NOON)
    assert await one.read("T1", "C1", NOON + timedelta(seconds=31)) is None


async def test_a_look_costs_no_question_while_the_last_is_fresh(url: str) -> None:
    async with open_database(url) as database:
        channels = Channels(database)
        await channels.set("T1", "C1", ON, NOON)
        await ask(url, "DROP TABLE listening_channel")
        assert await channels.setting("T1", "C1", NOON) == ON
        assert await channels.setting("T1", "C2", NOON) is None


async def test_a_database_that_does_not_work_leaves_the_channels_as_they_were(url: str) -> None:
    async with open_database(url) as database:
        channels = Channels(database)
        await channels.set("T1", "C1", ON, NOON)
        await ask(url, "DROP TABLE listening_channel")
        assert await channels.setting("T1", "C1", NOON + HALF_AN_HOUR) == ON
        with pytest.raises(StoreError):
            await Channels(database).setting("T1", "C1", NOON)


async def test_of_many_who_set_a_channel_at_once_one_wins(database: Database) -> None:
    many = [Channels(database) for _ in range(8)]
    settings = [Setting(Mode.ON, f"U{n}", NOON) for n in range(8)]
    await asyncio.gather(
        *(one.set("T1", "C1", setting, NOON) for one, setting in zip(many, settings, strict=True))
    )
    assert await Channels(database).setting("T1", "C1", NOON) in settings


async def is_first(marks: Told, key: str, by: str, now: datetime) -> bool:
    return await marks.is_first(key, by=by, now=now, until=now + HALF_AN_HOUR)


async def test_a_thing_is_told_once_until_its_time_is_over(database: Database) -> None:
    marks = Told(database)
    assert await is_first(marks, "a", "1", NOON)
    assert not await is_first(marks, "a", "2", NOON + HALF_AN_HOUR - timedelta(microseconds=1))
    assert await is_first(marks, "b", "2", NOON)
    assert await is_first(marks, "a", "3", NOON + HALF_AN_HOUR)
    assert not await is_first(marks, "a", "2", NOON + HALF_AN_HOUR)


async def test_whoever_took_it_may_go_on_after_a_crash(database: Database) -> None:
    assert await is_first(Told(database), "a", "1", NOON)
    assert await is_first(Told(database), "a", "1", NOON + timedelta(minutes=1))
    assert not await is_first(Told(database), "a", "2", NOON + timedelta(minutes=1))


async def test_of_many_replicas_at_once_one_is_first(url: str) -> None:
    async with open_database(url) as here, open_database(url) as there:
        marks = [Told(here), Told(there)] * 10
        found = await asyncio.gather(
            *(is_first(one, "a", str(n), NOON) for n, one in enumerate(marks))
        )
        assert sum(found) == 1


async def test_what_is_over_is_forgotten(database: Database) -> None:
    marks = Told(database)
    for key in "abc":
        await is_first(marks, key, "1", NOON)
    await is_first(marks, "d", "1", NOON + HALF_AN_HOUR)
    async with database.begin() as connection:
        assert await connection.scalar(select(func.count()).select_from(told)) == 1
