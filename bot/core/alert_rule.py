"""Alert rules: what a channel wants to hear of any order, and when it wants to hear at all.

Not to be confused with what administrators rule (see bot.core.rule).
"""

from dataclasses import dataclass
from datetime import time

from bot.core.alert import Kind, Severity
from bot.core.catalogue import ENGLISH


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
