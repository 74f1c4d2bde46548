"""Small pieces of Block Kit JSON, good unless a test spoils them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
DATE = "<!date^1760000000^{date_short_pretty} at {time}|9 Oct, 08:53 UTC>"


def plain(text: str = "Words", **more: Any) -> Json:
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text: str = "Words", **more: Any) -> Json:
    return {"type": "mrkdwn", "text": text, **more}


def message(*blocks: Any, **more: Any) -> Json:
    return {"text": "PK1004 is on its way", "blocks": list(blocks), **more}


def modal(*blocks: Any, **more: Any) -> Json:
    return {"type": "modal", "title": plain(), "blocks": list(blocks), **more}


def home(*blocks: Any, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def section(text: str = "Words", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def fields(*texts: Any) -> Json:
    return {"type": "section", "fields": list(texts)}


def beside(element: Any) -> Json:
    return section(accessory=element)


def actions(*elements: Any) -> Json:
    return {"type": "actions", "elements": list(elements)}


def context(*elements: Any) -> Json:
    return {"type": "context", "elements": list(elements)}


def button(text: str = "Track", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), **more}


def picture(**more: Any) -> Json:
    return {"type": "image", "alt_text": "A map", "image_url": "https://example.com/a.png", **more}


def option(value: str = "a", **more: Any) -> Json:
    return {"text": plain("Words"), "value": value, **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", **more}


def element(type_: str, **more: Any) -> Json:
    return {"type": type_, **more}


def field(inner: Any, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": inner, **more}


def table(*rows: Any, **more: Any) -> Json:
    return {"type": "table", "rows": list(rows), **more}


def raw(text: str = "Words") -> Json:
    return {"type": "raw_text", "text": text}


def rich(*inline: Any) -> Json:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(inline)}],
    }


def confirm(**more: Any) -> Json:
    return {
        "title": plain("Stop?"),
        "text": mrkdwn("Stop watching?"),
        "confirm": plain("Yes"),
        "deny": plain("No"),
        **more,
    }


def container(*blocks: Any, **more: Any) -> Json:
    return {"type": "container", "title": plain(), "child_blocks": list(blocks), **more}


def without(value: Json, *keys: str) -> Json:
    return {key: item for key, item in value.items() if key not in keys}


DIVIDER = {"type": "divider"}
CARD = {"type": "card", "title": mrkdwn()}
VIDEO = {
    "type": "video",
    "alt_text": "Film",
    "title": plain(),
    "thumbnail_url": "https://example.com/a.png",
    "video_url": "https://example.com/v",
}
FEEDBACK = {
    "type": "feedback_buttons",
    "positive_button": {"text": plain("+"), "value": "1"},
    "negative_button": {"text": plain("-"), "value": "0"},
}
DATA = {"type": "data_table", "caption": "Parcels", "rows": [[raw()], [raw()]]}
TASK = {"type": "task_card", "task_id": "1", "title": "Look", "status": "complete"}
ALERT = {"type": "alert", "text": mrkdwn(), "level": "warning"}
GROUP = {"label": plain(), "options": [option()]}
