"""A click on a card's button or menu: authorised anew, answered where the card is seen."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.click import Verb
from bot.slack.answer import Answers
from bot.slack.card_clicks import ACTION, Clicks, Pressed
from bot.slack.people import People
from bot.slack.replies.reaction import Place, Reactions
from bot.slack.windows.search import Modals
from bot.slack.windows.sharing import Sharing


def register(
    app: AsyncApp,
    *,
    people: People,
    answers: Answers,
    reactions: Reactions,
    modals: Modals,
    sharing: Sharing,
    clicks: Clicks,
    in_views: Clicks,
) -> None:
    @app.action(ACTION)
    async def clicked(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        pressed = Pressed.of(body)
        if pressed.is_in_view:
            if pressed.click and pressed.click.verb is Verb.SHARE:
                sharing.begin(body, pressed.click)
            else:
                modals.show(body, lambda: in_views.in_view(pressed, client))
            return
        if pressed.place is Place.IN_PLACE:
            answers.leave(*pressed.message)
        work = clicks.answer_once(pressed, client)
        reactions.react(pressed.clicked, pressed.place, work, lang=partial(_lang, pressed, people))


def _lang(pressed: Pressed, people: People) -> str:
    """The language asked for with the card, else that of who clicks, as far as known by now."""
    asked = pressed.click.lang if pressed.click else ""
    return asked or people.lang(pressed.agent.user_id)
