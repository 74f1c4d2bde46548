"""Clicks on cards: who pressed what, and what answers that for whoever will see it."""

import re
from dataclasses import dataclass, replace
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.card import NoteCard
from bot.core.click import Click, Verb
from bot.core.notes import note
from bot.core.privacy import Agent, Audience, Channel
from bot.slack.alerts.watch_clicks import WatchClicks
from bot.slack.answer import NOTHING, Answer, Answers
from bot.slack.channels import obstacle
from bot.slack.customers.click import CustomerClicks
from bot.slack.gesture import agent_of
from bot.slack.noise import DoubleClicks, Once
from bot.slack.people import People, refusal
from bot.slack.replies.reaction import Clicked, Place

ACTION: Final = re.compile(r"card:([a-z]+)\d*")
_WHOLE: Final = (Verb.ORDER, Verb.PARCEL)
_WATCHING: Final = (Verb.WATCH, Verb.UNWATCH)


@dataclass(frozen=True, slots=True)
class Pressed:
    """Who pressed what, and where that stands."""

    agent: Agent
    message: tuple[str, str]  # channel and ts
    response_url: str
    click: Click | None
    is_private: bool
    is_in_view: bool = False
    thread_ts: str = ""

    @property
    def channel_id(self) -> str:
        return self.message[0]

    @property
    def sharing(self) -> str:
        """Name what is shared once."""
        return f"share {self.agent.team_id} {' '.join(self.message)}"

    @property
    def clicked(self) -> Clicked:
        return Clicked(self.response_url, self.channel_id, self.thread_ts, self.agent.user_id)

    @property
    def place(self) -> Place:
        """Where the answer will be seen, and so by whom."""
        verb = self.click.verb if self.click else None
        if verb is Verb.SHARE:
            return Place.CHANNEL
        return Place.IN_PLACE if self.is_private or verb is Verb.REFRESH else Place.BESIDE

    @property
    def is_watching(self) -> bool:
        return self.click is not None and self.click.verb in _WATCHING

    @property
    def key(self) -> tuple[str, ...]:
        """What both halves of a double click have in common."""
        click = (self.click.verb, self.click.encoded()) if self.click else ()
        return (self.agent.team_id, self.agent.user_id, *self.message, *click)

    @property
    def is_harmless(self) -> bool:
        """Whether the answer tells nobody new anything: only its reader can click a private card.

        So a Slack that does not say who clicks costs nobody the use of their own card. But to watch
        is to be told for weeks.
        """
        return not self.is_watching and (self.is_private or self.place is not Place.BESIDE)

    @property
    def audience(self) -> Audience:
        """A card that all see stays what all may see, whoever clicks."""
        is_for_all = self.place is Place.CHANNEL or (
            self.place is Place.IN_PLACE and not self.is_private
        )
        return Channel(self.channel_id) if is_for_all else self.agent

    @classmethod
    def of(cls, body: dict[str, Any]) -> "Pressed":
        """Read a block_actions payload (docs.slack.dev/reference/interaction-payloads)."""
        container = body.get("container") or {}
        channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
        click = _click_of((body.get("actions") or [{}])[0])
        thread_ts = str(container.get("thread_ts") or "")
        if click and thread_ts:
            click = replace(click, thread_ts=thread_ts)
        # A direct message may be one between two people, where a card was posted for both.
        is_own_dm = channel.startswith("D") and not (click and click.is_posted)
        is_in_view = container.get("type") == "view"  # which one person alone sees
        return cls(
            agent=agent_of(body),
            message=(channel, str(container.get("message_ts", ""))),
            response_url=str(body.get("response_url", "")),
            click=click,
            is_private=bool(container.get("is_ephemeral")) or is_own_dm or is_in_view,
            is_in_view=is_in_view,
            thread_ts=thread_ts,
        )


def _click_of(action: dict[str, Any]) -> Click | None:
    name = ACTION.fullmatch(str(action.get("action_id", "")))
    chosen = action.get("selected_option") or action
    return Click.decoded(name[1], str(chosen.get("value", ""))) if name else None


class Clicks:
    """Turns a click into an answer for whoever will see it."""

    def __init__(
        self,
        people: People,
        answers: Answers,
        watching: WatchClicks,
        customers: CustomerClicks | None,
        once: Once,
        doubles: DoubleClicks,
    ) -> None:
        self._people = people
        self._answers = answers
        self._watching = watching
        self._customers = customers
        self._once = once
        self._doubles = doubles

    async def answer_once(self, pressed: Pressed, client: AsyncWebClient) -> Answer:
        """Answer a click; what would stand twice beside the card is said once for a double click.

        In the card's place the second says the same as the first.
        """
        is_beside = pressed.place is Place.BESIDE or pressed.is_watching
        if is_beside and not await self._doubles.is_first(pressed.key):
            return NOTHING
        return await self.answer(pressed, client)

    async def answer(self, pressed: Pressed, client: AsyncWebClient) -> Answer:
        """Ask again who that is: a card may have got to somebody who may not see more."""
        person = await self._people.person(pressed.agent.user_id)
        refused = refusal(person)
        if refused and self._customers:
            shown = await self._customers.answer(pressed.click, pressed.agent, person)
            if shown:
                return shown
        if refused and not (person.is_unsaid and pressed.is_harmless):
            return self._answers.drawn(refused, lang=person.lang)
        if pressed.click is None:
            return self._answers.drawn(note.old_button(), lang=person.lang)
        lang = pressed.click.lang or person.lang
        if pressed.click.verb is Verb.SHARE:
            found = await self._obstacle(pressed, client)
            if found:
                return self._answers.drawn(found, lang=lang)
        answer = await self._clicked(pressed, pressed.click, lang)
        if answer.is_note and pressed.click.verb is Verb.SHARE:  # nothing was shared
            await self._once.undone(pressed.sharing)
        return answer

    async def _clicked(self, pressed: Pressed, click: Click, lang: str) -> Answer:
        """Answer for whoever sees it; one's own card says whether one watches its order."""
        is_for_one = pressed.is_private and pressed.place is not Place.CHANNEL
        is_own = is_for_one and not click.is_posted
        agent, answers = pressed.agent, self._answers
        if pressed.is_watching:
            return await self._watching.clicked(click, agent, answers, is_own=is_own, lang=lang)
        card = await answers.card_for(click, pressed.audience, lang=lang)
        if is_own or click.verb is Verb.DETAILS:
            card = await self._watching.marked(card, click.reference, agent)
        return answers.drawn(card, lang=lang)

    async def in_view(self, pressed: Pressed, client: AsyncWebClient) -> Answer:
        """Answer a click in a window, which has no place beside the card: a note goes above it."""
        answer = await self.answer(pressed, client)
        if not answer.is_note or pressed.click is None or pressed.click.verb in _WHOLE:
            return answer
        verb = Verb.PARCEL if pressed.click.parcel else Verb.ORDER
        back = replace(pressed, click=replace(pressed.click, verb=verb, page=0))
        card = await self.answer(back, client)
        blocks = (*answer.message.get("blocks", ()), *card.message.get("blocks", ()))
        if card.is_note or not blocks:
            return answer
        return replace(card, message={**card.message, "blocks": [*blocks]}, later=None)

    async def _obstacle(self, pressed: Pressed, client: AsyncWebClient) -> NoteCard | None:
        """Say why a card cannot be shared here; a double click shares once."""
        if pressed.channel_id.startswith("D"):
            return note.no_channel()
        found = await obstacle(client, pressed.channel_id)
        if found:
            return found
        return None if await self._once.may_do(pressed.sharing) else note.already_shared()
