"""One flight per question, in one process and in several."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.core.question import Broken, Busy, ParcelLabError, Refused
from bot.parcellab.flight import Flights, SharedFlights
from bot.parcellab.shared import Shared, open_shared
from tests.parcellab.standing import RedisServer, reading


class Call:
    """Something that is to happen once: takes its time, then answers or fails."""

    def __init__(self, outcome: bytes | Exception = b"answer", *, seconds: float = 0.05) -> None:
        self.outcome = outcome
        self.seconds = seconds
        self.times = 0

    async def __call__(self) -> bytes:
        self.times += 1
        await asyncio.sleep(self.seconds)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


async def outcome_of(flown: Awaitable[bytes]) -> object:
    try:
        return await flown
    except ParcelLabError as error:
        return (type(error), *error.args, *vars(error).values())


async def test_two_hundred_who_ask_at_once_ask_once() -> None:
    flights, call = Flights[bytes](timeout=5), Call()
    answers = await asyncio.gather(*(flights.join("key", call.__call__) for _ in range(200)))
    assert answers == [b"answer"] * 200
    assert call.times == 1


async def test_two_hundred_get_the_one_error() -> None:
    flights, call = Flights[bytes](timeout=5), Call(Busy(7))
    asking = [flights.join("key", call.__call__) for _ in range(200)]
    answers = await asyncio.gather(*asking, return_exceptions=True)
    assert set(answers) == {call.outcome}
    assert call.times == 1


async def test_who_asks_just_after_a_flight_failed_gets_its_error() -> None:
    flights, call = Flights[bytes](timeout=5), Call(Busy(7), seconds=0)
    answers = [await outcome_of(flights.join("key", call.__call__)) for _ in range(200)]
    assert set(answers) == {(Busy, str(call.outcome), 7)}
    assert call.times == 1


async def test_a_flight_that_has_landed_is_over() -> None:
    flights, call = Flights[bytes](timeout=5), Call()
    await flights.join("key", call.__call__)
    await flights.join("key", call.__call__)
    await flights.join("other", call.__call__)
    assert call.times == 3


async def test_who_leaves_does_not_end_the_flight_of_the_others() -> None:
    flights, call = Flights[bytes](timeout=5), Call()
    asking = [asyncio.create_task(flights.join("key", call.__call__)) for _ in range(10)]
    await asyncio.sleep(0.01)
    for task in asking[:9]:
        task.cancel()
    answers = await asyncio.gather(*asking, return_exceptions=True)
    assert [isinstance(answer, asyncio.CancelledError) for answer in answers[:9]] == [True] * 9
    assert answers[9] == b"answer"
    assert call.times == 1


async def test_nobody_waits_longer_than_a_flights_time() -> None:
    flights, call = Flights[bytes](timeout=0.02), Call(seconds=60)
    with pytest.raises(Broken, match="in time"):
        await flights.join("key", call.__call__)
    await flights.close()


async def test_a_flight_that_everybody_left_fails_in_silence() -> None:
    loop = asyncio.get_running_loop()
    said: list[object] = []
    loop.set_exception_handler(lambda _, context: said.append(context))
    flights, call = Flights[bytes](timeout=5), Call(Broken(), seconds=0.02)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await flights.join("key", call.__call__)
    await asyncio.sleep(0.05)
    assert not said


async def test_flights_end_when_the_bot_does() -> None:
    flights, call = Flights[bytes](timeout=5), Call(seconds=60)
    asking = asyncio.create_task(flights.join("key", call.__call__))
    await asyncio.sleep(0.01)
    await flights.close()
    with pytest.raises(Broken, match="end"):
        await asking


Fly = Callable[[str, Call], Awaitable[bytes]]


def flying(shared: Shared, *, timeout: float = 8) -> Fly:
    flights = SharedFlights(shared, timeout=timeout, is_new=lambda answer: answer != b"old")
    return lambda key, call: flights.fly(key, call)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (b"answer", b"answer"),
        (b"", b""),
        (Refused(400, "ä: PK1004"), (Refused, Refused.__doc__, 400, "ä: PK1004")),
        (Busy(7.5), (Busy, Busy.__doc__, 7.5)),
        (Broken("why"), (Broken, "why", False)),
    ],
)
async def test_processes_on_one_redis_ask_once(
    redis: RedisServer, outcome: bytes | Exception, said: object
) -> None:
    call = Call(outcome)
    async with open_shared(redis.url) as one, open_shared(redis.url) as two:
        flown = [flying(shared)("key", call) for shared in (one, two, one, two)]
        assert await asyncio.gather(*map(outcome_of, flown)) == [said] * 4
    assert call.times == 1


async def test_different_questions_do_not_wait_for_each_other(redis: RedisServer) -> None:
    call = Call()
    async with open_shared(redis.url) as shared:
        await asyncio.gather(*(flying(shared)(key, call) for key in "abc"))
    assert call.times == 3


async def test_a_long_flight_keeps_its_mark(redis: RedisServer) -> None:
    call = Call(seconds=2.5)
    async with open_shared(redis.url) as one, open_shared(redis.url) as two:
        await asyncio.gather(*(flying(shared)("key", call) for shared in (one, two)))
    assert call.times == 1


async def test_another_takes_over_when_the_owner_dies(redis: RedisServer) -> None:
    call = Call()
    async with open_shared(redis.url) as one, open_shared(redis.url) as two:
        assert await one.claim("key", b"~who is gone", seconds=0.3) is None
        assert await flying(two)("key", call) == b"answer"
    assert call.times == 1


async def test_an_owner_that_lives_on_without_end_is_not_waited_for(redis: RedisServer) -> None:
    async with open_shared(redis.url) as one, open_shared(redis.url) as two:
        await one.claim("key", b"~who takes ages", seconds=60)
        with pytest.raises(Broken, match="in time"):
            await flying(two, timeout=0.2)("key", Call())


@pytest.mark.parametrize("garbage", [b"?", b"!", b"!x\x9c\x01", b""])
async def test_what_is_not_ours_is_broken(redis: RedisServer, garbage: bytes) -> None:
    async with open_shared(redis.url) as shared:
        await shared.claim("key", garbage, seconds=60)
        with pytest.raises(Broken):
            await flying(shared)("key", Call())


async def test_an_old_answer_is_not_taken_for_the_new_one(redis: RedisServer) -> None:
    call = Call()
    async with open_shared(redis.url) as shared:
        assert await flying(shared)("key", Call(b"old")) == b"old"
        assert await flying(shared)("key", call) == b"answer"


async def test_a_fault_of_our_own_is_not_shared(redis: RedisServer) -> None:
    async with open_shared(redis.url) as shared:
        with pytest.raises(ZeroDivisionError):
            await flying(shared)("key", Call(ZeroDivisionError()))


async def test_no_error_lies_in_redis_in_clear(redis: RedisServer) -> None:
    async with open_shared(redis.url) as shared, reading(redis) as client:
        with pytest.raises(Refused):
            await flying(shared)("key", Call(Refused(400, "no order 4711-A for you@example.com")))
        held = [await client.get(key) for key in await client.keys()]
    assert held
    assert not any(b"4711" in value or b"example" in value for value in held if value)


async def test_without_redis_everybody_flies_alone(redis: RedisServer) -> None:
    call = Call(seconds=0.3)
    async with open_shared(redis.url) as one, open_shared(redis.url) as two:
        flown = [asyncio.create_task(outcome_of(flying(way)("key", call))) for way in (one, two)]
        await asyncio.sleep(0.1)
        redis.die()
        assert await asyncio.gather(*flown) == [b"answer", b"answer"]
