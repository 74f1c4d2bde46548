"""Text -> References: what a person means by it, and what they ask for.

The order of the readings is the design: what a person wrote out (`order:4711-A`), then what can
never be looked up (cards, IBANs, telephones), then the account's own order numbers, then numbers
that identify themselves, then numbers that the words beside them explain. A reading takes its
characters; a later one cannot have them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from enum import StrEnum
from itertools import chain, islice
from operator import attrgetter

from bot.core.text.intent import intents, language, postal_code
from bot.core.text.link import OrderInLink, numbers_in
from bot.core.text.pattern import OrderPatterns
from bot.core.text.reading import AMOUNT, MOST_TRIES, Reading
from bot.core.text.slack_text import PlainText, fold, read
from bot.core.text.tracking import TrackingNumber, named, telling_numbers, worded_numbers
from bot.core.text.vocabulary import COURIER_CODES, Sense
from bot.core.value import value_object


class Kind(StrEnum):
    """What a reference names; the values are parcelLab's query parameters."""

    ORDER_NUMBER = "order_number"
    TRACKING_NUMBER = "tracking_number"
    EXTERNAL_ORDER_ID = "external_order_id"
    EXTERNAL_REFERENCE = "external_reference"
    CUSTOMER_NUMBER = "customer_number"
    RECIPIENT_EMAIL = "recipient_email"


@value_object
class Reference:
    """One thing to look up. Equal means the same lookup: where it stood does not matter."""

    kind: Kind
    value: str  # canonical: an order number in its pattern's casing, a tracking number compact
    couriers: tuple[str, ...] = ()  # parcelLab's codes, likeliest first; tracking numbers only
    confidence: float = field(default=1.0, compare=False)  # 0 to 1
    start: int = field(default=0, compare=False)  # in the raw text
    end: int = field(default=0, compare=False)


@value_object
class References:
    """What a text means: what to look up, in order of appearance, and what is asked beside."""

    found: tuple[Reference, ...]
    postal_code: str | None = None
    is_live: bool = False
    is_returns: bool = False
    lang: str | None = None  # the language to be answered in, as typed, spoken here or not
    courier: str | None = None  # of a courier's name that stood there without a number of its own


_LATIN = "0-9A-Za-zÀ-ÖØ-öø-ɏ"  # with accents: half of an address would be somebody else's
_EMAIL = re.compile(
    rf"(?<![{_LATIN}._%+-])[{_LATIN}_%+-][{_LATIN}._%+'-]{{0,63}}"
    rf"@[{_LATIN}-]{{1,63}}(?:\.[{_LATIN}-]{{1,63}}){{0,7}}\.[A-Za-z]{{2,24}}(?![{_LATIN}-])"
)
_UUID = re.compile(
    r"(?<![0-9A-Za-z-])[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}"
    r"(?![0-9A-Za-z-])",
    re.I,
)
_WRITTEN_OUT = re.compile(
    r"(?<![0-9A-Za-z./-])(?<![0-9A-Za-z]_)([^\W\d_][\w-]{1,24}|(?:customer|client|kunden|num[eé]ro|n°|numer)"
    r"(?:[ -]?(?:number|no|nr|id|client|klienta))\.? ?)"
    r":( ?)(?=\"([^\"\n]{1,64})\"|([^\s,;|<>\"]{1,64}))",  # "NB: order:4711" has two colons
    re.I,
)
# Behind a blank it may be prose: "order: 3 shirts", "Bestellung: 10x Tee".
_BEHIND_BLANK = re.compile(
    r"#?(?:[A-Za-z]{1,12}[-_/][0-9]{1,2}|[A-Za-z]{0,12}[-_/]?[0-9]{3})[0-9A-Za-z_/-]*"
    r"(?! {1,2}[0-9]{2})",
    re.A,
)
_LEAST_BEHIND_BLANK = 4  # characters
_NAMED_BEHIND_BLANK = frozenset((Kind.ORDER_NUMBER, Kind.CUSTOMER_NUMBER, Kind.EXTERNAL_REFERENCE))
_SHORT = 12  # characters; the shortest number that is private has 13
_TRAILING = ".:!?)]}'*_~`-"
_PREFIXES = {
    Kind.ORDER_NUMBER: "order order_number ordernumber order-number orderno bestellung"
    " bestellnummer commande pedido ordine bestelling bestelnummer zamowienie",
    Kind.TRACKING_NUMBER: "tracking tracking_number tracking-number track sendung sendungsnummer"
    " suivi seguimiento tracciamento zending przesylka trackingnummer",
    Kind.EXTERNAL_REFERENCE: "ref reference external_reference external-reference referenz"
    " referencia riferimento referentie referencja",
    Kind.CUSTOMER_NUMBER: "customer customer-no customer-id client-number client-no client-id"
    " kundennr kunden-nr numero-client n°-client numer-klienta customer_number customer-number"
    " customernumber kunde kundennummer client cliente klant klantnummer klantnr klient",
    Kind.EXTERNAL_ORDER_ID: "external_order_id external-order-id external_id external-id uuid",
    Kind.RECIPIENT_EMAIL: "email e-mail mail recipient_email",
}
_KINDS = {prefix: kind for kind, prefixes in _PREFIXES.items() for prefix in prefixes.split()}


