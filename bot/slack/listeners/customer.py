"""A customer proves that an order is theirs: a button, a form, and the form sent in."""

import logging
import re
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.clock import Clock
from bot.core.customers.card import decoded
from bot.core.customers.proof import code_alone, postal_code_of
from bot.core.customers.proof_form import proof_form
from bot.core.letter import Take
from bot.core.notes import note
from bot.core.phrase import say
from bot.core.words import conversation as said
from bot.slack.answer import Answer, Answers
from bot.slack.customers.proof_desk import Seal, proof_letter
from bot.slack.error import CALL_FAULTS, reason
from bot.slack.listeners.old import OldButtons
from bot.slack.people import People, refusal
from bot.slack.replies.reaction import Clicked, Place, Reactions
from bot.slack.views import Views, sent_back

_PROVE: Final = re.compile(r"customer:prove[0-9]*")
_ANY: Final = re.compile(r"(?:customer|case):[a-z]+[0-9]*")
_FORM: Final = "customer_proof"
_FIELD: Final = "postal_code"
_log = logging.getLogger(__name__)


def register(
    app: AsyncApp,
    *,
    take: Take,
    seal: Seal,
    people: People,
    views: Views,
    clock: Clock,
    old: OldButtons,
) -> None:
    @app.action(_PROVE)
    async def asked_to_prove(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        where = str((body.get("channel") or {}).get("id") or "")
        dm = where if where.startswith("D") else ""  # the question may stand in a channel
        lang = (await people.reader(str(body["user"]["id"]), dm=dm)).lang
        orders = decoded(str(body["actions"][0].get("value", "")))
        if not orders:
            old.say(body)
            return
        view = views.modal("proof.view.json.j2", proof_form(orders), lang=lang)
        try:
            await client.views_open(trigger_id=body["trigger_id"], view=view)
        except CALL_FAULTS as error:
            _log.warning("Slack did not open the form for a postal code: %s", reason(error))

    @app.view(_FORM)
    async def sent_in(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        orders = decoded(str(view.get("private_metadata", "")))
        typed = _typed(view)
        typed = typed if postal_code_of(typed) else code_alone(typed) or ""
        wrong = said.PROOF_INVALID if orders else said.PROOF_OLD
        if not orders or not typed:
            await ack(**sent_back({_FIELD: say(wrong)}, people.lang(str(body["user"]["id"]))))
            return
        await take(proof_letter(body, orders, typed, seal=seal, now=clock()))
        await ack()


def register_closed(
    app: AsyncApp, *, people: People, answers: Answers, reactions: Reactions
) -> None:
    """Answer what is left in Slack of the time when customers were served."""

    def told(body: dict[str, Any]) -> str:
        return people.lang(str(body["user"]["id"]))

    async def drawn(user_id: str) -> Answer:
        person = await people.person(user_id)
        return answers.drawn(refusal(person) or note.no_customers(), lang=person.lang)

    @app.action(_ANY)
    async def clicked(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        work, url = drawn(str(body["user"]["id"])), str(body.get("response_url") or "")
        reactions.react(Clicked(url), Place.BESIDE, work, lang=lambda: told(body))

    @app.view(_FORM)
    async def sent_in(ack: Any, body: dict[str, Any]) -> None:
        await ack(**sent_back({_FIELD: say(said.NO_CUSTOMERS)}, told(body)))


def _typed(view: dict[str, Any]) -> str:
    """Return what stands in the form's one field, whatever was sent in."""
    at: Any = view.get("state")
    for name in ("values", _FIELD, _FIELD, "value"):
        at = at.get(name) if isinstance(at, dict) else None
    return at if isinstance(at, str) else ""
