"""The full form: every way that parcelLab can be asked, at both doors."""

import json
import time
from dataclasses import replace

import pytest

from bot.app import Running
from bot.core.reference import Kind
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault as SlackFault
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, SUPPORT
from tests.conftest import StartBot, until
from tests.store.standing import beside
from tests.stories.seen import of_bot
from tests.stories.windows import Json, Windows, option, posted, text

NUMBER = "00340434161094042557"
WAYS: dict[str, tuple[str, str]] = {
    Kind.ORDER_NUMBER: ("pk1004", "PK1004"),
    Kind.TRACKING_NUMBER: ("0034 0434 1610 9404 2557", NUMBER),
    Kind.RECIPIENT_EMAIL: ("Recipient@Example.com", "recipient@example.com"),
    Kind.CUSTOMER_NUMBER: ("K 77", "K 77"),
    Kind.EXTERNAL_REFERENCE: ("SHIPMENT-1", "SHIPMENT-1"),
    Kind.EXTERNAL_ORDER_ID: (
        "0B2F8A3E-5C1D-4E7F-9A60-1B2C3D4E5F60",
        "0b2f8a3e-5c1d-4e7f-9a60-1b2c3d4e5f60",
    ),
}


async def form(sandbox: Addresses, person: str = AGENT_ONE) -> Windows:
    windows = Windows(sandbox, person)
    await windows.search()
    await windows.use("search:more")
    await until(lambda: windows.top["callback_id"] == "where:form")
    return windows


@pytest.mark.parametrize(("mode", "typed"), [(m, t) for m, (t, _) in WAYS.items()], ids=WAYS)
async def test_every_way_asks_parcellab_by_its_own_parameter(
    sandbox: Addresses, bot: Running, mode: str, typed: str
) -> None:
    windows = await form(sandbox)
    done = await windows.send(mode=option(mode), value=text(typed))
    assert (done.errors, done.error) == ({}, None)
    await until(lambda: bool(sandbox.parcellab.calls))
    assert sandbox.parcellab.calls[0].query[mode] == WAYS[mode][1]
    await until(lambda: "Looking" not in windows.told())
    assert windows.top["callback_id"] == "where:window"


async def test_all_that_narrows_a_question_goes_with_it(sandbox: Addresses, bot: Running) -> None:
    windows = await form(sandbox)
    boxes: Json = {"type": "checkboxes", "selected_options": [{"value": "live"}]}
    await windows.send(
        value=text("PK1029"),
        options=boxes,
        postal_code=text(" 10115 "),
        client=text("shop"),
        lang=option("de"),
    )
    await until(lambda: bool(sandbox.parcellab.calls))
    query = sandbox.parcellab.calls[0].query
    asked = ("recipient_postal_code", "client_key", "lang", "live_refresh")
    assert [query.get(name) for name in asked] == ["10115", "shop", "de", "true"]


async def test_an_answer_is_in_the_language_that_was_chosen(
    sandbox: Addresses, bot: Running
) -> None:
    windows = await form(sandbox)
    await windows.send(value=text("PK1004"), lang=option("pl"))
    await windows.says("Wydana do doręczenia")


async def test_the_couriers_that_a_number_may_be_of_are_offered_first(
    sandbox: Addresses, bot: Running
) -> None:
    windows = await form(sandbox)
    first = (await windows.options("courier", "search:courier", ""))[0]
    assert first["value"] == "dhl-germany"
    found = await windows.options("courier", "search:courier", "royal")
    assert [one["text"]["text"] for one in found] == ["Royal Mail"]


WRONG = [
    (Kind.RECIPIENT_EMAIL, "a@b", "value", "This is no e-mail address."),
    (Kind.EXTERNAL_ORDER_ID, "4711", "value", "order ids look like"),
    (Kind.TRACKING_NUMBER, "A1", "value", "at least 6"),
    (Kind.TRACKING_NUMBER, "ZZ-WHOSE-1", "courier", "choose one"),
    (Kind.ORDER_NUMBER, "– –", "value", "no letter or digit"),
    (Kind.CUSTOMER_NUMBER, "9" * 101, "value", "too long"),
]


@pytest.mark.parametrize(("mode", "typed", "field", "said"), WRONG)
async def test_what_is_wrong_stands_under_its_field_and_nothing_is_lost(
    sandbox: Addresses, bot: Running, mode: str, typed: str, field: str, said: str
) -> None:
    windows = await form(sandbox)
    done = await windows.send(mode=option(mode), value=text(typed), postal_code=text("10115"))
    assert list(done.errors) == [field]
    assert said in done.errors[field]
    values = windows.top["state"]["values"]
    assert values["postal_code"]["search:field"]["value"] == "10115"
    assert not sandbox.parcellab.calls


async def test_what_is_wrong_is_said_in_the_readers_language(
    sandbox: Addresses, bot: Running
) -> None:
    windows = await form(sandbox, AGENT_TWO)
    done = await windows.send(mode=option(Kind.RECIPIENT_EMAIL), value=text("a@b"))
    assert done.errors == {"value": "Das ist keine E-Mail-Adresse."}


