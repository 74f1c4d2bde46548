"""What a person does on the page, told to the sandbox's Slack."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, Final

from bot.sandbox.slack.file import attach
from bot.sandbox.slack.slack import Place

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.sandbox.slack.slack import Exchange, Slack

Json = dict[str, Any]

MAX_FILES: Final = 10  # as in Slack


async def perform(slack: Slack, wanted: Json) -> Json:
    """Do what *wanted* says (`as`, `do` and what that needs); gives what the page is told.

    Raises LookupError, ValueError or PermissionError with a sentence for the person.
    """
    deed = _DEEDS.get(_text(wanted, "do"))
    if deed is None:
        raise ValueError(f"Nobody can do {wanted.get('do')!r} here.")
    user_id = _text(wanted, "as")
    person = slack.workspace.people.get(user_id)
    if person is None or person.is_bot:
        raise LookupError(f"There is nobody with the id {user_id} whom you could be.")
    return await deed(slack, user_id, wanted)


async def _message(slack: Slack, user_id: str, wanted: Json) -> Json:
    thread_ts = wanted.get("thread_ts") or None
    posted = await slack.message(
        user_id, _text(wanted, "channel"), _text(wanted, "text"), thread_ts, files=_files(wanted)
    )
    return {"ts": posted.ts}


async def _command(slack: Slack, user_id: str, wanted: Json) -> Json:
    name, rest = (*_text(wanted, "text").split(maxsplit=1), "", "")[:2]
    channel, thread_ts = _text(wanted, "channel"), wanted.get("thread_ts") or None
    return _told(await slack.command(user_id, channel, name, rest.strip(), thread_ts=thread_ts))


async def _action(slack: Slack, user_id: str, wanted: Json) -> Json:
    exchange = await slack.act(
        user_id,
        _place(wanted),
        block_id=_text(wanted, "block_id"),
        action_id=_text(wanted, "action_id"),
        chosen=_object(wanted, "with"),
        state=_object(wanted, "state"),
    )
    return _told(exchange)


async def _suggest(slack: Slack, user_id: str, wanted: Json) -> Json:
    exchange = await slack.suggest(
        user_id,
        _place(wanted),
        block_id=_text(wanted, "block_id"),
        action_id=_text(wanted, "action_id"),
        value=_text(wanted, "value"),
    )
    if exchange.error or not exchange.ack:
        raise ValueError(f"No suggestions came: {exchange.error or 'an empty answer'}.")
    return dict(exchange.ack)


async def _submit(slack: Slack, user_id: str, wanted: Json) -> Json:
    done = await slack.submit(user_id, _text(wanted, "view_id"), _object(wanted, "state"))
    return {"error": done.error, "errors": done.errors}


async def _close(slack: Slack, user_id: str, wanted: Json) -> Json:
    is_cleared = wanted.get("is_cleared") is True
    await slack.close(user_id, _text(wanted, "view_id"), is_cleared=is_cleared)
    return {}


async def _shortcut(slack: Slack, user_id: str, wanted: Json) -> Json:
    place = (wanted.get("channel"), wanted.get("ts")) if wanted.get("ts") else (None, None)
    return _told(await slack.shortcut(user_id, _text(wanted, "callback_id"), *place))


async def _upload(slack: Slack, user_id: str, wanted: Json) -> Json:
    """A file that goes into a form."""
    given = [attach(slack.workspace, user_id, *file) for file in _files(wanted)]
    return {"files": [file.id for file in given]}


async def _home(slack: Slack, user_id: str, _: Json) -> Json:
    await slack.open_home(user_id)
    return {}


async def _react(slack: Slack, user_id: str, wanted: Json) -> Json:
    place = (_text(wanted, "channel"), _text(wanted, "ts"))
    return {"is_there": await slack.react(user_id, *place, _text(wanted, "name"))}


async def _read(slack: Slack, user_id: str, wanted: Json) -> Json:
    slack.read(user_id, _text(wanted, "channel"))
    return {}


async def _edit(slack: Slack, user_id: str, wanted: Json) -> Json:
    place = (_text(wanted, "channel"), _text(wanted, "ts"))
    await slack.edit(user_id, *place, _text(wanted, "text"))
    return {}


async def _delete(slack: Slack, user_id: str, wanted: Json) -> Json:
    await slack.delete(user_id, _text(wanted, "channel"), _text(wanted, "ts"))
    return {}


_DEEDS: Final[dict[str, Callable[[Slack, str, Json], Awaitable[Json]]]] = {
    "message": _message,
    "command": _command,
    "action": _action,
    "suggest": _suggest,
    "submit": _submit,
    "upload": _upload,
    "close": _close,
    "shortcut": _shortcut,
    "home": _home,
    "react": _react,
    "read": _read,
    "edit": _edit,
    "delete": _delete,
}


def _told(exchange: Exchange) -> Json:
    about = {"id": exchange.id, "error": exchange.error, "ack_ms": exchange.ack_ms}
    return {"exchange": about}


def _place(wanted: Json) -> Place:
    if wanted.get("view_id"):
        return Place(view_id=_text(wanted, "view_id"))
    return Place(channel=_text(wanted, "channel"), ts=_text(wanted, "ts"))


def _text(wanted: Json, name: str) -> str:
    value = wanted.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"{name} is a text.")
    return value


def _files(wanted: Json) -> list[tuple[str, bytes]]:
    """The files that go with a message: a name, and bytes in base64 each."""
    given = wanted.get("files") or []
    if not isinstance(given, list) or len(given) > MAX_FILES:
        raise ValueError(f"files are a list of at most {MAX_FILES}.")
    if not all(isinstance(one, dict) for one in given):
        raise ValueError("A file is an object.")
    try:
        return [
            (_text(one, "name"), base64.b64decode(_text(one, "content"), validate=True))
            for one in given
        ]
    except binascii.Error:
        raise ValueError("A file's content is in base64.") from None


def _object(wanted: Json, name: str) -> Json:
    value = wanted.get(name) or {}
    if not isinstance(value, dict):
        raise ValueError(f"{name} is an object.")
    return value
