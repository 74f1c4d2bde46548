"""Numbers in the address of a link: a courier's tracking page, or one of the shop's.

Other links never count: a ticket, a document or a message may bear the same digits.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from bot.core.text import couriers
from bot.core.text.couriers import COURIERS, compact
from bot.core.text.grammar import LONGEST
from bot.core.text.pattern import OrderPatterns
from bot.core.text.tracking import TrackingNumber, named

_ADDRESS = re.compile(r"(?:https?://)?(?:[^/@?#]*@)?([^/:?#]+)(?::[0-9]+)?([^?#]*)", re.I)
_PART = re.compile(r"[^/?#&;=,+|*]+(=?)")
_TRACKING_KEY = re.compile(
    r"(?:tracking|track|trk|parcel|package|shipment|consignment|colis|paket|sendungs?|piece|awb"
    r"|inquiry)[-_]?(?:number|numbers|num|nums|nbr|no|nr|id|code|nummer|key)?s?[0-9]?"
    r"|piececode|idc|tno|tracknum|trknbr|tlabels?|qtc_tlabels1|match|barcode|code|codes|nummer"
    r"|num(?:ero)?expedition|listenumeroslt|nspediz|snr|segonlineidentificador"
    r"|number|numero|numer|query|q|b|rodneid|numbers|trackingids|searchfor|itemcode|ship_id",
    re.I,
)
_ORDER_KEY = re.compile(
    r"order[-_]?(?:no|nr|number|id|num)?|bestell(?:nummer|nr|ung)|commande", re.I
)
_TRACKING_PAGE = re.compile(
    r"(?<![a-z])(?:track(?:ing|-and-trace|andtrace|trace|-trace)?|trace|parcels?|shipments?"
    r"|order-?(?:status|tracking)|sendung(?:en|s?verfolgung|sstatus)?|paket(?:status|verfolgung)?"
    r"|verfolg(?:en|ung)|suivi(?:-colis|-commande)?|seguimiento|rastreo|localizador|tracciamento"
    r"|traccia|spedizion[ei]|sledzenie(?:-paczek|-przesylek)?|zending(?:en)?|volgen|trackingpage"
    r"|parcellab|17track|aftership|parcelsapp)(?![a-z])",
    re.I,
)
_HASH = "s"  # of a status page's link: the hash that opens the order to whoever bears it
_DOMAINS = {domain: courier.code for courier in COURIERS for domain in courier.domains}


@dataclass(frozen=True, slots=True)
class OrderInLink:
    """An order number in a shop's tracking link, and where."""

    value: str
    start: int
    end: int


def numbers_in(
    address: str, offset: int, patterns: OrderPatterns
) -> Iterator[TrackingNumber | OrderInLink]:
    """What a link leads to; spans count from `offset`, the place of the address in its text."""
    whole = _ADDRESS.match(address)
    if not whole:
        return
    host, path = whole[1].lower(), whole[2]
    courier = _courier_of(host)
    is_page = any(host == page or host.endswith(f".{page}") for page in patterns.pages)
    if courier is None and not (is_page or _TRACKING_PAGE.search(host + path)):
        return
    named_courier = courier or _courier_in(address)
    for key, value, start in _parts(address, whole.end(1)):
        if courier is None and key.lower() == _HASH:
            continue
        found = _number(key, value, named_courier)
        if found:
            number, codes = found
            front = value.partition("-")[0]  # PostNL's "3S…-NL-1234AB" names the place behind it
            written = front if compact(unquote(front)) == compact(number) else value
            at = offset + start
            yield TrackingNumber(number, codes, 0.95, at, at + len(written))
        elif courier is None and (not key or _ORDER_KEY.fullmatch(key)):
            for first, last, order in patterns.find(unquote(value)):
                yield OrderInLink(order, offset + start + first, offset + start + last)


def _courier_of(host: str) -> str | None:
    labels = host.split(".")[-4:]
    ends = (".".join(labels[at:]) for at in range(len(labels) - 1))
    return next((_DOMAINS[end] for end in ends if end in _DOMAINS), None)


def _courier_in(address: str) -> str | None:
    """parcelLab's own tracking pages name the courier: `…&courier=dhl-germany`."""
    match = re.search(r"[?&;]courier=([A-Za-z0-9-]{2,40})", address)
    return match[1].lower() if match else None


def _parts(address: str, start: int) -> Iterator[tuple[str, str, int]]:
    """Key (empty in a path), value and place of each part of path, query and fragment."""
    key = ""
    for part in _PART.finditer(address, start):
        if part[1]:
            key = part[0][:-1]
            continue
        yield key, part[0], part.start()
        if address[part.end() : part.end() + 1] != ",":
            key = ""


def _number(key: str, value: str, courier: str | None) -> tuple[str, tuple[str, ...]] | None:
    written = unquote(value).strip()
    for candidate in (written, written.partition("-")[0]):
        if couriers.telling_format(compact(candidate)):
            return named(candidate, courier)
    number = compact(written)
    digits = sum(map(str.isdigit, number))
    own = couriers.formats_of(number, courier) if courier else []
    is_keyed = _TRACKING_KEY.fullmatch(key) is not None and len(number) >= 6
    least = (2 if own else 4) if is_keyed else 8
    if len(number) <= LONGEST and digits >= least and (is_keyed or (own and not key)):
        return named(written, courier)
    return None
