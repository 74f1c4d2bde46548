"""The rulebook: what administrators rule in Slack, and a line for each change of it.

Times are arguments. A change names the version it was made from: of two who change the same rule
at once the second is told, and nothing of theirs is written.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.rule import UNRULED, Change, Json, Ruled
from bot.store.database import Database
from bot.store.insert import insert_into
from bot.store.schema.base import changes, rules

_WORKSPACE: Final = "workspace"  # no rule: nobody changes it


class Rulebook:
    """Keeps rules by name; any number of processes may share one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rules(self) -> dict[str, Ruled]:
        """Return every rule that was ever changed, as it stands now."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(rules))).all()
        ruled = (row for row in rows if row.name != _WORKSPACE)
        return {row.name: Ruled(row.value, row.version, row.by, row.at) for row in ruled}

    async def workspace(self, team_id: str, now: datetime) -> str:
        """Return the workspace that this database is of: the first that ever came with it."""
        row = {"name": _WORKSPACE, "value": team_id, "version": 1, "by": "", "at": now}
        async with self._database.begin() as connection:
            await _written(connection, row)
            found = select(rules.c.value).where(rules.c.name == _WORKSPACE)
            return str((await connection.execute(found)).scalar_one())

    async def change(self, name: str, value: Json, *, version: int, by: str, now: datetime) -> bool:
        """Rule *value* in the place of *version*, with its audit line; False: that is outdated."""
        row = {"name": name, "value": value, "version": version + 1, "by": by, "at": now}
        async with self._database.begin() as connection:
            before = await _before(connection, name)
            if before.version != version:
                return False
            if before.value == value:
                return True
            if not await _written(connection, row):
                return False
            line = {"at": now, "by": by, "name": name, "before": before.value, "after": value}
            await connection.execute(insert(changes).values(line))
            return True

    async def note(self, change: Change) -> None:
        """Write an audit line for what is kept elsewhere."""
        line = {name: getattr(change, name) for name in ("at", "by", "name", "before", "after")}
        async with self._database.begin() as connection:
            await connection.execute(insert(changes).values(line))

    async def changes(self, most: int) -> list[Change]:
        """Return the newest audit lines, the newest first."""
        found = select(changes).order_by(changes.c.id.desc()).limit(most)
        async with self._database.begin() as connection:
            rows = (await connection.execute(found)).all()
        return [Change(row.at, row.by, row.name, row.before, row.after) for row in rows]


async def _before(connection: AsyncConnection, name: str) -> Ruled:
    found = select(rules).where(rules.c.name == name).with_for_update()
    row = (await connection.execute(found)).one_or_none()
    return Ruled(row.value, row.version, row.by, row.at) if row else UNRULED


async def _written(connection: AsyncConnection, row: dict[str, Any]) -> bool:
    """Write a rule; False if somebody was first, of whom the look before could not know."""
    if row["version"] > 1:
        changed = update(rules).where(rules.c.name == row["name"]).values(row)
        return (await connection.execute(changed)).rowcount == 1
    first = insert_into(connection, rules).values(row).on_conflict_do_nothing()
    return (await connection.execute(first.returning(rules.c.name))).one_or_none() is not None
