"""Buttons on cards, private and posted, at both doors."""

import asyncio
from dataclasses import replace

import pytest

from bot.app import Running
from bot.core.click import Click, Verb
from bot.core.reference import Kind, Reference
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    GUEST,
    SHARED,
    SUPPORT,
    Channel,
    Message,
)
from tests.conftest import StartBot, answer_to, until
from tests.stories.customer import ONE_DOOR
from tests.stories.seen import of_bot, told


async def card(sandbox: Addresses, text: str) -> Message:
    exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", text)
    return await answer_to(exchange)


async def click(
    sandbox: Addresses, message: Message, action: str, *, by: str = AGENT_ONE, choice: str = ""
) -> None:
    exchange = await sandbox.slack.click(
        by, message.channel, message.ts, action, choice=choice or None
    )
    assert exchange.error is None
    calls = len(sandbox.slack.calls("response_url"))
    await until(lambda: len(sandbox.slack.calls("response_url")) > calls or bool(exchange.shown))


async def test_history_replaces_the_private_card_and_leads_back(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1004")
    await click(sandbox, message, "card:history")
    [history] = of_bot(sandbox)
    assert "History of PK1004" in told(history)
    await click(sandbox, history, "card:order")
    [again] = of_bot(sandbox)
    assert "PK1004 · Out for delivery" in told(again)


async def test_a_long_history_has_pages(sandbox: Addresses, bot: Running) -> None:
    message = await card(sandbox, "PK1026")
    await click(sandbox, message, "card:history")
    assert "Page 1 of" in told(of_bot(sandbox)[0])
    await click(sandbox, of_bot(sandbox)[0], "card:history1")
    assert "Page 2 of" in told(of_bot(sandbox)[0])


async def test_articles_are_listed(sandbox: Addresses, bot: Running) -> None:
    message = await card(sandbox, "PK1004")
    await click(sandbox, message, "card:articles")
    assert "Merino sock" in told(of_bot(sandbox)[0])


async def test_one_parcel_can_be_chosen_out_of_several(sandbox: Addresses, bot: Running) -> None:
    message = await card(sandbox, "PK1025")
    [menu] = [
        element
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "static_select"
    ]
    await click(sandbox, message, "card:parcel", choice=menu["options"][2]["value"])
    [parcel] = of_bot(sandbox)
    assert "PK1025 · Delivered" in told(parcel)
    await click(sandbox, parcel, "card:order")
    assert "3 parcels" in told(of_bot(sandbox)[0])


async def test_refresh_asks_the_courier_and_then_has_to_wait(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1029")
    await click(sandbox, message, "card:refresh")
    live = [call for call in sandbox.parcellab.calls if call.query.get("live_refresh") == "true"]
    assert len(live) == 1
    assert "asked of the courier itself" in told(of_bot(sandbox)[0])
    await click(sandbox, of_bot(sandbox)[0], "card:refresh")
    assert "possible again in" in told(of_bot(sandbox)[-1])
    assert "PK1029" in told(of_bot(sandbox)[0]), "the card stays"
    sandbox.parcellab.clock.advance(61)
    await click(sandbox, of_bot(sandbox)[0], "card:refresh")
    live = [call for call in sandbox.parcellab.calls if call.query.get("live_refresh") == "true"]
    assert len(live) == 2


async def test_sharing_posts_the_redacted_card_once(sandbox: Addresses, bot: Running) -> None:
    message = await card(sandbox, "PK1004")
    await click(sandbox, message, "card:share")
    [shared] = of_bot(sandbox, AGENT_TWO)
    assert "PK1004" in told(shared)
    assert "00340434161094042557" not in told(shared)
    await click(sandbox, message, "card:share")
    assert len(of_bot(sandbox, AGENT_TWO)) == 1
    assert "Already shared" in told(of_bot(sandbox)[-1])


@ONE_DOOR
async def test_of_two_clicks_at_two_replicas_one_shares(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot() as one, start_bot() as other:
        message = await card(sandbox, "PK1004")
        for bot in (one, other):
            sandbox.slack.request_url = f"{bot.address}/slack/events"
            await click(sandbox, message, "card:share")
        assert "Already shared" in told(of_bot(sandbox)[-1])
    assert len(of_bot(sandbox, AGENT_TWO)) == 1


async def test_what_could_not_be_shared_can_be_shared_later(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1004")
    sandbox.parcellab.clock.advance(2 * 86_400)  # what was said before is too old to be said again
    sandbox.parcellab.fault = Fault("garbage")
    await click(sandbox, message, "card:share")
    assert not of_bot(sandbox, AGENT_TWO)
    sandbox.parcellab.fault = None
    async with asyncio.timeout(30):
        while not of_bot(sandbox, AGENT_TWO):  # the error stands for a second
            await click(sandbox, message, "card:share")
    [shared] = of_bot(sandbox, AGENT_TWO)
    assert "PK1004" in told(shared)


async def test_nothing_is_posted_where_another_organisation_reads(
    sandbox: Addresses, bot: Running
) -> None:
    exchange = await sandbox.slack.command(AGENT_ONE, SHARED, "/where", "PK1004 public")
    await answer_to(exchange)
    assert "another organisation" in told(exchange.shown[0])
    exchange = await sandbox.slack.command(AGENT_ONE, SHARED, "/where", "PK1004")
    await answer_to(exchange)
    await click(sandbox, exchange.shown[0], "card:share")
    assert "another organisation" in told(of_bot(sandbox, channel=SHARED)[-1])
    assert all(message.only_for for message in of_bot(sandbox, channel=SHARED))


async def test_what_cannot_be_posted_is_shown_to_who_asked_with_the_reason(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.scopes.discard("channels:read")
    answer = await card(sandbox, "PK1004 public")
    assert answer.only_for == AGENT_ONE
    for fact in ("channels:read", "PK1004", "00340434161094042557"):
        assert fact in told(answer)
    assert not of_bot(sandbox, AGENT_TWO)


async def test_a_card_is_not_shared_where_nobody_may_know_who_reads(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1004")
    sandbox.slack.scopes.discard("channels:read")
    await click(sandbox, message, "card:share")
    assert "channels:read" in told(of_bot(sandbox)[-1])
    assert not of_bot(sandbox, AGENT_TWO)
    sandbox.slack.scopes.add("channels:read")
    await click(sandbox, message, "card:share")
    assert "PK1004" in told(of_bot(sandbox, AGENT_TWO)[0])


async def test_a_posted_card_shows_details_to_the_clicker_alone(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1004 public")
    await click(sandbox, message, "card:details", by=AGENT_TWO)
    private = [m for m in of_bot(sandbox, AGENT_TWO) if m.only_for == AGENT_TWO]
    assert "00340434161094042557" in told(private[0])
    assert all("00340434161094042557" not in told(m) for m in of_bot(sandbox, AGENT_ONE))


@ONE_DOOR
async def test_a_double_click_on_details_shows_them_once_whichever_replicas_it_gets_to(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot() as one, start_bot() as other:
        message = await card(sandbox, "PK1004 public")
        for half in (one, one, other):
            sandbox.slack.request_url = f"{half.address}/slack/events"
            await sandbox.slack.click(AGENT_TWO, SUPPORT, message.ts, "card:details")
    shown = [m for m in of_bot(sandbox, AGENT_TWO) if m.only_for == AGENT_TWO]
    assert len(shown) == 1


async def test_a_posted_card_stays_redacted_when_refreshed(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1029 public")
    await click(sandbox, message, "card:refresh", by=AGENT_TWO)
    [posted] = [m for m in of_bot(sandbox, AGENT_TWO) if not m.only_for]
    assert "PK1029" in told(posted)
    assert "Track at" not in told(posted)
    assert "History" not in told(posted)


@pytest.mark.parametrize("action", ["card:details", "card:refresh"])
async def test_a_card_posted_between_two_people_stays_redacted_for_both(
    sandbox: Addresses, bot: Running, action: str
) -> None:
    both = Channel("D0BOTHOFUS", "directmessage", {AGENT_ONE, AGENT_TWO})
    sandbox.slack.workspace.channels[both.id] = both
    exchange = await sandbox.slack.command(AGENT_ONE, both.id, "/where", "PK1029 public")
    await answer_to(exchange)
    await click(sandbox, exchange.shown[-1], action)
    [posted] = of_bot(sandbox, AGENT_TWO, both.id)
    assert "Track at" not in told(posted)
    assert "History" not in told(posted)


async def test_a_failing_parcellab_costs_no_card(sandbox: Addresses, bot: Running) -> None:
    message = await card(sandbox, "PK1029")
    sandbox.parcellab.fault = Fault("500")
    await click(sandbox, message, "card:refresh")
    assert "PK1029" in told(of_bot(sandbox)[0])
    assert len(of_bot(sandbox)) == 2 or "cannot be reached" in told(of_bot(sandbox)[0])


@pytest.mark.parametrize(
    ("verb", "value"),
    [
        ("history", ""),
        ("history", "k=nothing&v=1"),
        ("nothing", "k=order_number&v=PK1004"),
        ("history", "k=order_number&v=PK1004&n=x"),
        ("history", "\ud800=&&&"),
    ],
)
def test_a_value_that_nobody_of_ours_wrote_is_no_click(verb: str, value: str) -> None:
    assert Click.decoded(verb, value) is None


@pytest.mark.parametrize("number", ["PK1004", "A&account=2", "ünï ☃", "x" * 300, "<!channel>"])
def test_a_click_comes_back_as_it_went(number: str) -> None:
    reference = Reference(Kind.ORDER_NUMBER, number, ("ups", "dhl-germany"))
    made = Click(Verb.HISTORY, reference, "shop=1", "0a1b", 3)
    for click in (made, replace(made, is_posted=True)):
        assert Click.decoded("history", click.encoded()) == click


@ONE_DOOR
async def test_a_button_that_no_version_knows_any_more_says_so(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    button = {
        "type": "button",
        "action_id": "past:deed",
        "value": "1",
        "text": {"type": "plain_text", "text": "Do"},
    }
    blocks = [{"type": "actions", "block_id": "past", "elements": [button]}]
    workspace = sandbox.slack.workspace
    workspace.channels[SUPPORT].members.add(GUEST)
    async with start_bot():
        old = workspace.post(SUPPORT, BOT_USER, {"text": "once", "blocks": blocks})
        for person, said in ((AGENT_ONE, "too old"), (GUEST, "expiré")):
            await click(sandbox, old, "past:deed", by=person)
            [told_so] = [one for one in of_bot(sandbox, person) if one.only_for == person]
            assert said in told(told_so)
