"""A small bot made with the real Bolt, over web sockets or signed HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.slack.slack import Slack

BUTTON = {"type": "button", "action_id": "more", "value": "PK1004"}
BUTTONS = {
    "type": "actions",
    "block_id": "b",
    "elements": [
        BUTTON | {"text": {"type": "plain_text", "text": "More"}},
        {
            "type": "overflow",
            "action_id": "menu",
            "options": [{"text": {"type": "plain_text", "text": "Mute"}, "value": "mute"}],
        },
    ],
}
_ANY = re.compile(".*")
TOO_LONG = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}


@dataclass
class Bot:
    """A real Bolt app, all it was told, and how it acknowledges each type of interaction."""

    app: AsyncApp
    told: list[dict[str, Any]] = field(default_factory=list)
    acks: dict[str, dict[str, Any]] = field(default_factory=dict)


def new_bot(slack: Slack) -> Bot:
    """A bot that answers `/where` in the way its text asks for."""
    client = AsyncWebClient("xoxb-sandbox", base_url=slack.url + "/api/")
    app = AsyncApp(client=client, signing_secret="sandbox-secret", process_before_response=True)
    bot = Bot(app)

    @app.command("/where")
    async def where(ack: Any, command: dict[str, Any]) -> None:
        bot.told.append(command)
        match command["text"]:
            case "nothing":
                await ack()
            case "public":
                await ack(text="public", response_type="in_channel")
            case "bad":
                await ack(text="bad", blocks=[TOO_LONG])
            case "sleep":
                await asyncio.sleep(0.3)
                await ack("late")
            case "crash":
                raise RuntimeError("on purpose")
            case _:
                await ack(text="private", blocks=[BUTTONS])

    @app.event("message")
    @app.event("app_mention")
    @app.event("app_home_opened")
    @app.event("link_shared")
    @app.event("reaction_added")
    @app.event("reaction_removed")
    async def told(event: dict[str, Any]) -> None:
        bot.told.append(event)

    @app.action(_ANY)
    @app.options(_ANY)
    @app.view(_ANY)
    @app.view_closed(_ANY)
    @app.shortcut(_ANY)
    async def interacted(ack: Any, body: dict[str, Any]) -> None:
        bot.told.append(body)
        await ack(**bot.acks.get(body["type"], {}))

    return bot


@contextlib.asynccontextmanager
async def over_sockets(_slack: Slack, bot: Bot, number: int = 1) -> AsyncIterator[None]:
    """Connect the bot with this many web sockets."""
    doors = [
        AsyncSocketModeHandler(bot.app, "xapp-sandbox", ping_interval=0.2) for _ in range(number)
    ]
    try:
        for door in doors:
            await door.connect_async()  # type: ignore[no-untyped-call]
        yield
    finally:
        for door in doors:
            await door.close_async()  # type: ignore[no-untyped-call]


@contextlib.asynccontextmanager
async def over_http(slack: Slack, bot: Bot) -> AsyncIterator[None]:
    """Serve the bot's request URL."""
    runner = web.AppRunner(bot.app.web_app(path="/slack/events"))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        yield
    finally:
        await runner.cleanup()


async def respond(url: str, **payload: Any) -> tuple[int, str]:
    """Answer at a response_url; (HTTP status, text)."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json=payload) as response,
    ):
        return response.status, await response.text()
