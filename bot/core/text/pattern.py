"""Order-number patterns of an administrator: compiled, checked at the start, exemplified."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.core.phrase import N_, Coded, Phrase, phrase, say
from bot.core.text.grammar import LONGEST, Grammar, Unsupported

# What holds no order number. A pattern that finds one here would look up ordinary talk.
_ORDINARY = (
    "hello where is my order please, the customer asks again and again",
    "Wo ist das Paket? 12 Stück, 3 fehlen, seit 10:30 Uhr nichts Neues",
    "OK THANKS, I call you in 5 minutes about this 100% refund (999 EUR)",
)
_FLAGS = re.compile(r"\(\?([aims]+)\)")  # at the very start; we ignore case anyway
_CLASS_OR_ANCHOR = re.compile(r"(\\[^AZbB]|\[\^?\]?(?:\\.|[^\]\\])*\])|\\[AZbB]|[\^$]", re.S)
_LITERAL = re.compile(r"(?<!\\)[A-Za-z]{2,}")
_EDGE = r"(?:(?<![0-9A-Za-z])|(?![0-9A-Za-z]))"


class PatternError(ValueError):
    """An order-number pattern that cannot be used: which, why, and what to do."""

    def __init__(self, pattern: str, fault: Phrase, remedy: Phrase) -> None:
        super().__init__(f"order pattern `{pattern}` {_english(fault)}: {_english(remedy)}")
        self.pattern = pattern
        self.fault = fault
        self.remedy = remedy


def _english(told: Phrase) -> str:
    gaps = {name: gap.text if isinstance(gap, Coded) else gap for name, gap in told.values}
    return told.message.format_map(gaps)


@dataclass(frozen=True, slots=True)
class _OrderPattern:
    """One pattern, ready: `regex` in any case up to a boundary, `exact` in its own case."""

    source: str
    regex: re.Pattern[str]
    exact: re.Pattern[str]
    first: frozenset[str]
    sample: str

    def end_at(self, text: str, start: int) -> int:
        """Where the number that begins at `start` ends; `start` if none does."""
        match = self.regex.match(text, start, start + LONGEST + 1)
        return match.end() if match and match.end() - start <= LONGEST else start

    def canonical(self, value: str) -> str:
        """The value in the pattern's own casing: `pk1004` by `PK\\d+` is `PK1004`."""
        if value.isdigit() or self.exact.fullmatch(value):
            return value
        spelt = value
        for literal in _LITERAL.findall(self.exact.pattern):
            spelt = re.sub(literal, literal, spelt, flags=re.I)
        tries = (value.upper(), value.lower(), spelt)
        return next(filter(self.exact.fullmatch, tries), value)

    @property
    def example(self) -> str:
        return self.canonical(self.sample)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class OrderPatterns:
    """The account's order-number patterns, in order; none at all finds nothing.

    `pages` are the domains of its status pages: order numbers stand in links to them, too.
    """

    patterns: tuple[_OrderPattern, ...] = ()
    pages: frozenset[str] = frozenset()
    _starts: re.Pattern[str] = re.compile(r"(?!)")
    _by_first: Mapping[str, list[_OrderPattern]] = field(default_factory=dict)

    @classmethod
    def of(cls, patterns: Sequence[str], pages: Sequence[str] = ()) -> "OrderPatterns":
        """The patterns, checked; PatternError says which cannot be used, why and what to do."""
        compiled = tuple(map(_compile, patterns))
        for pattern in compiled:
            _check_breadth(pattern, cls._from((pattern,)))
        ready = cls._from(compiled) if compiled else cls()
        return replace(ready, pages=frozenset(pages)) if pages else ready

    @classmethod
    def _from(cls, compiled: tuple[_OrderPattern, ...]) -> "OrderPatterns":
        chars = frozenset().union(*(pattern.first for pattern in compiled))
        by_first = {char: [p for p in compiled if char in p.first] for char in sorted(chars)}
        any_first = re.escape("".join(by_first))
        starts = re.compile(f"{_EDGE}[{any_first}]", re.A)
        return cls(compiled, _starts=starts, _by_first=by_first)

    @property
    def examples(self) -> tuple[str, ...]:
        """One made-up order number for each pattern, always the same: `PK1004`."""
        return tuple(pattern.example for pattern in self.patterns)

    @property
    def example(self) -> str:
        """An order number to type, say; one of the sandbox's where no pattern tells."""
        return next(iter(self.examples), "PK1004")

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and canonical value of each number that stands as a whole token.

        Where several patterns fit, the longest number counts. Time is linear in the text: only
        where a pattern may begin is it tried, and never on more than 64 characters.
        """
        done, by_first = 0, self._by_first
        for candidate in self._starts.finditer(text):
            start = candidate.start()
            if start < done:
                continue
            end = start
            for pattern in by_first[text[start]]:
                match = pattern.regex.match(text, start, start + LONGEST + 1)
                if match and end < match.end() <= start + LONGEST:
                    end, best = match.end(), pattern
            if end > start:
                yield start, end, best.canonical(text[start:end])
                done = end

    def canonical(self, value: str) -> str:
        """A number in the casing of the first pattern that fits it; as it stands if none does."""
        fitting = (p for p in self.patterns if p.end_at(value, 0) == len(value) > 0)
        return next((pattern.canonical(value) for pattern in fitting), value)


@lru_cache(maxsize=100)  # a rule is read again and again, and checking costs most of it
def _compile(source: str) -> _OrderPattern:
    """One pattern whose syntax, length and speed are right; PatternError if they are not."""
    if not source.strip():
        example = Coded(r"PK\d{4,}")
        raise PatternError(source, say(_EMPTY), say(_EMPTY_REMEDY, example=example))
    body = _FLAGS.sub("", source, count=1) if _FLAGS.match(source) else source
    try:
        # ASCII: `\d` is 0 to 9. Only a letter such as `Ä` would not be heard in either case then.
        kind = re.A if body.isascii() else re.U
        anchored = re.compile(body, re.I | kind)
        # Boundaries are ours: `^`, `$` and `\b` would fail in the middle of a sentence or in _x_.
        body = _CLASS_OR_ANCHOR.sub(r"\1", body)
        exact = re.compile(body, kind)
        grammar = Grammar.of(body)
    except (re.error, RecursionError, OverflowError) as error:
        fault = say(_MISTAKE, why=str(error))
        raise PatternError(source, fault, say(_MISTAKE_REMEDY)) from None
    except Unsupported as error:
        raise PatternError(source, phrase(str(error)), say(_UNSUPPORTED_REMEDY)) from None
    _check_shape(source, grammar, anchored)
    regex = re.compile(f"(?:{body}){_EDGE}", re.I | kind)
    return _OrderPattern(source, regex, exact, grammar.first, grammar.example)


def _check_shape(source: str, grammar: Grammar, anchored: re.Pattern[str]) -> None:
    if grammar.is_ambiguous:
        right, wrong, worse = Coded(r"\d+"), Coded(r"(?:\d+)+"), Coded(r"\d*\d*")
        remedy = say(_AMBIGUOUS_REMEDY, right=right, wrong=wrong, worse=worse)
        raise PatternError(source, say(_AMBIGUOUS), remedy)
    if grammar.is_nullable:
        remedy = say(_NULLABLE_REMEDY, right=Coded(r"\d{4,}"), wrong=Coded(r"\d*"))
        raise PatternError(source, say(_NULLABLE), remedy)
    if not anchored.fullmatch(grammar.example):
        remedy = say(_NOTHING_REMEDY, start=Coded("^"), end=Coded("$"))
        raise PatternError(source, say(_NOTHING), remedy)
    if not any(map(str.isalnum, grammar.example)):
        remedy = say(_PUNCTUATION_REMEDY, example=Coded(r"PK\d{4,}"))
        raise PatternError(source, say(_PUNCTUATION), remedy)


def _check_breadth(pattern: _OrderPattern, alone: OrderPatterns) -> None:
    """Refuse what finds an order number where there is none, or cannot stop after one."""
    remedy = say(_BROAD_REMEDY, example=Coded(r"\d{6,}"))
    for text in _ORDINARY:
        for start, end, _ in alone.find(text):
            raise PatternError(pattern.source, say(_BROAD, text=repr(text[start:end])), remedy)
    sentence = f"{pattern.example} is late"
    if pattern.end_at(sentence, 0) > len(pattern.example):
        digit, letter, any_, space = map(Coded, (r"\d", "[A-Z0-9]", ".", r"\s"))
        remedy = say(_LONG_REMEDY, digit=digit, letter=letter, any=any_, space=space)
        raise PatternError(pattern.source, say(_LONG, text=repr(sentence)), remedy)


# What is wrong with a pattern, said after it, and what to do.
_EMPTY = N_("is empty")
_EMPTY_REMEDY = N_("write one such as {example}")
_MISTAKE = N_("has a mistake ({why})")
_MISTAKE_REMEDY = N_("write a regular expression of Python's kind, flags only in front")
_UNSUPPORTED_REMEDY = N_("write it with letters, digits, classes, groups, | and repetitions only")
_AMBIGUOUS = N_("can read the same text in too many ways, so that one message could stop the bot")
_AMBIGUOUS_REMEDY = N_("repeat a thing once, {right} instead of {wrong} or {worse}")
_NULLABLE = N_("matches the empty string")
_NULLABLE_REMEDY = N_("ask for a minimum, {right} instead of {wrong}")
_NOTHING = N_("matches nothing")
_NOTHING_REMEDY = N_(
    "remove what stands before {start} or behind {end}, and classes without characters"
)
_PUNCTUATION = N_("matches mere punctuation")
_PUNCTUATION_REMEDY = N_("name letters or digits, as in {example}")
_BROAD = N_("takes {text} for an order")
_BROAD_REMEDY = N_(
    "begin with the letters of your order numbers, or ask for more digits, as in {example}"
)
_LONG = N_("takes the words after a number into it ({text})")
_LONG_REMEDY = N_("use {digit} or {letter} instead of {any} or {space}")
