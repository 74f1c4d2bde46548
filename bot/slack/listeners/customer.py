"""A customer proves that an order is theirs: a button, a form, and the form sent in."""

import re
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.core import customer_card_words as said
from bot.core.customer_card import decoded
from bot.core.phrase import say
from bot.core.proof import postal_code_of
from bot.core.proof_form import proof_form
from bot.slack.customer_desk import CustomerDesk, SentIn
from bot.slack.people import People
from bot.slack.tasks import Tasks
from bot.slack.views import Views, plain

_PROVE: Final = re.compile(r"customer:prove[0-9]*")
_FORM: Final = "customer_proof"
_FIELD: Final = "postal_code"


def register(
    app: AsyncApp, *, desk: CustomerDesk, people: People, views: Views, tasks: Tasks
) -> None:
    @app.action(_PROVE)
    async def asked_to_prove(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        lang = (await people.person(str(body["user"]["id"]))).lang
        reference = decoded(str(body["actions"][0].get("value", "")))
        if reference:
            view = views.modal("proof.view.json.j2", proof_form(reference), lang=lang)
            await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view(_FORM)
    async def sent_in(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        reference = decoded(str(view.get("private_metadata", "")))
        typed = view["state"]["values"][_FIELD][_FIELD].get("value") or ""
        wrong = said.PROOF_OLD if reference is None else said.PROOF_INVALID
        if reference is None or postal_code_of(typed) is None:
            told = plain(say(wrong), people.lang(str(body["user"]["id"])), limit=150)
            await ack(response_action="errors", errors={_FIELD: told})
            return
        await ack()
        tasks.start(desk.prove(reference, typed, SentIn.of(body)))
