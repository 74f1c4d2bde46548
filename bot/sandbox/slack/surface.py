"""Where somebody interacts: a message, or a modal or Home; and the element that is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.sandbox.slack.block import elements

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Json
    from bot.sandbox.slack.model import Message
    from bot.sandbox.slack.workspace import Workspace


class Place(NamedTuple):
    """A message (`channel`, `ts`), or a modal or Home (`view_id`)."""

    channel: str = ""
    ts: str = ""
    view_id: str = ""


@dataclass
class Surface:
    """One person's message, modal or Home; `attachment` says in which one the element stands."""

    user_id: str
    place: Place
    message: Message | None = None
    view: Json | None = None
    attachment: int | None = None

    @property
    def channel_id(self) -> str:
        """The channel of a message; empty for a view."""
        return self.message.channel if self.message else ""

    @property
    def shown_message(self) -> Message:
        """The message, where it is known to be one."""
        if self.message is None:
            raise ValueError("This is no message.")
        return self.message

    def block_lists(self) -> list[tuple[int | None, list[Json]]]:
        """All its blocks, with the number of the attachment they stand in."""
        if self.view is not None:
            return [(None, self.view["blocks"])]
        message = self.shown_message
        inside = [(number, one.get("blocks", [])) for number, one in enumerate(message.attachments)]
        return [(None, message.blocks), *inside]

    def blocks(self) -> list[Json]:
        """All its blocks."""
        return [block for _, blocks in self.block_lists() for block in blocks]

    def element(self, block_id: str, action_id: str) -> tuple[Json, Json]:
        """The element of these ids and its block; notes its attachment. Raises LookupError."""
        for attachment, blocks in self.block_lists():
            for block, element in elements(blocks):
                ids = (block.get("block_id"), element.get("action_id"))
                if ids == (block_id, action_id) and self._is_visible(element):
                    self.attachment = attachment
                    return block, element
        raise LookupError(f"There is no {action_id} in {block_id} here any more.")

    def _is_visible(self, element: Json) -> bool:
        return self.user_id in element.get("visible_to_user_ids", [self.user_id])


def surface(space: Workspace, user_id: str, place: Place) -> Surface:
    """What stands there for this person. Raises LookupError."""
    space.person(user_id)
    if place.view_id:
        return Surface(user_id, place, view=_view(space, user_id, place.view_id))
    channel = space.channel_for(user_id, place.channel)
    for message in space.seen_by(user_id, channel.id):
        if message.ts == place.ts:
            return Surface(user_id, place, message=message)
    raise LookupError("This message is not there (any more).")


def top_modal(space: Workspace, user_id: str, view_id: str) -> Json:
    """The topmost modal of this person, if it is this one. Raises LookupError."""
    stack = space.modals.get(user_id) or [{}]
    if not view_id or stack[-1].get("id") != view_id:
        raise LookupError("This window is not open (any more).")
    return stack[-1]


def _view(space: Workspace, user_id: str, view_id: str) -> Json:
    home = space.homes.get(user_id)
    if home and home["id"] == view_id:
        return home
    return top_modal(space, user_id, view_id)
