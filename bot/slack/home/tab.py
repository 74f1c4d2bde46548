"""Home: drawn for one person as they may see it now, whenever they open it or change something.

docs.slack.dev/surfaces/app-home
"""

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.home import form as home
from bot.core.home.changes import AUDITED
from bot.core.home.form import HomeForm, Section
from bot.core.latest import Latest
from bot.core.letter import StoreError
from bot.core.looked_up import LookedUp
from bot.core.phrase import Phrase
from bot.core.privacy import Agent
from bot.core.rule import AGENTS, ORDER_PATTERNS, AgentsRule, Change, Json, Ruled, patterns_of
from bot.core.text.pattern import OrderPatterns
from bot.slack.answer import Answer, Answers
from bot.slack.error import CALL_FAULTS, reason
from bot.slack.people import People, Person, refusal
from bot.slack.views import View, Views

_PATIENCE: Final = 8.0  # seconds for Slack to say who somebody is: without it nothing is shown
_CHANGES: Final = 5
_REMEMBERED: Final = 2000
_log = logging.getLogger(__name__)


class Ruling(Protocol):
    """What administrators and people have set."""

    file_patterns: tuple[str, ...]
    agents: AgentsRule

    def patterns(self) -> OrderPatterns: ...
    def lang(self, user_id: str) -> str: ...
    def ruled(self, name: str) -> Ruled: ...
    async def read(self) -> None: ...
    async def rule(self, name: str, value: Json, *, version: int, by: str) -> bool: ...
    async def choose_language(self, agent: Agent, lang: str) -> None: ...
    async def changes(self, most: int) -> Sequence[Change]: ...


class Recollection(Protocol):
    """What somebody looked up lately."""

    async def recent(self, agent: Agent) -> Sequence[LookedUp]: ...
    async def forget(self, agent: Agent) -> None: ...


class Health(Protocol):
    """What is not as it should be."""

    async def faults(self, rule: AgentsRule) -> Sequence[Phrase]: ...


class Part(Protocol):
    """What another feature shows in Home; None: nothing."""

    async def section(self, agent: Agent) -> Section | None: ...


@dataclass(frozen=True, slots=True)
class Sources:
    """Where Home's content comes from; `recollection` is None where look-ups are not kept."""

    ruling: Ruling
    health: Health
    recollection: Recollection | None
    parts: tuple[Part, ...]  # for agents
    admin_parts: tuple[Part, ...]
    serves_customers: bool


class Homes:
    """Publishes Homes. Nobody's Home stays empty: what fails is said there."""

    def __init__(
        self,
        client: AsyncWebClient,
        people: People,
        answers: Answers,
        views: Views,
        sources: Sources,
    ) -> None:
        self._client = client
        self._people = people
        self._answers = answers
        self._views = views
        self._sources = sources
        self._turns = Latest[str, int](_REMEMBERED)

    async def show(self, agent: Agent, *, hash_: str = "") -> None:
        """Draw somebody's Home and publish it; *hash_* is that of the one they look at."""
        self._turns[agent.user_id] = turn = self._turns.get(agent.user_id, 0) + 1
        view = await self._drawn(agent)
        if self._turns.get(agent.user_id) != turn:
            return  # drawn anew meanwhile, from what holds since
        said = await self._published(agent, view, hash_)
        if said == "hash_conflict" and self._turns.get(agent.user_id) == turn:
            said = await self._published(agent, await self._drawn(agent), "")
        if said:
            _log.warning("a Home could not be shown: %s", said)

    async def _drawn(self, agent: Agent) -> View:
        def lang() -> str:
            return self._people.lang(agent.user_id)

        drawn = await self._answers.surely(self._view(agent), lang)
        return _plain(drawn.message) if isinstance(drawn, Answer) else drawn

    async def _view(self, agent: Agent) -> View:
        person = await self._people.person(agent.user_id, patience=_PATIENCE)
        return self._views.home(await self._form(agent, person), lang=person.lang)

    async def _form(self, agent: Agent, person: Person) -> HomeForm:
        refused = refusal(person)
        if refused and self._sources.serves_customers and person.is_agent is False:
            shown = home.customer(self._sources.ruling.patterns().examples)
        elif refused:
            shown = home.visitor(refused.lines)
        else:
            shown = await self._for_agent(agent, person)
        if not person.is_admin:
            return shown
        return home.with_settings(
            shown,
            settings=[section async for section in self._settings(agent)],
            changes=home.audit_lines(await self._sources.ruling.changes(_CHANGES), AUDITED),
        )

    async def _for_agent(self, agent: Agent, person: Person) -> HomeForm:
        ruling = self._sources.ruling
        parts = [await part.section(agent) for part in self._sources.parts]
        return home.for_agent(
            recent=await self._recent(agent),
            sections=[*filter(None, parts), home.how_to_ask(ruling.patterns().examples)],
            menu=home.language_menu(ruling.lang(agent.user_id), person.slack_lang),
        )

    async def _recent(self, agent: Agent) -> Sequence[LookedUp] | None:
        recollection = self._sources.recollection
        try:
            return await recollection.recent(agent) if recollection else None
        except StoreError as error:
            _log.warning("Home shows no recent look-ups: %s", error)
            return None

    async def _settings(self, agent: Agent) -> AsyncIterator[Section]:
        ruling, health = self._sources.ruling, self._sources.health
        patterns = patterns_of({ORDER_PATTERNS: ruling.ruled(ORDER_PATTERNS)})
        yield home.agents_section(ruling.agents, ruling.ruled(AGENTS))
        yield home.patterns_section(
            patterns or ruling.file_patterns,
            ruling.patterns().examples,
            ruling.ruled(ORDER_PATTERNS),
        )
        for part in self._sources.admin_parts:
            if section := await part.section(agent):
                yield section
        yield home.state_section(await health.faults(ruling.agents))

    async def _published(self, agent: Agent, view: View, hash_: str) -> str:
        """Publish a view; return Slack's word against it, if there is one."""
        more = {"hash": hash_} if hash_ else {}
        try:
            await self._client.views_publish(user_id=agent.user_id, view=view, **more)
        except CALL_FAULTS as error:
            return reason(error)
        return ""


def _plain(message: Mapping[str, Any]) -> View:
    """Return a Home with a message's text alone, without any template."""
    text = {"type": "mrkdwn", "verbatim": True, "text": message["text"][:3000] or "–"}
    return {"type": "home", "blocks": [{"type": "section", "text": text}]}
