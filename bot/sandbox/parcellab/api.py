"""parcelLab's order API on loopback, over made-up orders and a clock that can be moved.

What it does is what the API's schema and documentation say; where they are silent the docstrings
say what was chosen. Everything below `/_sandbox/` belongs to the sandbox, not to parcelLab.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.sandbox.clock import Clock
from bot.sandbox.own import own_only
from bot.sandbox.parcellab.access import ACCESS, Access, read_access
from bot.sandbox.parcellab.controls import OWN, controls
from bot.sandbox.parcellab.disclosure import for_anyone, for_recipient, is_recipient, narrowed
from bot.sandbox.parcellab.listing import listed
from bot.sandbox.parcellab.order import SandboxOrder
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.outage import Fault as Fault
from bot.sandbox.parcellab.outage import Stage, is_silent, play
from bot.sandbox.parcellab.parcel import Body
from bot.sandbox.parcellab.question import Problem, Question, find, problem, read, wrong
from bot.sandbox.parcellab.traffic import State, Traffic
from bot.sandbox.parcellab.widget import draw
from bot.sandbox.parcellab.words import language

LIST = "/v4/track/orders/"
INFO = f"{LIST}info/"
WIDGET = f"{LIST}info-widget/"
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


class ParcelLab:
    """The API, its orders, its clock, the fault that is on, and the calls it has received."""

    def __init__(
        self,
        orders: Sequence[SandboxOrder] = ORDERS,
        clock: Clock | None = None,
        fault: Fault | None = None,
    ) -> None:
        self.orders = orders
        self.clock = clock or Clock()
        self.calls: list[Call] = []
        self._fault = fault
        self._asked_under_fault = 0
        self._traffic = Traffic(orders, self.clock)

    # What can be set and looked at

    @property
    def fault(self) -> Fault | None:
        """What goes wrong at present."""
        return self._fault

    @fault.setter
    def fault(self, fault: Fault | None) -> None:
        self._fault = fault
        self.touch()

    @property
    def is_travelling(self) -> bool:
        """Whether parcels move on by themselves as the clock passes."""
        return self._traffic.is_travelling

    @is_travelling.setter
    def is_travelling(self, is_on: bool) -> None:
        self._traffic.is_travelling = is_on

    def move(self, account: int, order_number: str, client_key: str | None, move: str) -> None:
        """Make one of MOVES with an order. Raises LookupError, and ValueError if it cannot."""
        self._traffic.move(self.order(account, order_number, client_key), move)

    def order(self, account: int, order_number: str, client_key: str | None) -> SandboxOrder:
        """The order of this account with this number, of any client if none is named."""
        for order in self.orders:
            is_clients = client_key in (None, "", order.body["client_key"])
            if (order.account, order.order_number) == (account, order_number) and is_clients:
                return order
        raise LookupError(f"There is no order {order_number} of account {account}.")

    def state(self, order: SandboxOrder) -> State:
        """How an order stands, in a panel's words."""
        return self._traffic.state(order)

    def next_change(self) -> datetime | None:
        """When, by the sandbox's clock, the next parcel moves on by itself, if one will."""
        return self._traffic.next_change()

    @property
    def version(self) -> int:
        """Grows with every change of the parcels, the clock and the fault."""
        return self._traffic.version

    def touch(self) -> None:
        """Wake everybody who waits for a change."""
        self._traffic.touch()

    async def changed(self, timeout: float, *, since: int | None = None) -> bool:  # noqa: ASYNC109
        """Wait at most `timeout` s for a change; at once if `version` is no longer `since`.

        Wakes when a travelling parcel moves on, too.
        """
        return await self._traffic.changed(timeout, since=since)

    def dump(self) -> dict[str, Any]:
        """All that was changed since the start, for JSON."""
        return {
            "clock": {"now": self.clock.now().isoformat(), "speed": self.clock.speed},
            "traffic": self._traffic.dump(),
            "fault": self.fault and asdict(self.fault),
        }

    def load(self, dumped: dict[str, Any]) -> None:
        """Go on where `dump` left, at the same sandbox time. Raises ValueError for nonsense."""
        try:
            fault = Fault(**dumped["fault"]) if dumped["fault"] else None
            self.clock.run_at(dumped["clock"]["speed"])
            self.clock.set(datetime.fromisoformat(dumped["clock"]["now"]))
            self._traffic.load(dumped["traffic"])
        except (KeyError, TypeError, AttributeError) as wrong:
            raise ValueError(f"This is not what a sandbox has kept: {wrong!r}.") from None
        self.fault = fault

    # Serving

    def app(self) -> web.Application:
        """The application to serve, on loopback only: its controls ask for no credentials."""
        app = web.Application(middlewares=[own_only, self._record])
        app[CLOSING] = asyncio.Event()
        app.on_shutdown.append(_close)
        for path, handler in ((INFO, self._info), (WIDGET, self._widget), (LIST, self._list)):
            app.router.add_get(path, handler)
            app.router.add_get(path.rstrip("/"), _add_slash)
        app.add_routes(controls(self))
        return app

    def answer(self, question: Question, access: Access) -> Body:
        """The OrderInfo for `question`; raises Problem (401, 403, 404)."""
        access.check(question.account)
        visible = [order for order in self.orders if access.may_see(order.account)]
        match = find(visible, question)
        if match is None:
            raise Problem(404, wrong("not_found", "Not found."))
        order, lang = match.order, language(question.lang)
        info = self._traffic.info(order, lang, live_refresh=question.live_refresh)
        if not _is_numbered(info, question):
            raise Problem(404, wrong("not_found", "Not found."))
        if access.accounts is None:
            known = is_recipient(info, question, security_hash=order.security_hash)
            info = for_recipient(info) if known else for_anyone(info)
        return narrowed(info, match, question=question)

    @web.middleware
    async def _record(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(OWN):
            return await _answered(request, handler)
        access = read_access(request.headers.get("Authorization"))
        request[ACCESS] = access
        call = Call(request.method, request.path, _query(request), access.verdict)
        self.calls.append(call)
        del self.calls[:-JOURNAL]
        fault = self._due_fault(request.path_qs)
        if fault is None:
            response = await _answered(request, handler)
        else:
            stage = Stage(request, lambda: _answered(request, handler), request.app[CLOSING])
            response = await play(fault, stage)
        call.status = 0 if is_silent(fault) else response.status
        return response

    def _due_fault(self, address: str) -> Fault | None:
        fault = self.fault
        if fault is None or fault.only not in address:
            return None
        self._asked_under_fault += 1
        if self._asked_under_fault % fault.each:
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
        return web.json_response(listed(self.orders, request, self._traffic.scene))


def _is_numbered(info: Body, question: Question) -> bool:
    """Whether the number that was asked for has been given to its parcel by now."""
    numbers = [tracking["tracking_number"] for tracking in info["trackings"]]
    return question.mode != "tracking_number" or question.tracking_number in numbers


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
