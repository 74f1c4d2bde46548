"""What a page needs: what is unread, what happened since, and all of it again after a restart."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.slack.journal import MAX_ENTRIES
from bot.sandbox.slack.slack import Slack
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    GUEST,
    LEAD,
    PARTNER,
    SHARED,
    SUPPORT,
)
from tests.sandbox.bolt_bot import TOO_LONG, Bot, respond
from tests.sandbox.refusal import SECTION, refusal

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.sandbox.clock import Clock

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


async def test_what_is_unread_counts_for_each_person(slack: Slack, client: AsyncWebClient) -> None:
    parent = await slack.message(AGENT_ONE, SUPPORT, "one")
    await slack.message(AGENT_ONE, SUPPORT, "@agent.two two")
    await client.chat_postMessage(channel=SUPPORT, text="reply", thread_ts=parent.ts)
    await client.chat_postEphemeral(channel=SUPPORT, user=AGENT_TWO, text="private")
    unread = slack.unread(AGENT_TWO, SUPPORT)
    assert (unread.count, unread.mentions, unread.read_ts) == (2, 1, "")
    slack.read(AGENT_TWO, SUPPORT)
    last = slack.seen_by(AGENT_TWO, SUPPORT)[-1].ts
    unread = slack.unread(AGENT_TWO, SUPPORT)
    assert (unread.count, unread.mentions, unread.read_ts) == (0, 0, last)
    assert slack.unread(LEAD, SUPPORT).count == 2
    # who writes has read
    await slack.message(LEAD, SUPPORT, "@support-team three")
    assert slack.unread(LEAD, SUPPORT).count == 0
    assert slack.unread(AGENT_TWO, SUPPORT).mentions == 1
    direct = slack.workspace.dm(GUEST).id
    await client.chat_postMessage(channel=GUEST, text="hello")
    assert slack.unread(GUEST, direct).mentions == 1
    with pytest.raises(LookupError):
        slack.unread(AGENT_ONE, direct)


async def test_people_have_their_places(slack: Slack) -> None:
    assert [channel.name for channel in slack.channels_of(PARTNER)] == ["partner-shop", ""]
    assert slack.channels_of(PARTNER)[-1].dm_with == PARTNER
    partner = slack.workspace.people[PARTNER]
    assert (partner.title, partner.team_name) == ("Customer, Partner Shop", "Partner Shop")
    assert all(channel.topic for channel in slack.channels_of(LEAD)[:-1])


async def test_the_journal_tells_both_ways_in_one_order_and_again_when_changed(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    _, start = slack.journal_since(0)
    exchange = await slack.command(AGENT_ONE, SUPPORT, "/where", "nothing")
    await refusal(client.chat_postMessage(channel=SUPPORT, text="x", blocks=[SECTION, TOO_LONG]))
    (told, *_, called), mark = slack.journal_since(start)  # Bolt asks auth.test in between
    assert (told["kind"], told["transport"], told["error"]) == ("to_app", "slash_commands", None)
    assert told["ack_ms"] > 0
    assert (called["kind"], called["method"], called["answer"]["ok"]) == (
        "from_app",
        "chat.postMessage",
        False,
    )
    assert [finding["pointer"] for finding in called["findings"]] == ["/blocks/1/text/text"]
    assert told["id"] < called["id"]
    assert slack.journal_since(mark) == ([], mark)
    await respond(exchange.payload["response_url"], text="x", blocks=[TOO_LONG])
    again, _ = slack.journal_since(mark)
    assert [entry["id"] for entry in again] == [told["id"], called["id"] + 1]
    assert again[0]["findings"] == again[1]["findings"] != []
    json.dumps(slack.journal_since(0))


async def test_the_journal_forgets_the_oldest(slack: Slack, client: AsyncWebClient) -> None:
    for _ in range(MAX_ENTRIES // 100):
        await asyncio.gather(*(client.api_test() for _ in range(100)))
    await client.api_test(last="one")
    assert len(slack.journal) == MAX_ENTRIES
    assert slack.journal[-1].arguments["last"] == "one"


async def test_a_page_is_woken_by_the_journal_but_people_are_not(
    slack: Slack, client: AsyncWebClient
) -> None:
    seen, page = slack.workspace.version, slack.version
    await client.users_info(user=AGENT_ONE)
    assert await slack.stirred(0, since=page)
    assert not await slack.changed(0.01, since=seen)


async def test_a_file_wakes_a_page_when_it_is_ready(slack: Slack, client: AsyncWebClient) -> None:
    slack.workspace.processing_seconds = 0.5
    asked = await client.files_getUploadURLExternal(filename="w.png", length=len(PNG))
    assert client.session
    await client.session.post(asked["upload_url"], data=PNG)
    await client.files_completeUploadExternal(files=[{"id": asked["file_id"]}])
    page = slack.version
    assert not await slack.stirred(0.25, since=page)
    assert await slack.stirred(2, since=page)
    url = (await client.files_info(file=asked["file_id"]))["file"]["url_private"]
    async with client.session.get(url) as refused:
        assert refused.status == 403
    headers = {"Authorization": "Bearer xoxb-sandbox"}
    async with client.session.get(url, headers=headers) as response:
        assert (response.content_type, await response.read()) == ("image/png", PNG)
    await client.files_delete(file=asked["file_id"])
    assert (await refusal(client.files_info(file=asked["file_id"])))["error"] == "file_not_found"


async def test_all_is_there_again_after_a_restart(
    slack: Slack, clock: Clock, client: AsyncWebClient
) -> None:
    direct = slack.workspace.dm(AGENT_ONE).id
    parent = await slack.message(AGENT_ONE, direct, "PK1004")
    await slack.message(AGENT_ONE, direct, "and this", parent.ts)
    await slack.delete(AGENT_ONE, direct, parent.ts)
    gone = await slack.message(AGENT_ONE, SUPPORT, "gone for ever")
    await slack.delete(AGENT_ONE, SUPPORT, gone.ts)
    metadata = {"event_type": "parcel_alert", "event_payload": {"k": "abc"}}
    await client.chat_postMessage(channel=SUPPORT, text="late", metadata=metadata)
    await client.files_upload_v2(channel=SUPPORT, filename="w.png", content=PNG)
    await client.views_publish(user_id=AGENT_ONE, view={"type": "home", "blocks": [SECTION]})
    slack.read(AGENT_TWO, SUPPORT)
    kept = json.loads(json.dumps(slack.workspace.dump()))
    assert "gone for ever" not in json.dumps(kept)
    new = Slack(clock)
    new.workspace.load(kept)
    for person, channel in ((AGENT_ONE, direct), (AGENT_ONE, SUPPORT), (AGENT_TWO, SUPPORT)):
        before = slack.seen_by(person, channel, with_tombstones=True)
        assert new.seen_by(person, channel, with_tombstones=True) == before != []
        assert new.unread(person, channel) == slack.unread(person, channel)
    assert new.home(AGENT_ONE) == slack.home(AGENT_ONE)
    assert new.workspace.files == slack.workspace.files
    assert new.workspace.dm(AGENT_ONE).id == direct
    assert new.workspace.version > slack.workspace.version
    ids = {one.id for one in slack.workspace.files.values()} | {direct}
    assert new.workspace.new_id("F") == slack.workspace.new_id("F") not in ids
    assert new.workspace.new_ts() > slack.seen_by(AGENT_ONE, SUPPORT)[-1].ts


@pytest.mark.parametrize("kept", [{}, {"form": 2}, {"form": 1, "messages": [{"text": "x"}]}])
async def test_what_is_no_workspace_is_not_loaded(slack: Slack, kept: dict[str, object]) -> None:
    await slack.message(AGENT_ONE, SUPPORT, "still here")
    with pytest.raises(ValueError, match="no kept workspace"):
        slack.workspace.load(kept)
    assert [one.text for one in slack.seen_by(AGENT_ONE, SUPPORT)] == ["still here"]


async def test_a_thread_is_described_in_history(slack: Slack, client: AsyncWebClient) -> None:
    parent = await slack.message(AGENT_ONE, SUPPORT, "late")
    reply = await slack.message(AGENT_TWO, SUPPORT, "since when?", parent.ts)
    (told,) = (await client.conversations_history(channel=SUPPORT))["messages"]
    assert (told["reply_count"], told["latest_reply"]) == (1, reply.ts)
    assert slack.workspace.replies(parent) == [reply]
    with pytest.raises(LookupError, match="cannot be answered"):
        await slack.message(AGENT_ONE, SUPPORT, "x", "1.000000")


async def test_channels_and_people_are_listed(slack: Slack, client: AsyncWebClient) -> None:
    slack.workspace.dm(AGENT_ONE)
    page = await client.conversations_list(limit=2)
    rest = await client.conversations_list(limit=2, cursor=page["response_metadata"]["next_cursor"])
    names = [one["name"] for one in [*page["channels"], *rest["channels"]]]
    assert names == ["support", "delays", "partner-shop"]
    mine = await client.users_conversations(user=PARTNER)
    assert [one["id"] for one in mine["channels"]] == [SHARED]
    needs = await refusal(client.conversations_list(types="im"))
    assert (needs["error"], needs["needed"]) == ("missing_scope", "im:read")
    assert BOT_USER in [one["id"] for one in (await client.users_list())["members"]]
