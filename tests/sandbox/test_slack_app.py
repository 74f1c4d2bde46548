"""The app as its manifest installs it: commands, shortcuts, tabs, scopes and events."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack.slack import Slack
from bot.sandbox.slack.view import new_trigger
from bot.sandbox.slack.workspace import AGENT_ONE, BOT_USER, PARTNER, SHARED, SLACKBOT, SUPPORT
from tests.sandbox.bolt_bot import Bot, new_bot, over_sockets, respond
from tests.sandbox.surfaces import TEXT, field, modal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.clock import Clock

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Wherebot"},
    "features": {
        "app_home": {"home_tab_enabled": False, "messages_tab_enabled": False},
        "slash_commands": [
            {"command": "/where", "description": "Where?", "usage_hint": "PK1004"},
            {"command": "/who", "description": "Who?", "should_escape": True},
        ],
        "shortcuts": [
            {"name": "Find", "type": "global", "callback_id": "find", "description": "An order"},
            {"name": "Where", "type": "message", "callback_id": "here", "description": "This one"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention"]},
        "interactivity": {"is_enabled": True},
    },
}


@pytest.fixture
async def installed(clock: Clock) -> AsyncIterator[Slack]:
    slack = Slack(clock, manifest=MANIFEST)
    slack.message_interval = 0
    async with slack.serve():
        yield slack


@pytest.fixture
async def app(installed: Slack) -> AsyncIterator[Bot]:
    bot = new_bot(installed)
    async with over_sockets(installed, bot):
        yield bot


async def test_the_apps_own_manifest_can_be_installed(clock: Clock) -> None:
    manifest = yaml.safe_load((Path(__file__).parents[2] / "manifest.yml").read_text("utf-8"))
    slack = Slack(clock, manifest=manifest)
    features, scopes = manifest["features"], manifest["oauth_config"]["scopes"]["bot"]
    assert [one["command"] for one in slack.commands(AGENT_ONE)] == [
        one["command"] for one in features["slash_commands"]
    ]
    assert set(scopes) <= slack.scopes
    assert "message.im" in slack.subscriptions
    assert slack.installed.name == "Wherebot"
    assert slack.installed.has_messages_tab


async def test_commands_and_shortcuts_are_listed_for_members_only(installed: Slack) -> None:
    first = installed.commands(AGENT_ONE)[0]
    assert (first["command"], first["usage_hint"]) == ("/where", "PK1004")
    assert [one["callback_id"] for one in installed.shortcuts(AGENT_ONE)] == ["find", "here"]
    assert (installed.commands(PARTNER), installed.shortcuts(PARTNER)) == ([], [])


async def test_text_is_escaped_as_the_manifest_says(installed: Slack, app: Bot) -> None:
    text = "@agent.one #support & https://a.example"
    await installed.command(AGENT_ONE, SUPPORT, "/where", text)
    assert app.told[0]["text"] == "@agent.one #support &amp; https://a.example"
    exchange = await installed.command(AGENT_ONE, SUPPORT, "/who", text)
    assert exchange.payload["text"] == (
        f"<@{AGENT_ONE}> <#{SUPPORT}|support> &amp; <https://a.example>"
    )


async def test_an_unknown_command_never_gets_to_the_app(installed: Slack, app: Bot) -> None:
    exchange = await installed.command(AGENT_ONE, SUPPORT, "/foo", "x")
    assert (exchange.error, exchange.attempts, app.told) == ("unknown_command", 0, [])
    (said,) = installed.seen_by(AGENT_ONE, SUPPORT)
    assert said.text.startswith("/foo is not a valid command.")
    assert (said.user, said.only_for) == (SLACKBOT, AGENT_ONE)
    assert (await installed.command(PARTNER, SHARED, "/where")).error == "unknown_command"


async def test_commands_do_not_work_in_threads(installed: Slack, app: Bot) -> None:
    parent = await installed.message(AGENT_ONE, SUPPORT, "late")
    exchange = await installed.command(AGENT_ONE, SUPPORT, "/where", "PK1004", thread_ts=parent.ts)
    assert (exchange.error, app.told) == ("not_supported_in_threads", [])
    said = exchange.shown[0]
    assert (said.text, said.thread_ts) == (
        "/where is not supported in threads. Sorry!",
        parent.ts,
    )


async def test_a_global_shortcut_opens_a_modal(installed: Slack, app: Bot) -> None:
    exchange = await installed.shortcut(AGENT_ONE, "find")
    told = app.told[0]
    assert (told["type"], told["callback_id"]) == ("shortcut", "find")
    assert not {"response_url", "channel", "message"} & set(told)
    assert exchange.error is None
    client = AsyncWebClient("xoxb-sandbox", base_url=installed.url + "/api/")
    await client.views_open(trigger_id=told["trigger_id"], view=modal(field(TEXT)))
    assert len(installed.modals(AGENT_ONE)) == 1


async def test_a_message_shortcut_knows_its_message_and_can_answer(
    installed: Slack, app: Bot
) -> None:
    message = await installed.message(PARTNER, SHARED, "Where is PK1004?")
    await installed.shortcut(AGENT_ONE, "here", SHARED, message.ts)
    told = app.told[0]
    assert (told["type"], told["message"]["text"]) == ("message_action", "Where is PK1004?")
    assert (told["message_ts"], told["channel"]["id"]) == (message.ts, SHARED)
    await respond(told["response_url"], text="here", replace_original=True)
    assert message.text == "Where is PK1004?"  # a person's message is nobody's to replace
    assert [one.text for one in installed.seen_by(AGENT_ONE, SHARED)][1:] == ["here"]
    assert len(installed.seen_by(PARTNER, SHARED)) == 1


async def test_shortcuts_are_only_where_the_manifest_has_them(installed: Slack, app: Bot) -> None:
    message = await installed.message(PARTNER, SHARED, "Where is PK1004?")
    with pytest.raises(PermissionError, match="other companies"):
        await installed.shortcut(PARTNER, "here", SHARED, message.ts)
    for wrong in (("here",), ("find", SHARED, message.ts), ("here", SHARED, "1.000000")):
        with pytest.raises(LookupError):
            await installed.shortcut(AGENT_ONE, *wrong)
    private = installed.workspace.post(SHARED, BOT_USER, {"text": "x"}, only_for=AGENT_ONE)
    with pytest.raises(LookupError, match="only you"):
        await installed.shortcut(AGENT_ONE, "here", SHARED, private.ts)
    assert app.told == []


async def test_tabs_that_are_off_are_off(installed: Slack, app: Bot) -> None:
    assert await installed.open_home(AGENT_ONE) is None
    assert app.told == []
    direct = installed.workspace.dm(AGENT_ONE).id
    with pytest.raises(PermissionError, match="turned off"):
        await installed.message(AGENT_ONE, direct, "PK1004")


async def test_scopes_come_from_the_manifest(installed: Slack) -> None:
    assert installed.scopes == {"commands", "chat:write"}
    no_buttons = Slack(manifest=MANIFEST | {"settings": {}})
    with pytest.raises(PermissionError, match="not configured"):
        await no_buttons.submit(AGENT_ONE, new_trigger(no_buttons.workspace, AGENT_ONE))
