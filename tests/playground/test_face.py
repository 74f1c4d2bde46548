"""The page's server: what it serves, to whom, and what it answers to what people do."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from types import FrameType
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.playground.snapshot import snapshot
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    GUEST,
    LEAD,
    PARTNER,
    SHARED,
    SLACKBOT,
    SUPPORT,
)
from tests.conftest import StartBot, until

Json = dict[str, Any]


@pytest.fixture
async def http(sandbox: Addresses) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(sandbox.page_url) as session:
        yield session


async def state(http: aiohttp.ClientSession, person: str = "", channel: str = "") -> Json:
    async with http.get("/playground/state", params={"as": person, "channel": channel}) as answer:
        told: Json = await answer.json()
        return told


async def act(http: aiohttp.ClientSession, person: str, deed: str, **more: Any) -> Json:
    async with http.post("/playground/act", json={"as": person, "do": deed, **more}) as answer:
        told: Json = await answer.json()
        return told


# Who is served


async def test_the_page_may_load_and_run_only_what_comes_with_it(
    http: aiohttp.ClientSession,
) -> None:
    async with http.get("/") as page:
        policy = page.headers["Content-Security-Policy"]
        text = await page.text()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in text.replace("https://www.w3.org", "")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "playground.example"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "127.0.0.1.evil.example"},
    ],
    ids=str,
)
async def test_no_other_site_gets_anything(
    http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    for path in ("/", "/playground/state", "/playground/world", "/playground/events"):
        async with http.get(path, headers=headers) as answer:
            assert answer.status == 403
    wanted = {"as": AGENT_ONE, "do": "message", "channel": SUPPORT, "text": "hello"}
    async with http.post("/playground/act", json=wanted, headers=headers) as answer:
        assert answer.status == 403
    assert (await state(http))["messages"] == []


async def test_a_link_may_lead_to_the_page(http: aiohttp.ClientSession) -> None:
    led = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
    async with http.get("/", headers=led) as answer:
        assert answer.status == 200


async def test_a_form_of_another_kind_does_nothing(http: aiohttp.ClientSession) -> None:
    body = json.dumps({"as": AGENT_ONE, "do": "message", "channel": SUPPORT, "text": "hello"})
    async with http.post("/playground/act", data=body) as answer:
        assert answer.status == 415


@pytest.mark.parametrize("path", ["/static/face.py", "/static/..%2fface.py", "/file/F0", "/nope"])
async def test_nothing_else_is_served(http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(path) as answer:
        assert answer.status == 404


# What each person sees


async def test_everybody_has_their_own_channels(http: aiohttp.ClientSession) -> None:
    channels = {
        person: {channel["name"] for channel in (await state(http, person))["channels"]}
        for person in (AGENT_ONE, GUEST, PARTNER)
    }
    assert {"support", "delays", "partner-shop"} <= channels[AGENT_ONE]
    assert channels[GUEST] == {"delays", "partner-shop", ""}
    assert channels[PARTNER] == {"partner-shop", ""}


async def test_a_channel_one_is_not_in_is_never_told(http: aiohttp.ClientSession) -> None:
    await act(http, AGENT_ONE, "message", channel=SUPPORT, text="between us")
    told = await state(http, PARTNER, SUPPORT)
    assert told["channel"] == SHARED
    assert "between us" not in json.dumps(told)


async def test_what_is_only_for_one_is_told_to_that_one(
    http: aiohttp.ClientSession, start_bot: StartBot, sandbox: Addresses
) -> None:
    async with start_bot():
        done = await act(http, AGENT_ONE, "command", channel=SUPPORT, text="/where PK1004")
        assert done["ok"]
        await until(lambda: len(sandbox.slack.seen_by(AGENT_ONE, SUPPORT)) == 1)
    [card] = (await state(http, AGENT_ONE, SUPPORT))["messages"]
    assert card["is_ephemeral"]
    assert (await state(http, AGENT_TWO, SUPPORT))["messages"] == []


async def test_slackbot_has_a_name_but_nobody_sees_as_it(
    http: aiohttp.ClientSession, sandbox: Addresses
) -> None:
    await act(http, AGENT_ONE, "command", channel=SUPPORT, text="/nothing here")
    told = await state(http, AGENT_ONE, SUPPORT)
    [refused] = told["messages"]
    [slackbot] = [one for one in told["people"] if one["id"] == refused["user"]]
    assert (slackbot["name"], slackbot["real_name"]) == ("slackbot", "Slackbot")
    assert slackbot["is_bot"]
    for nobody in (SLACKBOT, BOT_USER):
        assert (await state(http, nobody))["viewer"]["id"] == AGENT_ONE
        done = await act(http, nobody, "message", channel=SUPPORT, text="x")
        assert done["error"] == f"There is nobody with the id {nobody} whom you could be."
    assert SLACKBOT not in sandbox.slack.workspace.people


@pytest.mark.parametrize("between", ["\n", "\t", "  ", " \n", "\u00a0"])
async def test_a_command_ends_at_the_first_space_of_any_kind(
    http: aiohttp.ClientSession, sandbox: Addresses, between: str
) -> None:
    text = f"/where{between}PK1004\nPK1003\n"
    await act(http, AGENT_ONE, "command", channel=SUPPORT, text=text)
    told = sandbox.slack.exchanges[-1].payload
    assert (told["command"], told["text"]) == ("/where", "PK1004\nPK1003")


# What Slack notifies of


async def test_notices_are_direct_messages_and_mentions_only(
    http: aiohttp.ClientSession, sandbox: Addresses
) -> None:
    client = AsyncWebClient("xoxb-sandbox", base_url=sandbox.slack_url)
    for text in ("nothing", "@agent.two", "@support-team", "@here", "@channel", "<@U0NOBODY>"):
        await act(http, AGENT_ONE, "message", channel=SUPPORT, text=text)
    rich = {"type": "user", "user_id": AGENT_TWO}
    line = {"type": "rich_text_section", "elements": [rich]}
    blocks = [{"type": "rich_text", "elements": [line]}]
    await client.chat_postMessage(channel=SUPPORT, text="rich", blocks=blocks)
    value = {"type": "button", "text": {"type": "plain_text", "text": f"<@{AGENT_TWO}>"}}
    blocks = [{"type": "actions", "elements": [value]}]
    await client.chat_postMessage(channel=SUPPORT, text="no mention", blocks=blocks)
    await client.chat_postMessage(channel=AGENT_TWO, text="direct")
    private = f"private <@{AGENT_TWO}>"
    await client.chat_postEphemeral(channel=SUPPORT, user=AGENT_TWO, text=private)
    direct = sandbox.slack.workspace.dm(AGENT_TWO).id
    await client.chat_postEphemeral(channel=direct, user=AGENT_TWO, text="private")
    texts = [one["text"] for one in (await state(http, AGENT_TWO))["notices"]]
    names = [f"<@{AGENT_TWO}>", "<!subteam^S0SUPPORT>", "<!here>", "<!channel>"]
    assert texts == [*names, "rich", "direct"]
    assert (await state(http, AGENT_ONE))["notices"] == []
    lead = [one["text"] for one in (await state(http, LEAD))["notices"]]
    assert lead == names[1:]


# What much costs


async def test_only_the_newest_messages_are_told_and_the_threads_below_them(
    http: aiohttp.ClientSession, sandbox: Addresses
) -> None:
    slack = sandbox.slack
    posted = [await slack.message(AGENT_ONE, SUPPORT, str(number)) for number in range(201)]
    for parent in (posted[0], posted[1]):
        await slack.message(AGENT_TWO, SUPPORT, f"below {parent.text}", parent.ts)
    told = await state(http, AGENT_ONE, SUPPORT)
    assert [one["text"] for one in told["messages"]] == [
        *(str(number) for number in range(1, 201)),
        "below 1",
    ]
    assert told["messages"][0]["reply_count"] == 1
    assert told["is_cut"] is True
    await act(http, AGENT_ONE, "delete", channel=SUPPORT, ts=posted[200].ts)
    assert (await state(http, AGENT_ONE, SUPPORT))["messages"][0]["text"] == "0"
    assert (await state(http, AGENT_ONE, SUPPORT))["is_cut"] is False


async def test_a_snapshot_costs_little_more_with_many_messages(sandbox: Addresses) -> None:
    slack = sandbox.slack
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*late* " * 20}}

    def cost() -> int:
        """Count the steps of the interpreter, which no other process makes more of."""
        snapshot(slack, AGENT_ONE, SUPPORT)  # what is found out once a message is so by now
        steps, before = 0, sys.gettrace()

        def step(frame: FrameType, *_: object) -> Any:
            nonlocal steps
            steps += 1
            frame.f_trace_opcodes = True
            return step

        sys.settrace(step)
        told = snapshot(slack, AGENT_ONE, SUPPORT)
        sys.settrace(before)
        assert told["is_cut"]
        return steps

    for _ in range(400):
        slack.workspace.post(SUPPORT, BOT_USER, {"text": "x", "blocks": [section] * 10})
    few = cost()
    for _ in range(2400):
        slack.workspace.post(SUPPORT, BOT_USER, {"text": "x", "blocks": [section] * 10})
    assert cost() < 5 * few  # seven times as many, of which the page gets no more


# What people do wrong


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"as": "U0NOBODY", "do": "message", "channel": SUPPORT, "text": "x"},
        {"as": AGENT_ONE, "do": "fly"},
        {"as": AGENT_ONE, "do": "message", "channel": "C0NOWHERE", "text": "x"},
        {"as": AGENT_ONE, "do": "message", "channel": SUPPORT, "text": {"a": 1}},
        {"as": PARTNER, "do": "message", "channel": SUPPORT, "text": "x"},
        {"as": AGENT_ONE, "do": "action", "channel": SUPPORT, "ts": "1.1", "action_id": "a"},
        {"as": AGENT_ONE, "do": "action", "view_id": "V0", "block_id": "b", "with": []},
        {"as": AGENT_ONE, "do": "submit", "view_id": "V0", "state": {}},
        {"as": AGENT_ONE, "do": "close", "view_id": "V0"},
        {"as": PARTNER, "do": "shortcut", "callback_id": "nope"},
        {"as": AGENT_ONE, "do": "react", "channel": SUPPORT, "ts": "1.1", "name": "eyes"},
        {"as": AGENT_ONE, "do": "edit", "channel": SUPPORT, "ts": "1.1", "text": "x"},
        {"as": AGENT_ONE, "do": "delete", "channel": SUPPORT, "ts": "1.1"},
        {"as": AGENT_ONE, "do": "read", "channel": "C0NOWHERE"},
        {"as": AGENT_ONE, "do": "suggest", "view_id": "V0", "block_id": "b", "action_id": "a"},
    ],
    ids=str,
)
async def test_what_cannot_be_done_gets_a_sentence(
    http: aiohttp.ClientSession, wanted: Json
) -> None:
    async with http.post("/playground/act", json=wanted) as answer:
        told = await answer.json()
    assert told["ok"] is False
    assert len(told["error"]) > 10


@pytest.mark.parametrize("half", ["\ud800", "\udc00 ", "a\udfff"])
async def test_half_a_character_is_refused(http: aiohttp.ClientSession, half: str) -> None:
    done = await act(http, AGENT_ONE, "message", channel=SUPPORT, text=half)
    assert "half a character" in done["error"]
    whole = await act(http, AGENT_ONE, "message", channel=SUPPORT, text="\U0001f4e6")
    assert whole["ok"]
    assert [one["text"] for one in (await state(http))["messages"]] == ["\U0001f4e6"]


@pytest.mark.parametrize("body", ["", "{", "[]", "7", '"x"'])
async def test_what_is_no_object_is_refused(http: aiohttp.ClientSession, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    for path in ("/playground/act", "/playground/world"):
        async with http.post(path, data=body, headers=headers) as answer:
            assert answer.status == 400


# In step


async def test_every_open_page_is_told_of_a_change(http: aiohttp.ClientSession) -> None:
    async with http.get("/playground/events") as one, http.get("/playground/events") as other:
        for page in (one, other):
            assert (await page.content.readline()).startswith(b"data:")
        await act(http, AGENT_ONE, "message", channel=SUPPORT, text="hello")
        async with asyncio.timeout(2):
            for page in (one, other):
                while not (await page.content.readline()).startswith(b"data:"):
                    pass
    assert [message["text"] for message in (await state(http, AGENT_TWO, SUPPORT))["messages"]] == [
        "hello"
    ]


async def test_the_world_can_be_moved(http: aiohttp.ClientSession) -> None:
    async with http.get("/playground/world") as answer:
        before = await answer.json()
    order = next(one for one in before["orders"] if one["order_number"] == "PK1004")
    wanted = {"do": "move", "move": "deliver"} | {
        key: order[key] for key in ("account", "order_number", "client_key")
    }
    async with http.post("/playground/world", json=wanted) as answer:
        after = await answer.json()
    moved = next(one for one in after["orders"] if one["order_number"] == "PK1004")
    assert moved["state"] != order["state"]


async def test_a_file_of_a_conversation_is_given_to_those_who_are_in_it(
    sandbox: Addresses, http: aiohttp.ClientSession
) -> None:
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    files = [{"name": "müde.csv", "content": "UEsxMDA0"}]
    assert (await act(http, AGENT_ONE, "message", channel=channel, text="", files=files))["ok"]
    [file_id] = (await state(http, AGENT_ONE, channel))["files"]
    async with http.get(f"/file/{file_id}", params={"as": AGENT_ONE}) as answer:
        assert await answer.read() == b"PK1004"
        assert "m%C3%BCde.csv" in answer.headers["Content-Disposition"]
    for others in ({"as": AGENT_TWO}, {"as": ""}, {}):
        async with http.get(f"/file/{file_id}", params=others) as answer:
            assert answer.status == 403
