"""Files as an app is told of them, and those that people put to their messages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.sandbox.slack.model import File
from bot.sandbox.slack.people import TEAM

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.workspace import Workspace

MAX_NAME = 255


def attach(space: Workspace, user_id: str, name: str, content: bytes) -> File:
    """A file that a person puts to a message: Slack has looked at it before it is sent."""
    if not content:
        raise ValueError("There is nothing in this file.")
    if not name.strip() or len(name) > MAX_NAME:
        raise ValueError(f"A file needs a name of at most {MAX_NAME} characters.")
    at = space.now()
    file = File(space.new_id("F"), name, len(content), content, name, at, user=user_id)
    space.files[file.id] = file
    return file


def with_files(space: Workspace, told: Json) -> Json:
    """A message as an app is told it: with its files as file objects."""
    if not told.get("files"):
        return told
    files = [space.files[one["id"]] for one in told["files"] if one["id"] in space.files]
    return told | {"files": [file_json(space, file) for file in files]}


def is_readable(space: Workspace, file: File, user_id: str) -> bool:
    """Whether somebody may open it: a file in conversations only who is in one of them."""
    channels = [space.channels[one] for one in file.channels if one in space.channels]
    return not channels or any(user_id in channel.members for channel in channels)


def file_json(space: Workspace, file: File) -> Json:
    """https://docs.slack.dev/reference/objects/file-object"""
    # Empty until scanned, and nothing else says that it is ready: node-slack-sdk #2040
    mimetype, filetype = file.kind if space.is_ready(file) else ("", "")
    place = f"{space.url}/files-pri/{TEAM}-{file.id}"
    name = quote(file.name, safe="")
    return {
        "id": file.id,
        "created": int(file.completed_at or 0),
        "name": file.name,
        "title": file.title,
        "mimetype": mimetype,
        "filetype": filetype,
        "size": len(file.content),
        "user": file.user,
        "is_external": False,
        "is_public": bool(file.channels),
        "channels": file.channels,
        "url_private": f"{place}/{name}",
        "url_private_download": f"{place}/download/{name}",
    }
