"""Cases over both databases: one each, one agent each, and what is said about them once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.cases import Cases
from bot.core.customers.case import Case, Opened, Origin, State, Support, Thread, Urge
from bot.core.letter import Letter
from bot.core.text.concern import Concern
from bot.store.case import CaseStore
from bot.store.database import Database, open_database
from bot.store.inbox import Inbox
from bot.store.schema.case import cases
from bot.store.seal import Seal
from tests.store.standing import ask

NOW = datetime(2026, 11, 16, 10, 30, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
KIM = Opened("T1", "U1", "D1", "de", Origin.GUEST, Concern.LATE, 'order:"PK1004"')
SAM = Opened("T1", "U2", "D2", "en", Origin.COMPANY)


@pytest.fixture
def store(database: Database) -> CaseStore:
    return CaseStore(database, Seal("secret"))


async def opened(store: CaseStore, who: Opened = KIM) -> Case:
    case, is_new = await store.open(who, f"by {who.customer}", NOW)
    assert is_new
    return case


async def test_a_case_is_read_as_it_was_opened(store: CaseStore) -> None:
    case = await opened(store)
    assert case == Case(case.id, KIM, State.WAITING, NOW, NOW)
    assert await store.at(case.id) == await store.open_of("U1") == case
    assert await store.open_of("U2") is None
    assert await store.at(case.id + 1) is None


async def test_nobody_has_two_open_cases_however_many_ask_at_once(store: CaseStore) -> None:
    found = await asyncio.gather(*(store.open(KIM, f"click {n}", NOW) for n in range(10)))
    assert len({case.id for case, _ in found}) == 1
    assert [is_new for _, is_new in found].count(True) == 1


async def test_the_gesture_that_opened_it_is_known_when_it_comes_again(store: CaseStore) -> None:
    case = await opened(store)
    assert await store.open(KIM, "by U1", NOW + MINUTE) == (case, True)
    assert await store.open(KIM, "another", NOW + MINUTE) == (case, False)


async def test_of_many_who_take_it_over_replicas_one_has_it(url: str) -> None:
    async with open_database(url) as one, open_database(url) as other:
        stores = [CaseStore(one, Seal("secret")), CaseStore(other, Seal("secret"))]
        case = await opened(stores[0])
        agents = [f"A{n}" for n in range(10)]
        told = await asyncio.gather(
            *(stores[n % 2].take(case.id, 0, agent, NOW) for n, agent in enumerate(agents))
        )
        holders = {one.agent for one in told if one}
        assert len(holders) == 1
        assert holders <= set(agents)


async def test_an_old_button_undoes_nothing(store: CaseStore) -> None:
    case = await opened(store)
    await store.take(case.id, 0, "A1", NOW)
    back = await store.give_back(case.id, 1, NOW + MINUTE)
    assert back
    assert (back.state, back.turn, back.waits_since) == (State.WAITING, 2, NOW + MINUTE)
    for turn in (0, 1, 3):
        assert await store.take(case.id, turn, "A2", NOW) == back
        assert await store.close(case.id, turn, NOW) == back
    taken = await store.take(case.id, 2, "A2", NOW)
    assert taken
    assert (taken.state, taken.agent, taken.turn) == (State.TAKEN, "A2", 3)
    assert await store.give_back(case.id, 1, NOW) == taken


async def test_when_it_is_closed_its_order_is_gone_and_another_can_be_opened(
    store: CaseStore,
) -> None:
    case = await opened(store)
    closed = await store.close(case.id, 0, NOW + MINUTE)
    assert closed == replace(
        case, state=State.CLOSED, closed_at=NOW + MINUTE, opened=replace(KIM, order=None)
    )
    again, is_new = await store.open(KIM, "again", NOW + DAY)
    assert is_new
    assert again.id != case.id
    assert await store.closed_of("U1", NOW, NOW + DAY) == closed
    assert await store.closed_of("U1", NOW + MINUTE, NOW + DAY) is None
    assert await store.closed_of("U2", NOW, NOW + DAY) is None


async def test_a_thread_is_known_by_its_turn(store: CaseStore) -> None:
    case = await opened(store)
    await store.take(case.id, 0, "A1", NOW)
    assert await store.is_beginning("A1")
    for _ in range(2):
        begun = await store.begun(case.id, 1, "A1", ("DA1", "1.5"))
    assert begun == await store.thread_of(case.id, 1)
    assert await store.thread_of(case.id, 0) is None
    assert not await store.is_beginning("A1")
    now = await store.at(case.id)
    assert now
    assert now.thread == ("DA1", "1.5")
    thread = await store.of_thread("DA1", "1.5")
    assert thread == begun == Thread(now, 1, "A1", ("DA1", "1.5"))
    assert thread.is_current
    await store.give_back(case.id, 1, NOW)
    old = await store.of_thread("DA1", "1.5")
    assert old
    assert not old.is_current
    assert await store.of_thread("DA1", "1.6") is None


async def test_nothing_of_an_order_lies_there_in_clear(url: str) -> None:
    async with open_database(url) as database:
        case = await opened(CaseStore(database, Seal("secret")))
        other = await CaseStore(database, Seal("another")).at(case.id)
        assert other
        assert other.opened.order is None
    await ask(url, "DELETE FROM support_case WHERE sealed LIKE '%PK1004%'")
    async with open_database(url) as database:
        assert await CaseStore(database, Seal("secret")).at(case.id) == case


async def test_what_is_long_over_is_erased(store: CaseStore) -> None:
    sam = await opened(store, SAM)
    await store.take(sam.id, 0, "A1", NOW)
    await store.begun(sam.id, 1, "A1", ("DA1", "1.5"))
    await store.close(sam.id, 1, NOW)
    await store.tidy(NOW - MINUTE)
    assert await store.at(sam.id)
    await store.tidy(NOW)
    assert await store.at(sam.id) is None
    assert await store.of_thread("DA1", "1.5") is None


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


class Replica:
    """One replica's use case; letters are kept where all keep them, and read off there."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._inbox = Inbox(database, lease=MINUTE)
        self._clock = clock
        self.taken: list[str] = []
        support = Support("C1", lead="U9", patience=15 * MINUTE)
        self.store = CaseStore(database, Seal("secret"))
        self.cases = Cases(self.store, self._take, support, clock)

    async def _take(self, letter: Letter) -> bool:
        kept = await self._inbox.keep(letter, self._clock())
        if kept:
            self.taken += letter.keys
        return kept is not None


