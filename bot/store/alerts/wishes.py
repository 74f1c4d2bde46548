"""Wishes as they were, before somebody changed them or began anew: for a replay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.schema.alert import earlier, watches

_KEPT: Final = ("order_id", "place", "since", "kinds", "parcels", "ended_at")


async def remember(connection: AsyncConnection, meant: ColumnElement[bool], now: datetime) -> None:
    """Keep what these are until *now*."""
    until = literal(now, earlier.c.changed_at.type)
    was = select(*(watches.c[name] for name in _KEPT), until).where(meant)
    await connection.execute(insert(earlier).from_select([*_KEPT, "changed_at"], was))


async def overtaken(
    connection: AsyncConnection, wished: Sequence[dict[str, Any]], now: datetime
) -> set[tuple[int, str]]:
    """Keep what is to be otherwise from *now* on; return which orders are watched where by now."""
    wanted = {(row["order_id"], row["place"]): row for row in wished}
    names = ("id", "order_id", "place", "kinds", "parcels", "ended_at")
    ids = {order_id for order_id, _ in wanted}
    known = select(*(watches.c[name] for name in names)).where(watches.c.order_id.in_(ids))
    rows = (await connection.execute(known)).all()
    here = {row: wanted.get((row.order_id, row.place)) for row in rows}
    others = [
        row.id
        for row, wish in here.items()
        if wish and (row.ended_at or (row.kinds, row.parcels) != (wish["kinds"], wish["parcels"]))
    ]
    if others:
        await remember(connection, watches.c.id.in_(others), now)
    return {(row.order_id, row.place) for row in rows if row.ended_at is None}
