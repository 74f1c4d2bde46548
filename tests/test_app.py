"""The bot as a whole: how it begins when Slack is not there yet."""

import socket
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import update

from bot.app import running, served
from bot.sandbox.parcellab.outage import Fault as ParcelLabFault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import AGENT_ONE
from bot.slack.door import BadToken, Identity
from bot.slack.letter import letter
from bot.store.database import open_database
from bot.store.inbox import Inbox
from bot.store.schema.base import rules
from bot.wiring.identity import known
from tests.conftest import StartBot, settings_for, until
from tests.parcellab.loopback import answering
from tests.store.standing import some_database


async def test_a_token_that_proves_bad_later_is_said_in_the_log(
    sandbox: Addresses, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.slack.fault["auth.test"] = Fault("500", times=1)
    settings = settings_for(sandbox, slack_bot_token="revoked", slack_signing_secret="secret")
    async with running(settings) as bot:
        await until(lambda: "does not accept SLACK_BOT_TOKEN" in caplog.text)
        assert not bot.is_ready()


async def test_with_the_database_of_another_workspace_the_bot_does_not_start(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    """Its people may have the ids of people here, who would find what those have proven."""
    async with start_bot():
        pass
    async with open_database("sqlite:///wherebot.sqlite") as database, database.begin() as opened:
        of_another = update(rules).where(rules.c.name == "workspace").values(value="T0OTHER")
        assert (await opened.execute(of_another)).rowcount == 1
    with pytest.raises(BadToken, match="T0OTHER"):
        async with start_bot():
            raise AssertionError


async def test_hundreds_can_call_while_the_bot_is_busy(sandbox: Addresses) -> None:
    async with served(settings_for(sandbox), web.Application()) as address:
        at = ("127.0.0.1", int(address.rpartition(":")[2]))
        with ExitStack() as stack:  # nobody is taken in meanwhile: no step of the loop is made
            for _ in range(500):
                stack.enter_context(socket.create_connection(at, timeout=0.9))


async def test_more_questions_than_hands_leave_a_replica_ready_and_are_told_of(
    sandbox: Addresses, start_bot: StartBot
) -> None:
    """All share one inbox: what turned one red would turn all of them, at once."""
    long_ago = datetime.now(UTC) - timedelta(minutes=2)
    channel = sandbox.slack.workspace.dm(AGENT_ONE).id
    event = {"type": "message", "channel": channel, "user": AGENT_ONE, "text": "PK1004"}
    sandbox.parcellab.fault = ParcelLabFault("hang")
    async with open_database("sqlite:///wherebot.sqlite") as database:
        inbox = Inbox(database, lease=timedelta(seconds=30))
        for number in range(25):
            body = {"team_id": "T1", "event": event | {"ts": f"{long_ago.timestamp() + number}"}}
            assert await inbox.keep(letter(body, long_ago), long_ago)
    async with (
        start_bot() as bot,
        aiohttp.ClientSession() as session,
        session.get(f"{bot.address}/metrics") as answer,
    ):
        metrics = await answer.text()
        assert "wherebot_letters 25" in metrics
        [late] = [line for line in metrics.splitlines() if line.startswith("wherebot_late_letters")]
        assert float(late.split()[1]) > 60
        assert bot.is_ready()


async def test_who_the_bot_is_is_asked_again_whatever_came_first(tmp_path: Path) -> None:
    """Something between Slack and us may answer in its place, and in its own way."""
    answers = iter([b"[]", b"\xff"])

    async def answer(_: web.Request) -> web.Response:
        body = next(answers, b'{"ok": true, "team_id": "T1", "user_id": "U1", "bot_id": "B1"}')
        return web.Response(body=body, content_type="application/json")

    async with (
        some_database("sqlite", tmp_path) as database,
        answering(answer) as server,
        aiohttp.ClientSession() as session,
    ):
        identity = Identity(AsyncWebClient("xoxb-1", base_url=f"{server.url}/", session=session))
        async with known(identity, database):
            await until(lambda: identity.is_known)
