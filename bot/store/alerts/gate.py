"""The gate of a place: what is told there now, what waits, and what is told together after that.

Only who holds the lane of the place comes here, in one transaction each time: so none is told twice
that two would have let pass, and none is lost between two states.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alert import Facts
from bot.core.alerts.gate import LISTED, Digest, Wait, What, key_of, quiet_until, wait_for
from bot.core.alerts.lane import Debt
from bot.core.alerts.stand import Stand, checked, moved, next_at, reminder_at, woken
from bot.core.watches.rule import Etiquette
from bot.core.watches.watch import HELD, State
from bot.store.alerts.debts import ABOVE_KEY, debt_of, debts_in, names_in, owe
from bot.store.alerts.held import told_today
from bot.store.alerts.rules import etiquette_of
from bot.store.alerts.storms import Storms, has_any, storm_in
from bot.store.schema.alert import IS_OPEN, IS_STALE, cards, notices, orders
from bot.store.schema.alert_rule import etiquettes

_CARDS: Final = 100  # at once


@dataclass(frozen=True, slots=True)
class Gate:
    """One visit of a place, by who holds its lane."""

    connection: AsyncConnection
    place: str
    now: datetime
    patience: timedelta
    storm: int = 0  # parcels of a storm that are told one by one; 0: all

    async def debts(self, most: int) -> list[Debt]:
        """Return what is to be told now, oldest first; what is to wait is written down to wait."""
        wanted = await self._wanted()
        await self._tend(wanted)
        await self._let_out(wanted)
        storms = Storms(self.connection, self.place, self.now, self.storm)
        is_open = debts_in(self.place).where(IS_OPEN).limit(most)
        while True:
            rows = (await self.connection.execute(is_open)).all()
            told = await told_today(self.connection, wanted, self.now)
            passed = []
            for debt in map(debt_of, rows):
                if await self._passes(debt, wanted, told, storms):
                    passed.append(debt)
                    told += debt.what is What.NEWS and not debt.attempt
            has_joined = await storms.close()
            if passed or (len(rows) < most and not has_joined):
                return [await self._whole(debt) for debt in passed]

    async def _whole(self, debt: Debt) -> Debt:
        """Return it with what it tells: of a storm all its parcels."""
        if debt.digest:
            return replace(debt, names=await names_in(self.connection, debt.key))
        if debt.what not in (What.STORM, What.FILE):
            return debt
        return replace(debt, storm=await storm_in(self.connection, debt.card, debt.facts))

    async def _wanted(self) -> Etiquette:
        found = select(etiquettes).where(etiquettes.c.place == self.place)
        found = found.with_for_update(read=True)  # what is held by it is not forgotten by a change
        row = (await self.connection.execute(found)).one_or_none()
        return etiquette_of(row) if row else Etiquette(self.place)

    async def _passes(self, debt: Debt, wanted: Etiquette, told: int, storms: Storms) -> bool:
        """Say whether it is told now; what may stand there already is past the gate."""
        if debt.state is State.SENDING or debt.attempt or debt.is_asked:
            return True
        if debt.what is What.REMINDER and not debt.stand.holder:
            await self._put([debt.id], State.SILENCED, reason="given back")
            return False
        if debt.what not in (What.NEWS, What.FILE):
            return True
        if debt.stand.is_snoozed:
            await self._put([debt.id], State.SNOOZED, reason="snoozed")
            return False
        if debt.what is What.FILE:
            return True
        so_far = 0 if await storms.is_on(debt) else told
        wait = wait_for(debt.facts.severity, wanted, self.now, told=so_far)
        if wait:
            await self._hold(debt, wait)
            return False
        return not await storms.takes(debt)

    async def _hold(self, debt: Debt, wait: Wait) -> None:
        await self._put([debt.id], State.HELD, reason=wait.why.value, due_at=wait.until)

    async def _let_out(self, wanted: Etiquette) -> None:
        """Owe again what is snoozed no more; tell together what has waited long enough."""
        is_its = or_(cards.c.card == notices.c.card, cards.c.card == ABOVE_KEY)
        waits = select(cards.c.card).where(is_its, cards.c.is_snoozed.is_(True)).exists()
        awake = update(notices).where(
            notices.c.place == self.place, notices.c.state == State.SNOOZED.value, ~waits
        )
        await self.connection.execute(awake.values(state=State.OWED.value, reason=""))
        if quiet_until(wanted, self.now):
            return
        while await self._collect():
            pass

    async def _collect(self) -> bool:
        """Tell one message's worth together; return whether there may be more."""
        has_waited = and_(notices.c.state == State.HELD.value, notices.c.due_at <= self.now)
        waited = debts_in(self.place).where(has_waited).limit(LISTED)
        found = [debt_of(row) for row in await self.connection.execute(waited)]
        if not found:
            return False
        key = key_of("digest", self.place, found[0].key)
        ids = tuple(0 if debt.card_ts else debt.id for debt in found)
        digest = Digest(alerts=tuple(debt.facts for debt in found), ids=ids)
        one = replace(found[0], key=key, card=key, what=What.DIGEST, joins="")
        await owe(self.connection, self.place, one, digest.model_dump_json(), self.now)
        await self._put([debt.id for debt in found], State.MERGED, into=key, done_at=self.now)
        for debt in found:
            await self._show_latest(debt)
        return len(found) == LISTED

    async def _show_latest(self, debt: Debt) -> None:
        """Let the card of an order show what was told with others."""
        latest = {"facts": debt.facts.model_dump_json(), "is_stale": True}
        latest |= {"version": cards.c.version + 1, "moved_at": self.now, "due_at": self.now}
        await self.connection.execute(update(cards).where(cards.c.card == debt.card).values(latest))

    async def _put(self, ids: Sequence[int], state: State, **change: Any) -> None:
        into = change.pop("into", None)
        change |= {"merged_into": into} if into else {}
        put = update(notices).where(notices.c.id.in_(ids))
        await self.connection.execute(put.values(state=state.value, **change))

    async def _tend(self, wanted: Etiquette) -> None:
        """Let happen to cards what happens by itself: a snooze ends, a holder is reminded."""
        due = (
            select(cards, orders.c.looked_at, orders.c.failures)
            .join(orders, orders.c.id == cards.c.order_id, isouter=True)
            .where(cards.c.place == self.place, cards.c.due_at <= self.now)
            .limit(_CARDS)
            .with_for_update(of=cards)
        )
        for row in (await self.connection.execute(due)).all():
            await self._tend_one(row, wanted)

    async def _tend_one(self, row: Any, wanted: Etiquette) -> None:
        before = Stand.model_validate_json(row.stand)
        facts = Facts.model_validate_json(row.facts)
        is_over = facts.is_over
        if row.storm:
            is_over = not await has_any(self.connection, row.card)
        stand = woken(before, self.now)
        if row.moved_at:
            stand = moved(stand, row.moved_at, is_over=is_over)
        stand = checked(stand, row.looked_at, self.now, failed=bool(row.failures))
        reminder = reminder_at(stand, self.patience, is_over=is_over)
        quiet = quiet_until(wanted, self.now)
        if reminder and reminder <= self.now and not quiet:
            stand = await self._remind(row, stand)
        due_at = next_at(stand, self.now, self.patience, is_over=is_over)
        if quiet and due_at and due_at <= self.now:
            due_at = quiet
        change: dict[str, Any] = {"due_at": due_at}
        if stand != before:
            change |= stood(stand)
        await self.connection.execute(update(cards).where(cards.c.card == row.card).values(change))

    async def _remind(self, row: Any, stand: Stand) -> Stand:
        """Owe one reminder, of however many have come due while nobody was at work."""
        since = max(filter(None, (stand.held_at, stand.moved_at)))
        times = int((self.now - since) / self.patience)
        key = key_of("reminder", row.card, since.isoformat(), str(times))
        facts = Facts.model_validate_json(row.facts)
        debt = Debt(0, key, row.card, facts, row.lang, State.OWED, what=What.REMINDER)
        debt = replace(debt, order_id=row.order_id or 0)
        await owe(self.connection, self.place, debt, row.facts, self.now)
        return stand.model_copy(update={"reminded": times})


def stood(stand: Stand) -> dict[str, Any]:
    """Return what is written of a card when it stands differently."""
    return {
        "stand": stand.model_dump_json(exclude_none=True),
        "is_snoozed": stand.is_snoozed,
        "is_stale": True,
        "version": cards.c.version + 1,
    }


def places_to_visit(now: datetime) -> Any:
    """Return the places where something is to be told or shown now."""
    has_waited = and_(notices.c.state.in_(HELD), notices.c.due_at <= now)
    return union(
        select(notices.c.place).where(IS_OPEN),
        select(notices.c.place).where(has_waited),
        select(cards.c.place).where(IS_STALE),
        select(cards.c.place).where(cards.c.due_at <= now),
    )
