"""What somebody watches, as Home shows it: what needs them first, each to be opened."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.core.alert import SEVERITY, Severity
from bot.core.alerts.card import ICONS
from bot.core.button import Button
from bot.core.click import Click, Verb
from bot.core.home.form import Row, Section
from bot.core.home.watch_form import list_lines
from bot.core.notes.watch import watched_thing
from bot.core.phrase import Coded, Mention, Phrase, count, joined, say
from bot.core.watches.watch import Watched
from bot.core.words import home as home_words
from bot.core.words import search as search_words
from bot.core.words import watch as said
from bot.core.words.alert import HEADLINE

_SHOWN: Final = 10
_NONE: Final[Mapping[str, int]] = MappingProxyType({})


def section(
    watched: Sequence[Watched], total: int, example: str, lists: Mapping[str, int] = _NONE
) -> Section:
    """Say what is watched and how that stands; with nothing, how to begin."""
    if not watched:
        how = say(said.NO_WATCHES, example=Coded(f"/where watch {example}"))
        return Section(say(said.MY_WATCHES), (how,))
    shown = sorted(watched, key=_severity)[:_SHOWN]
    left = total - len(shown)
    more = count(said.MY_WATCHES_MORE, left, command=Coded("/where watches")) if left else None
    lines = (count(said.MY_WATCHES_ARE, total), *list_lines(lists))
    change = say(home_words.CHANGE)
    rows = tuple(map(_row, shown))
    return Section(say(said.MY_WATCHES), lines, more, change, "watch:list", rows)


def _severity(watched: Watched) -> Severity:
    return min((SEVERITY[kind] for kind in watched.kinds), default=Severity.INFO)


def _row(watched: Watched) -> Row:
    watch = watched.watch
    order = watched_thing(watch.reference, parcels=len(watch.parcels))
    state = joined((watch.name or None, order, _state(watched)))
    where = (
        say(said.TOLD_IN, channel=Mention(watch.place)) if watch.place[:1] in "CG" else None,
        say(said.LOOKED_AT, when=watched.looked_at) if watched.looked_at else None,
    )
    line = say("{state}\n{where}", state=state, where=joined(where)) if any(where) else state
    click = Click(Verb.ORDER, watch.reference, watch.client_key)
    if len(watch.parcels) == 1:
        click = replace(click, verb=Verb.PARCEL, parcel=min(watch.parcels))
    return Row(line, Button(say(search_words.BUTTON_OPEN), click))


def _state(watched: Watched) -> Phrase:
    worst = min(watched.kinds, key=lambda kind: SEVERITY[kind], default=None)
    if worst:
        return say("{icon} {what}", icon=ICONS[worst], what=say(HEADLINE[worst.value]))
    if watched.looked_at is None:
        return say(said.NOT_LOOKED_AT)
    return say(said.NOTHING_TO_TELL if watched.seen else said.NOT_FOUND_YET)
