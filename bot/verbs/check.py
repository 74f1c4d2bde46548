"""What is wrong with an installation, in plain words, each with what to do about it."""

from collections.abc import AsyncIterator, Iterable, Iterator, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import aiohttp
from jinja2 import Environment, TemplateSyntaxError
from jinja2.meta import find_referenced_templates
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import slack_client, slack_session
from bot.core.card import Card, by_urgency, for_order
from bot.core.click import way_back
from bot.core.letter import StoreError
from bot.core.order import tolerant_order
from bot.core.page import articles, history
from bot.core.privacy import Agent, Channel, reveal
from bot.core.question import Busy, ParcelLabError, Refused
from bot.core.rule import (
    NOBODY,
    ORDER_PATTERNS,
    UNRULED,
    AgentsRule,
    Rules,
    agents_of,
    patterns_of,
)
from bot.core.table import for_orders, row
from bot.core.watches.watch import State as Told
from bot.parcellab.client import ParcelLab, open_client
from bot.parcellab.shared import open_shared
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.parcel import Scene
from bot.settings import Settings, secret, unknown_names
from bot.slack.blocks import Blocks, template_folder
from bot.slack.error import reason
from bot.slack.membership import Memberships
from bot.slack.scope import OF_APP, WITHOUT, Scopes
from bot.slack.template_check import Fault, faults_in
from bot.store.alerts.receipts import Receipts
from bot.store.database import open_database
from bot.store.inbox import Inbox
from bot.store.rulebook import Rulebook
from bot.verbs.sample_cards import sample_cards
from bot.verbs.samples import samples
from bot.wiring.opening import utc_now

_HINTS: Final = (".j2", ".json", ".jinja")  # in a file's name: it is meant as a template


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; with `advice` it is not good, and that is what to do."""

    what: str
    advice: str = ""


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at settings, templates, parcelLab's and Slack's word on the credentials."""
    for sentence in (*settings.missing_for_slack(), *unknown_names()):
        yield Finding("Settings", sentence)
    if settings.app == "customers" and not settings.customers:
        yield Finding("Settings", "WHEREBOT_CUSTOMERS=off leaves WHEREBOT_APP=customers nobody.")
    # Without a folder there are only our own, which are proven where they are made.
    for fault in check_templates(settings.templates) if settings.templates else ():
        place = f"{fault.file}, line {fault.line}" if fault.line else fault.file
        yield Finding(f"Template {place}", fault.message)
    async for finding in _parcellab(settings):
        yield finding
    if settings.redis_url:
        async with open_shared(secret(settings.redis_url)) as shared:
            without = f"no answer ({shared.fault}); the bot goes on without it"
            yield Finding("Redis", "" if shared.is_up else f"{without}: is REDIS_URL right?")
    yield await _database(settings)
    async for finding in _parked(settings):
        yield finding
    rules = await _rules(settings)
    for finding in _ruled(rules):
        yield finding
    if settings.slack_bot_token:
        async for finding in _slack(settings, agents_of(rules)):
            yield finding


async def _parcellab(settings: Settings) -> AsyncIterator[Finding]:
    where = f"parcelLab at {settings.parcellab_url}"
    if not settings.parcellab_token and not settings.parcellab_jwt:
        yield Finding(where, "no PARCELLAB_TOKEN or PARCELLAB_JWT: parcelLab shows strangers less.")
        return
    if not settings.accounts:
        yield Finding(where, "set PARCELLAB_ACCOUNTS: order numbers need an account.")
    async with open_client(
        settings.parcellab_url,
        token=secret(settings.parcellab_token),
        jwt=secret(settings.parcellab_jwt),
        timeout=settings.timeout,
    ) as http:
        try:
            await ParcelLab(http, accounts=settings.accounts).check_credentials()
        except ParcelLabError as error:
            yield Finding(where, _advice(error))
        else:
            yield Finding(f"{where} accepts the credentials")


