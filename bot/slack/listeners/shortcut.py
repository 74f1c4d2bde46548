"""The shortcuts: "Where is this order?" on a message, and the search from anywhere."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack.windows.search import Modals


def register(app: AsyncApp, *, modals: Modals) -> None:
    @app.message_shortcut("where_message")
    async def asked_about(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        modals.about(body)

    @app.global_shortcut("where_search")
    async def searched(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        modals.search(body)
