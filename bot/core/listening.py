"""Listening: what of other people's talk is about an order, and how a channel is listened to."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.core.reference import Kind, Reference, find_references
from bot.core.text.pattern import OrderPatterns
from bot.core.value import value_object

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


def in_link(url: str, patterns: OrderPatterns) -> tuple[Reference, ...]:
    """Return what a link to a courier's page or to one of the shop's leads to."""
    return telling(f"<{url}>", patterns)


def _may_be_asked(reference: Reference) -> bool:
    """parcelLab wants a tracking number's courier, too."""
    return reference.kind is not Kind.TRACKING_NUMBER or bool(reference.couriers)
