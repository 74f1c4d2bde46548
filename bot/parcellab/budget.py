"""Calls a minute: per account, and shared by all who ask, in all processes on one Redis or ledger.

Counted are the calls of the last 60 seconds, whenever one looks. A bucket that refills would let
twice as many through in the minute after a quiet one.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

from bot.core.calls import MOMENT, Limits
from bot.parcellab.key import Keys
from bot.parcellab.shared import Shared

_MINUTE: Final = 60.0
_SPARE: Final = 0.3
_LISTS: Final = 0.8
_LISTS_AT_ONCE: Final = 0.2
# The moments of the last calls, newest first, and of those that somebody waits for; the answer is
# how many milliseconds to wait.
_TAKE: Final = """
local held = redis.call('PTTL', KEYS[2])
if held > 0 then return held end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local first = redis.call('LINDEX', KEYS[1], ARGV[1] - 1)
if first and now - first < 60000 then return 60000 - (now - first) end
local near = redis.call('LINDEX', KEYS[1], ARGV[6] - 1)
if near and now - near < ARGV[7] + 0 then return ARGV[7] - (now - near) end
if ARGV[5] == '1' then
  local many = redis.call('LINDEX', KEYS[3], ARGV[3] - 1)
  local last = redis.call('LINDEX', KEYS[3], 0)
  if many and now - many < 60000 and now - last < ARGV[4] + 0 then return ARGV[4] - (now - last) end
  redis.call('LPUSH', KEYS[3], now)
  redis.call('LTRIM', KEYS[3], 0, ARGV[2] - 1)
  redis.call('PEXPIRE', KEYS[3], 60000)
