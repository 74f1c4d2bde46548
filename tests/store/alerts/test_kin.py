"""Two references of one order are told of as one, over SQLite and PostgreSQL alike."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, select, update
from sqlalchemy.ext.asyncio import create_async_engine

from bot import store
from bot.core.alert import Episode, Event, Facts, Kind, ParcelSeen, Sighting
from bot.core.alerts.replay import report
from bot.core.notes.receipts import span_of
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.watches.claim import Claim, Outcome
from bot.core.watches.watch import State, Watch
from bot.store.alerts.history import History
from bot.store.alerts.looks import Looks
from bot.store.alerts.recorded import RecordedDays
from bot.store.alerts.watches import Watches
from bot.store.database import Database, migrate, open_database
from bot.store.schema.alert import events, notices, orders
from tests.store.alerts.wished import HOUR, LEASE, NOON
from tests.store.standing import ask

MIGRATIONS = Path(store.__path__[0], "migrations")
NAME = "shop\nPK1004"
BY_ORDER = Reference(Asked.ORDER_NUMBER, "PK1004")
BY_TRACKING = Reference(Asked.TRACKING_NUMBER, "0034", ("dhl-germany",))
IN_LOWER_CASE = Reference(Asked.ORDER_NUMBER, "pk1004")
PICKED = "C1"
OTHER = "C2"


def wish(reference: Reference, place: str = PICKED, since: datetime = NOON) -> Watch:
    return Watch(0, reference, place, "U1", since)


def sighting(number: int, *, ended: datetime | None = None, kind: Kind = Kind.LATE) -> Sighting:
    episode = Episode(number=number, began=NOON, ended=ended)
    return Sighting(parcels={"a": ParcelSeen(episodes={kind: episode})})


def late(number: int) -> Event:
    facts = Facts(order="PK1004", client="shop", kinds=(Kind.LATE,), began=NOON, seen=NOON)
    return Event(tag="a", kind=Kind.LATE, episode=number, facts=facts)


def outcome(
    claim: Claim, seen: Sighting, *events: Event, standing: Sequence[Event] = (), at: datetime
) -> Outcome:
    return Outcome(
        claim,
        at + HOUR,
        seen=seen.model_dump_json(),
        name=NAME,
        events=events,
        standing=tuple(standing),
    )


class World:
    """The order as it is, and what looks at it, as the use case does."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.watches = Watches(database)
        self.looks = Looks(database, lease=LEASE)
        self.is_late = False
        self.at = NOON

    async def look(self, only: Reference | None = None) -> int:
        """Look at all that is due, until nothing is; return how much is owed for it."""
        owed = 0
        while claims := await self.looks.claim(self.at, 9):
            for claim in claims:
                if only and claim.reference != only:
                    await self.looks.release([claim], self.at + timedelta(minutes=9), self.at)
                    continue
                owed += await self.looks.record([self.seen(claim)], self.at)
        return owed

    def seen(self, claim: Claim) -> Outcome:
        before = Sighting.model_validate_json(claim.seen) if claim.seen else None
        parcel = (before or Sighting()).parcels.get("a", ParcelSeen())
        old = parcel.episodes.get(Kind.LATE)
        now: Episode | None = old
        if self.is_late and (old is None or old.ended):
            now = Episode(number=old.number + 1 if old else 1, began=self.at)
        elif not self.is_late and old and not old.ended:
            now = old.model_copy(update={"ended": self.at})
        found = Sighting(parcels={"a": ParcelSeen(episodes={Kind.LATE: now} if now else {})})
        events = (
            [late(now.number)] if now and before and (not old or now.number > old.number) else []
        )
        standing = [late(now.number)] if now and not now.ended and claim.has_new else []
        if found == before and not claim.has_new:
            return Outcome(claim, self.at + HOUR)
        return outcome(claim, found, *events, standing=standing, at=self.at)

    async def turn(self, *, is_late: bool, only: Reference | None = None) -> int:
        self.is_late = is_late
        self.at += HOUR + timedelta(minutes=10)
        return await self.look(only)

    async def told(self, place: str = PICKED) -> int:
        async with self.database.begin() as connection:
            found = select(notices.c.id).where(notices.c.place == place)
            return len((await connection.execute(found)).all())


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.mark.parametrize("other", [BY_TRACKING, IN_LOWER_CASE])
async def test_who_ends_one_watch_and_makes_another_hears_of_the_next_delay(
    world: World, other: Reference
) -> None:
    await world.watches.watch([wish(BY_ORDER)], world.at)
    await world.look()
    assert await world.turn(is_late=True) == 1
    await world.turn(is_late=False)
    await world.watches.unwatch(BY_ORDER, PICKED, world.at)
    await world.watches.watch([wish(other, since=world.at)], world.at)
    await world.look()
    assert await world.turn(is_late=True) == 1
    assert await world.told() == 2


