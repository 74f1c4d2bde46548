"""The search windows in a browser: an agent who types, and one who asks about a message.

Their pictures are written to `build/screenshots/`, to be looked at.
"""

import pytest
from playwright.async_api import Locator, expect

from bot.sandbox.server import Addresses
from tests.conftest import until
from tests.playground.accessibility import serious_faults
from tests.playground.demo import demo
from tests.playground.page import Playground
from tests.playground.test_views import PICTURES

sandbox = pytest.fixture(demo)


def window(at: Playground) -> Locator:
    return at.page.get_by_role("dialog").last


async def search(at: Playground) -> None:
    await at.page.get_by_role("button", name="Shortcuts").first.click()
    await at.page.get_by_role("menuitem", name="Find an order").click()
    await expect(window(at)).to_contain_text("Which order?")


async def picture(at: Playground, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    await at.page.screenshot(path=PICTURES / f"{name}.png")


async def test_an_agent_types_a_number_and_looks_around_in_one_window(
    at: Playground, sandbox: Addresses
) -> None:
    await search(at)
    await picture(at, "window-start")
    await window(at).get_by_role("combobox").fill("PK1004 PK1017 PK1006")
    await expect(at.page.get_by_role("option").first).to_contain_text("All 3 at once")
    await picture(at, "window-suggestions")
    await at.page.get_by_role("option", name="PK1004 · Order number").click()
    await expect(window(at)).to_contain_text("PK1004 · Out for delivery")
    await expect(window(at).locator("img").first).to_be_visible()
    await picture(at, "window-card")
    assert await serious_faults(at.page) == []
    await window(at).get_by_role("button", name="History").click()
    await expect(window(at)).to_contain_text("History of PK1004")
    await window(at).get_by_role("button", name="Back", exact=True).last.click()
    await expect(window(at)).to_contain_text("The customer was told")
    await expect(window(at).locator("img").first).to_be_visible()  # which moves the buttons
    await at.page.mouse.move(0, 0)
    await window(at).get_by_role("button", name="Share to channel").click()
    await until(lambda: bool(sandbox.slack.calls("views.push")))
    await expect(window(at)).to_contain_text("Everybody there will see this")
    await picture(at, "window-share")
    assert await serious_faults(at.page) == []


async def test_an_agent_fills_in_the_full_form(at: Playground) -> None:
    await at.see("Agent Two")
    await at.page.get_by_role("button", name="Shortcuts").first.click()
    await at.page.get_by_role("menuitem", name="Find an order").click()
    await window(at).get_by_role("button", name="Mehr Suchwege").click()
    await expect(window(at)).to_contain_text("Nummer oder Adresse")
    await window(at).get_by_label("Nummer oder Adresse").fill("PK1025")
    await picture(at, "window-form")
    assert await serious_faults(at.page) == []
    await window(at).get_by_role("button", name="Suchen", exact=True).click()
    await expect(window(at)).to_contain_text("PK1025 ·")


async def test_an_agent_asks_about_what_somebody_wrote(at: Playground) -> None:
    await at.open("support")
    await at.type("customer asks for PK1004, PK1017 and PK1006")
    await at.menu(at.messages("customer asks").first, "Where is this order?")
    await expect(window(at)).to_contain_text("3 orders, most urgent first")
    await picture(at, "window-several")
    assert await serious_faults(at.page) == []
    await window(at).get_by_role("button", name="Open").first.click()
    await expect(at.page.get_by_role("dialog").last).to_contain_text("History")
    await picture(at, "window-opened")
