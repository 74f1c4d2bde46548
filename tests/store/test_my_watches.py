"""What somebody watches, named and in lists; and what Slack does not take, over both databases."""

from dataclasses import replace

import pytest

from bot.core.alert import Kind
from bot.core.alert_home import Parked
from bot.core.watch import State
from bot.core.watch_form import Meant, Wanted
from bot.store.alert_rules import AlertRules
from bot.store.database import Database
from bot.store.history import History
from bot.store.looks import Looks
from bot.store.outbox import Outbox
from bot.store.parked import ParkedAlerts
from bot.store.watches import Watches
from tests.store.test_alerts import (
    HOUR,
    LEASE,
    NOON,
    claimed,
    event,
    lane_of,
    only,
    order,
    owing,
    states,
    told,
    wish,
)

FRIDAY = Meant(name="Friday")


@pytest.fixture
def watches(database: Database) -> Watches:
    return Watches(database)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database, lease=LEASE)


async def test_watches_are_named_listed_changed_and_ended_by_whose_they_are(
    watches: Watches,
) -> None:
    mine = [replace(wish(number), name="Friday") for number in ("PK1004", "PK1017")]
    await watches.watch([*mine, wish("PK1003"), replace(wish("PK1021"), by="U2")], NOON)
    assert await watches.lists("U1") == {"Friday": 2}
    assert await watches.lists("U2") == {}
    wanted = Wanted("Monday", frozenset({Kind.LATE}), NOON + HOUR)
    assert await watches.change(FRIDAY, "U2", wanted) == 0
    assert await watches.change(FRIDAY, "U1", wanted) == 2
    found, total = await watches.meant(Meant(name="Monday"), "U1")
    assert (total, {one.until for one in found}) == (2, {NOON + HOUR})
    assert {one.kinds for one in found} == {frozenset({Kind.LATE})}
    assert await watches.end(Meant(found[0].id), "U2", NOON) == 0
    assert await watches.end(Meant(found[0].id), "U1", NOON) == 1
    assert await watches.lists("U1") == {}
    assert await watches.end(Meant(name="Monday"), "U1", NOON) == 1
    [left], _ = await watches.of_person("U1")
    assert left.watch.reference == order("PK1003")


async def test_who_watches_again_keeps_the_name_unless_there_is_another(watches: Watches) -> None:
    for name, kept in (("Shoes", "Shoes"), ("", "Shoes"), ("Boots", "Boots")):
        await watches.watch([replace(wish(), name=name)], NOON)
        found = await watches.watched(order(), ["U1", "C1"])
        assert found
        assert found.name == kept
    assert await watches.watched(order(), ["C2"]) is None
    await watches.unwatch(order(), "C1", NOON)
    assert await watches.watched(order(), ["C1"]) is None
    await watches.watch([wish()], NOON)
    found = await watches.watched(order(), ["C1"])
    assert found
    assert found.name == ""


async def test_what_slack_does_not_take_is_told_and_owed_again(
    database: Database, watches: Watches, outbox: Outbox
) -> None:
    parked, looks = ParkedAlerts(database), Looks(database, lease=LEASE)
    await owing(watches, looks, "C1", news=[event()])
    lane = await lane_of(outbox)
    debt = await only(outbox, lane)
    await outbox.begin(lane, debt, NOON)
    await outbox.park(debt, "msg_too_long", NOON)
    assert await parked.all(NOON + HOUR) == []
    assert await parked.all(NOON) == [Parked("C1", "msg_too_long", 1, NOON)]
    await parked.retry("C2", NOON, NOON)
    assert await states(database) == [("C1", "parked")]
    await parked.retry("C1", NOON, NOON)
    assert await parked.all(NOON) == []
    again = await only(outbox, lane)
    assert (again.state, again.attempt, again.since) == (State.OWED, 0, None)
    # Of what may stand there it is looked first.
    await outbox.begin(lane, again, NOON)
    await outbox.park(again, "unclear: 500", NOON)
    await parked.retry("C1", NOON, NOON)
    again = await only(outbox, lane)
    assert (again.state, again.attempt, again.since) == (State.SENDING, 1, NOON)


async def test_where_nothing_can_be_posted_it_is_tried_at_once(
    database: Database, watches: Watches, outbox: Outbox
) -> None:
    parked, looks = ParkedAlerts(database), Looks(database, lease=LEASE)
    await owing(watches, looks, "C1", news=[event()])
    await outbox.leave(await lane_of(outbox), NOON + HOUR, NOON, refused="not_in_channel")
    assert await parked.all(NOON) == [Parked("C1", "not_in_channel", 1, NOON)]
    assert await outbox.claim_lanes(NOON, 1) == []
    await parked.retry("C1", NOON, NOON)
    assert await parked.all(NOON) == []
    assert len(await outbox.claim_lanes(NOON, 1)) == 1


async def test_rules_are_named_by_their_places(database: Database) -> None:
    assert await AlertRules(database).names() == {}


async def test_history_tells_the_fate_of_parcels_also_from_before_the_span(
    database: Database, watches: Watches
) -> None:
    looks, history = Looks(database, lease=LEASE), History(database)
    await watches.watch([wish()], NOON)
    await looks.record([told(await claimed(looks), event())], NOON)
    await watches.hint(["PK1004"], [], NOON + HOUR)
    delivered = told(await claimed(looks, NOON + HOUR), event(Kind.DELIVERED), event(Kind.NO_SCAN))
    await looks.record([delivered], NOON + HOUR)
    assert await history.parcels(NOON + 2 * HOUR, NOON + 3 * HOUR) == []
    found = await history.parcels(NOON + HOUR, NOON + 2 * HOUR)
    assert [(one.event.kind, one.at) for one in found] == [
        (Kind.LATE, NOON),
        (Kind.DELIVERED, NOON + HOUR),
    ]
    assert len({one.parcel for one in found}) == 1
