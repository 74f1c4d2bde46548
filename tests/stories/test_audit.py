"""Every look-up is in the audit log: who, what, through which door, as whom, with which outcome."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.core.audit import Entry
from bot.core.audit_question import AuditQuestion
from bot.core.reference import Kind, Reference
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE, BOT_USER, DELAYS, GUEST, SUPPORT
from bot.store.audit import AuditLog
from bot.store.database import open_database
from bot.wiring.opening import name_of
from bot.wiring.upstream import keys_of
from tests.conftest import StartBot, answer_to, settings_for, until
from tests.stories.customer import ONE_ACCOUNT, Customer
from tests.stories.test_link import PAGE
from tests.stories.test_listening import HEARD, listen
from tests.stories.test_reply_kit import opened as reply_kit
from tests.stories.windows import Windows

Told: TypeAlias = tuple[str, str, str, str]  # person, door, audience, outcome

NUMBERS = ["PK1003", "PK1004", "PK1025", "PK9999", *(f"PK{n}" for n in range(1031, 1060))]


async def commanded(sandbox: Addresses, text: str) -> None:
    exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", text)
    await answer_to(exchange)


async def mentioned(sandbox: Addresses) -> None:
    before = len(seen(sandbox, SUPPORT))
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "@wherebot where is PK1004?")
    await until(lambda: len(seen(sandbox, SUPPORT)) > before)


async def written(sandbox: Addresses, text: str = "PK1004") -> None:
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    before = len(seen(sandbox, channel))
    await sandbox.slack.message(AGENT_ONE, channel, text)
    await until(lambda: len(seen(sandbox, channel)) > before)


def seen(sandbox: Addresses, channel: str) -> list[str]:
    messages = sandbox.slack.seen_by(AGENT_ONE, channel)
    return [one.ts for one in messages if one.user == BOT_USER]


async def clicked(sandbox: Addresses) -> None:
    await written(sandbox)
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    await sandbox.slack.click(AGENT_ONE, channel, seen(sandbox, channel)[-1], "card:refresh")


async def used_a_shortcut(sandbox: Addresses) -> None:
    message = await sandbox.slack.message(AGENT_ONE, SUPPORT, "where is PK1003")
    windows = Windows(sandbox)
    await windows.about(message)
    await until(lambda: "PK1003" in windows.told())


async def answered_a_customer(sandbox: Addresses) -> None:
    await reply_kit(sandbox)


async def heard(sandbox: Addresses) -> None:
    await listen(sandbox, "on")
    before = len(seen(sandbox, SUPPORT))
    await sandbox.slack.message(AGENT_ONE, SUPPORT, "a customer misses PK1025")
    await until(lambda: len(seen(sandbox, SUPPORT)) > before)


async def linked(sandbox: Addresses) -> None:
    message = await sandbox.slack.message(AGENT_ONE, DELAYS, PAGE)
    await until(lambda: bool(message.attachments))


async def proved(sandbox: Addresses) -> None:
    sandbox.slack.scopes.discard("users:read.email")
    customer = Customer(sandbox)
    await customer.proves("PK9999", "99999")
    await customer.proves("PK1004")


DOORS: dict[str, tuple[Callable[[Addresses], Awaitable[None]], set[Told]]] = {
    "a command": (lambda s: commanded(s, "PK1004"), {(AGENT_ONE, "command", "agent", "found")}),
    "an unknown order": (
        lambda s: commanded(s, "PK9999"),
        {(AGENT_ONE, "command", "agent", "not_found")},
    ),
    "for all": (
        lambda s: commanded(s, "PK1004 public"),
        {(AGENT_ONE, "command", "channel", "found")},
    ),
    "several": (
        lambda s: commanded(s, "PK1003 PK1004"),
        {(AGENT_ONE, "command", "agent", "several")},
    ),
    "a mention": (mentioned, {(AGENT_ONE, "mention", "channel", "found")}),
    "a direct message": (written, {(AGENT_ONE, "dm", "agent", "found")}),
    "a button": (
        clicked,
        {(AGENT_ONE, "dm", "agent", "found"), (AGENT_ONE, "button", "agent", "found")},
    ),
    "a list": (
        lambda s: written(s, " ".join(NUMBERS)),
        {(AGENT_ONE, "list", "agent", "found"), (AGENT_ONE, "list", "agent", "not_found")},
    ),
    "a shortcut": (used_a_shortcut, {(AGENT_ONE, "shortcut", "agent", "found")}),
    "the reply kit": (
        answered_a_customer,
        {(AGENT_ONE, "command", "agent", "found"), (AGENT_ONE, "reply", "agent", "found")},
    ),
    "listening": (heard, {(AGENT_ONE, "listening", "channel", "found")}),
    "a link": (linked, {(AGENT_ONE, "link", "channel", "found")}),
    "a customer": (
        proved,
        {
            (GUEST, "dm", "customer", "proof_wanted"),
            (GUEST, "customer", "customer", "not_shown"),
            (GUEST, "customer", "customer", "found"),
        },
    ),
}


@pytest.mark.parametrize("door", DOORS)
async def test_a_look_up_is_noted_at_every_door(
    sandbox: Addresses, start_bot: StartBot, tmp_path: Path, door: str
) -> None:
    sandbox.slack.subscriptions |= {*HEARD, "link_shared"}
    sandbox.slack.workspace.unfurl_domains = ("status.shop.example",)
    go, expected = DOORS[door]
    url = f"sqlite:///{tmp_path}/a.sqlite"
    pages = {"WHEREBOT_STATUS_PAGES": "status.shop.example"}
    async with start_bot(DATABASE_URL=url, WHEREBOT_CALLS_PER_MINUTE=1000, **pages, **ONE_ACCOUNT):
        await go(sandbox)
        async with open_database(url) as database:
            log = AuditLog(database)
            for _ in range(300):
                entries = await noted(log)
                if {*map(told, entries)} == expected:
                    break
                await asyncio.sleep(0.1)
    assert {*map(told, entries)} == expected
    keys = keys_of(settings_for(sandbox, **ONE_ACCOUNT))
    meant = [Reference(Kind.ORDER_NUMBER, value) for value in NUMBERS]
    assert {one.reference for one in entries} <= {name_of(keys, one) for one in meant}


async def noted(log: AuditLog) -> list[Entry]:
    return [one async for one in log.found(AuditQuestion())]


def told(one: Entry) -> Told:
    assert one.team_id
    return one.user_id, one.door, one.audience, one.outcome
