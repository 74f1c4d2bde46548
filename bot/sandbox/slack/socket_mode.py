"""Socket Mode: payloads go out in envelopes over web sockets, acknowledgements come back."""

from __future__ import annotations

import asyncio
import json
import secrets
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSCloseCode, WSMsgType, web

from bot.sandbox.slack.people import APP

if TYPE_CHECKING:
    from bot.sandbox.slack.exchange import Kind
    from bot.sandbox.slack.judge import Json

MAX_CONNECTIONS = 10
CONNECTION_SECONDS = 18_060


@dataclass
class Connection:
    """One open web socket; `is_leaving` once Slack asked the app to go."""

    socket: web.WebSocketResponse
    request: web.Request
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    is_leaving: bool = False


class Sockets:
    """All web sockets of the app; each envelope goes to one of them, in turn.

    An envelope whose connection goes away unacknowledged is sent again over another one.
    """

    def __init__(self) -> None:
        self.connections: list[Connection] = []
        self.has_been_used = False
        self._tickets: set[str] = set()
        self._arrived = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}

    def new_path(self) -> str:
        """The path, with a ticket for one connection, that apps.connections.open hands out."""
        self._tickets.add(ticket := secrets.token_hex(8))
        return f"/link/?ticket={ticket}&app_id={APP}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        connection = Connection(web.WebSocketResponse(), request)
        await connection.socket.prepare(request)
        if len(self.connections) >= MAX_CONNECTIONS:
            await connection.socket.send_json(_disconnect("too_many_websockets"))
            await connection.socket.close()
            return connection.socket
        self.connections.append(connection)
        self.has_been_used = True
        try:
            await connection.socket.send_json(self._hello())
            self._arrived.set()
            async for frame in connection.socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledge(frame.data)
        finally:
            self._forget(connection)
        return connection.socket

    async def ask(self, kind: Kind, payload: Json, attempt: int) -> Json | None:
        """Send a payload until it is acknowledged; what the acknowledgement carried.

        `attempt` counts from 0, the first one. Has no time limit of its own.
        """
        envelope_id = str(uuid.uuid4())
        envelope: Json = {"envelope_id": envelope_id, "payload": payload, "type": kind}
        # Interactions other than commands take an answer only from views and option searches.
        is_answerable = payload.get("type") in ("view_submission", "block_suggestion")
        envelope["accepts_response_payload"] = kind == "slash_commands" or is_answerable
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        acked: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = acked
        try:
            while not acked.done():
                connection = await self._next()
                await self._send(connection, envelope)
                await _either(acked, connection.gone)
            return acked.result()
        finally:
            del self._waiting[envelope_id]

    async def disconnect(self, reason: str) -> None:
        """Tell every connection to go (`warning`, `refresh_requested`, `link_disabled`)."""
        for connection in self.connections:
            connection.is_leaving = reason != "warning"
            await connection.socket.send_json(_disconnect(reason))
        self._update()

    def cut(self) -> None:
        """Break every connection without a word, as a dead network does."""
        for connection in self.connections:
            if (transport := connection.request.transport) is not None:
                transport.abort()

    async def close(self) -> None:
        """Close every connection, at shutdown."""
        for connection in list(self.connections):
            await connection.socket.close(code=WSCloseCode.GOING_AWAY)

    async def _next(self) -> Connection:
        while not (free := [one for one in self.connections if not one.is_leaving]):
            await self._arrived.wait()
        self.connections.remove(free[0])  # to the end of the row
        self.connections.append(free[0])
        return free[0]

    async def _send(self, connection: Connection, envelope: Json) -> None:
        try:
            await connection.socket.send_json(envelope)
        except ConnectionError:
            self._forget(connection)

    def _acknowledge(self, text: str) -> None:
        try:
            said = json.loads(text)
        except ValueError:
            return
        acked = self._waiting.get(str(said.get("envelope_id"))) if isinstance(said, dict) else None
        if acked and not acked.done():
            payload = said.get("payload")
            acked.set_result(payload if isinstance(payload, dict) else None)

    def _forget(self, connection: Connection) -> None:
        connection.gone.set()
        if connection in self.connections:
            self.connections.remove(connection)
        self._update()

    def _update(self) -> None:
        if all(connection.is_leaving for connection in self.connections):
            self._arrived.clear()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "applink-sandbox",
                "build_number": 1,
                "approximate_connection_time": CONNECTION_SECONDS,
            },
            "connection_info": {"app_id": APP},
        }


async def _either(future: asyncio.Future[Json | None], event: asyncio.Event) -> None:
    happened = asyncio.ensure_future(event.wait())
    waiting: set[asyncio.Future[Any]] = {future, happened}
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        happened.cancel()


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-sandbox"}}
