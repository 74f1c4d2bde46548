"""Serves both worlds on loopback: the sandbox's Slack with its page, and its parcelLab."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox.parcellab.api import ParcelLab
from bot.sandbox.playground.face import Face
from bot.sandbox.slack.slack import Slack

_HOST = "127.0.0.1"
_SHUTDOWN = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Addresses:
    """The two worlds and where they are; `slack_url` is what SLACK_API_URL wants."""

    parcellab: ParcelLab
    slack: Slack
    parcellab_url: str
    slack_url: str
    page_url: str


@asynccontextmanager
async def serve(
    *, port: int = 0, manifest: dict[str, Any] | None = None
) -> AsyncIterator[Addresses]:
    """Serve Slack and the page on *port* (0: any free one), parcelLab on another, with one clock.

    The app is installed from *manifest* (docs.slack.dev/reference/app-manifest).
    """
    parcellab = ParcelLab()
    slack = Slack(parcellab.clock, manifest=manifest)
    async with (
        serve_parcellab(parcellab) as parcellab_url,
        serve_slack(slack, Face(slack, parcellab), port=port) as url,
    ):
        yield Addresses(parcellab, slack, parcellab_url, f"{url}/api/", f"{url}/")


@asynccontextmanager
async def serve_parcellab(parcellab: ParcelLab) -> AsyncIterator[str]:
    """Serve a parcelLab for the length of a `with`; gives its address."""
    async with _serve(parcellab.app(), 0) as url:
        yield url


@asynccontextmanager
async def serve_slack(slack: Slack, face: Face, *, port: int) -> AsyncIterator[str]:
    """Serve a Slack and its page for the length of a `with`; gives their address."""
    app = slack.app()
    app.add_routes(face.routes())
    app.on_shutdown.append(face.close)
    async with _serve(app, port) as url:
        slack.workspace.url = url
        yield url


@asynccontextmanager
async def _serve(app: web.Application, port: int) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN)
    await runner.setup()
    try:
        await web.TCPSite(runner, _HOST, port).start()
        yield f"http://{_HOST}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
