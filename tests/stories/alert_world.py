"""A world for alerts to go wrong in: orders that turn late, failing edges, real workers."""

import asyncio
import contextlib
import os
import random
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

from bot.core.reference import Kind, Reference
from bot.core.watches.rule import Etiquette
from bot.core.watches.watch import Watch
from bot.sandbox.parcellab.access import JWT_OF_ALL
from bot.sandbox.parcellab.api import ParcelLab
from bot.sandbox.parcellab.order import ACCOUNTS, SHOP, SandboxOrder, order
from bot.sandbox.parcellab.parcel import dhl, parcel
from bot.sandbox.server import serve_parcellab
from bot.sandbox.slack.slack import Message, Slack
from bot.sandbox.slack.workspace import BOT_USER, DELAYS, SUPPORT
from bot.store.alerts.rules import AlertRules
from bot.store.alerts.watches import Watches
from bot.store.database import open_database
from tests.copies import Copy, start
from tests.store.standing import locked, migrated_database

LONG: Final = os.environ.get("FAULTS") == "long"
AFTER: Final = 4.0 if LONG else 1.5  # seconds for whoever would say it a second time
CHANNELS: Final = (DELAYS, SUPPORT)
_ROAD: Final = "60 Announced; 48 PickedUp Hamburg; 20 InTransit Hanover"
_NUMBER: Final = re.compile(r"PK5\d{4}")


def number(index: int) -> str:
    return f"PK5{index:04}"


def some_orders(count: int) -> list[SandboxOrder]:
    made = (order(number(n), "On its way", parcel(dhl(5000 + n), _ROAD)) for n in range(count))
    return list(made)


class Worker:
    """One `wherebot worker`, which can be killed and started again."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self._process: Copy | None = None
        self.deaths = 0

    async def start(self) -> None:
        self._process = await start(
            *("bot", "worker"),
            env=self._environment,
            cwd=self._folder,
            anew="LD_PRELOAD" in self._environment,
        )
        said = b""
        while b"looking at what is due" not in said:
            line = await self._process.stderr.readline()
            said += line
            assert line, f"it ended by itself: {said.decode()}"

    async def kill(self) -> None:
        assert self._process
        assert self._process.returncode is None, "it ended by itself"
        self._process.kill()
        assert await self._process.wait() == -signal.SIGKILL
        self.deaths += 1

    async def stop(self) -> int:
        """End it politely; return its exit code."""
        assert self._process
        assert self._process.returncode is None, "it ended by itself"
        self._process.terminate()
        return await asyncio.wait_for(self._process.wait(), 12)

    @property
    def is_up(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def pause(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    @property
    def is_paused(self) -> bool:
        """Whether the system has halted each of its threads, which it does not at once."""
        assert self._process
        threads = Path(f"/proc/{self._process.pid}/task").iterdir()
        states = [(one / "stat").read_text().rpartition(")")[2].split()[0] for one in threads]
        return set(states) == {"T"}

    async def end(self) -> None:
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def said(self) -> str:
        return (await self._process.stderr.read()).decode() if self._process else ""


class World:
    """Everything around the workers."""

    def __init__(self, slack: Slack, parcellab: ParcelLab, url: str, workers: list[Worker]) -> None:
        self.slack = slack
        self.parcellab = parcellab
        self.url = url
        self.workers = workers
        self.turned: list[str] = []

    async def watch(self, count: int, places: Iterable[str] = CHANNELS[:1]) -> None:
        now = datetime.now(UTC)
        wishes = [
            Watch(0, Reference(Kind.ORDER_NUMBER, number(n)), place, "U1", now)
            for n in range(count)
            for place in places
        ]
        async with open_database(self.url) as database:
            await Watches(database).watch(wishes, now)

    async def quiet(self, seconds: float, place: str = DELAYS) -> None:
        """Let quiet hours go on for so long from now."""
        now = datetime.now(UTC)
        begins, ends = now - timedelta(hours=1), now + timedelta(seconds=seconds)
        wanted = Etiquette(place, quiet_from=begins.time(), quiet_until=ends.time())
        async with open_database(self.url) as database:
            assert await AlertRules(database).set_etiquette(wanted, now)

    async def pause(self, worker: Worker) -> None:
        """Halt a process; one that was halted while it writes would keep a file from everybody."""
        file = make_url(self.url).database if self.url.startswith("sqlite") else None
        async with locked(file) if file else nullcontext():
            worker.pause()
            async with asyncio.timeout(60):
                while not worker.is_paused:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)

    async def calm(self, count: int) -> None:
        """Wait until every order was looked at: what comes then is a change."""
        async with asyncio.timeout(60):
            while len(self.looked_at()) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)

    def looked_at(self) -> set[str]:
        calls = (call.query.get("order_number", "") for call in self.parcellab.calls)
        return {name for name in calls if name}

    async def restart(self) -> None:
        """Kill every worker, and start them again."""
        await asyncio.gather(*(worker.kill() for worker in self.workers))
        await asyncio.gather(*(worker.start() for worker in self.workers))

    def turn(self, *indexes: int, move: str = "late") -> None:
        """Let something happen to orders."""
        for index in indexes:
            self.parcellab.move(SHOP, number(index), None, move)
            if move == "late":
                self.turned.append(number(index))

    def change(self, index: int, road: str, **members: object) -> None:
        """Let the parcel of an order have gone further by now, and be otherwise."""
        orders = self.parcellab.orders
        assert isinstance(orders, list)
        made = parcel(dhl(5000 + index), f"{_ROAD}; {road}", **members)
        orders[index] = order(number(index), "Further on", made)

    def messages(self, channel: str = DELAYS) -> list[Message]:
        every = self.slack.workspace.messages
        return [one for one in every if one.channel == channel and one.user == BOT_USER]

    def told(self, channel: str = DELAYS) -> Counter[str]:
        """Count for each order the messages that tell of it."""
        found = (set(_NUMBER.findall(str(one.text))) for one in self.messages(channel))
        return Counter(number for numbers in found for number in numbers)

    def expected(self) -> Counter[str]:
        return Counter(self.turned)

    async def until_told(self, *, seconds: float = 60, channel: str = DELAYS) -> None:
        """Wait until nothing is lost; *seconds* is for all of it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.expected() - self.told(channel):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        missing = self.expected() - self.told(channel)
        assert not missing, f"lost: {sorted(missing)}; {await self.logs()}"

    async def is_all_told_once(self, *, after: float = AFTER, seconds: float = 60) -> None:
        """Wait until nothing is lost, and then for whoever would say it a second time."""
        await self.until_told(seconds=seconds)
        await asyncio.sleep(after)
        self.is_told_once()
        for worker in self.workers:
            assert worker.is_up, f"a worker did not live through it: {await self.logs()}"

    def is_told_once(self, channel: str = DELAYS) -> None:
        doubled = self.told(channel) - self.expected()
        assert not doubled, f"doubled: {sorted(doubled)}"

    async def logs(self) -> str:
        for worker in self.workers:
            await worker.end()
        return "".join([(await worker.said())[-1500:] for worker in self.workers])

    async def killed_at_random(self, chance: random.Random, seconds: float) -> int:
        """Kill workers again and again for so long; return how often."""
        ends = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < ends:
            await asyncio.sleep(chance.uniform(0.1, 1.0))
            worker = chance.choice(self.workers)
            await worker.kill()
            await worker.start()
        return sum(worker.deaths for worker in self.workers)


