"""The app as it is installed: what its manifest says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.sandbox.slack.workspace import SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.sandbox.slack.judge import Json

_EVENTS = frozenset({"app_mention", "message.im", "app_home_opened"})


class Command(NamedTuple):
    """A slash command; with `should_escape`, people and channels come as ids."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


class Shortcut(NamedTuple):
    """A shortcut, on a message or anywhere."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class App:
    """The app; `commands` and `shortcuts` are None where any is taken, as without a manifest."""

    name: str = "Wherebot"
    commands: tuple[Command, ...] | None = None
    shortcuts: tuple[Shortcut, ...] | None = None
    scopes: frozenset[str] = frozenset(SCOPES)
    events: frozenset[str] = _EVENTS
    unfurl_domains: tuple[str, ...] = ()
    has_home_tab: bool = True
    has_messages_tab: bool = True  # and people may write there
    is_interactive: bool = True

    def command(self, name: str) -> Command | None:
        """The command of this name; None if the app has none."""
        if self.commands is None:
            return Command(name, "", "", should_escape=True)
        return next((one for one in self.commands if one.command == name), None)

    def shortcut(self, callback_id: str, kind: str) -> Shortcut | None:
        """The shortcut of this callback_id and type; None if the app has none."""
        if self.shortcuts is None:
            return Shortcut(callback_id, kind, callback_id, "")
        wanted = (callback_id, kind)
        return next((one for one in self.shortcuts if (one.callback_id, one.type) == wanted), None)


def installed(manifest: Json) -> App:
    """The app of a manifest (docs.slack.dev/reference/app-manifest)."""
    features, settings = _object(manifest, "features"), _object(manifest, "settings")
    home = _object(features, "app_home")
    scopes = _object(_object(manifest, "oauth_config"), "scopes")
    events = _object(settings, "event_subscriptions")
    return App(
        name=str(_object(manifest, "display_information").get("name", "Wherebot")),
        commands=tuple(_commands(features.get("slash_commands") or [])),
        shortcuts=tuple(_shortcuts(features.get("shortcuts") or [])),
        scopes=frozenset([*(scopes.get("bot") or []), *(scopes.get("bot_optional") or [])]),
        events=frozenset(events.get("bot_events") or []),
        unfurl_domains=tuple(str(one).lower() for one in features.get("unfurl_domains") or []),
        has_home_tab=home.get("home_tab_enabled") is True,
        has_messages_tab=home.get("messages_tab_enabled") is True
        and home.get("messages_tab_read_only_enabled") is not True,
        is_interactive=_object(settings, "interactivity").get("is_enabled") is True,
    )


def _commands(found: list[Json]) -> Iterable[Command]:
    for one in found:
        name, said, hint = (str(one.get(key) or "") for key in Command._fields[:3])
        yield Command(name, said, hint, should_escape=one.get("should_escape") is True)


def _shortcuts(found: list[Json]) -> Iterable[Shortcut]:
    for one in found:
        yield Shortcut(*(str(one.get(key) or "") for key in Shortcut._fields))


def _object(value: Json, key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}
