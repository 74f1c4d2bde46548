"""Alerts in Home: which channels have rules, and for administrators what Slack does not take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.core.home.form import Knob, Row, Section
from bot.core.phrase import Coded, Mention, Phrase, count, joined, listed, say
from bot.core.words import alert_home as said
from bot.core.words import alert_rule as alert_rule_words
from bot.core.words import search as search_words

MOST: Final = 8  # channels


@dataclass(frozen=True, slots=True)
class Parked:
    """Alerts that are owed to a place and not posted, why, and since when."""

    place: str
    reason: str
    count: int
    since: datetime


def rules_section(rules: Mapping[str, Sequence[str]]) -> Section:
    """Say which rules hold in which channels, by their names; each leads to its window."""
    how = say(said.HOW, example=Coded("/where alerts"))
    rows = tuple(
        Row(_named(place, names), Knob(say(search_words.BUTTON_OPEN), place), "alerts:open")
        for place, names in list(rules.items())[:MOST]
    )
    return Section(say(alert_rule_words.TITLE), (how,), rows=rows)


def parked_section(found: Sequence[Parked]) -> Section | None:
    """Say why alerts are not posted; each place can be tried again. None: all are."""
    if not found:
        return None
    places = dict.fromkeys(one.place for one in found)
    rows = tuple(
        Row(
            joined([_why(one) for one in found if one.place == place], "\n"),
            Knob(say(search_words.BUTTON_AGAIN), place),
            "parked:retry",
        )
        for place in list(places)[:MOST]
    )
    left = len(places) - MOST
    more = count(said.MORE_CHANNELS, left) if left > 0 else None
    return Section(say(said.PARKED), (say(said.PARKED_ARE),), more, rows=rows)


def _named(place: str, names: Sequence[str]) -> Phrase:
    return joined((Mention(place), listed(names)))


def _why(parked: Parked) -> Phrase:
    hint = said.HINTS.get(parked.reason)
    line = count(
        said.WAIT, parked.count, channel=_place(parked.place), since=parked.since,
        reason=Coded(parked.reason),
    )  # fmt: skip
    return joined((line, say(hint) if hint else None), " ")


def _place(place: str) -> Mention | Phrase:
    return Mention(place) if place[:1] in "CG" else say(said.DIRECT)
