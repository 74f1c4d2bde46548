"""What each person looked up lately, as far as this process knows."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.core.privacy import Agent
from bot.core.reference import Reference

_PEOPLE: Final = 2000
_EACH: Final = 20


@dataclass(frozen=True, slots=True)
class Lookups:
    """The newest for each of the people who asked last."""

    of: OrderedDict[Agent, OrderedDict[Reference, None]] = field(default_factory=OrderedDict)

    def remember(self, agent: Agent, reference: Reference) -> None:
        mine = self.of.setdefault(agent, OrderedDict())
        self.of.move_to_end(agent)
        mine[reference] = None
        mine.move_to_end(reference)
        for kept, most in ((mine, _EACH), (self.of, _PEOPLE)):
            if len(kept) > most:
                kept.popitem(last=False)

    async def recent(self, agent: Agent) -> Sequence[Reference]:
        """Return what they looked up, the newest first."""
        return tuple(reversed(self.of.get(agent, {})))
