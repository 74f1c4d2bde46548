"""Several real processes share an inbox, and die."""

import asyncio
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store.database import open_database
from bot.store.inbox import Inbox
from tests.copies import start
from tests.store.racer import LEASE, LETTERS, letter


async def racer(*arguments: str) -> tuple[int, str]:
    """Run one to its end; return how it ended and what it said."""
    process = await start("tests.store.racer", *arguments, env=os.environ)
    said, _ = await process.communicate()
    return await process.wait(), said.decode()


async def test_processes_that_write_down_the_same_get_each_letter_once(url: str) -> None:
    ended = await asyncio.gather(*(racer("keep", url, str(seed)) for seed in range(3)))
    assert [code for code, _ in ended] == [0, 0, 0]
    assert sum(int(said) for _, said in ended) == LETTERS


@pytest.mark.timeout(150)
async def test_each_letter_is_answered_once_although_who_answers_dies(
    url: str, tmp_path: Path
) -> None:
    posts = tmp_path / "posts"
    posts.touch()
    async with open_database(url) as database:
        inbox = Inbox(database, lease=LEASE)
        for number in range(LETTERS):
            assert await inbox.keep(letter(number, "first"), datetime.now(UTC))
    deaths = 0

    async def replica(name: int) -> None:
        nonlocal deaths
        while (ended := await racer("answer", url, f"{name} {deaths}", str(posts)))[0]:
            assert ended[0] == -signal.SIGKILL
            deaths += 1

    await asyncio.gather(*(replica(name) for name in range(2)))
    answered = sorted(int(line.split()[0]) for line in posts.read_text().splitlines())
    assert answered == list(range(LETTERS))
    assert deaths
