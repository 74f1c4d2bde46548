"""The world's panel in a real browser, over a real parcelLab: what it shows and what it does."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from playwright.async_api import expect

import bot.sandbox
from bot.sandbox.clock import Clock
from bot.sandbox.parcellab.api import Fault, ParcelLab
from bot.sandbox.parcellab.order import SHOP
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.playground.world import obey, told
from bot.sandbox.slack.slack import Slack
from tests.playground.accessibility import serious_faults

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from playwright.async_api import Locator, Page

    Open = Callable[..., Awaitable[Locator]]

STATIC = Path(bot.sandbox.__file__).parent / "playground" / "static"
NOON = datetime(2025, 6, 14, 10, 0, tzinfo=UTC)
HEAD = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'"
}
SHEETS = "".join(
    f'<link rel="stylesheet" href="/static/{name}.css">' for name in ("tokens", "panels")
)
PAGE = f"""<!doctype html><html lang="en"><head><title>World</title>{SHEETS}
<link rel="icon" href="/static/icon.svg"><script type="module" src="/page.js"></script></head>
<body><main><h1 class="visually-hidden">Playground</h1></main></body></html>"""
CUT = """world => [...world.querySelectorAll("*")]
  .filter((one) => one.getBoundingClientRect().right > world.getBoundingClientRect().right + 0.5)
  .map((one) => one.className || one.tagName)"""
SCRIPT = """
import { createWorld } from "/static/world.js";
async function json(options) {
  const response = await fetch("/playground/world", options);
  const body = await response.json();
  if (body.error) throw new Error(body.error);
  return body;
}
const fetchWorld = () => json();
const postWorld = (wanted) => json({ method: "POST", body: JSON.stringify(wanted) });
window.asked = [];
const ask = (text) => window.asked.push(text);
window.world = createWorld({ fetchWorld, postWorld, ask });
document.querySelector("main").append(window.world.element);
window.world.update(await fetchWorld());
window.refresh = async () => window.world.update(await fetchWorld());
document.body.dataset.ready = "";
"""


@pytest.fixture
def parcellab() -> ParcelLab:
    return ParcelLab(clock=Clock(NOON, speed=0))


@pytest.fixture
def slack(parcellab: ParcelLab) -> Slack:
    return Slack(parcellab.clock)


@pytest.fixture
async def address(parcellab: ParcelLab, slack: Slack) -> AsyncIterator[str]:
    """A page with nothing but the panel, under the playground's rules for content."""

    def serve(text: str, kind: str) -> Any:
        async def answer(_request: web.Request) -> web.Response:
            return web.Response(text=text, content_type=kind, headers=HEAD)

        return answer

    async def world(request: web.Request) -> web.Response:
        try:
            if request.method == "POST":
                obey(parcellab, slack, await request.json())
        except (LookupError, ValueError) as wrong:
            return web.json_response({"error": str(wrong)})  # 400 would be in the console
        return web.json_response(told(parcellab, slack))

    app = web.Application()
    app.router.add_get("/", serve(PAGE, "text/html"))
    app.router.add_get("/page.js", serve(SCRIPT, "text/javascript"))
    app.router.add_route("*", "/playground/world", world)
    app.router.add_static("/static", STATIC)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@pytest.fixture
async def open_world(page: Page, address: str) -> Open:
    async def open_(width: int = 420, scheme: Any = "light") -> Locator:
        await page.emulate_media(color_scheme=scheme)
        await page.set_viewport_size({"width": width, "height": 900})
        await page.goto(address)
        await page.wait_for_selector("body[data-ready]")
        return page.get_by_role("region", name="World", exact=True)

    return open_


def row(world: Locator, number: str) -> Locator:
    return world.get_by_role("listitem").filter(has=world.page.get_by_text(number, exact=True))


def button(place: Locator, name: str) -> Locator:
    return place.get_by_role("button", name=re.compile(f"^{re.escape(name)}"))


# --- the orders ---


async def test_every_order_stands_there_with_its_state(open_world: Open) -> None:
    world = await open_world()
    orders = world.get_by_role("region", name="Orders")
    await expect(orders.get_by_role("listitem")).to_have_count(len(ORDERS))
    show_piece = row(world, "PK1004")
    await expect(show_piece).to_contain_text("Out for delivery today with a window")
    await expect(show_piece.locator(".world-chip:visible")).to_have_text(
        ["Out for delivery", "Late"]
    )
    await expect(row(world, "PK1025")).to_contain_text("1 of 3 arrived")


async def test_an_order_is_moved_made_late_delivered_and_put_back(
    open_world: Open, parcellab: ParcelLab
) -> None:
    world = await open_world()
    line, state = row(world, "PK1003"), row(world, "PK1003").locator(".world-chip").first
    await expect(state).to_have_text("In transit")
    await expect(button(line, "Reset")).to_be_disabled()
    await button(line, "Next").click()
    await expect(state).to_have_text("At the depot")
    await expect(line.get_by_text("Late", exact=True).first).not_to_be_visible()
    await button(line, "Late").click()
    await expect(line.locator(".is-late")).to_be_visible()
    await button(line, "Deliver").click()
    await expect(state).to_have_text("Delivered")
    await expect(button(line, "Next")).to_be_disabled()
    assert parcellab.state(parcellab.order(SHOP, "PK1003", None)).moves == 3
    await button(line, "Reset").click()
    await expect(state).to_have_text("In transit")
    await expect(line.locator(".is-late")).not_to_be_visible()


