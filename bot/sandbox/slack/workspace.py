"""One Slack workspace: its people, channels, messages and files, and who sees what."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox.clock import Clock
from bot.sandbox.slack.judge import Finding, Json, judge_message, slack_files

if TYPE_CHECKING:
    from collections.abc import Iterable


TEAM = "T0SANDBOX"
PARTNER_TEAM = "T0PARTNER"
APP = "A0WHEREBOT"
BOT = "B0WHEREBOT"
BOT_USER = "U0WHEREBOT"
SLACKBOT = "USLACKBOT"
AGENT_ONE, AGENT_TWO, LEAD = "U0AGENTONE", "U0AGENTTWO", "U0TEAMLEAD"
GUEST, PARTNER = "U0GUESTONE", "U0PARTNER1"
SUPPORT, DELAYS, SHARED = "C0SUPPORT", "C0DELAYS1", "C0PARTNER"

SCOPES = (
    *("app_mentions:read", "channels:history", "channels:read", "chat:write", "commands"),
    *("files:read", "files:write", "groups:history", "groups:read", "im:history", "im:write"),
    *("reactions:write", "users:read", "users:read.email"),
)
PROCESSING_SECONDS = 1.5  # reports go up to 12 s: node-slack-sdk #2040, java-slack-sdk #1349


@dataclass(frozen=True)
class Person:
    """Somebody who can read and type; `tz` is an IANA name, `locale` as Slack writes it."""

    id: str
    name: str
    real_name: str
    locale: str = "en-GB"
    tz: str = "Europe/Berlin"
    team_id: str = TEAM
    is_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False

    @property
    def email(self) -> str:
        """An address under a domain that can never exist."""
        return f"{self.name}@{self.team_id.lower()}.example"


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
                {"name": name, "users": users, "count": len(users)}
                for name, users in self.reactions.items()
            ]
        optional = {
            "blocks": self.blocks,
            "attachments": self.attachments,
            "thread_ts": self.thread_ts,
            "files": [{"id": file_id} for file_id in self.files],
        }
        return told | {key: value for key, value in optional.items() if value}


@dataclass
class Trigger:
    """What a click or command gives for opening one modal, within three seconds."""

    user_id: str
    made_at: float
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
_IN_BLOCKS = {"png", "jpg", "gif"}


class Pace:
    """One message a second and channel (docs.slack.dev/apis/web-api/rate-limits); real seconds."""

    def __init__(self) -> None:
        self.interval = 1.0
        self._last: dict[str, float] = {}

    def is_too_fast(self, channel_id: str) -> bool:
        """Whether a message into this channel would come too early now."""
        return time.monotonic() - self._last.get(channel_id, -self.interval) < self.interval

    def note(self, channel_id: str) -> None:
        """Remember that a message was posted into this channel now."""
        self._last[channel_id] = time.monotonic()


class Workspace:
    """The state of the sandbox's Slack."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.url = ""  # where it is served, without a slash at the end
        self.scopes = set(SCOPES)
        self.pace = Pace()
        # Asked by a command's response_url to replace, Slack posts anew: bolt-js #2287,
        # bolt-python #1268
        self.commands_can_replace = False
        self.people = {person.id: person for person in _people()}
        self.channels = {channel.id: channel for channel in _channels()}
        self.messages: list[Message] = []
        self.files: dict[str, File] = {}
        self.triggers: dict[str, Trigger] = {}
        self.modals: dict[str, list[Json]] = {}  # by person, the topmost last
        self.homes: dict[str, Json] = {}  # by person
        self.processing_seconds = PROCESSING_SECONDS
        self.version = 0
        self._changed = asyncio.Event()
        self._numbers = itertools.count(1)
        self._last_ts = 0

    def new_id(self, prefix: str) -> str:
        """An id of Slack's shape: a letter, then capitals and digits."""
        return f"{prefix}0{next(self._numbers):08X}"

    def now(self) -> float:
        """Seconds since 1970, by the sandbox's clock."""
        return self.clock.now().timestamp()

    def new_ts(self) -> str:
        """The time in Slack's shape; unique and growing."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def dm(self, user_id: str) -> Channel:
        """The direct message between the bot and this person; opened if there is none yet."""
        for channel in self.channels.values():
            if channel.dm_with == user_id:
                return channel
        channel = Channel(self.new_id("D"), "", {user_id, BOT_USER}, dm_with=user_id)
        self.channels[channel.id] = channel
        return channel

    def post(self, channel: str, user: str, content: Json, **more: Any) -> Message:
        """Store a message that was judged good; blocks without a block_id get one, as in Slack."""
        message = Message(channel, self.new_ts(), user, **more)
        self.messages.append(message)
        self.fill(message, content)
        return message

    def fill(self, message: Message, content: Json) -> None:
        """Give a message this text, these blocks, attachments and metadata."""
        message.text = str(content.get("markdown_text") or content.get("text") or "")
        message.blocks = [self._with_id(block) for block in content.get("blocks") or []]
        message.attachments = list(content.get("attachments") or [])
        if content.get("metadata") is not None:
            message.metadata = content["metadata"]
        self.touch()

    def find(self, channel: str, ts: str) -> Message | None:
        """The message that stands there, ephemeral ones too; None if none, or deleted."""
        for message in reversed(self.messages):
            if (message.channel, message.ts) == (channel, ts) and not message.is_deleted:
                return message
        return None

    def seen_by(self, user_id: str, channel_id: str) -> list[Message]:
        """What this person sees in this channel, oldest first; nothing if not a member."""
        if user_id not in self.channels[channel_id].members:
            return []
        return [
            message
            for message in self.messages
            if message.channel == channel_id
            and not message.is_deleted
            and message.only_for in (None, user_id)
        ]

    def judge(self, payload: Json) -> list[Finding]:
        """Why Slack would refuse this message, files included."""
        return [*judge_message(payload), *self.judge_files(payload)]

    def judge_files(self, payload: object) -> Iterable[Finding]:
        """The slack_files of a payload that are unknown, no image, or not ready yet."""
        for pointer, reference in slack_files(payload):
            file = self.files.get(str(reference.get("id")))
            is_image = file and self.is_ready(file) and file.kind[1] in _IN_BLOCKS
            if "id" in reference and not is_image:
                yield Finding(pointer, "invalid slack file")

    def is_ready(self, file: File) -> bool:
        """Whether Slack has finished processing the file."""
        done = file.completed_at
        return done is not None and self.now() >= done + self.processing_seconds

    def touch(self) -> None:
        """Wake everybody who waits for a change."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self, timeout: float, *, since: int | None = None) -> bool:  # noqa: ASYNC109
        """Wait at most `timeout` s for a change; at once if `version` is no longer `since`."""
        if since is not None and since != self.version:
            return True
        try:
            await asyncio.wait_for(self._changed.wait(), timeout)
        except TimeoutError:
            return False
        return True

    def _with_id(self, block: Json) -> Json:
        return block if "block_id" in block else block | {"block_id": self.new_id("b")}


def _people() -> tuple[Person, ...]:
    return (
        Person(AGENT_ONE, "agent.one", "Agent One", locale="en-GB", tz="Europe/London"),
        Person(AGENT_TWO, "agent.two", "Agent Two", locale="de-DE"),
        Person(LEAD, "team.lead", "Team Lead", locale="en-US", tz="America/New_York"),
        Person(GUEST, "guest.one", "Guest One", locale="fr-FR", is_restricted=True),
        Person(PARTNER, "partner.one", "Partner One", team_id=PARTNER_TEAM, is_stranger=True),
        Person(BOT_USER, "wherebot", "Wherebot", is_bot=True),
    )


def _channels() -> tuple[Channel, ...]:
    staff = {AGENT_ONE, AGENT_TWO, LEAD, BOT_USER}
    return (
        Channel(SUPPORT, "support", set(staff)),
        Channel(DELAYS, "delays", set(staff)),
        Channel(SHARED, "partner-shop", staff | {GUEST, PARTNER}, is_ext_shared=True),
    )
