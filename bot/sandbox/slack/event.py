"""What happens in a workspace, as Slack's Events API tells it to an app that subscribed to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from bot.sandbox.slack.file import with_files
from bot.sandbox.slack.method import is_member, kind_of
from bot.sandbox.slack.people import APP, BOT, BOT_USER, SLACKBOT, TEAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.model import Message
    from bot.sandbox.slack.workspace import Workspace

VERIFICATION_TOKEN = "sandbox-verification"  # noqa: S105 - deprecated by Slack, still in every payload
# What an app has to be allowed to be told: docs.slack.dev/reference/events, of each event.
SCOPES = {
    "app_mention": "app_mentions:read",
    "link_shared": "links:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}
_SINGULAR = {"im": "im", "groups": "group", "channels": "channel"}
_LINK = re.compile(r"<(https?://[^|>]+)")


class Event(NamedTuple):
    """One event: the subscription it needs, who made it happen, where, and what is told."""

    subscription: str
    user_id: str
    channel_id: str
    inner: Json


def envelope(space: Workspace, event: Event) -> Json:
    """https://docs.slack.dev/apis/events-api: what is around an event."""
    channel = space.channels[event.channel_id]
    authorization = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event.inner,
        "type": "event_callback",
        "event_id": space.new_id("Ev"),
        "event_time": int(space.now()),
        "authorizations": [authorization | {"is_enterprise_install": False}],
        "is_ext_shared_channel": channel.is_ext_shared,
        "event_context": f"4-{space.new_id('')}",
    }


def posted(space: Workspace, message: Message) -> Iterator[Event]:
    """A new message: `message`, `app_mention` and `link_shared`."""
    if message.only_for:
        return
    inner = _told(space, message) | {"event_ts": message.ts}
    if message.user != BOT_USER:
        inner["client_msg_id"] = space.new_id("").lower()
    if message.is_broadcast:
        inner["subtype"] = "thread_broadcast"
    elif message.files:  # https://docs.slack.dev/reference/events/message/file_share
        inner["subtype"] = "file_share"
    yield from _of_message(space, message, inner)
    yield from _mention(space, message, inner)
    yield from _links(space, message)


def edited(space: Workspace, message: Message, before: Json) -> Iterator[Event]:
    """https://docs.slack.dev/reference/events/message/message_changed, and the mention again."""
    if message.only_for:
        return
    yield from _changed(space, message, {"message": message.as_json(), "previous_message": before})
    # A mention in an edited message is told anew, with `edited`: bolt-js #960
    event_ts = {"event_ts": space.new_ts(), "edited": message.as_json().get("edited")}
    yield from _mention(space, message, _told(space, message) | event_ts)


def deleted(space: Workspace, message: Message, before: Json) -> Iterator[Event]:
    """https://docs.slack.dev/reference/events/message/message_deleted"""
    if message.only_for:
        return
    if space.is_tombstone(message):
        left = {"type": "message", "subtype": "tombstone", "hidden": True, "user": SLACKBOT}
        left |= {"text": "This message was deleted.", "ts": message.ts, "thread_ts": message.ts}
        yield from _changed(space, message, {"message": left, "previous_message": before})
        return
    inner = _hidden(space, message, "message_deleted")
    yield from _of_message(
        space, message, inner | {"deleted_ts": message.ts, "previous_message": before}
    )


def reacted(
    space: Workspace, message: Message, by: str, name: str, *, is_added: bool
) -> Iterator[Event]:
    """https://docs.slack.dev/reference/events/reaction_added, and reaction_removed"""
    if is_member(space.channels[message.channel]):
        kind = "reaction_added" if is_added else "reaction_removed"
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        inner = {"type": kind, "user": by, "reaction": name, "item": item}
        inner |= {"item_user": message.user, "event_ts": space.new_ts()}
        yield Event(kind, by, message.channel, inner)


def home_opened(space: Workspace, user_id: str) -> Event:
    """https://docs.slack.dev/reference/events/app_home_opened"""
    channel = space.dm(user_id)
    inner: Json = {"type": "app_home_opened", "user": user_id, "channel": channel.id, "tab": "home"}
    if view := space.homes.get(user_id):
        inner["view"] = view
    return Event("app_home_opened", user_id, channel.id, inner | {"event_ts": space.new_ts()})


def _told(space: Workspace, message: Message) -> Json:
    told: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": space.people[message.user].team_id,
        "channel": message.channel,
    }
    if message.user == BOT_USER:
        told |= {"bot_id": BOT, "app_id": APP}
    optional = {"thread_ts": message.thread_ts, "blocks": message.blocks}
    optional |= {"attachments": message.attachments}
    optional |= {"files": [{"id": file_id} for file_id in message.files]}
    return with_files(space, told | {key: value for key, value in optional.items() if value})


def _of_message(space: Workspace, message: Message, inner: Json) -> Iterator[Event]:
    channel = space.channels[message.channel]
    if is_member(channel):
        kind = kind_of(channel)
        told = inner | {"channel_type": _SINGULAR[kind]}
        yield Event(f"message.{kind}", message.user, channel.id, told)


def _changed(space: Workspace, message: Message, both: Json) -> Iterator[Event]:
    return _of_message(space, message, _hidden(space, message, "message_changed") | both)


def _hidden(space: Workspace, message: Message, subtype: str) -> Json:
    inner = {"type": "message", "subtype": subtype, "hidden": True, "channel": message.channel}
    return inner | {"ts": (now := space.new_ts()), "event_ts": now}


def _mention(space: Workspace, message: Message, inner: Json) -> Iterator[Event]:
    # "Messages sent to your app in direct message conversations are not dispatched via app_mention"
    channel = space.channels[message.channel]
    is_mention = f"<@{BOT_USER}" in message.text and message.user != BOT_USER
    if is_mention and is_member(channel) and kind_of(channel) != "im":
        told = {key: value for key, value in inner.items() if key != "subtype"}
        told |= {"type": "app_mention"}
        yield Event("app_mention", message.user, channel.id, told)


def _links(space: Workspace, message: Message) -> Iterator[Event]:
    """https://docs.slack.dev/reference/events/link_shared

    Not told of the app's own messages, nor of what people of other companies post.
    """
    person = space.people[message.user]
    links = [
        {"domain": domain, "url": url}
        for url in links_in(message.text)
        if (domain := registered(space, url))
    ]
    if not links or person.is_bot or person.team_id != TEAM:
        return
    space.unfurl_ids[unfurl_id := f"{message.channel}.{message.ts}.{space.new_id('')}"] = message
    inner: Json = {
        "type": "link_shared",
        "user": message.user,
        "channel": message.channel,
        "message_ts": message.ts,
        "is_bot_user_member": is_member(space.channels[message.channel]),
        "unfurl_id": unfurl_id,
        "source": "conversations_history",
        "links": links,
        "event_ts": space.new_ts(),
    }
    if message.thread_ts:
        inner["thread_ts"] = message.thread_ts
    yield Event("link_shared", message.user, message.channel, inner)


def links_in(text: str) -> list[str]:
    """The web addresses of a delivered text, each once, as they were typed."""
    found = (url.replace("&amp;", "&") for url in _LINK.findall(text))
    return list(dict.fromkeys(found))


def registered(space: Workspace, url: str) -> str:
    """The domain among the app's own that this address belongs to; empty if none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    for domain in space.unfurl_domains:
        if host == domain or host.endswith(f".{domain}"):
            return domain
    return ""
