"""What Slack itself says under the fields of a modal before the app is told anything."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.sandbox.slack.block import elements
from bot.sandbox.slack.choice import MEMBERS

if TYPE_CHECKING:
    from bot.sandbox.slack.judge import Json

_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>.]+(?:\.[^\s@<>.]+)+")


def complaints(view: Json, values: Json) -> dict[str, str]:
    """What is wrong with the fields of a view, by block_id; empty if it may be submitted."""
    found: dict[str, str] = {}
    for block, element in elements(view["blocks"]):
        if block["type"] != "input" or element["type"] not in MEMBERS:
            continue
        entry = values[block["block_id"]][element["action_id"]]
        if said := _complaint(block, element, entry[MEMBERS[element["type"]]]):
            found[block["block_id"]] = said
    return found


def _complaint(block: Json, element: Json, value: Any) -> str | None:
    is_empty = value is None or value == [] or (isinstance(value, str) and not value.strip())
    if is_empty:
        return None if block.get("optional") else "Please complete this required field."
    match element["type"]:
        case "plain_text_input":
            return _of_text(element, value)
        case "number_input":
            return _of_number(element, value)
        case "email_text_input" if not _MAIL.fullmatch(value.strip()):
            return "Enter a valid e-mail address."
        case "url_text_input" if not _is_url(value.strip()):
            return "Enter a valid web address."
    most = element.get("max_selected_items")
    if most is not None and len(value) > most:
        return f"Choose at most {most}."
    return None


def _of_text(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Write at least {least} characters."
    return f"Write at most {most} characters." if len(value) > most else None


def _of_number(element: Json, value: str) -> str | None:
    number = _number(value)
    if number is None:
        return "Enter a number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Enter a whole number."
    least, most = _number(element.get("min_value")), _number(element.get("max_value"))
    if least is not None and number < least:
        return f"Enter {least} or more."
    return f"Enter {most} or less." if most is not None and number > most else None


def _number(text: object) -> Decimal | None:
    try:
        number = Decimal(str(text).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and " " not in text
