"""A click on an alert's card: written down before Slack hears that we have it."""

import re
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from bot.core.alerts.stand import Deed
from bot.slack.alerts.clicks import AlertClicks
from bot.slack.replies.response_url import ResponseUrls, beside
from bot.slack.tasks import Tasks

_ACTION: Final = re.compile(f"alert:(?:{'|'.join(Deed)})")


def register(app: AsyncApp, *, clicks: AlertClicks, urls: ResponseUrls, tasks: Tasks) -> None:
    @app.action(_ACTION)
    async def clicked(ack: Any, body: dict[str, Any]) -> None:
        said = await clicks.clicked(body)
        await ack()
        if said:
            tasks.start(urls.say(str(body.get("response_url", "")), beside(said)))
