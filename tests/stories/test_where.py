"""`/where …` from the typed command to what people see, at both doors."""

import asyncio
from dataclasses import replace

import pytest

from bot.app import Running
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault as SlackFault
from bot.sandbox.slack.slack import Exchange
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, GUEST, SUPPORT, Message
from tests.conftest import StartBot, answer_to, until
from tests.stories.customer import ONE_DOOR
from tests.stories.seen import told


async def where(sandbox: Addresses, text: str) -> Exchange:
    exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", text)
    assert exchange.error is None, exchange.error
    return exchange


def seen(sandbox: Addresses, person: str = AGENT_ONE) -> list[Message]:
    return sandbox.slack.seen_by(person, SUPPORT)


async def answered(sandbox: Addresses, text: str) -> str:
    """Ask, and return the one answer; before it, a busy machine says that it looks."""
    exchange = await where(sandbox, text)
    await answer_to(exchange)
    [answer] = [one for one in exchange.shown if not one.is_deleted and "Looking" not in one.text]
    return told(answer)


async def test_an_agent_gets_the_card_inside_the_acknowledgement(
    sandbox: Addresses, bot: Running
) -> None:
    exchange = await where(sandbox, "PK1004")
    assert exchange.ack, "a parcelLab that answers at once needs no second message"
    [message] = seen(sandbox)
    assert message.only_for == AGENT_ONE
    for fact in ("PK1004", "Out for delivery", "DHL", "00340434161094042557", "1 day late"):
        assert fact in told(message)


async def test_nobody_else_sees_a_private_answer(sandbox: Addresses, bot: Running) -> None:
    await where(sandbox, "PK1004")
    assert seen(sandbox, AGENT_TWO) == []


async def test_a_public_answer_is_the_redacted_card(sandbox: Addresses, bot: Running) -> None:
    await where(sandbox, "PK1004 public")
    await until(lambda: bool(seen(sandbox, AGENT_TWO)))
    [message] = [message for message in seen(sandbox, AGENT_TWO) if message.blocks]
    assert "PK1004" in told(message)
    assert "Out for delivery" in told(message)
    for private in ("00340434161094042557", "Berlin", "example.com", "Sandbox Recipient"):
        assert private not in told(message)


async def test_a_guest_is_not_an_agent(sandbox: Addresses, bot: Running) -> None:
    sandbox.slack.workspace.channels[SUPPORT].members.add(GUEST)
    exchange = await sandbox.slack.command(GUEST, SUPPORT, "/where", "PK1004 public")
    await answer_to(exchange)
    assert "membres à part entière" in exchange.shown[0].text
    assert not sandbox.parcellab.calls


async def test_whom_slack_calls_a_stranger_is_not_an_agent(
    sandbox: Addresses, bot: Running
) -> None:
    people = sandbox.slack.workspace.people
    people[AGENT_TWO] = replace(people[AGENT_TWO], is_stranger=True)
    exchange = await sandbox.slack.command(AGENT_TWO, SUPPORT, "/where", "PK1004")
    await answer_to(exchange)
    assert "full members" in exchange.shown[0].text
    assert not sandbox.parcellab.calls


async def test_a_slack_that_does_not_say_who_asks_costs_no_answer(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.fault["users.info"] = SlackFault("500")
    assert "Out for delivery" in await answered(sandbox, "PK1004")


async def test_a_public_answer_may_be_that_there_is_no_parcel_yet(
    sandbox: Addresses, bot: Running
) -> None:
    await where(sandbox, "PK1027 public")
    await until(lambda: bool(seen(sandbox, AGENT_TWO)))
    assert "no parcel yet" in told(seen(sandbox, AGENT_TWO)[-1])


async def test_what_goes_wrong_is_not_shown_to_the_channel(
    sandbox: Addresses, bot: Running
) -> None:
    await answer_to(await where(sandbox, "PK9999 public"))
    assert seen(sandbox, AGENT_TWO) == []
    assert "No order found" in told(seen(sandbox)[-1])


async def test_an_email_address_is_never_shown_to_the_channel(
    sandbox: Addresses, bot: Running
) -> None:
    await answer_to(await where(sandbox, "pk1004@example.com public"))
    assert seen(sandbox, AGENT_TWO) == []


async def test_several_references_make_a_table_with_the_most_urgent_first(
    sandbox: Addresses, bot: Running
) -> None:
    exchange = await where(sandbox, "PK1010 PK1003 PK1018 PK9999")
    await answer_to(exchange)
    [table] = [block for block in seen(sandbox)[-1].blocks if block["type"] == "table"]
    first_cells = [row[0]["text"] for row in table["rows"][1:]]
    assert set(first_cells[:2]) == {"PK1018", "PK9999"}
    assert first_cells[-1] == "PK1010"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("", "/where PK"),
        ("help", "customer:K-77"),
        ("is it raining", "is it raining"),
        ("PK9999", "knows no order"),
        ("1Z999AA10123456784", "ORDER-123"),
        ("dhl 00340434161094042557", "PK1004"),
        ("pk1004", "PK1004"),
        ("sandbox.recipient@example.com", "PK1004"),
        ("ref:SHIPMENT-1", "ORDER-123"),
        ("8d57c8b2-3c38-4bd4-9b6e-9b6dc9ce52d9", "ORDER-123"),
        ("order:PCL-1235", "PCL-1235"),
        ("what payload has PK1004", "Out for delivery"),
        ("PK1027", "no parcel has been announced"),
        ("PK1001", "not scanned yet"),
        ("PK1024", "Return arrived at the shop"),
        ("PK1023", "1 delivered · 1 return"),
        ("PK1023 returns", "PK1023 · Return"),
        ("PK1003 returns", "PK1003 ·"),
    ],
)
async def test_every_question_gets_its_answer(
    sandbox: Addresses, bot: Running, text: str, fact: str
) -> None:
    assert fact in await answered(sandbox, text)


