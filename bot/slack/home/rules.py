"""The windows in which administrators rule: opened, tried, saved; each time asked who that is."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.home import rules as rule_form
from bot.core.home.form import Wrong
from bot.core.letter import StoreError
from bot.core.notes import note
from bot.core.phrase import Phrase, phrase, say
from bot.core.privacy import Agent
from bot.core.rule import AGENTS, ORDER_PATTERNS, AgentsRule, By, patterns_of
from bot.core.words import home as home_words
from bot.slack.error import CALL_FAULTS, reason
from bot.slack.home.health import Health
from bot.slack.home.tab import Ruling
from bot.slack.people import QUICKLY, People, Person
from bot.slack.views import Ack, View, Views, option, plain, sent_back, turned_into

_OFFERED: Final = 100  # docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element
_log = logging.getLogger(__name__)


class Window(Protocol):
    """A window of another feature; whoever it is drawn for is an administrator just then."""

    async def opened(self, who: Agent, *, lang: str) -> View: ...
    async def acted(
        self, who: Agent, action: Mapping[str, Any], view: Mapping[str, Any], *, lang: str
    ) -> View: ...


class RuleWindows:
    """Draws the windows for administrators, and tells everybody else that they are for those."""

    def __init__(
        self,
        client: AsyncWebClient,
        people: People,
        views: Views,
        *,
        ruling: Ruling,
        health: Health,
        others: Mapping[str, Window],
    ) -> None:
        self._client = client
        self._people = people
        self._views = views
        self._ruling = ruling
        self._health = health
        self._others = others
        self._forms: Mapping[str, Callable[[str], Awaitable[View]]] = {
            AGENTS: self._agents,
            ORDER_PATTERNS: self._patterns,
        }

    async def opened(self, who: Agent, name: str) -> View:
        """Return the window for a rule, for whoever wants to change it."""
        person = await self._person(who.user_id)
        if person.is_admin and name in self._others:
            return await self._others[name].opened(who, lang=person.lang)
        if not person.is_admin or name not in self._forms:
            return self._for_admins(person)
        await self._ruling.read()
        return await self._forms[name](person.lang)

    async def acted(
        self, who: Agent, name: str, action: Mapping[str, Any], view: Mapping[str, Any]
    ) -> View:
        """Do in another feature's window what was chosen there; return how it stands then."""
        person = await self._person(who.user_id)
        if not person.is_admin:
            return self._for_admins(person)
        return await self._others[name].acted(who, action, view, lang=person.lang)

    async def turned(self, user_id: str, view: Mapping[str, Any]) -> View:
        """Return the agents' window for another way to name them; nothing is saved yet."""
        person = await self._person(user_id)
        if not person.is_admin:
            return self._for_admins(person)
        by = rule_form.sent_way(_values(view)) or self._ruling.agents.by
        rule = self._ruling.agents if self._ruling.agents.by is by else AgentsRule(by)
        return await self._agents(person.lang, rule=rule, version=_version(view))

    async def tried(self, user_id: str, view: Mapping[str, Any]) -> View:
        """Return the patterns' window with what they recognise in the text beside them."""
        person = await self._person(user_id)
        if not person.is_admin:
            return self._for_admins(person)
        values, file_patterns = _values(view), self._ruling.file_patterns
        form = rule_form.patterns_form(
            rule_form.sent_patterns(values),
            file_patterns,
            version=_version(view),
            tried=await asyncio.to_thread(rule_form.tried, values, file_patterns),
        )
        return self._views.modal("patterns.view.json.j2", form, lang=person.lang)

    async def saved(self, user_id: str, view: Mapping[str, Any]) -> Ack:
        """Rule what was sent; return what is wrong with it, or how it stands, if that is not so."""
        person = await self._person(user_id)
        name = str(view.get("callback_id", "")).removeprefix("home:")
        if not person.is_admin or name not in self._forms:
            return turned_into(self._for_admins(person))
        value, wrong = await self._checked(name, _values(view))
        try:
            if not wrong and await self._ruling.rule(
                name, value, version=_version(view), by=user_id
            ):
                return {}
        except StoreError as error:
            _log.warning("a rule is not saved: %s", error)
            field = "by" if name == AGENTS else "patterns"
            wrong = {field: say(home_words.NOT_SAVED)}
        if wrong:
            return sent_back(wrong, person.lang)
        return turned_into(await self._as_it_stands(name, person.lang))

    async def groups(self, user_id: str, typed: str) -> list[dict[str, Any]]:
        """Return the user groups that fit what somebody types, as a menu's options."""
        person = await self._person(user_id)
        if not person.is_admin:
            return []
        names = await self._group_names()
        wanted = typed.casefold().lstrip("@")
        return [
            option(plain(phrase(name), "en", limit=70), id_)
            for id_, name in sorted(names.items(), key=lambda one: one[1])
            if wanted in name.casefold()
        ][:_OFFERED]

    async def _checked(self, name: str, values: Mapping[str, Any]) -> tuple[Any, Wrong]:
        """Return what is to be stored, and what is wrong with it."""
        if name == AGENTS:
            sent = rule_form.sent_rule(values)
            if not isinstance(sent, AgentsRule):
                return None, sent
            unsaid = await self._health.unsaid(sent)
            return sent.stored(), {sent.by.value: unsaid[0]} if unsaid else {}
        patterns = rule_form.sent_patterns(values)
        # In a thread: what looks into many ways to read a text takes its time.
        fault = await asyncio.to_thread(rule_form.wrong_patterns, patterns)
        return patterns or None, {"patterns": fault} if fault else {}

    async def _as_it_stands(self, name: str, lang: str) -> View:
        notice = rule_form.outdated(self._ruling.ruled(name))
        if name == AGENTS:
            return await self._agents(lang, notice=notice)
        return await self._patterns(lang, notice=notice)

    async def _agents(
        self,
        lang: str,
        *,
        rule: AgentsRule | None = None,
        version: int | None = None,
        notice: Phrase | None = None,
    ) -> View:
        shown = self._ruling.agents if rule is None else rule
        names = await self._group_names() if shown.by is By.GROUPS and shown.ids else {}
        at = self._ruling.ruled(AGENTS).version if version is None else version
        form = rule_form.agents_form(shown, names, version=at, notice=notice)
        return self._views.modal("agents.view.json.j2", form, lang=lang)

    async def _patterns(self, lang: str, *, notice: Phrase | None = None) -> View:
        ruled = self._ruling.ruled(ORDER_PATTERNS)
        form = rule_form.patterns_form(
            patterns_of({ORDER_PATTERNS: ruled}) or (),
            self._ruling.file_patterns,
            version=ruled.version,
            notice=notice,
        )
        return self._views.modal("patterns.view.json.j2", form, lang=lang)

    def _for_admins(self, person: Person) -> View:
        return self._views.note(note.for_admins(), lang=person.lang)

    async def _person(self, user_id: str) -> Person:
        return await self._people.person(user_id, patience=QUICKLY)

    async def _group_names(self) -> dict[str, str]:
        """Return the user groups by id; none if Slack does not say."""
        try:
            async with asyncio.timeout(QUICKLY):
                answer = await self._client.usergroups_list()
        except CALL_FAULTS as error:
            _log.warning("Slack does not say which user groups there are: %s", reason(error))
            return {}
        found = answer.get("usergroups") or ()
        return {str(one["id"]): f"@{one.get('handle') or one['id']}" for one in found}


def _values(view: Mapping[str, Any]) -> Mapping[str, Any]:
    return (view.get("state") or {}).get("values") or {}


def _version(view: Mapping[str, Any]) -> int:
    return rule_form.version_of(str(view.get("private_metadata", "")))
