"""A card told in plain lines, as a notification shows it, and in one word, as a log does."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from bot.core.alerts.card import AlertCard
from bot.core.audit import LIMITED
from bot.core.card import Card, NoteCard, OrderCard, ParcelCard, TableCard
from bot.core.customers.answer import CustomerAnswer, CustomerCard
from bot.core.customers.case_card import CaseCard
from bot.core.page import PageCard
from bot.core.phrase import Phrase, joined, say
from bot.core.words import card as words
from bot.core.words import conversation

_OUTCOMES: Final = {
    words.USAGE_TITLE: "usage",
    words.HELP_TITLE: "help",
    words.OTHER_LANGUAGE_TITLE: "other_language",
    words.NOT_UNDERSTOOD_TITLE: "not_understood",
    words.PRIVATE_ONLY_TITLE: "private_only",
    words.NO_COURIER_TITLE: "no_courier",
    words.NOT_FOUND_TITLE: "not_found",
    words.TOO_SOON_TITLE: "too_soon",
    words.REFUSED_TITLE: "refused",
    words.BUSY_TITLE: "busy",
    words.BROKEN_TITLE: "broken",
    words.LIMIT_TITLE: LIMITED,
}
_OF_CUSTOMERS: Final = {
    conversation.COURIER_TITLE: "no_courier",
    conversation.PROOF_WANTED: "proof_wanted",
    conversation.NOT_SHOWN_TITLE: "not_shown",
    conversation.LOCKED_TITLE: "locked",
    conversation.BUSY_TITLE: "busy",
    conversation.TOO_MANY_TITLE: LIMITED,
}


def outcome(card: Card | None) -> str:
    """Return what became of a question: a word that tells nothing of what was asked."""
    match card:
        case TableCard():
            return "several"
        case CustomerAnswer():
            return "customer"
        case CaseCard():
            return "case"
        case NoteCard(is_answer=False):
            return _OUTCOMES.get(card.title.message, "note")
        case _:
            return "found"


def outcome_for_customer(card: CustomerCard) -> str:
    """Return what became of a customer's question about one order."""
    return _OF_CUSTOMERS.get(card.title.message, "found")


def story(card: Card) -> Iterator[Phrase]:
    """Yield the card's lines, the most important first, so that cutting costs the least."""
    if isinstance(card, CustomerAnswer):
        for one in card.cards:
            yield say("{icon} {title}", icon=one.icon, title=one.title)
            yield from (*one.lines, *one.footer)
        return
    yield say("{icon} {title}", icon=card.icon, title=card.title)
    match card:
        case NoteCard():
            yield from card.lines
        case CaseCard():
            yield from (*card.lines, *chain(*card.quoted), *card.after)
        case AlertCard():
            yield from (*card.lines, *card.numbers, *card.standing, *card.footer)
        case PageCard():
            yield from (*card.lines, *card.footer)
        case TableCard():
            yield from filter(None, (card.lead,))
            for row in card.rows:
                yield joined(row.cells)
            yield from filter(None, (card.more, *card.footer))
        case OrderCard():
            yield from _order(card)


def _order(card: OrderCard) -> Iterator[Phrase]:
    parcels = (*card.parcels, *card.returns)
    age = joined(card.footer)
    yield from filter(None, (card.summary, card.more))
    if len(parcels) > 1:
        yield age
    for parcel in parcels:
        if len(parcels) > 1:
            yield say("{icon} {headline}", icon=parcel.icon, headline=parcel.headline)
        yield from _parcel(parcel)
    if len(parcels) <= 1:
        yield age


def _parcel(parcel: ParcelCard) -> Iterator[Phrase]:
    yield from filter(None, (parcel.problems, parcel.promise))
    yield from parcel.next
    if parcel.pickup:
        at = (parcel.pickup.place, parcel.pickup.today, parcel.pickup.until)
        label = parcel.pickup.label
        yield say(words.LABELLED, label=label, value=joined(at)) if any(at) else label
    yield from filter(None, (parcel.actor, parcel.details, parcel.line))
    for fact in parcel.facts_beside_line:
        yield say(words.LABELLED, label=fact.label, value=fact.value)
