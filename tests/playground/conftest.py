"""One Chromium and one page for all tests of this folder; a page may complain of nothing.

A browser belongs to the loop it was started in, so everything asynchronous here, fixtures and
tests, runs in one loop for the whole session.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)

from bot.sandbox.server import Addresses
from tests.playground.harness import Stage, renderer_page
from tests.playground.page import Playground

expect.set_options(timeout=10_000)  # milliseconds; the other half of the tests runs beside

SIZE: Final[ViewportSize] = {"width": 1000, "height": 800}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
def _function_scoped_runner(_session_scoped_runner: asyncio.Runner) -> asyncio.Runner:
    """pytest-asyncio's own name: what it would run in a loop of its own runs in the session's."""
    return _session_scoped_runner


def chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail("there is no Chromium")
    pytest.skip("there is no Chromium")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def watched(browser: Browser, complaints: list[str]) -> AsyncIterator[Page]:
    """A page in a context of its own; what its console is told goes to *complaints*."""
    context = await browser.new_context(viewport=SIZE)
    context.set_default_timeout(10_000)

    def hear(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            complaints.append(f"{said.type}: {said.text}")

    context.on("console", hear)
    context.on("weberror", lambda wrong: complaints.append(f"thrown: {wrong.error}"))
    try:
        yield await context.new_page()
    finally:
        await context.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def one_page(browser: Browser) -> AsyncIterator[tuple[Page, list[str]]]:
    complaints: list[str] = []
    async with watched(browser, complaints) as page:
        yield page, complaints


@pytest.fixture
async def page(one_page: tuple[Page, list[str]]) -> AsyncIterator[Page]:
    """A blank page, which is the same one all the time: a new one costs as much as most tests.

    What a page keeps, it keeps for one origin, and each test serves at a port of its own.
    """
    page, complaints = one_page
    complaints.clear()
    await page.set_viewport_size(SIZE)
    await page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    await page.mouse.move(0, 0)
    yield page
    for other in page.context.pages[1:]:
        await other.close()
    await page.goto("about:blank")
    assert complaints == []


@pytest.fixture
async def at(page: Page, sandbox: Addresses) -> AsyncIterator[Playground]:
    """The playground, as wide as its own page needs."""
    await page.set_viewport_size({"width": 1400, "height": 900})
    async with Playground(page, sandbox.page_url) as at:
        yield at


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def renderer_address() -> AsyncIterator[str]:
    """Where the renderer's almost empty page is."""
    async with renderer_page() as address:
        yield address


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def one_stage(
    browser: Browser, renderer_address: str
) -> AsyncIterator[tuple[Stage, list[str]]]:
    complaints: list[str] = []
    async with watched(browser, complaints) as page:
        stage = Stage(page)
        await stage.open(renderer_address)
        yield stage, complaints


@pytest.fixture
async def stage(one_stage: tuple[Stage, list[str]]) -> AsyncIterator[Stage]:
    """The renderer on an almost empty page, which is the same one all the time, made new."""
    stage, complaints = one_stage
    complaints.clear()
    await stage.call("begin")
    yield stage
    await stage.page.evaluate("() => 0")  # what it has complained of is told before this
    assert complaints == []
