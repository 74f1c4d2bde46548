"""Slack's lists: of conversations, people and user groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.slack.conversation import channel_json, person_json
from bot.sandbox.slack.method import Method, SlackError, flag, is_member, kind_of
from bot.sandbox.slack.people import BOT_USER, TEAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.model import Channel
    from bot.sandbox.slack.workspace import Workspace

_TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def conversations(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.list"""
    found = [one for one in _of_types(space, args) if is_member(one) or not one.is_private]
    return _page("channels", [channel_json(one) for one in found], args)


def users_conversations(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/users.conversations"""
    user_id = str(args.get("user") or BOT_USER)
    if user_id not in space.people:
        raise SlackError("user_not_found")
    shared = [one for one in _of_types(space, args) if user_id in one.members and is_member(one)]
    return _page("channels", [channel_json(one) for one in shared], args)


def users(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/users.list"""
    return _page("members", [person_json(person) for person in space.people.values()], args)


def usergroups(space: Workspace, _args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/usergroups.list"""
    told = [
        {"id": group.id, "team_id": TEAM, "name": group.handle, "handle": group.handle}
        for group in space.groups.values()
    ]
    return {"usergroups": told}


def usergroup_members(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/usergroups.users.list"""
    group = space.groups.get(str(args["usergroup"]))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": sorted(group.members)}


def _of_types(space: Workspace, args: Json) -> list[Channel]:
    kinds = set()
    for name in str(args.get("types") or "public_channel").split(","):
        if (kind := _TYPES.get(name.strip())) is None:
            raise SlackError("invalid_types")
        if (needed := f"{kind}:read") not in space.scopes:
            raise SlackError("missing_scope", needed=needed)
        kinds.add(kind)
    is_short = flag(args.get("exclude_archived"))
    return [
        channel
        for channel in space.channels.values()
        if kind_of(channel) in kinds and not (is_short and channel.is_archived)
    ]


def _page(name: str, found: Sequence[Json], args: Json) -> Json:
    try:
        limit, start = int(args.get("limit") or 100), int(args.get("cursor") or 0)
    except ValueError:
        raise SlackError("invalid_cursor") from None
    if not 1 <= limit <= 1000:
        raise SlackError("invalid_limit")
    more = str(start + limit) if len(found) > start + limit else ""
    return {name: found[start : start + limit], "response_metadata": {"next_cursor": more}}


METHODS = {
    "conversations.list": Method(conversations),
    "users.conversations": Method(users_conversations),
    "users.list": Method(users, "users:read"),
    "usergroups.list": Method(usergroups, "usergroups:read"),
    "usergroups.users.list": Method(usergroup_members, "usergroups:read", ("usergroup",)),
}
