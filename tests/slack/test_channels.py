"""Who reads a channel, as far as Slack says so in time."""

import asyncio

import aiohttp
import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import AGENT_ONE, SHARED, SUPPORT
from bot.slack.channels import obstacle
from tests.core.sample import told


async def asked(sandbox: Addresses, channel: str) -> list[str]:
    """Return why nothing may be posted there."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            "xoxb-sandbox",
            base_url=sandbox.slack_url,
            session=session,
            retry_handlers=[AsyncRateLimitErrorRetryHandler()],
        )
        found = await obstacle(client, channel)
        return told(found.lines) if found else []


async def test_slack_says_whether_others_read_along(sandbox: Addresses) -> None:
    assert await asked(sandbox, SUPPORT) == []
    assert await asked(sandbox, SHARED) == [
        "People of another organisation read here, so nothing was posted."
    ]


@pytest.mark.parametrize("channel", [SUPPORT, SHARED])
async def test_who_may_not_know_who_reads_posts_nothing(sandbox: Addresses, channel: str) -> None:
    sandbox.slack.scopes.discard("channels:read")
    [why] = await asked(sandbox, channel)
    assert "channels:read" in why


async def test_a_direct_message_needs_no_scope(sandbox: Addresses) -> None:
    assert await asked(sandbox, sandbox.slack.workspace.dm(AGENT_ONE).id) == []


async def test_nobody_waits_for_a_slack_that_is_busy(sandbox: Addresses) -> None:
    sandbox.slack.fault["conversations.info"] = Fault("429", seconds=60)
    async with asyncio.timeout(30):
        assert await asked(sandbox, SHARED) == []
