"""What goes wrong around the workers: disks, clocks, limits, and a parcelLab that answers nonsense.

The short form runs with every test; `make faults` makes it long.
"""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Final

import aiohttp
import pytest

from bot.sandbox.parcellab.api import Fault as Outage
from bot.sandbox.parcellab.order import SHOP
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import AGENT_ONE, DELAYS
from tests.bench.bench_where import free_port
from tests.conftest import until
from tests.store.server import outside_transaction
from tests.store.standing import KINDS, migrated_database
from tests.stories.alert_world import LONG, World, number, world

FAKETIME: Final = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
FULL: Final = 12 if LONG else 2  # seconds
WORKERS: Final = (1, 3) if LONG else (1,)
few_and_many = pytest.mark.parametrize("workers", WORKERS)
either = pytest.mark.parametrize("kind", KINDS if LONG else KINDS[:1])
only_long = pytest.mark.long
pytestmark = pytest.mark.timeout(600)


@only_long
@either
@few_and_many
async def test_the_disk_is_full(tmp_path: Path, kind: str, workers: int) -> None:
    with _small_disk() as disk:
        async with (
            _database_on(disk, kind) as url,
            world(kind, tmp_path, workers=workers, orders=8, address=url) as found,
        ):
            filler = disk / "filler"
            for index in range(8):
                _fill(filler)  # what a checkpoint frees meanwhile, too
                found.turn(index)
                await asyncio.sleep(FULL / 8)
            filler.unlink()
            await found.is_all_told_once()


@only_long
@either
@few_and_many
@pytest.mark.skipif(not FAKETIME.exists(), reason="needs libfaketime (apt install libfaketime)")
async def test_the_clock_is_an_hour_ahead_and_behind(
    tmp_path: Path, kind: str, workers: int
) -> None:
    """The machine's clock jumps; that of Slack does not."""
    clock = tmp_path / "clock"
    clock.write_text("+0")
    changed = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    # A clock that is faked is slow: nothing may look like an outage for that alone.
    async with world(
        kind,
        tmp_path,
        workers=workers,
        orders=12,
        each=[changed] * workers,
        WHEREBOT_TIMEOUT="8",
    ) as found:
        for turn, jump in enumerate(("+3600", "+0", "-3600", "+0")):
            found.slack.fault["chat.postMessage"] = Fault("lost")
            found.turn(3 * turn)
            await found.until_told()
            clock.write_text(jump)
            found.turn(3 * turn + 1, 3 * turn + 2)
            await found.until_told()
        await found.is_all_told_once()


@either
async def test_history_tells_fifteen_messages_and_may_be_read_seldom(
    tmp_path: Path, kind: str
) -> None:
    """People say more than a page while an answer is lost, and a page may be read now and then."""
    async with world(kind, tmp_path, orders=3) as found:
        found.slack.workspace.history_most = 15
        found.slack.workspace.history_pace.interval = 2.0
        for index in range(3 if LONG else 2):
            found.slack.fault["chat.postMessage"] = Fault("lost")
            found.turn(index)
            await _told(found, index)
            for n in range(40):
                await found.slack.message(AGENT_ONE, DELAYS, f"by the way, {n}")
        await found.is_all_told_once()


@only_long
@either
@few_and_many
async def test_slack_wants_a_pause_and_then_one_message_a_second(
    tmp_path: Path, kind: str, workers: int
) -> None:
    busy, orders = (30.0, 20) if LONG else (4.0, 4)
    async with world(
        kind, tmp_path, workers=workers, orders=orders, WHEREBOT_MESSAGE_INTERVAL="1"
    ) as found:
        found.slack.message_interval = 1.0
        found.slack.fault["chat.postMessage"] = Fault("429", times=None, seconds=3)
        found.turn(*range(orders))
        await asyncio.sleep(busy)
        found.slack.fault.clear()
        await found.is_all_told_once(seconds=90)
        assert _inside_pauses(found) <= 0.05


@only_long
@either
@few_and_many
@pytest.mark.parametrize("fault", ["garbage", "missing", "hang"])
async def test_a_quarter_of_parcellabs_answers_are_wrong(
    tmp_path: Path, kind: str, workers: int, fault: str
) -> None:
    orders = 24 if LONG else 8
    # Of one account: asking another for what the first calls missing moves every order's turn by
    # so many calls that one of them may meet the fault a dozen times in a row.
    shop = str(SHOP)
    async with world(
        kind, tmp_path, workers=workers, orders=orders, PARCELLAB_ACCOUNTS=shop
    ) as found:
        found.parcellab.fault = Outage(fault, each=4)
        for index in range(orders):
            found.turn(index)
            await asyncio.sleep(0.2)
        await found.is_all_told_once()


