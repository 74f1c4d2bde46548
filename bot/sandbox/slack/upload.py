"""Slack's upload in three steps (ask for an address, send the bytes, complete) and files.info."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.sandbox.slack import event
from bot.sandbox.slack.chat import addressed
from bot.sandbox.slack.file import file_json
from bot.sandbox.slack.method import Method, SlackError, invalid, is_member, refuse
from bot.sandbox.slack.model import File
from bot.sandbox.slack.people import BOT_USER

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.model import Channel
    from bot.sandbox.slack.workspace import Workspace


def ask(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/files.getUploadURLExternal"""
    try:
        length = int(args["length"])
    except ValueError:
        length = 0
    if length <= 0:
        raise invalid("must be a positive number [json-pointer:/length]")
    file = File(space.new_id("F"), str(args["filename"]), length)
    space.files[file.id] = file
    return {"file_id": file.id, "upload_url": f"{space.url}/upload/v1/{file.id}"}


def send(space: Workspace, file_id: str, content: bytes) -> tuple[int, str]:
    """Take the bytes of a file; (HTTP status, text)."""
    file = space.files.get(file_id)
    if file is None or file.completed_at is not None:
        return 404, "not found"
    if len(content) != file.length:
        return 400, f"expected {file.length} bytes, got {len(content)}"
    file.content = content
    return 200, f"OK - {len(content)}"


def complete(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/files.completeUploadExternal"""
    entries = args["files"]
    if not isinstance(entries, list) or not entries:
        raise invalid("must be an array [json-pointer:/files]")
    titles = {entry.get("id"): entry.get("title") for entry in entries if isinstance(entry, dict)}
    files = [space.files[file_id] for file_id in titles if file_id in space.files]
    if len(files) != len(entries) or any(not file.content for file in files):
        raise SlackError("file_not_found")
    channels = _channels(space, args)
    content = {key: args[key] for key in ("blocks", "thread_ts") if args.get(key)}
    if args.get("initial_comment"):
        content = {"text": str(args["initial_comment"])}  # blocks are then ignored
    if content.get("blocks"):
        refuse(space.judge(content))
    for file in files:
        file.title = str(titles[file.id] or file.name)
        file.completed_at = space.now()
        space.processing[file.id] = time.monotonic()
        file.channels = [channel.id for channel in channels]
    more = {"thread_ts": args.get("thread_ts"), "files": [file.id for file in files]}
    for channel in channels:
        message = space.post(channel.id, BOT_USER, content, **more)
        space.announce(event.posted(space, message))
    space.touch()
    return {"files": [file_json(space, file) for file in files]}


def info(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/files.info"""
    file = space.files.get(str(args["file"]))
    if file is None or file.completed_at is None:
        raise SlackError("file_not_found")
    return {"file": file_json(space, file)}


def delete(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/files.delete"""
    file = space.files.pop(str(args["file"]), None)
    if file is None:
        raise SlackError("file_not_found")
    space.processing.pop(file.id, None)
    for message in space.messages:
        message.files = [file_id for file_id in message.files if file_id != file.id]
    space.touch()
    return {}


def _channels(space: Workspace, args: Json) -> list[Channel]:
    names = [args.get("channel_id"), *str(args.get("channels") or "").split(",")]
    channels = [addressed(space, name) for name in names if name]
    if not all(is_member(channel) for channel in channels):
        raise SlackError("not_in_channel")
    return channels


METHODS = {
    "files.getUploadURLExternal": Method(ask, "files:write", ("filename", "length")),
    "files.completeUploadExternal": Method(complete, "files:write", ("files",)),
    "files.delete": Method(delete, "files:write", ("file",)),
    "files.info": Method(info, "files:read", ("file",)),
}
