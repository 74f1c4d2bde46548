"""Alert rules and etiquettes: what channels want to hear, and when.

A change names the version it was made from: who changes what somebody else has changed meanwhile
is told so, and who sends the same twice has changed it once.
"""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.alert import Kind, Severity
from bot.core.home.changes import written_hours, written_rule
from bot.core.rule import Json
from bot.core.watches.rule import ALERT_HOURS, ALERT_RULE, AlertRule, Etiquette
from bot.store.alerts.held import hold_anew
from bot.store.database import Database
from bot.store.insert import insert_into
from bot.store.schema.alert_rule import alert_rules, etiquettes
from bot.store.schema.base import changes

_RULES: Final = select(alert_rules).order_by(alert_rules.c.made_at, alert_rules.c.id)


class AlertRules:
    """Keeps what channels want; any number of processes may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_place(self, place: str) -> list[AlertRule]:
        """Return a channel's rules, the oldest first."""
        return await self._database.transact(lambda connection: rules_in(connection, place))

    async def names(self) -> dict[str, list[str]]:
        """Return the names of all rules by their places, the oldest first."""
        rules = await self._database.transact(rules_in)
        found: dict[str, list[str]] = {}
        for one in rules:
            found.setdefault(one.place, []).append(one.name)
        return found

    async def put(self, rule: AlertRule, now: datetime) -> bool:
        """Write a rule in the place of its version, with its audit line.

        False: somebody else has changed it since.
        """
        async with self._database.begin() as connection:
            found = select(alert_rules).where(alert_rules.c.id == rule.id).with_for_update()
            row = (await connection.execute(found)).one_or_none()
            old = rule_of(row) if row else None
            if old and replace(rule, by=old.by, version=old.version) == old:
                return True  # sent twice, or nothing was changed
            if (old.version if old else 0) != rule.version or (old and old.place != rule.place):
                return False
            values = _rule_row(rule, now)
            if old:
                changed = update(alert_rules).where(alert_rules.c.id == rule.id)
                await connection.execute(changed.values(values))
            else:
                first = insert_into(connection, alert_rules).values({**values, "made_at": now})
                if (await connection.execute(first.on_conflict_do_nothing())).rowcount != 1:
                    return False
            line = (ALERT_RULE, old and written_rule(old), written_rule(rule))
            await _note(connection, line, rule.place, rule.by, now)
            return True

    async def remove(self, rule_id: str, place: str, by: str, now: datetime) -> bool:
        """Forget a rule of a channel, with its audit line; return whether there was one."""
        gone = (
            delete(alert_rules)
            .where(alert_rules.c.id == rule_id, alert_rules.c.place == place)
            .returning(*alert_rules.c)
        )
        async with self._database.begin() as connection:
            row = (await connection.execute(gone)).one_or_none()
            if row is None:
                return False
            await _note(connection, (ALERT_RULE, written_rule(rule_of(row)), None), place, by, now)
            return True

    async def etiquette(self, place: str) -> Etiquette:
        """Return when a channel wants to hear: always, if nobody has said."""
        found = select(etiquettes).where(etiquettes.c.place == place)
        async with self._database.begin() as connection:
            row = (await connection.execute(found)).one_or_none()
        return etiquette_of(row) if row else Etiquette(place)

    async def set_etiquette(self, wanted: Etiquette, now: datetime) -> bool:
        """Write when a channel wants to hear; False: somebody else has changed that since."""
        values = {**asdict(wanted), "version": wanted.version + 1, "changed_at": now}
        async with self._database.begin() as connection:
            found = select(etiquettes).where(etiquettes.c.place == wanted.place).with_for_update()
            row = (await connection.execute(found)).one_or_none()
            old = etiquette_of(row) if row else None
            if old and replace(wanted, by=old.by, version=old.version) == old:
                return True
            if (old.version if old else 0) != wanted.version:
                return False
            if old:
                changed = update(etiquettes).where(etiquettes.c.place == wanted.place)
                await connection.execute(changed.values(values))
                await hold_anew(connection, wanted, now)
            else:
                first = insert_into(connection, etiquettes).values(values).on_conflict_do_nothing()
                if (await connection.execute(first)).rowcount != 1:
                    return False
            before = written_hours(old or Etiquette(wanted.place))
            line = (ALERT_HOURS, before, written_hours(wanted))
            await _note(connection, line, wanted.place, wanted.by, now)
            return True


def rules_in(connection: Connection, place: str = "") -> list[AlertRule]:
    """Return the rules of a channel, or of all, the oldest first."""
    found = _RULES.where(alert_rules.c.place == place) if place else _RULES
    return [rule_of(row) for row in connection.execute(found)]


async def _note(
    connection: AsyncConnection, line: tuple[str, Json, Json], place: str, by: str, now: datetime
) -> None:
    """Write an audit line; what is told in somebody's direct message is theirs alone."""
    if place.startswith("D"):
        return
    name, before, after = line
    row = {"at": now, "by": by, "name": name, "before": before, "after": after}
    await connection.execute(insert(changes).values(row))


def rule_of(row: Any) -> AlertRule:
    return AlertRule(
        id=row.id,
        place=row.place,
        name=row.name,
        kinds=frozenset(map(Kind, filter(None, row.kinds.split(",")))),
        condition=row.condition,
        severity=None if row.severity is None else Severity(row.severity),
        days=row.days,
        percent=row.percent,
        lang=row.lang,
        by=row.by,
        version=row.version,
    )


def etiquette_of(row: Any) -> Etiquette:
    return Etiquette(
        place=row.place,
        zone=row.zone,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        digest_at=row.digest_at,
        budget=row.budget,
        by=row.by,
        version=row.version,
    )


def _rule_row(rule: AlertRule, now: datetime) -> dict[str, Any]:
    severity = None if rule.severity is None else int(rule.severity)
    kinds = ",".join(sorted(rule.kinds))
    changed = {"kinds": kinds, "severity": severity, "version": rule.version + 1}
    return {**asdict(rule), **changed, "changed_at": now}
