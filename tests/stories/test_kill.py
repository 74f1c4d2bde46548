"""The bot is killed again and again while people ask; each question is answered exactly once."""

import asyncio
import contextlib
import os
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from bot.sandbox.parcellab.access import JWT_OF_ALL
from bot.sandbox.parcellab.order import ACCOUNTS
from bot.sandbox.parcellab.outage import Fault as ParcelLabFault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.exchange import Exchange
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, BOT_USER, LEAD, SUPPORT, Message
from tests.conftest import until
from tests.copies import Copy, start
from tests.store.standing import KINDS, migrated_database

# So many for the suite; `make faults` asks 200.
QUESTIONS = int(os.environ.get("QUESTIONS", "16"))
REPLICAS = 2
A_DEATH = 10  # questions, at most, from one death to the next
PEOPLE = (AGENT_ONE, AGENT_TWO, LEAD)
LEASE = 4.0  # seconds
AFTER = 3 * LEASE if QUESTIONS > 50 else LEASE  # seconds for whoever would say it a second time
SEED = int(os.environ.get("SEED", "7"))


def environment(sandbox: Addresses, url: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": sandbox.slack_url,
        "PARCELLAB_URL": sandbox.parcellab_url,
        "PARCELLAB_ACCOUNTS": ",".join(map(str, ACCOUNTS)),
        "PARCELLAB_JWT": JWT_OF_ALL,
        "ORDER_PATTERNS": r'["PK\\d{4,}"]',
        "WHEREBOT_PICTURES": "off",
        "WHEREBOT_CALLS_PER_MINUTE": "100000",
        "WHEREBOT_CACHE_ORDERS": "0",  # no answer is ready when a command is acknowledged
        "WHEREBOT_LEASE": str(LEASE),
        "WHEREBOT_POLL": "0.2",
        "DATABASE_URL": url,
        "PORT": "0",
    }


class Replica:
    """One `wherebot run`, killed at random moments and started again until it is let live."""

    def __init__(self, sandbox: Addresses, url: str, chance: random.Random) -> None:
        self._environment = environment(sandbox, url)
        self._chance = chance
        self._starting: asyncio.Task[Copy] | None = None
        self.deaths = 0
        self.is_immortal = False
        self.is_listening = False

    async def live(self, folder: Path) -> None:
        """Run; be killed a random time after it listens; again.

        How long it lives depends on how long it takes to start, and so on how busy the machine is.
        """
        anew = True  # at first, so that not all share the seed of their hashes
        while True:
            begun, self.is_listening = time.monotonic(), False
            self._starting = asyncio.create_task(
                start("bot", "run", env=self._environment, cwd=folder, anew=anew)
            )
            anew = False
            process = await asyncio.shield(self._starting)
            await self._listens(process)
            self.is_listening = True
            most = max(1.0, 4 * (time.monotonic() - begun))
            span = self._chance.uniform(0.05, most)
            with contextlib.suppress(TimeoutError):
                code = await asyncio.wait_for(process.wait(), None if self.is_immortal else span)
                raise AssertionError(f"it ended by itself with {code}")
            if self.is_immortal:
                await process.wait()
            process.kill()
            assert await process.wait() == -signal.SIGKILL
            self.deaths += 1

    async def stop(self) -> int:
        """Ask it to end; return its exit code, that of a process killed if it takes too long."""
        assert self._starting
        process = await self._starting
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), 10)
            except TimeoutError:
                process.kill()
        return await process.wait()

    async def _listens(self, process: Copy) -> None:
        while b"listening" not in (line := await process.stderr.readline()):
            assert line, "it ended by itself"


@asynccontextmanager
async def replicas(
    sandbox: Addresses, url: str, folder: Path
) -> AsyncIterator[tuple[list[Replica], list[asyncio.Task[None]]]]:
    chance = random.Random(SEED)
    found = [Replica(sandbox, url, chance) for _ in range(REPLICAS)]
    lives = [asyncio.create_task(one.live(folder)) for one in found]
    try:
        yield found, lives
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
        for one in found:
            await one.stop()


