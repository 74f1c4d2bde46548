"""An exchange: what a person did, what the app was told, and every message it answered with."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bot.sandbox.slack import event
from bot.sandbox.slack.journal import findings_json
from bot.sandbox.slack.method import flag
from bot.sandbox.slack.payload import as_delivered
from bot.sandbox.slack.people import BOT_USER

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Finding, Json
    from bot.sandbox.slack.model import Message
    from bot.sandbox.slack.workspace import Workspace

Kind = Literal["slash_commands", "events_api", "interactive"]

MAX_USES = 5
MAX_ADDRESSES = 10_000  # the latest that are remembered


@dataclass
class Exchange:
    """One payload and its answers; `shown` holds the messages it led to, as they stand now.

    `error` is None if the app acknowledged well, else Slack's word for it: `operation_timeout`,
    `dispatch_failed`, `http_client_error`, `http_service_error`, `invalid_blocks` …
    """

    kind: Kind
    user_id: str
    channel_id: str
    payload: Json
    began_at: float
    typed: str | None = None
    original: Message | None = None
    ack: Json | None = None
    ack_ms: float | None = None
    http_status: int | None = None
    error: str | None = None
    attempts: int = 0
    is_echoed: bool = False
    findings: list[Finding] = field(default_factory=list)
    shown: list[Message] = field(default_factory=list)
    id: int = 0
    changed_at: int = 0

    @property
    def is_acked(self) -> bool:
        """Whether the app acknowledged in time."""
        return self.ack_ms is not None

    def as_json(self) -> Json:
        """The exchange for a page."""
        return {
            "id": self.id,
            "at": self.began_at,
            "kind": "to_app",
            "transport": self.kind,
            "user": self.user_id,
            "channel": self.channel_id,
            "payload": self.payload,
            "ack": self.ack,
            "ack_ms": self.ack_ms,
            "error": self.error,
            "findings": findings_json(self.findings),
            "attempts": self.attempts,
        }


@dataclass
class _Address:
    """A response_url: what it answers, and where its answers go."""

    exchange: Exchange
    channel_id: str
    made_at: float  # monotonic
    uses: int = 0


def answer(
    space: Workspace, exchange: Exchange, payload: Json, channel_id: str = ""
) -> list[Finding]:
    """Show what an acknowledgement or a response_url said; the findings if Slack would refuse it.

    https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
    """
    original = exchange.original
    if original is None and exchange.shown and space.commands_can_replace:
        original = exchange.shown[-1]
    if original is not None and original.is_deleted:
        original = None
    if flag(payload.get("delete_original")):
        _delete(space, original)
        return []
    if findings := space.judge(payload):
        exchange.findings += findings
        return findings
    if flag(payload.get("replace_original")) and original:
        before = original.as_json()
        original.edited_ts = space.new_ts()
        space.fill(original, payload)  # who sees it never changes: ephemeral stays ephemeral
        space.announce(event.edited(space, original, before))
    else:
        exchange.shown.append(_post(space, exchange, payload, channel_id or exchange.channel_id))
    return []


def _delete(space: Workspace, original: Message | None) -> None:
    if original:
        before = original.as_json()
        space.remove(original)
        space.announce(event.deleted(space, original, before))


def _post(space: Workspace, exchange: Exchange, payload: Json, channel: str) -> Message:
    more: dict[str, Any] = {"only_for": exchange.user_id}
    if payload.get("response_type") == "in_channel":
        more = {}
        if exchange.typed and not exchange.is_echoed:  # a public answer shows the command as well
            exchange.is_echoed = True
            space.post(channel, exchange.user_id, {"text": as_delivered(exchange.typed)})
        if payload.get("thread_ts") and not flag(payload.get("replace_original")):
            more["thread_ts"] = space.thread(channel, payload["thread_ts"])
    message = space.post(channel, BOT_USER, payload, **more)
    space.announce(event.posted(space, message))
    return message


class ResponseUrls:
    """The addresses an app may answer at: 5 times in 30 minutes each."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._addresses: dict[str, _Address] = {}

    def new(self, exchange: Exchange, channel_id: str = "") -> str:
        """A new address for this exchange; answers go to `channel_id`, else where it happened."""
        if not self._space.url:
            raise RuntimeError("serve the sandbox first: the app could not answer")
        place = "commands" if exchange.kind == "slash_commands" else "actions"
        key = self._space.new_id("").lower()
        if len(self._addresses) >= MAX_ADDRESSES:
            del self._addresses[next(iter(self._addresses))]
        place_of_answer = channel_id or exchange.channel_id
        self._addresses[key] = _Address(exchange, place_of_answer, time.monotonic())
        return f"{self._space.url}/response/{place}/{key}"

    def exchange(self, key: str) -> Exchange | None:
        """What this address belongs to."""
        address = self._addresses.get(key)
        return address.exchange if address else None

    def use(self, key: str, payload: object) -> tuple[int, str, list[Finding]]:
        """Answer at an address: HTTP status, text, and why Slack refuses what was said."""
        address = self._addresses.get(key)
        if address is None:
            return 404, "no_such_url", []
        if time.monotonic() > address.made_at + self._space.response_url_seconds:
            return 404, "expired_url", []
        if address.uses >= MAX_USES:
            return 404, "used_url", []
        address.uses += 1
        if not isinstance(payload, dict):
            return 400, "invalid_payload", []
        findings = answer(self._space, address.exchange, payload, address.channel_id)
        return (400, findings[0].code, findings) if findings else (200, "ok", [])
