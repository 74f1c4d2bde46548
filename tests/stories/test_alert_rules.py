"""A channel's rules, from the window in which they are made to what the channel is told."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.app import Running
from bot.core.alerts.replay import report
from bot.core.notes.receipts import span_of
from bot.core.reference import Kind, Reference
from bot.sandbox.parcellab.order import SHOP
from bot.sandbox.server import Addresses
from bot.sandbox.slack.slack import Place
from bot.sandbox.slack.workspace import AGENT_ONE, BOT_USER, DELAYS, GUEST
from bot.store.alerts.recorded import RecordedDays
from bot.store.alerts.rules import AlertRules
from bot.store.alerts.watches import Watches
from bot.store.database import open_database
from bot.store.rulebook import Rulebook
from bot.wiring.opening import utc_now
from tests.conftest import StartBot, until
from tests.stories.test_watch import alerts, bearer, hint, say
from tests.stories.windows import Windows, option, text

TOKEN = "a-token-for-hints"
KEPT = "sqlite:///wherebot.sqlite"


@pytest.fixture
async def bot(start_bot: StartBot, sandbox: Addresses) -> AsyncIterator[Running]:
    sandbox.slack.workspace.channels[DELAYS].members.add(BOT_USER)
    async with start_bot(
        WHEREBOT_POLL=0.1,
        WHEREBOT_LOOK_LEAST=30,
        WHEREBOT_MESSAGE_INTERVAL=0,
        WHEREBOT_WEBHOOK_TOKEN=TOKEN,
    ) as bot:
        yield bot


def several(*values: str) -> dict[str, Any]:
    chosen = [{"value": one} for one in values]
    return {"type": "multi_static_select", "selected_options": chosen}


async def opened(sandbox: Addresses, person: str = AGENT_ONE) -> Windows:
    windows = Windows(sandbox, person)
    await say(sandbox, "alerts", person, DELAYS)
    await until(lambda: bool(windows.stack))
    return windows


async def adding(sandbox: Addresses) -> Windows:
    windows = await opened(sandbox)
    await windows.use("alerts:add")
    await until(lambda: len(windows.stack) == 2)
    return windows


async def keep(number: str) -> None:
    """Import an order for the rules alone."""
    async with open_database(KEPT) as database:
        await Watches(database).keep([(Reference(Kind.ORDER_NUMBER, number), "")], utc_now())


async def looked_at(sandbox: Addresses, number: str) -> None:
    await until(lambda: number in str([call.query for call in sandbox.parcellab.calls]))


async def test_a_channel_is_told_of_what_its_rule_is_for(sandbox: Addresses, bot: Running) -> None:
    windows = await adding(sandbox)
    await windows.send(
        name=text("Late"), kinds=several("late", "exception"), condition=text("country:DE,AT,FR")
    )
    await windows.says("Only `country:DE,AT,FR`")
    assert len(windows.stack) == 1
    await keep("PK1003")
    await looked_at(sandbox, "PK1003")
    assert alerts(sandbox) == []
    sandbox.parcellab.move(SHOP, "PK1003", None, "late")
    assert await hint(bot, {"order_number": "PK1003"}, **bearer()) == 200
    await until(lambda: len(alerts(sandbox)) == 1)
    assert "PK1003" in alerts(sandbox)[0].text
    sandbox.parcellab.move(SHOP, "PK1003", None, "deliver")
    assert await hint(bot, {"order_number": "PK1003"}, **bearer()) == 200
    await until_said(sandbox, "receipts", "1 silenced: Late")
    assert len(alerts(sandbox)) == 1
    await say(sandbox, "watch PK1017 PK1003")
    direct = sandbox.slack.workspace.dm(AGENT_ONE).id
    await until(lambda: len(alerts(sandbox, direct)) == 2)
    assert await replayed() == (["Replay gives the same."], True)


async def replayed() -> tuple[list[str], bool]:
    """Replay today; of what is said the last line."""
    span = span_of(utc_now().date())
    async with open_database(KEPT) as database:
        day = await RecordedDays(database).day(*span)
    lines, is_same = report(day.histories, day.rules_at, day.recorded, span)
    return [*lines[:-2], lines[-1]], is_same


async def until_said(sandbox: Addresses, command: str, wanted: str) -> None:
    said = ""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(30):
            while wanted not in said:
                said = await say(sandbox, command, AGENT_ONE, DELAYS)
    assert wanted in said


async def test_what_is_wrong_is_said_at_its_field(sandbox: Addresses, bot: Running) -> None:
    windows = await adding(sandbox)
    await windows.send(name=text("Late"), condition=text("courrier:dhl"))
    errors = sandbox.slack.workspace.view_errors[windows.top["id"]]
    assert errors == {"condition": "There is no courrier:. Did you mean courier:?"}
    await windows.send(name=text("Late"), condition=text("courier:dhl"))
    await windows.says("Only `courier:dhl`")
    await windows.use("alerts:add")
    await until(lambda: len(windows.stack) == 2)
    await windows.send(name=text("late"))
    errors = sandbox.slack.workspace.view_errors[windows.top["id"]]
    assert errors == {"name": "Another rule of this channel has that name."}


async def test_a_rule_is_tried_on_what_was_seen_before_it_is_saved(
    sandbox: Addresses, bot: Running
) -> None:
    await say(sandbox, "watch PK1017")
    direct = sandbox.slack.workspace.dm(AGENT_ONE).id
    await until(lambda: len(alerts(sandbox, direct)) == 1)
    windows = await adding(sandbox)
    await try_out(windows, "not country:DE or country:DE")
    await windows.says("In the last 7 days it would have posted 1 message.")
    await try_out(windows, "client:nobody")
    await windows.says("it would have posted 0 messages.")
    await try_out(windows, "client:")
    await windows.says("Nothing stands behind")
    assert alerts(sandbox) == []


async def try_out(windows: Windows, condition: str) -> None:
    """Ask what a rule with this condition would have told; nothing is sent in."""
    [block] = [one for one in windows.top["blocks"] if one["type"] == "actions"]
    exchange = await windows.slack.act(
        windows.person,
        Place(view_id=windows.top["id"]),
        block_id=block["block_id"],
        action_id="alerts:try",
        state={"values": {"condition": {"alerts:field": text(condition)}}},
    )
    assert exchange.error is None


async def test_a_rule_is_changed_and_removed(sandbox: Addresses, bot: Running) -> None:
    windows = await adding(sandbox)
    await windows.send(name=text("Late"), severity=option("0"), days=option("7"))
    await windows.says("Told as: Urgent")
    await windows.use("alerts:edit")
    await until(lambda: len(windows.stack) == 2)
    assert '"7 days"' in json.dumps(windows.top["blocks"])
    await windows.send(name=text("Later"), severity=option("none"))
    await windows.says("Later")
    assert "Told as" not in windows.told()
    await windows.use("alerts:edit")
    await until(lambda: len(windows.stack) == 2)
    await windows.use("alerts:remove")
    await windows.says("There is no rule yet.")
    await until(lambda: "There is no rule yet." in json.dumps(windows.stack[0]["blocks"]))


async def test_a_channel_says_when_it_wants_to_hear(sandbox: Addresses, bot: Running) -> None:
    windows = await opened(sandbox)
    await windows.use("alerts:hours")
    await until(lambda: len(windows.stack) == 2)
    assert "Europe/" in windows.told()
    zones = await windows.options("zone", "alerts:zone", "new york")
    assert [one["value"] for one in zones] == ["America/New_York"]
    zone = option("America/New_York", "external_select")
    wrong = {"quiet_from": option("20:00"), "budget": text("many"), "zone": zone}
    await windows.send(**wrong)
    errors = sandbox.slack.workspace.view_errors[windows.top["id"]]
    assert set(errors) == {"quiet_until", "budget"}
    right = {**wrong, "quiet_until": option("07:30"), "budget": text("40")}
    await windows.send(**right, digest_at=option("08:00"))
    await windows.says("America/New_York")
    assert "At most 40 messages a day" in windows.told()


async def test_who_is_no_agent_any_more_rules_nothing(sandbox: Addresses, bot: Running) -> None:
    windows = await adding(sandbox)
    async with open_database(KEPT) as database:
        nobody = {"by": "groups", "ids": []}
        now = utc_now()
        await Rulebook(database).change("agents", nobody, version=0, by="U1", now=now)
    await until_said(sandbox, "receipts", "not in it")
    await windows.send(name=text("Mine"))
    assert "not in it" in windows.told()
    async with open_database(KEPT) as database:
        assert await AlertRules(database).of_place(DELAYS) == []


async def test_the_same_sent_in_twice_is_one_rule(sandbox: Addresses, bot: Running) -> None:
    windows = await adding(sandbox)
    await asyncio.gather(*(windows.send(name=text("Late")) for _ in range(2)))
    async with open_database(KEPT) as database:
        assert [one.name for one in await AlertRules(database).of_place(DELAYS)] == ["Late"]


async def test_a_guest_gets_no_window(sandbox: Addresses, bot: Running) -> None:
    await say(sandbox, "alerts", GUEST, DELAYS)
    assert not Windows(sandbox, GUEST).stack


async def test_where_the_bot_is_not_nothing_is_ruled(sandbox: Addresses, bot: Running) -> None:
    sandbox.slack.workspace.channels[DELAYS].members.discard(BOT_USER)
    assert "not in that channel" in await say(sandbox, "alerts", AGENT_ONE, DELAYS)
    assert not Windows(sandbox).stack
