"""Blocks and the interactive elements in them, wherever they may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.sandbox.slack.judge import Json

_BLOCKS_IN = {"carousel": "elements", "container": "child_blocks"}
_ELEMENTS_IN = {"actions": "elements", "context_actions": "elements", "card": "actions"}
_ELEMENT_IN = {"section": "accessory", "input": "element"}


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element, with the block it stands in."""
    for block in blocks:
        kind = str(block.get("type"))
        if kind in _BLOCKS_IN:
            yield from elements(block.get(_BLOCKS_IN[kind], []))
        for element in block.get(_ELEMENTS_IN.get(kind, ""), []):
            yield block, element
        element = block.get(_ELEMENT_IN.get(kind, ""))
        if isinstance(element, dict) and element.get("type") != "image":
            yield block, element


def with_ids(blocks: list[Json], new_id: Callable[[str], str]) -> list[Json]:
    """The blocks with a block_id and action_ids where the app gave none, as Slack stores them."""
    return [_with_ids(block, new_id) for block in blocks]


def _with_ids(block: Json, new_id: Callable[[str], str]) -> Json:
    kind = str(block.get("type"))
    changed: Json = {} if "block_id" in block else {"block_id": new_id("b")}
    if inner := _BLOCKS_IN.get(kind):
        changed[inner] = with_ids(block.get(inner, []), new_id)
    if (inner := _ELEMENTS_IN.get(kind)) and inner in block:
        changed[inner] = [_with_action_id(element, new_id) for element in block[inner]]
    inner = _ELEMENT_IN.get(kind)
    if inner and isinstance(block.get(inner), dict):
        changed[inner] = _with_action_id(block[inner], new_id)
    return block | changed


def _with_action_id(element: Json, new_id: Callable[[str], str]) -> Json:
    if "action_id" in element or element.get("type") == "image":
        return element
    return element | {"action_id": new_id("a")}
