"""The bot as a whole: opens what it consists of, lets it work, and closes it in reverse."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Final

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot import memory
from bot.auditing import Auditing
from bot.core.clock import Clock
from bot.core.order import Order
from bot.core.privacy import Agent
from bot.core.text.concern import preparations
from bot.customers import Customers
from bot.loop import End, every, one_end
from bot.preparing import preparing
from bot.recollection import Recents, Recollection
from bot.ruling import Ruling
from bot.settings import Settings, secret
from bot.slack.answer import Answers
from bot.slack.blocks import Blocks
from bot.slack.door import Identity, bolt
from bot.slack.endpoint import Endpoint, web_app
from bot.slack.people import People
from bot.slack.picture import Pictures
from bot.slack.scope import OF_APP
from bot.slack.socket import Sockets
from bot.slack.tasks import Tasks
from bot.slack.views import Views
from bot.store.customer import CustomerStore
from bot.store.database import Database, open_database
from bot.store.paste import Pastes
from bot.store.people import People as StoredPeople
from bot.store.rulebook import Rulebook
from bot.store.seal import Seal
from bot.wiring.alerting import Alerts
from bot.wiring.case_door import support_of
from bot.wiring.doors import hang_doors
from bot.wiring.identity import known
from bot.wiring.opening import Questions, auditing_in, customers, open_questions, utc_now
from bot.wiring.parts import Parts
from bot.wiring.upstream import Upstream, open_upstream, own_secret

_DRAIN: Final = 8.5  # seconds for what was begun; then there is time to write down the last of it
_CONNECTIONS: Final = 100
_CALLERS: Final = 1024  # who wait to be taken in; the next one comes again a second later
_TIDIED: Final = 600.0  # seconds until what customers have proven, and is over, is erased
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """The bot at work: where its HTTP server listens, and whether it can answer now."""

    address: str
    is_ready: Callable[[], bool]


@asynccontextmanager
async def running(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[Running]:
    """Run the bot; leaving takes nothing new, ends what was begun, and closes the rest."""
    end = one_end()
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        inside = await enter(_inside(settings, clock))
        session = await enter(slack_session(settings.slack_timeout))
        parts, alerts = _parts(settings, inside, session, clock), inside.alerts
        work = hang_doors(parts)
        stack.push_async_callback(_drain, parts.tasks, end)
        if parts.pictures:
            stack.push_async_callback(parts.pictures.close)  # before answers are waited for
        await enter(known(parts.identity, parts.database))
        await enter(work.answering.at_work())
        await enter(work.cases.at_work(settings.poll))
        proofs = _proofs(settings, inside.kept.database)
        await enter(every(_TIDIED, lambda: proofs.tidy(clock())))
        await enter(alerts.at_work(parts.client, parts.identity, parts.blocks))
        sockets = await enter(_sockets(settings, parts.app))
        is_ready = partial(_is_ready, end, parts.identity, sockets, alerts)
        routes = alerts.routes(work.letters)
        doors = web_app(_endpoint(settings, parts.app), is_ready, routes)
        address = await enter(served(settings, doors))
        stack.callback(end.begin)  # first of all to happen at the end, as is what follows
        stack.callback(alerts.end)
        yield Running(address, is_ready)


@dataclass(frozen=True, slots=True)
class _Inside:
    """What the bot is without Slack."""

    kept: "_Kept"
    upstream: Upstream
    questions: Questions
    alerts: Alerts


@asynccontextmanager
async def _inside(settings: Settings, clock: Clock) -> AsyncIterator[_Inside]:
    async with _kept(settings) as kept, open_upstream(settings, kept.database) as upstream:
        asking = open_questions(
            upstream,
            settings,
            clock=clock,
            ruled=kept.ruling.patterns,
            remember=kept.note,
            audit=kept.auditing,
        )
        alerts = Alerts(settings, kept.database, upstream, clock=utc_now, world=clock)
        async with asking as questions:
            yield _Inside(kept, upstream, questions, alerts)


def _parts(
    settings: Settings, inside: _Inside, session: aiohttp.ClientSession, clock: Clock
) -> Parts:
    kept, lookup = inside.kept, inside.questions.lookup
    client = slack_client(settings, session)
    identity, blocks = Identity(client), Blocks(settings.templates)
    seal, support = Seal(own_secret(settings)), support_of(settings)
    pictures = Pictures(client, session, lookup.picture) if settings.pictures else None
    tasks = Tasks()
    return Parts(
        app=bolt(client, identity),
        client=client,
        session=session,
        identity=identity,
        people=_people(settings, client, identity, kept.ruling),
        lookup=lookup,
        answers=Answers(lookup, blocks, pictures),
        bulk=inside.questions.bulk,
        customers=_customers(settings, inside, clock, tasks),
        support=support,
        told_of_locks=tuple(sorted(settings.admins)) or tuple(filter(None, [support.channel])),
        blocks=blocks,
        pictures=pictures,
        views=Views(blocks),
        tasks=tasks,
        name=partial(inside.upstream.names.of, "told"),
        database=kept.database,
        seal=seal,
        ruling=kept.ruling,
        recollection=kept.recollection,
        clock=utc_now,  # whatever the clock of a demo says
        world=clock,
        lease=settings.lease,
        poll=settings.poll,
        recents=Recents(kept.recollection, Pastes(kept.database, seal), utc_now),
        alerts=inside.alerts,
        scopes=OF_APP[settings.app].needed.keys(),
    )


def _is_ready(end: End, identity: Identity, sockets: Sockets | None, alerts: Alerts) -> bool:
    is_heard = identity.is_known and (not sockets or sockets.is_open)
    return not end.has_begun and is_heard and alerts.is_well


@dataclass(frozen=True, slots=True)
class _Kept:
    """What outlives a restart; `recollection` is None where look-ups are not kept."""

    database: Database
    ruling: Ruling
    recollection: Recollection | None
    auditing: Auditing

    @property
    def note(self) -> Callable[[Agent, Order], None] | None:
        return self.recollection.note if self.recollection else None


@asynccontextmanager
async def _kept(settings: Settings) -> AsyncIterator[_Kept]:
    """Open the database, and keep reading and writing what people set and look up."""
    async with open_database(secret(settings.database_url)) as database:
        people, patterns = StoredPeople(database), settings.order_patterns
        ruling = Ruling(
            Rulebook(database),
            people,
            file_patterns=patterns,
            pages=settings.status_pages,
            clock=utc_now,
        )
        recollection = Recollection(people, clock=utc_now) if settings.recent else None
        async with (
            ruling.at_work(),
            recollection.at_work() if recollection else nullcontext(),
            auditing_in(database, settings) as auditing,
        ):
            yield _Kept(database, ruling, recollection, auditing)


def _customers(settings: Settings, inside: _Inside, clock: Clock, tasks: Tasks) -> Customers | None:
    if not settings.customers:
        return None
    proofs = _proofs(settings, inside.kept.database)
    patterns = inside.kept.ruling.patterns
    return customers(
        inside.upstream,
        settings,
        proofs,
        clock=clock,
        ruled=patterns,
        start=tasks.start,
        audit=inside.kept.auditing,
    )


def _proofs(settings: Settings, database: Database) -> CustomerStore:
    return CustomerStore(database, Seal(own_secret(settings)))


def _people(
    settings: Settings, client: AsyncWebClient, identity: Identity, ruling: Ruling
) -> People:
    return People(
        client,
        identity,
        rule=lambda: ruling.agents,
        chosen_lang=ruling.lang,
        admins=settings.admins,
        fresh=settings.person,
        serves_customers=settings.customers,
    )


@asynccontextmanager
async def slack_session(total: float = 10.0) -> AsyncIterator[aiohttp.ClientSession]:
    """Open connections to Slack; *total* seconds is one call's time, whatever its client says."""
    timeout = aiohttp.ClientTimeout(total=total, connect=min(3, total))
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


def _endpoint(settings: Settings, app: AsyncApp) -> Endpoint | None:
    signing_secret = secret(settings.slack_signing_secret)
    return Endpoint(app, signing_secret) if signing_secret else None


@asynccontextmanager
async def served(settings: Settings, doors: web.Application) -> AsyncIterator[str]:
    """Serve, and give the address."""
    runner = web.AppRunner(doors, access_log=None, shutdown_timeout=3)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port, backlog=_CALLERS)
        await site.start()
        host, port = runner.addresses[0][:2]
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}"
    finally:
        await runner.cleanup()


async def _drain(tasks: Tasks, end: End) -> None:
    cut_off = await tasks.drain(end.left(_DRAIN))
    if cut_off:
        _log.error("%d answers were cut off at the end", cut_off)


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    stop = asked_to_stop()
    async with running(settings) as bot, preparing(preparations() if settings.customers else ()):
        memory.settle()
        _log.info("listening at %s", bot.address)
        await stop.wait()
        _log.info("stopping")


def asked_to_stop() -> asyncio.Event:
    """Return what is set by SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    return stop
