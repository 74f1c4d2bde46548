"""The audit log. Times are arguments; any number of processes may share one."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, text

from bot.core.audit import LIMITED, Entry
from bot.core.audit_question import AuditQuestion
from bot.store.database import Database
from bot.store.schema.audit import entries
from bot.store.schema.base import microseconds

_PAGE: Final = 2000  # entries read at once
_COLUMNS: Final = tuple(one.name for one in fields(Entry))
_values: Final = attrgetter(*_COLUMNS)  # astuple copies each value, which costs ten times as much
# All rows in one step: between two steps Python lets another thread run, and waits for its turn.
_IN_ONE_STEP: Final = text(
    f"INSERT INTO audit_entry ({', '.join(_COLUMNS)}) SELECT "  # noqa: S608 - our own names
    + ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(_COLUMNS)))
    + " FROM json_each(:rows) ORDER BY key"
)


class AuditLog:
    """Keeps entries until they are too old."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, noted: Sequence[Entry]) -> None:
        rows = [*map(_values, noted)]

        def work(connection: Connection) -> None:
            if connection.dialect.name == "sqlite":
                listed = [(microseconds(at), *others) for at, *others in rows]
                connection.execute(_IN_ONE_STEP, {"rows": json.dumps(listed)})
            else:
                named = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
                connection.execute(insert(entries), named)

        await self._database.transact(work)

    async def counts(self, users: Sequence[str], since: datetime) -> Mapping[str, int]:
        """Return how many references each has looked up since then."""
        counted = (
            select(entries.c.user_id, func.count())
            .where(entries.c.user_id.in_(users), entries.c.at > since)
            .where(entries.c.outcome != LIMITED)
            .group_by(entries.c.user_id)
        )

        def work(connection: Connection) -> Mapping[str, int]:
            return {row[0]: row[1] for row in connection.execute(counted)}

        return await self._database.transact(work)

    async def expire(self, older_than: datetime) -> None:
        gone = delete(entries).where(entries.c.at < older_than)

        def work(connection: Connection) -> None:
            connection.execute(gone)

        await self._database.transact(work)

    async def found(self, asked: AuditQuestion) -> AsyncIterator[Entry]:
        """Yield what was asked for, the oldest first, page by page: there may be millions."""
        after = 0
        while True:
            page = (
                select(entries)
                .where(entries.c.id > after, *_conditions(asked))
                .order_by(entries.c.id)
                .limit(_PAGE)
            )

            async with self._database.begin() as connection:
                rows = (await connection.execute(page)).mappings().all()
            for row in rows:
                yield Entry(**{name: row[name] for name in _COLUMNS})
            if len(rows) < _PAGE:
                return
            after = rows[-1]["id"]


def _conditions(asked: AuditQuestion) -> Iterator[ColumnElement[bool]]:
    for name in ("team_id", "user_id", "door", "audience", "outcome", "reference"):
        if value := getattr(asked, name):
            yield entries.c[name] == value
    if asked.since:
        yield entries.c.at >= asked.since
    if asked.until:
        yield entries.c.at < asked.until
