"""Alerts at Slack's: whether one stands there is seen whatever the clocks said."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.alert import Facts, Kind
from bot.core.alerts.lane import Debt, Lane
from bot.core.letter import Posted
from bot.core.watches.watch import State
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import SUPPORT
from bot.slack.alerts.desk import AlertDesk
from bot.slack.blocks import Blocks
from bot.slack.door import Identity
from bot.slack.poster import Poster


@pytest.fixture
async def desk(sandbox: Addresses) -> AsyncIterator[AlertDesk]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        client = AsyncWebClient("xoxb-sandbox", base_url=sandbox.slack_url, session=session)
        identity = Identity(client)
        await identity.learn()
        yield AlertDesk(Poster(client, identity), Blocks())


@pytest.mark.parametrize("hours", [-1, 0, 1])
async def test_the_first_alert_in_a_channel_is_found_whatever_the_clock_said_when_it_began(
    sandbox: Addresses, desk: AlertDesk, hours: int
) -> None:
    now = datetime.now(UTC)
    facts = Facts(order="PK1004", kinds=(Kind.LATE,), began=now, seen=now)
    lane, debt = Lane(SUPPORT, 1), Debt(1, "k1", "c1", facts, "en", State.OWED)
    sandbox.slack.fault["chat.postMessage"] = Fault("lost")
    await desk.post(lane, debt, is_repeated=False)
    begun = replace(debt, state=State.SENDING, since=now + timedelta(hours=hours))
    assert isinstance(await desk.find(lane, begun, after="", goes_on=False), Posted)
