"""A channel's alert rules in a browser: made, tried, corrected and saved.

Their pictures are written to `build/screenshots/`, to be looked at.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import BOT_USER, DELAYS
from tests.playground.accessibility import serious_faults
from tests.playground.demo import wherebot
from tests.playground.page import Playground
from tests.playground.test_search_window import picture, window


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Addresses]:
    async with wherebot(tmp_path) as sandbox:
        sandbox.slack.workspace.channels[DELAYS].members.add(BOT_USER)
        yield sandbox


@pytest.fixture
async def at(page: Page, sandbox: Addresses) -> AsyncIterator[Playground]:
    await page.set_viewport_size({"width": 1280, "height": 1300})
    async with Playground(page, sandbox.page_url) as at:
        yield at


async def test_an_agent_makes_a_rule_and_is_told_what_is_wrong_with_it(at: Playground) -> None:
    await at.open("delays")
    await at.type("/where alerts")
    await expect(window(at)).to_contain_text("There is no rule yet.")
    await window(at).get_by_role("button", name="Add a rule").click()
    await expect(window(at)).to_contain_text("Only for orders with")
    await window(at).get_by_label("Name").fill("Abroad")
    condition = window(at).get_by_label("Only for orders with")
    await condition.fill("courrier:dhl")
    await window(at).get_by_role("button", name="Save").click()
    await expect(window(at)).to_contain_text("Did you mean courier:?")
    await condition.fill("courier:dhl and not country:DE")
    await window(at).get_by_role("button", name="What would it have told?").click()
    await expect(window(at)).to_contain_text("it would have posted 0 messages")
    await picture(at, "alert-rule")
    assert await serious_faults(at.page) == []
    await window(at).get_by_role("button", name="Save").click()
    await expect(window(at)).to_contain_text("Only courier:dhl and not country:DE")
    await picture(at, "alert-rules")
    assert await serious_faults(at.page) == []
