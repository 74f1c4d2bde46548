"""Modals and Homes, drawn by templates as cards are: what leaves here is valid."""

import json
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, TypeAlias

from bot.core.phrase import Phrase, Speech
from bot.slack.blocks import Blocks, Message
from bot.slack.mrkdwn import PlainPen, spell
from bot.slack.validate import Finding, check_home, check_message, check_modal

View: TypeAlias = dict[str, Any]

_TITLE_MAX: Final = 24  # docs.slack.dev/reference/views
_log = logging.getLogger(__name__)


class Unfit(Exception):
    """A view breaks Block Kit's rules; the log says which."""


class Views:
    """Draws what a person fills in or keeps open. A form holds all that is said, as phrases."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks

    def modal(self, template: str, form: object, *, lang: str) -> View:
        """Return a modal's view; raise Unfit or one of DRAWING_FAULTS without a valid one."""
        return self._drawn(template, form, lang, check_modal)

    def home(self, template: str, form: object, *, lang: str) -> View:
        """Return a Home's view; raises as `modal` does."""
        return self._drawn(template, form, lang, check_home)

    def message(
        self, template: str, form: object, *, lang: str, allow_mentions: bool = False
    ) -> Message:
        """Return a message that is no card; raises as `modal` does."""
        check = partial(check_message, allow_mentions=allow_mentions)
        return self._drawn(template, form, lang, check)

    def saying(self, message: Message, *, title: Phrase, lang: str) -> View:
        """Return a modal with a message's text alone, without any template."""
        shown = spell(title, Speech.of(lang), PlainPen, limit=_TITLE_MAX)
        text = {"type": "mrkdwn", "text": message["text"]}
        return {
            "type": "modal",
            "title": {"type": "plain_text", "text": shown},
            "blocks": [{"type": "section", "text": text}],
        }

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
