"""The reply kit: from a click on a card to a text for the customer, in a window."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Final, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.card import NoteCard
from bot.core.click import Click
from bot.core.customers.text import Length, language_for
from bot.core.latest import Latest
from bot.core.notes import note
from bot.core.phrase import say
from bot.core.privacy import Agent, Audience
from bot.core.reply_kit import Draft, Kit, Seen, draft, kept, old_window
from bot.core.words import reply_kit as said
from bot.slack.answer import Answer, Answers
from bot.slack.error import CALL_FAULTS, reason
from bot.slack.people import People, refusal
from bot.slack.tasks import Tasks
from bot.slack.views import View
from bot.slack.windows.reply_kit_view import Edited, Windows

_AT_ONCE: Final = 0.4  # seconds until an empty window: a trigger_id lives for three
_REMEMBERED: Final = 1000  # windows
_log = logging.getLogger(__name__)


class Orders(Protocol):
    """The use case "where is …", for whoever writes about it."""

    async def seen(self, click: Click, to: Audience, *, lang: str) -> Seen | NoteCard: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Who clicked *Answer the customer*; without a kit the button is of another version."""

    agent: Agent
    trigger_id: str
    response_url: str
    kit: Kit | None
    is_in_window: bool  # the card stands in a window itself


@dataclass(frozen=True, slots=True)
class Filled:
    """A window as somebody has filled it in; `edited` is None if it is of another version."""

    agent: Agent
    view_id: str
    edited: Edited | None


@dataclass(frozen=True, slots=True)
class Means:
    """What both halves of the kit work with."""

    orders: Orders
    people: People
    answers: Answers
    windows: Windows
    client: AsyncWebClient
    tasks: Tasks

    async def refusal(self, agent: Agent) -> NoteCard | None:
        return refusal(await self.people.person(agent.user_id))

    def lang(self, agent: Agent, kit: Kit | None = None) -> str:
        """The language of the window: asked for with the card, else the agent's."""
        return (kit.click.lang if kit else "") or self.people.lang(agent.user_id)

    def note(self, agent: Agent, card: NoteCard, kit: Kit | None = None) -> View:
        """Return a window that says a note and nothing else."""
        lang = self.lang(agent, kit)
        return self.windows.plainly(self.answers.drawn(card, lang=lang).message, lang=lang)

    async def surely(self, work: Coroutine[Any, Any, View], agent: Agent) -> View:
        """Do *work*; whatever it raises becomes a window that says so."""
        done = await self.answers.surely(work, lambda: self.lang(agent))
        if isinstance(done, Answer):
            return self.windows.plainly(done.message, lang=self.lang(agent))
        return done

    async def show(self, view_id: str, view: View) -> None:
        """Put it in a window's place; one that is closed by now needs nothing."""
        try:
            await self.client.views_update(view_id=view_id, view=view)
        except CALL_FAULTS as error:
            _log.info("a window could not be changed: %s", reason(error))


class ReplyKit:
    """Opens windows, and writes the texts in them anew."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._newest = Latest[str, object](_REMEMBERED)  # by window, the last choice there

    async def open(self, asked: Asked) -> str:
        """Open a window, an empty one if it takes long; return what Slack says against it."""
        means, agent = self._means, asked.agent
        drawing = means.tasks.start(means.surely(self._first(asked), agent))
        done, _ = await asyncio.wait({drawing}, timeout=_AT_ONCE)
        view = drawing.result() if done else means.note(agent, note.looking())
        way = means.client.views_push if asked.is_in_window else means.client.views_open
        try:
            opened = await way(trigger_id=asked.trigger_id, view=view)
        except CALL_FAULTS as error:
            _log.warning("a window did not open: %s", reason(error))
            return reason(error)
        if not done:
            await means.show(str((opened.get("view") or {}).get("id", "")), await drawing)
        return ""

    def lang(self, asked: Asked) -> str:
        return self._means.lang(asked.agent, asked.kit)

    async def choose(self, filled: Filled, *, is_anew: bool = False) -> None:
        """Write the text for what is chosen; one that was edited only if that is asked for.

        What was chosen before, and took longer, is not shown any more.
        """
        this = self._newest[filled.view_id] = object()
        view = await self._means.surely(self._chosen(filled, is_anew=is_anew), filled.agent)
        if self._newest.get(filled.view_id) is this:
            await self._means.show(filled.view_id, view)

    async def _first(self, asked: Asked) -> View:
        means, agent, kit = self._means, asked.agent, asked.kit
        refused = await means.refusal(agent)
        if refused or kit is None:
            return means.note(agent, refused or note.old_button())
        lang = means.lang(agent, kit)
        drafted = await self._offered(agent, kit, lang)
        if isinstance(drafted, NoteCard):
            return means.note(agent, drafted, kit)
        return means.windows.drawn(kit, drafted, lang=lang)

    async def _offered(self, agent: Agent, kit: Kit, lang: str) -> Draft | NoteCard:
        """Write it in the customer's language as far as the order tells, else the agent's."""
        seen = await self._means.orders.seen(kit.click, agent, lang=lang)
        if isinstance(seen, NoteCard):
            return seen
        theirs = language_for(seen.visible) or lang
        if theirs != lang:
            written = await self._written(agent, kit.click, theirs, kit.length)
            if isinstance(written, Draft):
                return written
        return draft(seen, lang=lang, length=kit.length)

    async def _written(
        self, agent: Agent, click: Click, lang: str, length: Length
    ) -> Draft | NoteCard:
        """Ask for the order in the text's own language, so that what it quotes speaks it, too."""
        seen = await self._means.orders.seen(click, agent, lang=lang)
        return seen if isinstance(seen, NoteCard) else draft(seen, lang=lang, length=length)

    async def _chosen(self, filled: Filled, *, is_anew: bool) -> View:
        means, agent, edited = self._means, filled.agent, filled.edited
        refused = await means.refusal(agent)
        if refused or edited is None:
            return means.note(agent, refused or old_window())
        kit, lang = edited.kit, means.lang(agent, edited.kit)
        is_kept = not is_anew and not kit.is_drawn(edited.text)
        wanted = (kit.lang, kit.length) if is_kept else (edited.lang, edited.length)
        drafted = await self._written(agent, kit.click, *wanted)
        if isinstance(drafted, NoteCard):
            why = (*drafted.lines, drafted.title)[:1]
            return means.windows.editing(edited, why, lang=lang, warning=say(said.NOT_WRITTEN))
        if not is_kept:
            return means.windows.drawn(kit, drafted, lang=lang)
        warning = None if edited.is_as_drawn else kept(kit)
        return means.windows.editing(
            edited, drafted.notes, lang=lang, warning=warning, is_rewritable=True
        )
