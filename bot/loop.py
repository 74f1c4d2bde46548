"""A loop that lives through whatever one of its rounds meets, and ends after one when it has to."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from typing import Final

from bot.core.letter import StoreError

_LONGEST: Final = 5.0  # seconds between rounds that fail
_ENDING: Final = 5.0  # seconds for the last round
_ALL: Final = 8.7  # seconds for all that ends; container platforms kill 10 s after SIGTERM
_CUT_OFF: Final = 0.1  # seconds for a round to notice that it is cancelled
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


class End:
    """The end of what belongs together, from when it begins: what is waited for shares its time.

    One loop ends after the other, and each may be held up by the same thing that hangs.
    """

    def __init__(self, seconds: float = _ALL) -> None:
        self._seconds = seconds
        self._began: float | None = None

    def begin(self) -> None:
        if self._began is None:
            self._began = loop_time()

    @property
    def has_begun(self) -> bool:
        return self._began is not None

    def left(self, most: float = math.inf) -> float:
        """Return what is left of the time, or of *most* seconds, if that is less."""
        seconds = min(self._seconds, most)
        return seconds if self._began is None else max(0.0, self._began + seconds - loop_time())


_end: ContextVar[End] = ContextVar("end")


def one_end(seconds: float = _ALL) -> End:
    """Return the end of all loops that are begun here from now on."""
    end = End(seconds)
    _end.set(end)
    return end


@asynccontextmanager
async def rounds(
    one: Callable[[], Awaitable[float]],
    stirred: asyncio.Event | None = None,
    *,
    last: Callable[[], Awaitable[object]] | None = None,
) -> AsyncIterator[None]:
    """Do *one* round after the other beside what is inside the `with`.

    A round returns the seconds until the next, which comes at once when somebody has *stirred*.
    While rounds fail they come ever more seldom. At the end the last one is waited for, as long as
    there is time: whoever is cancelled in the middle of a transaction loses its connection. Then
    comes what is to be done at *last*.
    """
    end, ends = _end.get(None) or End(), asyncio.Event()

    async def all_of_them() -> None:
        await _rounds(one, stirred or asyncio.Event(), ends)
        if last:
            await surely(last())

    running = asyncio.create_task(all_of_them())
    try:
        yield
    finally:
        ends.set()
        end.begin()
        _, late = await asyncio.wait({running}, timeout=min(_ENDING, end.left()))
        for task in late:
            task.cancel()
            await asyncio.wait({task}, timeout=_CUT_OFF)


def every(
    seconds: float,
    work: Callable[[], Awaitable[object]],
    *,
    last: Callable[[], Awaitable[object]] | None = None,
) -> AbstractAsyncContextManager[None]:
    """Do *work* so often beside what is inside the `with`."""

    async def one() -> float:
        await work()
        return seconds

    return rounds(one, last=last)


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
