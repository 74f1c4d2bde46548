"""Somebody is to be forgotten: every column that can name a person, and what becomes of its rows.

A test goes through the tables, so that a column of tomorrow is not left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Select, and_, delete, func, select, update

from bot.core.customers.case import State
from bot.store.database import Database
from bot.store.schema.alert import cards, earlier, lanes, notices, watches
from bot.store.schema.alert import orders as alert_orders
from bot.store.schema.alert_rule import alert_rules, etiquettes
from bot.store.schema.audit import entries
from bot.store.schema.base import changes, channels, letters, lookups, pastes, people, rules
from bot.store.schema.case import cases, threads
from bot.store.schema.customer import attempts, proofs, wanted
from bot.store.schema.customer import lookups as customer_lookups

_NOBODY: Final = "–"  # in the place of a name
_FORGOTTEN: Final = "forgotten"  # the outcome of what somebody wrote and nobody has answered yet

# What is theirs goes, and what others go on to need goes on without saying whose it was.
_THEIRS: Final[Sequence[Column[Any]]] = (
    people.c.user_id,
    lookups.c.user_id,
    pastes.c.user_id,
    proofs.c.person,
    customer_lookups.c.person,
    wanted.c.person,
    cases.c.customer,
    threads.c.agent,
)
_NAMELESS: Final[Sequence[Column[Any]]] = (
    entries.c.user_id,
    attempts.c.person,  # they still count for their orders, for a day
    watches.c.made_by,
    alert_rules.c.by,
    etiquettes.c.by,
    rules.c.by,
    changes.c.by,
    channels.c.by,
)
# In their direct message, which is known by the watches that they made there.
_THEIR_PLACE: Final[Sequence[Column[Any]]] = (
    watches.c.place,
    earlier.c.place,
    alert_rules.c.place,
    etiquettes.c.place,
    notices.c.place,
    cards.c.place,
    lanes.c.place,
)
_OTHERWISE: Final[Sequence[Column[Any]]] = (
    cases.c.agent,
    letters.c.body,
    cards.c.stand,
    watches.c.name,
)
PERSONAL: Final = (*_THEIRS, *_NAMELESS, *_THEIR_PLACE, *_OTHERWISE)


class _Undone(Exception):
    """All of it is rolled back."""


class Forgetting:
    """Erases a person, or counts what would be erased."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(
        self, user_id: str, team_id: str = "", *, really: bool = True
    ) -> Mapping[str, int]:
        """Return how many rows of which tables are erased or made nameless; only then it is so."""
        counts: dict[str, int] = {}

        def work(connection: Connection) -> None:
            for name, count in _forgotten(connection, user_id, team_id):
                counts[name] = counts.get(name, 0) + count
            if not really:
                raise _Undone

        with suppress(_Undone):
            await self._database.transact(work)
        return {name: count for name, count in sorted(counts.items()) if count}


def _forgotten(connection: Connection, user: str, team: str) -> Iterator[tuple[str, int]]:
    yield _freed(connection, user)
    of_cases = select(cases.c.id).where(cases.c.customer == user)
    yield _gone(connection, threads.c.case_id, of_cases)
    places = select(watches.c.place).where(watches.c.made_by == user, watches.c.place.like("D%"))
    found = connection.scalars(places.distinct()).all()
    for column in _THEIR_PLACE:
        yield _gone(connection, column, found)
    for column in _THEIRS:
        yield _gone(connection, column, [user], team)
    for column in _NAMELESS:
        yield _nameless(connection, column, user, team)
    yield _unanswered(connection, user)
    yield _unnamed(connection, user)
    _unwatch(connection)


def _gone(
    connection: Connection, column: Column[Any], values: Sequence[str] | Select[Any], team: str = ""
) -> tuple[str, int]:
    done = delete(column.table).where(column.in_(values), *_of_team(column, team))
    return column.table.name, connection.execute(done).rowcount


def _nameless(connection: Connection, column: Column[Any], user: str, team: str) -> tuple[str, int]:
    blank = {column.name: _NOBODY}
    if "team_id" in column.table.c:
        blank["team_id"] = ""
    if column is watches.c.made_by:
        blank["name"] = ""  # their own words
    done = update(column.table).where(column == user, *_of_team(column, team)).values(blank)
    return column.table.name, connection.execute(done).rowcount


def _of_team(column: Column[Any], team: str) -> Iterator[ColumnElement[bool]]:
    """Few tables know the team; a user id is another person's in none of them."""
    if team and "team_id" in column.table.c:
        yield column.table.c.team_id == team


def _freed(connection: Connection, user: str) -> tuple[str, int]:
    """Let the cases that they have taken wait again, and the closed ones say no name."""
    nobody = {"agent": None, "taken_at": None, "thread_channel": None, "thread_ts": None}
    waits = {"state": State.WAITING.value, "turn": cases.c.turn + 1}
    is_taken = and_(cases.c.agent == user, cases.c.state == State.TAKEN.value)
    count = connection.execute(update(cases).where(is_taken).values({**nobody, **waits})).rowcount
    named = update(cases).where(cases.c.agent == user).values(agent=None)
    return cases.name, count + connection.execute(named).rowcount


def _unanswered(connection: Connection, user: str) -> tuple[str, int]:
    """Erase letters that name them and wait for an answer; the others are erased by then."""
    is_theirs = and_(letters.c.outcome.is_(None), letters.c.body.like(f'%"{user}"%'))
    done = update(letters).where(is_theirs).values(body=None, outcome=_FORGOTTEN)
    return letters.name, connection.execute(done).rowcount


def _unnamed(connection: Connection, user: str) -> tuple[str, int]:
    """Let nobody have what they have taken, and the channels' cards say no name."""
    stand = func.replace(cards.c.stand, f'"{user}"', '""')
    named = update(cards).where(cards.c.stand.like(f'%"{user}"%')).values(stand=stand)
    return cards.name, connection.execute(named).rowcount


def _unwatch(connection: Connection) -> None:
    """Look no more at orders that nobody watches any more."""
    watched = select(watches.c.order_id).where(watches.c.ended_at.is_(None))
    idle = (alert_orders.c.id.not_in(watched), alert_orders.c.is_kept.is_(False))
    connection.execute(update(alert_orders).where(*idle).values(due_at=None))
