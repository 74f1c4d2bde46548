"""Serves both worlds on loopback: the sandbox's parcelLab and the sandbox's Slack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.sandbox.parcellab.api import ParcelLab
from bot.sandbox.slack.slack import Slack

_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The two worlds and where they are; `slack_url` is what SLACK_API_URL wants."""

    parcellab: ParcelLab
    slack: Slack
    parcellab_url: str
    slack_url: str


@asynccontextmanager
async def serve(*, port: int = 0) -> AsyncIterator[Addresses]:
    """Serve parcelLab on *port* (0: any free one) and Slack on another, with one clock."""
    parcellab = ParcelLab()
    slack = Slack(parcellab.clock)
    async with serve_parcellab(parcellab, port=port) as parcellab_url, slack.serve() as slack_url:
        yield Addresses(parcellab, slack, parcellab_url, slack_url)


@asynccontextmanager
async def serve_parcellab(parcellab: ParcelLab, *, port: int = 0) -> AsyncIterator[str]:
    """Serve a parcelLab for the length of a `with`; gives its address."""
    runner = web.AppRunner(parcellab.app(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, _HOST, port).start()
        yield f"http://{_HOST}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
