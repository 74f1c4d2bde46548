"""The contract of what channels want to hear, over SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.core.alert import Kind, Severity
from bot.core.watches.rule import AlertRule, Etiquette
from bot.store.alerts.rules import AlertRules

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATE = AlertRule(
    "r1",
    "C1",
    "Late at DHL",
    kinds=frozenset({Kind.LATE, Kind.EXCEPTION}),
    condition="courier:dhl and not country:DE",
    severity=Severity.URGENT,
    days=5,
    percent=80,
    lang="de",
    by="U1",
)
NIGHT = Etiquette("C1", "Europe/Berlin", time(20), time(7, 30), time(8, 15), 40, by="U1")


async def test_a_rule_is_kept_as_it_was_said(rules: AlertRules) -> None:
    assert await rules.of_place("C1") == []
    assert await rules.put(LATE, NOON)
    assert await rules.put(AlertRule("r2", "C2", "All"), NOON)
    assert await rules.of_place("C1") == [replace(LATE, version=1)]
    assert await rules.of_place("C2") == [AlertRule("r2", "C2", "All", version=1)]


async def test_a_channels_rules_stand_in_the_order_in_which_they_were_made(
    rules: AlertRules,
) -> None:
    for number, name in enumerate(("z", "a", "m")):
        await rules.put(AlertRule(name, "C1", name), NOON + number * HOUR)
    await rules.put(AlertRule("z", "C1", "changed", version=1), NOON + 9 * HOUR)
    assert [one.id for one in await rules.of_place("C1")] == ["z", "a", "m"]


async def test_who_sends_a_rule_twice_has_made_one(rules: AlertRules) -> None:
    assert await rules.put(LATE, NOON)
    assert await rules.put(LATE, NOON)
    assert await rules.of_place("C1") == [replace(LATE, version=1)]


async def test_of_two_who_change_a_rule_the_second_is_told(rules: AlertRules) -> None:
    await rules.put(LATE, NOON)
    assert await rules.put(replace(LATE, name="first", version=1), NOON)
    assert not await rules.put(replace(LATE, name="second", version=1), NOON)
    [rule] = await rules.of_place("C1")
    assert (rule.name, rule.version) == ("first", 2)


async def test_a_rule_that_is_gone_stays_gone(rules: AlertRules) -> None:
    await rules.put(LATE, NOON)
    assert not await rules.remove("r1", "C2", "U1", NOON)
    assert await rules.remove("r1", "C1", "U1", NOON)
    assert not await rules.remove("r1", "C1", "U1", NOON)
    assert not await rules.put(replace(LATE, name="changed", version=1), NOON)
    assert await rules.of_place("C1") == []


async def test_nobody_takes_another_channels_rule(rules: AlertRules) -> None:
    await rules.put(LATE, NOON)
    assert not await rules.put(replace(LATE, place="C2", version=1), NOON)
    assert await rules.of_place("C2") == []


async def test_a_channel_hears_at_any_time_until_somebody_says_when(rules: AlertRules) -> None:
    assert await rules.etiquette("C1") == Etiquette("C1")
    assert await rules.set_etiquette(NIGHT, NOON)
    assert await rules.etiquette("C1") == replace(NIGHT, version=1)
    assert await rules.etiquette("C2") == Etiquette("C2")


async def test_of_two_who_say_when_the_second_is_told(rules: AlertRules) -> None:
    assert await rules.set_etiquette(NIGHT, NOON)
    assert await rules.set_etiquette(NIGHT, NOON)  # the same, sent twice
    assert await rules.set_etiquette(replace(NIGHT, budget=5, version=1), NOON)
    assert not await rules.set_etiquette(replace(NIGHT, budget=6, version=1), NOON)
    assert (await rules.etiquette("C1")).budget == 5