async def test_what_one_sees_the_other_tells_no_second_time_and_hides_nothing(
    world: World,
) -> None:
    await world.watches.watch([wish(BY_ORDER), wish(BY_TRACKING, OTHER)], world.at)
    await world.look()
    await world.turn(is_late=True, only=BY_ORDER)
    assert (await world.told(), await world.told(OTHER)) == (1, 1)
    await world.turn(is_late=False, only=BY_ORDER)
    await world.turn(is_late=True, only=BY_ORDER)
    assert (await world.told(), await world.told(OTHER)) == (2, 2)
    await world.turn(is_late=True)
    assert (await world.told(), await world.told(OTHER)) == (2, 2)
    await world.watches.unwatch(BY_ORDER, PICKED, world.at)
    await world.turn(is_late=False)
    await world.turn(is_late=True)
    assert (await world.told(), await world.told(OTHER)) == (2, 3)


async def test_both_wishes_of_a_place_count(world: World) -> None:
    nothing = replace(wish(BY_ORDER), kinds=frozenset({Kind.DELIVERED}))
    await world.watches.watch([nothing, wish(BY_TRACKING)], world.at)
    await world.look()
    await world.turn(is_late=True, only=BY_ORDER)
    async with world.database.begin() as connection:
        states = (await connection.scalars(select(notices.c.state))).all()
    assert states == [State.OWED.value]


async def test_who_begins_to_watch_is_told_what_holds_and_once(world: World) -> None:
    await world.watches.watch([wish(BY_ORDER)], world.at)
    await world.look()
    await world.turn(is_late=True)
    await world.watches.watch([wish(BY_TRACKING, OTHER, since=world.at)], world.at)
    await world.look()
    assert (await world.told(), await world.told(OTHER)) == (1, 1)


async def test_a_look_that_is_under_way_meanwhile_is_made_again(world: World) -> None:
    await world.watches.watch([wish(BY_ORDER), wish(BY_TRACKING, OTHER)], world.at)
    await world.look()
    world.is_late = True
    world.at += 2 * HOUR
    one, other = await world.looks.claim(world.at, 9)
    assert await world.looks.record([world.seen(one)], world.at) == 2
    assert await world.looks.record([world.seen(other)], world.at) == 0
    assert await world.look() == 0
    assert (await world.told(), await world.told(OTHER)) == (1, 1)


async def test_both_seen_at_once_are_told_of_once(world: World) -> None:
    await world.watches.watch([wish(BY_ORDER), wish(BY_TRACKING, OTHER)], world.at)
    world.is_late = True
    claims = await world.looks.claim(world.at, 9)
    await world.looks.record([world.seen(one) for one in claims], world.at)
    await world.look()
    assert (await world.told(), await world.told(OTHER)) == (1, 1)
    await world.turn(is_late=False)
    await world.turn(is_late=True)
    assert (await world.told(), await world.told(OTHER)) == (2, 2)


async def test_one_answer_for_every_reference_keeps_nobody_from_looking(world: World) -> None:
    wishes = [wish(Reference(Asked.ORDER_NUMBER, f"PK{n:04}")) for n in range(250)]
    await world.watches.watch(wishes, world.at)
    looks = 0
    for is_late in (False, True, False):
        world.is_late, world.at = is_late, world.at + HOUR + timedelta(minutes=10)
        while claims := await world.looks.claim(world.at, 250):
            looks += len(claims)
            await world.looks.record([world.seen(one) for one in claims], world.at)
        assert looks < 2500
    assert await world.told() > 0


async def test_what_was_seen_apart_is_put_together(world: World) -> None:
    """As it was before orders were known by who they are, or when an order is another's now."""
    await world.watches.watch([wish(BY_ORDER), wish(BY_TRACKING, OTHER)], world.at)
    world.is_late = True
    await world.look(BY_ORDER)
    apart = {BY_ORDER.value: sighting(3), BY_TRACKING.value: Sighting()}
    async with world.database.begin() as connection:
        for value, seen in apart.items():
            one = update(orders).where(orders.c.value == value)
            change = {"seen": seen.model_dump_json(), "identity": None, "has_new": True}
            await connection.execute(one.values(change))
    await world.turn(is_late=True)
    async with world.database.begin() as connection:
        [found] = {row[0] for row in await connection.execute(select(orders.c.seen))}
    assert Sighting.model_validate_json(found) == sighting(3)
    assert await world.told(OTHER) == 1
    await world.turn(is_late=False)
    await world.turn(is_late=True)
    assert await world.told(OTHER) == 2


async def test_a_parcel_counts_once_in_a_report_whoever_saw_it(world: World) -> None:
    await world.watches.watch([wish(BY_ORDER)], world.at)
    world.is_late = True
    await world.look()
    await world.watches.watch([wish(BY_TRACKING, OTHER, since=world.at)], world.at)
    await world.look()
    seen = await History(world.database).parcels(NOON - HOUR, world.at + HOUR)
    assert len({one.parcel for one in seen}) == 1


