"""The bot is mentioned in a channel: who is told what, and where, at both doors."""

import pytest

from bot.app import Running
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    GUEST,
    PARTNER,
    SHARED,
    SUPPORT,
    Message,
)
from tests.conftest import StartBot, until
from tests.stories.customer import ONE_DOOR
from tests.stories.seen import PRIVATE, of_bot, settled, told


@pytest.fixture(autouse=True)
def hears_mentions(sandbox: Addresses) -> None:
    sandbox.slack.subscriptions |= {"app_mention", "message.channels"}


async def mentioned(
    sandbox: Addresses, person: str, text: str, channel: str = SUPPORT
) -> tuple[Message, Message]:
    """Mention the bot; return what was written, and the one answer as its asker sees it."""
    asked = await sandbox.slack.message(person, channel, f"@wherebot {text}")
    await until(lambda: bool(of_bot(sandbox, person, channel)))
    [answer] = of_bot(sandbox, person, channel)
    return asked, answer


async def test_it_is_answered_in_its_thread_as_the_channel_may_see_it(
    sandbox: Addresses, bot: Running
) -> None:
    asked, answer = await mentioned(sandbox, AGENT_ONE, "has PK1004 shipped?")
    assert answer.thread_ts == asked.ts
    assert of_bot(sandbox, AGENT_TWO) == [answer]
    assert "PK1004 · Out for delivery" in told(answer)
    assert "Details for me" in told(answer)
    assert not [private for private in PRIVATE if private in told(answer)]


async def test_several_references_become_one_table(sandbox: Addresses, bot: Running) -> None:
    _, answer = await mentioned(sandbox, AGENT_ONE, "have PK1004 and PK1003 shipped?")
    assert "PK1004" in told(answer)
    assert "PK1003" in told(answer)
    assert not [private for private in PRIVATE if private in told(answer)]


async def test_its_details_are_shown_in_the_thread_where_they_are_asked_for(
    sandbox: Addresses, bot: Running
) -> None:
    asked, answer = await mentioned(sandbox, AGENT_ONE, "PK1004")
    await sandbox.slack.click(AGENT_TWO, SUPPORT, answer.ts, "card:details")
    await until(lambda: len(of_bot(sandbox, AGENT_TWO)) == 2)
    details = of_bot(sandbox, AGENT_TWO)[-1]
    assert (details.only_for, details.thread_ts) == (AGENT_TWO, asked.ts)


async def test_an_order_asked_for_by_two_of_its_numbers_is_one_card(
    sandbox: Addresses, bot: Running
) -> None:
    _, answer = await mentioned(sandbox, AGENT_ONE, "has PK1004 and 00340434161094042557 shipped?")
    assert "PK1004 · Out for delivery" in told(answer)
    assert "table" not in [block["type"] for block in answer.blocks]


async def test_in_a_thread_it_is_answered_in_that_thread(sandbox: Addresses, bot: Running) -> None:
    first = await sandbox.slack.message(AGENT_TWO, SUPPORT, "a customer asks")
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "@wherebot PK1004", thread_ts=first.ts)
    await until(lambda: bool(of_bot(sandbox, AGENT_TWO)))
    assert of_bot(sandbox, AGENT_TWO)[0].thread_ts == first.ts


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "/where PK1"), ("what is going on here?", "numbers"), ("PK9999", "No order found")],
)
async def test_what_is_no_answer_only_the_asker_sees(
    sandbox: Addresses, bot: Running, text: str, said: str
) -> None:
    _, answer = await mentioned(sandbox, AGENT_ONE, text)
    assert said in told(answer)
    assert BOT_USER not in told(answer)
    assert of_bot(sandbox, AGENT_TWO) == []


async def test_where_another_organisation_reads_the_asker_alone_is_told_all(
    sandbox: Addresses, bot: Running
) -> None:
    _, answer = await mentioned(sandbox, AGENT_ONE, "PK1004", SHARED)
    assert answer.only_for == AGENT_ONE
    assert "another organisation" in told(answer)
    assert "Canvas sneaker" in told(answer)
    assert of_bot(sandbox, PARTNER, SHARED) == []


@pytest.mark.parametrize(
    ("person", "refusal"), [(GUEST, "membres à part entière"), (PARTNER, "full members")]
)
async def test_without_customers_outsiders_learn_nothing_and_nobody_else_sees_it(
    sandbox: Addresses, start_bot: StartBot, person: str, refusal: str
) -> None:
    async with start_bot(WHEREBOT_CUSTOMERS="off"):
        _, answer = await mentioned(sandbox, person, "PK1004", SHARED)
    assert refusal in told(answer)
    assert of_bot(sandbox, AGENT_ONE, SHARED) == []
    assert not sandbox.parcellab.calls


async def test_it_is_answered_once_however_often_it_is_handed_over(
    sandbox: Addresses, bot: Running
) -> None:
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "@wherebot PK1004")
    for exchange in list(sandbox.slack.exchanges):
        await sandbox.slack._tell(exchange, 1)
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "@wherebot PK1003")
    await until(lambda: len(of_bot(sandbox, AGENT_TWO)) >= 2)
    assert len(sandbox.slack.calls("chat.postMessage")) == 2


@ONE_DOOR
async def test_a_slack_that_asks_for_a_pause_whispers_later(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.fault["chat.postEphemeral"] = Fault("429", seconds=1, times=1)
    _, answer = await mentioned(sandbox, AGENT_ONE, "hello")
    assert answer.only_for == AGENT_ONE


async def test_a_reply_that_the_channel_is_shown_too_is_answered_once(
    sandbox: Addresses, bot: Running
) -> None:
    parent = await sandbox.slack.message(AGENT_TWO, SUPPORT, "One for you")
    reply = await sandbox.slack.message(
        AGENT_ONE, SUPPORT, "@wherebot PK1004", parent.ts, is_broadcast=True
    )
    await sandbox.slack.edit(AGENT_ONE, SUPPORT, reply.ts, "@wherebot PK1004 please")
    await settled()
    [answer] = of_bot(sandbox, AGENT_ONE)
    assert answer.thread_ts == parent.ts
    assert "PK1004 · Out for delivery" in told(answer)