@either
async def test_each_webhook_five_times_at_two_replicas(tmp_path: Path, kind: str) -> None:
    ports, token = (free_port(), free_port()), "a-long-enough-token"
    async with world(
        kind,
        tmp_path,
        orders=6,
        each=[{"PORT": str(port)} for port in ports],
        WHEREBOT_WEBHOOK_TOKEN=token,
        WHEREBOT_LOOK_LEAST="3600",
        WHEREBOT_LOOK_MOST="3600",
    ) as found:
        found.turn(*range(6))
        async with aiohttp.ClientSession(headers={"X-Wherebot-Token": token}) as session:
            for index in range(6):
                body = {"order_number": number(index), "status": "delayed"}
                posts = [
                    session.post(f"http://127.0.0.1:{port}/webhooks/parcellab", json=body)
                    for port in ports * 5
                ]
                answers = await asyncio.gather(*posts)
                assert {answer.status for answer in answers} == {200}
        await found.is_all_told_once()


@only_long
@either
async def test_a_hint_is_told_within_ten_seconds_however_much_is_due(
    tmp_path: Path, kind: str
) -> None:
    port, token, orders = free_port(), "a-long-enough-token", 48
    head = {"X-Wherebot-Token": token}
    async with (
        world(
            kind,
            tmp_path,
            orders=orders,
            each=[{"PORT": str(port)}, *([{}] * 2 if kind == "postgresql" else [])],
            WHEREBOT_WEBHOOK_TOKEN=token,
            WHEREBOT_CALLS_PER_MINUTE="100",  # where some 3000 would be due
        ) as found,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=head) as session,
    ):
        for index in range(0, orders, 8):
            found.turn(index)
            await session.post("/webhooks/parcellab", json={"order_number": number(index)})
            await found.until_told(seconds=10)


@only_long
async def test_who_posts_and_is_asked_ends_within_ten_seconds(tmp_path: Path) -> None:
    """Both are waited for, and not one after the other."""
    port = free_port()
    own = {"PORT": str(port), "WHEREBOT_WEBHOOK_TOKEN": "a-long-enough-token"}
    async with world("sqlite", tmp_path, each=[own], WHEREBOT_SLACK_TIMEOUT="30") as found:
        found.slack.fault["chat.postMessage"] = Fault("slow", seconds=90)
        found.turn(0)
        await until(lambda: bool(found.slack.calls("chat.postMessage")))
        _, slow = await asyncio.open_connection("127.0.0.1", port)
        head = b"Host: a\r\nX-Wherebot-Token: a-long-enough-token\r\nContent-Length: 9\r\n\r\n"
        slow.write(b"POST /webhooks/parcellab HTTP/1.1\r\n" + head + b"{")
        await slow.drain()
        async with asyncio.timeout(10):
            assert await found.workers[0].stop() == 0
        slow.close()


def _inside_pauses(found: World) -> float:
    """Return the share of posts that came while Slack had said that a channel has to wait."""
    inside, until = 0, 0.0
    posts = found.slack.calls("chat.postMessage")
    for post in posts:
        inside += post.at < until
        if post.status == 429:
            until = max(until, post.at + (3.0 if post.fault else 1.0))
    return inside / len(posts)


async def _told(found: World, index: int) -> None:
    async with asyncio.timeout(60):
        while number(index) not in found.told():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@contextmanager
def _small_disk() -> Iterator[Path]:
    """Mount some memory as a disk, which only root may."""
    if os.getuid():
        pytest.skip("only root can mount a small disk")
    disk = Path(tempfile.mkdtemp())
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "wherebot", disk], check=False)
    if made.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
        shutil.rmtree(disk, ignore_errors=True)


@asynccontextmanager
async def _database_on(disk: Path, kind: str) -> AsyncIterator[str]:
    """Make a database on a disk; of PostgreSQL's its tables."""
    async with migrated_database(kind, disk) as url:
        if kind == "sqlite":
            yield url
            return
        disk.chmod(0o755)
        place = disk / "tables"
        place.mkdir()
        shutil.chown(place, "postgres")
        name = url.rpartition("/")[2]
        await outside_transaction(
            f"CREATE TABLESPACE {name} LOCATION '{place}'",
            f"ALTER DATABASE {name} SET TABLESPACE {name}",
        )
        try:
            yield url
        finally:
            await outside_transaction(f"ALTER DATABASE {name} SET TABLESPACE pg_default")
            await outside_transaction(f"DROP TABLESPACE {name}")


def _fill(file: Path) -> None:
    with suppress(OSError), file.open("ab", buffering=0) as filler:
        while True:
            filler.write(b"\0" * 4096)
