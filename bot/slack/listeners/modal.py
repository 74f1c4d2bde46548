"""What somebody does in a search window: its elements, and its forms sent in."""

import re
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from bot.slack.windows.search import Modals
from bot.slack.windows.sharing import Sharing

_ELEMENT: Final = re.compile("search:(?:start|field|chosen|again|open|more|back)")
_FORM: Final = re.compile(r"where:.+")


def register(app: AsyncApp, *, modals: Modals, sharing: Sharing) -> None:
    forms = {"where:form": modals.fill_in, "where:share": sharing.fill_in}

    @app.action(_ELEMENT)
    async def used(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        modals.act(body)

    @app.view(_FORM)
    async def sent_in(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        fill_in = forms.get(view["callback_id"], modals.outdated)
        await ack(**await fill_in(body))
