"""The inbox's contract, over SQLite and PostgreSQL alike."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.core.letter import Kept, Letter, StoreError, Waiting
from bot.store.database import Database, open_database
from bot.store.inbox import Inbox
from bot.store.schema.base import keys, letters
from tests.store.standing import ask

NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
LEASE = timedelta(seconds=60)
WINDOW = timedelta(minutes=30)


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database, lease=LEASE)


def letter(*names: str, body: str = "has PK1004 arrived?") -> Letter:
    return Letter(frozenset(names), body, NOON + WINDOW)


async def kept(inbox: Inbox, *names: str, now: datetime = NOON) -> Kept:
    found = await inbox.keep(letter(*names), now)
    assert found
    return found


async def bodies(database: Database) -> list[str | None]:
    async with database.begin() as connection:
        found = await connection.scalars(select(letters.c.body).order_by(letters.c.id))
        return list(found)


async def test_a_letter_is_kept_once_whichever_of_its_keys_comes_again(inbox: Inbox) -> None:
    await kept(inbox, "event:1", "gesture:1", "client:1")
    for names in (["event:1"], ["event:2", "gesture:1"], ["event:3", "gesture:3", "client:1"]):
        assert await inbox.keep(letter(*names), NOON) is None
    await kept(inbox, "event:4", "gesture:4", "client:4")


async def test_a_gesture_that_comes_a_third_time_is_known_by_its_second(inbox: Inbox) -> None:
    await kept(inbox, "event:1", "gesture:1", "client:1")
    assert await inbox.keep(letter("event:2", "gesture:2", "client:1"), NOON) is None
    assert await inbox.keep(letter("event:3", "gesture:2"), NOON) is None


async def test_of_many_at_once_one_keeps_it(inbox: Inbox) -> None:
    """In different orders: who waits for each other in a circle would fail."""
    names = [frozenset({f"event:{n}", "gesture:1", f"client:{n % 3}"}) for n in range(30)]
    found = await asyncio.gather(
        *(inbox.keep(Letter(some, "", NOON + WINDOW), NOON) for some in names)
    )
    assert sum(one is not None for one in found) == 1


async def test_who_keeps_a_letter_has_it_until_the_lease_ends(inbox: Inbox) -> None:
    mine = await kept(inbox, "1")
    assert await inbox.claim(NOON + LEASE - timedelta(microseconds=1), 9) == []
    [theirs] = await inbox.claim(NOON + LEASE, 9)
    assert (theirs.id, theirs.key, theirs.body) == (mine.id, mine.key, mine.body)
    assert theirs.fence > mine.fence
    assert await inbox.claim(NOON + LEASE, 9) == []


async def test_nothing_is_recorded_for_somebody_who_lost_it(inbox: Inbox) -> None:
    mine = await kept(inbox, "1")
    [theirs] = await inbox.claim(NOON + LEASE, 9)
    assert await inbox.posting(mine, NOON) is None
    assert not await inbox.done(mine, "posted")
    assert not await inbox.release(mine, NOON)
    assert await inbox.claim(NOON + LEASE, 9) == []
    assert await inbox.done(theirs, "posted")


async def test_what_is_done_stays_done(inbox: Inbox) -> None:
    mine = await kept(inbox, "1")
    assert await inbox.done(mine, "posted")
    assert not await inbox.done(mine, "refused")
    assert not await inbox.release(mine, NOON)
    assert await inbox.posting(mine, NOON) is None
    assert await inbox.claim(NOON + LEASE, 9) == []
    assert await inbox.keep(letter("1"), NOON) is None


async def test_a_post_that_began_is_known_to_who_takes_over(inbox: Inbox) -> None:
    mine = await kept(inbox, "1")
    begun = NOON + timedelta(seconds=30)
    assert await inbox.posting(mine, begun) == begun
    assert await inbox.claim(NOON + LEASE, 9) == [], "the lease began anew"
    [theirs] = await inbox.claim(begun + LEASE, 9)
    assert theirs.since == begun
    assert await inbox.posting(theirs, begun + LEASE) == begun, "it is the first one that counts"


async def test_a_letter_that_is_released_waits_until_then(inbox: Inbox) -> None:
    mine = await kept(inbox, "1")
    assert await inbox.release(mine, NOON + timedelta(minutes=5))
    assert await inbox.claim(NOON + timedelta(minutes=4), 9) == []
    [again] = await inbox.claim(NOON + timedelta(minutes=5), 9)
    assert again.id == mine.id


async def test_no_more_are_claimed_than_wanted_and_the_longest_waiting_first(inbox: Inbox) -> None:
    ids = [(await kept(inbox, str(n), now=NOON - timedelta(seconds=n))).id for n in range(5)]
    assert [one.id for one in await inbox.claim(NOON + LEASE, 2)] == [ids[3], ids[4]]
    assert [one.id for one in await inbox.claim(NOON + LEASE, 9)] == ids[:3]


async def test_whoever_claims_at_once_gets_others(inbox: Inbox) -> None:
    ids = {(await kept(inbox, str(n))).id for n in range(20)}
    found = await asyncio.gather(*(inbox.claim(NOON + LEASE, 5) for _ in range(8)))
    claimed = [one.id for some in found for one in some]
    assert len(claimed) == len(set(claimed))
    while rest := await inbox.claim(NOON + LEASE, 5):  # those that another was looking at
        claimed += [one.id for one in rest]
    assert set(claimed) == ids


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_nobody_waits_for_a_letter_that_another_looks_at(
    inbox: Inbox, database: Database
) -> None:
    one, two = await kept(inbox, "1"), await kept(inbox, "2")
    async with database.begin() as connection, asyncio.timeout(5):
        looked_at = select(letters.c.id).where(letters.c.id == one.id)
        await connection.execute(looked_at.with_for_update())
        assert [other.id for other in await inbox.claim(NOON + LEASE, 9)] == [two.id]


async def test_after_its_window_a_letter_is_given_up_and_counted(
    inbox: Inbox, database: Database
) -> None:
    await kept(inbox, "1")
    answered = await kept(inbox, "2")
    await inbox.done(answered, "posted")
    assert await inbox.expire(NOON + WINDOW - timedelta(seconds=1)) == 0
    assert await inbox.claim(NOON + WINDOW, 9) == []
    assert await inbox.expire(NOON + WINDOW) == 1
    assert await inbox.expire(NOON + WINDOW) == 0
    assert await bodies(database) == [None, None]


async def test_a_letter_that_is_being_answered_is_not_given_up(inbox: Inbox) -> None:
    mine = await kept(inbox, "1")
    late = NOON + WINDOW - timedelta(seconds=5)
    await inbox.posting(mine, late)
    assert await inbox.expire(NOON + WINDOW) == 0
    assert await inbox.done(mine, "posted")


async def test_a_letter_that_everybody_dies_of_is_given_up(database: Database) -> None:
    inbox = Inbox(database, lease=timedelta())
    await kept(inbox, "1")
    claims = 0
    while await inbox.claim(NOON, 1):
        claims += 1
        assert claims < 100
    assert claims > 10
    assert await inbox.expire(NOON) == 1


async def test_what_somebody_wrote_is_erased_with_the_outcome(
    inbox: Inbox, database: Database
) -> None:
    mine = await kept(inbox, "1")
    await kept(inbox, "2")
    await inbox.done(mine, "refused: " + "channel_not_found" * 10)
    assert await bodies(database) == [None, "has PK1004 arrived?"]


async def test_keys_are_known_until_they_are_forgotten(inbox: Inbox, database: Database) -> None:
    await kept(inbox, "1")
    await kept(inbox, "2", now=NOON + timedelta(hours=1))
    await inbox.forget(NOON)
    assert await inbox.keep(letter("1"), NOON) is None
    await inbox.forget(NOON + timedelta(minutes=1))
    async with database.begin() as connection:
        for table in (letters, keys):
            assert await connection.scalar(select(func.count()).select_from(table)) == 1
    await kept(inbox, "1")


async def test_what_waits_is_counted(inbox: Inbox) -> None:
    assert await inbox.waiting() == Waiting(0, None)
    first = await kept(inbox, "1")
    minute = NOON + timedelta(minutes=1)
    await kept(inbox, "2", now=minute)
    assert await inbox.waiting() == Waiting(2, NOON, NOON + LEASE)
    await inbox.done(first, "posted")
    assert await inbox.waiting() == Waiting(1, minute, minute + LEASE)
    assert (await inbox.waiting()).is_too_long(minute + LEASE + timedelta(minutes=2))
    assert not (await inbox.waiting()).is_too_long(minute + LEASE)


async def test_hostile_text_comes_back_as_it_was(inbox: Inbox) -> None:
    text = "'); DROP TABLE inbox_letter; -- 📦 \\u0000 ${x} %s :name ?"
    mine = await inbox.keep(Letter(frozenset({"'\"%s:x?"}), text, NOON + WINDOW), NOON)
    assert mine
    [theirs] = await inbox.claim(NOON + LEASE, 1)
    assert theirs.body == text


async def test_a_fault_says_nothing_of_what_was_written(url: str) -> None:
    async with open_database(url) as database:
        inbox = Inbox(database, lease=LEASE)
        await ask(url, "DROP TABLE inbox_letter")
        with pytest.raises(StoreError) as broken:
            await inbox.keep(letter("1", body="secret words"), NOON)
        assert "secret" not in str(broken.value)
        assert broken.value.__cause__ is None
        await ask(url, "DROP TABLE inbox_key")
        with pytest.raises(StoreError):
            await inbox.keep(letter("1"), NOON)


async def test_nothing_is_known_of_a_letter_that_could_not_be_kept(url: str) -> None:
    """All or nothing: else Slack's next try would find its keys and no letter."""
    async with open_database(url) as database:
        inbox = Inbox(database, lease=LEASE)
        await ask(url, "ALTER TABLE inbox_letter RENAME TO gone")
        with pytest.raises(StoreError):
            await inbox.keep(letter("1"), NOON)
        await ask(url, "ALTER TABLE gone RENAME TO inbox_letter")
        await kept(inbox, "1")


