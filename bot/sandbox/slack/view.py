"""Slack's views.*: modals, opened with a trigger, and the Home tab."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.sandbox.slack.block import elements, with_ids
from bot.sandbox.slack.judge import Finding, judge_view
from bot.sandbox.slack.method import Method, SlackError, invalid, refuse
from bot.sandbox.slack.model import Trigger
from bot.sandbox.slack.people import APP, BOT, TEAM

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.workspace import Workspace

MAX_TRIGGERS = 1000  # the latest that are remembered
MAX_STACK = 3
_PLACED = ("id", "root_view_id", "previous_view_id")


def new_trigger(space: Workspace, user_id: str, channel_id: str = "") -> str:
    """A trigger_id for what this person just did, in this channel if in one."""
    trigger_id = f"{space.new_id('')}.{space.new_id('')}.{space.new_id('x').lower()}"
    if len(space.triggers) >= MAX_TRIGGERS:
        del space.triggers[next(iter(space.triggers))]
    space.triggers[trigger_id] = Trigger(user_id, time.monotonic(), channel_id)
    return trigger_id


def open_(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/views.open"""
    view = _judged(space, args, "modal")
    _check_external_id(space, view)
    trigger = _pull(space, args["trigger_id"])
    space.modals[trigger.user_id] = []
    return {"view": pushed(space, trigger.user_id, view, trigger.channel_id)}


def push(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/views.push"""
    view = _judged(space, args, "modal")
    _check_external_id(space, view)
    trigger = _pull(space, args["trigger_id"])
    if len(space.modals.get(trigger.user_id, [])) >= MAX_STACK:
        raise SlackError("push_limit_reached")
    return {"view": pushed(space, trigger.user_id, view, trigger.channel_id)}


def update(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/views.update"""
    view = _judged(space, args, "modal")
    for stack in space.modals.values():
        for shown in stack:
            if args.get("view_id") == shown["id"] or _has_external_id(shown, args):
                _check_hash(shown, args)
                return {"view": replaced(space, shown, view)}
    raise SlackError("not_found")


def publish(space: Workspace, args: Json) -> Json:
    """https://docs.slack.dev/reference/methods/views.publish"""
    user_id = str(args["user_id"])
    if user_id not in space.people:
        raise SlackError("user_not_found")
    view = _judged(space, args, "home")
    before = space.homes.get(user_id, {})
    _check_hash(before, args)
    placed = {key: before[key] for key in ("id", "root_view_id") if key in before}
    shown = _stored(space, view) | placed
    space.homes[user_id] = shown | {"root_view_id": shown["id"], "previous_view_id": None}
    space.touch()
    return {"view": space.homes[user_id]}


def judge(space: Workspace, view: object, kind: str) -> list[Finding]:
    """Why Slack would refuse this view where this kind is wanted; empty if it would not."""
    findings = [*judge_view(view), *space.judge_files(view)]
    if not findings and isinstance(view, dict) and view["type"] != kind:
        findings = [Finding("/type", f"unsupported type: {view['type']}")]
    return findings


def pushed(space: Workspace, user_id: str, view: Json, channel_id: str = "") -> Json:
    """Open a view that was judged good on top; the view as Slack stores it."""
    stack = space.modals.setdefault(user_id, [])
    shown = _stored(space, view)
    shown["blocks"] = [_in_channel(block, channel_id) for block in shown["blocks"]]
    shown["root_view_id"] = stack[0]["id"] if stack else shown["id"]
    shown["previous_view_id"] = stack[-1]["id"] if stack else None
    stack.append(shown)
    space.touch()
    return shown


def replaced(space: Workspace, shown: Json, view: Json) -> Json:
    """Put a view that was judged good in the place of a modal; what is filled in stays."""
    new = _stored(space, view) | {key: shown[key] for key in _PLACED}
    new["external_id"] = view.get("external_id") or shown["external_id"]
    new["state"] = {"values": _still_there(new["blocks"], shown["state"]["values"])}
    for stack in space.modals.values():
        stack[:] = [new if one["id"] == shown["id"] else one for one in stack]
    space.view_errors.pop(shown["id"], None)
    space.touch()
    return new


def _still_there(blocks: list[Json], values: Json) -> Json:
    """Entered values stay where block_id, action_id and type do."""
    kept: Json = {}
    for block, element in elements(blocks):
        entry = values.get(block["block_id"], {}).get(element.get("action_id"))
        if entry and entry["type"] == element["type"]:
            kept.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return kept


def _in_channel(block: Json, channel_id: str) -> Json:
    """The block with the channel the person was in chosen already, where it asks for that."""
    element = block.get("element") or {}
    if not channel_id or not element.get("default_to_current_conversation"):
        return block
    is_multi = element["type"].startswith("multi_")
    chosen: Json = {"initial_conversation": channel_id}
    if is_multi:
        chosen = {"initial_conversations": [channel_id]}
    return block | {"element": element | chosen}


def _judged(space: Workspace, args: Json, kind: str) -> Json:
    findings = judge(space, args["view"], kind)
    codes = {finding.code for finding in findings}
    code = "view_too_large" if "view_too_large" in codes else "invalid_arguments"
    refuse(findings, code=code, under="/view")
    return dict(args["view"])


def _pull(space: Workspace, trigger_id: object) -> Trigger:
    trigger = space.triggers.get(str(trigger_id))
    if trigger is None:
        raise invalid("invalid `trigger_id` [json-pointer:/trigger_id]")
    if trigger.is_used:
        raise SlackError("trigger_exchanged")
    if time.monotonic() > trigger.made_at + space.trigger_seconds:
        raise SlackError("trigger_expired")
    trigger.is_used = True
    return trigger


def _stored(space: Workspace, view: Json) -> Json:
    hidden = {"private_metadata": "", "callback_id": "", "external_id": "", "state": {"values": {}}}
    about = {"id": space.new_id("V"), "team_id": TEAM, "app_id": APP, "bot_id": BOT}
    blocks = {"blocks": with_ids(view["blocks"], space.new_id)}
    return hidden | view | blocks | about | {"hash": space.new_ts()}


def _has_external_id(shown: Json, args: Json) -> bool:
    return bool(args.get("external_id")) and args["external_id"] == shown["external_id"]


def _check_external_id(space: Workspace, view: Json) -> None:
    if any(_has_external_id(shown, view) for stack in space.modals.values() for shown in stack):
        raise SlackError("duplicate_external_id")


def _check_hash(shown: Json, args: Json) -> None:
    if args.get("hash") and args["hash"] != shown.get("hash"):
        raise SlackError("hash_conflict")


METHODS = {
    "views.open": Method(open_, "", ("trigger_id", "view")),
    "views.push": Method(push, "", ("trigger_id", "view")),
    "views.update": Method(update, "", ("view",)),
    "views.publish": Method(publish, "", ("user_id", "view")),
}
