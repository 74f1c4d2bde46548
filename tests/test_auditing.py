"""Look-ups are noted in passing, written down soon, counted over replicas, and lost by nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.auditing import Auditing, Bounds
from bot.core.audit import LIMITED, VISIT, Door, Entry, Visit
from bot.core.letter import StoreError
from bot.core.privacy import Agent, Channel
from bot.core.reference import Kind, Reference
from tests.conftest import until

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
ONE, OTHER = Agent("T1", "U1"), Agent("T1", "U2")
ORDER = Reference(Kind.ORDER_NUMBER, "PK1004")


@dataclass
class Kept:
    """What several replicas have written down, here in memory."""

    entries: list[Entry] = field(default_factory=list)
    is_down: bool = False
    expired: list[datetime] = field(default_factory=list)

    async def write(self, entries: Sequence[Entry]) -> None:
        if self.is_down:
            raise StoreError("the database does not work now")
        self.entries += entries

    async def counts(self, users: Sequence[str], since: datetime) -> Mapping[str, int]:
        counted = [one for one in self.entries if one.at > since and one.outcome != LIMITED]
        told = {user: sum(one.user_id == user for one in counted) for user in users}
        return {user: count for user, count in told.items() if count}

    async def expire(self, older_than: datetime) -> None:
        self.expired.append(older_than)


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


def auditing(kept: Kept, clock: Clock, *, most: int = 3) -> Auditing:
    bounds = Bounds(timedelta(days=90), most)
    return Auditing(kept, name_of=lambda one: f"#{one.value}", clock=clock, bounds=bounds)


async def test_who_reads_in_private_is_noted_and_for_a_channel_who_is_at_the_door() -> None:
    kept = Kept()
    audit = auditing(kept, Clock())
    async with audit.at_work():
        VISIT.set(Visit("T1", "U1", Door.MENTION))
        audit.note([ORDER], ONE, "found")
        audit.note([ORDER], Channel("C1"), "not_found")
        audit.note([ORDER], OTHER, "found", door=Door.LIST)
        audit.note([], ONE, "usage")
        await until(lambda: bool(kept.expired))
    who = [(one.user_id, one.door, one.audience, one.outcome) for one in kept.entries]
    assert who == [
        ("U1", "mention", "agent", "found"),
        ("U1", "mention", "channel", "not_found"),
        ("U2", "list", "agent", "found"),
    ]
    assert {one.reference for one in kept.entries} == {"#PK1004"}
    assert kept.expired[0] == NOW - timedelta(days=90)


async def test_what_cannot_be_written_down_waits() -> None:
    kept = Kept(is_down=True)
    audit = auditing(kept, Clock())
    async with audit.at_work():
        audit.note([ORDER], ONE, "found")
        kept.is_down = False
        await until(lambda: len(kept.entries) == 1)


class Busy(Kept):
    """While it writes, somebody looks something up, five times."""

    writes = 0
    audit: Auditing

    async def write(self, entries: Sequence[Entry]) -> None:
        await super().write(entries)
        self.writes += 1
        if self.writes <= 5:
            self.audit.note([ORDER], ONE, "found")


async def test_what_comes_while_others_are_written_down_waits_for_the_next_round() -> None:
    kept = Busy()
    kept.audit = auditing(kept, Clock())
    kept.audit.note([ORDER], ONE, "found")
    async with kept.audit.at_work():
        await until(lambda: bool(kept.expired))
        assert kept.writes == 1
    assert len(kept.entries) == 2


async def test_look_ups_are_limited_over_replicas_and_again_possible_after_an_hour() -> None:
    kept, clock = Kept(), Clock()
    here, there = auditing(kept, clock), auditing(kept, clock)
    async with here.at_work(), there.at_work():
        here.note([ORDER, ORDER], ONE, "several")
        assert not here.is_spent(ONE)
        there.note([ORDER], ONE, "found")
        await until(lambda: there.is_spent(ONE))
        assert not there.is_spent(OTHER)
        there.note([ORDER], ONE, LIMITED)  # what is refused does not prolong it
        clock.now += timedelta(hours=1)
        await until(lambda: not there.is_spent(ONE))
        assert len(kept.entries) == 4


async def test_without_a_limit_nobody_is_counted() -> None:
    audit = auditing(Kept(), Clock(), most=0)
    for _ in range(100):
        audit.note([ORDER], ONE, "found")
    assert not audit.is_spent(ONE)
