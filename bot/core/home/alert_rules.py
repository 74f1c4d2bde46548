"""The windows of alert rules: what they hold, and what is wrong with what is sent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import time
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from bot.core.alert import Kind, Severity
from bot.core.alerts.rehearsal import Trial
from bot.core.home.form import Fields, Wrong
from bot.core.option import Option
from bot.core.phrase import Coded, Mention, Phrase, count, joined, listed, phrase, say
from bot.core.value import value_object
from bot.core.watches.condition import ConditionError, condition_of
from bot.core.watches.rule import AlertRule, Etiquette
from bot.core.words import alert as alert_words
from bot.core.words import alert_rule as said

MOST_RULES: Final = 20
_NAME: Final = 60  # characters, as in the schema
_MOST_BUDGET: Final = 1000
_METADATA: Final = re.compile(r"([CDG][A-Z0-9]{2,20})(?:\|([0-9a-f]{24})\|([0-9]{1,9}))?")
_NONE: Final = "none"
_PERCENTS: Final = (0, 50, 60, 70, 80, 90)
_DAYS: Final = range(1, 15)
_USUAL: Final = 3  # days that a parcel waits, where nobody says another
_OFFERED: Final = 100  # docs.slack.dev/reference/block-kit/block-elements/select-menu-element


@value_object
class Row:
    line: Phrase
    rule_id: str


@value_object
class RulesForm:
    """A channel's rules, and when it wants to hear."""

    intro: Phrase
    rows: tuple[Row, ...]
    hours: Phrase
    metadata: str
    full: Phrase | None = None


@value_object
class Menu:
    options: tuple[Option, ...]
    chosen: Option


@value_object
class RuleForm:
    name: str
    kinds: tuple[Option, ...]
    chosen: tuple[Option, ...]
    condition: str
    hint: Phrase
    menus: Mapping[str, Menu]
    metadata: str
    is_new: bool
    tried: tuple[Phrase, ...] = ()


@value_object
class HoursForm:
    menus: Mapping[str, Menu]
    zone: str
    budget: str
    metadata: str


def rules_form(place: str, rules: Sequence[AlertRule], etiquette: Etiquette) -> RulesForm:
    return RulesForm(
        intro=say(said.OF_PLACE, channel=Mention(place)),
        rows=tuple(Row(summary(one), one.id) for one in rules),
        hours=hours(etiquette),
        metadata=place,
        full=say(said.FULL, most=MOST_RULES) if len(rules) >= MOST_RULES else None,
    )


def rule_form(rule: AlertRule, tried: tuple[Phrase, ...] = ()) -> RuleForm:
    kinds = tuple(Option(say(alert_words.HEADLINE[one.value]), one.value) for one in Kind)
    severity = _NONE if rule.severity is None else str(int(rule.severity))
    return RuleForm(
        name=rule.name,
        kinds=kinds,
        chosen=tuple(one for one in kinds if one.value in rule.kinds),
        condition=rule.condition,
        hint=say(said.CONDITION_HINT, example=Coded("courier:dhl and not country:DE")),
        menus={
            "severity": _menu(_severities(), severity),
            "days": _menu((Option(_days(n), str(n)) for n in _DAYS), str(rule.days)),
            "percent": _menu((Option(_percent(n), str(n)) for n in _PERCENTS), str(rule.percent)),
        },
        metadata=f"{rule.place}|{rule.id}|{rule.version}",
        is_new=rule.version == 0,
        tried=tried,
    )


def hours_form(etiquette: Etiquette) -> HoursForm:
    times = {
        "quiet_from": etiquette.quiet_from,
        "quiet_until": etiquette.quiet_until,
        "digest_at": etiquette.digest_at,
    }
    return HoursForm(
        menus={name: _menu(_times(), _written(at)) for name, at in times.items()},
        zone=etiquette.zone,
        budget=str(etiquette.budget or ""),
        metadata=f"{etiquette.place}|{'0' * 24}|{etiquette.version}",
    )


def place_of(metadata: str) -> str:
    """Read back whose rules a window is for; empty for anything else."""
    match = _METADATA.fullmatch(metadata)
    return match[1] if match else ""


def sent_rule(metadata: str, fields: Fields, others: Sequence[AlertRule]) -> AlertRule | Wrong:
    """Read a rule as it stands in the window, or say what is wrong with it."""
    rule = read_rule(metadata, fields)
    wrong: dict[str, Phrase] = {}
    if not rule.name:
        wrong["name"] = say(said.NO_NAME)
    elif any(one.name.casefold() == rule.name.casefold() for one in others if one.id != rule.id):
        wrong["name"] = say(said.SAME_NAME)
    if fault := wrong_condition(rule.condition):
        wrong["condition"] = fault
    return wrong or rule


def wrong_condition(condition: str) -> Phrase | None:
    try:
        condition_of(condition)
    except ConditionError as error:
        return error.fault
    return None


