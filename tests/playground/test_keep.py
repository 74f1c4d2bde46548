"""What is kept in a folder is there again at the next start."""

import json
from pathlib import Path

import pytest

from bot.sandbox.parcellab.api import ParcelLab
from bot.sandbox.playground.keep import BadFolder, kept
from bot.sandbox.slack.slack import Slack
from bot.sandbox.slack.workspace import AGENT_ONE, SUPPORT


async def test_messages_and_the_clock_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    parcellab = ParcelLab()
    slack = Slack(parcellab.clock)
    async with kept(folder, slack, parcellab):
        posted = await slack.message(AGENT_ONE, SUPPORT, "still here")
        parcellab.clock.advance(3 * 86400)
    again = ParcelLab()
    after = Slack(again.clock)
    async with kept(folder, after, again):
        [message] = after.seen_by(AGENT_ONE, SUPPORT)
        assert (message.text, message.ts) == ("still here", posted.ts)
        assert abs((again.clock.now() - parcellab.clock.now()).total_seconds()) < 60
        newer = await after.message(AGENT_ONE, SUPPORT, "newer")
        assert newer.ts > posted.ts


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"slack": {}, "parcellab": {}}'])
async def test_what_cannot_be_read_is_said_and_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "playground.json"
    path.write_text(content)
    parcellab = ParcelLab()
    with pytest.raises(BadFolder, match=r"delete it to start fresh"):
        async with kept(tmp_path, Slack(parcellab.clock), parcellab):
            pass
    assert path.read_text() == content


async def test_a_write_never_leaves_half_a_file(tmp_path: Path) -> None:
    parcellab = ParcelLab()
    slack = Slack(parcellab.clock)
    async with kept(tmp_path, slack, parcellab):
        await slack.message(AGENT_ONE, SUPPORT, "hello")
    assert json.loads((tmp_path / "playground.json").read_text())["slack"]
    assert [file.name for file in tmp_path.iterdir()] == ["playground.json"]
