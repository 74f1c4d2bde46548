"""A pickup place: where, today's hours first, open or closed now, until when, and a map."""

import re
from datetime import datetime, tzinfo
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from bot.core import opening_hours
from bot.core.order import PickupAddress, PickupLocationBox
from bot.core.phrase import Phrase, listed, phrase, say
from bot.core.value import value_object
from bot.core.words import card as words

_URL_MAX: Final = 3000  # docs.slack.dev/reference/block-kit/block-elements/button-element
_NO_ADDRESS: Final = re.compile(r"[\x00-\x20\\]")
_MAP: Final = "https://www.google.com/maps/search/?"


@value_object
class Link:
    """A way out to the web; made by `web_link`, which checks the address."""

    label: Phrase
    url: str


@value_object
class Pickup:
    """Where a parcel waits. `week` may be empty: no hours given is not the same as closed."""

    label: Phrase
    place: Phrase | None
    today: Phrase | None
    week: tuple[Phrase, ...]
    until: Phrase | None
    map: Link | None


def pickup(box: PickupLocationBox, zone: tzinfo | None, now: datetime) -> Pickup:
    """Say the box; without a zone nobody can tell what is open now, so only the week is said."""
    week = opening_hours.stretches(box.opening_hours or ())
    place = _place(box.address)
    until = box.raw.latest_date if box.raw else None
    return Pickup(
        label=phrase(box.label) if box.label else say(words.PICKUP),
        place=place,
        today=opening_hours.today(week, now.astimezone(zone)) if week and zone else None,
        week=opening_hours.by_days(week),
        until=say(words.COLLECT_BY, day=until) if until else None,
        map=_map(box.address),
    )


def _place(address: PickupAddress | str | None) -> Phrase | None:
    if isinstance(address, PickupAddress):
        name, street = address.delivery_location or "", address.address or ""
        parts = [part for part in ("" if name in street else name, street) if part]
        return phrase(listed(parts)) if parts else None
    return phrase(address) if address else None


def _map(address: PickupAddress | str | None) -> Link | None:
    text = address.address if isinstance(address, PickupAddress) else address
    if not text:
        return None
    return web_link(say(words.OPEN_MAP), _MAP + urlencode({"api": 1, "query": text[:300]}))


def web_link(label: Phrase, url: str | None) -> Link | None:
    """Return a link for an http(s) address without credentials in it; None for any other."""
    try:
        parts = urlsplit(url or "")
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:  # a broken IPv6 host or port
        return None
    if not url or not is_web or "@" in parts.netloc or _NO_ADDRESS.search(url):
        return None
    ascii_url = quote(url, safe="%:/?#[]@!$&'()*+,;=~-._")
    return Link(label, ascii_url) if len(ascii_url) <= _URL_MAX else None
