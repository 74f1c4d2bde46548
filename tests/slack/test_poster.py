"""Posting exactly once, whatever happens to the line."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.letter import Posted, Postponed, Refused, Unclear
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.slack import Slack
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, BOT_USER, SUPPORT, Message
from bot.slack.door import Identity
from bot.slack.poster import Place, Poster
from tests.conftest import until

TEXT = {"text": "PK1004 is out for delivery"}
LOOKS = (0.0, 0.1, 0.2)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.4)) as session:
        yield session


@pytest.fixture
def slack(sandbox: Addresses) -> Slack:
    return sandbox.slack


async def poster(sandbox: Addresses, session: aiohttp.ClientSession, **changes: Any) -> Poster:
    """A poster whose client would repeat what broke off, if it were asked."""
    client = AsyncWebClient(
        "xoxb-sandbox",
        base_url=sandbox.slack_url,
        session=session,
        retry_handlers=[AsyncConnectionErrorRetryHandler(max_retry_count=3)],
    )
    identity = Identity(client)
    await identity.learn()
    return Poster(client, identity, **{"patience": 5.0, "looks": LOOKS, **changes})


@pytest.fixture
async def post(sandbox: Addresses, session: aiohttp.ClientSession) -> Poster:
    return await poster(sandbox, session)


def now() -> datetime:
    return datetime.now(UTC)


def standing(slack: Slack, channel: str = SUPPORT) -> list[Message]:
    return [one for one in slack.seen_by(AGENT_ONE, channel) if one.user == BOT_USER]


async def test_a_post_says_its_key_and_nothing_else_in_its_metadata(
    slack: Slack, post: Poster
) -> None:
    sent = await post.post(Place(SUPPORT), TEXT, key="k1", since=now())
    [message] = standing(slack)
    assert sent == Posted(message.ts)
    assert message.text == TEXT["text"]
    assert message.metadata == {"event_type": "wherebot_answer", "event_payload": {"k": "k1"}}


@pytest.mark.parametrize("kind", ["lost", "drop", "500"])
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("is_thread", [False, True])
async def test_it_stands_there_once_whatever_the_line_does(
    slack: Slack, post: Poster, kind: Any, times: int, *, is_thread: bool
) -> None:
    question = await slack.message(AGENT_ONE, SUPPORT, "PK1004?")
    place = Place(SUPPORT, question.ts if is_thread else None)
    slack.fault["chat.postMessage"] = Fault(kind, times=times)
    sent = await post.post(place, TEXT, key="k1", since=now())
    [message] = standing(slack)
    assert sent == Posted(message.ts)
    assert message.thread_ts == place.thread_ts
    tried = len(slack.calls("chat.postMessage"))
    assert tried == (1 if kind == "lost" else times + 1)


async def test_history_that_lags_is_waited_for(slack: Slack, post: Poster) -> None:
    slack.workspace.history_lag = 0.2
    slack.fault["chat.postMessage"] = Fault("lost")
    sent = await post.post(Place(SUPPORT), TEXT, key="k1", since=now())
    [message] = standing(slack)
    assert sent == Posted(message.ts)
    assert len(slack.calls("conversations.history")) > 1


async def test_history_lags_in_threads_too(slack: Slack, post: Poster) -> None:
    question = await slack.message(AGENT_ONE, SUPPORT, "PK1004?")
    slack.workspace.history_lag = 0.2
    slack.fault["chat.postMessage"] = Fault("lost")
    await post.post(Place(SUPPORT, question.ts), TEXT, key="k1", since=now())
    assert len(standing(slack)) == 1
    assert len(slack.calls("conversations.replies")) > 1


async def test_a_slack_slower_than_our_patience_with_it_has_its_effect_once(
    sandbox: Addresses, session: aiohttp.ClientSession
) -> None:
    slow = await poster(sandbox, session, patience=20.0)
    sandbox.slack.fault["chat.postMessage"] = Fault("slow", seconds=1.5)
    sent = await slow.post(Place(SUPPORT), TEXT, key="k1", since=now())
    calls = sandbox.slack.calls("chat.postMessage")
    await until(lambda: all(call.status for call in calls))
    [message] = standing(sandbox.slack)
    assert sent == Posted(message.ts)


async def test_a_slack_that_wants_a_pause_gets_it(slack: Slack, post: Poster) -> None:
    slack.fault["chat.postMessage"] = Fault("429", seconds=1)
    begun = time.monotonic()
    assert isinstance(await post.post(Place(SUPPORT), TEXT, key="k1", since=now()), Posted)
    assert time.monotonic() - begun >= 1
    assert len(standing(slack)) == 1
    assert not slack.calls("conversations.history"), "a 429 has no effect: nothing to look for"


async def test_a_long_pause_is_left_to_the_caller(slack: Slack, post: Poster) -> None:
    slack.fault["chat.postMessage"] = Fault("429", seconds=30)
    async with asyncio.timeout(2):
        sent = await post.post(Place(SUPPORT), TEXT, key="k1", since=now())
    assert sent == Postponed(30, "ratelimited")
    assert len(slack.calls("chat.postMessage")) == 1


async def test_what_slack_refuses_is_refused(slack: Slack, post: Poster) -> None:
    assert await post.post(Place("C0NOWHERE"), TEXT, key="k", since=now()) == Refused(
        "channel_not_found"
    )
    slack.workspace.channels[SUPPORT].is_archived = True
    assert await post.post(Place(SUPPORT), TEXT, key="k", since=now()) == Refused("is_archived")
    assert len(slack.calls("chat.postMessage")) == 2


async def test_a_picture_that_slack_refuses_is_left_out(slack: Slack, post: Poster) -> None:
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "here"}},
        {"type": "image", "alt_text": "x", "slack_file": {"id": "F0GONE"}},
    ]
    sent = await post.post(Place(SUPPORT), {**TEXT, "blocks": blocks}, key="k", since=now())
    [message] = standing(slack)
    assert sent == Posted(message.ts)
    assert [block["type"] for block in message.blocks] == ["section"]


@pytest.mark.parametrize("kind", ["lost", "drop"])
async def test_where_we_may_not_look_it_stays_unclear_and_is_not_repeated(
    slack: Slack, post: Poster, kind: Any
) -> None:
    slack.scopes.discard("channels:history")
    slack.fault["chat.postMessage"] = Fault(kind)
    sent = await post.post(Place(SUPPORT), TEXT, key="k1", since=now())
    assert sent == Unclear("missing_scope")
    assert len(slack.calls("chat.postMessage")) == 1


async def test_a_slack_that_is_away_while_we_look_leaves_it_for_later(
    slack: Slack, post: Poster
) -> None:
    slack.fault["chat.postMessage"] = Fault("lost")
    slack.fault["conversations.history"] = Fault("500", times=None)
    since = now()
    assert isinstance(await post.post(Place(SUPPORT), TEXT, key="k1", since=since), Postponed)
    assert len(slack.calls("chat.postMessage")) == 1
    del slack.fault["conversations.history"]
    [message] = standing(slack)
    assert await post.find(Place(SUPPORT), key="k1", since=since) == Posted(message.ts)


async def test_looking_gives_way_to_a_slack_that_wants_a_pause(slack: Slack, post: Poster) -> None:
    slack.fault["chat.postMessage"] = Fault("lost")
    slack.fault["conversations.history"] = Fault("429", seconds=1)
    begun = time.monotonic()
    assert isinstance(await post.post(Place(SUPPORT), TEXT, key="k1", since=now()), Posted)
    assert time.monotonic() - begun >= 1
    assert len(slack.calls("conversations.history")) == 2


async def test_without_a_connection_nothing_was_sent(sandbox: Addresses) -> None:
    async with aiohttp.ClientSession() as session:
        there = await poster(sandbox, session)
        there._client.base_url = "http://127.0.0.1:1/api/"
        async with asyncio.timeout(10):
            sent = await there.post(Place(SUPPORT), TEXT, key="k1", since=now())
    assert isinstance(sent, Postponed)
    assert not sandbox.slack.calls("conversations.history")


async def test_it_is_found_among_much_else_on_any_page(slack: Slack, post: Poster) -> None:
    since = now()
    await post.post(Place(SUPPORT), TEXT, key="k1", since=since)
    [ours] = standing(slack)
    for number in range(450):
        slack.workspace.post(SUPPORT, AGENT_TWO, {"text": str(number)})
    assert await post.find(Place(SUPPORT), key="k1", since=since) == Posted(ours.ts)
    assert await post.find(Place(SUPPORT), key="k2", since=since) is None


async def test_too_much_to_read_is_unclear(slack: Slack, post: Poster) -> None:
    for number in range(2100):
        slack.workspace.post(SUPPORT, AGENT_TWO, {"text": str(number)})
    found = await post.find(Place(SUPPORT), key="k1", since=now())
    assert found == Unclear("more was said than can be read")


async def test_nobody_elses_message_is_taken_for_ours(slack: Slack, post: Poster) -> None:
    metadata = {"event_type": "wherebot_answer", "event_payload": {"k": "k1"}}
    slack.workspace.post(SUPPORT, AGENT_TWO, {"text": "x", "metadata": metadata})
    assert await post.find(Place(SUPPORT), key="k1", since=now()) is None


async def test_what_was_said_before_is_not_read(slack: Slack, post: Poster) -> None:
    since = now()
    await post.post(Place(SUPPORT), TEXT, key="k1", since=since)
    later = since + timedelta(minutes=5)
    assert await post.find(Place(SUPPORT), key="k1", since=later) is None
