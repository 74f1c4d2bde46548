"""When a change is news, told once: tables of two or more looks at an order."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.alert import Event, Kind, Sighting
from bot.core.alerts.card import for_alert
from bot.core.alerts.news import News, news_about, same_until
from bot.core.click import lead_of
from bot.core.order import tolerant_order
from bot.core.parcel import parcels_of
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.watches.watch import name_of
from tests.core.canary import Cage
from tests.core.sample import NOW, Json, order, status, tracking
from tests.strategies import hurt_bodies, order_bodies

HOUR = timedelta(hours=1)
SETTLING = timedelta(minutes=15)


def look(before: Sighting | None, *trackings: Json, at: datetime = NOW, **members: Any) -> News:
    return news_about(order(*trackings, **members), before, at, settling=SETTLING)


def kinds(events: tuple[Event, ...]) -> list[tuple[str, int]]:
    return [(event.kind.value, event.episode) for event in events]


def scan(code: str, at: str, **members: Any) -> Json:
    return {"status_code": code, "event_timestamp": at, "status_text": code, **members}


CALM = tracking()
LATE = tracking(is_delayed=True)


def reported(**flags: Any) -> Json:
    return tracking(reporting_info=flags)


def test_an_order_without_a_number_is_one_by_whichever_parcel_it_is_asked_for() -> None:
    one, two = (Reference(Asked.TRACKING_NUMBER, number, ("dhl-germany",)) for number in "12")
    parcels = (tracking(tracking_number="1"), tracking(tracking_number="2", is_delayed=True))
    found = order(*parcels, order_number=None)
    [late] = news_about(found, None, NOW, settling=SETTLING).standing
    names = {name_of(asked, "", "", late.facts.lead) for asked in (one, two)}
    assert len(names) == 1
    assert late.facts.lead == lead_of(found) != ""
    [numbered] = look(None, LATE).standing
    assert numbered.facts.lead == ""


@pytest.mark.parametrize(
    ("then", "kind"),
    [
        (LATE, "late"),
        (reported(is_delayed=True), "late"),
        (tracking(is_exception=True), "exception"),
        (tracking("Failed"), "exception"),
        (reported(has_failed_attempt=True), "failed_attempt"),
        (reported(is_delayed_dispatch=True), "dispatch_late"),
        (reported(is_forgotten=True), "no_scan"),
        (reported(is_customer_promise_exceeded=True), "promise_exceeded"),
        (reported(trending_late_status="warning"), "trending_late"),
        (tracking("ReadyToCollect"), "ready_for_pickup"),
        (tracking("SentBack"), "sent_back"),
        (tracking("Returned"), "returned"),
        (tracking("Delivered"), "delivered"),
        (tracking("Cancelled"), "cancelled"),
        (tracking("Customs"), None),
        (tracking("LastMile"), None),
        (reported(trending_late_status="normal"), None),
    ],
)
def test_each_kind_is_told_once(then: Json, kind: str | None) -> None:
    first = look(None, CALM)
    assert not first.events
    assert not first.standing
    second = look(first.seen, then, at=NOW + HOUR)
    assert kinds(second.events) == ([(kind, 1)] if kind else [])
    third = look(second.seen, then, at=NOW + 2 * HOUR)
    assert not third.events
    assert third.seen == second.seen


def test_late_and_on_time_and_late_again_is_a_second_alert() -> None:
    seen = look(None, CALM).seen
    told = []
    for number, then in enumerate((LATE, CALM, LATE), 1):
        news = look(seen, then, at=NOW + number * HOUR)
        told += kinds(news.events)
        seen = news.seen
    assert told == [("late", 1), ("late", 2)]


def test_what_flaps_within_the_settling_time_is_told_once() -> None:
    seen = look(None, CALM).seen
    told = []
    for number, then in enumerate((LATE, CALM, LATE, CALM, LATE, CALM, LATE), 1):
        news = look(seen, then, at=NOW + number * timedelta(minutes=5))
        told += kinds(news.events)
        seen = news.seen
    assert told == [("late", 1)]


def test_who_has_only_begun_to_watch_is_told_what_holds() -> None:
    news = look(None, tracking(is_delayed=True, reporting_info={"has_failed_attempt": True}))
    assert not news.events
    assert kinds(news.standing) == [("late", 1), ("failed_attempt", 1)]


def test_what_went_wrong_on_a_way_that_has_ended_well_is_not_told_any_more() -> None:
    news = look(None, tracking("Delivered", is_delayed=True, reporting_info={"is_forgotten": True}))
    assert kinds(news.standing) == [("delivered", 1)]
    lost = look(None, tracking("Failed", is_delayed=True))
    assert kinds(lost.standing) == [("exception", 1)]


def test_the_first_promise_is_kept_and_each_change_told_once() -> None:
    def due(day: int) -> Json:
        raw = {"earliest_date": f"2026-11-{day}", "latest_date": f"2026-11-{day}"}
        return tracking(
            announced_delivery_date="2026-11-17", action_box={"type": "prediction", "raw": raw}
        )

    seen, told = look(None, due(17)).seen, []
    for number, day in enumerate((17, 19, 19, 18, 19, 20), 1):
        news = look(seen, due(day), at=NOW + number * timedelta(minutes=1))
        told += [
            (event.episode, event.facts.promises)
            for event in news.events
            if event.kind is Kind.PROMISE_MOVED
        ]
        seen = news.seen
    first, second, third = (date(2026, 11, day) for day in (17, 19, 20))
    assert told == [(1, (first, second)), (2, (first, second, third))]


def test_a_return_that_is_delivered_is_back_at_the_shop() -> None:
    seen = look(None, tracking(is_return=True)).seen
    news = look(seen, tracking("Delivered", is_return=True, is_delayed=True), at=NOW + HOUR)
    assert kinds(news.events) == [("returned", 1)]
    assert news.seen.ended == NOW + HOUR


def test_four_things_between_two_looks_are_all_told_in_their_order() -> None:
    first = [scan("InTransit", "2026-11-16T05:30:00Z")]
    seen = look(None, tracking(checkpoints=first)).seen
    scans = [
        *first,
        scan("ReturnToSender", "2026-11-17T08:00:00Z"),  # the order of scans is not promised
        scan("Attempted", "2026-11-16T11:00:00Z", delivery_location_type="Notified"),
        scan("PickupReady", "2026-11-16T15:00:00Z"),
        scan("Returned", "2026-11-18T09:00:00Z"),
    ]
    last = status("Returned", event_timestamp="2026-11-18T09:00:00Z")
    then = tracking(
        checkpoints=scans,
        last_delivery_status=last,
        reporting_info={"has_failed_attempt": True, "is_returned": True},
    )
    news = look(seen, then, at=NOW + timedelta(days=2))
    assert [kind for kind, _ in kinds(news.events)] == [
        "failed_attempt",
        "ready_for_pickup",
        "sent_back",
        "returned",
    ]
    assert not look(news.seen, then, at=NOW + timedelta(days=3)).events


def test_a_second_failed_attempt_is_told_although_the_flag_was_up_already() -> None:
    first = scan("Attempted", "2026-11-16T10:00:00Z")
    flags = {"has_failed_attempt": True}
    seen = look(None, tracking(checkpoints=[first], reporting_info=flags)).seen
    second = scan("Attempted", "2026-11-17T10:00:00Z")
    then = tracking(checkpoints=[first, second], reporting_info=flags)
    news = look(seen, then, at=NOW + timedelta(days=1))
    assert kinds(news.events) == [("failed_attempt", 2)]


def test_the_scan_that_explains_a_flag_later_is_no_second_alert() -> None:
    old = [scan("InTransit", "2026-11-16T05:30:00Z")]
    seen = look(None, tracking(checkpoints=old)).seen
    flagged = tracking(checkpoints=old, reporting_info={"has_failed_attempt": True})
    news = look(seen, flagged, at=NOW + HOUR)
    assert kinds(news.events) == [("failed_attempt", 1)]
    late = [*old, scan("Attempted", "2026-11-16T10:29:00Z")]
    then = tracking(checkpoints=late, reporting_info={"has_failed_attempt": True})
    assert not look(news.seen, then, at=NOW + 2 * HOUR).events


def test_a_scan_that_a_clock_ahead_of_ours_has_dated_is_told_once() -> None:
    old = [scan("InTransit", "2026-11-16T05:30:00Z")]
    seen = look(None, tracking(checkpoints=old)).seen
    ahead = [*old, scan("Attempted", (NOW + HOUR).isoformat())]
    then = tracking(checkpoints=ahead, reporting_info={"has_failed_attempt": True})
    news = look(seen, then)
    assert kinds(news.events) == [("failed_attempt", 1)]
    assert not look(news.seen, then, at=NOW + 2 * HOUR).events
    again = [*ahead, scan("Attempted", (NOW + 2 * HOUR).isoformat())]
    news = look(news.seen, tracking(checkpoints=again), at=NOW + 2 * HOUR)
    assert kinds(news.events) == [("failed_attempt", 2)]


def test_what_our_own_clock_has_dated_ahead_ends_when_that_is_put_back() -> None:
    late = look(look(None, CALM).seen, LATE)
    by_wrong = look(late.seen, CALM, at=NOW + HOUR)
    put_back = look(by_wrong.seen, CALM, at=NOW + timedelta(minutes=1))
    again = look(put_back.seen, LATE, at=NOW + timedelta(minutes=20))
    assert kinds(again.events) == [("late", 2)]


def test_what_our_own_clock_has_dated_ahead_hides_no_scan_after_that_is_put_back() -> None:
    old = [scan("InTransit", "2026-11-16T05:30:00Z")]
    seen = look(None, tracking(checkpoints=old)).seen
    flagged = tracking(checkpoints=old, reporting_info={"has_failed_attempt": True})
    by_wrong = look(seen, flagged, at=NOW + HOUR)
    put_back = look(by_wrong.seen, flagged, at=NOW + timedelta(minutes=1))
    second = tracking(checkpoints=[*old, scan("Attempted", (NOW + HOUR / 2).isoformat())])
    news = look(put_back.seen, second, at=NOW + HOUR)
    assert kinds(news.events) == [("failed_attempt", 2)]


def test_hidden_scans_are_not_told() -> None:
    old = [scan("InTransit", "2026-11-16T05:30:00Z")]
    seen = look(None, tracking(checkpoints=old)).seen
    hidden = scan("Attempted", "2026-11-16T10:29:00Z", is_hidden=True)
    assert not look(seen, tracking(checkpoints=[*old, hidden]), at=NOW + HOUR).events


def test_what_waits_too_long_at_a_pickup_place_is_told() -> None:
    waiting = tracking(
        "ReadyToCollect",
        last_delivery_status=status("ReadyToCollect", event_timestamp="2026-11-16T05:30:00Z"),
    )
    seen = look(None, waiting).seen
    assert not look(seen, waiting, at=NOW + timedelta(hours=18)).events
    steps = []
    for hours in (24, 30, 48, 54, 96, 97):
        news = look(seen, waiting, at=NOW + timedelta(hours=hours))
        assert not look(news.seen, waiting, at=NOW + timedelta(hours=hours)).events
        steps += [(one.episode, one.facts.below, one.facts.step) for one in news.events]
        seen = news.seen
    assert steps == [(1, -1, 1), (2, 1, 2), (3, 2, 4)]
    [_, standing] = news.standing
    assert (standing.kind, standing.episode, standing.facts.below) == (Kind.NOT_COLLECTED, 3, -1)


def test_what_may_be_late_is_news_again_when_it_gets_more_likely() -> None:
    def likely(chance: float | None, word: str = "warning") -> Json:
        return reported(trending_late_status=word, trending_late_probability=chance)

    seen = look(None, CALM).seen
    steps = []
    chances = (None, 0.55, 0.58, 0.49, 0.91, float("nan"), 7.0)
    for number, chance in enumerate(chances, 1):
        news = look(seen, likely(chance), at=NOW + number * HOUR)
        steps += [(one.episode, one.facts.below, one.facts.step) for one in news.events]
        seen = news.seen
    assert steps == [(1, -1, 0), (2, 0, 50), (3, 50, 90), (4, 90, 100)]
    unsaid = look(look(None, CALM).seen, likely(0.6, "normal"), at=NOW + HOUR)
    assert kinds(unsaid.events) == [("trending_late", 1)]


def test_what_holds_when_an_order_is_seen_for_the_first_time_is_marked() -> None:
    first = look(None, LATE)
    assert [one.facts.is_found for one in first.standing] == [True]
    again = look(first.seen, LATE, at=NOW + HOUR)
    assert [one.facts.is_found for one in again.standing] == [False]


def test_a_parcel_that_gets_its_number_is_the_same_parcel() -> None:
    unnumbered = tracking("Pending", tracking_number="", is_delayed=True)
    seen = look(None, unnumbered).seen
    numbered = tracking("Pending", is_delayed=True)
    assert not look(seen, numbered, at=NOW + HOUR).events


def test_a_parcel_that_is_left_out_of_one_answer_is_remembered() -> None:
    other = tracking(tracking_number="2", is_delayed=True)
    seen = look(None, CALM, other).seen
    without = look(seen, CALM, at=NOW + HOUR)
    assert not look(without.seen, CALM, other, at=NOW + 2 * HOUR).events


def test_a_way_that_goes_on_after_its_end_has_not_ended() -> None:
    seen = look(None, tracking("Delivered")).seen
    assert seen.ended == NOW
    again = look(seen, CALM, at=NOW + HOUR)
    assert again.seen.ended is None
    assert kinds(look(again.seen, tracking("Delivered"), at=NOW + 3 * HOUR).events) == [
        ("delivered", 2)
    ]


def test_what_is_kept_reads_back_the_same() -> None:
    seen = look(None, LATE, tracking("Delivered", tracking_number="2")).seen
    assert Sighting.model_validate_json(seen.model_dump_json()) == seen


# What rules ask of an order: kept, and shown to nobody.
_FOR_RULES = {
    "trackings.warehouse",
    "trackings.articles.tags",
    "trackings.courier_info.courier",
    "trackings.courier_info.last_mile_courier_name",
}


def test_nothing_personal_is_kept() -> None:
    """A canary in every member of the order: only those that a channel sees come through."""
    cage = Cage("returned", lifecycle_status="Returned")
    news = news_about(tolerant_order(cage.body), None, NOW, settling=SETTLING)
    assert news.standing
    kept = [news.seen, *(event.facts for event in news.standing)]
    found = cage.escaped({"text": "".join(one.model_dump_json() for one in kept)})
    assert found <= {
        "order_number",
        "client_key",
        "trackings.courier_info.courier_name",
        "trackings.last_delivery_status.exception_type",
        "trackings.action_box.reason",
        *_FOR_RULES,
    }
    shown = cage.escaped({"text": "".join(repr(for_alert(one.facts)) for one in news.standing)})
    assert shown
    assert not shown & _FOR_RULES


@given(st.lists(st.one_of(order_bodies(), hurt_bodies()), min_size=2, max_size=4))
def test_any_answers_in_any_order_are_read_and_told_once(bodies: list[Json]) -> None:
    seen: Sighting | None = None
    told: set[tuple[str, str, int]] = set()
    for number, body in enumerate(bodies):
        try:
            then = tolerant_order(body)
        except ValueError:
            continue
        news = news_about(then, seen, NOW + number * HOUR, settling=SETTLING)
        for event in news.events:
            key = (event.tag, event.kind.value, event.episode)
            assert key not in told
            told.add(key)
        seen = Sighting.model_validate_json(news.seen.model_dump_json())


def test_of_parcels_that_nothing_tells_apart_the_most_urgent_speaks_for_all() -> None:
    calm, late = (tracking(tracking_number=None, is_delayed=flag) for flag in (False, True))
    begun = look(look(None, calm, calm).seen, late, late, at=NOW + HOUR)
    assert kinds(begun.events) == [("late", 1)]
    seen = begun.seen
    for hours in (2, 3, 4):
        still = look(seen, late, calm, at=NOW + hours * HOUR)
        assert not still.events
        seen = still.seen
    assert not look(seen, calm, calm, at=NOW + 5 * HOUR).events
    assert kinds(look(seen, calm, calm, at=NOW + 5 * HOUR).standing) == []


# The same answer again


def until(*trackings: Json, at: datetime = NOW) -> datetime:
    return same_until(parcels_of(order(*trackings), at), at)


@pytest.mark.parametrize(
    ("then", "turns", "kind"),
    [
        # Midnight in Berlin is at 23 o'clock.
        (tracking(announced_delivery_date="2026-11-16"), "2026-11-16T23:00:00Z", "late"),
        (
            tracking(announced_delivery_date="2026-11-16", timezone="Asia/Tokyo"),
            "2026-11-16T15:00:00Z",
            "late",
        ),
        (
            tracking(announced_delivery_date="2026-11-16", timezone=None),
            "2026-11-17T00:00:00Z",
            "late",
        ),
        (
            tracking(
                last_delivery_status=status(
                    "ReadyToCollect", event_timestamp="2026-11-15T12:30:00Z"
                )
            ),
            "2026-11-16T12:30:00Z",
            "not_collected",
        ),
        (
            tracking(
                checkpoints=[
                    scan("Transit", "2026-11-16T05:30:00Z"),
                    scan("DeliveryAttempt", "2026-11-16T12:00:00Z"),
                ]
            ),
            "2026-11-16T12:00:00Z",
            "failed_attempt",
        ),
    ],
)
def test_time_alone_makes_news_at_its_moment_and_not_before(
    then: Json, turns: str, kind: str
) -> None:
    moment = datetime.fromisoformat(turns)
    assert until(then) == moment
    seen = look(None, then).seen
    before = look(seen, then, at=moment - timedelta(microseconds=1))
    assert (before.events, before.seen) == ((), seen)
    assert kinds(look(seen, then, at=moment).events) == [(kind, 1)]


def test_each_day_that_a_parcel_is_not_collected_is_a_moment() -> None:
    waits = tracking(
        last_delivery_status=status("ReadyToCollect", event_timestamp="2026-11-12T22:00:00Z")
    )
    seen, at, told = look(None, waits).seen, NOW, []
    for _ in range(6):
        at = until(waits, at=at)
        news = look(seen, waits, at=at)
        told += [event.facts.step for event in news.events]
        seen = news.seen
    assert told == [4, 5, 6]  # three of these moments are midnights


@given(
    st.lists(st.one_of(order_bodies(), hurt_bodies()), min_size=1, max_size=2),
    st.floats(0, 1, exclude_max=True),
)
def test_the_same_answer_brings_nothing_until_its_moment(bodies: list[Json], part: float) -> None:
    seen: Sighting | None = None
    for number, body in enumerate(bodies):
        try:
            then = tolerant_order(body)
        except ValueError:
            continue
        at = NOW + number * HOUR
        seen = news_about(then, seen, at, settling=SETTLING).seen
        later = at + part * (same_until(parcels_of(then, at), at) - at)
        again = news_about(then, seen, later, settling=SETTLING)
        assert again.seen == seen
        assert again.seen.model_dump_json() == seen.model_dump_json()
