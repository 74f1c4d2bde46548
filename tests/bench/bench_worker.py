"""What looks cost a `wherebot worker`, watched from outside: `python -m tests.bench.bench_worker`.

A real process looks at orders that a real import brought, again and again, at a parcelLab on
loopback with the budget lifted. Counted are the calls that arrive there, and the CPU time of the
process and its threads. `… sqlite 20`: one answer in 20 is another than before; 0: none, 1: each.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.bench.bench_where import free_port, started
from tests.store.standing import KINDS, migrated_database

ORDERS: Final = int(os.environ.get("ORDERS", "3000"))
SECONDS: Final = float(os.environ.get("SECONDS", "6"))
_AGAIN: Final = "0.5"  # seconds between two looks at an order: more than a core can do


def calls(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/count") as answer:
        return int(json.load(answer)["info"])


def cpu(pid: int) -> float:
    """Seconds on a CPU so far, of all threads (proc(5), schedstat)."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e9


def watch(port: int, pid: int) -> str:
    """Measure the first look at each order, and then some seconds of later ones."""
    while (begun := calls(port)) < ORDERS // 10:
        time.sleep(0.02)
    before = cpu(pid)
    while (done := calls(port)) < ORDERS:
        time.sleep(0.02)
    first = (cpu(pid) - before) / (done - begun)
    time.sleep(2)
    begun, before = calls(port), cpu(pid)
    time.sleep(SECONDS)
    later = (cpu(pid) - before) / max(1, calls(port) - begun)
    said = (f"{name} looks {1 / cost:.0f} a second and core, {cost * 1e6:.0f} µs each"
            for name, cost in (("first", first), ("later", later)))  # fmt: skip
    return "; ".join(said)


async def measure(kind: str, changes: str) -> None:
    port = free_port()
    with (
        TemporaryDirectory() as folder,
        started("tests.bench.upstream", str(port), "0", changes, port=port),
    ):
        async with migrated_database(kind, Path(folder)) as url:
            file = Path(folder, "orders.csv")
            file.write_text("order_number\n" + "".join(f"PK{n:06}\n" for n in range(ORDERS)))
            environment = {
                "PATH": os.environ["PATH"], "DATABASE_URL": url, "SLACK_BOT_TOKEN": "xoxb-bench",
                "SLACK_API_URL": f"http://127.0.0.1:{port}/api/", "PARCELLAB_TOKEN": "1:bench",
                "PARCELLAB_URL": f"http://127.0.0.1:{port}", "WHEREBOT_POLL": "0.2",
                "WHEREBOT_CALLS_PER_MINUTE": "1000000", "LOG_LEVEL": "ERROR",
                "WHEREBOT_LOOK_LEAST": _AGAIN, "WHEREBOT_LOOK_MOST": _AGAIN,
            }  # fmt: skip
            bot = [sys.executable, "-m", "bot"]
            subprocess.run([*bot, "import", file], env=environment, check=True)  # noqa: ASYNC221
            worker = subprocess.Popen([*bot, "worker"], env=environment)  # noqa: ASYNC220
            try:
                said = await asyncio.to_thread(watch, port, worker.pid)
                news = (
                    f"1 answer in {changes} is another"
                    if int(changes)
                    else "answers stay as they are"
                )
                print(f"{kind}, {news}: {said}")
            finally:
                worker.kill()
                worker.wait()


if __name__ == "__main__":
    chosen = [one for one in sys.argv[1:] if one in KINDS] or KINDS
    for each in chosen:
        for turn in [one for one in sys.argv[1:] if one.isdigit()] or ["0", "20", "1"]:
            asyncio.run(measure(each, turn))
