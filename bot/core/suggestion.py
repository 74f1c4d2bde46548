"""What is suggested while somebody types into a search: what the text may mean, and what they had.

Nobody is asked for that. A suggestion carries the question it stands for as somebody could have
typed it, so that whatever comes back from Slack is read and checked like any other question.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.core.phrase import Phrase, count, joined, say
from bot.core.reference import Kind, Reference, find_references
from bot.core.text.couriers import COURIERS, compact, couriers_of, formats_of
from bot.core.text.pattern import OrderPatterns
from bot.core.text.tracking import named
from bot.core.value import value_object
from bot.core.words import search as words

TEXT_MAX: Final = 150  # docs.slack.dev/reference/block-kit/composition-objects/option-object
ALL: Final = "…"  # asks for all that was typed, where that is longer
_COURIERS: Final = 5  # suggested for one number
_RECENT: Final = 20
_WATCHED: Final = 50
_SHORTEST: Final = 6  # characters of a tracking number
# How couriers write themselves, where that is not by capitals.
_STYLED: Final = {
    "usps": "USPS",
    "fedex": "FedEx",
    "postnl": "PostNL",
    "postnord": "PostNord",
    "bpost": "bpost",
    "pclx": "PCLX",
    "seur": "SEUR",
    "nacex": "NACEX",
    "inpost": "InPost",
    "ontrac": "OnTrac",
    "yunexpress": "YunExpress",
    "ecommerce": "eCommerce",
    "gofo": "GOFO",
    "an": "An",
    "dee": "Dee",
    "prive": "Privé",
    "osterreichische": "Österreichische",
}


@value_object
class Suggestion:
    """One line of a menu, and what is asked by choosing it."""

    label: Phrase
    text: str


@value_object
class Group:
    label: Phrase
    suggestions: tuple[Suggestion, ...]


def suggestions(
    typed: str,
    recent: Sequence[Reference],
    patterns: OrderPatterns,
    *,
    watched: Sequence[Reference] = (),
) -> tuple[Group, ...]:
    """Return what *typed* may mean, likeliest first, and what is known that it is part of.

    What is recognised goes before what was looked up lately or is *watched*, and that before
    guesses. Every suggestion is another question; a group without any is left out.
    """
    text = " ".join(typed.split())
    found = find_references(text, patterns).found
    known_before = (
        (words.GROUP_RECENT, _known(text, recent[:_RECENT], patterns)),
        (words.GROUP_WATCHED, _known(text, watched[:_WATCHED], patterns)),
    )
    groups = (
        ((words.GROUP_TYPED, _meant(found, patterns)), *known_before)
        if found
        else (*known_before, (words.GROUP_TYPED, _guessed(text, patterns)))
    )
    known: set[str] = set()
    return tuple(
        Group(say(label), fresh)
        for label, offered in groups
        if (fresh := tuple(_fresh(offered, known)))
    )


def courier_name(code: str) -> str:
    """Return a courier's name for a menu: `dhl-express` is DHL Express."""
    names = (courier.names[0] for courier in COURIERS if courier.code == code)
    return " ".join(map(_styled, next(names, code.replace("-", " ")).split()))


def couriers_for(number: str) -> tuple[str, ...]:
    """Return the couriers that a number may be of, likeliest first."""
    digits = compact(number)
    certain = named(number, None)[1]
    shaped = (code for row in formats_of(digits) for code in couriers_of(row, digits))
    return tuple(dict.fromkeys((*certain, *shaped)))


def question(reference: Reference, patterns: OrderPatterns) -> str | None:
    """Return a text that asks for *reference* and nothing else; None if there is no such text."""
    for text in _spellings(reference):
        if len(text) <= TEXT_MAX and _asks_for(text, reference, patterns):
            return text
    return None


def _fresh(offered: Iterable[Suggestion], known: set[str]) -> Iterator[Suggestion]:
    for one in offered:
        if one.text not in known:
            known.add(one.text)
            yield one


def _styled(word: str) -> str:
    return _STYLED.get(word) or (word.upper() if len(word) <= 3 else word.capitalize())


def _meant(found: Sequence[Reference], patterns: OrderPatterns) -> Iterator[Suggestion]:
    if len(found) > 1:
        yield Suggestion(count(words.SUGGESTED_ALL, len(found)), _all(found, patterns) or ALL)
    for reference in found:
        yield from _suggested(reference, patterns)


def _all(found: Sequence[Reference], patterns: OrderPatterns) -> str | None:
    asked = [question(reference, patterns) for reference in found]
    text = " ".join(filter(None, asked))
    return text if all(asked) and len(text) <= TEXT_MAX else None


def _guessed(text: str, patterns: OrderPatterns) -> Iterator[Suggestion]:
    """What nothing tells may be a number of any kind that an account makes up itself."""
    number = compact(text)
    if not any(map(str.isdigit, number)):
        return
    if len(number) >= _SHORTEST:
        codes = couriers_for(number)
        yield from _suggested(Reference(Kind.TRACKING_NUMBER, number, codes), patterns)
    for kind in (Kind.ORDER_NUMBER, Kind.CUSTOMER_NUMBER, Kind.EXTERNAL_REFERENCE):
        yield from _suggested(Reference(kind, text), patterns)


def _suggested(reference: Reference, patterns: OrderPatterns) -> Iterator[Suggestion]:
    """Yield a reference, a tracking number once for each of its likely couriers."""
    if reference.kind is not Kind.TRACKING_NUMBER:
        if asked := question(reference, patterns):
            label = joined((reference.value, say(words.MODE[reference.kind.value])))
            yield Suggestion(label, asked)
        return
    for code in reference.couriers[:_COURIERS]:
        if asked := question(replace(reference, couriers=(code,)), patterns):
            name = courier_name(code)
            label = say(words.SUGGESTED_COURIER, value=reference.value, courier=name)
            yield Suggestion(label, asked)


def _known(
    text: str, references: Sequence[Reference], patterns: OrderPatterns
) -> Iterator[Suggestion]:
    for reference in references:
        if text.casefold() in reference.value.casefold():
            first = replace(reference, couriers=reference.couriers[:1])
            yield from _suggested(first, patterns)


def _spellings(reference: Reference) -> Iterator[str]:
    value = f'"{reference.value}"'
    match reference.kind:
        case Kind.ORDER_NUMBER:
            yield from (reference.value, f"order:{value}")
        case Kind.TRACKING_NUMBER:
            yield from (f"{code}:{value}" for code in reference.couriers[:1])
            yield f"tracking:{value}"
        case Kind.CUSTOMER_NUMBER:
            yield f"customer:{value}"
        case Kind.EXTERNAL_REFERENCE:
            yield f"ref:{value}"
        case _:
            yield reference.value


def _asks_for(text: str, reference: Reference, patterns: OrderPatterns) -> bool:
    """Whether the text is read as the reference, with the same courier first."""
    heard = find_references(text, patterns)
    if len(heard.found) != 1 or heard.is_live or heard.is_returns or heard.lang:
        return False
    (found,) = heard.found
    is_same = (found.kind, found.value) == (reference.kind, reference.value)
    return is_same and found.couriers[:1] == reference.couriers[:1]
