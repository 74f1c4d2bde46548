"""The Socket Mode door, where Slack has forgotten an address, or falls silent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.slack.door import Identity, bolt
from bot.slack.socket import Sockets
from tests.conftest import until
from tests.line import Line, line
from tests.parcellab.loopback import serving


class Slack:
    """Hands out addresses, and has forgotten the first few of them when they are called."""

    def __init__(self, forgets: int = 0) -> None:
        self.port = 0
        self._forgets = forgets
        self._addresses = 0

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/apps.connections.open", self._address)
        app.router.add_get("/link/{number}", self._link)
        return app

    async def _address(self, _: web.Request) -> web.Response:
        self._addresses += 1
        url = f"ws://127.0.0.1:{self.port}/link/{self._addresses}"
        return web.json_response({"ok": True, "url": url})

    async def _link(self, request: web.Request) -> web.StreamResponse:
        if int(request.match_info["number"]) <= self._forgets:
            raise web.HTTPNotFound
        link = web.WebSocketResponse()
        await link.prepare(request)
        async for _ in link:
            pass
        return link


@asynccontextmanager
async def opened(slack: Slack) -> AsyncIterator[tuple[Sockets, Line]]:
    """Open the door to *slack*, and the line that its connections take."""
    async with (
        serving(slack.app()) as url,
        line(int(URL(url).port or 0)) as between,
        aiohttp.ClientSession() as session,
    ):
        slack.port = between.port
        client = AsyncWebClient(token="xoxb-1", base_url=f"{url}/", session=session)
        sockets = Sockets(bolt(client, Identity(client)), "xapp-1")
        try:
            await sockets.open()
            yield sockets, between
        finally:
            await sockets.close()


async def test_an_address_that_slack_has_forgotten_is_not_tried_for_ever() -> None:
    """The first address is asked for to see whether the token is good, one for each connection."""
    async with opened(Slack(forgets=3)) as (sockets, _):
        await until(lambda: sockets.is_open, seconds=20)


async def test_a_slack_that_has_fallen_silent_is_not_waited_for_at_the_end() -> None:
    async with opened(Slack()) as (sockets, between):
        await until(lambda: sockets.is_open)
        between.fall_silent()
        async with asyncio.timeout(6):
            await sockets.close()
