"""Packed answers (RFC 9110, 8.4.1): unpacked piece by piece, and no further than they may be long.

httpx unpacks a piece whole: 64 kB of zeros become 64 MB, and nobody is answered meanwhile.
"""

import zlib

_SELF_TELLING = zlib.MAX_WBITS | 32  # gzip or zlib, which their first bytes tell apart
_BARE = -zlib.MAX_WBITS  # deflate without zlib's head, as some servers send it
_HEAD = 2  # bytes


class TooLong(Exception):
    """More would come out than may."""


class Unpacking:
    """Unpacks an answer by its Content-Encoding; codings that nobody offered are left as they are.

    Raises zlib.error for what is not packed so.
    """

    def __init__(self, codings: str, *, most: int) -> None:
        """Take how many bytes may come of a piece at *most*."""
        names = [coding.strip().lower() for coding in codings.split(",")]
        self._layers = [_Layer(most) for name in reversed(names) if name in ("gzip", "deflate")]

    def unpack(self, piece: bytes) -> bytes:
        for layer in self._layers:
            piece = layer.unpack(piece)
        return piece


class _Layer:
    def __init__(self, most: int) -> None:
        self._most = most
        self._head: bytes | None = b""
        self._unpacker = zlib.decompressobj(_SELF_TELLING)

    def unpack(self, piece: bytes) -> bytes:
        if self._head is not None:
            piece = self._head + piece
            if len(piece) < _HEAD:
                self._head = piece
                return b""
            self._head = None
            if not _tells_itself(piece):
                self._unpacker = zlib.decompressobj(_BARE)
        unpacked = self._unpacker.decompress(piece, self._most)
        if self._unpacker.unconsumed_tail:
            raise TooLong
        return unpacked


def _tells_itself(piece: bytes) -> bool:
    """True for gzip's first bytes (RFC 1952) and for a zlib head that adds up (RFC 1950)."""
    is_zlib = piece[0] & 15 == zlib.DEFLATED and (piece[0] << 8 | piece[1]) % 31 == 0
    return piece[:2] == b"\x1f\x8b" or is_zlib
