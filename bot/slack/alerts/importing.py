"""`/where import`: orders for the alert rules, pasted behind it or in a file of a window."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.bulk.sheet import decoded
from bot.core.card import NoteCard
from bot.core.clock import Clock
from bot.core.home.changes import IMPORT
from bot.core.notes.importing import how_to_import, imported
from bot.core.phrase import say
from bot.core.privacy import Agent
from bot.core.reference import Reference
from bot.core.rule import Change
from bot.core.text.pattern import OrderPatterns
from bot.core.watches.wish import listed_in
from bot.core.words import alert_home as alert_home_words
from bot.slack.answer import Answer, Answers
from bot.slack.command import Typed
from bot.slack.file import Files, Unreadable, wrong_type
from bot.slack.gesture import Gesture, Gestures
from bot.slack.people import QUICKLY, People, refusal
from bot.slack.views import View, Views, called

Json: TypeAlias = dict[str, Any]


class Watches(Protocol):
    """Where it is kept what is looked at."""

    async def keep(self, wanted: Sequence[tuple[Reference, str]], now: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Imported:
    """Where imports go. *stir* lets them be looked at, at once."""

    watches: Watches
    patterns: Callable[[], OrderPatterns]
    clock: Clock
    stir: Callable[[], None]
    noted: Callable[[Change], Awaitable[None]]

    async def take(self, text: str, agent: Agent) -> NoteCard:
        """Look at a list's orders for the rules alone, whoever watches them; say how many."""
        listed = await asyncio.to_thread(listed_in, text, self.patterns())
        now, new = self.clock(), 0
        if listed.found:
            new = await self.watches.keep(listed.found, now)
            counted = {"orders": len(listed.found), "new": new}
            await self.noted(Change(now, agent.user_id, IMPORT, None, counted))
            self.stir()
        return imported(len(listed.found), new, len(listed.unread))


@dataclass(frozen=True, slots=True)
class Importing:
    """Imports for agents; who sends a window in is asked for anew."""

    kept: Imported
    client: AsyncWebClient
    people: People
    answers: Answers
    views: Views
    files: Files
    gestures: Gestures = field(default_factory=Gestures)

    async def command(self, typed: Typed, *, lang: str) -> Answer:
        """Take what is pasted; without that a window asks for a file."""
        if typed.text.strip():
            card = await self.kept.take(typed.text, typed.agent)
        else:
            view = self.views.modal("import.view.json.j2", None, lang=lang)
            opening = self.client.views_open(trigger_id=typed.trigger_id, view=view)
            card = how_to_import(has_window=await called(opening))
        return self.answers.drawn(card, lang=lang)

    def reading(self, body: Json) -> View:
        """Return what stands in the window until the file is read."""
        lang = self.people.lang(Gesture.of(body).agent.user_id)
        return self._note(NoteCard("📥", say(""), (say(alert_home_words.IMPORT_READING),)), lang)

    async def read(self, body: Json) -> None:
        """Read the file that is sent in, and say in the window what came of it."""
        gesture = Gesture.of(body)
        if not self.gestures.is_first(gesture):
            return
        lang = self.people.lang(gesture.agent.user_id)
        done = await self.answers.surely(self._read(body, gesture.agent), lambda: lang)
        if isinstance(done, Answer):
            view = self.views.plainly(done.message, lang=lang)
        else:
            view = self._note(done, lang)
        await called(self.client.views_update(view_id=gesture.view_id, view=view))

    async def _read(self, body: Json, agent: Agent) -> NoteCard:
        refused = refusal(await self.people.person(agent.user_id, patience=QUICKLY))
        if refused:
            return refused
        try:
            text = await asyncio.to_thread(decoded, await self.files.read(_file(body)))
            if text is None:
                raise wrong_type()
        except Unreadable as unreadable:
            return unreadable.note
        return await self.kept.take(text, agent)

    def _note(self, card: NoteCard, lang: str) -> View:
        note = replace(card, title=say(alert_home_words.IMPORT))
        return self.views.note(note, lang=lang)


def _file(body: Json) -> Json:
    """Return the file that was chosen (docs.slack.dev/…/block-elements/file-input-element)."""
    values = ((body.get("view") or {}).get("state") or {}).get("values") or {}
    chosen = ((values.get("file") or {}).get("import:field") or {}).get("files") or [{}]
    return dict(chosen[0])
