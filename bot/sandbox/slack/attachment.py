"""A legacy attachment as Slack keeps it: what is of the wrong form is made fit, or left out.

docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments names the fields, but no
errors for them: Slack takes nearly anything, and readers get texts, numbers and lists all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.sandbox.slack.block import with_ids
from bot.sandbox.slack.method import flag

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.slack.judge import Json

_TEXTS: Final = (
    *("fallback", "color", "pretext", "author_name", "author_link", "author_icon"),
    *("title", "title_link", "text", "image_url", "thumb_url", "footer", "footer_icon"),
    *("service_name", "service_icon", "from_url", "app_unfurl_url", "app_id", "bot_id"),
)
_UNFURLED: Final = ("id", "is_app_unfurl")  # set by chat.unfurl, after what the app sent
_LAST_MOMENT: Final = 253_402_300_799  # the end of the year 9999


def stored(attachment: Json, new_id: Callable[[str], str]) -> Json:
    """The attachment as readers get it; its blocks were judged good and get their ids."""
    told: Json = {key: _text(attachment.get(key)) for key in _TEXTS}
    told["fields"] = [_field(one) for one in _list(attachment, "fields") if isinstance(one, dict)]
    told["mrkdwn_in"] = [one for one in _list(attachment, "mrkdwn_in") if isinstance(one, str)]
    told["blocks"] = with_ids(_list(attachment, "blocks"), new_id)
    told["ts"] = _moment(attachment.get("ts"))
    kept = {key: value for key, value in told.items() if value not in (None, "", [])}
    return kept | {key: attachment[key] for key in _UNFURLED if key in attachment}


def _field(field: Json) -> Json:
    texts = {key: _text(field.get(key)) or "" for key in ("title", "value")}
    return texts | {"short": flag(field.get("short"))}


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else None


def _moment(value: object) -> int | None:
    try:
        seconds = float(_text(value) or "")
    except ValueError:
        return None
    return int(seconds) if 0 < seconds <= _LAST_MOMENT else None


def _list(attachment: Json, key: str) -> list[Any]:
    value = attachment.get(key)
    return value if isinstance(value, list) else []
