"""What was asked of `info`: its sixteen parameters, read and checked, and the orders they mean."""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.parcellab.order import SandboxOrder

# What each way of finding an order needs beside its own parameter; the first one given decides.
# Only prose says so; nothing says what happens when two ways are given.
MODES: dict[str, tuple[str, ...]] = {
    "order_number": ("account",),
    "external_order_id": ("account",),
    "external_reference": ("account",),
    "tracking_number": ("courier",),
    "tracking_id": (),
    "customer_number": ("account",),
    "recipient_email": ("account",),
}
TRUE, FALSE = ("true", "t", "1", "yes", "y", "on"), ("false", "f", "0", "no", "n", "off")


class Problem(Exception):
    """An answer that is no order: its HTTP status and its JSON body."""

    def __init__(self, status: int, body: object) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


def wrong(code: str, detail: str, attr: str | None = None) -> dict[str, str | None]:
    """One item of an answer's `errors`."""
    return {"code": code, "detail": detail, "attr": attr}


def problem(status: int, *errors: dict[str, str | None]) -> Problem:
    """A Problem of the shape `{type, errors[]}`."""
    kind = "validation_error" if status == 400 else "client_error"
    return Problem(status, {"type": kind, "errors": list(errors)})


@dataclass(frozen=True)
class Question:
    """The parameters of `info` and `info-widget` after they were read."""

    mode: str
    account: int | None = None
    client_key: str = ""
    courier: str = ""
    customer_number: str = ""
    external_order_id: str = ""
    external_reference: str = ""
    lang: str = "en"
    live_refresh: bool = False
    order_number: str = ""
    recipient_email: str = ""
    recipient_postal_code: str = ""
    s: str = field(default="", repr=False)
    show_returns: bool = False
    single_tracking: bool = False
    tracking_id: str = ""
    tracking_number: str = ""


@dataclass(frozen=True)
class Match:
    """An order that was found, and which of its parcels was asked for, if one was."""

    order: SandboxOrder
    parcel: int | None = None


def read(query: Mapping[str, str]) -> Question:
    """The question in `query`; unknown parameters are ignored. Raises Problem (400)."""
    errors: list[dict[str, str | None]] = []
    values: dict[str, Any] = {}
    for name in READERS.keys() & query.keys():
        try:
            values[name] = _value(name, query[name])
        except ValueError as fault:
            errors.append(wrong("invalid" if query[name] else "blank", str(fault), name))
    mode = next((mode for mode in MODES if mode in query), "")
    if not mode:
        errors.append(wrong("invalid", "Give one of: " + ", ".join(MODES) + "."))
    errors += [
        wrong("required", "This field is required.", name)
        for name in MODES.get(mode, ())
        if name not in query
    ]
    if errors:
        raise problem(400, *sorted(errors, key=lambda error: error["attr"] or ""))
    return Question(mode, **values)


def find(orders: Iterable[SandboxOrder], question: Question) -> Match | None:
    """The order that is meant; the newest one where several fit (which one wins is unstated)."""
    matches = [match for order in orders if (match := _match(order, question))]
    return max(matches, key=lambda match: match.order.placed, default=None)


def _match(order: SandboxOrder, question: Question) -> Match | None:
    if question.account not in (None, order.account):
        return None
    if question.client_key and question.client_key != order.body.get("client_key"):
        return None
    if question.mode in OF_A_PARCEL:
        found = OF_A_PARCEL[question.mode](order, question)
        return Match(order, found[0]) if found else None
    asked = getattr(question, question.mode)
    return Match(order) if OF_AN_ORDER[question.mode](order) == asked else None


OF_AN_ORDER: dict[str, Callable[[SandboxOrder], object]] = {
    "order_number": lambda order: order.order_number,
    "external_order_id": lambda order: order.external_order_id,
    "customer_number": lambda order: order.customer_number,
    "recipient_email": lambda order: order.body.get("recipient_email"),
}


def _by_number(order: SandboxOrder, question: Question) -> list[int]:
    asked = (question.tracking_number, question.courier)
    return [
        index
        for index, tracking in enumerate(order.body["trackings"])
        if (order.number_at(index), _courier(tracking)) == asked
    ]


def _courier(tracking: Mapping[str, Any]) -> object:
    return (tracking.get("courier_info") or {}).get("courier")


def _positions(names: Iterable[str], wanted: str) -> list[int]:
    return [index for index, name in enumerate(names) if name == wanted]


OF_A_PARCEL: dict[str, Callable[[SandboxOrder, Question], list[int]]] = {
    "tracking_number": _by_number,
    "tracking_id": lambda order, asked: _positions(order.tracking_ids, asked.tracking_id),
    "external_reference": lambda order, asked: _positions(
        order.external_references, asked.external_reference
    ),
}


def _value(name: str, text: str) -> object:
    if not text:
        raise ValueError("This field may not be blank.")
    return READERS[name](text)


def integer(text: str) -> int:
    """A whole number in ASCII digits; raises ValueError with the API's words."""
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise ValueError("A valid integer is required.")
    return int(text)


def _identifier(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise ValueError("Must be a valid UUID.") from None


def _email(text: str) -> str:
    if not re.fullmatch(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+", text):
        raise ValueError("Enter a valid email address.")
    return text


def _boolean(text: str) -> bool:
    if text.lower() not in TRUE + FALSE:
        raise ValueError("Must be a valid boolean.")
    return text.lower() in TRUE


READERS: dict[str, Callable[[str], object]] = {
    "account": integer,
    "client_key": str,
    "courier": str,
    "customer_number": str,
    "external_order_id": _identifier,
    "external_reference": str,
    "lang": str,
    "live_refresh": _boolean,
    "order_number": str,
    "recipient_email": _email,
    "recipient_postal_code": str,
    "s": str,
    "show_returns": _boolean,
    "single_tracking": _boolean,
    "tracking_id": str,
    "tracking_number": str,
}
