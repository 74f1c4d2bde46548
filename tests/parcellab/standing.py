"""What stands before parcelLab, opened as the bot opens it; a Redis of the test's own beside it."""

import shutil
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.core.reference import Kind, Reference
from bot.parcellab.cached import Cached
from bot.sandbox.clock import Clock
from bot.sandbox.parcellab.access import JWT_OF_ALL
from bot.settings import read_settings
from bot.wiring.upstream import open_orders, open_upstream

ACCOUNT = 1612197
PK1004 = Reference(Kind.ORDER_NUMBER, "PK1004")


class Moment:
    """A clock that stands until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def order(number: str) -> Reference:
    return Reference(Kind.ORDER_NUMBER, number)


@asynccontextmanager
async def standing(
    url: str, *, clock: Clock | None = None, **changes: Any
) -> AsyncIterator[Cached]:
    """Open parcelLab at *url* with all that stands before it."""
    settings = read_settings(
        {
            "parcellab_url": url,
            "parcellab_accounts": (ACCOUNT,),
            "parcellab_jwt": JWT_OF_ALL,
            **changes,
        }
    )
    now = (clock or Clock()).now
    async with open_upstream(settings) as way, open_orders(way, settings, clock=now) as orders:
        yield orders.cached


class RedisServer:
    """A redis-server that can die, hang and come back."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ("--port", str(self.port), "--save", "", "--appendonly", "no")
        self._process = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", *options], stdout=subprocess.DEVNULL
        )
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return

    def die(self) -> None:
        self._process.kill()
        self._process.wait()

    def hang(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    if not shutil.which("redis-server"):
        pytest.skip("there is no redis-server")
    server = RedisServer()
    server.start()
    try:
        yield server
    finally:
        server.die()


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@asynccontextmanager
async def reading(server: RedisServer) -> AsyncIterator[Redis]:
    """Look into a Redis past the bot."""
    client = Redis(port=server.port)
    try:
        yield client
    finally:
        await client.aclose()
