"""Checks an administrator's templates: draws with them, and names a fault's file, line and rule."""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from bot.core.card import Card, OrderCard, TableCard
from bot.core.phrase import Speech
from bot.slack.blocks import (
    DRAWING_FAULTS,
    PICTURE,
    Blocks,
    fitting,
    may_mention,
    template_of,
)
from bot.slack.validate import Finding, check_message

_PICTURE: Final = "F0PICTURE"  # any file
_MARK, _END = "\x02", "\x03"  # no JSON text holds them


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a template. `line` counts from 1; 0 where no line can be told."""

    file: str
    line: int
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What a template draws that is no card, and what it is judged by."""

    template: str
    form: object
    check: Callable[[Mapping[str, Any]], list[Finding]]


class _LineMarks(Extension):
    """Writes before each line of a template's own text which line it is."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type == "data":
                lines = str(token.value).split("\n")
                marked = (
                    f"{_MARK}{stream.name}:{token.lineno + at}{_END}{line}"
                    for at, line in enumerate(lines)
                )
                yield Token(token.lineno, token.type, "\n".join(marked))
            else:
                yield token


def faults_in(
    folder: Path | None,
    cards: Iterable[Card],
    samples: Iterable[Sample] = (),
) -> list[Fault]:
    """Draw all with the templates in *folder* (else our own); return each fault once."""
    blocks = Blocks(folder)
    blocks.environment = blocks.environment.overlay(extensions=[_LineMarks])
    faults: dict[Fault, None] = {}
    for card in cards:
        for template, picture in _ways(card):
            found = _faults(blocks, card, Speech.of("en"), template, picture)
            faults.update(dict.fromkeys(found))
    for one in samples:
        draw = partial(blocks.render_form, one.template, one.form, lang="en")
        faults.update(dict.fromkeys(_drawn(draw, one.template, one.check)))
    return sorted(faults, key=lambda fault: (fault.file, fault.line))


def _ways(card: Card) -> Iterator[tuple[str, str | None]]:
    """Yield by which templates a card is drawn, and with which picture."""
    yield from ((template_of(card), picture) for picture in (None, _PICTURE))
    if isinstance(card, OrderCard):
        yield PICTURE, _PICTURE
    if isinstance(card, TableCard):
        yield template_of(card, is_view=True), None


def _faults(
    blocks: Blocks, card: Card, speech: Speech, template: str, picture: str | None
) -> list[Fault]:
    """Return what is wrong with the smallest drawing; none if any drawing is right."""
    faults: list[Fault] = []
    for smaller in fitting(card):
        draw = partial(blocks.render, smaller, speech, picture=picture, template=template)
        check = partial(check_message, allow_mentions=may_mention(card))
        faults = _drawn(draw, template, check)
        if not faults or faults[0].rule.startswith("jinja."):
            return faults
    return faults


def _drawn(
    draw: Callable[[], str], template: str, check: Callable[[Mapping[str, Any]], list[Finding]]
) -> list[Fault]:
    try:
        marked = draw()
    except TemplateSyntaxError as error:
        return [Fault(error.name or "?", error.lineno, "jinja.syntax", str(error.message))]
    except DRAWING_FAULTS as error:
        name, line = _raised_at(error, template)
        return [Fault(name, line, "jinja.error", f"{type(error).__name__}: {error}")]
    return _judged(_Page.of(marked), check)


def _raised_at(error: Exception, template: str) -> tuple[str, int]:
    """Find the template's line in a traceback, which Jinja rewrites to the template's own."""
    place, trace = (template, 0), error.__traceback__
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.name.endswith(".j2"):
            place = (file.name, trace.tb_lineno)
        trace = trace.tb_next
    return place


@dataclass(frozen=True, slots=True)
class _Page:
    """A drawing without its marks, and where in it each marked line begins."""

    text: str
    starts: Sequence[int]
    places: Sequence[tuple[str, int]]

    @classmethod
    def of(cls, marked: str) -> "_Page":
        first, *rest = marked.split(_MARK)
        text, starts, places = first, [], []
        for part in rest:
            place, _, own = part.partition(_END)
            name, _, line = place.rpartition(":")
            starts.append(len(text))
            places.append((name, int(line)))
            text += own
        return cls(text, starts, places)

    def place(self, offset: int) -> tuple[str, int]:
        at = bisect_right(self.starts, offset) - 1
        return self.places[at] if at >= 0 else ("?", 0)


def _judged(page: _Page, check: Callable[[Mapping[str, Any]], list[Finding]]) -> list[Fault]:
    try:
        message = json.loads(page.text)
    except json.JSONDecodeError as error:
        return [Fault(*page.place(error.pos), "json.syntax", error.msg)]
    findings = check(message)
    offsets = dict(_offsets(page.text)) if findings else {}
    return [
        Fault(*page.place(_nearest(offsets, found.pointer)), found.rule, found.message)
        for found in findings
    ]


def _nearest(offsets: dict[str, int], pointer: str) -> int:
    """Return where *pointer* is, or, for something that is missing, what should hold it."""
    while pointer not in offsets and pointer:
        pointer = pointer.rpartition("/")[0]
    return offsets.get(pointer, 0)


_SCALAR: Final = json.JSONDecoder()
_SPACE: Final = " \t\r\n"


def _offsets(text: str) -> Iterator[tuple[str, int]]:
    """Yield (JSON pointer, offset) of every value in valid JSON."""
    yield from _value(text, _skip(text, 0), "", [])


def _value(text: str, at: int, pointer: str, ended: list[int]) -> Iterator[tuple[str, int]]:
    """Yield what stands at *at*; the offset behind it is put into *ended*."""
    yield pointer, at
    if text[at] not in "{[":
        _, end = _SCALAR.raw_decode(text, at)
        ended.append(end)
        return
    is_object, index, at = text[at] == "{", 0, _skip(text, at + 1)
    while text[at] not in "}]":
        key: Any = index
        if is_object:
            key, at = _SCALAR.raw_decode(text, at)
            key = key.replace("~", "~0").replace("/", "~1")
            at = _skip(text, _skip(text, at) + 1)
        yield from _value(text, at, f"{pointer}/{key}", ended)
        at, index = _skip(text, ended.pop()), index + 1
        at = _skip(text, at + 1) if text[at] == "," else at
    ended.append(at + 1)


def _skip(text: str, at: int) -> int:
    while text[at] in _SPACE:
        at += 1
    return at
