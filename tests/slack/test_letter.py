"""What is kept of an event, and by what it is known again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.letter import Kept
from bot.slack.letter import body_of, command_letter, letter, written_at

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MESSAGE = {
    "type": "message",
    "user": "U1",
    "channel": "C1",
    "ts": "1795176000.000100",
    "client_msg_id": "0f2b",
    "text": "PK1004 \ud83d\x00?",
}


def event(event_id: str = "Ev1", team: str = "T1", **changes: Any) -> dict[str, Any]:
    inner = {name: value for name, value in (MESSAGE | changes).items() if value is not None}
    return {"team_id": team, "event_id": event_id, "event": inner, "token": "t"}


@pytest.mark.parametrize(
    "again",
    [
        event(text="another text, which Slack never does"),
        event("Ev2", type="app_mention"),
        event("Ev2", type="app_mention", client_msg_id=None),
        event("Ev2", ts="1795176000.000200"),
    ],
)
def test_the_same_gesture_is_known_again(again: dict[str, Any]) -> None:
    assert letter(event(), NOON).keys & letter(again, NOON).keys


@pytest.mark.parametrize(
    "other",
    [
        event("Ev2", ts="1795176000.000200", client_msg_id="77aa"),
        event("Ev2", channel="C2", client_msg_id="77aa"),
        event(team="T2"),
        {"team_id": "T1", "event": {}},
        {"team_id": "T1", "event": {"channel": "C1"}},
    ],
)
def test_another_gesture_is_another_letter(other: dict[str, Any]) -> None:
    assert not letter(event(), NOON).keys & letter(other, NOON).keys


def test_what_an_answer_needs_is_kept_and_no_token() -> None:
    written = letter(event(), NOON)
    assert written.until == NOON + timedelta(minutes=30)
    assert "token" not in written.body
    assert written.body.isascii(), "no database stumbles over half a character"
    kept = Kept(1, 1, "k", written.body)
    assert body_of(kept) == {"kind": "event", "team_id": "T1", "event": MESSAGE}
    assert written_at(kept) == datetime.fromtimestamp(1795176000.0001, UTC)


def command(**changes: str) -> dict[str, Any]:
    return {
        "team_id": "T1", "user_id": "U1", "channel_id": "C1", "text": "PK1004",
        "response_url": "https://hooks.slack.com/commands/1/2/3", "trigger_id": "1.2.3",
        "token": "t", "user_name": "jo", **changes,
    }  # fmt: skip


def test_a_command_is_known_by_its_trigger() -> None:
    keys = command_letter(command(), NOON).keys
    assert keys == command_letter(command(text="another"), NOON).keys
    assert not keys & command_letter(command(trigger_id="1.2.4"), NOON).keys
    assert not command_letter(command(trigger_id=""), NOON).keys, "so it is never taken for known"


def test_of_a_command_is_kept_what_an_answer_needs() -> None:
    written = command_letter(command(), NOON)
    assert written.until == NOON + timedelta(minutes=30)
    wanted = {name: command()[name] for name in
              ("team_id", "user_id", "channel_id", "text", "response_url")}  # fmt: skip
    assert body_of(Kept(1, 1, "k", written.body)) == {"kind": "command", **wanted}
