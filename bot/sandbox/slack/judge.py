"""What Slack would refuse: judges messages and views by block_kit.schema.json and more rules."""

from __future__ import annotations

import ipaddress
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, ValidationError, validators

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Json = dict[str, Any]
Steps = tuple[str | int, ...]

MAX_BLOCK_TEXT = 13_000  # all blocks of a message together; undocumented, bolt-js #2509
MAX_MARKDOWN = 12_000  # all markdown blocks of a message together
MAX_TABLE_TEXT = 10_000  # all cells of a table together
MAX_VIEW_BYTES = 250_000
MAX_CHARTS = 2  # of a message; undocumented, vercel/chat #696

_CODES = {"no_text", "msg_blocks_too_long", "markdown_text_conflict", "view_too_large"}
_CODE_OF_PART = {
    "/blocks": "invalid_blocks",
    "/attachments": "invalid_blocks",
    "/metadata": "invalid_metadata_format",
}
_CONTENT = ("text", "blocks", "attachments", "markdown_text")
_TEXT_KEYS = ("text", "alt_text", "fallback", "caption", "title")
_OTHER_IMAGES = {"webp", "svg", "bmp", "tif", "tiff", "avif", "heic", "ico"}


class Finding(NamedTuple):
    """One reason for a refusal: where (a JSON pointer, "" for the whole payload) and why."""

    pointer: str
    message: str

    @property
    def code(self) -> str:
        """Slack's error code for an answer that has this finding first."""
        if self.message in _CODES:
            return self.message
        part = "/" + self.pointer[1:].partition("/")[0]
        return _CODE_OF_PART.get(part, "invalid_arguments")

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


def judge_message(payload: object) -> list[Finding]:
    """Why Slack would refuse this message (its arguments as a dict); empty if it would not."""
    if not isinstance(payload, dict):
        return [Finding("", "must be an object")]
    message = {key: value for key, value in payload.items() if value is not None}
    findings = _against("message_payload", message)
    if not any(message.get(key) for key in _CONTENT):
        findings.append(Finding("", "no_text"))
    if "markdown_text" in message and ("text" in message or "blocks" in message):
        findings.append(Finding("", "markdown_text_conflict"))
    for steps, blocks in _block_lists(message):
        findings += _judge_together(blocks, steps)
        findings += _judge_amounts(blocks, steps)
    return findings


def judge_view(view: object) -> list[Finding]:
    """Why Slack would refuse this modal or Home view; empty if it would not."""
    findings = _against("view", view)
    if not isinstance(view, dict):
        return findings
    blocks = _list(view.get("blocks"))
    has_input = any(_type(block) == "input" for block in blocks)
    if view.get("type") == "modal" and has_input and "submit" not in view:
        findings.append(Finding("", "missing required field: submit"))
    if (
        len(json.dumps(view, ensure_ascii=False, default=str).encode("utf-8", "replace"))
        > MAX_VIEW_BYTES
    ):
        findings.append(Finding("", "view_too_large"))
    return findings + list(_judge_together(blocks, ("blocks",)))


def judge_options(answer: object) -> list[Finding]:
    """Why Slack would refuse these suggested options; empty if it would not."""
    return _against("suggestion", answer)


def slack_files(payload: object) -> Iterator[tuple[str, Json]]:
    """Every `slack_file` of a payload, with the JSON pointer to it."""
    for steps, part in _walk(payload, ()):
        if isinstance(file := part.get("slack_file"), dict):
            yield _pointer((*steps, "slack_file")), file


# Rules about several parts at once, which the schema cannot say.


def _judge_together(blocks: Sequence[Any], at: Steps) -> Iterator[Finding]:
    yield from _repeated(list(_ids(blocks, at, "block_id")), "`block_id` must be unique")
    for index, block in enumerate(blocks):
        yield from _repeated(
            list(_ids(block, (*at, index), "action_id")), "`action_id` must be unique"
        )
    for steps, part in _walk(blocks, at):
        if message := _why_bad_image(part.get("image_url")):
            yield Finding(_pointer((*steps, "image_url")), message)
        yield from _judge_choice(part, steps)
    focused = [steps for steps, part in _walk(blocks, at) if part.get("focus_on_load") is True]
    for steps in focused[1:]:
        yield Finding(
            _pointer((*steps, "focus_on_load")), "only one element may have focus_on_load"
        )


