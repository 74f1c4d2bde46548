"""What people set for themselves, and what they looked up lately.

Times are arguments. Numbers of orders and parcels are personal data: they are kept for their one
reader, no longer than `_KEPT`, and gone when that one wants it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Delete, Table, and_, delete, func, select, tuple_

from bot.core.looked_up import MOST, LookedUp
from bot.core.privacy import Agent
from bot.core.reference import Kind, Reference
from bot.store.database import Database
from bot.store.insert import insert_into
from bot.store.schema.base import lookups, people

_KEPT: Final = timedelta(days=30)
_LONGEST: Final = 255  # characters, as in the schema
_KEY: Final = ("kind", "value", "client_key")
_WHOLE_KEY: Final = ("team_id", "user_id", *_KEY)


class People:
    """Remembers by team and user; any number of processes may share one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember_lookups(self, looked_up: Mapping[Agent, Iterable[LookedUp]]) -> None:
        """Note what people looked up; the same again is the same row, with its newest time."""
        rows = {
            tuple(row[name] for name in _WHOLE_KEY): row
            for agent, found in looked_up.items()
            for row in (_row(agent, one) for one in sorted(found, key=lambda one: one.at))
            if max(map(len, (row["value"], row["client_key"], row["couriers"]))) <= _LONGEST
        }
        if not rows:
            return

        def work(connection: Connection) -> None:
            into = insert_into(connection, lookups)
            newest = {"at": into.excluded.at, "couriers": into.excluded.couriers}
            noted = into.on_conflict_do_update(index_elements=_WHOLE_KEY, set_=newest)
            connection.execute(noted, [rows[key] for key in sorted(rows)])
            connection.execute(_older(looked_up))

        await self._database.transact(work)

    async def recent(self, agent: Agent, now: datetime) -> list[LookedUp]:
        """Return what somebody looked up, each once, the newest first."""
        found = (
            select(lookups)
            .where(_is_of(lookups, agent), lookups.c.at > now - _KEPT)
            .order_by(lookups.c.at.desc(), *(lookups.c[name] for name in _KEY))
            .limit(MOST)
        )
        async with self._database.begin() as connection:
            return [_looked_up(row) for row in (await connection.execute(found)).mappings()]

    async def set_language(self, agent: Agent, lang: str) -> None:
        """Let somebody be answered in *lang*; empty: in what Slack says."""
        row = {"team_id": agent.team_id, "user_id": agent.user_id, "lang": lang}
        async with self._database.begin() as connection:
            into = insert_into(connection, people).values(row)
            await connection.execute(
                into.on_conflict_do_update(
                    index_elements=("team_id", "user_id"), set_={"lang": lang}
                )
            )

    async def languages(self) -> Mapping[Agent, str]:
        """Return the language of everybody who has chosen one."""
        chosen = select(people).where(people.c.lang != "")
        async with self._database.begin() as connection:
            rows = (await connection.execute(chosen)).all()
        return {Agent(row.team_id, row.user_id): row.lang for row in rows}

    async def forget_lookups(self, agent: Agent) -> None:
        async with self._database.begin() as connection:
            await connection.execute(delete(lookups).where(_is_of(lookups, agent)))

    async def expire(self, now: datetime) -> None:
        """Erase what was looked up too long ago."""
        async with self._database.begin() as connection:
            await connection.execute(delete(lookups).where(lookups.c.at <= now - _KEPT))


def _older(agents: Iterable[Agent]) -> Delete:
    """Erase what nobody is shown any more."""
    key = [lookups.c[name] for name in _WHOLE_KEY]
    by, found = key[:2], [lookups.c[name] for name in _KEY]
    place = func.row_number().over(partition_by=by, order_by=[lookups.c.at.desc(), *found])
    theirs = tuple_(*by).in_([(agent.team_id, agent.user_id) for agent in agents])
    placed = select(*key, place.label("place")).where(theirs).subquery()
    gone = select(*(placed.c[name] for name in _WHOLE_KEY)).where(placed.c.place > MOST)
    return delete(lookups).where(tuple_(*key).in_(gone))


def _is_of(table: Table, agent: Agent) -> ColumnElement[bool]:
    return and_(table.c.team_id == agent.team_id, table.c.user_id == agent.user_id)


def _row(agent: Agent, one: LookedUp) -> dict[str, Any]:
    return {
        "team_id": agent.team_id,
        "user_id": agent.user_id,
        "kind": one.reference.kind.value,
        "value": one.reference.value,
        "client_key": one.client_key,
        "couriers": ",".join(one.reference.couriers),
        "at": one.at,
    }


def _looked_up(row: Any) -> LookedUp:
    couriers = tuple(filter(None, row["couriers"].split(",")))
    return LookedUp(
        Reference(Kind(row["kind"]), row["value"], couriers), row["client_key"], row["at"]
    )
