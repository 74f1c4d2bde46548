"""The inspector in a real browser: what its lines say, which are shown, how fast, for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from playwright.async_api import expect

from bot.sandbox.playground.journal import told
from bot.sandbox.slack.slack import Slack
from bot.sandbox.slack.workspace import AGENT_ONE, SUPPORT
from tests.playground.accessibility import serious_faults
from tests.playground.inspecting import BLOCKS, Journal, line, served, side, took, update
from tests.sandbox.bolt_bot import new_bot, over_sockets, respond

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page


@pytest.fixture
async def journal() -> AsyncIterator[Journal]:
    async with served() as journal:
        yield journal


# The line


async def test_a_line_tells_direction_what_how_fast_and_what_went_wrong(
    journal: Journal, page: Page
) -> None:
    journal.command(1)
    journal.command(2, ack=None, ack_ms=None, error="operation_timeout", attempts=2)
    finding = {"pointer": "/blocks/0", "message": "too long"}
    journal.call(3, error="invalid_blocks", findings=[finding, finding])
    journal.call(4, fault="429", status=429, error="ratelimited")
    inspector = await journal.open(page)
    lines = await inspector.locator(".inspector-line").all_inner_texts()
    seen = [" ".join(text.split()) for text in lines]
    assert seen[0].startswith("→ To the app: /where PK1 by Agent One in #support 120 ms")
    assert seen[1].endswith("2 attempts operation_timeout")
    assert "ms" not in seen[1]
    assert seen[2].startswith("← From the app: chat.postMessage to #support")
    assert seen[2].endswith("2 findings invalid_blocks")
    assert seen[3].endswith("fault: 429 ratelimited")


@pytest.mark.parametrize(
    ("ms", "token", "said"),
    [
        (0.4, "--ok", "0 ms"),
        (499.4, "--ok", "499 ms"),
        (500, "--warn", "500 ms"),
        (2999, "--warn", "2,999 ms"),
        (3000, "--danger", "3,000 ms"),
    ],
)
async def test_how_fast_the_app_acknowledged_has_a_colour(
    journal: Journal, page: Page, ms: float, token: str, said: str
) -> None:
    journal.command(1, ack_ms=ms)
    inspector = await journal.open(page)
    ack = inspector.get_by_text(said)
    is_so = await ack.evaluate(
        """(ack, token) => {
            const probe = document.body.appendChild(document.createElement("i"));
            probe.style.color = `var(${token})`;
            const dot = getComputedStyle(ack, "::before").backgroundColor;
            return dot === getComputedStyle(probe).color;
        }""",
        token,
    )
    assert is_so


async def test_it_shows_what_a_real_app_was_told_and_asked(journal: Journal, page: Page) -> None:
    slack = Slack()
    async with slack.serve(), over_sockets(slack, new_bot(slack)):
        answered = await slack.command(AGENT_ONE, SUPPORT, "/where", "bad")
        await respond(answered.payload["response_url"], text="Here", blocks=BLOCKS)
        journal.told = told(slack, 0)["entries"]
    inspector = await journal.open(page)
    await line(inspector, "To the app: /where bad by Agent One in #support").click()
    await inspector.get_by_role("button", name="/blocks/0/text/text").click()
    acknowledged = side(inspector, "The app acknowledged")
    await expect(acknowledged.locator(".is-marked")).to_contain_text("xxx")
    await line(inspector, "From the app: response_url for /where bad").click()
    await expect(side(inspector, "Slack answered")).to_contain_text('"ok"')
    await inspector.get_by_role("radio", name="Failures").check()
    await expect(inspector.locator(".inspector-line:visible")).to_have_count(1)


# Which lines


async def test_filters_and_search_choose_what_is_shown(journal: Journal, page: Page) -> None:
    journal.command(1)
    journal.command(2, error="operation_timeout", ack=None, ack_ms=None)
    journal.call(3, answer={"ok": True, "deep": ["Needle"]})
    inspector = await journal.open(page)
    shown = inspector.locator(".inspector-line:visible")
    for name, number in [("Failures", 1), ("From the app", 1), ("To the app", 2), ("All", 3)]:
        await inspector.get_by_role("radio", name=name).check()
        await expect(shown).to_have_count(number)
    search = inspector.get_by_role("searchbox", name="Search the exchanges")
    await search.fill("nEEDle")
    await expect(shown).to_have_count(1)
    await expect(inspector.get_by_text("1 of 3")).to_be_visible()
    await search.fill("nowhere")
    await expect(inspector.get_by_text("No exchange is like that.")).to_be_visible()


async def test_cleared_entries_stay_away_and_new_ones_come(page: Page, journal: Journal) -> None:
    inspector = await journal.open(page)
    await expect(inspector.get_by_text("Nothing yet")).to_be_visible()
    journal.command(1)
    await update(page)
    await expect(inspector.get_by_text("Nothing yet")).to_be_hidden()
    await inspector.get_by_role("button", name="Clear").click()
    journal.command(1, attempts=2)
    journal.command(2)
    await update(page)
    await expect(inspector.locator(".inspector-line")).to_have_count(1)
    await expect(line(inspector, "PK2")).to_be_visible()


async def test_an_entry_told_again_changes_where_it_stands(page: Page, journal: Journal) -> None:
    journal.command(1, ack=None, ack_ms=None)
    journal.command(2)
    inspector = await journal.open(page)
    first = inspector.locator(".inspector-line").first
    await expect(first).to_contain_text("waiting …")
    await first.click()
    journal.command(1, ack={"text": "Here"}, ack_ms=801)
    await update(page)
    await expect(inspector.locator(".inspector-line")).to_have_count(2)
    await expect(first).to_contain_text("801 ms")
    await expect(side(inspector, "The app acknowledged")).to_contain_text('"Here"')


async def test_a_sandbox_started_again_begins_a_new_list(page: Page, journal: Journal) -> None:
    for number in range(5):
        journal.command(number)
    inspector = await journal.open(page)
    journal.told.clear()
    journal.command(0, title="/where PK77 by Agent Two in #delays")
    await update(page)
    await expect(inspector.locator(".inspector-line")).to_have_count(1)
    await expect(line(inspector, "PK77")).to_be_visible()


async def test_a_journal_that_cannot_be_had_is_asked_again(page: Page, journal: Journal) -> None:
    inspector = await journal.open(page)
    journal.command(0)
    journal.is_down = True
    await update(page)
    await expect(inspector.get_by_text("Nothing yet")).to_be_visible()
    journal.is_down = False
    await update(page)
    await expect(line(inspector, "PK0")).to_be_visible()


async def test_an_update_asked_for_meanwhile_is_not_lost(page: Page, journal: Journal) -> None:
    inspector = await journal.open(page)
    journal.command(0)
    first = page.evaluate("inspector.update()")
    await page.evaluate("Promise.all([inspector.update(), inspector.update()])")
    await first
    await expect(inspector.locator(".inspector-line")).to_have_count(1)


# Scrolling and keyboard


async def test_the_newest_is_followed_from_the_end_only(page: Page, journal: Journal) -> None:
    for number in range(60):
        journal.command(number)
    inspector = await journal.open(page)
    await expect(line(inspector, "PK59")).to_be_in_viewport()
    journal.command(60)
    await update(page)
    await expect(line(inspector, "PK60")).to_be_in_viewport()

    await line(inspector, "PK20 ").scroll_into_view_if_needed()
    box = await line(inspector, "PK20 ").bounding_box()
    journal.command(61)
    await update(page)
    assert await line(inspector, "PK20 ").bounding_box() == box
    # The host takes the drawer away and puts it back.
    await took(page, "inspector.element.remove()")
    await page.evaluate("document.querySelector('main').append(inspector.element)")
    await expect(line(inspector, "PK20 ")).to_be_in_viewport()
    await inspector.get_by_role("button", name="1 new ↓").click()
    await expect(line(inspector, "PK61")).to_be_in_viewport()
    await expect(inspector.get_by_role("button", name="new ↓")).to_be_hidden()


async def test_focus_goes_to_an_entry_whatever_is_filtered(page: Page, journal: Journal) -> None:
    inspector = await journal.open(page)
    await inspector.get_by_role("radio", name="Failures").check()
    for number in range(60):
        journal.command(number)
    await page.evaluate("inspector.focus(7)")
    found = line(inspector, "PK7 ")
    await expect(found).to_be_focused()
    await expect(found).to_be_in_viewport()
    await expect(found).to_have_attribute("aria-expanded", "true")
    await expect(inspector.get_by_role("radio", name="All")).to_be_checked()


async def test_the_list_is_one_stop_and_arrows_walk_it(page: Page, journal: Journal) -> None:
    for number in range(5):
        journal.command(number)
    inspector = await journal.open(page)
    await inspector.get_by_role("button", name="Clear").focus()
    await page.keyboard.press("Tab")
    await expect(line(inspector, "PK4")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(line(inspector, "PK3")).to_be_focused()
    await page.keyboard.press("Home")
    await expect(line(inspector, "PK0")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(side(inspector, "Slack sent")).to_be_visible()
    await page.keyboard.press("Tab")
    copy = side(inspector, "Slack sent").get_by_role("button", name="Copy")
    await expect(copy).to_be_focused()


# Much


async def test_two_thousand_entries_stay_quick(page: Page, journal: Journal) -> None:
    for number in range(1000):
        journal.command(2 * number, error="dispatch_failed" if number % 7 else None)
        journal.call(2 * number + 1)
    inspector = await journal.open(page)
    await expect(line(inspector, "chat.postMessage").last).to_be_in_viewport()
    assert await inspector.locator(".json-tree").count() == 0
    journal.command(2000)
    assert await took(page, "await inspector.update()") < 5000
    await expect(line(inspector, "PK2000")).to_be_in_viewport()
    await expect(inspector.locator(".inspector-line")).to_have_count(2000)  # the oldest is gone
    search = """
        const search = inspector.element.querySelector("input[type=search]");
        search.value = "PK1998";
        search.dispatchEvent(new Event("input"));
    """
    assert await took(page, search) < 5000
    await expect(inspector.locator(".inspector-line:visible")).to_have_count(1)


# Everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [296, 420, 1200])  # 296: a drawer in a window of 360
async def test_nobody_is_left_out(
    page: Page, journal: Journal, scheme: Literal["light", "dark"], width: int
) -> None:
    await page.emulate_media(color_scheme=scheme)
    a_long_story(journal)
    inspector = await journal.open(page, width)
    assert await serious_faults(page) == []
    await expect(inspector.locator(".inspector-filters label").last).to_be_in_viewport(ratio=1)
    for words in ("invalid_blocks", "fault: 429", "operation_timeout"):
        await line(inspector, words).first.click()
    await inspector.get_by_role("button", name="/blocks/0").click()
    assert await serious_faults(page) == []


def a_long_story(journal: Journal) -> None:
    """Entries of every look."""
    for number in range(8):
        journal.command(2 * number, ack_ms=90 * 2.2**number)
        journal.call(2 * number + 1)
    finding = {"pointer": "/blocks/0/text/text", "message": "must be less than 151 characters"}
    journal.call(20, error="invalid_blocks", answer={"ok": False}, findings=[finding])
    journal.call(21, error="ratelimited", fault="429", status=429)
    journal.command(22, error="operation_timeout", ack=None, ack_ms=None, attempts=3)
