"""Modals: the windows of a person, and what an acknowledgement does to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.slack.block import elements
from bot.sandbox.slack.judge import Finding
from bot.sandbox.slack.view import MAX_STACK, judge, pushed, replaced

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.workspace import Workspace

Errors = dict[str, str]


def with_errors(space: Workspace, view: Json) -> Json:
    """The view as a page shows it: with what stands under its fields."""
    return view | {"errors": space.view_errors.get(view["id"])}


def set_errors(space: Workspace, view: Json, errors: Errors) -> None:
    """Put these texts under the fields of a view; none takes them away."""
    space.view_errors.pop(view["id"], None)
    if errors:
        space.view_errors[view["id"]] = dict(errors)
    space.touch()


def keep_state(space: Workspace, view: Json, values: Json) -> Json:
    """Note what its person filled in; the view with it."""
    kept = view | {"state": {"values": values}}
    for stack in space.modals.values():
        stack[:] = [kept if one["id"] == view["id"] else one for one in stack]
    for user_id, home in space.homes.items():
        if home["id"] == view["id"]:
            space.homes[user_id] = kept
    return kept


def leave(space: Workspace, user_id: str, view_id: str | None = None) -> list[Json]:
    """Take away this modal, or all of them; what is gone, the topmost first."""
    stack = space.modals.get(user_id, [])
    gone = [view for view in reversed(stack) if view_id in (None, view["id"])]
    stack[:] = [view for view in stack if view not in gone]
    for view in gone:
        space.view_errors.pop(view["id"], None)
    space.touch()
    return gone


def respond(space: Workspace, user_id: str, view: Json, ack: Json) -> list[Finding]:
    """Do what an acknowledged submission asks for; the findings if Slack would refuse it.

    https://docs.slack.dev/surfaces/modals#response_actions
    """
    stack = space.modals.get(user_id, [])
    shown = next((one for one in stack if one["id"] == view["id"]), None)
    if shown is None:
        return []  # closed while the app was thinking
    match ack.get("response_action"):
        case None if not ack:
            leave(space, user_id, shown["id"])
        case "clear":
            leave(space, user_id)
        case "errors":
            return _errors(space, shown, ack.get("errors"))
        case "update" | "push" as wanted:
            return _show(space, user_id, shown, (wanted, ack.get("view")))
        case None:
            return [Finding("", "missing required field: response_action")]
        case _:
            return [Finding("/response_action", "must be a valid enum value")]
    return []


def _errors(space: Workspace, view: Json, errors: object) -> list[Finding]:
    if not isinstance(errors, dict) or not errors:
        return [Finding("/errors", "must be an object")]
    inputs = {block["block_id"] for block, _ in elements(view["blocks"]) if _is_input(block)}
    findings = [
        Finding(f"/errors/{block_id}", "no input block has this block_id")
        for block_id in errors
        if block_id not in inputs
    ]
    findings += [
        Finding(f"/errors/{block_id}", "must provide a string")
        for block_id, text in errors.items()
        if not isinstance(text, str) or not text
    ]
    if not findings:
        set_errors(space, view, errors)
    return findings


def _is_input(block: Json) -> bool:
    return block.get("type") == "input"


def _show(space: Workspace, user_id: str, view: Json, asked: tuple[str, object]) -> list[Finding]:
    action, new = asked
    findings = [
        Finding(f"/view{pointer}", message) for pointer, message in judge(space, new, "modal")
    ]
    stack = space.modals[user_id]
    if not findings and action == "push" and len(stack) >= MAX_STACK:
        findings = [Finding("/view", "push_limit_reached")]
    if findings or not isinstance(new, dict):
        return findings
    if action == "push":
        pushed(space, user_id, new)
    else:
        replaced(space, view, new)
    return []
