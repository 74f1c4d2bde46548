"""Cards: what is said, not how it is drawn.

Only a VisibleOrder becomes a card, so nothing is said that its audience may not see.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, TypeAlias

from bot.core.alerts.card import AlertCard
from bot.core.button import Button, Chooser, buttons, chooser
from bot.core.click import tag_of
from bot.core.customers.answer import CustomerAnswer
from bot.core.customers.case_card import CaseCard
from bot.core.order import Article, Checkpoint, Courier, Order, PickupLocationBox
from bot.core.outlook import boxed, promise
from bot.core.page import PageCard
from bot.core.parcel import Parcel, Urgency, parcels_of
from bot.core.phrase import Ago, Coded, Country, Phrase, Value, count, joined, listed, phrase, say
from bot.core.pickup import Link, Pickup, pickup, web_link
from bot.core.privacy import VisibleOrder
from bot.core.value import value_object
from bot.core.widget import Widget
from bot.core.words import card as words

_CHECKPOINTS: Final = 5
_ARTICLES: Final = 8
_MESSAGES: Final = 6


@value_object
class Fact:
    label: Phrase
    value: Phrase


@value_object
class ParcelCard:
    """One parcel. `line` names it; `problems` warn or, once its way has ended, remember."""

    icon: str
    urgency: Urgency
    headline: Phrase
    line: Phrase
    problems: Phrase | None
    is_problem: bool
    promise: Phrase | None
    next: tuple[Phrase, ...]
    actor: Phrase | None
    details: Phrase | None
    facts: tuple[Fact, ...]
    pickup: Pickup | None
    articles: tuple[Phrase, ...]
    checkpoints: tuple[Phrase, ...]
    told: Phrase | None
    links: tuple[Link, ...]

    @property
    def facts_beside_line(self) -> tuple[Fact, ...]:
        """The facts that `line` does not tell."""
        told = (words.COURIER, words.LAST_SCAN)
        return tuple(fact for fact in self.facts if fact.label.message not in told)


@value_object
class OrderCard:
    """An order: its parcels by urgency, returns apart; `more` says how many are left out."""

    icon: str
    title: Phrase
    summary: Phrase | None
    parcels: tuple[ParcelCard, ...]
    returns: tuple[ParcelCard, ...]
    more: Phrase | None
    footer: tuple[Phrase, ...]
    buttons: tuple[Button, ...] = ()
    chooser: Chooser | None = None
    widget: Widget | None = None


@value_object
class Row:
    """One look-up of several, as a line of the table; `button` opens it, where one can stand."""

    urgency: Urgency
    cells: tuple[Phrase, ...]
    button: Button | None = None


@value_object
class TableCard:
    """Several look-ups, most urgent first; `lead` counts them."""

    icon: str
    title: Phrase
    head: tuple[Phrase, ...]
    rows: tuple[Row, ...]
    more: Phrase | None
    footer: tuple[Phrase, ...]
    lead: Phrase | None = None


@value_object
class Offer:
    """A button that leads to more; `value` comes back with the click."""

    label: Phrase
    action: str
    value: str


@value_object
class NoteCard:
    """Everything that is no order: usage, help, not found, and why there is no answer."""

    icon: str
    title: Phrase
    lines: tuple[Phrase, ...]
    is_answer: bool = False  # an order there is nothing to say about: no reason to hide that
    names_people: bool = False  # of the workspace, who are told that they are named
    offer: Offer | None = None


Card: TypeAlias = (
    OrderCard | PageCard | TableCard | NoteCard | AlertCard | CustomerAnswer | CaseCard
)


def by_urgency(order: Order, now: datetime) -> list[Parcel]:
    """Return the order's parcels, most urgent first, the longest unscanned before the others."""
    return sorted(parcels_of(order, now), key=lambda one: (one.urgency, one.since or now))


