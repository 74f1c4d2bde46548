"""Slack's chat.* methods: posting, editing and deleting messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.slack import event
from bot.sandbox.slack.method import Method, SlackError, flag, is_member, refuse, visible_channel
from bot.sandbox.slack.people import BOT_USER

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.model import Channel, Message
    from bot.sandbox.slack.workspace import Workspace

MAX_TEXT = 40_000  # longer texts are cut off
MAX_UPDATE_TEXT = 4_000
_CONTENT = ("text", "blocks", "attachments", "markdown_text", "metadata", "thread_ts")


def post_message(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postMessage"""
    channel = _writable(space, args["channel"])
    if space.pace.is_too_fast(channel.id):
        raise SlackError("ratelimited")
    content = _judged(space, args)
    thread_ts = _thread(space, channel, args)
    broadcast = flag(args.get("reply_broadcast"))
    more = {"thread_ts": thread_ts, "is_broadcast": broadcast}
    space.pace.note(channel.id)
    message = space.post(channel.id, BOT_USER, content, **more)
    space.announce(event.posted(space, message))
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json()}


def post_ephemeral(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postEphemeral"""
    channel = _writable(space, args["channel"])
    if args["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    content = _judged(space, args)
    more = {"only_for": args["user"], "thread_ts": _thread(space, channel, args)}
    return {"message_ts": space.post(channel.id, BOT_USER, content, **more).ts}


def update(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/chat.update"""
    message = _own(space, args, "cant_update_message")
    if len(str(args.get("text") or "")) > MAX_UPDATE_TEXT:
        raise SlackError("msg_too_long")
    content = _judged(space, args)
    if _is_rich(message.blocks) and content.get("blocks") and not _is_rich(content["blocks"]):
        raise SlackError("block_mismatch")
    before = message.as_json()
    # "If you don't include this field, the message's previous blocks will be retained."
    kept = {"blocks": message.blocks, "attachments": message.attachments, "text": message.text}
    space.fill(message, kept | content)
    message.edited_ts = space.new_ts()
    space.announce(event.edited(space, message, before))
    told = {"channel": message.channel, "ts": message.ts, "text": message.text}
    return told | {"message": message.as_json()}


def delete(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/chat.delete"""
    message = _own(space, args, "cant_delete_message")
    before = message.as_json()
    space.remove(message)
    space.announce(event.deleted(space, message, before))
    return {"channel": message.channel, "ts": message.ts}


def addressed(space: Workspace, name: object) -> Channel:
    """The channel of an id, a #name, or a person's id (their direct message)."""
    if str(name) in space.people and name != BOT_USER:
        return space.dm(str(name))
    for channel in space.channels.values():
        if channel.name and str(name).removeprefix("#") == channel.name:
            return visible_channel(space, channel.id)
    return visible_channel(space, name)


def _writable(space: Workspace, name: object) -> Channel:
    channel = addressed(space, name)
    if not is_member(channel):
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def _judged(space: Workspace, args: Json) -> Json:
    content = {key: args[key] for key in _CONTENT if args.get(key) is not None}
    refuse(space.judge(content))
    if len(text := content.get("text", "")) > MAX_TEXT:
        content["text"] = text[:MAX_TEXT]
    return content


def _thread(space: Workspace, channel: Channel, args: Json) -> str | None:
    if not (ts := args.get("thread_ts")):
        return None
    if (thread_ts := space.thread(channel.id, str(ts))) is None:
        raise SlackError("thread_not_found")
    return thread_ts


def _own(space: Workspace, args: Json, refusal: str) -> Message:
    channel = visible_channel(space, args["channel"])
    message = space.find(channel.id, str(args["ts"]))
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    if message.user != BOT_USER:
        raise SlackError(refusal)
    return message


def _is_rich(blocks: list[Json]) -> bool:
    return any(block.get("type") == "rich_text" for block in blocks)


METHODS = {
    "chat.postMessage": Method(post_message, "chat:write", ("channel",)),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write", ("channel", "user")),
    "chat.update": Method(update, "chat:write", ("channel", "ts")),
    "chat.delete": Method(delete, "chat:write", ("channel", "ts")),
}
