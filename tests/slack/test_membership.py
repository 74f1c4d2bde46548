"""Who the rule makes an agent, and what follows from a Slack that does not say."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.rule import NOBODY, AgentsRule, By
from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import AGENT_ONE, GUEST, LEAD, SUPPORT, SUPPORT_TEAM, Group
from bot.slack.door import Identity
from bot.slack.people import People, Person, refusal

GROUP = AgentsRule(By.GROUPS, (SUPPORT_TEAM,))
CHANNEL = AgentsRule(By.CHANNELS, (SUPPORT,))
OTHERS = Group("S0OTHERS", "others", frozenset({LEAD, GUEST}))


class Ruled:
    """People under a rule that a test changes."""

    def __init__(self, client: AsyncWebClient, identity: Identity) -> None:
        self.rule = AgentsRule()
        self.people = People(client, identity, rule=lambda: self.rule, admins={AGENT_ONE})

    async def person(self, user_id: str, rule: AgentsRule) -> Person:
        self.rule = rule
        return await self.people.person(user_id)


@pytest.fixture
async def ruled(sandbox: Addresses) -> AsyncIterator[Ruled]:
    sandbox.slack.workspace.groups[OTHERS.id] = OTHERS
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-sandbox", base_url=sandbox.slack_url, session=session)
        identity = Identity(client)
        await identity.learn()
        yield Ruled(client, identity)


def said(person: Person) -> str:
    refused = refusal(person)
    return refused.title.message + refused.lines[0].message if refused else ""


@pytest.mark.parametrize(
    ("rule", "agents"),
    [
        (AgentsRule(), {AGENT_ONE, LEAD}),
        (GROUP, {AGENT_ONE, LEAD}),
        (AgentsRule(By.GROUPS, (OTHERS.id,)), {LEAD}),
        (AgentsRule(By.GROUPS, (OTHERS.id, SUPPORT_TEAM)), {AGENT_ONE, LEAD}),
        (CHANNEL, {AGENT_ONE, LEAD}),
        (NOBODY, set()),
    ],
)
async def test_an_agent_is_a_full_member_whom_the_rule_names(
    ruled: Ruled, rule: AgentsRule, agents: set[str]
) -> None:
    for user_id in (AGENT_ONE, LEAD, GUEST):
        assert (await ruled.person(user_id, rule)).is_agent is (user_id in agents), user_id


async def test_a_colleague_is_told_whom_to_ask_and_a_guest_is_not(ruled: Ruled) -> None:
    rule = AgentsRule(By.GROUPS, (OTHERS.id,))
    assert "support team" in said(await ruled.person(AGENT_ONE, rule))
    assert "full members" in said(await ruled.person(GUEST, rule))
    assert said(await ruled.person(LEAD, rule)) == ""


async def test_a_rule_counts_at_once_and_a_group_is_asked_once(
    sandbox: Addresses, ruled: Ruled
) -> None:
    for _ in range(3):
        assert (await ruled.person(AGENT_ONE, GROUP)).is_agent
        assert not (await ruled.person(AGENT_ONE, NOBODY)).is_agent
    assert len(sandbox.slack.calls("usergroups.users.list")) == 1


@pytest.mark.parametrize(
    ("method", "rule"), [("usergroups.users.list", GROUP), ("conversations.members", CHANNEL)]
)
async def test_nobody_is_an_agent_while_slack_does_not_say(
    sandbox: Addresses, ruled: Ruled, method: str, rule: AgentsRule
) -> None:
    sandbox.slack.fault[method] = Fault("500")
    person = await ruled.person(AGENT_ONE, rule)
    assert person.is_agent is None
    assert not person.is_unsaid
    assert "check who you are" in said(person)


async def test_without_the_scope_a_group_makes_nobody_an_agent(
    sandbox: Addresses, ruled: Ruled
) -> None:
    sandbox.slack.scopes.discard("usergroups:read")
    assert (await ruled.person(AGENT_ONE, GROUP)).is_agent is None
    members = await ruled.people.memberships.members(By.GROUPS, SUPPORT_TEAM)
    assert (members.is_known, members.scope) == (False, "usergroups:read")


async def test_what_slack_said_last_holds_while_it_does_not_answer(
    sandbox: Addresses, ruled: Ruled
) -> None:
    await ruled.person(AGENT_ONE, GROUP)
    sandbox.slack.fault["usergroups.users.list"] = Fault("500")
    await ruled.people.memberships.members(By.GROUPS, SUPPORT_TEAM)
    assert len(sandbox.slack.calls("usergroups.users.list")) == 2
    assert (await ruled.person(AGENT_ONE, GROUP)).is_agent
    sandbox.slack.fault.clear()
    sandbox.slack.workspace.groups.pop(SUPPORT_TEAM)
    await ruled.people.memberships.members(By.GROUPS, SUPPORT_TEAM)
    assert not (await ruled.person(AGENT_ONE, GROUP)).is_agent, "a group that is gone names nobody"


async def test_administrators_are_slacks_and_those_of_the_settings(ruled: Ruled) -> None:
    assert (await ruled.person(LEAD, NOBODY)).is_admin
    assert (await ruled.person(AGENT_ONE, NOBODY)).is_admin
    assert not (await ruled.person(GUEST, AgentsRule())).is_admin