def for_order(
    visible: VisibleOrder,
    *,
    now: datetime,
    as_of: datetime | None = None,
    is_stale: bool = False,
    is_live: bool = False,
    parcel: str = "",
    is_returns: bool = False,
    widget: Widget | None = None,
) -> Card:
    """Say what and where, since when, what next and by whom, at a two-second glance.

    *as_of* is when parcelLab said so, if not now; *is_stale* if it says nothing any more, and
    *is_live* if it was to ask the courier for it, which not every courier answers.
    *parcel* is the tag of the one parcel to show, *is_returns* asks for the returns alone; the
    whole order is shown if there are none such, and that there is no return is said.
    """
    order = visible.order
    age = [*data_age(as_of or now, now=now, is_stale=is_stale)]
    every = by_urgency(order, now)
    if not every:
        return _empty(order, age)
    parcels = _asked_for(every, tag=parcel, is_returns=is_returns) or every
    if is_live and any(one.tracking.supports_live_refresh for one in parcels):
        age.append(say(words.LIVE))
    outward = [parcel for parcel in parcels if not parcel.is_return]
    returns = [parcel for parcel in parcels if parcel.is_return]
    main = outward or returns
    return OrderCard(
        icon=main[0].icon,
        title=title_of(order, main),
        summary=_above(outward, returns, is_returns=is_returns),
        parcels=tuple(map(_parcel_card, outward)),
        returns=tuple(map(_parcel_card, returns)),
        more=None,
        footer=(*age, *_footer(order, parcels, now)),
        buttons=buttons(
            visible,
            [one.tracking for one in parcels],
            is_over=all(one.is_over for one in every),
        ),
        chooser=_chooser(visible, parcels) if len(parcels) > 1 else None,
        widget=widget,
    )


def _asked_for(every: Sequence[Parcel], *, tag: str, is_returns: bool) -> list[Parcel]:
    if is_returns:
        return [one for one in every if one.is_return]
    return [one for one in every if tag_of(one.tracking) == tag][:1] if tag else []


def _chooser(visible: VisibleOrder, parcels: Sequence[Parcel]) -> Chooser | None:
    return chooser(visible, [(one.tracking, _choice(one)) for one in parcels])


def _choice(parcel: Parcel) -> Phrase:
    """Say a parcel in a menu's line: the end of its number tells parcels apart."""
    number = parcel.tracking.tracking_number
    return joined((parcel.headline, f"…{number[-6:]}" if number else None))


def data_age(as_of: datetime, *, now: datetime, is_stale: bool) -> Iterator[Phrase]:
    """Say when parcelLab said it, and plainly if it says nothing any more."""
    if is_stale:
        yield say(words.STALE, age=Ago.of(as_of, now))
    yield say(words.AS_OF, when=as_of)


def title_of(order: Order, parcels: Sequence[Parcel]) -> Phrase:
    """Name the order, and say how its one parcel stands, or how many there are."""
    number = order.order_number or words.NOTHING
    if len(parcels) > 1:
        return say(words.TITLE, order=number, status=count(words.PARCELS, len(parcels)))
    return say(words.TITLE, order=number, status=parcels[0].headline)


def _above(
    outward: Sequence[Parcel], returns: Sequence[Parcel], *, is_returns: bool
) -> Phrase | None:
    if is_returns and not returns:
        return say(words.NO_RETURN)
    return _summary(outward, returns) if len(outward) + len(returns) > 1 else None


def _summary(outward: Sequence[Parcel], returns: Sequence[Parcel]) -> Phrase:
    """Count the parcels by urgency; returns by it only where there is nothing else."""
    found = Counter(parcel.urgency for parcel in outward or returns)
    counts = [
        count(words.COUNTED[urgency.name], found[urgency]) for urgency in Urgency if found[urgency]
    ]
    if outward and returns:
        counts.append(count(words.RETURNS_TOO, len(returns)))
    return joined(counts)


def _footer(order: Order, parcels: Sequence[Parcel], now: datetime) -> Iterator[Phrase]:
    yield last_scan(parcels, now)
    if order.client_key:
        yield say(words.CLIENT, client=order.client_key)
    country = order.destination_country_iso3 or parcels[0].tracking.destination_country_iso3
    if country:
        yield say(words.DESTINATION, country=Country(country))


def last_scan(parcels: Sequence[Parcel], now: datetime) -> Phrase:
    """Say how long ago any of them was scanned."""
    scans = [parcel.scanned_at for parcel in parcels if parcel.scanned_at]
    age = say(words.LAST_SCAN_AGO, age=Ago.of(max(scans), now)) if scans else None
    return age or say(words.NOT_SCANNED)


def _empty(order: Order, age: Sequence[Phrase]) -> NoteCard:
    lines = [say(words.EMPTY)]
    if order.order_date:
        lines.append(say(words.EMPTY_ORDERED, when=order.order_date))
    lines += [say(words.EMPTY_NEXT), *age]
    title = say(words.EMPTY_TITLE, order=order.order_number or words.NOTHING)
    return NoteCard("🕓", title, tuple(lines), is_answer=True)


