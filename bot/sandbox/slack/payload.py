"""What Slack sends to an app when somebody interacts: commands, clicks, modals and shortcuts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sandbox.slack.event import VERIFICATION_TOKEN
from bot.sandbox.slack.method import kind_of
from bot.sandbox.slack.people import APP, TEAM
from bot.sandbox.slack.view import new_trigger

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.model import Message
    from bot.sandbox.slack.surface import Surface
    from bot.sandbox.slack.workspace import Workspace

DOMAIN = "sandbox"

# What somebody wrote the way Slack delivers it stays as it is: <@U1>, <#C1|name>, <https://…|…>.
_TYPED = re.compile(
    r"(?P<ready><(?:@[UW]|\#C|!subteam\^S|https?:|mailto:|tel:)[^<>]*>)"
    r"|(?P<url>https?://[^\s<>]+)"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<special>[&<>])",
    re.ASCII,
)
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MENTION = re.compile(r"(?<![^\s(])(?P<sign>[@#])(?P<name>\w+(?:[.-]\w+)*)")
_BROADCASTS = {"here", "channel", "everyone"}


def escaped(text: str) -> str:
    """The text with & < > escaped."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def as_delivered(text: str) -> str:
    """Typed text as Slack delivers it: & < > escaped, web and mail addresses in angle brackets."""

    def delivered(match: re.Match[str]) -> str:
        found = match[0]
        if match["ready"]:
            return found
        if match["url"]:
            return f"<{escaped(found)}>"
        return f"<mailto:{found}|{found}>" if match["mail"] else escaped(found)

    return _TYPED.sub(delivered, text)


def with_mentions(space: Workspace, text: str) -> str:
    """A delivered text with `@name`, `@group`, `@here` and `#channel` turned into mentions."""
    names = {f"@{person.name}": f"<@{person.id}>" for person in space.people.values()}
    names |= {f"@{group.handle}": f"<!subteam^{group.id}>" for group in space.groups.values()}
    names |= {f"@{word}": f"<!{word}>" for word in _BROADCASTS}
    names |= {
        f"#{channel.name}": f"<#{channel.id}|{channel.name}>"
        for channel in space.channels.values()
        if channel.name and not channel.is_private
    }
    return _MENTION.sub(lambda match: names.get(match[0].lower(), match[0]), text)


def command(space: Workspace, user_id: str, channel_id: str, typed: tuple[str, str]) -> Json:
    """https://docs.slack.dev/interactivity/implementing-slash-commands (without response_url)

    `typed` is the command and its text, as it is delivered.
    """
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
        "text": typed[1],
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "trigger_id": new_trigger(space, user_id, channel_id),
    }


def block_actions(space: Workspace, surface: Surface, action: Json, values: Json) -> Json:
    """docs.slack.dev/reference/interaction-payloads/block_actions-payload (no response_url)"""
    told = _about(space, "block_actions", surface.user_id) | _place(space, surface, values)
    told["trigger_id"] = new_trigger(space, surface.user_id, surface.channel_id)
    if surface.message:
        told["state"] = {"values": values}
    return told | {"actions": [action | {"action_ts": space.new_ts()}]}


def block_suggestion(space: Workspace, surface: Surface, asked: Json, values: Json) -> Json:
    """docs.slack.dev/reference/interaction-payloads/block_suggestion-payload"""
    return (
        _about(space, "block_suggestion", surface.user_id)
        | _place(space, surface, values)
        | asked
        | {"action_ts": space.new_ts()}
    )


def view_submission(space: Workspace, user_id: str, view: Json, response_urls: list[Json]) -> Json:
    """docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
    about = _about(space, "view_submission", user_id)
    about["trigger_id"] = new_trigger(space, user_id)
    return about | {"view": view, "response_urls": response_urls}


def view_closed(space: Workspace, user_id: str, view: Json, *, is_cleared: bool) -> Json:
    """docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
    return _about(space, "view_closed", user_id) | {"view": view, "is_cleared": is_cleared}


def shortcut(space: Workspace, user_id: str, callback_id: str, message: Message | None) -> Json:
    """docs.slack.dev/reference/interaction-payloads/shortcuts-interactions-payload

    On a message it is a `message_action`, else a `shortcut`. Without response_url.
    """
    kind = "message_action" if message else "shortcut"
    told = _about(space, kind, user_id) | {"callback_id": callback_id, "action_ts": space.new_ts()}
    told["trigger_id"] = new_trigger(space, user_id, message.channel if message else "")
    if message:
        told |= {"channel": _channel(space, message.channel), "message": message.as_json()}
        told["message_ts"] = message.ts
    return told


def _about(space: Workspace, kind: str, user_id: str) -> Json:
    person = space.people[user_id]
    user = {"id": person.id, "username": person.name, "name": person.name}
    return {
        "type": kind,
        "user": user | {"team_id": person.team_id},
        "api_app_id": APP,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM, "domain": DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _place(space: Workspace, surface: Surface, values: Json) -> Json:
    if surface.view is not None:
        container = {"type": "view", "view_id": surface.view["id"]}
        return {"container": container, "view": surface.view | {"state": {"values": values}}}
    message = surface.shown_message
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    told: Json = {"channel": _channel(space, message.channel)}
    if surface.attachment is not None:
        attachment = message.attachments[surface.attachment]
        container |= {"type": "message_attachment", "attachment_id": surface.attachment + 1}
        container["is_app_unfurl"] = bool(attachment.get("is_app_unfurl"))
        if attachment.get("is_app_unfurl"):
            container["app_unfurl_url"] = attachment["app_unfurl_url"]
            told["app_unfurl"] = attachment
    told["container"] = container
    return told if message.only_for else told | {"message": message.as_json()}


def _channel(space: Workspace, channel_id: str) -> Json:
    return {"id": channel_id, "name": space.channels[channel_id].name or "directmessage"}
