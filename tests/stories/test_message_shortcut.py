"""“Where is this order?” on what somebody wrote, at both doors."""

import asyncio
import json
import time

from bot.app import Running
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault as SlackFault
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    GUEST,
    PARTNER,
    SHARED,
    SUPPORT,
)
from tests.conftest import until
from tests.stories.seen import of_bot
from tests.stories.windows import Windows, posted, text


async def test_a_customers_words_lead_to_the_whole_card_for_the_agent_alone(
    sandbox: Addresses, bot: Running
) -> None:
    message = posted(sandbox, "Hi! Where is my parcel PK1004?", by=PARTNER, channel=SHARED)
    before = len(sandbox.slack.seen_by(PARTNER, SHARED))
    windows = Windows(sandbox)
    await windows.about(message)
    await windows.says("PK1004 · Out for delivery")
    await windows.says("00340434161094042557")
    assert len(sandbox.slack.seen_by(PARTNER, SHARED)) == before
    assert Windows(sandbox, AGENT_TWO).stack == []


async def test_it_works_on_a_reply_in_a_thread(sandbox: Addresses, bot: Running) -> None:
    first = posted(sandbox, "My order is late", by=AGENT_TWO)
    reply = posted(sandbox, "it is PK1017", by=AGENT_TWO, thread_ts=first.ts)
    windows = Windows(sandbox)
    await windows.about(reply)
    await windows.says("PK1017 ·")


async def test_a_writer_does_not_say_how_the_agent_is_answered(
    sandbox: Addresses, bot: Running
) -> None:
    """What would be options in an agent's own question is just talk in a customer's."""
    text = "returned PK1025 lang:pl, please refresh"
    windows = Windows(sandbox)
    await windows.about(posted(sandbox, text, by=AGENT_TWO))
    await windows.says("PK1025 · 3 parcels")
    assert not [c for c in sandbox.parcellab.calls if c.query.get("live_refresh") == "true"]


async def test_several_numbers_become_a_list(sandbox: Addresses, bot: Running) -> None:
    windows = Windows(sandbox)
    await windows.about(posted(sandbox, "PK1004, PK1017 and PK1006 please", by=AGENT_TWO))
    await windows.says("3 orders, most urgent first")
    await windows.use("search:open")
    await until(lambda: len(windows.stack) == 2)


async def test_numbers_in_blocks_and_attachments_count_and_in_names_of_files_do_not(
    sandbox: Addresses, bot: Running
) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "Order PK1006"}}
    attachment = {"fallback": "-", "fields": [{"title": "Order", "value": "PK1011"}]}
    content = {"text": "see below", "blocks": [section], "attachments": [attachment]}
    message = sandbox.slack.workspace.post(SUPPORT, BOT_USER, content)
    windows = Windows(sandbox)
    await windows.about(message)
    await windows.says("2 orders")
    for number in ("PK1006", "PK1011"):
        await windows.says(number)


async def test_a_message_without_a_number_leads_to_the_form_with_the_likeliest_in_it(
    sandbox: Addresses, bot: Running
) -> None:
    windows = Windows(sandbox)
    await windows.about(posted(sandbox, "order 77-AB-2000 has not come yet", by=AGENT_TWO))
    await windows.says("No number in this message")
    [field] = [b for b in windows.top["blocks"] if b["block_id"] == "value"]
    assert field["element"]["initial_value"] == "77-AB-2000"
    assert not sandbox.parcellab.calls
    done = await windows.send(value=text("PK1004"))
    assert not done.errors
    await windows.says("PK1004 · Out for delivery")


async def test_the_window_is_there_before_a_slow_parcellab(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.parcellab.fault = Fault("slow", seconds=4.0)
    windows = Windows(sandbox)
    begun = time.monotonic()
    await windows.about(posted(sandbox, "PK1004?", by=AGENT_TWO))
    await windows.says("Looking …")
    assert time.monotonic() - begun < 3
    await windows.says("PK1004 · Out for delivery")


async def test_where_no_window_opens_in_time_the_answer_stands_beside_the_message(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.workspace.trigger_seconds = 0.0
    windows = Windows(sandbox)
    await windows.about(posted(sandbox, "PK1004?", by=AGENT_TWO))
    await until(lambda: len(sandbox.slack.seen_by(AGENT_ONE, SUPPORT)) == 2)
    answer = sandbox.slack.seen_by(AGENT_ONE, SUPPORT)[-1]
    assert answer.only_for == AGENT_ONE
    assert "PK1004 · Out for delivery" in answer.text
    assert windows.stack == []


async def test_a_guest_is_told_nothing(sandbox: Addresses, bot: Running) -> None:
    sandbox.slack.workspace.channels[SUPPORT].members.add(GUEST)
    windows = Windows(sandbox, GUEST)
    await windows.about(posted(sandbox, "PK1004?", by=AGENT_TWO))
    await windows.says("membres à part entière")
    assert not sandbox.parcellab.calls


async def test_while_slack_does_not_say_who_asks_nothing_is_looked_up(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.fault["users.info"] = SlackFault("500")
    windows = Windows(sandbox)
    await windows.about(posted(sandbox, "PK1004?", by=AGENT_TWO))
    await windows.says("I could not check who you are")
    assert not sandbox.parcellab.calls


async def test_a_card_is_shared_into_the_thread_it_was_asked_about_and_once(
    sandbox: Addresses, bot: Running
) -> None:
    message = posted(sandbox, "PK1004?", by=AGENT_TWO)
    windows = Windows(sandbox)
    await windows.about(message)
    await windows.says("PK1004 · Out for delivery")
    await windows.use("card:share")
    await windows.says("Everybody there will see this")
    assert "00340434161094042557" not in windows.told(), "the preview is what all will see"
    first, second = await asyncio.gather(windows.send(), windows.send())  # a double click
    assert (first.error, second.error) == (None, None)
    await until(lambda: "card" in windows.told() and "Looking" not in windows.told())
    [shared] = of_bot(sandbox, AGENT_TWO)
    assert shared.thread_ts == message.ts
    assert "00340434161094042557" not in json.dumps(shared.blocks)


async def test_a_card_is_not_shared_where_another_organisation_reads(
    sandbox: Addresses, bot: Running
) -> None:
    windows = Windows(sandbox)
    await windows.about(posted(sandbox, "PK1004?", by=PARTNER, channel=SUPPORT))
    await windows.says("PK1004 · Out for delivery")
    await windows.use("card:share")
    await windows.says("Everybody there will see this")
    sandbox.slack.workspace.channels[SUPPORT].is_ext_shared = True  # since it was chosen
    done = await windows.send()
    assert "another organisation" in done.errors["channel"]
    assert not of_bot(sandbox, AGENT_TWO)
