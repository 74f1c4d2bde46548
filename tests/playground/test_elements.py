"""What a person presses and chooses: what is sent, what is asked first, and what waiting shows."""

from typing import Any

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.playground.conftest import watched
from tests.playground.gallery import OPTIONS
from tests.playground.harness import NOW, Stage, mrkdwn, option, plain

CONFIRM = {
    "title": plain("Sure?"),
    "text": mrkdwn("This *cannot* be undone."),
    "confirm": plain("Do it"),
    "deny": plain("Not now"),
    "style": "danger",
}
BUTTON = {"type": "button", "text": plain("Refresh"), "value": "v1"}
SELECT = {"type": "static_select", "options": OPTIONS, "placeholder": plain("Which town?")}
BERLIN, HAMBURG, MUNICH = OPTIONS


def combo(box: Locator) -> Locator:
    return box.get_by_role("combobox")


def choice(stage: Stage, name: str) -> Locator:
    return stage.page.get_by_role("option", name=name)


async def test_a_button_sends_its_value(stage: Stage) -> None:
    box = await stage.element({**BUTTON, "style": "primary"})
    await box.get_by_role("button", name="Refresh").click()
    [sent] = await stage.sent()
    assert (sent["did"], sent["block"], sent["action"], sent["with"]) == (
        "act",
        "b",
        "a",
        {"value": "v1"},
    )


@pytest.mark.parametrize("style", ["primary", "danger"])
async def test_a_coloured_button_keeps_its_colour_below_the_pointer(
    stage: Stage, style: str
) -> None:
    """Its words are white: on the grey of the others nobody could read them."""
    button = (await stage.element({**BUTTON, "style": style})).get_by_role("button")
    colour = "one => getComputedStyle(one).backgroundColor"
    before = await button.evaluate(colour)
    await button.hover()
    assert await button.evaluate(colour) == before


async def test_a_button_with_url_opens_and_sends(stage: Stage) -> None:
    box = await stage.element({**BUTTON, "url": "https://a.test/x"})
    await box.get_by_role("button").click()
    assert [one["did"] for one in await stage.sent()] == ["open", "act"]
    assert (await stage.sent())[0]["url"] == "https://a.test/x"


async def test_an_unsafe_url_does_not_open(stage: Stage) -> None:
    box = await stage.element({**BUTTON, "url": "javascript:alert(1)"})
    await box.get_by_role("button").click()
    assert [one["did"] for one in await stage.sent()] == ["act"]


async def test_an_unknown_style_is_a_fault(stage: Stage) -> None:
    await stage.element({**BUTTON, "style": "huge"})
    await expect(stage.box.get_by_role("alert")).to_contain_text('unknown button style "huge"')


async def test_a_confirmation_is_asked_first(stage: Stage) -> None:
    box = await stage.element({**BUTTON, "url": "https://a.test/", "confirm": CONFIRM})
    await box.get_by_role("button").click()
    dialog = stage.page.get_by_role("dialog", name="Sure?")
    await expect(dialog.locator("strong")).to_have_text("cannot")
    await expect(dialog.get_by_role("button", name="Do it")).to_have_class("bk-button bk-danger")
    await dialog.get_by_role("button", name="Not now").click()
    assert await stage.sent() == []
    await box.get_by_role("button").click()
    await stage.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    assert await stage.sent() == []
    await box.get_by_role("button").click()
    await stage.page.keyboard.press("Enter")
    await stage.has_sent(2)
    assert [one["did"] for one in await stage.sent()] == ["open", "act"]


@pytest.mark.parametrize("kind", ["static_select", "checkboxes", "radio_buttons"])
async def test_a_denied_choice_is_taken_back(stage: Stage, kind: str) -> None:
    box = await stage.element({"type": kind, "options": OPTIONS, "confirm": CONFIRM})
    if kind == "static_select":
        await combo(box).click()
        await choice(stage, "Hamburg").click()
    else:
        await box.get_by_label("Hamburg").click()
    await stage.page.get_by_role("button", name="Not now").click()
    if kind == "static_select":
        await expect(combo(box)).to_have_value("")
    else:
        await expect(box.get_by_label("Hamburg")).not_to_be_checked()
    assert await stage.sent() == []


