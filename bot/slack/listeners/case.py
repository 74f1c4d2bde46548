"""A click of somebody in a case: written down before Slack hears that we have it."""

import re
from datetime import datetime
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from bot.core.clock import Clock
from bot.core.customers.case import tagged
from bot.core.customers.case_letter import Step, owed
from bot.core.letter import Letter, Take

_ACTION: Final = re.compile(r"case:(take|back|close|solved)|customer:(person)[0-9]*")


def register(app: AsyncApp, *, take: Take, clock: Clock) -> None:
    @app.action(_ACTION)
    async def clicked(ack: Any, body: dict[str, Any]) -> None:
        found = letter(body, clock())
        if found:
            await take(found)
        await ack()


def letter(body: dict[str, Any], now: datetime) -> Letter | None:
    """Read a block_actions payload (docs.slack.dev/reference/interaction-payloads)."""
    action = (body.get("actions") or [{}])[0]
    name = _ACTION.fullmatch(str(action.get("action_id", "")))
    user, container = body.get("user") or {}, body.get("container") or {}
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
    if not name or not user.get("id") or not channel:
        return None
    message = body.get("message") or {}
    step = Step(name[1]) if name[1] else Step.ASK
    if step is Step.ASK and not channel.startswith("D"):
        return None  # only where nobody else reads is anybody a customer
    value = str(action.get("value", ""))
    known = tagged(value)
    mark = f"{body.get('trigger_id') or ''}.{action.get('action_ts') or ''}"
    return owed(
        step,
        known[0] if known else 0,
        mark,
        now,
        team=str((body.get("team") or {}).get("id") or user.get("team_id") or ""),
        user=str(user["id"]),
        channel=channel,
        thread=str(message.get("thread_ts") or container.get("message_ts") or ""),
        value=value,
    )
