"""A parcelLab; a served Slack, its clock, and a real client for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import Clock
from bot.sandbox.parcellab.api import ParcelLab
from bot.sandbox.slack.slack import Slack
from tests.sandbox.asking import NOON
from tests.sandbox.bolt_bot import new_bot, over_http, over_sockets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.sandbox.bolt_bot import Bot


@pytest.fixture
def parcellab() -> ParcelLab:
    return ParcelLab(clock=Clock(NOON, speed=0))


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 20, 12, 0, tzinfo=UTC), speed=0)


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[Slack]:
    slack = Slack(clock)
    slack.message_interval = 0
    async with slack.serve():
        yield slack


@pytest.fixture
async def client(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        base_url = slack.url + "/api/"
        yield AsyncWebClient("xoxb-sandbox", base_url=base_url, session=session, retry_handlers=[])


@pytest.fixture(params=["sockets", "http"])
async def bot(slack: Slack, request: pytest.FixtureRequest) -> AsyncIterator[Bot]:
    """A real Bolt app that is told everything, at both doors."""
    bot = new_bot(slack)
    door = over_sockets if request.param == "sockets" else over_http
    async with door(slack, bot):
        yield bot
