"""Faults on request, and waiting for a change."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import AGENT_ONE, SUPPORT
from tests.sandbox.refusal import SECTION

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.sandbox.slack.slack import Slack

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Order"}, "blocks": [SECTION]}
HOME = {"type": "home", "blocks": [SECTION]}


@pytest.mark.parametrize(("kind", "posted"), [("drop", 0), ("lost", 1)])
async def test_a_broken_connection_hides_whether_there_was_an_effect(
    slack: Slack, client: AsyncWebClient, kind: Any, posted: int
) -> None:
    slack.fault["chat.postMessage"] = Fault(kind)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=SUPPORT, text="x")
    assert len(slack.seen_by(AGENT_ONE, SUPPORT)) == posted
    await client.chat_postMessage(channel=SUPPORT, text="y")
    assert [call.fault for call in slack.calls("chat.postMessage")] == [kind, None]


async def test_a_fatal_error_may_come_after_the_effect(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.fault["chat.postMessage"] = Fault("fatal_error")
    with pytest.raises(SlackApiError, match="fatal_error"):
        await client.chat_postMessage(channel=SUPPORT, text="x")
    assert len(slack.seen_by(AGENT_ONE, SUPPORT)) == 1


async def test_history_may_tell_few_messages_seldom(slack: Slack, client: AsyncWebClient) -> None:
    slack.scopes.add("channels:history")
    slack.message_interval = 0
    for text in "abc":
        await client.chat_postMessage(channel=SUPPORT, text=text)
    slack.workspace.history_most = 2
    page = await client.conversations_history(channel=SUPPORT)
    assert len(page["messages"]) == 2
    assert page["response_metadata"]["next_cursor"]
    slack.workspace.history_pace.interval = 60
    with pytest.raises(SlackApiError) as busy:
        await client.conversations_history(channel=SUPPORT)
    assert busy.value.response.headers["Retry-After"] == "60"


async def test_slack_may_be_busy_or_broken(slack: Slack, client: AsyncWebClient) -> None:
    slack.fault["users.info"] = Fault("429", seconds=7)
    with pytest.raises(SlackApiError) as busy:
        await client.users_info(user=AGENT_ONE)
    assert busy.value.response.headers["Retry-After"] == "7"
    slack.fault["*"] = Fault("500", times=None)
    for _ in range(2):
        with pytest.raises(SlackApiError) as broken:
            await client.users_info(user=AGENT_ONE)
        assert broken.value.response.status_code == 500
    del slack.fault["*"]
    await client.users_info(user=AGENT_ONE)


async def test_slack_may_be_slow(slack: Slack, client: AsyncWebClient) -> None:
    slack.fault["chat.postMessage"] = Fault("slow", seconds=0.2)
    post = asyncio.ensure_future(client.chat_postMessage(channel=SUPPORT, text="x"))
    assert not await slack.changed(0.05)
    assert slack.seen_by(AGENT_ONE, SUPPORT) == []
    await post
    assert len(slack.seen_by(AGENT_ONE, SUPPORT)) == 1


async def test_a_change_wakes_whoever_waits_for_it(slack: Slack, client: AsyncWebClient) -> None:
    drawn = slack.workspace.version
    waiting = asyncio.ensure_future(slack.changed(5))
    await client.chat_postMessage(channel=SUPPORT, text="x")
    assert await waiting
    assert await slack.changed(0, since=drawn)  # nothing is missed between drawing and waiting
