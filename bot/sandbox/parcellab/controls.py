"""The sandbox's own addresses: its orders, its clock, its faults, for tests and scripts."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox.parcellab.outage import Fault
from bot.sandbox.parcellab.question import problem, wrong

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.clock import Clock
    from bot.sandbox.parcellab.api import ParcelLab
    from bot.sandbox.parcellab.order import SandboxOrder
    from bot.sandbox.parcellab.parcel import Body

OWN = "/_sandbox/"


def controls(parcellab: ParcelLab) -> list[web.RouteDef]:
    """Their routes: one to look, the others to change, with a JSON object."""
    return [
        web.get(f"{OWN}orders", _orders(parcellab)),
        *(web.post(f"{OWN}{name}", _control(parcellab, name)) for name in CONTROLS),
    ]


def row(parcellab: ParcelLab, order: SandboxOrder) -> Body:
    """An order for a list of them: which one it is, and how it stands."""
    return {
        "account": order.account,
        "order_number": order.order_number,
        "client_key": order.body["client_key"],
        "description": order.description,
        **asdict(parcellab.state(order)),
    }


def set_clock(clock: Clock, wanted: Body) -> None:
    """Do what is wanted: `set`, `advance`, `speed` or `reset`. Raises ValueError for nonsense."""
    changes: dict[str, Callable[[Any], None]] = {
        "set": lambda text: clock.set(datetime.fromisoformat(text)),
        "advance": lambda seconds: clock.advance(float(seconds)),
        "speed": lambda speed: clock.run_at(float(speed)),
        "reset": lambda _is_wanted: clock.reset(),
    }
    unknown = wanted.keys() - changes.keys()
    if unknown:
        raise ValueError(f"The clock knows {', '.join(changes)}, not {', '.join(sorted(unknown))}.")
    try:
        for name, value in wanted.items():
            changes[name](value)
    except (TypeError, OverflowError) as fault:
        raise ValueError(str(fault)) from None


def move(parcellab: ParcelLab, wanted: Body) -> SandboxOrder:
    """Move the order that is wanted. Raises LookupError and ValueError."""
    try:
        number, step = str(wanted["order_number"]), str(wanted["move"])
        account = int(wanted["account"])
    except (KeyError, TypeError) as fault:
        raise ValueError(f"A move needs account, order_number and move: {fault}.") from None
    client_key = str(wanted.get("client_key") or "")
    parcellab.move(account, number, client_key, step)
    return parcellab.order(account, number, client_key)


def set_travel(parcellab: ParcelLab, wanted: Body) -> None:
    """Let parcels travel, or not. Raises ValueError."""
    if not isinstance(wanted.get("is_on"), bool):
        raise ValueError("is_on is true or false.")
    parcellab.is_travelling = wanted["is_on"]


def _fault(parcellab: ParcelLab, wanted: Body) -> Body:
    try:
        parcellab.fault = Fault(**wanted) if wanted.get("kind") else None
    except TypeError as fault:
        raise ValueError(str(fault)) from None
    return {"fault": parcellab.fault and asdict(parcellab.fault)}


def _clock(parcellab: ParcelLab, wanted: Body) -> Body:
    set_clock(parcellab.clock, wanted)
    return {"now": parcellab.clock.now().astimezone(UTC).isoformat()}


def _move(parcellab: ParcelLab, wanted: Body) -> Body:
    return row(parcellab, move(parcellab, wanted))


def _travel(parcellab: ParcelLab, wanted: Body) -> Body:
    set_travel(parcellab, wanted)
    return {"is_travelling": parcellab.is_travelling}


CONTROLS: dict[str, Callable[[ParcelLab, Body], Body]] = {
    "move": _move,
    "clock": _clock,
    "travel": _travel,
    "fault": _fault,
}


def _orders(parcellab: ParcelLab) -> Any:
    async def answer(_request: web.Request) -> web.StreamResponse:
        rows = [row(parcellab, order) for order in parcellab.orders]
        return web.json_response({"orders": rows})

    return answer


def _control(parcellab: ParcelLab, name: str) -> Any:
    async def answer(request: web.Request) -> web.StreamResponse:
        wanted = await _json_object(request)
        try:
            return web.json_response(CONTROLS[name](parcellab, wanted))
        except LookupError as fault:
            raise problem(404, wrong("not_found", str(fault))) from None
        except ValueError as fault:
            raise problem(400, wrong("invalid", str(fault))) from None

    return answer


async def _json_object(request: web.Request) -> dict[str, Any]:
    try:
        wanted = json.loads(await request.text() or "{}")
    except ValueError as fault:
        raise problem(400, wrong("parse_error", f"JSON parse error - {fault}")) from None
    if not isinstance(wanted, dict):
        raise problem(400, wrong("invalid", "A JSON object is expected."))
    return wanted
