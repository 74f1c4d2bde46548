"""Who reads a channel, as far as Slack says so in time."""

import asyncio

import aiohttp
import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import SHARED, SUPPORT
from bot.slack.channels import is_shared_outside


async def asked(sandbox: Addresses, channel: str) -> bool:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            "xoxb-sandbox",
            base_url=sandbox.slack_url,
            session=session,
            retry_handlers=[AsyncRateLimitErrorRetryHandler()],
        )
        return await is_shared_outside(client, channel)


@pytest.mark.parametrize(("channel", "is_shared"), [(SUPPORT, False), (SHARED, True)])
async def test_slack_says_whether_others_read_along(
    sandbox: Addresses,
    channel: str,
    is_shared: bool,  # noqa: FBT001
) -> None:
    assert await asked(sandbox, channel) is is_shared


async def test_nobody_waits_for_a_slack_that_is_busy(sandbox: Addresses) -> None:
    sandbox.slack.fault["conversations.info"] = Fault("429", seconds=60)
    async with asyncio.timeout(30):
        assert await asked(sandbox, SHARED) is False
