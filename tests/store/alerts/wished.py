"""Wishes, looks and what is told of them, as small as they come."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.core.alert import Event, Facts, Kind
from bot.core.alerts.lane import Debt, Lane
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.watches.claim import Claim, Outcome
from bot.core.watches.watch import Watch
from bot.store.alerts.looks import Looks
from bot.store.alerts.outbox import Outbox
from bot.store.alerts.watches import Watches
from bot.store.database import Database
from bot.store.schema.alert import notices

NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def order(number: str = "PK1004") -> Reference:
    return Reference(Asked.ORDER_NUMBER, number)


def wish(number: str = "PK1004", place: str = "C1", since: datetime = NOON) -> Watch:
    return Watch(0, order(number), place, "U1", since)


def event(kind: Kind = Kind.LATE, *, episode: int = 1, began: datetime = NOON) -> Event:
    facts = Facts(order="PK1004", kinds=(kind,), began=began, seen=NOON)
    return Event(tag="a", kind=kind, episode=episode, facts=facts)


def told(claim: Claim, *news: Event, due: timedelta = HOUR) -> Outcome:
    name = claim.reference.value
    return Outcome(
        claim, NOON + due, seen="{}", name=name, events=news, standing=news, numbers=("n1",)
    )


async def states(database: Database) -> list[tuple[str, str]]:
    async with database.begin() as connection:
        found = select(notices.c.place, notices.c.state).order_by(notices.c.id)
        return [(row.place, row.state) for row in await connection.execute(found)]


async def claimed(looks: Looks, now: datetime = NOON) -> Claim:
    [claim] = await looks.claim(now, 9)
    return claim


async def owing(watches: Watches, looks: Looks, *places: str, news: Sequence[Event] = ()) -> None:
    await watches.watch([wish(place=place) for place in places], NOON)
    await looks.record([told(await claimed(looks), *(news or [event()]))], NOON)


async def lane_of(outbox: Outbox, now: datetime = NOON) -> Lane:
    [lane] = await outbox.claim_lanes(now, 9)
    return lane


async def only(outbox: Outbox, lane: Lane, now: datetime = NOON) -> Debt:
    [debt] = await outbox.debts(lane, 9, now)
    return debt