# What behind or before bare digits makes them part of a price, a key, a file's name …
_LONGER = re.compile(rf"-[0-9A-Za-z]|[.,:/][0-9]{{1,4}}(?![0-9])|{AMOUNT}")
_PART_OF_LONGER = re.compile(
    r"[A-Z][0-9A-Z]*-$|[0-9A-Za-z]_$|(?<![0-9])[0-9]{1,4}[.,:/-]$|[0-9A-Za-z]-$|[$€£+]$"
)
_JOINTS = frozenset("-_.,:/$€£+")  # what that may end in


def find_references(text: str, patterns: OrderPatterns) -> References:
    """What a raw Slack text means: in time linear in its length, and never an error.

    Read are the first 40,000 characters. What is named twice is found once, where it first stands.
    """
    alone = _order_alone(text, patterns)
    if alone:
        return References((alone,))
    plain = read(text)
    reading = Reading(plain.text)
    reading.take_private()
    postal = postal_code(reading.folded)
    if postal:
        reading.take(*postal.span())
    lang = language(reading.folded)
    if lang:
        reading.take(*lang.span())
    in_text = _once(
        chain(
            _written_out(reading, patterns),
            _addresses(reading),
            _orders(reading, patterns),
            map(_tracking, _taken(reading, telling_numbers(reading))),
            map(_tracking, _taken(reading, worded_numbers(reading))),
        )
    )
    linked = tuple(_linked(plain, patterns))
    spans = [(ref.start, ref.end) for ref in in_text] or [(0, 0)] * len(linked[:1])
    beside = [said.span() for said in (postal, lang) if said and spans]
    is_live, is_returns = intents(reading.folded, spans + beside)
    found = _once((*(_placed(ref, plain) for ref in in_text), *linked))
    return References(
        found=found,
        postal_code=" ".join(postal["code"].upper().split()) if postal else None,
        is_live=is_live,
        is_returns=is_returns,
        lang=lang["code"] if lang else None,
        courier=_courier_alone(reading, found),
    )


def _order_alone(text: str, patterns: OrderPatterns) -> Reference | None:
    """The one order number that most texts are: too short for a card or an IBAN, and no word."""
    if len(text) > _SHORT or not (text.isascii() and text.isalnum()) or text.isalpha():
        return None
    for start, end, value in patterns.find(text):
        return Reference(Kind.ORDER_NUMBER, value, (), 1.0, start, end)
    return None


