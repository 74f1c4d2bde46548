"""Home in a browser: an administrator changes who is an agent and what numbers look like."""

import pytest
from playwright.async_api import Locator, expect

from bot.core.words.conversation import HELLO
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_TWO, LEAD, SUPPORT_TEAM, Group
from tests.playground.demo import demo
from tests.playground.page import Playground

sandbox = pytest.fixture(demo)


async def home(at: Playground, name: str) -> Locator:
    await at.see(name)
    await at.page.locator("[data-home]").click()
    return at.page.locator(".home-box")  # not the pane: it has a composer, still there for a moment


async def test_a_user_group_is_made_the_rule_and_who_is_not_in_it_is_a_customer(
    at: Playground, sandbox: Addresses
) -> None:
    groups = sandbox.slack.workspace.groups
    groups[SUPPORT_TEAM] = Group(SUPPORT_TEAM, "support-team", frozenset({AGENT_TWO, LEAD}))
    pane = await home(at, "Team Lead")
    await pane.get_by_role("button", name="Change").first.click()
    window = at.page.get_by_role("dialog")
    await window.get_by_text("Members of user groups").click()
    await window.get_by_role("combobox", name="User groups").click()
    await at.page.get_by_role("option", name="@support-team").click()
    await window.get_by_role("button", name="Save").click()
    await expect(pane).to_contain_text("Full members in @support-team")
    await expect(pane).to_contain_text("changed who is an agent")
    pane = await home(at, "Agent One")
    await expect(pane).to_contain_text(HELLO)
    await expect(pane.get_by_role("button", name="Look up an order")).to_have_count(0)


async def test_patterns_are_tried_and_what_would_hurt_is_said_under_the_field(
    at: Playground,
) -> None:
    pane = await home(at, "Team Lead")
    await pane.get_by_role("button", name="Change").nth(1).click()
    window = at.page.get_by_role("dialog")
    patterns = window.get_by_label("Regular expressions")
    await patterns.fill(r"(?:\d+)+X")
    await window.get_by_role("button", name="Save").click()
    await expect(window).to_contain_text("one message could stop the bot")
    await patterns.fill(r"WEB-\d{6}")
    await window.get_by_label("What somebody could write").fill("where is web-123456?")
    await window.get_by_role("button", name="Try it").click()
    await expect(window).to_contain_text("Recognised: WEB-123456")
    await expect(patterns).to_have_value(r"WEB-\d{6}")
    await window.get_by_role("button", name="Save").click()
    await expect(pane).to_contain_text("/where WEB-")
    await expect(at.page.get_by_role("dialog")).to_have_count(0)


async def test_a_language_is_chosen_and_everything_follows(at: Playground) -> None:
    pane = await home(at, "Agent One")
    await pane.get_by_role("combobox").click()
    await at.page.get_by_role("option", name="polski").click()
    await expect(pane).to_contain_text("Język")
    await at.open("support")
    await at.type("/where PK1004")
    await expect(at.messages("Wydana do doręczenia").first).to_be_visible()
