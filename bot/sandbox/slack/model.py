"""What stands in a workspace: channels, messages and files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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

    def erase(self) -> None:
        """Delete it: nothing is left of what it said, and of whom it was for."""
        self.is_deleted = True
        self.text, self.metadata, self.edited_ts = "", None, None
        self.blocks, self.attachments, self.files, self.reactions = [], [], [], {}


@dataclass
class Trigger:
    """What a click or command gives for opening one modal, within three seconds."""

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

    @property
    def kind(self) -> tuple[str, str]:
        """Slack's (mimetype, filetype), told by the first bytes."""
        for magic, mimetype, filetype in _MAGIC:
            if self.content.startswith(magic):
                return mimetype, filetype
        return "application/octet-stream", "binary"


_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF8", "image/gif", "gif"),
    (b"RIFF", "image/webp", "webp"),
    (b"%PDF", "application/pdf", "pdf"),
)
