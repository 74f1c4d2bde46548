"""The sandbox's Slack: what real clients can talk to, and what people do in it."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from aiohttp import ClientSession, ClientTimeout, web

from bot.sandbox.clock import Clock
from bot.sandbox.own import own_only
from bot.sandbox.slack import modal, reading
from bot.sandbox.slack.exchange import Exchange
from bot.sandbox.slack.interacting import Interacting, Submission
from bot.sandbox.slack.model import Channel, Message
from bot.sandbox.slack.people import TEAM
from bot.sandbox.slack.surface import Place
from bot.sandbox.slack.web_api import MAX_UPLOAD, Call, WebApi
from bot.sandbox.slack.writing import Writing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.sandbox.slack.fault import Faults
    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.reading import Unread

__all__ = ["Call", "Exchange", "Message", "Place", "Slack", "Submission"]


class Slack(Writing, Interacting):
    """One workspace behind Slack's Web API, Socket Mode and response_url.

    Slack's own limits (rates, acknowledgements, triggers, response_urls, files) count real
    seconds; dates go by `clock`.
    Payloads go to `request_url` if there is one, else over Socket Mode.
    The app has the commands, shortcuts, events and scopes of its `manifest`.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        manifest: Json | None = None,
    ) -> None:
        super().__init__(clock or Clock(), manifest)
        self._api = WebApi(self.workspace, self.sockets, self._urls, self._journal)

    # Serving

    def app(self) -> web.Application:
        """Everything an app talks to, to be served once; the Web API is under /api/."""
        app = web.Application(client_max_size=MAX_UPLOAD, middlewares=[own_only])
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
        watch = asyncio.ensure_future(self._announce_ready_files())
        async with ClientSession(timeout=ClientTimeout(total=None)) as self._session:
            yield
            for task in (tasks := [watch, *self._later]):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._session = None

    async def _close_sockets(self, _app: web.Application) -> None:
        await self.sockets.close()

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to open its web sockets anew."""
        await self.sockets.disconnect(reason)

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
        """The last requests of the app, oldest first."""
        return self._journal.of(Call)

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

    def journal_since(self, mark: int) -> tuple[list[Json], int]:
        """What went both ways since this mark (0: all that is kept), and the next mark.

        An entry that has changed is told again, under the same id.
        """
        return self._journal.since(mark)

    # What people see

    def seen_by(
        self, user_id: str, channel_id: str, *, with_tombstones: bool = False
    ) -> list[Message]:
        """What this person sees in this channel, oldest first; see Workspace.seen_by."""
        return self.workspace.seen_by(user_id, channel_id, with_tombstones=with_tombstones)

    def channels_of(self, user_id: str) -> list[Channel]:
        """Where this person is; the direct message with the bot comes last."""
        self.workspace.person(user_id)
        direct = self.workspace.dm(user_id)
        found = [one for one in self.workspace.channels.values() if user_id in one.members]
        return [*(one for one in found if one is not direct), direct]

    def unread(self, user_id: str, channel_id: str) -> Unread:
        """What is new to this person in this channel."""
        return reading.unread(self.workspace, user_id, channel_id)

    def notices(self, user_id: str) -> list[Message]:
        """The newest messages that Slack notifies this person of, oldest first."""
        return reading.notices(self.workspace, user_id, self.channels_of(user_id))

    def modals(self, user_id: str) -> list[Json]:
        """The modals of this person, the topmost last, with the texts under their fields."""
        stack = self.workspace.modals.get(user_id, [])
        return [modal.with_errors(self.workspace, view) for view in stack]

    def home(self, user_id: str) -> Json | None:
        """The Home tab of this person; None if there is none (yet)."""
        view = self.workspace.homes.get(user_id) if self.installed.has_home_tab else None
        return modal.with_errors(self.workspace, view) if view else None

    def commands(self, user_id: str) -> list[Json]:
        """The commands this person can type, as the manifest has them."""
        is_here = self.workspace.person(user_id).team_id == TEAM
        return [one._asdict() for one in self.installed.commands or () if is_here]

    def shortcuts(self, user_id: str) -> list[Json]:
        """The shortcuts this person has, as the manifest has them."""
        is_here = self.workspace.person(user_id).team_id == TEAM
        return [one._asdict() for one in self.installed.shortcuts or () if is_here]

    # Waiting

    @property
    def version(self) -> int:
        """A number that grows with all that a page could show, the journal included."""
        return self.everything.version

    async def stirred(self, timeout: float, *, since: int) -> bool:  # noqa: ASYNC109
        """Wait at most `timeout` s for any change; at once if `version` is no longer `since`."""
        return await self.everything.wait(timeout, since=since)

    async def changed(self, timeout: float, *, since: int | None = None) -> bool:  # noqa: ASYNC109
        """Wait until something that people see changes; see Workspace.changed."""
        return await self.workspace.changed(timeout, since=since)
