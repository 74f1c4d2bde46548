"""What Slack hands over as a letter: what is kept, and by what it is known when it comes again.

A command comes again, with its trigger_id, where its acknowledgement was lost with the line. Events
are retried and keep the event_id (docs.slack.dev/apis/events-api). A mention in a channel comes as
`app_mention` and as `message`, with one ts; one gesture may come as two messages with one
client_msg_id.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.core.letter import Kept, Letter

REPLY_WINDOW: Final = timedelta(minutes=30)
_LONGEST: Final = 200  # characters of an id
EVENT: Final = "event"
COMMAND: Final = "command"
# The subtypes of what a person writes.
# A message with a file is one, too, and a reply that its channel is shown as well; shown there
# later it comes as a change (docs.slack.dev/reference/events/message).
WRITTEN: Final = (None, "", "file_share", "thread_broadcast")
_OF_A_COMMAND: Final = ("team_id", "user_id", "channel_id", "text", "response_url")


def letter(body: dict[str, Any], now: datetime) -> Letter:
    """Return what is to be answered within the reply window, and only what an answer needs."""
    event = body.get("event") or {}
    team = str(body.get("team_id", ""))
    channel, ts = (str(event.get(part) or "") for part in ("channel", "ts"))
    names = {
        "event": str(body.get("event_id") or ""),
        "gesture": f"{channel}:{ts}" if channel and ts else "",
        "client": str(event.get("client_msg_id") or ""),
    }
    return _letter(EVENT, names, {"team_id": team, "event": event}, now)


def command_letter(body: dict[str, Any], now: datetime) -> Letter:
    """Return a command that is to be answered while its response_url lives."""
    names = {"trigger": str(body.get("trigger_id") or "")}
    kept = {name: str(body.get(name) or "") for name in _OF_A_COMMAND}
    return _letter(COMMAND, names, kept, now)


def _letter(kind: str, names: dict[str, str], body: dict[str, Any], now: datetime) -> Letter:
    team = body["team_id"]
    keys = frozenset(_key(what, team, name) for what, name in names.items() if name)
    written = json.dumps({"kind": kind, **body}, separators=(",", ":"))
    return Letter(keys, written, now + REPLY_WINDOW)


def _key(what: str, team: str, name: str) -> str:
    return f"{what}:{team}:{name}"[:_LONGEST]


def body_of(kept: Kept) -> dict[str, Any]:
    """Return what was kept, as Slack's body has it, and its `kind`."""
    body: dict[str, Any] = json.loads(kept.body)
    return body


def is_direct(event: dict[str, Any]) -> bool:
    return event.get("channel_type") == "im" or str(event["channel"]).startswith("D")


def written_at(kept: Kept) -> datetime:
    """Return when it was written, by Slack's own clock: no answer is older."""
    return datetime.fromtimestamp(float(body_of(kept)["event"]["ts"]), UTC)
