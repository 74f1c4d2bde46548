"""What people have read, and what they have not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.slack.model import Message
    from bot.sandbox.slack.workspace import Workspace

_FOR_ALL = ("<!here", "<!channel", "<!everyone")


@dataclass(frozen=True)
class Unread:
    """How much is new to a person in a channel, how much of it speaks to them, read up to where."""

    count: int
    mentions: int
    read_ts: str


def read(space: Workspace, user_id: str, channel_id: str) -> None:
    """Note that this person has read all that stands in this channel."""
    channel = space.channel_for(user_id, channel_id)
    seen = space.seen_by(user_id, channel.id)
    ts = seen[-1].ts if seen else ""
    if ts > space.positions.get((user_id, channel.id), ""):
        space.positions[user_id, channel.id] = ts
        space.touch()


def unread(space: Workspace, user_id: str, channel_id: str) -> Unread:
    """What is new to this person in this channel.

    Ephemeral messages leave no mark, answers in threads only where they speak to the person;
    in a direct message everything does.
    """
    channel = space.channel_for(user_id, channel_id)
    read_ts = space.positions.get((user_id, channel.id), "")
    new = [
        message
        for message in space.seen_by(user_id, channel.id)
        if message.ts > read_ts and message.user != user_id and not message.only_for
    ]
    if channel.dm_with:
        return Unread(len(new), len(new), read_ts)
    meant = [message for message in new if _speaks_to(space, user_id, message)]
    count = sum(1 for message in new if not message.is_reply or message in meant)
    return Unread(count, len(meant), read_ts)


def _speaks_to(space: Workspace, user_id: str, message: Message) -> bool:
    groups = (group for group in space.groups.values() if user_id in group.members)
    marks = (f"<@{user_id}", *_FOR_ALL, *(f"<!subteam^{group.id}" for group in groups))
    said = message.text + json.dumps([message.blocks, message.attachments], ensure_ascii=False)
    # rich_text names people without marks
    return any(mark in said for mark in (*marks, f'"user_id": "{user_id}"'))
