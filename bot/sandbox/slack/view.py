"""Slack's views.*: modals, opened with a trigger, and the Home tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.slack.judge import judge_view
from bot.sandbox.slack.method import Method, SlackError, invalid, refuse
from bot.sandbox.slack.workspace import APP, BOT, TEAM, Trigger

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.workspace import Workspace

TRIGGER_SECONDS = 3.0
MAX_STACK = 3


def new_trigger(space: Workspace, user_id: str) -> str:
    """A trigger_id for what this person just did."""
    trigger_id = f"{space.new_id('')}.{space.new_id('')}.{space.new_id('x').lower()}"
    space.triggers[trigger_id] = Trigger(user_id, space.now())
    return trigger_id


def open_(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/views.open"""
    view = _judged(space, args, "modal")
    user_id = _pull(space, args["trigger_id"])
    space.modals[user_id] = []
    return {"view": _push(space, user_id, view)}


def push(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/views.push"""
    view = _judged(space, args, "modal")
    user_id = _pull(space, args["trigger_id"])
    if len(space.modals.get(user_id, [])) >= MAX_STACK:
        raise SlackError("push_limit_reached")
    return {"view": _push(space, user_id, view)}


def update(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/views.update"""
    view = _judged(space, args, "modal")
    for stack in space.modals.values():
        for index, shown in enumerate(stack):
            if args.get("view_id") == shown["id"] or _has_external_id(shown, args):
                _check_hash(shown, args)
                stack[index] = shown | view | {"hash": space.new_ts()}
                space.touch()
                return {"view": stack[index]}
    raise SlackError("not_found")


def publish(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/views.publish"""
    user_id = str(args["user_id"])
    if user_id not in space.people:
        raise SlackError("user_not_found")
    view = _judged(space, args, "home")
    _check_hash(space.homes.get(user_id, {}), args)
    space.homes[user_id] = _stored(space, view)
    space.touch()
    return {"view": space.homes[user_id]}


def _judged(space: Workspace, args: Json, kind: str) -> Json:
    view = args["view"]
    findings = [*judge_view(view), *space.judge_files(view)]
    codes = {finding.code for finding in findings}
    code = "view_too_large" if "view_too_large" in codes else "invalid_arguments"
    refuse(findings, code=code, under="/view")
    if view["type"] != kind:
        raise invalid(f"unsupported type: {view['type']} [json-pointer:/view/type]")
    return dict(view)


def _pull(space: Workspace, trigger_id: object) -> str:
    trigger = space.triggers.get(str(trigger_id))
    if trigger is None:
        raise invalid("invalid `trigger_id` [json-pointer:/trigger_id]")
    if trigger.is_used:
        raise SlackError("trigger_exchanged")
    if space.now() > trigger.made_at + TRIGGER_SECONDS:
        raise SlackError("trigger_expired")
    trigger.is_used = True
    return trigger.user_id


def _push(space: Workspace, user_id: str, view: Json) -> Json:
    stack = space.modals.setdefault(user_id, [])
    shown = _stored(space, view)
    shown["root_view_id"] = stack[0]["id"] if stack else shown["id"]
    shown["previous_view_id"] = stack[-1]["id"] if stack else None
    stack.append(shown)
    space.touch()
    return shown


def _stored(space: Workspace, view: Json) -> Json:
    hidden = {"private_metadata": "", "callback_id": "", "external_id": "", "state": {"values": {}}}
    about = {"id": space.new_id("V"), "team_id": TEAM, "app_id": APP, "bot_id": BOT}
    return hidden | view | about | {"hash": space.new_ts()}


def _has_external_id(shown: Json, args: Json) -> bool:
    return bool(args.get("external_id")) and args["external_id"] == shown["external_id"]


def _check_hash(shown: Json, args: Json) -> None:
    if args.get("hash") and args["hash"] != shown.get("hash"):
        raise SlackError("hash_conflict")


METHODS = {
    "views.open": Method(open_, "", ("trigger_id", "view")),
    "views.push": Method(push, "", ("trigger_id", "view")),
    "views.update": Method(update, "", ("view",)),
    "views.publish": Method(publish, "", ("user_id", "view")),
}
