"""What a customer is answered. No answer says more than its reader has proven to be theirs.

Unknown, wrong and not allowed are one card, `not_shown`: whoever guesses learns nothing by it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Final

from bot.core.card import by_urgency, data_age, title_of
from bot.core.customers.answer import CustomerButton, CustomerCard, CustomerVerb, Want
from bot.core.customers.field import Paragraph, Sentence
from bot.core.customers.text import customer_text
from bot.core.order import PickupLocationBox
from bot.core.parcel import Parcel
from bot.core.phrase import Coded, Phrase, joined, listed, phrase, say
from bot.core.pickup import Link, pickup, web_link
from bot.core.privacy import VisibleOrder
from bot.core.reference import Kind, Reference
from bot.core.text.concern import Concern
from bot.core.words import card as words
from bot.core.words import conversation as said
from bot.core.words import customer as customer_words

_LINKS: Final = 5
_EXAMPLES: Final = 2
_ASKED_BACK: Final = (customer_words.CHECK_THERE, customer_words.NOT_THERE)  # said better below
_LEFT: Final = 10  # numbers named that were not looked at
_LONGEST: Final = 300  # characters of an order in what a button carries
MOST_ORDERS: Final = 3  # in one answer, or form


_QUESTION: Final = say(said.PROOF_WANTED)
_HOW: Final = say(said.PROOF_HOW)
_NOT_SHOWN: Final = say(said.NOT_SHOWN_TITLE)
_PERSON: Final = CustomerButton(say(said.BUTTON_PERSON), CustomerVerb.PERSON)


def greeting(examples: Sequence[str]) -> CustomerCard:
    """Say hello, and the three things that can be done here."""
    return CustomerCard("👋", say(said.HELLO), _abilities(examples), buttons=(_PERSON,))


def home(examples: Sequence[str]) -> CustomerCard:
    """Say hello where nothing can be pressed."""
    tell, explain, _ = _abilities(examples)
    return CustomerCard("👋", say(said.HELLO), (tell, explain, say(said.WELCOME_NEXT)))


def not_understood(examples: Sequence[str]) -> CustomerCard:
    return CustomerCard("🤔", say(said.NOT_UNDERSTOOD), _abilities(examples), buttons=(_PERSON,))


def _abilities(examples: Sequence[str]) -> tuple[Phrase, ...]:
    return (
        say(said.CAN_TELL, examples=_examples(examples)),
        say(said.CAN_EXPLAIN),
        say(said.CAN_FETCH),
    )


def _examples(examples: Sequence[str]) -> Phrase:
    return phrase(listed([Coded(one) for one in examples[:_EXAMPLES]] or [Coded("4711")]))


def thanks() -> CustomerCard:
    return CustomerCard("🙂", say(said.WELCOME), (say(said.WELCOME_NEXT),))


def shop_question(wants: Want) -> CustomerCard:
    """Say that a question is none about a parcel, and who can answer it; go on waiting for that."""
    lines = (say(said.SHOP_ONLY), say(said.SUPPORT_CAN), say(said.WELCOME_NEXT))
    person = replace(_PERSON, is_primary=True)
    return CustomerCard("🙋", say(said.CANNOT_SHOP), lines, buttons=(person,), wants=wants)


def number_wanted(
    examples: Sequence[str], email: str | None = None, *, concern: Concern | None = None
) -> CustomerCard:
    """Ask for the number, and say where it stands; *email*: a postal code would do as well."""
    lines = (
        *([say(said.SHOP_HOURS)] if concern is Concern.PICKUP else []),
        say(said.NUMBER_WHERE),
        say(said.NUMBER_LOOKS, examples=_examples(examples)),
        *([say(said.CODE_DOES)] if email else []),
        say(said.NUMBER_LOST),
    )
    orders = (Reference(Kind.RECIPIENT_EMAIL, email),) if email else ()
    wants = Want(orders, is_number=True)
    return CustomerCard("🔢", say(said.NUMBER_WANTED), lines, buttons=(_PERSON,), wants=wants)


def three_at_a_time(left: Sequence[Reference]) -> CustomerCard:
    """Say which numbers of a message were not looked at."""
    lines = (say(said.THREE_LEFT, numbers=_numbers(left)),)
    return CustomerCard("✋", say(said.THREE_AT_A_TIME), lines)


def courier_wanted(reference: Reference) -> CustomerCard:
    lines = (say(said.COURIER_WANTED, number=Coded(reference.value)),)
    return CustomerCard("🔢", say(said.COURIER_TITLE), lines, buttons=(_PERSON,))


def proof_wanted(*orders: Reference) -> CustomerCard:
    """Ask who they are, before anybody has looked whether there are such orders."""
    lines = (proof_why(orders), _HOW, say(said.PROOF_PRIVATE))
    label = say(said.BUTTON_PROVE if len(orders) == 1 else said.BUTTON_PROVE_ALL)
    prove = CustomerButton(label, CustomerVerb.PROVE, encoded(orders), is_primary=True)
    return CustomerCard("🔒", _QUESTION, lines, buttons=(prove, _PERSON), wants=Want(orders))


def beyond(concern: Concern, *orders: Reference) -> CustomerCard:
    """Say what a bot cannot do, and who can; an order they name is not looked at before it is
    proven theirs."""
    title, *rest = _BEYOND[concern]
    first = say(said.CODE_FIRST, number=_numbers(orders)) if orders else say(said.NUMBER_FIRST)
    lines = (*map(say, rest), say(said.SUPPORT_CAN), first)
    person = replace(_PERSON, is_primary=True)
    wants = Want(orders, is_number=not orders)
    return CustomerCard("🙋", say(title), lines, buttons=(person,), wants=wants)


def beyond_first(concern: Concern, cards: Sequence[CustomerCard]) -> Iterator[CustomerCard]:
    """Say that before asking who they are: nobody shall prove who they are for a no."""
    for one in cards:
        is_question = one.title == _QUESTION and one.wants
        yield beyond(concern, *one.wants.orders) if is_question and one.wants else one


def proof_why(orders: Sequence[Reference]) -> Phrase:
    return say(said.PROOF_WHY, number=_numbers(orders))


def beside(card: CustomerCard) -> CustomerCard:
    """Return it as it is shown to one person where others write: nothing is to be typed there."""
    lines = (say(said.PROOF_BESIDE) if one == _HOW else one for one in card.lines)
    buttons = (one for one in card.buttons if one.verb is CustomerVerb.PROVE)
    return replace(card, lines=tuple(lines), buttons=tuple(buttons))


def not_shown(*orders: Reference) -> CustomerCard:
    """The one answer to unknown, wrong and not allowed."""
    is_numbered, numbers = orders[0].kind is not Kind.RECIPIENT_EMAIL, _numbers(orders)
    is_one = len(orders) == 1
    lines = (
        say(said.NOT_SHOWN, number=numbers) if is_one else say(said.NOT_SHOWN_ALL, numbers=numbers),
        say(said.NOT_SHOWN_CHECK if is_numbered else said.NOT_SHOWN_NUMBER),
        say(said.NOT_SHOWN_NEXT),
    )
    title = _NOT_SHOWN if is_one else say(said.NOT_SHOWN_ALL_TITLE)
    wants = Want(orders, is_number=not is_numbered)
    return CustomerCard("🔎", title, lines, buttons=(_PERSON,), wants=wants)


def together(cards: Sequence[CustomerCard]) -> tuple[CustomerCard, ...]:
    """Say once what would be said of several orders: what is shown comes first."""
    found = tuple(dict.fromkeys(cards))
    for title, of_all in ((_QUESTION, proof_wanted), (_NOT_SHOWN, not_shown)):
        alike = [one for one in found if one.title == title]
        orders = [order for one in alike if one.wants for order in one.wants.orders]
        if len(orders) > 1:
            found = (*(one for one in found if one.title != title), of_all(*orders))
    return found


def _numbers(orders: Sequence[Reference]) -> Phrase:
    return phrase(listed([Coded(one.value) for one in orders[:_LEFT]]))


def form_is_old() -> CustomerCard:
    return CustomerCard("🔢", say(said.PROOF_OLD), ())


def locked() -> CustomerCard:
    """Too many wrong proofs of one person, whatever they were for."""
    lines = (say(said.LOCKED), say(said.LOCKED_NEXT))
    return CustomerCard("🔒", say(said.LOCKED_TITLE), lines, buttons=(_PERSON,))


def busy() -> CustomerCard:
    """parcelLab does not answer; that says nothing of the order."""
    return CustomerCard("🔌", say(said.BUSY_TITLE), (say(said.BUSY),), buttons=(_PERSON,))


def too_many() -> CustomerCard:
    return CustomerCard("⏳", say(said.TOO_MANY_TITLE), (say(said.TOO_MANY),), buttons=(_PERSON,))


def written_to_you() -> CustomerCard:
    """All that a channel is shown."""
    return CustomerCard("✉️", say(said.WRITTEN_TO_YOU), ())


def for_customer(
    visible: VisibleOrder,
    *,
    concerns: Sequence[Concern],
    now: datetime,
    as_of: datetime,
) -> CustomerCard:
    """Answer what is asked about an order that has been proven."""
    parcels = by_urgency(visible.order, now)
    told = customer_text(visible, lang="en", length="long", now=now).sentences
    concern = next((one for one in concerns if one in _ABOUT), None)
    about = _ABOUT[concern](parcels) if concern else ()
    if concern is Concern.NOT_RECEIVED:
        told = tuple(one for one in told if one.text.message not in _ASKED_BACK)
    number = visible.order.order_number or words.NOTHING
    return CustomerCard(
        icon=parcels[0].icon if parcels else "🕓",
        title=title_of(visible.order, parcels) if parcels else phrase(number),
        lines=(*about, *_paragraphs(told)),
        links=tuple(_links(parcels))[:_LINKS],
        buttons=(_PERSON,),
        footer=(*data_age(as_of, now=now, is_stale=False),),
    )


def _paragraphs(told: Sequence[Sentence]) -> Iterator[Phrase]:
    """Set sentences that belong together in one line; links become buttons."""
    news = [one for one in told if one.paragraph != Paragraph.INTRODUCTION and not _is_link(one)]
    for _, group in groupby(news, key=lambda one: one.paragraph):
        yield joined((one.text for one in group), " ")


def _is_link(sentence: Sentence) -> bool:
    return any(field.endswith("_url") for field in sentence.fields)


def _links(parcels: Sequence[Parcel]) -> Iterator[Link]:
    """Yield the ways out; of several parcels each says by the end of its number whose it is."""
    for parcel in parcels:
        number = parcel.tracking.tracking_number if len(parcels) > 1 else None
        for link in _ways(parcel):
            label = joined((link.label, f"…{number[-4:]}" if number else None), " ")
            yield Link(label, link.url)


def _ways(parcel: Parcel) -> Iterator[Link]:
    info, box = parcel.tracking.courier_info, parcel.tracking.action_box
    name = info.courier_name if info else None
    label = say(words.CARRIER_PAGE, courier=name) if name else say(words.CARRIER_PAGE_ANYONE)
    ways = [web_link(label, info.courier_tracking_url if info else None), _rerouted(parcel)]
    if isinstance(box, PickupLocationBox) and not parcel.has_ended:
        ways.append(pickup(box, parcel.zone, parcel.now).map)
    yield from filter(None, ways)


def _rerouted(parcel: Parcel) -> Link | None:
    info = parcel.tracking.courier_info
    if not info or parcel.has_ended:
        return None
    return web_link(say(said.REROUTE), info.courier_reroute_url)


# What is said first, because it is what they wrote about.


def _is_underway(parcel: Parcel) -> bool:
    return not parcel.has_ended and not parcel.is_return


def _pickup(parcels: Sequence[Parcel]) -> Iterator[Phrase]:
    boxes = [(parcel, parcel.tracking.action_box) for parcel in parcels]
    places = [
        pickup(box, parcel.zone, parcel.now)
        for parcel, box in boxes
        if isinstance(box, PickupLocationBox) and not parcel.has_ended
    ]
    if not places and any(map(_is_underway, parcels)):
        yield say(said.NO_PICKUP)
    for place in places:
        yield place.today or say(said.HOURS_UNKNOWN)


def _not_received(parcels: Sequence[Parcel]) -> Iterator[Phrase]:
    if any(parcel.is_delivered and not parcel.is_return for parcel in parcels):
        yield say(said.NOT_RECEIVED)
        yield say(said.NOT_RECEIVED_CHECK)
        yield say(said.NOT_RECEIVED_NEXT)
    elif any(map(_is_underway, parcels)):
        yield say(said.NOT_DELIVERED_YET)


def _return(parcels: Sequence[Parcel]) -> Iterator[Phrase]:
    if not any(parcel.is_return for parcel in parcels):
        yield say(said.NO_RETURN)


def _late(parcels: Sequence[Parcel]) -> Iterator[Phrase]:
    underway = [parcel for parcel in parcels if _is_underway(parcel)]
    if underway and not any(parcel.problems for parcel in underway):
        yield say(said.NOT_LATE)


def _beyond(concern: Concern) -> Callable[[Sequence[Parcel]], Iterator[Phrase]]:
    def told(parcels: Sequence[Parcel]) -> Iterator[Phrase]:
        title, line = _BEYOND[concern]
        if concern is Concern.ADDRESS:
            line = said.ADDRESS_YOURSELF if any(map(_rerouted, parcels)) else said.SUPPORT_CAN
        yield joined((say(title), say(line)), ". ")
        if line != said.SUPPORT_CAN:
            yield say(said.SUPPORT_CAN)

    return told


_BEYOND: Final = {
    Concern.CANCEL: (said.CANNOT_CANCEL, said.CANCEL_ASK),
    Concern.ADDRESS: (said.CANNOT_ADDRESS, said.ADDRESS_SOMETIMES),
    Concern.REFUND: (said.CANNOT_REFUND, said.REFUND_SEES),
    Concern.DAMAGED: (said.SORRY_DAMAGED, said.DAMAGED_KEEP),
    Concern.INCOMPLETE: (said.SORRY_INCOMPLETE, said.INCOMPLETE_CHECK),
    Concern.INVOICE: (said.CANNOT_INVOICE, said.INVOICE_LOOK),
    Concern.SHOP: (said.CANNOT_SHOP, said.SHOP_ONLY),
}
BEYOND: Final = frozenset(_BEYOND)
_ABOUT: Final = {
    **{one: _beyond(one) for one in _BEYOND},
    Concern.NOT_RECEIVED: _not_received,
    Concern.RETURN: _return,
    Concern.PICKUP: _pickup,
    Concern.LATE: _late,
}


def encoded(orders: Sequence[Reference]) -> str:
    """Return references as a button carries them."""
    return "\n\n".join("\n".join((one.kind, one.value, *one.couriers)) for one in orders)


def decoded(value: str) -> tuple[Reference, ...]:
    """Read them back, each once; none where any is none of ours, or there are too many."""
    parts = value.split("\n\n", MOST_ORDERS)
    found = dict.fromkeys(map(_decoded, parts[:MOST_ORDERS]))
    is_ours = len(parts) <= MOST_ORDERS and None not in found
    return tuple(one for one in found if one) if is_ours else ()


def _decoded(value: str) -> Reference | None:
    if len(value) > _LONGEST:
        return None
    kind, *parts = value.split("\n")
    if kind not in (Kind.ORDER_NUMBER, Kind.TRACKING_NUMBER) or not parts:
        return None
    if not all(part and part.isprintable() for part in parts):
        return None
    number, *couriers = parts
    return Reference(Kind(kind), number, tuple(couriers))
