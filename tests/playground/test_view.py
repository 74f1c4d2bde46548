"""Modals and Home: the stack, what is written in them, what the app answers."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.playground.accessibility import serious_faults
from tests.playground.gallery import EVERY_BLOCK, OPTIONS
from tests.playground.harness import Stage, plain, section

IN_MODALS = ("actions", "alert", "card", "context", "divider", "header", "image", "input")


def field(block: str, kind: str = "plain_text_input", **more: Any) -> dict[str, Any]:
    element = {"type": kind, "action_id": "a", **more.pop("element", {})}
    label = plain(more.pop("label", block.title()))
    return {"type": "input", "block_id": block, "label": label, "element": element, **more}


def modal(number: int = 1, *blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    view = {"id": f"V{number}", "hash": "h1", "type": "modal", "title": plain(f"View {number}")}
    return {**view, "submit": plain("Send"), "blocks": list(blocks), "errors": None, **more}


def box(dialog: Locator, name: str) -> Locator:
    return dialog.get_by_role("textbox", name=name)


async def test_title_submit_and_close(stage: Stage) -> None:
    dialog = await stage.modals(modal(1, section("*hi*"), close=plain("Leave :wave:")))
    await expect(dialog).to_have_accessible_name("View 1")
    await expect(dialog.get_by_role("button", name="Send")).to_be_focused()
    await dialog.get_by_role("button", name="Leave").click()
    await stage.modals(modal(2, section("x"), submit=None))
    await expect(dialog.get_by_role("button", name="Send")).to_be_hidden()
    await dialog.get_by_role("button", name="Close").last.click()
    assert await stage.sent() == [
        {"did": "close", "view": "V1", "isCleared": False},
        {"did": "close", "view": "V2", "isCleared": False},
    ]


async def test_escape_closes_one_and_the_cross_all(stage: Stage) -> None:
    dialog = await stage.modals(modal(1), modal(2))
    await stage.page.keyboard.press("Escape")
    await dialog.get_by_role("button", name="Close", exact=True).click()
    assert [one["isCleared"] for one in await stage.sent()] == [False, True]
    await expect(dialog).to_be_visible()  # until the app's Slack says that it is closed
    await stage.modals()
    await expect(dialog).to_have_count(0)


async def test_escape_in_a_list_closes_the_list_only(stage: Stage) -> None:
    menu = field("b", "static_select", element={"options": OPTIONS})
    dialog = await stage.modals(modal(1, menu))
    await dialog.get_by_role("combobox").click()
    await expect(stage.page.get_by_role("listbox")).to_be_visible()
    await stage.page.keyboard.press("Escape")
    await expect(stage.page.get_by_role("listbox")).to_have_count(0)
    assert await stage.sent() == []
    await stage.page.get_by_role("combobox").click()
    await stage.page.get_by_role("option", name="Hamburg").click()
    await dialog.get_by_role("button", name="Send").click()
    kept = (await stage.sent())[0]["state"]["b"]["a"]
    assert kept == {"type": "static_select", "selected_option": OPTIONS[1]}


async def test_focus_stays_inside_and_goes_back(stage: Stage) -> None:
    button = {"type": "button", "action_id": "open", "text": plain("Open")}
    opener = (await stage.element(button)).get_by_role("button")
    await opener.focus()
    dialog = await stage.modals(
        modal(1, field("one"), field("two", element={"focus_on_load": True}))
    )
    await expect(box(dialog, "Two")).to_be_focused()
    inside = "document.activeElement.matches('body, dialog *')"
    for _ in range(8):
        await stage.page.keyboard.press("Tab")
        assert await stage.page.evaluate(inside)
    await stage.modals()
    await expect(opener).to_be_focused()


async def test_what_was_written_is_submitted(stage: Stage) -> None:
    dialog = await stage.modals(modal(1, field("one"), field("two", optional=True)))
    await box(dialog, "One").fill("PK1004")
    await stage.page.keyboard.press("Control+Enter")
    [sent] = await stage.sent()
    text = {"type": "plain_text_input"}
    assert sent["state"] == {
        "one": {"a": {**text, "value": "PK1004"}},
        "two": {"a": {**text, "value": None}},
    }


async def test_enter_submits_from_a_line_and_not_from_a_list(stage: Stage) -> None:
    menu = field("menu", "static_select", element={"options": OPTIONS}, optional=True)
    dialog = await stage.modals(modal(1, field("one"), menu))
    await dialog.get_by_role("combobox").press("Enter")
    await stage.page.keyboard.press("Escape")
    assert await stage.sent() == []
    await box(dialog, "One").fill("PK1004")
    await stage.page.keyboard.press("Enter")
    assert [one["did"] for one in await stage.sent()] == ["submit"]


@pytest.mark.parametrize(
    ("block", "written", "words"),
    [
        (field("b"), "", "Please complete this required field."),
        (field("b", "email_text_input"), "nobody", "Please enter a valid email address."),
        (field("b", "url_text_input"), "nowhere", "Please enter a valid URL."),
        (field("b", "number_input"), "1.5", "Please enter a whole number."),
        (field("b", "number_input", element={"max_value": "9"}), "10", "at most 9"),
        (field("b", "number_input", element={"min_value": "9"}), "8", "at least 9"),
        (field("b", element={"min_length": 3}), "ab", "at least 3 characters"),
        (field("b", "email_text_input", optional=True), "nobody", "valid email"),
    ],
)
async def test_slack_itself_refuses(
    stage: Stage, block: dict[str, Any], written: str, words: str
) -> None:
    dialog = await stage.modals(modal(1, block))
    await dialog.get_by_role("textbox").fill(written)
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_role("alert").filter(has_text=words)).to_be_visible()
    await expect(dialog.get_by_role("textbox")).to_be_focused()
    await expect(dialog.get_by_role("textbox")).to_have_value(written)
    assert await stage.sent() == []


async def test_the_apps_errors_stand_at_their_fields(stage: Stage) -> None:
    blocks = [field("one"), field("two")]
    dialog = await stage.modals(modal(1, *blocks))
    await box(dialog, "One").fill("a")
    await box(dialog, "Two").fill("b")
    await stage.modals(modal(1, *blocks, errors={"two": "This order is not known."}))
    await expect(dialog.get_by_role("alert").filter(has_text="not known")).to_be_visible()
    await expect(box(dialog, "Two")).to_have_attribute("aria-invalid", "true")
    await expect(box(dialog, "Two")).to_be_focused()
    await expect(box(dialog, "One")).not_to_have_attribute("aria-invalid", "true")
    await expect(box(dialog, "One")).to_have_value("a")


async def test_submitting_is_shown_and_a_failure_said(stage: Stage) -> None:
    dialog = await stage.modals(modal(1, field("one", optional=True)))
    await stage.page.evaluate("app.gate = new Promise(open => (window.open_gate = open)); null")
    send = dialog.get_by_role("button", name="Send")
    await send.click()
    await expect(send).to_be_disabled()
    await stage.page.keyboard.press("Escape")
    await stage.answer(error="operation_timeout")
    await stage.page.evaluate("open_gate()")
    await expect(send).to_be_enabled()
    await expect(dialog.get_by_role("alert").filter(has_text="operation_timeout")).to_be_visible()
    assert [one["did"] for one in await stage.sent()] == ["submit"]


async def test_a_stack_of_three_goes_back(stage: Stage) -> None:
    views = [modal(at, field("same")) for at in (1, 2, 3)]
    dialog = await stage.modals(views[0])
    await expect(dialog.get_by_role("button", name="Back")).to_be_hidden()
    await box(dialog, "Same").fill("first")
    await stage.modals(*views)
    await expect(dialog).to_have_accessible_name("View 3")
    await expect(box(dialog, "Same")).to_have_value("")
    await dialog.get_by_role("button", name="Back").click()
    assert await stage.sent() == [{"did": "close", "view": "V3", "isCleared": False}]
    await stage.modals(views[0])
    await expect(box(dialog, "Same")).to_have_value("first")


async def test_an_update_keeps_values_and_focus(stage: Stage) -> None:
    dialog = await stage.modals(
        modal(1, field("one"), field("two", element={"initial_value": "x"}))
    )
    await box(dialog, "One").fill("written")
    await stage.page.keyboard.press("ArrowLeft")
    await stage.modals(modal(1, section("new"), field("one"), field("three"), hash="h2"))
    await expect(box(dialog, "One")).to_be_focused()
    await stage.page.keyboard.type("!")
    await expect(box(dialog, "One")).to_have_value("writte!n")
    await expect(dialog.get_by_text("new")).to_be_visible()
    await expect(box(dialog, "Three")).to_have_value("")


async def test_the_same_view_is_not_drawn_again(stage: Stage) -> None:
    view = modal(1, field("one"))
    dialog = await stage.modals(view)
    await dialog.locator(".bk-input").evaluate("one => (one.dataset.mine = 'yes')")
    await stage.modals(view)
    await expect(dialog.locator("[data-mine]")).to_have_count(1)


async def test_an_action_in_a_modal_tells_the_state(stage: Stage) -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Go")}
    actions = {"type": "actions", "block_id": "buttons", "elements": [button]}
    dialog = await stage.modals(modal(1, field("one"), actions))
    await box(dialog, "One").fill("PK1")
    await dialog.get_by_role("button", name="Go").click()
    [sent] = await stage.sent()
    assert (sent["did"], sent["action"]) == ("act", "go")
    assert sent["state"]["one"]["a"]["value"] == "PK1"


async def test_a_confirmation_over_a_modal(stage: Stage) -> None:
    words = {name: plain(name) for name in ("title", "text", "confirm", "deny")}
    button = {"type": "button", "action_id": "go", "text": plain("Go"), "confirm": words}
    dialog = await stage.modals(modal(1, section("x", accessory=button)))
    await dialog.get_by_role("button", name="Go").click()
    await stage.page.keyboard.press("Escape")
    await expect(dialog).to_have_accessible_name("View 1")
    assert await stage.sent() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_modal_is_accessible(stage: Stage, theme: str) -> None:
    await stage.call("theme", theme)
    blocks = [block for block in EVERY_BLOCK if block["type"] in IN_MODALS]
    inputs = [block["block_id"] for block in blocks if block["type"] == "input"]
    # axe-core takes what is scrolled away in a fixed box for hidden: so nothing is.
    await stage.page.set_viewport_size({"width": 1000, "height": 5000})
    dialog = await stage.modals(modal(0), modal(1, *blocks, errors={inputs[0]: "No."}))
    assert await dialog.locator(".bk-fault").count() == 0
    assert await serious_faults(stage.page) == []
    await stage.page.set_viewport_size({"width": 1000, "height": 800})


async def test_home_is_drawn_and_keeps_its_values(stage: Stage) -> None:
    menu = {"type": "static_select", "action_id": "a", "options": OPTIONS}
    home = {"id": "V9", "hash": "1", "type": "home"}
    blocks = [section("Welcome", accessory=menu)]
    await stage.call("showHome", None)
    await expect(stage.box.get_by_text("has not drawn its Home yet")).to_be_visible()
    await stage.call("showHome", {**home, "blocks": blocks})
    await stage.box.get_by_role("combobox").click()
    await stage.page.get_by_role("option", name="Hamburg").click()
    assert (await stage.sent())[0]["with"] == {"selected_option": OPTIONS[1]}
    await stage.call("showHome", {**home, "hash": "2", "blocks": [*blocks, section("More")]})
    await expect(stage.box.get_by_role("combobox")).to_have_value("Hamburg")
    await expect(stage.box.get_by_text("More")).to_be_visible()
    await expect(stage.box.get_by_role("combobox")).to_be_focused()


async def test_escape_while_a_modal_is_sent_does_not_lose_it(stage: Stage) -> None:
    view = modal(1, field("one", optional=True))
    dialog = await stage.modals(view)
    await stage.page.evaluate("app.gate = new Promise(open => (window.open_gate = open)); null")
    await dialog.get_by_role("button", name="Send").click()
    for _ in range(3):
        await stage.page.keyboard.press("Escape")
    await stage.page.evaluate("open_gate()")
    await expect(dialog.get_by_role("button", name="Send")).to_be_enabled()
    await expect(dialog).to_be_visible()
    assert [one["did"] for one in await stage.sent()] == ["submit"]


async def test_a_dialog_that_the_browser_closes_comes_back(stage: Stage) -> None:
    dialog = await stage.modals(modal(1, field("one")))
    await box(dialog, "One").fill("written")
    await dialog.evaluate("one => one.close()")
    await expect(dialog).to_be_visible()
    await expect(box(dialog, "One")).to_have_value("written")
    await expect(box(dialog, "One")).to_be_focused()
    await stage.modals()
    await expect(dialog).to_have_count(0)


async def test_a_closed_dialog_is_shown_by_the_next_snapshot(stage: Stage) -> None:
    view = modal(1, field("one"))
    await stage.modals(view)
    is_open = await stage.page.evaluate(
        """view => {
          const dialog = document.querySelector("dialog.modal");
          dialog.close();
          showModals([view]);
          return dialog.open;
        }""",
        view,
    )
    assert is_open


async def test_the_focus_comes_back_after_the_same_error(stage: Stage) -> None:
    view = modal(1, field("one", optional=True), errors={"one": "Not known."})
    dialog = await stage.modals(view)
    send = dialog.get_by_role("button", name="Send")
    await stage.page.evaluate("app.gate = new Promise(open => (window.open_gate = open)); null")
    await send.focus()
    await stage.page.keyboard.press("Enter")
    await expect(send).to_be_disabled()
    await stage.modals(view)
    await stage.page.evaluate("open_gate()")
    await expect(send).to_be_enabled()
    await expect(send).to_be_focused()
