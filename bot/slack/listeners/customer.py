"""A customer proves that an order is theirs: a button, a form, and the form sent in."""

import logging
import re
from typing import Any, Final

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core import customer_card_words as said
from bot.core.customer_card import decoded
from bot.core.phrase import say
from bot.core.proof import postal_code_of
from bot.core.proof_form import proof_form
from bot.slack.customer_desk import CustomerDesk, SentIn
from bot.slack.error import reason
from bot.slack.people import People
from bot.slack.tasks import Tasks
from bot.slack.views import Views, plain

_PROVE: Final = re.compile(r"customer:prove[0-9]*")
_FORM: Final = "customer_proof"
_FIELD: Final = "postal_code"
_log = logging.getLogger(__name__)


def register(
    app: AsyncApp, *, desk: CustomerDesk, people: People, views: Views, tasks: Tasks
) -> None:
    @app.action(_PROVE)
    async def asked_to_prove(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        lang = (await people.person(str(body["user"]["id"]))).lang
        reference = decoded(str(body["actions"][0].get("value", "")))
        if reference is None:
            return
        view = views.modal("proof.view.json.j2", proof_form(reference), lang=lang)
        try:
            await client.views_open(trigger_id=body["trigger_id"], view=view)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            _log.warning("Slack did not open the form for a postal code: %s", reason(error))

    @app.view(_FORM)
    async def sent_in(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        reference = decoded(str(view.get("private_metadata", "")))
        typed = _typed(view)
        wrong = said.PROOF_OLD if reference is None else said.PROOF_INVALID
        if reference is None or postal_code_of(typed) is None:
            told = plain(say(wrong), people.lang(str(body["user"]["id"])), limit=150)
            await ack(response_action="errors", errors={_FIELD: told})
            return
        await ack()
        tasks.start(desk.prove(reference, typed, SentIn.of(body)))


def _typed(view: dict[str, Any]) -> str:
    """Return what stands in the form's one field, whatever was sent in."""
    at: Any = view.get("state")
    for name in ("values", _FIELD, _FIELD, "value"):
        at = at.get(name) if isinstance(at, dict) else None
    return at if isinstance(at, str) else ""
