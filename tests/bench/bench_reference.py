"""How long a text takes to read: `python -m tests.bench.bench_reference`.

Bars: a usual message at most 150 µs in the median, 40,000 characters of anything at most 50 ms,
and nothing that grows faster than its length.
"""

import json
import sys
from pathlib import Path
from statistics import median, quantiles
from time import process_time

from bot.core.reference import find_references
from bot.core.text.pattern import OrderPatterns

CORPUS = Path(__file__).parents[1] / "core" / "corpus"
PATTERNS = OrderPatterns.of([r"PK\d{4,}", r"PCL-\d{4,}", r"(?:ORDER|WEB)-\d{3,}"])
LOOSE = OrderPatterns.of([r"\d{4,}", r"[A-Z]+-\d+", r"#\d{4}"])
LENGTH = 40_000
LONG = (
    "<@U024BE7LH> Guten Morgen zusammen, eine Kundin wartet seit letzter Woche auf ihre Bestellung"
    " PK20417. Laut Sendungsverfolgung hängt das Paket im Zielpaketzentrum, die Sendungsnummer ist"
    " 0034 0434 1610 9404 2557. Kann bitte jemand bei DHL nachfragen und mir Bescheid geben? Sie"
    " ist unter 0170 1234567 erreichbar. Danke und viele Grüße"
)
UNITS = (
    *("1", "11 ", "1 ", "123456 ", "123456789012 ", "1-", "1.", "66 ", "0034", "00 34 ", "99"),
    *(" ", "\n", "a", "a ", "A ", "AA ", "<", "<a", "<https://", "@", "a@", "a@b.", "a.b@c.de "),
    *("&amp;", "&", "\u0301", "a\u200b", "\u200b", "ﷺ", "订", "é", "ü ", "😀", "\ud800", "\0"),
    *("PK1004 ", "PK", "PK1", "PK-", "pk1004_", "1Z", "1Z ", "1Z999AA10123456784 ", "JJD", "3S"),
    *("00340434161094042557 ", "RB123456785GB ", "DE89 3704 ", "4111 1111 1111 1111 ", "+49 "),
    *("tracking ", "tracking 123456789012 ", "dhl ", "dhl 3318810025 ", "order:1 ", "a:", "x-"),
    *("live ", "PK1004 live x ", "where is my order please ", "plz 1", "postcode ", "ist is "),
    *(
        "https://shop.example/track/",
        "https://shop.example/track/?no=1&",
        "https://dhl.de/?idc=",
        "https://dhl.de/00340434161094042557 ",
        "<@U1>",
        "<tel:1|1>",
        "www.",
    ),
    *(
        "123456 00 34 92",
        "100 ",
        "#-1,0",
        "#05",
        "pk1004_😀dpd 01 ",
        "paket 2024-02-15 #",
        "123456; tracking (gls) ",
        "12345678, dhl ",
        "RK 008 342 ",
        "JJD 00 001 2345678 ",
        "4111 1111 1111 1111 123 ",
        "34\n",
        "990170 ",
    ),
    *("dhl 12345678901 or ", "0170 ", "2024-02-15 ", "1,", "12.34.", "tracking 12 ", "numero de "),
)


def seconds(text: str, patterns: OrderPatterns = PATTERNS, *, times: int) -> list[float]:
    """Seconds of the processor for each of so many readings, whatever else the machine does."""
    taken = []
    for _ in range(times):
        start = process_time()
        find_references(text, patterns)
        taken.append(process_time() - start)
    return taken


def usual() -> None:
    """The corpus, one message at a time, and a long one."""
    texts = [
        case["text"]
        for part in ("tuning", "held_out")
        for case in json.loads((CORPUS / f"{part}.json").read_text("utf-8"))
    ]
    medians = [median(seconds(text, times=9)) * 1e6 for text in texts]
    centiles = quantiles(medians, n=100)
    sys.stdout.write(f"corpus: median {centiles[49]:.0f} µs, p99 {centiles[98]:.0f} µs\n")
    long = median(seconds(LONG, times=99)) * 1e6
    sys.stdout.write(f"a message of {len(LONG)} characters: {long:.0f} µs\n")


def worst() -> None:
    """40,000 characters of each unit, and half as many: twice the length, twice the time."""
    rows = []
    for unit in UNITS:
        text = (unit * LENGTH)[:LENGTH]
        for patterns in (PATTERNS, LOOSE):
            full = min(seconds(text, patterns, times=3))
            half = min(seconds(text[: LENGTH // 2], patterns, times=3))
            rows.append((full, full / half, unit))
    rows.sort(reverse=True)
    for full, growth, unit in rows[:10]:
        sys.stdout.write(f"{unit!r:34} {full * 1e3:7.1f} ms   x{growth:.1f} for twice the length\n")


if __name__ == "__main__":
    usual()
    worst()
