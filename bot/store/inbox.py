"""The inbox: what Slack handed over, written down before it is acknowledged, until it is answered.

Times are arguments. Whoever holds a letter has it until its lease ends; then others claim it, and
what the earlier holder still has to say about it is not recorded any more.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import (
    Connection,
    Update,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from bot.core.letter import Kept, Letter, Waiting
from bot.store.batch import Batches
from bot.store.database import Database
from bot.store.insert import INSERTS
from bot.store.schema.base import keys, letters

# Whoever claims a letter may die of it: it is not handed on for ever.
_TRIES: Final = 20
_OUTCOME: Final = 80  # characters, as in the schema


@dataclass(frozen=True, slots=True, eq=False)
class _Keep:
    """Write a letter down."""

    letter: Letter
    now: datetime
    key: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True, slots=True, eq=False)
class _Record:
    """Write something about a letter that is ours: `posting` since, an `outcome`, `free` from."""

    kept: Kept
    what: Literal["posting", "outcome", "free"]
    value: Any


_Change: TypeAlias = _Keep | _Record


def _record(**change: Any) -> Update:
    """Return what changes the letters of `claims` that are ours and open."""
    is_ours = tuple_(letters.c.id, letters.c.fence).in_(bindparam("claims", expanding=True))
    return (
        update(letters)
        .where(is_ours, letters.c.outcome.is_(None))
        .values(change)
        .returning(letters.c.id, letters.c.fence, letters.c.since)
    )


# Built once: to build one takes longer than to execute it.
_MOMENT: Final = letters.c.since.type
_RECORDS: Final = {
    "posting": _record(
        since=func.coalesce(letters.c.since, bindparam("value", type_=_MOMENT)),
        due_at=bindparam("lease"),
    ),
    "outcome": _record(outcome=bindparam("value"), body=None),
    "free": _record(due_at=bindparam("value")),
}
_WRITE_DOWN: Final = insert(letters).returning(letters.c.key, letters.c.id)
_LEARN: Final = {
    dialect: into(keys).on_conflict_do_nothing().returning(keys.c.key)
    for dialect, into in INSERTS.items()
}


class Inbox:
    """Keeps letters; any number of processes may share one."""

    def __init__(self, database: Database, *, lease: timedelta) -> None:
        self._database = database
        self._lease = lease
        self._batches = Batches(database, self._write)

    async def keep(self, letter: Letter, now: datetime) -> Kept | None:
        """Write a letter down; it is ours at once. None if any of its keys is known already.

        Keys that were not known yet are known from then on: a gesture may come a third time
        under those of its second time only.
        """
        kept: Kept | None = await self._batches.make(_Keep(letter, now))
        return kept

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

        def work(connection: Connection) -> list[Kept]:
            return [Kept(*row) for row in connection.execute(taken)]

        return sorted(await self._database.transact(work), key=lambda kept: kept.id)

    async def posting(self, kept: Kept, now: datetime) -> datetime | None:
        """Note that a post begins now; return when the first one did. None: it is not ours.

        The lease begins anew.
        """
        row = await self._batches.make(_Record(kept, "posting", now))
        return row.since if row else None

    async def done(self, kept: Kept, outcome: str) -> bool:
        """Note what became of it and erase what it said; False: it is not ours."""
        return bool(await self._batches.make(_Record(kept, "outcome", outcome[:_OUTCOME])))

    async def release(self, kept: Kept, at: datetime) -> bool:
        """Let it be claimed from *at* on; False: it is not ours any more."""
        return bool(await self._batches.make(_Record(kept, "free", at)))

    async def expire(self, now: datetime) -> int:
        """Give up what can no longer be answered, and erase what it said; return how many."""
        is_over = or_(letters.c.until <= now, letters.c.fence >= _TRIES)
        gone = (
            update(letters)
            .where(letters.c.outcome.is_(None), letters.c.due_at <= now, is_over)
            .values(outcome="expired", body=None)
        )

        def work(connection: Connection) -> int:
            return connection.execute(gone).rowcount

        return await self._database.transact(work)

    async def forget(self, older_than: datetime) -> None:
        """Forget letters and keys: Slack hands nothing over again after that long."""

        def work(connection: Connection) -> None:
            for table in (letters, keys):
                connection.execute(delete(table).where(table.c.kept_at < older_than))

        await self._database.transact(work)

    async def waiting(self) -> Waiting:
        """Return what has no answer yet."""
        counted = select(
            func.count(), func.min(letters.c.kept_at), func.min(letters.c.due_at)
        ).where(letters.c.outcome.is_(None))

        def work(connection: Connection) -> Waiting:
            return Waiting(*connection.execute(counted).one())

        return await self._database.transact(work)

    def _write(self, connection: Connection, changes: Sequence[_Change]) -> Sequence[Any]:
        """Make all changes; return a Kept or a row for each, and None for what is not made."""
        told: dict[_Change, Any] = {}
        told |= self._kept(connection, [one for one in changes if isinstance(one, _Keep)])
        alike: defaultdict[Any, list[_Record]] = defaultdict(list)
        for one in changes:
            if isinstance(one, _Record):
                alike[one.what, one.what == "posting" or one.value].append(one)
        for some in alike.values():
            told |= self._recorded(connection, some)
        return [told.get(change) for change in changes]

    def _kept(self, connection: Connection, keeps: Sequence[_Keep]) -> dict[_Change, Any]:
        """Keep those letters whose keys are all new, here and among themselves."""
        names = {name: one.now for one in keeps for name in one.letter.keys}
        learnt, new = _learnt(connection, names), list[_Keep]()
        for one in keeps:
            if one.letter.keys <= learnt:
                new.append(one)
            learnt -= one.letter.keys
        if not new:
            return {}
        rows = [
            {
                "key": one.key,
                "body": one.letter.body,
                "kept_at": one.now,
                "until": one.letter.until,
                "due_at": one.now + self._lease,
                "fence": 1,
            }
            for one in new
        ]
        found = connection.execute(_WRITE_DOWN, rows)
        ids = {row.key: row.id for row in found}
        return {
            one: Kept(
                ids[one.key], 1, one.key, one.letter.body, safe_until=one.now + self._lease / 2
            )
            for one in new
        }

    def _recorded(self, connection: Connection, records: Sequence[_Record]) -> dict[_Change, Any]:
        """Record the same of letters, for those that are ours and open.

        Posts that begin now all begin after this, and so they get the time of the latest.
        """
        what, value = records[0].what, max(one.value for one in records)
        told = {"claims": [(one.kept.id, one.kept.fence) for one in records], "value": value}
        if what == "posting":
            told["lease"] = value + self._lease
        rows = {(row.id, row.fence): row for row in connection.execute(_RECORDS[what], told)}
        return {one: rows.get((one.kept.id, one.kept.fence)) for one in records}


def _learnt(connection: Connection, names: dict[str, datetime]) -> set[str]:
    """Learn keys; return those that were new.

    They are written in one order by everybody, so that two who know some of them in common wait
    for each other, and never both.
    """
    if not names:
        return set()
    rows = [{"key": name, "kept_at": at} for name, at in sorted(names.items())]
    return set(connection.scalars(_LEARN[connection.dialect.name], rows))
