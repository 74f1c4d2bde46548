"""Who may talk to the sandbox: this machine's own page, and clients that are no browsers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_LOOPBACK: Final = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?", re.IGNORECASE)


@web.middleware
async def own_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse what a browser asks for another site, or under a name that only leads here.

    The sandbox's tokens are known to everybody, so nothing else keeps another site out.
    """
    if not _is_own(request):
        raise web.HTTPForbidden(text="Only from this machine, and for no other site.")
    return await handler(request)


def _is_own(request: web.Request) -> bool:
    """Browsers say who asks, SDKs do not: fetch.spec.whatwg.org, w3.org/TR/fetch-metadata."""
    host, origin = request.headers.get("Host"), request.headers.get("Origin")
    is_named = host is None or _LOOPBACK.fullmatch(host) is not None
    is_from_here = origin is None or origin == f"http://{host}"
    is_asked_here = request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    return is_named and is_from_here and (is_asked_here or _is_opened(request))


def _is_opened(request: web.Request) -> bool:
    """Whether a link of another site leads to the page; to nothing else it may."""
    is_page = (request.method, request.path) == ("GET", "/")
    return is_page and request.headers.get("Sec-Fetch-Dest") == "document"
