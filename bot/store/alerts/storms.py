"""Storms of a place: which alerts become a part of one, what is in it by now, and what leaves it.

What joins is merged into the notice of the storm's card in the transaction of whoever holds the
lane, so nobody is told twice, and none is lost. What leaves is written down with what was seen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    and_,
    case,
    delete,
    distinct,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alert import Facts, Kind, Sighting
from bot.core.alerts.gate import What, key_of
from bot.core.alerts.lane import Debt
from bot.core.alerts.storm import FAMILY, SHOWN, SPAN, Storm, episodes_in, head_of
from bot.core.watches.claim import Outcome
from bot.core.watches.watch import OPEN, State, episode_key
from bot.store.alerts.debts import IN, LEFT, debt_of, debts_in, owe, watches_there
from bot.store.many import among
from bot.store.schema.alert import IS_OPEN, cards, notices, watches

_IS_NEWS: Final = notices.c.what == What.NEWS.value


@dataclass(slots=True)
class _Gathering:
    """A storm that is on, or begins with the first that joins; `ids` join it now."""

    key: str
    is_on: bool
    is_snoozed: bool = False
    since: datetime | None = None
    ids: list[int] = field(default_factory=list)


class Storms:
    """The storms of one visit of a place; up to *most* parcels are told one by one, 0: all."""

    def __init__(self, connection: AsyncConnection, place: str, now: datetime, most: int) -> None:
        self._connection = connection
        self._place = place
        self._now = now
        self._most = most
        self._known: dict[str, _Gathering | None] = {}

    async def is_on(self, debt: Debt) -> bool:
        """Whether a card stands, or is owed, that this one can join: that is no message more."""
        found = await self._of(debt)
        return found is not None and found.is_on

    async def takes(self, debt: Debt) -> bool:
        """Let it join a storm if there is one, or if one begins with it."""
        found = await self._of(debt)
        if found is None:
            return False
        if not found.is_on:
            await self._begin(found, debt)
        found.ids.append(debt.id)
        return True

    async def close(self) -> bool:
        """Write down what has joined; return whether anything has."""
        joined = [one for one in self._known.values() if one and one.ids]
        for one in joined:
            # Who has left meanwhile has left, whoever is faster.
            reason = case((notices.c.reason == LEFT, LEFT), else_=IN)
            merged = {"state": State.MERGED.value, "merged_into": one.key, "reason": reason}
            into = update(notices).where(notices.c.id.in_(one.ids))
            await self._connection.execute(into.values(**merged, done_at=self._now))
            goes_on = update(notices).where(notices.c.key == one.key)
            await self._connection.execute(goes_on.values(due_at=self._now + SPAN))
            await show(self._connection, [one.key], moved_at=self._now, due_at=self._now)
            # Whoever wakes it finds in its thread what has joined meanwhile.
            least = 0 if one.is_snoozed else SHOWN
            await owe_file(self._connection, self._place, one.key, self._now, least=least)
            one.ids = []
        return bool(joined)

    async def _of(self, debt: Debt) -> _Gathering | None:
        if not self._most or not debt.joins or debt.card_ts:
            return None
        if debt.joins not in self._known:
            self._known[debt.joins] = await self._find(debt)
        return self._known[debt.joins]

    async def _find(self, debt: Debt) -> _Gathering | None:
        is_its = and_(cards.c.card == notices.c.key, cards.c.is_snoozed.is_(True))
        is_snoozed = select(cards.c.card).where(is_its).exists()
        is_on = (
            select(notices.c.key, is_snoozed)
            .where(notices.c.storm == debt.joins, notices.c.what == What.STORM.value)
            .where(or_(notices.c.due_at > self._now, is_snoozed))
            .order_by(notices.c.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(is_on)).one_or_none()
        if row:
            return _Gathering(row[0], is_on=True, is_snoozed=row[1])
        counted = select(func.count(distinct(notices.c.card)), func.min(notices.c.made_at))
        of_storm = counted.where(notices.c.storm == debt.joins, self._is_alone())
        count, since = (await self._connection.execute(of_storm)).one()
        if count <= self._most:
            return None
        return _Gathering(key_of("storm", debt.joins, debt.key), is_on=False, since=since)

    def _is_alone(self) -> Any:
        """What was told by itself within the hour, or is going to be."""
        states = [State.POSTED.value, *(state.value for state in OPEN)]
        is_recent = notices.c.made_at > self._now - SPAN
        return and_(_IS_NEWS, is_recent, notices.c.state.in_(states), notices.c.merged_into == "")

    async def _begin(self, found: _Gathering, first: Debt) -> None:
        """Owe the card of a storm; what of it was told by itself keeps its own."""
        head = head_of(first.facts, found.since or self._now)
        card = replace(first, key=found.key, card=found.key, what=What.STORM)
        await owe(self._connection, self._place, card, head.model_dump_json(), self._now)
        is_apart = or_(notices.c.state != State.OWED.value, notices.c.attempt > 0)
        apart = update(notices).where(notices.c.storm == first.joins, self._is_alone(), is_apart)
        await self._connection.execute(apart.values(merged_into=found.key, reason=IN))
        found.is_on = True


async def storm_in(connection: AsyncConnection, key: str, head: Facts) -> Storm:
    """Return what is in a storm by now; of each parcel what was told last."""
    has_card = select(cards.c.card).where(cards.c.card == notices.c.card).exists()
    is_apart = or_(has_card, notices.c.state != State.MERGED.value).label("is_apart")
    found = (
        select(
            *(notices.c[name] for name in ("id", "card", "facts", "reason")),
            *(is_apart, watches.c.name.label("watched_as")),
        )
        .join(watches, watches_there(notices), isouter=True)
        .where(notices.c.merged_into == key, _IS_NEWS)
        .order_by(notices.c.id)
    )
    last: dict[tuple[str, str], tuple[Any, Facts]] = {}
    rows = (await connection.execute(found)).all()
    for row in rows:
        facts = Facts.model_validate_json(row.facts)
        last.pop((row.card, facts.parcel), None)
        last[row.card, facts.parcel] = row, facts
    newest = list(last.values())[::-1]
    listed = [one for one in newest if one[0].reason == IN and not one[0].is_apart]
    left = sum(row.reason == LEFT for row, _ in newest)
    return Storm(
        head=head,
        parcels=tuple(facts for _, facts in listed),
        apart=len(newest) - left - len(listed),
        left=left,
        ids=tuple(row.id for row, _ in listed),
        all_ids=tuple(row.id for row in rows),
        names=tuple(row.watched_as or "" for row, _ in listed),
    )


async def has_any(connection: AsyncConnection, key: str) -> bool:
    """Whether any parcel is in a storm yet."""
    is_in = select(notices.c.id).where(notices.c.merged_into == key, notices.c.reason == IN)
    return (await connection.execute(is_in.limit(1))).first() is not None


async def owe_file(
    connection: AsyncConnection, place: str, key: str, now: datetime, *, least: int = 0
) -> None:
    """Owe a file of a storm whose card stands, if more than *least* of it are in none yet."""
    unfiled = select(func.count(), func.max(notices.c.id)).where(
        notices.c.merged_into == key, _IS_NEWS, notices.c.reason == IN, notices.c.ts.is_(None)
    )
    count, last = (await connection.execute(unfiled)).one()
    if count <= least:
        return
    is_card = debts_in(place).where(notices.c.key == key, notices.c.state == State.POSTED.value)
    card = (await connection.execute(is_card)).one_or_none()
    if card is None:
        return
    is_to_come = or_(IS_OPEN, notices.c.state == State.SNOOZED.value)
    is_file = and_(notices.c.card == key, notices.c.what == What.FILE.value, is_to_come)
    is_owed = select(notices.c.id).where(notices.c.storm == card.storm, is_file).limit(1)
    if (await connection.execute(is_owed)).first() is None:
        debt = replace(debt_of(card), key=key_of("file", key, str(last)), what=What.FILE)
        await owe(connection, place, debt, card.facts, now)


async def filed(connection: AsyncConnection, storm: Storm, key: str) -> None:
    """Note that what is in a storm stands in a file."""
    in_it = update(notices).where(notices.c.id.in_(storm.all_ids), notices.c.ts.is_(None))
    await connection.execute(in_it.values(ts=key[:32]))


async def undo(connection: AsyncConnection, key: str) -> None:
    """Owe one by one what was to be told on a card that Slack does not take."""
    of_it = update(notices).where(notices.c.merged_into == key, _IS_NEWS)
    alone = {"merged_into": "", "reason": ""}
    again = {**alone, "state": State.OWED.value, "storm": "", "done_at": None, "ts": None}
    merged = of_it.where(notices.c.state == State.MERGED.value)
    await connection.execute(merged.values(again))
    await connection.execute(of_it.values(alone))
    # Nobody waits for that card any more: it is not to be tried again, nor to be joined.
    card = update(notices).where(notices.c.key == key)
    await connection.execute(card.values(state=State.SILENCED.value, due_at=None))


async def tell_again(connection: AsyncConnection, key: str) -> None:
    """Owe the card of a storm anew that is gone: what is in it has to be seen somewhere."""
    is_file = and_(notices.c.card == key, notices.c.what == What.FILE.value)
    await connection.execute(delete(notices).where(is_file))
    of_it = update(notices).where(notices.c.merged_into == key, _IS_NEWS)
    merged = of_it.where(notices.c.state == State.MERGED.value)
    await connection.execute(merged.values(ts=None))
    card = update(notices).where(notices.c.key == key)
    if await has_any(connection, key):
        again = {"state": State.OWED.value, "attempt": 0, "since": None, "ts": None}
        await connection.execute(card.values(**again, done_at=None))
    else:
        await connection.execute(card.values(due_at=None))


async def show_apart(connection: AsyncConnection, debt: Debt) -> None:
    """Let the card of a storm show that an order in it has a card of its own now."""
    in_storms = select(notices.c.merged_into).where(
        notices.c.card == debt.card,
        notices.c.storm != "",
        notices.c.reason == IN,
    )
    await show(connection, (await connection.execute(in_storms)).scalars())


def note_leaving(connection: Connection, told: Mapping[int, Outcome]) -> None:
    """Write down which parcels are late no more, or are again, and let the cards show it."""
    by_order = {order_id: one for order_id, one in told.items() if _may_leave(order_id, one)}
    if not by_order:
        return
    rows = connection.execute(_MAY_LEAVE, {"ids": list(by_order)}).all()
    holding = _holding({(row.order_id, row.place) for row in rows}, by_order)
    changes: dict[str, list[int]] = {}
    for row in rows:
        holds_now = holding[row.order_id, row.place]
        # A parcel that has got its number since is known by another key: then the order tells.
        holds = holds_now.get(row.key, any(holds_now.values()))
        if holds != (row.reason != LEFT):
            reason = LEFT if not holds else IN if row.merged_into else ""
            changes.setdefault(reason, []).append(row.id)
    for reason, ids in changes.items():
        of_these = update(notices).where(notices.c.id.in_(ids))
        connection.execute(of_these.values(reason=reason))
    changed = {number for ids in changes.values() for number in ids}
    _show(connection, [row.merged_into for row in rows if row.id in changed])


def leave_storms(connection: Connection, order_ids: Sequence[int]) -> None:
    """Let cards show no longer how orders are that nobody looks at any more."""
    is_in = and_(notices.c.storm != "", _IS_NEWS, notices.c.reason == IN)
    left = update(notices).where(notices.c.order_id.in_(order_ids), is_in).values(reason=LEFT)
    _show(connection, connection.scalars(left.returning(notices.c.merged_into)).all())


_MAY_LEAVE: Final = select(
    *(notices.c[name] for name in ("id", "key", "place", "order_id", "reason", "merged_into"))
).where(
    among(notices.c.order_id, "ids"),
    notices.c.storm != literal_column("''"),  # as the index on orders in storms has it
    _IS_NEWS,
    or_(notices.c.reason.in_((IN, LEFT)), notices.c.state == State.OWED.value),
)


def _may_leave(order_id: int, outcome: Outcome) -> bool:
    """Whether any of its parcels was ever late; of most orders that is known without reading.

    Of one that was never seen before all that is owed is new: it stays, if it still holds.
    """
    if not any(f'"{kind}"' in (outcome.seen or "") for kind in FAMILY):
        return False
    is_known = order_id != outcome.claim.id or outcome.claim.seen is not None
    return is_known or not all(holds for *_, holds in _episodes(outcome))


def _holding(
    of: Iterable[tuple[int, str]], by_order: Mapping[int, Outcome]
) -> Mapping[tuple[int, str], Mapping[str, bool]]:
    """Return for orders in places whether what storms tell of them is so, by its key."""
    return {
        (order_id, place): {
            episode_key(place, by_order[order_id].name, tag, kind, episode): holds
            for tag, kind, episode, holds in _episodes(by_order[order_id])
        }
        for order_id, place in of
    }


def _episodes(outcome: Outcome) -> Iterator[tuple[str, Kind, int, bool]]:
    return episodes_in(Sighting.model_validate_json(outcome.seen or "{}"))


async def show(connection: AsyncConnection, keys: Iterable[str], **change: Any) -> None:
    """Let cards show what is so by now."""
    await connection.run_sync(lambda one: _show(one, keys, **change))


def _show(connection: Connection, keys: Iterable[str], **change: Any) -> None:
    if named := sorted({*keys} - {""}):
        stale = {"is_stale": True, "version": cards.c.version + 1, **change}
        connection.execute(update(cards).where(cards.c.card.in_(named)).values(stale))
