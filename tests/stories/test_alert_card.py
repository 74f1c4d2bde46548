"""What people do with an alert's card in its channel, at both doors."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.app import Running
from bot.sandbox.parcellab.order import SHOP
from bot.sandbox.server import Addresses
from bot.sandbox.slack.block import elements
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, BOT_USER, DELAYS, GUEST, Message
from tests.conftest import StartBot, until
from tests.stories.test_watch import alerts, say

ORDER = "PK1017"


@pytest.fixture
def settings() -> dict[str, Any]:
    return {}


@pytest.fixture
async def bot(start_bot: StartBot, settings: dict[str, Any]) -> AsyncIterator[Running]:
    usual = {"WHEREBOT_POLL": 0.1, "WHEREBOT_LOOK_LEAST": 0.2, "WHEREBOT_LOOK_MOST": 0.3}
    async with start_bot(**usual, WHEREBOT_MESSAGE_INTERVAL=0, **settings) as bot:
        yield bot


@pytest.fixture
async def card(sandbox: Addresses, bot: Running) -> Message:
    await say(sandbox, f"watch {ORDER} in <#{DELAYS}|delays>")
    await until(lambda: bool(alerts(sandbox)))
    return alerts(sandbox)[0]


def shown(sandbox: Addresses) -> str:
    top = alerts(sandbox)[0]
    return top.text + json.dumps(top.blocks, ensure_ascii=False)


def offered(sandbox: Addresses) -> list[str]:
    return [str(one["action_id"]) for _, one in elements(alerts(sandbox)[0].blocks)]


async def press(
    sandbox: Addresses, card: Message, action: str, choice: str = "", by: str = AGENT_ONE
) -> None:
    """Use a button, or choose an option by how its value ends."""
    chosen = None
    for _, one in elements(alerts(sandbox)[0].blocks):
        if one["action_id"] == action and choice:
            values = [option["value"] for option in one["options"]]
            chosen = next(value for value in values if value.endswith(f".{choice}"))
    exchange = await sandbox.slack.click(by, DELAYS, card.ts, action, choice=chosen)
    assert exchange.error is None


def told_privately(sandbox: Addresses, person: str) -> str:
    every = sandbox.slack.workspace.messages
    return "\n".join(one.text for one in every if one.user == BOT_USER and one.only_for == person)


async def scan(sandbox: Addresses, move: str) -> None:
    sandbox.parcellab.move(SHOP, ORDER, None, move)


async def test_who_has_it_is_shown_to_all_and_a_second_is_told_who_was_faster(
    sandbox: Addresses, bot: Running, card: Message
) -> None:
    assert offered(sandbox) == [
        "alert:have", "alert:snooze", "alert:done", "alert:refresh", "card:answer",
    ]  # fmt: skip
    await asyncio.gather(
        press(sandbox, card, "alert:have"),
        press(sandbox, card, "alert:have"),
        press(sandbox, card, "alert:have", by=AGENT_TWO),
    )
    await until(lambda: "has it" in shown(sandbox))
    by_one = f"<@{AGENT_ONE}> has it" in shown(sandbox)
    winner, loser = (AGENT_ONE, AGENT_TWO) if by_one else (AGENT_TWO, AGENT_ONE)
    await until(lambda: f"<@{winner}>" in told_privately(sandbox, loser))
    assert len(alerts(sandbox)) == 1


async def test_a_guest_can_do_nothing_with_it(
    sandbox: Addresses, bot: Running, card: Message
) -> None:
    await press(sandbox, card, "alert:have", by=GUEST)
    await until(lambda: bool(told_privately(sandbox, GUEST)))
    assert "has it" not in shown(sandbox)


async def test_what_is_snoozed_until_it_moves_is_told_then_and_not_before(
    sandbox: Addresses, bot: Running, card: Message
) -> None:
    await press(sandbox, card, "alert:snooze", "move")
    await until(lambda: "snoozed it until it moves" in shown(sandbox))
    assert "alert:open" in offered(sandbox)
    await scan(sandbox, "deliver")
    await until(lambda: len(alerts(sandbox)) == 2)
    await until(lambda: "snoozed" not in shown(sandbox))


async def test_what_happens_to_what_is_snoozed_is_told_when_it_is_woken(
    sandbox: Addresses, bot: Running, card: Message
) -> None:
    await press(sandbox, card, "alert:snooze", "hour")
    await until(lambda: "snoozed it until" in shown(sandbox))
    await scan(sandbox, "deliver")
    await until_receipt(sandbox, "1 snoozed")
    assert len(alerts(sandbox)) == 1
    await press(sandbox, card, "alert:open")
    await until(lambda: len(alerts(sandbox)) == 2)
    assert alerts(sandbox)[1].thread_ts == card.ts


async def until_receipt(sandbox: Addresses, words: str) -> None:
    async with asyncio.timeout(30):
        while words not in await say(sandbox, "receipts"):  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def test_what_is_done_says_why_and_opens_again_on_a_new_scan(
    sandbox: Addresses, bot: Running, card: Message
) -> None:
    await press(sandbox, card, "alert:done", "informed")
    await until(lambda: "is done with it" in shown(sandbox))
    assert "The customer is informed" in shown(sandbox)
    await scan(sandbox, "next")
    await until(lambda: "Open again: it has moved" in shown(sandbox))
    assert "alert:have" in offered(sandbox)


async def test_refresh_says_when_parcellab_was_asked(
    sandbox: Addresses, bot: Running, card: Message
) -> None:
    await press(sandbox, card, "alert:refresh")
    await until(lambda: "Checked" in shown(sandbox))


async def test_tell_the_customer_opens_the_reply_kit(
    sandbox: Addresses, bot: Running, card: Message
) -> None:
    exchange = await sandbox.slack.click(AGENT_ONE, DELAYS, card.ts, "card:answer")
    assert exchange.error is None
    await until(lambda: bool(sandbox.slack.calls("views.open")))


@pytest.mark.parametrize("settings", [{"WHEREBOT_REMIND": 0.0003}])
async def test_who_has_it_is_reminded_while_nothing_moves(
    sandbox: Addresses, bot: Running, card: Message
) -> None:
    await press(sandbox, card, "alert:have")
    await until(lambda: len(alerts(sandbox)) >= 3)
    first, second = alerts(sandbox)[1:3]
    for reminder in (first, second):
        assert reminder.thread_ts == card.ts
        assert f"<@{AGENT_ONE}>, you have had it since" in json.dumps(reminder.blocks)
    await press(sandbox, card, "alert:done", "nothing")
