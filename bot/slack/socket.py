"""The Socket Mode door: two connections, so that one may be renewed or break unnoticed.

Source: docs.slack.dev/apis/events-api/using-socket-mode. Each payload comes over one of them.
"""

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any, Final

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.slack.door import ask, raise_bad_token
from bot.slack.tasks import Tasks

_CONNECTIONS: Final = 2
_ACKNOWLEDGE: Final = 3.0  # seconds; Slack has given up by then
_FIRST_WORD: Final = 2.0  # seconds of waiting for Slack before going on without its word
_PING: Final = 4.0  # seconds; a cut line is found after about that long
_OPENING: Final = 10.0  # seconds for a connection to be opened
_FAREWELL: Final = 0.5  # seconds for Slack to say goodbye, too
_log = logging.getLogger(__name__)


class Sockets:
    """Opens, answers and closes the connections."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        self._app = app
        self._app_token = app_token
        self._tasks = Tasks()
        quiet = logging.getLogger("bot.slack.socket_mode")
        quiet.setLevel(logging.CRITICAL)  # below that it logs what people wrote
        self._clients = [
            SocketModeClient(
                app_token=app_token, web_client=app.client, logger=quiet, ping_interval=_PING
            )
            for _ in range(_CONNECTIONS)
        ]
        for client in self._clients:
            client.socket_mode_request_listeners.append(self._received)

    async def open(self) -> None:
        """Begin to connect; each client tries again until it succeeds. BadToken: it never will."""
        try:
            async with asyncio.timeout(_FIRST_WORD):
                await self._app.client.apps_connections_open(app_token=self._app_token)
        except SlackApiError as error:
            raise_bad_token(error, "SLACK_APP_TOKEN")
        except (aiohttp.ClientError, TimeoutError) as error:
            _log.warning("Slack cannot be reached yet: %s", type(error).__name__)
        for client in self._clients:
            self._tasks.start(_connect(client))

    @property
    def is_open(self) -> bool:
        sessions = (client.current_session for client in self._clients)
        return any(session is not None and not session.closed for session in sessions)

    async def close(self) -> None:
        """Take nothing more; what was taken is acknowledged before the connections go."""
        for client in self._clients:
            client.socket_mode_request_listeners.clear()
            client.closed = True
        await self._tasks.drain(_ACKNOWLEDGE)
        await asyncio.gather(*map(_close, self._clients))

    async def _received(
        self, client: AsyncBaseSocketModeClient, request: SocketModeRequest
    ) -> None:
        """The client hands requests over one by one: never make the next one wait."""
        self._tasks.start(self._answer(client, request))

    async def _answer(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        answer = await ask(self._app, dict(request.payload), _headers(request))
        if answer.status != 200:
            return  # not acknowledged: Slack sends it again
        payload: dict[str, Any] | None = json.loads(answer.body) if answer.body else None
        try:
            await client.send_socket_mode_response(
                SocketModeResponse(envelope_id=request.envelope_id, payload=payload)
            )
        except (aiohttp.ClientError, OSError) as error:
            _log.warning("an acknowledgement did not get out: %s", type(error).__name__)


async def _connect(client: SocketModeClient) -> None:
    """Connect; each try takes a new address.

    slack_sdk would try the same one for ever, which is good for one connection, and not for long.
    """

    async def used_up(*_: object) -> None:
        client.wss_uri = None

    tried = aiohttp.TraceConfig()
    tried.on_request_start.append(used_up)
    timeout = aiohttp.ClientTimeout(total=_OPENING)
    await client.aiohttp_client_session.close()
    client.aiohttp_client_session = aiohttp.ClientSession(timeout=timeout, trace_configs=[tried])
    await client.connect()  # type: ignore[no-untyped-call]


async def _close(client: SocketModeClient) -> None:
    """Close a connection, also one at whose other end nobody is: aiohttp would wait 10 s."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_FAREWELL):
            await client.disconnect()  # type: ignore[no-untyped-call]
    await client.close()  # type: ignore[no-untyped-call]


def _headers(request: SocketModeRequest) -> dict[str, str]:
    return {"x-slack-retry-num": str(request.retry_attempt)} if request.retry_attempt else {}
