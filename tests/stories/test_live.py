"""`live`, typed or clicked: the courier is asked at most once a minute for an order."""

import re

from bot.app import Running
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, SUPPORT, Message
from tests.conftest import answer_to, until
from tests.stories.seen import of_bot, told

WAIT = "possible again in"


async def where(sandbox: Addresses, text: str, *, by: str = AGENT_ONE) -> Message:
    exchange = await sandbox.slack.command(by, SUPPORT, "/where", text)
    return await answer_to(exchange)


async def refresh(sandbox: Addresses, card: Message) -> Message:
    """Click Refresh on a card; return what is shown after it."""
    calls = len(sandbox.slack.calls("response_url"))
    exchange = await sandbox.slack.click(AGENT_ONE, card.channel, card.ts, "card:refresh")
    assert exchange.error is None
    await until(lambda: len(sandbox.slack.calls("response_url")) > calls)
    return of_bot(sandbox)[-1]


def live_calls(sandbox: Addresses) -> int:
    return sum(call.query.get("live_refresh") == "true" for call in sandbox.parcellab.calls)


async def test_who_types_it_again_is_shown_the_card_and_told_to_wait(
    sandbox: Addresses, bot: Running
) -> None:
    first = told(await where(sandbox, "PK1029 live"))
    assert "asked of the courier itself" in first
    assert WAIT not in first
    again = told(await where(sandbox, "PK1029 live"))
    assert "PK1029" in again
    assert "asked of the courier itself" in again
    assert re.search(rf"{WAIT} (60|[345]\d) seconds", again)  # as fast as this machine is
    assert live_calls(sandbox) == 1
    sandbox.parcellab.clock.advance(61)
    assert WAIT not in told(await where(sandbox, "PK1029 live"))
    assert live_calls(sandbox) == 2


async def test_the_first_who_types_it_costs_one_call(sandbox: Addresses, bot: Running) -> None:
    await where(sandbox, "PK1029 live")
    assert len([call for call in sandbox.parcellab.calls if "info" in call.path]) == 1


async def test_what_was_typed_holds_for_the_button(sandbox: Addresses, bot: Running) -> None:
    card = await where(sandbox, "PK1029 live")
    assert WAIT in told(await refresh(sandbox, card))
    assert live_calls(sandbox) == 1


async def test_what_was_clicked_holds_for_whoever_types(sandbox: Addresses, bot: Running) -> None:
    await refresh(sandbox, await where(sandbox, "PK1029"))
    for text in ("PK1029 live", "order:pk1029 live", "PK1029 live lang:fr"):
        await where(sandbox, text)
    assert "können Sie wieder aktualisieren" in told(await where(sandbox, "PK1029 live lang:de"))
    assert live_calls(sandbox) == 1


async def test_another_number_of_the_same_order_is_no_way_round(
    sandbox: Addresses, bot: Running
) -> None:
    await where(sandbox, "PK1004 live")
    assert WAIT in told(await where(sandbox, "dhl 00340434161094042557 live"))
    assert live_calls(sandbox) == 1


async def test_another_order_is_not_kept_waiting(sandbox: Addresses, bot: Running) -> None:
    await where(sandbox, "PK1029 live")
    assert WAIT not in told(await where(sandbox, "PK1004 live"))
    assert live_calls(sandbox) == 2


async def test_a_table_says_it_too(sandbox: Addresses, bot: Running) -> None:
    await where(sandbox, "PK1029 live")
    table = told(await where(sandbox, "PK1029 PK1004 live"))
    assert WAIT in table
    assert live_calls(sandbox) == 2
    assert WAIT in told(await where(sandbox, "PK1004 PK1029 live"))
    assert live_calls(sandbox) == 2


async def test_a_channel_is_not_told_of_a_wait_that_ends_at_once(
    sandbox: Addresses, bot: Running
) -> None:
    await where(sandbox, "PK1029 live")
    await where(sandbox, "PK1029 live public")
    [posted] = [m for m in sandbox.slack.seen_by(AGENT_TWO, SUPPORT) if m.blocks]
    assert "PK1029" in told(posted)
    assert WAIT not in told(posted)
    assert live_calls(sandbox) == 1


async def test_an_order_that_is_not_known_keeps_nobody_waiting(
    sandbox: Addresses, bot: Running
) -> None:
    for _ in range(2):
        shown = told(await where(sandbox, "PK9999 live"))
        assert "No order found" in shown
        assert WAIT not in shown
