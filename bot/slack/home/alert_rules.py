"""The windows of a channel's alert rules: each time it is asked anew who wants what, and where."""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.alerts.rehearsal import tried
from bot.core.alerts.replay import Look
from bot.core.card import NoteCard
from bot.core.clock import Clock
from bot.core.home import alert_rules as forms
from bot.core.home.form import Fields, Wrong
from bot.core.letter import StoreError
from bot.core.notes import watch as watch_note
from bot.core.phrase import Phrase, listed, say
from bot.core.privacy import Agent
from bot.core.rule import AgentsRule, By
from bot.core.search import no_window
from bot.core.watches.rule import AlertRule, Etiquette
from bot.core.words import alert_rule as alert_rule_words
from bot.core.words import home as home_words
from bot.slack.alerts.told_place import told_place
from bot.slack.answer import Answer, Answers
from bot.slack.command import Typed
from bot.slack.direct import direct_message
from bot.slack.error import CALL_FAULTS
from bot.slack.gesture import Gesture, Gestures
from bot.slack.people import QUICKLY, People, refusal
from bot.slack.poster import Place
from bot.slack.views import View, Views, called, opened, option, sent_back, turned_into
from bot.slack.windows.forms import values_of

_WEEK: Final = timedelta(days=7)
_log = logging.getLogger(__name__)

Json: TypeAlias = dict[str, Any]


class Rules(Protocol):
    """Where a channel's wishes are kept."""

    async def of_place(self, place: str) -> list[AlertRule]: ...
    async def put(self, rule: AlertRule, now: datetime) -> bool: ...
    async def remove(self, rule_id: str, place: str, by: str, now: datetime) -> bool: ...
    async def etiquette(self, place: str) -> Etiquette: ...
    async def set_etiquette(self, wanted: Etiquette, now: datetime) -> bool: ...


class History(Protocol):
    """What was seen."""

    async def looks(self, since: datetime, until: datetime) -> Sequence[Look]: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """What the windows read and write; up to *storm* parcels are told one by one."""

    rules: Rules
    history: History
    clock: Clock
    storm: int


