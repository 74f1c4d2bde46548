"""Looks at the same answer again: it is not read again, and nothing is lost by that."""

import asyncio
import json
import math
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.core.question import Answer, Busy, Options
from bot.core.reference import Kind, Reference
from bot.core.watches.claim import HASTE, Outcome
from bot.core.watches.look import Pace
from bot.core.watches.watch import Watch
from bot.looking import Habits, Looking
from bot.parcellab.client import ParcelLab, open_client
from bot.store.alerts.looks import Looks
from bot.store.alerts.watches import Watches
from bot.store.database import Database
from bot.store.schema.alert import events, orders
from tests.conftest import until
from tests.core.sample import Json, body, status, tracking
from tests.parcellab.loopback import answering
from tests.store.standing import KINDS, some_database

NOW = datetime(2026, 11, 16, 10, 30, tzinfo=UTC)  # half past eleven in Berlin
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PK1004 = Reference(Kind.ORDER_NUMBER, "PK1004")
MIDNIGHT = datetime(2026, 11, 16, 23, tzinfo=UTC)
PROMISED = tracking(announced_delivery_date="2026-11-16")
AHEAD = tracking(
    checkpoints=[
        {"status_code": "DeliveryAttempt", "event_timestamp": (NOW + HOUR).isoformat()},
        {"status_code": "Transit", "event_timestamp": (NOW - HOUR).isoformat()},
    ]
)


@dataclass
class Place:
    """A watched order, what parcelLab says of it, and who looks at what time."""

    database: Database
    parcellab: ParcelLab
    says: list[Json]
    now: datetime = NOW
    takes: timedelta = timedelta()  # an answer
    habits: Habits = field(default_factory=Habits)
    read: list[bool] = field(default_factory=list)  # whether each answer was

    async def answer(self, reference: Any, options: Options, *, known: str) -> Answer | None:
        answer = await self.parcellab.answer(reference, options, known=known)
        self.now += self.takes
        self.read.append(answer is not None and answer.order is not None)
        return answer

    async def watch(self, place: str = "C1") -> None:
        wish = Watch(0, PK1004, place, "U1", self.now)
        await Watches(self.database).watch([wish], self.now)

    async def look(self, at: datetime | None = None) -> list[str]:
        """Look *at* that time, when somebody hints at it; return what is news."""
        self.now = at or self.now
        looks = Looks(self.database, lease=MINUTE)
        looking = Looking(self, looks, lambda: self.now, habits=self.habits)
        before = await self.events()
        await Watches(self.database).hint(["PK1004"], [], self.now)
        [claim] = await looks.claim(self.now, 9)
        outcome: Outcome = await looking._outcome(claim)
        await looks.record([outcome], self.now)
        return (await self.events())[len(before) :]

    async def events(self) -> list[str]:
        async with self.database.begin() as connection:
            found = await connection.execute(select(events.c.kind).order_by(events.c.id))
            return [row[0] for row in found]

    async def due(self) -> datetime | None:
        async with self.database.begin() as connection:
            due: datetime | None = await connection.scalar(select(orders.c.due_at))
            return due


@pytest.fixture(params=KINDS)
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    says = [tracking()]

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=json.dumps(body(*says)).encode())

    async with (
        some_database(request.param, tmp_path) as database,
        answering(answer) as server,
        open_client(server.url) as http,
    ):
        found = Place(database, ParcelLab(http), says)
        await found.watch()
        yield found


async def test_who_is_to_wait_for_calls_keeps_the_place_in_the_line(place: Place) -> None:
    """Of many that wait for long, none waits anew because calls were short when it was its turn."""

    async def busy(*_: object, **__: object) -> Answer | None:
        raise Busy(30)

    place.answer = busy  # type: ignore[method-assign]
    assert await place.look(NOW + HOUR) == []
    assert await place.due() == NOW + HOUR - HASTE


class Short:
    """Says that calls are short, and which orders were asked for."""

    def __init__(self, after: int = 0) -> None:
        self.asked: list[str] = []
        self._left = after

    async def answer(self, reference: Any, options: Options, *, known: str) -> Answer | None:
        self.asked.append(reference.value)
        self._left -= 1
        if self._left < 0:
            raise Busy(30)
        return None


