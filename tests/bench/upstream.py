"""A parcelLab and a Slack for benchmarks: any order, after a delay; counts what reaches it."""

import asyncio
import json
import sys
from datetime import UTC, datetime

from aiohttp import web

from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.parcel import Scene


async def main(port: int, delay: float, changes: int) -> None:
    """Answer at *port* after *delay* seconds; one in so many *changes* is not as before, if any."""
    body = ORDERS[0].info(Scene(datetime.now(UTC)))
    text = json.dumps(body)
    counts = {"info": 0, "answers": 0}
    asked: dict[str, str] = {}  # what is new of an order

    async def info(request: web.Request) -> web.Response:
        counts["info"] += 1
        if delay:
            await asyncio.sleep(delay)
        number = request.query.get("order_number", "PK1004")
        if changes and counts["info"] % changes == 0:
            asked[number] = str(counts["info"])
        said = text.replace("PK1004", number).replace("Hamburg", f"Hamburg {asked.get(number, '')}")
        return web.Response(text=said, content_type="application/json")

    async def slack(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"ok": True, "team_id": "T1", "user_id": "U0", "bot_id": "B0"})

    async def response_url(request: web.Request) -> web.Response:
        body = await request.read()
        counts["answers"] += b"Looking" not in body
        return web.Response(text="ok")

    async def count(_: web.Request) -> web.Response:
        return web.json_response(counts)

    app = web.Application()
    app.router.add_get("/v4/track/orders/info/", info)
    app.router.add_post("/api/{method}", slack)
    app.router.add_post("/answer", response_url)
    app.router.add_get("/count", count)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), int([*sys.argv, "0"][3])))
