"""A Slack event as a letter: what is kept of it, and by what it is known when it comes again.

docs.slack.dev/apis/events-api (retries keep the event_id). A mention in a channel comes as
`app_mention` and as `message`, with one ts; one gesture may come as two messages with one
client_msg_id.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.core.letter import Kept, Letter

REPLY_WINDOW: Final = timedelta(minutes=30)
_LONGEST: Final = 200  # characters of an id


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
    keys = frozenset(f"{kind}:{team}:{name}"[:_LONGEST] for kind, name in names.items() if name)
    kept = {"team_id": team, "event": event}
    return Letter(keys, json.dumps(kept, separators=(",", ":")), now + REPLY_WINDOW)


def body_of(kept: Kept) -> dict[str, Any]:
    """Return what was kept, as Slack's body has it."""
    body: dict[str, Any] = json.loads(kept.body)
    return body


def written_at(kept: Kept) -> datetime:
    """Return when it was written, by Slack's own clock: no answer is older."""
    return datetime.fromtimestamp(float(body_of(kept)["event"]["ts"]), UTC)