def _advice(error: ParcelLabError) -> str:
    match error:
        case Refused(status=401):
            return "it does not accept the credentials: compare PARCELLAB_TOKEN or PARCELLAB_JWT."
        case Refused(status=status):
            return f"it refuses (HTTP {status}): may these credentials see PARCELLAB_ACCOUNTS?"
        case Busy():
            return "it is busy; try again in a minute."
        case _:
            return f"no usable answer ({error}): is PARCELLAB_URL right, and the way there open?"


async def _database(settings: Settings) -> Finding:
    lease = timedelta(seconds=settings.lease)
    try:
        async with open_database(secret(settings.database_url)) as database:
            waiting = await Inbox(database, lease=lease).waiting()
    except StoreError as error:
        return Finding("Database", f"{error}.")
    if waiting.oldest and waiting.is_too_long(utc_now()):
        since = f"{waiting.oldest:%Y-%m-%d %H:%M} UTC"
        advice = f"{waiting.count} wait for an answer since {since}: does `wherebot run` run?"
        return Finding("Messages to the bot", advice)
    return Finding("The database is ready")


async def _parked(settings: Settings) -> AsyncIterator[Finding]:
    """Name the alerts of yesterday and today that Slack does not take; see `_database` for it."""
    today = utc_now().date()
    with suppress(StoreError):
        async with open_database(secret(settings.database_url)) as database:
            for day in (today - timedelta(days=1), today):
                for one in await Receipts(database).of(day):
                    if one.state is Told.PARKED:
                        what = f"Alerts of {day} that are not posted: {one.count}"
                        yield Finding(what, f"Slack says {one.reason}: is the bot in the channel?")


async def _rules(settings: Settings) -> Rules:
    """Return what is ruled in Slack; nothing if the database does not work, which is said."""
    try:
        async with open_database(secret(settings.database_url)) as database:
            return await Rulebook(database).rules()
    except StoreError:
        return {}


def _ruled(rules: Rules) -> Iterator[Finding]:
    """Say which rule is in force, and what the settings say in vain."""
    agents = agents_of(rules)
    if agents == NOBODY:
        yield Finding("Agents", "another version's rule names none: rule anew in the bot's Home.")
    elif agents.is_for_all:
        yield Finding("Agents are all full members")
    else:
        ids = ", ".join(agents.ids)
        yield Finding(f"Agents are the full members in the {agents.by.value} {ids}")
    ruled = rules.get(ORDER_PATTERNS, UNRULED)
    if patterns := patterns_of(rules):
        since = f", since {ruled.at:%Y-%m-%d}" if ruled.at else ""
        yield Finding(f"Order numbers are as set in Slack{since}: {' '.join(patterns)}")


async def _members(client: AsyncWebClient, rule: AgentsRule) -> AsyncIterator[Finding]:
    for one in rule.ids:
        members = await Memberships(client).members(rule.by, one)
        if members.scope:
            advice = f"add {members.scope} on the app's page and install it again."
            yield Finding(f"Slack does not say who is in {one}", advice)
        elif not members.is_known:
            advice = f"it says {members.fault}: nobody in it is taken for an agent."
            yield Finding(f"Slack does not say who is in {one}", advice)


async def _support(client: AsyncWebClient, settings: Settings) -> Finding:
    """Say whether somebody learns of customers who want to talk to someone."""
    channel = settings.support_channel
    if not channel:
        return Finding("Customers who want to talk to someone are told whom to write to instead")
    found = await client.conversations_info(channel=channel)
    told = found.get("channel") or {}
    if told.get("is_ext_shared") or told.get("is_pending_ext_shared"):
        return Finding("WHEREBOT_SUPPORT_CHANNEL", "another organisation reads it: take another.")
    if not told.get("is_member"):
        return Finding("WHEREBOT_SUPPORT_CHANNEL", "the bot is not in it: invite the bot.")
    return Finding(f"#{told.get('name')} learns of customers who want to talk to someone")


