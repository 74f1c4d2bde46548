"""What several processes remember together, in Redis; none of it is needed to give an answer.

A Redis that does not answer within a quarter of a second is left alone: then every verb gives
None at once, until it answers again, which is tried in the background.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from aiocache import RedisCache  # type: ignore[import-untyped]
from aiocache.serializers import NullSerializer  # type: ignore[import-untyped]
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

_PATIENCE: Final = 0.25  # seconds for anything asked of Redis, connecting included
_LOOK_AGAIN: Final = 2.0  # seconds
_CONNECTIONS: Final = 16
_PREFIX: Final = "wherebot:1:"  # the number changes with the form of what is kept
_CLAIM: Final = (
    "local held = redis.call('GET', KEYS[1]) if held then return held end "
    "redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) return false"
)
_log = logging.getLogger(__name__)


class Shared:
    """Redis, as far as it is there. Keys are hashes, values are bytes; neither is ever logged."""

    def __init__(self, url: str | None = None) -> None:
        """Take redis://… or rediss://…, with user, password and database; None is no Redis."""
        self.is_up = False
        self.fault = ""  # why it is not: the kind of error, whose words may quote what was sent
        self.is_wanted = bool(url)
        self._cache = _cache(url) if url else None
        self._slots = asyncio.Semaphore(_CONNECTIONS)
        self._watch: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Look whether Redis is there, and watch out for it if not."""
        if self._cache and not await self._answers(self._cache):
            self._leave()

    async def close(self) -> None:
        if self._watch:
            self._watch.cancel()
        if self._cache:
            await self._cache.client.aclose()  # aiocache's own close() is deprecated by redis-py

    async def get(self, key: str) -> bytes | None:
        value: bytes | None = await self._try(lambda cache: cache.get(_PREFIX + key))
        return value

    async def set(self, key: str, value: bytes, *, seconds: float) -> None:
        await self._try(lambda cache: cache.set(_PREFIX + key, value, ttl=float(seconds)))

    async def swap(self, key: str, old: bytes, new: bytes, *, seconds: float) -> None:
        """Put *new* in the place of *old*, if that is still there."""
        ttl = float(seconds)
        await self._try(lambda cache: cache.set(_PREFIX + key, new, ttl=ttl, _cas_token=old))

    async def claim(self, key: str, mark: bytes, *, seconds: float) -> bytes | None:
        """Put *mark* where nothing is, or return what is there; None without Redis, too."""
        held: bytes | None = await self.run(_CLAIM, [key], mark, int(seconds * 1000))
        return held

    async def run(self, script: str, keys: Sequence[str], *arguments: bytes | int) -> Any:
        """Run a Lua script, and return its answer."""
        names = [_PREFIX + key for key in keys]
        return await self._try(
            lambda cache: cache.raw("eval", script, len(names), *names, *arguments)
        )

    async def _try(self, ask: Callable[[Any], Awaitable[Any]]) -> Any:
        if not self.is_up:
            return None
        try:
            async with asyncio.timeout(_PATIENCE), self._slots:
                return await ask(self._cache)
        except (RedisError, OSError, TimeoutError) as fault:
            self.fault = type(fault).__name__
            self._leave()
            return None

    def _leave(self) -> None:
        self.is_up = False
        if self._watch is None or self._watch.done():
            _log.warning("Redis does not answer (%s): going on without it", self.fault)
            self._watch = asyncio.create_task(self._look_again())

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_AGAIN)
            if await self._answers(self._cache):
                _log.warning("Redis answers again")
                return

    async def _answers(self, cache: Any) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE):
                await cache.client.ping()
        except (RedisError, OSError, TimeoutError) as fault:
            self.fault = type(fault).__name__
        else:
            self.is_up = True
        return self.is_up


@asynccontextmanager
async def open_shared(url: str | None) -> AsyncIterator[Shared]:
    """Open what is shared through the Redis at *url*; a Redis that is not there is no error."""
    shared = Shared(url)
    await shared.open()
    try:
        yield shared
    finally:
        await shared.close()


def _cache(url: str) -> Any:
    parts = urlsplit(url)
    return RedisCache(
        serializer=NullSerializer(encoding=None),
        timeout=0,  # ours holds for everything, aiocache's not for connecting
        endpoint=parts.hostname or "127.0.0.1",
        port=parts.port or 6379,
        db=int(parts.path.strip("/") or 0),
        password=unquote(parts.password) if parts.password else None,
        ssl=parts.scheme == "rediss",
        pool_max_size=2 * _CONNECTIONS,
        create_connection_timeout=_PATIENCE,
        connection_pool_kwargs={
            "username": unquote(parts.username) if parts.username else None,
            # Ours holds: redis-py's is a wait_for, which before Python 3.12 may swallow that one is
            # cancelled. What renews a mark would then renew it, and be waited for, without end.
            "socket_timeout": None,
            "retry": Retry(NoBackoff(), 0),  # redis-py's own would multiply the patience
            "protocol": 2,
        },
    )
