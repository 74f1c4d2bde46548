"""Connections of Socket Mode that come, go and break; events that are told again."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox.slack.slack import Place
from bot.sandbox.slack.view import pushed
from bot.sandbox.slack.workspace import AGENT_ONE, BOT_USER, SUPPORT
from tests.sandbox.bolt_bot import BUTTONS, new_bot, over_sockets
from tests.sandbox.surfaces import TEXT, actions, field, modal

if TYPE_CHECKING:
    from bot.sandbox.slack.slack import Slack


async def test_each_envelope_goes_to_one_connection_in_turn(slack: Slack) -> None:
    bot = new_bot(slack)
    async with over_sockets(slack, bot, 2):
        assert len(slack.sockets.connections) == 2
        first = slack.sockets.connections[0]
        for _ in range(3):
            await slack.command(AGENT_ONE, SUPPORT, "/where", "nothing")
        assert slack.sockets.connections[1] is first
    assert len(bot.told) == 3


async def test_a_connection_is_refreshed_and_a_cut_one_comes_back(slack: Slack) -> None:
    bot = new_bot(slack)
    async with over_sockets(slack, bot):
        (first,) = slack.sockets.connections
        await slack.disconnect("refresh_requested")
        assert (await slack.command(AGENT_ONE, SUPPORT, "/where", "x")).is_acked
        (second,) = slack.sockets.connections
        assert second is not first
        slack.sockets.cut()
        assert (await slack.command(AGENT_ONE, SUPPORT, "/where", "x")).is_acked
    assert len(bot.told) == 2


async def test_an_envelope_of_a_lost_connection_goes_to_another(slack: Slack) -> None:
    bot = new_bot(slack)
    async with over_sockets(slack, bot), aiohttp.ClientSession() as session:
        async with session.ws_connect(slack.url + slack.sockets.new_path()) as mute:
            assert (await mute.receive_json())["type"] == "hello"
            slack.sockets.connections.reverse()  # the mute one is next
            command = asyncio.ensure_future(slack.command(AGENT_ONE, SUPPORT, "/where", "x"))
            assert (await mute.receive_json())["type"] == "slash_commands"
            assert not command.done()
        assert (await command).is_acked


async def test_an_unacknowledged_event_is_told_again(slack: Slack) -> None:
    slack.ack_seconds, slack.retry_delays = 0.05, (0.0, 0.0)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(slack.url + slack.sockets.new_path()) as socket,
    ):
        await socket.receive_json()
        await slack.message(AGENT_ONE, SUPPORT, "@wherebot PK1004")
        first, second, third = [await socket.receive_json() for _ in range(3)]
        await socket.send_json({"envelope_id": third["envelope_id"]})
    attempts = [(one["retry_attempt"], one["retry_reason"]) for one in (first, second, third)]
    assert attempts == [(0, ""), (1, "timeout"), (2, "timeout")]
    assert first["payload"] == third["payload"]


async def test_only_commands_modals_and_suggestions_are_answered_in_the_acknowledgement(
    slack: Slack,
) -> None:
    menu = {"type": "external_select", "action_id": "it", "min_query_length": 0}
    content = {"text": "x", "blocks": [BUTTONS, actions(menu)]}
    place = Place(SUPPORT, slack.workspace.post(SUPPORT, BOT_USER, content).ts)
    view = pushed(slack.workspace, AGENT_ONE, modal(field(TEXT, optional=True)))
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(slack.url + slack.sockets.new_path()) as socket,
    ):
        await socket.receive_json()
        for done, is_answered in (
            (slack.command(AGENT_ONE, SUPPORT, "/where"), True),
            (slack.act(AGENT_ONE, place, block_id="b", action_id="more"), False),
            (slack.suggest(AGENT_ONE, place, block_id="row", action_id="it", value=""), True),
            (slack.submit(AGENT_ONE, view["id"]), True),
            (slack.shortcut(AGENT_ONE, "any"), False),
        ):
            waiting = asyncio.ensure_future(done)
            envelope = await socket.receive_json()
            assert envelope["accepts_response_payload"] is is_answered, envelope
            await socket.send_json({"envelope_id": envelope["envelope_id"]})
            await waiting


async def test_an_event_refused_over_http_is_retried_until_forbidden(slack: Slack) -> None:
    seen: list[tuple[str | None, str | None]] = []

    async def refuse(request: web.Request) -> web.Response:
        headers = request.headers
        seen.append((headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")))
        last = {"X-Slack-No-Retry": "1"} if len(seen) == 2 else {}
        return web.Response(status=500, headers=last)

    slack.retry_delays = (0.0, 0.0, 0.0)
    site = web.Application()
    site.router.add_post("/", refuse)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await slack.message(AGENT_ONE, SUPPORT, "@wherebot PK1004")
    await slack.settled()
    await runner.cleanup()
    assert seen == [(None, None), ("1", "http_error")]
    assert slack.exchanges[0].attempts == 2


async def test_an_eleventh_connection_is_sent_away(slack: Slack) -> None:
    async with aiohttp.ClientSession() as session, contextlib.AsyncExitStack() as stack:
        for number in range(11):
            url = slack.url + slack.sockets.new_path()
            socket = await stack.enter_async_context(session.ws_connect(url))
            said = await socket.receive_json()
            assert said["type"] == ("hello" if number < 10 else "disconnect")
        assert said["reason"] == "too_many_websockets"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(slack.url + "/link/?ticket=guessed")
