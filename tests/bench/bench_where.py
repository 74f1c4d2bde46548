"""Answers a second of `/where` against a bare Bolt app that only acknowledges, in one run.

Prints ratios: the machine is noisy, but both sides feel it. `python -m tests.bench.bench_where`.
"""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from bot.sandbox.server import serve
from tests.bench.load import SECRET, Load, command, memory, run

CONNECTIONS = 64
SECONDS = 3.0
ROUNDS = 3


@contextmanager
def started(module: str, *arguments: str, port: int, **environment: str) -> Iterator[int]:
    """Run a server in a process of its own until the `with` ends; gives its process id."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, **environment}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def main() -> None:
    floor_port, bot_port = free_port(), free_port()
    async with serve() as sandbox:
        settings = {
            "SLACK_BOT_TOKEN": "xoxb-sandbox", "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": sandbox.slack_url, "PARCELLAB_URL": sandbox.parcellab_url,
            "PARCELLAB_TOKEN": "1612197:sandbox", "ORDER_PATTERNS": r"PK\d{4,}",
            "PORT": str(bot_port), "LOG_LEVEL": "ERROR",
            "WHEREBOT_CALLS_PER_MINUTE": "1000000",
        }  # fmt: skip
        with started("tests.bench.floor", str(floor_port), port=floor_port) as floor_pid:
            began = time.perf_counter()
            # In a thread: this loop serves the sandbox that the bot asks while it starts.
            bot = started("bot", "run", port=bot_port, **settings)
            bot_pid = await asyncio.to_thread(bot.__enter__)
            print(f"start-up {time.perf_counter() - began:.2f} s, {memory(bot_pid):.0f} MiB")
            try:
                await compare(floor_port, floor_pid, bot_port, bot_pid)
            finally:
                await asyncio.to_thread(bot.__exit__, None, None, None)


async def compare(floor_port: int, floor_pid: int, bot_port: int, bot_pid: int) -> None:
    same = command("PK1004")
    sides: dict[str, Callable[[], Awaitable[Load]]] = {
        "bare Bolt": lambda: run(
            floor_port, lambda _: same, connections=CONNECTIONS, seconds=SECONDS, pid=floor_pid
        ),
        "cached": lambda: run(
            bot_port, lambda _: same, connections=CONNECTIONS, seconds=SECONDS, pid=bot_pid
        ),
        "cached, 1 connection": lambda: run(
            bot_port, lambda _: same, connections=1, seconds=SECONDS, pid=bot_pid
        ),
    }
    best: dict[str, list[Load]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, side in sides.items():
            best[name].append(await side())
    floor = _median(best["bare Bolt"])
    for name, loads in best.items():
        load = _median(loads)
        print(
            f"{name:24} {load.rate:7.0f}/s  {load.rate / floor.rate:5.2f}x   "
            f"CPU {load.cpu:5.0f} µs  {load.cpu / floor.cpu:5.2f}x   "
            f"p50 {load.p50:6.2f} ms  p99 {load.p99:6.2f} ms"
        )


def _median(loads: list[Load]) -> Load:
    return sorted(loads, key=lambda load: load.rate)[len(loads) // 2]


if __name__ == "__main__":
    asyncio.run(main())
