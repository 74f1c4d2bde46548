"""Who is at which door, read off what Slack hands over: a request, or a letter kept of one."""

from collections.abc import Mapping
from typing import Any, Final

from bot.core.audit import VISIT, Door, Visit
from bot.slack.letter import is_direct

Body = Mapping[str, Any]

# What the names of our buttons, menus and windows begin with.
_OURS: Final = {
    "alert": Door.ALERT,
    "card": Door.BUTTON,
    "case": Door.CASE,
    "customer": Door.CUSTOMER,
    "home": Door.HOME,
    "listen": Door.LISTENING,
    "reply": Door.REPLY,
    "search": Door.SEARCH,
    "where": Door.SEARCH,
}
_LETTERS: Final = {"case": Door.CASE, "proof": Door.CUSTOMER}  # written by ourselves
_REPLYING: Final = "card:answer"
_EVENTS: Final = {
    "app_home_opened": Door.HOME,
    "app_mention": Door.MENTION,
    "link_shared": Door.LINK,
    "message": Door.LISTENING,
    "reaction_added": Door.LISTENING,
}


def enter(body: Body) -> None:
    """Note who asks, for all that this task and those it begins look up."""
    VISIT.set(visit(body))


def visit(body: Body) -> Visit:
    event = body.get("event")
    if isinstance(event, Mapping):
        return Visit(_text(body, "team_id"), _text(event, "user"), _of_event(event))
    if "user_id" in body:
        return Visit(_text(body, "team_id"), _text(body, "user_id"), Door.COMMAND)
    if door := _LETTERS.get(_text(body, "kind")):
        return Visit(_text(body, "team"), _text(body, "user") or _text(body, "customer"), door)
    user, team = body.get("user") or {}, body.get("team") or {}
    team_id = _text(team, "id") or _text(user, "team_id")
    return Visit(team_id, _text(user, "id"), _of_interaction(body))


def _of_event(event: Body) -> Door:
    kind = _text(event, "type")
    if kind == "message" and event.get("channel") and is_direct(dict(event)):
        return Door.DM
    return _EVENTS.get(kind, Door.OTHER)


def _of_interaction(body: Body) -> Door:
    """docs.slack.dev/reference/interaction-payloads"""
    view = body.get("view") or {}
    match body.get("type"):
        case "message_action":
            return Door.SHORTCUT
        case "shortcut" | "block_suggestion":
            return Door.SEARCH
        case "view_submission":
            return _of_name(_text(view, "callback_id"))
    door = _of_name(_text((body.get("actions") or ({},))[0], "action_id"))
    if door is not Door.BUTTON or not view:
        return door
    return Door.HOME if view.get("type") == "home" else Door.SEARCH


def _of_name(name: str) -> Door:
    if name.startswith(_REPLYING):
        return Door.REPLY
    return _OURS.get(name.replace("_", ":").partition(":")[0], Door.OTHER)


def _text(part: Any, name: str) -> str:
    return str(part.get(name) or "") if isinstance(part, Mapping) else ""