async def test_waiting_is_shown_and_rests_the_controls(stage: Stage) -> None:
    box = await stage.element(BUTTON)
    await stage.page.evaluate("app.gate = new Promise(open => (window.open_gate = open)); null")
    button = box.get_by_role("button")
    await button.click()
    await expect(button).to_be_disabled()
    await expect(box).to_have_attribute("aria-busy", "true")
    await stage.page.evaluate("open_gate()")
    await expect(button).to_be_enabled()
    await expect(box).not_to_have_attribute("aria-busy", "true")
    await expect(button).to_be_focused()
    assert len(await stage.sent()) == 1
    await expect(box.locator(".bk-warning")).to_have_count(0)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"error": "dispatch_failed"}, "dispatch_failed"),
        ({"error": None, "ack_ms": 3200}, "within 3 seconds"),
    ],
)
async def test_a_failure_is_a_warning_with_a_tooltip(
    stage: Stage, answer: dict[str, Any], words: str
) -> None:
    box = await stage.element(BUTTON)
    await stage.answer(**answer)
    await box.get_by_role("button").click()
    sign = box.get_by_role("img", name=words)
    await expect(sign).to_have_attribute("title", await sign.get_attribute("aria-label") or "-")
    await expect(stage.page.locator("#announcer")).to_contain_text(words)
    await stage.answer(error=None, ack_ms=20)
    await box.get_by_role("button").click()
    await expect(sign).to_have_count(0)


async def test_an_answer_after_three_seconds_is_not_awaited(
    browser: Browser, renderer_address: str
) -> None:
    complaints: list[str] = []
    async with watched(browser, complaints) as page:  # of its own: a clock once installed stays
        stage = Stage(page)
        await page.clock.install()
        await stage.open(renderer_address)
        box = await stage.element(BUTTON)
        await page.evaluate("app.gate = new Promise(() => {}); null")
        await box.get_by_role("button").click()
        await page.clock.run_for(1500)
        await expect(box.get_by_role("button")).to_be_disabled()
        await page.clock.run_for(2000)
        late = box.get_by_role("img", name="did not respond within 3 seconds")
        await expect(late).to_be_visible()
        await expect(box.get_by_role("button")).to_be_enabled()
    assert complaints == []


async def test_static_select(stage: Stage) -> None:
    box = await stage.element({**SELECT, "initial_option": BERLIN})
    await expect(combo(box)).to_have_value("Berlin 🇩🇪")
    await expect(combo(box)).to_have_attribute("aria-expanded", "false")
    await combo(box).click()
    await expect(combo(box)).to_have_attribute("aria-expanded", "true")
    await expect(choice(stage, "Berlin")).to_have_attribute("aria-selected", "true")
    await expect(choice(stage, "Hamburg")).to_contain_text("by the sea")
    await choice(stage, "Hamburg").click()
    [sent] = await stage.sent()
    assert sent["with"] == {"selected_option": HAMBURG}
    assert sent["state"] == {"b": {"a": {"type": "static_select", "selected_option": HAMBURG}}}
    await expect(combo(box)).to_have_value("Hamburg")
    await expect(combo(box)).to_have_attribute("aria-expanded", "false")


async def test_a_select_by_keyboard(stage: Stage) -> None:
    box = await stage.element(SELECT)
    await expect(combo(box)).to_have_attribute("placeholder", "Which town?")
    await combo(box).focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        await stage.page.keyboard.press(key)
    active = await combo(box).get_attribute("aria-activedescendant")
    await expect(stage.page.locator(f"#{active}")).to_contain_text("Hamburg")
    await stage.page.keyboard.press("Escape")
    assert await stage.sent() == []
    await expect(combo(box)).to_be_focused()
    await stage.page.keyboard.type("mün")
    await expect(stage.page.get_by_role("option")).to_have_count(1)
    await stage.page.keyboard.press("Enter")
    await expect(combo(box)).to_have_value("München")
    assert (await stage.sent())[0]["with"] == {"selected_option": MUNICH}


async def test_what_was_typed_but_not_chosen_goes(stage: Stage) -> None:
    box = await stage.element({**SELECT, "initial_option": BERLIN})
    await combo(box).fill("nothing like it")
    await expect(stage.page.get_by_role("listbox")).to_contain_text("No results")
    await stage.page.keyboard.press("Tab")
    await expect(combo(box)).to_have_value("Berlin 🇩🇪")
    assert await stage.sent() == []


async def test_option_groups(stage: Stage) -> None:
    groups = [
        {"label": plain("North"), "options": [HAMBURG]},
        {"label": plain("South"), "options": [MUNICH]},
    ]
    box = await stage.element({"type": "static_select", "option_groups": groups})
    await combo(box).click()
    group = stage.page.get_by_role("group", name="South")
    assert await group.get_by_role("option").all_inner_texts() == ["München"]
    await stage.page.get_by_text("South").click()  # a press beside the options leaves them open
    await expect(combo(box)).to_be_focused()
    await group.get_by_role("option").click()
    assert (await stage.sent())[0]["with"] == {"selected_option": MUNICH}


