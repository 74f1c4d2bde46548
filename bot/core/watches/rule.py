"""Alert rules: what a channel wants to hear of any order, and when it wants to hear at all.

Not to be confused with what administrators rule (see bot.core.rule).
"""

from dataclasses import dataclass
from datetime import time
from typing import Final

from bot.core.alert import Event, Kind, Severity
from bot.core.catalogue import ENGLISH
from bot.core.watches.condition import ConditionError, condition_of

# The names of their audit lines.
ALERT_RULE: Final = "alert_rule"
ALERT_HOURS: Final = "alert_hours"


@dataclass(frozen=True, slots=True)
class AlertRule:
    """A standing wish of a channel: it is told of orders on which `condition` holds.

    `kinds` is what it is told, empty for all; `severity` as what, or as each kind is. `days` is
    how long a parcel waits to be collected until that is told, `percent` how likely it is late.
    `version` counts the changes.
    """

    id: str
    place: str
    name: str
    kinds: frozenset[Kind] = frozenset()
    condition: str = ""
    severity: Severity | None = None
    days: int = 3
    percent: int = 0
    lang: str = ENGLISH
    by: str = ""
    version: int = 0

    def concerns(self, event: Event) -> bool:
        """Whether it is about what happened to; what cannot be read concerns nothing."""
        try:
            return condition_of(self.condition)(event.facts.traits)
        except ConditionError:
            return False

    def wants(self, kind: Kind) -> bool:
        return not self.kinds or kind in self.kinds

    def step(self, kind: Kind) -> int:
        """Return how far what grows has to have grown, to be told."""
        return {Kind.NOT_COLLECTED: self.days, Kind.TRENDING_LATE: self.percent}.get(kind, 0)


@dataclass(frozen=True, slots=True)
class Etiquette:
    """When a channel wants to hear, by the clock of `zone`, whichever rule or watch it is told by.

    Quiet from one hour until another, over midnight or not; `digest_at` is when it reads what was
    collected; `budget` is how many messages a day it wants at most, 0 for any number.
    """

    place: str
    zone: str = "UTC"
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_at: time | None = None
    budget: int = 0
    by: str = ""
    version: int = 0