async def test_what_waits_together_is_written_together_and_told_apart(
    inbox: Inbox, database: Database
) -> None:
    """The first is written alone; the others meanwhile in one transaction."""
    names = [str(number) for number in range(50)]
    wanted = [*names, *names[:10]]
    found = await asyncio.gather(*(inbox.keep(letter(one), NOON) for one in wanted))
    mine = [one for one in found if one]
    assert len(mine) == 50
    assert len({one.id for one in mine}) == 50
    begun = NOON + timedelta(seconds=1)
    assert await asyncio.gather(*(inbox.posting(one, begun) for one in mine)) == [begun] * 50
    lost = Kept(mine[0].id, 7, "k", "")
    told = await asyncio.gather(
        inbox.done(mine[0], "posted"),
        inbox.done(lost, "posted"),
        inbox.done(mine[1], "refused"),
        inbox.release(mine[2], NOON),
        inbox.keep(letter("new"), NOON),
    )
    assert list(told[:4]) == [True, False, True, True]
    assert told[4]
    assert (await inbox.waiting()).count == 49
    assert await inbox.done(mine[0], "posted") is False


async def test_whoever_goes_while_it_is_written_spoils_nothing(inbox: Inbox) -> None:
    keeping = [asyncio.create_task(inbox.keep(letter(str(n)), NOON)) for n in range(30)]
    await asyncio.sleep(0)
    for one in keeping[::2]:
        one.cancel()
    found = await asyncio.gather(*keeping, return_exceptions=True)
    assert all(isinstance(one, Kept) for one in found[1::2])


async def test_letters_without_keys_are_all_new(inbox: Inbox) -> None:
    assert await inbox.keep(letter(), NOON)
    assert await inbox.keep(letter(), NOON)
