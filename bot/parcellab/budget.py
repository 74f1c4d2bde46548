"""Calls a minute: per account, and shared by all who ask, in all processes on one Redis.

Counted are the calls of the last 60 seconds, whenever one looks. A bucket that refills would let
twice as many through in the minute after a quiet one.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from bot.parcellab.key import Keys
from bot.parcellab.shared import Shared

_MINUTE: Final = 60.0
_SPARE: Final = 0.3
# The moments of the last calls, newest first; the answer is how many milliseconds to wait.
_TAKE: Final = """
local held = redis.call('PTTL', KEYS[2])
if held > 0 then return held end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local first = redis.call('LINDEX', KEYS[1], ARGV[1] - 1)
if first and now - first < 60000 then return 60000 - (now - first) end
local many = redis.call('LINDEX', KEYS[1], ARGV[3] - 1)
local last = redis.call('LINDEX', KEYS[1], 0)
if many and now - many < 60000 and now - last < ARGV[4] + 0 then return ARGV[4] - (now - last) end
redis.call('LPUSH', KEYS[1], now)
redis.call('LTRIM', KEYS[1], 0, ARGV[2] - 1)
redis.call('PEXPIRE', KEYS[1], 60000)
return 0
"""


class Budget:
    """What may be asked of parcelLab: *calls* a minute and account, and none while it is busy.

    After the first *at_once* of a minute the others keep a distance that lets them last: a short
    wait for each is better than none for whoever comes last.
    """

    def __init__(
        self,
        shared: Shared,
        keys: Keys,
        *,
        calls: int = 100,
        at_once: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shared = shared
        self._keys = keys
        self._calls = calls
        self._at_once = calls if at_once is None else max(1, at_once)
        later = calls - self._at_once
        self._distance = _MINUTE / later if later > 0 else 0.0
        self._clock = clock
        self._made: dict[str, deque[float]] = {}
        self._held_until = -math.inf

    async def take(self, account: str, *, share: float = 1.0) -> float:
        """Count a call and return 0, or return the seconds until there may be one.

        Of all calls a minute it may be among the first *share*, or there may be none now.
        """
        most = max(1, int(self._calls * share))
        wait = self._wait(account, most)
        if wait:
            return wait
        # Our own count goes on beside Redis's, which may be away a moment later.
        self._made[account].append(self._clock())
        if not self._shared.is_up:
            return 0
        distance = round(self._distance * 1000)
        held = await self._shared.run(
            _TAKE, self._names(account), most, self._calls, self._at_once, distance
        )
        if held:
            self._made[account].pop()
        return (held or 0) / 1000

    def left(self, account: str, *, share: float = 1.0) -> int:
        """Return how many calls this process may still make within the minute."""
        now = self._clock()
        made = sum(now - at < _MINUTE for at in self._made.get(account, ()))
        return max(0, int(self._calls * share) - made)

    async def hold(self, seconds: float) -> None:
        """Let nobody call for so long: parcelLab says that it is busy."""
        self._held_until = max(self._held_until, self._clock() + seconds)
        await self._shared.set(self._names("")[1], b"", seconds=seconds)

    def _wait(self, account: str, most: int) -> float:
        now = self._clock()
        made = self._made.setdefault(account, deque())
        while made and now - made[0] >= _MINUTE:
            made.popleft()
        full = made[-most] + _MINUTE - now if len(made) >= most else 0.0
        near = made[-1] + self._distance - now if len(made) >= self._at_once else 0.0
        return max(full, near, self._held_until - now, 0.0)

    def _names(self, account: str) -> list[str]:
        return [self._keys.of("calls", account), self._keys.of("held")]


class Spare:
    """A *share* of a budget, for what nobody waits for: pictures must leave the calls to orders.

    A busy picture service says nothing about orders: it is held on its own.
    """

    def __init__(self, budget: Budget, *, share: float = _SPARE) -> None:
        self._budget = budget
        self._share = share
        self._held_until = -math.inf

    async def take(self, account: str) -> float:
        """Count a call and return 0, or return the seconds until there may be one."""
        held = self._held_until - time.monotonic()
        return held if held > 0 else await self._budget.take(account, share=self._share)

    async def hold(self, seconds: float) -> None:
        """Let nobody call for so long."""
        self._held_until = max(self._held_until, time.monotonic() + seconds)
