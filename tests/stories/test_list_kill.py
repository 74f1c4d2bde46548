"""The bot is killed while it works off lists: one message and one file come of each."""

from pathlib import Path

import pytest

from bot.sandbox.parcellab.outage import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, BOT_USER, Message
from tests.conftest import until
from tests.copies import Copy, start
from tests.store.standing import beside, migrated_database
from tests.stories.test_kill import environment
from tests.stories.test_search_form import form
from tests.stories.windows import text

NUMBERS = "\n".join(f"PK{number}" for number in range(1001, 1051))


async def started(settings: dict[str, str], folder: Path) -> Copy:
    more = {"WHEREBOT_CALLS_PER_MINUTE": "600"}
    process = await start("bot", "run", env=settings | more, cwd=folder)
    while b"listening" not in (line := await process.stderr.readline()):
        assert line, "it ended by itself"
    return process


@pytest.mark.timeout(180)
async def test_whoever_takes_over_goes_on_in_the_same_message_and_adds_one_file(
    sandbox: Addresses, tmp_path: Path
) -> None:
    """One person has pasted a list, another has sent one in with the full form."""
    slack = sandbox.slack
    slack.subscriptions |= {"message.im"}
    slack.retry_delays = (1.0, 2.0, 4.0)
    sandbox.parcellab.fault = Fault("slow", seconds=1)
    channels = {person: slack.workspace.dm(person).id for person in (AGENT_ONE, AGENT_TWO)}

    def of_bot(person: str) -> list[Message]:
        seen = slack.seen_by(person, channels[person])
        return [one for one in seen if one.user == BOT_USER]

    def are_under_way() -> bool:
        updated = {call.arguments["channel"] for call in slack.calls("chat.update")}
        return updated == set(channels.values())

    def have_files() -> list[bool]:
        return [any(one.files for one in of_bot(person)) for person in channels]

    async with migrated_database("sqlite", tmp_path) as url:
        settings = environment(sandbox, url)
        first = await started(settings, tmp_path)
        await until(lambda: bool(slack.sockets.connections))
        await slack.message(AGENT_ONE, channels[AGENT_ONE], NUMBERS)
        window = await form(sandbox, AGENT_TWO)
        await window.send(value=text(NUMBERS))
        await until(are_under_way)
        first.kill()
        await first.wait()
        sandbox.parcellab.fault = None
        assert have_files() == [False, False]
        second = await started(settings, tmp_path)
        try:
            await until(lambda: all(have_files()), seconds=90)
            with beside(url.removeprefix("sqlite:///")) as letters:
                left = "SELECT count(*) FROM inbox_letter WHERE outcome IS NULL"
                await until(lambda: letters.execute(left).fetchone() == (0,))
        finally:
            second.terminate()
            await second.wait()
    for person, needs_you in ((AGENT_ONE, "need you"), (AGENT_TWO, "zu klären")):
        table, file = of_bot(person)
        assert needs_you in table.text
        assert file.thread_ts == table.ts
        assert len(file.files) == 1