async def test_who_was_not_even_asked_about_keeps_the_place_in_the_line_too(place: Place) -> None:
    """All that was claimed with it is given back at once, as long due as it was."""
    other = Reference(Kind.ORDER_NUMBER, "PK1005")
    await Watches(place.database).watch([Watch(0, other, "C1", "U1", NOW)], NOW)
    looks, short = Noted(place.database), Short()
    looking = Looking(short, looks, lambda: NOW + HOUR, habits=Habits(at_once=1))
    async with asyncio.timeout(20), looking.at_work():
        assert await looks.written.get() == {"PK1004", "PK1005"}
    assert short.asked == ["PK1004"]
    assert [claim.due_at for claim in await looks.claim(NOW + HOUR, 9)] == [NOW, NOW]


async def test_what_is_hinted_at_is_asked_about_before_what_waits_longer(place: Place) -> None:
    numbers = [f"PK2{n:03}" for n in range(40)]
    wishes = [Watch(0, Reference(Kind.ORDER_NUMBER, one), "C1", "U1", NOW) for one in numbers]
    await Watches(place.database).watch(wishes, NOW)
    await Watches(place.database).hint(["PK2030"], [], NOW + HOUR)
    looks, short = Noted(place.database), Short(after=1)
    looking = Looking(short, looks, lambda: NOW + HOUR, habits=Habits(at_once=1))
    async with asyncio.timeout(20), looking.at_work():
        await looks.written.get()
    assert short.asked[:2] == ["PK2030", "PK1004"]
    assert looking.counts.late == 1  # the other one has waited for an hour


async def test_a_hint_is_asked_with_calls_of_its_own_soon_after_there_were_none(
    place: Place,
) -> None:
    """However full the minute is: nobody waits for its end."""
    other = Reference(Kind.ORDER_NUMBER, "PK1005")
    await Watches(place.database).watch([Watch(0, other, "C1", "U1", NOW)], NOW)
    looks, none, some = Looks(place.database, lease=MINUTE), Short(), Short(after=9)
    looking = Looking(none, looks, lambda: NOW + HOUR, hinted=some)
    async with asyncio.timeout(20), looking.at_work():
        await until(lambda: bool(none.asked))
        await Watches(place.database).hint(["PK1005"], [], NOW + HOUR)
        await until(lambda: bool(some.asked))
    assert some.asked == ["PK1005"]


async def test_a_clock_put_back_before_a_look_is_written_down_puts_off_no_other(
    place: Place,
) -> None:
    looks = Looks(place.database, lease=MINUTE)
    looking = Looking(place, looks, lambda: place.now)
    [claim] = await looks.claim(place.now, 9)
    await looking._look_at(claim, math.inf)
    usual = looking._done[0][0].due_at - place.now
    place.now -= 9 * HOUR
    await looking._flush()
    assert await place.due() == place.now + usual


async def test_the_same_answer_is_not_read_again_and_another_one_is(place: Place) -> None:
    assert await place.look() == []
    first = await place.due()
    assert first
    assert await place.look(NOW + 2 * HOUR) == []
    again = await place.due()
    assert again
    assert again - (NOW + 2 * HOUR) == first - NOW
    place.says[:] = [tracking(is_delayed=True)]
    assert await place.look(NOW + 4 * HOUR) == ["late"]
    assert await place.look(NOW + 6 * HOUR) == []
    assert place.read == [True, False, True, False]


async def test_a_promise_that_passes_is_told_though_the_answer_is_the_same(place: Place) -> None:
    place.says[:] = [PROMISED]
    assert await place.look() == []
    assert await place.look(MIDNIGHT - HOUR) == []
    assert await place.look(MIDNIGHT + MINUTE) == ["late"]
    assert await place.look(MIDNIGHT + HOUR) == []
    assert place.read == [True, False, True, False]


async def test_what_waits_to_be_collected_is_told_day_by_day(place: Place) -> None:
    ready = status("ReadyToCollect", event_timestamp=NOW.isoformat())
    place.says[:] = [tracking(last_delivery_status=ready)]
    assert await place.look() == ["ready_for_pickup"]
    told = [await place.look(NOW + number * 6 * HOUR) for number in range(1, 13)]
    assert [number for number, news in enumerate(told, 1) if news] == [4, 8, 12]
    assert not all(place.read)


async def test_a_scan_that_was_told_ahead_is_told_when_its_time_comes(place: Place) -> None:
    place.says[:] = [AHEAD]
    assert await place.look() == []
    assert await place.look(NOW + HOUR - MINUTE) == []
    assert await place.look(NOW + HOUR) == ["failed_attempt"]
    assert place.read == [True, False, True]


