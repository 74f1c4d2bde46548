"""The contract of storms over both databases: many late parcels on one card, told once each."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from bot.core.alert import Episode, Event, Facts, Kind, ParcelSeen, Sighting
from bot.core.alerts.deed import AlertClick, Became
from bot.core.alerts.gate import What
from bot.core.alerts.lane import Debt, Lane
from bot.core.alerts.stand import Deed
from bot.core.alerts.storm import SHOWN, Storm
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.watches.claim import Outcome
from bot.core.watches.rule import Etiquette
from bot.core.watches.watch import State
from bot.store.alerts.looks import Looks
from bot.store.alerts.outbox import Outbox
from bot.store.alerts.receipts import ParkedAlerts, Receipts
from bot.store.alerts.rules import AlertRules
from bot.store.alerts.stands import Stands
from bot.store.alerts.watches import Watches
from bot.store.database import Database, open_database
from bot.store.schema.alert import notices
from tests.store.alerts.wished import HOUR, LEASE, NOON, SECOND, order, wish

MOST = 3
MINUTE = timedelta(minutes=1)


class Place:
    """A channel that watches orders, and what becomes of them; time goes on as it is told."""

    def __init__(self, database: Database, place: str = "C1") -> None:
        self.database = database
        self.watches = Watches(database)
        self.looks = Looks(database, lease=LEASE)
        self.outbox = Outbox(database, lease=LEASE, storm=MOST)
        self.place = place
        self.now = NOON
        self.posted: list[Debt] = []
        self._seen: dict[str, dict[Kind, Episode]] = {}

    async def turn(self, *numbers: str, kind: Kind = Kind.LATE, **facts: str) -> None:
        """Let something happen to orders that are watched from now on."""
        wishes = [wish(number, self.place) for number in numbers if number not in self._seen]
        await self.watches.watch(wishes, self.now)
        for number in numbers:
            episodes = self._seen.setdefault(number, {})
            episodes[kind] = Episode(number=1, began=self.now)
        await self._look(numbers, kind, facts)

    async def calm(self, *numbers: str, kind: Kind = Kind.LATE) -> None:
        """Let it be over, without any news."""
        for number in numbers:
            one = self._seen[number][kind]
            self._seen[number][kind] = one.model_copy(update={"ended": self.now})
        await self._look(numbers, None, {})

    async def flap(self, number: str) -> None:
        """Let it be so again, in the same episode."""
        self._seen[number][Kind.LATE] = Episode(number=1, began=NOON)
        await self._look([number], None, {})

    async def _look(self, numbers: Sequence[str], kind: Kind | None, facts: dict[str, str]) -> None:
        for number in numbers:
            await self.watches.hint([number], [], self.now)
        outcomes = []
        for claim in await self.looks.claim(self.now, 999):
            number = claim.reference.value
            where = {"courier": "DHL", "location": "Leipzig", **facts}
            news = [_event(number, kind, self.now, where)] if kind and number in numbers else []
            seen = Sighting(parcels={"a": ParcelSeen(episodes=self._seen[number])})
            outcomes.append(
                Outcome(
                    claim,
                    self.now + 99 * HOUR,
                    seen=seen.model_dump_json(),
                    name=number,
                    events=tuple(news),
                    standing=tuple(news),
                )
            )
        await self.looks.record(outcomes, self.now)

    async def lane(self) -> Lane:
        [lane] = await self.outbox.claim_lanes(self.now, 9)
        return lane

    async def tell(self) -> list[Debt]:
        """Post all that is owed; return it."""
        told: list[Debt] = []
        for lane in await self.outbox.claim_lanes(self.now, 9):
            while found := await self.outbox.debts(lane, 50, self.now):
                for debt in found:
                    assert await self.outbox.begin(lane, debt, self.now)
                    ts = f"{100 + len(self.posted)}.5"
                    await self.outbox.posted(lane, debt, ts, self.now)
                    self.posted.append(debt)
                    told.append(debt)
            await self.outbox.leave(lane, self.now, self.now)
        return told

    async def shown(self) -> Storm:
        """Return what the card of the only storm shows once it is edited."""
        lane = await self.lane()
        await self.outbox.debts(lane, 50, self.now)
        [card] = [one for one in await self.outbox.stale(lane, 9) if one.storm]
        await self.outbox.edited(card)
        await self.outbox.leave(lane, self.now, self.now)
        assert card.storm
        return card.storm

    async def receipts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in await Receipts(self.database).of(NOON.date()):
            found[one.state.value] = found.get(one.state.value, 0) + one.count
        return found


def _event(number: str, kind: Kind, now: object, where: dict[str, str]) -> Event:
    facts = Facts.model_validate(
        {"order": number, "kinds": [kind], "began": now, "seen": now, "parcel": "…1", **where}
    )
    return Event(tag="a", kind=kind, episode=1, facts=facts)


@pytest.fixture
def place(database: Database) -> Place:
    return Place(database)


def some(count: int, start: int = 0) -> list[str]:
    return [f"PK{number}" for number in range(start, start + count)]


def whats(debts: Sequence[Debt]) -> list[str]:
    return [debt.what.value for debt in debts]


def orders_in(storm: Storm | None) -> set[str]:
    assert storm
    return {facts.order for facts in storm.parcels}


async def test_so_many_that_are_late_together_are_one_card_and_one_file(place: Place) -> None:
    await place.turn(*some(MOST))
    assert whats(await place.tell()) == ["news"] * MOST
    other = Place(place.database, "C2")
    await other.turn(*some(MOST + 1, 10))
    card, file = await other.tell()
    assert (card.what, file.what) == (What.STORM, What.FILE)
    assert orders_in(card.storm) == orders_in(file.storm) == set(some(MOST + 1, 10))
    assert file.card_ts
    assert await place.receipts() == {"posted": MOST, "merged": MOST + 1}


async def test_what_was_told_by_itself_stays_so_and_what_comes_joins_without_a_message(
    place: Place,
) -> None:
    await place.turn(*some(MOST))
    await place.tell()
    place.now += MINUTE
    await place.turn("PK9")
    card, _ = await place.tell()
    assert orders_in(card.storm) == {"PK9"}
    assert card.storm
    assert (card.storm.apart, card.storm.count) == (MOST, MOST + 1)
    assert card.facts.began == NOON
    await place.shown()
    place.now += MINUTE
    await place.turn("PK10")
    assert await place.tell() == []
    assert orders_in(await place.shown()) == {"PK9", "PK10"}
    assert await place.receipts() == {"posted": MOST, "merged": 2}
    place.now += 2 * HOUR
    await place.turn("PK11")
    assert whats(await place.tell()) == ["news"]  # that storm has long been over


async def test_other_places_couriers_and_sorts_of_trouble_are_told_by_themselves(
    place: Place,
) -> None:
    await place.turn("PK0", location="Hanover")
    await place.turn("PK1", courier="UPS")
    await place.turn("PK2", kind=Kind.EXCEPTION)
    await place.turn("PK3", kind=Kind.NO_SCAN)
    await place.turn("PK4", location="")
    assert whats(await place.tell()) == ["news"] * 5
    direct = Place(place.database, "U0SOMEBODY")
    await direct.turn(*some(MOST + 1, 10))
    assert whats(await direct.tell()) == ["news"] * (MOST + 1)


async def test_what_moves_on_leaves_and_is_heard_of_below_the_card(place: Place) -> None:
    await place.turn(*some(5))
    card, _ = await place.tell()
    await place.shown()
    await place.calm("PK0")
    storm = await place.shown()
    assert (storm.count, storm.left) == (4, 1)
    await place.turn("PK1", kind=Kind.DELIVERED)
    [delivered] = await place.tell()
    assert (delivered.above, delivered.card_ts) == (card.key, "100.5")
    assert orders_in(await place.shown()) == {"PK2", "PK3", "PK4"}
    await place.flap("PK0")
    assert await place.tell() == []
    assert orders_in(await place.shown()) == {"PK0", "PK2", "PK3", "PK4"}
    assert await place.receipts() == {"posted": 1, "merged": 5}


async def test_a_storm_tells_what_its_own_channel_calls_its_watches(place: Place) -> None:
    await place.turn(*some(5))
    await place.tell()
    await place.watches.watch([replace(wish("PK4", place.place), name="Toys")], place.now)
    await place.watches.watch([replace(wish("PK3", "C9"), name="Mine")], place.now)
    assert sorted(set((await place.shown()).names)) == ["", "Toys"]


async def test_what_nobody_watches_any_more_leaves_the_card(place: Place) -> None:
    await place.turn(*some(6))
    await place.tell()
    before = await place.shown()
    await place.watches.watch([wish("PK5", "C9")], place.now)
    for number in ("PK4", "PK5"):  # somebody watches that on
        assert await place.watches.unwatch(order(number), place.place, place.now)
    after = await place.shown()
    assert (after.count, after.left) == (before.count - 1, before.left + 1)


async def test_what_moves_on_is_told_below_the_card_by_whichever_number_it_is_watched(
    place: Place,
) -> None:
    await place.turn(*some(5))
    card, _ = await place.tell()
    number = Reference(Asked.TRACKING_NUMBER, "1Z1", ("ups",))
    await place.watches.watch([replace(wish("PK1"), reference=number)], place.now)
    news = _event("PK1", Kind.DELIVERED, place.now, {})
    seen = Sighting(parcels={"a": ParcelSeen()}).model_dump_json()
    due = place.now + 99 * HOUR
    for _ in range(2):  # the first look finds out which order it is
        [claim] = await place.looks.claim(place.now, 9)
        other = Outcome(claim, due, seen=seen, name="PK1", standing=(news,))
        await place.looks.record([other], place.now)
    [delivered] = await place.tell()
    assert (delivered.above, delivered.card_ts) == (card.key, "100.5")


async def test_what_needs_a_look_of_its_own_gets_its_own_card(place: Place) -> None:
    await place.turn(*some(5))
    await place.tell()
    await place.turn("PK1", kind=Kind.EXCEPTION)
    [exception] = await place.tell()
    assert exception.card_ts == ""
    storm = await place.shown()
    assert (len(storm.parcels), storm.apart, storm.count) == (4, 1, 5)
    await place.turn("PK1", kind=Kind.DELIVERED)
    [delivered] = await place.tell()
    assert (delivered.above, delivered.card_ts) == ("", "102.5")


async def test_a_parcel_of_a_storm_gets_its_own_card_when_somebody_wants_it(place: Place) -> None:
    await place.turn(*some(5))
    card, _ = await place.tell()
    await place.shown()
    assert card.storm
    click = AlertClick(Deed.CARD, card.card, card.storm.ids[0])
    await Stands(place.database).act(click, "U1", ["C1"], place.now)
    [wanted] = await place.tell()
    assert wanted.facts.order == card.storm.parcels[0].order
    assert orders_in(await place.shown()) == {one.order for one in card.storm.parcels[1:]}
    assert await place.receipts() == {"posted": 1, "merged": 4}


async def test_what_was_late_no_more_before_it_was_told_is_told_by_itself(place: Place) -> None:
    await place.turn(*some(5))
    await place.calm("PK0")
    assert sorted(whats(await place.tell())) == ["file", "news", "storm"]
    assert await place.receipts() == {"posted": 1, "merged": 4}


async def test_a_new_file_is_owed_when_the_card_shows_no_more_what_no_file_lists(
    place: Place,
) -> None:
    await place.turn(*some(5))
    await place.tell()
    await place.turn(*some(SHOWN, 100))
    assert await place.tell() == []
    await place.turn("PK500")
    [file] = await place.tell()
    assert file.storm
    assert (file.what, len(file.storm.parcels)) == (What.FILE, SHOWN + 6)


async def test_a_card_that_slack_does_not_take_gives_back_what_is_in_it(place: Place) -> None:
    await place.turn(*some(5))
    lane = await place.lane()
    [card] = await place.outbox.debts(lane, 9, place.now)
    await place.outbox.park(card, "invalid_blocks", place.now)
    await place.outbox.leave(lane, place.now, place.now)
    assert whats(await place.tell()) == ["news"] * 5
    assert await place.receipts() == {"posted": 5}
    await ParkedAlerts(place.database).retry("C1", NOON - HOUR, place.now)
    assert await place.tell() == []  # nobody waits for that card any more


async def test_a_card_that_is_gone_is_posted_again_with_what_is_in_it(place: Place) -> None:
    await place.turn(*some(5))
    card, _ = await place.tell()
    await place.turn("PK9")
    await place.outbox.forget_card(card.key)
    again, file = await place.tell()
    assert (again.key, file.what) == (card.key, What.FILE)
    assert orders_in(again.storm) == {*some(5), "PK9"}


async def test_in_quiet_hours_no_storm_begins_and_one_message_costs_one(
    database: Database, place: Place
) -> None:
    rules = AlertRules(database)
    quiet = Etiquette("C1", quiet_from=time(11), quiet_until=time(14))
    await rules.set_etiquette(quiet, NOON)
    await place.turn(*some(5))
    assert await place.tell() == []
    assert await place.receipts() == {"held": 5}
    place.now += 3 * HOUR
    assert whats(await place.tell()) == ["digest"]
    wanted = replace(await rules.etiquette("C1"), quiet_from=None, quiet_until=None, budget=2)
    await rules.set_etiquette(wanted, place.now)
    await place.turn(*some(7, 100))
    assert sorted(whats(await place.tell())) == ["file", "storm"]
    await place.turn("PK200", kind=Kind.DISPATCH_LATE)
    assert await place.tell() == []
    assert await place.receipts() == {"merged": 5 + 8}


async def test_whoever_takes_over_a_lane_neither_loses_nor_doubles_a_storm(url: str) -> None:
    async with open_database(url) as one, open_database(url) as two:
        mine, theirs = Place(one), Place(two)
        await mine.turn(*some(5))
        lane = await mine.lane()
        [card] = await mine.outbox.debts(lane, 9, NOON)
        assert await mine.outbox.begin(lane, card, NOON)
        theirs.now = NOON + LEASE + SECOND
        other = await theirs.lane()
        assert await mine.outbox.debts(lane, 9, theirs.now) == []
        [found] = await theirs.outbox.debts(other, 9, theirs.now)
        assert (found.key, found.state, found.storm) == (card.key, State.SENDING, card.storm)
        await theirs.outbox.posted(other, found, "1.0", theirs.now)
        await mine.outbox.posted(lane, card, "1.0", theirs.now)
        [file] = await theirs.outbox.debts(other, 9, theirs.now)
        assert file.what is What.FILE
        async with two.begin() as connection:
            storms = select(notices.c.id).where(notices.c.what == What.STORM.value)
            assert len((await connection.execute(storms)).all()) == 1


async def test_a_snoozed_storm_says_nothing_until_it_is_woken_and_then_all_once(
    database: Database, place: Place
) -> None:
    stands = Stands(database)
    await place.turn(*some(5))
    card, _ = await place.tell()
    await place.shown()

    async def clicked(deed: Deed, turn: int, choice: str = "", by: str = "U1") -> Became:
        click = AlertClick(deed, card.card, turn, choice)
        return (await stands.act(click, by, ["C1"], place.now)).became

    both = (clicked(Deed.SNOOZE, 0, "hour", by) for by in ("U1", "U2"))
    assert sorted(await asyncio.gather(*both)) == [Became.DONE, Became.LATE]
    await place.shown()
    # What joins goes on to, however long after the last; and it is heard of below the card.
    place.now += HOUR - MINUTE
    await place.turn("PK8", "PK9")
    await place.turn("PK1", kind=Kind.DELIVERED)
    await place.turn("PK2", kind=Kind.EXCEPTION)
    [exception] = await place.tell()
    assert exception.facts.order == "PK2"
    assert orders_in(await place.shown()) == {"PK0", "PK3", "PK4", "PK8", "PK9"}
    assert await place.receipts() == {"posted": 1, "merged": 7, "snoozed": 1}
    assert await place.tell() == []
    assert await place.outbox.claim_lanes(place.now, 9) == []
    place.now += MINUTE
    told = await place.tell()
    assert sorted(whats(told)) == ["file", "news"]
    [delivered] = [one for one in told if one.what is What.NEWS]
    assert (delivered.facts.order, delivered.above) == ("PK1", card.key)
    assert {one.card_ts for one in told} == {"100.5"}
    assert await place.receipts() == {"posted": 2, "merged": 7}
    assert await place.tell() == []


async def test_a_storm_that_is_snoozed_for_long_is_joined_until_then(
    database: Database, place: Place
) -> None:
    await place.turn(*some(5))
    card, _ = await place.tell()
    await place.shown()
    click = AlertClick(Deed.SNOOZE, card.card, 0, "morning")
    assert (await Stands(database).act(click, "U1", ["C1"], NOON)).became is Became.DONE
    await place.tell()
    place.now += 5 * HOUR
    await place.turn("PK9")
    assert await place.tell() == []
    assert "PK9" in orders_in(await place.shown())
    wake = AlertClick(Deed.OPEN, card.card, 1)
    assert (await Stands(database).act(wake, "U2", ["C1"], place.now)).became is Became.DONE
    assert whats(await place.tell()) == ["file"]
    assert await place.receipts() == {"merged": 6}
