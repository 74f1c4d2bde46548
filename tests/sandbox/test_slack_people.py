"""What people do in the sandbox's Slack, met by a real Bolt app both ways."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.slack.payload import as_delivered
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    GUEST,
    PARTNER,
    SHARED,
    SUPPORT,
)
from tests.sandbox.bolt_bot import BUTTONS, TOO_LONG, Bot, new_bot, over_http, respond

if TYPE_CHECKING:
    from bot.sandbox.clock import Clock
    from bot.sandbox.slack.slack import Slack


async def test_a_command_is_answered_privately_in_its_acknowledgement(
    slack: Slack, bot: Bot
) -> None:
    exchange = await slack.command(AGENT_ONE, SUPPORT, "/where", "PK1004 & <b>")
    command = bot.told[0]
    assert (command["text"], command["channel_name"]) == ("PK1004 &amp; &lt;b&gt;", "support")
    assert (command["user_id"], command["response_url"]) == (
        AGENT_ONE,
        exchange.payload["response_url"],
    )
    assert exchange.is_acked
    assert exchange.error is None
    assert [message.text for message in slack.seen_by(AGENT_ONE, SUPPORT)] == ["private"]
    assert slack.seen_by(AGENT_TWO, SUPPORT) == []


async def test_a_bare_acknowledgement_shows_nothing(slack: Slack, bot: Bot) -> None:
    exchange = await slack.command(AGENT_ONE, SUPPORT, "/where", "nothing")
    assert exchange.is_acked
    assert slack.seen_by(AGENT_ONE, SUPPORT) == []


async def test_a_public_answer_shows_the_command_too(slack: Slack, bot: Bot) -> None:
    await slack.command(AGENT_ONE, SUPPORT, "/where", "public")
    seen = [(message.user, message.text) for message in slack.seen_by(AGENT_TWO, SUPPORT)]
    assert seen == [(AGENT_ONE, "/where public"), (BOT_USER, "public")]


async def test_a_bad_acknowledgement_is_shown_as_failed(slack: Slack, bot: Bot) -> None:
    exchange = await slack.command(AGENT_ONE, SUPPORT, "/where", "bad")
    assert exchange.error == "invalid_blocks"
    assert [finding.pointer for finding in exchange.findings] == ["/blocks/0/text/text"]
    (message,) = slack.seen_by(AGENT_ONE, SUPPORT)
    assert message.text == '/where failed with the error "invalid_blocks"'


async def test_a_late_acknowledgement_is_not_shown(slack: Slack, bot: Bot) -> None:
    slack.ack_seconds = 0.1
    exchange = await slack.command(AGENT_ONE, SUPPORT, "/where", "sleep")
    assert (exchange.error, exchange.is_acked) == ("operation_timeout", False)
    await asyncio.sleep(0.3)
    (message,) = slack.seen_by(AGENT_ONE, SUPPORT)
    assert message.text == '/where failed with the error "operation_timeout"'


async def test_a_failing_app_is_shown_over_http(slack: Slack) -> None:
    async with over_http(slack, new_bot(slack)):
        exchange = await slack.command(AGENT_ONE, SUPPORT, "/where", "crash")
        assert (exchange.http_status, exchange.error) == (500, "http_service_error")
        exchange = await slack.command(AGENT_ONE, SUPPORT, "/unknown")
        assert (exchange.http_status, exchange.error) == (404, "http_client_error")


async def test_without_any_app_a_command_fails_at_once(slack: Slack) -> None:
    assert (await slack.command(AGENT_ONE, SUPPORT, "/where")).error == "dispatch_failed"
    slack.request_url = "http://127.0.0.1:9/slack/events"
    assert (await slack.command(AGENT_ONE, SUPPORT, "/where")).error == "dispatch_failed"


async def test_people_of_other_companies_have_no_commands(slack: Slack, bot: Bot) -> None:
    exchange = await slack.command(PARTNER, SHARED, "/where", "PK1004")
    assert exchange.error == "unknown_command"
    assert bot.told == []


async def test_people_only_act_where_they_are(slack: Slack) -> None:
    with pytest.raises(LookupError):
        await slack.command(GUEST, SUPPORT, "/where", "PK1004")
    with pytest.raises(LookupError):
        await slack.message(GUEST, SUPPORT, "where is PK1004?")
    with pytest.raises(LookupError):
        await slack.click(AGENT_ONE, SUPPORT, "1.000000", "more")


async def test_a_mention_and_a_direct_message_are_told_as_subscribed(
    slack: Slack, bot: Bot
) -> None:
    posted = await slack.message(AGENT_ONE, SUPPORT, "@wherebot where is PK1004?")
    await slack.message(AGENT_ONE, SUPPORT, "nothing for the bot")
    direct = slack.workspace.dm(GUEST)
    await slack.message(GUEST, direct.id, "see https://a.example/?a=1&b=2")
    mention, message = bot.told
    assert (mention["type"], mention["ts"]) == ("app_mention", posted.ts)
    assert mention["text"] == f"<@{BOT_USER}> where is PK1004?"
    assert (message["channel_type"], message["text"]) == (
        "im",
        "see <https://a.example/?a=1&amp;b=2>",
    )
    slack.subscriptions.add("message.channels")
    reply = await slack.message(AGENT_ONE, SUPPORT, "@wherebot again", posted.ts)
    both = bot.told[2:]
    assert [event["type"] for event in both] == ["message", "app_mention"]
    assert {event["thread_ts"] for event in both} == {posted.ts}
    assert {event["ts"] for event in both} == {reply.ts}


async def test_opening_home_is_told(slack: Slack, bot: Bot) -> None:
    opened = await slack.open_home(AGENT_ONE)
    assert opened
    assert opened.is_acked
    assert (bot.told[0]["type"], bot.told[0]["tab"]) == ("app_home_opened", "home")


async def test_a_click_carries_its_message_unless_it_is_ephemeral(slack: Slack, bot: Bot) -> None:
    private = (await slack.command(AGENT_ONE, SUPPORT, "/where", "x")).shown[0]
    public = slack.workspace.post(SUPPORT, BOT_USER, {"text": "card", "blocks": [BUTTONS]})
    await slack.click(AGENT_ONE, SUPPORT, private.ts, "more")
    await slack.click(AGENT_TWO, SUPPORT, public.ts, "menu", choice="mute")
    in_private, in_public = bot.told[1:]
    assert in_private["container"]["is_ephemeral"]
    assert "message" not in in_private
    action = in_private["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("more", "b", "PK1004")
    assert in_public["message"]["ts"] == public.ts
    assert in_public["actions"][0]["selected_option"]["value"] == "mute"
    assert in_public["user"]["id"] == AGENT_TWO
    with pytest.raises(LookupError):
        await slack.click(AGENT_TWO, SUPPORT, private.ts, "more")


async def test_a_clicked_message_is_replaced_or_deleted_through_response_url(
    slack: Slack, bot: Bot
) -> None:
    private = (await slack.command(AGENT_ONE, SUPPORT, "/where", "x")).shown[0]
    exchange = await slack.click(AGENT_ONE, SUPPORT, private.ts, "more")
    url = exchange.payload["response_url"]
    answer = {"text": "more", "replace_original": True, "response_type": "in_channel"}
    assert await respond(url, **answer) == (200, "ok")
    assert (private.text, private.blocks, private.is_edited) == ("more", [], True)
    assert slack.seen_by(AGENT_TWO, SUPPORT) == []  # ephemeral it stays
    await respond(url, delete_original=True)
    assert slack.seen_by(AGENT_ONE, SUPPORT) == []


async def test_a_commands_answer_is_not_replaced_but_followed(slack: Slack, bot: Bot) -> None:
    exchange = await slack.command(AGENT_ONE, SUPPORT, "/where", "x")
    url = exchange.payload["response_url"]
    await respond(url, text="found", replace_original=True)
    assert [message.text for message in exchange.shown] == ["private", "found"]
    slack.workspace.commands_can_replace = True
    await respond(url, text="found again", replace_original=True)
    assert [message.text for message in exchange.shown] == ["private", "found again"]


async def test_a_response_url_works_five_times_in_thirty_minutes(slack: Slack, bot: Bot) -> None:
    url = (await slack.command(AGENT_ONE, SUPPORT, "/where", "nothing")).payload["response_url"]
    assert [await respond(url, text=str(use)) for use in range(5)] == [(200, "ok")] * 5
    assert await respond(url, text="6") == (404, "used_url")
    assert [message.text for message in slack.seen_by(AGENT_ONE, SUPPORT)] == list("01234")
    fresh = (await slack.command(AGENT_ONE, SUPPORT, "/where", "nothing")).payload["response_url"]
    assert slack.workspace.response_url_seconds == 30 * 60
    slack.workspace.response_url_seconds = 0
    assert await respond(fresh, text="late") == (404, "expired_url")
    assert [call.status for call in slack.calls("response_url")] == [200] * 5 + [404] * 2


async def test_a_hurried_clock_leaves_a_response_url_its_thirty_minutes(
    slack: Slack, clock: Clock, bot: Bot
) -> None:
    url = (await slack.command(AGENT_ONE, SUPPORT, "/where", "nothing")).payload["response_url"]
    clock.run_at(1440)
    clock.advance(86_400)
    assert await respond(url, text="found") == (200, "ok")


async def test_a_response_url_refuses_what_slack_refuses(slack: Slack, bot: Bot) -> None:
    exchange = await slack.command(AGENT_ONE, SUPPORT, "/where", "nothing")
    url = exchange.payload["response_url"]
    assert await respond(url, text="x", blocks=[TOO_LONG]) == (400, "invalid_blocks")
    assert await respond(url) == (400, "no_text")
    assert slack.seen_by(AGENT_ONE, SUPPORT) == []
    assert len(exchange.findings) == 2
    assert await respond(url + "0", text="x") == (404, "no_such_url")


async def test_a_thread_is_answered_only_in_public(slack: Slack, bot: Bot) -> None:
    exchange = await slack.command(AGENT_ONE, SUPPORT, "/where", "nothing")
    url = exchange.payload["response_url"]
    parent = slack.workspace.post(SUPPORT, AGENT_TWO, {"text": "parent"})
    await respond(url, text="private", thread_ts=parent.ts)
    await respond(url, text="public", thread_ts=parent.ts, response_type="in_channel")
    assert [message.thread_ts for message in exchange.shown] == [None, parent.ts]


@pytest.mark.parametrize(
    ("typed", "delivered"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("see https://a.example/x?y=1&z=2 now", "see <https://a.example/x?y=1&amp;z=2> now"),
        ("to a.b@c.example", "to <mailto:a.b@c.example|a.b@c.example>"),
        ("<@U012345> <#C012345|x>", "<@U012345> <#C012345|x>"),
        ("<tel:0301234567|0301234567>", "<tel:0301234567|0301234567>"),
    ],
)
def test_typed_text_is_delivered_as_slack_delivers_it(typed: str, delivered: str) -> None:
    assert as_delivered(typed) == delivered
