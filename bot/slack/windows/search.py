"""The search windows: what comes of each shortcut, choice and form, for whoever may ask.

Nothing in a view is believed: who acts is authorised anew, what they ask for is read as if typed.
"""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol, TypeAlias

from bot.core import search
from bot.core.card import NoteCard
from bot.core.click import Click, Verb
from bot.core.notes import note
from bot.core.privacy import Agent
from bot.core.reference import Reference, References, find_references
from bot.core.search import Filled, Origin
from bot.core.suggestion import ALL, question
from bot.core.text.pattern import OrderPatterns
from bot.slack.answer import Answer, Answers, Lang
from bot.slack.gesture import Gesture, Gestures
from bot.slack.people import People, Person, refusal
from bot.slack.replies.response_url import ResponseUrls, beside
from bot.slack.views import as_blocks, sent_back
from bot.slack.windows.forms import Forms, filled_in
from bot.slack.windows.list_form import ListForm
from bot.slack.windows.panes import Content, Pane, Panes
from bot.slack.windows.written import written

Json: TypeAlias = dict[str, Any]
Work: TypeAlias = Coroutine[Any, Any, Content]
Then: TypeAlias = Callable[[Gesture, str], Awaitable[Content]]  # who may ask, in their language


class RecentLookups(Protocol):
    """What each person looked up lately."""

    async def recent(self, agent: Agent) -> Sequence[Reference]:
        """Return it, the newest first."""
        ...

    async def pasted(self, agent: Agent) -> str:
        """Return what was too long for a choice when somebody typed it; empty if not known."""
        ...


class Watching(Protocol):
    """Where somebody's watches are made."""

    async def add(
        self, found: Sequence[Reference], agent: Agent, *, client_key: str, lang: str
    ) -> NoteCard: ...


@dataclass(frozen=True, slots=True)
class Beside:
    """What a form does beside looking up one order."""

    lists: ListForm
    watching: Watching


class Members:
    """Lets full members alone go on."""

    def __init__(self, people: People, answers: Answers) -> None:
        self._people = people
        self._answers = answers

    def lang(self, agent: Agent) -> Lang:
        return partial(self._people.lang, agent.user_id)

    async def asked(self, agent: Agent) -> tuple[Person, Answer | None]:
        """Return who that is, and what is said to them instead if they may not ask."""
        person = await self._people.person(agent.user_id)
        refused = refusal(person)
        return person, self._answers.drawn(refused, lang=person.lang) if refused else None


