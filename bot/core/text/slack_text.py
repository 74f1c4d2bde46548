"""Raw Slack text -> the plain text a person sees, its links, and the way back to raw offsets.

Slack's escapes and `<…>` forms: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

LONGEST = 40_000  # Slack cuts a message there: docs.slack.dev/reference/methods/chat.postMessage
BARRIER = "\ufffc"  # stands for a mention, a channel or a link: neither word nor number
TELEPHONE = "\u260e"  # stands before what a tel: link shows
_FEW = 80  # replacements of a character that cost less than a look at every character
_GONE = "\0"  # stands for what nobody sees, until it is cut out


def _plain_table() -> dict[int, str]:
    """One character for one: so offsets stay true, and no text can grow (as it does under NFKC)."""
    table = dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
    table |= dict.fromkeys((0x0B, 0x0C, 0x0D), " ") | dict.fromkeys((0x85, 0x2028, 0x2029), "\n")
    table |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63), "-")
    table |= dict.fromkeys(map(ord, "‘’‚‛′"), "'") | dict.fromkeys(map(ord, "“”„‟″«»"), '"')
    table |= {0xFEE0 + code: chr(code) for code in range(0x21, 0x7F)}  # full-width forms
    for zero in (0x660, 0x6F0, 0x966, *range(0x1D7CE, 0x1D800, 10)):
        table |= {zero + digit: str(digit) for digit in range(10)}
    gone = (0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F))
    marks = (*range(0x300, 0x370), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF)
    return table | dict.fromkeys((*gone, *marks), _GONE)


def _fold_table() -> dict[int, str]:
    letters = {code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x180)}
    letters |= {ord(a): b for a, b in zip("łŁøØßæÆœŒđĐıŸ", "lloosaaoodDiy", strict=True)}
    return {code: letter.lower() for code, letter in letters.items()} | {
        code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)
    }


def _latin(table: dict[int, str]) -> bytes:
    return bytes(ord(table.get(code, chr(code))) for code in range(256))


_PLAIN, _FOLD = _plain_table(), _fold_table()
_LATIN_PLAIN, _LATIN_FOLD = _latin(_PLAIN), _latin(_FOLD)
_EMOJI = r":(?-i:(?=[a-z_+'-]{0,64}[0-9])[0-9a-z_+'-]{1,64}):"  # a name with a digit in it
_PIECE = re.compile(
    rf"\x00+|&(?:amp|lt|gt);|<[^<>\n]*>|(?<![0-9A-Za-z])(?:https?://|www\.)[^\s<>|\"`]+(?<![.,;:!?)\]}}'*_~])"
    rf"|(?<![0-9A-Za-z]){_EMOJI}(?![0-9A-Za-z])",
    re.I,
)
_ENTITY = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_SCHEME = re.compile(r"(?:https?://)?(?:www\.)?", re.I)


def fold(text: str) -> str:
    """Lower case without accents, of the same length: `Numéro` -> `numero`."""
    return text.lower() if text.isascii() else _translated(text, _FOLD, _LATIN_FOLD)


def _translated(text: str, table: dict[int, str], latin: bytes) -> str:
    """Western European text goes through bytes, ten times as fast; most other has little to do."""
    try:
        return text.encode("latin-1").translate(latin).decode("latin-1")
    except UnicodeEncodeError:
        known = table.keys() & set(map(ord, set(text)))
    if len(known) > _FEW:
        return text.translate(table)
    for code in known:
        text = text.replace(chr(code), table[code])
    return text


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it stands in the raw text (`&amp;` still escaped), and where."""

    url: str
    start: int
    end: int


@dataclass(slots=True)
class PlainText:
    """What a person sees; `raw_span` leads from it back to the text that Slack sent."""

    text: str = ""
    links: list[Link] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _raw_starts: list[int] = field(default_factory=list)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the raw text; start < end."""
        return self._raw(start), self._raw(end - 1) + 1

    def _raw(self, at: int) -> int:
        piece = bisect_right(self._starts, at) - 1
        return self._raw_starts[piece] + at - self._starts[piece]


class _Writer:
    """Collects the pieces of a plain text and where each of them stood."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.plain = PlainText()
        self.parts: list[str] = []
        self.length = 0

    def put(self, part: str, raw_start: int) -> None:
        if part:
            self.plain._starts.append(self.length)
            self.plain._raw_starts.append(raw_start)
            self.parts.append(part)
            self.length += len(part)

    def keep(self, start: int, end: int) -> None:
        self.put(self.source[start:end], start)

    def link(self, start: int, end: int) -> None:
        self.plain.links.append(Link(self.source[start:end], start, end))
        self.put(BARRIER, start)

    def markup(self, start: int, end: int) -> None:
        """One `<…>`; what is none of Slack's forms stays as it is."""
        inner = self.source[start + 1 : end - 1]
        address, bar, label = inner.partition("|")
        bar_at = start + 1 + len(address)
        scheme = address[:7].lower()
        if inner[:1] in ("@", "#", "!"):
            self.put(BARRIER, start)
        elif scheme == "mailto:":
            self.keep(start + 8, start + 1 + len(address.partition("?")[0]))
        elif scheme.startswith("tel:"):
            self.put(TELEPHONE + " ", start)
            self.keep(*(bar_at + 1, end - 1) if bar else (start + 5, bar_at))
        elif scheme.startswith("http") and ":" in address:
            self.link(start + 1, bar_at)
            if not _is_address(label, address):
                self.keep(bar_at + 1, end - 1)
                self.put(BARRIER, end - 1)
        else:
            self.keep(start, end)


def _is_address(label: str, address: str) -> bool:
    """True where the label only repeats the address: `<http://a.example/1|a.example/1>`."""
    return not label or _SCHEME.sub("", address, count=1).startswith(
        _SCHEME.sub("", label, count=1).rstrip("/…")
    )


def read(raw: str) -> PlainText:
    """The plain text of the first 40,000 characters: unescaped, unwrapped, without invisible marks.

    Full-width and other decimal digits become ASCII, all spaces and hyphens one kind of each.
    """
    source = raw[:LONGEST]
    if not source.isascii():
        source = _translated(source, _PLAIN, _LATIN_PLAIN)
    writer = _Writer(source)
    at = 0
    for piece in _PIECE.finditer(source):
        start, end = piece.span()
        writer.keep(at, start)
        at = end
        found = piece[0]
        if found[0] == "&":
            writer.put(_ENTITY[found.lower()], start)
        elif found[0] == "<":
            writer.markup(start, end)
        elif found[0] == ":":
            writer.put(BARRIER, start)
        elif found[0] != _GONE:
            writer.link(start, end)
    writer.keep(at, len(source))
    writer.plain.text = "".join(writer.parts)
    return writer.plain
