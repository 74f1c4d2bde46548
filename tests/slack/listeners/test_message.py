"""Which messages are a person's question to the bot."""

from typing import Any

import pytest

from bot.slack.listeners.message import is_for_us

WRITTEN = {"type": "message", "channel_type": "im", "channel": "C1", "user": "U1", "text": "PK1004"}


@pytest.mark.parametrize("more", [{}, {"subtype": "file_share"}, {"subtype": "thread_broadcast"}])
def test_what_a_person_writes_to_the_bot_is_for_it(more: dict[str, Any]) -> None:
    assert is_for_us(WRITTEN | more)


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"bot_id": "B1"},
        {"user": None},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
    ],
)
def test_all_else_is_not(more: dict[str, Any]) -> None:
    assert not is_for_us(WRITTEN | more)


MENTION = {"type": "app_mention", "channel": "C1", "user": "U1", "text": "<@U0BOT> PK1004"}


def test_a_mention_is_for_it_unless_it_comes_of_an_edit_or_of_a_bot() -> None:
    assert is_for_us(MENTION)
    assert not is_for_us(MENTION | {"edited": {"user": "U1", "ts": "1.0"}})
    assert not is_for_us(MENTION | {"bot_id": "B1"})
