"""What a look at a watched order costs: `python -m tests.bench.bench_alerts [sqlite|postgresql]`.

The database's part alone, the whole against a parcelLab on loopback with the budget lifted, and
what a worker costs that has nothing to do. It runs in a worker's event loop, and says the median
of several rounds: on a machine that does other things, too, they differ by half.
"""

import asyncio
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import uvloop

from bot import memory
from bot.core.reference import Kind, Reference
from bot.core.watches.claim import Outcome
from bot.core.watches.watch import Watch
from bot.settings import Settings, read_settings
from bot.store.alerts.looks import Looks
from bot.store.alerts.watches import Watches
from bot.store.database import Database, open_database
from bot.store.schema.alert import orders
from bot.wiring.alerting import Alerts
from bot.wiring.opening import utc_now
from bot.wiring.upstream import open_upstream
from tests.bench.bench_where import free_port, started
from tests.store.standing import KINDS, migrated_database

ORDERS: Final = int(os.environ.get("ORDERS", "10000"))
ROUNDS: Final = int(os.environ.get("ROUNDS", "5"))
BATCH: Final = 250
CHANGED: Final = 20  # one in so many has news
IDLE: Final = float(os.environ.get("IDLE", "20"))  # seconds
HOUR: Final = timedelta(hours=1)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def settings_for(url: str, parcellab_url: str = "http://127.0.0.1:1") -> Settings:
    return read_settings(
        {
            "parcellab_url": parcellab_url,
            "parcellab_accounts": (1612197,),
            "parcellab_jwt": "x",
            "database_url": url,
            "WHEREBOT_CALLS_PER_MINUTE": 1_000_000,
            "WHEREBOT_LOOK_LEAST": 3600,
        }
    )


async def watch(database: Database, count: int) -> None:
    now = datetime.now(UTC)
    wishes = [
        Watch(0, Reference(Kind.ORDER_NUMBER, f"PK{n:06}"), "C1", "U1", now) for n in range(count)
    ]
    await Watches(database).watch(wishes, now)


async def database_work(url: str) -> None:
    """Claim and record, one in twenty with news."""
    async with open_database(url) as database:
        await watch(database, ORDERS)
        costs = []
        for _ in range(ROUNDS):
            await _all_due(database)
            looks, now = Looks(database, lease=HOUR), datetime.now(UTC)
            cpu = time.process_time()
            while claims := await looks.claim(now, BATCH):
                outcomes = [
                    Outcome(one, now + HOUR, seen="{}" if n % CHANGED == 0 else None)
                    for n, one in enumerate(claims)
                ]
                await looks.record(outcomes, now)
            costs.append((time.process_time() - cpu) / ORDERS)
        say(f"  database work {_in_words(costs)} a check")


async def whole(url: str, parcellab_url: str) -> None:
    """Look at everything once: it is written down what was seen, and once more: nothing is new."""
    settings = settings_for(url, parcellab_url)
    async with open_database(url) as database, open_upstream(settings, database) as upstream:
        costs = []
        for _ in range(1 + ROUNDS):
            await _all_due(database)
            alerts = Alerts(settings, database, upstream, clock=utc_now, world=utc_now)
            cpu = time.process_time()
            async with alerts.looking.at_work():
                while alerts.looking.counts.looks < ORDERS:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            costs.append((time.process_time() - cpu) / ORDERS)
    for name, some in (("first looks", costs[:1]), ("later looks", costs[1:])):
        say(f"  {name}: {1 / median(some):.0f} a second and core, {_in_words(some)} each")


def _in_words(costs: list[float]) -> str:
    """Say the median of some seconds, and between which they lie."""
    least, middle, most = (round(one * 1e6) for one in (min(costs), median(costs), max(costs)))
    return f"{middle} µs CPU" + (f" ({least} to {most})" if len(costs) > 1 else "")


async def _all_due(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(orders.update().values(due_at=datetime.now(UTC)))


async def idle(url: str) -> None:
    """Watch the CPU time of a worker that has nothing to do."""
    environment = {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": "xoxb-x",
        "SLACK_API_URL": "http://127.0.0.1:1/",
        "PARCELLAB_URL": "http://127.0.0.1:1",
        "DATABASE_URL": url,
    }
    worker = subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-m", "bot", "worker"], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        await asyncio.sleep(8)
        before = _cpu(worker.pid)
        await asyncio.sleep(IDLE)
        say(f"  idle {(_cpu(worker.pid) - before) / IDLE * 100:.2f} % CPU")
    finally:
        worker.kill()
        worker.wait()


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def main(kinds: list[str]) -> None:
    memory.settle()  # as a worker does
    port = free_port()
    with started("tests.bench.upstream", str(port), "0", port=port):
        for kind in kinds or KINDS:
            say(kind)
            with TemporaryDirectory() as folder:
                async with migrated_database(kind, Path(folder)) as url:
                    await database_work(url)
                async with migrated_database(kind, Path(folder)) as url:
                    async with open_database(url) as database:
                        await watch(database, ORDERS)
                    await whole(url, f"http://127.0.0.1:{port}")
                async with migrated_database(kind, Path(folder)) as url:
                    await idle(url)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1:]))
