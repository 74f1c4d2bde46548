"""Events beyond the plain message: edits, deletions, reactions, links, and the bot's own posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox.slack.slack import Place
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    GUEST,
    PARTNER,
    SHARED,
    SUPPORT,
)
from tests.sandbox.bolt_bot import BUTTONS, Bot
from tests.sandbox.refusal import SECTION, refusal

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.sandbox.slack.slack import Slack

LINK = "https://track.shop.example/PK1004?a=1&b=2"


def events(slack: Slack) -> list[dict[str, Any]]:
    return [one.payload["event"] for one in slack.exchanges if one.kind == "events_api"]


async def test_an_edit_is_told_with_both_texts_and_the_mention_again(
    slack: Slack, bot: Bot
) -> None:
    slack.subscriptions.add("message.channels")
    message = await slack.message(AGENT_ONE, SUPPORT, "where?")
    edited = await slack.edit(AGENT_ONE, SUPPORT, message.ts, "@wherebot where?")
    assert (edited.ts, edited.is_edited) == (message.ts, True)
    _, changed, mention = bot.told
    assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == (
        "where?",
        f"<@{BOT_USER}> where?",
    )
    assert changed["message"]["edited"]["user"] == AGENT_ONE
    assert (mention["type"], mention["edited"]["user"]) == ("app_mention", AGENT_ONE)
    assert mention["event_ts"] != mention["ts"] == message.ts


async def test_a_deletion_is_told_and_hides_the_message(slack: Slack, bot: Bot) -> None:
    slack.subscriptions.add("message.channels")
    message = await slack.message(AGENT_ONE, SUPPORT, "a secret")
    await slack.delete(AGENT_ONE, SUPPORT, message.ts)
    gone = bot.told[1]
    assert (gone["subtype"], gone["deleted_ts"]) == ("message_deleted", message.ts)
    assert gone["previous_message"]["text"] == "a secret"
    assert slack.seen_by(AGENT_TWO, SUPPORT, with_tombstones=True) == []
    with pytest.raises(LookupError):
        await slack.edit(AGENT_ONE, SUPPORT, message.ts, "again")


async def test_a_deleted_message_with_a_thread_leaves_a_tombstone(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    slack.subscriptions.add("message.channels")
    parent = await slack.message(AGENT_ONE, SUPPORT, "a secret")
    reply = await slack.message(AGENT_TWO, SUPPORT, "reply", parent.ts)
    await slack.delete(AGENT_ONE, SUPPORT, parent.ts)
    assert bot.told[-1]["message"]["subtype"] == "tombstone"
    assert [one.ts for one in slack.seen_by(AGENT_ONE, SUPPORT)] == [reply.ts]
    tombstone = slack.seen_by(AGENT_ONE, SUPPORT, with_tombstones=True)[0]
    assert (tombstone.ts, tombstone.is_deleted, tombstone.text) == (parent.ts, True, "")
    # the thread goes on
    await client.chat_postMessage(channel=SUPPORT, text="more", thread_ts=parent.ts)
    thread = await client.conversations_replies(channel=SUPPORT, ts=parent.ts)
    assert [one["text"] for one in thread["messages"]] == ["reply", "more"]


async def test_only_ones_own_messages_can_be_changed(slack: Slack, client: AsyncWebClient) -> None:
    message = await slack.message(AGENT_ONE, SUPPORT, "mine")
    posted = await client.chat_postMessage(channel=SUPPORT, text="the bot's")
    for ts in (message.ts, posted["ts"]):
        with pytest.raises(PermissionError, match="not your message"):
            await slack.edit(AGENT_TWO, SUPPORT, ts, "forged")
        with pytest.raises(PermissionError, match="not your message"):
            await slack.delete(AGENT_TWO, SUPPORT, ts)
    with pytest.raises(LookupError):
        await slack.delete(GUEST, SUPPORT, message.ts)
    with pytest.raises(ValueError, match="Write something"):
        await slack.edit(AGENT_ONE, SUPPORT, message.ts, " ")
    assert message.text == "mine"


async def test_the_bots_own_posts_are_told_as_a_bots(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    slack.subscriptions.add("message.channels")
    posted = await client.chat_postMessage(channel=SUPPORT, text="late")
    await client.chat_update(channel=SUPPORT, ts=posted["ts"], text="arrived")
    await client.chat_delete(channel=SUPPORT, ts=posted["ts"])
    await client.chat_postEphemeral(channel=SUPPORT, user=AGENT_ONE, text="private")
    await slack.settled()
    told = events(slack)
    assert [one.get("subtype") for one in told] == [None, "message_changed", "message_deleted"]
    assert (told[0]["bot_id"], told[0]["user"]) == ("B0WHEREBOT", BOT_USER)
    assert "private" not in str(told)


async def test_reactions_are_toggled_and_told_where_subscribed(slack: Slack, bot: Bot) -> None:
    message = await slack.message(AGENT_ONE, SUPPORT, "late")
    assert await slack.react(AGENT_TWO, SUPPORT, message.ts, "eyes")
    assert (message.reactions, bot.told) == ({"eyes": [AGENT_TWO]}, [])
    slack.subscriptions |= {"reaction_added", "reaction_removed"}
    assert not await slack.react(AGENT_TWO, SUPPORT, message.ts, "eyes")
    assert await slack.react(AGENT_TWO, SUPPORT, message.ts, "package")
    assert [(one["type"], one["reaction"]) for one in bot.told] == [
        ("reaction_removed", "eyes"),
        ("reaction_added", "package"),
    ]
    assert (bot.told[0]["item"]["ts"], bot.told[0]["item_user"]) == (message.ts, AGENT_ONE)
    with pytest.raises(ValueError, match="no emoji"):
        await slack.react(AGENT_TWO, SUPPORT, message.ts, "Big Box")


async def test_mentions_are_made_of_names(slack: Slack) -> None:
    typed = "@agent.two @support-team @here #delays (@wherebot) a@here.example @nobody <!channel>"
    message = await slack.message(AGENT_ONE, SUPPORT, typed)
    assert message.text == (
        f"<@{AGENT_TWO}> <!subteam^S0SUPPORT> <!here> <#C0DELAYS1|delays> (<@{BOT_USER}>)"
        " <mailto:a@here.example|a@here.example> @nobody &lt;!channel&gt;"
    )


async def test_a_link_of_the_apps_is_told_and_unfurled(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    slack.scopes.add("links:write")
    slack.workspace.unfurl_domains = ("shop.example",)
    slack.subscriptions.add("link_shared")
    message = await slack.message(AGENT_ONE, SUPPORT, f"see {LINK} and https://b.example")
    (told,) = bot.told
    assert told["links"] == [{"domain": "shop.example", "url": LINK}]
    assert (told["message_ts"], told["is_bot_user_member"]) == (message.ts, True)
    shown = {LINK: {"blocks": [SECTION, BUTTONS], "color": "#008000"}}
    await client.chat_unfurl(channel=SUPPORT, ts=message.ts, unfurls=shown)
    again = {"unfurl_id": told["unfurl_id"], "source": "conversations_history"}
    await client.chat_unfurl(**again, unfurls=shown)
    (attachment,) = message.attachments
    assert (attachment["from_url"], attachment["is_app_unfurl"]) == (LINK, True)
    await slack.act(AGENT_TWO, Place(SUPPORT, message.ts), block_id="b", action_id="more")
    container = bot.told[1]["container"]
    assert (container["is_app_unfurl"], container["app_unfurl_url"]) == (True, LINK)
    await slack.edit(AGENT_ONE, SUPPORT, message.ts, "without it")
    assert message.attachments == []


async def test_links_of_others_are_not_told(slack: Slack, client: AsyncWebClient) -> None:
    slack.workspace.unfurl_domains = ("shop.example",)
    slack.subscriptions.add("link_shared")
    await slack.message(PARTNER, SHARED, LINK)
    await client.chat_postMessage(channel=SHARED, text=f"<{LINK}>")
    await slack.message(AGENT_ONE, SHARED, "https://evil-shop.example/ https://[x")
    assert events(slack) == []


async def test_what_the_app_has_no_scope_for_is_not_told(slack: Slack, bot: Bot) -> None:
    slack.workspace.unfurl_domains = ("shop.example",)
    slack.subscriptions |= {"link_shared", "message.channels", "reaction_added"}
    slack.scopes.difference_update({"links:read", "channels:history", "reactions:read"})
    message = await slack.message(AGENT_ONE, SUPPORT, LINK)
    await slack.react(AGENT_TWO, SUPPORT, message.ts, "package")
    assert bot.told == []
    slack.scopes.add("channels:history")
    await slack.message(AGENT_ONE, SUPPORT, LINK)
    assert [one["type"] for one in bot.told] == ["message"]


UNFURLS: dict[str, tuple[dict[str, Any], str]] = {
    "not in the message": ({"https://shop.example/": {"text": "x"}}, "cannot_unfurl_message"),
    "not of the app": ({"https://b.example": {"text": "x"}}, "cannot_unfurl_url"),
    "bad blocks": ({LINK: {"blocks": [{"type": "header"}]}}, "cannot_parse_attachment"),
    "none": ({}, "invalid_unfurls_format"),
}


@pytest.mark.parametrize(("unfurls", "error"), UNFURLS.values(), ids=UNFURLS)
async def test_a_bad_unfurl_is_refused(
    slack: Slack, client: AsyncWebClient, unfurls: dict[str, Any], error: str
) -> None:
    slack.scopes.add("links:write")
    slack.workspace.unfurl_domains = ("shop.example",)
    message = await slack.message(AGENT_ONE, SUPPORT, f"see {LINK}")
    call = client.chat_unfurl(channel=SUPPORT, ts=message.ts, unfurls=unfurls)
    assert (await refusal(call))["error"] == error
    assert message.attachments == []
