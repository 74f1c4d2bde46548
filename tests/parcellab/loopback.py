"""Small servers on loopback: what a parcelLab can do to whoever asks it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import web

ORDER = b'{"order_number": "PK1004", "trackings": []}'

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Server:
    """A parcelLab on loopback, and what it was asked."""

    url: str = ""
    asked: list[web.Request] = field(default_factory=list)

    @property
    def queries(self) -> list[dict[str, str]]:
        return [dict(parse_qsl(ask.rel_url.raw_query_string)) for ask in self.asked]


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    """Run *app* on loopback and yield its address."""
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def answering(answer: Answer) -> AsyncIterator[Server]:
    """Run a server that gives *answer* to everything."""
    server = Server()

    async def respond(request: web.Request) -> web.StreamResponse:
        server.asked.append(request)
        return await answer(request)

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", respond)
    async with serving(app) as server.url:
        yield server


@asynccontextmanager
async def speaking(*reply: bytes) -> AsyncIterator[str]:
    """Run a server that says *reply* to anything, in pieces, and hangs up."""

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for piece in reply:
            writer.write(piece)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(say, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.close()


def with_body(body: bytes, status: int = 200, header: tuple[str, str] | None = None) -> Answer:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, body=body, headers=[header] if header else None)

    return answer


def by(name: str, statuses: dict[str, int]) -> Answer:
    """Answer with the status that stands beside the value of query parameter *name*."""

    async def answer(request: web.Request) -> web.Response:
        status = statuses[request.query[name]]
        return web.Response(status=status, body=ORDER if status == 200 else b"")

    return answer


async def hang(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(60)
    raise AssertionError("nobody waits this long")


async def drip(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for byte in ORDER * 10:
        await response.write(bytes([byte]))
        await asyncio.sleep(0.02)
    return response
