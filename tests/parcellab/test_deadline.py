"""Calls end in time, and who is cancelled by somebody else is cancelled."""

import asyncio

import pytest

from bot.parcellab.deadline import Deadlines


async def until(deadlines: Deadlines, seconds: float) -> None:
    with deadlines.at(asyncio.get_running_loop().time() + seconds):
        await asyncio.Event().wait()


async def test_each_ends_in_its_time_whichever_began_first() -> None:
    deadlines, ended = Deadlines(), []

    async def one(seconds: float) -> None:
        with pytest.raises(TimeoutError):
            await until(deadlines, seconds)
        ended.append(seconds)

    await asyncio.gather(*map(one, (0.2, 0.05, 0.3, 0.1)))
    assert ended == [0.05, 0.1, 0.2, 0.3]


async def test_what_ends_before_is_left_alone_and_the_next_one_ends_in_time() -> None:
    deadlines, loop, task = Deadlines(), asyncio.get_running_loop(), asyncio.current_task()
    assert task
    with deadlines.at(loop.time() + 0.01):
        pass
    with pytest.raises(TimeoutError):
        await until(deadlines, 0.05)
    assert task.cancelling() == 0


async def test_who_is_cancelled_by_somebody_else_is_cancelled() -> None:
    deadlines = Deadlines()
    task = asyncio.create_task(until(deadlines, 60))
    asyncio.get_running_loop().call_soon(task.cancel)
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_of_one_within_another_the_outer_ends_both() -> None:
    deadlines, loop = Deadlines(), asyncio.get_running_loop()
    with pytest.raises(TimeoutError), deadlines.at(loop.time() + 0.05):
        await until(deadlines, 60)
