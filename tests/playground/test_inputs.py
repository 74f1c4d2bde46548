"""Input blocks: what is kept, what survives, and what Slack says before the app is asked."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.playground.gallery import OPTIONS
from tests.playground.harness import Stage, plain

TEXT = {"type": "plain_text_input"}


async def test_label_hint_and_error_belong_to_the_field(stage: Stage) -> None:
    ctx = {"errors": {"b": "Not known & <odd>"}}
    await stage.field(TEXT, label=plain("Order :package:"), hint=plain("As on the bill"), ctx=ctx)
    field = stage.box.get_by_role("textbox", name="Order package")
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_have_attribute("aria-required", "true")
    await expect(field).to_have_accessible_description("As on the bill Not known & <odd>")
    await expect(stage.box.get_by_role("alert")).to_have_text("Not known & <odd>")


async def test_an_optional_field_says_so(stage: Stage) -> None:
    await stage.field(TEXT, optional=True)
    field = stage.box.get_by_role("textbox", name="Label (optional)")
    await expect(field).not_to_have_attribute("aria-required", "true")


async def test_writing_is_kept_and_not_sent(stage: Stage) -> None:
    box = await stage.field({**TEXT, "initial_value": "old"})
    assert await stage.values() == {"b": {"a": {"type": "plain_text_input", "value": "old"}}}
    await box.get_by_role("textbox").fill("new 10:00-12:00")
    assert (await stage.values())["b"]["a"]["value"] == "new 10:00-12:00"
    await box.get_by_role("textbox").fill("")
    assert (await stage.values())["b"]["a"]["value"] is None
    assert await stage.sent() == []


@pytest.mark.parametrize(
    ("element", "begun"),
    [
        ({"type": "email_text_input"}, {"value": None}),
        (
            {"type": "url_text_input", "initial_value": "https://a.test"},
            {"value": "https://a.test"},
        ),
        (
            {"type": "number_input", "initial_value": "3", "is_decimal_allowed": False},
            {"value": "3"},
        ),
        ({"type": "static_select", "options": OPTIONS}, {"selected_option": None}),
        ({"type": "checkboxes", "options": OPTIONS}, {"selected_options": []}),
        ({"type": "radio_buttons", "options": OPTIONS}, {"selected_option": None}),
        ({"type": "multi_users_select"}, {"selected_users": []}),
        ({"type": "users_select", "initial_user": "U0ANNA"}, {"selected_user": "U0ANNA"}),
        ({"type": "channels_select"}, {"selected_channel": None}),
        ({"type": "multi_conversations_select"}, {"selected_conversations": []}),
        ({"type": "datepicker", "initial_date": "2026-01-01"}, {"selected_date": "2026-01-01"}),
        (
            {"type": "timepicker", "timezone": "Europe/Rome"},
            {"selected_time": None, "timezone": "Europe/Rome"},
        ),
        ({"type": "datetimepicker"}, {"selected_date_time": None}),
        ({"type": "rich_text_input"}, {"rich_text_value": None}),
        ({"type": "file_input"}, {"files": []}),
    ],
    ids=lambda value: value.get("type", "") if isinstance(value, dict) else "",
)
async def test_what_a_field_begins_with(
    stage: Stage, element: dict[str, Any], begun: dict[str, Any]
) -> None:
    await stage.field(element)
    assert await stage.values() == {"b": {"a": {"type": element["type"], **begun}}}


async def test_a_views_state_is_where_values_go_on(stage: Stage) -> None:
    state = {"values": {"b": {"a": {"type": "plain_text_input", "value": "before"}}}}
    box = await stage.field({**TEXT, "initial_value": "initial"}, ctx={"state": state})
    await expect(box.get_by_role("textbox")).to_have_value("before")


async def test_a_counter_tells_the_length(stage: Stage) -> None:
    box = await stage.field({**TEXT, "min_length": 3, "max_length": 5})
    field = box.get_by_role("textbox")
    await field.press_sequentially("ab")
    await expect(field).to_have_accessible_description("2 of at least 3")
    await field.press_sequentially("cdefg")
    await expect(field).to_have_value("abcde")
    await expect(box.locator(".bk-count")).to_have_text("5 / 5")


async def test_multiline_takes_lines(stage: Stage) -> None:
    box = await stage.field({**TEXT, "multiline": True})
    await box.get_by_role("textbox").press_sequentially("a\nb")
    assert (await stage.values())["b"]["a"]["value"] == "a\nb"


async def test_enter_dispatches(stage: Stage) -> None:
    box = await stage.field(TEXT, dispatch_action=True)
    await box.get_by_role("textbox").press_sequentially("PK1004")
    assert await stage.sent() == []
    await box.get_by_role("textbox").press("Enter")
    assert [one["with"] for one in await stage.sent()] == [{"value": "PK1004"}]
    await expect(box.get_by_role("textbox")).to_be_focused()


async def test_every_character_dispatches_when_asked(stage: Stage) -> None:
    config = {"trigger_actions_on": ["on_character_entered"]}
    box = await stage.field({**TEXT, "dispatch_action_config": config}, dispatch_action=True)
    await box.get_by_role("textbox").press_sequentially("PK", delay=5)
    await stage.has_sent(1)
    assert [one["with"] for one in await stage.sent()] == [{"value": "PK"}]
    await box.get_by_role("textbox").press("Enter")
    assert len(await stage.sent()) == 1


async def test_a_choice_in_an_input_dispatches_only_when_asked(stage: Stage) -> None:
    for dispatches in (False, True):
        box = await stage.field(
            {"type": "radio_buttons", "options": OPTIONS}, dispatch_action=dispatches
        )
        await box.get_by_role("radio", name="Hamburg").check()
        assert (await stage.values())["b"]["a"]["selected_option"] == OPTIONS[1]
        assert len(await stage.sent()) == int(dispatches)


async def test_an_optional_choice_can_be_cleared(stage: Stage) -> None:
    element = {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[0]}
    box = await stage.field(element, optional=True)
    await box.get_by_role("button", name="Clear").click()
    await expect(box.get_by_role("combobox")).to_have_value("")
    assert (await stage.values())["b"]["a"]["selected_option"] is None


async def test_rich_text_input_yields_rich_text(stage: Stage) -> None:
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": "before"}]}
    initial = {"type": "rich_text", "elements": [words]}
    box = await stage.field({"type": "rich_text_input", "initial_value": initial})
    await expect(box.get_by_role("textbox")).to_have_value("before")
    await box.get_by_role("textbox").fill("after")
    words["elements"] = [{"type": "text", "text": "after"}]
    assert (await stage.values())["b"]["a"]["rich_text_value"] == initial


async def test_files_are_uploaded_when_there_is_a_way(stage: Stage) -> None:
    box = await stage.field({"type": "file_input", "filetypes": ["csv"]})
    await expect(box.locator("input")).to_be_disabled()
    await expect(box).to_contain_text("Uploads are not possible here.")
    await stage.page.evaluate("window.upload = async (file) => `F0${file.name}`; null")
    await stage.call("showUpload")
    await stage.box.locator("input").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": b"PK1004"}
    )
    await expect(stage.box.get_by_role("listitem")).to_have_text("list.csv")
    assert (await stage.values())["b"]["a"]["files"] == [{"id": "F0list.csv", "name": "list.csv"}]


async def test_values_survive_new_blocks_of_the_same_ids(stage: Stage) -> None:
    survived = await stage.page.evaluate(
        """async () => {
          const { createValues } = await import("/static/inputs.js");
          const field = (id, type = "plain_text_input") => (
            { type: "input", block_id: id, element: { type, action_id: "a" } });
          const values = createValues({ blocks: [field("kept"), field("gone"), field("other")] });
          for (const id of ["kept", "gone", "other"])
            values.set(id, "a", { type: "plain_text_input", value: id });
          values.seed([field("kept"), field("other", "email_text_input"), field("new")]);
          return values.all().values;
        }"""
    )
    assert survived == {
        "kept": {"a": {"type": "plain_text_input", "value": "kept"}},
        "other": {"a": {"type": "email_text_input", "value": None}},
        "new": {"a": {"type": "plain_text_input", "value": None}},
    }
