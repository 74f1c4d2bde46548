"""What somebody without an account sees within the first minutes: the real bot, in a browser."""

import re

import pytest
from playwright.async_api import expect

from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, DELAYS, GUEST, SUPPORT
from tests.conftest import until
from tests.playground.demo import demo
from tests.playground.page import Playground

sandbox = pytest.fixture(demo)


async def test_an_agent_asks_refreshes_and_shares_and_the_guest_sees_the_redacted_card_only(
    at: Playground,
) -> None:
    await at.open("delays")
    await at.type("/where PK1004")
    card = at.messages("PK1004 · Out for delivery")
    await expect(card).to_contain_text("Only visible to you")
    await expect(card).to_contain_text("Canvas sneaker")
    await expect(at.page.locator(".pane .messages img").first).to_be_visible()
    await at.button("Refresh").click()
    await expect(at.messages("asked of the courier itself")).to_have_count(1)
    await at.button("Share to channel").click()
    shared = at.messages("PK1004").filter(has_not_text="Only visible to you")
    await expect(shared).to_contain_text("Details for me")
    await at.see("Guest One")
    await at.open("delays")
    await expect(at.messages("PK1004")).to_have_count(1)
    for private in ("Canvas sneaker", "00340434161094042557", "Sandbox Recipient", "@example"):
        await expect(at.page.locator(".pane")).not_to_contain_text(private)
    await at.button("Details for me").click()
    await expect(at.messages("Canvas sneaker")).to_have_count(0)
    await expect(at.messages("Une question d'abord")).to_contain_text("Only visible to you")


async def test_an_answer_is_for_the_eyes_of_whoever_asked(at: Playground) -> None:
    await at.type("/where PK1004")
    await expect(at.messages("PK1004 · Out for delivery")).to_be_visible()
    await at.see("Agent Two")
    await at.open("support")
    await expect(at.messages()).to_have_count(0)
    await at.see("Agent One")
    await expect(at.messages("PK1004 · Out for delivery")).to_be_visible()


async def test_a_mention_is_answered_in_its_thread_as_the_channel_may_see_it(
    at: Playground, sandbox: Addresses
) -> None:
    await at.open("support")
    await at.type("@wherebot has PK1004 shipped?")
    await until(lambda: len(sandbox.slack.seen_by(AGENT_TWO, SUPPORT)) == 2)
    asked, answer = sandbox.slack.seen_by(AGENT_TWO, SUPPORT)
    assert answer.thread_ts == asked.ts
    await at.page.get_by_role("button", name=re.compile("1 reply")).first.click()
    await expect(at.thread("PK1004 · Out for delivery")).to_contain_text("Details for me")
    for private in ("Canvas sneaker", "00340434161094042557", "Sandbox Recipient", "@example"):
        await expect(at.page.locator(".thread")).not_to_contain_text(private)


async def test_a_guest_who_mentions_the_bot_proves_an_order_and_sees_it_in_private(
    at: Playground, sandbox: Addresses
) -> None:
    await at.see("Guest One")
    await at.open("delays")
    await at.type("@wherebot has PK1004 shipped?")
    await expect(at.messages("✉️")).to_contain_text("Only visible to you")
    assert len(sandbox.slack.seen_by(AGENT_ONE, DELAYS)) == 1
    await at.page.locator(".side-entry[data-channel^=D]").click()
    await expect(at.messages("🔒")).to_contain_text("PK1004")
    await at.messages("🔒").get_by_role("button").first.click()
    form = at.page.get_by_role("dialog")
    await form.get_by_role("textbox").fill("10115")
    await form.get_by_role("textbox").press("Enter")
    shown = at.messages("PK1004 · En cours de livraison")
    await expect(shown).to_be_visible()
    for private in ("Sandbox Recipient", "@example", "10115"):
        await expect(shown).not_to_contain_text(private)
    assert {m.only_for for m in sandbox.slack.seen_by(GUEST, DELAYS) if m.blocks} == {GUEST}


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
    link = "https://www.dhl.de/de/privatkunden.html?piececode=00340434161094042557"
    await at.type(f"it is here: {link}")
    card = at.messages("it is here")
    await expect(card).to_contain_text("PK1004 · Out for delivery")
    for private in ("Canvas sneaker", "Sandbox Recipient"):
        await expect(card).not_to_contain_text(private)
    await card.get_by_role("button", name="Details for me").click()
    await expect(at.messages("Canvas sneaker")).to_contain_text("Only visible to you")


async def test_everybody_is_answered_in_their_own_language_and_time(at: Playground) -> None:
    await at.see("Agent Two")
    await at.open("support")
    await at.type("/where PK1004")
    await expect(at.messages("In Zustellung")).to_be_visible()
    zones = await at.page.evaluate(
        "() => ['Europe/London', 'Europe/Berlin'].map(timeZone =>"
        " new Date().toLocaleTimeString('en-GB', {timeZone, hour: '2-digit'}))"
    )
    assert zones[0] != zones[1]
    await expect(at.messages("In Zustellung").locator("time").first).to_have_text(
        re.compile(f"^{zones[1]}:")
    )


@pytest.mark.parametrize(
    ("tour", "seen"),
    [
        ("agent", "PK1004 · Out for delivery"),
        ("customer", "One question first"),
        ("share", "Details for me"),
        ("late", "PK1029 · Late"),
    ],
)
async def test_each_suggestion_is_one_click(at: Playground, tour: str, seen: str) -> None:
    await at.page.locator(f"[data-tour={tour}]").click()
    await expect(at.messages(seen).first).to_be_visible(timeout=15_000)
    await expect(at.page.locator(".toast.is-wrong")).to_have_count(0)


