"""Letters are answered once: with the real store, and the sandbox's Slack to post to."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.answering import Answering, Settling
from bot.core.letter import Kept, Letter, Sent, StoreError
from bot.sandbox.clock import Clock
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import AGENT_ONE, BOT_USER, SUPPORT
from bot.slack.door import Identity
from bot.slack.poster import Place, Poster
from bot.slack.tasks import Tasks
from bot.store.database import Database, open_database
from bot.store.inbox import Inbox
from tests.conftest import until
from tests.store.standing import ask

LEASE = timedelta(seconds=60)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Desk:
    """Answers with what was asked; a gate can hold it up."""

    poster: Poster
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)

    async def answer(self, kept: Kept) -> str:
        self.asked.append(kept.body)
        await self.gate.wait()
        if kept.body == "secret":
            raise ValueError(kept.body)
        return f"about {kept.body}"

    async def post(self, kept: Kept, answer: str) -> Sent:
        message = {"text": answer}
        return await self.poster.post(Place(SUPPORT), message, key=kept.key, since=LONG_AGO)

    async def find(self, kept: Kept) -> Sent | None:
        return await self.poster.find(Place(SUPPORT), key=kept.key, since=LONG_AGO)


@dataclass
class World:
    """A bot's answering, and what is around it."""

    sandbox: Addresses
    database: Database
    url: str
    desk: Desk
    clock: Clock
    tasks: Tasks

    @property
    def inbox(self) -> Inbox:
        return Inbox(self.database, lease=LEASE)

    def replica(self) -> Answering:
        settling = Settling(self.inbox, self.desk, self.clock.now)
        return Answering(self.inbox, settling, start=self.tasks.start, pause=0.02)

    def letter(self, name: str) -> Letter:
        return Letter(frozenset({name}), name, self.clock.now() + timedelta(minutes=30))

    def said(self) -> list[str]:
        seen = self.sandbox.slack.seen_by(AGENT_ONE, SUPPORT)
        return sorted(message.text for message in seen if message.user == BOT_USER)

    async def is_settled(self) -> bool:
        return not (await self.inbox.waiting()).count


@asynccontextmanager
async def at_work(world: World) -> AsyncIterator[Answering]:
    replica = world.replica()
    async with replica.at_work():
        yield replica


@pytest.fixture
async def world(sandbox: Addresses, tmp_path: Path) -> AsyncIterator[World]:
    url = f"sqlite:///{tmp_path}/wherebot.sqlite"
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        client = AsyncWebClient("xoxb-sandbox", base_url=sandbox.slack_url, session=session)
        poster = Poster(client, Identity(client), patience=3, looks=(0.0, 0.1))
        desk = Desk(poster)
        desk.gate.set()
        database = await stack.enter_async_context(open_database(url))
        tasks = Tasks()
        yield World(sandbox, database, url, desk, Clock(NOON, speed=0), tasks)
        await tasks.drain(1)


async def settled(world: World) -> None:
    async with asyncio.timeout(10):
        while not await world.is_settled():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_letter_is_answered_at_once_and_once(world: World) -> None:
    replicas = [world.replica() for _ in range(2)]
    taken = [await one.take(world.letter("PK1004")) for one in [*replicas, *replicas]]
    assert taken == [True, False, False, False]
    await settled(world)
    assert world.said() == ["about PK1004"]


async def test_what_a_dead_process_left_is_taken_over_once_its_lease_ends(world: World) -> None:
    await world.inbox.keep(world.letter("PK1004"), world.clock.now())
    async with at_work(world), at_work(world):
        await asyncio.sleep(0.2)
        assert not world.said()
        world.clock.advance(60)
        await settled(world)
    assert world.said() == ["about PK1004"]


async def test_an_answer_that_stands_there_already_is_not_said_again(world: World) -> None:
    kept = await world.inbox.keep(world.letter("PK1004"), world.clock.now())
    assert kept
    await world.inbox.posting(kept, world.clock.now())
    await world.desk.post(kept, "about PK1004")
    world.clock.advance(60)
    async with at_work(world):
        await settled(world)
    assert world.said() == ["about PK1004"]
    assert not world.desk.asked


async def test_a_post_that_began_and_did_not_arrive_is_made(world: World) -> None:
    kept = await world.inbox.keep(world.letter("PK1004"), world.clock.now())
    assert kept
    await world.inbox.posting(kept, world.clock.now())
    world.clock.advance(60)
    async with at_work(world):
        await settled(world)
    assert world.said() == ["about PK1004"]


async def test_who_was_thought_dead_posts_nothing_when_it_comes_back(world: World) -> None:
    world.desk.gate.clear()
    await world.replica().take(world.letter("PK1004"))
    await until(lambda: bool(world.desk.asked))
    world.clock.advance(60)
    async with at_work(world):
        await until(lambda: len(world.desk.asked) == 2)
        world.desk.gate.set()
        await settled(world)
        await until(lambda: not len(world.tasks))
    assert world.said() == ["about PK1004"]
    assert len(world.sandbox.slack.calls("chat.postMessage")) == 1


