"""What became of alerts on a day; and those that Slack does not take, once more."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import and_, case, func, literal, or_, select, update

from bot.core.alerts.gate import What
from bot.core.home.alerts import Parked
from bot.core.notes.receipts import Receipt, span_of
from bot.core.watches.watch import State
from bot.store.database import Database
from bot.store.schema.alert import IS_OPEN, lanes, notices

_is_parked: Final = notices.c.state == State.PARKED.value
_is_shut: Final = and_(IS_OPEN, lanes.c.refused != "")  # nothing can be posted there
_reason: Final = case((_is_shut, lanes.c.refused), else_=notices.c.reason)


class Receipts:
    """Counts what became of notices."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, day: date) -> list[Receipt]:
        """Count what became of the notices of a day, by state and reason.

        What is owed where Slack lets nothing be posted counts as parked.
        """
        begins, ends = span_of(day)
        state = case((_is_shut, State.PARKED.value), else_=notices.c.state)
        counted = (
            select(state, _reason, func.count())
            .join(lanes, lanes.c.place == notices.c.place, isouter=True)
            .where(notices.c.made_at >= begins, notices.c.made_at < ends)
            .where(notices.c.what == What.NEWS.value)
            .group_by(state, _reason)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(counted)).all()
        return [Receipt(State(row[0]), row[1], row[2]) for row in rows]


class ParkedAlerts:
    """Reads what is parked, and lets it be tried again; any number of processes may."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, since: datetime, most: int = 50) -> Sequence[Parked]:
        """Return what was to be told since then and is not, by place and reason."""
        found = (
            select(notices.c.place, _reason, func.count(), func.min(notices.c.made_at))
            .join(lanes, lanes.c.place == notices.c.place, isouter=True)
            .where(or_(_is_parked, _is_shut), notices.c.made_at >= since)
            .group_by(notices.c.place, _reason)
            .order_by(func.min(notices.c.made_at).desc())
            .limit(most)
        )
        async with self._database.begin() as connection:
            return [Parked(*row) for row in await connection.execute(found)]

    async def retry(self, place: str, since: datetime, now: datetime) -> None:
        """Owe again what is parked there, and let the place be tried now.

        What may stand there already is looked for first.
        """
        nothing = literal(None, notices.c.since.type)
        is_unclear = notices.c.reason.like("unclear:%")
        again = (
            update(notices)
            .where(notices.c.place == place, _is_parked, notices.c.made_at >= since)
            .values(
                state=case((is_unclear, State.SENDING.value), else_=State.OWED.value),
                attempt=case((is_unclear, 1), else_=0),
                since=case((is_unclear, notices.c.since), else_=nothing),
                reason="",
                done_at=None,
            )
        )
        is_free = update(lanes).where(lanes.c.place == place, lanes.c.refused != "")
        async with self._database.begin() as connection:
            await connection.execute(again)
            await connection.execute(is_free.values(refused="", refusals=0, due_at=now, set_at=now))