end
redis.call('LPUSH', KEYS[1], now)
redis.call('LTRIM', KEYS[1], 0, ARGV[2] - 1)
redis.call('PEXPIRE', KEYS[1], 60000)
return 0
"""


class Ledger(Protocol):
    """Where calls are counted together without a Redis."""

    async def take(self, account: str, busy: str, limits: Limits) -> float: ...
    async def hold(self, busy: str, seconds: float) -> None: ...


class Budget:
    """What may be asked of parcelLab: *calls* a minute and account, and none while that is busy.

    After the first *at_once* of a minute the others keep a distance that lets them last: a short
    wait for each is better than none for whoever comes last. Calls with a *share* of the budget,
    for which nobody waits, are counted and keep no distance: nobody keeps his from them.
    """

    def __init__(
        self,
        shared: Shared,
        keys: Keys,
        *,
        calls: int = 100,
        at_once: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        ledger: Ledger | None = None,
    ) -> None:
        self._shared = shared
        self._ledger = ledger
        self._keys = keys
        self._calls = calls
        self._at_once = calls if at_once is None else max(1, at_once)
        later = calls - self._at_once
        self._distance = _MINUTE / later if later > 0 else 0.0
        self._clock = clock
        self._made: dict[str, deque[float]] = {}
        self._waited_for: dict[str, deque[float]] = {}
        self._named: dict[str, list[str]] = {}
        self._held_until: dict[str, float] = {}

    async def take(self, account: str, *, share: float = 1.0, evenly: bool = False) -> float:
        """Count a call and return 0, or return the seconds until there may be one.

        Of all calls a minute it may be among the first *share*, or there may be none now; *evenly*:
        and of those a moment among as many as last for the minute.
        """
        most = max(1, int(self._calls * share))
        soon = math.ceil(most * MOMENT / _MINUTE) if evenly else most
        is_waited_for = share == 1.0
        limits = Limits(most, soon, self._at_once, self._distance, is_waited_for)
        wait = self._wait(account, limits)
        if wait:
            return wait
        # Our own count goes on beside that of all, which may be away a moment later.
        counted = [self._made] + [self._waited_for] * is_waited_for
        for moments in counted:
            moments[account].append(self._clock())
        held = await self._count(self._names(account), limits) if self._is_shared else 0.0
        for moments in counted if held else ():
            moments[account].pop()
        return held

    @property
    def _is_shared(self) -> bool:
        return self._ledger is not None or self._shared.is_up

    async def _count(self, names: list[str], limits: Limits) -> float:
        """Count a call together with other processes, if there is where to."""
        if self._ledger:
            return await self._ledger.take(names[0], names[1], limits)
        distance = round(limits.distance * 1000)
        numbers = (
            *(limits.most, self._calls, limits.at_once, distance, int(limits.is_waited_for)),
            *(limits.soon, round(MOMENT * 1000)),
        )
        return (await self._shared.run(_TAKE, names, *numbers) or 0) / 1000

    def left(self, account: str, *, share: float = 1.0) -> int:
        """Return how many calls this process may still make within the minute."""
        now = self._clock()
        made = sum(now - at < _MINUTE for at in self._made.get(account, ()))
        return max(0, int(self._calls * share) - made)

    async def hold(self, account: str, seconds: float) -> None:
        """Let nobody call for an account for so long: parcelLab says that it is busy."""
        held = self._held_until.get(account, -math.inf)
        self._held_until[account] = max(held, self._clock() + seconds)
        busy = self._names(account)[1]
        if self._ledger:
            await self._ledger.hold(busy, seconds)
        else:
            await self._shared.set(busy, b"", seconds=seconds)

    def _wait(self, account: str, limits: Limits) -> float:
        now = self._clock()
        made, most, soon = _of_a_minute(self._made, account, now), limits.most, limits.soon
        full = made[-most] + _MINUTE - now if len(made) >= most else 0.0
        many = made[-soon] + MOMENT - now if len(made) >= soon else 0.0
        wait = max(full, many, self._held_until.get(account, now) - now, 0.0)
        if not limits.is_waited_for:
            return wait
        asked = _of_a_minute(self._waited_for, account, now)
        near = asked[-1] + self._distance - now if len(asked) >= self._at_once else 0.0
        return max(wait, near)

    def _names(self, account: str) -> list[str]:
        """Name what is kept of an account; there are few, and each call asks for them."""
        if account not in self._named:
            kept = ("calls", account), ("held", account), ("asked", account)
            self._named[account] = [self._keys.of(*name) for name in kept]
        return self._named[account]


def _of_a_minute(moments: dict[str, deque[float]], account: str, now: float) -> deque[float]:
    kept = moments.setdefault(account, deque())
    while kept and now - kept[0] >= _MINUTE:
        kept.popleft()
    return kept


class Lists:
    """The greater part of a budget, for long lists: what people ask one by one finds room at once.

    Some calls may come at once, the others keep a distance in which they last for ever. When
    people ask so much that less is left over, lists wait.
    """

    def __init__(
        self, budget: Budget, *, calls: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.calls = max(1, int(calls * _LISTS))  # a minute
        self._budget = budget
        self._distance = _MINUTE / self.calls
        self._ahead = int(calls * _LISTS_AT_ONCE) * self._distance
        self._clock = clock
        self._next: dict[str, float] = {}  # when all so far would have been made at a distance

    async def take(self, account: str) -> float:
        """Count a call and return 0, or return the seconds until there may be one."""
        turn = max(self._next.get(account, 0.0), self._clock())
        early = turn - self._ahead - self._clock()
        if early > 0:
            return early
        wait = await self._budget.take(account, share=_LISTS)
        if not wait:
            self._next[account] = max(self._next.get(account, 0.0), turn) + self._distance
        return wait

    async def hold(self, account: str, seconds: float) -> None:
        """Let nobody call for so long: a list's questions are the same as anybody's."""
        await self._budget.hold(account, seconds)


class Spare:
    """A *share* of a budget, for what nobody waits for: pictures must leave the calls to orders.

    A busy picture service says nothing about orders: it is held on its own.
    """

    def __init__(self, budget: Budget, *, share: float = _SPARE, evenly: bool = False) -> None:
        self._budget = budget
        self._share = share
        self._evenly = evenly
        self._held_until: dict[str, float] = {}

    async def take(self, account: str) -> float:
        """Count a call and return 0, or return the seconds until there may be one."""
        held = self._held_until.get(account, 0.0) - time.monotonic()
        if held > 0:
            return held
        return await self._budget.take(account, share=self._share, evenly=self._evenly)

    async def hold(self, account: str, seconds: float) -> None:
        """Let nobody call for so long."""
        held = self._held_until.get(account, 0.0)
        self._held_until[account] = max(held, time.monotonic() + seconds)