async def test_a_busy_slack_is_tried_again_later(world: World) -> None:
    world.sandbox.slack.fault["chat.postMessage"] = Fault("429", seconds=30)
    await world.replica().take(world.letter("PK1004"))
    await until(lambda: not len(world.tasks))
    async with at_work(world):
        world.clock.advance(29)
        await asyncio.sleep(0.1)
        assert not world.said()
        world.clock.advance(2)
        await settled(world)
    assert world.said() == ["about PK1004"]


async def test_where_nobody_may_look_it_is_said_at_most_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.sandbox.slack.scopes.discard("channels:history")
    world.sandbox.slack.fault["chat.postMessage"] = Fault("drop")
    with caplog.at_level(logging.ERROR):
        await world.replica().take(world.letter("PK1004"))
        await settled(world)
    assert not world.said()
    assert "missing_scope" in caplog.text


async def test_a_refusal_is_final_and_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.sandbox.slack.workspace.channels[SUPPORT].is_archived = True
    with caplog.at_level(logging.ERROR):
        await world.replica().take(world.letter("PK1004"))
        await settled(world)
    assert "is_archived" in caplog.text


async def test_a_letter_that_cannot_be_written_down_is_not_taken(world: World) -> None:
    await ask(world.url, "ALTER TABLE inbox_letter RENAME TO gone")
    with pytest.raises(StoreError):
        await world.replica().take(world.letter("PK1004"))
    await ask(world.url, "ALTER TABLE gone RENAME TO inbox_letter")
    assert await world.replica().take(world.letter("PK1004"))


async def test_a_fault_of_ours_neither_stops_the_others_nor_tells_what_was_written(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("secret", "PK1004"):
        await world.inbox.keep(world.letter(name), world.clock.now())
    world.clock.advance(60)
    async with at_work(world):
        await until(lambda: bool(world.said()) and "ValueError" in caplog.text)
    assert world.said() == ["about PK1004"]
    assert "secret" not in caplog.text


async def test_a_store_that_is_away_for_a_while_is_used_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.inbox.keep(world.letter("PK1004"), world.clock.now())
    world.clock.advance(60)
    await ask(world.url, "ALTER TABLE inbox_letter RENAME TO gone")
    async with at_work(world):
        await until(lambda: "does not work" in caplog.text)
        await ask(world.url, "ALTER TABLE gone RENAME TO inbox_letter")
        await settled(world)
    assert world.said() == ["about PK1004"]


async def test_what_was_not_answered_in_time_is_logged_and_erased(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.inbox.keep(world.letter("PK1004"), world.clock.now())
    world.clock.advance(30 * 60)
    async with at_work(world):
        await settled(world)
    assert not world.said()
    assert "1 letters could not be answered in time" in caplog.text


async def test_a_backlog_is_worked_off_bit_by_bit(world: World) -> None:
    names = [f"PK{number}" for number in range(1000, 1050)]
    for name in names:
        await world.inbox.keep(world.letter(name), world.clock.now())
    world.clock.advance(60)
    world.desk.gate.clear()
    async with at_work(world):
        await until(lambda: len(world.desk.asked) >= 20)
        await asyncio.sleep(0.2)
        assert len(world.desk.asked) == 20, "the others are left to other replicas"
        world.desk.gate.set()
        await settled(world)
    assert world.said() == [f"about {name}" for name in names]


async def said_after(world: World, seconds: float, *, by_another: bool = False) -> None:
    """Keep a command, and say its answer some time later."""
    replica = world.replica()
    kept = await replica.keep(world.letter("PK1004"))
    assert kept
    world.clock.advance(seconds)
    if by_another:
        assert await world.inbox.claim(world.clock.now(), 9)

    async def post() -> Sent:
        return await world.desk.post(kept, "about PK1004")

    await replica.say(kept, post)


@pytest.mark.parametrize("seconds", [0.4, 29, 31, 59])
async def test_an_answer_that_is_said_elsewhere_is_settled(world: World, seconds: float) -> None:
    await said_after(world, seconds)
    assert world.said() == ["about PK1004"]
    assert await world.is_settled()


async def test_what_somebody_else_has_taken_over_is_not_said(world: World) -> None:
    await said_after(world, 61, by_another=True)
    assert not world.said()


async def test_a_post_begun_late_makes_the_lease_begin_anew(world: World) -> None:
    """Slack keeps it waiting, and nobody takes it for dead meanwhile."""
    replica = world.replica()
    kept = await replica.keep(world.letter("PK1004"))
    assert kept
    world.clock.advance(31)

    async def post() -> Sent:
        world.clock.advance(59)
        assert not await world.inbox.claim(world.clock.now(), 9)
        return await world.desk.post(kept, "about PK1004")

    await replica.say(kept, post)
    assert world.said() == ["about PK1004"]


async def test_an_answer_in_time_waits_for_no_store(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    replica = world.replica()
    kept = await replica.keep(world.letter("PK1004"))
    assert kept
    await ask(world.url, "ALTER TABLE inbox_letter RENAME TO gone")

    async def post() -> Sent:
        assert not caplog.records
        return await world.desk.post(kept, "about PK1004")

    saying = asyncio.create_task(replica.say(kept, post))
    await until(lambda: bool(world.said()))
    await ask(world.url, "ALTER TABLE gone RENAME TO inbox_letter")
    await saying
    assert await world.is_settled()
