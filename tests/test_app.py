"""The bot as a whole: how it begins when Slack is not there yet."""

import socket
from contextlib import ExitStack

import pytest
from aiohttp import web

from bot.app import running, served
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from tests.conftest import settings_for, until


async def test_a_token_that_proves_bad_later_is_said_in_the_log(
    sandbox: Addresses, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.slack.fault["auth.test"] = Fault("500", times=1)
    settings = settings_for(sandbox, slack_bot_token="revoked", slack_signing_secret="secret")
    async with running(settings) as bot:
        await until(lambda: "does not accept SLACK_BOT_TOKEN" in caplog.text)
        assert not bot.is_ready()


async def test_hundreds_can_call_while_the_bot_is_busy(sandbox: Addresses) -> None:
    async with served(settings_for(sandbox), web.Application()) as address:
        at = ("127.0.0.1", int(address.rpartition(":")[2]))
        with ExitStack() as stack:  # nobody is taken in meanwhile: no step of the loop is made
            for _ in range(500):
                stack.enter_context(socket.create_connection(at, timeout=0.9))
