"""The main views, light and dark: no serious fault for a keyboard, a reader, weak eyes.

Their pictures are written to `build/screenshots/`, to be looked at.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.server import Addresses
from tests.playground.accessibility import serious_faults
from tests.playground.demo import wherebot
from tests.playground.page import Playground
from tests.playground.rich_bot import rich_workspace

THEMES: Final = ("light", "dark")
PICTURES = Path(__file__).parents[2] / "build" / "screenshots"


async def first_minute(at: Playground) -> None:
    await expect(at.page.locator(".tour-card")).to_have_count(4)


async def answer(at: Playground) -> None:
    await at.type("/where PK1004")
    await expect(at.page.locator(".pane .messages img").first).to_be_visible()


async def shared(at: Playground) -> None:
    await at.open("delays")
    await at.type("/where PK1017")
    await at.button("Share to channel").click()
    await expect(at.button("Details for me")).to_be_visible()
    await at.see("Guest One")
    await at.open("delays")
    await expect(at.messages("PK1017")).to_be_visible()


async def customer(at: Playground) -> None:
    await at.see("Partner One")
    await at.open("Wherebot")
    await at.type("hi, has my parcel PK1025 arrived?")
    await expect(at.messages()).to_have_count(2)


async def inspector(at: Playground) -> None:
    await at.type("/where PK1017 PK1006 PK1011")
    await expect(at.messages("PK1011")).to_be_visible()
    await at.drawer("Inspector")
    entry = at.page.locator(".drawer li", has_text="/where PK1017").first
    await entry.get_by_role("button").first.click()
    await expect(entry).to_contain_text("trigger_id")


async def world(at: Playground) -> None:
    await at.type("/where PK1006")
    await expect(at.messages("PK1006")).not_to_have_count(0)
    await at.drawer("World")
    await expect(at.page.get_by_role("listitem", name="PK1004")).to_be_visible()


async def agent_home(at: Playground) -> None:
    for number in ("PK1004", "PK1017", "PK1025"):
        await at.type(f"/where {number}")
        await expect(at.messages(number)).not_to_have_count(0)
    await at.page.locator("[data-home]").click()
    await expect(at.page.get_by_role("button", name="PK1025")).to_be_visible()


async def admin_home(at: Playground) -> None:
    await at.see("Team Lead")
    await at.page.locator("[data-home]").click()
    await expect(at.page.get_by_text("Everything I need is there.")).to_be_visible()


async def settings(at: Playground) -> None:
    await admin_home(at)
    await at.page.get_by_role("button", name="Change").nth(1).click()
    window = at.page.get_by_role("dialog")
    await window.get_by_label("What somebody could write").fill("is pk1004 late?")
    await window.get_by_role("button", name="Try it").click()
    await expect(window).to_contain_text("Recognised: PK1004")


async def listening(at: Playground) -> None:
    for channel, how in (("support", "on"), ("delays", "ask")):
        await at.open(channel)
        await at.type(f"/where listen {how}")
        await expect(at.messages("Switched on by")).not_to_have_count(0)
    await admin_home(at)
    await at.page.get_by_role("button", name="Change").nth(2).click()
    window = at.page.get_by_role("dialog")
    await expect(window).to_contain_text("Another channel")


async def guest_home(at: Playground) -> None:
    await at.see("Guest One")
    await at.page.locator("[data-home]").click()
    await expect(at.page.get_by_role("heading", name="Bonjour")).to_be_visible()


async def form(at: Playground) -> None:
    await at.type("/form")
    await at.page.get_by_role("button", name="Find", exact=True).click()
    await expect(at.page.get_by_role("dialog")).to_contain_text("required")


async def home(at: Playground) -> None:
    await at.page.locator("[data-home]").click()
    await expect(at.page.get_by_role("heading", name="Your parcels")).to_be_visible()


OF_WHEREBOT = (
    *(first_minute, answer, shared, customer, inspector, world),
    *(agent_home, admin_home, settings, listening, guest_home),
)
OF_ANY_APP = (form, home)


@pytest.fixture
async def sandbox(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Addresses]:
    if request.getfixturevalue("view") in OF_WHEREBOT:
        async with wherebot(tmp_path) as sandbox:
            yield sandbox
    else:
        async with rich_workspace() as (sandbox, _):
            yield sandbox


@pytest.mark.parametrize("view", [*OF_WHEREBOT, *OF_ANY_APP], ids=lambda view: view.__name__)
async def test_a_view_is_fit_for_everybody(
    page: Page, sandbox: Addresses, view: Callable[[Playground], Awaitable[None]]
) -> None:
    await page.set_viewport_size({"width": 1280, "height": 800})
    async with Playground(page, sandbox.page_url) as at:
        await view(at)
        await page.mouse.move(0, 0)
        PICTURES.mkdir(parents=True, exist_ok=True)
        for theme in THEMES:
            await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            await page.screenshot(path=PICTURES / f"{view.__name__}-{theme}.png")
            assert await serious_faults(page) == [], theme
            assert await page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("width", [360, 768])
async def test_a_narrow_window_shows_the_answer_whole(
    page: Page, width: int, tmp_path: Path
) -> None:
    await page.set_viewport_size({"width": width, "height": 740})
    async with wherebot(tmp_path) as sandbox, Playground(page, sandbox.page_url) as at:
        await answer(at)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await page.screenshot(path=PICTURES / f"narrow-{width}.png")
        assert await serious_faults(page) == []
