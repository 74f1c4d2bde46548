"""The use case "rules": what administrators and people have set, as it stands, on every replica.

It is read at the start and every few seconds, so that whoever asks waits for nothing; while the
store does not answer, what it said last holds.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final, Protocol

from bot.core.clock import Clock
from bot.core.privacy import Agent
from bot.core.rule import UNRULED, AgentsRule, Change, Json, Ruled, Rules, agents_of, patterns_of
from bot.core.text.pattern import OrderPatterns, PatternError
from bot.loop import every

_PAUSE: Final = 3.0  # seconds until another replica's change holds here, too
_log = logging.getLogger(__name__)


class Rulebook(Protocol):
    """Where rules are kept, and a line for each change of them."""

    async def rules(self) -> Rules: ...
    async def change(
        self, name: str, value: Json, *, version: int, by: str, now: datetime
    ) -> bool: ...
    async def changes(self, most: int) -> Sequence[Change]: ...


class Languages(Protocol):
    """Where people's own choice of a language is kept."""

    async def languages(self) -> Mapping[Agent, str]: ...
    async def set_language(self, agent: Agent, lang: str) -> None: ...


class Ruling:
    """Says what holds now; `file_patterns` and `pages` are the file's, `pause` is in seconds."""

    def __init__(
        self,
        rulebook: Rulebook,
        languages: Languages,
        *,
        file_patterns: Sequence[str],
        pages: Sequence[str] = (),
        clock: Clock,
        pause: float = _PAUSE,
    ) -> None:
        self.file_patterns = tuple(file_patterns)
        self._pages = pages
        self.agents = AgentsRule()
        self._rulebook = rulebook
        self._languages = languages
        self._clock = clock
        self._pause = pause
        self._rules: Rules = {}
        self._chosen: Mapping[str, str] = {}
        self._patterns = OrderPatterns.of(self.file_patterns, self._pages)
        self._reading = asyncio.Lock()  # what was read earlier never replaces what was read later

    def patterns(self) -> OrderPatterns:
        return self._patterns

    def lang(self, user_id: str) -> str:
        """Return the language somebody has chosen; empty if they have not."""
        return self._chosen.get(user_id, "")

    def ruled(self, name: str) -> Ruled:
        return self._rules.get(name, UNRULED)

    async def read(self) -> None:
        """Take over what the store says; raise StoreError if it says nothing."""
        async with self._reading:
            rules = await self._rulebook.rules()
            chosen = await self._languages.languages()
            self._chosen = {agent.user_id: lang for agent, lang in chosen.items()}
            if rules == self._rules:
                return
            if patterns_of(rules) != patterns_of(self._rules):
                self._patterns = await asyncio.to_thread(self._compiled, rules)
            self._rules, self.agents = rules, agents_of(rules)

    async def rule(self, name: str, value: Json, *, version: int, by: str) -> bool:
        """Change a rule; it holds here at once. False: somebody else has changed it meanwhile."""
        is_ruled = await self._rulebook.change(
            name, value, version=version, by=by, now=self._clock()
        )
        await self.read()
        return is_ruled

    async def choose_language(self, agent: Agent, lang: str) -> None:
        await self._languages.set_language(agent, lang)
        await self.read()

    async def changes(self, most: int) -> Sequence[Change]:
        return await self._rulebook.changes(most)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Read now, and keep reading; raises StoreError if it cannot begin."""
        await self.read()
        async with every(self._pause, self.read):
            yield

    def _compiled(self, rules: Rules) -> OrderPatterns:
        """Compile the patterns; what another version found right may be wrong to this one."""
        try:
            return OrderPatterns.of(patterns_of(rules) or self.file_patterns, self._pages)
        except PatternError as error:
            _log.error("the environment's order patterns hold: %s", error)
            return OrderPatterns.of(self.file_patterns, self._pages)
