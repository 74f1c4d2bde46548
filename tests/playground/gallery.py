"""Every block once, with what it may hold: for tests that look at all of them."""

from typing import Any, Final

from tests.playground.harness import NOW, mrkdwn, option, plain

Json = dict[str, Any]

OPTIONS: Final = [
    option("berlin", "Berlin :de:"),
    option("hamburg", description=plain("by the sea")),
    option("munich", "München"),
]
_GROUPS: Final = [{"label": plain("North"), "options": OPTIONS[:2]}]
_ELSEWHERE: Final = {"image_url": "https://elsewhere.test/x.png", "alt_text": "A shelf"}


def span(text: str | Json, **style: bool) -> Json:
    """A rich_text_section of one text, or of one element."""
    words = {"type": "text", "text": text, **({"style": style} if style else {})}
    return {"type": "rich_text_section", "elements": [words if isinstance(text, str) else text]}


def cell(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def _named(*blocks: Json) -> list[Json]:
    """Give blocks and elements the ids that Slack would give them."""
    for at, block in enumerate(blocks):
        block["block_id"] = f"block-{at}"
        inner = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
        for nth, element in enumerate(one for one in inner if one):
            if block["type"] in {"actions", "context_actions", "input", "section"}:
                element["action_id"] = f"action-{at}-{nth}"
    return list(blocks)


def _input(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(f"A {element['type']}"), "element": element, **more}


_PARTS: Final = [
    span({"type": "user", "user_id": "U0ANNA"}),
    {"type": "rich_text_list", "style": "bullet", "elements": [span("one")]},
    {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
    {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "code"}]},
    span({"type": "date", "timestamp": NOW, "format": "{date}"}),
]
_FEEDBACK: Final = {
    "type": "feedback_buttons",
    "positive_button": {"text": plain("Good"), "value": "good"},
    "negative_button": {"text": plain("Bad"), "value": "bad"},
}
_TASK: Final = {"type": "task_card", "task_id": "1", "title": "Look up", "status": "complete"}
_VIDEO: Final = {"video_url": "https://a.test/v", "thumbnail_url": "https://a.test/t.png"}

EVERY_BLOCK: Final[list[Json]] = _named(
    {"type": "header", "text": plain("PK1004 :truck:")},
    {
        "type": "section",
        "text": mrkdwn("*bold* <https://a.test|link> <@U0ANNA> `code`\n&gt; quoted"),
        "fields": [mrkdwn("*Courier*\nDHL"), plain("10:00-12:00")],
        "accessory": {"type": "button", "text": plain("Map"), "url": "https://a.test/"},
    },
    {"type": "section", "text": plain("x"), "accessory": {"type": "overflow", "options": OPTIONS}},
    {"type": "section", "text": plain("x"), "accessory": {"type": "image", **_ELSEWHERE}},
    {"type": "divider"},
    {"type": "image", **_ELSEWHERE, "title": plain("Title")},
    {"type": "image", "slack_file": {"id": "F0READYFILE"}, "alt_text": "Status"},
    {"type": "image", "slack_file": {"id": "F0SLOWFILES"}, "alt_text": "Status"},
    {"type": "context", "elements": [mrkdwn("*more*"), plain("plain")]},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "text": plain("Primary"), "style": "primary"},
            {"type": "button", "text": plain("Danger"), "style": "danger"},
            {"type": "workflow_button", "text": plain("Workflow"), "workflow": {}},
            {"type": "static_select", "options": OPTIONS},
            {"type": "static_select", "option_groups": _GROUPS, "initial_option": OPTIONS[0]},
            {"type": "multi_static_select", "options": OPTIONS, "initial_options": OPTIONS[:2]},
            {"type": "external_select"},
            {"type": "multi_external_select"},
            {"type": "users_select", "initial_user": "U0ANNA"},
            {"type": "multi_users_select"},
            {"type": "channels_select"},
            {"type": "multi_channels_select", "initial_channels": ["C0SUPPORT"]},
            {"type": "conversations_select"},
            {"type": "multi_conversations_select"},
            {"type": "overflow", "options": OPTIONS},
            {"type": "radio_buttons", "options": OPTIONS, "initial_option": OPTIONS[1]},
            {"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS[:1]},
            {"type": "datepicker", "initial_date": "2025-12-24"},
            {"type": "timepicker", "initial_time": "09:41"},
            {"type": "datetimepicker", "initial_date_time": NOW},
            {"type": "rich_text_input"},
        ],
    },
    _input({"type": "plain_text_input", "max_length": 40}, hint=plain("A hint")),
    _input({"type": "plain_text_input", "multiline": True}, optional=True),
    _input({"type": "email_text_input"}),
    _input({"type": "url_text_input"}),
    _input({"type": "number_input", "is_decimal_allowed": True}),
    _input({"type": "rich_text_input"}),
    _input({"type": "file_input"}),
    _input({"type": "radio_buttons", "options": OPTIONS}),
    _input({"type": "checkboxes", "options": OPTIONS}),
    _input({"type": "datepicker"}),
    _input({"type": "timepicker"}),
    _input({"type": "datetimepicker"}),
    _input({"type": "multi_users_select", "initial_users": ["U0ANNA"]}),
    {"type": "table", "rows": [[cell("Order"), cell("Days")], [cell("PK1004"), cell("3")]]},
    {
        "type": "data_table",
        "caption": "Late parcels",
        "page_size": 1,
        "rows": [
            [cell("Order"), cell("Days")],
            [cell("PK1004"), {"type": "raw_number", "value": 3}],
            [cell("PK1017"), {"type": "raw_number", "value": 4}],
        ],
    },
    {
        "type": "data_visualization",
        "title": "Late",
        "chart": {"type": "pie", "segments": [{"label": "DHL", "value": 3}]},
    },
    {"type": "markdown", "text": "# Title\n**bold**\n\n- [x] done\n\n|A|\n|---|\n|1|"},
    {"type": "rich_text", "elements": _PARTS},
    *(
        {"type": "alert", "level": level, "text": mrkdwn("*now*")}
        for level in ("default", "info", "warning", "error", "success")
    ),
    {
        "type": "card",
        "title": plain("PK1004"),
        "subtitle": mrkdwn("DHL"),
        "body": mrkdwn("On its *way*"),
        "hero_image": {"type": "image", **_ELSEWHERE},
        "icon": {"type": "image", **_ELSEWHERE},
        "actions": [{"type": "button", "action_id": "card", "text": plain("Open")}],
    },
    {"type": "carousel", "elements": [{"type": "card", "title": plain("One")}]},
    {
        "type": "container",
        "title": plain("Container"),
        "subtitle": mrkdwn("more"),
        "is_collapsible": True,
        "child_blocks": [{"type": "divider", "block_id": "inner"}],
    },
    {
        "type": "container",
        "rich_text_title": {"type": "rich_text", "elements": [span("Title")]},
        "has_header_divider": True,
        "child_blocks": [{"type": "divider", "block_id": "inner2"}],
    },
    {
        "type": "context_actions",
        "elements": [
            _FEEDBACK,
            {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "value": "x"},
        ],
    },
    {"type": "video", "title": plain("Film"), "alt_text": "A film", **_VIDEO},
    {"type": "file", "external_id": "ABCD1", "source": "remote"},
    {
        **_TASK,
        "details": {"type": "rich_text", "elements": [span("details")]},
        "sources": [{"type": "url", "url": "https://a.test/", "text": "Source"}],
    },
    {"type": "plan", "title": "Plan", "tasks": [_TASK, {**_TASK, "status": "error"}]},
)
