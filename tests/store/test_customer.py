"""What customers have proven, and the lock against guessing, over both databases."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.core.customers.proof import Attempt, Locked
from bot.store.customer import CustomerStore
from bot.store.database import Database, open_database
from bot.store.seal import Seal
from tests.store.standing import ask

NOW = datetime(2026, 11, 16, 10, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KIM, SAM = "T1:U1", "T1:U2"


def lasts(tries: Sequence[Attempt | Locked]) -> list[bool | Locked]:
    return [bool(one.locks) if isinstance(one, Attempt) else one for one in tries]


@pytest.fixture
def store(database: Database) -> CustomerStore:
    return CustomerStore(database, Seal("secret"))


async def test_a_proof_holds_for_its_person_and_until_its_end(store: CustomerStore) -> None:
    await store.keep_proof(KIM, "a", "PK1004 10961", NOW, until=NOW + DAY)
    assert await store.proven(KIM, NOW + HOUR) == ["PK1004 10961"]
    assert await store.proven(SAM, NOW + HOUR) == []
    assert await store.proven(KIM, NOW + DAY) == []


async def test_the_newest_proof_comes_first_and_replaces_its_own(store: CustomerStore) -> None:
    await store.keep_proof(KIM, "a", "first", NOW, until=NOW + DAY)
    await store.keep_proof(KIM, "b", "second", NOW + HOUR, until=NOW + DAY)
    assert await store.proven(KIM, NOW + HOUR) == ["second", "first"]
    await store.keep_proof(KIM, "a", "again", NOW + 2 * HOUR, until=NOW + DAY)
    assert await store.proven(KIM, NOW + 2 * HOUR) == ["again", "second"]


async def test_nothing_of_a_proof_lies_there_in_clear(url: str) -> None:
    async with open_database(url) as database:
        store = CustomerStore(database, Seal("secret"))
        await store.keep_proof(KIM, "a", "PK1004 10961", NOW, until=NOW + DAY)
        assert await CustomerStore(database, Seal("another")).proven(KIM, NOW) == []
    await ask(url, "DELETE FROM customer_proof WHERE sealed LIKE '%10961%'")
    async with open_database(url) as database:
        assert await CustomerStore(database, Seal("secret")).proven(KIM, NOW)


async def test_a_person_is_wrong_five_times_an_hour_whatever_they_ask_for(
    store: CustomerStore,
) -> None:
    tries = [await store.attempt(KIM, f"order {n}", NOW) for n in range(6)]
    assert lasts(tries) == [False] * 4 + [True, Locked.PERSON]
    assert lasts([await store.attempt(SAM, "order 0", NOW)]) == [False]
    assert lasts([await store.attempt(KIM, "order 9", NOW + HOUR)]) == [False]


async def test_an_order_is_missed_ten_times_a_day_whoever_asks(store: CustomerStore) -> None:
    tries = [await store.attempt(f"T1:U{n}", "a", NOW) for n in range(11)]
    assert lasts(tries) == [False] * 9 + [True, Locked.ORDER]
    assert lasts([await store.attempt("T1:U99", "b", NOW)]) == [False]
    assert lasts([await store.attempt("T1:U99", "a", NOW + DAY)]) == [False]


async def test_what_is_tried_anew_after_a_crash_is_one_try(store: CustomerStore) -> None:
    tries = [await store.attempt(KIM, "a", NOW, gesture="letter 1") for _ in range(9)]
    assert len({one.id for one in tries if isinstance(one, Attempt)}) == 1
    others = [await store.attempt(KIM, f"b{n}", NOW, gesture="letter 1") for n in range(4)]
    assert isinstance(others[-1], Attempt)
    assert others[-1].locks == (Locked.PERSON,)
    assert await store.attempt(KIM, "c", NOW, gesture="letter 1") is Locked.PERSON
    again = await store.attempt(KIM, "b3", NOW, gesture="letter 1")
    assert again == others[-1], "what it locks is said again, should nobody have heard"


async def test_three_orders_in_one_form_are_one_try_of_their_person_and_one_of_each(
    store: CustomerStore,
) -> None:
    tries = [
        [await store.attempt(KIM, f"order {n}", NOW, gesture=f"form {form}") for n in range(3)]
        for form in range(6)
    ]
    assert [lasts(one) for one in tries] == [
        *[[False] * 3] * 4,
        [True] * 3,
        [Locked.PERSON] * 3,
    ]
    others = [await store.attempt(f"T1:U{n}", "order 0", NOW) for n in range(3, 9)]
    assert lasts(others) == [False] * 4 + [True, Locked.ORDER]


async def test_nobody_goes_through_more_orders_by_sending_three_at_once(
    store: CustomerStore,
) -> None:
    numbers = [await store.attempt(KIM, str(n), NOW, gesture=f"form {n // 3}") for n in range(9)]
    assert lasts(numbers) == [False] * 4 + [True] + [Locked.PERSON] * 4
    again = await store.attempt(KIM, "0", NOW, gesture="form 9")
    assert lasts([again]) == [True], "their five are still theirs to mistype"


async def test_a_right_order_among_wrong_ones_takes_no_other_guess_back(
    store: CustomerStore,
) -> None:
    for form in range(5):
        for wrong in range(2):
            await store.attempt(KIM, f"wrong {wrong}", NOW, gesture=f"form {form}")
        right = await store.attempt(KIM, "right", NOW, gesture=f"form {form}")
        assert isinstance(right, Attempt)
        await store.was_right(right)
    assert await store.attempt(KIM, "right", NOW, gesture="form 5") is Locked.PERSON


async def test_what_somebody_was_asked_for_is_known_for_a_while(store: CustomerStore) -> None:
    assert await store.wanted(KIM, NOW) is None
    await store.keep_wanted(KIM, "PK1003", until=NOW + HOUR)
    await store.keep_wanted(KIM, "PK1004", until=NOW + HOUR)
    assert await store.wanted(KIM, NOW) == "PK1004"
    assert await store.wanted(SAM, NOW) is None
    assert await store.wanted(KIM, NOW + HOUR) is None
    await store.keep_wanted(KIM, "", until=NOW + HOUR)
    assert await store.wanted(KIM, NOW) is None


async def test_who_was_right_has_made_no_wrong_try(store: CustomerStore) -> None:
    for _ in range(20):
        attempt = await store.attempt(KIM, "a", NOW)
        assert isinstance(attempt, Attempt)
        await store.was_right(attempt)


async def test_many_tries_at_once_count_like_many_one_after_the_other(
    store: CustomerStore,
) -> None:
    tries = await asyncio.gather(*(store.attempt(KIM, f"order {n}", NOW) for n in range(20)))
    assert sum(isinstance(one, Attempt) for one in tries) == 5


async def test_what_is_over_is_erased(url: str) -> None:
    async with open_database(url) as database:
        store = CustomerStore(database, Seal("secret"))
        await store.keep_proof(KIM, "a", "PK1004", NOW, until=NOW + HOUR)
        await store.attempt(KIM, "a", NOW)
        await store.keep_wanted(KIM, "PK1004", until=NOW + HOUR)
        await store.tidy(NOW + DAY)
        async with database.begin() as connection:
            for table in ("customer_proof", "customer_attempt", "customer_wanted"):
                count = await connection.execute(text(f"SELECT count(*) FROM {table}"))
                assert count.scalar_one() == 0


async def test_thirty_look_ups_an_hour_are_enough_for_anybody(store: CustomerStore) -> None:
    assert all([await store.may_look(KIM, NOW) for _ in range(30)])
    assert not await store.may_look(KIM, NOW + HOUR / 2)
    assert await store.may_look(SAM, NOW)
    assert await store.may_look(KIM, NOW + HOUR)
