"""The HTTP door around Bolt: size, signature and parsing, which Bolt gets wrong.

Slack's rules: docs.slack.dev/authentication/verifying-requests-from-slack,
docs.slack.dev/apis/events-api (answers in 3 s, 200 for what is not wanted).
"""

import json
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import unquote_plus

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from bot.slack.door import ask

_LARGEST: Final = 2**20  # bytes; a view, the largest thing Slack sends back, has 250 kB at most
_RETRY: Final = ("x-slack-retry-num", "x-slack-retry-reason")


class Endpoint:
    """Routes `POST /slack/events` for events, commands and interactivity alike."""

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)

    async def __call__(self, request: web.Request) -> web.Response:
        """Answer 413 too large, 401 not Slack's, 400 not readable, else what Bolt says."""
        body = await request.read()
        if not self._is_slacks(request, body):
            return web.json_response({"error": "invalid request"}, status=401)
        try:
            asked = parse(body.decode(), request.content_type)
        except (ValueError, RecursionError):
            return web.json_response({"error": "unreadable request"}, status=400)
        if "ssl_check" in asked:
            return web.Response()
        if asked.get("type") == "url_verification":
            return web.json_response({"challenge": str(asked.get("challenge", ""))})
        headers = {name: request.headers[name] for name in _RETRY if name in request.headers}
        answer = await ask(self._app, asked, headers)
        content_type = answer.headers.get("content-type", ["text/plain"])[0].partition(";")[0]
        return web.Response(status=answer.status, text=answer.body, content_type=content_type)

    def _is_slacks(self, request: web.Request, body: bytes) -> bool:
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except (ValueError, TypeError, OverflowError):
            return False  # no number or a huge one, no UTF-8, a signature that is no ASCII


def parse(body: str, content_type: str) -> dict[str, Any]:
    """Read JSON, a form, or a form with JSON in its `payload`; raise ValueError for the rest."""
    if content_type == "application/json":
        parsed: Any = json.loads(body)
    else:
        parsed = form(body)
        if "payload" in parsed:
            parsed = json.loads(parsed["payload"])
    if not isinstance(parsed, dict) or not parsed or not isinstance(parsed.get("event", {}), dict):
        raise ValueError("no object")
    return parsed


def form(body: str) -> dict[str, str]:
    """Read a form as urllib's parse_qsl does, which takes twice as long: most needs no decoding."""
    pairs = (pair.partition("=") for pair in body.split("&") if pair)
    return {_plain(name): _plain(value) for name, _, value in pairs}


def _plain(text: str) -> str:
    return unquote_plus(text) if "%" in text or "+" in text else text


def web_app(
    endpoint: Endpoint | None, is_ready: Callable[[], bool], others: Iterable[web.RouteDef]
) -> web.Application:
    """Return the server: Slack's door if there is one, `/health` (alive), `/ready` (wanted)."""

    async def health(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(_: web.Request) -> web.Response:
        state = is_ready()
        return web.json_response({"ready": state}, status=200 if state else 503)

    app = web.Application(client_max_size=_LARGEST)
    app.router.add_get("/health", health)
    app.router.add_get("/ready", ready)
    app.add_routes(others)
    if endpoint:
        app.router.add_post("/slack/events", endpoint.__call__)
    return app