async def test_equal_numbers_are_told_apart(open_world: Open, parcellab: ParcelLab) -> None:
    world = await open_world()
    await expect(row(world, "PK2006")).to_have_count(2)
    atlas = row(world, "PK2006").filter(has_text="atlas")
    await button(atlas, "Deliver").click()
    await expect(atlas.locator(".world-chip").first).to_have_text("Delivered")
    assert parcellab.state(parcellab.order(SHOP, "PK2006", "atlas")).moves == 1
    assert parcellab.state(parcellab.order(SHOP, "PK2006", "borealis")).moves == 0


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("pk1004", ["PK1004", "PK1005"]),  # PK1005 names PK1004 in its description
        ("collect locker", ["PK1028"]),
        ("address problem", ["PK1018"]),
        ("no such thing", []),
    ],
)
async def test_orders_are_found_by_number_words_and_state(
    open_world: Open, words: str, numbers: list[str]
) -> None:
    world = await open_world()
    await world.get_by_role("searchbox", name="Search orders").fill(words)
    orders = world.get_by_role("region", name="Orders")
    await expect(orders.locator(".world-order strong")).to_have_text(numbers)
    await expect(orders.get_by_role("status")).to_have_text(f"{len(numbers)} of {len(ORDERS)}")


async def test_ask_types_the_command(open_world: Open, page: Page) -> None:
    world = await open_world()
    await button(row(world, "PK1004"), "Ask").click()
    assert await page.evaluate("asked") == ["/where PK1004"]


async def test_the_keyboard_keeps_its_place_when_the_world_changes(
    open_world: Open, page: Page, parcellab: ParcelLab
) -> None:
    world = await open_world()
    deliver = button(row(world, "PK1003"), "Deliver")
    await deliver.focus()
    await page.keyboard.press("Enter")
    await expect(row(world, "PK1003").locator(".world-chip").first).to_have_text("Delivered")
    await expect(deliver).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(row(world, "PK1003").locator(".world-chip").first).to_have_text("In transit")
    parcellab.move(SHOP, "PK1003", None, "late")
    await page.evaluate("refresh()")
    await expect(row(world, "PK1003").locator(".is-late")).to_be_visible()
    await expect(button(row(world, "PK1003"), "Reset")).to_be_focused()


async def test_what_cannot_be_is_said_in_words(open_world: Open, parcellab: ParcelLab) -> None:
    world = await open_world()
    parcellab.move(SHOP, "PK1003", None, "deliver")
    await button(row(world, "PK1003"), "Next").click()
    await expect(world.get_by_role("alert")).to_have_text("PK1003 cannot do that now: next.")
    await button(row(world, "PK1001"), "Next").click()
    await expect(world.get_by_role("alert")).not_to_be_visible()


# --- the clock ---


