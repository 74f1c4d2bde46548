"""The world the tests live in: the sandbox's parcelLab and Slack, and the real bot between them."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from shutil import copy, disk_usage
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

import hypothesis
import pytest

from bot.__main__ import main
from bot.app import Running, running
from bot.core.catalogue import LANGUAGES
from bot.core.phrase import say
from bot.core.words.card import LOOKING
from bot.sandbox.parcellab.access import JWT_OF_ALL
from bot.sandbox.parcellab.order import ACCOUNTS
from bot.sandbox.server import Addresses, serve
from bot.sandbox.slack.exchange import Exchange
from bot.sandbox.slack.model import Message
from bot.settings import Settings, read_settings
from bot.slack.views import plain
from tests.store.standing import migrated_file

_LOOKING: Final = tuple(plain(say(LOOKING), lang) for lang in LANGUAGES)

_SHARED: Final = Path("/dev/shm")  # memory that looks like a disk
_MEMORY: Final = _SHARED if _SHARED.is_dir() and disk_usage(_SHARED).free > 2**30 else None

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile(
    "busy",
    hypothesis.settings.default,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("busy")

StartBot: TypeAlias = Callable[..., AbstractAsyncContextManager[Running]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what may take longest: nobody is to be left alone with it at the end.

    It waits more than it works, so that it goes well beside all the others.
    """

    def may_take(item: pytest.Item) -> int:
        own = item.get_closest_marker("timeout")
        return own.args[0] if own else 0

    items.sort(key=lambda item: -may_take(item))


def pytest_collection_finish() -> None:
    """What stays till the end anyway need not be looked through for garbage again and again."""
    gc.freeze()


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder of the test's own: pytest's own keeps all of them, and looks through them for each.

    It is in memory where there is plenty: nobody cuts the power here, so nobody waits for a disk.
    """
    with TemporaryDirectory(dir=_MEMORY, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing from the environment or from a `.env` that lies about."""
    ours = (
        "SLACK_",
        "PARCELLAB_",
        "WHEREBOT_",
        "REDIS_",
        "DATABASE_",
        "ORDER_PATTERNS",
        "HOST",
        "PORT",
    )
    for variable in [name for name in os.environ if name.startswith(ours)]:
        monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)


Verb: TypeAlias = Callable[..., Awaitable[tuple[int, str, str]]]


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Verb:
    """Run a verb to its end: its exit code and what it printed, without the start of a process."""

    async def run(*arguments: str, env: Mapping[str, str]) -> tuple[int, str, str]:
        with monkeypatch.context() as here:
            for name, value in env.items():
                here.setenv(name, value)
            code = await asyncio.to_thread(main, arguments)
        return code, *capsys.readouterr()

    return run


@pytest.fixture
async def sandbox() -> AsyncIterator[Addresses]:
    async with serve() as addresses:
        addresses.slack.message_interval = 0
        yield addresses


def settings_for(sandbox: Addresses, **changes: Any) -> Settings:
    return read_settings(
        {
            "slack_bot_token": "xoxb-sandbox",
            "slack_api_url": sandbox.slack_url,
            "parcellab_url": sandbox.parcellab_url,
            "parcellab_accounts": ACCOUNTS,
            "parcellab_jwt": JWT_OF_ALL,
            "order_patterns": (r"PK\d{4,}", r"PCL-\d{4}", r"ORDER-\d{3}"),
            "port": 0,
            "WHEREBOT_PICTURES": "off",  # a story of its own: tests/stories/test_picture.py
            **changes,
        }
    )


@pytest.fixture(params=["http", "socket"])
def start_bot(request: pytest.FixtureRequest, sandbox: Addresses) -> StartBot:
    """Start the bot at one of its doors; whatever is tested so is true at both."""

    @asynccontextmanager
    async def start(**changes: Any) -> AsyncIterator[Running]:
        door = (
            {"slack_signing_secret": sandbox.slack.signing_secret}
            if request.param == "http"
            else {"slack_app_token": "xapp-sandbox"}
        )
        file = Path("wherebot.sqlite")  # the database, unless a test has one of its own
        if not file.exists():
            copy(await migrated_file(), file)
        settings = settings_for(sandbox, **door, **changes)
        async with running(settings, clock=sandbox.parcellab.clock.now) as bot:
            if request.param == "http":
                sandbox.slack.request_url = f"{bot.address}/slack/events"
            await until(bot.is_ready)
            yield bot

    return start


@pytest.fixture
async def bot(start_bot: StartBot) -> AsyncIterator[Running]:
    async with start_bot() as bot:
        yield bot


async def until(is_so: Callable[[], bool], *, seconds: float = 30) -> None:
    """Wait for something that says nothing when it happens."""
    async with asyncio.timeout(seconds):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def answer_to(exchange: Exchange) -> Message:
    """Wait for what a command is told; where the machine is busy, "Looking …" comes before it."""
    await until(lambda: bool(exchange.shown) and not exchange.shown[-1].text.endswith(_LOOKING))
    return exchange.shown[-1]
