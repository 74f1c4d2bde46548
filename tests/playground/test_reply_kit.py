"""*Answer the customer* in a browser: read, choose, edit, post."""

import re

import pytest
from playwright.async_api import expect

from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_TWO, SUPPORT
from tests.playground.demo import demo
from tests.playground.page import Playground

sandbox = pytest.fixture(demo)


async def test_an_agent_answers_a_customer_in_their_language(
    at: Playground, sandbox: Addresses
) -> None:
    """Read it, shorten it, change the language, edit it, look who reads there, and post it."""
    await at.open("support")
    await at.type("/where PK1004")
    await at.button("Answer the customer").click()
    window = at.page.get_by_role("dialog")
    text = window.locator("textarea")
    await expect(text).to_have_value(re.compile("^Guten Tag Sandbox Recipient,"))
    await expect(window).to_contain_text("told the customer already: Dispatched")
    await window.get_by_text("Short", exact=True).click()
    await expect(text).to_have_value(re.compile("^Ihr Paket wird gerade von DHL zugestellt."))
    await window.get_by_role("combobox").click()
    await at.page.get_by_role("option", name="français").click()
    await expect(text).to_have_value(re.compile("^Votre colis est en cours de livraison"))

    await text.fill("Votre colis arrive aujourd'hui.")
    await window.get_by_role("combobox").click()
    await at.page.get_by_role("option", name="italiano").click()
    await expect(window).to_contain_text("Your changes to the text are kept (français · Short)")
    await expect(text).to_have_value("Votre colis arrive aujourd'hui.")

    await window.get_by_role("button", name="Post it …").click()
    await expect(window).to_contain_text("Everybody in #support will read this")
    await window.get_by_role("button", name="Post", exact=True).click()
    await expect(window).to_have_count(0)
    posted = at.messages("Votre colis arrive aujourd'hui.")
    await expect(posted).to_contain_text("Réponse de")
    await expect(posted).to_contain_text("@agent.one")
    [seen] = sandbox.slack.seen_by(AGENT_TWO, SUPPORT)
    assert "PK1004" not in str(seen.as_json())
