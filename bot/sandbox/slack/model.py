"""What stands in a workspace: channels, messages and files."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from bot.sandbox.slack.people import (
    AGENT_ONE,
    AGENT_TWO,
    APP,
    BOT,
    BOT_USER,
    GUEST,
    LEAD,
    PARTNER,
    TEAM,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.sandbox.slack.judge import Json

SUPPORT, DELAYS, SHARED = "C0SUPPORT", "C0DELAYS1", "C0PARTNER"


@dataclass
class Channel:
    """A place where messages stand; `dm_with` is the person of a direct message with the bot."""

    id: str
    name: str
    members: set[str]
    is_private: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    dm_with: str | None = None
    topic: str = ""


def every_channel() -> tuple[Channel, ...]:
    """The channels of a new sandbox."""
    staff = {AGENT_ONE, AGENT_TWO, LEAD, BOT_USER}
    shared = staff | {GUEST, PARTNER}
    return (
        Channel(SUPPORT, "support", set(staff), topic="Questions of customers, answered together"),
        Channel(DELAYS, "delays", staff | {GUEST}, topic="Parcels that are late"),
        Channel(
            SHARED, "partner-shop", shared, is_ext_shared=True, topic="Shared with Partner Shop"
        ),
    )


@dataclass
class Message:
    """A message as it stands now; `only_for` makes it ephemeral."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    only_for: str | None = None
    edited_ts: str | None = None
    is_deleted: bool = False
    is_broadcast: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @cached_property
    def mentions(self) -> frozenset[str]:
        """Whom it speaks to: ids of people and groups, `here`, `channel` and `everyone`."""
        return frozenset((*_marks(self.text), *_mentions([self.blocks, self.attachments])))

    @property
    def is_edited(self) -> bool:
        """Whether readers see "(edited)"."""
        return self.edited_ts is not None

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread only."""
        return self.thread_ts not in (None, self.ts) and not self.is_broadcast

    def as_json(self, *, with_metadata: bool = True) -> Json:
        """The message as the Web API and interaction payloads tell it."""
        told: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        told["team"] = TEAM
        if self.user == BOT_USER:
            told |= {"bot_id": BOT, "app_id": APP}
        if self.edited_ts:
            told["edited"] = {"user": self.user, "ts": self.edited_ts}
        if self.metadata and with_metadata:
            told["metadata"] = self.metadata
        if self.reactions:
            told["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)}
                for name, users in self.reactions.items()
            ]
        optional = {
            "blocks": self.blocks,
            "attachments": self.attachments,
            "thread_ts": self.thread_ts,
            "files": [{"id": file_id} for file_id in self.files],
        }
        return told | {key: value for key, value in optional.items() if value}

    def say(self, text: str, blocks: list[Json], attachments: list[Json]) -> None:
        """Change what it says."""
        self.text, self.blocks, self.attachments = text, blocks, attachments
        self.__dict__.pop("mentions", None)

    def erase(self) -> None:
        """Delete it: nothing is left of what it said, and of whom it was for."""
        self.is_deleted = True
        self.say("", [], [])
        self.metadata, self.edited_ts = None, None
        self.files, self.reactions = [], {}


_MARK: Final = re.compile(r"<(?:@([UW]\w+)|!subteam\^(\w+)|!(here|channel|everyone))")
_TEXT_TYPES: Final = {"mrkdwn", "markdown"}
_MENTION_KEYS: Final = {"user": "user_id", "usergroup": "usergroup_id", "broadcast": "range"}


def _marks(text: str) -> Iterator[str]:
    return ("".join(found) for found in _MARK.findall(text))


def _mentions(value: Any) -> Iterator[str]:
    """The mentions in blocks: marks in their mrkdwn, and rich_text's own elements."""
    if isinstance(value, dict):
        kind = value.get("type")
        if kind in _TEXT_TYPES:
            yield from _marks(str(value.get("text")))
        elif kind in _MENTION_KEYS:
            yield str(value.get(_MENTION_KEYS[kind]))
        value = list(value.values())
    for inner in value:
        if isinstance(inner, dict | list):
            yield from _mentions(inner)


class Messages:
    """All messages, oldest first, found by channel, by thread and by ts without a search."""

    def __init__(self, messages: Iterable[Message] = ()) -> None:
        self._by_place: dict[tuple[str, str], Message] = {}
        self._by_channel: dict[str, list[Message]] = {}
        self._by_thread: dict[tuple[str, str], list[Message]] = {}
        for message in messages:
            self.add(message)

    def __iter__(self) -> Iterator[Message]:
        return iter(self._by_place.values())

    def add(self, message: Message) -> None:
        """Put a message behind all others; its place and its thread never change."""
        self._by_place[message.channel, message.ts] = message
        self._by_channel.setdefault(message.channel, []).append(message)
        if message.thread_ts and message.thread_ts != message.ts:
            self._by_thread.setdefault((message.channel, message.thread_ts), []).append(message)

    def at(self, channel_id: str, ts: str) -> Message | None:
        """The message that stands there."""
        return self._by_place.get((channel_id, ts))

    def of(self, channel_id: str) -> list[Message]:
        """All of a channel."""
        return self._by_channel.get(channel_id, [])

    def after(self, channel_id: str, ts: str) -> list[Message]:
        """Those of a channel that are newer than this ts."""
        found = self.of(channel_id)
        return found[bisect_right(found, ts, key=lambda message: message.ts) :]

    def below(self, message: Message) -> list[Message]:
        """All answers in the thread of this message."""
        return self._by_thread.get((message.channel, message.ts), [])


@dataclass
class Trigger:
    """What a click or command gives for opening one modal, soon after `made_at` (monotonic)."""

    user_id: str
    made_at: float
    channel_id: str = ""  # where the person was
    is_used: bool = False


@dataclass
class File:
    """An uploaded file; nobody can see it before it is complete and processed."""

    id: str
    name: str
    length: int
    content: bytes = b""
    title: str = ""
    completed_at: float | None = None
    channels: list[str] = field(default_factory=list)
    user: str = BOT_USER

    @property
    def kind(self) -> tuple[str, str]:
        """Slack's (mimetype, filetype), told by the first bytes, else by the name."""
        for magic, mimetype, filetype in _MAGIC:
            if self.content.startswith(magic):
                return mimetype, filetype
        ending = self.name.lower().rpartition(".")[2]
        return _BY_NAME.get(ending, ("application/octet-stream", "binary"))


_BY_NAME = {
    "csv": ("text/csv", "csv"),
    "tsv": ("text/tab-separated-values", "tsv"),
    "txt": ("text/plain", "text"),
}
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF8", "image/gif", "gif"),
    (b"RIFF", "image/webp", "webp"),
    (b"%PDF", "application/pdf", "pdf"),
)