async def test_multi_select_has_chips_and_a_limit(stage: Stage) -> None:
    element = {"type": "multi_static_select", "options": OPTIONS, "initial_options": [BERLIN]}
    box = await stage.element({**element, "max_selected_items": 2})
    chips = box.get_by_role("listitem")
    assert await chips.locator("span").first.inner_text() == "Berlin 🇩🇪"
    await combo(box).click()
    await choice(stage, "München").click()
    await expect(choice(stage, "Hamburg")).to_have_attribute("aria-disabled", "true")
    await choice(stage, "Hamburg").click(force=True)
    await expect(chips).to_have_count(2)
    assert await stage.sent() == []
    await stage.page.keyboard.press("Escape")
    [sent] = await stage.sent()
    assert sent["with"] == {"selected_options": [BERLIN, MUNICH]}
    await box.get_by_role("button", name="Remove Berlin").click()
    assert (await stage.sent())[1]["with"] == {"selected_options": [MUNICH]}
    await combo(box).focus()
    await stage.page.keyboard.press("Backspace")
    assert (await stage.sent())[2]["with"] == {"selected_options": []}


async def test_external_select_asks_as_one_types(stage: Stage) -> None:
    await stage.page.evaluate("o => (app.suggestions = {options: o})", [HAMBURG])
    box = await stage.element({"type": "external_select", "min_query_length": 2})
    await combo(box).click()
    await expect(stage.page.get_by_role("listbox")).to_contain_text("Type at least 2 characters")
    await combo(box).press_sequentially("ham", delay=10)
    await choice(stage, "Hamburg").click()
    sent = await stage.sent()
    assert [one["query"] for one in sent if one["did"] == "suggest"] == ["ham"]
    assert sent[-1]["with"] == {"selected_option": HAMBURG}


async def test_external_select_with_groups_and_failure(stage: Stage) -> None:
    groups = [{"label": plain("North"), "options": [HAMBURG]}]
    await stage.page.evaluate("g => (app.suggestions = {option_groups: g})", groups)
    box = await stage.element({"type": "multi_external_select", "min_query_length": 0})
    await combo(box).click()
    await expect(stage.page.get_by_role("group", name="North")).to_contain_text("Hamburg")
    await stage.page.evaluate("app.suggestions = {failure: 'no answer'}")
    await combo(box).fill("x")
    await expect(stage.page.get_by_role("listbox")).to_contain_text(
        "Could not load results (no answer)"
    )


@pytest.mark.parametrize(
    ("kind", "typed", "name", "sent"),
    [
        ("users_select", "gust", "Gustav Guest", {"selected_user": "U0GUEST"}),
        ("channels_select", "sup", "#support", {"selected_channel": "C0SUPPORT"}),
        ("conversations_select", "where", "Wherebot", {"selected_conversation": "D0BOT"}),
        ("multi_users_select", "@out", "Olga Outside", {"selected_users": ["U0OUTSIDE"]}),
        ("multi_channels_select", "sec", "#secret", {"selected_channels": ["C0SECRET"]}),
        ("multi_conversations_select", "sh", "#shared", {"selected_conversations": ["C0SHARED"]}),
    ],
)
async def test_people_and_channels(
    stage: Stage, kind: str, typed: str, name: str, sent: dict[str, Any]
) -> None:
    box = await stage.element({"type": kind})
    await combo(box).fill(typed)
    await choice(stage, name).click()
    await stage.page.keyboard.press("Tab")
    assert [one["with"] for one in await stage.sent()] == [sent]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"include": ["public"]}, ["#support", "#shared"]),
        ({"include": ["private", "im"]}, ["#secret", "Wherebot"]),
        (
            {"exclude_external_shared_channels": True, "exclude_bot_users": True},
            ["#support", "#secret"],
        ),
    ],
)
async def test_a_filter_of_conversations(
    stage: Stage, wanted: dict[str, Any], names: list[str]
) -> None:
    box = await stage.element({"type": "conversations_select", "filter": wanted})
    await combo(box).click()
    assert await stage.page.get_by_role("option").all_inner_texts() == names


