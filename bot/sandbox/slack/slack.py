"""The sandbox's Slack: what real clients can talk to, and what people do in it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from bot.sandbox.slack import payload, signed_http
from bot.sandbox.slack.exchange import Exchange, ResponseUrls, answer
from bot.sandbox.slack.socket_mode import Sockets
from bot.sandbox.slack.web_api import MAX_UPLOAD, Call, Tokens, WebApi
from bot.sandbox.slack.workspace import SLACKBOT, TEAM, Message, Workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.clock import Clock
    from bot.sandbox.slack.exchange import Kind
    from bot.sandbox.slack.fault import Faults
    from bot.sandbox.slack.judge import Json

__all__ = ["Call", "Exchange", "Message", "Slack"]


class Slack:
    """One workspace behind Slack's Web API, Socket Mode and response_url.

    Rate limits and acknowledgements count real seconds, all else goes by `clock`.
    Payloads go to `request_url` if there is one, else over Socket Mode.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        bot_token: str = "xoxb-sandbox",  # noqa: S107 - opens nothing but the sandbox
        app_token: str = "xapp-sandbox",  # noqa: S107
        signing_secret: str = "sandbox-secret",  # noqa: S107
    ) -> None:
        self.workspace = Workspace(clock)
        self.sockets = Sockets()
        self.signing_secret = signing_secret
        self.request_url: str | None = None
        self.subscriptions = {"app_mention", "message.im", "app_home_opened"}
        self.ack_seconds = 3.0
        self.retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
        self.exchanges: list[Exchange] = []
        self._urls = ResponseUrls(self.workspace)
        self._api = WebApi(self.workspace, Tokens(bot_token, app_token), self.sockets, self._urls)
        self._session: ClientSession | None = None
        self._retries: set[asyncio.Task[None]] = set()

    # Serving

    def app(self) -> web.Application:
        """Everything an app talks to, to be served once; the Web API is under /api/."""
        app = web.Application(client_max_size=MAX_UPLOAD)
        app.add_routes([*self._api.routes(), web.get("/link/", self.sockets.serve)])
        app.cleanup_ctx.append(self._running)
        app.on_shutdown.append(self._close_sockets)
        return app

    @contextlib.asynccontextmanager
    async def serve(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
        """Serve on loopback for the length of a `with`; gives SLACK_API_URL (ends in /api/)."""
        runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            site = web.TCPSite(runner, host, port)
            await site.start()
            self.workspace.url = f"http://{host}:{runner.addresses[0][1]}"
            yield self.workspace.url + "/api/"
        finally:
            await runner.cleanup()

    async def _running(self, _app: web.Application) -> AsyncIterator[None]:
        async with ClientSession(timeout=ClientTimeout(total=None)) as self._session:
            yield
            for task in self._retries:
                task.cancel()
            await asyncio.gather(*self._retries, return_exceptions=True)
        self._session = None

    async def _close_sockets(self, _app: web.Application) -> None:
        await self.sockets.close()

    # What can be set and looked at

    @property
    def url(self) -> str:
        """Where it is served, without a slash at the end."""
        return self.workspace.url

    @property
    def fault(self) -> Faults:
        """Faults by method, `response_url` or `upload`."""
        return self._api.faults

    @property
    def journal(self) -> list[Call]:
        """Every request of the app, oldest first."""
        return self._api.journal

    @property
    def scopes(self) -> set[str]:
        """The scopes of the bot token."""
        return self.workspace.scopes

    @property
    def message_interval(self) -> float:
        """Real seconds between two messages in a channel; 0 for no limit."""
        return self.workspace.pace.interval

    @message_interval.setter
    def message_interval(self, seconds: float) -> None:
        self.workspace.pace.interval = seconds

    def calls(self, method: str) -> list[Call]:
        """The requests for one method (or `response_url`, `upload`)."""
        return [call for call in self.journal if call.method == method]

    def seen_by(self, user_id: str, channel_id: str) -> list[Message]:
        """What this person sees in this channel, oldest first."""
        return self.workspace.seen_by(user_id, channel_id)

    async def changed(self, timeout: float, *, since: int | None = None) -> bool:  # noqa: ASYNC109
        """Wait until something that people see changes; see Workspace.changed."""
        return await self.workspace.changed(timeout, since=since)

    async def settled(self) -> None:
        """Wait until no event is waiting to be told again."""
        await asyncio.gather(*self._retries)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to open its web sockets anew."""
        await self.sockets.disconnect(reason)

    # What people do

    async def command(
        self, user_id: str, channel_id: str, command: str, text: str = ""
    ) -> Exchange:
        """A person types a slash command; returns when it is acknowledged, or failed."""
        self._check_member(user_id, channel_id)
        told = payload.command(self.workspace, user_id, channel_id, (command, text))
        exchange = self._begin(
            "slash_commands", told, user_id, channel_id, typed=f"{command} {text}".rstrip()
        )
        if self.workspace.people[user_id].team_id != TEAM:
            # People of other companies have only their own workspace's commands.
            exchange.error = "unknown_command"
        else:
            await self._tell(exchange)
        if exchange.ack:
            findings = answer(self.workspace, exchange, exchange.ack)
            exchange.error = findings[0].code if findings else None
        if exchange.error:
            exchange.shown.append(self._say_failed(exchange, command))
        return exchange

    async def message(
        self, user_id: str, channel_id: str, text: str, thread_ts: str | None = None
    ) -> Message:
        """A person writes a message; returns when the app was told (or was not, see `exchanges`).

        `@wherebot` mentions the bot, by the name of anybody in the workspace.
        """
        self._check_member(user_id, channel_id)
        written = payload.as_delivered(payload.with_mentions(self.workspace, text))
        posted = self.workspace.post(channel_id, user_id, {"text": written}, thread_ts=thread_ts)
        for event in payload.message_events(self.workspace, posted, self.subscriptions):
            await self._tell_event(event, user_id, channel_id)
        return posted

    async def click(
        self, user_id: str, channel_id: str, ts: str, action_id: str, *, choice: str | None = None
    ) -> Exchange:
        """A person uses a button, or chooses the option with the value `choice`.

        Raises LookupError if the person sees no such message, element or option.
        """
        seen = [message for message in self.seen_by(user_id, channel_id) if message.ts == ts]
        if not seen:
            raise LookupError(f"{user_id} sees no message {ts} in {channel_id}")
        blocks = [*seen[0].blocks]
        blocks += [block for extra in seen[0].attachments for block in extra.get("blocks", [])]
        action = payload.action_of(blocks, action_id, choice)
        told = payload.block_actions(self.workspace, user_id, seen[0], action)
        exchange = self._begin("interactive", told, user_id, channel_id, original=seen[0])
        await self._tell(exchange)
        return exchange

    async def open_home(self, user_id: str) -> Exchange:
        """A person opens the app's Home tab."""
        told = payload.home_opened(self.workspace, user_id)
        return await self._tell_event(told, user_id, self.workspace.dm(user_id).id)

    # How the app is told

    def _begin(
        self, kind: Kind, told: Json, user_id: str, channel_id: str, **more: Any
    ) -> Exchange:
        exchange = Exchange(kind, user_id, channel_id, told, self.workspace.now(), **more)
        if kind != "events_api":
            if not self.workspace.url:
                raise RuntimeError("serve the sandbox first: the app could not answer")
            told["response_url"] = self.workspace.url + self._urls.new(exchange)
        self.exchanges.append(exchange)
        return exchange

    async def _tell_event(self, told: Json, user_id: str, channel_id: str) -> Exchange:
        exchange = self._begin("events_api", told, user_id, channel_id)
        if not await self._tell(exchange):
            task = asyncio.ensure_future(self._tell_again(exchange))
            self._retries.add(task)
            task.add_done_callback(self._retries.discard)
        return exchange

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

    def _say_failed(self, exchange: Exchange, command: str) -> Message:
        text = f'{command} failed with the error "{exchange.error}"'
        only_for = {"only_for": exchange.user_id}
        return self.workspace.post(exchange.channel_id, SLACKBOT, {"text": text}, **only_for)

    def _check_member(self, user_id: str, channel_id: str) -> None:
        if user_id not in self.workspace.channels[channel_id].members:
            raise LookupError(f"{user_id} is not in {channel_id}")


_RETRY_REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}