def _judge_amounts(blocks: Sequence[Any], at: Steps) -> Iterator[Finding]:
    parts = list(_walk(blocks, at))
    tables = [(steps, part) for steps, part in parts if _type(part) in {"table", "data_table"}]
    for steps, _ in tables[1:]:
        yield Finding(_pointer(steps), "only_one_table_allowed")
    charts = [(steps, part) for steps, part in parts if _type(part) == "data_visualization"]
    for steps, _ in charts[MAX_CHARTS:]:
        yield Finding(_pointer(steps), f"no more than {MAX_CHARTS} charts allowed")
    for steps, table in tables:
        if _text_length(table.get("rows")) > MAX_TABLE_TEXT:
            yield Finding(
                _pointer((*steps, "rows")), f"must be less than {MAX_TABLE_TEXT + 1} characters"
            )
    if sum(_text_length(part) for _, part in parts if _type(part) == "markdown") > MAX_MARKDOWN:
        yield Finding(_pointer(at), f"markdown must be less than {MAX_MARKDOWN + 1} characters")
    for steps, part in charts:
        yield from _judge_chart(part.get("chart"), (*steps, "chart"))
    if _text_length(blocks) > MAX_BLOCK_TEXT:
        yield Finding(_pointer(at), "msg_blocks_too_long")


def _judge_chart(chart: object, at: Steps) -> Iterator[Finding]:
    series = [one for one in _list(_at(chart, "series")) if isinstance(one, dict)]
    names = [((*at, "series", index, "name"), one.get("name")) for index, one in enumerate(series)]
    yield from _repeated(names, "`name` must be unique")
    categories = sorted(map(repr, _list(_at(_at(chart, "axis_config"), "categories"))))
    for index, one in enumerate(series):
        labels = sorted(repr(_at(point, "label")) for point in _list(one.get("data")))
        if labels != categories:
            pointer = _pointer((*at, "series", index, "data"))
            yield Finding(pointer, "must have one value for each category")


def _judge_choice(part: Json, steps: Steps) -> Iterator[Finding]:
    offered = [*_list(part.get("options"))]
    offered += [option for group in _list(part.get("option_groups")) for option in _options(group)]
    chosen = [("initial_option", part["initial_option"])] if "initial_option" in part else []
    chosen += [("initial_options", option) for option in _list(part.get("initial_options"))]
    for key, option in chosen:
        if offered and option not in offered:
            yield Finding(_pointer((*steps, key)), "must be one of the options")
    if _number(part.get("min_length"), 0) > _number(part.get("max_length"), 3000):
        yield Finding(_pointer((*steps, "min_length")), "must be less than max_length")
    if part.get("default_collapsed") is True and part.get("is_collapsible") is not True:
        yield Finding(_pointer((*steps, "default_collapsed")), "requires is_collapsible")
    if (
        _type(part) == "data_table"
        and len({len(_list(row)) for row in _list(part.get("rows"))}) > 1
    ):
        yield Finding(_pointer((*steps, "rows")), "all rows must have the same number of cells")


def _why_bad_image(url: object) -> str | None:
    """Slack downloads `image_url` itself: the host must be public, the file png, jpg or gif."""
    if not isinstance(url, str):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "must be a valid URL"
    suffix = parts.path.rpartition("/")[2].rpartition(".")[2].lower()
    if suffix in _OTHER_IMAGES:
        return "unsupported image type"
    return None if _is_public(host) else "downloading image failed"


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".internal"))


def _repeated(found: list[tuple[Steps, Any]], message: str) -> Iterator[Finding]:
    count = Counter(repr(value) for _, value in found)
    seen: set[str] = set()
    for steps, value in found:
        if count[repr(value)] > 1 and repr(value) in seen:
            yield Finding(_pointer(steps), message)
        seen.add(repr(value))


def _ids(value: object, at: Steps, key: str) -> Iterator[tuple[Steps, Any]]:
    return (((*steps, key), part[key]) for steps, part in _walk(value, at) if key in part)


def _block_lists(message: Json) -> Iterator[tuple[Steps, list[Any]]]:
    yield ("blocks",), _list(message.get("blocks"))
    for index, attachment in enumerate(_list(message.get("attachments"))):
        if isinstance(attachment, dict):
            yield ("attachments", index, "blocks"), _list(attachment.get("blocks"))


