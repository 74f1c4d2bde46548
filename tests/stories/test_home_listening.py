"""The channels that are listened to, as administrators see and switch them in Home."""

import json
from typing import Any

import pytest

from bot.app import Running
from bot.sandbox.server import Addresses
from bot.sandbox.slack.slack import Place
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    DELAYS,
    LEAD,
    SUPPORT,
)
from tests.conftest import StartBot, answer_to, until
from tests.store.standing import ask
from tests.stories.seen import of_bot
from tests.stories.test_home import home, open_window, press, shown, text_of

Json = dict[str, Any]
KEPT = "sqlite:///wherebot.sqlite"


@pytest.fixture(autouse=True)
def hears_channels(sandbox: Addresses) -> None:
    sandbox.slack.subscriptions |= {"message.channels"}


def window(sandbox: Addresses, person: str = LEAD) -> Json:
    return sandbox.slack.modals(person)[-1]


def menu(view: Json, channel: str) -> Json:
    """The block with a channel's menu."""
    wanted = f"{channel}:"
    return next(one for one in view["blocks"] if one["block_id"].startswith(wanted))


def mode(view: Json, channel: str) -> str:
    return str(menu(view, channel)["accessory"]["initial_option"]["value"])


async def opened(sandbox: Addresses) -> None:
    await shown(sandbox, LEAD)
    await open_window(sandbox, LEAD, "listening")


async def choose(sandbox: Addresses, block_id: str, chosen: Json, person: str = LEAD) -> None:
    """Choose something in the window, and wait until it is drawn anew."""
    before = window(sandbox, person)
    exchange = await sandbox.slack.act(
        person,
        Place(view_id=before["id"]),
        block_id=block_id,
        action_id="home:listening",
        chosen=chosen,
    )
    assert exchange.error is None
    await until(lambda: window(sandbox, person)["hash"] != before["hash"])


async def name(sandbox: Addresses, channel: str) -> None:
    """Choose a channel that is not listened to."""
    block = next(one for one in window(sandbox)["blocks"] if one["block_id"].startswith("another:"))
    await choose(sandbox, block["block_id"], {"selected_conversation": channel})


async def switch(sandbox: Addresses, channel: str, how: str, person: str = LEAD) -> None:
    block = menu(window(sandbox, person), channel)
    await choose(sandbox, block["block_id"], {"selected_option": {"value": how}}, person)


async def type_listen(sandbox: Addresses, how: str, channel: str = SUPPORT) -> None:
    exchange = await sandbox.slack.command(AGENT_ONE, channel, "/where", f"listen {how}")
    await answer_to(exchange)


async def answered(sandbox: Addresses, text: str) -> None:
    await sandbox.slack.message(AGENT_ONE, SUPPORT, text)
    await until(lambda: any(one.thread_ts for one in of_bot(sandbox, AGENT_TWO)))


async def test_home_says_where_it_listens_and_how_that_is_started(
    sandbox: Addresses, bot: Running
) -> None:
    assert "None. `/where listen on` in a channel starts it there." in text_of(
        await shown(sandbox, LEAD)
    )
    await type_listen(sandbox, "on")
    await type_listen(sandbox, "ask", DELAYS)
    told = text_of(await shown(sandbox, LEAD))
    assert f"<#{SUPPORT}> · Answers · Switched on by <@{AGENT_ONE}>" in told
    assert f"<#{DELAYS}> · Asks with 📦 · Switched on by <@{AGENT_ONE}>" in told
    assert f"<@{AGENT_ONE}> changed listening in <#{DELAYS}>: Off → Asks with 📦" in told
    assert "Listening channels" not in text_of(await shown(sandbox, AGENT_ONE))


