"""Alerts are switched off and on again: what is owed is kept, and told once when they are on."""

import asyncio
from typing import Any

from bot.sandbox.parcellab.order import SHOP
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import BOT_USER, DELAYS
from tests.conftest import StartBot, until
from tests.stories.test_watch import alerts, say

QUICK: dict[str, Any] = {
    "WHEREBOT_POLL": 0.1,
    "WHEREBOT_LOOK_LEAST": 0.2,
    "WHEREBOT_LOOK_MOST": 0.3,
    "WHEREBOT_MESSAGE_INTERVAL": 0,
    "WHEREBOT_SLACK_LAG": 0.2,
    "WHEREBOT_SLACK_TIMEOUT": 1,
}


async def receipts(sandbox: Addresses) -> tuple[int, dict[str, int]]:
    """Return how many alerts were due, and how many became what."""
    said = (await say(sandbox, "receipts")).splitlines()[1:]
    due, *became = ((int(count), what) for count, _, what in (one.partition(" ") for one in said))
    return due[0], {what: count for count, what in became}


async def settled(sandbox: Addresses) -> tuple[int, dict[str, int]]:
    """Return the receipts once nothing waits any more."""
    async with asyncio.timeout(30):
        while True:
            due, became = await receipts(sandbox)
            if "waiting to be posted" not in became:
                return due, became


async def test_what_is_owed_while_alerts_are_off_is_kept_and_told_once(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    sandbox.slack.workspace.channels[DELAYS].members.add(BOT_USER)
    sandbox.slack.scopes.update({"channels:history"})
    async with start_bot(**QUICK):
        await say(sandbox, f"watch PK1003 PK1017 in <#{DELAYS}|delays>")
        await until(lambda: len(alerts(sandbox)) == 1)  # one is late already
        before = len(sandbox.slack.calls("chat.postMessage"))
        sandbox.slack.fault["chat.postMessage"] = Fault("500", times=None)
        sandbox.parcellab.move(SHOP, "PK1003", None, "late")
        await until(lambda: len(sandbox.slack.calls("chat.postMessage")) > before)
    sandbox.slack.fault.clear()
    async with start_bot(**QUICK, WHEREBOT_ALERTS="off"):
        await say(sandbox, f"watch PK1021 in <#{DELAYS}|delays>")
        calls = len(sandbox.parcellab.calls)
        sandbox.parcellab.move(SHOP, "PK1017", None, "deliver")
        due, became = await receipts(sandbox)
        assert due == sum(became.values())
        assert became["waiting to be posted"] == 1
        assert len(sandbox.parcellab.calls) == calls  # nothing is looked at
        assert len(alerts(sandbox)) == 1
    async with start_bot(**QUICK):
        await until(lambda: "Delivered" in str([one.text for one in alerts(sandbox)]))
        await until(lambda: "PK1003" in str([one.text for one in alerts(sandbox)]))
        due, became = await settled(sandbox)
        assert due == sum(became.values())
        for number in ("PK1003", "PK1017"):
            told = [one for one in alerts(sandbox) if number in one.text and not one.thread_ts]
            assert len(told) == 1
        assert became["posted"] == len(alerts(sandbox))
