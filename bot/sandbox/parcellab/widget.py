"""The picture of `info-widget`: a real PNG with the steps of up to four parcels as bars."""

import math
import struct
import unicodedata
import zlib
from typing import Any

from bot.sandbox.parcellab.parcel import Body
from bot.sandbox.parcellab.words import WORDS

WIDTH, MARGIN = 640, 28
HEADER, ROW, FOOT, BAR = 70, 66, 10, 12
SHOWN = 4
PAPER, INK, MUTED, EMPTY = "#ffffff", "#1d1c1d", "#6b6a6e", "#e4e5ea"
# How many of the four steps are behind a parcel, and in which colour they are drawn.
STAGES: dict[str, tuple[int, str]] = {
    "Pending": (1, "#8a8f98"),
    "Transit": (2, "#2f6fde"),
    "Customs": (2, "#7a4fd0"),
    "LastMile": (3, "#0a9396"),
    "ReadyToCollect": (3, "#d98a00"),
    "Delivered": (4, "#2a9d5c"),
    "SentBack": (3, "#a0643c"),
    "Returned": (4, "#7d5a8c"),
    "Failed": (3, "#d1344b"),
    "Cancelled": (1, "#5b6068"),
}
STEPS = 4
# The code of the parcel's status word, where parcelLab gave no text that this font can show.
PLAIN = {"Pending": "Announced", "Transit": "InTransit", "Delivered": "Delivered"}
# Capital letters, figures and signs, 5 by 7 dots: the sign, then a base-32 digit a row.
GLYPHS = (
    "Aehhvhhh Buhhuhhu Cehggghe Duhhhhhu Evgguggv Fvgguggg Gehgnhhf Hhhhvhhh Ie44444e J72222ic"
    " Khikokih Lggggggv Mhrllhhh Nhhpljhh Oehhhhhe Puhhuggg Qehhhlid Ruhhukih Sfgge11u Tv444444"
    " Uhhhhhhe Vhhhhha4 Whhhllla Xhha4ahh Yhhha444 Zv1248gv 0ehjlphe 14c4444e 2eh1248v 3v2421he"
    " 426aiv22 5vgu11he 668guhhe 7v124888 8ehhehhe 9ehhf12c -000e000 .00000cc ,0000c48 :0cc0cc0"
    " 'c480000 /01248g0 (2488842 )8422248 +044v440 #aavavaa _000000v ?eh12404 !4444404 &cik8lid"
)
FONT = {glyph[0]: [int(row, 32) for row in glyph[1:]] for glyph in GLYPHS.split()}
BLANK, UNKNOWN = [0] * 7, [31, 17, 17, 17, 17, 17, 31]
LETTER = 6
# Letters that Unicode does not take apart into a letter and its mark.
UNDIVIDED = str.maketrans({"Ł": "L", "Ø": "O", "Æ": "AE", "’": "'", "–": "-"})


class Picture:
    """A canvas of palette colours that can be written as a PNG."""

    def __init__(self, width: int, height: int) -> None:
        self._colours: dict[str, int] = {}
        paper = self._index(PAPER)
        self._rows = [bytearray([paper]) * width for _ in range(height)]

    def bar(self, box: tuple[int, int, int, int], colour: str) -> None:
        """Fill left, top, width, height with its corners rounded off."""
        left, top, width, height = box
        for line in range(height):
            cut = _corner(min(line, height - 1 - line), height // 2)
            self._fill(top + line, left + cut, width=width - 2 * cut, colour=colour)

    def text(self, at: tuple[int, int], words: str, *, scale: int, colour: str) -> None:
        """Write `words` in capitals with the left top corner `at`."""
        left, top = at
        for letter in words:
            for line, bits in enumerate(_glyph(letter)):
                for dot in range(5):
                    if bits >> (4 - dot) & 1:
                        self._square(
                            (left + dot * scale, top + line * scale), size=scale, colour=colour
                        )
            left += LETTER * scale

    def png(self) -> bytes:
        """The picture as a PNG file with a palette (https://www.w3.org/TR/png-3/)."""
        head = struct.pack(">IIBBBBB", len(self._rows[0]), len(self._rows), 8, 3, 0, 0, 0)
        palette = b"".join(bytes.fromhex(colour[1:]) for colour in self._colours)
        lines = b"".join(b"\0" + row for row in self._rows)
        parts = (
            (b"IHDR", head),
            (b"PLTE", palette),
            (b"IDAT", zlib.compress(lines)),
            (b"IEND", b""),
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)

    def _square(self, at: tuple[int, int], *, size: int, colour: str) -> None:
        for line in range(size):
            self._fill(at[1] + line, at[0], width=size, colour=colour)

    def _fill(self, line: int, left: int, *, width: int, colour: str) -> None:
        row = self._rows[line]
        end = min(left + width, len(row))
        row[left:end] = bytes([self._index(colour)]) * max(0, end - left)

    def _index(self, colour: str) -> int:
        return self._colours.setdefault(colour, len(self._colours))


def draw(info: Body, lang: str) -> bytes:
    """The PNG of an OrderInfo: its number, and for each parcel its status and how far it is."""
    parcels = info["trackings"]
    shown = parcels[:SHOWN]
    picture = Picture(WIDTH, HEADER + ROW * max(1, len(shown)) + FOOT)
    number = folded(info["order_number"])[:22]
    picture.text((MARGIN, 26), number, scale=4 if len(number) <= 14 else 3, colour=INK)
    if len(parcels) > 1:
        _to_the_right(picture, f"{len(shown)}/{len(parcels)}", top=33)
    for place, parcel in enumerate(shown):
        _draw_parcel(picture, parcel, top=HEADER + place * ROW, lang=lang)
    if not shown:
        picture.bar((MARGIN, HEADER + 30, WIDTH - 2 * MARGIN, BAR), EMPTY)
    return picture.png()


def _draw_parcel(picture: Picture, parcel: Body, *, top: int, lang: str) -> None:
    status: dict[str, Any] = parcel.get("last_delivery_status") or {}
    lifecycle = str(status.get("lifecycle_status"))
    reached, colour = STAGES.get(lifecycle, (0, MUTED))
    words = folded(status.get("status_text") or "")
    if not any(letter in FONT for letter in words):
        words = folded(WORDS[lang][PLAIN.get(lifecycle, "scanned")])
    courier = folded((parcel.get("courier_info") or {}).get("courier_name") or "")[:10]
    picture.text((MARGIN, top + 8), words[:36], scale=2, colour=colour)
    _to_the_right(picture, courier, top=top + 8)
    width = (WIDTH - 2 * MARGIN + 6) // STEPS
    for step in range(STEPS):
        box = (MARGIN + step * width, top + 34, width - 6, BAR)
        picture.bar(box, colour if step < reached else EMPTY)


def _to_the_right(picture: Picture, words: str, *, top: int) -> None:
    left = WIDTH - MARGIN - LETTER * 2 * len(words)
    picture.text((left, top), words, scale=2, colour=MUTED)


def folded(text: str) -> str:
    """`text` in capitals without accents and unseen signs; at most 200 letters of it are read."""
    capitals = text[:200].upper().translate(UNDIVIDED)
    plain = unicodedata.normalize("NFKD", capitals)
    return "".join(" " if each.isspace() else each for each in plain if _is_seen(each))


def _is_seen(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter)[0] not in "CM"


def _glyph(letter: str) -> list[int]:
    return BLANK if letter == " " else FONT.get(letter, UNKNOWN)


def _corner(line: int, radius: int) -> int:
    return round(radius - math.sqrt(radius**2 - (radius - line - 0.5) ** 2))


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + check
