"""What a customer was asked for: their next message may be no more than the answer to that."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.core.customers.answer import CustomerCard
from bot.core.reference import Kind, Reference
from bot.core.text.concern import Concern

# No longer than an order number is: what has more digits may be a card's, or an account's.
_NUMBER: Final = re.compile(r"#?(?=[^0-9]*[0-9])(?![0-9]{13})[A-Z0-9][A-Z0-9/_.-]{1,19}", re.I)
_HEAD: Final = re.compile("[A-Z]{2,}-?", re.I)
_AROUND: Final = " \t\n`*_~'\"“”„‚’.,;:!?()[]"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The postal code of `orders`, or an order's number; and what they wrote about before that."""

    orders: tuple[Reference, ...] = ()
    is_number: bool = False
    about: tuple[Concern, ...] = ()

    @classmethod
    def by(cls, cards: Sequence[CustomerCard], about: Sequence[Concern]) -> "Wanted":
        """Return what is asked for in *cards*."""
        wants = [card.wants for card in cards if card.wants is not None]
        orders = tuple(one for want in wants for one in want.orders)
        return cls(orders, any(want.is_number for want in wants), tuple(about))

    def secret(self) -> str:
        """Return it as it is kept; an empty text if nothing is asked for."""
        if not self.orders and not self.is_number:
            return ""
        return json.dumps([[in_words(one) for one in self.orders], self.is_number, self.about])

    @classmethod
    def of(cls, secret: str | None) -> "Wanted":
        if not secret:
            return cls()
        orders, is_number, about = json.loads(secret)
        return cls(tuple(map(from_words, orders)), is_number, tuple(map(Concern, about)))


def in_words(reference: Reference) -> list[Any]:
    return [reference.kind, reference.value, reference.couriers]


def from_words(words: list[Any]) -> Reference:
    kind, value, couriers = words
    return Reference(Kind(kind), value, tuple(couriers))


def joined(text: str, examples: Sequence[str]) -> str:
    """Return a text whose order numbers have no blank behind their letters: `PK 1004`."""
    heads = {head[0] for one in examples if (head := _HEAD.match(one))}
    if not heads:
        return text
    blank = re.compile(rf"(?<![0-9A-Z])({'|'.join(map(re.escape, heads))})[ -](?=[0-9]{{3}})", re.I)
    return blank.sub(r"\1", text)


def number_alone(text: str) -> str | None:
    """Return what may be an order's number, if a text is that and no more."""
    bare = unicodedata.normalize("NFKC", text).strip(_AROUND)
    return bare.removeprefix("#") if _NUMBER.fullmatch(bare) else None
