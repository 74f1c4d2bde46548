"""An almost empty page on loopback that draws given JSON with the playground's own modules.

It has the playground's policy for content; what the renderer sends is kept in `window.sent`.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from playwright.async_api import Locator, Page, expect

import bot.sandbox

STATIC: Final = Path(bot.sandbox.__file__).parent / "playground" / "static"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
PAGE: Final = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Renderer</title>
<link rel="icon" href="/static/icon.svg">
<link rel="stylesheet" href="/static/tokens.css">
<link rel="stylesheet" href="/static/blocks.css">
<script type="module" src="/harness.js"></script></head>
<body><main><h1 class="visually-hidden">Renderer</h1><h2 class="visually-hidden">Here</h2>
<div id="stage"></div></main></body></html>"""
SCRIPT: Final = (Path(__file__).parent / "harness.js").read_text("utf-8")
PICTURE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="160">'
    '<rect width="320" height="160" fill="#88a"/></svg>'
)
NOW: Final = 1_763_640_000  # Thursday, 2025-11-20 12:00 UTC


@asynccontextmanager
async def renderer_page() -> AsyncIterator[str]:
    """Serve the page; yields its address."""

    def serve(text: str, kind: str) -> Any:
        async def answer(_request: web.Request) -> web.Response:
            headers = {"Content-Security-Policy": POLICY}
            return web.Response(text=text, content_type=kind, headers=headers)

        return answer

    app = web.Application()
    app.add_routes(
        [
            web.get("/", serve(PAGE, "text/html")),
            web.get("/harness.js", serve(SCRIPT, "text/javascript")),
            web.get("/picture.svg", serve(PICTURE, "image/svg+xml")),
            web.get("/file/{id}", serve(PICTURE, "image/svg+xml")),
            web.static("/static", STATIC),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


class Stage:
    """The harness in one page: what it is told to draw, and what the renderer sent."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.locator("#stage")

    async def open(self, address: str) -> None:
        await self.page.goto(address)
        await self.page.wait_for_selector("body[data-ready]", state="attached")

    async def call(self, name: str, *arguments: object) -> Any:
        return await self.page.evaluate(
            "([name, given]) => window[name](...given)", [name, list(arguments)]
        )

    async def blocks(self, *blocks: dict[str, Any], **ctx: Any) -> Locator:
        """Draw blocks and give what they are drawn in."""
        await self.call("showBlocks", list(blocks), ctx)
        return self.box

    async def element(self, element: dict[str, Any], **ctx: Any) -> Locator:
        """Draw one element in an actions block of id `b`."""
        element = {"action_id": "a", **element}
        await self.blocks({"type": "actions", "block_id": "b", "elements": [element]}, **ctx)
        return self.box.locator("[data-action-id]")

    async def field(self, element: dict[str, Any], **more: Any) -> Locator:
        """Draw one element in an input block of id `b`."""
        ctx = more.pop("ctx", {})
        block = {"type": "input", "block_id": "b", "label": plain("Label"), **more}
        await self.blocks({**block, "element": {"action_id": "a", **element}}, **ctx)
        return self.box.locator("[data-action-id]")

    async def mrkdwn(self, text: str, **more: Any) -> Locator:
        await self.call("showMrkdwn", text, more)
        return self.box

    async def message(self, **more: Any) -> Locator:
        """Draw a message of the app."""
        ctx, options = more.pop("ctx", {}), more.pop("options", {})
        message = {"ts": f"{NOW - 60}.000100", "user": "U0BOT", "text": "", **more}
        await self.call("showMessage", message, ctx, options)
        return self.box.locator(".message")

    async def modals(self, *views: dict[str, Any]) -> Locator:
        await self.call("showModals", list(views))
        return self.page.get_by_role("dialog")

    async def sent(self) -> list[dict[str, Any]]:
        """What was sent until now, oldest first."""
        return json.loads(await self.page.evaluate("JSON.stringify(sent)"))  # type: ignore[no-any-return]

    async def has_sent(self, count: int) -> None:
        """Wait until so much was sent."""
        await expect(self.page.locator("body")).to_have_attribute("data-sent", str(count))

    async def values(self) -> dict[str, Any]:
        """The surface's `state.values`."""
        return await self.page.evaluate("stage.values.all().values")  # type: ignore[no-any-return]

    async def answer(self, **answer: Any) -> None:
        """From now on the app answers an action so."""
        await self.page.evaluate("answer => Object.assign(app, {answer})", answer)


def plain(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text, **more}


def option(value: str, text: str = "", **more: Any) -> dict[str, Any]:
    return {"text": plain(text or value.title()), "value": value, **more}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "block_id": "s", "text": mrkdwn(text), **more}
