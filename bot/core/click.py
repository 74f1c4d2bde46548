"""What a button on a card asks for, and how that travels through Slack and back.

A value that comes back is a request like any other: who clicked is authorised again, and
nothing in it is believed but what to look up, and that others see the card too.
"""

import hashlib
import re
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote_plus

from bot.core.catalogue import LANGUAGES
from bot.core.order import Order, Tracking
from bot.core.reference import Kind, Reference
from bot.core.value import value_object

VALUE_MAX: Final = 2000  # docs.slack.dev/reference/block-kit/block-elements/button-element
OPTION_MAX: Final = 75  # the smaller of the limits that Slack's pages name for an option's value
_TS: Final = re.compile(r"[0-9]{1,12}\.[0-9]{1,8}")
_COURIERS: Final = 5
_PAGES: Final = 10_000


class Verb(StrEnum):
    """What happens on a click."""

    ORDER = "order"
    PARCEL = "parcel"
    REFRESH = "refresh"
    HISTORY = "history"
    ARTICLES = "articles"
    SHARE = "share"
    DETAILS = "details"
    ANSWER = "answer"
    WATCH = "watch"
    UNWATCH = "unwatch"


@value_object
class Click:
    """`parcel` is a parcel's tag (see `tag_of`), empty for the order; `page` counts from 0.

    `is_posted`: the card is one that others see too, wherever it stands. `lang` is the language
    that somebody asked for, of bot.core.catalogue.LANGUAGES; empty for that of who clicks.
    `thread_ts` is the thread that the card belongs to, where Slack shows it outside.
    """

    verb: Verb
    reference: Reference
    client_key: str = ""
    parcel: str = ""
    page: int = 0
    is_posted: bool = False
    lang: str = ""
    thread_ts: str = ""

    def encoded(self) -> str:
        """Return the value of a button or option; the verb stands in its action_id."""
        value = _encoded(self.reference, self.client_key, self.parcel, self.page)
        value += "&o=1" * self.is_posted
        value += f"&t={self.thread_ts}" if self.thread_ts else ""
        return f"{value}&l={self.lang}" if self.lang else value

    @classmethod
    def decoded(cls, verb: str, value: str) -> "Click | None":
        """Read a value back; None for anything this version did not write."""
        try:
            fields = dict(parse_qsl(value[:VALUE_MAX], strict_parsing=True))
            couriers = tuple(filter(None, fields.get("q", "").split(",")))[:_COURIERS]
            reference = Reference(Kind(fields["k"]), fields["v"], couriers)
            page = max(min(int(fields.get("n", "0")), _PAGES), 0)
            return cls(
                Verb(verb),
                reference,
                client_key=fields.get("c", ""),
                parcel=fields.get("p", ""),
                page=page,
                is_posted="o" in fields,
                lang=_spoken(fields["l"]) if "l" in fields else "",
                thread_ts=_ts(fields["t"]) if "t" in fields else "",
            )
        except (ValueError, KeyError):
            return None


def _spoken(lang: str) -> str:
    if lang not in LANGUAGES:
        raise ValueError(lang)
    return lang


def _ts(ts: str) -> str:
    if not _TS.fullmatch(ts):
        raise ValueError(ts)
    return ts


@lru_cache(maxsize=64)  # the buttons of a card differ in their verbs, seldom in their values
def _encoded(reference: Reference, client_key: str, parcel: str, page: int) -> str:
    fields = {
        "k": reference.kind.value,
        "v": reference.value,
        "q": ",".join(reference.couriers),
        "c": client_key,
        "p": parcel,
        "n": str(page or ""),
    }
    return "&".join([f"{name}={quote_plus(value)}" for name, value in fields.items() if value])


def way_back(order: Order, verb: Verb = Verb.ORDER) -> Click | None:
    """Return a click that finds *order* again; None when the answer names no number for it."""
    client = order.client_key or ""
    if order.order_number:
        return Click(verb, Reference(Kind.ORDER_NUMBER, order.order_number), client)
    for tracking in order.trackings or ():
        courier = tracking.courier_info and tracking.courier_info.courier
        if tracking.tracking_number and courier:
            reference = Reference(Kind.TRACKING_NUMBER, tracking.tracking_number, (courier,))
            return Click(verb, reference, client)
    return None


def tag_of(tracking: Tracking) -> str:
    """Return a short name for a parcel: number and courier together identify it."""
    courier = (tracking.courier_info and tracking.courier_info.courier) or ""
    return _tag(tracking.tracking_number or "", courier)


def tags_of(reference: Reference) -> frozenset[str]:
    """Return which tags a parcel may have that is asked for by its number."""
    if reference.kind is not Kind.TRACKING_NUMBER:
        return frozenset()
    return frozenset(_tag(reference.value, courier) for courier in reference.couriers)


def _tag(number: str, courier: str) -> str:
    identity = f"{number}\n{courier}".encode(errors="replace")
    return hashlib.blake2s(identity, digest_size=5).hexdigest()


def lead_of(order: Order) -> str:
    """Return by which parcel an order is known that has no number; empty: it is known otherwise."""
    numbered = (one for one in order.trackings or () if one.tracking_number)
    return "" if order.order_number else next(map(tag_of, numbered), "")


def with_parcel(order: Order, tag: str) -> Order:
    """Return the order with the one parcel of that tag; the whole order if it has none such."""
    chosen = tuple(one for one in order.trackings or () if tag and tag_of(one) == tag)[:1]
    return order.model_copy(update={"trackings": chosen}) if chosen else order
