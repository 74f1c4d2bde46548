"""What every call to parcelLab passes: breaker, budget, how many at once, and a second try."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, TypeVar

from bot.core.question import Broken, Busy
from bot.parcellab.breaker import Breaker
from bot.parcellab.budget import Budget, Lists, Spare
from bot.parcellab.deadline import Deadlines

# Seconds before the second and the third try, half of it by chance: short enough for the answer to
# come within the acknowledgement of a command all the same.
_PAUSES: Final = (0.06, 0.16)
_PATIENCE: Final = 2.0  # seconds of Retry-After that a question waits; nobody likes to wait longer
_QUEUE: Final = 1.5  # seconds that a call waits for its turn in the budget, again and again
_CALL: Final = 1.0  # seconds that are kept for the call itself
_LATE: Final = "There was no answer in time."
_OWN_QUEUE: Final = 5.0  # seconds after which to come back when our own calls are too many

_T = TypeVar("_T")


class Traffic:
    """Carries calls that may be repeated: GETs.

    *concurrency* calls are under way at once; a call that may succeed when it is tried again is
    tried *tries* times, while there is time for it.
    """

    def __init__(
        self,
        budget: Budget | Lists | Spare | None = None,
        breaker: Breaker | None = None,
        *,
        concurrency: int = 100,
        tries: int = 1,
    ) -> None:
        self._budget = budget
        self._breaker = breaker or Breaker()
        self._slots = asyncio.Semaphore(concurrency)
        self._pauses = _PAUSES[: tries - 1]
        self._deadlines = Deadlines()

    def carry(
        self, call: Callable[[], Awaitable[_T]], *, account: str, until: float
    ) -> Coroutine[Any, Any, _T]:
        """Return what *call* returns, by *until* of the loop's clock; raise ParcelLabError."""
        if not self._pauses:
            return self._once(call, account, until)
        return self._again(call, account, until)

    async def _again(self, call: Callable[[], Awaitable[_T]], account: str, until: float) -> _T:
        for pause in self._pauses:
            try:
                return await self._once(call, account, until)
            except (Busy, Broken) as failure:
                wait = _wait(failure, pause)
                if wait is None or asyncio.get_running_loop().time() + wait >= until:
                    raise
            await asyncio.sleep(wait)
        return await self._once(call, account, until)

    async def _once(self, call: Callable[[], Awaitable[_T]], account: str, until: float) -> _T:
        self._breaker.check()
        if asyncio.get_running_loop().time() >= until:
            raise Broken(_LATE)
        await self._take_slot(until)
        try:
            await self._spend(account, until)
            try:
                with self._breaker.attempt(), self._deadlines.at(until):
                    return await call()
            except TimeoutError:
                raise Broken(_LATE) from None
            except Busy as busy:
                await self._hold(account, busy.retry_after)
                raise
        finally:
            self._slots.release()

    async def _take_slot(self, until: float) -> None:
        if not self._slots.locked():  # nobody has to wait
            await self._slots.acquire()
            return
        try:
            with self._deadlines.at(until):
                await self._slots.acquire()
        except TimeoutError:
            raise Busy(_OWN_QUEUE) from None

    async def _spend(self, account: str, until: float) -> None:
        self._breaker.check()  # it may have opened in the queue: the budget is for real calls
        if not self._budget:
            return
        wait = await self._budget.take(account)
        while 0 < wait <= _QUEUE and asyncio.get_running_loop().time() + wait < until - _CALL:
            await asyncio.sleep(wait)
            wait = await self._budget.take(account)
        if wait:
            raise Busy(wait)

    async def _hold(self, account: str, seconds: float) -> None:
        if self._budget:
            await self._budget.hold(account, seconds)


def _wait(failure: Busy | Broken, pause: float) -> float | None:
    """Return the seconds before another try; None if there should be none."""
    jitter = random.uniform(pause / 2, pause)  # noqa: S311 - spreads calls, guards nothing
    if isinstance(failure, Busy):
        return failure.retry_after + jitter if failure.retry_after <= _PATIENCE else None
    return jitter if failure.is_passing else None
