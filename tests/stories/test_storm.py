"""Many parcels that turn late together are one card, whoever dies and whatever is lost."""

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import Message
from bot.store.alerts.receipts import Receipts
from bot.store.database import open_database
from tests.conftest import until
from tests.store.standing import KINDS
from tests.stories.alert_world import World, number, world

MOST = 3
pytestmark = pytest.mark.timeout(150)


def card(found: World) -> Message:
    [one] = [one for one in found.messages() if "Hanover" in one.text]
    return one


def files(found: World) -> list[Message]:
    return [one for one in found.messages() if one.files]


async def receipts(found: World) -> Counter[str]:
    counted: Counter[str] = Counter()
    async with open_database(found.url) as database:
        for one in await Receipts(database).of(datetime.now(UTC).date()):
            counted[one.state.value] += one.count
    return counted


@pytest.mark.parametrize("kind", KINDS)
async def test_a_storm_is_told_once_whoever_dies_and_whatever_is_lost(
    tmp_path: Path, kind: str
) -> None:
    chance = random.Random(7)
    async with world(kind, tmp_path, workers=3, orders=24, WHEREBOT_STORM=str(MOST)) as found:
        found.slack.fault["chat.postMessage"] = Fault("lost", times=2)
        found.slack.fault["files.completeUploadExternal"] = Fault("lost")
        killing = asyncio.create_task(found.killed_at_random(chance, 4))
        for index in range(0, 24, 4):
            found.turn(*range(index, index + 4))
            await asyncio.sleep(0.4)
        assert await killing
        await found.is_all_told_once()
        await until(lambda: "24 parcels late" in card(found).text)
        alone = [one for one in found.messages() if not one.thread_ts]
        assert len(alone) <= MOST + 1
        adds_up = Counter(posted=len(alone) - 1, merged=25 - len(alone))
        assert await receipts(found) == adds_up
        found.turn(23, move="deliver")
        await until(lambda: "23 parcels late" in card(found).text)
        await until(lambda: len(files(found)) > 0)
        below = [one for one in found.messages() if one.thread_ts]
        assert [number(23) in one.text for one in below if not one.files] == [True]
        assert {one.thread_ts for one in below} == {card(found).ts}
        found.is_told_once()


async def test_a_file_that_slack_never_answers_holds_up_nobody(tmp_path: Path) -> None:
    async with world(
        "sqlite",
        tmp_path,
        orders=7,
        WHEREBOT_STORM=str(MOST),
        WHEREBOT_SLACK_TIMEOUT="0.2",
        WHEREBOT_SLACK_LAG="0",
    ) as found:
        found.slack.fault["files.getUploadURLExternal"] = Fault("500", times=None)
        found.turn(*range(6))
        await found.until_told()
        await until(lambda: len(found.slack.calls("files.getUploadURLExternal")) == 3)
        found.turn(6)
        await found.until_told(seconds=6)
        await asyncio.sleep(1)
        assert len(found.slack.calls("files.getUploadURLExternal")) == 3
        found.is_told_once()
