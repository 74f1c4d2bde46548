"""Clicks and choices on every surface: what the app is told, and what nobody can forge."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.slack.choice import MEMBERS
from bot.sandbox.slack.slack import Place
from bot.sandbox.slack.view import new_trigger
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    DELAYS,
    GUEST,
    SHARED,
    SUPPORT,
    Channel,
)
from tests.sandbox.bolt_bot import BUTTON, BUTTONS, Bot
from tests.sandbox.surfaces import SEARCH, TEXT, actions, field, modal, option, plain, state

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.sandbox.slack.slack import Slack

KEYS = sorted({"type", "value", "text", *MEMBERS.values()})
ANY = {"action_id": "it"}
PICKS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "static": (
        {"type": "static_select", "options": [option("a"), option("b")]},
        {"selected_option": option("b")},
        {"selected_option": option("c")},
    ),
    "grouped": (
        {
            "type": "static_select",
            "option_groups": [{"label": plain("One"), "options": [option("a")]}],
        },
        {"selected_option": option("a")},
        {"selected_option": {"value": "One"}},
    ),
    "multi": (
        {"type": "multi_static_select", "options": [option("a"), option("b")]},
        {"selected_options": [option("a"), option("b")]},
        {"selected_options": [option("a"), option("c")]},
    ),
    "multi, at most one": (
        {
            "type": "multi_static_select",
            "options": [option("a"), option("b")],
            "max_selected_items": 1,
        },
        {"selected_options": []},
        {"selected_options": [option("a"), option("b")]},
    ),
    "overflow": (
        {"type": "overflow", "options": [option("a")]},
        {"selected_option": option("a")},
        {},
    ),
    "radio": (
        {"type": "radio_buttons", "options": [option("a")]},
        {"selected_option": option("a")},
        {"selected_option": None},
    ),
    "checkboxes": (
        {"type": "checkboxes", "options": [option("a")]},
        {"selected_options": [option("a")]},
        {"selected_options": option("a")},
    ),
    "person": ({"type": "users_select"}, {"selected_user": GUEST}, {"selected_user": "U1"}),
    "people": (
        {"type": "multi_users_select"},
        {"selected_users": [GUEST]},
        {"selected_users": [GUEST, GUEST]},
    ),
    "channel": (
        {"type": "channels_select"},
        {"selected_channel": DELAYS},
        {"selected_channel": "C0SECRET"},
    ),
    "conversation": (
        {"type": "conversations_select", "filter": {"exclude_external_shared_channels": True}},
        {"selected_conversation": DELAYS},
        {"selected_conversation": SHARED},
    ),
    "date": (
        {"type": "datepicker"},
        {"selected_date": "2026-02-28"},
        {"selected_date": "2026-02-30"},
    ),
    "time": ({"type": "timepicker"}, {"selected_time": "23:59"}, {"selected_time": "24:10"}),
    "date and time": (
        {"type": "datetimepicker"},
        {"selected_date_time": 1_790_000_000},
        {"selected_date_time": "1790000000"},
    ),
    "button": (BUTTON | {"text": plain("More")}, {}, {"value": "PK9999"}),
    "another member": (
        {"type": "datepicker"},
        {"selected_date": "2026-02-28"},
        {"selected_date": "2026-02-28", "value": "x"},
    ),
}


async def opened(slack: Slack, client: AsyncWebClient, view: dict[str, Any]) -> str:
    trigger_id = new_trigger(slack.workspace, AGENT_ONE)
    answer = await client.views_open(trigger_id=trigger_id, view=view)
    return str(answer["view"]["id"])


@pytest.mark.parametrize(("element", "chosen", "forged"), PICKS.values(), ids=PICKS)
async def test_what_is_chosen_is_told_and_cannot_be_forged(
    slack: Slack,
    client: AsyncWebClient,
    bot: Bot,
    element: dict[str, Any],
    chosen: dict[str, Any],
    forged: dict[str, Any],
) -> None:
    secret = Channel("C0SECRET", "secret", {AGENT_TWO}, is_private=True)
    slack.workspace.channels[secret.id] = secret
    posted = await client.chat_postMessage(
        channel=SUPPORT, text="x", blocks=[actions(element | ANY)]
    )
    place = Place(SUPPORT, posted["ts"])
    ids: dict[str, Any] = {"block_id": "row", "action_id": "it"}
    with pytest.raises((LookupError, ValueError)):
        await slack.act(AGENT_ONE, place, **ids, chosen=forged)
    assert bot.told == []
    exchange = await slack.act(AGENT_ONE, place, **ids, chosen=chosen)
    assert exchange.error is None
    (action,) = bot.told[0]["actions"]
    assert chosen.items() <= action.items()
    assert (action["type"], action["block_id"]) == (element["type"], "row")
    if element["type"] not in ("button", "overflow"):
        told = bot.told[0]["state"]["values"]["row"]["it"]
        assert told == {"type": element["type"]} | chosen


async def test_an_option_is_told_as_the_app_made_it(slack: Slack, bot: Bot) -> None:
    menu = {"type": "static_select", "options": [option("a")]} | ANY
    post = slack.workspace.post(SUPPORT, BOT_USER, {"text": "x", "blocks": [actions(menu)]})
    renamed = {"text": plain("Another text"), "value": "a"}
    await slack.act(
        AGENT_ONE,
        Place(SUPPORT, post.ts),
        block_id="row",
        action_id="it",
        chosen={"selected_option": renamed},
    )
    assert bot.told[0]["actions"][0]["selected_option"] == option("a")


async def test_elements_stand_in_attachments_threads_cards_and_containers(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    parent = await client.chat_postMessage(channel=SUPPORT, text="parent")
    press = BUTTON | {"text": plain("More")}
    card = {"type": "card", "block_id": "card", "title": plain("Card"), "actions": [press]}
    inside = {"type": "container", "title": plain("Box"), "child_blocks": [actions(press)]}
    blocks = [{"type": "carousel", "elements": [card]}, inside]
    attached = [{"blocks": [actions(press) | {"block_id": "attached"}]}]
    more = {"thread_ts": parent["ts"], "text": "x", "blocks": blocks, "attachments": attached}
    posted = await client.chat_postMessage(channel=SUPPORT, **more)
    for block_id in ("card", "row", "attached"):
        place = Place(SUPPORT, posted["ts"])
        await slack.act(AGENT_ONE, place, block_id=block_id, action_id="more")
    assert [told["container"]["type"] for told in bot.told] == [
        "message",
        "message",
        "message_attachment",
    ]
    assert {told["container"]["thread_ts"] for told in bot.told} == {parent["ts"]}
    assert bot.told[2]["container"]["attachment_id"] == 1


async def test_what_another_person_sees_alone_cannot_be_used(
    slack: Slack, client: AsyncWebClient
) -> None:
    told: dict[str, Any] = {"channel": SUPPORT, "user": AGENT_TWO, "text": "x", "blocks": [BUTTONS]}
    private = await client.chat_postEphemeral(**told)
    place = Place(SUPPORT, private["message_ts"])
    with pytest.raises(LookupError, match="not there"):
        await slack.act(AGENT_ONE, place, block_id="b", action_id="more")
    for_one = actions(BUTTON | {"text": plain("More"), "visible_to_user_ids": [AGENT_TWO]})
    shown = await client.chat_postMessage(channel=SUPPORT, text="x", blocks=[for_one])
    with pytest.raises(LookupError, match="no more in row"):
        await slack.act(AGENT_ONE, Place(SUPPORT, shown["ts"]), block_id="row", action_id="more")
    assert slack.exchanges == []


@pytest.mark.parametrize(
    ("user_id", "place"),
    [
        (AGENT_ONE, Place("C0NOWHERE", "1.000000")),
        (GUEST, Place(SUPPORT, "1.000000")),
        ("U0NOBODY", Place(SUPPORT, "1.000000")),
        (AGENT_ONE, Place(SUPPORT, "1.000000")),
        (AGENT_ONE, Place(view_id="V0NONE")),
        (AGENT_ONE, Place()),
    ],
)
async def test_a_wrong_place_is_refused_in_words(slack: Slack, user_id: str, place: Place) -> None:
    with pytest.raises(LookupError) as refused:
        await slack.act(user_id, place, block_id="b", action_id="more")
    assert type(refused.value) is LookupError  # a KeyError says nothing to a person


async def test_only_the_topmost_modal_can_be_used(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    first = await opened(slack, client, modal(actions(BUTTON | {"text": plain("More")})))
    exchange = await slack.act(AGENT_ONE, Place(view_id=first), block_id="row", action_id="more")
    told = bot.told[0]
    assert told["container"] == {"type": "view", "view_id": first}
    assert (told["view"]["id"], told["view"]["callback_id"]) == (first, "order")
    assert not {"response_url", "channel", "message"} & set(told)
    trigger_id = exchange.payload["trigger_id"]
    await client.views_push(trigger_id=trigger_id, view=modal(field(TEXT)))
    with pytest.raises(LookupError, match="not open"):
        await slack.act(AGENT_ONE, Place(view_id=first), block_id="row", action_id="more")


async def test_home_belongs_to_one_person(slack: Slack, client: AsyncWebClient, bot: Bot) -> None:
    view = {"type": "home", "blocks": [actions(BUTTON | {"text": plain("More")})]}
    await client.views_publish(user_id=AGENT_ONE, view=view)
    again = await client.views_publish(user_id=AGENT_ONE, view=view)
    place = Place(view_id=again["view"]["id"])
    await slack.act(AGENT_ONE, place, block_id="row", action_id="more")
    assert bot.told[0]["view"]["type"] == "home"
    home = slack.home(AGENT_ONE)
    assert home
    assert (home["id"], home["errors"]) == (place.view_id, None)
    with pytest.raises(LookupError):
        await slack.act(AGENT_TWO, place, block_id="row", action_id="more")


async def test_a_field_tells_at_once_only_if_the_app_asked_for_it(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    quick = field(TEXT, "quick", dispatch_action=True)
    view_id = await opened(slack, client, modal(quick, field(TEXT, "slow")))
    typed = state("slow", type="plain_text_input", value="typed before")
    more: dict[str, Any] = {"chosen": {"value": "PK1004"}, "state": typed}
    with pytest.raises(ValueError, match="before it is submitted"):
        await slack.act(AGENT_ONE, Place(view_id=view_id), block_id="slow", action_id="it", **more)
    await slack.act(AGENT_ONE, Place(view_id=view_id), block_id="quick", action_id="it", **more)
    assert bot.told[0]["actions"][0]["value"] == "PK1004"
    values = bot.told[0]["view"]["state"]["values"]
    assert [values[block]["it"]["value"] for block in ("quick", "slow")] == [
        "PK1004",
        "typed before",
    ]
    # … and an update of the view keeps what was filled in
    await client.views_update(view_id=view_id, view=modal(quick, field(TEXT, "new")))
    kept = slack.modals(AGENT_ONE)[-1]["state"]["values"]
    assert kept == {"quick": {"it": {"type": "plain_text_input", "value": "PK1004"}}}


async def test_suggestions_come_from_the_app_and_bound_what_can_be_chosen(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    posted = await client.chat_postMessage(channel=SUPPORT, text="x", blocks=[actions(SEARCH)])
    place = Place(SUPPORT, posted["ts"])
    ids: dict[str, Any] = {"block_id": "row", "action_id": "it"}
    bot.acks["block_suggestion"] = {"options": [option("pk1004")]}
    chosen = {"selected_option": option("pk1004")}
    with pytest.raises(LookupError):
        await slack.act(AGENT_ONE, place, **ids, chosen=chosen)
    with pytest.raises(ValueError, match="at least 2"):
        await slack.suggest(AGENT_ONE, place, **ids, value="P")
    asked = await slack.suggest(AGENT_ONE, place, **ids, value="PK")
    assert (asked.error, asked.ack) == (None, {"options": [option("pk1004")]})
    assert (bot.told[0]["value"], bot.told[0]["action_id"]) == ("PK", "it")
    assert not {"response_url", "trigger_id"} & set(bot.told[0])
    await slack.act(AGENT_ONE, place, **ids, chosen=chosen)
    assert bot.told[1]["actions"][0]["selected_option"] == option("pk1004")
    with pytest.raises(LookupError):  # they were not suggested to anybody else
        await slack.act(AGENT_TWO, place, **ids, chosen=chosen)


@pytest.mark.parametrize(
    ("answer", "pointer"),
    [
        ({}, ""),
        ({"options": [option("a")] * 101}, "/options"),
        ({"options": [option("x" * 151)]}, "/options/0/value"),
        ({"option_groups": [{"options": [option("a")]}]}, "/option_groups/0"),
    ],
)
async def test_bad_suggestions_are_found_out(
    slack: Slack, client: AsyncWebClient, bot: Bot, answer: dict[str, Any], pointer: str
) -> None:
    view_id = await opened(slack, client, modal(field(SEARCH)))
    place, ids = Place(view_id=view_id), {"block_id": "field", "action_id": "it"}
    bot.acks["block_suggestion"] = answer
    asked = await slack.suggest(AGENT_ONE, place, **ids, value="PK")
    assert asked.error == "invalid_arguments"
    assert pointer in [finding.pointer for finding in asked.findings]
    bot.acks["block_suggestion"] = {
        "option_groups": [{"label": plain("Mine"), "options": [option("a")]}]
    }
    assert (await slack.suggest(AGENT_ONE, place, **ids, value="PK")).error is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just("a"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=6,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(list(PICKS)), chosen=JSON, values=JSON)
async def test_nonsense_is_refused_and_breaks_nothing(
    slack: Slack, kind: str, chosen: Any, values: Any
) -> None:
    element = PICKS[kind][0] | ANY
    post = slack.workspace.post(SUPPORT, BOT_USER, {"text": "x", "blocks": [actions(element)]})
    given_state = {"values": {"row": {"it": values}}}
    chosen = {MEMBERS.get(element["type"], "value"): chosen}
    place = Place(SUPPORT, post.ts)
    done = slack.act(
        AGENT_ONE, place, block_id="row", action_id="it", chosen=chosen, state=given_state
    )
    (said,) = await asyncio.gather(done, return_exceptions=True)
    if isinstance(said, BaseException):
        assert type(said) in (LookupError, ValueError)  # in words, and not by accident
    else:
        assert said.error == "dispatch_failed"  # nobody listens
