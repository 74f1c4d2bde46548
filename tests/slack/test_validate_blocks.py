"""Blocks that Slack would refuse, each with the place and the rule that say so."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.validate import check_message
from tests.slack.blockkit import (
    CARD,
    DATA,
    DIVIDER,
    FEEDBACK,
    TASK,
    VIDEO,
    actions,
    beside,
    button,
    confirm,
    container,
    context,
    element,
    field,
    fields,
    message,
    mrkdwn,
    option,
    picture,
    plain,
    raw,
    rich,
    section,
    select,
    table,
    without,
)

B = "/blocks/0"
E0 = f"{B}/elements/0"
ACC = f"{B}/accessory"
INLINE = f"{E0}/elements/0"

BAD_BLOCKS: list[tuple[Any, str, str]] = [
    # any block
    ("divider", B, "message.blocks.type"),
    ({}, f"{B}/type", "message.blocks.type"),
    ({"type": ["section"]}, f"{B}/type", "message.blocks.type"),
    ({"type": "sectoin"}, f"{B}/type", "message.blocks.type"),
    ({"type": "alert", "text": mrkdwn()}, f"{B}/type", "message.blocks.surface"),
    ({"type": "file", "external_id": "1"}, f"{B}/type", "message.blocks.surface"),
    ({"type": "divider", "text": mrkdwn()}, f"{B}/text", "divider.unknown_key"),
    ({"type": "divider", "a/b~c": 1}, f"{B}/a~1b~0c", "divider.unknown_key"),
    ({"type": "divider", "block_id": ""}, f"{B}/block_id", "divider.block_id.empty"),
    ({"type": "divider", "block_id": 7}, f"{B}/block_id", "divider.block_id.type"),
    # section
    ({"type": "section"}, B, "section.content"),
    (section(""), f"{B}/text/text", "section.text.empty"),
    (element("section", text="Words"), f"{B}/text", "section.text.type"),
    (element("section", text=None), f"{B}/text", "section.text.type"),
    (element("section", text={"type": "mrkdwn"}), f"{B}/text/text", "section.text.required"),
    (element("section", text=mrkdwn(5)), f"{B}/text/text", "section.text.type"),  # type: ignore[arg-type]
    (element("section", text=raw()), f"{B}/text/type", "section.text.type"),
    (element("section", text=mrkdwn(emoji=True)), f"{B}/text/emoji", "section.text.unknown_key"),
    (element("section", text=plain(emoji=1)), f"{B}/text/emoji", "section.text.type"),
    (element("section", text=plain(style="x")), f"{B}/text/style", "section.text.unknown_key"),
    (element("section", text=mrkdwn("\ud83d")), f"{B}/text/text", "section.text.unicode"),
    (fields(), f"{B}/fields", "section.fields.count"),
    (fields(*[mrkdwn()] * 11), f"{B}/fields", "section.fields.count"),
    (fields(mrkdwn(), mrkdwn("")), f"{B}/fields/1/text", "section.fields.empty"),
    (element("section", fields={}), f"{B}/fields", "section.fields.type"),
    (beside(element("plain_text_input")), f"{ACC}/type", "section.accessory.type"),
    (beside(element("datetimepicker")), f"{ACC}/type", "section.accessory.type"),
    (section(expand="yes"), f"{B}/expand", "section.expand.type"),
    # mrkdwn
    (section("a < b"), f"{B}/text/text", "mrkdwn.unclosed"),
    (section("<b>bold</b>"), f"{B}/text/text", "mrkdwn.control"),
    (section("<javascript:alert(1)|x>"), f"{B}/text/text", "mrkdwn.control"),
    (section("<https://example.com|>"), f"{B}/text/text", "mrkdwn.control"),
    (section("<https://example.com/a b|x>"), f"{B}/text/text", "mrkdwn.control"),
    (section("<!date^1760000000^{day}|x>"), f"{B}/text/text", "mrkdwn.control"),
    (section("<!date^1760000000000^{date}|x>"), f"{B}/text/text", "mrkdwn.control"),
    (section("<!date^1760000000^{date}>"), f"{B}/text/text", "mrkdwn.control"),
    (section("Bob&#39;s parcel"), f"{B}/text/text", "mrkdwn.entity"),
    (section("<!channel> late"), f"{B}/text/text", "mention"),
    (section("<!here|here>"), f"{B}/text/text", "mention"),
    (section("<!everyone>"), f"{B}/text/text", "mention"),
    (section("<!subteam^S0123ABC>"), f"{B}/text/text", "mention"),
    (section("for <@U0123ABC>"), f"{B}/text/text", "mention"),
    (section("for <@W0123ABC|bob>"), f"{B}/text/text", "mention"),
    # header, context, actions
    (element("header", text=mrkdwn()), f"{B}/text/type", "header.text.type"),
    ({"type": "header"}, f"{B}/text", "header.text.required"),
    (context(), f"{B}/elements", "context.elements.count"),
    (context(*[mrkdwn()] * 11), f"{B}/elements", "context.elements.count"),
    (context(button()), f"{E0}/type", "context.elements.type"),
    (context(mrkdwn("")), f"{E0}/text", "context.elements.empty"),
    (actions(), f"{B}/elements", "actions.elements.count"),
    (actions(*[button()] * 26), f"{B}/elements", "actions.elements.count"),
    (actions(picture()), f"{E0}/type", "actions.elements.type"),
    (
        actions(button(action_id="a"), button(action_id="a")),
        f"{B}/elements/1/action_id",
        "button.action_id.unique",
    ),
    # image
    (without(picture(), "image_url"), B, "image.source"),
    (picture(slack_file={"id": "F0123ABCD"}), B, "image.source"),
    (without(picture(), "alt_text"), f"{B}/alt_text", "image.alt_text.required"),
    (picture(alt_text=""), f"{B}/alt_text", "image.alt_text.empty"),
    (picture(title=mrkdwn()), f"{B}/title/type", "image.title.type"),
    (picture(image_url="javascript:alert(1)"), f"{B}/image_url", "image.image_url.url"),
    (picture(image_url="https://example.com/a.webp"), f"{B}/image_url", "image.image_url.filetype"),
    (picture(image_url="http://localhost:8080/a.png"), f"{B}/image_url", "image.image_url.host"),
    (picture(image_url="https://u@10.0.0.7/a.png"), f"{B}/image_url", "image.image_url.host"),
    (
        element("image", alt_text="a", slack_file={"id": "F0123ABCD", "url": "https://a.b/c"}),
        f"{B}/slack_file",
        "slack_file.source",
    ),
    (
        element("image", alt_text="a", slack_file={"id": "f0123abcd"}),
        f"{B}/slack_file/id",
        "slack_file.id.pattern",
    ),
    (context(picture(title=plain())), f"{E0}/title", "image_element.unknown_key"),
    # buttons
    (beside(element("button")), f"{ACC}/text", "button.text.required"),
    (beside(element("button", text=mrkdwn())), f"{ACC}/text/type", "button.text.type"),
    (beside(button(url="ftp://example.com")), f"{ACC}/url", "button.url.url"),
    (beside(button(url="https://")), f"{ACC}/url", "button.url.url"),
    (beside(button(style="default")), f"{ACC}/style", "button.style.enum"),
    (beside(button(value=7)), f"{ACC}/value", "button.value.type"),
    (
        beside(button(agent_prompt_display="Ask")),
        ACC,
        "button.agent_prompt_display",
    ),
    (
        beside(button(confirm=without(confirm(), "deny"))),
        f"{ACC}/confirm/deny",
        "confirm.deny.required",
    ),
    (
        beside(button(confirm=confirm(title=mrkdwn()))),
        f"{ACC}/confirm/title/type",
        "confirm.title.type",
    ),
    (
        beside(element("workflow_button", text=plain(), action_id="w", workflow={})),
        f"{ACC}/workflow/trigger",
        "workflow.trigger.required",
    ),
    # selects, pickers, inputs
    (beside(select()), ACC, "static_select.options_source"),
    (
        beside(
            select(options=[option()], option_groups=[{"label": plain(), "options": [option()]}])
        ),
        ACC,
        "static_select.options_source",
    ),
    (beside(select(options=[])), f"{ACC}/options", "static_select.options.count"),
    (beside(select(options=[option()] * 101)), f"{ACC}/options", "static_select.options.count"),
    (
        beside(select(options=[option()], initial_option=option("b"))),
        ACC,
        "static_select.initial_option.among",
    ),
    (
        beside(select(options=[option(url="https://a.b")])),
        f"{ACC}/options/0/url",
        "option.unknown_key",
    ),
    (
        beside(select(options=[{"text": mrkdwn(), "value": "a"}])),
        f"{ACC}/options/0/text/type",
        "option.text.type",
    ),
    (
        beside(select(option_groups=[{"label": plain(), "options": []}])),
        f"{ACC}/option_groups/0/options",
        "option_group.options.count",
    ),
    (beside(element("overflow", options=[])), f"{ACC}/options", "overflow.options.count"),
    (
        beside(element("overflow", options=[option()] * 6)),
        f"{ACC}/options",
        "overflow.options.count",
    ),
    (
        beside(element("checkboxes", options=[option()] * 11)),
        f"{ACC}/options",
        "checkboxes.options.count",
    ),
    (
        beside(element("radio_buttons", options=[option()], initial_option=option("b"))),
        ACC,
        "radio_buttons.initial_option.among",
    ),
    (
        beside(element("users_select", initial_user="bob")),
        f"{ACC}/initial_user",
        "users_select.initial_user.pattern",
    ),
    (
        beside(element("conversations_select", filter={})),
        f"{ACC}/filter",
        "filter.content",
    ),
    (
        beside(element("channels_select", response_url_enabled=True)),
        "/blocks",
        "response_url_enabled.modal_only",
    ),
    (
        beside(element("multi_users_select", max_selected_items=0)),
        f"{ACC}/max_selected_items",
        "multi_users_select.max_selected_items.range",
    ),
    (
        beside(element("datepicker", initial_date="1.2.2026")),
        f"{ACC}/initial_date",
        "datepicker.initial_date.pattern",
    ),
    (
        beside(element("timepicker", initial_time="24:00")),
        f"{ACC}/initial_time",
        "timepicker.initial_time.pattern",
    ),
    (
        actions(element("datetimepicker", initial_date_time=1_760_000_000_000)),
        f"{E0}/initial_date_time",
        "datetimepicker.initial_date_time.range",
    ),
    (field(button()), f"{B}/element/type", "input.element.type"),
    (field(element("file_input")), "/blocks", "file_input.modal_only"),
    (
        field(element("plain_text_input", min_length=9, max_length=3)),
        f"{B}/element",
        "plain_text_input.length",
    ),
    (
        field(element("number_input", is_decimal_allowed=False, min_value="9", max_value="3.5")),
        f"{B}/element",
        "number_input.value",
    ),
    (
        field(element("number_input", is_decimal_allowed=False, min_value=9)),
        f"{B}/element/min_value",
        "number_input.min_value.type",
    ),
    (
        field(element("number_input", is_decimal_allowed=False, min_value="nine", max_value="3")),
        f"{B}/element/min_value",
        "number_input.min_value.pattern",
    ),
    # rich text
    (element("rich_text"), f"{B}/elements", "rich_text.elements.required"),
    (element("rich_text", elements=[DIVIDER]), f"{E0}/type", "rich_text.elements.type"),
    (rich(element("text", text="")), f"{INLINE}/text", "rich_text.text.text.empty"),
    (
        rich(element("text", text="a", style={"big": True})),
        f"{INLINE}/style/big",
        "rich_text.style.unknown_key",
    ),
    (rich(element("link", url="file:///etc/passwd")), f"{INLINE}/url", "rich_text.link.url.url"),
    (rich(element("user", user_id="U0123ABC")), INLINE, "mention"),
    (rich(element("usergroup", usergroup_id="S0123ABC")), INLINE, "mention"),
    (rich(element("broadcast", range="here")), INLINE, "mention"),
    (
        rich(element("date", timestamp=1.5, format="{date}")),
        f"{INLINE}/timestamp",
        "rich_text.date.timestamp.type",
    ),
    (
        rich(element("date", timestamp=1, format="{day}")),
        f"{INLINE}/format",
        "rich_text.date.format.pattern",
    ),
    (rich(element("color", value="red")), f"{INLINE}/value", "rich_text.color.value.pattern"),
    (rich(element("emoji", name=":truck:")), f"{INLINE}/name", "rich_text.emoji.name.pattern"),
    (
        element(
            "rich_text",
            elements=[
                element(
                    "rich_text_list",
                    style="dots",
                    elements=[element("rich_text_section", elements=[])],
                )
            ],
        ),
        f"{E0}/style",
        "rich_text_list.style.enum",
    ),
    (
        element(
            "rich_text",
            elements=[element("rich_text_preformatted", elements=[element("emoji", name="x")])],
        ),
        f"{INLINE}/type",
        "rich_text_preformatted.elements.type",
    ),
    # tables
    (table(), f"{B}/rows", "table.rows.count"),
    (table(*[[raw()]] * 101), f"{B}/rows", "table.rows.count"),
    (table([raw()], [raw()] * 21), f"{B}/rows/1", "table.rows.cells.count"),
    (table([raw()], "row"), f"{B}/rows/1", "table.rows.type"),
    (table([mrkdwn()]), f"{B}/rows/0/0/type", "table.rows.type"),
    (table([raw("")]), f"{B}/rows/0/0/text", "raw_text.text.empty"),
    (
        table([element("raw_number", value=float("nan"), text="-")]),
        f"{B}/rows/0/0/value",
        "raw_number.value.range",
    ),
    (
        table([raw()], column_settings=[{"align": "middle"}]),
        f"{B}/column_settings/0/align",
        "column_settings.align.enum",
    ),
    ({**DATA, "rows": [[raw()]]}, f"{B}/rows", "data_table.rows.count"),
    ({**DATA, "rows": [[raw()], [raw(), raw()]]}, f"{B}/rows/1", "data_table.rows.length"),
    ({**DATA, "rows": [[rich()], [raw()]]}, f"{B}/rows/0/0/type", "data_table.rows.type"),
    ({**DATA, "page_size": 101}, f"{B}/page_size", "data_table.page_size.range"),
    # the other blocks
    (element("markdown", text="hello <!here>"), f"{B}/text", "mention"),
    (element("card", icon=picture()), B, "card.content"),
    ({**CARD, "hero_image": "https://a.b/c.png"}, f"{B}/hero_image", "card.hero_image.type"),
    ({**CARD, "actions": [select(options=[option()])]}, f"{B}/actions/0/type", "card.actions.type"),
    (element("carousel", elements=[]), f"{B}/elements", "carousel.elements.count"),
    (element("carousel", elements=[DIVIDER]), f"{E0}/type", "carousel.elements.type"),
    (container(CARD), f"{B}/child_blocks/0/type", "container.child_blocks.type"),
    (container(DIVIDER, default_collapsed=True), B, "container.default_collapsed"),
    (
        container(DIVIDER, is_collapsible=True, has_header_divider=True),
        B,
        "container.header_divider",
    ),
    (without(container(DIVIDER), "title"), B, "container.title"),
    (
        element("context_actions", elements=[button()]),
        f"{E0}/type",
        "context_actions.elements.type",
    ),
    (
        element("context_actions", elements=[without(FEEDBACK, "negative_button")]),
        f"{E0}/negative_button",
        "feedback_buttons.negative_button.required",
    ),
    (
        element("context_actions", elements=[element("icon_button", icon="star", text=plain())]),
        f"{E0}/icon",
        "icon_button.icon.enum",
    ),
    ({**VIDEO, "video_url": "http://example.com/v"}, f"{B}/video_url", "video.video_url.secure"),
    ({**TASK, "status": "done"}, f"{B}/status", "task_card.status.enum"),
]


@pytest.mark.parametrize(("block", "pointer", "rule"), BAD_BLOCKS)
def test_a_bad_block_is_found_at_its_place(block: Any, pointer: str, rule: str) -> None:
    found = check_message(message(block))
    assert [(finding.pointer, finding.rule) for finding in found] == [(pointer, rule)]
