"""Listening: what of other people's talk is about an order, and how a channel is listened to."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.core.reference import Kind, Reference, find_references
from bot.core.rule import Change, Json
from bot.core.text.pattern import OrderPatterns
from bot.core.value import value_object

LISTENING: Final = "listening"  # the name of its changes, and of its window in Home
OFF: Final = "off"  # what stands for no mode at all
ANSWERED: Final = 3  # references; of more in one message only a button to their table is shown
_SURE: Final = 0.9  # confidence; below it a number means an order only to whoever asks for one
_OF_AN_ORDER: Final = frozenset(
    {Kind.ORDER_NUMBER, Kind.TRACKING_NUMBER, Kind.EXTERNAL_ORDER_ID, Kind.EXTERNAL_REFERENCE}
)


class Mode(StrEnum):
    """How a channel is listened to: answered in the thread, or where somebody clicks 📦."""

    ON = "on"
    ASK = "ask"


@value_object
class Setting:
    """How a channel is listened to, who wanted that (a member's id), and since when."""

    mode: Mode
    by: str
    at: datetime


def telling(text: str, patterns: OrderPatterns) -> tuple[Reference, ...]:
    """Return what in a raw Slack text surely names an order, and none that names a person."""
    return tuple(
        one
        for one in find_references(text, patterns).found
        if one.kind in _OF_AN_ORDER and one.confidence >= _SURE and _may_be_asked(one)
    )


def change_of(
    channel: str, before: Setting | None, after: Setting | None, *, by: str, at: datetime
) -> Change:
    """Return the audit's line for a channel that is listened to otherwise from now on."""
    return Change(at, by, LISTENING, _stored(channel, before), _stored(channel, after))


def read_change(change: Change) -> tuple[str, str, str]:
    """Read a line back: the channel's id, and the modes before and after, each "off" for none."""
    before, after = (one if isinstance(one, dict) else {} for one in (change.before, change.after))
    channel = after.get("channel") or before.get("channel") or ""
    return str(channel), str(before.get("mode", OFF)), str(after.get("mode", OFF))


def in_link(url: str, patterns: OrderPatterns) -> tuple[Reference, ...]:
    """Return what a link to a courier's page or to one of the shop's leads to."""
    return telling(f"<{url}>", patterns)


def _stored(channel: str, setting: Setting | None) -> Json:
    return {"channel": channel, "mode": setting.mode.value} if setting else None


def _may_be_asked(reference: Reference) -> bool:
    """parcelLab wants a tracking number's courier, too."""
    return reference.kind is not Kind.TRACKING_NUMBER or bool(reference.couriers)
