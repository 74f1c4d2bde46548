"""Cases: who waits, who helps them, and what was already said about that.

Any number of processes may share one. Every change names what it goes out from: of two who take a
case, or press an old button, one changes nothing. Times are arguments.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, delete, func, select, update

from bot.core.customers.case import Case, Opened, Origin, State, Thread, Urge
from bot.core.text.concern import Concern
from bot.store.database import Database
from bot.store.insert import insert_into
from bot.store.schema.case import cases, threads
from bot.store.seal import Seal

_IS_OPEN: Final = cases.c.state != State.CLOSED.value
_NOBODY: Final = {
    "agent": None,
    "taken_at": None,
    "thread_channel": None,
    "thread_ts": None,
    "urged": "",
}


class CaseStore:
    """Keeps cases; what they have proven is sealed."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def open(self, opened: Opened, by: str, now: datetime) -> tuple[Case, bool]:
        """Open a case, or find the open one; return it, and whether the gesture *by* opened it."""
        row = {
            "opened_by": by,
            "team": opened.team,
            "customer": opened.customer,
            "dm": opened.dm,
            "lang": opened.lang,
            "origin": opened.origin.value,
            "concern": opened.concern,
            "sealed": self._seal.close(opened.order) if opened.order else None,
            "state": State.WAITING.value,
            "turn": 0,
            "opened_at": now,
            "waits_since": now,
            "urged": "",
        }
        found = select(cases).where(cases.c.customer == opened.customer, _IS_OPEN)
        async with self._database.begin() as connection:
            into = insert_into(connection, cases).values(row)
            once = into.on_conflict_do_nothing(index_elements=["customer"], index_where=_IS_OPEN)
            await connection.execute(once)
            kept = (await connection.execute(found)).one()
        return self._case(kept), kept.opened_by == by

    async def at(self, case_id: int) -> Case | None:
        return await self._one(cases.c.id == case_id)

    async def open_of(self, customer: str) -> Case | None:
        return await self._one(and_(cases.c.customer == customer, _IS_OPEN))

    async def opened_since(self, customer: str, since: datetime) -> int:
        """Return how often somebody has asked for a person since then."""
        theirs = and_(cases.c.customer == customer, cases.c.opened_at > since)
        counted = select(func.count()).where(theirs)
        async with self._database.begin() as connection:
            return int((await connection.execute(counted)).scalar_one())

    async def is_beginning(self, agent: str) -> bool:
        """Whether they have a case whose thread is not known yet."""
        theirs = and_(cases.c.agent == agent, cases.c.state == State.TAKEN.value)
        return await self._one(and_(theirs, cases.c.thread_ts.is_(None)), latest=True) is not None

    async def closed_of(self, customer: str, since: datetime, until: datetime) -> Case | None:
        """Return the last case of theirs that was closed in between."""
        when = and_(cases.c.closed_at > since, cases.c.closed_at <= until)
        is_it = and_(cases.c.customer == customer, when)
        return await self._one(is_it, latest=True)

    async def of_thread(self, channel: str, ts: str) -> Thread | None:
        """Return what a thread was made for."""
        return await self._thread(and_(threads.c.channel == channel, threads.c.ts == ts))

    async def thread_of(self, case_id: int, turn: int) -> Thread | None:
        """Return the thread that was made for a turn."""
        return await self._thread(and_(threads.c.case_id == case_id, threads.c.turn == turn))

    async def take(self, case_id: int, turn: int, agent: str, now: datetime) -> Case | None:
        """Give a case to an agent; return how it stands then, whoever has it."""
        change = {"state": State.TAKEN.value, "turn": turn + 1, "agent": agent, "taken_at": now}
        await self._change(case_id, turn, cases.c.state == State.WAITING.value, change)
        return await self.at(case_id)

    async def give_back(self, case_id: int, turn: int, now: datetime) -> Case | None:
        """Let a case wait again; return how it stands then."""
        change = {
            **_NOBODY,
            "state": State.WAITING.value,
            "turn": turn + 1,
            "waits_since": now,
        }
        await self._change(case_id, turn, cases.c.state == State.TAKEN.value, change)
        return await self.at(case_id)

    async def close(self, case_id: int, turn: int, now: datetime) -> Case | None:
        """Close a case, and erase what order it was about; return how it stands then."""
        change = {"state": State.CLOSED.value, "closed_at": now, "sealed": None}
        await self._change(case_id, turn, _IS_OPEN, change)
        return await self.at(case_id)

    async def announced(self, case_id: int, channel: str, ts: str) -> None:
        """Note where its card stands in the support channel."""
        await self._note(cases.c.id == case_id, {"channel": channel, "card_ts": ts})

    async def begun(
        self, case_id: int, turn: int, agent: str, place: tuple[str, str]
    ) -> Thread | None:
        """Note the thread in which an agent and the customer meet; return how it stands then."""
        channel, ts = place
        row = {"channel": channel, "ts": ts, "case_id": case_id, "turn": turn, "agent": agent}
        async with self._database.begin() as connection:
            into = insert_into(connection, threads).values(row)
            await connection.execute(into.on_conflict_do_nothing())
        is_it = and_(cases.c.id == case_id, cases.c.turn == turn)
        await self._note(is_it, {"thread_channel": channel, "thread_ts": ts})
        return await self.of_thread(channel, ts)

    async def urged(self, case: Case, urge: Urge) -> None:
        """Note that somebody was reminded of it."""
        told = ",".join(sorted({*case.urged, urge}))
        await self._note(and_(cases.c.id == case.id, cases.c.turn == case.turn), {"urged": told})

    async def waiting(self, before: datetime, most: int = 100) -> Sequence[Case]:
        """Return who has waited since before then, the longest first."""
        is_it = and_(cases.c.state == State.WAITING.value, cases.c.waits_since <= before)
        lead = cases.c.urged.not_like(f"%{Urge.LEAD.value}%")
        found = select(cases).where(is_it, lead).order_by(cases.c.waits_since).limit(most)
        async with self._database.begin() as connection:
            return [self._case(row) for row in await connection.execute(found)]

    async def tidy(self, older_than: datetime) -> None:
        """Erase what was closed before then."""
        over = cases.c.closed_at <= older_than
        ids = select(cases.c.id).where(over)
        async with self._database.begin() as connection:
            await connection.execute(delete(threads).where(threads.c.case_id.in_(ids)))
            await connection.execute(delete(cases).where(over))

    async def _change(
        self, case_id: int, turn: int, state: ColumnElement[bool], change: dict[str, Any]
    ) -> None:
        """Change a case that is as whoever wants that has seen it."""
        await self._note(and_(cases.c.id == case_id, cases.c.turn == turn, state), change)

    async def _note(self, which: ColumnElement[bool], change: dict[str, Any]) -> None:
        async with self._database.begin() as connection:
            await connection.execute(update(cases).where(which).values(change))

    async def _thread(self, which: ColumnElement[bool]) -> Thread | None:
        found = select(threads).where(which).limit(1)
        async with self._database.begin() as connection:
            row = (await connection.execute(found)).one_or_none()
        case = await self.at(row.case_id) if row else None
        return Thread(case, row.turn, row.agent, (row.channel, row.ts)) if row and case else None

    async def _one(self, which: ColumnElement[bool], *, latest: bool = False) -> Case | None:
        found = select(cases).where(which)
        if latest:
            found = found.order_by(cases.c.closed_at.desc()).limit(1)
        async with self._database.begin() as connection:
            row = (await connection.execute(found)).one_or_none()
        return self._case(row) if row else None

    def _case(self, row: Row[Any]) -> Case:
        opened = Opened(
            row.team,
            row.customer,
            row.dm,
            row.lang,
            Origin(row.origin),
            None if row.concern is None else Concern(row.concern),
            self._seal.open(row.sealed) if row.sealed else None,
        )
        return Case(
            row.id,
            opened,
            State(row.state),
            row.opened_at,
            row.waits_since,
            turn=row.turn,
            card=_pair(row.channel, row.card_ts),
            agent=row.agent,
            taken_at=row.taken_at,
            thread=_pair(row.thread_channel, row.thread_ts),
            urged=frozenset(map(Urge, filter(None, row.urged.split(",")))),
            closed_at=row.closed_at,
        )


def _pair(channel: str | None, ts: str | None) -> tuple[str, str] | None:
    return (channel, ts) if channel and ts else None
