"""How a card stands after clicks, scans and time: tables of before and after."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.alerts.stand import (
    FRESH,
    Deed,
    Reason,
    Snooze,
    Stand,
    acted,
    checked,
    moved,
    next_at,
    reminder_at,
    woken,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HELD = Stand(turn=1, holder="U1", held_at=NOON)
DONE = Stand(turn=2, holder="U1", held_at=NOON, done=Reason.INFORMED, done_by="U1", done_at=NOON)
ASLEEP = Stand(turn=1, snooze=Snooze.MOVE, snoozed_by="U1")


@pytest.mark.parametrize(
    ("choice", "until", "zone", "ends"),
    [
        ("hour", None, "UTC", NOON + HOUR),
        ("morning", None, "UTC", datetime(2026, 11, 21, 9, tzinfo=UTC)),
        ("morning", None, "Europe/Berlin", datetime(2026, 11, 21, 8, tzinfo=UTC)),
        ("morning", None, "Pacific/Auckland", datetime(2026, 11, 21, 20, tzinfo=UTC)),
        ("promise", date(2026, 11, 23), "UTC", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("move", None, "UTC", None),
    ],
)
def test_a_snooze_ends_when_it_says(
    choice: str, until: date | None, zone: str, ends: datetime | None
) -> None:
    stand = acted(FRESH, Deed.SNOOZE, "U1", NOON, choice=choice, until=until, zone=zone)
    assert stand
    assert (stand.is_snoozed, stand.snoozed_by, stand.snoozed_until) == (True, "U1", ends)
    assert stand.turn == 1
    if ends:
        assert woken(stand, ends - HOUR / 60).is_snoozed
        assert not woken(stand, ends).is_snoozed


@pytest.mark.parametrize(
    ("stand", "deed", "choice", "until"),
    [
        (HELD, Deed.HAVE, "", None),  # whoever has it has it
        (FRESH, Deed.OPEN, "", None),
        (FRESH, Deed.SNOOZE, "promise", None),
        (FRESH, Deed.SNOOZE, "promise", date(2026, 11, 20)),  # 9:00 is over
        (FRESH, Deed.SNOOZE, "for ever", None),
        (FRESH, Deed.DONE, "", None),
        (DONE, Deed.DONE, "refunded", None),
        (DONE, Deed.SNOOZE, "hour", None),
        (Stand(asked_at=NOON), Deed.REFRESH, "", None),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    stand: Stand, deed: Deed, choice: str, until: date | None
) -> None:
    assert acted(stand, deed, "U1", NOON, choice=choice, until=until) is None


def test_who_takes_it_wakes_and_opens_it() -> None:
    for before in (ASLEEP, DONE, HELD):
        stand = acted(before, Deed.HAVE, "U2", NOON + HOUR)
        assert stand
        assert (stand.holder, stand.held_at, stand.turn) == ("U2", NOON + HOUR, before.turn + 1)
        assert not stand.is_snoozed
        assert not stand.done


def test_a_scan_wakes_what_waits_for_it_and_opens_what_is_done() -> None:
    assert not moved(ASLEEP, NOON, is_over=False).is_snoozed
    opened = moved(DONE, NOON + HOUR, is_over=False)
    assert (opened.done, opened.opened_at) == (None, NOON + HOUR)
    assert moved(DONE, NOON + HOUR, is_over=True).done is Reason.INFORMED
    assert moved(DONE, NOON, is_over=False).done is Reason.INFORMED
    assert moved(opened, NOON + HOUR, is_over=False) == opened


def test_who_has_it_is_reminded_each_period_until_it_moves() -> None:
    def due(stand: Stand) -> datetime | None:
        return reminder_at(stand, DAY, is_over=False)

    assert due(FRESH) is None
    assert due(DONE) is None
    assert due(HELD) == NOON + DAY
    assert due(HELD.model_copy(update={"reminded": 2})) == NOON + 3 * DAY
    assert due(moved(HELD, NOON + HOUR, is_over=False)) == NOON + HOUR + DAY
    assert due(HELD.model_copy(update={"snooze": Snooze.MOVE})) is None
    assert reminder_at(HELD, DAY, is_over=True) is None


def test_what_is_asked_is_answered_or_given_up() -> None:
    asked = acted(FRESH, Deed.REFRESH, "U1", NOON)
    assert asked
    assert asked.turn == 0
    later = NOON + HOUR / 60
    assert checked(asked, NOON - HOUR, later, failed=False) == asked
    assert checked(asked, later, later, failed=False).checked_at == later
    assert checked(asked, later, later, failed=True).is_unchecked
    assert checked(asked, None, NOON + HOUR, failed=False).is_unchecked
    assert next_at(asked, NOON, DAY, is_over=False) == NOON + timedelta(seconds=1)
