"""Modals submitted and closed: what Slack checks itself, and what the app may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox.slack.slack import Place
from bot.sandbox.slack.view import new_trigger
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, DELAYS, SUPPORT
from tests.sandbox.bolt_bot import Bot, respond
from tests.sandbox.refusal import refusal
from tests.sandbox.surfaces import TEXT, field, modal, option, plain, state

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.sandbox.slack.slack import Slack

FIELD = field(TEXT)
TYPED = state(type="plain_text_input", value="PK1004")


async def opened(slack: Slack, client: AsyncWebClient, view: dict[str, Any]) -> str:
    trigger_id = new_trigger(slack.workspace, AGENT_ONE, SUPPORT)
    answer = await client.views_open(trigger_id=trigger_id, view=view)
    return str(answer["view"]["id"])


def titles(slack: Slack) -> list[str]:
    return [view["title"]["text"] for view in slack.modals(AGENT_ONE)]


NUMBER = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"}
PEOPLE = {"type": "multi_users_select", "max_selected_items": 1}
BAD_FIELDS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "required": (TEXT, {"value": None}, "Please complete this required field."),
    "only spaces": (TEXT, {"value": "  "}, "Please complete this required field."),
    "nobody chosen": (PEOPLE, {"selected_users": []}, "Please complete this required field."),
    "too short": (TEXT | {"min_length": 3}, {"value": "ab"}, "Write at least 3 characters."),
    "too long": (TEXT | {"max_length": 3}, {"value": "abcd"}, "Write at most 3 characters."),
    "too many": (PEOPLE, {"selected_users": [AGENT_ONE, AGENT_TWO]}, "Choose at most 1."),
    "no number": (NUMBER, {"value": "NaN"}, "Enter a number."),
    "no whole number": (NUMBER, {"value": "1.5"}, "Enter a whole number."),
    "too small": (NUMBER, {"value": "0"}, "Enter 1 or more."),
    "too great": (NUMBER, {"value": "10"}, "Enter 9 or less."),
    "no e-mail": ({"type": "email_text_input"}, {"value": "a@b"}, "Enter a valid e-mail address."),
    "no web address": (
        {"type": "url_text_input"},
        {"value": "javascript:1"},
        "Enter a valid web address.",
    ),
}


@pytest.mark.parametrize(("element", "entry", "said"), BAD_FIELDS.values(), ids=BAD_FIELDS)
async def test_slack_itself_refuses_what_a_field_does_not_take(
    slack: Slack,
    client: AsyncWebClient,
    element: dict[str, Any],
    entry: dict[str, Any],
    said: str,
) -> None:
    view_id = await opened(slack, client, modal(field(element), field(TEXT, "b", optional=True)))
    done = await slack.submit(AGENT_ONE, view_id, state(type=element["type"], **entry))
    assert (done.exchange, done.errors, done.by) == (None, {"field": said}, "slack")
    assert slack.modals(AGENT_ONE)[-1]["errors"] == {"field": said}
    assert slack.exchanges == []  # the app is not told


async def test_a_submission_carries_all_fields_and_closes_the_modal(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    preset = field(
        {"type": "static_select", "options": [option("a")]} | {"initial_option": option("a")},
        "preset",
    )
    empty = field({"type": "multi_users_select"}, "empty", optional=True)
    view = modal(FIELD, preset, empty, private_metadata="kept")
    done = await slack.submit(AGENT_ONE, await opened(slack, client, view), TYPED)
    assert (done.errors, done.error) == ({}, None)
    told = bot.told[0]
    assert (told["type"], told["view"]["private_metadata"]) == ("view_submission", "kept")
    assert told["view"]["state"]["values"] == {
        "field": {"it": {"type": "plain_text_input", "value": "PK1004"}},
        "preset": {"it": {"type": "static_select", "selected_option": option("a")}},
        "empty": {"it": {"type": "multi_users_select", "selected_users": []}},
    }
    assert slack.modals(AGENT_ONE) == []
    with pytest.raises(LookupError, match="not open"):
        await slack.submit(AGENT_ONE, told["view"]["id"], TYPED)


async def test_forged_values_are_not_submitted(slack: Slack, client: AsyncWebClient) -> None:
    radio = field({"type": "radio_buttons", "options": [option("a")]})
    view_id = await opened(slack, client, modal(radio))
    for forged in ({"selected_option": option("b")}, {"value": "a"}):
        with pytest.raises((LookupError, ValueError)):
            await slack.submit(AGENT_ONE, view_id, state(type="radio_buttons", **forged))
    with pytest.raises(LookupError):
        await slack.submit(AGENT_TWO, view_id, TYPED)


async def test_the_app_puts_errors_under_fields(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    view_id = await opened(slack, client, modal(FIELD))
    said = {"field": "No such order"}
    bot.acks["view_submission"] = {"response_action": "errors", "errors": said}
    done = await slack.submit(AGENT_ONE, view_id, TYPED)
    assert (done.errors, done.by, done.error) == (said, "app", None)
    shown = slack.modals(AGENT_ONE)[-1]
    assert (shown["errors"], shown["state"]["values"]) == (said, TYPED["values"])
    assert "errors" not in bot.told[0]["view"]
    await client.views_update(view_id=view_id, view=modal(FIELD))
    assert slack.modals(AGENT_ONE)[-1]["errors"] is None


BAD_ACKS: dict[str, tuple[dict[str, Any], str]] = {
    "unknown block": ({"response_action": "errors", "errors": {"other": "x"}}, "/errors/other"),
    "unknown action": ({"response_action": "shout"}, "/response_action"),
    "bad view": (
        {"response_action": "update", "view": modal(FIELD, title=plain("x" * 25))},
        "/view/title/text",
    ),
    "no modal": (
        {"response_action": "push", "view": {"type": "home", "blocks": []}},
        "/view/type",
    ),
}


@pytest.mark.parametrize(("ack", "pointer"), BAD_ACKS.values(), ids=BAD_ACKS)
async def test_a_bad_acknowledgement_leaves_the_modal_and_is_found_out(
    slack: Slack, client: AsyncWebClient, bot: Bot, ack: dict[str, Any], pointer: str
) -> None:
    view_id = await opened(slack, client, modal(FIELD))
    bot.acks["view_submission"] = ack
    done = await slack.submit(AGENT_ONE, view_id, TYPED)
    assert done.exchange
    assert (done.error, done.errors) == ("invalid_arguments", {})
    assert [finding.pointer for finding in done.exchange.findings] == [pointer]
    assert [view["id"] for view in slack.modals(AGENT_ONE)] == [view_id]


async def test_the_app_updates_pushes_and_clears(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    view_id = await opened(slack, client, modal(FIELD, external_id="mine"))
    before = slack.modals(AGENT_ONE)[-1]["hash"]
    second = modal(FIELD, title=plain("Second"))
    bot.acks["view_submission"] = {"response_action": "update", "view": second}
    await slack.submit(AGENT_ONE, view_id, TYPED)
    shown = slack.modals(AGENT_ONE)[-1]
    assert (shown["id"], shown["title"]["text"], shown["external_id"]) == (
        view_id,
        "Second",
        "mine",
    )
    assert shown["hash"] != before
    third = modal(FIELD, title=plain("Third"))
    bot.acks["view_submission"] = {"response_action": "push", "view": third}
    for _ in range(2):
        view_id = slack.modals(AGENT_ONE)[-1]["id"]
        assert (await slack.submit(AGENT_ONE, view_id, TYPED)).error is None
    assert titles(slack) == ["Second", "Third", "Third"]
    top = slack.modals(AGENT_ONE)[-1]["id"]
    fourth = await slack.submit(AGENT_ONE, top, TYPED)
    assert fourth.exchange
    assert fourth.exchange.findings[0].message == "push_limit_reached"
    bot.acks["view_submission"] = {}
    await slack.submit(AGENT_ONE, top, TYPED)
    assert titles(slack) == ["Second", "Third"]
    bot.acks["view_submission"] = {"response_action": "clear"}
    await slack.submit(AGENT_ONE, slack.modals(AGENT_ONE)[-1]["id"], TYPED)
    assert titles(slack) == []


async def test_an_app_that_is_late_leaves_the_modal_open(
    slack: Slack, client: AsyncWebClient
) -> None:
    view_id = await opened(slack, client, modal(FIELD))
    done = await slack.submit(AGENT_ONE, view_id, TYPED)
    assert done.error == "dispatch_failed"
    assert slack.modals(AGENT_ONE)[-1]["state"]["values"] == TYPED["values"]


async def test_closing_is_told_only_where_the_app_asked_for_it(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    told = modal(FIELD, notify_on_close=True)
    await opened(slack, client, told)
    for view in (modal(FIELD), told):
        await client.views_push(trigger_id=new_trigger(slack.workspace, AGENT_ONE), view=view)
    first, second, third = (view["id"] for view in slack.modals(AGENT_ONE))
    with pytest.raises(LookupError):
        await slack.close(AGENT_ONE, first)
    (exchange,) = await slack.close(AGENT_ONE, third)
    assert exchange.error is None
    assert (bot.told[0]["type"], bot.told[0]["is_cleared"]) == ("view_closed", False)
    (last,) = await slack.close(AGENT_ONE, second, is_cleared=True)
    assert (last.payload["view"]["id"], last.payload["is_cleared"]) == (first, True)
    assert slack.modals(AGENT_ONE) == []
    await opened(slack, client, modal(FIELD))
    view = modal(FIELD, clear_on_close=True)
    await client.views_push(trigger_id=new_trigger(slack.workspace, AGENT_ONE), view=view)
    assert await slack.close(AGENT_ONE, slack.modals(AGENT_ONE)[-1]["id"]) == []
    assert slack.modals(AGENT_ONE) == []


async def test_a_chosen_conversation_gives_a_response_url_into_it(
    slack: Slack, client: AsyncWebClient, bot: Bot
) -> None:
    where = {
        "type": "conversations_select",
        "response_url_enabled": True,
        "default_to_current_conversation": True,
    }
    view_id = await opened(slack, client, modal(field(where)))
    elsewhere = state(type="conversations_select", selected_conversation=DELAYS)
    await slack.submit(AGENT_ONE, view_id, elsewhere)
    (url,) = bot.told[0]["response_urls"]
    assert (url["block_id"], url["channel_id"]) == ("field", DELAYS)
    assert await respond(url["response_url"], text="late", response_type="in_channel") == (
        200,
        "ok",
    )
    assert [message.text for message in slack.seen_by(AGENT_TWO, DELAYS)] == ["late"]
    # untouched, it is the channel where the modal was asked for
    await slack.submit(AGENT_ONE, await opened(slack, client, modal(field(where))))
    assert bot.told[1]["response_urls"][0]["channel_id"] == SUPPORT


async def test_an_external_id_is_there_once(slack: Slack, client: AsyncWebClient) -> None:
    await opened(slack, client, modal(FIELD, external_id="mine"))
    again = client.views_open(
        trigger_id=new_trigger(slack.workspace, AGENT_TWO), view=modal(FIELD, external_id="mine")
    )
    assert (await refusal(again))["error"] == "duplicate_external_id"


async def test_a_view_without_submit_or_a_home_cannot_be_submitted(
    slack: Slack, client: AsyncWebClient
) -> None:
    shown = {"type": "modal", "title": plain("Order"), "blocks": []}
    with pytest.raises(ValueError, match="nothing to submit"):
        await slack.submit(AGENT_ONE, await opened(slack, client, shown))
    home = await client.views_publish(user_id=AGENT_ONE, view={"type": "home", "blocks": []})
    with pytest.raises(ValueError, match="nothing to submit"):
        await slack.submit(AGENT_ONE, home["view"]["id"])
    with pytest.raises(LookupError):
        await slack.act(AGENT_ONE, Place(view_id=""), block_id="b", action_id="a")
