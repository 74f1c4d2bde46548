"""The composition root: the only place that knows concrete classes. Opens, wires, closes."""

import asyncio
import gc
import json
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.bulk import AT_ONCE as LISTS_AT_ONCE
from bot.bulk import Bulk, Pace
from bot.core.reference import Reference
from bot.core.text.pattern import OrderPatterns
from bot.doors import Parts, hang_doors
from bot.lookup import Lookup
from bot.parcellab.budget import Budget, Lists, Spare
from bot.parcellab.cached import Cached
from bot.parcellab.client import ParcelLab, open_client
from bot.parcellab.key import Keys
from bot.parcellab.memory import Memory
from bot.parcellab.shared import open_shared
from bot.parcellab.traffic import Traffic
from bot.settings import Settings, secret
from bot.slack.answer import Answers
from bot.slack.blocks import Blocks
from bot.slack.door import BadToken, Identity, bolt
from bot.slack.endpoint import Endpoint, web_app
from bot.slack.error import reason
from bot.slack.people import People
from bot.slack.picture import Pictures
from bot.slack.socket import Sockets
from bot.slack.tasks import Tasks
from bot.slack.views import Views
from bot.store.database import open_database

_DRAIN: Final = 9.5  # seconds; container platforms kill 10 s after SIGTERM
_SLACK_TIMEOUT: Final = 10.0  # seconds of one call; the client's own is ignored with a session
_FIRST_WORD: Final = 2.0  # seconds of waiting for Slack; `/health` has to answer while it is away
_CONNECTIONS: Final = 100
_TRIES: Final = 2  # of a call to parcelLab that may succeed when it is tried again
_AT_ONCE: Final = 0.4  # of a minute's calls may come at once; the others keep their distance
_PICTURES_AT_ONCE: Final = 4  # beside the questions, which they never wait with
_FALLING_BACK: Final = 1.0  # seconds beside a question's time, to say what parcelLab said before
_log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Running:
    """The bot at work: where its HTTP server listens, and whether it can answer now."""

    address: str
    is_ready: Callable[[], bool]


