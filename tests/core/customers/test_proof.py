"""Whose order it is: two facts have to match, and nothing that stands in for one ever does."""

import pytest

from bot.core.customers.proof import (
    Claim,
    Recipient,
    Rule,
    code_behind,
    email_of,
    is_proven,
    postal_code_of,
)

THEIRS = Recipient(frozenset({"Kim@Example.com"}), frozenset({"10961"}))


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("10961", "10961"),
        (" 10 961 ", "10961"),
        ("D-10961", "10961"),
        ("sw1a 1aa", "SW1A1AA"),
        ("1234 xx", "1234XX"),
        ("1234-567", "1234567"),
        ("00-950", "00950"),
        ("１０９６１", "10961"),
    ],
)
def test_a_postal_code_is_read_however_it_is_written(said: str, read: str) -> None:
    assert postal_code_of(said) == read


@pytest.mark.parametrize(
    "stand_in",
    ["", " ", None, "_unset", "null", "None", "n/a", "<postal_code>", "*****", "10***", "109XX",
     "12…", "unknown", "ABC", "#####", "1", "12345678901"],
)  # fmt: skip
def test_what_stands_in_for_a_postal_code_matches_nothing(stand_in: str | None) -> None:
    assert postal_code_of(stand_in) is None
    masked = Recipient(frozenset(), frozenset({stand_in or ""}))
    assert not is_proven(Claim(postal_code=stand_in), masked)


@pytest.mark.parametrize(
    "stand_in",
    ["", None, "_unset", "<email>", "k***@example.com", "k•••@example.com", "null", "example.com"],
)
def test_what_stands_in_for_an_address_matches_nothing(stand_in: str | None) -> None:
    assert email_of(stand_in) is None
    assert not is_proven(Claim(email=stand_in), Recipient(frozenset({stand_in or ""})))


@pytest.mark.parametrize(
    ("claim", "rules"),
    [
        (Claim(), set()),
        (Claim(postal_code="10961"), {Rule.ANY, Rule.POSTAL_CODE}),
        (Claim(email="kim@example.COM"), {Rule.ANY, Rule.EMAIL}),
        (Claim(postal_code="10961", email="kim@example.com"), set(Rule)),
        (Claim(is_numbered=False, postal_code="10961"), set()),
        (Claim(is_numbered=False, email="kim@example.com"), set()),
        (Claim(is_numbered=False, postal_code="10961", email="kim@example.com"), {Rule.ANY}),
        (Claim(postal_code="10962"), set()),
        (Claim(email="sam@example.com"), set()),
        (Claim(postal_code="10962", email="kim@example.com"), {Rule.ANY, Rule.EMAIL}),
    ],
)
def test_two_facts_prove_it_as_the_rule_says(claim: Claim, rules: set[Rule]) -> None:
    assert {rule for rule in Rule if is_proven(claim, THEIRS, rule)} == rules


def test_of_an_order_that_names_nobody_nothing_is_proven() -> None:
    assert not is_proven(Claim(postal_code="10961", email="kim@example.com"), Recipient())


def test_neither_a_claim_nor_a_recipient_shows_what_it_holds() -> None:
    shown = repr(Claim(postal_code="10961", email="kim@example.com")) + repr(THEIRS)
    assert "10961" not in shown
    assert "xample" not in shown


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PK1004 10115", "10115"),
        ("PK1004, 10115.", "10115"),
        ("PK1004 1010", "1010"),
        ("PK1004, SW1A 1AA", "SW1A 1AA"),
        ("PK1004 1012 AB", "1012 AB"),
        ("PK1004 00-950", "00-950"),
        ("PK1004 2026", None),
        ("PK1004 10115 times", None),
        ("PK1004, 10115 where is it?", "10115"),
        ("PK1004, 10115 or 10116?", None),
        ("PK1004 and 10115", None),
        ("PK1004&recipient_postal_code=10115", None),
        ("PK1004", None),
    ],
)
def test_a_postal_code_behind_the_number_is_meant_as_one(text: str, code: str | None) -> None:
    assert code_behind(text, len("PK1004")) == code