class Modals:
    """Answers in windows that one person alone sees."""

    def __init__(
        self,
        panes: Panes,
        members: Members,
        answers: Answers,
        forms: Forms,
        *,
        recents: RecentLookups,
        patterns: Callable[[], OrderPatterns],
        urls: ResponseUrls,
        beside: Beside,
    ) -> None:
        self._panes = panes
        self._members = members
        self._answers = answers
        self._forms = forms
        self._recents = recents
        self._patterns = patterns
        self._urls = urls
        self._watching = beside.watching
        self._lists = beside.lists
        self._gestures = Gestures()
        self._acts: dict[str, Then] = {
            "chosen": self._chosen,
            "again": self._chosen,
            "open": self._row,
            "more": self._form,
            "back": self._start,
        }

    def search(self, body: Json) -> None:
        """Open the quick search, with what was looked up lately."""
        gesture = Gesture.of(body)
        pane = Pane(self._members.lang(gesture.agent), is_fresh=True)
        working = self._panes.begin(self._if_member(gesture, self._start), pane)
        self._panes.open(gesture.trigger_id, working, pane, otherwise=self._late(gesture, pane))

    def about(self, body: Json) -> None:
        """Look up what a message names; if no window opens, answer beside the message."""
        gesture, message = Gesture.of(body), body.get("message") or {}
        channel_id = str((body.get("channel") or {}).get("id", ""))
        origin = Origin(channel_id, str(message.get("thread_ts") or message.get("ts") or ""))
        pane = Pane(self._members.lang(gesture.agent), origin)
        look = partial(self._named, written(message), origin)
        working = self._panes.begin(self._if_member(gesture, look), pane)

        async def answer() -> None:
            content = await working
            if not isinstance(content, Answer):
                content = self._answers.drawn(search.no_window(), lang=pane.lang())
            await self._urls.say(str(body.get("response_url", "")), beside(content.message))

        self._panes.open(gesture.trigger_id, working, pane, otherwise=answer)

    def act(self, body: Json) -> None:
        """Do what an element of a window asks for; a double click does it once."""
        gesture = Gesture.of(body)
        name = gesture.action_id.partition(":")[2]
        if name == "start":  # a button that leads here from elsewhere
            self.search(body)
        elif name != "field" and self._gestures.is_first(gesture):
            then = self._acts.get(name, self._too_old)
            is_pushed = name == "open" and not gesture.is_pushed
            self._show(gesture, self._if_member(gesture, then), is_pushed=is_pushed)

    def show(self, body: Json, answer: Callable[[], Work]) -> None:
        """Show the answer to a click on a card in a window: whoever answers authorises it."""
        gesture = Gesture.of(body)
        if self._gestures.is_first(gesture):
            self._show(gesture, answer())

    def outlived(self, body: Json) -> None:
        """Say in its window, or above Home, that this version does not know an element."""
        gesture = Gesture.of(body)
        if gesture.is_home and self._gestures.is_first(gesture):
            pane = replace(self._pane(gesture), is_search=False)
            working = self._panes.begin(self._outlived_home(gesture.agent), pane)
            late = self._late(gesture, pane)
            self._panes.open(gesture.trigger_id, working, pane, otherwise=late)
        elif not gesture.is_home:
            self.show(body, lambda: self._if_member(gesture, self._too_old))

    async def fill_in(self, body: Json) -> Json:
        """Return the acknowledgement of a full form: what is wrong with it, or its answer."""
        gesture = Gesture.of(body)
        origin, filled = Origin.decoded(gesture.metadata), filled_in(body)
        pane = self._pane(gesture)
        person, said = await self._members.asked(gesture.agent)
        if said is None and origin is None:
            said = self._answers.drawn(search.old_form(), lang=person.lang)
        if said:
            return self._panes.turned_into(said, pane)
        asked = search.asked(filled, self._patterns())
        if not isinstance(asked, References):
            return sent_back(asked, person.lang)
        if len(asked.found) > self._lists.few:
            text = search.list_of(asked, filled, self._patterns())
            if not isinstance(text, str):
                return sent_back(text, person.lang)
            # Before Slack hears that we have it: killed from now on, somebody else does it.
            begun = await self._lists.begin(text, gesture.agent, view_id=gesture.view_id)
            work: Work = self._listed(begun, person.lang)
        else:
            work = self._asked(asked, gesture.agent, person.lang, client_key=filled.client.strip())
        if others := search.passed_over(filled):
            work = self._below(others, work, person.lang)
        if filled.is_watched:
            work = self._watched(work, asked, gesture.agent, filled, person.lang)
        working = self._panes.begin(work, pane)
        return await self._panes.acknowledged(gesture.view_id, working, pane)

    async def outdated(self, body: Json) -> Json:
        """Return the acknowledgement of a form that this version does not know."""
        gesture = Gesture.of(body)
        old = self._answers.drawn(search.old_form(), lang=self._members.lang(gesture.agent)())
        return self._panes.turned_into(old, self._pane(gesture))

    def _show(self, gesture: Gesture, work: Work, *, is_pushed: bool = False) -> None:
        pane = self._pane(gesture)
        working = self._panes.begin(work, pane)
        if gesture.is_home:
            late = self._late(gesture, pane)
            self._panes.open(gesture.trigger_id, working, pane, otherwise=late)
        elif is_pushed:
            self._panes.push(gesture.trigger_id, working, pane, onto=gesture.view_id)
        else:
            self._panes.update(gesture.view_id, working, pane)

    def _late(self, gesture: Gesture, pane: Pane) -> Callable[[], Awaitable[None]]:
        """Return what tells that no window opened; which language they read is known by then."""

        async def tell() -> None:
            said = self._answers.drawn(search.no_window(), lang=pane.lang())
            await self._panes.tell(gesture.agent, said.message)

        return tell

    def _pane(self, gesture: Gesture) -> Pane:
        origin = Origin.decoded(gesture.metadata) or Origin()
        return Pane(self._members.lang(gesture.agent), origin)

    async def _if_member(self, gesture: Gesture, then: Then) -> Content:
        person, refused = await self._members.asked(gesture.agent)
        return refused or await then(gesture, person.lang)

    async def _named(self, text: str, origin: Origin, gesture: Gesture, lang: str) -> Content:
        """Look up what a text names; how to answer is not for its writer to say."""
        found = find_references(text, self._patterns()).found
        if found:
            return await self._asked(References(found), gesture.agent, lang)
        nothing, guess = search.nothing_in(text)
        above = self._answers.drawn(nothing, lang=lang)
        return self._forms.search(Filled(value=guess, lang=lang), origin, lang, above=above)

    async def _asked(
        self, asked: References, agent: Agent, lang: str, *, client_key: str = ""
    ) -> Answer:
        asked = replace(asked, lang=None if asked.lang == lang else asked.lang)
        answer = await self._answers.asked(asked, agent, lang=lang, client_key=client_key)
        is_plain = len(asked.found) == 1 and not (asked.postal_code or client_key)
        text = question(asked.found[0], self._patterns()) if is_plain else None
        return self._forms.with_another_try(answer, text, lang) if text else answer

    async def _watched(
        self, work: Work, asked: References, agent: Agent, filled: Filled, lang: str
    ) -> Content:
        """Watch what is looked up, and say so above it."""
        client_key = filled.client.strip()
        note = await self._watching.add(asked.found, agent, client_key=client_key, lang=lang)
        return await self._below(note, work, lang)

    async def _below(self, note: NoteCard, work: Work, lang: str) -> Content:
        """Show what *work* gives below a note."""
        above, content = self._answers.drawn(note, lang=lang), await work
        if not isinstance(content, Answer):
            return content
        blocks = [*as_blocks(above.message), *as_blocks(content.message)]
        return replace(content, message={**content.message, "blocks": blocks}, later=None)

    async def _listed(self, begun: NoteCard, lang: str) -> Answer:
        return self._answers.drawn(begun, lang=lang)

    async def _start(self, gesture: Gesture, lang: str) -> Content:
        recent = await self._recents.recent(gesture.agent)
        return self._answers.drawn(search.start(recent), lang=lang)

    async def _chosen(self, gesture: Gesture, lang: str) -> Content:
        if gesture.value == ALL:
            return await self._pasted(gesture, lang)
        answer = await self._answers.to(gesture.value, gesture.agent, lang=lang)
        return self._forms.with_another_try(answer, gesture.value, lang)

    async def _pasted(self, gesture: Gesture, lang: str) -> Content:
        """Answer all that was typed, a list in the form; so also what nobody knows any more."""
        typed = await self._recents.pasted(gesture.agent)
        found = find_references(typed, self._patterns()).found
        if 0 < len(found) <= self._lists.few:
            return await self._asked(References(found), gesture.agent, lang)
        filled = Filled(value=search.pasted(found, self._patterns()), lang=lang)
        return self._forms.search(filled, Origin.decoded(gesture.metadata) or Origin(), lang)

    async def _row(self, gesture: Gesture, lang: str) -> Content:
        click = Click.decoded(Verb.ORDER.value, gesture.value)
        if click is None:
            return await self._too_old(gesture, lang)
        return await self._answers.clicked(click, gesture.agent, lang=lang)

    async def _form(self, gesture: Gesture, lang: str) -> Content:
        origin = Origin.decoded(gesture.metadata) or Origin()
        return self._forms.search(Filled(lang=lang), origin, lang)

    async def _outlived_home(self, agent: Agent) -> Answer:
        person, _ = await self._members.asked(agent)  # whoever that is: it tells nothing
        return self._answers.drawn(note.old_home(), lang=person.lang)

    async def _too_old(self, _: Gesture, lang: str) -> Content:
        return self._answers.drawn(search.old_form(), lang=lang)
