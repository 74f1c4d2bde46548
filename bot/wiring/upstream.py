"""parcelLab with all that stands before it, for who asks at once and for who can wait."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Final

from bot.bulk import AT_ONCE as LISTS_AT_ONCE
from bot.core.clock import Clock
from bot.parcellab.breaker import Breaker
from bot.parcellab.budget import Budget, Lists, Spare
from bot.parcellab.cached import Cached
from bot.parcellab.client import Http, ParcelLab, open_client
from bot.parcellab.key import Keys
from bot.parcellab.memory import Memory
from bot.parcellab.shared import Shared, open_shared
from bot.parcellab.traffic import Traffic
from bot.settings import Settings, secret
from bot.store.database import Database
from bot.store.ledger import Ledger

_TRIES: Final = 2  # of a call to parcelLab that may succeed when it is tried again
_AT_ONCE: Final = 0.4  # of a minute's calls may come at once; the others keep their distance
_PICTURES_AT_ONCE: Final = 4  # beside the questions, which they never wait with
FOR_ALERTS: Final = 0.7  # of a minute's calls; the others are left to people
_FOR_HINTS: Final = 0.8
FOR_CUSTOMERS: Final = 0.8  # of a minute's calls; the others are left to agents
_NEVER: Final = 1_000_000_000  # failures: alerts and customers mind an outage themselves


@dataclass(frozen=True, slots=True)
class Upstream:
    """The way to parcelLab, and the one budget for all who take it.

    `anonymous` is the way without credentials: parcelLab then decides by what is asked how much it
    shows. `keys` name what may be forgotten with the credentials, `names` what is written down.
    """

    http: Http
    anonymous: Http
    shared: Shared
    keys: Keys
    names: Keys
    budget: Budget


@dataclass(frozen=True, slots=True)
class Orders:
    """What answers agents: what parcelLab said lately is not asked again.

    `behind` is for lists, which wait for single questions, with `calls` a minute.
    """

    cached: Cached
    behind: Cached
    calls: int


@asynccontextmanager
async def open_upstream(
    settings: Settings, database: Database | None = None
) -> AsyncIterator[Upstream]:
    """Open the way; calls are counted in Redis, else in a *database* that several may share."""
    connections = 2 * settings.concurrency + _PICTURES_AT_ONCE + LISTS_AT_ONCE
    async with (
        open_shared(secret(settings.redis_url)) as shared,
        open_client(
            settings.parcellab_url,
            token=secret(settings.parcellab_token),
            jwt=secret(settings.parcellab_jwt),
            timeout=settings.timeout,
            connections=connections,
        ) as http,
        open_client(
            settings.parcellab_url, timeout=settings.timeout, connections=settings.concurrency
        ) as anonymous,
    ):
        keys, calls = keys_of(settings), settings.calls_per_minute
        is_shared = database is not None and not database.is_file and not settings.redis_url
        ledger = Ledger(database) if database and is_shared else None
        budget = Budget(shared, keys, calls=calls, at_once=int(calls * _AT_ONCE), ledger=ledger)
        yield Upstream(http, anonymous, shared, keys, names_of(settings), budget)


@asynccontextmanager
async def open_orders(
    upstream: Upstream, settings: Settings, *, clock: Clock
) -> AsyncIterator[Orders]:
    lists = Lists(upstream.budget, calls=settings.calls_per_minute)
    parcellab = ParcelLab(
        upstream.http,
        accounts=settings.accounts,
        max_couriers=settings.couriers,
        traffic=Traffic(upstream.budget, concurrency=settings.concurrency, tries=_TRIES),
        widget_traffic=Traffic(Spare(upstream.budget), concurrency=_PICTURES_AT_ONCE),
    )
    behind = ParcelLab(
        upstream.http,
        accounts=settings.accounts,
        max_couriers=settings.couriers,
        traffic=Traffic(lists, concurrency=LISTS_AT_ONCE, tries=_TRIES),
    )
    memory, keys = Memory(most=settings.cache_orders), upstream.keys
    async with (
        aclosing(Cached(parcellab, memory, upstream.shared, keys=keys, clock=clock)) as cached,
        aclosing(cached.beside(behind)) as cached_behind,
    ):
        yield Orders(cached, cached_behind, lists.calls)


def for_customers(upstream: Upstream, settings: Settings) -> ParcelLab:
    """Return what customers ask: without the account's credentials, and nothing remembered.

    What they ask can keep no agent from asking: some calls are left to those, and a parcelLab that
    is too busy for strangers is not yet for the account. And it tells nobody of another's order: a
    breaker that a few failing orders open for all would tell that there are such orders.
    """
    traffic = Traffic(
        Spare(upstream.budget, share=FOR_CUSTOMERS),
        Breaker(most=_NEVER),
        concurrency=settings.concurrency,
        tries=_TRIES,
    )
    return ParcelLab(
        upstream.anonymous,
        accounts=settings.accounts,
        max_couriers=settings.couriers,
        traffic=traffic,
    )


def for_alerts(upstream: Upstream, settings: Settings) -> ParcelLab:
    """Return what alerts ask, anew each time, with the calls that people leave.

    However much is due, its calls are spread over the minute: what comes up next waits no minute.
    """
    return _for_alerts(Spare(upstream.budget, share=FOR_ALERTS, evenly=True), upstream, settings)


def for_hints(upstream: Upstream, settings: Settings) -> ParcelLab:
    """Return what alerts ask when something has just happened: some calls are left for that."""
    return _for_alerts(Spare(upstream.budget, share=_FOR_HINTS), upstream, settings)


def _for_alerts(budget: Spare, upstream: Upstream, settings: Settings) -> ParcelLab:
    traffic = Traffic(budget, Breaker(most=_NEVER), concurrency=settings.concurrency)
    return ParcelLab(
        upstream.http,
        accounts=settings.accounts,
        max_couriers=settings.couriers,
        traffic=traffic,
    )


def keys_of(settings: Settings) -> Keys:
    """Return what names answers so that they reveal nothing, to the same credentials alone."""
    return Keys(credentials(settings), settings.parcellab_url, settings.accounts)


def names_of(settings: Settings) -> Keys:
    """Return what names orders in the database and the log.

    With a secret of their own, locks and the audit log go on when the credentials change.
    """
    own = secret(settings.secret)
    return Keys(own) if own else keys_of(settings)


def own_secret(settings: Settings) -> str:
    """Return what texts in the database are sealed with."""
    return secret(settings.secret) or credentials(settings)


def credentials(settings: Settings) -> str:
    """What names are hashed with; without credentials for parcelLab, another secret of ours."""
    secrets = (settings.parcellab_token, settings.parcellab_jwt, settings.slack_bot_token)
    return next((value.get_secret_value() for value in secrets if value), "")