@ONE_DOOR
async def test_above_an_order_without_returns_stands_that_it_has_none(
    sandbox: Addresses, bot: Running
) -> None:
    for text in ("PK1003 returns", "PK1025 returns"):  # one parcel, and several
        exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", text)
        _, above, *_ = (await answer_to(exchange)).blocks
        assert above["text"]["text"].startswith("*No return is known")


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        (Fault("500"), "cannot be reached"),
        (Fault("502"), "cannot be reached"),
        (Fault("garbage"), "cannot be reached"),
        (Fault("empty"), "cannot be reached"),
        (Fault("truncated"), "cannot be reached"),
        (Fault("half"), "cannot be reached"),
        (Fault("drop"), "cannot be reached"),
        (Fault("429", seconds=7), "Try again in 7 seconds"),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
async def test_a_parcellab_in_trouble_gets_a_clear_word(
    sandbox: Addresses, bot: Running, fault: Fault, fact: str
) -> None:
    sandbox.parcellab.fault = fault
    assert fact in await answered(sandbox, "PK1004")


async def test_wrong_credentials_are_named_as_such(sandbox: Addresses, start_bot: StartBot) -> None:
    async with start_bot(parcellab_jwt="wrong"):
        assert "refused" in await answered(sandbox, "PK1004")


@pytest.mark.parametrize("can_replace", [True, False])
async def test_a_slow_answer_says_that_it_looks_and_then_answers_in_its_place(
    sandbox: Addresses, bot: Running, *, can_replace: bool
) -> None:
    """Whether Slack replaces a command's first answer is undocumented; both must read well."""
    sandbox.slack.workspace.commands_can_replace = can_replace
    sandbox.parcellab.fault = Fault("slow", seconds=1.5)
    exchange = await where(sandbox, "PK1004")
    assert not exchange.shown, "acknowledged at once, without a word"
    await until(lambda: bool(seen(sandbox)))
    assert "Looking" in seen(sandbox)[0].text
    await until(lambda: "Looking" not in seen(sandbox)[-1].text)
    assert "Out for delivery" in told(seen(sandbox)[-1])
    assert len(seen(sandbox)) == (1 if can_replace else 2)


async def test_an_answer_before_patience_ends_comes_without_looking(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.parcellab.fault = Fault("slow", seconds=0.3)
    await answer_to(await where(sandbox, "PK1004"))
    [answer] = seen(sandbox)
    assert "Out for delivery" in told(answer)


async def test_a_slow_public_answer_leaves_the_card_alone(sandbox: Addresses, bot: Running) -> None:
    sandbox.slack.workspace.commands_can_replace = True
    sandbox.parcellab.fault = Fault("slow", seconds=1.2)
    await where(sandbox, "PK1004 public")
    await until(lambda: any(message.blocks for message in seen(sandbox, AGENT_TWO)))
    assert not [message for message in seen(sandbox) if "Looking" in message.text]


async def test_a_parcellab_that_hangs_is_not_waited_for(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    sandbox.parcellab.fault = Fault("hang")
    async with start_bot(WHEREBOT_TIMEOUT=0.5):
        assert "cannot be reached" in await answered(sandbox, "PK1004")


async def test_many_ask_at_once_and_each_is_answered_once(sandbox: Addresses, bot: Running) -> None:
    sandbox.parcellab.fault = Fault("slow", seconds=0.3)
    exchanges = await asyncio.gather(*(where(sandbox, "PK1004") for _ in range(40)))
    await until(lambda: all(exchange.shown for exchange in exchanges))
    assert [len(exchange.shown) for exchange in exchanges] == [1] * 40


async def test_what_was_begun_is_answered_before_the_bot_ends(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    sandbox.parcellab.fault = Fault("slow", seconds=0.5)
    async with start_bot():
        exchange = await where(sandbox, "PK1004")
    assert "Out for delivery" in told(exchange.shown[-1])
