"""The windows of what somebody watches, opened from Home: named, changed, ended, by them alone."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.clock import Clock
from bot.core.home.watch_form import MOST, Meant, Wanted, sent_watch, watch_form, watches_form
from bot.core.letter import StoreError
from bot.core.notes import watch as watch_note
from bot.core.phrase import say
from bot.core.privacy import Agent
from bot.core.search import no_window
from bot.core.text.pattern import OrderPatterns
from bot.core.watches.watch import Watch, Watched
from bot.core.words import home as home_words
from bot.slack.answer import Answer, Answers
from bot.slack.gesture import Gesture, Gestures
from bot.slack.people import QUICKLY, People, refusal
from bot.slack.views import View, Views, called, opened, sent_back, turned_into
from bot.slack.windows.forms import values_of

Json: TypeAlias = dict[str, Any]


class Watches(Protocol):
    """Where wishes are kept."""

    async def of_person(self, user_id: str, most: int = 50) -> tuple[list[Watched], int]: ...
    async def lists(self, by: str) -> Mapping[str, int]: ...
    async def meant(self, meant: Meant, by: str) -> tuple[Sequence[Watch], int]: ...
    async def change(self, meant: Meant, by: str, wanted: Wanted, now: datetime) -> int: ...
    async def end(self, meant: Meant, by: str, now: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class WatchWindows:
    """Asks each time who that is; *show* draws their Home anew."""

    client: AsyncWebClient
    people: People
    answers: Answers
    views: Views
    watches: Watches
    patterns: Callable[[], OrderPatterns]
    clock: Clock
    show: Callable[[Agent], Awaitable[None]]
    gestures: Gestures = field(default_factory=Gestures)

    async def act(self, body: Json) -> None:
        """Do what a button asks for; a double click does it once."""
        gesture = Gesture.of(body)
        if gesture.action_id == "watch:field" or not self.gestures.is_first(gesture):
            return
        lang = self.people.lang(gesture.agent.user_id)
        view = await self._surely(self._act(gesture, lang), lang)
        if view is None:
            return
        match gesture.action_id:
            case "watch:list":
                late = self.answers.drawn(no_window(), lang=lang).message
                who = gesture.agent.user_id
                await opened(self.client, gesture.trigger_id, view, to=who, otherwise=late)
            case "watch:edit":
                await called(self.client.views_push(trigger_id=gesture.trigger_id, view=view))
            case _:
                await called(self.client.views_update(view_id=gesture.view_id, view=view))

    async def submitted(self, body: Json) -> Json:
        """Return the acknowledgement of a form: what is wrong with it, or nothing: it is saved."""
        gesture = Gesture.of(body)
        lang = self.people.lang(gesture.agent.user_id)
        done = await self.answers.surely(self._save(body, gesture, lang), lambda: lang)
        if isinstance(done, Answer):
            return turned_into(self.views.plainly(done.message, lang=lang))
        return done

    async def _act(self, gesture: Gesture, lang: str) -> View | None:
        agent = gesture.agent
        refused = await self._refused(agent, lang)
        if refused:
            return refused
        match gesture.action_id:
            case "watch:list":
                return await self._list(agent, lang)
            case "watch:edit":
                return await self._form(Meant.decoded(gesture.value), agent, lang)
            case "watch:end":
                if meant := Meant.decoded(gesture.metadata):
                    await self.watches.end(meant, agent.user_id, self.clock())
                view = await self._list(agent, lang)
                await self._changed(gesture, view)
                return view
        return None

    async def _save(self, body: Json, gesture: Gesture, lang: str) -> Json:
        agent, meant = gesture.agent, Meant.decoded(gesture.metadata)
        refused = await self._refused(agent, lang)
        if refused or meant is None:
            return turned_into(refused or self._gone(lang))
        sent = sent_watch(values_of(body), self.clock().date())
        if not isinstance(sent, Wanted):
            return sent_back(sent, lang)
        try:
            if not await self.watches.change(meant, agent.user_id, sent, self.clock()):
                return turned_into(self._gone(lang))
        except StoreError:
            return sent_back({"name": say(home_words.NOT_SAVED)}, lang)
        await self._changed(gesture, await self._list(agent, lang))
        return {}

    async def _changed(self, gesture: Gesture, view: View) -> None:
        """Show in the window below, and in Home, how it stands now."""
        await called(self.client.views_update(view_id=gesture.root_id, view=view))
        await self.show(gesture.agent)

    async def _refused(self, agent: Agent, lang: str) -> View | None:
        refused = refusal(await self.people.person(agent.user_id, patience=QUICKLY))
        return self.views.note(refused, lang=lang) if refused else None

    async def _list(self, agent: Agent, lang: str) -> View:
        found, total = await self.watches.of_person(agent.user_id, 2 * MOST)
        lists = await self.watches.lists(agent.user_id)
        example = self.patterns().example
        form = watches_form([one.watch for one in found], lists, total, example)
        return self.views.modal("watches.view.json.j2", form, lang=lang)

    async def _form(self, meant: Meant | None, agent: Agent, lang: str) -> View:
        found, total = await self.watches.meant(meant, agent.user_id) if meant else ((), 0)
        form = watch_form(meant, found, total) if meant else None
        if form is None:
            return self._gone(lang)
        return self.views.modal("watch.view.json.j2", form, lang=lang)

    def _gone(self, lang: str) -> View:
        return self.views.note(watch_note.gone(), lang=lang)

    async def _surely(self, work: Any, lang: str) -> View | None:
        done: View | Answer | None = await self.answers.surely(work, lambda: lang)
        if isinstance(done, Answer):
            return self.views.plainly(done.message, lang=lang)
        return done
