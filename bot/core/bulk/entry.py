"""A list of references, line by line: what is looked up, and of each other line why it is not."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, islice
from typing import Final

from bot.core.bulk.header import CLIENT, COURIER, roles_of
from bot.core.bulk.sheet import MOST_ROWS, Row, decoded, rows_of
from bot.core.phrase import Phrase, say
from bot.core.privacy import Audience, may_be_asked
from bot.core.reference import Kind, Reference, References, find_references
from bot.core.text.pattern import OrderPatterns
from bot.core.text.slack_text import fold
from bot.core.text.tracking import named
from bot.core.text.vocabulary import COURIER_CODES
from bot.core.value import value_object
from bot.core.words import bulk as words

MOST: Final = 500
_SHOWN: Final = 200  # characters of what stood there
_SAMPLE: Final = 50  # rows that tell which columns hold references
_HEAD: Final = 10  # rows among which the head is looked for: some files have a title above it
_NEARLY_ALL: Final = 400  # references in one text: it may hold more than is looked for at once
_ROUNDED: Final = re.compile(r"[0-9][.,][0-9]+E\+?[0-9]+", re.I)
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,40}")
_DIGIT: Final = re.compile("[0-9]")
TELLING: Final = re.compile("[0-9@]")  # no reference is without
# What a column may hold that says it holds numbers; tracking numbers come in groups.
_NUMBER: Final = re.compile(r"(?=[^0-9]*[0-9])[\w./#+-]{1,64}|(?:[0-9]+[ -]){1,9}[0-9]+")
# Of several columns that name one parcel, the first of these is looked up.
_FIRST: Final = (
    Kind.ORDER_NUMBER,
    Kind.TRACKING_NUMBER,
    Kind.EXTERNAL_ORDER_ID,
    Kind.EXTERNAL_REFERENCE,
    Kind.RECIPIENT_EMAIL,
    Kind.CUSTOMER_NUMBER,
)


@value_object
class Entry:
    """What stood in a line. Without a `reason` it is looked up; `same_as` is an earlier line."""

    line: int
    asked: str
    reference: Reference | None = None
    reason: Phrase | None = None
    same_as: int | None = None

    @property
    def is_answered(self) -> bool:
        """Whether it is looked up, here or with an earlier line."""
        return self.reference is not None and (self.reason is None or self.same_as is not None)

    @property
    def key(self) -> tuple[Kind, str] | None:
        """What tells one reference from another: who carries it is no part of that."""
        return key_of(self.reference) if self.reference else None


@value_object
class Entries:
    """A list as it was read; `is_cut`: there were more lines than are read."""

    lines: tuple[Entry, ...]
    is_cut: bool = False

    @property
    def references(self) -> tuple[Reference, ...]:
        """What is looked up, each once."""
        return tuple(one.reference for one in self.lines if one.reference and not one.reason)


def key_of(reference: Reference) -> tuple[Kind, str]:
    return reference.kind, reference.value


def entries_of_text(text: str, patterns: OrderPatterns, *, is_list: bool = False) -> Entries:
    """Read what somebody pasted: every number, and lines with other numbers.

    Of what *is_list* every line counts, but for a head in words.
    """
    lines = text.split("\n")
    stands = _by_line(find_references(text, patterns).found, lines)
    is_full = sum(map(len, stands.values())) >= _NEARLY_ALL
    numbering, begun = _Numbering(), False
    for number, line in islice(enumerate(lines), MOST_ROWS):
        may_tell = bool(TELLING.search(line))
        is_counted = may_tell or (is_list and begun and bool(line.strip()))
        begun = begun or bool(line.strip())
        here = stands[number]
        if may_tell and (is_full or not here):  # of what is named twice only the first was found
            here = list(find_references(line, patterns).found)
            for reference in here:
                numbering.add(number + 1, line[reference.start : reference.end], reference)
        for reference in here if here is stands[number] else ():
            numbering.add(number + 1, text[reference.start : reference.end], reference)
        if is_counted and not here:
            numbering.add(number + 1, line.strip(), None)
    return Entries(tuple(numbering.lines), is_cut=len(lines) > MOST_ROWS)


def _by_line(
    references: Iterable[Reference], lines: Iterable[str]
) -> defaultdict[int, list[Reference]]:
    """Sort what was found in a whole text into its lines."""
    ends = list(accumulate(len(line) + 1 for line in lines))
    stands: defaultdict[int, list[Reference]] = defaultdict(list)
    for reference in references:
        stands[bisect_right(ends, reference.start)].append(reference)
    return stands


def entries_of_file(content: bytes, patterns: OrderPatterns) -> Entries | None:
    """Read a text or CSV file; None if it is neither."""
    text = decoded(content)
    if text is None:
        return None
    rows = list(islice(rows_of(text), MOST_ROWS + 1))
    reader, body = reader_of(rows[:MOST_ROWS], patterns)
    if isinstance(reader, ByLook) and {len(row.cells) for row in rows} == {1}:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return entries_of_text(text, patterns, is_list=True)
    numbering = _Numbering()
    for row in body:
        found = () if numbering.is_full else tuple(reader.read(row))
        for one in found:
            numbering.add(row.line, one.asked, one.reference)
        if not found:
            numbering.add(row.line, _joined(row), None)
    return Entries(tuple(numbering.lines), is_cut=len(rows) > MOST_ROWS)


def seen_by(entries: Entries, to: Audience) -> Entries:
    """Return the list without the questions that *to* must not read the answers to."""
    return replace(entries, lines=tuple(_seen(one, to) for one in entries.lines))


def _seen(entry: Entry, to: Audience) -> Entry:
    if entry.reference is None or may_be_asked(References((entry.reference,)), to):
        return entry
    return replace(entry, reason=say(words.ONLY_PRIVATELY), same_as=None)


class _Numbering:
    """Counts references once, and no more than MOST."""

    def __init__(self) -> None:
        self.lines: list[Entry] = []
        self._first: dict[tuple[Kind, str], int] = {}

    @property
    def is_full(self) -> bool:
        return len(self._first) >= MOST

    def add(self, line: int, asked: str, reference: Reference | None) -> None:
        """Note what a line holds; without a reference, why there is none."""
        asked = asked[:_SHOWN]
        same_as = self._first.get(key_of(reference)) if reference else None
        if reference and same_as is not None:
            why: Phrase | None = say(words.SAME_AS, line=same_as)
        elif self.is_full:
            reference, why = None, say(words.BEYOND, most=MOST)
        elif reference is None:
            why = say(words.ROUNDED if _ROUNDED.search(asked) else words.NOTHING_KNOWN)
        elif reference.kind is Kind.TRACKING_NUMBER and not reference.couriers:
            why = say(words.WHICH_COURIER)
        else:
            self._first[key_of(reference)] = line
            why = None
        self.lines.append(Entry(line, asked, reference, why, same_as))


@value_object
class Read:
    """A cell, and what it names."""

    asked: str
    reference: Reference


class ByHead:
    """Reads rows below a head that says what is in which column."""

    def __init__(self, roles: dict[str, list[int]], patterns: OrderPatterns) -> None:
        self._roles = roles
        self._patterns = patterns

    def read(self, row: Row) -> Iterator[Read]:
        """Yield what the row is looked up by: an order's number before a parcel's."""
        courier = next(map(courier_code, self._cells(row, COURIER)), None)
        for kind in _FIRST:
            for cell in self._cells(row, kind):
                found = [Read(cell, one) for one in self._as(kind, cell, courier)]
                if found:
                    yield from found
                    return

    def client(self, row: Row) -> str:
        """Return the key of the client whose order it is, if the row has one."""
        return next(self._cells(row, CLIENT), "")

    def _cells(self, row: Row, role: str) -> Iterator[str]:
        for column in self._roles.get(role, ()):
            if column < len(row.cells) and row.cells[column]:
                yield row.cells[column]

    def _as(self, kind: Kind, cell: str, courier: str | None) -> list[Reference]:
        found = [one for one in find_references(cell, self._patterns).found if one.kind is kind]
        is_number = bool(_NUMBER.fullmatch(cell)) and not _ROUNDED.fullmatch(cell)
        if not is_number or (kind is not Kind.TRACKING_NUMBER and found):
            return found
        match kind:
            case Kind.ORDER_NUMBER:
                return [Reference(kind, self._patterns.canonical(cell))]
            case Kind.TRACKING_NUMBER:
                value, couriers = named(found[0].value if found else cell, courier)
                return [Reference(kind, value, couriers or (found[0].couriers if found else ()))]
            case Kind.EXTERNAL_REFERENCE | Kind.CUSTOMER_NUMBER:
                return [Reference(kind, cell)]
            case _:
                return found


class ByLook:
    """Reads rows that no head explains, by the columns in which most references stand."""

    def __init__(self, sample: Iterable[Row], patterns: OrderPatterns) -> None:
        self._patterns = patterns
        self._columns = self._telling(sample)

    def read(self, row: Row) -> Iterator[Read]:
        """Yield what stands in the telling columns; else what the whole row says."""
        found = False
        for column in self._columns:
            cell = row.cells[column] if column < len(row.cells) else ""
            for reference in self._likeliest(cell) if cell else ():
                found = True
                yield Read(cell, self._with_courier(reference, row))
        if not found and len(row.cells) > 1:
            whole = _joined(row)
            yield from (Read(whole, one) for one in self._likeliest(whole))

    def client(self, _: Row) -> str:
        """Return nothing: what is no number says not whose it is."""
        return ""

    def _with_courier(self, reference: Reference, row: Row) -> Reference:
        """A tracking number that says not whose it is may stand beside its courier."""
        if reference.kind is not Kind.TRACKING_NUMBER or reference.couriers or len(row.cells) < 2:
            return reference
        codes = (COURIER_CODES.get(_name(cell)) for cell in row.cells)
        courier = next(filter(None, codes), None)
        return replace(reference, couriers=named(reference.value, courier)[1])

    def _telling(self, sample: Iterable[Row]) -> tuple[int, ...]:
        """Return the column with the most references, and those that hold the same kind."""
        looks: defaultdict[int, Counter[tuple[Kind, str]]] = defaultdict(Counter)
        for row in sample:
            for column, cell in enumerate(row.cells):
                for reference in self._likeliest(cell)[:1] if cell else ():
                    looks[column][_look(reference)] += 1
        if not looks:
            return ()
        best = max(sorted(looks), key=lambda column: looks[column].total())
        look = looks[best].most_common(1)[0][0]
        return tuple(
            column
            for column in sorted(looks)
            if looks[column].most_common(1)[0][0] == look
            and 2 * looks[column].total() >= looks[best].total()
        )

    def _likeliest(self, text: str) -> list[Reference]:
        """Return the references of the first kind that there is any of."""
        found = find_references(text, self._patterns).found
        kinds = {one.kind for one in found}
        kind = next((kind for kind in _FIRST if kind in kinds), None)
        return [one for one in found if one.kind is kind]


def reader_of(rows: Sequence[Row], patterns: OrderPatterns) -> tuple[ByHead | ByLook, list[Row]]:
    """Return what reads the rows, and those that are not the head or above it."""
    for at, row in enumerate(rows[:_HEAD]):
        if find_references(_joined(row), patterns).found:
            break
        roles = roles_of(row.cells)
        if any(kind in roles for kind in _FIRST):
            return ByHead(roles, patterns), list(rows[at + 1 :])
    is_headed = len(rows) > 1 and not TELLING.search(_joined(rows[0]))
    body = list(rows[1:] if is_headed else rows)
    return ByLook(body[:_SAMPLE], patterns), body


def _look(reference: Reference) -> tuple[Kind, str]:
    """What the numbers of one column have in common: the letters in front."""
    if reference.kind is not Kind.ORDER_NUMBER:
        return reference.kind, ""
    return reference.kind, _DIGIT.split(reference.value, maxsplit=1)[0]


def _joined(row: Row) -> str:
    return " ".join(filter(None, row.cells))


def _name(cell: str) -> str:
    return " ".join(fold(cell).replace("-", " ").replace("_", " ").split())


def courier_code(cell: str) -> str | None:
    """Return parcelLab's code of a courier's name; what looks like a code is taken for one."""
    code = fold(cell).strip().replace(" ", "-")
    return COURIER_CODES.get(_name(cell)) or (code if _CODE.fullmatch(code) else None)
