"""The sandbox's Slack as a real slack_sdk client meets it: messages, people, channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    BOT_USER,
    GUEST,
    PARTNER,
    SHARED,
    SUPPORT,
    Channel,
)
from tests.sandbox.refusal import SECTION, refusal

if TYPE_CHECKING:
    from bot.sandbox.clock import Clock
    from bot.sandbox.slack.slack import Slack

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Order"}, "blocks": [SECTION]}
HOME = {"type": "home", "blocks": [SECTION]}


async def test_auth_test_tells_the_bot_and_its_scopes(slack: Slack, client: AsyncWebClient) -> None:
    slack.scopes.clear()
    slack.scopes.update({"commands", "chat:write"})
    answer = await client.auth_test()
    assert (answer["user_id"], answer["team_id"]) == (BOT_USER, "T0SANDBOX")
    assert answer.headers["x-oauth-scopes"] == "chat:write,commands"


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("", "not_authed"),
        ("xoxb-other", "invalid_auth"),
        ("xapp-sandbox", "not_allowed_token_type"),
    ],
)
async def test_a_wrong_token_is_refused(slack: Slack, token: str, error: str) -> None:
    other = AsyncWebClient(token, base_url=slack.url + "/api/", retry_handlers=[])
    assert (await refusal(other.users_info(user=AGENT_ONE)))["error"] == error


async def test_the_token_may_stand_in_a_form(slack: Slack) -> None:
    form = {"token": "xoxb-sandbox", "channel": "#support", "blocks": '[{"type":"divider"}]'}
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.url + "/api/chat.postMessage", data=form) as response,
    ):
        answer = await response.json()
    assert (answer["ok"], answer["channel"]) == (True, SUPPORT)
    assert slack.seen_by(AGENT_ONE, SUPPORT)[0].blocks[0]["type"] == "divider"
    assert slack.journal[-1].arguments["channel"] == "#support"
    assert "token" not in slack.journal[-1].arguments


async def test_a_posted_message_is_seen_edited_and_deleted(
    slack: Slack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel=SUPPORT, text="late", blocks=[SECTION])
    (message,) = slack.seen_by(AGENT_ONE, SUPPORT)
    assert (message.ts, message.text, message.is_edited) == (posted["ts"], "late", False)
    assert message.blocks[0]["block_id"]
    await client.chat_update(channel=SUPPORT, ts=posted["ts"], text="arrived")
    assert (message.text, message.is_edited) == ("arrived", True)
    assert message.blocks[0]["text"] == SECTION["text"]  # kept, because none were given
    await client.chat_delete(channel=SUPPORT, ts=posted["ts"])
    assert slack.seen_by(AGENT_ONE, SUPPORT) == []


async def test_an_ephemeral_message_is_seen_by_one_person_only(
    slack: Slack, client: AsyncWebClient
) -> None:
    answer = await client.chat_postEphemeral(channel=SHARED, user=AGENT_ONE, text="private")
    assert [message.text for message in slack.seen_by(AGENT_ONE, SHARED)] == ["private"]
    assert slack.seen_by(GUEST, SHARED) == []
    assert (await client.conversations_history(channel=SHARED))["messages"] == []
    gone = await refusal(client.chat_update(channel=SHARED, ts=answer["message_ts"], text="x"))
    assert gone["error"] == "message_not_found"


async def test_a_message_to_a_person_opens_a_direct_message(
    slack: Slack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel=GUEST, text="hello")
    opened = await client.conversations_open(users=GUEST)
    assert posted["channel"] == opened["channel"]["id"] == slack.workspace.dm(GUEST).id


REFUSALS: dict[str, tuple[str, dict[str, Any], str]] = {
    "unknown method": ("chat.shout", {}, "unknown_method"),
    "unknown channel": ("chat.postMessage", {"channel": "C1", "text": "x"}, "channel_not_found"),
    "no channel": ("chat.postMessage", {"text": "x"}, "channel_not_found"),
    "private channel": (
        "chat.postMessage",
        {"channel": "C0SECRET", "text": "x"},
        "channel_not_found",
    ),
    "not a member": ("chat.postMessage", {"channel": "C0RANDOM", "text": "x"}, "not_in_channel"),
    "archived": ("chat.postMessage", {"channel": "C0OLD", "text": "x"}, "is_archived"),
    "no text": ("chat.postMessage", {"channel": SUPPORT}, "no_text"),
    "blocks in bad JSON": (
        "chat.postMessage",
        {"channel": SUPPORT, "blocks": "[{"},
        "invalid_blocks_format",
    ),
    "unknown thread": (
        "chat.postMessage",
        {"channel": SUPPORT, "text": "x", "thread_ts": "1.000000"},
        "thread_not_found",
    ),
    "ephemeral to an outsider": (
        "chat.postEphemeral",
        {"channel": SUPPORT, "user": GUEST, "text": "x"},
        "user_not_in_channel",
    ),
    "update of nothing": (
        "chat.update",
        {"channel": SUPPORT, "ts": "1.000000", "text": "x"},
        "message_not_found",
    ),
    "unknown user": ("users.info", {"user": "U1"}, "user_not_found"),
    "nobody to open with": ("conversations.open", {}, "users_list_not_supplied"),
    "unknown file": ("files.info", {"file": "F1"}, "file_not_found"),
    "no filename": ("files.getUploadURLExternal", {"length": 3}, "invalid_arguments"),
    "unknown trigger": ("views.open", {"trigger_id": "1.2.x", "view": MODAL}, "invalid_arguments"),
    "unknown view": ("views.update", {"view_id": "V1", "view": MODAL}, "not_found"),
    "reaction of odd letters": (
        "reactions.add",
        {"channel": SUPPORT, "timestamp": "{ts}", "name": "Big Box"},
        "invalid_name",
    ),
}


@pytest.mark.parametrize(("method", "arguments", "error"), REFUSALS.values(), ids=REFUSALS)
async def test_a_call_is_refused_in_slacks_words(
    slack: Slack, client: AsyncWebClient, method: str, arguments: dict[str, Any], error: str
) -> None:
    for channel in (
        Channel("C0SECRET", "secret", {AGENT_ONE}, is_private=True),
        Channel("C0RANDOM", "random", {AGENT_ONE}),
        Channel("C0OLD", "old", {AGENT_ONE, BOT_USER}, is_archived=True),
    ):
        slack.workspace.channels[channel.id] = channel
    ts = (await client.chat_postMessage(channel=SUPPORT, text="x"))["ts"]
    filled = {key: ts if value == "{ts}" else value for key, value in arguments.items()}
    answer = await refusal(client.api_call(method, json=filled))
    assert answer["error"] == error
    assert len(slack.seen_by(AGENT_ONE, SUPPORT)) == 1


async def test_bad_blocks_are_refused_with_their_pointers(
    slack: Slack, client: AsyncWebClient
) -> None:
    blocks = [SECTION, {"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]
    answer = await refusal(client.chat_postMessage(channel=SUPPORT, text="x", blocks=blocks))
    said = "unsupported type: mrkdwn [json-pointer:/blocks/1/text/type]"
    assert (answer["error"], answer["errors"]) == ("invalid_blocks", [said])
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {said}"]
    assert slack.seen_by(AGENT_ONE, SUPPORT) == []


async def test_texts_have_their_limits(slack: Slack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=SUPPORT, text="x" * 40_001)
    assert len(slack.seen_by(AGENT_ONE, SUPPORT)[0].text) == 40_000
    update = client.chat_update(channel=SUPPORT, ts=posted["ts"], text="x" * 4_001)
    assert (await refusal(update))["error"] == "msg_too_long"


async def test_a_missing_scope_is_named(slack: Slack, client: AsyncWebClient) -> None:
    slack.scopes.discard("channels:history")
    answer = await refusal(client.conversations_history(channel=SUPPORT))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "channels:history")
    direct = await client.conversations_open(users=AGENT_ONE)
    await client.conversations_history(channel=direct["channel"]["id"])  # im:history is there


async def test_users_info_tells_what_slack_tells(slack: Slack, client: AsyncWebClient) -> None:
    guest = (await client.users_info(user=GUEST, include_locale=True))["user"]
    assert (guest["is_restricted"], guest["locale"], guest["tz"]) == (
        True,
        "fr-FR",
        "Europe/Berlin",
    )
    assert guest["profile"]["email"].endswith(".example")
    partner = (await client.users_info(user=PARTNER, include_locale=True))["user"]
    assert (partner["is_stranger"], partner["team_id"]) == (True, "T0PARTNER")
    assert "email" not in partner["profile"]
    assert "locale" not in partner
    slack.scopes.discard("users:read.email")
    assert "email" not in (await client.users_info(user=GUEST))["user"]["profile"]


async def test_channels_are_described(client: AsyncWebClient) -> None:
    shared = (await client.conversations_info(channel=SHARED))["channel"]
    assert (shared["is_ext_shared"], shared["is_member"], shared["is_im"]) == (True, True, False)
    members = await client.conversations_members(channel=SHARED)
    assert {GUEST, PARTNER, BOT_USER} <= set(members["members"])


async def test_history_finds_a_message_by_its_metadata(
    clock: Clock, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel=SUPPORT, text="old")
    clock.advance(100)
    since = clock.now().timestamp()
    clock.advance(1)
    metadata = {"event_type": "parcel_alert", "event_payload": {"k": "abc"}}
    posted = await client.chat_postMessage(channel=SUPPORT, text="new", metadata=metadata)
    reply = await client.chat_postMessage(channel=SUPPORT, text="reply", thread_ts=posted["ts"])
    found = await client.conversations_history(
        channel=SUPPORT, oldest=str(since), include_all_metadata=True
    )
    assert [(one["ts"], one["metadata"]) for one in found["messages"]] == [(posted["ts"], metadata)]
    plain = await client.conversations_history(channel=SUPPORT, limit=1)
    assert "metadata" not in plain["messages"][0]
    assert plain["has_more"]
    cursor = plain["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel=SUPPORT, limit=1, cursor=cursor)
    assert [one["text"] for one in rest["messages"]] == ["old"]
    thread = await client.conversations_replies(channel=SUPPORT, ts=posted["ts"])
    assert [one["ts"] for one in thread["messages"]] == [posted["ts"], reply["ts"]]


async def test_metadata_survives_an_update_without_any(client: AsyncWebClient) -> None:
    metadata = {"event_type": "parcel_alert", "event_payload": {"k": "abc"}}
    posted = await client.chat_postMessage(channel=SUPPORT, text="x", metadata=metadata)
    updated = await client.chat_update(channel=SUPPORT, ts=posted["ts"], text="y")
    assert updated["message"]["metadata"] == metadata


async def test_rich_text_cannot_be_replaced_by_something_else(client: AsyncWebClient) -> None:
    rich = {"type": "rich_text", "elements": []}
    posted = await client.chat_postMessage(channel=SUPPORT, text="x", blocks=[rich])
    update = client.chat_update(channel=SUPPORT, ts=posted["ts"], text="y", blocks=[SECTION])
    assert (await refusal(update))["error"] == "block_mismatch"


async def test_a_reaction_is_added_once(slack: Slack, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=SUPPORT, text="x"))["ts"]
    await client.reactions_add(channel=SUPPORT, timestamp=ts, name="package")
    assert slack.seen_by(AGENT_ONE, SUPPORT)[0].reactions == {"package": [BOT_USER]}
    again = client.reactions_add(channel=SUPPORT, timestamp=ts, name="package")
    assert (await refusal(again))["error"] == "already_reacted"


async def test_one_message_a_second_and_channel(slack: Slack, client: AsyncWebClient) -> None:
    slack.message_interval = 1.0
    await client.chat_postMessage(channel=SUPPORT, text="1")
    await client.chat_postMessage(channel=SHARED, text="1")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="#support", text="2")
    response = caught.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert response.headers["Retry-After"] == "1"
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
    await client.chat_postMessage(channel=SUPPORT, text="3")
    assert [message.text for message in slack.seen_by(AGENT_ONE, SUPPORT)] == ["1", "3"]
