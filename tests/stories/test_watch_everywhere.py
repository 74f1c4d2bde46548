"""Watching from wherever an order is seen: cards, windows, Home; by each for themselves."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.app import Running
from bot.core.reference import Kind, Reference
from bot.core.watches.rule import AlertRule
from bot.core.watches.watch import Watch
from bot.sandbox.parcellab.order import SHOP
from bot.sandbox.server import Addresses
from bot.sandbox.slack.block import elements
from bot.sandbox.slack.file import attach
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    DELAYS,
    GUEST,
    LEAD,
    SUPPORT,
)
from bot.store.alerts.rules import AlertRules
from bot.store.alerts.watches import Watches
from bot.store.database import open_database
from bot.wiring.opening import utc_now
from tests.conftest import StartBot, until
from tests.stories.seen import of_bot, told
from tests.stories.test_alert_rules import KEPT
from tests.stories.test_buttons import card, click
from tests.stories.test_home import home, press, shown, text_of
from tests.stories.test_search_form import form
from tests.stories.test_watch import alerts, say
from tests.stories.windows import Windows, text

ORDER = Reference(Kind.ORDER_NUMBER, "PK1003")


@pytest.fixture
async def bot(start_bot: StartBot) -> AsyncIterator[Running]:
    async with start_bot(
        WHEREBOT_POLL=0.1, WHEREBOT_LOOK_LEAST=30, WHEREBOT_MESSAGE_INTERVAL=0
    ) as bot:
        yield bot


async def of(person: str) -> list[Watch]:
    async with open_database(KEPT) as database:
        found, _ = await Watches(database).of_person(person)
    return [one.watch for one in found]


async def test_ones_own_card_says_whether_one_watches_and_a_double_click_acts_once(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1003")
    again = sandbox.slack.click(AGENT_ONE, message.channel, message.ts, "card:watch")
    await asyncio.gather(click(sandbox, message, "card:watch"), again)
    [watched] = of_bot(sandbox)
    assert "I tell you in our direct message when `PK1003` is late" in told(watched)
    assert "card:unwatch" in told(watched)
    assert [one.reference for one in await of(AGENT_ONE)] == [ORDER]
    await click(sandbox, watched, "card:history")
    await click(sandbox, of_bot(sandbox)[0], "card:order")
    assert "You watch `PK1003` since" in told(of_bot(sandbox)[0])
    await click(sandbox, of_bot(sandbox)[0], "card:unwatch")
    assert "not watched here any more" in told(of_bot(sandbox)[0])
    assert '"card:watch"' in told(of_bot(sandbox)[0])
    assert await of(AGENT_ONE) == []
    assert sandbox.slack.workspace.dm(AGENT_ONE).id not in str(alerts(sandbox, SUPPORT))


async def test_one_parcel_of_several_is_watched_and_not_its_order(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1025")
    [choice] = [
        option["value"]
        for _, one in elements(message.blocks)
        if one["action_id"] == "card:parcel"
        for option in one["options"][:1]
    ]
    await click(sandbox, message, "card:parcel", choice=choice)
    await click(sandbox, of_bot(sandbox)[0], "card:watch")
    assert "when 1 parcel of `PK1025` is late" in told(of_bot(sandbox)[0])
    [watch] = await of(AGENT_ONE)
    assert f"p={min(watch.parcels)}" in choice
    await click(sandbox, of_bot(sandbox)[0], "card:order")
    assert '"card:watch"' in told(of_bot(sandbox)[0])  # the order itself is not watched
    await click(sandbox, of_bot(sandbox)[0], "card:parcel", choice=choice)
    assert "You watch 1 parcel of `PK1025` since" in told(of_bot(sandbox)[0])
    await click(sandbox, of_bot(sandbox)[0], "card:unwatch")
    assert await of(AGENT_ONE) == []


async def test_on_a_channels_card_each_watches_for_themselves(
    sandbox: Addresses, bot: Running
) -> None:
    await click(sandbox, await card(sandbox, "PK1003"), "card:share")
    [shared] = of_bot(sandbox, AGENT_TWO)
    await click(sandbox, shared, "card:watch", by=AGENT_TWO)
    note = of_bot(sandbox, AGENT_TWO)[-1]
    assert "1 Bestellung wird beobachtet" in told(note)
    assert note.only_for == AGENT_TWO
    direct = sandbox.slack.workspace.dm(AGENT_TWO).id
    assert ([one.place for one in await of(AGENT_TWO)], await of(AGENT_ONE)) == ([direct], [])
    await click(sandbox, shared, "card:details", by=AGENT_TWO)
    assert "Sie beobachten `PK1003` seit" in told(of_bot(sandbox, AGENT_TWO)[-1])
    await say(sandbox, "watch PK1003")
    await click(sandbox, shared, "card:watch")
    assert "You watch it already" in told(of_bot(sandbox)[-1])
    sandbox.slack.workspace.channels[SUPPORT].members.add(GUEST)
    exchange = await sandbox.slack.click(GUEST, SUPPORT, shared.ts, "card:watch")
    await until(lambda: bool(exchange.shown))
    assert await of(GUEST) == []
    await click(sandbox, note, "card:unwatch", by=AGENT_TWO)
    assert await of(AGENT_TWO) == []


async def test_who_watches_and_shares_the_card_tells_the_channel_nothing_of_it(
    sandbox: Addresses, bot: Running
) -> None:
    message = await card(sandbox, "PK1003")
    await click(sandbox, message, "card:watch")
    await click(sandbox, message, "card:share")
    [shared] = of_bot(sandbox, AGENT_TWO)
    assert "You watch" not in told(shared)
    assert '"card:watch"' in told(shared)


async def test_who_searches_in_the_window_can_watch_there(sandbox: Addresses, bot: Running) -> None:
    windows = await form(sandbox)
    boxes = {"type": "checkboxes", "selected_options": [{"value": "watch"}]}
    await windows.send(value=text("PK1003\nPK1017"), options=boxes)
    await windows.says("Watching 2 orders")
    assert {one.reference.value for one in await of(AGENT_ONE)} == {"PK1003", "PK1017"}
    await windows.use("search:open")
    await until(lambda: "card:unwatch" in windows.told() or "card:watch" in windows.told())
    windows = await form(sandbox, AGENT_TWO)
    await windows.send(value=text("PK1003"))
    await windows.says("card:watch")
    await windows.use("card:watch")
    await windows.says("Ich melde mich in unserer Direktnachricht")
    assert len(await of(AGENT_TWO)) == 1


async def test_home_names_changes_and_ends_watches_and_lists(
    sandbox: Addresses, bot: Running
) -> None:
    said = await say(sandbox, "watch PK1003 PK1022 until delivered as Black Friday")
    assert "Named: Black Friday" in said
    await say(sandbox, "watch PK1008")
    view = await shown(sandbox, AGENT_ONE)
    assert "Black Friday: 2 orders" in text_of(view)
    await press(sandbox, AGENT_ONE, view, "watch:list")
    windows = Windows(sandbox)
    await windows.says("Black Friday: 2 orders")
    await windows.use("watch:edit", nth=1)
    await until(lambda: len(windows.stack) == 2)
    await windows.send(name=text("Grandma"), until={"selected_date": "2001-01-01"})
    assert list(sandbox.slack.workspace.view_errors[windows.top["id"]]) == ["until"]
    await windows.send(name=text("Grandma"), until={"selected_date": None})
    await windows.says("Grandma")
    await until(lambda: "Grandma · `PK1008`" in text_of(home(sandbox, AGENT_ONE)))
    await windows.use("watch:edit")
    await until(lambda: len(windows.stack) == 2)
    assert "`PK1022`" in windows.told()
    await windows.use("watch:end")
    await until(lambda: "Black Friday" not in text_of(home(sandbox, AGENT_ONE)))
    assert [one.name for one in await of(AGENT_ONE)] == ["Grandma"]
    assert "Grandma" in await say(sandbox, "watches")


async def test_home_leads_to_the_rules_of_the_channels_somebody_may_see(
    sandbox: Addresses, bot: Running
) -> None:
    channel = sandbox.slack.workspace.channels[DELAYS]
    channel.members.add(BOT_USER)
    async with open_database(KEPT) as database:
        for number, place in enumerate((DELAYS, "C0NOWHERE", "D0ANOTHER")):
            await AlertRules(database).put(AlertRule(str(number), place, f"R{number}"), utc_now())
    view = await shown(sandbox, AGENT_ONE)
    assert "R0" in text_of(view)
    assert "R1" not in text_of(view)
    assert "R2" not in text_of(view)
    await press(sandbox, AGENT_ONE, view, "alerts:open")
    windows = Windows(sandbox)
    await windows.says("R0")
    assert windows.top["callback_id"] == "alerts:list"


async def test_home_tells_administrators_what_is_not_posted_and_tries_it_again(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.workspace.channels[DELAYS].members.add(BOT_USER)
    await say(sandbox, f"watch PK1003 in <#{DELAYS}|delays>")
    await until(lambda: "PK1003" in str([call.query for call in sandbox.parcellab.calls]))
    sandbox.slack.workspace.channels[DELAYS].members.discard(BOT_USER)
    sandbox.parcellab.move(SHOP, "PK1003", None, "late")
    async with open_database(KEPT) as database:
        await Watches(database).hint(["PK1003"], [], utc_now() + timedelta(seconds=1))
    await until_parked(sandbox)
    assert "not_in_channel" not in text_of(await shown(sandbox, AGENT_ONE))
    sandbox.slack.workspace.channels[DELAYS].members.add(BOT_USER)
    await press(sandbox, LEAD, home(sandbox, LEAD), "parked:retry")
    await until(lambda: len(alerts(sandbox)) == 1)


async def until_parked(sandbox: Addresses) -> None:
    async with asyncio.timeout(30):
        while "not_in_channel" not in text_of(await shown(sandbox, LEAD)):
            pass


async def imported(sandbox: Addresses, name: str, content: bytes) -> str:
    """Send a file in with the window of `/where import`; return what that says then."""
    windows = Windows(sandbox)
    assert "goes into the window" in await say(sandbox, "import")
    await until(lambda: "file_input" in windows.told())
    file = attach(sandbox.slack.workspace, AGENT_ONE, name, content)
    await windows.send(file={"type": "file_input", "files": [{"id": file.id}]})
    waits = ("file_input", "I am reading")
    await until(lambda: not any(one in windows.told() for one in waits))
    [section] = windows.top["blocks"]
    return json.dumps(section["text"]["text"])[1:-1]


async def test_who_imports_and_changes_rules_is_told_to_administrators(
    sandbox: Addresses, bot: Running
) -> None:
    said = await say(sandbox, "import PK1001\nPK1002\nnothing here")
    assert "2 orders are looked at for the rules, 2 of them new." in said
    assert "1 line names no order." in said
    listed = b"order_number;client\nPK1003;\nPK1004;sandbox-shop\n;\n--;\n"
    assert await imported(sandbox, "orders.csv", listed) == (
        "2 orders are looked at for the rules, 2 of them new.\\n1 line names no order."
    )
    assert "as a text or CSV file" in await imported(sandbox, "orders.csv", b"%PDF-1.7")
    async with open_database(KEPT) as database:
        await AlertRules(database).put(
            AlertRule("1", DELAYS, "Late", by=AGENT_ONE, condition="courier:dhl"), utc_now()
        )
    told = text_of(await shown(sandbox, LEAD))
    assert f"<@{AGENT_ONE}> imported 2 orders" in told
    assert f"<@{AGENT_ONE}> made the alert rule Late for <#{DELAYS}>" in told