async def test_the_clock_jumps_runs_and_comes_back(open_world: Open, parcellab: ParcelLab) -> None:
    clock = (await open_world()).get_by_role("region", name="Clock")
    time = clock.locator("time")
    await expect(time).to_have_attribute("datetime", "2025-06-14T10:00:00.000Z")
    await button(clock, "+1 h").click()
    await button(clock, "+1 day").click()
    await expect(time).to_have_attribute("datetime", "2025-06-15T11:00:00.000Z")
    await expect(clock).to_contain_text("Sun 15 Jun 2025")
    await button(clock, "×1440").click()
    await expect(button(clock, "×1440")).to_have_attribute("aria-pressed", "true")
    await expect(button(clock, "×60")).to_have_attribute("aria-pressed", "false")
    assert parcellab.clock.speed == 1440
    await expect(time).to_have_attribute("datetime", re.compile("^2025-06-15T1[2-9]"))
    await button(clock, "Real time").click()
    await expect(clock.get_by_role("button", name="×1", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    assert abs(parcellab.clock.now() - datetime.now(UTC)) < timedelta(seconds=10)


async def test_the_page_may_set_the_clock_by_its_snapshots(open_world: Open, page: Page) -> None:
    clock = (await open_world()).get_by_role("region", name="Clock")
    await page.evaluate("world.setNow(1750000000)")
    await expect(clock.locator("time")).to_have_attribute("datetime", "2025-06-15T15:06:40.000Z")


async def test_the_clock_shows_the_time_of_whoever_looks(
    open_world: Open, page: Page, parcellab: ParcelLab
) -> None:
    parcellab.is_travelling = True
    clock = (await open_world()).get_by_role("region", name="Clock")
    following = clock.get_by_text(re.compile("^next "))
    shown = {}
    for zone in ("America/New_York", "Asia/Tokyo"):
        await page.evaluate("zone => world.setNow(1750014000, zone)", zone)
        shown[zone] = await following.inner_text()
        await expect(clock.locator("time")).to_have_attribute(
            "datetime", "2025-06-15T19:00:00.000Z"
        )
        await page.evaluate("world.setNow(1750014000)")  # stays where it was
        hour, date = {
            "America/New_York": ("15:00:00", "Sun 15 Jun 2025"),
            "Asia/Tokyo": ("04:00:00", "Mon 16 Jun 2025"),
        }[zone]
        await expect(clock.locator("time")).to_have_text(hour)
        await expect(clock).to_contain_text(date)
    assert shown["America/New_York"] != shown["Asia/Tokyo"]


async def test_real_time_says_what_becomes_of_the_dates(open_world: Open) -> None:
    real = button(await open_world(), "Real time")
    await expect(real).to_have_attribute("title", re.compile("new ones keep that one's date"))


async def test_parcels_travel_when_they_are_let(
    open_world: Open, page: Page, parcellab: ParcelLab
) -> None:
    world = await open_world()
    travel = world.get_by_role("switch", name="Parcels travel by themselves")
    await expect(travel).not_to_be_checked()
    await travel.check()
    await expect(world.get_by_text(re.compile("^next Sat 14 Jun"))).to_be_visible()
    assert parcellab.is_travelling
    await button(world, "+1 day").click()
    await expect(row(world, "PK1004").locator(".world-chip").first).to_have_text("Delivered")
    await travel.focus()
    await page.keyboard.press("Space")
    await expect(travel).not_to_be_checked()
    await expect(world.get_by_text(re.compile("^next Sat"))).to_have_count(0)


# --- faults ---


async def test_parcellab_breaks_says_what_that_means_and_is_repaired(
    open_world: Open, parcellab: ParcelLab
) -> None:
    world = await open_world()
    sign = world.locator(".world-sign")
    await expect(sign).to_have_text("All well")
    form = world.get_by_role("form", name="Break parcelLab")
    await form.get_by_role("spinbutton", name="Seconds").fill("7")
    await expect(form).to_contain_text("parcelLab answers only after 7 seconds.")
    await form.get_by_role("button", name="Break parcelLab").click()
    await expect(sign).to_have_text("1 thing is broken")
    assert parcellab.fault == Fault("slow", seconds=7)
    broken = world.get_by_role("list", name="Broken now")
    await expect(broken).to_contain_text("parcelLab: Slow")
    await broken.get_by_role("button", name="Repair parcelLab: Slow").click()
    await expect(sign).to_have_text("All well")
    await expect(broken).not_to_be_visible()
    assert parcellab.fault is None


async def test_a_call_to_slack_breaks_as_often_as_is_chosen(
    open_world: Open, page: Page, slack: Slack
) -> None:
    world = await open_world()
    form = world.get_by_role("form", name="Break Slack")
    await form.get_by_role("combobox", name="How Slack breaks").select_option("Answer lost")
    await expect(form).to_contain_text("its answer is lost after it took effect")
    await expect(form.get_by_role("spinbutton")).to_have_count(0)
    await form.get_by_role("combobox", name="Which call").select_option("chat.postMessage")
    await form.get_by_role("combobox", name="How often").select_option("3 times")
    await form.get_by_role("button", name="Break Slack").click()
    await expect(world.locator(".world-fault")).to_contain_text("chat.postMessage · 3× more")
    fault = slack.fault["chat.postMessage"]
    assert (fault.kind, fault.times) == ("lost", 3)
    fault.times = 0
    await page.evaluate("refresh()")
    await expect(world.locator(".world-sign")).to_have_text("All well")


async def test_every_fault_there_is_can_be_chosen_and_is_explained(
    open_world: Open, parcellab: ParcelLab, slack: Slack
) -> None:
    world = await open_world()
    for side, name in (("parcellab", "parcelLab"), ("slack", "Slack")):
        kinds = told(parcellab, slack)["fault_kinds"][side]
        form = world.get_by_role("form", name=f"Break {name}")
        chooser = form.get_by_role("combobox", name=f"How {name} breaks")
        assert await chooser.locator("option").count() == len(kinds)
        meanings = set()
        for kind in kinds:
            await chooser.select_option(kind)
            meanings.add(await form.locator(".world-meaning").inner_text())
        assert "" not in meanings
        assert len(meanings) == len(kinds)


# --- for everybody ---


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [296, 356, 420])  # a drawer in 360, in 420, and wide
async def test_it_is_usable_by_all_and_never_wider_than_its_place(
    open_world: Open, page: Page, slack: Slack, parcellab: ParcelLab, width: int, scheme: str
) -> None:
    obey(parcellab, slack, {"do": "slack_fault", "kind": "lost", "method": "chat.postMessage"})
    obey(parcellab, slack, {"do": "parcellab_fault", "kind": "429", "seconds": 3})
    world = await open_world(width, scheme)
    assert await serious_faults(page) == []
    wide = "document.documentElement.scrollWidth"
    assert await page.evaluate(wide) == width
    assert await world.evaluate(CUT) == []
    for chooser in await world.get_by_role("combobox").all():
        box = await chooser.bounding_box()
        assert box
        assert box["width"] >= 90
