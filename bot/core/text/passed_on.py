"""What one person wrote in Slack, as plain text for another: no mention, no hidden link.

docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Iterator
from typing import Final

LONGEST: Final = 6000  # characters of one message that are passed on
_PIECE: Final = 500  # characters of one line
_PART: Final = 2600  # of one paragraph, as it is written: & < > take more
_FORM: Final = re.compile(r"<([^<>\n]*)>")
_SPECIAL: Final = re.compile(r"[&<>]")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def as_plain(text: str) -> str:
    """Return what a person sees of a raw Slack text; of people and groups, no name."""
    shown = _FORM.sub(_shown, text)
    for entity, letter in _ENTITIES:
        shown = shown.replace(entity, letter)
    return shown.strip()


def _shown(form: re.Match[str]) -> str:
    inside, bar, label = form[1].partition("|")
    match inside[:1]:
        case "@":
            return "@…"
        case "#":
            return f"#{label or '…'}"
        case "!":
            return label if bar else f"@{inside[1:].partition('^')[0]}"
    address = inside.removeprefix("mailto:").removeprefix("tel:")
    if not label or label == address or address.endswith(f"//{label}"):
        return address
    return f"{label} ({address})"


def paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the lines of a plain text in parts that each fit into one section of a message."""
    parts: list[tuple[str, ...]] = []
    part: list[str] = []
    size = 0
    for line in _lines(text[:LONGEST]):
        written = len(line) + 4 * len(_SPECIAL.findall(line)) + 1
        if part and size + written > _PART:
            parts.append(tuple(part))
            part, size = [], 0
        part.append(line)
        size += written
    return (*parts, tuple(part)) if part else tuple(parts)


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from (line[at : at + _PIECE] for at in range(0, len(line), _PIECE))
        if not line.strip():
            yield ""
