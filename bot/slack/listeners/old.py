"""What no other listener knows: a button or a form of another version says so. Registered last."""

import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from bot.core.customers.answer import CustomerAnswer
from bot.core.customers.card import form_is_old
from bot.core.notes import note
from bot.core.privacy import Agent
from bot.slack.answer import Answer, Answers
from bot.slack.card_clicks import Pressed
from bot.slack.gesture import Gesture
from bot.slack.people import People, refusal
from bot.slack.replies.reaction import Place, Reactions
from bot.slack.tasks import Tasks
from bot.slack.windows.search import Modals

_OURS: Final = re.compile(r"[a-z_]+:.*")  # a button that leads out has another kind of name
_ANY: Final = re.compile(r".*")


@dataclass(frozen=True, slots=True)
class OldButtons:
    """Tells whoever clicks one what to do instead."""

    people: People
    answers: Answers
    reactions: Reactions

    def say(self, body: dict[str, Any]) -> None:
        pressed = Pressed.of(body)
        lang = partial(self.people.lang, pressed.agent.user_id)
        self.reactions.react(pressed.clicked, Place.BESIDE, self._said(pressed.agent), lang=lang)

    async def _said(self, agent: Agent) -> Answer:
        person = await self.people.person(agent.user_id)
        refused = refusal(person)
        if refused and person.is_served:
            return self.answers.drawn(CustomerAnswer((form_is_old(),)), lang=person.lang)
        return self.answers.drawn(refused or note.old_button(), lang=person.lang)


def register(
    app: AsyncApp,
    *,
    old: OldButtons,
    modals: Modals,
    show: Callable[[Agent], Coroutine[Any, Any, None]],
    tasks: Tasks,
) -> None:
    """*show* draws somebody's Home anew: there the button is gone then."""

    @app.action(_OURS)
    async def clicked(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        gesture = Gesture.of(body)
        if gesture.is_home:
            tasks.start(show(gesture.agent))
        if Pressed.of(body).is_in_view:
            modals.outlived(body)
        else:
            old.say(body)

    @app.view(_ANY)
    async def sent_in(ack: Any, body: dict[str, Any]) -> None:
        await ack(**await modals.outdated(body))