def environment(slack: str, parcellab: str, url: str, **changes: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_API_URL": slack,
        "PARCELLAB_URL": parcellab,
        "PARCELLAB_ACCOUNTS": ",".join(map(str, ACCOUNTS)),
        "PARCELLAB_JWT": JWT_OF_ALL,
        "WHEREBOT_CALLS_PER_MINUTE": "1000000",
        "WHEREBOT_LEASE": "3",
        "WHEREBOT_POLL": "0.1",
        "WHEREBOT_LOOK_LEAST": "0.5",
        "WHEREBOT_LOOK_MOST": "1",
        "WHEREBOT_MESSAGE_INTERVAL": "0",
        "WHEREBOT_STORM": "0",
        "WHEREBOT_SLACK_TIMEOUT": "2",
        "WHEREBOT_SLACK_LAG": "1",
        "WHEREBOT_TIMEOUT": "2",
        "DATABASE_URL": url,
        **changes,
    }


@asynccontextmanager
async def world(
    kind: str,
    folder: Path,
    *,
    workers: int = 1,
    orders: int = 20,
    address: str | None = None,
    each: Sequence[dict[str, str]] = (),
    **changes: str,
) -> AsyncIterator[World]:
    """Start workers over a database; every order is watched, and was seen calm.

    *address* is that of a database that is there already; *each* changes the environment of each.
    """
    slack = Slack()
    slack.message_interval = 0
    slack.scopes.update({"channels:history", "groups:history"})
    for channel in CHANNELS:
        slack.workspace.channels[channel].members.add(BOT_USER)
    parcellab = ParcelLab(some_orders(orders))
    async with (
        slack.serve() as slack_url,
        serve_parcellab(parcellab) as parcellab_url,
        nullcontext(address) if address else migrated_database(kind, folder) as url,
    ):
        settings = environment(slack_url, parcellab_url, url, **changes)
        made = [Worker(settings | own, folder) for own in each or [{}] * workers]
        found = World(slack, parcellab, url, made)
        try:
            await found.watch(orders)
            await asyncio.gather(*(worker.start() for worker in made))
            await found.calm(orders)
            yield found
        finally:
            await asyncio.gather(*(worker.end() for worker in made))
