"""What one person sees now: the workspace as JSON for the page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from bot.sandbox.slack.file import is_readable
from bot.sandbox.slack.people import slackbot
from bot.sandbox.slack.workspace import APP, BOT_USER

if TYPE_CHECKING:
    from bot.sandbox.slack.slack import Message, Slack
    from bot.sandbox.slack.workspace import Channel, File, Person

Json = dict[str, Any]

_SHOWN = 200  # messages of a channel, the newest; the threads below them are shown whole


def snapshot(slack: Slack, user_id: str, channel_id: str) -> Json:
    """Everything the page draws for this person; an unknown person or channel gives the first."""
    space = slack.workspace
    people = [person for person in space.people.values() if not person.is_bot]
    viewer = next((person for person in people if person.id == user_id), people[0])
    channels = slack.channels_of(viewer.id)
    here = next((channel for channel in channels if channel.id == channel_id), channels[0])
    seen = slack.seen_by(viewer.id, here.id, with_tombstones=True)
    shown = _newest(seen)
    return {
        "version": slack.version,
        "now": space.now(),
        "viewer": _person(viewer),
        "people": [_person(person) for person in (*space.people.values(), slackbot())],
        "groups": [{"id": group.id, "handle": group.handle} for group in space.groups.values()],
        "channels": [_channel(slack, viewer, channel) for channel in channels],
        "channel": here.id,
        "read_ts": slack.unread(viewer.id, here.id).read_ts,
        "messages": _messages(slack, shown),
        "is_cut": len(shown) < len(seen),
        "notices": [_notice(message) for message in slack.notices(viewer.id)],
        "modals": slack.modals(viewer.id),
        "home": slack.home(viewer.id),
        "files": {
            file.id: _file(slack, file)
            for file in space.files.values()
            if is_readable(space, file, viewer.id)
        },
        "commands": slack.commands(viewer.id),
        "shortcuts": slack.shortcuts(viewer.id),
        "app": {
            "id": APP,
            "bot_user": BOT_USER,
            "name": slack.installed.name,
            "has_home": slack.installed.has_home_tab,
        },
    }


def _person(person: Person) -> Json:
    kept = ("id", "name", "real_name", "title", "locale", "tz", "email", "team_name", "is_bot")
    told: Json = {key: getattr(person, key) for key in (*kept, "is_restricted", "is_stranger")}
    return told | {"team": person.team_id}


def _channel(slack: Slack, viewer: Person, channel: Channel) -> Json:
    unread = slack.unread(viewer.id, channel.id)
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": "im" if channel.dm_with else "channel",
        "topic": channel.topic,
        "is_ext_shared": channel.is_ext_shared,
        "is_private": channel.is_private,
        "unread": unread.count,
        "mentions": unread.mentions,
        "members": sorted(channel.members),
    }


def _newest(seen: list[Message]) -> list[Message]:
    standing = [message.ts for message in seen if not message.is_reply]
    newest = set(standing[-_SHOWN:])
    return [message for message in seen if newest & {message.ts, message.thread_ts}]


def _messages(slack: Slack, shown: list[Message]) -> list[Json]:
    led = {
        (message.channel, message.ts): exchange.id
        for exchange in slack.exchanges
        for message in exchange.shown
    }
    replies = Counter(
        message.thread_ts
        for message in shown
        if message.ts != message.thread_ts and not message.is_deleted and not message.only_for
    )
    return [
        _message(message)
        | {
            "exchange": led.get((message.channel, message.ts)),
            "reply_count": replies[message.ts],
        }
        for message in shown
    ]


def _message(message: Message) -> Json:
    kept = ("channel", "ts", "user", "text", "blocks", "attachments", "thread_ts", "files")
    flags = ("is_edited", "is_deleted", "is_broadcast", "metadata")
    return {
        **{key: getattr(message, key) for key in (*kept, *flags)},
        "is_ephemeral": message.only_for is not None,
        "reactions": [{"name": name, "users": who} for name, who in message.reactions.items()],
    }


def _notice(message: Message) -> Json:
    return {key: getattr(message, key) for key in ("channel", "ts", "user", "text", "files")}


def _file(slack: Slack, file: File) -> Json:
    return {
        "name": file.name,
        "title": file.title,
        "mimetype": file.kind[0],
        "size": len(file.content),
        "is_ready": slack.workspace.is_ready(file),
    }