class AlertWindows:
    """Draws them for agents who are in the channel, and does what is sent in once."""

    def __init__(
        self, client: AsyncWebClient, people: People, answers: Answers, views: Views, kept: Kept
    ) -> None:
        self._client = client
        self._people = people
        self._answers = answers
        self._views = views
        self._kept = kept
        self._gestures = Gestures()

    async def command(self, typed: Typed, *, lang: str) -> Answer:
        """Open the window of the channel in which it is typed; say which rules hold there."""
        place = typed.channel_id
        refused = await self._refused(typed.agent, place)
        if refused:
            return self._answers.drawn(refused, lang=lang)
        opening = self._client.views_open(
            trigger_id=typed.trigger_id, view=await self._list(place, lang)
        )
        is_open = await called(opening)
        names = [one.name for one in await self._kept.rules.of_place(place)]
        rules = say("{names}", names=listed(names)) if names else say(alert_rule_words.NO_RULES)
        how = alert_rule_words.WINDOW if is_open else alert_rule_words.NO_WINDOW
        note = NoteCard("🔔", say(alert_rule_words.TITLE), (rules, say(how)))
        return self._answers.drawn(note, lang=lang)

    async def act(self, body: Json) -> None:
        """Do what a button asks for; a double click does it once."""
        gesture = Gesture.of(body)
        if gesture.action_id in ("alerts:field", "alerts:zone"):
            return
        if self._gestures.is_first(gesture):
            done = await self._answers.surely(
                self._act(body, gesture), lambda: self._people.lang(gesture.agent.user_id)
            )
            if isinstance(done, Answer):
                view = self._views.plainly(done.message, lang="en")
                await self._update(gesture.view_id, view)

    async def submitted(self, body: Json) -> Json:
        """Return the acknowledgement of a form: what is wrong with it, or nothing: it is saved."""
        gesture = Gesture.of(body)
        lang = self._people.lang(gesture.agent.user_id)
        done = await self._answers.surely(self._submitted(body, gesture), lambda: lang)
        if isinstance(done, Answer):
            view = self._views.plainly(done.message, lang=lang)
            return turned_into(view)
        return done

    async def may_rule(self, agent: Agent, place: str) -> bool:
        """Whether somebody may see, and rule, what a place is told."""
        return await self._refused(agent, place) is None

    async def zones(self, body: Json) -> list[Json]:
        """Return the time zones that fit what somebody types, as a menu's options."""
        return [option(one, one) for one in forms.zones_like(str(body.get("value") or ""))]

    async def _act(self, body: Json, gesture: Gesture) -> None:
        is_opened = gesture.action_id == "alerts:open"  # from Home
        place = forms.place_of(gesture.value if is_opened else gesture.metadata)
        refused = await self._refused(gesture.agent, place)
        lang = self._people.lang(gesture.agent.user_id)
        if is_opened:
            view = (
                self._views.note(refused, lang=lang) if refused else await self._list(place, lang)
            )
            late = self._answers.drawn(no_window(), lang=lang).message
            who = gesture.agent.user_id
            await opened(self._client, gesture.trigger_id, view, to=who, otherwise=late)
            return
        if refused:
            await self._update(gesture.view_id, self._views.note(refused, lang=lang))
            return
        match gesture.action_id:
            case "alerts:add":
                rule = AlertRule(secrets.token_hex(12), place, "", lang=lang)
                await self._push(gesture, self._rule(rule, lang))
            case "alerts:edit":
                rules = await self._kept.rules.of_place(place)
                found = next((one for one in rules if one.id == gesture.value), None)
                if found:
                    await self._push(gesture, self._rule(found, lang))
                else:
                    await self._update(gesture.view_id, await self._list(place, lang))
            case "alerts:hours":
                await self._push(gesture, self._hours(await self._etiquette(place, gesture), lang))
            case "alerts:try":
                await self._update(gesture.view_id, await self._tried(body, gesture, lang))
            case "alerts:remove":
                rule = forms.read_rule(gesture.metadata, values_of(body))
                who, now = gesture.agent.user_id, self._kept.clock()
                await self._kept.rules.remove(rule.id, place, who, now)
                drawn = await self._list(place, lang)
                await self._update(gesture.view_id, drawn)
                await self._update(gesture.root_id, drawn)

    async def _submitted(self, body: Json, gesture: Gesture) -> Json:
        place, fields = forms.place_of(gesture.metadata), values_of(body)
        refused = await self._refused(gesture.agent, place)
        lang = self._people.lang(gesture.agent.user_id)
        if refused:
            return turned_into(self._views.note(refused, lang=lang))
        is_rule = str((body.get("view") or {}).get("callback_id")) == "alerts:rule"
        saved = self._save_rule if is_rule else self._save_hours
        try:
            wrong = await saved(gesture, fields, lang)
        except StoreError as error:
            _log.warning("an alert rule is not saved: %s", error)
            wrong = {"name" if is_rule else "budget": say(home_words.NOT_SAVED)}
        if wrong:
            return sent_back(wrong, lang)
        await self._update(gesture.root_id, await self._list(place, lang))
        return {}

    async def _save_rule(self, gesture: Gesture, fields: Fields, lang: str) -> Wrong:
        others = await self._kept.rules.of_place(forms.place_of(gesture.metadata))
        sent = forms.sent_rule(gesture.metadata, fields, others)
        if not isinstance(sent, AlertRule):
            return sent
        is_known = any(one.id == sent.id for one in others)
        if not is_known and len(others) >= forms.MOST_RULES:
            return {"name": say(alert_rule_words.FULL, most=forms.MOST_RULES)}
        rule = replace(sent, lang=lang, by=gesture.agent.user_id)
        if not await self._kept.rules.put(rule, self._kept.clock()):
            return {"name": say(alert_rule_words.OUTDATED)}
        return {}

    async def _save_hours(self, gesture: Gesture, fields: Fields, _: str) -> Wrong:
        sent = forms.sent_hours(gesture.metadata, fields)
        if not isinstance(sent, Etiquette):
            return sent
        wanted = replace(sent, by=gesture.agent.user_id)
        if not await self._kept.rules.set_etiquette(wanted, self._kept.clock()):
            return {"budget": say(alert_rule_words.OUTDATED)}
        return {}

    async def _tried(self, body: Json, gesture: Gesture, lang: str) -> View:
        """Draw the rule's window with what it would have told, by the events that are stored."""
        rule = forms.read_rule(gesture.metadata, values_of(body))
        fault = forms.wrong_condition(rule.condition)
        if fault:
            return self._rule(rule, lang, (say("⚠️ {fault}", fault=fault),))
        now = self._kept.clock()
        looks = await self._kept.history.looks(now - _WEEK, now)
        wanted, storm = await self._kept.rules.etiquette(rule.place), self._kept.storm
        trial = await asyncio.to_thread(tried, looks, rule, wanted, storm=storm)
        return self._rule(rule, lang, forms.tried_lines(trial))

    async def _refused(self, agent: Agent, place: str) -> NoteCard | None:
        """Say why somebody may not rule what a place is told: they are no agent, or not in it."""
        refused = refusal(await self._people.person(agent.user_id, patience=QUICKLY))
        if refused or not place:
            return refused or watch_note.not_there()
        if place.startswith("D"):
            is_own = place == await self.direct(agent.user_id)
            return None if is_own else watch_note.not_there()
        found = await told_place(self._client, place)
        if isinstance(found, NoteCard):
            return found
        if not found.is_private:
            return None
        there = AgentsRule(By.CHANNELS, (place,))
        is_in = await self._people.memberships.is_in(agent.user_id, there, patience=QUICKLY)
        return None if is_in else watch_note.not_there()

    async def direct(self, user_id: str) -> str:
        """Return somebody's direct message with the bot; empty if Slack does not say."""
        opened = await direct_message(self._client, user_id)
        return opened.channel if isinstance(opened, Place) else ""

    async def _etiquette(self, place: str, gesture: Gesture) -> Etiquette:
        """Return when a place wants to hear; until somebody has said, in the zone of who asks."""
        etiquette = await self._kept.rules.etiquette(place)
        if etiquette.version:
            return etiquette
        try:
            answer = await self._client.users_info(user=gesture.agent.user_id)
        except CALL_FAULTS:
            return etiquette
        zone = str((answer.get("user") or {}).get("tz") or "")
        return replace(etiquette, zone=zone) if forms.zones_like(zone)[:1] == [zone] else etiquette

    async def _list(self, place: str, lang: str) -> View:
        rules = await self._kept.rules.of_place(place)
        form = forms.rules_form(place, rules, await self._kept.rules.etiquette(place))
        return self._views.modal("alerts.view.json.j2", form, lang=lang)

    def _rule(self, rule: AlertRule, lang: str, tried: tuple[Phrase, ...] = ()) -> View:
        form = forms.rule_form(rule, tried)
        return self._views.modal("alert_rule.view.json.j2", form, lang=lang)

    def _hours(self, etiquette: Etiquette, lang: str) -> View:
        form = forms.hours_form(etiquette)
        return self._views.modal("alert_hours.view.json.j2", form, lang=lang)

    async def _push(self, gesture: Gesture, view: View) -> None:
        await called(self._client.views_push(trigger_id=gesture.trigger_id, view=view))

    async def _update(self, view_id: str, view: View) -> None:
        await called(self._client.views_update(view_id=view_id, view=view))