async def test_who_begins_to_watch_is_told_what_holds(place: Place) -> None:
    place.says[:] = [tracking(is_delayed=True)]
    await place.look()
    await place.look(NOW + 2 * HOUR)
    await place.watch("C2")
    await place.look(NOW + 2 * HOUR)
    assert place.read == [True, False, True]
    async with place.database.begin() as connection:
        assert await connection.scalar(select(orders.c.has_new)) is False


async def test_an_order_that_is_over_is_left_after_its_grace(place: Place) -> None:
    place.says[:] = [tracking("Delivered")]
    assert await place.look() == ["delivered"]
    at = NOW
    for _ in range(9):
        due = await place.due()
        if due is None:
            break
        at = due
        await place.look(at)
    assert await place.due() is None
    assert at == NOW + place.habits.grace
    assert not all(place.read)


async def test_what_a_clock_that_was_ahead_has_judged_is_judged_anew(place: Place) -> None:
    place.says[:] = [PROMISED]
    await place.look(NOW)
    assert await place.look(NOW + DAY) == ["late"]
    await place.look(NOW + HOUR)
    assert place.read == [True, True, True]


async def test_where_the_moment_comes_while_it_is_asked_it_is_looked_at_again(place: Place) -> None:
    place.says[:] = [AHEAD]
    await place.look()
    place.takes = timedelta(seconds=2)
    assert await place.look(NOW + HOUR - timedelta(seconds=1)) == []
    assert await place.due() == place.now
    assert await place.look() == ["failed_attempt"]
    assert place.read == [True, False, True]


async def test_other_habits_judge_anew(place: Place) -> None:
    await place.look()
    place.habits = replace(place.habits, pace=Pace(most=10 * MINUTE))
    await place.look(NOW + 2 * HOUR)
    due = await place.due()
    assert due
    assert due < place.now + HOUR / 4
    await place.look(NOW + 3 * HOUR)
    assert place.read == [True, True, False]


async def test_whoever_lost_the_claim_says_nothing_of_what_was_judged(place: Place) -> None:
    looks = Looks(place.database, lease=MINUTE)
    [lost] = await looks.claim(NOW, 9)
    place.says[:] = [tracking(is_delayed=True)]
    await place.look(NOW + HOUR)
    await looks.record([Outcome(lost, NOW, seen="{}", judged="x x 1 0 9e9 0.0")], NOW + HOUR)
    assert await place.look(NOW + 3 * HOUR) == []
    assert place.read == [True, False]


async def test_a_failure_forgets_nothing(place: Place) -> None:
    await place.look()
    looks = Looks(place.database, lease=MINUTE)
    [claim] = await looks.claim(NOW + 2 * HOUR, 9)
    await looks.record([Outcome(claim, NOW + 3 * HOUR, failures=1)], NOW + 2 * HOUR)
    await place.look(NOW + 3 * HOUR)
    assert place.read == [True, False]
    async with place.database.begin() as connection:
        assert await connection.scalar(select(orders.c.failures)) == 0


class Noted(Looks):
    """Notes whose looks were written down together."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, lease=MINUTE)
        self.written: asyncio.Queue[set[str]] = asyncio.Queue()

    async def record(self, outcomes: Sequence[Outcome], now: datetime) -> int:
        owed = await super().record(outcomes, now)
        self.written.put_nowait({one.claim.reference.value for one in outcomes})
        return owed


class Slow:
    """Answers one question only when it may."""

    def __init__(self, parcellab: ParcelLab, value: str) -> None:
        self.may = asyncio.Event()
        self._parcellab = parcellab
        self._value = value

    async def answer(self, reference: Any, options: Options, *, known: str) -> Answer | None:
        if reference.value == self._value:
            await self.may.wait()
        return await self._parcellab.answer(reference, options, known=known)


async def test_a_look_that_ends_after_others_were_written_down_is_written_down(
    place: Place,
) -> None:
    other = Reference(Kind.ORDER_NUMBER, "PK1005")
    await Watches(place.database).watch([Watch(0, other, "C1", "U1", NOW)], NOW)
    looks, slow = Noted(place.database), Slow(place.parcellab, "PK1005")
    async with asyncio.timeout(20), Looking(slow, looks, lambda: NOW).at_work():
        assert await looks.written.get() == {"PK1004"}
        slow.may.set()
        assert await looks.written.get() == {"PK1005"}
