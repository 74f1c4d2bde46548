"""Block Kit's rules over raw JSON: every message, modal, Home and unfurl passes before it is sent.

The rules themselves are the tables in `bot.slack.rules`; they are compiled once, at import.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from bot.slack.rules import scalar
from bot.slack.rules.payloads import PAYLOADS
from bot.slack.rules.rule import (
    AnyObject,
    Enum,
    Flag,
    Id,
    Int,
    Items,
    Kind,
    Number,
    Object,
    One,
    Payload,
    Relation,
    Rows,
    Shape,
    Str,
    Text,
    Url,
)
from bot.slack.rules.walk import Check, Finding, Path, Walk

__all__ = ["Finding", "check_home", "check_message", "check_modal", "check_unfurl"]


def check_message(payload: Mapping[str, Any], *, allow_mentions: bool = False) -> list[Finding]:
    """What Slack would refuse in chat.postMessage, a response_url post or a command's answer.

    Empty if nothing. Never raises: a value of the wrong type is a finding. Without `allow_mentions`
    whatever notifies people is one too.
    """
    return _check(_MESSAGE, payload, Walk(allow_mentions=allow_mentions))


def check_unfurl(payload: Mapping[str, Any], *, allow_mentions: bool = False) -> list[Finding]:
    """What Slack would refuse in one value of chat.unfurl's `unfurls`; as `check_message`."""
    return _check(_UNFURL, payload, Walk(allow_mentions=allow_mentions))


def check_modal(view: Mapping[str, Any], *, allow_mentions: bool = False) -> list[Finding]:
    """What Slack would refuse in the view of a modal; as `check_message`."""
    return _check(_MODAL, view, Walk(allow_mentions=allow_mentions))


def check_home(view: Mapping[str, Any], *, allow_mentions: bool = False) -> list[Finding]:
    """What Slack would refuse in the view of an App Home; as `check_message`."""
    return _check(_HOME, view, Walk(allow_mentions=allow_mentions))


def _check(compiled: tuple[Payload, Check], payload: Any, walk: Walk) -> list[Finding]:
    rules, check = compiled
    if not isinstance(payload, Mapping):
        walk.mistyped(None, rules.shape.name, "an object", payload)
        return walk.findings
    check(payload, None, walk)
    for total in rules.totals:
        count = walk.tally[total.of]
        if count > total.most and not (total.unless and total.unless in payload):
            said = f"{count:,} {total.what}, at most {total.most:,} are allowed"
            walk.findings.append(Finding(total.pointer, total.rule, said))
    if rules.most_bytes and not walk.findings:
        size = len(json.dumps(dict(payload)))  # as slack_sdk writes it
        if size > rules.most_bytes:
            said = f"{size:,} bytes of JSON, at most {rules.most_bytes:,} are allowed"
            walk.add(None, f"{rules.shape.name}.size", said)
    return walk.findings


# --- compiling the tables -----------------------------------------------------------------------


def _compile(kind: Kind, rule: str) -> Check:
    maker: Callable[[Any, str], Check] = _MAKERS[type(kind)]
    return maker(kind, rule)


@cache  # shapes are compared by identity, and many are used in more than one place
def _shape(shape: Shape, *, typed: bool) -> Check:
    fields = {
        key: _compile(kind, f"{shape.name}.{key}")
        for key, kind in {**shape.need, **shape.may}.items()
    }
    if typed:
        fields["type"] = _as_chosen
    needed = tuple(shape.need)
    relations = tuple(_relation(each, f"{shape.name}.{each.rule}") for each in shape.relations)

    def check(value: Any, path: Path, walk: Walk) -> None:
        if shape.scope:
            walk.seen["action_id"] = set()
        if shape.tally:
            walk.tally[shape.tally] += 1
        if shape.mention:
            walk.mention(path)
        for key, item in value.items():
            field = fields.get(key)
            if field is None:
                walk.add(
                    (path, key), f"{shape.name}.unknown_key", "is no key that Slack knows here"
                )
            else:
                field(item, (path, key), walk)
        for key in needed:
            if key not in value:
                walk.add((path, key), f"{shape.name}.{key}.required", "is missing")
        for relation in relations:
            relation(value, path, walk)

    return check


def _as_chosen(_value: Any, _path: Path, _walk: Walk) -> None:
    """The "type" by which `_one` chose the shape needs no further look."""


def _object(kind: Object, rule: str) -> Check:
    inside = _shape(kind.shape, typed=False)

    def check(value: Any, path: Path, walk: Walk) -> None:
        if isinstance(value, dict):
            inside(value, path, walk)
        elif value is not None or not kind.nullable:
            walk.mistyped(path, rule, "an object", value)

    return check


def _any_object(_: AnyObject, rule: str) -> Check:
    def check(value: Any, path: Path, walk: Walk) -> None:
        if not isinstance(value, dict):
            walk.mistyped(path, rule, "an object", value)

    return check


