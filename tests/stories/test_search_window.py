"""The search window, from its shortcut to the answer in it, at both doors."""

import asyncio
import time
from dataclasses import replace

import pytest

from bot.app import Running
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.slack import Place
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, GUEST, SUPPORT
from tests.conftest import StartBot, until
from tests.stories.customer import ONE_DOOR
from tests.stories.windows import Windows


async def test_typing_a_number_and_choosing_it_shows_the_card(
    sandbox: Addresses, bot: Running
) -> None:
    windows = Windows(sandbox)
    await windows.search()
    [option] = await windows.suggested("pk1004")
    assert option["text"]["text"] == "PK1004 · Order number"
    assert not sandbox.parcellab.calls, "nobody is asked for suggestions"
    await windows.choose("pk1004")
    await windows.says("PK1004 · Out for delivery")
    await windows.says("00340434161094042557")
    assert len(windows.stack) == 1
    assert windows.top["blocks"][0]["block_id"] == "search", "one can go on searching"
    await windows.choose("PK1017")
    await windows.says("PK1017")


async def test_what_was_looked_up_is_there_the_next_time_and_for_nobody_else(
    sandbox: Addresses, bot: Running
) -> None:
    for number in ("PK1004", "PK1017", "PK9999999"):
        await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", number)
    await until(lambda: len(sandbox.slack.seen_by(AGENT_ONE, SUPPORT)) == 3)
    windows = Windows(sandbox)
    await windows.search()
    await windows.says("looked these up lately")
    assert windows.told().index("PK1017") < windows.told().index("PK1004")
    assert "PK9999999" not in windows.told(), "what nobody knows is nothing to come back to"
    assert [o["text"]["text"][:6] for o in await windows.suggested("")] == ["PK1017", "PK1004"]
    await windows.use("search:open", nth=1)
    await windows.says("PK1004 · Out for delivery")
    assert len(windows.stack) == 2
    await sandbox.slack.close(AGENT_ONE, windows.top["id"])
    await windows.says("looked these up lately")
    other = Windows(sandbox, AGENT_TWO)
    await other.search()
    assert "PK1004" not in other.told()


async def test_a_number_that_tells_nothing_is_offered_as_whatever_it_may_be(
    sandbox: Addresses, bot: Running
) -> None:
    windows = Windows(sandbox)
    await windows.search()
    labels = [option["text"]["text"] for option in await windows.suggested("123456789012")]
    assert labels[0] == "123456789012 · tracking number, FedEx"
    assert "123456789012 · Customer number" in labels
    assert await windows.suggested("hello") == []
    [everything, *_] = await windows.suggested("PK1004, PK1017 and PK1006")
    assert everything["text"]["text"] == "All 3 at once"


async def test_several_are_a_list_to_open_one_by_one(sandbox: Addresses, bot: Running) -> None:
    windows = Windows(sandbox)
    await windows.search()
    await windows.choose("PK1004 PK1017 PK1006")
    await windows.says("3 orders, most urgent first")
    await windows.use("search:open")
    await until(lambda: len(windows.stack) == 2)
    await windows.use("card:history")
    await windows.says("History of")
    await windows.use("card:order")
    await until(lambda: "History of" not in windows.told())
    await sandbox.slack.close(AGENT_ONE, windows.top["id"])
    await windows.says("3 orders, most urgent first")


async def test_a_pasted_list_is_answered_whole_though_no_choice_is_that_long(
    sandbox: Addresses, bot: Running
) -> None:
    """Few are answered in the window; more stand in the full form, to be sent in from there."""
    windows = Windows(sandbox)
    await windows.search()
    numbers = [f"PK{number}" for number in range(1001, 1031)]
    await windows.choose(" ".join(numbers[:24]))
    await windows.says("24 orders, most urgent first")
    await windows.choose(" ".join(numbers))
    await until(lambda: windows.top["callback_id"] == "where:form")
    [field] = [one for one in windows.top["blocks"] if one.get("block_id") == "value"]
    assert field["element"]["initial_value"].split("\n") == numbers


