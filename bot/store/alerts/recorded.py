"""What was seen and owed on a day, as it was written down, to be replayed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, or_, select, union

from bot.core.alert import Kind, Sighting
from bot.core.alerts.gate import What
from bot.core.alerts.replay import History, Look, Recorded, Wished, verdict_of
from bot.core.home.changes import read_rule
from bot.core.watches.rule import ALERT_RULE, AlertRule
from bot.core.watches.watch import State
from bot.store.alerts.history import event_of, look_of
from bot.store.alerts.rules import rule_of
from bot.store.alerts.watches import WATCH_COLUMNS, watch_of
from bot.store.database import Database
from bot.store.schema.alert import earlier, events, notices, orders, watches
from bot.store.schema.alert_rule import alert_rules
from bot.store.schema.base import changes


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A change of a rule: what it was before, None if it was not."""

    at: datetime
    rule_id: str
    before: AlertRule | None


@dataclass(frozen=True, slots=True)
class Day:
    """All that bears on a day: orders, notices by their keys, and rules as they are and were."""

    histories: tuple[History, ...]
    recorded: Mapping[str, Recorded]
    rules: Sequence[tuple[AlertRule, datetime]]  # with when each was made
    lines: Sequence[RuleLine]  # the newest first

    def rules_at(self, at: datetime) -> list[AlertRule]:
        """Return the rules that held then: those of now, with later changes undone."""
        held = {rule.id: rule for rule, made in self.rules if made <= at}
        for line in self.lines:
            if line.at <= at:
                break
            held.pop(line.rule_id, None)
            if line.before:
                held[line.rule_id] = line.before
        return list(held.values())


