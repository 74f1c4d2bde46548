"""One Slack workspace: its people, channels, messages and files, and who sees what."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any

from bot.sandbox.slack import keep
from bot.sandbox.slack.attachment import stored
from bot.sandbox.slack.block import with_ids
from bot.sandbox.slack.change import Change
from bot.sandbox.slack.judge import Finding, Json, judge_message, slack_files
from bot.sandbox.slack.model import (
    DELAYS,
    SHARED,
    SUPPORT,
    Channel,
    File,
    Message,
    Messages,
    Trigger,
    every_channel,
)
from bot.sandbox.slack.people import (
    AGENT_ONE,
    AGENT_TWO,
    APP,
    BOT,
    BOT_USER,
    GUEST,
    LEAD,
    PARTNER,
    PARTNER_TEAM,
    SLACKBOT,
    SUPPORT_TEAM,
    TEAM,
    Group,
    Person,
    every_group,
    everybody,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.sandbox.clock import Clock
    from bot.sandbox.slack.event import Event

__all__ = [
    "AGENT_ONE",
    "AGENT_TWO",
    "APP",
    "BOT",
    "BOT_USER",
    "DELAYS",
    "GUEST",
    "LEAD",
    "PARTNER",
    "PARTNER_TEAM",
    "SHARED",
    "SLACKBOT",
    "SUPPORT",
    "SUPPORT_TEAM",
    "TEAM",
    "Channel",
    "File",
    "Group",
    "Message",
    "Person",
    "Trigger",
    "Workspace",
]

SCOPES = (
    *("app_mentions:read", "channels:history", "channels:read", "chat:write", "commands"),
    *("files:read", "files:write", "groups:history", "groups:read", "im:history", "im:write"),
    *("links:read", "links:write", "reactions:read", "reactions:write"),
    *("usergroups:read", "users:read", "users:read.email"),
)
TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60.0
PROCESSING_SECONDS = 1.5  # reports go up to 12 s: node-slack-sdk #2040, java-slack-sdk #1349
_IN_BLOCKS = {"png", "jpg", "gif"}


class Pace:
    """One message a second and channel (docs.slack.dev/apis/web-api/rate-limits); real seconds."""

    def __init__(self, interval: float = 1.0) -> None:
        self.interval = interval
        self._last: dict[str, float] = {}

    def is_too_fast(self, channel_id: str) -> bool:
        """Whether a message into this channel would come too early now."""
        return time.monotonic() - self._last.get(channel_id, -self.interval) < self.interval

    def note(self, channel_id: str) -> None:
        """Remember that a message was posted into this channel now."""
        self._last[channel_id] = time.monotonic()


class Workspace:
    """The state of the sandbox's Slack; each change of it is one of `whole`, too.

    Slack's own limits count real seconds, however the sandbox's clock runs.
    """

    def __init__(self, clock: Clock, whole: Change) -> None:
        self.clock = clock
        self.url = ""  # where it is served, without a slash at the end
        self.scopes = set(SCOPES)
        self.unfurl_domains: tuple[str, ...] = ()
        self.pace = Pace()
        # Asked by a command's response_url to replace, Slack posts anew: bolt-js #2287,
        # bolt-python #1268
        self.commands_can_replace = False
        self.people = {person.id: person for person in everybody()}
        self.groups = {group.id: group for group in every_group()}
        self.channels = {channel.id: channel for channel in every_channel()}
        self.messages = Messages()
        self.files: dict[str, File] = {}
        self.triggers: dict[str, Trigger] = {}
        self.unfurl_ids: dict[str, Message] = {}
        self.modals: dict[str, list[Json]] = {}  # by person, the topmost last
        self.view_errors: dict[str, dict[str, str]] = {}  # by view, then block_id
        self.homes: dict[str, Json] = {}  # by person
        self.positions: dict[tuple[str, str], str] = {}  # (person, channel) -> ts of the last read
        self.trigger_seconds = TRIGGER_SECONDS
        self.response_url_seconds = RESPONSE_URL_SECONDS
        self.processing_seconds = PROCESSING_SECONDS
        self.processing: dict[str, float] = {}  # by file: since when, monotonic
        # Of conversations.history and .replies: seconds until they tell a message, messages a page
        # at most, and how often they may be asked (docs.slack.dev/apis/web-api/rate-limits).
        self.history_lag = 0.0
        self.history_most = 1000
        self.history_pace = Pace(0.0)
        self.change = Change(whole)
        self.announce: Callable[[Iterable[Event]], None] = _unheard
        self.last_number = 0
        self.last_ts = 0

    @property
    def version(self) -> int:
        """A number that grows with every change that people see."""
        return self.change.version

    def new_id(self, prefix: str) -> str:
        """An id of Slack's shape: a letter, then capitals and digits."""
        self.last_number += 1
        return f"{prefix}0{self.last_number:08X}"

    def now(self) -> float:
        """Seconds since 1970, by the sandbox's clock."""
        return self.clock.now().timestamp()

    def new_ts(self) -> str:
        """The time in Slack's shape; unique and growing."""
        self.last_ts = max(self.last_ts + 1, int(self.now() * 1_000_000))
        return f"{self.last_ts // 1_000_000}.{self.last_ts % 1_000_000:06d}"

    def person(self, user_id: str) -> Person:
        """The person of this id. Raises LookupError."""
        if user_id not in self.people:
            raise LookupError(f"There is no person {user_id}.")
        return self.people[user_id]

    def channel_for(self, user_id: str, channel_id: str) -> Channel:
        """The channel of this id, if this person is in it. Raises LookupError."""
        person, channel = self.person(user_id), self.channels.get(channel_id)
        if channel is None or user_id not in channel.members:
            raise LookupError(f"{person.real_name} is in no channel {channel_id}.")
        return channel

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
        self.messages.add(message)
        self.fill(message, content)
        return message

    def fill(self, message: Message, content: Json) -> None:
        """Give a message this text, these blocks, attachments and metadata."""
        message.say(
            str(content.get("markdown_text") or content.get("text") or ""),
            with_ids(content.get("blocks") or [], self.new_id),
            [stored(one, self.new_id) for one in content.get("attachments") or []],
        )
        if content.get("metadata") is not None:
            message.metadata = content["metadata"]
        self.touch()

    def remove(self, message: Message) -> None:
        """Delete a message; where a thread hangs below, readers see that something was there."""
        message.erase()
        self.touch()

    def find(self, channel: str, ts: str, *, even_deleted: bool = False) -> Message | None:
        """The message that stands there, ephemeral ones too; None if none, or deleted."""
        message = self.messages.at(channel, ts)
        return message if message and (even_deleted or not message.is_deleted) else None

    def thread(self, channel: str, ts: str) -> str | None:
        """The thread_ts of an answer to this message; None if it cannot be answered."""
        parent = self.find(channel, ts, even_deleted=True)
        if parent is None or parent.only_for or (parent.is_deleted and not self.replies(parent)):
            return None
        return parent.thread_ts or parent.ts

    def replies(self, message: Message) -> list[Message]:
        """The answers in the thread of this message that all can see, oldest first."""
        return [
            one for one in self.messages.below(message) if not one.is_deleted and not one.only_for
        ]

    def seen_by(
        self, user_id: str, channel_id: str, *, with_tombstones: bool = False
    ) -> list[Message]:
        """What this person sees in this channel, oldest first; nothing if not a member.

        Tombstones are deleted messages that a thread hangs below; they hold nothing any more.
        """
        if channel_id not in self.channels:
            raise LookupError(f"There is no channel {channel_id}.")
        if user_id not in self.channels[channel_id].members:
            return []
        return [
            message
            for message in self.messages.of(channel_id)
            if message.only_for in (None, user_id)
            and (not message.is_deleted or (with_tombstones and self.is_tombstone(message)))
        ]

    def is_tombstone(self, message: Message) -> bool:
        """Whether all that readers see of it is that it was deleted."""
        return message.is_deleted and not message.only_for and bool(self.replies(message))

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
        since = self.processing.get(file.id, -math.inf)
        is_processed = time.monotonic() >= since + self.processing_seconds
        return file.completed_at is not None and is_processed

    def touch(self) -> None:
        """Wake everybody who waits for a change."""
        self.change.happen()

    def dump(self) -> Json:
        """All that must survive a restart, as JSON."""
        return keep.dump(self)

    def load(self, kept: Json) -> None:
        """Put back what `dump` gave. Raises ValueError if it is something else."""
        keep.load(self, kept)

    async def changed(self, timeout: float, *, since: int | None) -> bool:  # noqa: ASYNC109
        """Wait at most `timeout` s for a change; at once if `version` is no longer `since`."""
        return await self.change.wait(timeout, since=since)


def _unheard(_events: Iterable[Event]) -> None:
    """Nobody listens to a workspace of its own."""
