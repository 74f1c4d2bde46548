"""What a window suggests while somebody types."""

import re
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from bot.slack.windows.suggesting import Suggesting

_MENU: Final = re.compile(r"search:.+")


def register(app: AsyncApp, *, suggesting: Suggesting) -> None:
    @app.options(_MENU)
    async def typed(ack: Any, body: dict[str, Any]) -> None:
        await ack(**await suggesting.suggest(body))
