"""Orders that nobody watches any more: they are not looked at, and no card says how they are."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, exists, or_, select, update

from bot.store.alerts.storms import leave_storms
from bot.store.schema.alert import numbers, orders, watches


def leave_unwatched(connection: Connection, order_ids: Sequence[int]) -> None:
    """Look no more at those of these orders that nobody watches, and that no rule is for."""
    if not order_ids:
        return
    is_watched = exists().where(watches.c.order_id == orders.c.id, watches.c.ended_at.is_(None))
    connection.execute(
        update(orders)
        .where(orders.c.id.in_(order_ids), ~is_watched, orders.c.is_kept.is_(False))
        .values(due_at=None)
    )
    left = select(orders.c.id).where(orders.c.id.in_(order_ids), orders.c.due_at.is_(None))
    unwatched = connection.scalars(left).all()
    if unwatched:
        connection.execute(delete(numbers).where(numbers.c.order_id.in_(unwatched)))
        leave_storms(connection, _unseen(connection, unwatched))


def _unseen(connection: Connection, unwatched: Sequence[int]) -> list[int]:
    """Return these, and their kin, if nobody looks by any of them (see bot.store.alerts.kin)."""
    identities = select(orders.c.identity).where(orders.c.id.in_(unwatched))
    is_one = or_(orders.c.id.in_(unwatched), orders.c.identity.in_(identities))
    rows = connection.execute(
        select(orders.c.id, orders.c.identity, orders.c.due_at).where(is_one)
    ).all()
    seen = {row.identity for row in rows if row.due_at and row.identity}
    return [row.id for row in rows if row.identity not in seen]
