"""Alerts that Slack does not take: which, why, and once more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import and_, case, func, literal, or_, select, update

from bot.core.home.alerts import Parked
from bot.core.watches.watch import State
from bot.store.database import Database
from bot.store.schema.alert import IS_OPEN, lanes, notices

_is_parked: Final = notices.c.state == State.PARKED.value


class ParkedAlerts:
    """Reads what is parked, and lets it be tried again; any number of processes may."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, since: datetime, most: int = 50) -> Sequence[Parked]:
        """Return what was to be told since then and is not, by place and reason."""
        is_shut = and_(IS_OPEN, lanes.c.refused != "")
        reason = case((is_shut, lanes.c.refused), else_=notices.c.reason)
        found = (
            select(notices.c.place, reason, func.count(), func.min(notices.c.made_at))
            .join(lanes, lanes.c.place == notices.c.place, isouter=True)
            .where(or_(_is_parked, is_shut), notices.c.made_at >= since)
            .group_by(notices.c.place, reason)
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
