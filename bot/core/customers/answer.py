"""What a customer is answered, before it is drawn: one or more cards, in one message."""

from enum import StrEnum

from bot.core.phrase import Phrase
from bot.core.pickup import Link
from bot.core.reference import Reference
from bot.core.value import value_object


class CustomerVerb(StrEnum):
    """What a customer's button does."""

    PROVE = "prove"
    PERSON = "person"


@value_object
class CustomerButton:
    """`value` is what has to come back: hostile when it does."""

    label: Phrase
    verb: CustomerVerb
    value: str = ""
    is_primary: bool = False


@value_object
class Want:
    """What a card asks for: the postal code of `orders`, or an order's number."""

    orders: tuple[Reference, ...] = ()
    is_number: bool = False


@value_object
class CustomerCard:
    """One answer; `lines` are its paragraphs."""

    icon: str
    title: Phrase
    lines: tuple[Phrase, ...]
    links: tuple[Link, ...] = ()
    buttons: tuple[CustomerButton, ...] = ()
    footer: tuple[Phrase, ...] = ()
    wants: Want | None = None


@value_object
class CustomerAnswer:
    """All that is said to one message."""

    cards: tuple[CustomerCard, ...]
