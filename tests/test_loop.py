"""Loops: how they end, also when what they wait for never comes."""

import asyncio
from contextlib import AsyncExitStack

from bot.loop import every, loop_time, one_end


async def never() -> None:
    await asyncio.Event().wait()


async def not_even_cancelled() -> None:
    """Wait, as a database that hangs has one wait for the end of a transaction."""
    try:
        await never()
    finally:
        await never()


async def test_loops_that_hang_share_the_time_of_one_end() -> None:
    one_end(0.5)
    async with AsyncExitStack() as stack:
        for work in [never, not_even_cancelled] * 4:
            await stack.enter_async_context(every(1.0, work))
        begun = loop_time()
    assert loop_time() - begun < 4


async def test_what_is_last_is_done_once_and_after_all_else() -> None:
    done: list[str] = []

    async def work() -> None:
        done.append("work")

    async def last() -> None:
        done.append("last")

    one_end()
    async with every(0.001, work, last=last):
        await asyncio.sleep(0)
    assert done.count("last") == 1
    assert done[-1] == "last"
