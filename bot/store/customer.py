"""What customers have proven, for a while; and how often they were wrong, so that none can guess.

Shared by all replicas and kept over restarts. Orders are named by keyed hashes; what has to be
read again (the number, the postal code) is sealed. Times are arguments.

One message or form with three orders and a wrong code is one try of its person and one of each
order, or who mistypes twice would be locked. Three orders in each of five are fifteen guesses all
the same, so what would make them worth more is counted besides: a person guesses at five orders an
hour, as before, so nobody goes through more numbers by sending three at once; and codes are gone
through no faster, as each order has its five an hour from one person and its ten a day from all.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import String, Table, case, cast, delete, distinct, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.customers.proof import Attempt, Locked
from bot.store.database import Database
from bot.store.insert import insert_into
from bot.store.schema.customer import attempts, lookups, proofs, wanted
from bot.store.seal import Seal

_PER_PERSON: Final = 5  # messages and forms with a wrong proof an hour; and orders in them
_PER_ORDER: Final = 10  # wrong proofs a day
_LOOKUPS: Final = 30  # an hour, for a person, whatever comes of them
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


class CustomerStore:
    """Keeps proofs and attempts; any number of processes may share one."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def keep_proof(
        self, person: str, order_key: str, secret: str, now: datetime, *, until: datetime
    ) -> None:
        """Remember that *person* has proven an order; *secret* is what asks for it again."""
        row = {"sealed": self._seal.close(secret), "proven_at": now, "until": until}
        async with self._database.begin() as connection:
            into = insert_into(connection, proofs)
            kept = into.values(person=person, order_key=order_key, **row)
            await connection.execute(
                kept.on_conflict_do_update(index_elements=["person", "order_key"], set_=row)
            )

    async def proven(self, person: str, now: datetime) -> Sequence[str]:
        """Return what *person* has proven and may still ask for, the newest first."""
        held = (
            select(proofs.c.sealed)
            .where(proofs.c.person == person, proofs.c.until > now)
            .order_by(proofs.c.proven_at.desc())
        )
        async with self._database.begin() as connection:
            sealed = (await connection.execute(held)).scalars().all()
        return [secret for one in sealed if (secret := self._seal.open(one)) is not None]

    async def attempt(
        self, person: str, order_key: str, now: datetime, *, gesture: str = ""
    ) -> Attempt | Locked:
        """Count a try before it is made, so that many at once count too.

        One *gesture* is one of a person's five an hour, with all orders in it, and counts once
        though it is answered anew after a crash. An order has ten a day, whether it is there or
        not.
        """
        async with self._database.begin() as connection:
            await _one_at_a_time(connection, person, order_key)
            of_order = attempts.c.order_key == order_key
            orders = await _count(connection, attempts, of_order, now - _DAY)
            persons = 1 + await _others_of(connection, person, order_key, gesture, now - _HOUR)
            known = select(attempts.c.id).where(of_order, attempts.c.gesture == gesture)
            id_ = (await connection.execute(known)).scalar() if gesture else None
            if id_ is None:
                if persons > _PER_PERSON:
                    return Locked.PERSON
                if orders >= _PER_ORDER:
                    return Locked.ORDER
                row = insert(attempts).values(
                    person=person, order_key=order_key, at=now, gesture=gesture or None
                )
                id_ = (await connection.execute(row.returning(attempts.c.id))).scalar_one()
                orders += 1
        reached = {Locked.PERSON: persons == _PER_PERSON, Locked.ORDER: orders == _PER_ORDER}
        return Attempt(id_, tuple(what for what, is_full in reached.items() if is_full))

    async def was_right(self, attempt: Attempt) -> None:
        """Take a try back: it was no guess, or nobody could say."""
        async with self._database.begin() as connection:
            await connection.execute(delete(attempts).where(attempts.c.id == attempt.id))

    async def may_look(self, person: str, now: datetime) -> bool:
        """Count a look-up of *person*'s; False if there were too many within an hour."""
        async with self._database.begin() as connection:
            await _one_at_a_time(connection, person)
            count = await _count(connection, lookups, lookups.c.person == person, now - _HOUR)
            if count < _LOOKUPS:
                await connection.execute(insert(lookups).values(person=person, at=now))
        return count < _LOOKUPS

    async def keep_wanted(self, person: str, secret: str, *, until: datetime) -> None:
        """Remember what *person* was asked for last; an empty text: nothing."""
        async with self._database.begin() as connection:
            if not secret:
                await connection.execute(delete(wanted).where(wanted.c.person == person))
                return
            row = {"sealed": self._seal.close(secret), "until": until}
            kept = insert_into(connection, wanted).values(person=person, **row)
            await connection.execute(
                kept.on_conflict_do_update(index_elements=["person"], set_=row)
            )

    async def wanted(self, person: str, now: datetime) -> str | None:
        """Return what *person* was asked for last, as long as an answer may come."""
        held = select(wanted.c.sealed).where(wanted.c.person == person, wanted.c.until > now)
        async with self._database.begin() as connection:
            sealed = (await connection.execute(held)).scalar()
        return self._seal.open(sealed) if sealed else None

    async def tidy(self, now: datetime) -> None:
        """Erase what is over."""
        async with self._database.begin() as connection:
            for table in (proofs, wanted):
                await connection.execute(delete(table).where(table.c.until <= now))
            await connection.execute(delete(attempts).where(attempts.c.at <= now - _DAY))
            await connection.execute(delete(lookups).where(lookups.c.at <= now - _HOUR))


async def _count(connection: AsyncConnection, table: Table, of: Any, since: datetime) -> int:
    counted = select(func.count()).select_from(table).where(of, table.c.at > since)
    return (await connection.execute(counted)).scalar_one()


async def _others_of(
    connection: AsyncConnection, person: str, order_key: str, gesture: str, since: datetime
) -> int:
    """Count what *person* was wrong with beside this: gestures, or orders if those are more."""
    gestures = func.coalesce(attempts.c.gesture, cast(attempts.c.id, String))
    others = (
        select(
            func.count(distinct(case((gestures != gesture, gestures)))),
            func.count(distinct(case((attempts.c.order_key != order_key, attempts.c.order_key)))),
        )
        .where(attempts.c.person == person, attempts.c.at > since)
        .select_from(attempts)
    )
    return max((await connection.execute(others)).one())


async def _one_at_a_time(connection: AsyncConnection, *names: str) -> None:
    """Let others wait who count the same; SQLite has one writer anyway.

    Locks are taken in one order by everybody, so that no two wait for each other.
    """
    if connection.dialect.name == "postgresql":
        for name in sorted(names):
            await connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
            )