async def test_a_replay_tells_the_same_whoever_saw_it(world: World) -> None:
    delivered = replace(wish(BY_ORDER), kinds=frozenset({Kind.DELIVERED}))
    await world.watches.watch([delivered, wish(BY_TRACKING, OTHER)], world.at)
    await world.look()
    await world.turn(is_late=True, only=BY_ORDER)
    await world.watches.watch([wish(IN_LOWER_CASE, since=world.at)], world.at)
    await world.look()
    await world.turn(is_late=False, only=BY_TRACKING)
    await world.turn(is_late=True, only=BY_ORDER)
    span = span_of(NOON.date())
    found = await RecordedDays(world.database).day(*span)
    assert len(found.recorded) == 4
    lines, is_same = report(found.histories, found.rules_at, found.recorded, span)
    assert is_same, lines


async def test_two_replicas_that_see_it_at_once_leave_nothing_untold(url: str) -> None:
    async with open_database(url) as one, open_database(url) as two:
        worlds = World(one), World(two)
        await worlds[0].watches.watch([wish(BY_ORDER), wish(BY_TRACKING, OTHER)], NOON)
        await worlds[0].look()
        for turn in range(6):
            at = NOON + (turn + 1) * 2 * HOUR
            claims = await worlds[0].looks.claim(at, 9)
            for each in worlds:
                each.at, each.is_late = at, turn % 2 == 0
            pairs = zip(worlds, claims, strict=True)
            await asyncio.gather(
                *(each.looks.record([each.seen(claim)], at) for each, claim in pairs)
            )
            await worlds[0].look()
        assert Counter([await worlds[0].told(), await worlds[0].told(OTHER)]) == {3: 2}


async def test_what_was_counted_before_an_update_is_counted_on(empty_url: str) -> None:
    await _at_version(empty_url, "0017")
    seen = sighting(4, ended=NOON).model_dump_json()
    facts = late(4).facts.model_dump_json()
    order = "(kind, value, couriers, client_key, seen, set_at, fence, is_claimed, hints, failures,"
    await ask(
        empty_url,
        f"INSERT INTO alert_order {order} has_new) VALUES ('order_number', 'PK1004', '', '',"
        f" '{seen.replace(':', chr(92) + ':')}', 0, 1, FALSE, 0, 0, FALSE)",
        "INSERT INTO alert_event (order_id, tag, kind, episode, seen_at, facts)"
        f" VALUES (1, 'a', 'late', 4, 0, '{facts.replace(':', chr(92) + ':')}')",
    )
    await migrate(empty_url)
    async with open_database(empty_url) as database:
        world = World(database)
        await world.watches.watch([wish(BY_TRACKING)], world.at)
        await world.look()
        await world.turn(is_late=True)
        async with database.begin() as connection:
            found = await connection.scalars(select(events.c.episode).order_by(events.c.id))
            assert list(found) == [4, 5]


async def _at_version(url: str, version: str) -> None:
    def work(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, version)

    engine = create_async_engine(
        url.replace("sqlite:", "sqlite+aiosqlite:").replace("sql://", "sql+asyncpg://")
    )
    async with engine.begin() as connection:
        await connection.run_sync(work)
    await engine.dispose()


# Watches of one parcel


def of_parcels(*ended: str, at: datetime, claim: Claim) -> Outcome:
    parcels = {tag: ParcelSeen(ended=at if tag in ended else None) for tag in ("a", "b")}
    ends = tuple((tag, at + HOUR) for tag in ended)
    return replace(outcome(claim, Sighting(parcels=parcels), at=at), ends=ends)


async def test_a_watch_of_one_parcel_ends_with_it_and_not_with_its_order(
    database: Database,
) -> None:
    world = World(database)
    one, both = (frozenset(tags) for tags in ("a", "ab"))
    wishes = {PICKED: one, OTHER: both, "C3": frozenset[str]()}
    await world.watches.watch(
        [replace(wish(BY_ORDER, place), parcels=tags) for place, tags in wishes.items()], NOON
    )
    for turn, ended in enumerate(("", "a")):
        at = NOON + turn * HOUR
        [claim] = await world.looks.claim(at, 9)
        await world.looks.record([of_parcels(*ended, at=at, claim=claim)], at)
    assert await world.watches.end_overdue(NOON + HOUR) == 0
    assert await world.watches.end_overdue(NOON + 2 * HOUR) == 1
    assert (await world.watches.of_place(PICKED))[1] == 0
    assert await world.watches.unwatch(BY_ORDER, OTHER, NOON + 2 * HOUR, parcel="b")
    [claim] = await world.looks.claim(NOON + 2 * HOUR, 9)
    await world.looks.record([of_parcels("a", at=NOON + HOUR, claim=claim)], NOON + 2 * HOUR)
    assert await world.watches.end_overdue(NOON + 2 * HOUR) == 1
    assert (await world.watches.of_place("C3"))[1] == 1


async def test_a_parcel_that_goes_on_after_all_is_watched_on(database: Database) -> None:
    world = World(database)
    await world.watches.watch([replace(wish(BY_ORDER), parcels=frozenset("a"))], NOON)
    for turn, ended in enumerate(("", "a", "")):
        at = NOON + turn * HOUR
        [claim] = await world.looks.claim(at, 9)
        await world.looks.record([of_parcels(*ended, at=at, claim=claim)], at)
    assert await world.watches.end_overdue(NOON + 9 * HOUR) == 0
