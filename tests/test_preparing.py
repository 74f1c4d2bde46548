"""What is prepared while everybody else is served."""

import asyncio
import threading

from bot.core.text import concern
from bot.core.text.concern import concerns_of, preparations
from bot.preparing import preparing


async def test_what_is_prepared_holds_nobody_up_and_ends_with_the_bot() -> None:
    done: list[int] = []
    goes_on, is_begun = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def waits() -> None:
        loop.call_soon_threadsafe(is_begun.set)
        assert goes_on.wait(10)
        done.append(1)

    async with preparing([waits, lambda: done.append(2)], rest=0.2):
        await is_begun.wait()  # the loop goes on while it works
    goes_on.set()
    assert 2 not in done


async def test_all_parts_are_done_one_after_another() -> None:
    done: list[int] = []
    is_done = asyncio.Event()
    loop = asyncio.get_running_loop()
    last = lambda: loop.call_soon_threadsafe(is_done.set)  # noqa: E731
    async with preparing([lambda: done.append(1), lambda: done.append(2), last], rest=0):
        await asyncio.wait_for(is_done.wait(), 10)
    assert done == [1, 2]


def test_after_the_preparations_a_text_is_read_without_compiling_anything() -> None:
    for part in preparations():
        part()
    before = concern._expression.cache_info().misses
    concerns_of("do you deliver to Austria, and where is my parcel?")
    assert concern._expression.cache_info().misses == before
