"""Somebody posts a link to an order: what is shown below it, to whom, and how often."""

import json
import logging
from typing import Literal

import pytest

from bot.app import Running
from bot.sandbox.server import Addresses
from bot.sandbox.slack.event import Event, posted
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
from tests.conftest import StartBot, until
from tests.stories.customer import ONE_DOOR
from tests.stories.seen import PRIVATE, of_bot, settled
from tests.stories.test_listening import alone, listen

DHL = (
    "https://www.dhl.de/de/privatkunden/dhl-sendungsverfolgung.html?piececode=00340434161094042557"
)
PAGE = "https://status.shop.example/?orderNo=PK1004&s=5up3r53cr37&lang=de"
OTHER = "https://status.shop.example/orders/PK1003"
UNKNOWN = "https://status.shop.example/orders/PK9999"
BLOG = "https://status.shop.example/blog"


@pytest.fixture(autouse=True)
def hears_links(sandbox: Addresses) -> None:
    sandbox.slack.subscriptions |= {"link_shared", "message.channels"}
    sandbox.slack.workspace.unfurl_domains = ("dhl.de", "status.shop.example")


@pytest.fixture(autouse=True)
def has_a_status_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHEREBOT_STATUS_PAGES", "status.shop.example")


def below(message: Message) -> str:
    return json.dumps(message.attachments, ensure_ascii=False)


async def shown(sandbox: Addresses, text: str, channel: str = SUPPORT) -> Message:
    message = await sandbox.slack.message(AGENT_ONE, channel, text)
    await until(lambda: bool(message.attachments))
    return message


@pytest.mark.parametrize("link", [DHL, PAGE], ids=["a courier's", "the shop's"])
async def test_a_link_to_an_order_shows_what_all_may_see(
    sandbox: Addresses, bot: Running, link: str
) -> None:
    message = await shown(sandbox, f"look: {link} please")
    [attachment] = message.attachments
    assert attachment["from_url"] == link
    assert "PK1004 · Out for delivery" in below(message)
    without_link = below(message).replace(link, "")
    assert not [private for private in PRIVATE if private in without_link]
    assert of_bot(sandbox, AGENT_TWO) == []


async def test_details_are_for_members_who_ask_and_it_is_not_refreshed_in_its_place(
    sandbox: Addresses, bot: Running
) -> None:
    message = await shown(sandbox, PAGE)
    assert "card:refresh" not in below(message)
    block = next(one for one in message.attachments[0]["blocks"] if one["type"] == "actions")
    sandbox.slack.workspace.channels[SUPPORT].members.add(GUEST)
    for person, said in ((AGENT_TWO, "Canvas sneaker"), (GUEST, "Une question d'abord")):
        await sandbox.slack.act(
            person,
            Place(SUPPORT, message.ts),
            block_id=block["block_id"],
            action_id="card:details",
        )
        await until(lambda: said in str([one.as_json() for one in alone(sandbox, person)]))  # noqa: B023


async def test_a_link_is_shown_once_in_half_an_hour_and_channel(
    sandbox: Addresses, bot: Running
) -> None:
    await shown(sandbox, PAGE)
    again = await sandbox.slack.message(AGENT_TWO, SUPPORT, f"{PAGE} or {DHL}")
    await settled()
    assert again.attachments == []
    await shown(sandbox, PAGE, DELAYS)
    await shown(sandbox, f"and {OTHER}")


async def test_two_links_are_shown_and_three_are_not(sandbox: Addresses, bot: Running) -> None:
    three = await sandbox.slack.message(AGENT_ONE, DELAYS, f"{PAGE} {OTHER} {UNKNOWN}")
    two = await shown(sandbox, f"{PAGE} {OTHER}")
    assert [one["from_url"] for one in two.attachments] == [PAGE, OTHER]
    await settled()
    assert three.attachments == []


@pytest.mark.parametrize("link", [UNKNOWN, BLOG, "https://www.dhl.de/en.html"])
async def test_a_link_that_leads_to_no_known_order_stays_bare(
    sandbox: Addresses, bot: Running, link: str
) -> None:
    message = await sandbox.slack.message(AGENT_ONE, SUPPORT, link)
    await settled()
    assert message.attachments == []
    assert sandbox.slack.calls("chat.unfurl") == []


async def test_guests_cannot_find_out_by_links_which_orders_exist(
    sandbox: Addresses, bot: Running
) -> None:
    message = await sandbox.slack.message(GUEST, DELAYS, PAGE)
    await settled()
    assert message.attachments == []
    assert not sandbox.parcellab.calls


async def test_where_another_organisation_reads_nothing_is_shown(
    sandbox: Addresses, bot: Running
) -> None:
    message = await sandbox.slack.message(AGENT_ONE, SHARED, PAGE)
    await settled()
    assert message.attachments == []
    assert not sandbox.parcellab.calls


async def test_in_a_direct_message_the_link_is_answered_and_not_shown_twice(
    sandbox: Addresses, bot: Running
) -> None:
    direct = sandbox.slack.workspace.dm(AGENT_ONE).id
    message = await sandbox.slack.message(AGENT_ONE, direct, PAGE)
    await until(lambda: bool(of_bot(sandbox, AGENT_ONE, direct)))
    await settled()
    [answer] = of_bot(sandbox, AGENT_ONE, direct)
    assert "PK1004" in answer.text
    assert message.attachments == []


