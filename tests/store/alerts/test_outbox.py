"""The contract of what alerts remember, over SQLite and PostgreSQL alike."""

import asyncio
from dataclasses import replace

from sqlalchemy import select

from bot.core.alert import Episode, Kind, ParcelSeen, Sighting
from bot.core.alerts.replay import replayed
from bot.core.watches.claim import HASTE, Outcome
from bot.core.watches.rule import AlertRule
from bot.core.watches.watch import State
from bot.store.alerts.history import History
from bot.store.alerts.looks import Looks
from bot.store.alerts.outbox import Outbox
from bot.store.alerts.receipts import Receipts
from bot.store.alerts.rules import AlertRules
from bot.store.alerts.watches import Watches
from bot.store.database import Database, open_database
from bot.store.schema.alert import events, notices
from tests.store.alerts.wished import (
    HOUR,
    LEASE,
    NOON,
    SECOND,
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

NUMBERS = ("PK1004", "PK1017")


async def test_a_person_finds_their_watches_and_what_was_seen(
    watches: Watches, looks: Looks
) -> None:
    episode = Episode(number=1, began=NOON)
    seen = Sighting(parcels={"a": ParcelSeen(episodes={Kind.LATE: episode})})
    await watches.watch([wish(), replace(wish("PK1017"), by="U2")], NOON)
    assert (await watches.of_person("U1"))[0][0].looked_at is None
    claims = await looks.claim(NOON, 9)
    news = [replace(told(one), seen=seen.model_dump_json()) for one in claims]
    await looks.record(news, NOON)
    [found], total = await watches.of_person("U1")
    assert (found.watch.reference, found.kinds, found.looked_at) == (order(), (Kind.LATE,), NOON)
    assert total == 1
    await watches.unwatch(order(), "C1", NOON)
    assert await watches.of_person("U1") == ([], 0)


# Watching


async def test_a_wish_is_written_down_once_and_due_at_once(watches: Watches, looks: Looks) -> None:
    assert await watches.watch([wish(), wish(), wish("PK1017")], NOON) == 2
    assert await watches.watch([wish()], NOON) == 0
    found, total = await watches.of_place("C1")
    assert [one.reference.value for one in found] == ["PK1017", "PK1004"]
    assert total == 2
    assert found[0].since == NOON
    assert len(await looks.claim(NOON, 9)) == 2


async def test_many_wishes_are_taken_at_once(watches: Watches) -> None:
    assert await watches.watch([wish(f"PK{n}") for n in range(1201)], NOON) == 1201
    assert (await watches.of_place("C1"))[1] == 1201


async def test_who_watches_no_more_is_told_no_more(watches: Watches, looks: Looks) -> None:
    await watches.watch([wish()], NOON)
    assert await watches.unwatch(order(), "C1", NOON)
    assert not await watches.unwatch(order(), "C1", NOON)
    assert await watches.of_place("C1") == ([], 0)
    assert await looks.claim(NOON + HOUR, 9) == []


async def test_an_order_is_looked_at_while_anybody_watches_it(
    watches: Watches, looks: Looks
) -> None:
    await watches.watch([wish(), wish(place="C2")], NOON)
    await watches.unwatch(order(), "C1", NOON)
    assert await looks.claim(NOON, 9)


async def test_who_watches_again_is_told_what_holds(
    database: Database, watches: Watches, looks: Looks
) -> None:
    await owing(watches, looks, "C1")
    await watches.unwatch(order(), "C1", NOON)
    assert await watches.watch([wish(since=NOON + HOUR)], NOON + HOUR) == 1
    claim = await claimed(looks, NOON + HOUR)
    assert claim.has_new
    [found], _ = await watches.of_place("C1")
    assert (found.is_new, found.since) == (True, NOON + HOUR)


# Looking


async def test_who_claims_has_it_until_the_lease_ends(watches: Watches, looks: Looks) -> None:
    await watches.watch([wish()], NOON)
    mine = await claimed(looks)
    assert mine.due_at == NOON
    assert await looks.claim(NOON + LEASE - SECOND, 9) == []
    theirs = await claimed(looks, NOON + LEASE)
    assert (theirs.id, theirs.reference) == (mine.id, mine.reference)
    assert theirs.fence > mine.fence


async def test_nothing_is_recorded_for_who_lost_the_claim(
    database: Database, watches: Watches, looks: Looks
) -> None:
    await watches.watch([wish()], NOON)
    mine = await claimed(looks)
    theirs = await claimed(looks, NOON + LEASE)
    assert await looks.record([told(mine, event())], NOON) == 0
    await looks.record([Outcome(mine, NOON)], NOON)
    assert await looks.claim(NOON + LEASE, 9) == []
    assert await states(database) == []
    assert await looks.record([told(theirs, event())], NOON + LEASE) == 1


async def test_several_share_what_is_due_and_never_overlap(url: str) -> None:
    async with open_database(url) as one, open_database(url) as two:
        await Watches(one).watch([wish(f"PK{n}") for n in range(60)], NOON)
        both = [Looks(one, lease=LEASE), Looks(two, lease=LEASE)]
        rounds = await asyncio.gather(*(both[n % 2].claim(NOON, 10) for n in range(12)))
        found = [claim.reference.value for claims in rounds for claim in claims]
        assert len(found) == len(set(found)) == 60


async def test_what_was_seen_is_handed_to_the_next_look(watches: Watches, looks: Looks) -> None:
    await watches.watch([wish()], NOON)
    claim = await claimed(looks)
    assert (claim.seen, claim.has_new) == (None, True)
    await looks.record([told(claim)], NOON)
    assert await looks.claim(NOON + HOUR - SECOND, 9) == []
    again = await claimed(looks, NOON + HOUR)
    assert (again.seen, again.has_new) == ("{}", False)
    await looks.record([Outcome(again, NOON + 2 * HOUR, failures=3)], NOON + HOUR)
    assert (await claimed(looks, NOON + 2 * HOUR)).failures == 3


async def test_a_hint_makes_an_order_due_by_any_of_its_numbers(
    watches: Watches, looks: Looks
) -> None:
    await watches.watch([wish(), wish("PK1017")], NOON)
    for claim in await looks.claim(NOON, 9):
        await looks.record([told(claim)], NOON)
    assert await watches.hint(["PK9999"], ["nobody's"], NOON) == 0
    assert await watches.hint(["PK1017"], [], NOON) == 1
    assert (await claimed(looks)).reference == order("PK1017")
    assert await watches.hint([], ["n1"], NOON) == 2
    assert (await claimed(looks)).reference == order("PK1004")


async def test_a_hint_while_it_is_looked_at_lets_it_be_looked_at_again(
    watches: Watches, looks: Looks
) -> None:
    await watches.watch([wish()], NOON)
    claim = await claimed(looks)
    await watches.hint(["PK1004"], [], NOON)
    assert await looks.claim(NOON, 9) == []  # who looks at it present ends that first
    await looks.record([Outcome(claim, NOON + HOUR)], NOON + SECOND)
    again = await claimed(looks, NOON + SECOND)
    await looks.record([Outcome(again, NOON + HOUR)], NOON + SECOND)
    assert await looks.claim(NOON + SECOND, 9) == []


async def test_a_hint_goes_before_what_waits_and_passes_nothing_over_for_ever(
    watches: Watches, looks: Looks
) -> None:
    await watches.watch([wish(), wish("PK1017"), wish("PK1005")], NOON)
    await watches.hint(["PK1017"], [], NOON + HOUR)
    [first] = await looks.claim(NOON + HOUR, 1)
    assert first.reference == order("PK1017")
    await watches.hint(["PK1017"], [], NOON + HOUR)  # while it is looked at
    await looks.record([Outcome(first, NOON + 9 * HOUR)], NOON + HOUR)
    [again] = await looks.claim(NOON + HOUR, 1)
    assert again.reference == order("PK1017")
    await looks.record([Outcome(again, NOON + 9 * HOUR)], NOON + HOUR)
    await watches.hint(["PK1017"], [], NOON + HASTE + HOUR)
    late = await looks.claim(NOON + HASTE + HOUR, 2)
    assert {one.reference for one in late} == {order(), order("PK1005")}


async def test_another_hint_takes_no_place_in_the_line_away(watches: Watches, looks: Looks) -> None:
    await watches.watch([wish()], NOON)
    await watches.hint(["PK1004"], [], NOON)
    await watches.hint(["PK1004"], [], NOON + HOUR)
    assert (await claimed(looks, NOON + HOUR)).due_at == NOON - HASTE


async def test_what_is_over_is_looked_at_no_more_until_somebody_watches_it_anew(
    watches: Watches, looks: Looks
) -> None:
    await watches.watch([wish()], NOON)
    await looks.record([replace(told(await claimed(looks)), is_over=True)], NOON)
    assert await watches.of_place("C1") == ([], 0)
    assert await looks.claim(NOON + 9 * HOUR, 9) == []
    await watches.watch([wish()], NOON)
    assert await claimed(looks)


async def test_a_watch_ends_when_it_was_to_end(watches: Watches, looks: Looks) -> None:
    await watches.watch([replace(wish(), until=NOON + HOUR), wish(place="C2")], NOON)
    await looks.record([told(await claimed(looks))], NOON)
    assert (await watches.of_place("C1"))[1] == 1
    await looks.record([told(await claimed(looks, NOON + HOUR))], NOON + HOUR)
    assert (await watches.of_place("C1"))[1] == 0
    assert (await watches.of_place("C2"))[1] == 1


async def test_a_clock_that_was_ahead_puts_nothing_off(
    watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    await owing(watches, looks, "C1")
    ahead = NOON + 2 * HOUR
    [claim] = await looks.claim(ahead, 9)
    await looks.record([Outcome(claim, ahead + HOUR)], ahead)
    lane = await lane_of(outbox, ahead)
    assert await outbox.hold(lane, ahead)
    assert await looks.claim(NOON + SECOND, 9) == []
    assert await looks.mend(NOON + SECOND) == 1
    await outbox.mend(NOON + SECOND)
    assert await claimed(looks, NOON + SECOND)
    assert await lane_of(outbox, NOON + SECOND)
    assert await looks.mend(NOON + SECOND) == 0


# Owing


async def test_news_are_owed_to_everybody_who_watches_once(
    database: Database, watches: Watches, looks: Looks
) -> None:
    await owing(watches, looks, "C1", "C2")
    assert await states(database) == [("C1", "owed"), ("C2", "owed")]
    again = await claimed(looks, NOON + HOUR)
    await looks.record([told(again, event(), event(episode=2))], NOON + HOUR)
    assert len(await states(database)) == 4
    async with database.begin() as connection:
        assert len((await connection.execute(select(events))).all()) == 2


async def test_who_begins_to_watch_later_is_told_what_holds_and_the_others_are_not(
    database: Database, watches: Watches, looks: Looks
) -> None:
    await owing(watches, looks, "C1")
    await watches.watch([wish(place="C2")], NOON)
    standing = replace(told(await claimed(looks)), events=(), standing=(event(),))
    await looks.record([standing], NOON)
    assert await states(database) == [("C1", "owed"), ("C2", "owed")]


async def test_an_end_that_was_long_before_the_wish_is_no_news(
    database: Database, watches: Watches, looks: Looks
) -> None:
    old = event(Kind.DELIVERED, began=NOON - 5 * HOUR)
    await owing(watches, looks, "C1", news=[old])
    assert await states(database) == []


async def test_one_delay_is_told_once_whatever_flags_it_has(
    database: Database, watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    kinds = (Kind.DISPATCH_LATE, Kind.LATE, Kind.PROMISE_EXCEEDED, Kind.EXCEPTION)
    await owing(watches, looks, "C1", news=[event(kind) for kind in kinds])
    assert [state for _, state in await states(database)] == ["merged", "owed", "merged", "owed"]
    late, exception = await outbox.debts(await lane_of(outbox), 9, NOON)
    assert late.facts.kinds == (Kind.LATE, Kind.PROMISE_EXCEEDED, Kind.DISPATCH_LATE)
    assert exception.facts.kinds == (Kind.EXCEPTION,)


async def test_what_nobody_there_wants_to_hear_is_noted_as_silenced(
    database: Database, watches: Watches, looks: Looks
) -> None:
    await watches.watch([replace(wish(), kinds=frozenset({Kind.DELIVERED}))], NOON)
    news = [event(Kind.LATE), event(Kind.DELIVERED)]
    await looks.record([told(await claimed(looks), *news)], NOON)
    assert [state for _, state in await states(database)] == ["silenced", "owed"]


# Posting


async def test_one_process_at_a_time_has_a_lane(
    watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    await owing(watches, looks, "C1", "C2")
    found = await outbox.claim_lanes(NOON, 9)
    debt = await only(outbox, found[0])
    assert sorted(lane.place for lane in found) == ["C1", "C2"]
    assert await outbox.claim_lanes(NOON + LEASE - SECOND, 9) == []
    theirs = await outbox.claim_lanes(NOON + LEASE, 9)
    assert len(theirs) == 2
    assert not await outbox.hold(found[0], NOON + LEASE)
    assert await outbox.debts(found[0], 9, NOON + LEASE) == []
    assert not await outbox.begin(found[0], debt, NOON + LEASE)
    assert await outbox.hold(theirs[0], NOON + LEASE)


async def test_what_is_posted_is_owed_no_more_and_becomes_the_orders_card(
    database: Database, watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    await owing(watches, looks, "C1")
    lane = await lane_of(outbox)
    debt = await only(outbox, lane)
    assert await outbox.begin(lane, debt, NOON)
    await outbox.posted(lane, debt, "100.5", NOON)
    await outbox.leave(lane, NOON + SECOND, NOON)
    assert await outbox.claim_lanes(NOON + HOUR, 9) == []
    again = await claimed(looks, NOON + HOUR)
    await looks.record([told(again, event(episode=2))], NOON + HOUR)
    lane = await lane_of(outbox, NOON + HOUR)
    assert lane.last_ts == "100.5"
    second = await only(outbox, lane, NOON + HOUR)
    assert second.card_ts == "100.5"
    assert await outbox.stale(lane, 9) == []
    await outbox.posted(lane, second, "101.5", NOON + HOUR)
    [card] = await outbox.stale(lane, 9)
    assert card.ts == "100.5"
    await outbox.edited(card)
    assert await outbox.stale(lane, 9) == []


async def test_whoever_takes_over_learns_that_a_post_was_begun(
    watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    await owing(watches, looks, "C1")
    lane = await lane_of(outbox)
    assert await outbox.begin(lane, await only(outbox, lane), NOON + SECOND)
    theirs = await lane_of(outbox, NOON + SECOND + LEASE)
    debt = await only(outbox, theirs, NOON + SECOND + LEASE)
    assert (debt.state, debt.since, debt.attempt) == (State.SENDING, NOON + SECOND, 1)
    await outbox.owe_again(debt)
    debt = await only(outbox, theirs, NOON + SECOND + LEASE)
    assert (debt.state, debt.since, debt.attempt) == (State.OWED, None, 1)


async def test_what_slack_does_not_take_is_parked_with_its_reason(
    database: Database, watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    await owing(watches, looks, "C1")
    lane = await lane_of(outbox)
    await outbox.park(await only(outbox, lane), "invalid_blocks", NOON)
    assert await states(database) == [("C1", "parked")]
    assert await outbox.debts(lane, 9, NOON) == []


async def test_a_lane_where_nothing_can_be_posted_waits_and_ages_nobodys_debts(
    watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    await owing(watches, looks, "C1")
    assert (await outbox.owed()).oldest == NOON
    lane = await lane_of(outbox)
    await outbox.leave(lane, NOON + HOUR, NOON, refused="is_archived")
    assert await outbox.claim_lanes(NOON + HOUR - SECOND, 9) == []
    assert (await outbox.owed()).count == 0
    assert (await lane_of(outbox, NOON + HOUR)).refusals == 1


# Rules


async def test_a_rule_hears_of_every_order_that_is_looked_at(
    database: Database, watches: Watches, looks: Looks, rules: AlertRules
) -> None:
    await rules.put(AlertRule("r", "C9", "Late", frozenset({Kind.LATE})), NOON)
    assert await watches.keep([(order(), "")], NOON) == 1
    assert await watches.keep([(order(), "")], NOON) == 0
    claim = await claimed(looks)
    await looks.record([told(claim, event(), event(Kind.EXCEPTION))], NOON)
    assert await states(database) == [("C9", "owed"), ("C9", "silenced")]
    found = await Receipts(database).of(NOON.date())
    assert (State.SILENCED, "Late", 1) in [(one.state, one.reason, one.count) for one in found]


async def test_a_watch_and_a_rule_of_one_channel_owe_once(
    database: Database, watches: Watches, looks: Looks, rules: AlertRules
) -> None:
    await rules.put(AlertRule("r", "C1", "All"), NOON)
    await owing(watches, looks, "C1", "C2")
    assert await states(database) == [("C1", "owed"), ("C2", "owed")]


async def test_what_a_rule_has_silenced_is_owed_to_who_begins_to_watch(
    database: Database, watches: Watches, looks: Looks, rules: AlertRules
) -> None:
    await rules.put(AlertRule("r", "C1", "Broken", frozenset({Kind.EXCEPTION})), NOON)
    await watches.keep([(order(), "")], NOON)
    await looks.record([told(await claimed(looks), event())], NOON)
    assert await states(database) == [("C1", "silenced")]
    await watches.watch([wish()], NOON)
    assert (await Receipts(database).of(NOON.date()))[0].state is State.SILENCED
    await looks.record([told(await claimed(looks), event())], NOON)
    assert await states(database) == [("C1", "owed")]


async def test_an_order_that_is_kept_is_looked_at_until_its_way_is_over(
    watches: Watches, looks: Looks
) -> None:
    await watches.keep([(order(), "")], NOON)
    await watches.watch([wish()], NOON)
    assert await watches.unwatch(order(), "C1", NOON)
    claim = await claimed(looks)
    await looks.record([replace(told(claim), is_over=True)], NOON)
    assert await looks.claim(NOON + 9 * HOUR, 9) == []
    assert await watches.keep([(order(), "")], NOON + HOUR) == 1
    assert await claimed(looks, NOON + HOUR)


async def test_what_is_stored_of_a_day_gives_the_same_news_again(
    database: Database, watches: Watches, looks: Looks, rules: AlertRules
) -> None:
    late, broken = frozenset({Kind.LATE}), frozenset({Kind.EXCEPTION})
    wanted = [AlertRule("r1", "C1", "Late", late), AlertRule("r2", "C2", "Broken", broken)]
    for one in wanted:
        await rules.put(one, NOON)
    await watches.keep([(order(), ""), (order("PK1017"), "")], NOON)
    for claim in await looks.claim(NOON, 9):
        outcome = told(claim, event(), event(Kind.PROMISE_EXCEEDED), event(Kind.EXCEPTION))
        await looks.record([replace(outcome, name=f"\n{claim.reference.value}")], NOON)
    async with database.begin() as connection:
        kept = {
            tuple(row) for row in await connection.execute(select(notices.c.key, notices.c.state))
        }
    found = await History(database).looks(NOON, NOON + HOUR)
    assert {one.at for one in found} == {NOON}
    named = [replace(one, name=f"\n{number}") for one, number in zip(found, NUMBERS, strict=True)]
    assert {(one.key, one.state.value) for one in replayed(named, wanted)} == kept
    assert await History(database).looks(NOON + HOUR, NOON + 2 * HOUR) == []
