"""The shape of a regular expression: a text that fits it, and in how many ways it can be read."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, cycle
from typing import Any

# CPython's own parser is not public, but its trees have kept their form from 3.11 to 3.14;
# the tests run it on each of them.
from re import _parser  # type: ignore[attr-defined]  # isort: skip

LONGEST = 64  # characters of a text that is read by such an expression
MOST_WAYS = 200  # in which it may be read; `(?:\d+)+` reads 64 digits in 2**63 ways
MOST_POSITIONS = 400  # of an expression with its repetitions written out
_ALPHABET = frozenset(map(chr, chain((9, 10, 13), range(32, 127))))
_CATEGORY = {
    "CATEGORY_DIGIT": frozenset("0123456789"),
    "CATEGORY_WORD": frozenset(c for c in _ALPHABET if c.isalnum() or c == "_"),
    "CATEGORY_SPACE": frozenset(" \t\n\r"),
}


class Unsupported(Exception):
    """The expression holds something that is not read here; the message says what."""


@dataclass(frozen=True, slots=True)
class _Chars:
    """One character out of a set."""

    chars: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Choice:
    """One of several sequences."""

    branches: tuple["_Sequence", ...]


@dataclass(frozen=True, slots=True)
class _Repeat:
    """A sequence, `least` to `most` times; most None is without end."""

    body: "_Sequence"
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class _Look:
    """A look ahead or behind: it takes no character, but reading it takes time."""

    body: "_Sequence"


_Node = _Chars | _Choice | _Repeat | _Look
_Sequence = tuple[_Node, ...]


def _sequence(tree: Any) -> _Sequence:
    return tuple(chain.from_iterable(_nodes(str(op), arg) for op, arg in tree))


def _nodes(op: str, arg: Any) -> _Sequence:
    """CPython's node -> ours; anchors vanish, groups are what they hold."""
    match op:
        case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
            return (_Chars(_any_case(_chars(op, arg))),)
        case "BRANCH":
            return (_Choice(tuple(map(_sequence, arg[1]))),)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, body = arg
            return (_Repeat(_sequence(body), int(least), None if most > LONGEST else int(most)),)
        case "SUBPATTERN":
            return _sequence(arg[-1])
        case "ATOMIC_GROUP":
            return _sequence(arg)
        case "ASSERT" | "ASSERT_NOT":
            return (_Look(_sequence(arg[1])),)
        case "AT" | "FAILURE":
            return ()
    raise Unsupported("refers back to a group")


def _chars(op: str, arg: Any) -> frozenset[str]:
    match op:
        case "LITERAL":
            return frozenset(chr(arg))
        case "NOT_LITERAL":
            return _ALPHABET - {chr(arg)}
        case "ANY":
            return _ALPHABET - {"\n"}
        case "RANGE":
            return frozenset(map(chr, range(arg[0], min(arg[1], 0x17F) + 1)))
        case "CATEGORY":
            name = str(arg)
            return _CATEGORY.get(name) or _ALPHABET - _CATEGORY[name.replace("_NOT", "")]
        case "NEGATE":
            return frozenset()
    found = frozenset(chain.from_iterable(_chars(str(inner), value) for inner, value in arg))
    return _ALPHABET - found if str(arg[0][0]) == "NEGATE" else found


def _any_case(chars: frozenset[str]) -> frozenset[str]:
    return chars | {c.swapcase() for c in chars if len(c.swapcase()) == 1}


def _plainest(char: str) -> tuple[bool, bool, str]:
    return not char.isdigit(), not char.isupper(), char


def _example(nodes: _Sequence, digits: Iterator[str]) -> str:
    return "".join(_example_of(node, digits) for node in nodes)


def _example_of(node: _Node, digits: Iterator[str]) -> str:
    match node:
        case _Choice(branches):
            return _example(branches[0], digits)
        case _Repeat(body, least, most):
            times = 4 if least == 1 and most is None else least
            return "".join(_example(body, digits) for _ in range(times))
        case _Chars(chars):
            if len(chars) > 1 and "0" in chars:
                return next((digit for digit in digits if digit in chars), "0")
            return min(chars, key=_plainest, default="")
        case _Look():
            return ""


def _turning_digits() -> Iterator[str]:
    return cycle("1004273598")


