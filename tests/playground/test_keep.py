"""What is kept in a folder is there again at the next start."""

import asyncio
import json
import logging
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


async def test_half_a_character_is_kept_like_any_other(tmp_path: Path) -> None:
    parcellab = ParcelLab()
    slack = Slack(parcellab.clock)
    async with kept(tmp_path, slack, parcellab):
        slack.workspace.post(SUPPORT, AGENT_ONE, {"text": "half \ud800 é"})
        await written(tmp_path, "half")
    again = ParcelLab()
    after = Slack(again.clock)
    async with kept(tmp_path, after, again):
        [message] = after.seen_by(AGENT_ONE, SUPPORT)
        assert message.text == "half \ud800 é"


async def test_what_cannot_be_written_is_told_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    parcellab = ParcelLab()
    slack = Slack(parcellab.clock)
    caplog.set_level(logging.WARNING, "bot.sandbox.playground.keep")
    in_the_way = tmp_path / "playground.new"
    in_the_way.mkdir()  # as a full disk would, it lets nothing be written
    async with kept(tmp_path, slack, parcellab):
        async with asyncio.timeout(5):
            while not caplog.records:  # noqa: ASYNC110 - nothing says when it happens
                await asyncio.sleep(0.01)
        in_the_way.rmdir()
        await slack.message(AGENT_ONE, SUPPORT, "later")
        await written(tmp_path, "later")
        in_the_way.mkdir()
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2  # at first, and at the end
    assert all("could not be kept" in line and "\n" not in line for line in told)
    assert not any(record.exc_info for record in caplog.records)


async def written(folder: Path, text: str) -> None:
    """Wait until this has been written."""
    path = folder / "playground.json"
    async with asyncio.timeout(5):
        while not path.exists() or text not in path.read_text("utf-8"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
