"""A channel is listened to: who wanted that, what is answered, and how much stays silent."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import Running, running
from bot.sandbox.parcellab import api as parcellab
from bot.sandbox.server import Addresses
from bot.sandbox.slack.exchange import Exchange
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.slack import Place
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    DELAYS,
    GUEST,
    SHARED,
    SUPPORT,
    Message,
)
from bot.store.database import open_database
from bot.store.inbox import Inbox
from tests.conftest import StartBot, answer_to, settings_for, until
from tests.store.standing import migrated_database
from tests.stories.customer import ONE_DOOR
from tests.stories.seen import PRIVATE, of_bot, settled, told

HEARD = {"app_mention", "message.channels", "message.groups", "message.im", "reaction_added"}


@pytest.fixture(autouse=True)
def hears_everything(sandbox: Addresses) -> None:
    sandbox.slack.subscriptions |= HEARD


def in_threads(sandbox: Addresses, person: str, channel: str = SUPPORT) -> list[Message]:
    return [one for one in of_bot(sandbox, person, channel) if one.thread_ts]


def alone(sandbox: Addresses, person: str, channel: str = SUPPORT) -> list[Message]:
    return [one for one in of_bot(sandbox, person, channel) if one.only_for == person]


def said_of(exchange: Exchange) -> str:
    """What whoever typed a command is told, in the acknowledgement or after it."""
    return json.dumps([one.as_json() for one in exchange.shown], ensure_ascii=False)


async def listen(
    sandbox: Addresses, how: str, *, person: str = AGENT_ONE, channel: str = SUPPORT
) -> str:
    exchange = await sandbox.slack.command(person, channel, "/where", f"listen {how}")
    await answer_to(exchange)
    return said_of(exchange)


def packages(message: Message) -> list[str]:
    return message.reactions.get("package", [])


async def test_switching_on_tells_the_channel_who_did_it_and_how_to_end_it(
    sandbox: Addresses, bot: Running
) -> None:
    said = await listen(sandbox, "on")
    assert "channel has been told" in said
    [line] = of_bot(sandbox, AGENT_TWO)
    assert f"Switched on by <@{AGENT_ONE}>" in told(line)
    assert "/where listen off" in told(line)
    said = await listen(sandbox, "", person=AGENT_TWO)
    assert "Wherebot liest" in said
    assert f"<@{AGENT_ONE}>" in said


async def test_an_order_number_is_answered_in_a_thread_as_all_may_see_it(
    sandbox: Addresses, bot: Running
) -> None:
    await listen(sandbox, "on")
    asked = await sandbox.slack.message(AGENT_ONE, SUPPORT, "a customer misses PK1004")
    await until(lambda: bool(in_threads(sandbox, AGENT_TWO)))
    [answer] = in_threads(sandbox, AGENT_TWO)
    assert answer.thread_ts == asked.ts
    assert "PK1004 · Out for delivery" in told(answer)
    assert "Details for me" in told(answer)
    assert not [private for private in PRIVATE if private in told(answer)]


async def test_a_channel_nobody_switched_on_is_not_answered(
    sandbox: Addresses, bot: Running
) -> None:
    asked = await sandbox.slack.message(AGENT_ONE, SUPPORT, "a customer misses PK1004")
    await sandbox.slack.react(AGENT_ONE, SUPPORT, asked.ts, "package")
    await settled()
    assert of_bot(sandbox, AGENT_ONE) == []
    assert packages(asked) == [AGENT_ONE]


QUIET = {
    "small talk": "good morning",
    "an order nobody knows": "PK9999 is missing",
    "a person's data": "recipient@example.com and customer:K-77 complain",
    "a digit group": "call 030 1234567 before 10:30",
}


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET)
async def test_what_names_no_known_order_stays_without_an_answer(
    sandbox: Addresses, bot: Running, text: str
) -> None:
    await listen(sandbox, "on")
    await sandbox.slack.message(AGENT_ONE, SUPPORT, text)
    await settled()
    assert in_threads(sandbox, AGENT_ONE) == []


async def test_a_parcellab_that_fails_makes_no_noise(sandbox: Addresses, bot: Running) -> None:
    await listen(sandbox, "on")
    await settled()
    sandbox.parcellab.fault = parcellab.Fault("500")
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "PK1004")
    await settled()
    assert in_threads(sandbox, AGENT_ONE) == []


async def test_edits_and_the_channels_copy_of_a_mention_are_not_answered_as_talk(
    sandbox: Addresses, bot: Running
) -> None:
    await listen(sandbox, "on")
    written = await sandbox.slack.message(AGENT_ONE, SUPPORT, "nothing yet")
    await sandbox.slack.edit(AGENT_ONE, SUPPORT, written.ts, "PK1003")
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "@wherebot PK1004")
    await until(lambda: bool(in_threads(sandbox, AGENT_TWO)))
    await settled()
    [answer] = in_threads(sandbox, AGENT_TWO)
    assert "PK1004" in told(answer)


async def test_an_order_is_told_once_in_half_an_hour_by_whichever_of_its_numbers(
    sandbox: Addresses, bot: Running
) -> None:
    await listen(sandbox, "on")
    for text in ("PK1004", "pk1004 again", "dhl 00340434161094042557", "PK1004 and PK1003"):
        await sandbox.slack.message(AGENT_ONE, SUPPORT, text)
        await settled()
    first, second = in_threads(sandbox, AGENT_TWO)
    assert "PK1004" in told(first)
    assert "PK1003" in told(second)
    assert "PK1004" not in told(second)


async def test_another_channel_has_its_own_half_hour(sandbox: Addresses, bot: Running) -> None:
    for channel in (SUPPORT, DELAYS):
        await listen(sandbox, "on", channel=channel)
        await sandbox.slack.message(AGENT_ONE, channel, "PK1004")
        await until(lambda: bool(in_threads(sandbox, AGENT_TWO, channel)))  # noqa: B023


async def test_two_references_become_one_table_that_all_may_see(
    sandbox: Addresses, bot: Running
) -> None:
    await listen(sandbox, "on")
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "PK1004 and PK1003 are late")
    await until(lambda: bool(in_threads(sandbox, AGENT_TWO)))
    [answer] = in_threads(sandbox, AGENT_TWO)
    assert [block["type"] for block in answer.blocks].count("table") == 1
    assert not [private for private in PRIVATE if private in told(answer)]


MANY = "PK1001 PK1002 PK1003 PK1004 are late"


async def shown(sandbox: Addresses, person: str, message: Message) -> None:
    block = next(block for block in message.blocks if block["type"] == "actions")
    await sandbox.slack.act(
        person,
        Place(SUPPORT, message.ts),
        block_id=block["block_id"],
        action_id="listen:show",
    )


async def test_many_references_become_one_button_and_whoever_clicks_sees_the_table(
    sandbox: Addresses, bot: Running
) -> None:
    await listen(sandbox, "on")
    asked = await sandbox.slack.message(AGENT_ONE, SUPPORT, MANY)
    await until(lambda: bool(in_threads(sandbox, AGENT_TWO)))
    [offered] = in_threads(sandbox, AGENT_TWO)
    assert offered.thread_ts == asked.ts
    assert "Show 4 orders" in told(offered)
    assert "PK1004" not in told(offered)
    await shown(sandbox, AGENT_TWO, offered)
    await until(lambda: bool(alone(sandbox, AGENT_TWO)))
    [table] = alone(sandbox, AGENT_TWO)
    assert table.thread_ts == asked.ts, "where the button was clicked"
    assert "PK1001" in told(table)
    assert "PK1004" in told(table)
    assert not [one for one in alone(sandbox, AGENT_ONE) if "PK1001" in told(one)]


async def test_the_button_tells_a_guest_and_of_a_deleted_message_nothing(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.workspace.channels[SUPPORT].members.add(GUEST)
    await listen(sandbox, "on")
    asked = await sandbox.slack.message(AGENT_ONE, SUPPORT, MANY)
    await until(lambda: bool(in_threads(sandbox, AGENT_TWO)))
    [offered] = in_threads(sandbox, AGENT_TWO)
    await shown(sandbox, GUEST, offered)
    await until(lambda: bool(alone(sandbox, GUEST)))
    assert "membres à part entière" in told(alone(sandbox, GUEST)[0])
    await sandbox.slack.delete(AGENT_ONE, SUPPORT, asked.ts)
    await shown(sandbox, AGENT_TWO, offered)
    await until(lambda: bool(alone(sandbox, AGENT_TWO)))
    assert "PK1004" not in told(alone(sandbox, AGENT_TWO)[0])


async def test_what_a_guest_writes_is_not_answered_and_looks_the_same_if_there_is_none(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.workspace.channels[SUPPORT].members.add(GUEST)
    await listen(sandbox, "on")
    await settled()
    sandbox.parcellab.calls.clear()
    known = await sandbox.slack.message(GUEST, SUPPORT, "where is PK1004?")
    unknown = await sandbox.slack.message(GUEST, SUPPORT, "where is PK9999?")
    await until(lambda: bool(packages(known) and packages(unknown)))
    assert not sandbox.parcellab.calls
    assert in_threads(sandbox, GUEST) == []


async def asked_for(sandbox: Addresses, text: str = "a customer misses PK1004") -> Message:
    """Switch `ask` on, write something, and wait for the 📦."""
    await listen(sandbox, "ask")
    asked = await sandbox.slack.message(AGENT_ONE, SUPPORT, text)
    await until(lambda: packages(asked) == [BOT_USER])
    return asked


async def clicked(sandbox: Addresses, person: str, message: Message) -> None:
    await sandbox.slack.react(person, SUPPORT, message.ts, "package")


def answers(sandbox: Addresses, person: str) -> list[Message]:
    return [one for one in alone(sandbox, person) if "PK1004" in told(one)]


async def test_whoever_clicks_the_package_is_told_all_and_nobody_else_anything(
    sandbox: Addresses, bot: Running
) -> None:
    asked = await asked_for(sandbox)
    assert in_threads(sandbox, AGENT_TWO) == []
    await clicked(sandbox, AGENT_TWO, asked)
    await until(lambda: bool(answers(sandbox, AGENT_TWO)))
    [answer] = answers(sandbox, AGENT_TWO)
    assert "Canvas sneaker" in told(answer)
    assert answers(sandbox, AGENT_ONE) == []


async def test_in_a_thread_the_answer_stands_in_that_thread(
    sandbox: Addresses, bot: Running
) -> None:
    await listen(sandbox, "ask")
    first = await sandbox.slack.message(AGENT_TWO, SUPPORT, "a customer asks")
    asked = await sandbox.slack.message(AGENT_TWO, SUPPORT, "for PK1004", thread_ts=first.ts)
    await until(lambda: packages(asked) == [BOT_USER])
    await clicked(sandbox, AGENT_TWO, asked)
    await until(lambda: bool(answers(sandbox, AGENT_TWO)))
    assert answers(sandbox, AGENT_TWO)[0].thread_ts == first.ts


async def test_clicking_again_and_again_answers_once(sandbox: Addresses, bot: Running) -> None:
    asked = await asked_for(sandbox)
    for _ in range(5):
        await clicked(sandbox, AGENT_TWO, asked)
        await settled()
    assert len(answers(sandbox, AGENT_TWO)) == 1
    await clicked(sandbox, AGENT_ONE, asked)
    await until(lambda: len(answers(sandbox, AGENT_ONE)) == 1)


async def test_a_guest_who_clicks_learns_nothing(sandbox: Addresses, bot: Running) -> None:
    sandbox.slack.workspace.channels[SUPPORT].members.add(GUEST)
    asked = await asked_for(sandbox)
    await clicked(sandbox, GUEST, asked)
    await settled()
    assert alone(sandbox, GUEST) == []


async def test_another_reaction_and_an_unknown_order_say_nothing(
    sandbox: Addresses, bot: Running
) -> None:
    asked = await asked_for(sandbox)
    await sandbox.slack.react(AGENT_TWO, SUPPORT, asked.ts, "eyes")
    unknown = await sandbox.slack.message(AGENT_ONE, SUPPORT, "PK9999")
    await settled()
    assert alone(sandbox, AGENT_TWO) == []
    assert packages(unknown) == []


async def test_a_package_that_stands_there_already_is_as_good(
    sandbox: Addresses, bot: Running
) -> None:
    """Slack took it, and lost the answer: it is put there again."""
    sandbox.slack.fault["reactions.add"] = Fault("lost", times=1)
    await asked_for(sandbox)


async def test_switched_off_nothing_is_answered_and_the_channel_knows(
    sandbox: Addresses, bot: Running
) -> None:
    asked = await asked_for(sandbox)
    await listen(sandbox, "off", person=AGENT_TWO)
    assert f"Ausgeschaltet von <@{AGENT_TWO}>" in told(of_bot(sandbox, AGENT_ONE)[-1])
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "PK1003")
    await clicked(sandbox, AGENT_ONE, asked)
    await settled()
    assert in_threads(sandbox, AGENT_TWO) == []
    assert answers(sandbox, AGENT_ONE) == []


async def test_a_guest_cannot_switch_anything(sandbox: Addresses, bot: Running) -> None:
    said = await listen(sandbox, "on", person=GUEST, channel=DELAYS)
    assert "membres à part entière" in said
    assert of_bot(sandbox, AGENT_ONE, DELAYS) == []


async def test_where_another_organisation_reads_nobody_can_switch_it_on(
    sandbox: Addresses, bot: Running
) -> None:
    assert "another organisation" in await listen(sandbox, "on", channel=SHARED)
    await sandbox.slack.message(AGENT_ONE, SHARED, "PK1004")
    await settled()
    assert of_bot(sandbox, AGENT_TWO, SHARED) == []


async def test_a_channel_that_another_organisation_joins_is_not_answered_any_more(
    sandbox: Addresses, bot: Running
) -> None:
    await listen(sandbox, "on")
    sandbox.slack.workspace.channels[SUPPORT].is_ext_shared = True
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "PK1004")
    await settled()
    assert in_threads(sandbox, AGENT_TWO) == []


@pytest.mark.parametrize("is_private", [False, True])
async def test_a_bot_that_is_not_in_the_channel_asks_for_an_invitation(
    sandbox: Addresses, bot: Running, *, is_private: bool
) -> None:
    channel = sandbox.slack.workspace.channels[SUPPORT]
    channel.members.discard(BOT_USER)
    channel.is_private = is_private
    said = await listen(sandbox, "on")
    assert "/invite @Wherebot" in said
    assert "/where listen on" in said


@pytest.mark.parametrize(
    ("how", "scopes"),
    [("on", ["channels:history"]), ("ask", ["reactions:read", "reactions:write"])],
)
async def test_without_its_scopes_it_says_which_are_missing(
    sandbox: Addresses, bot: Running, how: str, scopes: list[str]
) -> None:
    sandbox.slack.scopes.difference_update(scopes)
    said = await listen(sandbox, how)
    assert not [scope for scope in scopes if scope not in said]
    assert of_bot(sandbox, AGENT_TWO) == []


async def test_nobody_is_listened_to_if_the_channel_cannot_be_told(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.workspace.channels[SUPPORT].is_archived = True
    assert "Nothing was switched on" in await listen(sandbox, "on")
    assert "does not read" in await listen(sandbox, "")


OTHERWISE = {
    "a direct message": ("on", "D", "No channel here"),
    "an unknown word": ("loudly", SUPPORT, "on, off or ask?"),
    "off already": ("off", SUPPORT, "Nothing changed"),
    "how it is": ("", SUPPORT, "does not read"),
}


@pytest.mark.parametrize(("how", "channel", "said"), OTHERWISE.values(), ids=OTHERWISE)
async def test_whoever_types_something_else_is_told_how(
    sandbox: Addresses, bot: Running, how: str, channel: str, said: str
) -> None:
    place = sandbox.slack.workspace.dm(AGENT_ONE).id if channel == "D" else channel
    assert said in await listen(sandbox, how, channel=place)


async def test_switched_on_twice_the_channel_is_told_once(sandbox: Addresses, bot: Running) -> None:
    await listen(sandbox, "on")
    assert "Nothing changed" in await listen(sandbox, "on")
    assert len(sandbox.slack.calls("chat.postMessage")) == 1


async def test_two_replicas_answer_an_order_once_between_them(
    sandbox: Addresses, tmp_path: Path
) -> None:
    """Each has its own door, and both one database; all are about to answer at one moment."""
    async with two_bots(sandbox, tmp_path) as (url, *addresses):
        sandbox.slack.request_url = addresses[0]
        await listen(sandbox, "on")
        sandbox.parcellab.fault = parcellab.Fault("slow", seconds=1)
        for number in range(6):
            sandbox.slack.request_url = addresses[number % 2]
            await sandbox.slack.message(AGENT_ONE, SUPPORT, f"PK1004, {number}")
        await all_answered(url)
        assert len(in_threads(sandbox, AGENT_TWO)) == 1


async def all_answered(url: str) -> None:
    async with open_database(url) as database, asyncio.timeout(10):
        inbox = Inbox(database, lease=timedelta(minutes=1))
        while (await inbox.waiting()).count:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


@asynccontextmanager
async def two_bots(sandbox: Addresses, folder: Path) -> AsyncIterator[list[str]]:
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(migrated_database("postgresql", folder))
        wishes: dict[str, Any] = {
            "database_url": url,
            "slack_signing_secret": sandbox.slack.signing_secret,
        }
        addresses = []
        for _ in range(2):
            bot = await stack.enter_async_context(
                running(settings_for(sandbox, **wishes), clock=sandbox.parcellab.clock.now)
            )
            await until(bot.is_ready)
            addresses.append(f"{bot.address}/slack/events")
        yield [url, *addresses]


@ONE_DOOR
async def test_a_message_that_a_dying_bot_had_written_down_is_answered_by_the_next(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    """The first is about to answer, and Slack cannot be reached until it is gone."""
    async with start_bot(WHEREBOT_LEASE=1):
        await listen(sandbox, "on")
        sandbox.slack.fault["chat.postMessage"] = Fault("drop")
        await sandbox.slack.message(AGENT_ONE, SUPPORT, "PK1004")
        await until(lambda: len(sandbox.slack.calls("chat.postMessage")) > 1)
    del sandbox.slack.fault["chat.postMessage"]
    assert in_threads(sandbox, AGENT_TWO) == []
    async with start_bot(WHEREBOT_LEASE=1, WHEREBOT_POLL=0.1):
        await until(lambda: bool(in_threads(sandbox, AGENT_TWO)), seconds=20)
        await settled()
    assert len(in_threads(sandbox, AGENT_TWO)) == 1


async def test_a_reply_that_the_channel_is_shown_too_is_heard_once(
    sandbox: Addresses, bot: Running
) -> None:
    await listen(sandbox, "on")
    parent = await sandbox.slack.message(AGENT_TWO, SUPPORT, "One for you")
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "PK1004", parent.ts, is_broadcast=True)
    await settled()
    [answer] = [one for one in of_bot(sandbox, AGENT_TWO) if one.thread_ts]
    assert answer.thread_ts == parent.ts
