"""The use case "my recent look-ups": noted in passing, written down a moment later.

No answer waits for it; whoever is killed forgets the last second at most.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import islice
from typing import Final, Protocol, TypeAlias

from bot.core.clock import Clock
from bot.core.letter import StoreError
from bot.core.looked_up import MOST, LookedUp, looked_up
from bot.core.order import Order
from bot.core.privacy import Agent
from bot.core.reference import Reference
from bot.loop import every

_PAUSE: Final = 1.0  # seconds
_TIDIED: Final = 3600.0  # seconds from one tidying to the next
_WAITING: Final = 10_000  # people, while the store does not work
_SOME: Final = 50  # people in one transaction: others wait for it
_log = logging.getLogger(__name__)

_Noted: TypeAlias = dict[tuple[str, str], LookedUp]


class Lookups(Protocol):
    """Where look-ups are kept."""

    async def remember_lookups(self, looked_up: Mapping[Agent, Iterable[LookedUp]]) -> None: ...
    async def recent(self, agent: Agent, now: datetime) -> Sequence[LookedUp]: ...
    async def forget_lookups(self, agent: Agent) -> None: ...
    async def expire(self, now: datetime) -> None: ...


class Pastes(Protocol):
    """Where a pasted list is kept until it is chosen."""

    async def keep(self, agent: Agent, text: str, now: datetime) -> None: ...
    async def last(self, agent: Agent, now: datetime) -> str: ...


class Recollection:
    """Remembers what agents looked up, for themselves alone."""

    def __init__(self, lookups: Lookups, *, clock: Clock, pause: float = _PAUSE) -> None:
        self._lookups = lookups
        self._clock = clock
        self._pause = pause
        self._waiting: defaultdict[Agent, _Noted] = defaultdict(dict)
        self._writing = asyncio.Lock()

    def note(self, agent: Agent, order: Order) -> None:
        """Note that somebody looked up *order*; costs next to nothing."""
        found = looked_up(order, self._clock())
        if not found or len(self._waiting) >= _WAITING:
            return
        noted, key = self._waiting[agent], (found.reference.value, found.client_key)
        noted.pop(key, None)
        noted[key] = found
        if len(noted) > MOST:
            del noted[next(iter(noted))]

    async def recent(self, agent: Agent) -> Sequence[LookedUp]:
        """Return what somebody looked up, the newest first; raise StoreError if nobody knows."""
        await self._write_down()
        return await self._lookups.recent(agent, self._clock())

    async def forget(self, agent: Agent) -> None:
        async with self._writing:
            self._waiting.pop(agent, None)
            await self._lookups.forget_lookups(agent)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Write down what is noted, the last of it at the end."""
        writing = every(self._pause, self._write_down, last=self._write_down)
        async with every(_TIDIED, self._tidy), writing:
            yield

    async def _tidy(self) -> None:
        await self._lookups.expire(self._clock())

    async def _write_down(self) -> None:
        """Write down what is noted by now: what comes meanwhile shares the next transaction."""
        async with self._writing:
            agents = iter([*self._waiting])
            while names := [*islice(agents, _SOME)]:
                some = {agent: dict(self._waiting[agent]) for agent in names}
                await self._lookups.remember_lookups(
                    {agent: noted.values() for agent, noted in some.items()}
                )
                for agent, written in some.items():
                    self._forget_noted(agent, written)

    def _forget_noted(self, agent: Agent, written: _Noted) -> None:
        """Forget what is written down; what was noted meanwhile waits for the next time."""
        noted = self._waiting[agent]
        for key, one in written.items():
            if noted.get(key) is one:
                del noted[key]
        if not noted:
            del self._waiting[agent]


class Recents:
    """What a search suggests: no look-ups where they are not kept, or cannot be read now."""

    def __init__(self, recollection: Recollection | None, pastes: Pastes, clock: Clock) -> None:
        self._recollection = recollection
        self._pastes = pastes
        self._clock = clock

    async def paste(self, agent: Agent, text: str) -> None:
        """Keep what somebody pasted last, for whichever replica they choose it at."""
        try:
            await self._pastes.keep(agent, text, self._clock())
        except StoreError as error:
            _log.warning("what was pasted into a search is not kept: %s", error)

    async def pasted(self, agent: Agent) -> str:
        """Return it; empty if nobody knows."""
        try:
            return await self._pastes.last(agent, self._clock())
        except StoreError as error:
            _log.warning("a search goes without what was pasted: %s", error)
            return ""

    async def recent(self, agent: Agent) -> Sequence[Reference]:
        """Return what somebody looked up, the newest first."""
        if self._recollection is None:
            return ()
        try:
            return [one.reference for one in await self._recollection.recent(agent)]
        except StoreError as error:
            _log.warning("a search goes without recent look-ups: %s", error)
            return ()
