"""The bot's own memory: aiocache's, which has no bound, with one."""

import time
from collections import OrderedDict
from typing import Final, NamedTuple

from aiocache import SimpleMemoryCache  # type: ignore[import-untyped]

_DAY: Final = 86_400
_MOST_BYTES: Final = 48 * 2**20
_OVERHEAD: Final = 700  # bytes of a key, its timer and its places in three tables, measured


class Kept(NamedTuple):
    """What is remembered, and when (of the monotonic clock) it was put there."""

    value: bytes
    at: float


class Memory:
    """Keeps the last used, at most *most* of them and 48 MiB, for at most a day."""

    def __init__(self, *, most: int) -> None:
        # With a time-out, even one never reached, aiocache makes a task of every verb.
        self._cache = SimpleMemoryCache(timeout=0)
        self._sizes: OrderedDict[str, int] = OrderedDict()
        self._most = most
        self._bytes = 0

    async def get(self, key: str) -> Kept | None:
        if key not in self._sizes:
            return None
        kept: Kept | None = await self._cache.get(key)
        if kept is not None:
            self._sizes.move_to_end(key)
        return kept

    async def set(self, key: str, value: bytes) -> None:
        """Remember *value*; what was longest not asked for makes room."""
        self._bytes += len(value) + _OVERHEAD - self._sizes.pop(key, 0)
        self._sizes[key] = len(value) + _OVERHEAD
        await self._cache.set(key, Kept(value, time.monotonic()), ttl=_DAY)
        while len(self._sizes) > self._most or self._bytes > _MOST_BYTES:
            oldest, size = self._sizes.popitem(last=False)
            self._bytes -= size
            await self._cache.delete(oldest)

    def __len__(self) -> int:
        return len(self._sizes)
