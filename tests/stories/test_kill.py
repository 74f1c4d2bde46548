"""The bot is killed again and again while people ask; each question is answered exactly once."""

import asyncio
import contextlib
import os
import random
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.sandbox.parcellab.access import JWT_OF_ALL
from bot.sandbox.parcellab.order import ACCOUNTS
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, BOT_USER, LEAD, SUPPORT, Message
from tests.store.standing import KINDS, migrated_database

# So many for the suite; `make faults` asks 200.
QUESTIONS = int(os.environ.get("QUESTIONS", "16"))
REPLICAS = 2
LEASE = 4.0  # seconds
AFTER = 3 * LEASE if QUESTIONS > 50 else LEASE  # seconds for whoever would say it a second time
ROOT = Path(__file__).parents[2]
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
        self._process: Process | None = None
        self._reading: asyncio.Task[bytes] | None = None
        self.deaths = 0
        self.is_immortal = False

    async def live(self, folder: Path) -> None:
        """Run; be killed a random time after it listens; again."""
        command = (sys.executable, "-m", "bot", "run")
        environment = self._environment | {"PYTHONPATH": str(ROOT)}
        while True:
            self._process = await asyncio.create_subprocess_exec(
                *command, env=environment, cwd=folder, stdout=DEVNULL, stderr=PIPE
            )
            await self._is_listening()
            with contextlib.suppress(TimeoutError):
                span = None if self.is_immortal else self._chance.uniform(0.05, 3.0)
                code = await asyncio.wait_for(self._process.wait(), span)
                raise AssertionError(f"it ended by itself with {code}")
            if self.is_immortal:
                continue
            self._process.kill()
            assert await self._process.wait() == -signal.SIGKILL
            self.deaths += 1

    async def stop(self) -> None:
        if self._process and self._process.returncode is None:
            self._process.terminate()
            await asyncio.wait_for(self._process.wait(), 12)

    async def _is_listening(self) -> None:
        assert self._process
        assert self._process.stderr
        while b"listening" not in (line := await self._process.stderr.readline()):
            assert line, "it ended by itself"
        self._reading = asyncio.create_task(self._process.stderr.read())  # or the pipe fills up


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


def answers(sandbox: Addresses, channel: str) -> list[Message]:
    messages = (
        sandbox.slack.seen_by(AGENT_ONE, SUPPORT)
        if channel == SUPPORT
        else [message for message in sandbox.slack.workspace.messages if message.channel == channel]
    )
    return [message for message in messages if message.user == BOT_USER]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", KINDS)
async def test_each_question_is_answered_once_however_often_the_bot_is_killed(
    sandbox: Addresses, tmp_path: Path, kind: str
) -> None:
    slack, chance = sandbox.slack, random.Random(SEED)
    slack.subscriptions |= {"message.im", "message.channels", "app_mention"}
    slack.scopes.add("app_mentions:read")
    slack.retry_delays = (1.0, 2.0, 4.0, 8.0, 16.0)
    slack.workspace.history_lag = 1.0
    people = (AGENT_ONE, AGENT_TWO, LEAD)
    mentions: list[Message] = []
    asked: Counter[str] = Counter()

    async def ask(number: int) -> None:
        person = people[number % len(people)]
        if number % 2:
            mentions.append(await slack.message(person, SUPPORT, f"@wherebot PK1004 ({number})?"))
        else:
            channel = slack.workspace.dm(person).id
            asked[channel] += 1
            await slack.message(person, channel, f"PK1004, number {number}?")
        if chance.random() < 0.1:
            slack.fault["chat.postMessage"] = Fault(chance.choice(["lost", "drop", "500"]))

    def is_over() -> bool:
        threads = {message.thread_ts for message in answers(sandbox, SUPPORT)}
        in_place = all(len(answers(sandbox, one)) >= asked[one] for one in asked)
        return in_place and len(threads) >= len(mentions)

    async with (
        migrated_database(kind, tmp_path) as url,
        replicas(sandbox, url, tmp_path) as (bots, lives),
    ):
        asking: list[asyncio.Task[None]] = []
        for number in range(QUESTIONS):
            asking.append(asyncio.create_task(ask(number)))
            await asyncio.sleep(chance.uniform(0.0, 0.3))
        await asyncio.gather(*asking)
        await slack.settled()  # retries included: all is handed over
        for bot in bots:
            bot.is_immortal = True
        async with asyncio.timeout(120):
            while not is_over():
                for life in lives:
                    assert not life.done(), life.exception()
                await asyncio.sleep(0.1)
        await asyncio.sleep(AFTER)
        deaths = sum(bot.deaths for bot in bots)

    assert {one: len(answers(sandbox, one)) for one in asked} == dict(asked)
    print(f"{QUESTIONS} questions, {deaths} deaths")  # noqa: T201
    in_threads = Counter(message.thread_ts for message in answers(sandbox, SUPPORT))
    assert in_threads == Counter(message.ts for message in mentions)
    assert deaths >= max(1, QUESTIONS // 20)
