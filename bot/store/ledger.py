"""The calls of the last minute, counted by all processes on one PostgreSQL.

Whoever asks while others are being counted is counted with the next: however many ask, there is one
transaction after the other, and none has to wait for more than two. Time is the database's. While
plenty are left, a process with many calls at once for which nobody waits counts some ahead: always
before they are made, so there are never more than there may be.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, delete, func, literal_column, select, text
from sqlalchemy.dialects.postgresql import insert

from bot.core.calls import MOMENT, Limits
from bot.core.letter import StoreError
from bot.store.database import Database
from bot.store.schema.ledger import held, made

_MINUTE: Final = 60_000_000  # microseconds
_MOMENT: Final = int(MOMENT * 1_000_000)
_SLOT: Final = 250_000  # microseconds whose calls are one row, and leave the minute together
_PATIENCE: Final = 0.5  # seconds for the database, before it is not asked
_REST: Final = 5.0  # seconds for which it is not asked then
_MANY: Final = 10  # calls at once
_AHEAD: Final = 4  # times as many are counted ahead, but no more than a share of what is left
_OF_WHAT_IS_LEFT: Final = 100
_KEPT: Final = 1.0  # seconds that they may be made in
_now: Final = literal_column(
    "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)", BigInteger
)
_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtext(:name))")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Wish:
    limits: Limits
    wait: asyncio.Future[float]


@dataclass(slots=True)
class _Ahead:
    """Calls that are counted and not made yet."""

    limits: Limits
    left: int
    until: float


class Ledger:
    """Counts calls together with every other process; while it is away, it lets all pass."""

    def __init__(self, database: Database, *, patience: float = _PATIENCE) -> None:
        self._database = database
        self._patience = patience
        self._wishes: dict[tuple[str, str], list[_Wish]] = {}
        self._counting: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._away_until = 0.0
        self._ahead: dict[tuple[str, str], _Ahead] = {}

    async def take(self, account: str, busy: str, limits: Limits) -> float:
        """Count a call and return 0, or return the seconds until there may be one.

        *account* is whose calls are counted, *busy* under which name `hold` holds them up.
        """
        loop, names = asyncio.get_running_loop(), (account, busy)
        if loop.time() < self._away_until:
            return 0.0
        ahead = self._ahead.get(names)
        if ahead and ahead.limits == limits and ahead.left and loop.time() < ahead.until:
            ahead.left -= 1
            return 0.0
        wish = _Wish(limits, loop.create_future())
        self._wishes.setdefault(names, []).append(wish)
        if names not in self._counting:
            self._counting[names] = loop.create_task(self._count(names))
        return await wish.wait

    async def hold(self, busy: str, seconds: float) -> None:
        """Let nobody call for so long."""
        with suppress(StoreError):  # who asks next hears it from parcelLab itself
            await self._database.transact(lambda connection: _hold(connection, busy, seconds))

    async def _count(self, names: tuple[str, str]) -> None:
        """Count what is wished, and what is wished meanwhile."""
        while wishes := self._wishes.pop(names, None):
            limits = [wish.limits for wish in wishes]
            waits = await self._counted(names, limits)
            for wish, wait in zip(wishes, waits, strict=True):
                if not wish.wait.done():  # or whoever wished it is gone
                    wish.wait.set_result(wait)
        del self._counting[names]

    async def _counted(self, names: tuple[str, str], limits: list[Limits]) -> list[float]:
        taking = self._database.start(lambda connection: _taken(connection, names, limits))
        done, _ = await asyncio.wait({taking}, timeout=self._patience)
        if done and not taking.exception():
            waits, ahead = taking.result()
            if ahead:
                until = asyncio.get_running_loop().time() + _KEPT
                self._ahead[names] = _Ahead(limits[0], ahead, until)
            return waits
        self._away_until = asyncio.get_running_loop().time() + _REST
        _log.warning("the database does not count calls now: going on without it")
        return [0.0] * len(limits)


def _hold(connection: Connection, busy: str, seconds: float) -> None:
    into = insert(held).values(name=busy, until=_now + round(seconds * 1_000_000))
    later = func.greatest(held.c.until, into.excluded.until)
    connection.execute(into.on_conflict_do_update(index_elements=["name"], set_={"until": later}))


def _taken(
    connection: Connection, names: tuple[str, str], wishes: list[Limits]
) -> tuple[list[float], int]:
    """Count as many calls as there may be; return for each how many seconds it has to wait.

    The other number is how many more like the first are counted ahead.
    """
    account, busy = names
    connection.execute(_LOCK, {"name": account})
    until = select(held.c.until).where(held.c.name == busy).scalar_subquery()
    now, held_until = connection.execute(select(_now, until)).one()
    if held_until and held_until > now:
        return [(held_until - now) / 1_000_000] * len(wishes), 0
    rows = connection.execute(
        select(made.c.at, made.c.calls, made.c.waited_for)
        .where(made.c.name == account, made.c.at > now - _MINUTE)
        .order_by(made.c.at)
    ).all()
    minute = _Minute(now, [(row[0], row[1], row[2]) for row in rows])
    waits = [minute.take(limits) for limits in wishes]
    ahead = minute.ahead(wishes) if not any(waits) else 0
    if minute.calls:
        _note(connection, account, minute)
    return waits, ahead


class _Minute:
    """The calls of the last minute, oldest first, and those that are counted now."""

    def __init__(self, now: int, rows: list[tuple[int, int, int]]) -> None:
        self.now = now
        self.calls = self.waited_for = 0
        self._rows = rows
        self._made = {
            within: sum(calls for at, calls, _ in rows if at > now - within)
            for within in (_MINUTE, _MOMENT)
        }
        self._asked = sum(asked for _, _, asked in rows)
        self._last = max((at for at, _, asked in rows if asked), default=0)

    def take(self, limits: Limits) -> float:
        wait = max(
            self._until_room(limits.most, _MINUTE),
            self._until_room(limits.soon, _MOMENT),
            self._until_turn(limits),
        )
        if wait <= 0:
            self._count(1)
            if limits.is_waited_for:
                self.waited_for += 1
                self._asked += 1
                self._last = self.now
            return 0.0
        return wait / 1_000_000

    def ahead(self, wishes: list[Limits]) -> int:
        """Count some more calls, and return how many: where one process makes many at once."""
        limits = wishes[0]
        if len(wishes) < _MANY or limits.is_waited_for or wishes.count(limits) < len(wishes):
            return 0
        left = max(0, min(limits.most - self._made[_MINUTE], limits.soon - self._made[_MOMENT]))
        more = min(_AHEAD * len(wishes), left // _OF_WHAT_IS_LEFT)
        self._count(more)
        return more

    def _count(self, calls: int) -> None:
        self.calls += calls
        for within in self._made:
            self._made[within] += calls

    def _until_room(self, most: int, within: int) -> float:
        too_many = self._made[within] + 1 - most
        if too_many <= 0:
            return 0
        for at, calls, _ in self._rows:
            too_many -= calls if at > self.now - within else 0
            if too_many <= 0:
                return at + within - self.now
        return within

    def _until_turn(self, limits: Limits) -> float:
        if not limits.is_waited_for or self._asked < limits.at_once:
            return 0
        return self._last + limits.distance * 1_000_000 - self.now


def _note(connection: Connection, account: str, minute: _Minute) -> None:
    row: dict[str, Any] = {
        "name": account,
        "slot": minute.now // _SLOT,
        "at": minute.now,
        "calls": minute.calls,
        "waited_for": minute.waited_for,
    }
    into = insert(made).values(row)
    more = {
        "at": into.excluded.at,
        "calls": made.c.calls + into.excluded.calls,
        "waited_for": made.c.waited_for + into.excluded.waited_for,
    }
    connection.execute(into.on_conflict_do_update(index_elements=["name", "slot"], set_=more))
    connection.execute(
        delete(made).where(made.c.name == account, made.c.at <= minute.now - _MINUTE)
    )
