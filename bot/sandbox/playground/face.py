"""The page of the sandbox: serves it on loopback, and keeps every open one in step."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.playground import journal, world
from bot.sandbox.playground.deed import perform
from bot.sandbox.playground.snapshot import snapshot
from bot.sandbox.slack.file import is_readable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from bot.sandbox.parcellab.api import ParcelLab
    from bot.sandbox.slack.slack import Slack

Json = dict[str, Any]

_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind} 'self'" for kind in ("script-src", "style-src", "img-src", "connect-src")),
        *("form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_TYPES: Final = {
    "html": "text/html",
    "js": "text/javascript",
    "css": "text/css",
    "svg": "image/svg+xml",
}
_HALF: Final = re.compile("[\ud800-\udfff]")  # of a character that UTF-16 writes with two
_SHOWABLE: Final = {"image/png", "image/jpeg", "image/gif"}
_WRONG: Final = (LookupError, ValueError, PermissionError)
_HEARTBEAT: Final = 15.0  # seconds; finds pages that are gone
_LULL: Final = 0.05  # seconds; changes that come together are told together


class Face:
    """The page and what it asks for; `slack` and `parcellab` are the worlds it shows."""

    def __init__(self, slack: Slack, parcellab: ParcelLab) -> None:
        self._slack = slack
        self._parcellab = parcellab
        self._static = {
            file.name: file.read_bytes()
            for file in resources.files("bot.sandbox.playground").joinpath("static").iterdir()
        }
        self._closing = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """The page's addresses, for the sandbox Slack's own application, which keeps others out."""
        return [
            web.get("/", _in_words(self._page)),
            web.get("/static/{name}", _in_words(self._file_of_page)),
            web.get("/file/{id}", _in_words(self._file)),
            web.get("/playground/events", _in_words(self._events)),
            web.get("/playground/state", _in_words(self._state)),
            web.get("/playground/journal", _in_words(self._journal)),
            web.get("/playground/world", _in_words(self._world)),
            web.post("/playground/world", _in_words(self._obey)),
            web.post("/playground/act", _in_words(self._act)),
        ]

    async def close(self, _app: web.Application) -> None:
        """Let go of every open page, so that the server can stop at once."""
        self._closing.set()

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return self._part("index.html")

    async def _file_of_page(self, request: web.Request) -> web.StreamResponse:
        return self._part(request.match_info["name"])

    def _part(self, name: str) -> web.Response:
        if name not in self._static:
            raise web.HTTPNotFound
        kind = _TYPES[name.rpartition(".")[2]]
        return web.Response(body=self._static[name], content_type=kind, charset="utf-8")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self._slack.workspace.files.get(request.match_info["id"])
        space = self._slack.workspace
        if file is None or not space.is_ready(file):
            raise web.HTTPNotFound
        if not is_readable(space, file, request.query.get("as", "")):
            raise web.HTTPForbidden
        if file.kind[0] in _SHOWABLE:
            return web.Response(body=file.content, content_type=file.kind[0])
        return web.Response(
            body=file.content,
            content_type="application/octet-stream",
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
            },
        )

    async def _state(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        return _json(snapshot(self._slack, query.get("as", ""), query.get("channel", "")))

    async def _journal(self, request: web.Request) -> web.StreamResponse:
        since = request.query.get("since", "0")
        return _json(journal.told(self._slack, int(since) if since.isdecimal() else 0))

    async def _world(self, request: web.Request) -> web.StreamResponse:
        return _json(world.told(self._parcellab, self._slack))

    async def _obey(self, request: web.Request) -> web.StreamResponse:
        world.obey(self._parcellab, self._slack, await _wanted(request))
        return _json(world.told(self._parcellab, self._slack))

    async def _act(self, request: web.Request) -> web.StreamResponse:
        wanted = await _wanted(request)
        try:
            return _json({"ok": True} | await perform(self._slack, wanted))
        except _WRONG as wrong:  # what people do wrong is no fault of the page's
            return _json({"ok": False, "error": str(wrong)})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=_HEADERS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        told = None
        with contextlib.suppress(ConnectionError):
            while not self._closing.is_set():
                seen = (self._slack.version, self._parcellab.version)
                said = b": still here\n\n" if seen == told else _event(seen)
                await response.write(said)
                told = seen
                await self._until_changed(seen)
        return response

    async def _until_changed(self, seen: tuple[int, int]) -> None:
        waiting = [
            asyncio.ensure_future(one)
            for one in (
                self._slack.stirred(_HEARTBEAT, since=seen[0]),
                self._parcellab.changed(_HEARTBEAT, since=seen[1]),
                self._closing.wait(),
            )
        ]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(_LULL)
        finally:
            for one in waiting:
                one.cancel()


def _event(seen: Iterable[int]) -> bytes:
    return f"data: {json.dumps({'version': list(seen)})}\n\n".encode()


def _json(told: Json, status: int = 200) -> web.Response:
    return web.json_response(told, status=status)


async def _wanted(request: web.Request) -> Json:
    if request.content_type != "application/json":  # what no form of another site can send
        raise web.HTTPUnsupportedMediaType
    try:
        wanted = json.loads(await request.text())
    except ValueError:
        raise ValueError("That is not JSON.") from None
    if not isinstance(wanted, dict):
        raise ValueError("A JSON object is expected.")
    if _HALF.search(json.dumps(wanted, ensure_ascii=False)):
        raise ValueError("There is half a character in it, which no other program could read.")
    return wanted


def _in_words(
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Say in words what cannot be done, and let a browser load nothing of others."""

    async def in_words(request: web.Request) -> web.StreamResponse:
        try:
            response = await answer(request)
        except _WRONG as wrong:
            response = _json({"ok": False, "error": str(wrong)}, 400)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    return in_words
