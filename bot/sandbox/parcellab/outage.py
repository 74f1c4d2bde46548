"""Faults on request: how parcelLab's API misbehaves on the wire."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass

from aiohttp import web

Answer = Callable[[], Awaitable[web.StreamResponse]]
POLL = 0.05
HTML_502 = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
    "<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)
HTML_200 = (
    "<!doctype html><html><head><title>Maintenance</title></head><body>Soon back</body></html>"
)


@dataclass(frozen=True)
class Fault:
    """One misbehaviour, for the next `times` calls (None: until it is taken away).

    kinds: slow (answers after `seconds`), hang (never answers), 429 (Retry-After `seconds`), 500,
    502 (HTML), truncated (connection closed in the middle of the body), half (a complete answer
    whose JSON stops in the middle), drop (closed without an answer), garbage (200 with HTML),
    empty (200 with nothing), missing (404, as for an unknown order). `only` limits it to addresses
    that contain it (a path, an order's number), `each` to every so many-th call. Raises ValueError
    for any other kind or a number that makes no sense.
    """

    kind: str
    _: KW_ONLY
    seconds: float = 5.0
    times: int | None = None
    only: str = ""
    each: int = 1

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}; there are {', '.join(KINDS)}")
        counts = (self.each, 1 if self.times is None else self.times)
        if not 0 <= self.seconds <= 86_400 or min(counts) < 1:
            raise ValueError("seconds are 0 to 86400, times and each 1 or more")


@dataclass(frozen=True)
class Stage:
    """A call that is about to go wrong: the request, its right answer, and when the server ends."""

    request: web.Request
    answer: Answer
    closing: asyncio.Event

    async def wait(self, seconds: float) -> None:
        """Sleep, but no longer than the server lives."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.closing.wait(), seconds)

    def hang_up(self) -> None:
        """Close the connection under the client."""
        if self.request.transport is not None:
            self.request.transport.close()

    @property
    def is_gone(self) -> bool:
        """Whether nobody waits for the answer any more."""
        transport = self.request.transport
        return self.closing.is_set() or transport is None or transport.is_closing()


async def play(fault: Fault, stage: Stage) -> web.StreamResponse:
    """What is answered, or done to the connection, instead of the right answer."""
    return await KINDS[fault.kind](fault, stage)


def is_silent(fault: Fault | None) -> bool:
    """Whether a call under this fault ends without a status."""
    return fault is not None and fault.kind in ("hang", "drop")


async def _slow(fault: Fault, stage: Stage) -> web.StreamResponse:
    await stage.wait(fault.seconds)
    return await stage.answer()


async def _hang(fault: Fault, stage: Stage) -> web.StreamResponse:
    while not stage.is_gone:
        await stage.wait(POLL)
    return await _drop(fault, stage)


async def _drop(_fault: Fault, stage: Stage) -> web.StreamResponse:
    stage.hang_up()
    return web.Response(status=500)  # written to a closed connection: nobody receives it


async def _truncated(_fault: Fault, stage: Stage) -> web.StreamResponse:
    whole = await _body(stage)
    head = {"Content-Length": str(len(whole)), "Content-Type": "application/json"}
    response = web.StreamResponse(headers=head)
    await response.prepare(stage.request)
    await response.write(whole[: len(whole) // 2])
    stage.hang_up()
    return response


async def _half(_fault: Fault, stage: Stage) -> web.StreamResponse:
    whole = await _body(stage)
    return web.Response(body=whole[: len(whole) // 2], content_type="application/json")


async def _body(stage: Stage) -> bytes:
    answer = await stage.answer()
    body = answer.body if isinstance(answer, web.Response) else b""
    return body if isinstance(body, bytes) else b""


async def _busy(fault: Fault, _stage: Stage) -> web.StreamResponse:
    detail = f"Request was throttled. Expected available in {fault.seconds:.0f} seconds."
    error = {"code": "throttled", "detail": detail, "attr": None}
    body = {"type": "client_error", "errors": [error]}
    return web.json_response(body, status=429, headers={"Retry-After": f"{fault.seconds:.0f}"})


async def _error(_fault: Fault, _stage: Stage) -> web.StreamResponse:
    error = {"code": "error", "detail": "A server error occurred.", "attr": None}
    return web.json_response({"type": "server_error", "errors": [error]}, status=500)


async def _bad_gateway(_fault: Fault, _stage: Stage) -> web.StreamResponse:
    return web.Response(text=HTML_502, status=502, content_type="text/html")


async def _garbage(_fault: Fault, _stage: Stage) -> web.StreamResponse:
    return web.Response(text=HTML_200, content_type="text/html")


async def _empty(_fault: Fault, _stage: Stage) -> web.StreamResponse:
    return web.Response(content_type="application/json")


async def _missing(_fault: Fault, _stage: Stage) -> web.StreamResponse:
    error = {"code": "not_found", "detail": "Not found.", "attr": None}
    return web.json_response({"type": "client_error", "errors": [error]}, status=404)


KINDS: dict[str, Callable[[Fault, Stage], Awaitable[web.StreamResponse]]] = {
    "slow": _slow,
    "hang": _hang,
    "429": _busy,
    "500": _error,
    "502": _bad_gateway,
    "truncated": _truncated,
    "half": _half,
    "drop": _drop,
    "garbage": _garbage,
    "empty": _empty,
    "missing": _missing,
}
