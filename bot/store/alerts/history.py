"""History: what looks brought, as it was written down."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, and_, select

from bot.core.alert import Event, Facts, Kind
from bot.core.alerts.replay import Look
from bot.core.report import TELLING, Seen
from bot.core.watches.watch import name_of
from bot.store.alerts.watches import reference_of
from bot.store.database import Database
from bot.store.schema.alert import events, orders

_MOST: Final = 20_000  # events read at once
_PARCELS: Final = 100_000
_SEEN: Final = ("order_id", "tag", "kind", "episode", "seen_at", "facts")


class History:
    """Reads what was seen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def looks(self, since: datetime, until: datetime, most: int = _MOST) -> list[Look]:
        """Return the newest looks of a span, the oldest first."""
        of_order = (orders.c.kind, orders.c.value, orders.c.couriers)
        newest = (
            select(
                events.c.id,
                events.c.order_id,
                events.c.tag,
                events.c.kind.label("what"),
                events.c.episode,
                events.c.seen_at,
                events.c.facts,
                *of_order,
            )
            .join(orders, orders.c.id == events.c.order_id)
            .where(events.c.seen_at >= since, events.c.seen_at < until)
            .order_by(events.c.id.desc())
            .limit(most)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(newest)).all()
        return list(_looks(rows[::-1]))

    async def parcels(self, since: datetime, until: datetime, most: int = _PARCELS) -> list[Seen]:
        """Return what tells the fate of parcels of which something was seen in a span.

        That is also what was seen of them before it.
        """
        telling = events.c.kind.in_([one.value for one in TELLING])
        then = (
            select(events.c.order_id, events.c.tag)
            .where(telling, events.c.seen_at >= since, events.c.seen_at < until)
            .distinct()
            .limit(most)
            .subquery()
        )
        found = (
            select(*(events.c[name] for name in _SEEN), orders.c.identity)
            .join(then, and_(then.c.order_id == events.c.order_id, then.c.tag == events.c.tag))
            .join(orders, orders.c.id == events.c.order_id)
            .where(telling, events.c.seen_at < until)
            .order_by(events.c.id)
        )

        def work(connection: Connection) -> list[Seen]:
            return [_seen(row) for row in connection.execute(found)]

        return await self._database.transact(work)


def _seen(row: Any) -> Seen:
    order = row.identity or row.order_id  # by whichever reference it was seen
    return Seen(f"{order}/{row.tag}", row.seen_at, event_of(row, row.kind))


def event_of(row: Any, kind: str) -> Event:
    facts = Facts.model_validate_json(row.facts)
    return Event(tag=row.tag, kind=Kind(kind), episode=row.episode, facts=facts)


def look_of(order: Any, at: datetime, told: tuple[Event, ...]) -> Look:
    """Return a look at an order, of which a row tells by what it is watched."""
    facts = told[0].facts
    name = name_of(reference_of(order), facts.order, facts.client, facts.lead)
    return Look(name, at, told)


def _looks(rows: Sequence[Any]) -> Iterator[Look]:
    for (_, at), group in groupby(rows, key=lambda row: (row.order_id, row.seen_at)):
        found = list(group)
        yield look_of(found[0], at, tuple(event_of(row, row.what) for row in found))
