"""The sandbox's parcelLab tells of each order that moves, and of no other."""

import asyncio
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox.parcellab.api import ParcelLab
from bot.sandbox.parcellab.order import SHOP
from bot.sandbox.parcellab.webhooks import webhooks

TOKEN = "a token of twelve"


async def test_what_moves_is_told_also_after_nobody_listened(parcellab: ParcelLab) -> None:
    heard: asyncio.Queue[Any] = asyncio.Queue()
    statuses = iter((503, 200, 200))

    async def hear(request: web.Request) -> web.Response:
        await heard.put((request.headers["Authorization"], await request.json()))
        return web.Response(status=next(statuses))

    app = web.Application()
    app.router.add_post("/hook", hear)
    async with (
        TestServer(app) as server,
        webhooks(parcellab, str(server.make_url("/hook")), TOKEN),
        asyncio.timeout(5),
    ):
        for number, move in (("PK1029", "late"), ("PK1003", "deliver")):
            parcellab.move(SHOP, number, None, move)
            credentials, told = await heard.get()
            assert credentials == f"Bearer {TOKEN}"
            assert told["order_number"] == number
        parcellab.touch()  # a clock that is set, a fault: no order moved
        parcellab.move(SHOP, "PK1029", None, "next")
        assert (await heard.get())[1]["order_number"] == "PK1029"
        assert heard.empty()
