"""Opens what asks parcelLab: single questions and lists, with all that stands before it."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Final

from bot.bulk import AT_ONCE as LISTS_AT_ONCE
from bot.bulk import Bulk, Pace
from bot.core.order import Order
from bot.core.privacy import Agent
from bot.core.reference import Reference
from bot.core.text.pattern import OrderPatterns
from bot.lookup import Lookup
from bot.parcellab.budget import Budget, Lists, Spare
from bot.parcellab.cached import Cached
from bot.parcellab.client import ParcelLab, open_client
from bot.parcellab.key import Keys
from bot.parcellab.memory import Memory
from bot.parcellab.shared import open_shared
from bot.parcellab.traffic import Traffic
from bot.settings import Settings, secret

_TRIES: Final = 2  # of a call to parcelLab that may succeed when it is tried again
_AT_ONCE: Final = 0.4  # of a minute's calls may come at once; the others keep their distance
_PICTURES_AT_ONCE: Final = 4  # beside the questions, which they never wait with
_FALLING_BACK: Final = 1.0  # seconds beside a question's time, to say what parcelLab said before

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def open_lookup(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[Lookup]:
    """Open single questions on their own, as the terminal needs them."""
    async with open_cases(settings, clock=clock) as (lookup, _):
        yield lookup


@asynccontextmanager
async def open_cases(
    settings: Settings,
    *,
    clock: Clock,
    ruled: Callable[[], OrderPatterns] | None = None,
    remember: Callable[[Agent, Order], None] | None = None,
) -> AsyncIterator[tuple[Lookup, Bulk]]:
    """Open single questions and lists, which remember the same.

    `ruled` are the order patterns that hold now; without it, the environment's.
    """
    async with _open_both(settings, clock=clock) as (orders, behind, calls):
        patterns, keys = (
            OrderPatterns.of(settings.order_patterns, settings.status_pages),
            keys_of(settings),
        )
        ruled = ruled or (lambda: patterns)

        def name_of(reference: Reference) -> str:
            return keys.of("log", reference.kind.value, reference.value)

        timeout = settings.timeout + _FALLING_BACK
        lookup = Lookup(
            orders,
            ruled,
            clock,
            timeout=timeout,
            most=settings.references,
            name_of=name_of,
            remember=remember,
        )
        few, pace = settings.references, Pace(calls)
        yield lookup, Bulk(behind, ruled, clock, timeout=timeout, few=few, pace=pace)


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
        keys = keys_of(settings)
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


def keys_of(settings: Settings) -> Keys:
    """Return what names things so that they reveal nothing."""
    return Keys(_credentials(settings), settings.parcellab_url, settings.accounts)


def _credentials(settings: Settings) -> str:
    """What names are hashed with; without credentials for parcelLab, another secret of ours."""
    secrets = (settings.parcellab_token, settings.parcellab_jwt, settings.slack_bot_token)
    return next((value.get_secret_value() for value in secrets if value), "")
