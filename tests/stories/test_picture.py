"""The picture of an order's status comes after its card, and never in its way; at both doors."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from bot.app import Running
from bot.sandbox.parcellab.api import WIDGET, Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault as SlackFault
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    LEAD,
    SUPPORT,
    Message,
)
from tests.conftest import StartBot, answer_to, until
from tests.stories.seen import of_bot

ON = {"WHEREBOT_PICTURES": "on"}


@pytest.fixture
async def bot(sandbox: Addresses, start_bot: StartBot) -> AsyncIterator[Running]:
    sandbox.slack.workspace.processing_seconds = 0.3
    async with start_bot(**ON) as bot:
        yield bot


async def where(sandbox: Addresses, text: str, person: str = AGENT_ONE) -> list[Message]:
    """Ask, wait for the card, and return the list that what is shown later is added to."""
    exchange = await sandbox.slack.command(person, SUPPORT, "/where", text)
    assert exchange.error is None, exchange.error
    await until(lambda: any(is_card(message) for message in exchange.shown))
    return exchange.shown


async def written(sandbox: Addresses, text: str) -> Message:
    """Write to the bot alone, and return its answer."""
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    before = len(of_bot(sandbox, channel=channel))
    await sandbox.slack.message(AGENT_ONE, channel, text)
    await until(lambda: len(of_bot(sandbox, channel=channel)) > before)
    return of_bot(sandbox, channel=channel)[-1]


def is_card(message: Message) -> bool:
    return "Out for delivery" in json.dumps(message.blocks)


def pictures(message: Message) -> list[str]:
    return [block["slack_file"]["id"] for block in message.blocks if block["type"] == "image"]


def uploads(sandbox: Addresses) -> int:
    return len(sandbox.slack.calls("files.completeUploadExternal"))


def widgets(sandbox: Addresses) -> int:
    return len([call for call in sandbox.parcellab.calls if call.path == WIDGET])


async def test_a_direct_message_is_whole_at_once_and_gets_its_picture_in_place(
    sandbox: Addresses, bot: Running
) -> None:
    message = await written(sandbox, "PK1004")
    assert is_card(message)
    assert not pictures(message)
    before = [block["type"] for block in message.blocks]
    await until(lambda: bool(pictures(message)))
    after = [block["type"] for block in message.blocks]
    assert [kind for kind in after if kind != "image"] == before
    assert len(sandbox.slack.calls("chat.postMessage")) == 1


async def test_the_picture_stands_between_the_main_facts_and_the_history(
    sandbox: Addresses, bot: Running
) -> None:
    message = await written(sandbox, "PK1004")
    await until(lambda: bool(pictures(message)))
    [place] = [at for at, block in enumerate(message.blocks) if block["type"] == "image"]
    assert "Last scan" in json.dumps(message.blocks[:place])
    assert "History" in json.dumps(message.blocks[place:])
    for fact in ("PK1004", "Out for delivery", "1 day late", "Promised", "Expected"):
        assert fact in message.blocks[place]["alt_text"]


async def test_a_command_is_answered_whole_and_then_once_more_with_the_picture(
    sandbox: Addresses, bot: Running
) -> None:
    shown = await where(sandbox, "PK1004")
    assert [pictures(message) for message in shown] == [[]]
    await until(lambda: len(shown) == 2)
    assert [block["type"] for block in shown[1].blocks] == ["image"]
    assert shown[1].only_for == AGENT_ONE
    assert "PK1004" in shown[1].text


async def test_a_picture_that_slack_has_shown_is_in_the_first_answer(
    sandbox: Addresses, bot: Running
) -> None:
    first = await where(sandbox, "PK1004")
    await until(lambda: len(first) == 2)
    again = await where(sandbox, "PK1004", LEAD)
    assert pictures(again[0]) == pictures(first[1])
    assert len(sandbox.slack.calls("response_url")) == 1
    assert (uploads(sandbox), widgets(sandbox)) == (1, 1)


async def test_a_picture_made_for_a_message_serves_a_command(
    sandbox: Addresses, bot: Running
) -> None:
    message = await written(sandbox, "has PK1004 arrived?")
    await until(lambda: bool(pictures(message)))
    await until(lambda: len(sandbox.slack.calls("chat.update")) == 1)
    [card] = await where(sandbox, "PK1004")
    assert pictures(card) == pictures(message)


async def test_a_picture_that_is_ready_before_a_late_answer_comes_with_it(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.fault["chat.update"] = SlackFault("500")
    await written(sandbox, "PK1004")
    await until(lambda: bool(sandbox.slack.calls("chat.update")))
    sandbox.parcellab.fault = Fault("slow", seconds=0.3, only="orders/info/")
    [card] = await where(sandbox, "dhl 00340434161094042557")
    assert pictures(card)
    assert len(sandbox.slack.calls("response_url")) == 1


async def test_another_language_has_another_picture(sandbox: Addresses, bot: Running) -> None:
    english, german = await written(sandbox, "PK1004"), await written(sandbox, "PK1004 lang:de")
    await until(lambda: bool(pictures(english) and pictures(german)))
    assert pictures(english) != pictures(german)


async def test_forty_people_at_once_upload_once(sandbox: Addresses, bot: Running) -> None:
    asked = await asyncio.gather(*(where(sandbox, "PK1004") for _ in range(40)))
    await until(lambda: all(len(shown) == 2 for shown in asked))
    assert {pictures(shown[1])[0] for shown in asked} == {pictures(asked[0][1])[0]}
    assert (uploads(sandbox), widgets(sandbox)) == (1, 1)


async def test_what_the_channel_sees_has_no_picture(sandbox: Addresses, bot: Running) -> None:
    private = await where(sandbox, "PK1004")
    await until(lambda: len(private) == 2)
    await where(sandbox, "PK1004 public")
    [card] = [message for message in sandbox.slack.seen_by(AGENT_TWO, SUPPORT) if is_card(message)]
    assert not pictures(card)
    await where(sandbox, "PK1009 PK1004")
    assert widgets(sandbox) == 1, "neither the channel nor a table asks for one"


@pytest.mark.parametrize(
    "fault",
    [
        Fault("500", only="info-widget"),
        Fault("garbage", only="info-widget"),
        Fault("empty", only="info-widget"),
        Fault("drop", only="info-widget"),
        Fault("hang", only="info-widget"),
        Fault("429", seconds=60, only="info-widget"),
    ],
    ids=lambda fault: fault.kind,
)
async def test_a_widget_in_trouble_costs_no_card_anything(
    sandbox: Addresses, start_bot: StartBot, fault: Fault
) -> None:
    sandbox.parcellab.fault = fault
    async with start_bot(**ON, WHEREBOT_TIMEOUT=2, WHEREBOT_CONCURRENCY=1):
        await where(sandbox, "PK1004")
        await until(lambda: widgets(sandbox) > 0)
        # All that widgets can break by now is broken: orders are asked for as before.
        for number in ("PK1003", "PK1005", "PK1006", "PK1007", "PK1008", "PK1009"):
            exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", number)
            await answer_to(exchange)
            assert f"{number} · " in exchange.shown[0].text
        [card] = await where(sandbox, "PK1004")
        assert not pictures(card)


@pytest.mark.parametrize(
    "method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal", "files.info"]
)
@pytest.mark.parametrize("kind", ["500", "drop"])
async def test_a_slack_in_trouble_costs_no_card_anything(
    sandbox: Addresses, bot: Running, method: str, kind: str
) -> None:
    sandbox.slack.fault[method] = SlackFault("500" if kind == "500" else "drop", times=None)
    message = await written(sandbox, "PK1004")
    await until(lambda: bool(sandbox.slack.calls(method)))
    assert is_card(await written(sandbox, "PK1004"))
    assert not pictures(message)
    del sandbox.slack.fault[method]
    healed = await written(sandbox, "PK1004")
    await until(lambda: bool(pictures(healed)))


@pytest.mark.parametrize("scope", ["files:write", "files:read"])
async def test_the_bot_works_without_the_scopes_for_pictures(
    sandbox: Addresses, bot: Running, scope: str
) -> None:
    sandbox.slack.scopes.discard(scope)
    method = "files.info" if scope == "files:read" else "files.getUploadURLExternal"
    assert is_card(await written(sandbox, "PK1004"))
    await until(lambda: bool(sandbox.slack.calls(method)))
    for _ in range(3):
        [card] = await where(sandbox, "PK1004")
        assert not pictures(card)
    assert (len(sandbox.slack.calls(method)), widgets(sandbox)) == (1, 1), "asked again"


async def test_a_picture_that_slack_has_lost_is_left_out_and_made_anew(
    sandbox: Addresses, bot: Running
) -> None:
    message = await written(sandbox, "PK1004")
    await until(lambda: len(sandbox.slack.calls("chat.update")) == 1)
    [lost] = pictures(message)
    del sandbox.slack.workspace.files[lost]
    card = await written(sandbox, "PK1004")
    assert is_card(card)
    assert not pictures(card)


async def test_a_click_is_not_undone_by_a_late_picture(sandbox: Addresses, bot: Running) -> None:
    message = await written(sandbox, "PK1004")
    await sandbox.slack.click(AGENT_ONE, message.channel, message.ts, "card:history")
    await until(lambda: "History of PK1004" in json.dumps(message.blocks))
    other = await written(sandbox, "PK1004")
    await until(lambda: bool(pictures(other)))
    assert "History of PK1004" in json.dumps(message.blocks)
    assert {call.arguments["ts"] for call in sandbox.slack.calls("chat.update")} <= {other.ts}


async def test_the_bot_ends_without_waiting_for_a_picture(
    sandbox: Addresses, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.slack.workspace.processing_seconds = 3600
    async with start_bot(**ON):
        await written(sandbox, "PK1004")
        await until(lambda: bool(sandbox.slack.calls("files.info")))
    assert "cut off" not in caplog.text, "what is waited for at the end and too long is cut off"


async def test_pictures_can_be_switched_off(sandbox: Addresses, start_bot: StartBot) -> None:
    async with start_bot(WHEREBOT_PICTURES="off"):
        assert is_card(await written(sandbox, "PK1004"))
    assert widgets(sandbox) == 0
