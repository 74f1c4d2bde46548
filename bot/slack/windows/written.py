"""What people read in a message, wherever in it that stands: its text, blocks and attachments."""

from collections.abc import Iterator
from typing import Any, Final

# What buttons carry, ids and names of files are no part of that.
_READ: Final = ("text", "pretext", "title", "fallback", "fields", "value")
_INSIDE: Final = ("blocks", "elements", "attachments", "rows", "columns")
_DEPTH: Final = 12


def written(message: dict[str, Any]) -> str:
    """Return it line by line, what stands there twice (a text is its blocks', too) once."""
    return "\n".join(dict.fromkeys(_texts(message, _DEPTH)))


def _texts(part: Any, depth: int) -> Iterator[str]:
    if isinstance(part, list) and depth:
        for each in part:
            yield from _texts(each, depth - 1)
    if not isinstance(part, dict) or not depth:
        return
    if "action_id" in part:  # a button or menu
        return
    for key in (*_READ, *_INSIDE):
        found = part.get(key)
        if isinstance(found, str):
            yield found
        else:
            yield from _texts(found, depth - 1)
