"""What was seen and owed on a day, as it was written down, to be replayed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select, union

from bot.core.alert import Sighting
from bot.core.alert_audit import read_rule
from bot.core.alert_rule import ALERT_RULE, AlertRule
from bot.core.gate import What
from bot.core.replay import History, Look, Recorded, Wished, verdict_of
from bot.core.watch import State
from bot.store.alert_rules import rule_of
from bot.store.alert_schema import events, notices, orders, watches
from bot.store.database import Database
from bot.store.history import event_of, look_of
from bot.store.rule_schema import alert_rules
from bot.store.schema import changes
from bot.store.watches import WATCH_COLUMNS, watch_of


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
    ids = [row[0] for row in connection.execute(meant)]
    made = select(alert_rules, alert_rules.c.made_at).order_by(alert_rules.c.made_at)
    lines = select(changes).where(changes.c.name == ALERT_RULE).order_by(changes.c.id.desc())
    recorded: dict[str, Recorded] = {}
    histories: list[History] = []
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        recorded |= _recorded(connection, some, ends)
        histories += _histories(connection, some, ends)
    return Day(
        histories=tuple(histories),
        recorded=recorded,
        rules=[(rule_of(row), row.made_at) for row in connection.execute(made)],
        lines=[_line(row) for row in connection.execute(lines)],
    )


def _recorded(connection: Connection, ids: Sequence[int], ends: datetime) -> dict[str, Recorded]:
    found = select(notices).where(
        notices.c.order_id.in_(ids),
        notices.c.what == What.NEWS.value,
        notices.c.made_at < ends,
    )
    rows = connection.execute(found).all()
    keys = {row.key for row in rows}
    return {row.key: _record(row, keys) for row in rows}


def _record(row: Any, keys: set[str]) -> Recorded:
    """Read what was decided at first: later it may have been given back, or told with others."""
    state = State(row.state)
    if state is State.SILENCED and row.reason == "given back":
        state = State.OWED
    if state is State.MERGED and row.merged_into not in keys:
        state = State.OWED
    verdict = verdict_of(state, row.reason)
    return Recorded(row.order_id, row.place, row.made_at, verdict)


def _histories(connection: Connection, ids: Sequence[int], ends: datetime) -> list[History]:
    wished: dict[int, list[Wished]] = {}
    every = (
        select(*WATCH_COLUMNS, watches.c.ended_at, watches.c.order_id)
        .join(orders, orders.c.id == watches.c.order_id)
        .where(watches.c.order_id.in_(ids))
    )
    for row in connection.execute(every):
        wished.setdefault(row.order_id, []).append(Wished(watch_of(row), row.ended_at))
    seen = {row.id: row for row in connection.execute(select(orders).where(orders.c.id.in_(ids)))}
    found = (
        select(events)
        .where(events.c.order_id.in_(ids), events.c.seen_at < ends)
        .order_by(events.c.order_id, events.c.id)
    )
    rows = connection.execute(found).all()
    looked = {
        order_id: tuple(_looks(list(group), seen[order_id]))
        for order_id, group in groupby(rows, key=lambda row: row.order_id)
    }
    return [
        History(
            id=order_id,
            name=looks[0].name,
            looks=looks,
            wishes=tuple(wished.get(order_id, ())),
            seen=Sighting.model_validate_json(seen[order_id].seen or "{}"),
        )
        for order_id, looks in looked.items()
    ]


def _looks(rows: Sequence[Any], order: Any) -> list[Look]:
    return [
        look_of(order, at, tuple(event_of(row, row.kind) for row in group))
        for at, group in groupby(rows, key=lambda row: row.seen_at)
    ]


def _line(row: Any) -> RuleLine:
    named = row.before or row.after or {}
    before = read_rule(row.before) if row.before else None
    return RuleLine(row.at, str(named.get("id", "")), before)
