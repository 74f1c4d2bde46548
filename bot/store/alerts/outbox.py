"""The outbox: what is owed to channels, until it stands there. One process at a time pays a lane.

A lane is held by a lease and a fence. Before each post it is written down that one begins, so that
whoever comes after a crash knows to look before posting again.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alert import Facts
from bot.core.alerts.gate import What
from bot.core.alerts.lane import Debt, Lane, Owed, Stale
from bot.core.alerts.stand import Stand
from bot.core.alerts.storm import SHOWN, Storm
from bot.core.watches.watch import State
from bot.store.alerts.debts import watches_there
from bot.store.alerts.gate import Gate, places_to_visit
from bot.store.alerts.storms import filed, owe_file, show_apart, storm_in, tell_again, undo
from bot.store.database import Database
from bot.store.insert import insert_into
from bot.store.schema.alert import IS_OPEN, IS_STALE, cards, lanes, notices, watches

_AHEAD: Final = timedelta(minutes=5)  # see bot.store.alerts.looks
_REASON: Final = 80  # characters, as in the schema
_PATIENCE: Final = timedelta(days=1)


class Outbox:
    """Keeps what is owed; any number of processes may pay."""

    def __init__(
        self,
        database: Database,
        *,
        lease: timedelta,
        patience: timedelta = _PATIENCE,
        storm: int = 0,
    ) -> None:
        """Tell up to *storm* parcels that turn late together one by one; 0: all."""
        self._database = database
        self._lease = lease
        self._patience = patience
        self._storm = storm

    async def claim_lanes(self, now: datetime, most: int) -> list[Lane]:
        """Take lanes that nobody holds and in which something is owed, or happens by itself."""
        free = (
            select(lanes.c.place)
            .where(lanes.c.due_at <= now, lanes.c.place.in_(places_to_visit(now)))
            .order_by(lanes.c.due_at)
            .limit(most)
            .with_for_update(skip_locked=True)
            .cte("free")
        )
        taken = (
            update(lanes)
            .where(lanes.c.place.in_(select(free.c.place)), lanes.c.due_at <= now)
            .values(fence=lanes.c.fence + 1, due_at=now + self._lease, set_at=now)
            .returning(lanes.c.place, lanes.c.fence, lanes.c.last_ts, lanes.c.refusals)
        )
        async with self._database.begin() as connection:
            return [Lane(*row) for row in await connection.execute(taken)]

    async def debts(self, lane: Lane, most: int, now: datetime) -> list[Debt]:
        """Return what is to be told there now, oldest first; none if the lane is another's."""
        async with self._database.begin() as connection:
            if not await self._is_ours(connection, lane, now):
                return []
            gate = Gate(connection, lane.place, now, self._patience, self._storm)
            return await gate.debts(most)

    async def hold(self, lane: Lane, now: datetime) -> bool:
        """Let the lease begin anew; False: the lane is somebody else's."""
        async with self._database.begin() as connection:
            return await self._is_ours(connection, lane, now)

    async def begin(self, lane: Lane, debt: Debt, now: datetime) -> bool:
        """Note that a post begins now; False: the lane is somebody else's."""
        begun = (
            update(notices)
            .where(notices.c.id == debt.id, IS_OPEN)
            .values(state=State.SENDING.value, since=now, attempt=debt.attempt + 1)
        )
        async with self._database.begin() as connection:
            if not await self._is_ours(connection, lane, now):
                return False
            return (await connection.execute(begun)).rowcount == 1

    async def posted(self, lane: Lane, debt: Debt, ts: str, now: datetime) -> None:
        """Note that it stands there, whoever holds the lane by now.

        The first of an order becomes its card, later ones make the card stale.
        """
        done = (
            update(notices)
            .where(notices.c.id == debt.id, IS_OPEN)
            .values(state=State.POSTED.value, ts=ts, done_at=now)
        )
        moved = (
            update(lanes)
            .where(lanes.c.place == lane.place, lanes.c.last_ts < ts)
            .values(last_ts=ts, refusals=0, refused="")
        )
        async with self._database.begin() as connection:
            await connection.execute(moved)
            if not (await connection.execute(done)).rowcount:
                return
            if debt.what is What.STORM or (debt.what is What.NEWS and not debt.above):
                await _stand(connection, lane.place, debt, ts, now)
            if debt.what is What.FILE and debt.storm:
                await filed(connection, debt.storm, debt.key)
            if debt.what in (What.STORM, What.FILE):
                least = SHOWN if debt.what is What.FILE else 0
                await owe_file(connection, lane.place, debt.card, now, least=least)

    async def owe_again(self, debt: Debt) -> None:
        """Note that it surely does not stand there."""
        again = update(notices).where(notices.c.id == debt.id, IS_OPEN)
        async with self._database.begin() as connection:
            await connection.execute(again.values(state=State.OWED.value, since=None))

    async def park(self, debt: Debt, reason: str, now: datetime) -> None:
        """Give one up that Slack does not take, and remember why."""
        parked = update(notices).where(notices.c.id == debt.id, IS_OPEN)
        change = {"state": State.PARKED.value, "reason": reason[:_REASON], "done_at": now}
        async with self._database.begin() as connection:
            await connection.execute(parked.values(change))
            if debt.what is What.STORM:
                await undo(connection, debt.key)

    async def leave(
        self, lane: Lane, at: datetime, now: datetime, *, refused: str | None = None
    ) -> None:
        """Let others claim a lane from *at* on; *refused* is why nothing can be posted there."""
        change: dict[str, Any] = {"due_at": at, "set_at": now}
        if refused:
            change |= {"refused": refused[:_REASON], "refusals": lanes.c.refusals + 1}
        left = update(lanes).where(lanes.c.place == lane.place, lanes.c.fence == lane.fence)
        async with self._database.begin() as connection:
            await connection.execute(left.values(change))

    async def stale(self, lane: Lane, most: int) -> list[Stale]:
        """Return the cards of a place that show less than was told since."""
        found = (
            select(cards, watches.c.name.label("watched_as"))
            .join(watches, watches_there(cards), isouter=True)
            .where(cards.c.place == lane.place, IS_STALE)
            .limit(most)
        )
        async with self._database.begin() as connection:
            found_ones = [_stale(row) for row in await connection.execute(found)]
            return [await _whole(connection, one) for one in found_ones]

    async def edited(self, card: Stale) -> None:
        """Note that a card shows what is so, unless that has changed meanwhile."""
        edited = update(cards).where(cards.c.card == card.card, cards.c.version == card.version)
        async with self._database.begin() as connection:
            await connection.execute(edited.values(is_stale=False))

    async def forget_card(self, card: str) -> None:
        """Let the next notice stand on its own: what stood for its order is gone."""
        gone = delete(cards).where(cards.c.card == card).returning(cards.c.storm)
        async with self._database.begin() as connection:
            if (await connection.execute(gone)).scalar_one_or_none():
                await tell_again(connection, card)

    async def mend(self, now: datetime) -> None:
        """Make due what was put off by a clock that was ahead of ours."""
        put_off = and_(lanes.c.set_at > now + _AHEAD, lanes.c.due_at > now)
        async with self._database.begin() as connection:
            await connection.execute(update(lanes).where(put_off).values(due_at=now, set_at=now))

    async def owed(self) -> Owed:
        """Return what has to be posted, less what Slack lets nobody post."""
        counted = (
            select(func.count(), func.min(notices.c.made_at))
            .join(lanes, lanes.c.place == notices.c.place)
            .where(IS_OPEN, lanes.c.refused == literal(""))
        )
        async with self._database.begin() as connection:
            count, oldest = (await connection.execute(counted)).one()
        return Owed(count, oldest)

    async def _is_ours(self, connection: AsyncConnection, lane: Lane, now: datetime) -> bool:
        held = (
            update(lanes)
            .where(lanes.c.place == lane.place, lanes.c.fence == lane.fence)
            .values(due_at=now + self._lease, set_at=now)
        )
        return (await connection.execute(held)).rowcount == 1


