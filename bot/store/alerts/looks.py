"""Looks: who looks at which order now, and what came of it.

An order is claimed for as long as the lease lasts, with a fence that grows each time. What was
seen, what is owed for it and when to look next are one transaction, and none of it is written for
whoever lost the claim meanwhile.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    bindparam,
    func,
    select,
    text,
    update,
)

from bot.core.alert import Event, Sighting
from bot.core.alerts.storm import storm_of
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.watches.claim import HASTE, Claim, Outcome
from bot.core.watches.watch import Notice, State, Watch, listeners, notices_for
from bot.store.alerts.kin import Kin, join, settle, spread
from bot.store.alerts.rules import rules_in
from bot.store.alerts.storms import note_leaving
from bot.store.alerts.unwatched import leave_unwatched
from bot.store.alerts.watches import WATCH_COLUMNS, watch_of
from bot.store.database import Database
from bot.store.many import adding, among, for_each
from bot.store.schema.alert import cards, events, lanes, notices, numbers, orders, watches
from bot.store.schema.base import microseconds

# Clocks of several machines differ; what is set further ahead than that was set by a wrong one.
_AHEAD: Final = timedelta(minutes=5)


class Looks:
    """Shares out what is due among any number of processes."""

    def __init__(self, database: Database, *, lease: timedelta) -> None:
        self._database = database
        self._lease = lease

    async def claim(self, now: datetime, most: int) -> list[Claim]:
        """Take what is due, the longest due first; it is ours until the lease ends."""
        values = {"now": now, "until": now + self._lease, "most": most}
        rows = await self._database.transact(lambda one: one.execute(_CLAIM, values).all())
        return [_claim(row) for row in rows]

    async def record(self, outcomes: Sequence[Outcome], now: datetime) -> int:
        """Write down what came of looks that are still ours; return how many notices are owed."""

        def work(connection: Connection) -> int:
            counting, kin = settle(connection, outcomes)
            ours = _write(connection, counting, now)
            told = [one for one in counting if not one.is_plain and one.claim.id in ours]
            owed = _tell(connection, told, kin, now) if told else 0
            join(connection, kin, ours, now)
            return owed

        return await self._database.transact(work)

    async def release(self, claims: Sequence[Claim], at: datetime, now: datetime) -> None:
        """Let others look at these from *at* on."""
        await self.record([Outcome(one, at, one.failures) for one in claims], now)

    async def due(self, now: datetime) -> int:
        """Return how many are to be looked at now."""
        counted = select(func.count()).where(orders.c.due_at <= now)
        async with self._database.begin() as connection:
            return (await connection.execute(counted)).scalar_one()

    async def mend(self, now: datetime) -> int:
        """Make due what was put off by a clock that was ahead of ours; return how much."""
        put_off = (
            update(orders)
            .where(orders.c.set_at > now + _AHEAD, orders.c.due_at > now)
            .values(due_at=now, set_at=now)
        )
        async with self._database.begin() as connection:
            return (await connection.execute(put_off)).rowcount


def _tell(connection: Connection, told: Sequence[Outcome], kin: Kin, now: datetime) -> int:
    """Write down what is news, and what is owed for it, to who watches and by the rules."""
    theirs = {one.claim.id: kin.ids(one) for one in told}
    listening = _watches_of(connection, [*theirs, *chain.from_iterable(theirs.values())])
    rules = rules_in(connection)
    owed: list[tuple[int, Notice]] = []
    noted: list[tuple[Any, ...]] = []
    for one in told:
        watching, is_first = _within(listening.get(one.claim.id, []), one), one.claim.seen is None
        is_new = is_first or any(watch.is_new for watch in watching)
        news = [*one.events, *(one.standing if is_new else ())]
        noted += [_event_row(one.claim.id, event, now) for event in news]
        for listener in listeners(watching, rules):
            heard = listener.heard(one.events, one.standing, is_first=is_first)
            found = notices_for(listener, one.name, heard)
            owed += [(one.claim.id, notice) for notice in found]
        for order_id in theirs[one.claim.id]:
            known = [watch for watch in listening.get(order_id, ()) if not watch.is_new]
            for listener in listeners(_within(known, one), ()):
                found = notices_for(listener, one.name, one.events)
                owed += [(order_id, notice) for notice in found]
    for_each(connection, _NOTED, noted)
    _owe(connection, owed, now)
    spread(connection, told, kin, now)
    every = {order_id: one for one in told for order_id in (one.claim.id, *theirs[one.claim.id])}
    note_leaving(connection, every)
    named = [(name, one.claim.id) for one in told for name in set(one.numbers)]
    for_each(connection, _NUMBERED, named)
    if moved := [order_id for order_id, one in every.items() if one.has_moved]:
        is_moved = update(cards).where(cards.c.order_id.in_(moved))
        connection.execute(is_moved.values(moved_at=now, due_at=now))
    _note_ends(connection, listening, every)
    _end(connection, told, listening, now)
    return len(owed)


def _write(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> set[int]:
    """Write down what was seen, and when to look next; return which orders were still ours.

    It is one statement for all, with one value: a value for each would cost several times as much.
    """
    if not outcomes:
        return set()
    rows = [
        (
            one.claim.id,
            one.claim.fence,
            one.claim.hints,
            microseconds(one.due_at),
            one.failures,
            one.seen,
            one.claim.has_new and not one.is_plain,
            one.judged,
        )
        for one in outcomes
    ]
    moments = {"now": microseconds(now), "hasty": microseconds(now - HASTE)}
    values = {"rows": json.dumps(rows), **moments}
    written = connection.execute(_WRITE[connection.dialect.name], values)
    return set(written.scalars().all())  # all at once, which costs less than one by one


def _watches_of(connection: Connection, order_ids: Sequence[int]) -> dict[int, list[Watch]]:
    listening: dict[int, list[Watch]] = {}
    for row in connection.execute(_LISTENING, {"ids": order_ids}):
        listening.setdefault(row.order_id, []).append(watch_of(row))
    return listening


def _within(watching: Sequence[Watch], outcome: Outcome) -> Sequence[Watch]:
    """Return who watches, each for the parcels that the order has."""
    if not any(one.may_be_part for one in watching):
        return watching
    known = Sighting.model_validate_json(outcome.seen or "{}").parcels
    return [one.within(known) for one in watching]


def _owe(connection: Connection, owed: Sequence[tuple[int, Notice]], now: datetime) -> None:
    """Write down what is owed: what is known under its key already is not owed again.

    But what was silenced is, once somebody there wants to hear it.
    """
    at = microseconds(now)
    rows = [
        (
            one.key,
            one.place,
            one.card,
            order_id,
            one.state.value,
            one.facts.model_dump_json(),
            one.lang,
            at,
            0,
            one.into,
            one.reason,
            storm_of(one.place, one.facts),
        )
        for order_id, one in owed
    ]
    for_each(connection, _OWED, rows)
    places = sorted({one.place for _, one in owed})
    for_each(connection, _LANE, [(place, 0, at, at, "", 0, "") for place in places])


def _end(
    connection: Connection,
    told: Sequence[Outcome],
    listening: Mapping[int, Sequence[Watch]],
    now: datetime,
) -> None:
    """End the watches whose time has come; who was told what holds is new no more."""
    over, new, unwatched = [], [], []
    for one in told:
        watching = listening.get(one.claim.id, ())
        ended = [w.id for w in watching if one.is_over or (w.until and w.until <= now)]
        over += ended
        new += [w.id for w in watching if w.is_new]
        unwatched += [one.claim.id] if ended or not watching else []
    if new:
        connection.execute(_TOLD, {"ids": new})
    if over:
        ended_now = update(watches).where(watches.c.id.in_(over)).values(ended_at=now)
        connection.execute(ended_now)
    ended_orders = [one.claim.id for one in told if one.is_over]
    if ended_orders:
        is_left = update(orders).where(orders.c.id.in_(ended_orders)).values(is_kept=False)
        connection.execute(is_left)
    leave_unwatched(connection, unwatched)


def _note_ends(
    connection: Connection,
    listening: Mapping[int, Sequence[Watch]],
    every: Mapping[int, Outcome],
) -> None:
    """Note when the watches of single parcels end; a way that goes on after all takes it back."""
    rows = []
    for order_id, one in every.items():
        over = dict(one.ends)
        for watch in _within(listening.get(order_id, ()), one):
            ends = [over.get(tag) for tag in watch.parcels]
            known = [at for at in ends if at]
            at = max(known) if known and len(known) == len(ends) else None
            if (at is None) != (watch.ends_at is None):
                rows.append({"of": watch.id, "at": at})
    if rows:
        connection.execute(_ENDS, rows)


def _event_row(order_id: int, event: Event, now: datetime) -> tuple[Any, ...]:
    facts = event.facts.model_dump_json()
    return order_id, event.tag, event.kind.value, event.episode, microseconds(now), facts


# After a hint that came while it was looked at, it is due once more, before others; whoever ended
# the last watch meanwhile wants no more looks; and who began to watch meanwhile was told by this
# one, or hinted.
_UPDATE: Final = """
WITH looked AS ({rows})
UPDATE alert_order SET
    due_at = CASE
        WHEN alert_order.due_at IS NULL THEN NULL
        WHEN alert_order.hints <> looked.hints THEN :hasty
        ELSE looked.due_at
    END,
    set_at = :now, looked_at = :now, is_claimed = FALSE, failures = looked.failures,
    seen = COALESCE(looked.seen, alert_order.seen),
    judged = CASE
        WHEN looked.seen IS NULL THEN COALESCE(looked.judged, alert_order.judged)
        ELSE looked.judged
    END,
    has_new = CASE WHEN looked.was_new THEN FALSE ELSE alert_order.has_new END
