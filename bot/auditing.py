"""The use case "audit": who looks what up is noted in passing, and written down a moment later.

No answer waits for it; whoever is killed forgets the last half second at most. What is written down
says, on every replica, how much one person has looked up within an hour.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.core.audit import LIMITED, Door, Entry, LookUp, Visit, visit_of
from bot.core.clock import Clock
from bot.core.privacy import Audience
from bot.core.reference import Reference
from bot.loop import rounds

_PAUSE: Final = 0.5  # seconds
_HOUR: Final = timedelta(hours=1)
_WAITING: Final = 50_000  # look-ups, while the store does not work
_AT_ONCE: Final = 1000  # look-ups of one transaction


class Entries(Protocol):
    """Where look-ups are kept."""

    async def write(self, entries: Sequence[Entry]) -> None: ...
    async def counts(self, users: Sequence[str], since: datetime) -> Mapping[str, int]: ...
    async def expire(self, older_than: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long entries are kept; how many one person has within an hour, 0 for any number."""

    keeps: timedelta
    most: int


class Auditing:
    """Notes look-ups. `name_of` makes of a reference a name that reveals nothing."""

    def __init__(
        self,
        entries: Entries,
        *,
        name_of: Callable[[Reference], str],
        clock: Clock,
        bounds: Bounds,
    ) -> None:
        self._entries = entries
        self._name_of = name_of
        self._clock = clock
        self._bounds = bounds
        self._waiting: list[LookUp] = []
        self._counts: dict[str, int] = {}  # of those who looked something up in the last rounds
        self._tidied_at: datetime | None = None

    @property
    def most(self) -> int:
        return self._bounds.most

    def note(
        self,
        references: Sequence[Reference],
        to: Audience,
        outcome: str,
        *,
        door: Door | None = None,
    ) -> None:
        visit = visit_of(to)
        if not references or visit is None:
            return
        if len(self._waiting) >= _WAITING:
            return  # said in the log by whatever keeps them from being written down
        if door:
            visit = Visit(visit.team_id, visit.user_id, door)
        now, kind = self._clock(), type(to).__name__.lower()
        noted = LookUp(now, visit, kind, outcome, references)
        self._waiting.append(noted)
        self._add(noted)

    def is_spent(self, to: Audience) -> bool:
        if not self.most:
            return False
        visit = visit_of(to)
        return visit is not None and self._counts.get(visit.user_id, 0) >= self.most

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Write down what is noted, the last of it at the end."""
        async with rounds(self._round, last=self._write):
            yield

    async def _round(self) -> float:
        await self._write()
        await self._count()
        now = self._clock()
        if self._tidied_at is None or now - self._tidied_at >= _HOUR:
            await self._entries.expire(now - self._bounds.keeps)
            self._tidied_at = now
        return _PAUSE

    async def _write(self) -> None:
        """Write down what is noted by now: what comes meanwhile shares the next transaction."""
        left = len(self._waiting)
        while left:
            written = self._waiting[: min(left, _AT_ONCE)]
            await self._entries.write([one for noted in written for one in self._named(noted)])
            del self._waiting[: len(written)]
            left -= len(written)

    def _named(self, noted: LookUp) -> Sequence[Entry]:
        visit = noted.visit
        who = (noted.at, visit.team_id, visit.user_id, visit.door.value)
        return [
            Entry(*who, noted.audience, noted.outcome, self._name_of(one))
            for one in noted.references
        ]

    async def _count(self) -> None:
        """Learn what all replicas have written down of those who ask here; forget who is quiet."""
        if not self._counts:
            return
        users = sorted(self._counts)
        told = await self._entries.counts(users, self._clock() - _HOUR)
        self._counts = dict(told)
        for noted in self._waiting:  # what came meanwhile
            self._add(noted)

    def _add(self, noted: LookUp) -> None:
        if self.most and noted.outcome != LIMITED:
            user = noted.visit.user_id
            self._counts[user] = self._counts.get(user, 0) + len(noted.references)
