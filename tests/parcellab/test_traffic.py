"""What every call to parcelLab passes, over real connections."""

import asyncio
import time

import pytest
from aiohttp import web

from bot.core.question import Broken, Busy, ParcelLabError, Refused
from bot.parcellab.budget import Budget
from bot.parcellab.client import ParcelLab, open_client
from bot.parcellab.key import Keys
from bot.parcellab.shared import Shared
from bot.parcellab.traffic import Traffic
from tests.parcellab.loopback import ORDER, Answer, answering, hang, with_body
from tests.parcellab.standing import PK1004, order


def in_turn(*answers: Answer) -> Answer:
    """Give each answer once, and the last one from then on."""
    left = list(answers)

    async def answer(request: web.Request) -> web.StreamResponse:
        return await (left.pop(0) if len(left) > 1 else left[0])(request)

    return answer


async def drop(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.close()
    return web.Response()


FOUND = with_body(ORDER)
BROKEN = with_body(b"", 502)
SOON = with_body(b"", 429, ("Retry-After", "1"))
LATER = with_body(b"", 429, ("Retry-After", "3"))
MUCH_LATER = with_body(b"", 429, ("Retry-After", "60"))


async def asked(
    answer: Answer, traffic: Traffic, *, patience: float = 5, times: int = 1
) -> tuple[object, int]:
    """Ask *times* times in a row; return the last outcome and the number of calls."""
    outcome: object = None
    async with answering(answer) as server, open_client(server.url, timeout=patience) as http:
        for _ in range(times):
            try:
                outcome = await ParcelLab(http, traffic=traffic).find(PK1004) is not None
            except ParcelLabError as error:
                outcome = type(error)
    return outcome, len(server.asked)


@pytest.mark.parametrize(
    ("answer", "outcome", "calls"),
    [
        (FOUND, True, 1),
        (in_turn(BROKEN, FOUND), True, 2),
        (in_turn(drop, drop, FOUND), True, 3),
        (in_turn(SOON, FOUND), True, 2),
        (BROKEN, Broken, 3),
        (drop, Broken, 3),
        (LATER, Busy, 1),
        (with_body(b"", 403), Refused, 1),
        (with_body(b"", 404), False, 1),
        (with_body(b"<html>"), Broken, 1),
        (with_body(b"", 302), Broken, 1),
    ],
)
async def test_what_may_succeed_is_tried_again(answer: Answer, outcome: object, calls: int) -> None:
    assert await asked(answer, Traffic(tries=3)) == (outcome, calls)


async def test_nothing_is_tried_again_without_time_for_it() -> None:
    assert await asked(in_turn(SOON, FOUND), Traffic(tries=3), patience=0.5) == (Busy, 1)
    assert await asked(hang, Traffic(tries=3), patience=0.2) == (Broken, 1)


async def test_an_outage_ends_the_asking() -> None:
    assert await asked(BROKEN, Traffic(tries=3), times=20) == (Broken, 5)
    assert await asked(hang, Traffic(tries=3), times=20, patience=0.1) == (Broken, 2)


async def test_what_cannot_be_asked_is_no_outage() -> None:
    async with answering(FOUND) as server, open_client(server.url) as http:
        orders = ParcelLab(http, traffic=Traffic(tries=3))
        for _ in range(9):
            with pytest.raises(Broken):
                await orders.find(order("\ud800"))
        assert await orders.find(PK1004)


async def test_who_is_told_to_wait_keeps_everybody_from_asking() -> None:
    traffic = Traffic(Budget(Shared(), Keys("")), tries=3)
    assert await asked(LATER, traffic, times=20) == (Busy, 1)


async def test_the_wait_comes_from_parcellab() -> None:
    traffic = Traffic(Budget(Shared(), Keys("")))
    async with answering(LATER) as server, open_client(server.url) as http:
        for _ in range(2):
            with pytest.raises(Busy) as busy:
                await ParcelLab(http, traffic=traffic).find(PK1004)
            assert busy.value.retry_after == pytest.approx(3, abs=1)


async def test_a_budget_that_is_used_up_is_busy_without_a_call() -> None:
    traffic = Traffic(Budget(Shared(), Keys(""), calls=4), tries=3)
    assert await asked(FOUND, traffic, times=9) == (Busy, 4)


async def test_tries_are_calls_too() -> None:
    traffic = Traffic(Budget(Shared(), Keys(""), calls=2), tries=3)
    assert await asked(BROKEN, traffic) == (Busy, 2)


async def test_no_more_than_so_many_calls_at_once() -> None:
    now = most = 0

    async def answer(_: web.Request) -> web.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.02)
        now -= 1
        return web.Response(body=ORDER)

    async with answering(answer) as server, open_client(server.url) as http:
        orders = ParcelLab(http, traffic=Traffic(concurrency=5))
        await asyncio.gather(*(orders.find(order(f"PK{n}")) for n in range(30)))
    assert (most, len(server.asked)) == (5, 30)


async def test_a_queue_of_our_own_is_no_outage() -> None:
    traffic = Traffic(concurrency=1)
    async with answering(FOUND) as server, open_client(server.url, timeout=0.2) as http:
        orders = ParcelLab(http, traffic=traffic)
        blocked = asyncio.Event()
        until = asyncio.get_running_loop().time() + 60
        blocking = asyncio.create_task(traffic.carry(blocked.wait, account="", until=until))
        await asyncio.sleep(0)
        for _ in range(6):
            with pytest.raises(Busy):
                await orders.find(PK1004)
        blocked.set()
        await blocking
        assert await orders.find(PK1004)
    assert len(server.asked) == 1


async def test_time_is_for_the_whole_question() -> None:
    begun = time.monotonic()
    assert (await asked(hang, Traffic(tries=3), patience=0.3))[0] is Broken
    assert time.monotonic() - begun < 3, "three tries do not take three times the time"


async def test_a_busy_account_keeps_nobody_from_anothers_orders() -> None:
    async def busy_first(request: web.Request) -> web.StreamResponse:
        return await (MUCH_LATER if request.query["account"] == "1" else FOUND)(request)

    traffic = Traffic(Budget(Shared(), Keys("")))
    async with answering(busy_first) as server, open_client(server.url) as http:
        orders = ParcelLab(http, accounts=(1, 2), traffic=traffic)
        assert [await orders.find(PK1004) is not None for _ in range(2)] == [True, True]
    assert [query["account"] for query in server.queries] == ["1", "2", "2"]
