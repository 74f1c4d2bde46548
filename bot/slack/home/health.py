"""What an administrator has to know of the bot: what it may not do, and who waits for it."""

import asyncio
from collections.abc import Iterator, Sequence, Set
from typing import Final, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.clock import Clock
from bot.core.home import form as home
from bot.core.letter import Waiting
from bot.core.phrase import Coded, Phrase, say
from bot.core.rule import AgentsRule
from bot.core.words import home as home_words
from bot.slack.error import CALL_FAULTS, reason
from bot.slack.membership import Memberships

_PATIENCE: Final = 2.0  # seconds


class Inbox(Protocol):
    """Where letters wait."""

    async def waiting(self) -> Waiting: ...


class Health:
    """Looks for what `wherebot check` would find, as far as the running bot knows."""

    def __init__(
        self,
        client: AsyncWebClient,
        inbox: Inbox,
        memberships: Memberships,
        *,
        clock: Clock,
        needed: Set[str],
    ) -> None:
        self._client = client
        self._inbox = inbox
        self._memberships = memberships
        self._clock = clock
        self._needed = needed

    async def faults(self, rule: AgentsRule) -> Sequence[Phrase]:
        """Return what is not as it should be, a sentence each."""
        scopes, unsaid = await asyncio.gather(self._scopes(), self.unsaid(rule))
        return [*scopes, *unsaid, *self._late(await self._inbox.waiting())]

    async def unsaid(self, rule: AgentsRule) -> Sequence[Phrase]:
        """Say of which groups or channels of a rule Slack does not tell the members."""
        asked = (self._memberships.members(rule.by, one) for one in rule.ids)
        found = await asyncio.gather(*asked)
        return [
            home.unsaid(home.names_of((one,)), reason=members.fault, scope=members.scope)
            for one, members in zip(rule.ids, found, strict=True)
            if not members.is_known
        ]

    async def _scopes(self) -> list[Phrase]:
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await self._client.auth_test()
        except CALL_FAULTS as error:
            return [say(home_words.STATE_UNKNOWN, reason=Coded(reason(error)))]
        told = str(answer.headers.get("x-oauth-scopes") or "")
        granted = {scope.strip() for scope in told.split(",")}
        missing = sorted(self._needed - granted)
        return [say(home_words.STATE_SCOPE, scope=Coded(scope)) for scope in missing]

    def _late(self, waiting: Waiting) -> Iterator[Phrase]:
        if waiting.oldest and waiting.is_too_long(self._clock()):
            yield home.waiting(waiting.count, waiting.oldest)
