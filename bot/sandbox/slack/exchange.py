"""An exchange: what a person did, what the app was told, and every message it answered with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bot.sandbox.slack.method import flag
from bot.sandbox.slack.payload import as_delivered
from bot.sandbox.slack.workspace import BOT_USER

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Finding, Json
    from bot.sandbox.slack.workspace import Message, Workspace

Kind = Literal["slash_commands", "events_api", "interactive"]

MAX_USES = 5
URL_SECONDS = 30 * 60


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
    uses: int = 0
    is_echoed: bool = False
    findings: list[Finding] = field(default_factory=list)
    shown: list[Message] = field(default_factory=list)

    @property
    def is_acked(self) -> bool:
        """Whether the app acknowledged in time."""
        return self.ack_ms is not None


def answer(space: Workspace, exchange: Exchange, payload: Json) -> list[Finding]:
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
        original.edited_ts = space.new_ts()
        space.fill(original, payload)  # who sees it never changes: ephemeral stays ephemeral
    else:
        exchange.shown.append(_post(space, exchange, payload))
    return []


def _delete(space: Workspace, original: Message | None) -> None:
    if original:
        original.is_deleted = True
        space.touch()


def _post(space: Workspace, exchange: Exchange, payload: Json) -> Message:
    channel = exchange.channel_id
    if payload.get("response_type") != "in_channel":
        return space.post(channel, BOT_USER, payload, only_for=exchange.user_id)
    if exchange.typed and not exchange.is_echoed:  # a public answer shows the command as well
        exchange.is_echoed = True
        space.post(channel, exchange.user_id, {"text": as_delivered(exchange.typed)})
    thread_ts = None if flag(payload.get("replace_original")) else payload.get("thread_ts")
    return space.post(channel, BOT_USER, payload, thread_ts=thread_ts)


class ResponseUrls:
    """The addresses an app may answer at: 5 times in 30 minutes each."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._exchanges: dict[str, Exchange] = {}

    def new(self, exchange: Exchange) -> str:
        """A new address for this exchange, as a path."""
        place = "commands" if exchange.kind == "slash_commands" else "actions"
        key = self._space.new_id("").lower()
        self._exchanges[key] = exchange
        return f"/response/{place}/{key}"

    def use(self, key: str, payload: object) -> tuple[int, str]:
        """Answer at an address; (HTTP status, text)."""
        exchange = self._exchanges.get(key)
        if exchange is None:
            return 404, "no_such_url"
        if self._space.now() > exchange.began_at + URL_SECONDS:
            return 404, "expired_url"
        if exchange.uses >= MAX_USES:
            return 404, "used_url"
        exchange.uses += 1
        if not isinstance(payload, dict):
            return 400, "invalid_payload"
        findings = answer(self._space, exchange, payload)
        return (400, findings[0].code) if findings else (200, "ok")