async def test_of_who_waits_all_are_told_once_by_whichever_replica(url: str) -> None:
    clock = Clock()
    async with open_database(url) as one, open_database(url) as other:
        replicas = [Replica(one, clock), Replica(other, clock)]
        kim = await opened(replicas[0].store)
        sam = await opened(replicas[0].store, SAM)
        await replicas[0].store.take(sam.id, 0, "A1", NOW)

        async def told(minutes: int) -> list[str]:
            clock.at = NOW + minutes * MINUTE
            for _ in range(3):
                await asyncio.gather(*(replica.cases.remind() for replica in replicas))
            found = sorted(key for replica in replicas for key in replica.taken)
            for replica in replicas:
                replica.taken.clear()
            return found

        assert await told(14) == []
        assert await told(15) == [f"case:urge:{kim.id}.0.{Urge.CHANNEL}"]
        assert await told(29) == []
        assert await told(30) == [f"case:urge:{kim.id}.0.{Urge.LEAD}"]
        assert await told(500) == []
        await replicas[1].store.give_back(sam.id, 1, clock.at)
        assert await told(514) == []
        assert await told(515) == [f"case:urge:{sam.id}.2.{Urge.CHANNEL}"]


async def test_who_dies_before_noting_a_reminder_does_not_double_it(database: Database) -> None:
    clock = Clock()
    replica = Replica(database, clock)
    await opened(replica.store)
    clock.at = NOW + 15 * MINUTE
    await replica.cases.remind()
    assert len(replica.taken) == 1
    async with database.begin() as connection:  # as if that had not been noted
        await connection.execute(update(cases).values(urged=""))
    await replica.cases.remind()
    assert len(replica.taken) == 1