def _walk(value: object, at: Steps) -> Iterator[tuple[Steps, Json]]:
    """Every object inside a value, outermost first, with the steps that lead to it."""
    if isinstance(value, dict):
        yield at, value
        for key, inner in value.items():
            yield from _walk(inner, (*at, str(key)))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk(inner, (*at, index))


def _text_length(value: object) -> int:
    texts = (part.get(key) for _, part in _walk(value, ()) for key in _TEXT_KEYS)
    return sum(len(text) for text in texts if isinstance(text, str))


def _pointer(steps: Sequence[str | int]) -> str:
    """The JSON pointer (RFC 6901) of these steps."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _at(value: object, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _type(value: object) -> str:
    return str(value.get("type")) if isinstance(value, dict) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _options(group: object) -> list[Any]:
    return _list(group.get("options")) if isinstance(group, dict) else []


def _number(value: object, otherwise: int) -> float:
    return value if isinstance(value, int | float) else otherwise


# The schema, with our keyword `kinds` and Slack's words for what is wrong.


def _kinds(validator: Any, kinds: list[str], value: Any, schema: Json) -> Iterator[ValidationError]:
    if not isinstance(value, dict):
        yield ValidationError("must be an object")
    elif "type" not in value:
        yield ValidationError("missing required field: type")
    elif (kind := value["type"]) not in kinds:
        yield ValidationError(f"unsupported type: {kind}", path=["type"])
    else:
        name = schema.get("as", {}).get(kind, kind)
        yield from validator.descend(value, {"$ref": f"#/$defs/{name}"})


def _required(
    _validator: Any, names: list[str], value: Any, _schema: Json
) -> Iterator[ValidationError]:
    if isinstance(value, dict):
        for name in names:
            if name not in value:
                yield ValidationError(f"missing required field: {name}")


def _additional(
    validator: Any, allowed: Any, value: Any, schema: Json
) -> Iterator[ValidationError]:
    if allowed is not False:
        yield from Draft202012Validator.VALIDATORS["additionalProperties"](
            validator, allowed, value, schema
        )
    elif isinstance(value, dict):
        for name in value:
            if name not in schema.get("properties", {}):
                yield ValidationError(f"invalid additional property: {name}")


def _pattern(_validator: Any, pattern: str, value: Any, _schema: Json) -> Iterator[ValidationError]:
    # The whole text must match: `$` alone would let a line feed pass at the end.
    if isinstance(value, str) and not re.fullmatch(pattern, value):
        yield ValidationError("invalid format")


_SCHEMA = json.loads(Path(__file__).with_name("block_kit.schema.json").read_text("utf-8"))
_Validator: Any = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {
        "kinds": _kinds,
        "required": _required,
        "additionalProperties": _additional,
        "pattern": _pattern,
    },
)
_VALIDATORS = {
    name: _Validator({**_SCHEMA, "$ref": f"#/$defs/{name}"})
    for name in ("message_payload", "view", "suggestion")
}
_TYPE_WORDS = {
    "string": "must provide a string",
    "object": "must be an object",
    "array": "must be an array",
    "boolean": "must be a boolean",
    "integer": "must be an integer",
    "number": "must be a number",
}
_WORDS = {
    "minLength": "must be more than {0} characters",
    "maxLength": "must be less than {1} characters",
    "minItems": "no fewer than {2} items allowed",
    "maxItems": "no more than {2} items allowed",
    "minProperties": "no fewer than {2} fields allowed",
    "minimum": "must be at least {2}",
    "maximum": "must be at most {2}",
    "enum": "must be a valid enum value",
    "const": "must be a valid enum value",
}


def _against(name: str, value: object) -> list[Finding]:
    errors = _VALIDATORS[name].iter_errors(value)
    return [Finding(_pointer(error.absolute_path), _in_words(error)) for error in errors]


def _in_words(error: ValidationError) -> str:
    schema, keyword, limit = error.schema, str(error.validator), error.validator_value
    if isinstance(schema, dict) and (own := schema.get("otherwise", {}).get(keyword)):
        return str(own)
    if keyword == "type":
        return _TYPE_WORDS.get(str(limit), "wrong type")
    if keyword in _WORDS:
        number = limit if isinstance(limit, int) else 0
        return _WORDS[keyword].format(number - 1, number + 1, number)
    return error.message
