"""Which messages are a person's question to the bot."""

from typing import Any

import pytest

from bot.slack.listeners.message import is_for_us

WRITTEN = {"channel_type": "im", "channel": "D1", "user": "U1", "text": "PK1004"}


@pytest.mark.parametrize("more", [{}, {"subtype": "file_share"}])
def test_what_a_person_writes_to_the_bot_is_for_it(more: dict[str, Any]) -> None:
    assert is_for_us(WRITTEN | more)


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "thread_broadcast"},
        {"subtype": "bot_message"},
        {"bot_id": "B1"},
        {"user": None},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
    ],
)
def test_all_else_is_not(more: dict[str, Any]) -> None:
    assert not is_for_us(WRITTEN | more)
