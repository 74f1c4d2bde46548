"""The channels that are listened to, in Home and in the window where that is switched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.core.card import NoteCard
from bot.core.clock import Clock
from bot.core.home.form import Section
from bot.core.home.listening import Choice, listening_form, listening_section, sent_choice
from bot.core.listening import Setting
from bot.core.privacy import Agent
from bot.slack.command import Typed
from bot.slack.listening.switch import Switch
from bot.slack.views import View, Views


class Channels(Protocol):
    """Where it is kept how each channel is listened to."""

    async def listened(self, team: str, now: datetime) -> Mapping[str, Setting]: ...


@dataclass(frozen=True, slots=True)
class ListeningWindow:
    """Asks nobody who they are: Home and RuleWindows have, just before."""

    channels: Channels
    switch: Switch
    views: Views
    clock: Clock

    async def section(self, agent: Agent) -> Section:
        return listening_section(await self._settings(agent))

    async def opened(self, who: Agent, *, lang: str) -> View:
        return await self._drawn(who, lang=lang)

    async def acted(
        self, who: Agent, action: Mapping[str, Any], view: Mapping[str, Any], *, lang: str
    ) -> View:
        """Switch what was chosen as `/where listen` does, and say under it what came of that."""
        choice, card = sent_choice(action), None
        if choice and choice.mode:
            typed = Typed(who, choice.channel, choice.mode)
            card = await self.switch.switched(typed, lang=lang)
        turn = str(view.get("hash", ""))
        return await self._drawn(who, lang=lang, turn=turn, choice=choice, card=card)

    async def _drawn(
        self,
        who: Agent,
        *,
        lang: str,
        turn: str = "",
        choice: Choice | None = None,
        card: NoteCard | None = None,
    ) -> View:
        settings = await self._settings(who)
        form = listening_form(settings, turn=turn, choice=choice, card=card)
        return self.views.modal("listening.view.json.j2", form, lang=lang)

    async def _settings(self, who: Agent) -> Mapping[str, Setting]:
        return await self.channels.listened(who.team_id, self.clock())
