"""What an answer from memory costs, what is asked of parcelLab, and what 20,000 orders weigh.

`python -m tests.bench.bench_cache`; the last two need a redis-server.
"""

import asyncio
import gc
import json
import os
import shutil
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.core.order import Order
from bot.core.question import Options
from bot.sandbox.clock import Clock
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.parcel import Scene
from tests.parcellab.asker import four_processes
from tests.parcellab.loopback import answering
from tests.parcellab.standing import PK1004, order, redis_server, standing

BODY = json.dumps(next(o for o in ORDERS if o.order_number == "PK1004").info(Scene(Clock().now())))
MANY = 1_000_000  # calls a minute: what is measured is not the budget
Ask = Callable[[int], Awaitable[object]]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


async def answer(request: web.Request) -> web.Response:
    number = request.query["order_number"]
    return web.Response(text=BODY.replace("PK1004", number), content_type="application/json")


async def slow_answer(request: web.Request) -> web.Response:
    await asyncio.sleep(0.4)
    return await answer(request)


async def microseconds(ask: Ask, times: int) -> float:
    """Return the CPU time of one of *times* questions, the best of three rounds."""
    rounds = []
    for turn in range(3):
        begun = time.process_time()
        for n in range(times):
            await ask(turn * times + n)
        rounds.append((time.process_time() - begun) / times * 1e6)
    return min(rounds)


class AtOnce:
    """A parcelLab that answers without a wire, so that what stands before it is measured alone."""

    timeout = 8.0

    def __init__(self) -> None:
        self.order = Order.model_validate_json(BODY)

    async def look(self, *_: object) -> tuple[Order, None]:
        return self.order, None


async def costs(redis_url: str | None) -> None:
    where = "memory and Redis" if redis_url else "memory alone"
    async with (
        answering(answer) as server,
        standing(server.url, redis_url=redis_url, calls_per_minute=MANY) as orders,
    ):
        await orders.find(PK1004)
        hit = await microseconds(lambda _: orders.find(PK1004), 20_000)
        for n in range(400):
            await orders.find(order(f"W{n}"))
        packed = await microseconds(lambda n: orders.find(order(f"W{n % 400}")), 400)
        orders._parcellab = AtOnce()  # type: ignore[assignment]
        miss = await microseconds(lambda n: orders.find(order(f"M{n}")), 1000)
    say(f"{where}: hit {hit:.1f} µs, hit of a packed order {packed:.1f} µs, miss {miss:.0f} µs")


async def calls_for_200() -> None:
    for options in (Options(), Options(is_live=True)):
        async with answering(slow_answer) as server, standing(server.url) as orders:
            await asyncio.gather(*(orders.find(PK1004, options) for _ in range(200)))
        say(f"200 equal questions at once{', live' * options.is_live}: {len(server.asked)} call")


async def calls_of_four(redis_url: str) -> None:
    async with answering(slow_answer) as server:
        said = await four_processes(server.url, redis_url)
    say(f"4 processes with 50 each ({', '.join(said)}): {len(server.asked)} call")


def resident() -> float:
    """Return the memory of this process in MiB (Linux)."""
    gc.collect()
    status = Path("/proc/self/statm").read_text().split()
    return int(status[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


async def weight() -> None:
    async with (
        answering(answer) as server,
        standing(server.url, calls_per_minute=MANY) as orders,
    ):
        await orders.find(PK1004)
        before = resident()
        for n in range(20_000):
            await orders.find(order(f"PK{n}"))
            server.asked.clear()
        after = resident()
        held = len(orders._memory)
    say(f"20,000 different orders: +{after - before:.1f} MiB ({held} remembered)")


async def silent_redis() -> None:
    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    begun = time.monotonic()
    silent = f"redis://127.0.0.1:{port}"
    async with answering(answer) as world, standing(world.url, redis_url=silent) as orders:
        opened = time.monotonic()
        for n in range(20):
            await orders.find(order(f"PK{n}"))
        asked = time.monotonic()
    server.close()
    say(
        f"a Redis that is silent: {(opened - begun) * 1e3:.0f} ms at the start, "
        f"20 questions {(asked - opened) * 1e3:.0f} ms"
    )


async def hung_redis() -> None:
    with redis_server() as redis:
        async with (
            answering(answer) as world,
            standing(world.url, redis_url=redis.url) as orders,
        ):
            await orders.find(PK1004)
            redis.hang()
            took = []
            for n in range(20):
                begun = time.monotonic()
                await orders.find(order(f"PK{n}"))
                took.append(round((time.monotonic() - begun) * 1e3))
            redis.go_on()
    say(f"a Redis that hangs: first question {took[0]} ms, then {min(took[1:])}-{max(took[1:])} ms")


async def main() -> None:
    await costs(None)
    await calls_for_200()
    await weight()
    await silent_redis()
    if shutil.which("redis-server"):
        with redis_server() as redis:
            await costs(redis.url)
            await calls_of_four(redis.url)
        await hung_redis()


if __name__ == "__main__":
    asyncio.run(main())
