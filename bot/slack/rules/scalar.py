"""Checks for what holds nothing further: strings, text objects, addresses, numbers, flags.

Each `check_…(kind, rule)` compiles one entry of the tables into a check; `rule` begins the ids of
its findings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from bot.slack.rules.objects import DATE_TOKENS
from bot.slack.rules.rule import Enum, Flag, Id, Int, Number, Str, Text, Url

if TYPE_CHECKING:
    from bot.slack.rules.walk import Check, Path, Walk

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_HTTP: Final = r"(?i:https?)://[^\s/?#|<>\"\x00-\x20\x7f][^\s|<>\"\x00-\x20\x7f]*"
_URL: Final = re.compile(_HTTP)
# Slack fetches pictures itself: what only we can reach makes the whole post fail
# (invalid_blocks, "downloading image failed").
_PRIVATE: Final = re.compile(
    r"https?://(?:[^/?#@]*@)*+(?:localhost|127\.\d|0\.\d|10\.\d|192\.168\.|169\.254\.|\["
    r"|172\.(?:1[6-9]|2\d|3[01])\.|[^/?#:.]+(?:[/?#:]|$)"
    r"|[^/?#:]+\.(?:local|localhost|internal)(?:[/?#:]|$))",
    re.IGNORECASE,
)
# docs.slack.dev/reference/block-kit/blocks/image-block: png, jpg, gif; WebP: node-slack-sdk#1482
_NO_PICTURE: Final = re.compile(
    r"[^?#]*\.(?:webp|svg|bmp|tiff?|avif|heic|ico|pdf)(?:[?#]|$)", re.IGNORECASE
)
# docs.slack.dev/messaging/formatting-message-text: what may stand between < and > in mrkdwn
_CONTROL: Final = re.compile(r"<([^<>]*)(>?)")
_DATE: Final = (
    rf"!date\^-?\d{{1,11}}\^(?:[^<>{{}}^|]|\{{(?:{DATE_TOKENS})\}})+(?:\^{_HTTP})?\|[^<>\n]+"
)
_HARMLESS: Final = re.compile(
    rf"{_HTTP}(?:\|[^\n]+)?"
    r"|mailto:[^\s|]+(?:\|[^\n]+)?"
    r"|tel:[^\s|]+(?:\|[^\n]+)?"
    r"|#[CG][A-Z0-9]+(?:\|[^\n]*)?"
    rf"|{_DATE}"
)
_ONLY_DATES: Final = re.compile(rf"[^<]*(?:<{_DATE}>[^<]*)*")  # what nearly every text has
_MENTION: Final = re.compile(r"@[UWB]|!(?:channel|here|everyone|group)\b|!subteam\^", re.IGNORECASE)
# Slack decodes &amp; &lt; &gt; only; others come from an HTML escaper and would be shown as is.
_HTML: Final = re.compile(r"&(?:quot|apos|nbsp|#\d+|#x[0-9a-f]+);", re.IGNORECASE)


def _markup(text: str, path: Path, walk: Walk) -> None:
    if "<" in text and not _ONLY_DATES.fullmatch(text):
        for fault in dict.fromkeys(map(_fault, _CONTROL.finditer(text))):
            if fault == "mention":
                walk.mention(path)
            elif fault:
                walk.add(path, f"mrkdwn.{fault}", _FAULTS[fault])
    if "&" in text and _HTML.search(text):
        walk.add(path, "mrkdwn.entity", "has an entity that Slack shows as it is, such as &quot;")


def _fault(control: re.Match[str]) -> str:
    body, end = control.groups()
    if not end:
        return "unclosed"
    if _MENTION.match(body):
        return "mention"
    return "" if _HARMLESS.fullmatch(body) else "control"


def _markdown(text: str, path: Path, walk: Walk) -> None:
    if any(_fault(control) == "mention" for control in _CONTROL.finditer(text)):
        walk.mention(path)


_FAULTS: Final = {
    "unclosed": 'has a "<" without its ">"; a plain one is written "&lt;"',
    "control": 'has a "<…>" that Slack does not know; a plain "<" is written "&lt;"',
}
_MARKUP: Final = {"": None, "mrkdwn": _markup, "markdown": _markdown}


def check_str(kind: Str, rule: str) -> Check:
    least, most, tally = kind.least, kind.most, kind.tally
    markup = _MARKUP[kind.markup]
    fits = re.compile(kind.pattern).fullmatch if kind.pattern else None

    def check(value: Any, path: Path, walk: Walk) -> None:
        if not isinstance(value, str):
            walk.mistyped(path, rule, "a string", value)
            return
        size = len(value)
        if size > most:
            walk.add(path, f"{rule}.max", f"{size:,} characters, at most {most:,} are allowed")
        elif not kind.blank and not value.strip():
            walk.add(path, f"{rule}.blank", "says nothing")
        elif size < least:
            walk.add(path, f"{rule}.empty", "is empty")
        elif fits and not fits(value):
            walk.add(path, f"{rule}.pattern", "is not of the form Slack asks for")
        if not value.isascii() and _SURROGATE.search(value):
            walk.add(path, f"{rule}.unicode", "has half a character (a lone surrogate)")
        for name in tally:
            walk.tally[name] += size
        if markup:
            markup(value, path, walk)

    return check


def check_text(kind: Text, rule: str) -> Check:
    types, extra = kind.types, {"plain_text": "emoji", "mrkdwn": "verbatim"}
    string = check_str(Str(kind.most, tally=("text",)), rule)
    flag = check_flag(Flag(), rule)

    def check(value: Any, path: Path, walk: Walk) -> None:
        if not isinstance(value, dict):
            walk.mistyped(path, rule, "a text object", value)
            return
        sort = value.get("type")
        if not isinstance(sort, str) or sort not in types:
            walk.add((path, "type"), f"{rule}.type", f"must be {' or '.join(types)}")
            return
        for key, item in value.items():
            if key == "text":
                string(item, (path, key), walk)
                if sort == "mrkdwn" and isinstance(item, str):
                    _markup(item, (path, key), walk)
            elif key == extra[sort]:
                flag(item, (path, key), walk)
            elif key != "type":
                walk.add((path, key), f"{rule}.unknown_key", f"is no key of a {sort} object")
        if "text" not in value:
            walk.add((path, "text"), f"{rule}.required", "is missing")

    return check


def check_id(kind: Id, rule: str) -> Check:
    string = check_str(Str(255), rule)
    scope = kind.scope

    def check(value: Any, path: Path, walk: Walk) -> None:
        string(value, path, walk)
        if isinstance(value, str):
            if value in walk.seen[scope]:
                walk.add(path, f"{rule}.unique", f"another {scope} is the same")
            walk.seen[scope].add(value)

    return check


def check_url(kind: Url, rule: str) -> Check:
    string = check_str(Str(kind.most), rule)

    def check(value: Any, path: Path, walk: Walk) -> None:
        string(value, path, walk)
        if not isinstance(value, str) or not value:
            return
        if not _URL.fullmatch(value):
            walk.add(path, f"{rule}.url", "is not an http or https address")
        elif kind.secure and not value.lower().startswith("https:"):
            walk.add(path, f"{rule}.secure", "must be an https address")
        elif kind.image and _PRIVATE.match(value):
            walk.add(path, f"{rule}.host", "is on a host that Slack cannot reach")
        elif kind.image and _NO_PICTURE.match(value):
            walk.add(path, f"{rule}.filetype", "is not a png, jpg or gif")

    return check


def check_enum(kind: Enum, rule: str) -> Check:
    values, said = frozenset(kind.values), ", ".join(kind.values)

    def check(value: Any, path: Path, walk: Walk) -> None:
        if not isinstance(value, str):
            walk.mistyped(path, rule, "a string", value)
        elif value not in values:
            walk.add(path, f"{rule}.enum", f"must be one of: {said}")

    return check


def check_flag(kind: Flag, rule: str) -> Check:
    tally = kind.tally

    def check(value: Any, path: Path, walk: Walk) -> None:
        if not isinstance(value, bool):
            walk.mistyped(path, rule, "true or false", value)
        elif value and tally:
            walk.tally[tally] += 1

    return check


def check_int(kind: Int, rule: str) -> Check:
    least, most = kind.least, kind.most

    def check(value: Any, path: Path, walk: Walk) -> None:
        if type(value) is not int:
            walk.mistyped(path, rule, "a whole number", value)
        elif not least <= value <= most:
            walk.add(path, f"{rule}.range", f"must be from {least:,} to {most:,}")

    return check


def check_number(_: Number, rule: str) -> Check:
    def check(value: Any, path: Path, walk: Walk) -> None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            walk.mistyped(path, rule, "a number", value)
        elif not -1e300 < value < 1e300:  # not NaN, not infinite, not too long to be written
            walk.add(path, f"{rule}.range", "must be a finite number")

    return check