class RecordedDays:
    """Reads days."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def day(self, begins: datetime, ends: datetime) -> Day:
        return await self._database.transact(lambda connection: _day(connection, begins, ends))


def _day(connection: Connection, begins: datetime, ends: datetime) -> Day:
    meant = union(
        select(events.c.order_id).where(events.c.seen_at >= begins, events.c.seen_at < ends),
        select(notices.c.order_id).where(notices.c.made_at >= begins, notices.c.made_at < ends),
    )
    every = list(_kin(connection, meant))
    made = select(alert_rules, alert_rules.c.made_at).order_by(alert_rules.c.made_at)
    lines = select(changes).where(changes.c.name == ALERT_RULE).order_by(changes.c.id.desc())
    recorded: dict[str, Recorded] = {}
    histories: list[History] = []
    for start in range(0, len(every), 200):
        some = {row.id: kin[0].id for kin in every[start : start + 200] for row in kin}
        noted = _noted(connection, some, ends)
        keys = {row.key for row in noted}
        recorded |= {row.key: _record(row, some[row.order_id], keys) for row in noted}
        histories += _histories(connection, some, ends, noted)
    return Day(
        histories=tuple(histories),
        recorded=recorded,
        rules=[(rule_of(row), row.made_at) for row in connection.execute(made)],
        lines=[_line(row) for row in connection.execute(lines)],
    )


def _kin(connection: Connection, meant: Any) -> Iterator[list[Any]]:
    """Yield the references of each order, of which one is meant."""
    identities = select(orders.c.identity).where(orders.c.id.in_(meant))
    is_meant = or_(orders.c.id.in_(meant), orders.c.identity.in_(identities))
    found = select(orders.c.id, orders.c.identity).where(is_meant).order_by(orders.c.id)
    kin: dict[Any, list[Any]] = {}
    for row in connection.execute(found):
        kin.setdefault(row.identity or row.id, []).append(row)
    yield from kin.values()


def _noted(connection: Connection, ids: Iterable[int], ends: datetime) -> Sequence[Any]:
    found = select(notices).where(
        notices.c.order_id.in_(list(ids)),
        notices.c.what == What.NEWS.value,
        notices.c.made_at < ends,
    )
    return connection.execute(found).all()


def _record(row: Any, order_id: int, keys: set[str]) -> Recorded:
    """Read what was decided at first: later it may have been given back, or told with others."""
    state = State(row.state)
    if state is State.SILENCED and row.reason == "given back":
        state = State.OWED
    if state is State.MERGED and row.merged_into not in keys:
        state = State.OWED
    verdict = verdict_of(state, row.reason)
    return Recorded(order_id, row.place, row.made_at, verdict)


def _histories(
    connection: Connection, of: Mapping[int, int], ends: datetime, noted: Iterable[Any]
) -> list[History]:
    """Return orders with all that was seen of them; *of* tells which order a reference is of."""
    seen = {row.id: row for row in connection.execute(select(orders).where(orders.c.id.in_(of)))}
    found = (
        select(events)
        .where(events.c.order_id.in_(of), events.c.seen_at < ends)
        .order_by(events.c.seen_at, events.c.id)
    )
    rows: dict[int, list[Any]] = {}
    looked: dict[int, set[datetime]] = {}
    for row in connection.execute(found):
        rows.setdefault(of[row.order_id], []).append(row)
        looked.setdefault(row.order_id, set()).add(row.seen_at)
    for row in noted:
        looked.setdefault(row.order_id, set()).add(row.made_at)
    wished = _wished(connection, of, looked)
    histories = []
    for order_id, group in rows.items():
        looks = tuple(_looks(group, seen))
        kin = [seen[one].seen for one, its in of.items() if its == order_id and seen[one].seen]
        sighting = Sighting.model_validate_json(kin[0] if kin else "{}")
        wishes = tuple(wished.get(order_id, ()))
        histories.append(History(order_id, looks[0].name, looks, wishes, sighting))
    return histories


def _wished(
    connection: Connection, of: Mapping[int, int], looked: Mapping[int, set[datetime]]
) -> dict[int, list[Wished]]:
    """Return who watches; by one of several references from when that was looked at first."""
    wished: dict[int, list[Wished]] = {}
    many = {order_id for order_id, count in Counter(of.values()).items() if count > 1}
    every = (
        select(*WATCH_COLUMNS, watches.c.ended_at)
        .join(orders, orders.c.id == watches.c.order_id)
        .where(watches.c.order_id.in_(of))
    )
    was = select(earlier).where(earlier.c.order_id.in_(of)).order_by(earlier.c.id)
    before: dict[tuple[int, str], list[Any]] = {}
    for row in connection.execute(was):
        before.setdefault((row.order_id, row.place), []).append(row)
    for row in connection.execute(every):
        for one in _versions(row, before.get((row.order_id, row.place), ())):
            if of[row.order_id] in many:
                times = (at for at in looked.get(row.order_id, ()) if at >= one.watch.since)
                since = min(times, default=one.watch.since)
                one = replace(one, watch=replace(one.watch, since=since))
            wished.setdefault(of[row.order_id], []).append(one)
    return wished


def _versions(row: Any, before: Sequence[Any]) -> Iterator[Wished]:
    """Yield a watch as it was, one after the other, and as it is now.

    One that came to be about more parcels was told of those as if it had been new.
    """
    begins, last = None, None
    for was in (*before, row):
        until = getattr(was, "changed_at", None)
        parcels = frozenset(filter(None, was.parcels.split(",")))
        kinds = frozenset(map(Kind, filter(None, was.kinds.split(","))))
        grows = last is not None and bool(last) and not (parcels and parcels <= last)
        since = max(was.since, begins) if grows and begins else was.since
        watch = replace(watch_of(row), since=since, kinds=kinds, parcels=parcels)
        yield Wished(watch, was.ended_at, begins, until)
        begins, last = until, parcels


def _looks(rows: Sequence[Any], seen: Mapping[int, Any]) -> Iterator[Look]:
    for at, group in groupby(rows, key=lambda row: row.seen_at):
        found = list(group)
        told = tuple(event_of(row, row.kind) for row in found)
        yield look_of(seen[found[0].order_id], at, told)


def _line(row: Any) -> RuleLine:
    named = row.before or row.after or {}
    before = read_rule(row.before) if row.before else None
    return RuleLine(row.at, str(named.get("id", "")), before)
