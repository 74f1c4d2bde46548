"""What somebody did in Slack's interface: a shortcut, a click in a view, a form sent in."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.core.latest import Latest
from bot.core.privacy import Agent

_REMEMBERED: Final = 2000
DOUBLE: Final = 2.0  # seconds; whoever does the same later means it


@dataclass(frozen=True, slots=True)
class Gesture:
    """Who did it, and in which view, if in one; `value` is what they chose or what a button holds.

    docs.slack.dev/reference/interaction-payloads
    """

    agent: Agent
    trigger_id: str
    view_id: str
    hash: str
    metadata: str
    action_id: str
    value: str
    is_home: bool
    root_id: str  # the window at the bottom
    is_pushed: bool

    @classmethod
    def of(cls, body: dict[str, Any]) -> "Gesture":
        view = body.get("view") or {}
        action = (body.get("actions") or [{}])[0]
        chosen = action.get("selected_option") or action
        return cls(
            agent=agent_of(body),
            trigger_id=str(body.get("trigger_id", "")),
            view_id=str(view.get("id", "")),
            hash=str(view.get("hash", "")),
            metadata=str(view.get("private_metadata", "")),
            action_id=str(action.get("action_id", "")),
            value=str(chosen.get("value", "")),
            is_home=view.get("type") == "home",
            root_id=str(view.get("root_view_id", "")),
            is_pushed=bool(view.get("previous_view_id")),
        )


def agent_of(body: Mapping[str, Any]) -> Agent:
    user, team = body.get("user") or {}, body.get("team") or {}
    return Agent(str(team.get("id") or user.get("team_id") or ""), str(user.get("id", "")))


class Doubles:
    """Tells a double click from two clicks: the same at once."""

    def __init__(self) -> None:
        self._seen = Latest[tuple[str, ...], float](_REMEMBERED)

    def is_first(self, key: tuple[str, ...]) -> bool:
        """Whether this is not the second of a double click."""
        before = self._seen.get(key, 0.0)
        self._seen[key] = now = time.monotonic()
        return not before or now - before > DOUBLE


class Gestures:
    """Tells a double click in a view, on the same state of it."""

    def __init__(self) -> None:
        self._doubles = Doubles()

    def is_first(self, gesture: Gesture) -> bool:
        """Whether this is not the second of a double click."""
        key = (gesture.view_id, gesture.hash, gesture.action_id, gesture.value)
        return self._doubles.is_first(key) or not gesture.view_id
