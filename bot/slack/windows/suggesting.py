"""Suggestions while somebody types into a window: within 3 s, and without asking parcelLab.

docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, TypeAlias

from bot.core import search
from bot.core.phrase import Phrase
from bot.core.privacy import Agent
from bot.core.reference import Reference
from bot.core.suggestion import ALL, suggestions
from bot.core.text.pattern import OrderPatterns
from bot.slack.answer import Answer, Answers
from bot.slack.gesture import agent_of
from bot.slack.views import plain
from bot.slack.windows.forms import filled_in
from bot.slack.windows.search import Members, RecentLookups

_PATIENCE: Final = 2.5  # seconds; Slack waits 3
_LABEL: Final = 75  # docs.slack.dev/reference/block-kit/composition-objects/option-object
_MOST: Final = 100  # docs.slack.dev/reference/block-kit/block-elements/select-menu-element
_NONE: Final[dict[str, Any]] = {"options": []}

Json: TypeAlias = dict[str, Any]


class Recents(RecentLookups, Protocol):
    """What each person had lately."""

    async def paste(self, agent: Agent, text: str) -> None:
        """Keep what is too long for a choice until its reader chooses all of it."""
        ...


class Watched(Protocol):
    """What each person watches."""

    async def watched(self, agent: Agent) -> Sequence[Reference]: ...


class Suggesting:
    """Suggests to full members; to anybody else nothing."""

    def __init__(
        self,
        members: Members,
        answers: Answers,
        recents: Recents,
        patterns: Callable[[], OrderPatterns],
        *,
        watches: Watched,
    ) -> None:
        self._members = members
        self._answers = answers
        self._recents = recents
        self._patterns = patterns
        self._watches = watches

    async def suggest(self, body: Json) -> Json:
        """Return the options, or groups of them; none where something takes too long or fails."""
        agent = agent_of(body)
        work = asyncio.wait_for(self._suggested(body), _PATIENCE)
        found = await self._answers.surely(work, self._members.lang(agent))
        return _NONE if isinstance(found, Answer) else found

    async def _suggested(self, body: Json) -> Json:
        agent, typed = agent_of(body), str(body.get("value", ""))
        person, refused = await self._members.asked(agent)
        if refused:
            return _NONE
        if body.get("action_id") == "search:courier":
            offered = search.couriers_offered(filled_in(body).value, typed)[:_MOST]
            return {"options": [_option(one.label, one.value, person.lang) for one in offered]}
        recent = await self._recents.recent(agent)
        watched = await self._watches.watched(agent)
        found = suggestions(typed, recent, self._patterns(), watched=watched)
        if any(one.text == ALL for group in found for one in group.suggestions):
            await self._recents.paste(agent, typed)
        groups = [
            {
                "label": {"type": "plain_text", "text": plain(group.label, person.lang)},
                "options": [
                    _option(one.label, one.text, person.lang) for one in group.suggestions[:_MOST]
                ],
            }
            for group in found
        ]
        return {"option_groups": groups} if groups else _NONE


def _option(label: Phrase, value: str, lang: str) -> Json:
    text = plain(label, lang, limit=_LABEL)
    return {"text": {"type": "plain_text", "text": text}, "value": value}
