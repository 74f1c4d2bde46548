"""Modals and Homes, drawn by templates as cards are: what leaves here is valid.

They may name people, whom Slack does not notify of a view.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.card import NoteCard
from bot.core.home.form import HomeForm
from bot.core.phrase import Phrase, Speech, say
from bot.core.words import search as words
from bot.slack.blocks import Blocks, Message
from bot.slack.error import CALL_FAULTS, reason
from bot.slack.mrkdwn import PlainPen, spell
from bot.slack.validate import Finding, check_home, check_message, check_modal

View: TypeAlias = dict[str, Any]
Ack: TypeAlias = dict[str, Any]  # of a form; an empty one closes its window

_SHOWN: Final = 3000  # docs.slack.dev/reference/block-kit/blocks/section-block
_TITLE: Final = say(words.WINDOW_TITLE)
_TITLE_MAX: Final = 24  # docs.slack.dev/reference/views
_FAULT_MAX: Final = 300
_log = logging.getLogger(__name__)


class Unfit(Exception):
    """A view breaks Block Kit's rules; the log says which."""


class Views:
    """Draws what a person fills in or keeps open. A form holds all that is said, as phrases."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks

    def modal(self, template: str, form: object, *, lang: str) -> View:
        """Return a modal's view; raise Unfit or one of DRAWING_FAULTS without a valid one."""
        return self._drawn(template, form, lang, partial(check_modal, allow_mentions=True))

    def note(self, card: NoteCard, *, lang: str) -> View:
        """Return a modal that only says something; raises as `modal` does."""
        return self.modal("note.view.json.j2", card, lang=lang)

    def home(self, form: HomeForm, *, lang: str) -> View:
        """Return a Home's view; raises as `modal` does."""
        check = partial(check_home, allow_mentions=True)
        return self._drawn("home.view.json.j2", form, lang, check)

    def plainly(self, message: Message, *, lang: str, title: Phrase = _TITLE) -> View:
        """Return a modal with a message's text alone, without any template."""
        text = {"type": "plain_text", "text": plain(title, lang, limit=_TITLE_MAX)}
        return {"type": "modal", "title": text, "blocks": as_blocks({"text": message["text"]})}

    def message(self, template: str, form: object, *, lang: str, allow_mentions: bool) -> Message:
        """Return a message that is no card; raises as `modal` does."""
        check = partial(check_message, allow_mentions=allow_mentions)
        return self._drawn(template, form, lang, check)

    def _drawn(
        self,
        template: str,
        form: object,
        lang: str,
        check: Callable[[Mapping[str, Any]], list[Finding]],
    ) -> View:
        view: View = json.loads(self._blocks.render_form(template, form, lang=lang))
        findings = check(view)
        if findings:
            rules = ", ".join(sorted({finding.rule for finding in findings}))
            _log.error("%s broke Block Kit's rules: %s", template, rules)
            raise Unfit(template)
        return view


async def opened(
    client: AsyncWebClient, trigger_id: str, view: View, *, to: str, otherwise: Message
) -> None:
    """Open a window; if Slack does not, say *otherwise* in their direct message to whom it was."""
    if not await called(client.views_open(trigger_id=trigger_id, view=view)):
        await called(client.chat_postMessage(channel=to, **otherwise))


def as_blocks(message: Message) -> list[dict[str, Any]]:
    """Return a message's blocks; those of its text, if it has no others."""
    text = {"type": "plain_text", "emoji": False, "text": message["text"][:_SHOWN] or "–"}
    return message.get("blocks") or [{"type": "section", "text": text}]


def plain(phrase: Phrase, lang: str, *, limit: int = 140) -> str:
    """Write what Slack shows as it stands: what is wrong with a field, an option's label."""
    return spell(phrase, Speech.of(lang), PlainPen, limit=limit)


def turned_into(view: View) -> Ack:
    """Acknowledge a form that becomes another window.

    docs.slack.dev/surfaces/modals#response_actions
    """
    return {"response_action": "update", "view": view}


def sent_back(wrong: Mapping[str, Phrase], lang: str) -> Ack:
    """Acknowledge a form that stays: below each field stands what is wrong with it."""
    errors = {field: plain(fault, lang, limit=_FAULT_MAX) for field, fault in wrong.items()}
    return {"response_action": "errors", "errors": errors}


def option(label: str, value: str) -> dict[str, Any]:
    """Offer a name as it is in a menu that suggests while somebody types."""
    return {"text": {"type": "plain_text", "emoji": False, "text": label}, "value": value}


async def called(call: Awaitable[Any]) -> bool:
    """Call Slack; a window that was closed or changed meanwhile is left alone."""
    try:
        await call
    except CALL_FAULTS as error:
        _log.warning("a window could not be shown: %s", reason(error))
        return False
    return True
