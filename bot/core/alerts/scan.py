"""What a scan says by itself, for who compares two looks."""

import re
from typing import Final

from bot.core.alert import Kind
from bot.core.order import Checkpoint

# What a scan's code says; couriers' codes are an open set, so these are words and no list.
_BY_CODE: Final = (
    (re.compile(r"attempt|notdelivered|undeliver|failed", re.IGNORECASE), Kind.FAILED_ATTEMPT),
    (re.compile(r"pickup_?-?ready|ready_?-?(to|for)|collectable", re.IGNORECASE),
     Kind.READY_FOR_PICKUP),
    (re.compile(r"returnto|sentback|backto", re.IGNORECASE), Kind.SENT_BACK),
    (re.compile(r"^returned", re.IGNORECASE), Kind.RETURNED),
    (re.compile(r"^delivered", re.IGNORECASE), Kind.DELIVERED),
)  # fmt: skip


def kind_of(checkpoint: Checkpoint) -> Kind | None:
    """Return what happened, if that may be news; hidden scans tell nothing."""
    if checkpoint.is_hidden:
        return None
    if checkpoint.exception_type:
        return Kind.EXCEPTION
    if checkpoint.delivery_location_type == "Notified":
        return Kind.FAILED_ATTEMPT
    code = checkpoint.status_code or ""
    return next((kind for looks, kind in _BY_CODE if looks.search(code)), None)