async def test_an_administrator_switches_a_channel_on_and_off_and_it_is_told(
    sandbox: Addresses, bot: Running
) -> None:
    await opened(sandbox)
    await name(sandbox, SUPPORT)
    assert mode(window(sandbox), SUPPORT) == "off"
    assert of_bot(sandbox, AGENT_TWO) == [], "only chosen yet"
    await switch(sandbox, SUPPORT, "on")
    assert mode(window(sandbox), SUPPORT) == "on"
    assert "The channel has been told" in text_of(window(sandbox))
    assert f"Switched on by <@{LEAD}>" in json.dumps(of_bot(sandbox, AGENT_TWO)[-1].blocks)
    await answered(sandbox, "a customer misses PK1004")
    await switch(sandbox, SUPPORT, "off")
    assert mode(window(sandbox), SUPPORT) == "off"
    assert f"Switched off by <@{LEAD}>" in json.dumps(of_bot(sandbox, AGENT_TWO)[-1].blocks)
    await until(lambda: "None." in text_of(home(sandbox, LEAD)))
    told = text_of(home(sandbox, LEAD))
    assert f"<@{LEAD}> changed listening in <#{SUPPORT}>: Answers → Off" in told
    assert f"<@{LEAD}> changed listening in <#{SUPPORT}>: Off → Answers" in told


async def test_what_the_app_may_not_do_is_said_under_the_channel_and_nothing_is_switched(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.scopes.difference_update({"channels:history"})
    view = await shown(sandbox, LEAD)
    await press(sandbox, LEAD, view, "home:lang", "de")
    await until(lambda: "Mitgelesene Kanäle" in text_of(home(sandbox, LEAD)))
    await open_window(sandbox, LEAD, "listening")
    await name(sandbox, SUPPORT)
    await switch(sandbox, SUPPORT, "on")
    row, below = window(sandbox)["blocks"][:2]
    assert row["block_id"].startswith(f"{SUPPORT}:")
    assert row["accessory"]["initial_option"]["value"] == "off"
    assert "channels:history" in json.dumps(below)
    assert "Der App fehlt" in json.dumps(below), "in the language of whoever switches"
    assert of_bot(sandbox, AGENT_TWO) == []
    assert "→" not in text_of(await shown(sandbox, LEAD))


async def test_a_channel_the_bot_is_not_in_is_not_switched_on_and_says_how_to_invite_it(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.workspace.channels[SUPPORT].members.discard(BOT_USER)
    await opened(sandbox)
    await name(sandbox, SUPPORT)
    await switch(sandbox, SUPPORT, "ask")
    assert "/invite @Wherebot" in text_of(window(sandbox))
    assert mode(window(sandbox), SUPPORT) == "off"


async def test_off_holds_even_where_the_channel_cannot_be_told(
    sandbox: Addresses, bot: Running
) -> None:
    await type_listen(sandbox, "on")
    sandbox.slack.workspace.channels[SUPPORT].is_archived = True
    await opened(sandbox)
    await switch(sandbox, SUPPORT, "off")
    assert "Listening is off" in text_of(window(sandbox))
    assert "None." in text_of(await shown(sandbox, LEAD))


async def test_what_is_switched_holds_even_if_its_line_cannot_be_written(
    sandbox: Addresses, bot: Running
) -> None:
    await ask(KEPT, "ALTER TABLE rule_change RENAME TO gone")
    await type_listen(sandbox, "on")
    await answered(sandbox, "a customer misses PK1004")
    await ask(KEPT, "ALTER TABLE gone RENAME TO rule_change")
    told = text_of(await shown(sandbox, LEAD))
    assert f"<#{SUPPORT}> · Answers" in told
    assert "→" not in told


async def test_who_was_an_administrator_switches_nothing_any_more(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    """A window that is open stays open: whoever chooses in it is asked again who that is."""
    async with start_bot(WHEREBOT_ADMINS=AGENT_TWO):
        await type_listen(sandbox, "on")
        await shown(sandbox, AGENT_TWO)
        await open_window(sandbox, AGENT_TWO, "listening")
    said = len(of_bot(sandbox, AGENT_TWO))
    async with start_bot():
        await switch(sandbox, SUPPORT, "off", AGENT_TWO)
        assert "können nur Administratoren" in text_of(window(sandbox, AGENT_TWO))
        told = text_of(await shown(sandbox, LEAD))
        assert f"<#{SUPPORT}> · Answers" in told
        assert "→ Off" not in told
        assert len(of_bot(sandbox, AGENT_TWO)) == said
