"""One flight per question: whoever asks what is being asked already waits for that answer.

In one process the waiters share a task. Several processes share a mark in Redis: who puts it
there asks, and puts the outcome in its place; the others look until they see it. A mark lives a
short time and is renewed while its owner lives; when the owner dies, another takes over.
"""

import asyncio
import json
import secrets
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, Generic, TypeVar

from bot.core.question import Broken, Busy, ParcelLabError, Refused
from bot.parcellab.shared import Shared

_LEASE: Final = 2.0  # seconds a mark outlives its owner
_LANDED: Final = 1.0  # seconds an outcome stays, for those who wait for it
_LOOK: Final = 0.025  # seconds between two looks, at first
_LOOK_MOST: Final = 0.1
_FLYING, _ANSWERED, _FAILED = b"~", b"=", b"!"

_T = TypeVar("_T")


class Flights(Generic[_T]):
    """The questions that this process is asking; nobody waits longer than *timeout* seconds."""

    def __init__(self, *, timeout: float) -> None:
        self._timeout = timeout
        self._tasks: dict[Hashable, asyncio.Task[_T]] = {}

    async def join(self, key: Hashable, fly: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
        """Return or raise what the one flight for *key* does; leaving it does not end it."""
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.create_task(fly())
            task.add_done_callback(lambda task: self._landed(key, task))
        await asyncio.wait((task,), timeout=self._timeout)
        if not task.done():
            raise Broken("There was no answer in time.")
        if task.cancelled():
            raise Broken("The bot is about to end.")
        return task.result()

    def _landed(self, key: Hashable, task: asyncio.Task[_T]) -> None:
        """Forget an answer, which others remember; an error stays for who asks just after."""
        if task.cancelled() or task.exception() is None:
            del self._tasks[key]
        else:
            asyncio.get_running_loop().call_later(_LANDED, self._tasks.pop, key)

    async def close(self) -> None:
        """End all flights."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class SharedFlights:
    """The questions that all processes are asking, as far as there is a Redis to know by."""

    def __init__(self, shared: Shared, *, timeout: float, is_new: Callable[[bytes], bool]) -> None:
        """Wait *timeout* seconds for another process; take its answer if that *is_new*."""
        self._shared = shared
        self._timeout = timeout
        self._is_new = is_new

    async def fly(self, key: str, call: Callable[[], Awaitable[bytes]]) -> bytes:
        """Return what one *call* among all processes returns, or raise its ParcelLabError."""
        if not self._shared.is_up:
            return await call()
        mark = _FLYING + secrets.token_bytes(8)
        wait = _LOOK
        until = asyncio.get_running_loop().time() + self._timeout
        while (seen := await self._shared.claim(key, mark, seconds=_LEASE)) is not None:
            if not seen.startswith(_FLYING):
                answer = _outcome(seen)
                return answer if self._is_new(answer) else await call()
            if asyncio.get_running_loop().time() > until:
                raise Broken("There was no answer in time.")
            await asyncio.sleep(wait)
            wait = min(wait * 1.5, _LOOK_MOST)
        return await self._lead(key, mark, call)

    async def _lead(self, key: str, mark: bytes, call: Callable[[], Awaitable[bytes]]) -> bytes:
        try:
            async with self._renewed(key, mark):
                answer = await call()
        except ParcelLabError as error:
            await self._shared.swap(key, mark, _packed(error), seconds=_LANDED)
            raise
        await self._shared.swap(key, mark, _ANSWERED + answer, seconds=_LANDED)
        return answer

    @asynccontextmanager
    async def _renewed(self, key: str, mark: bytes) -> AsyncIterator[None]:
        async def renew() -> None:
            while True:
                await asyncio.sleep(_LEASE / 4)
                await self._shared.swap(key, mark, mark, seconds=_LEASE)

        renewing = asyncio.create_task(renew())
        try:
            yield
        finally:
            renewing.cancel()
            # A late renewal must not come after the outcome.
            with suppress(asyncio.CancelledError):
                await renewing


def _packed(error: ParcelLabError) -> bytes:
    match error:
        case Refused():
            said = ["Refused", error.status, error.detail]
        case Busy():
            said = ["Busy", error.retry_after]
        case _:
            said = ["Broken", str(error)]
    return _FAILED + zlib.compress(json.dumps(said).encode(), 1)


def _outcome(seen: bytes) -> bytes:
    if seen.startswith(_ANSWERED):
        return seen[1:]
    try:
        said = json.loads(zlib.decompress(seen[1:]))
    except (zlib.error, ValueError):
        said = None
    raise _error(said)


def _error(said: object) -> ParcelLabError:
    match said:
        case ["Refused", int(status), str(detail)]:
            return Refused(status, detail)
        case ["Busy", int(seconds) | float(seconds)]:
            return Busy(seconds)
        case ["Broken", str(detail)]:
            return Broken(detail)
        case _:
            return Broken("Redis holds what is not ours.")
