"""What is clicked and sent in about alerts in Home, and in the windows it opens."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from bot.core.privacy import Agent
from bot.slack.gesture import agent_of
from bot.slack.home.alerts import ParkedInHome
from bot.slack.home.watch_windows import WatchWindows
from bot.slack.tasks import Tasks

_WATCH: Final = re.compile("watch:(?:list|edit|end|field)")
_FORM: Final = "watch:form"


def register(
    app: AsyncApp,
    *,
    windows: WatchWindows,
    parked: ParkedInHome,
    show: Callable[[Agent], Awaitable[None]],
    tasks: Tasks,
) -> None:
    async def acted(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        tasks.start(windows.act(body))

    async def submitted(ack: Any, body: dict[str, Any]) -> None:
        await ack(**await windows.submitted(body))

    async def retried(body: dict[str, Any]) -> None:
        await parked.retry(body)
        await show(agent_of(body))

    async def tried_again(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        tasks.start(retried(body))

    app.action(_WATCH)(acted)
    app.view(_FORM)(submitted)
    app.action("parked:retry")(tried_again)
