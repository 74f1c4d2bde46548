"""The same tables compiled for pydantic-core: JSON in, the payload out if it is surely fine.

Nearly every payload is; it is read and judged here in a third of the time. What is not let through
is for `bot.slack.validate`: the rarer rules (tables, counts of a whole payload, patterns, pictures)
are known there alone, and only there a finding gets its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pydantic_core import CoreSchema, SchemaValidator, ValidationError, core_schema

from bot.slack.rules.relation import breach
from bot.slack.rules.rule import (
    Enum,
    Flag,
    Id,
    Int,
    Items,
    Kind,
    Object,
    One,
    Payload,
    Shape,
    Str,
    Text,
    Url,
)
from bot.slack.rules.scalar import PLAIN_MRKDWN, TEXT_FLAGS, WEB

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# The one tally that needs no counting: the texts of a payload are shorter than the payload.
_TEXT: Final = "text"
_Info: TypeAlias = core_schema.ValidationInfo[set[tuple[str, str]]]


class Quick:
    """Reads payloads of one sort."""

    def __init__(self, payload: Payload) -> None:
        self._counted = {total.of for total in payload.totals} - {_TEXT}
        sizes = [total.most for total in payload.totals if total.of == _TEXT]
        self._longest = min(sizes)
        self._texts: dict[Text, CoreSchema] = {}
        outer = self._shape(payload.shape)
        if outer is None:
            raise TypeError("all of this payload's rules are rare ones")
        self._validator = SchemaValidator(
            core_schema.definitions_schema(outer, list(self._texts.values()))
        )

    def read(self, written: str) -> dict[str, Any] | None:
        """Return the payload that stands in a JSON text; None: have it judged by all rules."""
        if len(written) > self._longest:
            return None
        try:
            read: dict[str, Any] = self._validator.validate_json(written, context=set())
        except ValidationError:
            return None
        return read

    def _compile(self, kind: Kind) -> CoreSchema | None:
        """Compile a kind, or give None: only the other judge knows all its rules."""
        match kind:
            case Str(pattern="", markup="" | "mrkdwn"):
                is_counted = self._counted.intersection(kind.tally)
                return None if is_counted else _string(kind, PLAIN_MRKDWN if kind.markup else None)
            case Text():
                return self._text(kind)
            case Id():
                once = _unique(kind.scope)
                return core_schema.with_info_after_validator_function(once, _string(Str(255)))
            case Url(secure=False, image=False):
                return _string(Str(kind.most), WEB)
            case Enum():
                return core_schema.literal_schema(list(kind.values))
            case Flag():
                return None if kind.tally in self._counted else _flag()
            case Int():
                return core_schema.int_schema(ge=kind.least, le=kind.most, strict=True)
            case Items():
                return self._items(kind)
            case Object(nullable=False):
                return self._shape(kind.shape)
            case One():
                return self._one(kind)
            case _:
                return None

    def _text(self, kind: Text) -> CoreSchema:
        name = repr(kind)
        if kind not in self._texts:
            sorts = {sort: _text_object(kind, sort) for sort in kind.types}
            self._texts[kind] = core_schema.tagged_union_schema(sorts, "type", ref=name)
        return core_schema.definition_reference_schema(name)

    def _items(self, kind: Items) -> CoreSchema | None:
        item = self._compile(kind.of)
        if item is None:
            return None
        return core_schema.list_schema(
            item, min_length=kind.least, max_length=kind.most, strict=True
        )

    def _one(self, kind: One) -> CoreSchema | None:
        choices = {
            name: self._shape(each, name) if isinstance(each, Shape) else self._compile(each)
            for name, each in kind.choices.items()
        }
        known = {name: choice for name, choice in choices.items() if choice}
        return core_schema.tagged_union_schema(known, "type") if known else None

    def _shape(self, shape: Shape, typed: str = "") -> CoreSchema | None:
        if shape.mention or shape.tally in self._counted:
            return None
        need: dict[str, CoreSchema] = {"type": core_schema.literal_schema([typed])} if typed else {}
        for key, kind in shape.need.items():
            compiled = self._compile(kind)
            if compiled is None:
                return None
            need[key] = compiled
        may = {key: self._compile(kind) for key, kind in shape.may.items()}
        inside = _object(need, {key: each for key, each in may.items() if each})
        for relation in shape.relations:
            inside = _unless(breach(relation), inside)
        return inside


def _object(need: Mapping[str, CoreSchema], may: Mapping[str, CoreSchema]) -> CoreSchema:
    field = core_schema.typed_dict_field
    fields = {key: field(each) for key, each in need.items()}
    fields |= {key: field(each, required=False) for key, each in may.items()}
    return core_schema.typed_dict_schema(fields, extra_behavior="forbid", strict=True)


def _text_object(kind: Text, sort: str) -> CoreSchema:
    string = _string(Str(kind.most), PLAIN_MRKDWN if sort == "mrkdwn" else None)
    need = {"type": core_schema.literal_schema([sort]), "text": string}
    return _object(need, {TEXT_FLAGS[sort]: _flag()})


def _string(kind: Str, pattern: str | None = None) -> CoreSchema:
    least, most = kind.least, kind.most
    string = core_schema.str_schema(min_length=least, max_length=most, pattern=pattern, strict=True)
    return string if kind.blank else _unless(str.isspace, string)


def _flag() -> CoreSchema:
    return core_schema.bool_schema(strict=True)


def _unless(is_wrong: Callable[[Any], bool], inside: CoreSchema) -> CoreSchema:
    def check(value: Any) -> Any:
        if is_wrong(value):
            raise ValueError
        return value

    return core_schema.no_info_after_validator_function(check, inside)


def _unique(scope: str) -> Callable[[str, _Info], str]:
    """Let an id through that is the first such in the whole payload, and so in its block."""

    def check(value: str, info: _Info) -> str:
        if (scope, value) in info.context:
            raise ValueError
        info.context.add((scope, value))
        return value

    return check
