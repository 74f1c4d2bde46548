"""Signed requests: payloads POSTed to the app's request URL, as Slack does without Socket Mode."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

if TYPE_CHECKING:
    from aiohttp import ClientSession

    from bot.sandbox.slack.exchange import Kind
    from bot.sandbox.slack.judge import Json

_FORM = "application/x-www-form-urlencoded"
_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


class Reply(NamedTuple):
    """How the app answered: HTTP status, the message in the body, whether it forbids a retry."""

    status: int
    payload: Json | None
    is_final: bool

    @property
    def error(self) -> str | None:
        """What Slack shows the person instead of an answer."""
        if self.status < 300:
            return None
        return "http_client_error" if self.status < 500 else "http_service_error"


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    base = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


async def ask(
    session: ClientSession,
    url: str,
    secret: str,
    *,
    kind: Kind,
    payload: Json,
    retry: tuple[int, str],
) -> Reply:
    """POST a payload; raises aiohttp's ClientError, and has no time limit of its own."""
    content_type, body = _encoded(kind, payload)
    timestamp = str(int(time.time()))  # real time, whatever the sandbox's clock says
    headers = {
        "Content-Type": content_type,
        "User-Agent": _AGENT,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": sign(secret, timestamp, body),
    }
    if retry[0]:
        headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
    async with session.post(url, data=body, headers=headers, allow_redirects=False) as response:
        text = await response.text(errors="replace")
        is_final = response.headers.get("X-Slack-No-Retry") == "1"
        return Reply(response.status, _read(response.content_type, text), is_final)


def _encoded(kind: Kind, payload: Json) -> tuple[str, bytes]:
    if kind == "slash_commands":
        return _FORM, urlencode(payload).encode()
    text = json.dumps(payload)
    if kind == "interactive":
        return _FORM, urlencode({"payload": text}).encode()
    return "application/json", text.encode()


def _read(content_type: str, text: str) -> Json | None:
    if not text.strip():
        return None
    if content_type == "application/json":
        try:
            said = json.loads(text)
        except ValueError:
            said = None
        if isinstance(said, dict):
            return said
    return {"text": text}
