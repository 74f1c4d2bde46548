"""What people choose and type in elements, checked against what the elements offer."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from bot.sandbox.slack.block import elements
from bot.sandbox.slack.file import file_json
from bot.sandbox.slack.judge import judge_message
from bot.sandbox.slack.method import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.model import Channel
    from bot.sandbox.slack.workspace import Workspace

# docs.slack.dev/reference/block-kit/block-elements: the member that holds what was chosen
MEMBERS = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
}
MAX_TYPED = 3000
_KINDS = {"im": "im", "groups": "private", "channels": "public"}
_TYPED = {key for key, member in MEMBERS.items() if member in ("value", "rich_text_value")}
_INITIAL = {"value": "initial_value", "rich_text_value": "initial_value"}
_CHOICE_WORDS = "This cannot be chosen here."


@dataclass
class Chooser:
    """One person and all options that were suggested to them; checks what they choose."""

    space: Workspace
    user_id: str
    suggested: Callable[[str, str], list[Json]]  # by block_id and action_id

    def action(self, block: Json, element: Json, given: Json) -> Json:
        """The members of `actions[0]` that say what was chosen. Raises ValueError."""
        kind = element["type"]
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise ValueError("This field tells nobody before it is submitted.")
        if kind in MEMBERS:
            value = self.value(block, element, given)
            if value is None and kind not in _TYPED:
                raise ValueError("Choose something.")
            most = element.get("max_selected_items")
            if most is not None and len(value) > most:
                raise ValueError(f"Choose at most {most}.")
            return {MEMBERS[kind]: value}
        if kind == "overflow":
            return {"selected_option": _among(element["options"], given.get("selected_option"))}
        if kind == "feedback_buttons":
            values = [element[key]["value"] for key in ("positive_button", "negative_button")]
        elif kind in ("button", "icon_button"):
            values = [element.get("value")]
            given = {"value": element.get("value")} | given
        else:
            raise ValueError(f"Nothing happens here: {kind} tells the app nothing.")
        if given.get("value") not in values:
            raise ValueError(_CHOICE_WORDS)
        return {key: value for key, value in given.items() if key == "value" and value is not None}

    def value(self, block: Json, element: Json, given: Json) -> Any:
        """What a stateful element holds; None (or an empty list) for nothing. Raises ValueError."""
        kind = element["type"]
        member = MEMBERS[kind]
        if set(given) - {"type", member} or given.get("type", kind) != kind:
            raise ValueError(f"A {kind} has a {member} only.")
        value = given.get(member)
        if value in (None, ""):
            return [] if member.endswith("s") else None
        if not member.endswith("s"):
            return self._one(member, (block, element), value)
        if not isinstance(value, list):
            raise ValueError(f"{member} is a list.")
        chosen = [self._one(member[:-1], (block, element), one) for one in value]
        if any(one in chosen[:index] for index, one in enumerate(chosen)):
            raise ValueError("Each can be chosen once only.")
        return chosen

    def values(self, blocks: list[Json], given: Json, kept: Json) -> Json:
        """`state.values` of these blocks: as given, else as kept, else as the app set it."""
        values: Json = {}
        for block, element in elements(blocks):
            kind = element.get("type")
            if kind not in MEMBERS:
                continue
            ids = (block["block_id"], element["action_id"])
            if (entry := _entry(given, *ids)) is not None:
                value = self.value(block, element, entry)
            else:
                value = self._kept(block, element, _entry(kept, *ids))
            values.setdefault(ids[0], {})[ids[1]] = {"type": kind, MEMBERS[kind]: value}
        return values

    def _kept(self, block: Json, element: Json, entry: Json | None) -> Any:
        """What was chosen before, if it may still be, else what the app put there."""
        if entry is not None:
            with contextlib.suppress(LookupError, ValueError):
                return self.value(block, element, entry)
        member = MEMBERS[element["type"]]
        key = _INITIAL.get(member, member.replace("selected_", "initial_"))
        return element.get(key, [] if member.endswith("s") else None)

    def _one(self, member: str, at: tuple[Json, Json], value: object) -> Any:
        match member:
            case "selected_option":
                return _among(self._offered(*at), value)
            case "selected_user":
                is_right = isinstance(value, str) and value in self.space.people
            case "selected_channel":
                is_right = self._is_open(value, {"include": ["public"]})
            case "selected_conversation":
                is_right = self._is_open(value, at[1].get("filter", {}))
            case "selected_date":
                is_right = _is_date(value)
            case "selected_time":
                is_right = _is_time(value)
            case "selected_date_time":
                is_right = isinstance(value, int) and 10**9 <= value < 10**10
            case "rich_text_value":
                is_rich = isinstance(value, dict) and value.get("type") == "rich_text"
                is_right = is_rich and not judge_message({"blocks": [value]})
            case "value":
                is_right = isinstance(value, str) and len(value) <= MAX_TYPED
            case _:
                return self._file(at[1], value)
        if not is_right:
            raise ValueError(_CHOICE_WORDS)
        return value

    def _file(self, element: Json, value: object) -> Json:
        """https://docs.slack.dev/reference/block-kit/block-elements/file-input-element"""
        file = self.space.files.get(str(value.get("id"))) if isinstance(value, dict) else None
        if file is None or file.user != self.user_id:
            raise ValueError("This is no file of theirs.")
        suffix = file.name.rpartition(".")[2].casefold()
        if suffix not in element.get("filetypes", [suffix]):
            raise ValueError(f"No .{suffix} is taken here.")
        return file_json(self.space, file)

    def _offered(self, block: Json, element: Json) -> list[Json]:
        groups = element.get("option_groups") or [element]
        options = [option for group in groups for option in group.get("options", [])]
        if element["type"] in ("external_select", "multi_external_select"):
            options += self.suggested(block["block_id"], element["action_id"])
            options += element.get("initial_options", [])
            options += [element["initial_option"]] if "initial_option" in element else []
        return options

    def _is_open(self, channel_id: object, wanted: Json) -> bool:
        channel = self.space.channels.get(str(channel_id))
        if channel is None or not self._may_see(channel):
            return False
        kind = _KINDS[kind_of(channel)]
        if kind == "im" and wanted.get("exclude_bot_users"):
            return False  # the sandbox's direct messages are all with the bot
        is_shared = channel.is_ext_shared and wanted.get("exclude_external_shared_channels")
        return kind in wanted.get("include", [kind]) and not is_shared

    def _may_see(self, channel: Channel) -> bool:
        person = self.space.people[self.user_id]
        is_outside = person.is_restricted or person.is_stranger
        is_closed = channel.is_private or channel.dm_with is not None or is_outside
        return not channel.is_archived and (not is_closed or self.user_id in channel.members)


def _among(options: list[Json], wanted: object) -> Json:
    """The offered option of this value, whatever else is said of it. Raises LookupError."""
    for option in options:
        if isinstance(wanted, dict) and option["value"] == wanted.get("value"):
            return dict(option)
    raise LookupError("This is not among the options.")


def _entry(values: object, block_id: str, action_id: str) -> Json | None:
    """What a `state.values` says of an element; None if nothing."""
    block = values.get(block_id) if isinstance(values, dict) else None
    entry = block.get(action_id) if isinstance(block, dict) else None
    return entry if isinstance(entry, dict) else None


def _is_date(value: object) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) and date.fromisoformat(str(value)))
    except ValueError:
        return False


def _is_time(value: object) -> bool:
    try:
        return bool(re.fullmatch(r"\d\d:\d\d", str(value)) and time.fromisoformat(str(value)))
    except ValueError:
        return False
