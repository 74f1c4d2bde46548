"""Modals and Homes, drawn by templates as cards are: what leaves here is valid.

They may name people, whom Slack does not notify of a view.
"""

import json
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

from bot.slack.blocks import Blocks
from bot.slack.validate import Finding, check_home, check_modal

View: TypeAlias = dict[str, Any]

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

    def home(self, template: str, form: object, *, lang: str) -> View:
        """Return a Home's view; raises as `modal` does."""
        return self._drawn(template, form, lang, partial(check_home, allow_mentions=True))

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
