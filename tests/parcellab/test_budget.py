"""Calls a minute: never more than there may be, whoever asks."""

import asyncio

import pytest

from bot.parcellab.budget import Budget
from bot.parcellab.key import Keys
from bot.parcellab.shared import Shared, open_shared
from tests.parcellab.standing import Moment, RedisServer

KEYS = Keys("secret")


async def taken(budget: Budget, most: int, account: str = "1") -> int:
    """Return how many calls are granted out of *most*."""
    waits = [await budget.take(account) for _ in range(most)]
    return waits.count(0)


async def test_no_minute_holds_more_calls_than_allowed() -> None:
    moment = Moment()
    budget = Budget(Shared(), KEYS, calls=10, clock=moment)
    granted: list[float] = []
    for second in range(300):
        moment.now = float(second)
        granted += [moment.now] * await taken(budget, 3)
    assert len(granted) == 50
    assert all(later - first >= 60 for first, later in zip(granted, granted[10:], strict=False))


async def test_who_comes_too_late_is_told_when_to_come_back() -> None:
    moment = Moment()
    budget = Budget(Shared(), KEYS, calls=2, clock=moment)
    await taken(budget, 1)
    moment.now = 20
    await taken(budget, 1)
    moment.now = 30
    assert await budget.take("1") == 30
    moment.now = 60
    assert await budget.take("1") == 0
    assert await budget.take("1") == 20


async def test_after_a_burst_the_calls_keep_their_distance() -> None:
    moment = Moment()
    budget = Budget(Shared(), KEYS, calls=100, at_once=40, clock=moment)
    assert await taken(budget, 50) == 40
    assert await budget.take("1") == 1
    granted = 40
    for second in range(1, 60):
        moment.now = float(second)
        granted += await taken(budget, 3)
    assert granted == 99
    moment.now = 59.5
    assert await budget.take("1") == 0.5


async def test_processes_keep_the_distance_together(redis: RedisServer) -> None:
    async with open_shared(redis.url) as one, open_shared(redis.url) as two:
        budgets = [Budget(shared, KEYS, calls=10, at_once=4) for shared in (one, two)]
        granted = await asyncio.gather(*(taken(budget, 20) for budget in budgets))
        assert sum(granted) == 4
        assert 9 < await budgets[0].take("1") <= 10


async def test_every_account_has_its_own() -> None:
    budget = Budget(Shared(), KEYS, calls=2, clock=Moment())
    assert [await taken(budget, 5, account) for account in ("1", "2", "")] == [2, 2, 2]


async def test_nobody_calls_for_an_account_that_is_busy() -> None:
    moment = Moment()
    budget = Budget(Shared(), KEYS, calls=9, clock=moment)
    await budget.hold("1", 7)
    await budget.hold("1", 3)
    moment.now = 2
    assert [await budget.take("1"), await budget.take("2")] == [5, 0]
    moment.now = 7
    assert await budget.take("1") == 0


async def test_processes_share_one_budget_through_redis(redis: RedisServer) -> None:
    async with open_shared(redis.url) as one, open_shared(redis.url) as two:
        budgets = [Budget(shared, KEYS, calls=10) for shared in (one, two)]
        granted = await asyncio.gather(*(taken(budget, 20) for budget in budgets))
        assert sum(granted) == 10
        wait = await budgets[0].take("1")
        assert 0 < wait <= 60
        assert await taken(Budget(one, Keys("other"), calls=10), 20) == 10


async def test_a_refused_call_is_not_counted(redis: RedisServer) -> None:
    async with open_shared(redis.url) as shared:
        full, other = (Budget(shared, KEYS, calls=3) for _ in range(2))
        assert await taken(full, 9) == 3
        assert await taken(other, 9) == 0
        redis.die()
        await shared.get("anything")
        assert await taken(other, 9) == 3, "its own count was of calls made"


async def test_processes_share_the_wait_too(redis: RedisServer) -> None:
    async with open_shared(redis.url) as one, open_shared(redis.url) as two:
        await Budget(one, KEYS, calls=10).hold("1", 7)
        assert await Budget(two, KEYS, calls=10).take("1") == pytest.approx(7, abs=2)
        assert await Budget(two, KEYS, calls=10).take("2") == 0


async def test_a_redis_that_dies_takes_the_count_with_it_but_not_the_bound(
    redis: RedisServer,
) -> None:
    async with open_shared(redis.url) as shared:
        budget = Budget(shared, KEYS, calls=10)
        assert await taken(budget, 6) == 6
        redis.die()
        assert await taken(budget, 20) == 4
