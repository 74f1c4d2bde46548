"""Buttons of other versions, wherever they stand: whoever clicks one sees what to do instead."""

import json
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import Running
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.slack import Place
from bot.sandbox.slack.workspace import AGENT_ONE, BOT_USER, GUEST, LEAD, SUPPORT, Message
from tests.conftest import StartBot, until
from tests.stories.customer import ONE_DOOR
from tests.stories.windows import Windows

NAMES = (
    "home:gone",
    "home:open_gone",
    "home:open",
    "watch:gone",
    "watch:again",
    "alerts:gone",
    "alert:gone",
    "parked:gone",
    "search:gone",
    "card:gone",
    "case:gone",
    "customer:gone",
    "reply:gone",
    "past:deed",
)


def button(name: str) -> list[dict[str, Any]]:
    """Return the blocks of an earlier version."""
    text = {"type": "plain_text", "text": "Do"}
    element = {"type": "button", "action_id": name, "value": "1", "text": text}
    return [{"type": "actions", "block_id": "past", "elements": [element]}]


async def has_home(sandbox: Addresses, person: str, name: str) -> dict[str, Any]:
    """Leave somebody the Home of an earlier version."""
    view = {"type": "home", "blocks": button(name)}
    slack = AsyncWebClient("xoxb-sandbox", base_url=sandbox.slack_url)
    await slack.views_publish(user_id=person, view=view)
    found = sandbox.slack.home(person)
    assert found
    return found


async def click_in(sandbox: Addresses, person: str, place: Place, name: str) -> None:
    exchange = await sandbox.slack.act(person, place, block_id="past", action_id=name)
    assert exchange.error is None


async def said_after(sandbox: Addresses, channel: str, number: int) -> list[Message]:
    """Wait for more than so many messages there; return those."""
    await until(lambda: len(sandbox.slack.seen_by(LEAD, channel)) > number)
    return sandbox.slack.seen_by(LEAD, channel)[number:]


async def is_anew(sandbox: Addresses, person: str, old: str) -> None:
    """Wait until somebody's Home holds nothing old."""
    await until(lambda: old not in json.dumps(sandbox.slack.home(person)))


@ONE_DOOR
@pytest.mark.parametrize("name", NAMES)
async def test_an_old_button_in_home_opens_a_window_that_says_so(
    sandbox: Addresses, bot: Running, name: str
) -> None:
    old = await has_home(sandbox, LEAD, name)
    await click_in(sandbox, LEAD, Place(view_id=old["id"]), name)
    await Windows(sandbox, LEAD).says("too old")


@ONE_DOOR
async def test_an_old_home_is_drawn_anew_when_it_is_clicked_whoever_looks_at_it(
    sandbox: Addresses, bot: Running
) -> None:
    for person, said in ((AGENT_ONE, "too old"), (GUEST, "trop ancien")):
        old = await has_home(sandbox, person, "past:deed")
        await click_in(sandbox, person, Place(view_id=old["id"]), "past:deed")
        await Windows(sandbox, person).says(said)
        await is_anew(sandbox, person, "past")


@ONE_DOOR
async def test_what_home_could_forget_before_that_was_switched_off_is_gone_after_a_click(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(WHEREBOT_RECENT="off"):
        old = await has_home(sandbox, AGENT_ONE, "home:forget")
        await click_in(sandbox, AGENT_ONE, Place(view_id=old["id"]), "home:forget")
        await is_anew(sandbox, AGENT_ONE, "home:forget")


@ONE_DOOR
async def test_a_window_that_slack_does_not_open_is_told_in_the_direct_message(
    sandbox: Addresses, bot: Running
) -> None:
    dm = sandbox.slack.workspace.dm(LEAD).id
    for name in ("home:open_agents", "watch:list", "alerts:open", "past:deed"):
        number = len(sandbox.slack.seen_by(LEAD, dm))
        old = await has_home(sandbox, LEAD, name)
        sandbox.slack.fault["views.open"] = Fault("500")
        await click_in(sandbox, LEAD, Place(view_id=old["id"]), name)
        [told] = await said_after(sandbox, dm, number)
        assert "did not open" in told.text


@ONE_DOOR
async def test_an_old_button_in_a_window_turns_into_a_word_about_it(
    sandbox: Addresses, bot: Running
) -> None:
    windows = Windows(sandbox, LEAD)
    await windows.search()
    slack = AsyncWebClient("xoxb-sandbox", base_url=sandbox.slack_url)
    title = {"type": "plain_text", "text": "Once"}
    for name in NAMES:
        view = {"type": "modal", "title": title, "blocks": button(name)}
        await slack.views_update(view_id=windows.top["id"], view=view)
        await click_in(sandbox, LEAD, Place(view_id=windows.top["id"]), name)
        await windows.says("too old")


@ONE_DOOR
async def test_an_old_button_below_a_message_is_answered_beside_it(
    sandbox: Addresses, bot: Running
) -> None:
    for name in NAMES:
        blocks = button(name)
        old = sandbox.slack.workspace.post(SUPPORT, BOT_USER, {"text": "1", "blocks": blocks})
        number = len(sandbox.slack.seen_by(LEAD, SUPPORT))
        await click_in(sandbox, LEAD, Place(SUPPORT, old.ts), name)
        [told] = await said_after(sandbox, SUPPORT, number)
        assert "too old" in told.text