@dataclass
class People:
    """They ask by direct message, by mention and by command, and remember what they asked."""

    sandbox: Addresses
    chance: random.Random
    told: dict[str, list[Exchange]] = field(default_factory=dict)  # by ts: how the bot was told
    in_place: dict[str, list[str]] = field(default_factory=dict)  # by channel: ts
    mentions: list[str] = field(default_factory=list)
    commands: list[Exchange] = field(default_factory=list)

    async def ask(self, number: int) -> None:
        person = PEOPLE[number % len(PEOPLE)]
        if self.chance.random() < 0.1:
            fault = Fault(self.chance.choice(["lost", "drop", "500"]))
            self.sandbox.slack.fault["chat.postMessage"] = fault
        match number // len(PEOPLE) % 3:
            case 0:
                await self._write(person, SUPPORT, f"@wherebot PK1004 ({number})?")
            case 1:
                channel = self.sandbox.slack.workspace.dm(person).id
                await self._write(person, channel, f"PK1004, number {number}?")
            case _:
                await self._type(person, "PK1004 public" if number % 2 else "PK1004")

    async def _write(self, person: str, channel: str, text: str) -> None:
        message = await self.sandbox.slack.message(person, channel, text)
        self.told[message.ts] = [
            one
            for one in self.sandbox.slack.exchanges
            if one.payload.get("event", {}).get("ts") == message.ts
            and (channel != SUPPORT or one.payload["event"]["type"] == "app_mention")
        ]
        if channel == SUPPORT:
            self.mentions.append(message.ts)
        else:
            self.in_place.setdefault(channel, []).append(message.ts)

    async def _type(self, person: str, text: str) -> None:
        """Type it again where Slack says that it did not work."""
        while True:
            exchange = await self.sandbox.slack.command(person, SUPPORT, "/where", text)
            self.commands.append(exchange)
            if exchange.error is None:
                return
            await asyncio.sleep(0.5)

    def is_taken(self, ts: str) -> bool:
        """Whether the bot has acknowledged a message, before Slack gave up."""
        return any(one.error is None for one in self.told[ts])

    def taken(self) -> int:
        return sum(map(self.is_taken, self.told)) + sum(not one.error for one in self.commands)

    def wrong(self, *, is_over: bool) -> list[str]:
        """What is not answered once; answers too many count only when it *is_over*."""
        most = 1 if is_over else QUESTIONS
        in_threads = Counter(message.thread_ts for message in self._said(SUPPORT))
        wrong = [
            f"mention {ts}: {in_threads[ts]} answers"
            for ts in self.mentions
            if not self.is_taken(ts) <= in_threads[ts] <= most
        ]
        for channel, written in self.in_place.items():
            count = len(self._said(channel))
            if not sum(map(self.is_taken, written)) <= count <= len(written) * most:
                wrong.append(f"{channel}: {len(written)} messages, {count} answers")
        for number, exchange in enumerate(self.commands):
            count = sum(is_answer(message) for message in exchange.shown)
            if not (exchange.error is None) <= count <= most:
                wrong.append(f"command {number}, {exchange.error}: {count} answers")
        return wrong

    def keys(self) -> Counter[str]:
        """The keys of all answers that have one: no two may say the same."""
        messages = self.sandbox.slack.workspace.messages
        found = (message.metadata for message in messages if message.metadata)
        return Counter(metadata["event_payload"]["k"] for metadata in found)

    def _said(self, channel: str) -> list[Message]:
        messages = self.sandbox.slack.workspace.messages
        return [one for one in messages if one.channel == channel and one.metadata]


def is_answer(message: Message) -> bool:
    return message.user == BOT_USER and not message.is_deleted and "Looking" not in message.text


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", KINDS)
async def test_each_question_is_answered_once_however_often_the_bot_is_killed(
    sandbox: Addresses, tmp_path: Path, kind: str
) -> None:
    slack, chance = sandbox.slack, random.Random(SEED)
    slack.subscriptions |= {"message.im", "message.channels", "app_mention"}
    slack.scopes.add("app_mentions:read")
    slack.retry_delays = (1.0, 2.0, 4.0, 8.0, 16.0, 16.0)
    slack.workspace.history_lag = 1.0
    slack.workspace.commands_can_replace = True  # where not, what broke off may stand there twice
    sandbox.parcellab.fault = ParcelLabFault("slow", seconds=0.4)
    people = People(sandbox, chance)

    async with (
        migrated_database(kind, tmp_path) as url,
        replicas(sandbox, url, tmp_path) as (bots, lives),
    ):

        def deaths() -> int:
            return sum(bot.deaths for bot in bots)

        def has_died(times: int) -> bool:
            return deaths() >= times

        def are_listening() -> bool:
            return all(bot.is_listening for bot in bots)

        asking: list[asyncio.Task[None]] = []
        for number in range(QUESTIONS):
            asking.append(asyncio.create_task(people.ask(number)))
            await asyncio.sleep(chance.uniform(0.0, 0.2))
            await until(partial(has_died, number // A_DEATH), seconds=120)
        await asyncio.gather(*asking)
        await slack.settled()  # retries included: all is handed over
        for bot in bots:
            bot.is_immortal = True
        for _ in range(1200):
            for life in lives:
                assert not life.done(), life.exception()
            if not people.wrong(is_over=False):
                break
            await asyncio.sleep(0.1)
        await asyncio.sleep(AFTER)
        await until(are_listening, seconds=120)  # who still starts dies of being asked to end
        for life in lives:
            life.cancel()
        assert [await bot.stop() for bot in bots] == [0] * REPLICAS

    print(f"{kind}: {people.taken()} questions taken, {deaths()} deaths")  # noqa: T201
    assert not people.wrong(is_over=True)
    assert set(people.keys().values()) == {1}
    assert people.taken() >= QUESTIONS * 0.9
    assert deaths() >= (QUESTIONS - 1) // A_DEATH
