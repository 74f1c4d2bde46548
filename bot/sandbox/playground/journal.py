"""The journal for the inspector: what Slack told the app and what the app asked, in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.sandbox.slack.slack import Slack
    from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]

_TOKEN = re.compile(r"\bx(?:ox[a-z]|app)-[\w-]+")
_MAX_TITLE_TEXT = 80
_REFERENCE = re.compile(r"<[@#](?P<id>\w+)(?:\|[^<>]*)?>")


def told(slack: Slack, since: int) -> Json:
    """The entries that are new or changed since *since*, and what to ask for the next time."""
    entries, following = slack.journal_since(since)
    return {"entries": [_told(slack, entry) for entry in entries], "next": following}


def _told(slack: Slack, entry: Json) -> Json:
    if entry["kind"] == "to_app":
        shown = entry | {"title": _of_exchange(slack.workspace, entry)}
        if entry["error"] is None:  # a response_url was refused: that stands at its own call
            shown["findings"] = []
    else:
        shown = entry | {"title": _of_call(slack, entry), "error": _error_of_call(entry)}
    clean: Json = _without_tokens(shown)
    return clean


def _of_exchange(space: Workspace, entry: Json) -> str:
    """What happened, by whom and where: `/where PK1004 by Agent One in #support`."""
    payload, user_id = entry["payload"], entry["user"]
    what = {"slash_commands": _command, "events_api": _event}.get(entry["transport"], _interaction)
    words = f"{what(space, payload)} by {_name(space, user_id)}"
    channel = space.channels.get(entry["channel"])
    if channel is not None and channel.dm_with == user_id:
        return f"{words} in the DM"
    return f"{words} in {_name(space, channel.id)}" if channel else words


def _command(space: Workspace, payload: Json) -> str:
    return f"{payload['command']} {_clipped(_readable(space, payload['text']))}".rstrip()


def _event(space: Workspace, payload: Json) -> str:
    said = _readable(space, _text_at(payload, "event", "text"))
    return f"{payload['event']['type']} {_quoted(said)}".rstrip()


def _interaction(_space: Workspace, payload: Json) -> str:
    if payload["type"] == "block_actions":
        action = payload["actions"][0]
        chosen = _text_at(action, "selected_option", "text", "text")
        label = chosen or _text_at(action, "text", "text")
        return f"{action['type']} {_quoted(label) or action['action_id']}"
    label = _text_at(payload, "value") or _text_at(payload, "view", "title", "text")
    return f"{payload['type']} {_quoted(label) or _text_at(payload, 'callback_id')}"


def _of_call(slack: Slack, entry: Json) -> str:
    """The method and what it is about: `chat.postMessage to #support`."""
    space, method, arguments = slack.workspace, entry["method"], entry["arguments"]
    if method == "response_url":
        return f"response_url {_answered(slack, _text_at(arguments, 'key'))}".rstrip()
    channel = _text_at(arguments, "channel") or _text_at(arguments, "channel_id")
    user = _text_at(arguments, "user") or _text_at(arguments, "user_id")
    words = [method, _quoted(_text_at(arguments, "view", "title", "text"))]
    if channel:
        words += ["to" if method.startswith("chat.post") else "in", _name(space, channel)]
    if user:
        words += ["for", _name(space, user)]
    return " ".join(word for word in words if word)


def _answered(slack: Slack, key: str) -> str:
    """Which exchange has this key at the end of its response_url."""
    for exchange in reversed(slack.exchanges):
        if key and _text_at(exchange.payload, "response_url").endswith(f"/{key}"):
            return f"for {_of_exchange(slack.workspace, exchange.as_json())}"
    return ""


def _error_of_call(entry: Json) -> str | None:
    """Slack's word for what went wrong, be it in JSON or in a text."""
    answer, status = entry["answer"], entry["status"]
    if isinstance(answer, dict):
        return None if answer.get("ok", True) else str(answer.get("error"))
    return str(answer) if status >= 400 else None


def _name(space: Workspace, any_id: str) -> str:
    """How people call whoever or whatever has this id; the id if nobody has."""
    if channel := space.channels.get(any_id):
        if channel.dm_with:
            return f"the DM with {_name(space, channel.dm_with)}"
        return f"#{channel.name}"
    person = space.people.get(any_id)
    return person.real_name if person else any_id


def _readable(space: Workspace, delivered: str) -> str:
    """A text as Slack delivers it, with names for ids and without its escapes."""

    def named(match: re.Match[str]) -> str:
        name = _name(space, match["id"])
        return name if name.startswith("#") else f"@{name}"

    text = _REFERENCE.sub(named, delivered)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_TITLE_TEXT else f"{line[:_MAX_TITLE_TEXT]}…"


def _quoted(text: str) -> str:
    return f"“{_clipped(text)}”" if text else ""


def _text_at(value: Any, *steps: str) -> str:
    """The text that stands there; "" if none does, whatever the app sent instead."""
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _without_tokens(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: inside for key, inside in value.items() if key != "token"}
        return {key: _without_tokens(inside) for key, inside in kept.items()}
    if isinstance(value, list):
        return [_without_tokens(inside) for inside in value]
    return _TOKEN.sub("(token)", value) if isinstance(value, str) else value
