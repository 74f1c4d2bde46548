"""Slack's chat.unfurl: what an app shows below a link that somebody posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.slack import event
from bot.sandbox.slack.method import Method, SlackError, refuse, visible_channel
from bot.sandbox.slack.people import APP, BOT

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Finding, Json
    from bot.sandbox.slack.model import Message
    from bot.sandbox.slack.workspace import Workspace

_ATTACHMENT = "/attachments/0"


def unfurl(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/chat.unfurl"""
    message, unfurls = _message(space, args), args["unfurls"]
    if not isinstance(unfurls, dict) or not unfurls:
        raise SlackError("invalid_unfurls_format")
    links = event.links_in(message.text)
    for url, attachment in unfurls.items():
        if not event.registered(space, url):
            raise SlackError("cannot_unfurl_url")
        if url not in links:
            raise SlackError("cannot_unfurl_message")
        refuse(_judged(space, attachment, url), code="cannot_parse_attachment")
    before = message.as_json()
    # "Subsequent attempts … will modify the same attachments, rather than adding more."
    shown = {one["app_unfurl_url"]: one for one in message.attachments if "app_unfurl_url" in one}
    shown |= {url: _shown(url, attachment) for url, attachment in unfurls.items()}
    blocks = {"text": message.text, "blocks": message.blocks}
    attachments = [one | {"id": number} for number, one in enumerate(shown.values(), 1)]
    space.fill(message, blocks | {"attachments": attachments})
    changed = event.edited(space, message, before)
    space.announce(one for one in changed if one.subscription != "app_mention")
    return {}


def _message(space: Workspace, args: Json) -> Message:
    if args.get("unfurl_id"):
        found = space.unfurl_ids.get(str(args["unfurl_id"]))
        if found is None or args.get("source") != "conversations_history":
            raise SlackError("invalid_unfurl_id" if found is None else "invalid_source")
    else:
        if not args.get("channel") or not args.get("ts"):
            raise SlackError("missing_channel" if not args.get("channel") else "missing_ts")
        channel = visible_channel(space, args["channel"])
        found = space.find(channel.id, str(args["ts"]))
    if found is None or found.is_deleted or found.only_for:
        raise SlackError("cannot_find_message")
    return found


def _judged(space: Workspace, attachment: object, url: str) -> list[Finding]:
    """The findings of this attachment, each with its place in `unfurls`."""
    found = space.judge({"text": "x", "attachments": [attachment]})
    place = "/unfurls/" + url.replace("~", "~0").replace("/", "~1")
    return [one._replace(pointer=one.pointer.replace(_ATTACHMENT, place, 1)) for one in found]


def _shown(url: str, attachment: Json) -> Json:
    kept = {key: value for key, value in attachment.items() if key not in ("preview", "hide_color")}
    about = {"from_url": url, "app_unfurl_url": url, "is_app_unfurl": True}
    return kept | about | {"app_id": APP, "bot_id": BOT}


METHODS = {"chat.unfurl": Method(unfurl, "links:write", ("unfurls",))}
