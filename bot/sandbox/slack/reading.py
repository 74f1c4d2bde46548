"""What people have read, what they have not, and what Slack notifies them of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.sandbox.slack.model import Channel, Message
    from bot.sandbox.slack.workspace import Workspace

_FOR_ALL = ("here", "channel", "everyone")
_MAX_NOTICES = 20
_LOOKED_AT = 200  # the newest messages of a channel


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
    new = list(_of_others(user_id, space.messages.after(channel.id, read_ts)))
    if channel.dm_with:
        return Unread(len(new), len(new), read_ts)
    names = _names(space, user_id)
    meant = sum(1 for message in new if message.mentions & names)
    count = sum(1 for message in new if not message.is_reply or message.mentions & names)
    return Unread(count, meant, read_ts)


def notices(space: Workspace, user_id: str, channels: Iterable[Channel]) -> list[Message]:
    """The newest that Slack notifies this person of: direct messages and mentions.

    https://slack.com/help/articles/201355156, as it is set at first; never of ephemeral messages.
    """
    names = _names(space, user_id)
    found: list[Message] = []
    for channel in channels:
        newest = reversed(space.messages.of(channel.id)[-_LOOKED_AT:])
        others = _of_others(user_id, newest)
        told = (one for one in others if channel.dm_with or one.mentions & names)
        found += islice(told, _MAX_NOTICES)
    return sorted(found, key=lambda message: message.ts)[-_MAX_NOTICES:]


def _of_others(user_id: str, messages: Iterable[Message]) -> Iterator[Message]:
    for message in messages:
        if message.user != user_id and not message.only_for and not message.is_deleted:
            yield message


def _names(space: Workspace, user_id: str) -> frozenset[str]:
    """All by which a message can mention this person."""
    groups = (group.id for group in space.groups.values() if user_id in group.members)
    return frozenset((user_id, *_FOR_ALL, *groups))
