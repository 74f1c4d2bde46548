"""The bot as a whole: how it begins when Slack is not there yet."""

import pytest

from bot.app import running
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
