"""Who asks: what Slack says of them, and what the bot makes of it."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE
from bot.slack.door import Identity
from bot.slack.people import People


async def test_nobody_is_taken_for_unknown_any_longer_than_the_bot_does_not_know_its_team(
    sandbox: Addresses,
) -> None:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-sandbox", base_url=sandbox.slack_url, session=session)
        identity = Identity(client)
        people = People(client, identity)
        assert (await people.person(AGENT_ONE)).is_member is None
        await identity.learn()
        assert (await people.person(AGENT_ONE)).is_member is True
