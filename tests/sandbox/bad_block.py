"""Blocks that Slack refuses in a message."""

from __future__ import annotations

from tests.sandbox.good_block import (
    CARD,
    CONFIRM,
    CONTAINER,
    DATA_TABLE,
    DATE,
    FEEDBACK,
    TASK,
    VIDEO,
    Json,
    actions,
    button,
    choice,
    context,
    image,
    line,
    mrkdwn,
    options,
    plain,
    raw,
    rich,
    section,
    table,
)

# (block, pointer below the block, a part of the words)
BAD_BLOCKS: dict[str, tuple[Json, str, str]] = {
    "no type": ({"text": mrkdwn()}, "", "missing required field: type"),
    "unknown type": ({"type": "parcel"}, "/type", "unsupported type: parcel"),
    "alert": ({"type": "alert", "text": plain()}, "/type", "unsupported type: alert"),
    "file": ({"type": "file", "external_id": "1", "source": "remote"}, "/type", "unsupported"),
    "unknown key": (section(colour="red"), "", "invalid additional property: colour"),
    "block_id too long": (section(block_id="b" * 256), "/block_id", "less than 256"),
    "section of nothing": ({"type": "section"}, "", "either `text` or `fields`"),
    "section text empty": (section(text=mrkdwn("")), "/text/text", "more than 0 characters"),
    "section text too long": (section(text=plain("x" * 3001)), "/text/text", "less than 3001"),
    "section text a string": (section(text="late"), "/text", "must be an object"),
    "section text a number": (section(text=mrkdwn(3)), "/text/text", "must provide a string"),  # type: ignore[arg-type]
    "text of unknown type": (section(text={"type": "html", "text": "x"}), "/text/type", "html"),
    "emoji on mrkdwn": (section(text=mrkdwn(emoji=True)), "/text", "property: emoji"),
    "verbatim on plain_text": (section(text=plain(verbatim=True)), "/text", "property: verbatim"),
    "11 fields": (section(fields=[plain()] * 11), "/fields", "no more than 10 items"),
    "field too long": (section(fields=[mrkdwn("x" * 2001)]), "/fields/0/text", "less than 2001"),
    "fields empty": (section(fields=[]), "/fields", "no fewer than 1 items"),
    "accessory datetimepicker": (
        section(accessory={"type": "datetimepicker"}),
        "/accessory/type",
        "unsupported type: datetimepicker",
    ),
    "header in mrkdwn": ({"type": "header", "text": mrkdwn()}, "/text/type", "unsupported type"),
    "header too long": ({"type": "header", "text": plain("x" * 151)}, "/text/text", "than 151"),
    "header empty": ({"type": "header"}, "", "missing required field: text"),
    "divider with text": ({"type": "divider", "text": plain()}, "", "property: text"),
    "context empty": (context(), "/elements", "no fewer than 1"),
    "context of 11": (context(*[plain()] * 11), "/elements", "no more than 10"),
    "button in context": (context(button()), "/elements/0/type", "unsupported type: button"),
    "26 elements": (
        actions(*[button(action_id=str(index)) for index in range(26)]),
        "/elements",
        "no more than 25 items allowed",
    ),
    "actions empty": (actions(), "/elements", "no fewer than 1"),
    "same action_id": (actions(button(), button()), "/elements/1/action_id", "must be unique"),
    "button text in mrkdwn": (actions(button(text=mrkdwn())), "/elements/0/text/type", "mrkdwn"),
    "button text too long": (actions(button(text=plain("x" * 76))), "/elements/0/text/text", "76"),
    "button value too long": (actions(button(value="v" * 2001)), "/elements/0/value", "2001"),
    "button style unknown": (actions(button(style="default")), "/elements/0/style", "enum"),
    "button without text": (actions({"type": "button"}), "/elements/0", "required field: text"),
    "javascript button": (actions(button(url="javascript:a()")), "/elements/0/url", "URL"),
    "mailto button": (actions(button(url="mailto:a@b.example")), "/elements/0/url", "URL"),
    "button url with a space": (actions(button(url="https://a b")), "/elements/0/url", "URL"),
    "button url without host": (actions(button(url="https:///x")), "/elements/0/url", "URL"),
    "button url with a line feed": (
        actions(button(url="https://a.example\n")),
        "/elements/0/url",
        "URL",
    ),
    "button url too long": (
        actions(button(url="https://a.example/" + "x" * 3000)),
        "/elements/0/url",
        "less than 3001",
    ),
    "button label too long": (
        actions(button(accessibility_label="x" * 76)),
        "/elements/0/accessibility_label",
        "less than 76",
    ),
    "confirm too long": (
        actions(button(confirm=CONFIRM | {"confirm": plain("x" * 31)})),
        "/elements/0/confirm/confirm/text",
        "less than 31",
    ),
    "confirm without deny": (
        actions(button(confirm={"title": plain(), "text": plain(), "confirm": plain()})),
        "/elements/0/confirm",
        "missing required field: deny",
    ),
    "confirm with a type": (
        actions(button(confirm=CONFIRM | {"type": "confirm"})),
        "/elements/0/confirm",
        "invalid additional property: type",
    ),
    "select of nothing": (actions({"type": "static_select"}), "/elements/0", "either `options`"),
    "select with both": (
        actions(
            {
                "type": "static_select",
                "options": options(1),
                "option_groups": [{"label": plain(), "options": options(1)}],
            }
        ),
        "/elements/0",
        "either `options` or `option_groups`",
    ),
    "101 options": (
        actions({"type": "static_select", "options": options(101)}),
        "/elements/0/options",
        "no more than 100",
    ),
    "option in mrkdwn": (
        actions({"type": "static_select", "options": [{"text": mrkdwn(), "value": "1"}]}),
        "/elements/0/options/0/text/type",
        "unsupported type: mrkdwn",
    ),
    "option text too long": (
        actions({"type": "static_select", "options": [{"text": plain("x" * 76), "value": "1"}]}),
        "/elements/0/options/0/text/text",
        "less than 76",
    ),
    "option value too long": (
        actions({"type": "static_select", "options": [{"text": plain(), "value": "v" * 151}]}),
        "/elements/0/options/0/value",
        "less than 151",
    ),
    "option with a url in a select": (
        actions(
            {"type": "static_select", "options": [options(1)[0] | {"url": "https://a.example"}]}
        ),
        "/elements/0/options/0",
        "invalid additional property: url",
    ),
    "initial option not offered": (
        actions(
            {
                "type": "static_select",
                "options": options(1),
                "initial_option": {"text": plain(), "value": "9"},
            }
        ),
        "/elements/0/initial_option",
        "one of the options",
    ),
    "placeholder too long": (
        actions({"type": "users_select", "placeholder": plain("x" * 151)}),
        "/elements/0/placeholder/text",
        "less than 151",
    ),
    "overflow of 6": (
        section(accessory={"type": "overflow", "options": options(6)}),
        "/accessory/options",
        "no more than 5",
    ),
    "11 checkboxes": (
        section(accessory={"type": "checkboxes", "options": options(11)}),
        "/accessory/options",
        "no more than 10",
    ),
    "date without zeros": (
        section(accessory={"type": "datepicker", "initial_date": "2026-1-1"}),
        "/accessory/initial_date",
        "invalid date",
    ),
    "time of 24": (
        section(accessory={"type": "timepicker", "initial_time": "24:00"}),
        "/accessory/initial_time",
        "invalid time",
    ),
    "text input in actions": (actions({"type": "plain_text_input"}), "/elements/0/type", "input"),
    "image of no source": ({"type": "image", "alt_text": "x"}, "", "either `image_url`"),
    "image of two sources": (image(slack_file={"id": "F0123456789"}), "", "either `image_url`"),
    "image without alt_text": (
        {"type": "image", "image_url": "https://img.example.com/a.png"},
        "",
        "missing required field: alt_text",
    ),
    "image alt_text empty": (image(alt_text=""), "/alt_text", "more than 0"),
    "image alt_text too long": (image(alt_text="x" * 2001), "/alt_text", "less than 2001"),
    "image of data": (image(image_url="data:image/png;base64,xx"), "/image_url", "URL"),
    "image on localhost": (image(image_url="http://localhost/a.png"), "/image_url", "downloading"),
    "image in a private net": (image(image_url="http://10.0.0.1/a.png"), "/image_url", "download"),
    "image in webp": (image(image_url="https://a.example/a.webp"), "/image_url", "unsupported"),
    "image title in mrkdwn": (image(title=mrkdwn()), "/title/type", "unsupported type"),
    "slack_file of two": (
        {
            "type": "image",
            "alt_text": "x",
            "slack_file": {"id": "F0123456789", "url": "https://a.example"},
        },
        "/slack_file",
        "either `id` or `url`",
    ),
    "slack_file id wrong": (
        {"type": "image", "alt_text": "x", "slack_file": {"id": "f1"}},
        "/slack_file/id",
        "invalid slack file",
    ),
    "input without label": (
        {"type": "input", "element": {"type": "plain_text_input"}},
        "",
        "missing required field: label",
    ),
    "input label in mrkdwn": (choice(label=mrkdwn()), "/label/type", "unsupported type"),
    "input of a button": (choice(element=button()), "/element/type", "unsupported type: button"),
    "input lengths crossed": (
        choice(element={"type": "plain_text_input", "min_length": 9, "max_length": 8}),
        "/element/min_length",
        "max_length",
    ),
    "number_input vague": (
        choice(element={"type": "number_input"}),
        "/element",
        "missing required field: is_decimal_allowed",
    ),
    "rich_text child wrong": (rich({"type": "text", "text": "x"}), "/elements/0/type", "text"),
    "rich_text text empty": (
        rich(line({"type": "text", "text": ""})),
        "/elements/0/elements/0/text",
        "more than 0",
    ),
    "rich_text style unknown": (
        rich(line({"type": "text", "text": "x", "style": {"blink": True}})),
        "/elements/0/elements/0/style",
        "property: blink",
    ),
    "rich_text link of data": (
        rich(line({"type": "link", "url": "data:x"})),
        "/elements/0/elements/0/url",
        "URL",
    ),
    "rich_text list of texts": (
        rich(
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "text", "text": "x"}],
            }
        ),
        "/elements/0/elements/0/type",
        "unsupported type: text",
    ),
    "rich_text list without style": (
        rich({"type": "rich_text_list", "elements": []}),
        "/elements/0",
        "missing required field: style",
    ),
    "rich_text user by name": (
        rich(line({"type": "user", "user_id": "agent"})),
        "/elements/0/elements/0/user_id",
        "invalid user id",
    ),
    "rich_text broadcast to all": (
        rich(line({"type": "broadcast", "range": "all"})),
        "/elements/0/elements/0/range",
        "enum",
    ),
    "date with unknown token": (
        rich(line(DATE | {"format": "{weekday}"})),
        "/elements/0/elements/0/format",
        "date tokens",
    ),
    "date without token": (
        rich(line(DATE | {"format": "soon"})),
        "/elements/0/elements/0/format",
        "date tokens",
    ),
    "date of a float": (
        rich(line(DATE | {"timestamp": 1.5})),
        "/elements/0/elements/0/timestamp",
        "integer",
    ),
    "table of 101 rows": (table([[raw()]] * 101), "/rows", "no more than 100"),
    "table of 21 cells": (table([[raw()] * 21]), "/rows/0", "no more than 20"),
    "table of no rows": (table([]), "/rows", "no fewer than 1"),
    "table cell empty": (table([[raw("")]]), "/rows/0/0/text", "more than 0"),
    "table cell in mrkdwn": (table([[mrkdwn()]]), "/rows/0/0/type", "unsupported type: mrkdwn"),
    "table of a novel": (table([[raw("x" * 5001)] * 2]), "/rows", "less than 10001"),
    "table with 21 columns set": (
        table([[raw()]], column_settings=[{"align": "left"}] * 21),
        "/column_settings",
        "no more than 20",
    ),
    "data_table header in rich_text": (
        DATA_TABLE | {"rows": [[rich(line())], [raw()]]},
        "/rows/0/0/type",
        "unsupported type: rich_text",
    ),
    "data_table ragged": (DATA_TABLE | {"rows": [[raw()], [raw(), raw()]]}, "/rows", "same number"),
    "markdown too long": ({"type": "markdown", "text": "x" * 12_001}, "/text", "less than 12001"),
    "markdown empty": ({"type": "markdown", "text": ""}, "/text", "more than 0"),
    "card of nothing": ({"type": "card", "subtitle": mrkdwn()}, "", "must define one of"),
    "card body too long": (CARD | {"body": mrkdwn("x" * 201)}, "/body/text", "less than 201"),
    "carousel of sections": (
        {"type": "carousel", "elements": [section()]},
        "/elements/0/type",
        "unsupported type: section",
    ),
    "container of containers": (
        CONTAINER | {"child_blocks": [CONTAINER]},
        "/child_blocks/0/type",
        "unsupported type: container",
    ),
    "container divided and collapsible": (
        CONTAINER | {"is_collapsible": True, "has_header_divider": True},
        "",
        "has_header_divider",
    ),
    "container collapsed for ever": (
        CONTAINER | {"default_collapsed": True},
        "/default_collapsed",
        "is_collapsible",
    ),
    "button in context_actions": (
        {"type": "context_actions", "elements": [button()]},
        "/elements/0/type",
        "unsupported type: button",
    ),
    "feedback without value": (
        {
            "type": "context_actions",
            "elements": [FEEDBACK | {"positive_button": {"text": plain()}}],
        },
        "/elements/0/positive_button",
        "missing required field: value",
    ),
    "video over http": (VIDEO | {"video_url": "http://film.example.com"}, "/video_url", "HTTPS"),
    "task of unknown status": (TASK | {"status": "done"}, "/status", "enum"),
}
