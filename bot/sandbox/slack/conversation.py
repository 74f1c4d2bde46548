"""Slack's conversations.*, users.info and reactions.add, of one channel or person."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.sandbox.slack import event
from bot.sandbox.slack.file import with_files
from bot.sandbox.slack.method import (
    Method,
    SlackError,
    flag,
    invalid,
    is_member,
    kind_of,
    visible_channel,
)
from bot.sandbox.slack.people import BOT_USER, TEAM

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.model import Channel, Message
    from bot.sandbox.slack.people import Person
    from bot.sandbox.slack.workspace import Workspace

_READ = {"channels": "channels:read", "groups": "groups:read", "im": "im:read"}
_HISTORY = {"channels": "channels:history", "groups": "groups:history", "im": "im:history"}
MAX_LIMIT = 999


def info(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.info"""
    return {"channel": channel_json(visible_channel(space, args["channel"]))}


def members(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.members"""
    channel = visible_channel(space, args["channel"])
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def open_(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.open (direct messages only)"""
    if args.get("channel"):
        return {"channel": {"id": visible_channel(space, args["channel"]).id}}
    users = [user for user in str(args.get("users") or "").split(",") if user]
    if not users:
        raise SlackError("users_list_not_supplied")
    if any(user not in space.people for user in users):
        raise SlackError("user_not_found")
    if len(users) > 1 or users[0] == BOT_USER:
        raise SlackError("invalid_user_combination")
    return {"channel": {"id": space.dm(users[0]).id}}


def history(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.history"""
    channel = _readable(space, args)
    found = [
        message
        for message in _public(space, channel)
        if not message.thread_ts or message.thread_ts == message.ts or message.is_broadcast
    ]
    return _page(space, list(reversed(_between(found, args))), args, 100)


def replies(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.replies"""
    channel, ts = _readable(space, args), str(args["ts"])
    if (thread := space.thread(channel.id, ts)) is None:
        raise SlackError("thread_not_found")
    found = [
        message for message in _public(space, channel) if thread in (message.thread_ts, message.ts)
    ]
    return _page(space, _between(found, args), args, 1000)


def user_info(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/users.info"""
    person = space.people.get(str(args["user"]))
    if person is None:
        raise SlackError("user_not_found")
    told = person_json(person)
    if not person.is_stranger:  # profiles of other companies have neither e-mail nor locale
        if "users:read.email" in space.scopes:
            told["profile"]["email"] = person.email
        if flag(args.get("include_locale")):
            told["locale"] = person.locale
    return {"user": told}


def add_reaction(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/reactions.add"""
    channel = visible_channel(space, args["channel"])
    message = space.find(channel.id, str(args["timestamp"]))
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name := str(args["name"])):
        raise SlackError("invalid_name")
    if BOT_USER in (users := message.reactions.setdefault(name, [])):
        raise SlackError("already_reacted")
    users.append(BOT_USER)
    space.touch()
    space.announce(event.reacted(space, message, BOT_USER, name, is_added=True))
    return {}


def channel_json(channel: Channel) -> Json:
    """The channel as Slack describes it."""
    kind = kind_of(channel)
    told: Json = {
        "id": channel.id,
        "is_channel": kind == "channels",
        "is_group": kind == "groups",
        "is_im": kind == "im",
        "is_mpim": False,
        "is_private": channel.is_private or kind == "im",
        "is_archived": channel.is_archived,
        "is_ext_shared": channel.is_ext_shared,
        "is_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "context_team_id": TEAM,
    }
    if channel.dm_with:
        return told | {"user": channel.dm_with}
    topic = {"value": channel.topic, "creator": "", "last_set": 0}
    return told | {"name": channel.name, "is_member": is_member(channel), "topic": topic}


def person_json(person: Person) -> Json:
    """The person as Slack describes them."""
    offset = datetime.now(UTC).astimezone(ZoneInfo(person.tz)).utcoffset()
    return {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": False,
        "tz": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {
            "real_name": person.real_name,
            "display_name": "",
            "title": person.title,
            "team": person.team_id,
        },
        "is_bot": person.is_bot,
        "is_admin": person.is_admin,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": False,
        "is_stranger": person.is_stranger,
    }


def _readable(space: Workspace, args: Json) -> Channel:
    channel = visible_channel(space, args["channel"])
    if not is_member(channel):
        raise SlackError("not_in_channel")
    if space.history_pace.is_too_fast(channel.id):
        raise SlackError("ratelimited")
    space.history_pace.note(channel.id)
    return channel


def _public(space: Workspace, channel: Channel) -> list[Message]:
    return [
        message
        for message in space.messages.of(channel.id)
        if not message.is_deleted and not message.only_for
        if not space.history_lag or float(message.ts) <= space.now() - space.history_lag
    ]


def _between(found: list[Message], args: Json) -> list[Message]:
    oldest, latest = (_seconds(args.get(key)) for key in ("oldest", "latest"))
    inclusive = flag(args.get("inclusive"))

    def is_between(message: Message) -> bool:
        ts = float(message.ts)
        if inclusive and ts in (oldest, latest):
            return True
        return (oldest is None or ts > oldest) and (latest is None or ts < latest)

    return [message for message in found if is_between(message)]


def _seconds(value: object) -> float | None:
    try:
        return float(str(value)) if value not in (None, "") else None
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None


def _page(space: Workspace, found: list[Message], args: Json, default: int) -> Json:
    try:
        limit, start = int(args.get("limit") or default), int(args.get("cursor") or 0)
    except ValueError:
        raise SlackError("invalid_cursor") from None
    if not 1 <= limit <= max(default, MAX_LIMIT):
        raise invalid("invalid limit [json-pointer:/limit]")
    limit = min(limit, space.history_most)
    with_metadata = flag(args.get("include_all_metadata"))
    page = [
        with_files(space, message.as_json(with_metadata=with_metadata)) | _thread(space, message)
        for message in found[start : start + limit]
    ]
    has_more = len(found) > start + limit
    told: Json = {"messages": page, "has_more": has_more}
    if has_more:
        told["response_metadata"] = {"next_cursor": str(start + limit)}
    return told


def _thread(space: Workspace, message: Message) -> Json:
    """What is told of the thread below a message."""
    replies = [] if message.is_reply else space.replies(message)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    about = {"thread_ts": message.ts, "reply_count": len(replies), "reply_users": users}
    return about | {"reply_users_count": len(users), "latest_reply": replies[-1].ts}


METHODS = {
    "conversations.info": Method(info, _READ, ("channel",)),
    "conversations.members": Method(members, _READ, ("channel",)),
    "conversations.open": Method(open_, "im:write"),
    "conversations.history": Method(history, _HISTORY, ("channel",)),
    "conversations.replies": Method(replies, _HISTORY, ("channel", "ts")),
    "users.info": Method(user_info, "users:read", ("user",)),
    "reactions.add": Method(add_reaction, "reactions:write", ("channel", "timestamp", "name")),
}
