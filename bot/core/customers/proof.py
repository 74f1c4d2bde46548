"""Who an order belongs to: what somebody says of themselves against what parcelLab answers.

Two of three facts have to match: the number that was asked for, the recipient's e-mail address,
their postal code. What stands in for a masked or missing value matches nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

_EMAIL: Final = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_POSTAL_CODE: Final = re.compile(r"(?=.*[0-9])[A-Z0-9]{3,10}")
_MASK: Final = re.compile(r"[*•·…#?<>]")
_CUT: Final = re.compile(r"[0-9]{1,3}X{2,}")  # 12XXX; a Dutch code has four digits
_MASKED: Final = {"_UNSET", "UNSET", "NULL", "NONE", "N/A", "NA", "UNKNOWN", "UNDEFINED"}
# Behind the number and at the end: "PK1004, 10115". Four digits may be a year.
_BEHIND: Final = re.compile(
    r"[\s,;:/|]{1,3}(?P<code>[0-9]{5}|(?!19|20)[0-9]{4}|[0-9]{2}-[0-9]{3}|[0-9]{4} ?[A-Z]{2}"
    r"|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2})[\s.!?]*",
    re.IGNORECASE | re.ASCII,
)
# Behind the number and a comma, and before words: "PK1004, 10115 where is it?"
_BETWEEN: Final = re.compile(
    r"\s?[,;/|]\s?(?P<code>[0-9]{5}|[0-9]{2}-[0-9]{3}|[0-9]{4} ?[A-Z]{2})(?![0-9A-Z-])[^0-9]*",
    re.IGNORECASE | re.ASCII,
)
# The one number in a short text: "it's 10115", "10115 Berlin", "sw1a 1aa", "1012 ab".
_ALONE: Final = re.compile(
    r"(?<![A-Z0-9])(?:[A-Z]{1,3}-)?(?P<code>[0-9]{2}-[0-9]{3}|[0-9]{5}|[0-9]{4} ?(?-i:[A-Z]{2})"
    r"|[0-9]{4} ?[A-Z]{2}(?=[\s.!?]*$)|[0-9]{4}|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2})"
    r"(?![A-Z0-9-])",
    re.IGNORECASE | re.ASCII,
)
_SHORT: Final = 60  # characters of a text that is no more than a postal code
_COUNTRY: Final = re.compile(r"[A-Z]{1,3}-(?=[0-9]{3})")


class Rule(StrEnum):
    """Which two facts prove it: WHEREBOT_PROOF."""

    ANY = "any"  # the number, and the e-mail address or the postal code; or those two
    POSTAL_CODE = "number+postal_code"
    EMAIL = "number+email"


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says: `email` only if Slack vouches for it. Never stored, never logged."""

    is_numbered: bool = True  # the order was asked for by its own number
    postal_code: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Recipient:
    """What an answer of parcelLab's says of who receives it, masked or not."""

    emails: frozenset[str] = field(default=frozenset(), repr=False)
    postal_codes: frozenset[str] = field(default=frozenset(), repr=False)


def is_proven(claim: Claim, recipient: Recipient, rule: Rule = Rule.ANY) -> bool:
    """Return whether two facts match that *rule* accepts."""
    has_code = _matches(postal_code_of(claim.postal_code), recipient.postal_codes, postal_code_of)
    has_email = _matches(email_of(claim.email), recipient.emails, email_of)
    match rule:
        case Rule.POSTAL_CODE:
            return claim.is_numbered and has_code
        case Rule.EMAIL:
            return claim.is_numbered and has_email
        case Rule.ANY:
            return claim.is_numbered + has_code + has_email >= 2


def _matches(said: str | None, answered: Iterable[str], read: Callable[[str], str | None]) -> bool:
    return said is not None and said in {read(value) for value in answered}


def postal_code_of(text: str | None) -> str | None:
    """Return a postal code as it is compared; None for what is none, and for stand-ins.

    Case, blanks, dashes and a country's letters before it do not count.
    """
    shown = unicodedata.normalize("NFKC", text or "")[:40].strip().upper()
    if shown in _MASKED or _MASK.search(shown):
        return None
    code = re.sub(r"[\s.-]", "", _COUNTRY.sub("", shown, count=1))
    return code if _POSTAL_CODE.fullmatch(code) and not _CUT.fullmatch(code) else None


def code_to_ask(text: str) -> str:
    """Return a postal code as parcelLab is asked for it, which compares letter by letter."""
    return _COUNTRY.sub("", unicodedata.normalize("NFKC", text).strip().upper(), count=1)


def code_behind(text: str, end: int) -> str | None:
    """Return the postal code that somebody writes behind a number that ends there."""
    match = _BEHIND.fullmatch(text, end) or _BETWEEN.fullmatch(text, end)
    return match["code"] if match else None


def code_alone(text: str) -> str | None:
    """Return the postal code that a short text says, if that is its only number."""
    text = unicodedata.normalize("NFKC", text)
    match = _ALONE.search(text) if len(text) <= _SHORT else None
    if not match:
        return None
    rest = text[: match.start()] + text[match.end() :]
    return None if any(map(str.isdigit, rest)) or "@" in rest else match["code"]


def code_beside(text: str) -> str | None:
    """Return the postal code in the short rest of a text that names an order.

    Four digits alone may be a year, a price, a house.
    """
    code = code_alone(text)
    return code if code and len(code) > 4 else None


def email_of(text: str | None) -> str | None:
    """Return an e-mail address as it is compared; None for what is none, and for stand-ins."""
    shown = unicodedata.normalize("NFKC", text or "")[:320].strip().casefold()
    return shown if _EMAIL.fullmatch(shown) and not _MASK.search(shown) else None


class Locked(StrEnum):
    """Who or what was wrong too often; whether there is such an order makes no difference."""

    PERSON = "person"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A proof that is being tried: it counts as wrong until it is taken back."""

    id: int
    locks: tuple[Locked, ...]  # if it is wrong: nothing more is accepted for a while