def read_rule(metadata: str, fields: Fields) -> AlertRule:
    """Read what a window holds; what it does not offer counts as not chosen."""
    match = _METADATA.fullmatch(metadata)
    severity = _text(fields, "severity")
    kinds = fields.get("kinds") or ()
    return AlertRule(
        id=(match and match[2]) or "",
        place=match[1] if match else "",
        name=_text(fields, "name")[:_NAME],
        kinds=frozenset(one for one in Kind if one.value in kinds),
        condition=_text(fields, "condition"),
        severity=Severity(int(severity)) if severity in ("0", "1", "2") else None,
        days=_chosen(fields, "days", _DAYS, _USUAL),
        percent=_chosen(fields, "percent", _PERCENTS, 0),
        version=int(match[3]) if match and match[3] else 0,
    )


def sent_hours(metadata: str, fields: Fields) -> Etiquette | Wrong:
    """Read when a channel wants to hear, or say what is wrong with that."""
    match = _METADATA.fullmatch(metadata)
    etiquette = Etiquette(
        place=match[1] if match else "",
        zone=_text(fields, "zone"),
        quiet_from=_time(fields, "quiet_from"),
        quiet_until=_time(fields, "quiet_until"),
        digest_at=_time(fields, "digest_at"),
        version=int(match[3]) if match and match[3] else 0,
    )
    wrong: dict[str, Phrase] = {}
    begins, ends, budget = etiquette.quiet_from, etiquette.quiet_until, _text(fields, "budget")
    if (begins is None) != (ends is None) or (begins is not None and begins == ends):
        wrong["quiet_until"] = say(said.BOTH_TIMES)
    if etiquette.zone not in _zones():
        wrong["zone"] = say(said.NO_ZONE)
    if budget and not (re.fullmatch("[0-9]{1,4}", budget) and 1 <= int(budget) <= _MOST_BUDGET):
        wrong["budget"] = say(said.NO_NUMBER)
    return wrong or replace(etiquette, budget=int(budget or 0))


def zones_like(typed: str) -> list[str]:
    """Return the time zones that fit what somebody types."""
    wanted = typed.strip().casefold().replace(" ", "_")
    return [one for one in _zones() if wanted in one.casefold()][:_OFFERED]


def tried_lines(trial: Trial) -> tuple[Phrase, ...]:
    of = say(said.TRIED_OF, events=trial.events, merged=trial.merged, silenced=trial.silenced)
    return (count(said.TRIED, trial.posted), of)


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(one for one in available_timezones() if "/" in one or one == "UTC"))


def summary(rule: AlertRule) -> Phrase:
    return joined((say("{name}", name=rule.name), *_told(rule)), "\n")


def details(rule: AlertRule) -> Phrase:
    """Say all of a rule but its name, in a line."""
    days = count(said.DAYS_OF, rule.days) if rule.days != _USUAL else None
    return joined((*_told(rule), days, _percent(rule.percent) if rule.percent else None))


def _told(rule: AlertRule) -> Iterator[Phrase]:
    kinds = [say(alert_words.HEADLINE[one.value]) for one in Kind if one in rule.kinds]
    yield phrase(listed(kinds)) if kinds else say(said.ALL_KINDS)
    if rule.condition:
        yield say(said.ONLY, condition=Coded(rule.condition))
    if rule.severity is not None:
        yield say(said.TOLD_AS, severity=say(said.SEVERITIES[int(rule.severity)]))


def hours(etiquette: Etiquette) -> Phrase:
    quiet = say(said.NEVER_QUIET)
    if etiquette.quiet_from and etiquette.quiet_until:
        quiet = say(
            said.QUIET,
            begins=etiquette.quiet_from,
            ends=etiquette.quiet_until,
            zone=etiquette.zone,
        )
    digest = say(said.DIGEST, at=etiquette.digest_at) if etiquette.digest_at else None
    budget = count(said.BUDGET, etiquette.budget) if etiquette.budget else None
    return joined((quiet, digest, budget))


def _severities() -> Iterator[Option]:
    yield Option(say(said.AS_IT_IS), _NONE)
    for severity in Severity:
        yield Option(say(said.SEVERITIES[int(severity)]), str(int(severity)))


def _days(days: int) -> Phrase:
    return count(said.DAYS_OF, days)


def _percent(percent: int) -> Phrase:
    return say("{n} %", n=percent) if percent else say(said.PERCENT_ANY)


def _times() -> Iterator[Option]:
    yield Option(say(said.NO_TIME), _NONE)
    for half in range(48):
        at = time(half // 2, half % 2 * 30)
        yield Option(phrase(at), _written(at))


def _written(at: time | None) -> str:
    return at.strftime("%H:%M") if at else _NONE


def _menu(options: Iterator[Option], value: str) -> Menu:
    offered = tuple(options)
    chosen = next((one for one in offered if one.value == value), offered[0])
    return Menu(offered, chosen)


def _text(fields: Fields, name: str) -> str:
    held = fields.get(name)
    return " ".join(held.split()) if isinstance(held, str) else ""


def _chosen(fields: Fields, name: str, offered: Sequence[int], otherwise: int) -> int:
    return next((one for one in offered if str(one) == _text(fields, name)), otherwise)


def _time(fields: Fields, name: str) -> time | None:
    written = _text(fields, name)
    is_time = re.fullmatch(r"([01]\d|2[0-3]):[03]0", written)
    return time.fromisoformat(written) if is_time else None
