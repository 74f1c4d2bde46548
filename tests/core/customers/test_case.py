"""Who is told when that a case waits, and which buttons count: tables."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.customers.case import (
    Case,
    Opened,
    Origin,
    Reminder,
    State,
    Urge,
    is_due,
    next_reminder,
    tagged,
)
from bot.core.customers.case_letter import Step, owed, read_owed
from bot.core.letter import Kept

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PATIENCE = 15 * MINUTE
OPENED = Opened("T1", "U1", "D1", "de", Origin.GUEST)
WAITING = Case(7, OPENED, State.WAITING, NOON, NOON)
BOTH = frozenset(Urge)


@pytest.mark.parametrize(
    ("case", "reminder"),
    [
        (WAITING, Reminder(Urge.CHANNEL, NOON + 15 * MINUTE)),
        (
            replace(WAITING, urged=frozenset({Urge.CHANNEL})),
            Reminder(Urge.LEAD, NOON + 30 * MINUTE),
        ),
        (replace(WAITING, urged=BOTH), None),
        (replace(WAITING, state=State.TAKEN), None),
        (replace(WAITING, state=State.CLOSED), None),
        (
            replace(WAITING, waits_since=NOON + 60 * MINUTE, turn=2),  # handed back
            Reminder(Urge.CHANNEL, NOON + 75 * MINUTE),
        ),
    ],
)
def test_the_channel_is_reminded_first_and_then_the_lead(
    case: Case, reminder: Reminder | None
) -> None:
    assert next_reminder(case, PATIENCE) == reminder


@pytest.mark.parametrize(
    ("minutes", "is_so"), [(0, False), (14, False), (15, True), (16, True), (9999, True)]
)
def test_a_reminder_is_due_when_patience_ends(minutes: int, *, is_so: bool) -> None:
    assert is_due(next_reminder(WAITING, PATIENCE), NOON + minutes * MINUTE) is is_so


def test_nobody_is_reminded_of_nothing() -> None:
    assert not is_due(None, NOON)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("7.0", (7, 0)),
        ("123456789.42", (123456789, 42)),
        ("", None),
        ("7", None),
        ("7.", None),
        (".0", None),
        ("-7.0", None),
        ("7.0.1", None),
        ("٧.0", None),
        ("1234567890.0", None),  # more than a database's number holds
        ("7.1234567890", None),
        (f"{'9' * 500}.0", None),
    ],
)
def test_a_button_is_read_if_it_is_one_of_ours(value: str, read: tuple[int, int] | None) -> None:
    assert tagged(value) == read


def test_a_case_tells_its_buttons_which_turn_they_are_for() -> None:
    assert tagged(replace(WAITING, turn=3).tag) == (7, 3)


def test_what_is_owed_is_read_as_it_was_written_and_known_by_its_mark() -> None:
    letter = owed(Step.RELAY, 7, "D1:1.2", NOON, text="hé <b>", channel="D2", thread="")
    read = read_owed(Kept(1, 1, "k", letter.body))
    assert (read.step, read.case_id, read.at) == (Step.RELAY, 7, NOON)
    assert read.more == {"text": "hé <b>", "channel": "D2", "thread": ""}
    assert read.place == ("D2", None)
    again = owed(Step.RELAY, 7, "D1:1.2", NOON + MINUTE, text="other")
    assert again.keys == letter.keys
    assert owed(Step.NOTE, 7, "D1:1.2", NOON).keys != letter.keys