@asynccontextmanager
async def running(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[Running]:
    """Run the bot; leaving takes nothing new, ends what was begun, and closes the rest."""
    async with AsyncExitStack() as stack:
        lookup, bulk = await stack.enter_async_context(open_cases(settings, clock=clock))
        database = await stack.enter_async_context(
            open_database(secret(settings.database_url) or "")
        )
        session = await stack.enter_async_context(slack_session())
        client = slack_client(settings, session)
        identity, tasks, blocks = Identity(client), Tasks(), Blocks(settings.templates)
        pictures = Pictures(client, session, lookup.picture) if settings.pictures else None
        app = bolt(client, identity)
        answering = hang_doors(
            Parts(
                app=app,
                client=client,
                session=session,
                identity=identity,
                people=People(client, identity),
                answers=Answers(lookup, blocks, pictures),
                bulk=bulk,
                views=Views(blocks),
                tasks=tasks,
                database=database,
                clock=utc_now,  # whatever the clock of a demo says
                lease=settings.lease,
                poll=settings.poll,
            )
        )
        stack.push_async_callback(_drain, tasks)
        if pictures:
            stack.push_async_callback(pictures.close)  # before answers are waited for
        await stack.enter_async_context(_known(identity))
        await stack.enter_async_context(answering.at_work())
        sockets = await stack.enter_async_context(_sockets(settings, app))
        closing = asyncio.Event()

        def is_ready() -> bool:
            return not closing.is_set() and identity.is_known and (not sockets or sockets.is_open)

        address = await stack.enter_async_context(_served(settings, app, is_ready))
        stack.callback(closing.set)  # first of all to happen at the end
        yield Running(address, is_ready)


@asynccontextmanager
async def open_lookup(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[Lookup]:
    """Open the use case on its own, as the terminal needs it."""
    async with open_cases(settings, clock=clock) as (lookup, _):
        yield lookup


@asynccontextmanager
async def open_cases(settings: Settings, *, clock: Clock) -> AsyncIterator[tuple[Lookup, Bulk]]:
    """Open single questions and lists, which remember the same."""
    async with _open_both(settings, clock=clock) as (orders, behind, calls):
        patterns = OrderPatterns.of(settings.order_patterns)
        keys = _keys(settings)

        def name_of(reference: Reference) -> str:
            return keys.of("log", reference.kind.value, reference.value)

        timeout = settings.timeout + _FALLING_BACK
        lookup = Lookup(
            orders, patterns, clock, timeout=timeout, most=settings.references, name_of=name_of
        )
        few, pace = settings.references, Pace(calls)
        yield lookup, Bulk(behind, patterns, clock, timeout=timeout, few=few, pace=pace)


@asynccontextmanager
async def open_orders(settings: Settings, *, clock: Clock) -> AsyncIterator[Cached]:
    """Open parcelLab with all that stands before it."""
    async with _open_both(settings, clock=clock) as (orders, _, _):
        yield orders


@asynccontextmanager
async def _open_both(
    settings: Settings, *, clock: Clock
) -> AsyncIterator[tuple[Cached, Cached, int]]:
    """Open it for single questions, and for lists; the third is a list's calls a minute."""
    async with (
        open_shared(secret(settings.redis_url)) as shared,
        open_client(
            settings.parcellab_url,
            token=secret(settings.parcellab_token),
            jwt=secret(settings.parcellab_jwt),
            timeout=settings.timeout,
            connections=settings.concurrency + _PICTURES_AT_ONCE + LISTS_AT_ONCE,
        ) as http,
    ):
        keys = _keys(settings)
        calls = settings.calls_per_minute
        budget = Budget(shared, keys, calls=calls, at_once=int(calls * _AT_ONCE))
        lists = Lists(budget, calls=calls)
        asking = partial(
            ParcelLab, http, accounts=settings.accounts, max_couriers=settings.couriers
        )
        parcellab = asking(
            traffic=Traffic(budget, concurrency=settings.concurrency, tries=_TRIES),
            widget_traffic=Traffic(Spare(budget), concurrency=_PICTURES_AT_ONCE),
        )
        behind = asking(traffic=Traffic(lists, concurrency=LISTS_AT_ONCE, tries=_TRIES))
        memory = Memory(most=settings.cache_orders)
        async with (
            aclosing(Cached(parcellab, memory, shared, keys=keys, clock=clock)) as cached,
            aclosing(cached.beside(behind)) as cached_behind,
        ):
            yield cached, cached_behind, lists.calls


def _keys(settings: Settings) -> Keys:
    return Keys(_credentials(settings), settings.parcellab_url, settings.accounts)


def _credentials(settings: Settings) -> str:
    """What names are hashed with; without credentials for parcelLab, another secret of ours."""
    secrets = (settings.parcellab_token, settings.parcellab_jwt, settings.slack_bot_token)
    return next((value.get_secret_value() for value in secrets if value), "")


@asynccontextmanager
async def slack_session() -> AsyncIterator[aiohttp.ClientSession]:
    timeout = aiohttp.ClientTimeout(total=_SLACK_TIMEOUT, connect=3)
    connector = aiohttp.TCPConnector(limit=_CONNECTIONS)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        yield session


def slack_client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Return a client that repeats only after a 429: the default one posts twice on a drop."""
    return AsyncWebClient(
        token=secret(settings.slack_bot_token),
        base_url=settings.slack_api_url,
        session=session,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)],
    )


@asynccontextmanager
async def _known(identity: Identity) -> AsyncIterator[None]:
    """Learn who the bot is, and go on trying while Slack is away; a bad token raises."""
    learning: asyncio.Task[None] | None = None
    if not await _learnt(identity):
        learning = asyncio.create_task(_keep_learning(identity))
    try:
        yield
    finally:
        if learning:
            learning.cancel()


async def _learnt(identity: Identity) -> bool:
    try:
        async with asyncio.timeout(_FIRST_WORD):
            await identity.learn()
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        _log.warning("Slack cannot be asked who the bot is: %s", reason(error))
    return identity.is_known


async def _keep_learning(identity: Identity) -> None:
    """Slack says nothing when it is back: it has to be asked."""
    try:
        while not await _learnt(identity):  # noqa: ASYNC110
            await asyncio.sleep(5)
    except BadToken as wrong:
        _log.error("%s; the bot will not be ready", wrong)


@asynccontextmanager
async def _sockets(settings: Settings, app: AsyncApp) -> AsyncIterator[Sockets | None]:
    token = secret(settings.slack_app_token)
    if not token:
        yield None
        return
    sockets = Sockets(app, token)
    try:
        await sockets.open()
        yield sockets
    finally:
        await sockets.close()


@asynccontextmanager
async def _served(
    settings: Settings, app: AsyncApp, is_ready: Callable[[], bool]
) -> AsyncIterator[str]:
    signing_secret = secret(settings.slack_signing_secret)
    endpoint = Endpoint(app, signing_secret) if signing_secret else None
    runner = web.AppRunner(web_app(endpoint, is_ready), access_log=None, shutdown_timeout=3)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        host, port = runner.addresses[0][:2]
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}"
    finally:
        await runner.cleanup()


async def _drain(tasks: Tasks) -> None:
    cut_off = await tasks.drain(_DRAIN)
    if cut_off:
        _log.error("%d answers were cut off at the end", cut_off)


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with running(settings) as bot:
        _collect_seldom()
        _log.info("listening at %s", bot.address)
        await stop.wait()
        _log.info("stopping")


def _collect_seldom() -> None:
    """Leave what was loaded out of garbage collection, which then costs a tenth of the CPU less."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


class JsonLines(logging.Formatter):
    """One JSON object a line; what a record carries as `extra` becomes a member."""

    _OWN: Final = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in self._OWN}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def log_to_stderr(level: str) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("httpx", "slack_sdk", "slack_bolt", "aiohttp.access", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
