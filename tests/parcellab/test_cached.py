"""What stands between the use case and parcelLab: the whole of it, over real connections."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.core.question import Broken, Busy, Found, Options, ParcelLabError, Refused
from bot.core.reference import Kind, Reference
from bot.parcellab.memory import Memory
from bot.sandbox.clock import Clock
from bot.sandbox.parcellab.api import INFO, Fault, ParcelLab
from bot.sandbox.server import serve_parcellab
from tests.parcellab.asker import four_processes
from tests.parcellab.loopback import ORDER, Answer, answering, by, with_body
from tests.parcellab.standing import PK1004, RedisServer, order, reading, standing

LIVE = Options(is_live=True)
OUT_FOR_DELIVERY, DELIVERED, UNKNOWN = PK1004, order("PK1010"), order("PK9999")
HOUR, DAY = 3600, 86_400


@dataclass
class World:
    """The sandbox's parcelLab with a clock that stands, and where it is."""

    parcellab: ParcelLab
    url: str

    @property
    def clock(self) -> Clock:
        return self.parcellab.clock

    @property
    def calls(self) -> int:
        return len([call for call in self.parcellab.calls if call.path == INFO])


@pytest.fixture
async def world() -> AsyncIterator[World]:
    parcellab = ParcelLab(clock=Clock(speed=0))
    async with serve_parcellab(parcellab) as url:
        yield World(parcellab, url)


async def test_who_asks_again_is_answered_from_memory_with_the_age_of_it(world: World) -> None:
    async with standing(world.url, clock=world.clock) as orders:
        first = await orders.find(PK1004)
        asked_at = world.clock.now()
        world.clock.advance(30)
        again = await orders.find(PK1004)
    assert first == again
    assert again.order is not None
    assert again.order.order_number == "PK1004"
    assert abs((again.as_of - asked_at).total_seconds()) < 0.001
    assert not again.is_live
    assert not again.is_stale
    assert world.calls == 1


async def test_an_order_that_is_asked_for_again_is_read_once_more_and_stays(world: World) -> None:
    async with standing(world.url, clock=world.clock) as orders:
        first, second, third = [await orders.find(PK1004) for _ in range(3)]
    assert first.order == second.order
    assert second.order is third.order


@pytest.mark.parametrize(
    ("reference", "seconds"), [(OUT_FOR_DELIVERY, 60), (DELIVERED, 6 * HOUR), (UNKNOWN, 30)]
)
async def test_an_answer_holds_for_its_time(
    world: World, reference: Reference, seconds: int
) -> None:
    async with standing(world.url, clock=world.clock) as orders:
        await orders.find(reference)
        world.clock.advance(seconds - 1)
        await orders.find(reference)
        assert world.calls == 1
        world.clock.advance(2)
        await orders.find(reference)
        assert world.calls == 2


async def test_an_order_that_is_not_there_yet_is_found_when_it_is(world: World) -> None:
    everything = world.parcellab.orders
    world.parcellab.orders = ()
    async with standing(world.url, clock=world.clock) as orders:
        assert (await orders.find(PK1004)).order is None
        world.parcellab.orders = everything
        assert (await orders.find(PK1004)).order is None
        world.clock.advance(31)
        assert (await orders.find(PK1004)).order is not None


async def test_a_live_question_asks_anew_and_the_plain_one_profits(world: World) -> None:
    async with standing(world.url, clock=world.clock) as orders:
        await orders.find(DELIVERED)
        world.clock.advance(100)
        live = await orders.find(DELIVERED, LIVE)
        assert live.is_live
        assert world.parcellab.calls[-1].query["live_refresh"] == "true"
        plain = await orders.find(DELIVERED)
        assert (plain.as_of, plain.is_live) == (live.as_of, True)
        assert world.calls == 2


async def test_the_courier_is_asked_once_a_minute_over_all_processes(
    world: World, redis: RedisServer
) -> None:
    async with (
        standing(world.url, clock=world.clock, redis_url=redis.url) as one,
        standing(world.url, clock=world.clock, redis_url=redis.url) as other,
    ):
        first = await one.find(DELIVERED, LIVE)
        world.clock.advance(59)
        assert [await orders.find(DELIVERED, LIVE) for orders in (one, other)] == [first] * 2
        assert world.calls == 1
        world.clock.advance(1)
        assert (await other.find(DELIVERED, LIVE)).as_of > first.as_of
        assert world.calls == 2


CLIENT = "sandbox-shop"


