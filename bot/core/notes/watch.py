"""Notes about watches: what is watched from now on, what not, and what no more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.core.card import NoteCard, Offer
from bot.core.click import Click, Verb
from bot.core.phrase import Coded, Phrase, Value, count, joined, listed, say
from bot.core.reference import Reference
from bot.core.watches.watch import Watch
from bot.core.words import watch as said

_SHOWN: Final = 14
_NAMED: Final = 5


def watching(
    found: Sequence[Reference],
    *,
    channel: str,
    made: int,
    until: datetime | None,
    name: str = "",
) -> NoteCard:
    """Say what is watched from now on, where it is told, and how it ends."""
    orders = _named(found)
    if channel:
        all_of = say(said.TELLS_CHANNEL_ALL, channel=channel)
        where = say(said.TELLS_CHANNEL, channel=channel, orders=orders)
    else:
        all_of, where = say(said.TELLS_YOU_ALL), say(said.TELLS_YOU, orders=orders)
    lines = [where if len(found) == 1 else all_of]
    if len(found) > 1:
        lines.append(say("{orders}", orders=orders))
    if name:
        lines.append(say(said.NAMED, name=name))
    if made < len(found):
        lines.append(count(said.WATCHED_BEFORE, len(found) - made))
    example = Coded(f"/where unwatch {found[0].value}")
    if until:
        lines.append(say(said.ENDS_ON, day=until.date(), example=example))
    else:
        lines.append(say(said.ENDS_BY_ITSELF, example=example))
    return NoteCard("👀", count(said.WATCHING_TITLE, len(found)), tuple(lines))


def begun(click: Click) -> NoteCard:
    """Say on a click what is watched from now on, for whoever clicked alone."""
    note = watching([click.reference], channel="", made=1, until=None)
    if click.parcel:
        lines = (tells_you(click.reference, parcels=1), *note.lines[1:])
        note = replace(note, title=say(said.WATCHING_PARCEL), lines=lines)
    return replace(note, offer=_stop(click))


def already(watch: Watch, click: Click) -> NoteCard:
    lines = (since(watch), tells_you(watch.reference, parcels=len(watch.parcels)))
    return NoteCard("👀", say(said.ALREADY_TITLE), lines, offer=_stop(click))


def since(watch: Watch) -> Phrase:
    order = watched_thing(watch.reference, parcels=len(watch.parcels))
    line = say(said.YOU_WATCH, order=order, when=watch.since)
    return joined((line, watch.name)) if watch.name else line


def tells_you(reference: Reference, *, parcels: int = 0) -> Phrase:
    return say(said.TELLS_YOU, orders=watched_thing(reference, parcels=parcels))


def watched_thing(reference: Reference, *, parcels: int) -> Value:
    """Name what is watched: so many parcels of an order, or all of it."""
    order = Coded(reference.value)
    return count(said.PARCELS_OF, parcels, order=order) if parcels else order


def _stop(click: Click) -> Offer:
    return Offer(say(said.BUTTON_UNWATCH), f"card:{Verb.UNWATCH}", click.encoded())


def no_number(example: str) -> NoteCard:
    lines = (
        say(said.NO_NUMBER, example=Coded(f"/where watch {example}")),
        say(said.NO_NUMBER_CHANNEL, example=Coded(f"/where watch {example} in #channel")),
    )
    return NoteCard("👀", say(said.NO_NUMBER_TITLE), lines)


def gone() -> NoteCard:
    return NoteCard("👋", say(said.GONE_TITLE), (say(said.GONE),))


def not_watchable() -> NoteCard:
    return NoteCard("🔒", say(said.NOT_WATCHABLE_TITLE), (say(said.NOT_WATCHABLE),))


def not_there() -> NoteCard:
    return NoteCard("🚪", say(said.NOT_THERE_TITLE), (say(said.NOT_THERE),))


def unwatched(ended: Sequence[Reference], unknown: Sequence[Reference]) -> NoteCard:
    lines = []
    if ended:
        lines.append(count(said.UNWATCHED, len(ended), orders=_named(ended)))
    if unknown:
        lines.append(count(said.NOT_WATCHED, len(unknown), orders=_named(unknown)))
    title = said.UNWATCHED_TITLE if ended else said.NOT_WATCHED_TITLE
    return NoteCard("👋", say(title), tuple(lines))


def watches(
    own: tuple[Sequence[Watch], int], here: tuple[Sequence[Watch], int], example: str
) -> NoteCard:
    """List what is watched for somebody, and for the channel they are in."""
    if not own[1] and not here[1]:
        how = say(said.NO_WATCHES, example=Coded(f"/where watch {example}"))
        return NoteCard("👀", say(said.NO_WATCHES_TITLE), (how,))
    lines = [*_list(own, said.WATCHES_TITLE), *_list(here, said.WATCHES_HERE)]
    return NoteCard("👀", lines[0], tuple(lines[1:]))


def no_day() -> NoteCard:
    line = say(said.NO_DAY, example=Coded("/where receipts 2026-11-14"))
    return NoteCard("🧾", say(said.NO_DAY_TITLE), (line,))


def _list(found: tuple[Sequence[Watch], int], title: tuple[str, str]) -> list[Phrase]:
    shown, total = found
    if not total:
        return []
    lines = [_listed(one) for one in shown[: _SHOWN // 2]]
    left = total - len(lines)
    more = [count(said.AND_MORE, left)] if left else []
    return [count(title, total), *lines, *more]


def _listed(watch: Watch) -> Phrase:
    order = watched_thing(watch.reference, parcels=len(watch.parcels))
    line = say(said.WATCHED_SINCE, order=order, when=watch.since)
    return joined((watch.name, line)) if watch.name else line


def _named(found: Sequence[Reference]) -> Value:
    shown: list[Value] = [Coded(one.value) for one in found[:_NAMED]]
    return listed([*shown, "…"] if len(found) > _NAMED else shown)
