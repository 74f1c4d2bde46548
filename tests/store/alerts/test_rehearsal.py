"""A rule tried on what was seen costs as many messages as were posted for it, over both stores."""

from datetime import time

from bot.core.alert import Kind
from bot.core.alerts.rehearsal import tried
from bot.core.watches.rule import AlertRule, Etiquette
from bot.store.alerts.history import History
from bot.store.alerts.rules import AlertRules
from bot.store.database import Database
from tests.store.alerts.test_storms import MINUTE, MOST, Place, some
from tests.store.alerts.wished import HOUR, NOON

ALL = AlertRule("r1", "C1", "All")


async def agree(place: Place, wanted: Etiquette) -> None:
    looks = await History(place.database).looks(NOON - HOUR, place.now + HOUR)
    assert tried(looks, ALL, wanted, storm=MOST).posted == len(place.posted)


async def test_storms_cost_what_they_cost(database: Database) -> None:
    place, any_time = Place(database), Etiquette("C1")
    await place.turn(*some(2))
    await place.tell()
    await place.turn("PK1", kind=Kind.EXCEPTION)
    await place.tell()
    place.now += MINUTE
    await place.turn(*some(4, 10))
    await place.tell()
    await agree(place, any_time)
    place.now += MINUTE
    await place.turn("PK10", kind=Kind.DELIVERED)
    await place.turn(*some(12, 20))
    await place.turn("PK11", kind=Kind.EXCEPTION)
    await place.turn("PK11", kind=Kind.PROMISE_EXCEEDED)
    await place.tell()
    await agree(place, any_time)
    place.now += 2 * HOUR
    await place.turn(*some(3, 50))
    await place.tell()
    await place.turn("PK60", location="Hanover")
    await place.tell()
    await agree(place, any_time)


async def test_quiet_hours_and_a_budget_cost_what_they_cost(database: Database) -> None:
    place = Place(database)
    wanted = Etiquette("C1", quiet_from=time(11), quiet_until=time(13), budget=5)
    await AlertRules(database).set_etiquette(wanted, NOON)
    await place.turn(*some(5))
    await place.turn("PK9", kind=Kind.NO_SCAN)
    await place.tell()
    place.now += HOUR + MINUTE
    await place.tell()
    await agree(place, wanted)
    await place.turn(*some(3, 100))
    await place.tell()
    await place.turn(*some(9, 200))
    place.now += MINUTE
    await place.turn(*some(9, 300), location="Hanover")
    await place.tell()
    place.now += 24 * HOUR
    await place.tell()
    await agree(place, wanted)