async def test_a_cards_button_knows_what_its_question_has_found(world: World) -> None:
    async with standing(world.url, clock=world.clock) as orders:
        typed = await orders.find(PK1004)
        assert typed.order is not None
        assert typed.order.client_key == CLIENT
        assert await orders.find(PK1004, Options(client_key=CLIENT)) == typed
        world.clock.advance(HOUR)
        world.parcellab.fault = Fault("500")
        assert (await orders.find(PK1004, Options(client_key=CLIENT))).is_stale


async def test_a_cards_button_knows_what_was_found_by_a_tracking_number(world: World) -> None:
    parcel = Reference(Kind.TRACKING_NUMBER, "00340434161094042557", ("dhl-germany",))
    async with standing(world.url, clock=world.clock) as orders:
        typed = await orders.find(parcel)
        assert await orders.find(PK1004, Options(client_key=CLIENT)) == typed
        assert world.calls == 1
        await orders.find(DELIVERED, Options(postal_code="10115"))
        await orders.find(DELIVERED, Options(client_key=CLIENT))
    assert world.calls == 3


async def test_who_types_the_number_profits_from_a_cards_refresh(world: World) -> None:
    async with standing(world.url, clock=world.clock) as orders:
        await orders.find(DELIVERED)
        world.clock.advance(100)
        live = await orders.find(DELIVERED, Options(client_key=CLIENT, is_live=True))
        assert await orders.find(DELIVERED) == live
    assert world.calls == 2


async def test_another_clients_order_of_the_same_number_is_another(world: World) -> None:
    async with standing(world.url, clock=world.clock) as orders:
        await orders.find(PK1004)
        other = await orders.find(PK1004, Options(client_key="another"))
    assert other.order is None
    assert world.calls == 2


async def test_a_button_at_another_process_knows_it_from_redis(
    world: World, redis: RedisServer
) -> None:
    async with (
        standing(world.url, clock=world.clock, redis_url=redis.url) as one,
        standing(world.url, clock=world.clock, redis_url=redis.url) as other,
    ):
        typed = await one.find(PK1004)
        assert await other.find(PK1004, Options(client_key=CLIENT)) == typed
    assert world.calls == 1


async def test_who_may_see_more_is_asked_for_apart(world: World) -> None:
    async with standing(world.url, clock=world.clock) as orders:
        for options in (Options(), Options(email="a@example.com"), Options(lang="de")) * 2:
            await orders.find(PK1004, options)
    assert world.calls == 3


OUTAGES = [Fault("500"), Fault("502"), Fault("drop"), Fault("garbage"), Fault("hang"), Fault("429")]


@pytest.mark.parametrize("outage", OUTAGES, ids=lambda outage: outage.kind)
@pytest.mark.parametrize("options", [Options(), LIVE], ids=["plain", "live"])
async def test_during_an_outage_the_last_answer_is_given_and_marked(
    world: World, outage: Fault, options: Options
) -> None:
    async with standing(world.url, clock=world.clock, timeout=0.5) as orders:
        before = await orders.find(PK1004)
        world.parcellab.fault = outage
        world.clock.advance(DAY - 1)
        assert await orders.find(PK1004, options) == Found(
            before.order, before.as_of, is_stale=True
        )
        world.clock.advance(2)
        with pytest.raises((Broken, Busy)):
            await orders.find(PK1004, options)


async def test_when_the_outage_is_over_the_answer_is_new(world: World) -> None:
    async with standing(world.url, clock=world.clock) as orders:
        await orders.find(PK1004)
        world.clock.advance(100)
        world.parcellab.fault = Fault("500")
        assert (await orders.find(PK1004)).is_stale
        world.parcellab.fault = None
        async with asyncio.timeout(5):  # the failure counts for a second
            while (again := await orders.find(PK1004)).is_stale:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    assert abs((again.as_of - world.clock.now()).total_seconds()) < 0.001


async def test_who_asks_one_after_the_other_in_an_outage_asks_once_a_second() -> None:
    statuses = {"PK1004": 200}
    clock = Clock(speed=0)
    async with (
        answering(by("order_number", statuses)) as server,
        standing(server.url, clock=clock) as orders,
    ):
        await orders.find(PK1004)
        clock.advance(HOUR)
        statuses["PK1004"] = 418
        assert all([(await orders.find(PK1004)).is_stale for _ in range(200)])
    assert len(server.asked) == 2


