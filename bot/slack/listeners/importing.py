"""A file that is sent in to be imported: its window says at once that it is being read."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack.alerts.importing import Importing
from bot.slack.tasks import Tasks
from bot.slack.views import turned_into


def register(app: AsyncApp, *, importing: Importing, tasks: Tasks) -> None:
    @app.view("import:file")
    async def submitted(ack: Any, body: dict[str, Any]) -> None:
        await ack(**turned_into(importing.reading(body)))
        tasks.start(importing.read(body))
