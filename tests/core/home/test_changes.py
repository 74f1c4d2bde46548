"""Audit lines of alert rules: kept as they can be read again, and told in words."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.core.alert import Kind, Severity
from bot.core.home.changes import AUDITED, IMPORT, read_rule, written_hours, written_rule
from bot.core.home.form import audit_lines
from bot.core.rule import Change, Json
from bot.core.watches.rule import ALERT_HOURS, ALERT_RULE, AlertRule, Etiquette
from bot.slack.views import plain

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RULE = AlertRule("r", "C1", "Late", frozenset({Kind.LATE}), "courier:dhl", Severity.URGENT, 5, 60)
NIGHT = Etiquette("C1", "Europe/Berlin", time(20), time(7), budget=4)


@pytest.mark.parametrize("rule", [RULE, AlertRule("r", "C1", "All", version=3)])
def test_a_rule_is_read_as_it_was_written(rule: AlertRule) -> None:
    assert read_rule(written_rule(replace(rule, by="U1"))) == rule


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        (ALERT_RULE, None, written_rule(RULE), "made the alert rule Late for"),
        (ALERT_RULE, written_rule(RULE), None, "removed the alert rule Late of"),
        (
            ALERT_RULE,
            written_rule(RULE),
            written_rule(replace(RULE, days=7, percent=0)),
            "5 days · 60 % → Late · Only courier:dhl",
        ),
        (
            ALERT_HOURS,
            written_hours(Etiquette("C1")),
            written_hours(NIGHT),
            "Quiet from 20:00 to 07:00",
        ),
        (IMPORT, None, {"orders": 2, "new": 1}, "imported 2 orders for the alert rules"),
        (ALERT_RULE, {"of": "another version"}, 7, "changed alert_rule"),
    ],
)
def test_who_changed_what_is_told(name: str, before: Json, after: Json, said: str) -> None:
    [line] = audit_lines([Change(NOON, "U1", name, before, after)], AUDITED)
    assert said in plain(line, "en", limit=500)
