"""Who asks: what Slack says of them, and what the bot makes of it."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE
from bot.slack.door import Identity
from bot.slack.people import People, is_member


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


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ({"team_id": "T1"}, True),
        ({"team_id": "T2"}, False),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T1", "T2"]}}, True),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T2", "T3"]}}, False),
        ({"team_id": "T1", "is_restricted": True}, False),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T1"]}, "deleted": True}, False),
        ({"team_id": "T2", "enterprise_user": None}, False),
        ({"team_id": "T2", "enterprise_user": {}}, False),
        ({}, None),
    ],
)
def test_a_member_is_one_of_the_team_also_where_an_enterprise_has_several(
    *, user: dict[str, Any], expected: bool | None
) -> None:
    assert is_member(user, "T1") is expected
    assert is_member(user, None) is not True
