"""The shape of a regular expression: its tree, a text that fits it, how many ways it can be read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

# CPython's own parser is not public, but its trees have kept their form from 3.11 to 3.14;
# the tests run it on each of them.
from re import A, _parser  # type: ignore[attr-defined]
from typing import Any

LONGEST = 64  # characters of a text that is read by such an expression
_MOST_WAYS = 200  # to count up to
_MOST_POSITIONS = 400  # of an expression with its repetitions written out
_DIGITS = "1004273598"  # an example's digits, in turn
_ALPHABET = frozenset(map(chr, chain((9, 10, 13), range(32, 127))))
_WORD = frozenset(c for c in _ALPHABET if c.isalnum() or c == "_")
_CATEGORY = {
    "CATEGORY_DIGIT": frozenset("0123456789"),
    "CATEGORY_WORD": _WORD,
    "CATEGORY_SPACE": frozenset(" \t\n\r"),
}


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of a set."""

    chars: frozenset[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences."""

    branches: tuple["Sequence", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A sequence, `least` to `most` times; most None is without end."""

    body: "Sequence"
    least: int
    most: int | None


Node = Chars | Choice | Repeat
Sequence = tuple[Node, ...]


class Unsupported(Exception):  # noqa: N818 - a value said by way of an exception
    """The expression holds something this module does not read; the message says what."""


def _sequence(tree: Any) -> Sequence:
    return tuple(chain.from_iterable(_nodes(str(op), arg) for op, arg in tree))


def _nodes(op: str, arg: Any) -> Sequence:
    """CPython's node -> ours; anchors vanish, groups are their contents."""
    if op in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
        return (Chars(_cased(_chars(op, arg))),)
    if op == "BRANCH":
        return (Choice(tuple(map(_sequence, arg[1]))),)
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, body = arg
        return (Repeat(_sequence(body), least, None if most >= LONGEST else int(most)),)
    if op in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _sequence(arg[-1] if op == "SUBPATTERN" else arg)
    if op == "AT":
        return ()
    raise Unsupported


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
    members = [(str(inner), value) for inner, value in arg]
    found = frozenset().union(*(_chars(*member) for member in members if member[0] != "NEGATE"))
    return _ALPHABET - found if members[0][0] == "NEGATE" else found


def _cased(chars: frozenset[str]) -> frozenset[str]:
    return chars | {c.upper() for c in chars if c.isascii()} | {c.lower() for c in chars}


def _example(nodes: Sequence, digits: Iterator[str]) -> str:
    return "".join(_example_of(node, digits) for node in nodes)


def _example_of(node: Node, digits: Iterator[str]) -> str:
    match node:
        case Choice(branches):
            return _example(branches[0], digits)
        case Repeat(body, least, most):
            times = least if least > 1 or most is not None else 4 * least
            return "".join(_example(body, digits) for _ in range(times))
    if len(node.chars) > 1 and (digit := next(digits)) in node.chars:
        return digit
    return min(node.chars, key=lambda c: (not c.isdigit(), not c.isupper(), c))


def _turning_digits() -> Iterator[str]:
    while True:
        yield from _DIGITS


class Automaton:
    """All ways to read a text by a pattern: position -> how often each position may follow it.

    A position is one place for a character, with repetitions written out. That `follow` counts,
    where a textbook's automaton has a set, is the point: `(?:\\d+)+` may go on in two ways.
    """

    def __init__(self, nodes: Sequence) -> None:
        self.chars: list[frozenset[str]] = []
        self.follow: list[Counter[int]] = []
        self.first, _, self.is_nullable = self._sequence(nodes)

    def _sequence(self, nodes: Sequence) -> tuple[list[int], list[int], bool]:
        first: list[int] = []
        last: list[int] = []
        is_nullable = True
        for node in nodes:
            node_first, node_last, is_node_nullable = self._node(node)
            self._connect(last, node_first)
            first += node_first if is_nullable else []
            last = last + node_last if is_node_nullable else node_last
            is_nullable = is_nullable and is_node_nullable
        return first, last, is_nullable

    def _node(self, node: Node) -> tuple[list[int], list[int], bool]:
        match node:
            case Chars(chars):
                self.chars.append(chars)
                self.follow.append(Counter())
                if len(self.chars) > MOST_POSITIONS:
                    raise Unsupported
                return [len(self.chars) - 1], [len(self.chars) - 1], False
            case Choice(branches):
                parts = [self._sequence(branch) for branch in branches]
                first, last = ([p for part in parts for p in part[side]] for side in (0, 1))
                return first, last, any(part[2] for part in parts)
        return self._repeat(node)

    def _repeat(self, node: Repeat) -> tuple[list[int], list[int], bool]:
        """`a{2,4}` is read as `aa(?:a(?:a)?)?`, `a{2,}` as `aa+`, `a*` as `(?:a+)?`."""
        copies = max(node.least, 1) if node.most is None else node.most
        first: list[int] = []
        last: list[int] = []
        is_nullable = True
        for copy in range(copies):
            copy_first, copy_last, is_body_nullable = self._sequence(node.body)
            if node.most is None and copy == copies - 1:
                self._connect(copy_last, copy_first)
            self._connect(last, copy_first)
            first += copy_first if is_nullable else []
            is_optional = copy >= node.least or is_body_nullable
            last = last + copy_last if is_optional else copy_last
            is_nullable = is_nullable and is_optional
        return first, last, is_nullable

    def _connect(self, lasts: list[int], firsts: list[int]) -> None:
        for last in lasts:
            self.follow[last].update(firsts)

    def ways(self, word: str) -> int:
        """The most ways to read `word` over and over from any one position on."""
        return max((self._ways_from(start, word) for start in range(len(self.chars))), default=0)

    def _ways_from(self, start: int, word: str) -> int:
        counts = Counter([start])
        for char in (word * LONGEST)[:LONGEST]:
            after: Counter[int] = Counter()
            for position, count in counts.items():
                for following, times in self.follow[position].items():
                    if char in self.chars[following]:
                        after[following] += count * times
            counts = after
            if not counts or counts.total() > MOST_WAYS:
                break
        return counts.total()


def _pumps(nodes: Sequence) -> Iterator[str]:
    """Texts that drive a repetition round: one for each repeated body and each branch in it."""
    for node in nodes:
        match node:
            case Chars(chars):
                yield min(chars, key=lambda c: (not c.isdigit(), not c.isupper(), c), default="")
                yield max(chars, default="")
            case Choice(branches):
                for branch in branches:
                    yield _example(branch, _turning_digits())
                    yield from _pumps(branch)
            case Repeat(body):
                yield _example(body, _turning_digits())
                yield from _pumps(body)