def _parcel_card(parcel: Parcel) -> ParcelCard:
    tracking = parcel.tracking
    box = tracking.action_box
    reporting = parcel.reporting
    return ParcelCard(
        icon=parcel.icon,
        urgency=parcel.urgency,
        headline=phrase(parcel.headline),
        line=_line(parcel),
        problems=_problems(parcel),
        is_problem=parcel.is_open,
        promise=promise(parcel),
        next=tuple(map(phrase, boxed(parcel))),
        actor=parcel.actor,
        details=phrase(details) if (details := parcel.status.status_details) else None,
        facts=tuple(_facts(parcel)),
        pickup=pickup(box, parcel.zone, parcel.now) if isinstance(box, PickupLocationBox) else None,
        articles=_capped([_article(a) for a in tracking.articles or () if a.article_name]),
        checkpoints=tuple(map(_checkpoint, parcel.checkpoints[:_CHECKPOINTS])),
        told=_told(reporting.contacted_with_messages or ()),
        links=tuple(_links(parcel)),
    )


def courier_name(courier: Courier | None) -> Value | None:
    """Say who carries it, and who rings the bell when that is another courier."""
    if courier is None:
        return None
    name = courier.courier_name or courier.courier
    last = courier.last_mile_courier_name
    if name and last and last != name:
        return say(words.LAST_MILE, courier=name, last_mile=last)
    return name or last


def _line(parcel: Parcel) -> Phrase:
    number = parcel.tracking.tracking_number
    parts: tuple[Value | None, ...] = (
        courier_name(parcel.tracking.courier_info),
        Coded(number) if number else None,
        Ago.of(parcel.scanned_at, parcel.now) if parcel.scanned_at else say(words.NOT_SCANNED),
        parcel.place,
    )
    return joined(parts)


def _problems(parcel: Parcel) -> Phrase | None:
    if not parcel.problems:
        return None
    found = joined(parcel.problems)
    return found if parcel.is_open else say(words.EARLIER, problems=found)


def _facts(parcel: Parcel) -> Iterator[Fact]:
    tracking = parcel.tracking
    courier = courier_name(tracking.courier_info)
    number = Coded(tracking.tracking_number) if tracking.tracking_number else None
    if courier or number:
        yield Fact(say(words.COURIER), joined((courier, number), " "))
    yield Fact(say(words.LAST_SCAN), _scan(parcel))
    left = dict.fromkeys(_left(parcel))
    if left:
        label = say(words.LEFT if parcel.is_delivered else words.NOTED)
        yield Fact(label, phrase(listed(left)))
    if tracking.pod_date:
        yield Fact(say(words.PROOF), phrase(tracking.pod_date))


def _scan(parcel: Parcel) -> Phrase:
    """Say when and where the last scan was, or since when one is waited for."""
    if not parcel.since:
        return say(words.NOT_SCANNED)
    age = Ago.of(parcel.since, parcel.now)
    if parcel.is_unscanned:
        return say(words.ANNOUNCED, when=parcel.since, age=age)
    return joined((parcel.since, age, parcel.place))


def _left(parcel: Parcel) -> Iterator[Value]:
    """Say where it was left; the last checkpoint knows the kind of place."""
    kinds = (checkpoint.delivery_location_type for checkpoint in parcel.checkpoints)
    kind = words.DELIVERED_PLACE.get(next(filter(None, kinds), ""))
    if kind and parcel.is_delivered:
        yield say(kind)
    for place in (parcel.tracking.delivery_location, parcel.status.delivery_extra_info):
        if place:
            yield place


def _article(article: Article) -> Phrase:
    name: Value = article.article_name or ""
    if article.size or article.color:
        name = say(words.KIND_OF, name=name, kind=joined((article.size, article.color), ", "))
    return say(words.TIMES, n=1 if article.quantity is None else article.quantity, name=name)


def _capped(lines: list[Phrase]) -> tuple[Phrase, ...]:
    if len(lines) <= _ARTICLES:
        return tuple(lines)
    return (*lines[: _ARTICLES - 1], count(words.MORE, len(lines) - _ARTICLES + 1))


def _checkpoint(checkpoint: Checkpoint) -> Phrase:
    what = checkpoint.status_text or checkpoint.status_details or words.NOTHING
    return joined((checkpoint.event_timestamp, what, checkpoint.location))


def _told(messages: Sequence[str]) -> Phrase | None:
    named = list(filter(None, messages))[-_MESSAGES:]
    return say(words.TOLD, messages=listed(named)) if named else None


def _links(parcel: Parcel) -> Iterator[Link]:
    info = parcel.tracking.courier_info or Courier()
    name = info.courier_name
    label = say(words.CARRIER_PAGE, courier=name) if name else say(words.CARRIER_PAGE_ANYONE)
    links = (
        web_link(label, info.courier_tracking_url),
        web_link(say(words.PROOF), parcel.tracking.pod_identifier),
    )
    yield from (link for link in links if link)
