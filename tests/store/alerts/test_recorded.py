"""A day replayed from what was stored of it tells the same, over both databases."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.core.alert import Episode, Kind, ParcelSeen, Sighting
from bot.core.alerts.replay import report
from bot.core.home.watch_form import Meant, Wanted
from bot.core.notes.receipts import span_of
from bot.core.watches.claim import Claim, Outcome
from bot.core.watches.rule import AlertRule
from bot.core.watches.watch import name_of
from bot.store.alerts.looks import Looks
from bot.store.alerts.recorded import RecordedDays
from bot.store.alerts.rules import AlertRules
from bot.store.alerts.watches import Watches
from bot.store.database import Database
from bot.store.forgetting import Forgetting
from bot.store.rulebook import Rulebook
from bot.store.schema.alert import earlier, notices
from tests.store.alerts.wished import HOUR, LEASE, NOON, SECOND, claimed, event, told, wish

DAY = timedelta(days=1)
EVERYTHING = AlertRule("r1", "C2", "All", by="U1")


async def replayed(database: Database, at: datetime = NOON) -> tuple[list[str], bool]:
    span = span_of(at.date())
    found = await RecordedDays(database).day(*span)
    return report(found.histories, found.rules_at, found.recorded, span)


def look(claim: Claim, *news: Kind, episode: int = 1) -> Outcome:
    outcome = told(claim, *(event(kind, episode=episode) for kind in news), due=LEASE)
    return replace(outcome, name=name_of(claim.reference, "PK1004", ""))


@pytest.fixture
async def day(database: Database) -> Database:
    """Watches, a rule that changes, one who comes later, and all kinds of news."""
    watches, rules = Watches(database), AlertRules(database)
    looks = Looks(database, lease=LEASE)
    await rules.put(EVERYTHING, NOON - DAY)
    await watches.watch([replace(wish(), kinds=frozenset({Kind.LATE}))], NOON)
    first = look(await claimed(looks), Kind.LATE, Kind.PROMISE_EXCEEDED, Kind.NO_SCAN)
    await looks.record([replace(first, events=())], NOON)
    at = NOON + HOUR
    [rule] = await rules.of_place("C2")
    await rules.put(replace(rule, kinds=frozenset({Kind.LATE}), name="Late"), at)
    await watches.hint(["PK1004"], [], at)
    await looks.record([look(await claimed(looks, at), Kind.EXCEPTION)], at)
    at += HOUR
    await rules.remove("r1", "C2", "U1", at)
    await watches.watch([wish(place="C3", since=at)], at)
    standing = look(await claimed(looks, at), Kind.LATE, Kind.PROMISE_EXCEEDED, Kind.EXCEPTION)
    ended = Episode(number=1, began=NOON, ended=at - timedelta(minutes=1))
    seen = Sighting(parcels={"a": ParcelSeen(episodes={Kind.NO_SCAN: ended})})
    await looks.record([replace(standing, events=(), seen=seen.model_dump_json())], at)
    return database


async def test_the_same_is_told_again(day: Database) -> None:
    lines, is_same = await replayed(day)
    assert lines[:-2] == []
    assert is_same
    assert "11 notices recorded: 5 told, 2 told along, 4 silenced" in lines[-2]
    assert lines[-1] == "Replay gives the same."
    assert (await replayed(day, NOON - DAY))[1]
    names = [(one.name, one.by) for one in await Rulebook(day).changes(9)]
    assert names == [("alert_rule", "U1")] * 3


async def test_what_a_watch_was_told_that_was_made_anew_since_is_told_again(
    database: Database,
) -> None:
    watches, looks = Watches(database), Looks(database, lease=LEASE)
    await watches.watch([wish()], NOON)
    await looks.record([replace(look(await claimed(looks), Kind.EXCEPTION), events=())], NOON)
    at = NOON + HOUR
    await watches.unwatch(wish().reference, "C1", at)
    await watches.watch([replace(wish(), since=at)], at)
    over = Episode(number=1, began=NOON, ended=at - timedelta(minutes=1))
    seen = Sighting(parcels={"a": ParcelSeen(episodes={Kind.EXCEPTION: over})})
    calm = replace(look(await claimed(looks, at)), seen=seen.model_dump_json())
    await looks.record([calm], at)
    lines, is_same = await replayed(database)
    assert is_same
    assert "1 notices recorded: 1 told, 0 told along, 0 silenced." in lines[-2]
    assert "cannot be compared" not in lines[-2]
    async with database.begin() as connection:
        await connection.execute(delete(earlier))  # an earlier version kept nothing of it
    lines, is_same = await replayed(database)
    assert is_same
    assert "1 cannot be compared: what was wished then is not kept." in lines[-2]
    async with database.begin() as connection:
        await connection.execute(update(notices).values(place="C9"))  # that nobody watched
    assert not (await replayed(database))[1]


async def test_what_was_wished_before_it_was_changed_is_told_again(database: Database) -> None:
    watches, looks = Watches(database), Looks(database, lease=LEASE)
    await watches.watch([replace(wish(), kinds=frozenset({Kind.LATE}), name="Toys")], NOON)
    await looks.record([replace(look(await claimed(looks), Kind.LATE), events=())], NOON)
    for turn, kinds in enumerate(({Kind.EXCEPTION}, {Kind.DELIVERED}, {Kind.NO_SCAN}), start=1):
        at = NOON + turn * HOUR
        wanted = Wanted("Toys", frozenset(kinds), None)
        if turn < 3:
            assert await watches.change(Meant(name="Toys"), "U1", wanted, at - SECOND)
        else:
            await watches.watch([replace(wish(since=at), kinds=wanted.kinds)], at - SECOND)
        await watches.hint(["PK1004"], [], at)
        news = look(await claimed(looks, at), Kind.LATE, Kind.EXCEPTION, episode=turn + 1)
        await looks.record([replace(news, standing=())], at)
    lines, is_same = await replayed(database)
    assert is_same, lines
    assert "7 notices recorded: 2 told, 0 told along, 5 silenced." in lines[-2]


async def test_a_watch_of_one_parcel_more_is_told_again_as_it_was(database: Database) -> None:
    watches, looks = Watches(database), Looks(database, lease=LEASE)
    both = Sighting(parcels={tag: ParcelSeen() for tag in "ab"}).model_dump_json()
    await watches.watch([replace(wish(), parcels=frozenset("b"))], NOON)
    first = replace(look(await claimed(looks), Kind.LATE), seen=both, events=())
    await looks.record([first], NOON)
    at = NOON + HOUR
    await watches.watch([replace(wish(), parcels=frozenset("a"))], at - SECOND)
    standing = replace(look(await claimed(looks, at), Kind.LATE), seen=both, events=())
    await looks.record([standing], at)
    lines, is_same = await replayed(database)
    assert is_same, lines
    assert "1 notices recorded: 1 told" in lines[-2]


async def test_an_end_that_was_no_news_to_a_new_watch_is_none_in_a_replay(
    database: Database,
) -> None:
    watches, looks = Watches(database), Looks(database, lease=LEASE)
    await watches.watch([wish(place="C9")], NOON)
    await looks.record([replace(look(await claimed(looks), Kind.DELIVERED), events=())], NOON)
    at = NOON + 5 * HOUR
    await watches.watch([wish(place="C3", since=at)], at)
    standing = replace(look(await claimed(looks, at), Kind.DELIVERED), events=())
    await looks.record([standing], at)
    lines, is_same = await replayed(database)
    assert is_same, lines
    assert "1 notices recorded" in lines[-2]


async def test_who_is_forgotten_leaves_no_difference(day: Database) -> None:
    watches, looks, at = Watches(day), Looks(day, lease=LEASE), NOON + 4 * HOUR
    private = replace(wish(place="D1", since=at), by="U7")
    await watches.watch([private, replace(wish(place="C7", since=at), by="U7")], at)
    claim = await claimed(looks, at)
    holds = look(claim, Kind.LATE, Kind.PROMISE_EXCEEDED, Kind.EXCEPTION)
    await looks.record([replace(holds, events=(), seen=claim.seen)], at)
    before, _ = await replayed(day)
    await Forgetting(day).forget("U7")
    lines, is_same = await replayed(day)
    assert is_same, lines
    assert lines[-2] != before[-2]


async def test_what_rules_tell_in_a_direct_message_is_said_not_to_be_compared(
    database: Database,
) -> None:
    watches, rules = Watches(database), AlertRules(database)
    looks = Looks(database, lease=LEASE)
    await rules.put(replace(EVERYTHING, place="D1"), NOON - DAY)
    await watches.keep([(wish().reference, "")], NOON)
    await looks.record([replace(look(await claimed(looks), Kind.LATE), events=())], NOON)
    await rules.remove("r1", "D1", "U1", NOON + HOUR)
    lines, is_same = await replayed(database)
    assert is_same
    assert "1 cannot be compared: what was wished then is not kept." in lines[-2]


async def test_what_was_lost_changed_or_made_up_is_named(day: Database) -> None:
    async with day.begin() as connection:
        rows = (await connection.execute(select(notices).order_by(notices.c.id))).all()
        lost, wrong = (next(one for one in rows if one.place == p) for p in ("C1", "C2"))
        odd = rows[-1]
        await connection.execute(delete(notices).where(notices.c.id == lost.id))
        by_id = update(notices).where(notices.c.id == wrong.id)
        await connection.execute(by_id.values(state="silenced", reason="x"))
        await connection.execute(update(notices).where(notices.c.id == odd.id).values(key="odd"))
    lines, is_same = await replayed(day)
    assert not is_same
    assert lines[-1] == "Replay differs in 4."
    told = "\n".join(lines)
    assert "C1 PK1004 late: replay told, recorded nothing" in told
    assert "C2 PK1004 late: replay told, recorded silenced: x" in told
    assert "C3 PK1004 exception: replay told, recorded nothing" in told
    assert "replay nothing, recorded told" in told
