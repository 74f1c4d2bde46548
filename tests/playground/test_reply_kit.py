"""*Answer the customer* in a browser: read, choose, edit, post."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.app import running
from bot.demo import Wishes, manifest, settings_for
from bot.sandbox.server import Addresses, serve
from bot.sandbox.slack.workspace import AGENT_TWO, SUPPORT
from tests.conftest import until
from tests.playground.page import Playground


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Addresses]:
    async with serve(manifest=manifest()) as sandbox:
        settings = settings_for(sandbox, Wishes(), tmp_path)
        async with running(settings, clock=sandbox.parcellab.clock.now) as bot:
            await until(bot.is_ready)
            yield sandbox


@pytest.fixture
async def at(page: Page, sandbox: Addresses) -> AsyncIterator[Playground]:
    await page.set_viewport_size({"width": 1400, "height": 900})
    async with Playground(page, sandbox.page_url) as at:
        yield at


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
