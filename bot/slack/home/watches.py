"""What somebody watches: shown in Home, and suggested in a search."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.home import watches as watch_home
from bot.core.home.form import Section
from bot.core.letter import StoreError
from bot.core.privacy import Agent
from bot.core.reference import Reference
from bot.core.text.pattern import OrderPatterns
from bot.core.watches.watch import Watched

_log = logging.getLogger(__name__)


class Watches(Protocol):
    """Where wishes are kept."""

    async def of_person(self, user_id: str, most: int = 50) -> tuple[list[Watched], int]: ...
    async def lists(self, by: str) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class MyWatches:
    """Each person's own; a store that does not answer is passed over, for the rest to be seen."""

    watches: Watches
    patterns: Callable[[], OrderPatterns]

    async def section(self, agent: Agent) -> Section | None:
        try:
            mine, total = await self.watches.of_person(agent.user_id)
            lists = await self.watches.lists(agent.user_id) if total > 1 else {}
        except StoreError as error:
            _log.warning("Home shows no watches: %s", error)
            return None
        example = self.patterns().example
        return watch_home.section(mine, total, example, lists)

    async def watched(self, agent: Agent) -> Sequence[Reference]:
        """Return what somebody watches, the newest first."""
        try:
            mine, _ = await self.watches.of_person(agent.user_id)
        except StoreError as error:
            _log.warning("a search goes without watches: %s", error)
            return ()
        return [one.watch.reference for one in mine]
