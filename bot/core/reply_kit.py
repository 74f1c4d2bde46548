"""The reply kit: the text for a customer, what the agent knows beside it, and whom it names.

What a window remembers comes back from Slack and is a request like any other: who has it is
authorised anew, and what cannot be read is an old window.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.core.card import NoteCard, data_age, last_scan
from bot.core.catalogue import LANGUAGES, name_of
from bot.core.click import Click, Verb
from bot.core.customers.text import LENGTHS, Length, customer_text, written
from bot.core.order import Order, PickupLocationBox, Tracking
from bot.core.parcel import parcels_of
from bot.core.phrase import Coded, Phrase, joined, listed, say
from bot.core.privacy import VisibleOrder
from bot.core.words import card as words
from bot.core.words import reply_kit as said

METADATA_MAX: Final = 3000  # docs.slack.dev/reference/views
LENGTH_NAMES: Final[dict[Length, str]] = {"short": said.SHORT, "long": said.LONG}
_MESSAGES: Final = 6


@dataclass(frozen=True, slots=True)
class Seen:
    """An order as parcelLab told it, in one language, and when."""

    visible: VisibleOrder
    now: datetime
    as_of: datetime
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it was written, and what the agent should know before sending it."""

    lang: str
    length: Length
    text: str
    notes: tuple[Phrase, ...]


def draft(seen: Seen, *, lang: str, length: Length) -> Draft:
    text = customer_text(seen.visible, lang=lang, length=length, now=seen.now)
    return Draft(text.lang, length, written(text), tuple(_notes(seen)))


def _notes(seen: Seen) -> Iterator[Phrase]:
    """Say what it is about, what the customer knows already, and how old all that is."""
    order = seen.visible.order
    parcels = order.trackings or ()
    number = order.order_number or words.NOTHING
    only = parcels[0].tracking_number if len(parcels) == 1 else None
    if only:
        yield say(said.ABOUT_PARCEL, order=Coded(number), number=Coded(only))
    else:
        yield say(said.ABOUT_ORDER, order=Coded(number))
    yield from _told(parcels)
    age = data_age(seen.as_of, now=seen.now, is_stale=seen.is_stale)
    yield joined((*age, last_scan(parcels_of(order, seen.now), seen.now)))


def _told(parcels: tuple[Tracking, ...]) -> Iterator[Phrase]:
    reports = [one.reporting_info for one in parcels if one.reporting_info]
    lists = [report.contacted_with_messages for report in reports]
    names = dict.fromkeys(name for one in lists for name in one or () if name)
    if names:
        yield say(said.TOLD, messages=listed(list(names)[-_MESSAGES:]))
    elif any(one is not None for one in lists):
        yield say(said.TOLD_NOTHING)


# -- whom and what a text names ------------------------------------------------------------


def named_in(text: str, visible: VisibleOrder) -> tuple[Phrase, ...]:
    """Say what personal things of the order stand in a *text* that somebody may have edited."""
    line = " ".join(text.split()).casefold()
    order = visible.order
    found = {
        said.HOLDS_NAME: _names(order),
        said.HOLDS_PLACE: _places(order),
        said.HOLDS_NUMBER: _numbers(order),
    }
    return tuple(
        say(what)
        for what, values in found.items()
        if any(value and " ".join(value.split()).casefold() in line for value in values)
    )


def _names(order: Order) -> Iterator[str | None]:
    yield order.recipient_name
    yield from (one.recipient_name for one in order.trackings or ())


def _places(order: Order) -> Iterator[str | None]:
    for one in order.trackings or ():
        yield one.delivery_location
        yield one.last_delivery_status.delivery_extra_info if one.last_delivery_status else None
        address = one.action_box.address if isinstance(one.action_box, PickupLocationBox) else None
        if isinstance(address, str):
            yield address
        elif address:
            yield from (address.address, address.delivery_location)


def _numbers(order: Order) -> Iterator[str | None]:
    for one in order.trackings or ():
        yield one.tracking_number
        if one.courier_info:
            yield one.courier_info.courier_tracking_url
            yield one.courier_info.courier_reroute_url


# -- what a window remembers ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kit:
    """A window: what it is about, where its text may go, and how the text was drawn.

    `key` marks the one post that may come of it since it was `opened`; `drawn` tells whether the
    text was edited, and `count` how often it was drawn. Without a `channel` there is nowhere to
    post.
    """

    click: Click
    key: str
    channel: str = ""
    thread_ts: str = ""
    lang: str = ""
    length: Length = "long"
    drawn: str = ""
    count: int = 0
    opened: int = 0

    @property
    def is_for_agent_alone(self) -> bool:
        """Whether nobody but the agent reads where it would be posted: a direct message."""
        return self.channel.startswith("D")

    def is_drawn(self, text: str) -> bool:
        """Whether *text* is as it was drawn: nobody has edited it."""
        return digest(text) == self.drawn

    def encoded(self) -> str:
        fields = {
            "click": self.click.encoded(),
            "key": self.key,
            "channel": self.channel,
            "thread_ts": self.thread_ts,
            "lang": self.lang,
            "length": self.length,
            "drawn": self.drawn,
            "count": self.count,
            "opened": self.opened,
        }
        return json.dumps(fields, separators=(",", ":"))

    @classmethod
    def decoded(cls, metadata: str) -> "Kit | None":
        """Read it back; None for anything this version did not write."""
        try:
            fields: dict[str, Any] = json.loads(metadata[:METADATA_MAX])
            click = Click.decoded(Verb.ANSWER, fields.pop("click"))
            kit = cls(click, **fields) if click else None
        except (ValueError, TypeError, KeyError, AttributeError):
            return None
        return kit if kit and _is_sound(kit) else None


def _is_sound(kit: Kit) -> bool:
    texts = (kit.key, kit.channel, kit.thread_ts, kit.lang, kit.length, kit.drawn)
    is_known = kit.lang in (*LANGUAGES, "") and kit.length in LENGTHS
    return (
        all(isinstance(one, str) for one in texts)
        and type(kit.count) is type(kit.opened) is int
        and is_known
    )


def digest(text: str) -> str:
    """Return what tells a text from another; ends of lines are written differently."""
    plain = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return hashlib.blake2s(plain.encode(errors="replace"), digest_size=8).hexdigest()


def kept(kit: Kit) -> Phrase:
    """Say that an edited text is not written over, whatever is chosen beside it."""
    length = say(LENGTH_NAMES[kit.length])
    return say(said.KEPT, language=name_of(kit.lang), length=length)


def old_window() -> NoteCard:
    """A window of another version, or one that nobody of ours opened."""
    return NoteCard("⌛", say(said.OLD_WINDOW_TITLE), (say(said.OLD_WINDOW),))


def no_window() -> NoteCard:
    return NoteCard("⏳", say(said.NO_WINDOW_TITLE), (say(said.NO_WINDOW),))


def posting() -> NoteCard:
    return NoteCard("📨", say(said.POSTING), ())


def posted() -> NoteCard:
    return NoteCard("✅", say(said.POSTED), ())


def languages(first: str) -> tuple[str, ...]:
    """Return the languages to choose from, that of the customer first."""
    return tuple(dict.fromkeys((first, *LANGUAGES)))
