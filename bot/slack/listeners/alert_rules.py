"""What is clicked and sent in in the windows of alert rules."""

import re
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from bot.slack.home.alert_rules import AlertWindows
from bot.slack.tasks import Tasks

_ALERTS: Final = re.compile("alerts:(?:open|add|edit|hours|try|remove|field|zone)")
_FORMS: Final = re.compile("alerts:(?:rule|hours)")
_ZONE: Final = "alerts:zone"


def register(app: AsyncApp, *, windows: AlertWindows, tasks: Tasks) -> None:
    async def acted(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        tasks.start(windows.act(body))

    async def submitted(ack: Any, body: dict[str, Any]) -> None:
        await ack(**await windows.submitted(body))

    async def suggested(ack: Any, body: dict[str, Any]) -> None:
        await ack(options=await windows.zones(body))

    app.action(_ALERTS)(acted)
    app.view(_FORMS)(submitted)
    app.options(_ZONE)(suggested)