def _one(kind: One, rule: str) -> Check:
    choices = {
        name: _shape(each, typed=True) if isinstance(each, Shape) else _compile(each, rule)
        for name, each in kind.choices.items()
    }
    said = ", ".join(sorted(choices))

    def check(value: Any, path: Path, walk: Walk) -> None:
        if not isinstance(value, dict):
            walk.mistyped(path, rule, "an object", value)
            return
        name = value.get("type")
        chosen = choices.get(name) if isinstance(name, str) else None
        if chosen:
            chosen(value, path, walk)
        elif isinstance(name, str) and name in kind.known:
            walk.add((path, "type"), f"{rule}.surface", "is a block that is not allowed here")
        else:
            walk.add((path, "type"), f"{rule}.type", f"must be one of: {said}")

    return check


def _items(kind: Items, rule: str) -> Check:
    item = _compile(kind.of, rule)

    def check(value: Any, path: Path, walk: Walk) -> None:
        if not isinstance(value, list):
            walk.mistyped(path, rule, "a list", value)
            return
        _count(value, (kind.least, kind.most), (path, rule), walk)
        for index, each in enumerate(value[: kind.most]):
            item(each, (path, index), walk)

    return check


def _count(value: list[Any], limits: tuple[int, int], place: tuple[Path, str], walk: Walk) -> None:
    least, most = limits
    if not least <= len(value) <= most:
        path, rule = place
        walk.add(path, f"{rule}.count", f"{len(value):,} items, must be {least:,} to {most:,}")


def _rows(kind: Rows, rule: str) -> Check:
    header, body = _compile(kind.header, rule), _compile(kind.body, rule)

    def check(value: Any, path: Path, walk: Walk) -> None:
        if not isinstance(value, list):
            walk.mistyped(path, rule, "a list of rows", value)
            return
        _count(value, (kind.least, kind.most), (path, rule), walk)
        before = walk.tally["text"]
        for index, row in enumerate(value[: kind.most]):
            where = (path, index)
            if not isinstance(row, list):
                walk.mistyped(where, rule, "a list of cells", row)
                continue
            _count(row, (1, kind.cells), (where, f"{rule}.cells"), walk)
            if kind.same_length and isinstance(value[0], list) and len(row) != len(value[0]):
                walk.add(where, f"{rule}.length", "has not as many cells as the first row")
            for column, cell in enumerate(row[: kind.cells]):
                (body if index else header)(cell, (where, column), walk)
        walk.tally["cells"] += walk.tally["text"] - before

    return check


# --- relations: what the keys of one object ask of each other ------------------------------------


def _relation(relation: Relation, rule: str) -> Check:
    broken, said = _BROKEN[relation.how]
    keys = relation.keys
    message = said.format(keys[0], " or ".join(keys[1:]), both=", ".join(keys))

    def check(value: Any, path: Path, walk: Walk) -> None:
        if broken(value, keys):
            walk.add(path, rule, message)

    return check


def _not_one(value: dict[str, Any], keys: tuple[str, ...]) -> bool:
    return sum(key in value for key in keys) != 1


def _none(value: dict[str, Any], keys: tuple[str, ...]) -> bool:
    return not any(key in value for key in keys)


def _lonely(value: dict[str, Any], keys: tuple[str, ...]) -> bool:
    return bool(value.get(keys[0])) and value.get(keys[1], False) is False


def _both(value: dict[str, Any], keys: tuple[str, ...]) -> bool:
    return bool(value.get(keys[0])) and any(value.get(key) for key in keys[1:])


def _descending(value: dict[str, Any], keys: tuple[str, ...]) -> bool:
    try:
        least, most = (
            each if type(each) is int else float(each) if isinstance(each, str) else None
            for each in (value.get(key) for key in keys)
        )
    except ValueError:  # no number, which is a finding of its own
        return False
    return least is not None and most is not None and least > most


def _not_offered(value: dict[str, Any], keys: tuple[str, ...]) -> bool:
    offered: set[str] = set()
    for key in keys[1:]:
        offered |= _option_values(value.get(key))
    return bool(offered) and not _option_values(value.get(keys[0])) <= offered


def _option_values(value: Any) -> set[str]:
    """The values of an option, of a list of options or of a list of option groups."""
    found = set()
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            inner = each.get("options")
            for option in inner if isinstance(inner, list) else [each]:
                if isinstance(option, dict) and isinstance(option.get("value"), str):
                    found.add(option["value"])
    return found


_BROKEN: Final[dict[str, tuple[Callable[[dict[str, Any], tuple[str, ...]], bool], str]]] = {
    "exactly_one": (_not_one, "must have exactly one of: {both}"),
    "at_least_one": (_none, "must have at least one of: {both}"),
    "needs": (_lonely, "{0} needs {1}"),
    "excludes": (_both, "{0} cannot stand beside {1}"),
    "ascending": (_descending, "{0} is greater than {1}"),
    "among": (_not_offered, "{0} is not one of the offered {1}"),
}
_MAKERS: Final[dict[type, Callable[[Any, str], Check]]] = {
    Str: scalar.check_str,
    Text: scalar.check_text,
    Id: scalar.check_id,
    Url: scalar.check_url,
    Enum: scalar.check_enum,
    Flag: scalar.check_flag,
    Int: scalar.check_int,
    Number: scalar.check_number,
    AnyObject: _any_object,
    Object: _object,
    One: _one,
    Items: _items,
    Rows: _rows,
}
_MESSAGE, _UNFURL, _MODAL, _HOME = (
    (PAYLOADS[name], _shape(PAYLOADS[name].shape, typed=False))
    for name in ("message", "unfurl", "modal", "home")
)
