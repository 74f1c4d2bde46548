"""What Slack sends to an app: the payloads of commands, events and clicks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.sandbox.slack.method import kind_of
from bot.sandbox.slack.view import new_trigger
from bot.sandbox.slack.workspace import APP, BOT_USER, TEAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.workspace import Message, Workspace

DOMAIN = "sandbox"
VERIFICATION_TOKEN = "sandbox-verification"  # noqa: S105 - deprecated by Slack, still in every payload

# What somebody wrote the way Slack delivers it stays as it is: <@U1>, <#C1|name>, <https://…|…>.
_TYPED = re.compile(
    r"(?P<ready><(?:@[UW]|\#C|https?:|mailto:|tel:)[^<>]*>)"
    r"|(?P<url>https?://[^\s<>]+)"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<special>[&<>])",
    re.ASCII,
)
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def as_delivered(text: str) -> str:
    """Typed text as Slack delivers it: & < > escaped, web and mail addresses in angle brackets."""

    def delivered(match: re.Match[str]) -> str:
        found = match[0]
        if match["ready"]:
            return found
        escaped = "".join(_ESCAPES.get(letter, letter) for letter in found)
        if match["url"]:
            return f"<{escaped}>"
        return f"<mailto:{escaped}|{escaped}>" if match["mail"] else escaped

    return _TYPED.sub(delivered, text)


def with_mentions(space: Workspace, text: str) -> str:
    """The text with `@name` turned into a mention, for everybody of that name."""
    for person in space.people.values():
        text = re.sub(rf"(?<!\S)@{re.escape(person.name)}\b", f"<@{person.id}>", text, flags=re.I)
    return text


def command(space: Workspace, user_id: str, channel_id: str, typed: tuple[str, str]) -> Json:
    """https://docs.slack.dev/interactivity/implementing-slash-commands (without response_url)"""
    channel, person = space.channels[channel_id], space.people[user_id]
    names = {"im": "directmessage", "groups": "privategroup", "channels": channel.name}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "team_domain": DOMAIN,
        "channel_id": channel_id,
        "channel_name": names[kind_of(channel)],
        "user_id": user_id,
        "user_name": person.name,
        "command": typed[0],
        "text": as_delivered(typed[1]),
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "trigger_id": new_trigger(space, user_id),
    }


def event(space: Workspace, inner: Json, channel_id: str) -> Json:
    """https://docs.slack.dev/apis/events-api: the envelope around an event."""
    channel = space.channels[channel_id]
    authorization = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": inner,
        "type": "event_callback",
        "event_id": space.new_id("Ev"),
        "event_time": int(space.now()),
        "authorizations": [authorization | {"is_enterprise_install": False}],
        "is_ext_shared_channel": channel.is_ext_shared,
        "event_context": f"4-{space.new_id('')}",
    }


def message_events(space: Workspace, message: Message, subscriptions: set[str]) -> Iterator[Json]:
    """The subscribed events that a person's message sets off: `message`, and `app_mention`."""
    channel, person = space.channels[message.channel], space.people[message.user]
    kind = kind_of(channel)
    inner: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "client_msg_id": space.new_id("").lower(),
        "text": message.text,
        "team": person.team_id,
        "channel": message.channel,
        "event_ts": message.ts,
    }
    if message.thread_ts:
        inner["thread_ts"] = message.thread_ts
    singular = {"im": "im", "groups": "group", "channels": "channel"}
    if f"message.{kind}" in subscriptions:
        yield event(space, inner | {"channel_type": singular[kind]}, channel.id)
    # "Messages sent to your app in direct message conversations are not dispatched via app_mention"
    if kind != "im" and "app_mention" in subscriptions and f"<@{BOT_USER}" in message.text:
        yield event(space, inner | {"type": "app_mention"}, channel.id)


def block_actions(space: Workspace, user_id: str, message: Message, action: Json) -> Json:
    """docs.slack.dev/reference/interaction-payloads/block_actions-payload (no response_url)"""
    person, channel = space.people[user_id], space.channels[message.channel]
    is_ephemeral = message.only_for is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": is_ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    told: Json = {
        "type": "block_actions",
        "user": {"id": person.id, "username": person.name, "name": person.name}
        | {"team_id": person.team_id},
        "api_app_id": APP,
        "token": VERIFICATION_TOKEN,
        "container": container,
        "trigger_id": new_trigger(space, user_id),
        "team": {"id": TEAM, "domain": DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "state": {"values": {}},
        "actions": [action | {"action_ts": space.new_ts()}],
    }
    return told if is_ephemeral else told | {"message": message.as_json()}


def action_of(blocks: list[Json], action_id: str, choice: str | None) -> Json:
    """What a click on the element of this action_id tells; `choice` is the value of an option.

    Raises LookupError if no such element, or no such option, is in the blocks.
    """
    for block in blocks:
        for element in _elements(block):
            if element.get("action_id") == action_id:
                kept = {
                    key: element[key]
                    for key in ("action_id", "type", "text", "value", "style")
                    if key in element
                }
                return kept | {"block_id": block.get("block_id")} | _chosen(element, choice)
    raise LookupError(f"no element with action_id {action_id!r}")


def _elements(block: Json) -> Iterator[Json]:
    inside = [block.get("accessory"), block.get("element")]
    inside += [
        *block.get("elements", []),
        *block.get("actions", []),
        *block.get("child_blocks", []),
    ]
    for element in inside:
        if isinstance(element, dict):
            yield element
            yield from _elements(element)


def _chosen(element: Json, choice: str | None) -> Json:
    if element["type"] == "feedback_buttons":
        buttons = (element["positive_button"], element["negative_button"])
        return {"value": _of_value(buttons, choice)["value"]}
    if choice is None:
        return {}
    groups = element.get("option_groups") or [element]
    options = [option for group in groups for option in group.get("options", [])]
    return {"selected_option": _of_value(options, choice)}


def _of_value(options: Any, choice: str | None) -> Json:
    for option in options:
        if choice in (None, option["value"]):
            return dict(option)
    raise LookupError(f"no option with value {choice!r}")


def home_opened(space: Workspace, user_id: str) -> Json:
    """The event app_home_opened for this person."""
    channel = space.dm(user_id)
    inner: Json = {"type": "app_home_opened", "user": user_id, "channel": channel.id, "tab": "home"}
    if view := space.homes.get(user_id):
        inner |= {"view": view}
    return event(space, inner | {"event_ts": space.new_ts()}, channel.id)