def _pumps(nodes: _Sequence) -> Iterator[str]:
    """Texts that drive a repetition round: single characters, repeated bodies, their branches."""
    for node in nodes:
        match node:
            case _Chars(chars):
                yield min(chars, key=_plainest, default="")
                yield max(chars, default="")
            case _Choice(branches):
                for branch in branches:
                    yield _example(branch, _turning_digits())
                    yield from _pumps(branch)
            case _Repeat(body) | _Look(body):
                yield _example(body, _turning_digits())
                yield from _pumps(body)


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a part of the expression may begin and end, and whether it may be left out."""

    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    is_nullable: bool = True


class _Automaton:
    """All ways to read a text: how often each position may be followed by each other one.

    A position is a place for one character, with repetitions written out. That `follow` counts
    where a textbook's automaton has a set is the point: `(?:\\d+)+` goes on in two ways.
    """

    def __init__(self, nodes: _Sequence) -> None:
        self.chars: list[frozenset[str]] = []
        self.follow: list[Counter[int]] = []
        self.whole = self._sequence(nodes)

    def _sequence(self, nodes: _Sequence) -> _Part:
        whole = _Part()
        for node in nodes:
            whole = self._then(whole, self._node(node))
        return whole

    def _then(self, left: _Part, right: _Part) -> _Part:
        self._connect(left, right)
        return _Part(
            left.first + right.first if left.is_nullable else left.first,
            left.last + right.last if right.is_nullable else right.last,
            left.is_nullable and right.is_nullable,
        )

    def _node(self, node: _Node) -> _Part:
        match node:
            case _Chars(chars):
                return self._position(chars)
            case _Choice(branches):
                parts = [self._sequence(branch) for branch in branches]
                if sum(part.is_nullable for part in parts) > 1:  # `a|a` is parsed as `a(?:|)`
                    raise Unsupported("offers the same choice twice")
                first, last = sum((p.first for p in parts), ()), sum((p.last for p in parts), ())
                return _Part(first, last, any(part.is_nullable for part in parts))
            case _Repeat():
                return self._repeat(node)
            case _Look(body):
                self._sequence(body)
                return _Part()

    def _position(self, chars: frozenset[str]) -> _Part:
        if len(self.chars) >= MOST_POSITIONS:
            raise Unsupported(f"is longer than {MOST_POSITIONS} characters")
        self.chars.append(chars)
        self.follow.append(Counter())
        here = (len(self.chars) - 1,)
        return _Part(here, here, is_nullable=False)

    def _repeat(self, node: _Repeat) -> _Part:
        """`a{2,4}` is read as `aaa?a?`, `a{2,}` as `aa+`, `a*` as `(?:a+)?`."""
        copies = max(node.least, 1) if node.most is None else node.most
        whole = _Part()
        skipping: tuple[int, ...] = ()  # ends of the optional copies: each goes to the next only
        for copy in range(copies):
            part = self._sequence(node.body)
            if node.most is None and copy == copies - 1:
                self._connect(part, part)
            if copy < node.least:
                whole = self._then(whole, part)
            elif copy == node.least:
                whole = self._then(whole, _Part(part.first, part.last))
                skipping = part.last
            else:
                self._connect(_Part((), skipping), part)
                whole = _Part(whole.first, whole.last + part.last, whole.is_nullable)
                skipping = part.last
        return whole

    def _connect(self, left: _Part, right: _Part) -> None:
        for last in left.last:
            self.follow[last].update(right.first)

    def ways(self, word: str) -> int:
        """The most ways, from any one position on, to read `word` over and over."""
        text = (word * LONGEST)[:LONGEST]
        return max((self._ways_from(start, text) for start in range(len(self.chars))), default=0)

    def _ways_from(self, start: int, text: str) -> int:
        counts, most = Counter([start]), 0
        for char in text:
            after: Counter[int] = Counter()
            for position, count in counts.items():
                for following, times in self.follow[position].items():
                    if char in self.chars[following]:
                        after[following] += count * times
            counts = after
            most = max(most, counts.total())
            if not counts or most > MOST_WAYS:
                break
        return most


@dataclass(frozen=True)
class Grammar:
    """What can be said of an expression without running it."""

    nodes: _Sequence
    automaton: _Automaton

    @classmethod
    def of(cls, expression: str) -> "Grammar":
        """Raises Unsupported for back references and for more than 400 positions."""
        nodes = _sequence(_parser.parse(expression, re.A))
        return cls(nodes, _Automaton(nodes))

    @cached_property
    def is_ambiguous(self) -> bool:
        """True where a search that fails could take time without end: more than 200 ways."""
        return any(self.automaton.ways(pump) > MOST_WAYS for pump in {*_pumps(self.nodes)} - {""})

    @property
    def is_nullable(self) -> bool:
        return self.automaton.whole.is_nullable

    @property
    def first(self) -> frozenset[str]:
        """The characters it may begin with, in either case."""
        chars = self.automaton.chars
        return frozenset(chain.from_iterable(chars[at] for at in self.automaton.whole.first))

    @cached_property
    def example(self) -> str:
        """A text that fits, always the same: `PK1004` for `PK\\d{4,}`."""
        return _example(self.nodes, _turning_digits())


def widths(expression: str) -> range:
    """How long a text that fits may be, up to LONGEST."""
    least, most = _parser.parse(expression, re.A).getwidth()
    return range(int(least), min(int(most), LONGEST) + 1)