async def test_that_there_was_no_such_order_helps_nobody_in_an_outage(world: World) -> None:
    async with standing(world.url, clock=world.clock) as orders:
        await orders.find(UNKNOWN)
        world.clock.advance(100)
        world.parcellab.fault = Fault("500")
        with pytest.raises(Broken):
            await orders.find(UNKNOWN)


async def test_who_is_refused_is_shown_nothing_from_before() -> None:
    statuses = {"PK1004": 200}
    clock = Clock(speed=0)
    async with (
        answering(by("order_number", statuses)) as server,
        standing(server.url, clock=clock) as orders,
    ):
        await orders.find(PK1004)
        clock.advance(HOUR)
        statuses["PK1004"] = 403
        with pytest.raises(Refused):
            await orders.find(PK1004)


async def test_an_outage_is_felt_once(world: World) -> None:
    world.parcellab.fault = Fault("hang")
    async with standing(world.url, timeout=0.3) as orders, asyncio.timeout(6):
        for n in range(50):
            with pytest.raises(Broken):
                await orders.find(order(f"PK{n}"))
    assert world.calls == 2


def slowly(answer: Answer, seconds: float = 0.2) -> Answer:
    async def answer_slowly(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await answer(request)

    return answer_slowly


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.close()
    return web.Response()


@pytest.mark.parametrize("options", [Options(), LIVE], ids=["plain", "live"])
@pytest.mark.parametrize(
    ("answer", "error", "calls"),
    [
        (with_body(ORDER), None, 1),
        (with_body(b"", 404), None, 1),
        (with_body(b"", 403), Refused, 1),
        (with_body(b"<html>"), Broken, 1),
        (with_body(b"", 429, ("Retry-After", "9")), Busy, 1),
        (slowly(with_body(ORDER), 60), Broken, 1),
        (with_body(b"", 500), Broken, 2),
        (hang_up, Broken, 2),
    ],
)
async def test_two_hundred_who_ask_at_once_share_one_question(
    answer: Answer, error: type[ParcelLabError] | None, calls: int, options: Options
) -> None:
    async with (
        answering(slowly(answer, 0.1)) as server,
        standing(server.url, timeout=1) as orders,
    ):
        asking = (orders.find(PK1004, options) for _ in range(200))
        outcomes = await asyncio.gather(*asking, return_exceptions=True)
    assert len(set(map(id, outcomes))) == 1
    assert isinstance(outcomes[0], error or Found)
    assert len(server.asked) == calls


async def test_who_leaves_takes_nothing_from_the_others() -> None:
    async with (
        answering(slowly(with_body(ORDER))) as server,
        standing(server.url) as orders,
    ):
        asking = [asyncio.create_task(orders.find(PK1004)) for _ in range(10)]
        await asyncio.sleep(0.05)
        for task in asking[:9]:
            task.cancel()
        assert (await asking[9]).order is not None
    assert len(server.asked) == 1


PARCEL = Reference(Kind.TRACKING_NUMBER, "123", couriers=("ups", "dhl", "gls", "dpd"))


async def test_the_courier_that_answered_is_asked_first_the_next_time() -> None:
    statuses = {"ups": 404, "dhl": 404, "gls": 200, "dpd": 404}
    clock = Clock(speed=0)
    async with (
        answering(by("courier", statuses)) as server,
        standing(server.url, clock=clock) as orders,
    ):
        await orders.find(PARCEL)
        clock.advance(HOUR)
        await orders.find(PARCEL)
        await orders.find(PARCEL, Options(lang="de"))
        statuses["gls"] = 404
        clock.advance(HOUR)
        assert (await orders.find(PARCEL)).order is None
    asked = [query["courier"] for query in server.queries]
    assert asked == ["ups", "dhl", "gls", "gls", "gls", "gls", "ups", "dhl"]


async def test_a_named_courier_stays_the_only_one() -> None:
    statuses = {"ups": 404, "dhl": 200}
    named = Reference(Kind.TRACKING_NUMBER, "123", couriers=("ups",))
    both = Reference(Kind.TRACKING_NUMBER, "123", couriers=("ups", "dhl"))
    async with answering(by("courier", statuses)) as server, standing(server.url) as orders:
        await orders.find(both)
        assert (await orders.find(named)).order is None
    assert [query["courier"] for query in server.queries] == ["ups", "dhl", "ups"]


async def test_memory_holds_the_last_asked_for_and_no_more() -> None:
    memory = Memory(most=3)
    for key in "abc":
        await memory.set(key, b"value")
    await memory.get("a")
    await memory.set("d", b"value")
    await memory.set("d", b"other")
    assert [bool(await memory.get(key)) for key in "abcd"] == [True, False, True, True]
    assert len(memory) == 3


async def test_memory_is_bound_in_bytes_too() -> None:
    memory = Memory(most=1000)
    for key in range(60):
        await memory.set(str(key), bytes(2**20))
    assert len(memory) == 47
    assert await memory.get("59")


async def test_without_room_everybody_asks(world: World) -> None:
    async with standing(world.url, cache_orders=0) as orders:
        await orders.find(PK1004)
        await orders.find(PK1004)
    assert world.calls == 2


async def test_processes_answer_each_other_through_redis(world: World, redis: RedisServer) -> None:
    both: dict[str, Any] = {"clock": world.clock, "redis_url": redis.url}
    async with standing(world.url, **both) as one, standing(world.url, **both) as two:
        first = await one.find(DELIVERED)
        assert await two.find(DELIVERED) == first
        assert world.calls == 1
        world.clock.advance(7 * HOUR)
        world.parcellab.fault = Fault("500")
    async with standing(world.url, **both) as three:
        assert await three.find(DELIVERED) == Found(first.order, first.as_of, is_stale=True)


async def test_other_credentials_get_nothing_of_it(world: World, redis: RedisServer) -> None:
    stranger: dict[str, Any] = {"parcellab_jwt": "wrong", "redis_url": redis.url}
    async with standing(world.url, redis_url=redis.url) as one:
        await one.find(PK1004)
    async with standing(world.url, **stranger) as other:
        with pytest.raises(Refused):
            await other.find(PK1004)


async def test_what_lies_in_redis_reveals_nothing(
    world: World, redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    options = Options(email="who@example.com", postal_code="10115", security_hash="5ec7e7")
    number = Reference(Kind.TRACKING_NUMBER, "00340434161094042557", couriers=("ups", "dhl"))
    async with standing(world.url, redis_url=redis.url) as orders, reading(redis) as raw:
        for reference in (PK1004, UNKNOWN, number):
            await orders.find(reference, options)
        keys = await raw.keys()
        held = [await raw.get(key) for key in keys if await raw.type(key) == b"string"]
    stored = repr([*keys, *held])
    said = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp")
    )
    assert len(keys) >= 6
    for secret in ("PK1004", "PK9999", "who@example", "10115", "5ec7e7", "0034043", "Berlin"):
        assert secret not in said
        assert secret not in stored


@pytest.mark.parametrize("garbage", [b"", b"garbage", b"\x80\x04N.", b"\x00" * 99])
async def test_garbage_in_redis_is_asked_anew(
    world: World, redis: RedisServer, garbage: bytes
) -> None:
    async with standing(world.url, redis_url=redis.url) as one, reading(redis) as raw:
        await one.find(PK1004)
        for key in await raw.keys():
            if await raw.type(key) == b"string" and await raw.ttl(key) > 60:
                await raw.set(key, garbage, keepttl=True)
            else:
                await raw.delete(key)
        async with standing(world.url, redis_url=redis.url) as two:
            assert (await two.find(PK1004)).order is not None
    assert world.calls == 2


async def test_a_redis_that_hangs_dies_and_comes_back_costs_no_answer(
    world: World, redis: RedisServer
) -> None:
    async with standing(world.url, redis_url=redis.url) as one, reading(redis) as raw:
        redis.hang()
        async with asyncio.timeout(5):  # waited for each time, it would take much longer
            for n in range(1010, 1030):
                await one.find(order(f"PK{n}"))
        redis.die()
        await one.find(order("PK1004"))
        redis.start()
        before = world.calls
        tries = iter(range(10**6))

        async def is_used() -> bool:
            await one.find(order(f"NEW-{next(tries)}"))
            return bool(await raw.keys())

        async with asyncio.timeout(10):
            while not await is_used():  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    assert world.calls > before


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes of the test find the package wherever they start."""
    monkeypatch.setenv("PYTHONPATH", os.fspath(Path(__file__).parents[2]))


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize(
    ("answer", "said", "calls"),
    [
        (with_body(ORDER), "50 PK1004", 1),
        (with_body(b"<html>"), "50 Broken", 1),
    ],
    ids=["found", "broken"],
)
async def test_four_processes_ask_one_question(
    redis: RedisServer, answer: Answer, said: str, calls: int
) -> None:
    async with answering(slowly(answer)) as server:
        assert await four_processes(server.url, redis.url) == [said] * 4
    assert len(server.asked) == calls
