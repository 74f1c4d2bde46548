"""What is remembered of people, over SQLite and PostgreSQL alike."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.core.looked_up import MOST, LookedUp
from bot.core.privacy import Agent
from bot.core.reference import Kind, Reference
from bot.store.database import Database
from bot.store.paste import Pastes
from bot.store.people import People
from bot.store.schema.base import lookups, pastes
from bot.store.seal import Seal

NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
ONE, TWO = Agent("T1", "U1"), Agent("T1", "U2")


@pytest.fixture
def people(database: Database) -> People:
    return People(database)


def order(number: str, *, at: datetime = NOON, client: str = "") -> LookedUp:
    return LookedUp(Reference(Kind.ORDER_NUMBER, number), client, at)


async def remember(people: People, agent: Agent, *looked_up: LookedUp) -> None:
    await people.remember_lookups({agent: looked_up})


async def numbers(people: People, agent: Agent = ONE, now: datetime = NOON) -> list[str]:
    return [one.reference.value for one in await people.recent(agent, now)]


async def test_the_newest_comes_first_and_each_once(people: People) -> None:
    for minute, number in enumerate(["A1", "B2", "A1", "C3"]):
        await remember(people, ONE, order(number, at=NOON + timedelta(minutes=minute)))
    assert await numbers(people) == ["C3", "A1", "B2"]


async def test_it_comes_back_as_it_was(people: People) -> None:
    parcel = Reference(Kind.TRACKING_NUMBER, "0034'; --", ("dhl-germany", "dhl"))
    looked_up = LookedUp(parcel, "client:one", NOON)
    await remember(people, ONE, looked_up)
    assert await people.recent(ONE, NOON) == [looked_up]
    [found] = await people.recent(ONE, NOON)
    assert found.click.reference == parcel
    assert found.click.client_key == "client:one"


async def test_one_order_number_of_two_clients_is_two_orders(people: People) -> None:
    await remember(people, ONE, order("A1", client="x"), order("A1", client="y"))
    assert len(await numbers(people)) == 2


async def test_no_more_are_kept_than_are_shown(people: People, database: Database) -> None:
    many = [order(f"A{n}", at=NOON + timedelta(seconds=n)) for n in range(MOST + 7)]
    await remember(people, ONE, *many)
    await remember(people, TWO, order("B1"))
    assert await numbers(people) == [f"A{n}" for n in reversed(range(7, MOST + 7))]
    async with database.begin() as connection:
        assert await connection.scalar(select(func.count()).select_from(lookups)) == MOST + 1


async def test_what_several_looked_up_is_written_at_once(
    people: People, database: Database
) -> None:
    many = [order(f"A{n}", at=NOON + timedelta(seconds=n)) for n in range(MOST + 7)]
    await remember(people, Agent("T2", ONE.user_id), *many)
    await people.remember_lookups({ONE: many, TWO: [order("B1"), *many[:2]]})
    assert await numbers(people) == [f"A{n}" for n in reversed(range(7, MOST + 7))]
    assert sorted(await numbers(people, TWO)) == ["A0", "A1", "B1"]
    async with database.begin() as connection:
        assert await connection.scalar(select(func.count()).select_from(lookups)) == 2 * MOST + 3


async def test_nobody_sees_what_another_looked_up(people: People) -> None:
    await remember(people, ONE, order("A1"))
    assert await numbers(people, TWO) == []
    assert await numbers(people, Agent("T2", ONE.user_id)) == []


async def test_after_thirty_days_it_is_not_shown_and_then_erased(
    people: People, database: Database
) -> None:
    await remember(people, ONE, order("A1"), order("B2", at=NOON + timedelta(days=1)))
    later = NOON + timedelta(days=30)
    assert await numbers(people, now=later) == ["B2"]
    await people.expire(later)
    async with database.begin() as connection:
        assert (await connection.scalars(select(lookups.c.value))).all() == ["B2"]


async def test_a_number_that_is_too_long_for_one_is_not_kept(people: People) -> None:
    await remember(people, ONE, order("A" * 256), order("B2"))
    await remember(people, ONE, order("C" * 300))
    assert await numbers(people) == ["B2"]


async def test_many_at_once_are_all_remembered(people: People) -> None:
    work = [remember(people, ONE, order(f"A{n}"), order("A1")) for n in range(10)]
    await asyncio.gather(*work)
    assert sorted(await numbers(people)) == sorted(f"A{n}" for n in range(10))


async def test_a_language_is_chosen_and_given_up_again(people: People) -> None:
    await people.set_language(ONE, "pl")
    await people.set_language(TWO, "de")
    await people.set_language(ONE, "it")
    assert await people.languages() == {ONE: "it", TWO: "de"}
    await people.set_language(ONE, "")
    assert await people.languages() == {TWO: "de"}


async def test_lookups_can_be_forgotten_alone(people: People) -> None:
    await people.set_language(ONE, "de")
    await remember(people, ONE, order("A1"))
    await people.forget_lookups(ONE)
    assert await numbers(people) == []
    assert await people.languages() == {ONE: "de"}


async def test_what_somebody_pasted_last_is_kept_for_them_alone_sealed_and_for_half_an_hour(
    database: Database,
) -> None:
    kept = Pastes(database, Seal("secret"))
    await kept.keep(ONE, "PK1 PK2", NOON)
    await kept.keep(ONE, "PK3 PK4", NOON)
    assert (await kept.last(ONE, NOON), await kept.last(TWO, NOON)) == ("PK3 PK4", "")
    assert await Pastes(database, Seal("another")).last(ONE, NOON) == ""
    async with database.begin() as connection:
        assert "PK3" not in str((await connection.execute(select(pastes))).all())
    later = NOON + timedelta(minutes=30)
    assert await kept.last(ONE, later) == ""
    await kept.keep(TWO, "PK5 PK6", later)
    async with database.begin() as connection:
        left = (await connection.execute(select(pastes.c.user_id))).scalars().all()
    assert left == [TWO.user_id]
