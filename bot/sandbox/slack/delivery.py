"""How the app is told: over Socket Mode or signed HTTP, again where Slack does so."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError, ClientSession

from bot.sandbox.slack import signed_http
from bot.sandbox.slack.change import Change
from bot.sandbox.slack.event import SCOPES, envelope
from bot.sandbox.slack.exchange import Exchange, ResponseUrls
from bot.sandbox.slack.installed import App, installed
from bot.sandbox.slack.journal import Journal
from bot.sandbox.slack.socket_mode import Sockets
from bot.sandbox.slack.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.sandbox.clock import Clock
    from bot.sandbox.slack.event import Event
    from bot.sandbox.slack.exchange import Kind
    from bot.sandbox.slack.judge import Json

_RETRY_REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}


class Delivery:
    """One workspace, the app installed in it, and the line between them.

    Payloads go to `request_url` if there is one, else over Socket Mode.
    """

    def __init__(self, clock: Clock, manifest: Json | None) -> None:
        self.everything = Change()
        self.workspace = Workspace(clock, self.everything)
        self.installed = installed(manifest) if manifest is not None else App()
        self.workspace.scopes = set(self.installed.scopes)
        self.workspace.unfurl_domains = self.installed.unfurl_domains
        self.workspace.announce = self._tell_later
        self.subscriptions = set(self.installed.events)
        self.sockets = Sockets()
        self.signing_secret = "sandbox-secret"  # noqa: S105 - opens nothing but the sandbox
        self.request_url: str | None = None
        self.ack_seconds = 3.0
        self.retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
        self._journal = Journal(self.everything)
        self._urls = ResponseUrls(self.workspace)
        self._session: ClientSession | None = None
        self._later: set[asyncio.Task[Any]] = set()

    @property
    def exchanges(self) -> list[Exchange]:
        """What the app was told of late, oldest first."""
        return self._journal.of(Exchange)

    async def settled(self) -> None:
        """Wait until no event is waiting to be told (again)."""
        while self._later:
            await asyncio.gather(*self._later)

    def _begin(
        self, kind: Kind, told: Json, user_id: str, channel_id: str, **more: Any
    ) -> Exchange:
        exchange = Exchange(kind, user_id, channel_id, told, self.workspace.now(), **more)
        self._journal.add(exchange)
        return exchange

    def _is_subscribed(self, event: Event) -> bool:
        """Slack tells nothing that the app has no scope for, whatever it subscribed to."""
        scope = SCOPES.get(event.subscription)
        is_allowed = scope is None or scope in self.workspace.scopes
        return is_allowed and event.subscription in self.subscriptions

    async def _tell_events(self, events: Iterable[Event]) -> None:
        for event in [one for one in events if self._is_subscribed(one)]:
            await self._tell_event(event)

    def _tell_later(self, events: Iterable[Event]) -> None:
        """What the app did itself is told to it as well, after its call is answered."""
        subscribed = [one for one in events if self._is_subscribed(one)]
        if subscribed:
            self._do_later(self._tell_events(subscribed))

    async def _tell_event(self, event: Event) -> Exchange:
        told = envelope(self.workspace, event)
        exchange = self._begin("events_api", told, event.user_id, event.channel_id)
        if not await self._tell(exchange):
            self._do_later(self._tell_again(exchange))
        return exchange

    def _do_later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def _tell_again(self, exchange: Exchange) -> None:
        """https://docs.slack.dev/apis/events-api#retries"""
        for number, delay in enumerate(self.retry_delays, 1):
            await asyncio.sleep(delay)
            if await self._tell(exchange, number):
                return

    async def _tell(self, exchange: Exchange, number: int = 0) -> bool:
        """One attempt; whether no other is needed."""
        retry = (number, _RETRY_REASONS.get(exchange.error or "", "http_error") if number else "")
        exchange.attempts += 1
        exchange.error = None
        began = time.perf_counter()
        is_final = False
        try:
            async with asyncio.timeout(self.ack_seconds):
                is_final = await self._deliver(exchange, retry)
        except TimeoutError:
            exchange.error = "operation_timeout"
        except ClientError:
            exchange.error = "dispatch_failed"
        if exchange.error is None:
            exchange.ack_ms = (time.perf_counter() - began) * 1000
        self._journal.tell_again(exchange)
        return is_final or exchange.error is None

    async def _deliver(self, exchange: Exchange, retry: tuple[int, str]) -> bool:
        kind, told = exchange.kind, exchange.payload
        if self.request_url is None:
            if not self.sockets.has_been_used:
                exchange.error = "dispatch_failed"
            else:
                exchange.ack = await self.sockets.ask(kind, told, retry[0])
            return False
        if self._session is None:
            raise RuntimeError("serve the sandbox first: it cannot reach the app")
        reply = await signed_http.ask(
            self._session,
            self.request_url,
            self.signing_secret,
            kind=kind,
            payload=told,
            retry=retry,
        )
        exchange.http_status, exchange.error = reply.status, reply.error
        if reply.error is None:
            exchange.ack = reply.payload
        return reply.is_final

    async def _announce_ready_files(self) -> None:
        """A file is ready when its time has come; nothing else happens then that would wake one."""
        space = self.workspace
        while True:
            waiting = [
                file
                for file in space.files.values()
                if file.completed_at is not None and not space.is_ready(file)
            ]
            if not waiting:
                await space.change.wait(None, since=space.version)
                continue
            await asyncio.sleep(0.1)
            if any(space.is_ready(file) for file in waiting):
                space.touch()
