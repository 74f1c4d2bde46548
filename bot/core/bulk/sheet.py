"""A file's bytes as rows of cells, whatever program wrote them."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Final

from bot.core.value import value_object

MOST_BYTES: Final = 2**20
MOST_ROWS: Final = 5000
_DELIMITERS: Final = "\t;,|"
_SAMPLE: Final = 50  # lines that tell the delimiter
_LONGEST_CELL: Final = 500  # characters; the longest reference is far shorter
_MOST_CELLS: Final = 40
_TALLEST: Final = 20  # lines of one row: more comes of a quotation mark that nobody closed
_MARKS: Final = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# What is no text, though it may look like some: archives (.xlsx is one), PDF, pictures, RTF.
_BINARY: Final = (
    b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf",
    b"\x1f\x8b",
)  # fmt: skip
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROL: Final = 0.02  # of a text's characters
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?\s*', re.I)  # Excel's own first line
_AS_TEXT: Final = re.compile(r'="([^"]*)"|\'(.*)', re.S)  # how spreadsheets keep leading zeros


@value_object
class Row:
    """A row that is not blank; `line` is where it begins, counted from 1."""

    line: int
    cells: tuple[str, ...]


def decoded(content: bytes) -> str | None:
    """Return the text that the bytes are; None if they are none."""
    if content.startswith(_BINARY):
        return None
    text = _text(content)
    if text is None or len(_CONTROL.findall(text[:4096])) > _MOST_CONTROL * len(text[:4096]):
        return None
    return text


def _text(content: bytes) -> str | None:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if b"\0" in content:  # UTF-16 without a mark: every second byte of plain letters is zero
        for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            half = content[at::2]
            if half.count(0) > 0.7 * len(half) and content.count(0) - half.count(0) < len(half) / 9:
                return content.decode(encoding, errors="replace")
        return None
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def rows_of(text: str) -> Iterator[Row]:
    """Yield the rows that hold anything, cells cleaned of what spreadsheets put around them."""
    line, skipped = 0, 0
    separator = _SEPARATOR_LINE.fullmatch(text.split("\n", 1)[0])
    if separator:
        text, skipped = text.partition("\n")[2], 1
    delimiter = separator[1] if separator else delimiter_of(text)
    for line, cells in _rows(text, delimiter):
        cleaned = tuple(_cleaned(cell) for cell in cells[:_MOST_CELLS])
        if any(cleaned):
            yield Row(line + skipped, cleaned)


def delimiter_of(text: str) -> str:
    """Return what stands in most lines, and in most of those equally often."""
    sample = [line for line in islice(StringIO(text), _SAMPLE) if line.strip()]

    def evidence(mark: str) -> tuple[int, int, int]:
        counts = [line.count(mark) for line in sample]
        there = [count for count in counts if count]
        usual = max(map(there.count, there), default=0)
        return len(there), usual, -_DELIMITERS.index(mark)

    best = max(_DELIMITERS, key=evidence)
    return best if evidence(best)[0] else ","


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Read as CSV; line by line, if a quotation mark swallows what was no cell."""
    rows, began = [], 1
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if reader.line_num - began >= _TALLEST:
                return _lines(text, delimiter)
            rows.append((began, cells))
            began = reader.line_num + 1
    except csv.Error:
        return _lines(text, delimiter)
    return rows


def _lines(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    lines = StringIO(text, newline=None)
    return [(at, line.rstrip("\n").split(delimiter)) for at, line in enumerate(lines, start=1)]


def _cleaned(cell: str) -> str:
    cell = cell[:_LONGEST_CELL].strip().strip("\ufeff")
    kept = _AS_TEXT.fullmatch(cell)
    return (kept[1] if kept[1] is not None else kept[2]).strip() if kept else cell
