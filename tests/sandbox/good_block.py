"""Blocks that Slack accepts in a message, and the parts they are made of."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Track", **more: Any) -> Json:
    return {"type": "plain_text", "text": text} | more


def mrkdwn(text: str = "*late*", **more: Any) -> Json:
    return {"type": "mrkdwn", "text": text} | more


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "open", "text": plain()} | more


def image(**more: Any) -> Json:
    return {
        "type": "image",
        "alt_text": "a map",
        "image_url": "https://img.example.com/a.png",
    } | more


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn()} | more


def options(number: int) -> list[Json]:
    return [{"text": plain(f"o{index}"), "value": str(index)} for index in range(number)]


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def line(*inline: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(inline)}


def table(rows: list[list[Json]], **more: Any) -> Json:
    return {"type": "table", "rows": rows} | more


def raw(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def chart(**more: Any) -> Json:
    return {"type": "data_visualization", "title": "Late parcels", "chart": more}


def series(name: str) -> Json:
    return {"name": name, "data": [{"label": "Mon", "value": 3}, {"label": "Tue", "value": -1.5}]}


def choice(**more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": {"type": "plain_text_input"}} | more


CARD = {"type": "card", "title": mrkdwn(), "body": mrkdwn(), "actions": [button()], "icon": image()}
CONFIRM = {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain()}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "good",
    "positive_button": {"text": plain(), "value": "+"},
    "negative_button": {"text": plain(), "value": "-"},
}
VIDEO = {
    "type": "video",
    "alt_text": "a film",
    "title": plain(),
    "thumbnail_url": "https://img.example.com/a.png",
    "video_url": "https://film.example.com/1",
}
DATE = {"type": "date", "timestamp": 1760000000, "format": "{date_short} at {time}"}
CONTAINER = {"type": "container", "title": plain(), "child_blocks": [section()]}
DATA_TABLE = {"type": "data_table", "caption": "Parcels", "rows": [[raw()], [raw()]]}
TASK = {"type": "task_card", "task_id": "1", "title": "Look up", "status": "complete"}
LINES = chart(
    type="line",
    series=[series("DHL"), series("GLS")],
    axis_config={"categories": ["Mon", "Tue"], "x_label": "Day", "y_label": "Days late"},
)

GOOD_BLOCKS: dict[str, Json] = {
    "section": section(),
    "section with 3000 characters": section(text=mrkdwn("x" * 3000)),
    "section of fields": {"type": "section", "fields": [mrkdwn("x" * 2000)] * 2 + [plain()] * 8},
    "section with a button": section(accessory=button(style="danger", confirm=CONFIRM)),
    "section with an image": section(accessory=image()),
    "section with an overflow": section(
        accessory={"type": "overflow", "options": [options(1)[0] | {"url": "https://a.example"}]}
    ),
    "section that is expanded": section(expand=True, block_id="b" * 255),
    "header": {"type": "header", "text": plain("x" * 150, emoji=True)},
    "divider": {"type": "divider"},
    "context": context(image(), plain(), *[mrkdwn()] * 8),
    "actions": actions(
        *[button(action_id=str(index), url="http://a.example/?x=1&y=2") for index in range(25)]
    ),
    "actions with selects": actions(
        {
            "type": "static_select",
            "action_id": "a",
            "options": options(100),
            "placeholder": plain(),
        },
        {"type": "static_select", "option_groups": [{"label": plain(), "options": options(2)}]},
        {"type": "external_select", "action_id": "b", "min_query_length": 3},
        {"type": "users_select", "initial_user": "U012345"},
        {"type": "conversations_select", "filter": {"include": ["im"]}},
        {"type": "channels_select", "initial_channel": "C012345"},
        {"type": "datepicker", "initial_date": "2026-11-30"},
        {"type": "timepicker", "initial_time": "23:59"},
        {"type": "datetimepicker", "initial_date_time": 1760000000},
        {"type": "radio_buttons", "options": [{"text": mrkdwn(), "value": "1"}]},
        {"type": "checkboxes", "options": options(10), "initial_options": options(1)},
    ),
    "image by url": image(title=plain(), block_id="i"),
    "image by file": {"type": "image", "alt_text": "x", "slack_file": {"id": "F0123456789"}},
    "input": choice(hint=plain(), optional=True),
    "rich_text with everything": rich(
        line(
            {"type": "text", "text": "late", "style": {"bold": True, "code": True}},
            {"type": "link", "url": "https://track.example.com/1", "text": "track"},
            {"type": "user", "user_id": "U012345"},
            {"type": "channel", "channel_id": "C012345"},
            {"type": "emoji", "name": "package", "unicode": "1f4e6"},
            {"type": "broadcast", "range": "here"},
            {"type": "usergroup", "usergroup_id": "S012345"},
            {"type": "team", "team_id": "T012345"},
            {"type": "color", "value": "#FF0000"},
            DATE | {"fallback": "Nov 20", "url": "https://a.example"},
        ),
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [line()]},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "q"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "p"}]},
    ),
    "rich_text without elements": rich(),
    "table": table(
        [[raw(), rich(line()), {"type": "raw_number", "value": 3.5, "text": "3.5 kg"}]] * 100,
        column_settings=[None, {"align": "right", "is_wrapped": True}],
    ),
    "data_table": DATA_TABLE,
    "pie": chart(type="pie", segments=[{"label": "x" * 20, "value": 0.5}] * 6),
    "lines": LINES,
    "markdown": {"type": "markdown", "text": "x" * 12_000},
    "card": CARD,
    "carousel": {
        "type": "carousel",
        "elements": [CARD | {"actions": [button(action_id=str(index))]} for index in range(10)],
    },
    "container": CONTAINER | {"is_collapsible": True, "default_collapsed": True},
    "context_actions": {
        "type": "context_actions",
        "elements": [FEEDBACK, {"type": "icon_button", "icon": "trash", "text": plain()}],
    },
    "video": VIDEO,
    "plan": {"type": "plan", "title": "Search", "tasks": [TASK]},
    "task_card": TASK | {"sources": [{"type": "url", "url": "https://a.example", "text": "a"}]},
}
