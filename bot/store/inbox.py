"""The inbox: what Slack handed over, written down before it is acknowledged, until it is answered.

Times are arguments. Whoever holds a letter has it until its lease ends; then others claim it, and
what the earlier holder still has to say about it is not recorded any more.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, delete, func, insert, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.letter import Kept, Letter, Waiting
from bot.store.database import Database
from bot.store.schema import keys, letters

# Whoever claims a letter may die of it: it is not handed on for ever.
_TRIES: Final = 20
_OUTCOME: Final = 80  # characters, as in the schema
_INSERTS: Final[dict[str, Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class Inbox:
    """Keeps letters; any number of processes may share one."""

    def __init__(self, database: Database, *, lease: timedelta) -> None:
        self._database = database
        self._lease = lease

    async def keep(self, letter: Letter, now: datetime) -> Kept | None:
        """Write a letter down; it is ours at once. None if any of its keys is known already.

        Keys that were not known yet are known from then on: a gesture may come a third time
        under those of its second time only.
        """
        async with self._database.begin() as connection:
            if not await _are_new(connection, letter.keys, now):
                return None
            key = uuid.uuid4().hex
            row = {
                "key": key,
                "body": letter.body,
                "kept_at": now,
                "until": letter.until,
                "due_at": now + self._lease,
                "fence": 1,
            }
            found = await connection.execute(insert(letters).values(row).returning(letters.c.id))
            return Kept(found.scalar_one(), 1, key, letter.body)

    async def claim(self, now: datetime, most: int) -> list[Kept]:
        """Take over what nobody holds any more and may still be answered, oldest first."""
        is_due = and_(letters.c.outcome.is_(None), letters.c.due_at <= now)
        due = (
            select(letters.c.id)
            .where(is_due, letters.c.until > now, letters.c.fence < _TRIES)
            .order_by(letters.c.due_at)
            .limit(most)
            .with_for_update(skip_locked=True)  # not said to SQLite: one writes there at a time
            .cte("due")
        )
        taken = (
            update(letters)
            .where(letters.c.id.in_(select(due.c.id)), is_due)
            .values(fence=letters.c.fence + 1, due_at=now + self._lease)
            .returning(*(letters.c[name] for name in ("id", "fence", "key", "body", "since")))
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(taken)).all()
        return sorted((Kept(*row) for row in rows), key=lambda kept: kept.id)

    async def posting(self, kept: Kept, now: datetime) -> datetime | None:
        """Note that a post begins now; return when the first one did. None: it is not ours.

        The lease begins anew.
        """
        since = func.coalesce(letters.c.since, literal(now, letters.c.since.type))
        change = {"since": since, "due_at": now + self._lease}
        first: datetime | None = await self._record(kept, change, letters.c.since)
        return first

    async def done(self, kept: Kept, outcome: str) -> bool:
        """Note what became of it and erase what it said; False: it is not ours."""
        change = {"outcome": outcome[:_OUTCOME], "body": None}
        return await self._record(kept, change, letters.c.id) is not None

    async def release(self, kept: Kept, at: datetime) -> bool:
        """Let it be claimed from *at* on; False: it is not ours any more."""
        return await self._record(kept, {"due_at": at}, letters.c.id) is not None

    async def expire(self, now: datetime) -> int:
        """Give up what can no longer be answered, and erase what it said; return how many."""
        is_over = or_(letters.c.until <= now, letters.c.fence >= _TRIES)
        gone = (
            update(letters)
            .where(letters.c.outcome.is_(None), letters.c.due_at <= now, is_over)
            .values(outcome="expired", body=None)
        )
        async with self._database.begin() as connection:
            return (await connection.execute(gone)).rowcount

    async def forget(self, older_than: datetime) -> None:
        """Forget letters and keys: Slack hands nothing over again after that long."""
        async with self._database.begin() as connection:
            for table in (letters, keys):
                await connection.execute(delete(table).where(table.c.kept_at < older_than))

    async def waiting(self) -> Waiting:
        """Return what has no answer yet."""
        counted = select(func.count(), func.min(letters.c.kept_at)).where(
            letters.c.outcome.is_(None)
        )
        async with self._database.begin() as connection:
            count, oldest = (await connection.execute(counted)).one()
        return Waiting(count, oldest)

    async def _record(self, kept: Kept, change: dict[str, Any], told: Any) -> Any:
        """Write only while *kept* is our claim and open; return what is *told* then, else None."""
        is_ours = and_(
            letters.c.id == kept.id, letters.c.fence == kept.fence, letters.c.outcome.is_(None)
        )
        written = update(letters).where(is_ours).values(change).returning(told)
        async with self._database.begin() as connection:
            return (await connection.execute(written)).scalar_one_or_none()


async def _are_new(connection: AsyncConnection, names: frozenset[str], now: datetime) -> bool:
    """Learn the keys; return whether all were new.

    They are written in one order by everybody, so that two who know some of them in common wait
    for each other, and never both.
    """
    rows = [{"key": name, "kept_at": now} for name in sorted(names)]
    into = _INSERTS[connection.dialect.name](keys)
    learnt = into.values(rows).on_conflict_do_nothing().returning(keys.c.key)
    return len((await connection.execute(learnt)).all()) == len(names)
