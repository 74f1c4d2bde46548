"""How much of an order an asker sees, and what a live refresh adds to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.sandbox.parcellab.parcel import Body
from bot.sandbox.parcellab.question import Match, Question
from bot.sandbox.parcellab.words import WORDS

# Undocumented in detail: without credentials "less" is shown. Left out is what names a person or
# a place, opens a right (rerouting), or is the shop's own business.
SHOPS_OWN = ("warehouse", "additional_attributes")
PERSONAL = (
    "shipping_address",
    "delivery_location",
    "recipient_postal_code",
    "identifiers_consignment",
    "pod_identifier",
    "pod_signature",
    "pod_date",
)
PRICES = ("unit_price", "unit_price_original", "amount_invoiced", "tax_amount")
# What goes from inside a member, or from each of its items.
TRIMMED = {
    "articles": PRICES,
    "checkpoints": ("delivery_extra_info",),
    "courier_info": ("courier_reroute_url",),
    "last_delivery_status": ("delivery_extra_info",),
}
MASKS = {"recipient_name": "<name>", "recipient_email": "<email>"}
SOONEST_REFRESH = 60.0
"""Seconds between two scans that a carrier's live answer adds."""


def without(body: Body, names: Sequence[str]) -> Body:
    """`body` less the members `names`."""
    return {name: value for name, value in body.items() if name not in names}


def masked(body: Body) -> Body:
    """`body` with the recipient's name and address replaced by place-holders."""
    return body | {name: mask for name, mask in MASKS.items() if name in body}


def for_recipient(info: Body) -> Body:
    """What the recipient sees, who gave a matching postal code, e-mail address or hash."""
    return info | {"trackings": [without(each, SHOPS_OWN) for each in info["trackings"]]}


def for_anyone(info: Body) -> Body:
    """What a stranger sees who knows no more than the number."""
    return masked(info) | {"trackings": [_bare(each) for each in info["trackings"]]}


def _bare(tracking: Body) -> Body:
    less = masked(without(tracking, SHOPS_OWN + PERSONAL)) | {"reporting_info": {}}
    return {name: _trimmed(value, TRIMMED.get(name, ())) for name, value in less.items()}


def _trimmed(member: Any, hidden: Sequence[str]) -> Any:
    if isinstance(member, list):
        return [_trimmed(one, hidden) for one in member]
    return without(member, hidden) if isinstance(member, dict) else member


def is_recipient(info: Body, question: Question, *, security_hash: str) -> bool:
    """Whether the question carries something only the recipient (or the shop) knows.

    A wrong postal code or address proves nothing, and does not hide the order: whether it would
    is not documented.
    """
    emails, codes = {info.get("recipient_email")}, set()
    for tracking in info["trackings"]:
        emails.add(tracking.get("recipient_email"))
        codes.add(tracking.get("recipient_postal_code"))
    return (
        question.s == security_hash
        or (question.recipient_postal_code or None) in codes - {None}
        or (question.recipient_email or None) in emails - {None, "_unset"}
    )


def narrowed(info: Body, match: Match, *, question: Question) -> Body:
    """`info` with the parcels that were asked for: one of them, and returns only on request."""
    parcels = info["trackings"]
    if question.single_tracking and match.parcel is not None:
        parcels = [parcels[match.parcel]]
    if not question.show_returns:
        parcels = [parcel for parcel in parcels if not parcel.get("is_return")]
    return info | {"trackings": parcels}


def can_refresh(tracking: Body, now: datetime) -> bool:
    """Whether the courier, asked now, would tell something newer than `tracking` says."""
    last = tracking.get("last_delivery_status") or {}
    if not tracking.get("supports_live_refresh") or not last.get("event_timestamp"):
        return False
    seen = datetime.fromisoformat(last["event_timestamp"])
    return (now - seen).total_seconds() >= SOONEST_REFRESH


def refreshed(tracking: Body, scans: Sequence[datetime], *, lang: str) -> Body:
    """`tracking` with one more checkpoint a live scan; the last one is now its status."""
    if not scans:
        return tracking
    last = tracking["last_delivery_status"]
    near = last.get("lifecycle_status") == "LastMile"
    added = [
        {
            "step": last["step"],
            "courier": tracking["courier_info"]["courier"],
            "status_code": last["status_code"],
            "status_text": last["status_text"],
            "status_details": _stops(lang, index) if near else WORDS[lang]["scanned"],
            "event_timestamp": moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "is_hidden": False,
        }
        for index, moment in enumerate(scans)
    ]
    newest = {name: added[-1][name] for name in ("status_details", "event_timestamp")}
    return tracking | {
        "checkpoints": [*tracking.get("checkpoints", ()), *added],
        "last_delivery_status": last | newest,
    }


def _stops(lang: str, refreshes: int) -> str:
    return WORDS[lang]["near"].format(max(1, 9 - 2 * refreshes))
