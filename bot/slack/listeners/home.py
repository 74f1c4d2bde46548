"""Home, opened, clicked in and sent in from."""

import re
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from bot.core.privacy import Agent
from bot.core.rule import AGENTS, ORDER_PATTERNS
from bot.slack.gesture import agent_of
from bot.slack.home.deeds import Body, Deeds
from bot.slack.tasks import Tasks

_SUBMITTED: Final = re.compile(f"home:(?:{AGENTS}|{ORDER_PATTERNS})")
_GROUPS: Final = "home:groups"


def register(app: AsyncApp, *, deeds: Deeds, tasks: Tasks) -> None:
    async def opened(body: dict[str, Any]) -> None:
        event = body.get("event") or {}
        if event.get("tab") == "home" and event.get("user"):
            agent = Agent(str(body.get("team_id") or ""), str(event["user"]))
            tasks.start(deeds.homes.show(agent, hash_=_hash(event)))

    async def acted(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        tasks.start(deeds.act(body))

    async def submitted(ack: Any, body: dict[str, Any]) -> None:
        reply = await deeds.submitted(body)
        if not reply:
            tasks.start(deeds.homes.show(agent_of(body)))
        await ack(**reply)

    async def suggested(ack: Any, body: dict[str, Any]) -> None:
        await ack(options=await deeds.suggested(body))

    app.event("app_home_opened")(opened)
    app.action(deeds.names)(acted)
    app.view(_SUBMITTED)(submitted)
    app.options(_GROUPS)(suggested)


def _hash(event: Body) -> str:
    return str((event.get("view") or {}).get("hash") or "")
