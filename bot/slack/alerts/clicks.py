"""Clicks on alerts' cards: who may is asked anew each time, then it is written down, once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from bot.core.alerts.deed import Acted, AlertClick, Became
from bot.core.alerts.stand import Deed
from bot.core.card import NoteCard
from bot.core.clock import Clock
from bot.core.notes import alert as alert_note
from bot.core.notes import note
from bot.core.privacy import Agent
from bot.slack.answer import Answers
from bot.slack.blocks import Message
from bot.slack.gesture import agent_of
from bot.slack.people import People, refusal

_PREFIX: Final = "alert:"


class Stands(Protocol):
    """Where it is kept how cards stand."""

    async def act(
        self, click: AlertClick, by: str, places: Collection[str], now: datetime
    ) -> Acted: ...


@dataclass(frozen=True, slots=True)
class AlertClicks:
    """*stir* lets the card show it at once, *look* lets parcelLab be asked at once."""

    stands: Stands
    people: People
    answers: Answers
    clock: Clock
    stir: Callable[[], None]
    look: Callable[[], None]

    async def clicked(self, body: dict[str, Any]) -> Message | None:
        """Do it; return what is said to whoever clicked, if the card does not say it."""
        agent, click, channel = _read(body)
        person = await self.people.person(agent.user_id)
        refused = refusal(person) or (None if click else note.old_button())
        if refused is None and click:
            refused = await self._done(click, agent, channel)
        return self.answers.drawn(refused, lang=person.lang).message if refused else None

    async def _done(self, click: AlertClick, agent: Agent, channel: str) -> NoteCard | None:
        places = (channel, agent.user_id) if channel.startswith("D") else (channel,)
        done = await self.stands.act(click, agent.user_id, places, self.clock())
        if done.became is not Became.DONE:
            return alert_note.refused(done)
        self.stir()
        if click.deed is Deed.REFRESH:
            self.look()
        return None


def _read(body: dict[str, Any]) -> tuple[Agent, AlertClick | None, str]:
    """Read a block_actions payload (docs.slack.dev/reference/interaction-payloads)."""
    action = (body.get("actions") or [{}])[0]
    chosen = action.get("selected_option") or action
    deed = str(action.get("action_id", "")).removeprefix(_PREFIX)
    container = body.get("container") or {}
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
    return agent_of(body), AlertClick.decoded(deed, str(chosen.get("value", ""))), channel
