"""Which channels are listened to, and what was told where lately.

Times are arguments. Any number of replicas share both.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_, select

from bot.core.letter import StoreError
from bot.core.listening import Mode, Setting
from bot.store.database import Database
from bot.store.insert import insert_into
from bot.store.schema.base import channels, told

_FRESH: Final = timedelta(seconds=30)  # until what another replica has set is known here


class Channels:
    """How each channel is listened to; most are not, and that is known without a question."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[tuple[str, str], Setting] = {}
        self._read_at: datetime | None = None
        self._reading = asyncio.Lock()

    async def setting(self, team: str, channel: str, now: datetime) -> Setting | None:
        """Return how a channel is listened to, as of half a minute ago at worst.

        While the database does not work, as of when it last did; StoreError if it never has.
        """
        if not self._is_fresh(now):
            async with self._reading:
                if not self._is_fresh(now):
                    await self._read(now)
        return self._known.get((team, channel))

    async def read(self, team: str, channel: str, now: datetime) -> Setting | None:
        """Return how a channel is listened to now, whichever replica has set that."""
        async with self._reading:
            await self._read(now)
        return self._known.get((team, channel))

    async def listened(self, team: str, now: datetime) -> dict[str, Setting]:
        """Return how each channel that is listened to is, by its id, whoever has set that."""
        async with self._reading:
            await self._read(now)
        return {
            channel: how for (its_team, channel), how in self._known.items() if its_team == team
        }

    async def set(self, team: str, channel: str, setting: Setting | None, now: datetime) -> None:
        """Listen to a channel in a way, or (None) not any more."""
        async with self._database.begin() as connection:
            if setting is None:
                is_it = (channels.c.team == team, channels.c.channel == channel)
                await connection.execute(delete(channels).where(*is_it))
            else:
                row = {"mode": setting.mode.value, "by": setting.by, "at": setting.at}
                into = insert_into(connection, channels)
                kept = into.values(team=team, channel=channel, **row)
                key = ["team", "channel"]
                await connection.execute(kept.on_conflict_do_update(index_elements=key, set_=row))
        async with self._reading:
            await self._read(now)

    def _is_fresh(self, now: datetime) -> bool:
        return self._read_at is not None and now - self._read_at < _FRESH

    async def _read(self, now: datetime) -> None:
        try:
            async with self._database.begin() as connection:
                rows = (await connection.execute(select(channels))).all()
        except StoreError:
            if self._read_at is None:
                raise
            rows = None
        if rows is not None:
            self._known = {
                (row.team, row.channel): Setting(Mode(row.mode), row.by, row.at) for row in rows
            }
        self._read_at = now


class Told:
    """What was told lately, by names that reveal nothing: so that it is not told again soon."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tidied_at: datetime | None = None

    async def is_first(self, key: str, *, by: str, now: datetime, until: datetime) -> bool:
        """Say whether nobody else tells it until then; from now on it is told by *by*.

        Whoever took it may ask again, and go on where somebody died.
        """
        row = {"key": key, "by": by, "until": until}
        async with self._database.begin() as connection:
            into = insert_into(connection, told).values(row)
            is_free = or_(told.c.until <= now, told.c.by == by)
            taken = into.on_conflict_do_update(
                index_elements=["key"], set_={"by": by, "until": until}, where=is_free
            ).returning(told.c.key)
            is_ours = (await connection.execute(taken)).scalar_one_or_none() is not None
        await self._tidy(now)
        return is_ours

    async def _tidy(self, now: datetime) -> None:
        """Forget now and then what is over; what another replica forgets just now is left to it."""
        if self._tidied_at and now - self._tidied_at < _FRESH * 20:
            return
        self._tidied_at = now
        over = select(told.c.key).where(told.c.until <= now).with_for_update(skip_locked=True)
        async with self._database.begin() as connection:
            await connection.execute(delete(told).where(told.c.key.in_(over)))