async def _support_said(client: AsyncWebClient, settings: Settings) -> Finding:
    try:
        return await _support(client, settings)
    except SlackApiError as error:
        why = f"Slack says {reason(error)}: give the channel's id, and invite the bot."
        return Finding("WHEREBOT_SUPPORT_CHANNEL", why)


def _scopes(asked: Scopes, granted: Set[str]) -> Iterator[Finding]:
    """Compare what Slack grants with what this app's manifest asks for."""
    for scope in sorted(asked.needed.keys() - granted):
        why = WITHOUT.get(scope, asked.needed[scope])
        advice = f"add {scope} ({why}) on the app's page and install it again."
        yield Finding(f"Slack scope {scope} is missing", advice)
    for scope in sorted(asked.optional.keys() - granted):
        yield Finding(f"Without the optional scope {scope}: {asked.without[scope]}")
    for scope in sorted(granted - asked.all.keys()):
        yield Finding(f"Slack grants {scope}, which this app has no use for")


async def _slack(settings: Settings, rule: AgentsRule) -> AsyncIterator[Finding]:
    async with slack_session() as session:
        client = slack_client(settings, session)
        try:
            answer = await client.auth_test()
            yield Finding(f"Slack knows the bot in {answer.get('team')}")
            granted = {
                name
                for scope in answer.headers.get("x-oauth-scopes", "").split(",")
                if (name := scope.strip())
            }
            for finding in _scopes(OF_APP[settings.app], granted):
                yield finding
            async for finding in _members(client, rule):
                yield finding
            yield await _support_said(client, settings)
            if settings.slack_app_token:
                await client.apps_connections_open(app_token=secret(settings.slack_app_token))
                yield Finding("Slack opens Socket Mode connections")
        except SlackApiError as error:
            yield Finding(
                "Slack", f"it says {reason(error)}: compare the tokens with the app's page."
            )
        except (aiohttp.ClientError, TimeoutError) as error:
            yield Finding(f"Slack at {settings.slack_api_url}", f"no answer ({error!r}).")


def check_templates(folder: Path | None) -> list[Fault]:
    """Draw every sandbox order, for agents and for channels, what else is said, and all windows.

    A file that no card is drawn with and no template includes would be passed over in silence.
    """
    unknown = _unknown(folder) if folder else ()
    return [*unknown, *faults_in(folder, [*_order_cards(), *sample_cards()], samples())]


def _unknown(folder: Path) -> Iterable[Fault]:
    known = sorted(file.name for file in template_folder().iterdir())
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*"))}
    environment = Blocks(folder).environment
    included = {name for file in files.values() for name in _included(file, environment)}
    for name, file in files.items():
        if name in known or name in included or name.startswith(".") or "/." in name:
            continue
        near = get_close_matches(file.name.lower(), known, n=1)
        if file.is_file() and (near or any(hint in file.name for hint in _HINTS)):
            meant = f"; do you mean {near[0]}?" if near else ": it is never used."
            yield Fault(name, 0, "file.unknown", f"no template is called that{meant}")


def _included(file: Path, environment: Environment) -> Iterable[str]:
    """Return the names of templates that a file includes; one that cannot be read has none."""
    try:
        source = environment.parse(file.read_text(encoding="utf-8"))
    except (TemplateSyntaxError, OSError, ValueError):
        return ()
    return filter(None, find_referenced_templates(source))


def _order_cards() -> Iterable[Card]:
    now = datetime.now(UTC)
    orders = [tolerant_order(order.info(Scene(now))) for order in ORDERS]
    for to in (Agent("T0", "U0"), Channel("C0")):
        visible = [reveal(order, to) for order in orders]
        yield from (for_order(order, now=now) for order in visible)
        rows = [row(order, asked="", now=now) for order in visible]
        yield for_orders(rows[:25], left_out=len(rows) - 25, now=now)
    for order in orders:
        click = way_back(order)
        if click:
            parcels, name = by_urgency(order, now), order.order_number or ""
            yield history(parcels, click, as_of=now, name=name)
            yield articles(parcels, click, as_of=now, name=name)
