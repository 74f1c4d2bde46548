"""What people of a channel do with a card: written down once, whoever else clicks meanwhile."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.core.alert import Facts
from bot.core.alerts.deed import Acted, AlertClick, Became
from bot.core.alerts.gate import What
from bot.core.alerts.stand import Deed, Stand, acted
from bot.core.watches.watch import State
from bot.store.alerts.gate import stood
from bot.store.alerts.storms import show
from bot.store.alerts.watches import hinted
from bot.store.database import Database
from bot.store.schema.alert import cards, notices, orders
from bot.store.schema.alert_rule import etiquettes


class Stands:
    """Keeps how cards stand; any number of processes may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def act(
        self, click: AlertClick, by: str, places: Collection[str], now: datetime
    ) -> Acted:
        """Do what *by* clicked on a card that stands in one of *places*."""
        if click.deed is Deed.CARD:
            return await self._ask_for_card(click, places)
        found = (
            select(cards, etiquettes.c.zone, orders.c.due_at.label("look_at"))
            .join(etiquettes, etiquettes.c.place == cards.c.place, isouter=True)
            .join(orders, orders.c.id == cards.c.order_id, isouter=True)
            .where(cards.c.card == click.card, cards.c.place.in_(places))
            .with_for_update(of=cards)
        )
        async with self._database.begin() as connection:
            row = (await connection.execute(found)).one_or_none()
            done = _acted(row, click, by, now) if row else Acted(Became.UNKNOWN)
            if row is None or done.became is not Became.DONE:
                return done
            changed = update(cards).where(cards.c.card == click.card)
            # Whoever holds the lane then says when it is due by itself.
            await connection.execute(changed.values(**stood(done.stand), due_at=now))
            if click.deed is Deed.REFRESH:
                looked_at = update(orders).where(orders.c.id == row.order_id)
                await connection.execute(looked_at.values(hinted(now)))
        return done

    async def _ask_for_card(self, click: AlertClick, places: Collection[str]) -> Acted:
        """Owe a card to what was told with others; whoever asks for it again has it already."""
        told = notices.c.id == click.turn, notices.c.merged_into == click.card
        here = notices.c.place.in_(places), notices.c.what == What.NEWS.value
        merged = update(notices).where(*told, *here, notices.c.state == State.MERGED.value)
        async with self._database.begin() as connection:
            again = merged.values(state=State.OWED.value, done_at=None)
            if (await connection.execute(again)).rowcount:
                await show(connection, [click.card])
                return Acted(Became.DONE)
            known = (await connection.execute(select(notices.c.id).where(*told, *here))).first()
        return Acted(Became.SAME if known else Became.UNKNOWN)


def _acted(row: Any, click: AlertClick, by: str, now: datetime) -> Acted:
    stand = Stand.model_validate_json(row.stand)
    if click.deed is Deed.REFRESH:
        if row.look_at is None:
            return Acted(Became.UNWATCHED, stand)
    elif stand.turn != click.turn:
        return Acted(_late(stand, click, by), stand)
    facts = Facts.model_validate_json(row.facts)
    until = facts.expected or (facts.promises[-1] if facts.promises else None)
    zone = row.zone or "UTC"
    after = acted(stand, click.deed, by, now, choice=click.choice, until=until, zone=zone)
    if after is None:
        is_same = click.deed in (Deed.REFRESH, Deed.HAVE)
        return Acted(Became.SAME if is_same else Became.IMPOSSIBLE, stand)
    return Acted(Became.DONE, after)


def _late(stand: Stand, click: AlertClick, by: str) -> Became:
    """Tell the second click of a double one from one that came too late."""
    mine = {
        Deed.HAVE: stand.holder == by and stand.done is None,
        Deed.SNOOZE: stand.is_snoozed and stand.snoozed_by == by,
        Deed.DONE: stand.done is not None and stand.done_by == by,
        Deed.OPEN: stand.done is None and not stand.is_snoozed,
    }
    return Became.SAME if mine.get(click.deed) else Became.LATE
