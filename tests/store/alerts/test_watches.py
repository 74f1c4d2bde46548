"""What somebody watches, named and in lists; and what Slack does not take, over both databases."""

from collections import Counter
from dataclasses import replace

from bot.core.alert import Event, Kind, ParcelSeen, Sighting
from bot.core.click import tags_of
from bot.core.home.alerts import Parked
from bot.core.home.watch_form import Meant, Wanted
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.watches.watch import State, Watch
from bot.store.alerts.history import History
from bot.store.alerts.looks import Looks
from bot.store.alerts.outbox import Outbox
from bot.store.alerts.receipts import ParkedAlerts
from bot.store.alerts.rules import AlertRules
from bot.store.alerts.watches import Watches
from bot.store.database import Database
from tests.store.alerts.wished import (
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


def on(tag: str, kind: Kind) -> Event:
    return event(kind).model_copy(update={"tag": tag})


async def test_watches_are_named_listed_changed_and_ended_by_whose_they_are(
    watches: Watches,
) -> None:
    mine = [replace(wish(number), name="Friday") for number in ("PK1004", "PK1017")]
    await watches.watch([*mine, wish("PK1003"), replace(wish("PK1021"), by="U2")], NOON)
    assert await watches.lists("U1") == {"Friday": 2}
    assert await watches.lists("U2") == {}
    wanted = Wanted("Monday", frozenset({Kind.LATE}), NOON + HOUR)
    assert await watches.change(FRIDAY, "U2", wanted, NOON) == 0
    assert await watches.change(FRIDAY, "U1", wanted, NOON) == 2
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


async def test_a_wish_for_a_parcel_grows_to_another_and_to_the_order_and_shrinks(
    watches: Watches,
) -> None:
    async def about() -> set[str] | None:
        found, _ = await watches.of_place("C1")
        return set(found[0].parcels) if found else None

    def part(*tags: str) -> Watch:
        return replace(wish(), parcels=frozenset(tags))

    assert await watches.watch([part("aa")], NOON) == 1
    assert await watches.watched(order(), ["C1"]) is None
    assert await watches.watched(order(), ["C1"], parcel="bb") is None
    assert await watches.watched(order(), ["C1"], parcel="aa")
    for tag, now in (("aa", {"aa"}), ("bb", {"aa", "bb"})):
        assert await watches.watch([part(tag)], NOON) == 0
        assert await about() == now
    assert await watches.unwatch(order(), "C1", NOON, parcel="aa")
    assert await about() == {"bb"}
    assert not await watches.unwatch(order(), "C1", NOON, parcel="aa")
    assert await watches.watch([wish()], NOON) == 0
    assert await watches.watch([part("aa")], NOON) == 0
    assert await about() == set()
    assert await watches.watched(order(), ["C1"], parcel="cc")
    assert await watches.unwatch(order(), "C1", NOON, parcel="aa")
    assert await about() is None
    assert await watches.watch([part("aa")], NOON) == 1
    assert await watches.unwatch(order(), "C1", NOON, parcel="aa")
    assert await about() is None


async def test_who_watches_a_parcel_hears_of_that_one_and_by_its_number_ends_it(
    database: Database, watches: Watches
) -> None:
    looks, number = Looks(database, lease=LEASE), Reference(Asked.TRACKING_NUMBER, "1Z5", ("ups",))
    [tag] = tags_of(number)
    await watches.watch([replace(wish(place="C1"), parcels=frozenset({tag}))], NOON)
    await watches.watch([replace(wish(place="C2"), parcels=frozenset({"gone"}))], NOON)
    await watches.watch([wish(place="C3")], NOON)
    news = [on(tag, kind) for kind in (Kind.LATE, Kind.EXCEPTION)]
    seen = Sighting(parcels={tag: ParcelSeen(), "a": ParcelSeen()})
    of_other = [event(Kind.LATE), event(Kind.DELIVERED)]
    outcome = told(await claimed(looks), *news, *of_other)
    await looks.record([replace(outcome, seen=seen.model_dump_json())], NOON)
    found = Counter(place for place, _ in await states(database))
    assert found == {"C1": 2, "C2": 4, "C3": 4}
    assert await watches.unwatch(number, "C1", NOON)
    assert await watches.of_place("C1") == ([], 0)


async def test_who_watches_by_a_parcels_number_hears_of_that_parcel(
    database: Database, watches: Watches
) -> None:
    looks, number = Looks(database, lease=LEASE), Reference(Asked.TRACKING_NUMBER, "1Z5", ("ups",))
    [tag] = tags_of(number)
    await watches.watch([replace(wish(), reference=number)], NOON)
    seen = Sighting(parcels={tag: ParcelSeen(), "a": ParcelSeen()})
    outcome = told(await claimed(looks), event(), on(tag, Kind.EXCEPTION))
    await looks.record([replace(outcome, seen=seen.model_dump_json())], NOON)
    assert len(await states(database)) == 1


async def test_what_is_told_says_what_its_watch_is_called_there(
    database: Database, watches: Watches, outbox: Outbox
) -> None:
    looks = Looks(database, lease=LEASE)
    await watches.watch([replace(wish(place="C1"), name="Friday"), wish(place="C2")], NOON)
    await looks.record([told(await claimed(looks), event())], NOON)
    names = {}
    for lane in await outbox.claim_lanes(NOON, 9):
        debt = await only(outbox, lane)
        names[lane.place] = debt.name
        await outbox.begin(lane, debt, NOON)
        await outbox.posted(lane, debt, "1.0", NOON)
        await outbox.posted(lane, debt, "1.0", NOON)
    assert names == {"C1": "Friday", "C2": ""}
    await watches.change(FRIDAY, "U1", Wanted("Monday", frozenset(), None), NOON)
    await watches.hint(["PK1004"], [], NOON)
    await looks.record([told(await claimed(looks), event(Kind.EXCEPTION))], NOON)
    lanes = {one.place: one for one in await outbox.claim_lanes(NOON + HOUR, 9)}
    debt = await only(outbox, lanes["C1"], NOON + HOUR)
    assert debt.name == "Monday"
    await outbox.begin(lanes["C1"], debt, NOON + HOUR)
    await outbox.posted(lanes["C1"], debt, "2.0", NOON + HOUR)
    [card] = await outbox.stale(lanes["C1"], 9)
    assert card.name == "Monday"


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
