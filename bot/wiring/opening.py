"""Opens the use cases that ask parcelLab."""

import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.auditing import Auditing, Bounds
from bot.bulk import Bulk, Pace
from bot.core.audit import Audit
from bot.core.clock import Clock
from bot.core.order import Order
from bot.core.privacy import Agent
from bot.core.reference import Reference
from bot.core.text.pattern import OrderPatterns
from bot.customers import Customers, Proofs, Start
from bot.lookup import Lookup
from bot.parcellab.key import Keys
from bot.settings import Settings
from bot.store.audit import AuditLog
from bot.store.database import Database
from bot.wiring.upstream import Upstream, for_customers, names_of, open_orders, open_upstream


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Questions:
    """Single questions and lists, which remember the same."""

    lookup: Lookup
    bulk: Bulk


def name_of(keys: Keys, reference: Reference) -> str:
    """Name a reference in logs and in the audit log, so that it reveals nothing."""
    return keys.of("log", reference.kind.value, reference.value)


@asynccontextmanager
async def auditing_in(database: Database, settings: Settings) -> AsyncIterator[Auditing]:
    """Open the audit log of a database."""
    auditing = Auditing(
        AuditLog(database),
        name_of=partial(name_of, names_of(settings)),
        clock=utc_now,
        bounds=Bounds(timedelta(days=settings.audit_days), settings.lookups),
    )
    async with auditing.at_work():
        yield auditing


@asynccontextmanager
async def open_lookup(settings: Settings) -> AsyncIterator[Lookup]:
    """Open single questions on their own, as the terminal needs them."""
    async with (
        open_upstream(settings) as upstream,
        open_questions(upstream, settings, clock=utc_now) as questions,
    ):
        yield questions.lookup


@asynccontextmanager
async def open_questions(
    upstream: Upstream,
    settings: Settings,
    *,
    clock: Clock,
    ruled: Callable[[], OrderPatterns] | None = None,
    remember: Callable[[Agent, Order], None] | None = None,
    audit: Audit | None = None,
) -> AsyncIterator[Questions]:
    """Open what agents ask.

    `ruled` are the order patterns that hold now; without it, the environment's.
    """
    async with open_orders(upstream, settings, clock=clock) as orders:
        patterns = OrderPatterns.of(settings.order_patterns, settings.status_pages)
        ruled = ruled or (lambda: patterns)

        lookup = Lookup(
            orders.cached,
            ruled,
            clock,
            most=settings.references,
            name_of=partial(name_of, upstream.names),
            audit=audit,
            remember=remember,
        )
        few, pace = settings.references, Pace(orders.calls)
        bulk = Bulk(orders.behind, ruled, clock, few=few, pace=pace, audit=audit)
        yield Questions(lookup, bulk)


def customers(
    upstream: Upstream,
    settings: Settings,
    proofs: Proofs,
    *,
    clock: Clock,
    ruled: Callable[[], OrderPatterns],
    start: Start,
    audit: Audit | None = None,
) -> Customers:
    """Return what customers ask, all of it dated by *clock*; *start* keeps what goes on."""

    def key_of(reference: Reference) -> str:
        # Whatever parcelLab takes for one number is guessed at as one.
        number = unicodedata.normalize("NFKC", reference.value).casefold()
        number = "".join(filter(str.isalnum, number)) or number
        return upstream.names.of("customer", reference.kind.value, number)

    return Customers(
        for_customers(upstream, settings),
        proofs,
        ruled,
        clock,
        key_of,
        timeout=settings.timeout,
        rule=settings.proof,
        holds=timedelta(hours=settings.proof_hours),
        accounts=max(1, len(settings.accounts)),
        audit=audit,
        start=start,
    )
