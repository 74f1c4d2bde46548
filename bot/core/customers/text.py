"""The text with which an agent answers a customer: where it is, what comes next, what to do."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final, Literal, TypeAlias

from babel.languages import get_official_languages

from bot.core.card import by_urgency
from bot.core.catalogue import LANGUAGES, spoken
from bot.core.customers.field import Paragraph, Rank, Sentence, Source, fit, value_at
from bot.core.customers.news import sentences
from bot.core.order import Order
from bot.core.phrase import Phrase, Speech, alpha2, count, joined, say
from bot.core.privacy import VisibleOrder
from bot.core.words import customer as said

Length: TypeAlias = Literal["short", "long"]
LENGTHS: Final[tuple[Length, ...]] = ("short", "long")

TEXT_MAX: Final = 3000  # of a plain-text input, where an agent goes over it
_SHORT: Final = 3  # sentences
_PARCELS: Final = 8
# A name, as no system writes its placeholders: `<name>`, `A***`, `_unset`, `name.surname`.
_NAME: Final = re.compile(r"[^\W\d_]+(?:[ .'’-]{1,2}[^\W\d_]+)*\.?")


@dataclass(frozen=True, slots=True)
class CustomerText:
    """What a customer is written; `written` makes it plain text."""

    lang: str
    sentences: tuple[Sentence, ...]
    greeting: Phrase | None = None
    closing: Phrase | None = None


def customer_text(
    visible: VisibleOrder, *, lang: str, length: Length, now: datetime
) -> CustomerText:
    """Say how the order stands: in a *short* text three sentences, in a *long* one a letter."""
    order = visible.order
    told = list(_news(order, length=length, now=now))
    if length == "short":
        return CustomerText(spoken(lang), tuple(told))
    name = _recipient(order)
    greeting = say(said.GREETING_NAMED, name=name) if name else say(said.GREETING)
    opened = (*_introduction(order), *told)
    return CustomerText(spoken(lang), opened, greeting, say(said.CLOSING))


def language_for(visible: VisibleOrder) -> str | None:
    """Return the language to offer first: parcelLab does not say which one the customer speaks.

    The country it goes to tells, if we speak just one of its official languages.
    """
    order = visible.order
    countries = {order.destination_country_iso3}
    if not order.destination_country_iso3:
        countries = {one.destination_country_iso3 for one in order.trackings or ()}
    if len(countries) != 1:
        return None
    code = alpha2(countries.pop() or "")
    official = get_official_languages(code, de_facto=True) if code else ()
    ours = [lang for lang in official if lang in LANGUAGES]
    return ours[0] if len(ours) == 1 else None


def written(text: CustomerText) -> str:
    """Write it as plain text; what does not fit into TEXT_MAX is left out, from the end."""
    speech, kept = Speech.of(text.lang, is_letter=True), list(text.sentences)
    while len(whole := _letter(text, kept, speech)) > TEXT_MAX:
        kept.pop()
    return whole


def _news(order: Order, *, length: Length, now: datetime) -> Iterator[Sentence]:
    sources = _sources(order, now)
    if not sources:
        fields = tuple(f for f in ("order_number", "order_date") if getattr(order, f))
        if fields:
            yield Sentence(say(said.NO_PARCEL), fields, Rank.STATE)
    elif len(sources) > 1:
        yield from _several(sources, _SHORT if length == "short" else _PARCELS)
    elif length == "long":
        yield from sentences(sources[0])
    else:
        yield from _shortened(list(sentences(sources[0])))


def _sources(order: Order, now: datetime) -> list[Source]:
    """Return the parcels, most urgent first; the only one of its kind needs no number."""
    parcels, written_down = by_urgency(order, now), order.trackings or ()
    returns = sum(parcel.is_return for parcel in parcels)
    of_kind = {True: returns, False: len(parcels) - returns}
    return [
        Source(
            parcel,
            next(at for at, one in enumerate(written_down) if one is parcel.tracking),
            is_only=of_kind[parcel.is_return] == 1,
        )
        for parcel in parcels
    ]


def _shortened(told: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield the three that matter most, in the order in which they are read."""
    ranked = sorted((one for one in told if one.rank < Rank.LONG_ONLY), key=lambda one: one.rank)
    kept = ranked[:_SHORT]
    yield from (one for one in told if any(one is other for other in kept))


def _several(sources: Sequence[Source], most: int) -> Iterator[Sentence]:
    """Yield a line for each parcel, and how many more there are."""
    shown = sources if len(sources) <= most else sources[: most - 1]
    for paragraph, source in enumerate(shown, start=Paragraph.NEWS):
        yield from _line(source, paragraph)
    if left_out := len(sources) - len(shown):
        yield Sentence(count(said.MORE, left_out), ("trackings",), Rank.STATE, len(shown) + 1)


def _line(source: Source, paragraph: int) -> Iterator[Sentence]:
    """Yield the parcel's state with what is most worth knowing beside it, as one."""
    told = [one for one in sentences(source) if one.rank <= Rank.PROBLEM]
    parts = told[:1] + sorted(told[1:], key=lambda one: one.rank)[:1]
    if not parts or parts[0].rank is not Rank.STATE:
        return  # what follows would speak of nobody knows which parcel
    fields = tuple(dict.fromkeys(field for part in parts for field in part.fields))
    yield Sentence(joined((part.text for part in parts), " "), fields, Rank.STATE, paragraph)


def _introduction(order: Order) -> Iterator[Sentence]:
    if number := fit(order.order_number):
        text = say(said.INTRODUCTION, order=number)
        yield Sentence(text, ("order_number",), Rank.LONG_ONLY, Paragraph.INTRODUCTION)


def _recipient(order: Order) -> str | None:
    """Return the recipient's name if all parcels go to the same, and it is a name."""
    parcels = {value_at(one, "recipient_name") for one in order.trackings or ()}
    names = {fit(name) for name in (value_at(order, "recipient_name"), *parcels) if name}
    name = names.pop() if len(names) == 1 else None
    return name if name and _NAME.fullmatch(name) else None


class _Ink:
    """Writes as it is what `fit` let through, and addresses."""

    def foreign(self, text: str) -> str:
        return text

    def code(self, text: str) -> str:
        return text

    def moment(self, at: datetime, plain: str) -> str:
        return plain


def _letter(text: CustomerText, kept: Sequence[Sentence], speech: Speech) -> str:
    def spelled(phrase: Phrase) -> str:
        return speech.spell(phrase, _Ink())

    parts = [
        _run(spelled(one.text) for one in group)
        for _, group in groupby(kept, key=lambda one: one.paragraph if text.closing else 0)
    ]
    around = [spelled(part) if part else "" for part in (text.greeting, text.closing)]
    return "\n\n".join(filter(None, (around[0], *parts, around[1])))


def _run(lines: Iterable[str]) -> str:
    """Put sentences one after another; what follows an address begins a line."""
    run = ""
    for line in lines:
        run += ("\n" if "://" in run.rpartition("\n")[2] else " ") + line
    return run.strip()
