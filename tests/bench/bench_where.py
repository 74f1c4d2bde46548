"""Answers of `/where` against a bare Bolt app that only acknowledges, in one run.

Prints ratios: the machine is noisy, but all sides feel it. `python -m tests.bench.bench_where`; a
part alone: `… compare` or `… hurried`.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from tests.bench.load import SECRET, Load, at_rate, command, memory, run

CONNECTIONS = 64
SECONDS = 3.0
ROUNDS = 3
RATE = 250
_numbers = count(100_000)


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


@contextmanager
def wherebot(upstream: int, **environment: str) -> Iterator[tuple[int, int]]:
    """Run the bot as `wherebot run` does, against an upstream; gives port and process id."""
    port = free_port()
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{upstream}/api/",
        "PARCELLAB_URL": f"http://127.0.0.1:{upstream}", "PARCELLAB_TOKEN": "1:bench",
        "ORDER_PATTERNS": r"PK\d{4,}", "PORT": str(port), "LOG_LEVEL": "ERROR",
        "WHEREBOT_CALLS_PER_MINUTE": "1000000", "WHEREBOT_CONCURRENCY": "400",
        "WHEREBOT_LOOKUPS": "0",
        **environment,
    }  # fmt: skip
    began = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        started(
            "bot", "run", port=port,
            **{"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite", **settings},
        ) as pid,
    ):  # fmt: skip
        print(f"start-up {time.perf_counter() - began:.2f} s, {memory(pid):.0f} MiB at rest")
        yield port, pid


def compare() -> None:
    """Print cached and uncached answers beside the floor, the rounds interleaved."""
    floor_port, upstream = free_port(), free_port()
    with (
        started("tests.bench.floor", str(floor_port), port=floor_port) as floor_pid,
        started("tests.bench.upstream", str(upstream), "0", port=upstream),
        wherebot(upstream) as (port, pid),
    ):
        answers = f"http://127.0.0.1:{upstream}/answer"  # for whoever had no time to acknowledge
        repeated = command("PK1004", response_url=answers)

        def same(_: int) -> bytes:
            return repeated

        def different(_: int) -> bytes:
            return command(f"PK{next(_numbers)}", response_url=answers)

        sides: dict[str, tuple[int, int, Callable[[int], bytes], int]] = {
            "bare Bolt": (floor_port, floor_pid, same, CONNECTIONS),
            "cached": (port, pid, same, CONNECTIONS),
            "uncached": (port, pid, different, CONNECTIONS),
            "bare Bolt, 1 connection": (floor_port, floor_pid, same, 1),
            "cached, 1 connection": (port, pid, same, 1),
        }
        loads: dict[str, list[Load]] = {name: [] for name in sides}
        for _ in range(ROUNDS):
            for name, (at, of, request, connections) in sides.items():
                loads[name].append(
                    asyncio.run(run(at, request, connections=connections, seconds=SECONDS, pid=of))
                )
        for name, measured in loads.items():
            floor = "bare Bolt, 1 connection" if name.endswith("1 connection") else "bare Bolt"
            _print(name, _median(measured), _median(loads[floor]))
        print(f"memory after it all {memory(pid):.0f} MiB")


def hurried() -> None:
    """Print what happens to 250 different questions a second while parcelLab takes 400 ms."""
    upstream = free_port()
    with (
        started("tests.bench.upstream", str(upstream), "0.4", port=upstream),
        wherebot(upstream, WHEREBOT_PICTURES="off") as (port, pid),
    ):
        url = f"http://127.0.0.1:{upstream}"
        load = asyncio.run(
            at_rate(
                port,
                lambda: command(f"PK{next(_numbers)}", response_url=f"{url}/answer"),
                rate=RATE, seconds=8.0, pid=pid,
            )
        )  # fmt: skip
        time.sleep(1.5)
        with urllib.request.urlopen(f"{url}/count") as answer:
            counts = json.load(answer)
        print(
            f"{RATE}/s, parcelLab 400 ms: {load.answers} acknowledged, p50 {load.p50:.1f} ms, "
            f"p99 {load.p99:.1f} ms; {counts['info']} asked, "
            f"{counts['answers'] + load.full} answered; "
            f"CPU {load.cpu:.0f} µs"
        )


def _print(name: str, load: Load, floor: Load) -> None:
    print(
        f"{name:24} {load.rate:7.0f}/s  {load.rate / floor.rate:5.2f}x   "
        f"CPU {load.cpu:5.0f} µs  {load.cpu / floor.cpu:5.2f}x   "
        f"p50 {load.p50:6.2f} ms  p99 {load.p99:6.2f} ms"
    )


def _median(loads: list[Load]) -> Load:
    return sorted(loads, key=lambda load: load.rate)[len(loads) // 2]


PARTS = {"compare": compare, "hurried": hurried}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
