"""A loop that lives through whatever one of its rounds meets, and ends after one when it has to."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Final

from bot.core.letter import StoreError

_LONGEST: Final = 5.0  # seconds between rounds that fail
_ENDING: Final = 5.0  # seconds for the last round
_log = logging.getLogger(__name__)


async def surely(work: Awaitable[object]) -> bool:
    """Do *work*; return whether it did not fail. What an error says is not logged.

    It may quote what somebody wrote. Whatever was to be done is claimed again after its lease.
    """
    try:
        await work
    except StoreError as error:
        _log.warning("%s", error)
    except Exception as error:  # noqa: BLE001
        _log.error("a fault of our own: %s", type(error).__qualname__)
    else:
        return True
    return False


def loop_time() -> float:
    return asyncio.get_running_loop().time()


@asynccontextmanager
async def rounds(
    one: Callable[[], Awaitable[float]], stirred: asyncio.Event | None = None
) -> AsyncIterator[None]:
    """Do *one* round after the other beside what is inside the `with`.

    A round returns the seconds until the next, which comes at once when somebody has *stirred*.
    While rounds fail they come ever more seldom. At the end the last one is waited for: whoever
    is cancelled in the middle of a transaction loses its connection.
    """
    ends = asyncio.Event()
    running = asyncio.create_task(_rounds(one, stirred or asyncio.Event(), ends))
    try:
        yield
    finally:
        ends.set()
        _, late = await asyncio.wait({running}, timeout=_ENDING)
        for task in late:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def every(
    seconds: float, work: Callable[[], Awaitable[object]]
) -> AbstractAsyncContextManager[None]:
    """Do *work* so often beside what is inside the `with`."""

    async def one() -> float:
        await work()
        return seconds

    return rounds(one)


async def _rounds(
    one: Callable[[], Awaitable[float]], stirred: asyncio.Event, ends: asyncio.Event
) -> None:
    wait, failed = 0.0, 0

    async def again() -> None:
        nonlocal wait
        wait = await one()

    ending = asyncio.create_task(ends.wait())
    try:
        while not ends.is_set():
            stirred.clear()
            if await surely(again()):
                failed = 0
            else:
                failed += 1
                wait = min(0.25 * 2.0**failed, _LONGEST)
            await _wait(wait, ending, asyncio.Event() if failed else stirred)
    finally:
        ending.cancel()


async def _wait(seconds: float, ending: asyncio.Task[bool], stirred: asyncio.Event) -> None:
    if seconds <= 0:
        await asyncio.sleep(0)
        return
    stirring = asyncio.create_task(stirred.wait())
    await asyncio.wait({stirring, ending}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    stirring.cancel()
