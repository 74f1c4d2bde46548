"""Changes of alert rules, of channels' hours, and imports, as Home's latest changes tell them."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any, Final

from bot.core.alert import Kind, Severity
from bot.core.home.alert_rules import details, hours
from bot.core.home.form import Audited
from bot.core.phrase import Coded, Mention, Phrase, Value, count, say
from bot.core.rule import Change, Json
from bot.core.watches.rule import ALERT_HOURS, ALERT_RULE, AlertRule, Etiquette
from bot.core.words import alert_home as said
from bot.core.words import home as home_words

IMPORT: Final = "import"
BY_COMMAND: Final = "wherebot import"  # who imports a file beside Slack
_TIMES: Final = ("quiet_from", "quiet_until", "digest_at")


def written_rule(rule: AlertRule) -> Json:
    """Return a rule as it stands in an audit line, which says itself whose it is."""
    names = ("id", "place", "name", "condition", "days", "percent", "lang", "version")
    severity = None if rule.severity is None else int(rule.severity)
    kinds = [one.value for one in Kind if one in rule.kinds]
    return {**{one: getattr(rule, one) for one in names}, "kinds": kinds, "severity": severity}


def read_rule(written: Mapping[str, Any]) -> AlertRule:
    severity, kinds = written["severity"], written["kinds"]
    return AlertRule(
        **{
            **written,
            "kinds": frozenset(map(Kind, kinds)),
            "severity": None if severity is None else Severity(severity),
        }
    )


def written_hours(wanted: Etiquette) -> Json:
    times = {name: at.isoformat("minutes") for name in _TIMES if (at := getattr(wanted, name))}
    return {"place": wanted.place, "zone": wanted.zone, "budget": wanted.budget, **times}


def _read_hours(written: Mapping[str, Any]) -> Etiquette:
    times = {name: time.fromisoformat(written[name]) for name in _TIMES if name in written}
    return Etiquette(**{**written, **times})


def _rule(change: Change) -> Phrase:
    before, after = (read_rule(one) if one else None for one in (change.before, change.after))
    rule = after or before
    if rule is None:
        return say(said.AUDIT_RULE_GONE, who=Mention(change.by), rule="", channel="")
    told: dict[str, Value] = {
        "who": Mention(change.by),
        "rule": rule.name,
        "channel": Mention(rule.place),
    }
    if before and after:
        return say(said.AUDIT_RULE, **told, before=details(before), after=details(after))
    if after:
        return say(said.AUDIT_RULE_NEW, **told, after=details(after))
    return say(said.AUDIT_RULE_GONE, **told)


def _hours(change: Change) -> Phrase:
    before, after = map(_read_hours, (change.before, change.after))
    channel = Mention(after.place)
    who = Mention(change.by)
    return say(said.AUDIT_HOURS, who=who, channel=channel, before=hours(before), after=hours(after))


def _import(change: Change) -> Phrase:
    orders, place = int(change.after["orders"]), str(change.after.get("place") or "")
    who = Coded(change.by) if change.by == BY_COMMAND else Mention(change.by)
    if place:
        return count(said.AUDIT_WATCHED, orders, who=who, channel=Mention(place))
    return count(said.AUDIT_IMPORT, orders, who=who)


def _told(tell: Callable[[Change], Phrase]) -> Callable[[Change], Phrase]:
    """Say of what another version has written no more than whose change it is."""

    def told(change: Change) -> Phrase:
        try:
            return tell(change)
        except (TypeError, KeyError, ValueError, AttributeError):
            return say(home_words.AUDIT_OTHER, who=Mention(change.by), what=change.name)

    return told


AUDITED: Final[Audited] = {
    ALERT_RULE: _told(_rule),
    ALERT_HOURS: _told(_hours),
    IMPORT: _told(_import),
}
