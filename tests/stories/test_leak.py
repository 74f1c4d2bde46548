"""What somebody tries at the agents' doors, and what lies about afterwards: it tells no more."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import Connection, inspect, text

from bot.app import Running
from bot.log import JsonLines
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.exchange import Exchange
from bot.sandbox.slack.workspace import (
    AGENT_ONE,
    AGENT_TWO,
    BOT_USER,
    GUEST,
    PARTNER,
    SHARED,
    SUPPORT,
)
from bot.store.database import open_database
from tests.conftest import StartBot, answer_to, until
from tests.store.standing import KINDS, migrated_database
from tests.stories.customer import CODE, ONE_ACCOUNT, Customer
from tests.stories.seen import of_bot, told
from tests.stories.test_attack import forged, nothing_told

Json = dict[str, Any]
WRONG_CODE, EMAIL, WORDS, RELAYED = "54321", "recipient@example.com", "Zaunkönig", "Eisvogel"
PERSONAL = ("Sandbox Recipient", "Sandboxstrasse", "guest.one@", EMAIL, CODE, WRONG_CODE)


async def commanded(
    sandbox: Addresses, typed: str, *, person: str = AGENT_ONE, channel: str = SUPPORT
) -> Exchange:
    exchange = await sandbox.slack.command(person, channel, "/where", typed)
    await answer_to(exchange)
    return exchange


def faults(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.levelno >= logging.ERROR]


# Cards that get to others


@pytest.mark.parametrize(
    "action", ["card:refresh", "card:history", "card:articles", "card:share", "card:answer"]
)
async def test_an_agents_own_card_tells_nothing_to_who_is_no_agent_any_more(
    sandbox: Addresses, bot: Running, action: str
) -> None:
    exchange = await commanded(sandbox, "PK1004", person=AGENT_TWO)
    card, calls = exchange.shown[-1], len(sandbox.parcellab.calls)
    people = sandbox.slack.workspace.people
    people[AGENT_TWO] = replace(people[AGENT_TWO], is_restricted=True)
    sandbox.slack.workspace.channels[SUPPORT].members.add(AGENT_TWO)
    sandbox.parcellab.clock.advance(600)  # what Slack said of them holds for some minutes
    before = len(of_bot(sandbox, AGENT_TWO, SUPPORT))
    end = forged(sandbox, lambda told: told["user"].update(id=GUEST))
    await sandbox.slack.click(AGENT_TWO, SUPPORT, card.ts, action)
    end()
    await commanded(sandbox, "help")
    await sandbox.slack.settled()
    said = [told(one) for one in of_bot(sandbox, AGENT_TWO, SUPPORT)[before:]]
    windows = [json.dumps(one) for one in sandbox.slack.modals(GUEST)]
    assert all(nothing_told(one) for one in (*said, *windows))
    assert len(sandbox.parcellab.calls) == calls
    assert not [one for one in of_bot(sandbox, AGENT_ONE, SUPPORT) if not one.only_for]


async def test_a_card_for_all_gives_each_who_clicks_their_own_answer_alone(
    sandbox: Addresses, bot: Running
) -> None:
    exchange = await commanded(sandbox, "PK1004 public")
    [card] = [one for one in exchange.shown if not one.only_for]
    assert not [private for private in PERSONAL if private in told(card)]
    await sandbox.slack.click(AGENT_TWO, SUPPORT, card.ts, "card:details")
    await until(lambda: len(of_bot(sandbox, AGENT_TWO, SUPPORT)) > 1)
    details = of_bot(sandbox, AGENT_TWO, SUPPORT)[-1]
    assert details.only_for == AGENT_TWO
    assert details.ts not in [one.ts for one in of_bot(sandbox, AGENT_ONE, SUPPORT)]


# Replies to a response_url


async def test_over_a_response_url_nothing_is_for_all_that_was_not_asked_for_so(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.workspace.channels[SHARED].members.add(AGENT_ONE)
    for channel, typed in ((SUPPORT, "PK1004"), (SHARED, "PK1004"), (SHARED, "PK1004 public")):
        exchange = await commanded(sandbox, typed, channel=channel)
        assert {one.only_for for one in exchange.shown} == {AGENT_ONE}
    assert of_bot(sandbox, PARTNER, SHARED) == []


# Numbers that are more than numbers


SMUGGLED = [
    "order:PK1004&account=1",
    "order:PK1004%26account=1",
    "order:../../v4/secret",
    "order:PK1004#x",
    "order:PK1004;lang=xx",
    "customer:K&account=1",
    "ref:../PK1004?account=1",
    "dhl 00340434161094042557&account=1",
    "a&account=1@example.com",
]


async def test_what_an_agent_types_is_one_parameter_of_the_path_that_is_asked(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    async with start_bot(**ONE_ACCOUNT):
        for typed in SMUGGLED:
            await commanded(sandbox, typed)
    assert sandbox.parcellab.calls
    for call in sandbox.parcellab.calls:
        assert call.path == "/v4/track/orders/info/"
        assert call.query.get("account", "1612197") == "1612197"
        assert "secret" not in call.query


# Forms sent in by whoever likes


def submission(sandbox: Addresses, callback_id: str, metadata: str, state: Json) -> Exchange:
    view = {
        "id": "V0FORGED01", "type": "modal", "callback_id": callback_id, "hash": "1.a",
        "private_metadata": metadata, "state": state, "blocks": [], "team_id": "T0",
    }  # fmt: skip
    body = {
        "type": "view_submission",
        "team": {"id": "T0OTHER"},
        "user": {"id": GUEST, "team_id": "T0OTHER"},
        "view": view,
        "trigger_id": "1.2.forged",
        "response_urls": [{"response_url": f"{sandbox.slack_url}forged", "channel_id": SUPPORT}],
    }
    return sandbox.slack._begin("interactive", body, GUEST, "")


FORMS = [
    "where:form", "where:share", "reply:edit", "reply:confirm", "home:agents", "home:patterns",
    "home:listening", "customer_proof", "where:nonsense",
]  # fmt: skip
STATES: Sequence[tuple[str, Json]] = [
    ("", {}),
    ("{", {"values": {}}),
    ("order_number\nPK1004", {"values": {"a": {"b": {"value": "PK1004"}}}}),
    ("v=order_number&n=PK1004&c=C0SUPPORT", {"values": {"search:field": {"x": None}}}),
]


@pytest.mark.parametrize("form", FORMS)
async def test_a_forged_form_of_a_guests_changes_nothing_and_tells_nothing(
    sandbox: Addresses, bot: Running, form: str, caplog: pytest.LogCaptureFixture
) -> None:
    for metadata, state in STATES:
        exchange = submission(sandbox, form, metadata, state)
        await sandbox.slack._tell(exchange)
        assert nothing_told(json.dumps(exchange.ack or {}))
    await sandbox.slack.settled()
    assert not sandbox.parcellab.calls
    assert of_bot(sandbox, AGENT_ONE, SUPPORT) == []
    assert of_bot(sandbox, GUEST, Customer(sandbox).channel) == []
    assert not [one for one in faults(caplog) if "token" not in one.getMessage()]


# Files


async def test_a_hostile_file_of_an_agents_calls_nobody_and_runs_nothing(
    sandbox: Addresses, bot: Running
) -> None:
    sandbox.slack.workspace.processing_seconds = 0
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    content = b"order\r\nPK1004\r\n\"=cmd|' /C calc'!A0\"\r\n<!channel>\r\n{{7*7}}\r\n"
    await sandbox.slack.message(
        AGENT_ONE, channel, "", files=[("<!channel>{{7*7}}=cmd.csv", content)]
    )

    def files() -> list[bytes]:
        found = sandbox.slack.workspace.files.values()
        return [one.content for one in found if one.user == BOT_USER and one.completed_at]

    await until(lambda: bool(files()))
    messages = of_bot(sandbox, AGENT_ONE, channel)
    assert not any(one.mentions for one in messages)
    assert not [one for one in messages if "49" in told(one).replace("1349", "")]
    cells = files()[0].decode("utf-8-sig").replace('"', "").replace(";", ",").split(",")
    assert not [one for one in cells if one.lstrip().startswith(("=", "+", "@"))]


# Going through numbers as an agent


async def test_nobody_copies_all_orders_one_by_one(sandbox: Addresses, start_bot: StartBot) -> None:
    async with start_bot(WHEREBOT_LOOKUPS=3):
        for number in ("PK1003", "PK1004", "PK1005"):
            assert number in told((await commanded(sandbox, number)).shown[-1])
        calls = len(sandbox.parcellab.calls)
        said = told((await commanded(sandbox, "PK1006")).shown[-1])
        assert "as many orders as one person can" in said
        assert nothing_told(said)
        assert len(sandbox.parcellab.calls) == calls
        other = await commanded(sandbox, "PK1003", person=AGENT_TWO)
        assert "PK1003" in told(other.shown[-1])


# What lies about afterwards


@pytest.fixture(params=KINDS)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    async with migrated_database(request.param, tmp_path) as url:
        yield url


async def conversation(sandbox: Addresses) -> None:
    """All that somebody would rather not read of themselves elsewhere is said once."""
    customer = Customer(sandbox)
    await customer.proves("PK1004")
    await customer.proves("PK1005", WRONG_CODE)
    await customer.says(f"PK1005 PLZ {WRONG_CODE} {WORDS}")
    sandbox.parcellab.fault = Fault("garbage")
    await customer.says(f"PK1006 {CODE}")
    sandbox.parcellab.fault = None
    await customer.says(f"I want to talk to someone, {WORDS}, {EMAIL}")
    await until(lambda: bool(of_bot(sandbox, AGENT_ONE, SUPPORT)))
    card = of_bot(sandbox, AGENT_ONE, SUPPORT)[-1]
    await sandbox.slack.click(AGENT_ONE, SUPPORT, card.ts, "case:take")
    dm = sandbox.slack.workspace.dm(AGENT_ONE).id
    await until(lambda: any(one.thread_ts for one in of_bot(sandbox, AGENT_ONE, dm)))
    thread = next(one.thread_ts for one in of_bot(sandbox, AGENT_ONE, dm) if one.thread_ts)
    await sandbox.slack.message(AGENT_ONE, dm, f"{RELAYED}, {EMAIL}", thread)
    await until(lambda: any(RELAYED in told(one) for one in customer.seen()))
    for typed in (EMAIL, "PK1003", f"PK1004 {CODE}", "PK1003 public", "watch PK1003"):
        await commanded(sandbox, typed)
    await sandbox.slack.settled()


async def test_nothing_personal_lies_in_a_database_a_log_or_a_metric(
    sandbox: Addresses, start_bot: StartBot, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    settings = {"DATABASE_URL": url, "WHEREBOT_SUPPORT_CHANNEL": SUPPORT, **ONE_ACCOUNT}
    async with start_bot(**settings) as bot:
        await conversation(sandbox)
        async with open_database(url) as database:
            await until_answered(database.transact)
        async with aiohttp.ClientSession() as http, http.get(f"{bot.address}/metrics") as answer:
            metrics = await answer.text()
    lines = "\n".join(JsonLines().format(record) for record in caplog.records)
    async with open_database(url) as database:
        stored = await database.transact(dump)
    assert "audit_entry" in stored
    assert "not_shown" in stored["audit_entry"], "it was a conversation"
    for canary in (*PERSONAL, WORDS, RELAYED, "PK1005", "PK1006"):
        assert canary not in lines
        assert canary not in metrics
        assert not [table for table, rows in stored.items() if canary in rows], canary
    assert "PK10" not in lines + metrics


async def until_answered(transact: Any) -> None:
    """Wait until nobody waits: what somebody wrote is erased when it is answered."""
    unanswered = text("SELECT count(*) FROM inbox_letter WHERE outcome IS NULL")
    async with asyncio.timeout(60):
        while await transact(lambda connection: connection.scalar(unanswered)):  # noqa: ASYNC110
            await asyncio.sleep(0.2)


def dump(connection: Connection) -> dict[str, str]:
    """All rows of all tables that there are, whoever made them."""
    return {
        table: repr(connection.execute(text(f'SELECT * FROM "{table}"')).all())
        for table in inspect(connection).get_table_names()
    }
