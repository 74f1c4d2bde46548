"""How long a text takes to read: `python -m tests.bench.bench_reference`.

Floors (issue 3): a usual message at most 150 µs in the median, 40,000 characters of anything at
most 50 ms, and nothing that grows faster than its length.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from bot.core.pattern import OrderPatterns
from bot.core.reference import find_references

CORPUS = Path(__file__).parents[1] / "core" / "corpus"
PATTERNS = OrderPatterns.of([r"PK\d{4,}", r"PCL-\d{4,}", r"(?:ORDER|WEB)-\d{3,}"])
LOOSE = OrderPatterns.of([r"\d{4,}", r"[A-Z]+-\d+", r"#\d{4}"])
LENGTH = 40_000
UNITS = (
    *("1", "11 ", "1 ", "123456 ", "123456789012 ", "1-", "1.", "66 ", "0034", "00 34 ", "99"),
    *(" ", "\n", "a", "a ", "A ", "AA ", "<", "<a", "<https://", "@", "a@", "a@b.", "a.b@c.de "),
    *("&amp;", "&", "\u0301", "a\u200b", "\u200b", "ﷺ", "订", "é", "ü ", "😀", "\ud800", "\0"),
    *("PK1004 ", "PK", "PK1", "PK-", "pk1004_", "1Z", "1Z ", "1Z999AA10123456784 ", "JJD", "3S"),
    *("00340434161094042557 ", "RB123456785GB ", "DE89 3704 ", "4111 1111 1111 1111 ", "+49 "),
    *("tracking ", "tracking 123456789012 ", "dhl ", "dhl 3318810025 ", "order:1 ", "a:", "x-"),
    *("live ", "PK1004 live x ", "where is my order please ", "plz 1", "postcode ", "ist is "),
    *("https://dhl.de/?idc=", "https://dhl.de/00340434161094042557 ", "<@U1>", "<tel:1|1>", "www."),
    *("dhl 12345678901 or ", "0170 ", "2024-02-15 ", "1,", "12.34.", "tracking 12 ", "numero de "),
)


def seconds(call: Callable[[], object], *, times: int) -> list[float]:
    """Wall-clock seconds of each of so many calls."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        call()
        taken.append(perf_counter() - start)
    return taken


def usual() -> None:
    """The corpus, one message at a time."""
    texts = [
        case["text"] for path in CORPUS.glob("*.json") for case in json.loads(path.read_text())
    ]
    rest = " ".join(text for text in texts[:12] if text.isascii())[:400]
    for name, chosen in (("corpus", texts), ("400 characters", [rest])):
        taken = [
            median(seconds(lambda text=text: find_references(text, PATTERNS), times=9))
            for text in chosen
        ] * 2
        centiles = quantiles(taken, n=100)
        line = f"{name:16} median {centiles[49] * 1e6:7.1f} µs   p99 {centiles[98] * 1e6:7.1f} µs"
        sys.stdout.write(line + "\n")


def worst() -> None:
    """40,000 characters of each unit, and half as many: twice the length, twice the time."""
    rows = []
    for unit in UNITS:
        text = (unit * LENGTH)[:LENGTH]
        for patterns in (PATTERNS, LOOSE):
            full = min(seconds(lambda t=text, p=patterns: find_references(t, p), times=2))
            half = min(
                seconds(lambda t=text[: LENGTH // 2], p=patterns: find_references(t, p), times=2)
            )
            rows.append((full, full / half, unit))
    rows.sort(reverse=True)
    for full, growth, unit in rows[:10]:
        sys.stdout.write(f"{unit!r:34} {full * 1e3:7.1f} ms   x{growth:.1f} for twice the length\n")


if __name__ == "__main__":
    usual()
    worst()