async def test_the_suggestions_stay_at_hand(at: Playground) -> None:
    await at.type("hello")
    await expect(at.page.locator(".tour")).to_have_count(0)
    await at.page.get_by_role("button", name="Tour").click()
    await at.page.get_by_role("menuitem", name="An agent asks").click()
    await expect(at.messages("PK1004 · Out for delivery")).to_be_visible()


async def test_an_outage_is_made_seen_and_mended_in_the_panel(at: Playground) -> None:
    await at.drawer("World")
    world = at.page.locator(".drawer")
    await expect(world).to_contain_text("All well")
    await (
        world.get_by_role("form", name="Break parcelLab")
        .get_by_role("combobox")
        .first.select_option("500")
    )
    await world.get_by_role("button", name="Break parcelLab").click()
    await expect(world).not_to_contain_text("All well")
    await at.type("/where PK1004")
    await expect(at.messages("cannot be reached")).to_be_visible()
    await world.get_by_role("button", name=re.compile("Repair")).first.click()
    await expect(world).to_contain_text("All well")


async def test_a_parcel_is_delivered_in_the_panel_and_asked_for_there(at: Playground) -> None:
    await at.type("/where PK1003")
    await expect(at.messages("PK1003 · Parcel is on its way")).to_be_visible()
    await at.drawer("World")
    await at.page.get_by_role("searchbox").fill("PK1003")
    row = at.page.locator(".drawer li", has_text="PK1003")
    await row.get_by_role("button", name="Deliver").click()
    await expect(row).to_contain_text("Delivered")
    await row.get_by_role("button", name="Ask").click()
    await expect(at.messages("PK1003 · Delivered")).to_be_visible()


async def test_the_clock_is_hurried_and_parcels_travel(at: Playground, sandbox: Addresses) -> None:
    sandbox.parcellab.is_travelling = True
    await at.drawer("World")
    before = await at.page.locator(".drawer li", has_text="Delivered").count()
    await at.page.get_by_role("button", name="+1 day").click()
    await at.page.get_by_role("button", name="+1 day").click()
    await expect(at.page.locator(".drawer li", has_text="Delivered")).not_to_have_count(before)
    await at.type("/where PK1003")
    await expect(at.messages("PK1003 · Delivered")).to_be_visible()


async def test_the_inspector_shows_what_was_said_both_ways(at: Playground) -> None:
    await at.type("/where PK1004")
    await expect(at.messages("PK1004 · Out for delivery")).to_be_visible()
    await at.menu(at.messages("PK1004 · Out for delivery").first, "Show in inspector")
    told = at.page.locator(".drawer li", has_text="/where PK1004").first
    await expect(told).to_contain_text(re.compile(r"\d ms"))
    await expect(told).to_contain_text("trigger_id")
    builder = at.page.get_by_role("link", name=re.compile("Block Kit Builder")).or_(
        at.page.get_by_role("button", name=re.compile("Block Kit Builder"))
    )
    await expect(builder.first).to_be_visible()


async def test_the_notification_is_made_of_the_text_alone(at: Playground) -> None:
    await at.type("/where PK1004")
    card = at.messages("PK1004 · Out for delivery").first
    await expect(card).to_be_visible()
    await at.menu(card, "Show its notification")
    await expect(at.page.locator(".toast")).to_contain_text("PK1004 · Out for delivery")
    await expect(at.page.locator(".toast .is-missing")).to_have_count(0)


async def test_slack_that_breaks_off_and_throttles_loses_nothing(
    at: Playground, sandbox: Addresses
) -> None:
    await at.drawer("World")
    world = at.page.locator(".drawer")
    await (
        world.get_by_role("form", name="Break Slack")
        .get_by_role("combobox")
        .first.select_option("429")
    )
    await world.get_by_role("button", name="Break Slack").click()
    await at.open("Wherebot")
    await at.type("has PK1004 arrived?")
    await expect(at.messages("PK1004 · Out for delivery")).to_have_count(1, timeout=15_000)


async def test_a_flood_of_questions_is_answered_each_once(at: Playground) -> None:
    numbers = [f"PK{number}" for number in range(1001, 1011)]
    for number in numbers:
        await at.type(f"/where {number}")
    for number in numbers:
        await expect(at.messages(f"{number} ·").filter(has_text="As of")).to_have_count(1)


async def test_a_guest_in_the_channel_has_no_card_of_the_agents(sandbox: Addresses) -> None:
    """The page shows what the workspace holds: this looks at the workspace itself."""
    await sandbox.slack.command(AGENT_ONE, DELAYS, "/where", "PK1004")
    await until(lambda: bool(sandbox.slack.seen_by(AGENT_ONE, DELAYS)))
    assert sandbox.slack.seen_by(GUEST, DELAYS) == []
    assert sandbox.slack.seen_by(AGENT_TWO, SUPPORT) == []


async def test_a_parcellab_that_hangs_costs_nobody_the_page(
    at: Playground, sandbox: Addresses
) -> None:
    sandbox.parcellab.fault = Fault("slow", seconds=1.5)
    await at.type("/where PK1004")
    await expect(at.messages("Looking")).to_be_visible()
    await at.open("delays")
    await expect(at.page.get_by_role("heading", name="#delays")).to_be_visible()
    await at.open("support")
    await expect(at.messages("PK1004 · Out for delivery")).to_be_visible()
