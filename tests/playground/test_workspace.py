"""The workspace in a browser, with an app that uses every surface of Slack."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.server import Addresses
from bot.sandbox.slack.fault import Fault
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, DELAYS, SUPPORT, Message
from tests.conftest import until
from tests.playground.page import Playground
from tests.playground.rich_bot import RichBot, rich_workspace


@pytest.fixture
async def world() -> AsyncIterator[tuple[Addresses, RichBot]]:
    async with rich_workspace() as world:
        yield world


@pytest.fixture
def bot(world: tuple[Addresses, RichBot]) -> RichBot:
    return world[1]


@pytest.fixture
def rich(world: tuple[Addresses, RichBot]) -> Addresses:
    return world[0]


@pytest.fixture
async def at(page: Page, rich: Addresses) -> AsyncIterator[Playground]:
    async with Playground(page, rich.page_url) as at:
        yield at


# Messages


async def test_a_mention_is_completed_and_answered_in_a_thread(at: Playground) -> None:
    box = at.page.locator(".pane .composer-box")
    await box.press_sequentially("@wher")
    await expect(at.page.get_by_role("option", name="Wherebot")).to_be_visible()
    await box.press("Enter")
    await expect(box).to_have_value("@wherebot ")
    await box.press_sequentially("are you there?")
    await box.press("Enter")
    await expect(at.messages("are you there?").locator(".bk-chip, .mention").first).to_have_text(
        "@wherebot"
    )
    await at.page.get_by_role("button", name="1 reply").click()
    await expect(at.thread("Hello @agent.one, at 10:00-12:00 & later")).to_be_visible()
    await at.type("thanks", in_thread=True)
    await expect(at.thread("thanks")).to_be_visible()
    await expect(at.messages("thanks")).to_have_count(0)
    await expect(at.page.get_by_role("button", name="2 replies")).to_be_visible()


async def test_people_edit_delete_and_react(at: Playground, rich: Addresses, bot: RichBot) -> None:
    await at.type("first words")
    await at.menu(at.messages("first words"), "Edit message")
    await at.page.get_by_label("Edit message").fill("second words")
    await at.page.get_by_role("button", name="Save").click()
    await expect(at.messages("second words")).to_contain_text("(edited)")
    await at.menu(at.messages("second words"), "React with eyes")
    await expect(at.messages("second words").get_by_role("button", name="eyes")).to_contain_text(
        "1"
    )
    await at.menu(at.messages("second words"), "Delete message")
    await expect(at.messages("second words")).to_have_count(0)
    assert [event.get("subtype") for event in bot.told if event["type"] == "message"] == [
        None,
        "message_changed",
        "message_deleted",
    ]
    assert rich.slack.seen_by(AGENT_TWO, SUPPORT) == []


async def test_a_link_is_unfolded_by_the_app(at: Playground) -> None:
    await at.type("see https://track.example/PK1004")
    await expect(at.messages("see ").locator(".attachment")).to_contain_text("PK1004 is on its way")


async def test_a_long_list_is_pasted_as_it_is(at: Playground, rich: Addresses) -> None:
    numbers = "\n".join(f"PK{number}" for number in range(1000, 1200))
    await at.page.locator(".pane .composer-box").fill(numbers)
    await at.page.locator(".pane .composer-box").press("Enter")
    await expect(at.messages("PK1199")).to_be_visible()
    assert rich.slack.seen_by(AGENT_TWO, SUPPORT)[0].text == numbers


async def test_unread_marks_and_a_notification_wait_for_the_other(
    at: Playground, rich: Addresses
) -> None:
    await at.see("Agent Two")
    await at.open("delays")
    await rich.slack.message(AGENT_ONE, SUPPORT, "look, @agent.two: *late* again")
    await expect(at.page.locator(".toast")).to_contain_text("Agent One in #support")
    await expect(at.page.locator(".toast")).to_contain_text("look, @agent.two: late again")
    entry = at.page.locator(".side-entry", has_text="support")
    await expect(entry).to_have_class(re.compile("is-unread"))
    await expect(entry.locator(".badge")).to_have_text("1")
    await expect(at.page).to_have_title(re.compile(r"^\(1\)"))
    await entry.click()
    await expect(at.page.locator(".divider-new")).to_be_visible()
    await expect(entry).not_to_have_class(re.compile("is-unread"))
    await until(lambda: rich.slack.unread(AGENT_TWO, SUPPORT).count == 0)
    await at.open("delays")
    await rich.slack.message(AGENT_ONE, SUPPORT, "and @agent.two: once more")
    await expect(at.page.locator(".toast", has_text="once more")).to_be_visible()
    await at.see("Team Lead")
    await expect(at.page.locator(".toast")).to_have_count(0)  # it was not for them


async def test_of_a_file_without_a_text_its_name_is_notified(
    at: Playground, rich: Addresses
) -> None:
    await rich.slack.message(AGENT_ONE, SUPPORT, "", files=[("late.csv", b"PK1004")])
    await at.menu(at.messages("late.csv"), "Show its notification")
    await expect(at.page.locator(".toast")).to_contain_text("uploaded late.csv")


# Commands


async def test_a_command_is_completed_with_its_hint(at: Playground, bot: RichBot) -> None:
    box = at.page.locator(".pane .composer-box")
    await box.press_sequentially("/sh")
    await expect(at.page.get_by_role("option", name="/show")).to_contain_text("Posts things")
    await box.press("Tab")
    await expect(box).to_have_value("/show ")
    await expect(at.page.locator(".pane .composer-hint")).to_have_text("/show bad · slow · twice")
    await box.press_sequentially("button")
    await box.press("Enter")
    await expect(at.button("Press me")).to_be_visible()
    assert bot.told[0]["text"] == "button"
    await box.press_sequentially("/show")  # whole: what is offered has nothing to add
    await expect(at.page.get_by_role("option", name="/show")).to_be_visible()
    await box.press("Enter")
    await expect(at.page.get_by_role("option", name="/show")).to_have_count(0)


async def test_slack_itself_refuses_what_slack_refuses(at: Playground, bot: RichBot) -> None:
    await at.type("/nothing here")
    await expect(at.messages("/nothing is not a valid command")).to_be_visible()
    await at.type("hello")
    await at.messages("hello").hover()
    await at.messages("hello").get_by_role("button", name="Reply in thread").click()
    await at.type("/show button", in_thread=True)
    await expect(at.thread("/show is not supported in threads. Sorry!")).to_be_visible()
    assert [event for event in bot.told if event.get("command")] == []
    await at.see("Partner One")
    await at.type("/show button")
    await expect(at.messages("/show is not a valid command")).to_be_visible()


async def test_an_acknowledgement_after_three_seconds_shows_slacks_failure(at: Playground) -> None:
    await at.type("/show slow")
    failure = at.messages("/show failed with the error")
    await expect(failure).to_contain_text("operation_timeout")
    await expect(failure).to_contain_text("Only visible to you")


async def test_what_slack_would_refuse_is_not_shown_and_the_inspector_says_why(
    at: Playground,
) -> None:
    await at.type("/show bad")
    await expect(at.messages("invalid_blocks")).to_be_visible()
    await at.drawer("Inspector")
    entry = at.page.locator(".drawer li", has_text="/show bad").first
    await entry.get_by_role("button").first.click()
    await expect(entry).to_contain_text("must be less than 151 characters")
    await expect(entry).to_contain_text("/blocks/0/text/text")


# Buttons


async def test_a_press_waits_and_warns_when_it_takes_too_long(at: Playground, bot: RichBot) -> None:
    bot.slow = 3.3
    await at.type("/show button")
    await at.button("Press me").click()
    await expect(at.button("Press me")).to_be_disabled()
    await expect(at.messages("Press me").get_by_role("img", name=re.compile("."))).to_be_visible()
    await expect(at.button("Press me")).to_be_enabled()
    assert [event["actions"][0]["action_id"] for event in bot.told if "actions" in event] == [
        "press"
    ]


# Modals


async def test_a_form_is_filled_checked_and_sent(at: Playground, bot: RichBot) -> None:
    await at.type("/form")
    form = at.page.get_by_role("dialog", name="Find a parcel")
    await form.get_by_role("button", name="Find", exact=True).click()
    await expect(form).to_contain_text("Please complete this required field")
    await form.get_by_label("Number").fill("PK9999")
    await form.get_by_role("button", name="Find", exact=True).click()
    await expect(form).to_contain_text("No order has this number.")
    await expect(form.get_by_label("Number")).to_have_value("PK9999")
    await form.get_by_role("combobox", name="Courier").click()
    await at.page.keyboard.type("d")
    await at.page.get_by_role("option", name="DPD").click()
    await form.get_by_label("Live").check()
    await form.get_by_label("Number").fill("PK1004")
    await form.get_by_role("button", name="Find", exact=True).click()
    await expect(form).to_have_count(0)
    sent = [event for event in bot.told if event["type"] == "view_submission"][-1]
    values = sent["view"]["state"]["values"]
    assert values["number"]["x"]["value"] == "PK1004"
    assert values["courier"]["x"]["selected_option"]["value"] == "dpd"
    assert values["how"]["x"]["selected_option"]["value"] == "live"


async def test_modals_stack_three_high_and_are_all_cleared(at: Playground) -> None:
    await at.type("/form")
    await at.page.get_by_label("Number").fill("PK1")
    await at.page.get_by_role("button", name="Find", exact=True).click()
    await expect(at.page.get_by_role("dialog", name="Step 2")).to_be_visible()
    await at.page.get_by_role("button", name="On", exact=True).click()
    await expect(at.page.get_by_role("dialog", name="Step 3")).to_be_visible()
    await at.page.get_by_role("button", name="Back").click()
    await expect(at.page.get_by_role("dialog", name="Step 2")).to_be_visible()
    await at.page.get_by_role("button", name="On", exact=True).click()
    await at.page.get_by_role("button", name="On", exact=True).click()
    await expect(at.page.get_by_role("dialog")).to_have_count(0)


async def test_a_modal_is_updated_in_place(at: Playground) -> None:
    await at.type("/form")
    await at.page.get_by_label("Number").fill("PK2")
    await at.page.keyboard.press("Enter")
    await expect(at.page.get_by_role("dialog", name="Step 2")).to_be_visible()
    await expect(at.page.get_by_role("button", name="Back")).to_be_hidden()


async def test_closing_by_key_tells_the_app_and_frees_the_page(
    at: Playground, bot: RichBot
) -> None:
    await at.type("/form")
    await expect(at.page.get_by_role("dialog", name="Find a parcel")).to_be_visible()
    await at.page.keyboard.press("Escape")
    await expect(at.page.get_by_role("dialog")).to_have_count(0)
    await until(lambda: any(event["type"] == "view_closed" for event in bot.told))


async def test_a_modal_is_one_persons(at: Playground) -> None:
    await at.type("/form")
    await expect(at.page.get_by_role("dialog", name="Find a parcel")).to_be_visible()
    url = at.page.url
    other = await at.page.context.new_page()
    await other.goto(url.replace(AGENT_ONE, AGENT_TWO))
    await expect(other.get_by_role("radio", name="Agent Two")).to_be_checked()
    await expect(other.get_by_role("dialog")).to_have_count(0)


# Shortcuts and Home


async def test_shortcuts_on_a_message_and_anywhere(at: Playground) -> None:
    await at.type("where is PK1004?")
    await at.menu(at.messages("where is PK1004?"), "Where is this?")
    await at.page.get_by_role("button", name="1 reply").click()
    await expect(at.thread("You asked about: where is PK1004?")).to_be_visible()
    await at.page.locator(".pane").get_by_role("button", name="Shortcuts").click()
    await at.page.get_by_role("menuitem", name="Look around").click()
    await expect(at.page.get_by_role("dialog", name="Step 2")).to_be_visible()


async def test_home_is_drawn_for_whoever_opens_it(at: Playground) -> None:
    await at.page.locator("[data-home]").click()
    await expect(at.page.get_by_role("heading", name="Your parcels")).to_be_visible()
    await at.page.get_by_role("tab", name="Messages").click()
    await expect(at.page.locator(".pane .composer-box")).to_be_visible()


# Limits and faults


async def test_an_answer_lost_after_it_took_effect_is_seen_once(
    at: Playground, rich: Addresses
) -> None:
    rich.slack.fault["chat.postMessage"] = Fault("lost")
    await at.type("/show button")
    await expect(at.button("Press me")).to_have_count(1)
    await at.drawer("Inspector")
    call = at.page.locator(".drawer li", has_text="chat.postMessage").first
    await expect(call).to_contain_text("lost")


async def test_two_messages_a_second_are_one_too_many(at: Playground, rich: Addresses) -> None:
    rich.slack.message_interval = 60
    await at.type("/show button")
    await expect(at.button("Press me")).to_have_count(1)
    await at.type("/show button")
    await at.drawer("Inspector")
    await expect(at.page.locator(".drawer li", has_text="ratelimited")).to_have_count(1)
    await expect(at.button("Press me")).to_have_count(1)


# In step


async def test_two_pages_and_a_reload_show_the_same(at: Playground) -> None:
    other = await Playground(await at.page.context.new_page(), at.page.url).visit()
    await at.type("written here")
    await expect(other.messages("written here")).to_be_visible()
    await other.see("Team Lead")
    await other.open("delays")
    await other.page.reload()
    await expect(other.page.get_by_role("radio", name="Team Lead")).to_be_checked()
    await expect(other.page.get_by_role("heading", name="#delays")).to_be_visible()
    await expect(at.page.get_by_role("radio", name="Agent One")).to_be_checked()


# What a review of the page found


async def test_the_focus_stays_while_others_write(at: Playground, rich: Addresses) -> None:
    for stop in (
        at.page.get_by_role("button", name="Inspector", exact=True),
        at.page.locator(".side-entry", has_text="delays"),
        at.page.get_by_role("radio", name="Agent One"),
    ):
        await stop.focus()
        await rich.slack.message(AGENT_TWO, DELAYS, "something new, @agent.one")
        await expect(at.page.locator(".toast")).to_be_visible()
        await at.page.locator(".toast-close").first.click(force=True, no_wait_after=True)
        await stop.focus()
        await rich.slack.message(AGENT_TWO, SUPPORT, "something else")
        await expect(at.messages("something else").first).to_be_visible()
        await expect(stop).to_be_focused()
        await at.page.reload()


async def test_a_draft_stays_where_it_was_begun(at: Playground, rich: Addresses) -> None:
    box = at.page.locator(".pane .composer-box")
    await box.fill("not for all ears")
    await at.open("partner-shop")
    await expect(box).to_have_value("")
    await at.see("Partner One")
    await expect(box).to_have_value("")
    await at.see("Agent One")
    await at.open("support")
    await expect(box).to_have_value("not for all ears")
    assert rich.slack.seen_by(AGENT_ONE, SUPPORT) == []


async def test_an_edit_keeps_lines_marks_and_names(at: Playground, rich: Addresses) -> None:
    written = "line one\n*line two* https://shop.example/a?b=1&c=2 @agent.two <3"
    await at.page.locator(".pane .composer-box").fill(written)
    await at.page.locator(".pane .composer-box").press("Enter")
    before = (await messages_of(rich))[0].text
    await at.menu(at.messages("line one"), "Edit message")
    await expect(at.page.get_by_label("Edit message")).to_have_value(written)
    await at.page.get_by_label("Edit message").fill(written + "!")
    await at.page.get_by_role("button", name="Save").click()
    await expect(at.messages("line one")).to_contain_text("(edited)")
    assert (await messages_of(rich))[0].text == before + "!"
    await at.menu(at.messages("line one"), "Edit message")
    await at.open("delays")
    await expect(at.page.get_by_label("Edit message")).to_have_count(0)


async def messages_of(rich: Addresses) -> list[Message]:
    await until(lambda: bool(rich.slack.seen_by(AGENT_ONE, SUPPORT)))
    return rich.slack.seen_by(AGENT_ONE, SUPPORT)


async def test_a_command_behind_a_space_is_a_message(at: Playground, bot: RichBot) -> None:
    await at.type(" /show button")
    await expect(at.messages("/show button")).to_be_visible()
    await at.type("/show\nbutton")
    await expect(at.button("Press me")).to_be_visible()


async def test_answers_are_told_to_a_screen_reader(at: Playground) -> None:
    await at.type("/show button")
    await expect(at.page.locator("#announcer")).to_have_text("Wherebot: A message with a button")


async def test_home_is_opened_however_one_gets_there(at: Playground, bot: RichBot) -> None:
    await at.page.locator("[data-home]").click()
    await expect(at.page.get_by_role("heading", name="Your parcels")).to_be_visible()
    await at.page.goto(at.page.url.replace(AGENT_ONE, AGENT_TWO))
    await at.page.reload()
    await expect(at.page.get_by_role("heading", name="Your parcels")).to_be_visible()
    await at.page.go_back()


async def test_only_what_slack_notifies_of_pops_up(at: Playground, rich: Addresses) -> None:
    await at.open("delays")
    await rich.slack.message(AGENT_TWO, SUPPORT, "for nobody in particular")
    await expect(at.page.locator(".side-entry.is-unread", has_text="support")).to_be_visible()
    await expect(at.page.locator(".toast")).to_have_count(0)
    await rich.slack.message(AGENT_TWO, SUPPORT, "for @agent.one")
    await expect(at.page.locator(".toast")).to_contain_text("for @agent.one")


async def test_a_page_nobody_looks_at_holds_no_line(at: Playground, rich: Addresses) -> None:
    hide = """(state) => {
        Object.defineProperty(document, 'visibilityState', {value: state, configurable: true});
        document.dispatchEvent(new Event('visibilitychange'));
    }"""
    await at.page.evaluate(hide, "hidden")
    await rich.slack.message(AGENT_TWO, SUPPORT, "unseen as yet")
    await at.page.wait_for_timeout(300)
    await expect(at.messages("unseen as yet")).to_have_count(0)
    await at.page.evaluate(hide, "visible")
    await expect(at.messages("unseen as yet")).to_be_visible()


async def test_a_channel_where_nothing_can_be_drawn_does_not_stop_the_page(
    at: Playground, rich: Addresses
) -> None:
    odd = {"fallback": "f", "text": "a", "ts": "abc", "color": "123456", "fields": [{}]}
    rich.slack.workspace.post(SUPPORT, AGENT_TWO, {"text": "odd", "attachments": [odd]})
    await at.type("still here")
    await expect(at.messages("still here")).to_be_visible()
