"""*Answer the customer* on a card, and what is chosen and submitted in its windows."""

import re
import secrets
from datetime import datetime
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from bot.core.catalogue import LANGUAGES
from bot.core.clock import Clock
from bot.core.customers.text import LENGTHS
from bot.core.reply_kit import Kit, no_window
from bot.core.search import Origin
from bot.slack.answer import Answers
from bot.slack.card_clicks import Pressed
from bot.slack.gesture import agent_of
from bot.slack.replies.response_url import ResponseUrls, beside
from bot.slack.tasks import Tasks
from bot.slack.windows.reply_kit import Asked, Filled, ReplyKit
from bot.slack.windows.reply_kit_view import ANEW, CONFIRM, EDIT, LANG, LENGTH, TEXT, Edited
from bot.slack.windows.reply_post import ReplyPost

_ASKED: Final = re.compile(r"card:answer\d*")
_CHOSEN: Final = re.compile("|".join((LANG, LENGTH, ANEW)))
_SUBMITTED: Final = re.compile("|".join((EDIT, CONFIRM)))


def register(
    app: AsyncApp,
    *,
    kit: ReplyKit,
    post: ReplyPost,
    urls: ResponseUrls,
    answers: Answers,
    tasks: Tasks,
    clock: Clock,
) -> None:
    @app.action(_ASKED)
    async def answer_wanted(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        tasks.start(open_window(asked(body, clock())))

    @app.action(_CHOSEN)
    async def chosen(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        action = (body.get("actions") or [{}])[0].get("action_id")
        tasks.start(kit.choose(filled(body), is_anew=action == ANEW))

    @app.view(_SUBMITTED)
    async def submitted(ack: Any, body: dict[str, Any]) -> None:
        is_confirmed = (body.get("view") or {}).get("callback_id") == CONFIRM
        await ack(**await post.submitted(filled(body), is_confirmed=is_confirmed))

    async def open_window(wanted: Asked) -> None:
        """Open it; if Slack does not, say so beside the card."""
        if await kit.open(wanted) and wanted.response_url:
            message = answers.drawn(no_window(), lang=kit.lang(wanted)).message
            await urls.say(wanted.response_url, beside(message))


def asked(body: dict[str, Any], now: datetime) -> Asked:
    """Read a click on the button: the text may be posted where the card stands."""
    pressed = Pressed.of(body)
    view = body.get("view") or {}
    kit = None
    if pressed.click:
        place = (pressed.channel_id, pressed.click.thread_ts)
        channel, thread_ts = _origin(view) if view else place
        kit = Kit(
            pressed.click,
            key=secrets.token_hex(8),
            channel=channel,
            thread_ts=thread_ts,
            length="short" if thread_ts else "long",
            opened=int(now.timestamp()),
        )
    return Asked(
        agent=pressed.agent,
        trigger_id=str(body.get("trigger_id", "")),
        response_url=pressed.response_url,
        kit=kit,
        is_in_window=view.get("type") == "modal",
    )


def _origin(view: dict[str, Any]) -> tuple[str, str]:
    """Return from where a window with a card was opened: conversation and thread, if any."""
    origin = Origin.decoded(str(view.get("private_metadata") or "")) or Origin()
    return origin.channel_id, origin.thread_ts


def filled(body: dict[str, Any]) -> Filled:
    """Read a window as it is filled in (docs.slack.dev/reference/interaction-payloads)."""
    view = body.get("view") or {}
    kit = Kit.decoded(str(view.get("private_metadata") or ""))
    entries: dict[str, Any] = {}
    for block in ((view.get("state") or {}).get("values") or {}).values():
        entries |= block
    edited = _edited(kit, entries) if kit else None
    return Filled(agent_of(body), str(view.get("id", "")), edited)


def _edited(kit: Kit, entries: dict[str, Any]) -> Edited:
    lang = _option(entries.get(LANG))
    length = next((one for one in LENGTHS if one == _option(entries.get(LENGTH))), kit.length)
    text = str((entries.get(TEXT) or {}).get("value") or "")
    return Edited(kit, lang if lang in LANGUAGES else kit.lang, length, text)


def _option(entry: dict[str, Any] | None) -> str:
    return str(((entry or {}).get("selected_option") or {}).get("value", ""))
