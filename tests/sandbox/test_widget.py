"""The picture of info-widget is a PNG that any reader can open."""

import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.sandbox.parcellab.order import SandboxOrder
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.parcel import Scene
from bot.sandbox.parcellab.widget import draw, folded

NOON = datetime(2025, 6, 14, 10, 0, tzinfo=UTC)


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk's kind and body, its CRC checked."""
    at = 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        (check,) = struct.unpack_from(">I", png, at + 8 + length)
        assert check == zlib.crc32(kind + body)
        yield kind, body
        at += 12 + length


def pixels(png: bytes) -> list[bytes]:
    """Its lines as colours of three bytes a pixel; every line must be unfiltered."""
    parts = dict(chunks(png))
    width, height, depth, kind, *_ = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    assert (depth, kind) == (8, 3)
    palette = [parts[b"PLTE"][at : at + 3] for at in range(0, len(parts[b"PLTE"]), 3)]
    raw = zlib.decompress(parts[b"IDAT"])
    assert len(raw) == height * (width + 1)
    lines = [raw[at : at + width + 1] for at in range(0, len(raw), width + 1)]
    assert all(line[0] == 0 for line in lines)
    return [b"".join(palette[index] for index in line[1:]) for line in lines]


def picture_of(number: str, lang: str = "en") -> bytes:
    order = next(each for each in ORDERS if each.order_number == number)
    return draw(order.info(Scene(NOON, lang)), lang)


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.order_number)
def test_every_order_has_a_picture_that_decodes(order: SandboxOrder) -> None:
    png = draw(order.info(Scene(NOON)), "en")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert [kind for kind, _ in chunks(png)] == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    lines = pixels(png)
    assert 100 < len(lines) < 400
    assert {len(line) for line in lines} == {640 * 3}


@pytest.mark.parametrize(
    ("number", "colour", "steps"),
    [("PK1004", "0a9396", 3), ("PK1010", "2a9d5c", 4), ("PK1016", "5b6068", 1)],
)
def test_the_bar_shows_how_far_the_parcel_is(number: str, colour: str, steps: int) -> None:
    lines = pixels(picture_of(number))
    middle = lines[70 + 34 + 6]
    reached = [middle[at * 3 : at * 3 + 3].hex() == colour for at in (90, 240, 390, 540)]
    assert reached == [step < steps for step in range(4)]


def test_the_picture_speaks_the_language_of_the_question() -> None:
    assert picture_of("PK1004", "de") != picture_of("PK1004", "en")


@pytest.mark.parametrize(
    ("text", "capitals"),
    [("Zugestellt bei Müller", "ZUGESTELLT BEI MULLER"), ("Łódź", "LODZ"), ("a\u202eb\nc", "AB C")],
)
def test_letters_lose_their_accents_for_the_small_font(text: str, capitals: str) -> None:
    assert folded(text) == capitals
