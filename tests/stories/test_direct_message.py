"""A message to the bot alone, at both doors."""

import json

import pytest

from bot.app import Running
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import AGENT_ONE, GUEST, PARTNER, SUPPORT, Message
from tests.conftest import StartBot, until
from tests.stories.seen import of_bot, told


async def said(sandbox: Addresses, person: str, text: str) -> list[Message]:
    """Write to the bot and return what it wrote back."""
    channel = sandbox.slack.workspace.dm(person).id
    await sandbox.slack.message(person, channel, text)
    await until(lambda: bool(of_bot(sandbox, person, channel)))
    return of_bot(sandbox, person, channel)


async def test_an_agent_is_answered_in_place(sandbox: Addresses, bot: Running) -> None:
    [message] = await said(sandbox, AGENT_ONE, "hi, has PK1004 arrived?")
    assert "Out for delivery" in json.dumps(message.blocks)


@pytest.mark.parametrize(
    ("person", "refusal"), [(GUEST, "membres à part entière"), (PARTNER, "full members")]
)
@pytest.mark.parametrize("text", ["PK1004", "PK9999", "hello"])
async def test_without_customers_guests_and_outsiders_learn_nothing(
    sandbox: Addresses, start_bot: StartBot, person: str, refusal: str, text: str
) -> None:
    async with start_bot(WHEREBOT_CUSTOMERS="off"):
        [message] = await said(sandbox, person, text)
    assert refusal in message.text
    assert "PK" not in told(message)
    assert not sandbox.parcellab.calls


async def test_nothing_is_looked_up_for_somebody_slack_says_nothing_about(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.fault["users.info"] = Fault("500")
    [message] = await said(sandbox, AGENT_ONE, "PK1004")
    assert "postal code" in message.text, "unknown means customer"
    assert not sandbox.parcellab.calls


async def test_a_message_that_slack_delivers_twice_is_answered_once(
    sandbox: Addresses, bot: Running
) -> None:
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    await sandbox.slack.message(AGENT_ONE, channel, "PK1004")
    [exchange] = sandbox.slack.exchanges
    await sandbox.slack._tell(exchange, 1)
    await sandbox.slack.message(AGENT_ONE, channel, "PK1003")
    await until(lambda: len(of_bot(sandbox, AGENT_ONE, channel)) >= 2)
    assert len(sandbox.slack.calls("chat.postMessage")) == 2


async def test_what_people_write_in_a_channel_is_left_alone(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.subscriptions.add("message.channels")
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "PK1004 is late")
    await said(sandbox, AGENT_ONE, "PK1004")
    assert not of_bot(sandbox, AGENT_ONE, SUPPORT)


async def test_a_slack_that_asks_for_a_pause_is_waited_for(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.fault["users.info"] = Fault("429", seconds=2)
    [message] = await said(sandbox, AGENT_ONE, "has PK1004 arrived?")
    assert "PK1004 · Out for delivery" in message.text