@pytest.mark.parametrize(
    ("element", "shown"),
    [
        ({"type": "users_select", "initial_user": "U0GUEST"}, "Gustav Guest"),
        ({"type": "channels_select", "initial_channel": "C0SUPPORT"}, "#support"),
        ({"type": "conversations_select", "initial_conversation": "C0UNKNOWN"}, "C0UNKNOWN"),
        ({"type": "external_select", "initial_option": HAMBURG}, "Hamburg"),
        ({"type": "timepicker", "initial_time": "18:05"}, "6:05 PM"),
    ],
)
async def test_initial_values(stage: Stage, element: dict[str, Any], shown: str) -> None:
    box = await stage.element(element)
    assert (await combo(box).input_value()).replace("\u202f", " ") == shown


async def test_overflow(stage: Stage) -> None:
    options = [option("one"), {**option("two"), "url": "https://a.test/"}]
    box = await stage.element({"type": "overflow", "options": options})
    opener = box.get_by_role("button", name="More actions")
    await opener.click()
    await expect(stage.page.get_by_role("menuitem", name="One")).to_be_focused()
    await stage.page.keyboard.press("ArrowDown")
    await expect(stage.page.get_by_role("menuitem", name="Two")).to_be_focused()
    await stage.page.keyboard.press("Escape")
    await expect(opener).to_be_focused()
    await opener.click()
    await stage.page.get_by_role("menuitem", name="Two").click()
    opened, sent = await stage.sent()
    assert opened == {"did": "open", "url": "https://a.test/"}
    assert sent["with"] == {"selected_option": option("two")}


async def test_radio_buttons(stage: Stage) -> None:
    box = await stage.element(
        {"type": "radio_buttons", "options": OPTIONS, "initial_option": BERLIN}
    )
    await expect(box.get_by_role("radio", name="Berlin")).to_be_checked()
    await box.get_by_role("radio", name="Hamburg").check()
    assert [one["with"] for one in await stage.sent()] == [{"selected_option": HAMBURG}]


async def test_checkboxes(stage: Stage) -> None:
    box = await stage.element(
        {"type": "checkboxes", "options": OPTIONS, "initial_options": [MUNICH]}
    )
    await box.get_by_role("checkbox", name="Berlin").check()
    await box.get_by_role("checkbox", name="München").uncheck()
    assert [one["with"] for one in await stage.sent()] == [
        {"selected_options": [BERLIN, MUNICH]},
        {"selected_options": [BERLIN]},
    ]


async def test_datepicker(stage: Stage) -> None:
    box = await stage.element({"type": "datepicker", "initial_date": "2025-11-28"})
    opener = box.get_by_role("button", name="Nov 28, 2025")
    await opener.click()
    await expect(stage.page.get_by_role("button", name="Friday, November 28, 2025")).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "PageDown"):
        await stage.page.keyboard.press(key)
    await expect(stage.page.locator(".bk-calendar strong")).to_have_text("January 2026")
    await stage.page.keyboard.press("Enter")
    await expect(box.get_by_role("button", name="Jan 5, 2026")).to_be_focused()
    assert [one["with"] for one in await stage.sent()] == [{"selected_date": "2026-01-05"}]
    await box.get_by_role("button").first.click()
    await stage.page.keyboard.press("Escape")
    await expect(stage.page.locator(".bk-calendar")).to_be_hidden()


async def test_a_month_step_stays_in_the_month(stage: Stage) -> None:
    box = await stage.element({"type": "datepicker", "initial_date": "2026-01-31"})
    await box.get_by_role("button").first.click()
    await stage.page.keyboard.press("PageDown")
    await stage.page.keyboard.press("Enter")
    assert (await stage.sent())[0]["with"] == {"selected_date": "2026-02-28"}


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("9:41", "09:41"),
        ("941 pm", "21:41"),
        ("18.5", None),
        ("1830", "18:30"),
        ("12:05 am", "00:05"),
    ],
)
async def test_timepicker(stage: Stage, typed: str, time: str | None) -> None:
    box = await stage.element({"type": "timepicker", "placeholder": plain("When?")})
    await expect(combo(box)).to_have_attribute("placeholder", "When?")
    await combo(box).fill(typed)
    await stage.page.keyboard.press("Enter")
    await stage.page.keyboard.press("Tab")
    sent = [one["with"] for one in await stage.sent()]
    assert sent == ([{"selected_time": time}] if time else [])


async def test_datetimepicker_is_in_the_viewers_zone(stage: Stage) -> None:
    box = await stage.element({"type": "datetimepicker", "initial_date_time": NOW})
    await expect(box.get_by_role("button", name="Nov 20, 2025")).to_be_visible()
    assert (await combo(box).input_value()).replace("\u202f", " ") == "1:00 PM"
    await combo(box).fill("15:30")
    await stage.page.keyboard.press("Enter")
    assert [one["with"] for one in await stage.sent()] == [{"selected_date_time": NOW + 9000}]
