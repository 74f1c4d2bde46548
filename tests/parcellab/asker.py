"""A process that asks the same question many times at once, and says what came back.

`python -m tests.parcellab.asker <parcelLab's address> <Redis's address> <how many>` says when it is
ready, and asks at a SIGUSR1.
"""

import asyncio
import os
import signal
import sys
from collections import Counter

from bot.core.question import ParcelLabError
from bot.parcellab.cached import Cached
from tests.copies import start
from tests.parcellab.standing import PK1004, standing

READY = b"ready\n"


async def asked(orders: Cached) -> str:
    try:
        found = await orders.find(PK1004)
    except ParcelLabError as error:
        return type(error).__name__
    return found.order.order_number or "" if found.order else "none"


async def main(url: str, redis_url: str, times: str) -> None:
    async with standing(url, redis_url=redis_url) as orders:
        begin = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, begin.set)
        sys.stdout.buffer.write(READY)
        sys.stdout.flush()
        await begin.wait()
        outcomes = await asyncio.gather(*(asked(orders) for _ in range(int(times))))
    sys.stdout.write("".join(f"{number} {name}" for name, number in Counter(outcomes).items()))


async def four_processes(url: str, redis_url: str) -> list[str]:
    """Ask 50 times in each of four processes at the same moment; return what each says."""
    asking = [
        await start("tests.parcellab.asker", url, redis_url, "50", env=os.environ) for _ in range(4)
    ]
    for process in asking:
        await process.stdout.readuntil(READY)
    for process in asking:
        process.send_signal(signal.SIGUSR1)
    said = await asyncio.gather(*(process.communicate() for process in asking))
    return [out.decode() for out, _ in said]


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
