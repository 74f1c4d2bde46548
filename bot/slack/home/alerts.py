"""Alerts in Home: the rules of the channels that somebody may rule, and what is not posted."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol

from bot.core.clock import Clock
from bot.core.home.alerts import MOST, Parked, parked_section, rules_section
from bot.core.home.form import Section
from bot.core.latest import Latest
from bot.core.letter import StoreError
from bot.core.privacy import Agent
from bot.slack.gesture import Gesture
from bot.slack.people import People

_KEPT: Final = timedelta(days=14)  # what is not posted by then is nobody's news any more
_FRESH: Final = 300.0  # seconds that Slack's word on who may see a channel counts here
_ASKED: Final = 3 * MOST  # channels that Slack is asked about for one Home
_REMEMBERED: Final = 5000
_log = logging.getLogger(__name__)


class Rules(Protocol):
    """Where channels' wishes are kept."""

    async def names(self) -> Mapping[str, Sequence[str]]: ...


class ParkedAlerts(Protocol):
    """Where it is kept what Slack does not take."""

    async def all(self, since: datetime) -> Sequence[Parked]: ...
    async def retry(self, place: str, since: datetime, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class RulesInHome:
    """For agents; *may* says whether somebody may rule what a place is told.

    *direct* is their direct message: of the others' Slack need not be asked.
    """

    rules: Rules
    may: Callable[[Agent, str], Awaitable[bool]]
    direct: Callable[[str], Awaitable[str]]
    known: Latest[tuple[str, str], tuple[float, bool]] = field(
        default_factory=partial(Latest, _REMEMBERED)
    )

    async def section(self, agent: Agent) -> Section | None:
        try:
            names = await self.rules.names()
        except StoreError as error:
            _log.warning("Home shows no alert rules: %s", error)
            return None
        has_direct = any(place.startswith("D") for place in names)
        own = await self.direct(agent.user_id) if has_direct else ""
        places = [one for one in names if one == own or not one.startswith("D")][:_ASKED]
        seen = await asyncio.gather(*(self._may(agent, place) for place in places))
        return rules_section(
            {place: names[place] for place, is_seen in zip(places, seen, strict=True) if is_seen}
        )

    async def _may(self, agent: Agent, place: str) -> bool:
        """Ask now and then; whoever opens the window is asked about anew."""
        until, is_seen = self.known.get((agent.user_id, place), (0.0, False))
        if time.monotonic() < until:
            return is_seen
        is_seen = await self.may(agent, place)
        self.known[agent.user_id, place] = (time.monotonic() + _FRESH, is_seen)
        return is_seen


@dataclass(frozen=True, slots=True)
class ParkedInHome:
    """For administrators; *stir* lets be posted what can be."""

    parked: ParkedAlerts
    people: People
    clock: Clock
    stir: Callable[[], None]

    async def section(self, _: Agent) -> Section | None:
        return parked_section(await self.parked.all(self.clock() - _KEPT))

    async def retry(self, body: dict[str, Any]) -> None:
        """Try a place again, if an administrator wants that."""
        gesture = Gesture.of(body)
        if not (await self.people.person(gesture.agent.user_id)).is_admin:
            return
        now = self.clock()
        try:
            await self.parked.retry(gesture.value, now - _KEPT, now)
        except StoreError as error:
            _log.warning("alerts are not tried again: %s", error)
        self.stir()
