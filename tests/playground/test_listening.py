"""A channel is listened to, and a link is posted: as people see it in a browser."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.server import Addresses
from tests.playground.page import Playground
from tests.playground.test_journeys import wherebot

PRIVATE = ("Canvas sneaker", "00340434161094042557", "Sandbox Recipient")
LINK = "https://www.dhl.de/de/privatkunden.html?piececode=00340434161094042557"


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Addresses]:
    async with wherebot(tmp_path) as sandbox:
        yield sandbox


@pytest.fixture
async def at(page: Page, sandbox: Addresses) -> AsyncIterator[Playground]:
    await page.set_viewport_size({"width": 1400, "height": 900})
    async with Playground(page, sandbox.page_url) as at:
        yield at


async def test_a_colleague_clicks_the_package_and_is_answered_alone(at: Playground) -> None:
    await at.open("support")
    await at.type("/where listen ask")
    await expect(at.messages("Wherebot now reads this channel")).to_contain_text("@agent.one")
    await expect(at.messages("The channel has been told")).to_be_visible()
    await at.type("a customer misses PK1004")
    asked = at.messages("a customer misses")
    package = asked.get_by_role("button", name="package,")
    await expect(package).to_be_visible()
    await at.see("Agent Two")
    await at.open("support")
    await package.click()
    answer = at.messages("PK1004 · In Zustellung")
    await expect(answer).to_contain_text("Canvas sneaker")
    await expect(package).to_have_text(re.compile("2"))
    await at.see("Agent One")
    await at.open("support")
    await expect(at.messages("Canvas sneaker")).to_have_count(0)


async def test_many_numbers_become_one_button_and_a_table_for_who_clicks(at: Playground) -> None:
    await at.open("support")
    await at.type("/where listen on")
    await expect(at.messages("The channel has been told")).to_be_visible()
    await at.type("late: PK1001 PK1002 PK1003 PK1004")
    await at.page.get_by_role("button", name="1 reply").first.click()
    await at.thread("4 numbers").get_by_role("button", name="Show 4 orders").click()
    await expect(at.page.get_by_role("table")).to_be_visible()


async def test_below_a_link_stands_what_all_may_see(at: Playground) -> None:
    await at.open("support")
    await at.type(f"it is here: {LINK}")
    card = at.messages("it is here")
    await expect(card).to_contain_text("PK1004 · Out for delivery")
    for private in PRIVATE[::2]:
        await expect(card).not_to_contain_text(private)
    await card.get_by_role("button", name="Details for me").click()
    await expect(at.messages("Canvas sneaker")).to_contain_text("Only visible to you")
