"""What people have pasted into the search: whichever replica they choose it at knows it, sealed."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select

from bot.core.privacy import Agent
from bot.store.database import Database
from bot.store.insert import insert_into
from bot.store.schema.base import pastes
from bot.store.seal import Seal

_KEPT: Final = timedelta(minutes=30)


class Pastes:
    """Keeps one text a person for a while. Times are arguments."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def keep(self, agent: Agent, text: str, now: datetime) -> None:
        """Keep it in the place of the one before, and erase what is over."""
        row = {"sealed": self._seal.close(text), "until": now + _KEPT}
        async with self._database.begin() as connection:
            await connection.execute(delete(pastes).where(pastes.c.until <= now))
            into = insert_into(connection, pastes).values(
                team_id=agent.team_id, user_id=agent.user_id, **row
            )
            await connection.execute(
                into.on_conflict_do_update(index_elements=("team_id", "user_id"), set_=row)
            )

    async def last(self, agent: Agent, now: datetime) -> str:
        """Return what somebody pasted last; empty if that is over."""
        is_theirs = (pastes.c.team_id == agent.team_id, pastes.c.user_id == agent.user_id)
        kept = select(pastes.c.sealed).where(*is_theirs, pastes.c.until > now)
        async with self._database.begin() as connection:
            sealed = (await connection.execute(kept)).scalar()
        return (sealed and self._seal.open(sealed)) or ""
