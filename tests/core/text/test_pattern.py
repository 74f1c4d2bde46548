"""Order-number patterns: what they find, and which ones are refused before the bot starts."""

import pytest

from bot.core.text.pattern import OrderPatterns, PatternError


def found(text: str, *patterns: str) -> list[str]:
    return [value for _, _, value in OrderPatterns.of(patterns).find(text)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"PK\d{4,}", "pk1004 PK10045", ["PK1004", "PK10045"]),
        (r"PK\d{4}", "PK10045 XPK1004 PK1004A 1PK1004", []),
        (
            r"PK\d{4}",
            "_PK1004_ *PK1005* nºPK1006 号PK1007在",
            ["PK1004", "PK1005", "PK1006", "PK1007"],
        ),
        (r"PK\d{5}|WEB\d{6}", "PK12345 WEB123456 WEB12345", ["PK12345", "WEB123456"]),
        (r"^PK\d{4}$", "is PK1004 late?", ["PK1004"]),
        (r"\bSO-\d{4}\b", "_SO-1004_", ["SO-1004"]),
        (r"(?i)pk\d{4}", "PK1004", ["pk1004"]),
        (r"(PK)(\d{4})", "PK1004", ["PK1004"]),
        (r"(?P<shop>PK|WB)-(?P<no>\d{4})", "wb-1004", ["WB-1004"]),
        (r"PK\d{4}(?:-\d)?", "PK1004-2 PK1005", ["PK1004-2", "PK1005"]),
        (r"#\d{4,}", "order#1001 and #1002", ["#1001", "#1002"]),
        (r"Order-\d{4}", "ORDER-0017 order-0018", ["Order-0017", "Order-0018"]),
        (r"(?<!\d)\d{9}(?!\d)", "123456789", ["123456789"]),
        (r"(?=.*\d)[A-Z0-9]{8}", "AB12CD34 ABCDEFGH", ["AB12CD34"]),
        (r"[$]\d{5}", "$12345", ["$12345"]),
        (r"PK\d{4,}", "PK" + "1" * 70, []),
        (r"ÄB\d{4}", "äb1004 ÄB1005 äB1006", ["ÄB1004", "ÄB1005", "ÄB1006"]),
        (r"[ЗК]{2}-\d{4}", "зк-1004", ["ЗК-1004"]),
    ],
)
def test_a_number_is_found_as_a_whole_token_in_the_patterns_own_casing(
    pattern: str, text: str, expected: list[str]
) -> None:
    assert found(text, pattern) == expected


def test_the_longest_of_several_patterns_counts() -> None:
    assert found("PK1004-22 PK1005", r"PK\d{4}", r"PK\d{4}-\d{2}") == ["PK1004-22", "PK1005"]


def test_no_patterns_find_nothing() -> None:
    assert found("PK1004 123456789") == []
    assert OrderPatterns.of([]).examples == ()


def test_canonical_leaves_alone_what_no_pattern_fits() -> None:
    patterns = OrderPatterns.of([r"PK\d{4}"])
    assert patterns.canonical("pk1004") == "PK1004"
    assert patterns.canonical("x-9") == "x-9"
    assert patterns.canonical("") == ""


@pytest.mark.parametrize(
    ("pattern", "example"),
    [
        (r"PK\d{4,}", "PK1004"),
        (r"PCL-\d+", "PCL-1004"),
        (r"\d{9}", "100427359"),
        (r"[A-Z]{2}\d{6}", "AA100427"),
        (r"(?:ORDER|WEB)-\d{3,}", "ORDER-100"),
        (r"web\d{5}", "web10042"),
        (r"#\d+", "#1004"),
    ],
)
def test_an_example_is_plausible_fits_and_never_changes(pattern: str, example: str) -> None:
    patterns = OrderPatterns.of([pattern])
    assert patterns.examples == (example,) == OrderPatterns.of([pattern]).examples
    assert found(example, pattern) == [example]


REFUSED = {
    "": "is empty",
    "  ": "is empty",
    "(": "has a mistake",
    "[": "has a mistake",
    r"PK\d(?i)": "has a mistake",
    r"\d*": "empty string",
    ".*": "empty string",
    r"(?:PK\d{4})?": "empty string",
    r"PK\d{4}|": "empty string",
    r"\d+": "takes '12' for an order",
    r"\w+": "takes 'hello' for an order",
    r"\S+": "takes 'hello' for an order",
    "[A-Z]+": "takes 'hello' for an order",
    "-+": "mere punctuation",
    r"PK\d.*": "takes the words after",
    r"PK[\d\s]+": "takes the words after",
    r"PK(?!)": "matches nothing",
    r"$PK\d{4}": "matches nothing",
    r"PK\d{4}$X": "matches nothing",
    r"[^\s\S]PK": "matches nothing",
    r"(?:\d+)+X": "too many ways",
    r"(\d|\d\d)+X": "too many ways",
    r"(a+)+$": "too many ways",
    r"([A-Z]+)*\d": "too many ways",
    r"\d*\d*\d*X": "too many ways",
    r"(?:x+x+)+y": "too many ways",
    r"(?:AB|ABAB)+X\d": "too many ways",
    r"PK(?=(\d+)+X)\d+": "too many ways",
    r"(a|a)*b": "same choice twice",
    r"(PK)\1\d": "refers back",
    r"PK\d{1000}": "longer than",
}


@pytest.mark.parametrize(("pattern", "fault"), REFUSED.items(), ids=map(repr, REFUSED))
def test_a_pattern_that_cannot_be_used_is_refused_by_name(pattern: str, fault: str) -> None:
    with pytest.raises(PatternError) as refusal:
        OrderPatterns.of([r"PK\d{4}", pattern])
    assert f"`{pattern}`" in str(refusal.value)
    assert fault in str(refusal.value)


@pytest.mark.parametrize(
    "pattern",
    [r"PK\d+(?:-\d+)*", r"(?:[A-Z0-9]{4}-){2}\d{4}", r"\d{3}-\d{7}-\d{7}", r"PK\s?\d{4}",
     r"[A-Z]{1,3}-?\d{5,12}", r"x*+y\d{4}", r"PK(?>\d{4})", r"PK\d{4}?", r"[^\W\d_]{2}\d{5}"],
)  # fmt: skip
def test_a_harmless_pattern_is_not_refused(pattern: str) -> None:
    assert OrderPatterns.of([pattern]).examples