async def _stand(
    connection: AsyncConnection, place: str, debt: Debt, ts: str, now: datetime
) -> None:
    """Let it be the card of its order, or that card show it, too."""
    row = {
        "card": debt.card,
        "order_id": debt.order_id if debt.what is What.NEWS else None,
        "place": place,
        "ts": ts,
        "first": debt.facts.model_dump_json(),
        "facts": debt.facts.model_dump_json(),
        "lang": debt.lang,
        "posted_at": now,
        # What has joined or left a storm while it was posted is shown at once.
        "is_stale": debt.what is What.STORM,
        "storm": debt.joins if debt.what is What.STORM else "",
    }
    into = insert_into(connection, cards).values(row)
    again = {"facts": into.excluded.facts, "is_stale": True}
    again |= {"order_id": into.excluded.order_id, "version": cards.c.version + 1}
    again |= {"moved_at": now, "due_at": now}
    await connection.execute(into.on_conflict_do_update(index_elements=["card"], set_=again))
    if debt.what is What.NEWS:
        await show_apart(connection, debt)


async def _whole(connection: AsyncConnection, card: Stale) -> Stale:
    """Return it with what it shows: of a storm all its parcels."""
    if card.storm is None:
        return card
    return replace(card, storm=await storm_in(connection, card.card, card.facts))


def _stale(row: Any) -> Stale:
    facts, first = map(Facts.model_validate_json, (row.facts, row.first))
    return Stale(
        card=row.card,
        ts=row.ts,
        facts=facts,
        first=first,
        lang=row.lang,
        stand=Stand.model_validate_json(row.stand),
        version=row.version,
        storm=Storm(facts) if row.storm else None,
        name=row.watched_as or "",
    )
