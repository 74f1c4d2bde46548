"""A list is looked up behind everybody else, within the budget, and nothing stops it half-way."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.bulk import AT_ONCE, Bulk, Pace
from bot.core.bulk.entry import key_of
from bot.core.privacy import Agent
from bot.core.question import Broken, Busy, Found, Options, ParcelLabError, Refused
from bot.core.reference import Kind, Reference
from bot.core.text.pattern import OrderPatterns
from bot.parcellab.budget import Budget, Lists
from bot.parcellab.key import Keys
from bot.parcellab.shared import Shared
from tests.parcellab.standing import Moment

NOW = datetime(2026, 11, 16, tzinfo=UTC)
REFERENCES = [Reference(Kind.ORDER_NUMBER, f"PK{number}") for number in range(1000, 1040)]
ENGLISH = Options(lang="en")
AGENT = Agent("T1", "U1")


class Asked:
    """Answers as it is told to, and counts who asked what, and how many at once."""

    def __init__(self, answer: Callable[[int, Reference], Found | ParcelLabError]) -> None:
        self._answer = answer
        self.asked: Counter[str] = Counter()
        self.at_once = self.most_at_once = 0

    async def find(self, reference: Reference, options: Options) -> Found:
        self.asked[reference.value] += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        answer = self._answer(self.asked.total(), reference)
        if isinstance(answer, ParcelLabError):
            raise answer
        return answer


def bulk(orders: Asked, *, rests: tuple[float, ...] = (0.0,) * 5) -> Bulk:
    patterns = OrderPatterns.of((r"PK\d{4,}",))
    pace = Pace(80, rests)
    return Bulk(orders, lambda: patterns, lambda: NOW, few=25, pace=pace)


async def looked_up(orders: Asked) -> list[Found | ParcelLabError]:
    async with bulk(orders).looking_up(REFERENCES, ENGLISH, AGENT) as job:
        assert await job.ends_within(5)
        assert len(job.result()) == len(REFERENCES)
        return [job.result()[key_of(one)] for one in REFERENCES]


NONE = Found(None, NOW)


async def test_each_is_asked_once_and_few_at_once() -> None:
    orders = Asked(lambda _, __: NONE)
    assert await looked_up(orders) == [NONE] * 40
    assert set(orders.asked.values()) == {1}
    assert 1 < orders.most_at_once <= AT_ONCE


async def test_who_is_busy_is_asked_again() -> None:
    orders = Asked(lambda n, _: Busy(0.01) if n % 3 == 0 else NONE)
    assert await looked_up(orders) == [NONE] * 40


async def test_a_passing_failure_costs_nobody_their_answer() -> None:
    orders = Asked(lambda n, _: Broken(is_passing=True) if 10 < n < 14 else NONE)
    answers = await looked_up(orders)
    assert answers == [NONE] * 40


async def test_one_that_always_fails_costs_the_others_nothing() -> None:
    orders = Asked(lambda _, one: Broken() if one is REFERENCES[7] else NONE)
    answers = await looked_up(orders)
    assert isinstance(answers[7], Broken)
    assert answers.count(NONE) == 39
    assert orders.asked["PK1007"] == 3


async def test_a_parcellab_that_is_gone_is_not_asked_for_ever() -> None:
    orders = Asked(lambda _, __: Broken())
    assert {type(answer) for answer in await looked_up(orders)} == {Broken}
    assert orders.asked.total() <= AT_ONCE + 6


async def test_what_is_refused_is_not_asked_again() -> None:
    orders = Asked(lambda _, __: Refused(403))
    assert {type(answer) for answer in await looked_up(orders)} == {Refused}
    assert set(orders.asked.values()) == {1}


async def test_while_it_fails_one_at_a_time_tries() -> None:
    orders = Asked(lambda n, _: Broken() if n <= AT_ONCE + 3 else NONE)
    begun = time.monotonic()
    patient = bulk(orders, rests=(0.05, 0.05, 0.05, 0.05, 0.05))
    async with patient.looking_up(REFERENCES, ENGLISH, AGENT) as job:
        assert await job.ends_within(5)
        assert all(answer == NONE for answer in job.result().values())
    assert time.monotonic() - begun >= 0.2


async def test_leaving_early_leaves_the_rest() -> None:
    orders = Asked(lambda _, __: Busy(60))
    async with bulk(orders).looking_up(REFERENCES, ENGLISH, AGENT) as job:
        assert not await job.ends_within(0.05)
        assert job.progress.done == 0
        assert job.progress.left == pytest.approx(30)
    assert job.task
    assert job.task.cancelled()


async def test_a_fault_of_our_own_is_raised_where_the_result_is_read() -> None:
    def fail(_: int, __: Reference) -> Found:
        raise KeyError("ours")

    async with bulk(Asked(fail)).looking_up(REFERENCES, ENGLISH, AGENT) as job:
        assert await job.ends_within(5)
        with pytest.raises(ExceptionGroup):
            job.result()


async def test_lists_leave_calls_to_people_and_keep_the_budget() -> None:
    moment = Moment()
    budget = Budget(Shared(), Keys(""), calls=100, at_once=40, clock=moment)
    lists = Lists(budget, calls=100, clock=moment)
    made: list[float] = []
    waits: list[float] = []
    for tick in range(5 * 240):  # five minutes
        moment.now = tick / 4
        while not await lists.take("1"):
            made.append(moment.now)
        if tick % 20 == 0:  # somebody asks every five seconds
            waits.append(await budget.take("1"))
            made.append(moment.now)
    assert waits == [0.0] * len(waits)
    assert len(made) >= 5 * 80
    assert all(later - first >= 60 for first, later in zip(made, made[100:], strict=False))


async def test_lists_wait_while_people_ask_much() -> None:
    moment = Moment()
    budget = Budget(Shared(), Keys(""), calls=100, clock=moment)
    lists = Lists(budget, calls=100, clock=moment)
    for _ in range(90):
        assert await budget.take("1") == 0
    assert await lists.take("1") > 0
    await lists.hold("1", 99)
    assert await budget.take("1") > 90
