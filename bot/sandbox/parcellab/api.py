"""parcelLab's order API on loopback, over made-up orders and a clock that can be moved.

What it does is what the API's schema and documentation say; where they are silent the docstrings
say what was chosen. Everything below `/_sandbox/` belongs to the sandbox, not to parcelLab.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.sandbox.clock import Clock
from bot.sandbox.parcellab.access import ACCESS, Access, read_access
from bot.sandbox.parcellab.disclosure import (
    can_refresh,
    for_anyone,
    for_recipient,
    is_recipient,
    narrowed,
    refreshed,
)
from bot.sandbox.parcellab.listing import listed
from bot.sandbox.parcellab.order import SandboxOrder
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.outage import Fault as Fault
from bot.sandbox.parcellab.outage import Stage, is_silent, play
from bot.sandbox.parcellab.parcel import Body, Scene
from bot.sandbox.parcellab.question import Match, Problem, Question, find, problem, read, wrong
from bot.sandbox.parcellab.widget import draw
from bot.sandbox.parcellab.words import language

LIST = "/v4/track/orders/"
INFO = f"{LIST}info/"
WIDGET = f"{LIST}info-widget/"
OWN = "/_sandbox/"
NOT_FOUND_HTML = (
    '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>Not Found</title>\n</head>\n<body>\n'
    "  <h1>Not Found</h1><p>The requested resource was not found on this server.</p>\n"
    "</body>\n</html>\n"
)
JOURNAL = 10_000
"""How many of the last calls are kept."""
CLOSING = web.AppKey("closing", asyncio.Event)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Call:
    """One call as the API received it; `status` is None until answered, 0 if it never was."""

    method: str
    path: str
    query: dict[str, str]
    credentials: str
    """`none`, `accepted` or `refused`; never the credentials themselves."""
    status: int | None = None


@dataclass
class ParcelLab:
    """The API, its orders, its clock, the fault that is on, and the calls it has received."""

    orders: Sequence[SandboxOrder] = ORDERS
    clock: Clock = field(default_factory=Clock)
    fault: Fault | None = None
    calls: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._start = self.clock.now()
        self._scans: dict[str, list[datetime]] = {}

    def app(self) -> web.Application:
        """The application to serve, on loopback only: its controls ask for no credentials."""
        app = web.Application(middlewares=[self._record])
        app[CLOSING] = asyncio.Event()
        app.on_shutdown.append(_close)
        for path, handler in ((INFO, self._info), (WIDGET, self._widget), (LIST, self._list)):
            app.router.add_get(path, handler)
            app.router.add_get(path.rstrip("/"), _add_slash)
        app.router.add_get(f"{OWN}orders", self._orders)
        app.router.add_post(f"{OWN}fault", self._set_fault)
        app.router.add_post(f"{OWN}clock", self._move_clock)
        return app

    def answer(self, question: Question, access: Access) -> Body:
        """The OrderInfo for `question`; raises Problem (401, 403, 404)."""
        access.check(question.account)
        visible = [order for order in self.orders if access.may_see(order.account)]
        match = find(visible, question)
        if match is None:
            raise Problem(404, wrong("not_found", "Not found."))
        info = self._told(match, question)
        if access.accounts is None:
            known = is_recipient(info, question, security_hash=match.order.security_hash)
            info = for_recipient(info) if known else for_anyone(info)
        return narrowed(info, match, question=question)

    def _told(self, match: Match, question: Question) -> Body:
        lang = language(question.lang)
        info = match.order.info(Scene(self._start, lang))
        told = []
        for tracking, name in zip(info["trackings"], match.order.tracking_ids, strict=True):
            scans = self._scans.setdefault(name, [])
            current = refreshed(tracking, scans, lang=lang)
            if question.live_refresh and can_refresh(current, self.clock.now()):
                scans.append(self.clock.now())
                current = refreshed(tracking, scans, lang=lang)
            told.append(current)
        return info | {"trackings": told}

    @web.middleware
    async def _record(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(OWN):
            return await _answered(request, handler)
        access = read_access(request.headers.get("Authorization"))
        request[ACCESS] = access
        call = Call(request.method, request.path, _query(request), access.verdict)
        self.calls.append(call)
        del self.calls[:-JOURNAL]
        fault = self._due_fault(request.path)
        if fault is None:
            response = await _answered(request, handler)
        else:
            stage = Stage(request, lambda: _answered(request, handler), request.app[CLOSING])
            response = await play(fault, stage)
        call.status = 0 if is_silent(fault) else response.status
        return response

    def _due_fault(self, path: str) -> Fault | None:
        fault = self.fault
        if fault is None or fault.only not in path:
            return None
        if fault.times is not None:
            self.fault = replace(fault, times=fault.times - 1) if fault.times > 1 else None
        return fault

    async def _info(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self._asked(request)[1])

    async def _widget(self, request: web.Request) -> web.StreamResponse:
        question, info = self._asked(request)
        picture = draw(info, language(question.lang))
        return web.Response(body=picture, content_type="image/png")

    def _asked(self, request: web.Request) -> tuple[Question, Body]:
        access = request[ACCESS]
        access.check()
        question = read(_query(request))
        return question, self.answer(question, access)

    async def _list(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(listed(self.orders, request, Scene(self._start)))

    async def _orders(self, _request: web.Request) -> web.StreamResponse:
        rows = [
            {
                "account": order.account,
                "order_number": order.order_number,
                "description": order.description,
            }
            for order in self.orders
        ]
        return web.json_response({"orders": rows})

    async def _set_fault(self, request: web.Request) -> web.StreamResponse:
        wanted = await _json_object(request)
        try:
            self.fault = Fault(**wanted) if wanted.get("kind") else None
        except (TypeError, ValueError) as fault:
            raise problem(400, wrong("invalid", str(fault))) from None
        return web.json_response({"fault": self.fault and asdict(self.fault)})

    async def _move_clock(self, request: web.Request) -> web.StreamResponse:
        wanted = await _json_object(request)
        moves: dict[str, Callable[[Any], None]] = {
            "set": lambda text: self.clock.set(datetime.fromisoformat(text)),
            "advance": lambda seconds: self.clock.advance(float(seconds)),
            "speed": lambda speed: self.clock.run_at(float(speed)),
        }
        try:
            for name, value in wanted.items():
                moves[name](value)
        except (KeyError, TypeError, ValueError, OverflowError) as fault:
            raise problem(400, wrong("invalid", str(fault))) from None
        return web.json_response({"now": self.clock.now().astimezone(UTC).isoformat()})


def _query(request: web.Request) -> dict[str, str]:
    return {name: request.query.getall(name)[-1] for name in request.query}


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Problem as fault:
        return web.json_response(fault.body, status=fault.status)
    except web.HTTPNotFound:
        return web.Response(text=NOT_FOUND_HTML, status=404, content_type="text/html")
    except web.HTTPMethodNotAllowed as fault:
        error = wrong("method_not_allowed", f'Method "{request.method}" not allowed.')
        body = problem(405, error).body
        return web.json_response(body, status=405, headers={"Allow": fault.headers["Allow"]})


async def _add_slash(request: web.Request) -> web.StreamResponse:
    location = str(request.rel_url.with_path(f"{request.path}/", keep_query=True))
    return web.Response(status=301, headers={"Location": location})


async def _close(app: web.Application) -> None:
    app[CLOSING].set()


async def _json_object(request: web.Request) -> dict[str, Any]:
    try:
        wanted = json.loads(await request.text() or "{}")
    except ValueError as fault:
        raise problem(400, wrong("parse_error", f"JSON parse error - {fault}")) from None
    if not isinstance(wanted, dict):
        raise problem(400, wrong("invalid", "A JSON object is expected."))
    return wanted
