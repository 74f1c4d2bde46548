"""How much of an order an asker sees."""

from collections.abc import Sequence
from typing import Any

from bot.sandbox.parcellab.parcel import Body
from bot.sandbox.parcellab.question import Match, Question

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
