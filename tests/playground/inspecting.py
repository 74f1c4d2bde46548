"""A page with nothing but the inspector, under the playground's rules, and a journal for it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

import bot.sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from playwright.async_api import Locator, Page

STATIC = Path(bot.sandbox.__file__).parent / "playground" / "static"
HEAD = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'"
}
SHEETS = "".join(
    f'<link rel="stylesheet" href="/static/{name}.css">' for name in ("tokens", "inspector")
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Inspector</title>{SHEETS}
<link rel="icon" href="/static/icon.svg"><link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script></head>
<body><main><h1>Playground</h1></main></body></html>"""
STYLE = "main { display: flex; flex-direction: column; height: 100vh }"
SCRIPT = """
import { createInspector } from "/static/inspector.js";
const fetchJournal = async (since) => (await fetch(`/journal?since=${since}`)).json();
window.copied = [];
window.opened = [];
const copy = async (text) => window.copied.push(text);
const openUrl = (url) => window.opened.push(url);
window.inspector = createInspector({ fetchJournal, copy, openUrl });
document.querySelector("main").append(window.inspector.element);
await window.inspector.update();
document.body.dataset.ready = "";
"""
NOON = 1_763_640_000.0
BLOCKS = [{"type": "header", "block_id": "h", "text": {"type": "plain_text", "text": "PK1004"}}]


@dataclass
class Journal:
    """What the page is told: entries in the order they were written or changed."""

    told: list[dict[str, Any]] = field(default_factory=list)
    is_down: bool = False
    address: str = ""

    async def open(self, page: Page, width: int = 420) -> Locator:
        """The inspector in a page of this width."""
        await page.set_viewport_size({"width": width, "height": 700})
        await page.goto(self.address)
        await page.wait_for_selector("body[data-ready]")
        return page.get_by_role("region", name="Inspector", exact=True)

    def command(self, number: int, **more: Any) -> None:
        self.told.append(
            {
                "id": number,
                "at": NOON + number,
                "kind": "to_app",
                "transport": "slash_commands",
                "title": f"/where PK{number} by Agent One in #support",
                "user": "U0AGENTONE",
                "channel": "C0SUPPORT",
                "payload": {"command": "/where", "text": f"PK{number}"},
                "ack": {"text": "Delivered", "blocks": BLOCKS},
                "ack_ms": 120.4,
                "error": None,
                "findings": [],
                "attempts": 1,
            }
            | more
        )

    def call(self, number: int, **more: Any) -> None:
        self.told.append(
            {
                "id": number,
                "at": NOON + number,
                "kind": "from_app",
                "title": "chat.postMessage to #support",
                "method": "chat.postMessage",
                "arguments": {"channel": "C0SUPPORT", "text": "Late", "blocks": BLOCKS},
                "status": 200,
                "answer": {"ok": True, "ts": "1.2"},
                "error": None,
                "fault": None,
                "findings": [],
            }
            | more
        )

    async def since(self, request: web.Request) -> web.Response:
        """The entries from here on."""
        if self.is_down:
            return web.Response(text="")
        since = int(request.query["since"])
        return web.json_response({"entries": self.told[since:], "next": len(self.told)})


@asynccontextmanager
async def served() -> AsyncIterator[Journal]:
    """A journal and its page, on loopback for the length of a `with`."""
    journal = Journal()
    app = web.Application()
    app.add_routes(
        [
            web.get("/", _always(PAGE, "text/html")),
            web.get("/page.js", _always(SCRIPT, "text/javascript")),
            web.get("/page.css", _always(STYLE, "text/css")),
            web.get("/journal", journal.since),
            web.static("/static", STATIC),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        journal.address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        yield journal
    finally:
        await runner.cleanup()


def _always(text: str, kind: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=text, content_type=kind, headers=HEAD)

    return answer


async def update(page: Page) -> None:
    await page.evaluate("inspector.update()")


def line(inspector: Locator, words: str) -> Locator:
    return inspector.get_by_role("button", name=words)


def side(inspector: Locator, label: str) -> Locator:
    return inspector.get_by_role("region", name=label)


async def took(page: Page, action: str) -> float:
    """Milliseconds until what an action leads to is painted."""
    milliseconds = await page.evaluate(
        f"""async () => {{
            const began = performance.now();
            {action};
            await new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
            return performance.now() - began;
        }}"""
    )
    return float(milliseconds)
