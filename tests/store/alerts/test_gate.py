"""The contract of what waits, what is told together, and what people do, over both databases."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from bot.core.alert import Kind
from bot.core.alerts.deed import AlertClick, Became
from bot.core.alerts.gate import What
from bot.core.alerts.lane import Lane
from bot.core.alerts.stand import Deed
from bot.core.home.watch_form import Meant, Wanted
from bot.core.watches.rule import Etiquette
from bot.store.alerts.looks import Looks
from bot.store.alerts.outbox import Outbox
from bot.store.alerts.receipts import Receipts
from bot.store.alerts.rules import AlertRules
from bot.store.alerts.stands import Stands
from bot.store.alerts.watches import Watches
from bot.store.database import Database
from bot.store.schema.alert import notices
from tests.store.alerts.wished import HOUR, LEASE, NOON, SECOND, claimed, event, told, wish

QUIET = Etiquette("C1", quiet_from=time(11), quiet_until=time(14))


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database, lease=LEASE, patience=2 * HOUR)


async def owing(watches: Watches, looks: Looks, *kinds: Kind, number: str = "PK1004") -> None:
    await watches.watch([wish(number)], NOON)
    claim = await claimed(looks)
    await looks.record([told(claim, *(event(kind) for kind in kinds))], NOON)


async def lane_at(outbox: Outbox, now: timedelta = timedelta()) -> Lane:
    [lane] = await outbox.claim_lanes(NOON + now, 9)
    return lane


async def post_all(outbox: Outbox, lane: Lane, ts: str, now: timedelta = timedelta()) -> list[What]:
    found = await outbox.debts(lane, 9, NOON + now)
    for number, debt in enumerate(found):
        assert await outbox.begin(lane, debt, NOON + now)
        await outbox.posted(lane, debt, f"{ts}.{number}", NOON + now)
    return [debt.what for debt in found]


async def states(database: Database) -> list[tuple[str, str]]:
    async with database.begin() as connection:
        found = select(notices.c.what, notices.c.state).order_by(notices.c.id)
        return [(row.what, row.state) for row in await connection.execute(found)]


async def test_what_came_in_quiet_hours_is_told_together_once_and_adds_up(
    database: Database, watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    await AlertRules(database).set_etiquette(QUIET, NOON)
    await owing(watches, looks, Kind.LATE, number="PK1")
    await watches.change(Meant(id=1), "U1", Wanted("Toys", frozenset(), None), NOON)
    await owing(watches, looks, Kind.DELIVERED, Kind.EXCEPTION, number="PK2")
    lane = await lane_at(outbox)
    [urgent] = await outbox.debts(lane, 9, NOON)
    assert urgent.facts.kinds == (Kind.EXCEPTION,)
    await outbox.posted(lane, urgent, "1.0", NOON)
    assert await outbox.debts(lane, 9, NOON) == []
    await outbox.leave(lane, NOON, NOON)
    later = 2 * HOUR
    theirs = await lane_at(outbox, later)
    [digest] = await outbox.debts(theirs, 9, NOON + later)
    assert digest.digest
    assert len(digest.digest.alerts) == 2
    assert digest.names == ("Toys", "")
    assert [one.key for one in await outbox.debts(theirs, 9, NOON + later)] == [digest.key]
    receipts = await Receipts(database).of(NOON.date())
    assert {(one.state.value, one.count) for one in receipts} == {("merged", 2), ("posted", 1)}
    assert ("digest", "owed") in await states(database)
    assert await outbox.debts(lane, 9, NOON + later) == []  # who lost the lane pays nothing


async def test_over_the_budget_of_a_day_the_rest_waits(
    database: Database, watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    await AlertRules(database).set_etiquette(Etiquette("C1", budget=2), NOON)
    for number in range(5):
        await owing(watches, looks, Kind.LATE, number=f"PK{number}")
    lane = await lane_at(outbox)
    assert await post_all(outbox, lane, "1") == [What.NEWS, What.NEWS]
    assert await outbox.debts(lane, 9, NOON) == []
    next_day = 21 * HOUR
    await outbox.leave(lane, NOON, NOON)
    lane = await lane_at(outbox, next_day)
    [digest] = await outbox.debts(lane, 9, NOON + next_day)
    assert digest.digest
    assert len(digest.digest.alerts) == 3


async def test_a_post_of_which_slack_says_nothing_counts_in_the_budget(
    database: Database, watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    await AlertRules(database).set_etiquette(Etiquette("C1", budget=1), NOON)
    await owing(watches, looks, Kind.LATE, number="PK1")
    lane = await lane_at(outbox)
    [unclear] = await outbox.debts(lane, 9, NOON)
    assert await outbox.begin(lane, unclear, NOON)
    await owing(watches, looks, Kind.LATE, number="PK2")
    assert [one.key for one in await outbox.debts(lane, 9, NOON)] == [unclear.key]
    assert [state for _, state in await states(database)] == ["sending", "held"]


async def test_what_is_held_goes_by_what_the_channel_wants_now(
    database: Database, watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    rules = AlertRules(database)
    await rules.set_etiquette(QUIET, NOON)
    await owing(watches, looks, Kind.LATE)
    lane = await lane_at(outbox)
    assert await outbox.debts(lane, 9, NOON) == []
    await outbox.leave(lane, NOON, NOON)
    later = replace(QUIET, quiet_until=time(16), version=1)
    assert await rules.set_etiquette(later, NOON)
    assert await outbox.claim_lanes(NOON + 3 * HOUR, 9) == []
    never = replace(QUIET, quiet_from=None, quiet_until=None, version=2)
    assert await rules.set_etiquette(never, NOON)
    lane = await lane_at(outbox)
    assert await post_all(outbox, lane, "1") == [What.DIGEST]


async def test_what_was_told_only_with_others_gets_its_card_when_somebody_wants_it_once(
    database: Database, watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    await AlertRules(database).set_etiquette(QUIET, NOON)
    await owing(watches, looks, Kind.LATE)
    lane = await lane_at(outbox)
    assert await outbox.debts(lane, 9, NOON) == []
    later = 2 * HOUR
    [debt] = await outbox.debts(lane, 9, NOON + later)
    assert debt.digest
    await outbox.posted(lane, debt, "1.0", NOON + later)
    stands, click = Stands(database), AlertClick(Deed.CARD, debt.card, debt.digest.ids[0])
    assert (await stands.act(click, "U1", ["C2"], NOON)).became is Became.UNKNOWN
    quiet_again = NOON + 23 * HOUR
    assert (await stands.act(click, "U1", ["C1"], quiet_again)).became is Became.DONE
    assert (await stands.act(click, "U1", ["C1"], quiet_again)).became is Became.SAME
    [wanted] = await outbox.debts(lane, 9, quiet_again)
    assert wanted.facts.kinds == (Kind.LATE,)
    await outbox.posted(lane, wanted, "2.0", quiet_again)
    assert (await stands.act(click, "U1", ["C1"], quiet_again)).became is Became.SAME
    have = AlertClick(Deed.HAVE, wanted.card, 0)
    assert (await stands.act(have, "U1", ["C1"], quiet_again)).became is Became.DONE
    receipts = await Receipts(database).of(NOON.date())
    assert [(one.state.value, one.count) for one in receipts] == [("posted", 1)]


async def carded(watches: Watches, looks: Looks, outbox: Outbox) -> tuple[Lane, str]:
    """Let a card stand; return its lane and name."""
    await owing(watches, looks, Kind.LATE)
    lane = await lane_at(outbox)
    [debt] = await outbox.debts(lane, 9, NOON)
    assert await outbox.begin(lane, debt, NOON)
    await outbox.posted(lane, debt, "1.0", NOON)
    return lane, debt.card


async def test_of_two_clicks_at_one_turn_one_is_done(
    database: Database, watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    lane, card = await carded(watches, looks, outbox)
    stands, click = Stands(database), AlertClick(Deed.HAVE, card, 0)
    assert (await stands.act(click, "U1", ["C1"], NOON)).became is Became.DONE
    assert (await stands.act(click, "U1", ["C1"], NOON)).became is Became.SAME
    late = await stands.act(click, "U2", ["C1"], NOON)
    assert (late.became, late.stand.holder) == (Became.LATE, "U1")
    assert (await stands.act(click, "U1", ["C2"], NOON)).became is Became.UNKNOWN
    [stale] = await outbox.stale(lane, 9)
    assert stale.stand.holder == "U1"
    await stands.act(replace(click, turn=1), "U2", ["C1"], NOON)
    await outbox.edited(stale)  # it was shown before that
    [stale] = await outbox.stale(lane, 9)
    assert stale.stand.holder == "U2"


async def test_what_is_snoozed_is_told_when_the_snooze_ends(
    database: Database, watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    lane, card = await carded(watches, looks, outbox)
    click = AlertClick(Deed.SNOOZE, card, 0, "hour")
    await Stands(database).act(click, "U1", ["C1"], NOON)
    claim = await claimed(looks, NOON + HOUR)
    await looks.record([told(claim, event(Kind.EXCEPTION))], NOON + SECOND)
    assert await outbox.debts(lane, 9, NOON + SECOND) == []
    assert await states(database) == [("news", "posted"), ("news", "snoozed")]
    for stale in await outbox.stale(lane, 9):
        await outbox.edited(stale)
    await outbox.leave(lane, NOON, NOON)
    assert await outbox.claim_lanes(NOON + HOUR - SECOND, 9) == []
    lane = await lane_at(outbox, HOUR)
    assert await post_all(outbox, lane, "2", HOUR) == [What.NEWS]


async def test_a_reminder_is_owed_once_a_period_and_none_after_it_was_given_up(
    database: Database, watches: Watches, looks: Looks, outbox: Outbox
) -> None:
    lane, card = await carded(watches, looks, outbox)
    await Stands(database).act(AlertClick(Deed.HAVE, card, 0), "U1", ["C1"], NOON)
    assert await outbox.debts(lane, 9, NOON) == []
    for hours in (2, 2, 3):
        found = await outbox.debts(lane, 9, NOON + hours * HOUR)
        assert [one.what for one in found] == [What.REMINDER]
    assert await post_all(outbox, lane, "2", 3 * HOUR) == [What.REMINDER]
    assert await outbox.debts(lane, 9, NOON + 3 * HOUR) == []
    assert await post_all(outbox, lane, "3", 4 * HOUR) == [What.REMINDER]
    done = AlertClick(Deed.DONE, card, 1, "nothing")
    await Stands(database).act(done, "U1", ["C1"], NOON + 5 * HOUR)
    assert await outbox.debts(lane, 9, NOON + 20 * HOUR) == []
