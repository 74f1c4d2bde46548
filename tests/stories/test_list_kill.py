"""The bot is killed while it works off a list: one message and one file come of it all the same."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

import pytest

from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE, BOT_USER, Message
from tests.conftest import until
from tests.store.standing import migrated_database
from tests.stories.test_kill import ROOT, environment

NUMBERS = "\n".join(f"PK{number}" for number in range(1001, 1101))


async def started(settings: dict[str, str], folder: Path) -> Process:
    command = (sys.executable, "-m", "bot", "run")
    more = {"PYTHONPATH": str(ROOT), "WHEREBOT_CALLS_PER_MINUTE": "300"}
    process = await asyncio.create_subprocess_exec(
        *command, env=settings | more, cwd=folder, stdout=DEVNULL, stderr=PIPE
    )
    assert process.stderr
    while b"listening" not in (line := await process.stderr.readline()):
        assert line, "it ended by itself"
    return process


@pytest.mark.timeout(180)
async def test_whoever_takes_over_goes_on_in_the_same_message_and_adds_one_file(
    sandbox: Addresses, tmp_path: Path
) -> None:
    slack = sandbox.slack
    slack.subscriptions |= {"message.im"}
    slack.retry_delays = (1.0, 2.0, 4.0)
    channel = slack.workspace.dm(AGENT_ONE).id

    def of_bot() -> list[Message]:
        return [one for one in slack.seen_by(AGENT_ONE, channel) if one.user == BOT_USER]

    async with migrated_database("sqlite", tmp_path) as url:
        settings = environment(sandbox, url)
        first = await started(settings, tmp_path)
        await slack.message(AGENT_ONE, channel, NUMBERS)
        await until(lambda: bool(slack.calls("chat.update")), seconds=30)
        first.kill()
        await first.wait()
        assert not [one for one in of_bot() if one.files]
        second = await started(settings, tmp_path)
        try:
            await until(lambda: any(one.files for one in of_bot()), seconds=90)
            await asyncio.sleep(6)  # for whoever would do it once more
        finally:
            second.terminate()
            await second.wait()
    table, file = of_bot()
    assert "need you" in table.text
    assert file.thread_ts == table.ts
    assert len(file.files) == 1
