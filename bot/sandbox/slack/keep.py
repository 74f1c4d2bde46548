"""Keeps a workspace over a restart: as JSON, and back."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.sandbox.slack.model import Channel, File, Message, Messages
from bot.sandbox.slack.people import BOT_USER

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.workspace import Workspace

FORM = 1  # of what is kept; another one is not read


def dump(space: Workspace) -> Json:
    """All that must survive; open modals, triggers and response_urls do not."""
    return {
        "form": FORM,
        "version": space.version,
        "last_number": space.last_number,
        "last_ts": space.last_ts,
        "direct": {one.dm_with: one.id for one in space.channels.values() if one.dm_with},
        "messages": [
            asdict(one) for one in space.messages if not one.is_deleted or space.is_tombstone(one)
        ],
        "files": [
            asdict(one) | {"content": base64.b64encode(one.content).decode()}
            for one in space.files.values()
        ],
        "homes": dict(space.homes),
        "positions": [[*where, ts] for where, ts in space.positions.items()],
    }


def load(space: Workspace, kept: Json) -> None:
    """Put back what was kept. Raises ValueError, and changes nothing, if it is not of our form."""
    try:
        if kept["form"] != FORM:
            raise ValueError(f"form {kept['form']}")
        messages = [Message(**one) for one in kept["messages"]]
        files = [
            File(**one | {"content": base64.b64decode(one["content"])}) for one in kept["files"]
        ]
        direct = [
            Channel(channel_id, "", {user_id, BOT_USER}, dm_with=user_id)
            for user_id, channel_id in kept["direct"].items()
        ]
        positions = {(user, channel): ts for user, channel, ts in kept["positions"]}
        homes = dict(kept["homes"])
        numbers = [int(kept[key]) for key in ("version", "last_number", "last_ts")]
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise ValueError(f"This is no kept workspace: {wrong!r}") from wrong
    channels = [one for one in space.channels.values() if not one.dm_with]
    space.channels = {one.id: one for one in (*channels, *direct)}
    space.messages, space.positions, space.homes = Messages(messages), positions, homes
    space.files = {file.id: file for file in files}
    space.change.version = max(space.version, numbers[0])
    space.last_number = max(space.last_number, numbers[1])
    space.last_ts = max(space.last_ts, numbers[2])
    space.touch()