FROM looked WHERE alert_order.id = looked.id AND alert_order.fence = looked.fence
RETURNING alert_order.id
"""
_ROWS: Final = {
    "sqlite": """
        SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS fence,
            json_extract(value, '$[2]') AS hints, json_extract(value, '$[3]') AS due_at,
            json_extract(value, '$[4]') AS failures, json_extract(value, '$[5]') AS seen,
            json_extract(value, '$[6]') AS was_new, json_extract(value, '$[7]') AS judged
        FROM json_each(:rows)""",
    "postgresql": """
        SELECT (value->>0)::bigint AS id, (value->>1)::integer AS fence,
            (value->>2)::integer AS hints, (value->>3)::bigint AS due_at,
            (value->>4)::integer AS failures, value->>5 AS seen, (value->>6)::boolean AS was_new,
            value->>7 AS judged
        FROM jsonb_array_elements(CAST(:rows AS jsonb))""",
}
_WRITE: Final = {
    kind: text(_UPDATE.format(rows=rows).replace("::", "\\:\\:")).bindparams(
        bindparam("now", type_=BigInteger), bindparam("hasty", type_=BigInteger)
    )
    for kind, rows in _ROWS.items()
}
_CLAIMED: Final = (
    "id", "fence", "kind", "value", "couriers", "client_key", "seen", "failures", "has_new",
    "hints", "wanted_at", "judged",
)  # fmt: skip

# What is said to the database again and again is put together once.
_now: Final = bindparam("now", type_=orders.c.due_at.type)
_due: Final = (
    select(orders.c.id)
    .where(orders.c.due_at <= _now)
    .order_by(orders.c.due_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)  # not said to SQLite: one writes there at a time
    .cte("due")
)
_CLAIM: Final = (
    update(orders)
    .where(orders.c.id.in_(select(_due.c.id)), orders.c.due_at <= _now)
    .values(
        fence=orders.c.fence + 1,
        is_claimed=True,
        wanted_at=orders.c.due_at,
        due_at=bindparam("until", type_=orders.c.due_at.type),
        set_at=_now,
    )
    .returning(*(orders.c[name] for name in _CLAIMED))
)
_LISTENING: Final = (
    select(*WATCH_COLUMNS)
    .join(orders, orders.c.id == watches.c.order_id)
    .where(among(watches.c.order_id, "ids"), watches.c.ended_at.is_(None))
    .order_by(watches.c.id)
)
_ENDS: Final = (
    update(watches)
    .where(watches.c.id == bindparam("of"))
    .values(ends_at=bindparam("at", type_=watches.c.ends_at.type))
)
_TOLD: Final = update(watches).where(among(watches.c.id, "ids")).values(is_new=False)
_NOTHING: Final = " ON CONFLICT DO NOTHING"
_NOTED: Final = adding(events, "order_id", "tag", "kind", "episode", "seen_at", "facts") + _NOTHING
_NUMBERED: Final = adding(numbers, "number", "order_id") + _NOTHING
_LANE: Final = (
    adding(lanes, "place", "fence", "due_at", "set_at", "last_ts", "refusals", "refused") + _NOTHING
)
_OWED: Final = (
    adding(
        notices,
        "key", "place", "card", "order_id", "state", "facts", "lang", "made_at", "attempt",
        "merged_into", "reason", "storm",
    )
    + f"""
    ON CONFLICT (key) DO UPDATE SET state = excluded.state, reason = excluded.reason,
        facts = excluded.facts, made_at = excluded.made_at
    WHERE alert_notice.state = '{State.SILENCED.value}' AND excluded.state = '{State.OWED.value}'
    """
)  # fmt: skip


def _claim(row: Any) -> Claim:
    """Read a row by its places: names would cost as much again."""
    number, fence, kind, value, couriers, client_key, *rest = row
    reference = Reference(Asked(kind), value, tuple(couriers.split(",")) if couriers else ())
    return Claim(number, fence, reference, client_key, *rest)