async def test_a_link_in_a_mention_is_answered_and_not_shown_twice(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.subscriptions |= {"app_mention"}
    message = await sandbox.slack.message(AGENT_ONE, SUPPORT, f"@wherebot {PAGE}")
    await settled()
    [answer] = of_bot(sandbox, AGENT_ONE)
    assert answer.thread_ts == message.ts
    assert "PK1004" in answer.text
    assert message.attachments == []


async def test_a_mention_that_is_told_later_than_its_link_is_known_from_the_message(
    sandbox: Addresses, bot: Running
) -> None:
    """Slack tells of both in any order, and of the mention a minute later if that went wrong."""
    sandbox.slack.subscriptions.discard("app_mention")
    message = await sandbox.slack.message(AGENT_ONE, SUPPORT, f"@wherebot {PAGE}")
    await settled()
    assert message.attachments == []


async def test_where_it_listens_too_an_order_is_told_once(sandbox: Addresses, bot: Running) -> None:
    await listen(sandbox, "on")
    message = await sandbox.slack.message(AGENT_ONE, SUPPORT, PAGE)
    await settled()
    in_thread = [one for one in of_bot(sandbox, AGENT_TWO) if one.thread_ts]
    assert len(in_thread) + len(message.attachments) == 1


async def test_a_link_that_is_still_being_written_is_not_shown(
    sandbox: Addresses, bot: Running
) -> None:
    """Nobody knows yet where it will be posted, and so who will read there."""
    inner = {
        "type": "link_shared",
        "channel": "COMPOSER",
        "is_bot_user_member": True,
        "user": AGENT_ONE,
        "message_ts": "U0-909b5454",
        "unfurl_id": "U0-909b5454",
        "source": "composer",
        "links": [{"domain": "status.shop.example", "url": PAGE}],
    }
    await sandbox.slack._tell_event(Event("link_shared", AGENT_ONE, SUPPORT, inner))
    await settled()
    assert sandbox.slack.calls("chat.unfurl") == []
    assert not sandbox.parcellab.calls


@ONE_DOOR
@pytest.mark.parametrize("kind", ["lost", "500", "429"])
async def test_a_slack_that_stumbles_shows_it_in_the_end(
    sandbox: Addresses, start_bot: StartBot, kind: Literal["lost", "500", "429"]
) -> None:
    sandbox.slack.fault["chat.unfurl"] = Fault(kind, seconds=1, times=1)
    async with start_bot(WHEREBOT_POLL=0.1):
        message = await shown(sandbox, PAGE)
        await settled()
        assert len(message.attachments) == 1


async def test_the_hash_in_a_link_is_neither_logged_nor_asked_with(
    sandbox: Addresses, bot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    await shown(sandbox, PAGE)
    assert "5up3r53cr37" not in caplog.text
    assert "5up3r53cr37" not in str(list(sandbox.parcellab.calls))


async def test_without_its_scope_nothing_is_shown(sandbox: Addresses, bot: Running) -> None:
    sandbox.slack.scopes.discard("links:write")
    message = await sandbox.slack.message(AGENT_ONE, SUPPORT, PAGE)
    await settled()
    assert message.attachments == []
    assert of_bot(sandbox, BOT_USER) == []


async def mentioned(sandbox: Addresses, message: Message) -> None:
    """Slack tells of the mention that a message is; so far it was told of nothing like that."""
    sandbox.slack.subscriptions |= {"app_mention"}
    told = posted(sandbox.slack.workspace, message)
    await sandbox.slack._tell_event(next(one for one in told if one.subscription == "app_mention"))
    await settled()


@ONE_DOOR
async def test_where_it_may_not_read_a_mention_told_long_after_its_link_is_not_answered_again(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    sandbox.slack.scopes.difference_update({"channels:history", "groups:history"})
    sandbox.slack.subscriptions.discard("app_mention")
    async with start_bot() as one, start_bot() as other:
        sandbox.slack.request_url = f"{one.address}/slack/events"
        message = await shown(sandbox, f"@wherebot has <{PAGE}|PK1004> shipped?")
        more = await shown(sandbox, f"@wherebot PK1025 too? {OTHER}")
        sandbox.slack.request_url = f"{other.address}/slack/events"
        await mentioned(sandbox, message)
        assert of_bot(sandbox, AGENT_ONE) == []
        await mentioned(sandbox, more)
        [answer] = of_bot(sandbox, AGENT_ONE)
        assert answer.thread_ts == more.ts
        assert "PK1025" in answer.text
        assert "PK1003" not in json.dumps(answer.as_json())


async def test_where_it_may_not_read_a_mention_is_answered_and_its_link_not_shown(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.scopes.difference_update({"channels:history", "groups:history"})
    sandbox.slack.subscriptions |= {"app_mention"}
    message = await sandbox.slack.message(AGENT_ONE, SUPPORT, f"@wherebot {PAGE}")
    await settled()
    assert [one.thread_ts for one in of_bot(sandbox, AGENT_ONE)] == [message.ts]
    assert message.attachments == []


@ONE_DOOR
async def test_a_mention_is_answered_if_slack_did_not_take_what_its_link_was_to_show(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    sandbox.slack.scopes.difference_update({"channels:history", "groups:history", "links:write"})
    sandbox.slack.subscriptions.discard("app_mention")
    async with start_bot():
        message = await sandbox.slack.message(AGENT_ONE, SUPPORT, f"@wherebot {PAGE}")
        await settled()
        await mentioned(sandbox, message)
        [answer] = of_bot(sandbox, AGENT_ONE)
        assert "PK1004" in answer.text
