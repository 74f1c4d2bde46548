"""Text -> References: what a person means by it, and what they ask for.

The order of the readings is the design: what a person wrote out (`order:4711-A`), then what can
never be looked up (cards, IBANs, telephones), then the account's own order numbers, then numbers
that identify themselves, then numbers that the words beside them explain. A reading takes its
characters; a later one cannot have them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from bot.core.intent import intents, postal_code
from bot.core.link import OrderInLink, numbers_in
from bot.core.pattern import OrderPatterns
from bot.core.reading import Reading
from bot.core.slack_text import PlainText, fold, read
from bot.core.tracking import TrackingNumber, named, telling_numbers, worded_numbers
from bot.core.vocabulary import COURIER_CODES, Sense


class Kind(StrEnum):
    """What a reference names; the values are parcelLab's query parameters."""

    ORDER_NUMBER = "order_number"
    TRACKING_NUMBER = "tracking_number"
    EXTERNAL_ORDER_ID = "external_order_id"
    EXTERNAL_REFERENCE = "external_reference"
    CUSTOMER_NUMBER = "customer_number"
    RECIPIENT_EMAIL = "recipient_email"


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing to look up. Equal means the same lookup: where it stood does not matter."""

    kind: Kind
    value: str  # canonical: an order number in its pattern's casing, a tracking number compact
    couriers: tuple[str, ...] = ()  # parcelLab's codes, likeliest first; tracking numbers only
    confidence: float = field(default=1.0, compare=False)  # 0 to 1
    start: int = field(default=0, compare=False)  # in the raw text
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class References:
    """What a text means: what to look up, in order of appearance, and what is asked beside."""

    found: tuple[Reference, ...]
    postal_code: str | None = None
    is_live: bool = False
    is_returns: bool = False
    courier: str | None = None  # of a courier's name that stood there without a number of its own


_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9_%+'-][A-Za-z0-9._%+'-]{0,63}"
    r"@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,7}\.[A-Za-z]{2,24}(?![0-9A-Za-z-])"
)
_UUID = re.compile(
    r"(?<![0-9A-Za-z-])[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}"
    r"(?![0-9A-Za-z-])",
    re.I,
)
_WRITTEN_OUT = re.compile(
    r"(?<![0-9A-Za-z._/-])([^\W\d_][\w-]{1,24}):(?:\"([^\"\n]{1,64})\"|([^\s,;|<>\"]{1,64}))"
)
_TRAILING = ".:!?)]}'*_~`"
_PREFIXES = {
    Kind.ORDER_NUMBER: "order order_number ordernumber order-number orderno bestellung"
    " bestellnummer commande pedido ordine bestelling bestelnummer zamowienie",
    Kind.TRACKING_NUMBER: "tracking tracking_number tracking-number track sendung sendungsnummer"
    " suivi seguimiento tracciamento zending przesylka trackingnummer",
    Kind.EXTERNAL_REFERENCE: "ref reference external_reference external-reference referenz"
    " referencia riferimento referentie referencja",
    Kind.CUSTOMER_NUMBER: "customer customer_number customer-number customernumber kunde"
    " kundennummer client cliente klant klantnummer klient",
    Kind.EXTERNAL_ORDER_ID: "external_order_id external-order-id external_id external-id uuid",
    Kind.RECIPIENT_EMAIL: "email e-mail mail recipient_email",
}
_KINDS = {prefix: kind for kind, prefixes in _PREFIXES.items() for prefix in prefixes.split()}


def find_references(text: str, patterns: OrderPatterns) -> References:
    """What a raw Slack text means: linear in its length, and never an error whatever it holds.

    Read are the first 40,000 characters. Equal references are found once, where they first stand.
    """
    plain = read(text)
    reading = Reading(plain.text)
    postal = postal_code(reading.folded)
    spans = [
        *_written_out(reading, patterns),
        *_addresses(reading),
        *_numbers(reading, patterns, postal),
    ]
    linked = list(_linked(plain, patterns))
    found: dict[Reference, None] = {}
    placed = [(plain.raw_span(start, end), make) for start, end, make in spans]
    placed += linked
