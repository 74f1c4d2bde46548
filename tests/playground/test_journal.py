"""The inspector's entries: what a real Bolt bot was told and asked, in plain words, no tokens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.playground.journal import told
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.slack import Place, Slack
from bot.sandbox.slack.workspace import AGENT_ONE, GUEST, PARTNER, SUPPORT
from tests.sandbox.bolt_bot import TOO_LONG, new_bot, over_http, over_sockets, respond

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BOLTS_OWN = {"auth.test", "apps.connections.open"}
PICKER = {"type": "external_select", "action_id": "a", "min_query_length": 0}
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "A note"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "b",
            "optional": True,
            "label": {"type": "plain_text", "text": "Order"},
            "element": PICKER,
        }
    ],
}
HOME = {"type": "home", "blocks": [{"type": "divider"}]}


@pytest.fixture(params=[over_sockets, over_http], ids=["socket", "http"])
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[Slack]:
    """A served Slack with a real bot at one of its doors."""
    slack = Slack()
    slack.message_interval = 0
    async with slack.serve(), request.param(slack, new_bot(slack)):
        yield slack


@pytest.fixture
async def client(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        base_url = slack.url + "/api/"
        yield AsyncWebClient("xoxb-sandbox", base_url=base_url, session=session, retry_handlers=[])


def entries(slack: Slack, kind: str) -> list[dict[str, Any]]:
    return [entry for entry in told(slack, 0)["entries"] if entry["kind"] == kind]


def titles(slack: Slack, kind: str) -> list[str]:
    return [entry["title"] for entry in entries(slack, kind)]


def at(value: Any, pointer: str) -> Any:
    """What stands at a JSON pointer."""
    for step in pointer.split("/")[1:]:
        value = value[int(step) if isinstance(value, list) else step]
    return value


async def test_a_command_and_what_it_was_acknowledged_with(slack: Slack) -> None:
    await slack.command(AGENT_ONE, SUPPORT, "/where", "PK1004 <b> & co")
    (entry,) = entries(slack, "to_app")
    assert entry["title"] == "/where PK1004 <b> & co by Agent One in #support"
    assert entry["payload"]["text"] == "PK1004 &lt;b&gt; &amp; co"
    assert entry["ack"]["text"] == "private"
    assert 0 < entry["ack_ms"] < 3000
    assert (entry["error"], entry["findings"], entry["attempts"]) == (None, [], 1)


async def test_a_refused_acknowledgement_has_slacks_word_and_the_place(slack: Slack) -> None:
    await slack.command(AGENT_ONE, SUPPORT, "/where", "bad")
    (entry,) = entries(slack, "to_app")
    assert entry["error"] == "invalid_blocks"
    (finding,) = entry["findings"]
    assert finding["pointer"] == "/blocks/0/text/text"
    assert entry["ack"]["blocks"][0]["text"]["text"] == TOO_LONG["text"]["text"]  # type: ignore[index]


async def test_an_acknowledgement_too_late_has_slacks_word(slack: Slack) -> None:
    slack.ack_seconds = 0.1
    await slack.command(AGENT_ONE, SUPPORT, "/where", "sleep")
    (entry,) = entries(slack, "to_app")
    assert (entry["error"], entry["ack"], entry["ack_ms"]) == ("operation_timeout", None, None)


async def test_events_and_clicks_are_told_in_plain_words(slack: Slack) -> None:
    await slack.message(AGENT_ONE, SUPPORT, "@wherebot  PK1004 &\nthanks")
    direct = slack.workspace.dm(AGENT_ONE).id
    await slack.message(AGENT_ONE, direct, "x" * 200)
    await slack.open_home(AGENT_ONE)
    exchange = await slack.command(AGENT_ONE, SUPPORT, "/where")
    (shown,) = exchange.shown
    await slack.click(AGENT_ONE, SUPPORT, shown.ts, "more")
    await slack.click(AGENT_ONE, SUPPORT, shown.ts, "menu", choice="mute")
    assert titles(slack, "to_app") == [
        "app_mention “@Wherebot PK1004 & thanks” by Agent One in #support",
        f"message “{'x' * 80}…” by Agent One in the DM",
        "app_home_opened by Agent One in the DM",
        "/where by Agent One in #support",
        "button “More” by Agent One in #support",
        "overflow “Mute” by Agent One in #support",
    ]


async def test_calls_are_told_with_names(slack: Slack, client: AsyncWebClient) -> None:
    direct = slack.workspace.dm(GUEST).id
    posted = await client.chat_postMessage(channel=SUPPORT, text="Here")
    await client.chat_postMessage(channel=direct, text="Here")
    await client.chat_postEphemeral(channel=SUPPORT, user=AGENT_ONE, text="Here")
    await client.chat_update(channel=SUPPORT, ts=posted["ts"], text="There")
    await client.users_info(user=PARTNER)
    await client.views_publish(user_id=GUEST, view=HOME)
    calls = [call for call in entries(slack, "from_app") if call["method"] not in BOLTS_OWN]
    assert [call["title"] for call in calls] == [
        "chat.postMessage to #support",
        "chat.postMessage to the DM with Guest One",
        "chat.postEphemeral to #support for Agent One",
        "chat.update in #support",
        "users.info for Partner One",
        "views.publish for Guest One",
    ]
    assert {(call["status"], call["error"], call["fault"]) for call in calls} == {(200, None, None)}


async def test_a_modal_is_told_with_its_title(slack: Slack, client: AsyncWebClient) -> None:
    exchange = await slack.command(AGENT_ONE, SUPPORT, "/where")
    opened = await client.views_open(trigger_id=exchange.payload["trigger_id"], view=MODAL)
    slack.ack_seconds = 0.2  # this bot has no answer
    place = Place(view_id=opened["view"]["id"])
    await slack.suggest(AGENT_ONE, place, block_id="b", action_id="a", value="pk <")
    await slack.submit(AGENT_ONE, opened["view"]["id"], {"values": {}})
    assert titles(slack, "from_app")[-1] == "views.open “A note”"
    assert titles(slack, "to_app")[-2:] == [
        "block_suggestion “pk <” by Agent One",
        "view_submission “A note” by Agent One",
    ]


async def test_a_refused_call_has_findings_that_point_into_what_the_app_sent(
    slack: Slack, client: AsyncWebClient
) -> None:
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=SUPPORT, text="x", blocks=[TOO_LONG])
    with pytest.raises(SlackApiError):
        await client.views_publish(user_id=GUEST, view=HOME | {"blocks": [TOO_LONG]})
    posted, published = entries(slack, "from_app")[-2:]
    assert (posted["error"], published["error"]) == ("invalid_blocks", "invalid_arguments")
    for call in (posted, published):
        (finding,) = call["findings"]
        assert at(call["arguments"], finding["pointer"]) == "x" * 151


@pytest.mark.parametrize(
    ("kind", "error", "status"),
    [("429", "ratelimited", 429), ("500", "internal error", 500), ("lost", None, 200)],
)
async def test_a_fault_is_told_with_what_it_did(
    slack: Slack, client: AsyncWebClient, kind: Any, error: str | None, status: int
) -> None:
    slack.fault["chat.postMessage"] = Fault(kind)
    with pytest.raises((SlackApiError, aiohttp.ClientError)):
        await client.chat_postMessage(channel=SUPPORT, text="Here")
    call = entries(slack, "from_app")[-1]
    assert (call["fault"], call["error"], call["status"]) == (kind, error, status)


async def test_a_response_url_is_told_with_what_it_answers(slack: Slack) -> None:
    exchange = await slack.command(AGENT_ONE, SUPPORT, "/where", "nothing")
    url = exchange.payload["response_url"]
    await respond(url, text="Here")
    await respond(url, text="x", blocks=[TOO_LONG])
    await respond(f"{url}0", text="Nowhere")
    good, bad, lost = entries(slack, "from_app")[-3:]
    assert good["title"] == "response_url for /where nothing by Agent One in #support"
    assert (good["error"], bad["error"], lost["error"]) == (None, "invalid_blocks", "no_such_url")
    assert [len(call["findings"]) for call in (good, bad, lost)] == [0, 1, 0]
    assert lost["title"] == "response_url"
    assert entries(slack, "to_app")[0]["findings"] == []  # the refusal stands at its own call


async def test_no_token_is_ever_told(slack: Slack, client: AsyncWebClient) -> None:
    await slack.command(AGENT_ONE, SUPPORT, "/where", "my token is xoxb-sandbox")
    await slack.message(AGENT_ONE, SUPPORT, "@wherebot hello")
    await client.chat_postMessage(channel=SUPPORT, text="xapp-sandbox", token="xoxb-sandbox")
    nested = {"event_type": "e", "event_payload": {"token": "nested-secret", "kept": "1"}}
    await client.chat_postMessage(channel=SUPPORT, text="x", metadata=nested)
    text = json.dumps(told(slack, 0), ensure_ascii=False)
    assert "my token is (token)" in text
    secrets = ("xoxb-sandbox", "xapp-sandbox", "sandbox-verification", "nested-secret")
    assert [secret for secret in secrets if secret in text] == []


async def test_only_what_is_new_or_changed_is_told(slack: Slack) -> None:
    await slack.command(AGENT_ONE, SUPPORT, "/where", "nothing")
    first = told(slack, 0)
    slack.retry_delays = (0.0,)
    slack.ack_seconds = 0.0
    await slack.message(AGENT_ONE, SUPPORT, "@wherebot hello")
    (late,) = told(slack, first["next"])["entries"]
    assert (late["error"], late["attempts"]) == ("operation_timeout", 1)
    slack.ack_seconds = 3.0
    await slack.settled()
    (again,) = [
        entry for entry in told(slack, first["next"])["entries"] if entry["kind"] == "to_app"
    ]
    assert (again["id"], again["error"], again["attempts"]) == (late["id"], None, 2)