def _once(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """In order of appearance, the first of those that name the same thing."""
    first: dict[tuple[Kind, str], Reference] = {}
    for reference in sorted(references, key=attrgetter("start")):
        first.setdefault((reference.kind, reference.value), reference)
    return tuple(first.values())


def _placed(reference: Reference, plain: PlainText) -> Reference:
    start, end = plain.raw_span(reference.start, reference.end)
    if (start, end) == (reference.start, reference.end):
        return reference
    kind, value, couriers = reference.kind, reference.value, reference.couriers
    return Reference(kind, value, couriers, reference.confidence, start, end)


def _taken(reading: Reading, numbers: Iterable[TrackingNumber]) -> Iterator[TrackingNumber]:
    for number in numbers:
        reading.take(number.start, number.end)
        yield number


def _tracking(number: TrackingNumber) -> Reference:
    return Reference(
        Kind.TRACKING_NUMBER,
        number.value,
        number.couriers,
        number.confidence,
        number.start,
        number.end,
    )


def _written_out(reading: Reading, patterns: OrderPatterns) -> Iterator[Reference]:
    """`order:4711-A`, `customer:"K 77"`, `dhl:0034…`: kind or courier, colon, number."""
    if ":" not in reading.text:
        return
    for match in _WRITTEN_OUT.finditer(reading.text):
        group = 3 if match[3] else 4
        value = match[group].strip() if group == 3 else match[group].rstrip(_TRAILING)
        start = match.start(group)
        end = start + len(value)
        is_number = any(map(str.isdigit, value)) or (group == 3 and any(map(str.isalnum, value)))
        if not (is_number and reading.is_free(start, end)):
            continue
        prefix = _prefix(match[1])
        if match[2] and not (
            _is_meant(reading, prefix, start, end) and not _is_known(prefix, value, patterns)
        ):
            continue
        reference = _as_written(prefix, value, patterns)
        if reference and not reading.may_try():
            return
        if reference:
            reading.take(start, end)
            yield replace(reference, start=start, end=end)


def _is_meant(reading: Reading, prefix: str, start: int, end: int) -> bool:
    """Whether what stands behind colon and blank is a number: `ref: SHIPMENT-1`, `order: 4711`."""
    if _KINDS.get(prefix) not in _NAMED_BEHIND_BLANK or end - start < _LEAST_BEHIND_BLANK:
        return False
    match = _BEHIND_BLANK.match(reading.text, start)
    is_number = match is not None and match[0].rstrip(_TRAILING) == reading.text[start:end]
    return is_number and not (reading.is_doubtful(start, end) or _LONGER.match(reading.text, end))


def _is_known(prefix: str, value: str, patterns: OrderPatterns) -> bool:
    """Whether a value in prose begins with an order number: `order: PK1004/PK1005`."""
    may_be_order = _KINDS.get(prefix) in (Kind.ORDER_NUMBER, Kind.EXTERNAL_REFERENCE)
    return may_be_order and any(start == 0 for start, _, _ in patterns.find(value))


def _prefix(written: str) -> str:
    """`Customer No.` -> `customer-no`."""
    return "-".join(fold(written).replace(".", " ").split())


def _as_written(prefix: str, value: str, patterns: OrderPatterns) -> Reference | None:
    kind, courier = _KINDS.get(prefix), COURIER_CODES.get(prefix.replace("-", " "))
    if courier or kind is Kind.TRACKING_NUMBER:
        number, codes = named(value, courier)
        return Reference(Kind.TRACKING_NUMBER, number, codes)
    if kind is Kind.ORDER_NUMBER:
        return Reference(kind, patterns.canonical(value))
    # An address or a UUID identifies itself, with or without a prefix.
    if kind in (Kind.CUSTOMER_NUMBER, Kind.EXTERNAL_REFERENCE):
        return Reference(kind, value)
    return None


def _addresses(reading: Reading) -> Iterator[Reference]:
    """E-mail addresses and UUIDs, in lower case."""
    for kind, expression, sign in (
        (Kind.RECIPIENT_EMAIL, _EMAIL, "@"),
        (Kind.EXTERNAL_ORDER_ID, _UUID, "-"),
    ):
        if sign in reading.text:
            for match in expression.finditer(reading.text):
                if not reading.may_try():
                    return
                start, end = match.span()
                if match[0][0] == "_" and "_" in reading.text[end:].partition("\n")[0]:
                    start += 1  # italics: "_jane@example.com_"
                if reading.is_free(start, end):
                    reading.take(start, end)
                    yield Reference(kind, reading.text[start:end].lower(), (), 1.0, start, end)


def _orders(reading: Reading, patterns: OrderPatterns) -> Iterator[Reference]:
    found: set[str] = set()
    for start, end, value in islice(patterns.find(reading.text), MOST_TRIES):
        if value in found:
            reading.take(start, end)
            continue
        if not reading.is_free(start, end):
            continue
        if value.isdigit() and not _is_bare_order(reading, start, end):
            continue
        reading.take(start, end)
        found.add(value)
        yield Reference(Kind.ORDER_NUMBER, value, (), 1.0, start, end)


def _is_bare_order(reading: Reading, start: int, end: int) -> bool:
    """Whether digits that an order pattern fits are an order's: nothing says otherwise."""
    text = reading.text
    is_joined = text[start - 1 : start] in _JOINTS
    if is_joined and _PART_OF_LONGER.search(text[max(start - 24, 0) : start]):
        return False
    if _LONGER.match(text, end):
        return False
    word = next(iter(reading.words_before(start, most=1)), None)
    sense = word.sense if word and reading.is_beside(word.end, start) else None
    if sense is Sense.ORDER or end - start == reading.length:
        return True
    return sense in (None, Sense.PARCEL) and not reading.is_doubtful(start, end)


def _linked(plain: PlainText, patterns: OrderPatterns) -> Iterator[Reference]:
    numbers = (numbers_in(link.url, link.start, patterns) for link in plain.links)
    for found in islice(chain.from_iterable(numbers), MOST_TRIES):
        if isinstance(found, OrderInLink):
            yield Reference(Kind.ORDER_NUMBER, found.value, (), 0.9, found.start, found.end)
        else:
            yield _tracking(found)


def _courier_alone(reading: Reading, found: tuple[Reference, ...]) -> str | None:
    """The first courier named in a text without tracking numbers; "ups, sorry" names none."""
    if any(reference.kind is Kind.TRACKING_NUMBER for reference in found):
        return None
    for word in reading.words:
        written = reading.text[word.start : word.end]
        if word.courier and (written != "ups" or len(reading.text) < 24) and written != "Ups":
            return word.courier
    return None