async def test_a_form_is_answered_before_a_slow_parcellab(sandbox: Addresses, bot: Running) -> None:
    windows = await form(sandbox)
    sandbox.parcellab.fault = Fault("slow", seconds=2.0)
    begun = time.monotonic()
    done = await windows.send(value=text("PK1004"))
    assert time.monotonic() - begun < 3
    assert done.error is None
    assert "Looking …" in windows.told()
    await windows.says("PK1004 · Out for delivery")


async def test_a_failing_parcellab_says_so_and_can_be_asked_again(
    sandbox: Addresses, bot: Running
) -> None:
    windows = await form(sandbox)
    sandbox.parcellab.fault = Fault("garbage")
    await windows.send(value=text("PK1004"))
    await windows.says("parcelLab cannot be reached")
    sandbox.parcellab.fault = None
    await windows.again("PK1004 · Out for delivery")


async def test_forms_of_another_version_say_so(sandbox: Addresses, bot: Running) -> None:
    for callback_id, metadata in (("where:form", "c=<!channel>"), ("where:of-old", "")):
        windows = await form(sandbox)
        forged = {"callback_id": callback_id, "private_metadata": metadata}
        sandbox.slack.workspace.modals[AGENT_ONE][-1].update(forged)
        await windows.send(value=text("PK1004"))
        await windows.says("too old")
    assert not sandbox.parcellab.calls


async def test_a_forged_share_form_posts_nothing(sandbox: Addresses, bot: Running) -> None:
    windows = Windows(sandbox)
    await windows.about(posted(sandbox, "PK1004?", by=AGENT_TWO))
    await windows.says("PK1004 · Out for delivery")
    await windows.use("card:share")
    await windows.says("Everybody there will see this")
    forged = "c=C0&t=1.1&x=y\nk=nothing&v=1"
    sandbox.slack.workspace.modals[AGENT_ONE][-1]["private_metadata"] = forged
    await windows.send()
    await windows.says("too old")
    assert len(sandbox.slack.seen_by(AGENT_TWO, SUPPORT)) == 1


async def test_nothing_personal_is_in_what_a_window_carries(
    sandbox: Addresses, bot: Running
) -> None:
    windows = Windows(sandbox)
    await windows.search()
    await windows.choose("recipient@example.com")
    await until(lambda: "Looking" not in windows.told() and len(windows.top["blocks"]) > 1)
    carried = json.dumps([view["private_metadata"] for view in windows.stack])
    assert "example" not in carried


async def test_several_numbers_are_a_table_in_the_window(sandbox: Addresses, bot: Running) -> None:
    windows = await form(sandbox)
    await windows.send(value=text("Order\nPK1004\nPK1017, PK1006"))
    await windows.says("3 orders, most urgent first")
    await windows.says("1 line has no number, and was passed over")
    await windows.says("`Order`")


async def test_several_tracking_numbers_share_what_was_chosen_for_them(
    sandbox: Addresses, bot: Running
) -> None:
    windows = await form(sandbox)
    [courier, *_] = await windows.options("courier", "search:courier", "dhl-germany")
    await windows.send(
        mode=option(Kind.TRACKING_NUMBER),
        value=text(f"{NUMBER}\n00340434161094042564"),
        courier={"type": "external_select", "selected_option": courier},
    )
    await windows.says("2 orders, most urgent first")
    assert {call.query["courier"] for call in sandbox.parcellab.calls} == {"dhl-germany"}


async def test_a_long_list_is_looked_up_in_the_direct_message(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    numbers = [f"PK10{number:02}" for number in range(10)]
    async with start_bot(WHEREBOT_REFERENCES=5):
        windows = await form(sandbox)
        live: Json = {"type": "checkboxes", "selected_options": [{"value": "live"}]}
        refused = await windows.send(value=text("\n".join(numbers)), options=live)
        assert set(refused.errors) == {"options"}
        live["selected_options"] = []
        await windows.send(value=text("\n".join(numbers)), options=live, lang=option("de"))
        await windows.says("Your list is being looked up")
        direct = sandbox.slack.workspace.dm(AGENT_ONE).id
        await until(lambda: any(one.files for one in of_bot(sandbox, channel=direct)))
    table, file = of_bot(sandbox, channel=direct)
    assert "PK1003" in json.dumps(table.blocks)
    assert file.thread_ts == table.ts
    assert "1 von 10 zu klären" in table.text


async def test_a_long_list_is_written_down_before_slack_hears_that_we_have_it(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(WHEREBOT_REFERENCES=2):
        windows = await form(sandbox)
        sandbox.slack.fault["conversations.open"] = SlackFault("slow", seconds=0.8)
        await windows.send(value=text("PK1004\nPK1003\nPK1017"))
        with beside("wherebot.sqlite") as letters:
            assert letters.execute("SELECT count(*) FROM inbox_letter").fetchone() == (1,)
        assert "Your list is being looked up" in windows.told()


async def test_a_guest_with_a_form_begins_no_list(sandbox: Addresses, start_bot: StartBot) -> None:
    async with start_bot(WHEREBOT_REFERENCES=2, WHEREBOT_PERSON=0):
        windows = await form(sandbox)
        people = sandbox.slack.workspace.people
        people[AGENT_ONE] = replace(people[AGENT_ONE], is_restricted=True)
        await windows.send(value=text("PK1004\nPK1003\nPK1017"))
        await windows.says("full members")
    assert not sandbox.parcellab.calls
