"""Blocks, modals and values that the tests of the sandbox's Slack share."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value}


def field(element: Json, block_id: str = "field", **more: Any) -> Json:
    """An input block around this element."""
    inner = {"action_id": "it"} | element
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Field"),
        "element": inner,
        **more,
    }


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def modal(*blocks: Json, **more: Any) -> Json:
    """A modal with a submit button; its notification goes by `more`."""
    named = {"callback_id": "order", "title": plain("Order"), "submit": plain("Find")}
    return {"type": "modal", "blocks": list(blocks), **named, **more}


def state(block_id: str = "field", action_id: str = "it", **entry: Any) -> Json:
    """`state` with one element in it."""
    return {"values": {block_id: {action_id: entry}}}


TEXT = {"type": "plain_text_input"}
SEARCH = {"type": "external_select", "action_id": "it", "min_query_length": 2}
