"""Calls for pictures: what orders leave over, and no word about orders."""

from bot.core.question import Busy
from bot.parcellab.budget import Budget, Spare
from bot.parcellab.key import Keys
from bot.parcellab.shared import Shared, open_shared
from tests.parcellab.standing import Moment, RedisServer

KEYS = Keys("secret")


async def granted(budget: Budget | Spare, most: int) -> int:
    return [await budget.take("1") for _ in range(most)].count(0)


async def test_pictures_leave_most_of_the_calls_to_orders() -> None:
    moment = Moment()
    budget = Budget(Shared(), KEYS, calls=10, clock=moment)
    spare = Spare(budget)
    assert await granted(spare, 20) == 3
    assert await granted(budget, 20) == 7
    moment.now = 61
    assert await granted(budget, 2) == 2
    assert await granted(spare, 20) == 1
    assert await granted(budget, 20) == 7


async def test_looks_are_spread_over_the_minute_so_that_a_hint_waits_for_no_other() -> None:
    moment = Moment()
    budget = Budget(Shared(), KEYS, calls=100, clock=moment)
    looks, hints = Spare(budget, share=0.7, evenly=True), Spare(budget, share=0.8)
    made: list[float] = []
    for second in range(180):
        moment.now = float(second)
        made += [moment.now] * await granted(looks, 100)
        assert await looks.take("1") <= 5
    assert len(made) == 3 * 70
    assert await granted(hints, 100) == 10


async def test_processes_on_one_redis_spread_them_together(redis: RedisServer) -> None:
    async with open_shared(redis.url) as one, open_shared(redis.url) as two:
        first, second = (Budget(shared, KEYS, calls=100) for shared in (one, two))
        assert await granted(Spare(first, share=0.7, evenly=True), 20) == 6
        assert 0 < await Spare(second, share=0.7, evenly=True).take("1") <= 5
        assert await granted(Spare(second, share=0.8), 100) == 74


async def test_who_is_told_to_wait_is_told_until_when() -> None:
    moment = Moment()
    spare = Spare(Budget(Shared(), KEYS, calls=7, clock=moment))
    await granted(spare, 1)
    moment.now = 10
    await granted(spare, 1)
    moment.now = 30
    assert await spare.take("1") == 30


async def test_busy_pictures_do_not_hold_orders_but_busy_orders_hold_pictures() -> None:
    budget = Budget(Shared(), KEYS)
    spare = Spare(budget)
    await spare.hold("1", Busy(60).retry_after)
    assert await granted(spare, 1) == 0
    assert await granted(budget, 1) == 1
    other = Spare(budget)
    await budget.hold("1", 60)
    assert await granted(other, 1) == 0


async def test_processes_on_one_redis_leave_them_together(redis: RedisServer) -> None:
    async with open_shared(redis.url) as one, open_shared(redis.url) as two:
        first, second = (Budget(shared, KEYS, calls=10) for shared in (one, two))
        assert await granted(Spare(first), 2) == 2
        assert await granted(Spare(second), 10) == 1
        assert await granted(second, 20) == 7
        assert await granted(first, 20) == 0
