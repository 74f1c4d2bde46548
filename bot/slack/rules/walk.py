"""One walk through one payload: what was found so far, and what is counted on the way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule.

    `pointer`: JSON pointer of the value, such as "/blocks/3/text/text"; `rule`: short stable id,
    such as "section.text.max"; `message`: plain English with the numbers, never the text itself.
    """

    pointer: str
    rule: str
    message: str


# Where a value stands: (where its parent stands, its key there). A pointer is only made of it for a
# finding, and most values give none.
Path: TypeAlias = "tuple[Path, str | int] | None"
Check: TypeAlias = "Callable[[Any, Path, Walk], None]"

_JSON_NAMES: Final = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


class Walk:
    """What is known of one payload while it is walked through."""

    __slots__ = ("allow_mentions", "findings", "seen", "tally")

    def __init__(self, *, allow_mentions: bool) -> None:
        self.allow_mentions = allow_mentions
        self.findings: list[Finding] = []
        self.tally: defaultdict[str, int] = defaultdict(int)
        self.seen: dict[str, set[str]] = {"block_id": set(), "action_id": set()}

    def add(self, path: Path, rule: str, message: str) -> None:
        """Note a broken rule."""
        self.findings.append(Finding(pointer(path), rule, message))

    def mistyped(self, path: Path, rule: str, wanted: str, value: Any) -> None:
        """Note a value of the wrong JSON type."""
        found = _JSON_NAMES.get(type(value), "something else")
        self.add(path, f"{rule}.type", f"must be {wanted}, is {found}")

    def mention(self, path: Path) -> None:
        """Note that something notifies people, unless it may."""
        if not self.allow_mentions:
            self.add(path, "mention", "notifies people, which this payload may not")


def pointer(path: Path) -> str:
    """Write a path as a JSON pointer (RFC 6901)."""
    keys = []
    while path is not None:
        path, key = path
        keys.append("/" + str(key).replace("~", "~0").replace("/", "~1"))
    return "".join(reversed(keys))
