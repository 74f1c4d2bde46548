"""What administrators rule in Slack: who is an agent, and what order numbers look like.

What nobody has ruled is as the environment says, or for agents: every full member.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeAlias

from bot.core.value import value_object

AGENTS: Final = "agents"
ORDER_PATTERNS: Final = "order_patterns"

Json: TypeAlias = Any  # what a rule is stored as


class By(StrEnum):
    """By what a full member is known as an agent."""

    MEMBERSHIP = "membership"
    GROUPS = "groups"
    CHANNELS = "channels"


@value_object
class AgentsRule:
    """Who of the full members is an agent: all, or those in one of these groups or channels."""

    by: By = By.MEMBERSHIP
    ids: tuple[str, ...] = ()  # of Slack's: a name may become somebody else's

    @property
    def is_for_all(self) -> bool:
        return self.by is By.MEMBERSHIP

    def stored(self) -> Json:
        return {"by": self.by.value, "ids": list(self.ids)}

    @classmethod
    def of(cls, stored: Json) -> "AgentsRule":
        """Read what was stored; what this version does not know makes nobody an agent."""
        if stored is None:
            return cls()
        try:
            return cls(By(stored["by"]), tuple(map(str, stored["ids"])))
        except (TypeError, KeyError, ValueError):
            return NOBODY


NOBODY: Final = AgentsRule(By.GROUPS)


@dataclass(frozen=True, slots=True)
class Ruled:
    """One rule as it stands: `value` is None for "as the environment says"; 0: never changed."""

    value: Json = None
    version: int = 0
    by: str = ""  # user id
    at: datetime | None = None


UNRULED: Final = Ruled()
Rules: TypeAlias = Mapping[str, Ruled]


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the audit: who changed what from what to what. Nothing personal but `by`."""

    at: datetime
    by: str
    name: str
    before: Json
    after: Json


def patterns_of(rules: Rules) -> Sequence[str] | None:
    """Return the ruled order patterns; None if there are none, or none that can be read."""
    value = rules.get(ORDER_PATTERNS, UNRULED).value
    is_right = isinstance(value, list) and value and all(isinstance(one, str) for one in value)
    return value if is_right else None


def agents_of(rules: Rules) -> AgentsRule:
    return AgentsRule.of(rules.get(AGENTS, UNRULED).value)
