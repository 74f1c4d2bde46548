"""`GET /v4/track/orders/`: the list of an account's orders, in cursor pages."""

import base64
import binascii
from collections.abc import Sequence

from aiohttp import web

from bot.sandbox.parcellab.access import ACCESS
from bot.sandbox.parcellab.order import SandboxOrder
from bot.sandbox.parcellab.parcel import Body, Scene
from bot.sandbox.parcellab.question import integer, problem, wrong

PAGE = 20
"""Orders a page; parcelLab's own number is not documented."""


def listed(orders: Sequence[SandboxOrder], request: web.Request, scene: Scene) -> Body:
    """A page of the orders that the caller's credentials open and the query asks for.

    Raises Problem: 400, 401, 403, and 404 for a cursor that is none.
    """
    accounts = _accounts(request)
    found = [order for order in orders if order.account in accounts and _fits(order, request)]
    start = _start(request.query.get("cursor"))
    return {
        "next": _page(request, start + PAGE) if start + PAGE < len(found) else None,
        "previous": _page(request, max(0, start - PAGE)) if start else None,
        "results": [_row(order, scene) for order in found[start : start + PAGE]],
    }


def _accounts(request: web.Request) -> frozenset[int]:
    access = request[ACCESS]
    allowed = access.require()
    try:
        asked = [integer(text) for text in request.query.getall("account", [])]
    except ValueError as fault:
        raise problem(400, wrong("invalid", str(fault), "account")) from None
    for account in asked:
        access.check(account)
    return frozenset(asked) or allowed


def _fits(order: SandboxOrder, request: web.Request) -> bool:
    number = request.query.get("order_number")
    reference = request.query.get("external_reference")
    fits_number = not number or number == order.order_number
    return fits_number and (not reference or reference in order.external_references)


def _start(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        name, _, place = base64.urlsafe_b64decode(cursor).decode().partition("=")
        start = integer(place)
    except (binascii.Error, ValueError):
        name, start = "", 0
    if name != "p" or start < 0:
        raise problem(404, wrong("not_found", "Invalid cursor"))
    return start


def _page(request: web.Request, start: int) -> str:
    cursor = base64.urlsafe_b64encode(f"p={start}".encode()).decode()
    return str(request.url.update_query(cursor=cursor))


def _row(order: SandboxOrder, scene: Scene) -> Body:
    """An Order; its members are fewer than the schema allows, but all it requires."""
    info = order.info(scene)
    shared = ("order_number", "client_key", "order_date", "recipient_email")
    return {name: info[name] for name in shared if name in info} | {
        "account": order.account,
        "external_id": order.external_order_id,
        "external_reference": next(iter(order.external_references), ""),
        "destination_country_iso3": info.get("destination_country_iso3", ""),
        "customer_number": order.customer_number,
    }