@ONE_DOOR
async def test_a_list_pasted_at_one_replica_is_chosen_at_another(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    windows, numbers = Windows(sandbox), [f"PK{number}" for number in range(1001, 1025)]
    async with start_bot() as one, start_bot() as other:
        sandbox.slack.request_url = f"{one.address}/slack/events"
        await windows.search()
        everything, *_ = await windows.suggested(" ".join(numbers))
        sandbox.slack.request_url = f"{other.address}/slack/events"
        await windows.use("search:chosen", {"selected_option": everything})
        await windows.says("24 orders, most urgent first")


async def test_a_slow_parcellab_keeps_no_window_waiting(sandbox: Addresses, bot: Running) -> None:
    windows = Windows(sandbox)
    await windows.search()
    sandbox.parcellab.fault = Fault("slow", seconds=2.0)
    begun = time.monotonic()
    await windows.choose("PK1004")
    await windows.says("Looking …")
    assert time.monotonic() - begun < 3
    await windows.says("PK1004 · Out for delivery")


async def test_what_is_chosen_last_is_shown_though_it_comes_first(
    sandbox: Addresses, bot: Running
) -> None:
    await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", "PK1017")
    windows = Windows(sandbox)
    await windows.search()
    sandbox.parcellab.fault = Fault("slow", seconds=1.5)
    await windows.choose("PK1004")
    await windows.choose("PK1017")
    await windows.says("PK1017 ·")
    await asyncio.sleep(2)  # by when the other one is answered, too
    assert "PK1017 ·" in windows.told()


async def test_a_window_that_was_closed_meanwhile_is_no_error(
    sandbox: Addresses, bot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    windows = Windows(sandbox)
    await windows.search()
    sandbox.parcellab.fault = Fault("slow", seconds=1.0)
    await windows.choose("PK1004")
    await windows.says("Looking …")
    await sandbox.slack.close(AGENT_ONE, windows.top["id"])
    await until(lambda: len(sandbox.slack.calls("views.update")) == 2)
    assert windows.stack == []
    assert not [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]


async def test_a_failing_parcellab_says_so_in_the_window(sandbox: Addresses, bot: Running) -> None:
    windows = Windows(sandbox)
    await windows.search()
    sandbox.parcellab.fault = Fault("garbage")
    await windows.choose("PK1004")
    await windows.says("parcelLab cannot be reached")
    sandbox.parcellab.fault = None
    await windows.again("PK1004 · Out for delivery")


async def test_a_double_click_refreshes_once(sandbox: Addresses, bot: Running) -> None:
    windows = Windows(sandbox)
    await windows.search()
    await windows.choose("PK1029")
    await windows.says("PK1029 ·")
    shown = windows.top
    for _ in range(2):
        place_of = [b for b in shown["blocks"] if b["type"] == "actions"][-1]["block_id"]
        await sandbox.slack.act(
            AGENT_ONE, Place(view_id=shown["id"]), block_id=place_of, action_id="card:refresh"
        )
    await windows.says("asked of the courier itself")
    assert "possible again in" not in windows.told()
    live = [call for call in sandbox.parcellab.calls if call.query.get("live_refresh") == "true"]
    assert len(live) == 1
    await windows.use("card:refresh")
    await windows.says("possible again in")
    assert "PK1029 ·" in windows.told(), "the card is not lost for it"


async def test_a_guest_who_gets_at_a_shortcut_is_told_nothing(
    sandbox: Addresses, bot: Running
) -> None:
    windows = Windows(sandbox, GUEST)
    await windows.search()
    await windows.says("membres à part entière")
    assert await windows.suggested("PK1004") == []


async def test_rights_that_are_gone_are_gone_for_open_windows_too(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(WHEREBOT_PERSON=0):
        windows = Windows(sandbox)
        await windows.search()
        option = (await windows.suggested("PK1004"))[0]
        people = sandbox.slack.workspace.people
        people[AGENT_ONE] = replace(people[AGENT_ONE], is_restricted=True)
        assert await windows.suggested("PK1004") == []
        await windows.use("search:chosen", {"selected_option": option})
        await windows.says("full members")
    assert not sandbox.parcellab.calls


async def test_who_gets_no_window_in_time_is_told(sandbox: Addresses, bot: Running) -> None:
    sandbox.slack.workspace.trigger_seconds = 0.0
    await sandbox.slack.shortcut(AGENT_ONE, "where_search")
    await until(lambda: len(sandbox.slack.calls("chat.postMessage")) == 1)
    [call] = sandbox.slack.calls("chat.postMessage")
    assert call.arguments["channel"] == AGENT_ONE
    assert "window did not open" in call.arguments["text"]


async def test_an_order_that_cannot_open_on_top_opens_in_place(
    sandbox: Addresses, bot: Running
) -> None:
    windows = Windows(sandbox)
    await windows.search()
    await windows.choose("PK1004 PK1017")
    await windows.says("2 orders")
    sandbox.slack.workspace.trigger_seconds = 0.0
    await windows.use("search:open")
    await windows.says("Track at")
    assert len(windows.stack) == 1


async def test_everybody_is_answered_in_their_language(sandbox: Addresses, bot: Running) -> None:
    windows = Windows(sandbox, AGENT_TWO)
    await windows.search()
    await windows.choose("PK1004")
    await windows.says("In Zustellung")
