"""A list of 500 against parcelLab on loopback: calls made and seconds, and what reading it costs.

`python -m tests.bench.bench_bulk`.
"""

import asyncio
import time

from bot.core.bulk.entry import MOST, entries_of_file
from bot.core.bulk.report import csv_of
from bot.core.bulk.tally import result_card
from bot.core.phrase import Speech
from bot.core.privacy import Agent
from bot.core.question import Options
from bot.core.text.pattern import OrderPatterns
from bot.sandbox.server import serve
from bot.wiring.opening import open_questions
from bot.wiring.upstream import open_upstream
from tests.conftest import settings_for

AGENT = Agent("T1", "U1")
LIST = "\n".join(f"PK{number}" for number in range(1001, 1001 + MOST)).encode()


async def look_up(calls_per_minute: int, twice: bool) -> None:  # noqa: FBT001
    async with serve() as sandbox:
        clock = sandbox.parcellab.clock.now
        settings = settings_for(sandbox, WHEREBOT_CALLS_PER_MINUTE=calls_per_minute)
        async with (
            open_upstream(settings) as way,
            open_questions(way, settings, clock=clock) as questions,
        ):
            bulk = questions.bulk
            entries = bulk.read_file(LIST)
            assert entries
            for again in range(1 + twice):
                begun, before = time.perf_counter(), len(sandbox.parcellab.calls)
                async with bulk.looking_up(entries.references, Options(), AGENT) as job:
                    while not await job.ends_within(60):
                        print(f"  {job.progress.done} after {time.perf_counter() - begun:.0f} s")
                    answers = job.result()
                seconds = time.perf_counter() - begun
                calls = len(sandbox.parcellab.calls) - before
                what = "again" if again else f"at {calls_per_minute} calls a minute"
                print(f"{len(answers)} looked up {what}: {calls} calls, {seconds:.2f} s")
            begun = time.perf_counter()
            result_card(entries, answers, AGENT, now=clock())
            csv_of(entries, answers, AGENT, speech=Speech.of("en"), now=clock())
            print(f"card and file: {(time.perf_counter() - begun) * 1000:.0f} ms")


def read() -> None:
    patterns = OrderPatterns.of((r"PK\d{4,}",))
    for name, content in {"500 lines": LIST, "1 MiB of junk": b"a\n" * 2**19}.items():
        begun = time.perf_counter()
        entries_of_file(content, patterns)
        print(f"reading {name}: {(time.perf_counter() - begun) * 1000:.0f} ms")


if __name__ == "__main__":
    read()
    asyncio.run(look_up(1_000_000, twice=True))
    asyncio.run(look_up(1000, twice=False))
