"""What rules tell: tables of events, rules and watches to what is owed; and the same replayed."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.alert import Event, Facts, Kind, Severity
from bot.core.alerts.replay import Look, replayed
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.watches.rule import AlertRule
from bot.core.watches.watch import Listener, Notice, Watch, listeners, notices_for

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DHL = {"courier": ("dhl-germany",), "country": ("de",)}
ORDER = Reference(Asked.ORDER_NUMBER, "PK1004")


def event(kind: Kind, *, episode: int = 1, tag: str = "a", **facts: object) -> Event:
    made = {"order": "PK1004", "began": NOON, "seen": NOON, "traits": DHL, **facts}
    return Event(
        tag=tag,
        kind=kind,
        episode=episode,
        facts=Facts.model_validate({"kinds": (kind,), **made}),
    )


def rule(name: str = "all", *kinds: Kind, place: str = "C1", **changes: object) -> AlertRule:
    return AlertRule(name, place, name, frozenset(kinds), **changes)  # type: ignore[arg-type]


def watch(*, is_new: bool = False, **changes: object) -> Watch:
    return Watch(1, ORDER, "C1", "U1", NOON, is_new=is_new, **changes)  # type: ignore[arg-type]


def owed(listener: Listener, *events: Event) -> list[tuple[str, str, str]]:
    found = notices_for(listener, "name", events)
    return [(one.event.kind.value, one.state.value, one.reason) for one in found]


def by(*rules: AlertRule) -> Listener:
    [found] = listeners((), rules)
    return found


LATE, BROKEN, DONE = event(Kind.LATE), event(Kind.EXCEPTION), event(Kind.DELIVERED)
EXCEEDED = event(Kind.PROMISE_EXCEEDED)


def test_a_rule_tells_what_it_is_for_and_silences_the_rest_of_its_orders() -> None:
    one = by(rule("Late", Kind.LATE))
    assert owed(one, LATE, BROKEN) == [("late", "owed", ""), ("exception", "silenced", "Late")]
    assert owed(by(rule()), LATE, BROKEN) == [("late", "owed", ""), ("exception", "owed", "")]


def test_an_order_that_a_rule_does_not_concern_is_neither_told_nor_silenced() -> None:
    one = by(rule("UPS", Kind.LATE, condition="courier:ups"))
    assert owed(one, LATE, BROKEN) == []
    assert owed(by(rule(condition="courier:dhl and country:DE")), LATE) == [("late", "owed", "")]


def test_a_condition_that_cannot_be_read_any_more_concerns_nothing() -> None:
    assert owed(by(rule(condition="size:XL")), LATE) == []


def test_what_one_rule_of_a_channel_silences_another_may_tell() -> None:
    one = by(rule("Late", Kind.LATE), rule("Broken", Kind.EXCEPTION))
    assert [state for _, state, _ in owed(one, LATE, BROKEN, DONE)] == ["owed", "owed", "silenced"]


def test_one_delay_is_one_message_whichever_rules_want_it() -> None:
    one = by(rule("Late", Kind.LATE), rule("Promise", Kind.PROMISE_EXCEEDED))
    found = list(notices_for(one, "name", [LATE, EXCEEDED]))
    assert [one.state.value for one in found] == ["owed", "merged"]
    assert found[0].facts.kinds == (Kind.LATE, Kind.PROMISE_EXCEEDED)
    assert found[1].into == found[0].key


def test_a_watch_and_a_rule_of_the_same_channel_tell_once() -> None:
    [one] = listeners([watch()], [rule("Late", Kind.LATE)])
    assert owed(one, LATE, DONE) == [("late", "owed", ""), ("delivered", "owed", "")]
    [alone] = listeners([watch()], [])
    keys = {found.key for found in notices_for(alone, "name", [LATE])}
    assert keys == {found.key for found in notices_for(by(rule()), "name", [LATE])}


def test_each_channel_hears_by_its_own() -> None:
    found = listeners([watch()], [rule(place="C2"), rule("b", place="C2"), rule(place="C3")])
    assert [(one.place, bool(one.watch), len(one.rules)) for one in found] == [
        ("C1", True, 0),
        ("C2", False, 2),
        ("C3", False, 1),
    ]


@pytest.mark.parametrize(
    ("severities", "told"),
    [
        ([None], Severity.WARNING),
        ([Severity.URGENT], Severity.URGENT),
        ([Severity.INFO], Severity.INFO),
        ([Severity.INFO, None], Severity.WARNING),
        ([Severity.INFO, Severity.URGENT], Severity.URGENT),
    ],
)
def test_news_is_as_urgent_as_the_most_urgent_rule_says(
    severities: list[Severity | None], told: Severity
) -> None:
    one = by(*(rule(str(n), severity=one) for n, one in enumerate(severities)))
    [notice] = notices_for(one, "name", [LATE])
    assert notice.facts.severity is told


@pytest.mark.parametrize(
    ("below", "step", "days", "is_told"),
    [(-1, 1, 3, False), (2, 3, 3, True), (-1, 5, 3, True), (3, 4, 3, False), (4, 6, 5, True)],
)
def test_what_is_not_collected_is_told_after_the_days_a_rule_says(
    below: int, step: int, days: int, *, is_told: bool
) -> None:
    waits = event(Kind.NOT_COLLECTED, below=below, step=step)
    assert bool(owed(by(rule(days=days)), waits)) is is_told
    if days == 3:  # as to whom no rule says another
        [alone] = listeners([watch()], [])
        assert bool(owed(alone, waits)) is is_told


@pytest.mark.parametrize(
    ("below", "step", "percent", "is_told"),
    [(-1, 0, 0, True), (-1, 60, 80, False), (60, 80, 80, True), (80, 90, 80, False)],
)
def test_what_may_be_late_is_told_from_the_probability_a_rule_says(
    below: int, step: int, percent: int, *, is_told: bool
) -> None:
    trending = event(Kind.TRENDING_LATE, below=below, step=step)
    assert bool(owed(by(rule(percent=percent)), trending)) is is_told


def test_the_end_of_a_way_before_the_bot_knew_of_it_is_no_rules_news() -> None:
    old = event(Kind.DELIVERED, is_found=True, began=NOON - 5 * HOUR)
    just = event(Kind.DELIVERED, is_found=True, began=NOON - HOUR)
    told_late = event(Kind.DELIVERED, began=NOON - 5 * HOUR)
    assert owed(by(rule()), old) == []
    assert owed(by(rule()), just) == owed(by(rule()), told_late) == [("delivered", "owed", "")]


def test_who_hears_what_after_a_look() -> None:
    news, standing = (DONE,), (LATE,)
    [ruled] = listeners((), [rule()])
    [new] = listeners([watch(is_new=True)], ())
    [both] = listeners([watch(is_new=True)], [rule()])
    [old] = listeners([watch()], ())
    assert list(ruled.heard(news, standing, is_first=True)) == [DONE, LATE]
    assert list(ruled.heard(news, standing, is_first=False)) == [DONE]
    assert list(new.heard(news, standing, is_first=False)) == [LATE]
    assert list(both.heard(news, standing, is_first=False)) == [DONE, LATE]
    assert list(old.heard(news, standing, is_first=False)) == [DONE]


def test_a_replay_gives_the_same_news() -> None:
    rules = [rule("Late", Kind.LATE), rule("Broken", Kind.EXCEPTION, place="C2")]
    looks = [Look("one", NOON, (LATE, EXCEEDED, BROKEN)), Look("two", NOON, (DONE,))]

    def told() -> list[Notice]:
        return [
            notice
            for look in looks
            for listener in listeners((), rules)
            for notice in notices_for(listener, look.name, look.events)
        ]

    assert list(replayed(looks, rules)) == told()
