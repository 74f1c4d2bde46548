"""What an alert shows: which order, what happened, since when, the promise, and who acts next.

The first of an order is its card: it shows who has it, too, and what can be done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, repeat
from typing import Final

from bot.core.alert import Facts, Kind, Severity
from bot.core.alerts.control import Control, card_menu, checking, controls, standing
from bot.core.alerts.gate import Digest
from bot.core.alerts.stand import Stand
from bot.core.phrase import Coded, Country, Mention, Phrase, Value, count, joined, listed, say
from bot.core.value import value_object
from bot.core.words import alert as said
from bot.core.words import card as words

ICONS: Final = {
    Kind.LATE: "⏰",
    Kind.PROMISE_EXCEEDED: "⏰",
    Kind.PROMISE_MOVED: "📅",
    Kind.DISPATCH_LATE: "🏭",
    Kind.TRENDING_LATE: "📉",
    Kind.NO_SCAN: "🔇",
    Kind.EXCEPTION: "❗",
    Kind.FAILED_ATTEMPT: "🚪",
    Kind.READY_FOR_PICKUP: "📬",
    Kind.NOT_COLLECTED: "⌛",
    Kind.SENT_BACK: "↩️",
    Kind.RETURNED: "↩️",
    Kind.DELIVERED: "✅",
    Kind.CANCELLED: "🚫",
}
_DATED: Final = {Kind.DELIVERED, Kind.RETURNED, Kind.READY_FOR_PICKUP, Kind.CANCELLED}


@value_object
class AlertCard:
    """One alert. `is_problem`: somebody should do something.

    With `rows` it is a table, headed by `head`; `numbers` say in plain lines what all is about.
    """

    icon: str
    title: Phrase
    is_problem: bool
    lines: tuple[Phrase, ...]
    footer: tuple[Phrase, ...]
    standing: tuple[Phrase, ...] = ()
    controls: tuple[Control, ...] = ()
    names_people: bool = False
    head: tuple[Phrase, ...] = ()
    rows: tuple[tuple[Phrase, ...], ...] = ()
    numbers: tuple[Phrase, ...] = ()


def for_alert(facts: Facts, *, first: Facts | None = None, is_repeated: bool = False) -> AlertCard:
    """Say what happened; *is_repeated* if it may have been said before.

    *first* is what stood there before, and how this began.
    """
    lead = facts.kinds[0]
    return AlertCard(
        icon=ICONS[lead],
        title=title_of(facts),
        is_problem=facts.severity is not Severity.INFO,
        lines=(*_lines(facts), *(_earlier(first) if first else ())),
        footer=tuple(_footer(facts, is_repeated=is_repeated)),
    )


def title_of(facts: Facts) -> Phrase:
    """Say in a line which order it is, and what happened."""
    status = headline(facts, facts.kinds[0])
    return say(words.TITLE, order=facts.order or words.NOTHING, status=status)


def for_card(told: AlertCard, facts: Facts, stand: Stand, *, card: str, place: str) -> AlertCard:
    """Say how it stands with people, and offer what they can do; *card* is its name."""
    return replace(
        told,
        icon=icon_of(told.icon, stand),
        standing=tuple(standing(stand)),
        footer=(*told.footer, *checking(stand)),
        controls=controls(facts, stand, card=card, is_direct=not place.startswith(("C", "G"))),
        names_people=True,
    )


def named(told: AlertCard, name: str) -> AlertCard:
    """Say what the watch that it is told for is called."""
    line = (watched_as(name),) if name else ()
    return replace(told, lines=(*line, *told.lines))


def watched_as(name: Value) -> Phrase:
    return say("👀 {name}", name=name)


def for_reminder(facts: Facts, stand: Stand) -> AlertCard:
    """Remind whoever has it, in its thread."""
    who = say(said.REMINDS, agent=Mention(stand.holder), at=stand.held_at or facts.seen)
    title = say(said.REMINDER, order=facts.order or where(facts))
    lines = (who, *_lines(facts))
    return AlertCard("🔔", title, is_problem=True, lines=lines, footer=(), names_people=True)


def where(facts: Facts) -> Phrase:
    """Say what the parcels of a storm have in common: the courier, and the place."""
    place = facts.location or (Country(facts.country) if facts.country else None)
    return joined((facts.courier or None, place)) if facts.courier else say(words.NOTHING)


def for_digest(digest: Digest, *, card: str = "", names: Sequence[str] = ()) -> AlertCard:
    """Tell together what has waited: what is worst comes first; *card* is its name.

    *names* are what the channel calls the watches of each.
    """
    title = count(said.DIGEST, len(digest.alerts))
    told = zip(digest.alerts, chain(names, repeat("")), strict=False)
    worst_first = sorted(told, key=lambda one: one[0].severity)
    lines = tuple(_item(facts, name) for facts, name in worst_first)
    is_problem = any(one.severity is not Severity.INFO for one in digest.alerts)
    numbered = zip(digest.alerts, digest.ids, strict=False)
    orders = {facts.order: (facts, number) for facts, number in numbered if number}
    open_ones = [
        (title_of(facts), number) for facts, number in orders.values() if not facts.is_over
    ]
    controls = card_menu(open_ones, card=card)
    return AlertCard("🌅", title, is_problem, lines, footer=(), controls=controls)


def _item(facts: Facts, name: str) -> Phrase:
    told = for_alert(facts)
    title = say("{icon} {title}", icon=told.icon, title=told.title)
    parcel = Coded(facts.parcel) if facts.parcel else None
    return joined((title, facts.courier or None, parcel, watched_as(name) if name else None))


def icon_of(icon: str, stand: Stand) -> str:
    """Return the icon of what is told, unless people are done with it or have snoozed it."""
    if stand.done:
        return "☑️"
    return "💤" if stand.is_snoozed else icon


def _earlier(first: Facts) -> Iterator[Phrase]:
    what = joined((headline(first, first.kinds[0]), first.began))
    yield say(words.EARLIER, problems=what)


def headline(facts: Facts, kind: Kind) -> Phrase:
    """Say what happened, and by how much."""
    if kind is Kind.LATE and (days := _days_late(facts)) > 0:
        return count(words.LATE_BY, days)
    if kind is Kind.EXCEPTION and facts.what:
        return say(words.EXCEPTION_OF, what=facts.what)
    return say(said.HEADLINE[kind.value])


def _days_late(facts: Facts) -> int:
    if not facts.promises or not facts.expected:
        return 0
    return (facts.expected - facts.promises[0]).days


def _lines(facts: Facts) -> Iterator[Phrase]:
    stage = words.STAGE.get(facts.stage)
    parts = (
        say(said.AS_RETURN) if facts.is_return else None,
        facts.courier or None,
        Coded(facts.parcel) if facts.parcel else None,
        say(stage) if stage else None,
    )
    if any(parts):
        yield joined(parts)
    others = [say(said.HEADLINE[kind.value]) for kind in facts.kinds[1:]]
    if others:
        yield joined(others)
    if facts.promises:
        yield from _promise(facts)
    if facts.what and facts.kinds[0] is not Kind.EXCEPTION:
        yield say(words.RETURNED_FOR, what=facts.what)
    actor = (words.RETURN_ACTOR if facts.is_return else {}).get(facts.stage)
    actor = actor or words.ACTOR.get(facts.stage)
    if actor and facts.kinds[0] not in (Kind.DELIVERED, Kind.CANCELLED):
        yield say("→ {actor}", actor=say(actor))


def _promise(facts: Facts) -> Iterator[Phrase]:
    """Say the whole chain: `Promised Tue 14 → Thu 16 → now Fri 17`."""
    *earlier, last = facts.promises
    now = facts.expected or last
    if earlier and now == last:
        yield say(words.PROMISED_NOW, promised=listed(earlier, " → "), forecast=now)
    elif now > last:
        yield say(words.PROMISED_NOW, promised=listed(facts.promises, " → "), forecast=now)
    elif last > facts.seen.date():
        yield say(words.PROMISED, promised=listed(facts.promises, " → "))
    else:
        yield say(words.PROMISED_PAST, promised=listed(facts.promises, " → "))


def _footer(facts: Facts, *, is_repeated: bool) -> Iterator[Phrase]:
    began = facts.began < facts.seen or facts.kinds[0] in _DATED
    yield say(said.BEGAN if began else said.SEEN, when=facts.began)
    if facts.client:
        yield say(words.CLIENT, client=facts.client)
    if is_repeated:
        yield say(said.REPEATED)
