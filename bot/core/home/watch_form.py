"""The windows of what somebody watches: all of it, and one watch or list to be changed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from bot.core.alert import Kind
from bot.core.home.form import Fields, Wrong
from bot.core.notes.watch import watched_thing
from bot.core.option import Option
from bot.core.phrase import Coded, Mention, Phrase, count, joined, listed, say
from bot.core.value import value_object
from bot.core.watches.watch import Watch
from bot.core.watches.wish import NAME_LONGEST, end_of, name_in
from bot.core.words import alert as alert_words
from bot.core.words import watch as said

MOST: Final = 40  # rows of the window
_NAMED: Final = 12  # orders of a list that are named
_MEANT: Final = re.compile(r"([0-9]{1,18})\|(.*)", re.DOTALL)


@value_object
class Meant:
    """Watches of a person: one by its id, or a list by its name."""

    id: int = 0
    name: str = ""

    def encoded(self) -> str:
        return f"{self.id}|{self.name}"

    @classmethod
    def decoded(cls, value: str) -> "Meant | None":
        """Read a value back; None for anything this version did not write."""
        match = _MEANT.fullmatch(value[: NAME_LONGEST + 20])
        if not match or not (int(match[1]) or match[2]):
            return None
        return cls(int(match[1]), match[2])


@value_object
class Wanted:
    """How watches shall be: what they are called, what is told, and until when."""

    name: str
    kinds: frozenset[Kind]
    until: datetime | None


@value_object
class Row:
    line: Phrase
    value: str


@value_object
class WatchesForm:
    rows: tuple[Row, ...]
    empty: Phrase
    more: Phrase | None


@value_object
class WatchForm:
    """One watch, or a list of them; `until` is a day as `2026-11-14`."""

    line: Phrase
    name: str
    kinds: tuple[Option, ...]
    chosen: tuple[Option, ...]
    until: str
    stop: Phrase
    metadata: str


def watches_form(
    found: Sequence[Watch], lists: Mapping[str, int], total: int, example: str
) -> WatchesForm:
    """Return the lists, then the newest of the others; of *total* watches some may be left out."""
    rows = [Row(_list_line(name, n), Meant(0, name).encoded()) for name, n in lists.items()]
    alone = [one for one in found if one.name not in lists]
    rows += [Row(_line(one), Meant(one.id).encoded()) for one in alone]
    left = total - sum(lists.values()) - len(alone[: MOST - len(lists)])
    return WatchesForm(
        rows=tuple(rows[:MOST]),
        empty=say(said.NO_WATCHES, example=Coded(f"/where watch {example}")),
        more=count(said.AND_MORE, left) if left > 0 else None,
    )


def watch_form(meant: Meant, found: Sequence[Watch], total: int) -> WatchForm | None:
    """Return the window for what is meant, of which *found* is the newest; None: it is no more."""
    if not found:
        return None
    first = found[0]
    kinds = tuple(Option(say(alert_words.HEADLINE[one.value]), one.value) for one in Kind)
    return WatchForm(
        line=_orders(found, total) if meant.name else _line(first),
        name=first.name,
        kinds=kinds,
        chosen=tuple(one for one in kinds if one.value in first.kinds),
        until=first.until.date().isoformat() if first.until else "",
        stop=count(said.STOP_TEXT, total),
        metadata=meant.encoded(),
    )


def sent_watch(fields: Fields, today: date) -> Wanted | Wrong:
    """Read what the window holds, or say what is wrong with it."""
    name, day = fields.get("name"), fields.get("until")
    kinds = fields.get("kinds") or ()
    day = day if isinstance(day, str) else ""
    until = end_of(day)
    if day and (until is None or until.date() < today):
        return {"until": say(said.DAY_OVER)}
    chosen = frozenset(one for one in Kind if one.value in kinds)
    return Wanted(name_in(name) if isinstance(name, str) else "", chosen, until)


def list_lines(lists: Mapping[str, int]) -> tuple[Phrase, ...]:
    return tuple(_list_line(name, n) for name, n in lists.items())


def _list_line(name: str, n: int) -> Phrase:
    return say("📋 {list}", list=count(said.LIST_OF, n, name=name))


def _orders(found: Sequence[Watch], total: int) -> Phrase:
    shown = [Coded(one.reference.value) for one in found[:_NAMED]]
    left = total - len(shown)
    more = count(said.AND_MORE, left) if left > 0 else None
    return joined((say("{orders}", orders=listed(shown)), more))


def _line(watch: Watch) -> Phrase:
    order = watched_thing(watch.reference, parcels=len(watch.parcels))
    since = say(said.WATCHED_SINCE, order=order, when=watch.since)
    where = say(said.TOLD_IN, channel=Mention(watch.place)) if watch.place[:1] in "CG" else None
    until = say(said.UNTIL_DAY, day=watch.until.date()) if watch.until else None
    return joined((watch.name or None, since, where, until))
