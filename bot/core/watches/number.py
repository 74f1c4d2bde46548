"""The numbers that an order goes by, hashed: a webhook names one, and nobody has to read them."""

import re
from hashlib import blake2b
from typing import Any, Final

from bot.core.order import Order

_SHORTEST, _LONGEST = 3, 100
_MOST: Final = 50  # numbers of one webhook
_DEEP: Final = 12
# What a member is called that holds a number; webhooks come in several shapes.
_NAMES: Final = re.compile(
    r"^(order_?(number|no|id)|external_?(order_?id|reference)|tracking_?(number|no)|"
    r"delivery_?number|parcel_?number|consignment_?number)s?$",
    re.IGNORECASE,
)


def hashed(number: str) -> str:
    return blake2b(number.strip().upper().encode(errors="replace"), digest_size=16).hexdigest()


def numbers_of(order: Order) -> tuple[str, ...]:
    """Return hashes of the order's number and its parcels'."""
    found = [order.order_number, *(one.tracking_number for one in order.trackings or ())]
    return tuple(hashed(number) for number in found if number)


def numbers_in(body: Any) -> list[str]:
    """Return what may be an order's or a parcel's number, anywhere in a webhook's JSON."""
    found: dict[str, None] = {}
    _search(body, found, deep=0)
    return list(found)[:_MOST]


def _search(part: Any, found: dict[str, None], *, deep: int) -> None:
    if deep > _DEEP or len(found) >= _MOST:
        return
    if isinstance(part, list):
        for item in part:
            _search(item, found, deep=deep + 1)
    elif isinstance(part, dict):
        for name, value in part.items():
            values = value if isinstance(value, list) else [value]
            if _NAMES.match(str(name)):
                found |= dict.fromkeys(filter(None, map(_number, values)))
            _search(value, found, deep=deep + 1)


def _number(value: Any) -> str:
    is_number = isinstance(value, str | int) and not isinstance(value, bool)
    text = str(value).strip() if is_number else ""
    # What nobody can type is no number, and no database takes all of it.
    return text if _SHORTEST <= len(text) <= _LONGEST and text.isprintable() else ""
