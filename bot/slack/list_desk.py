"""Answers letters that hold a list: tells how far it is, then the table, and all as a file.

The file comes last. So whoever takes over a list that broke off knows by the file that all is
done, and else begins again, in the message that stands there already.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.bulk.entry import Entries, seen_by
from bot.core.bulk.report import csv_of
from bot.core.bulk.tally import Answers as Found
from bot.core.bulk.tally import Progress, progress_card, result_card
from bot.core.card import NoteCard
from bot.core.catalogue import asked_in
from bot.core.clock import Clock
from bot.core.letter import Kept, Posted, Postponed, Sent, StoreError
from bot.core.phrase import Speech, say
from bot.core.privacy import Audience, Channel
from bot.core.question import Options
from bot.core.reference import Reference
from bot.core.words import bulk as words
from bot.slack.answer import Answer, Answers
from bot.slack.blocks import Message, drafts
from bot.slack.channels import obstacle
from bot.slack.error import REFUSED, reason
from bot.slack.file import Files, Unreadable, may_be_list, wrong_type
from bot.slack.letter import body_of, written_at
from bot.slack.message_desk import MessageDesk, Question
from bot.slack.people import People, refusal
from bot.slack.poster import Place, Poster

_PATIENCE: Final = 8.0  # seconds for Slack to say who writes: without it nothing is told
_PAUSE: Final = 3.0  # seconds between two edits: Slack takes some fifty a minute
_PAUSES: Final = (0.0, 1.0, 4.0, 10.0, 20.0)  # seconds before each try of the last edit
_SHORTEST: Final = 4  # characters of a reference and what stands between two
_FAILURES: Final = (SlackApiError, aiohttp.ClientError, OSError)
_log = logging.getLogger(__name__)

Renew = Callable[[Kept], Awaitable[bool]]  # a letter's lease; False: it is not ours any more


class Job(Protocol):
    """A list under way."""

    @property
    def progress(self) -> Progress: ...
    async def ends_within(self, seconds: float) -> bool: ...
    def result(self) -> Found: ...


class Bulk(Protocol):
    """The use case "a list"; up to `few` references are no list, but a question."""

    @property
    def few(self) -> int: ...
    @property
    def clock(self) -> Clock: ...
    def read_text(self, text: str) -> Entries: ...
    def read_file(self, content: bytes) -> Entries | None: ...
    def begin(self, references: Sequence[Reference]) -> Progress: ...
    def looking_up(
        self, references: Sequence[Reference], options: Options, to: Audience
    ) -> AbstractAsyncContextManager[Job]: ...
    def refused(self, to: Audience) -> NoteCard | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Answer):
    """A list that is going to be looked up; `message` tells how far it is."""

    entries: Entries
    to: Audience
    lang: str
    has_more_files: bool = False


@dataclass(frozen=True, slots=True)
class _Stand:
    """The message that stands there for a list, and where its file comes."""

    channel: str
    ts: str
    thread: Place
    file: str


class ListDesk:
    """Stands before the desk for single questions, to which it leaves whatever is no list."""

    def __init__(
        self,
        desk: MessageDesk,
        bulk: Bulk,
        *,
        poster: Poster,
        people: People,
        answers: Answers,
        files: Files,
        client: AsyncWebClient,
        renew: Renew,
    ) -> None:
        self._desk = desk
        self._bulk = bulk
        self._poster = poster
        self._people = people
        self._answers = answers
        self._files = files
        # Without any retry: while it waits for a pause to pass, a letter's lease would end.
        self._client = AsyncWebClient(
            token=client.token, base_url=client.base_url, session=client.session, retry_handlers=[]
        )
        self._renew = renew

    async def answer(self, kept: Kept) -> Answer:
        if not self._may_be_list(kept):
            return await self._desk.answer(kept)
        asked = Question.of(kept)
        person = await self._people.person(asked.agent.user_id, patience=_PATIENCE)
        if refusal(person):
            return await self._desk.answer(kept)
        lang = asked_in(asked.text) or person.lang
        return await self._answers.surely(self._read(kept, asked, lang), lambda: lang)

    async def find(self, kept: Kept) -> Sent | None:
        """Say nothing of a list: that its message stands there does not mean that it is done."""
        return None if self._may_be_list(kept) else await self._desk.find(kept)

    async def post(self, kept: Kept, answer: Answer) -> Sent:
        if self._may_be_list(kept) and kept.since:
            found = await self._desk.find(kept)
        else:
            found = None
        if not isinstance(answer, Listed):
            return found or await self._desk.post(kept, answer)
        asked, since = Question.of(kept), written_at(kept)
        sent = found or await self._poster.post(
            asked.place, answer.message, key=kept.key, since=since
        )
        if not isinstance(sent, Posted):
            return sent
        thread = Place(asked.channel, asked.place.thread_ts or sent.ts)
        stand = _Stand(asked.channel, sent.ts, thread, f"parcels-{kept.key[:8]}.csv")
        if found and await self._files.is_shared(thread, name=stand.file, since=since):
            return sent
        return await self._work_off(kept, answer, stand)

    def _may_be_list(self, kept: Kept) -> bool:
        asked = Question.of(kept)
        if files_of(kept):
            return True
        is_long = len(asked.text) > self._bulk.few * _SHORTEST
        return is_long and len(self._bulk.read_text(asked.text).references) > self._bulk.few

    async def _read(self, kept: Kept, asked: Question, lang: str) -> Answer:
        lists = list(filter(may_be_list, files_of(kept)))
        written = await asyncio.to_thread(self._bulk.read_text, asked.text)
        if not lists and 0 < len(written.references) <= self._bulk.few:
            return await self._desk.answer(kept)  # a picture beside a question
        found = None if asked.is_direct else await obstacle(self._client, asked.channel)
        if found:
            note = replace(found, lines=(*found.lines, say(words.ELSEWHERE)))
            return self._answers.drawn(note, lang=lang)
        try:
            entries = await self._sent(lists) if lists else written
        except Unreadable as unreadable:
            return self._answers.drawn(unreadable.note, lang=lang)
        if not lists and not entries.references:
            return self._answers.drawn(wrong_type().note, lang=lang)
        to = asked.agent if asked.is_direct else Channel(asked.channel)
        entries = seen_by(entries, to)
        if not entries.references:
            nothing = result_card(entries, {}, to, now=self._bulk.clock())
            return self._answers.drawn(nothing, lang=lang)
        if refused := self._bulk.refused(to):
            return self._answers.drawn(refused, lang=lang)
        begun = self._drawn(self._bulk.begin(entries.references), lang)
        return Listed(
            message=begun,
            is_note=False,
            entries=entries,
            to=to,
            lang=lang,
            has_more_files=len(lists) > 1,
        )

    async def _sent(self, lists: Sequence[dict[str, Any]]) -> Entries:
        content = await self._files.read(lists[0])
        entries = await asyncio.to_thread(self._bulk.read_file, content)
        if entries is None:
            raise wrong_type()
        return entries

    async def _work_off(self, kept: Kept, listed: Listed, stand: _Stand) -> Sent:
        """Look all of it up while the letter is ours; whoever has it else does the same."""
        said = listed.message
        options = Options(lang=listed.lang)
        async with self._bulk.looking_up(listed.entries.references, options, listed.to) as job:
            while not await job.ends_within(_PAUSE):
                if not await self._is_ours(kept):
                    return _LOST
                message = self._drawn(job.progress, listed.lang)
                if message != said and not await self._edit(stand, message):
                    said = message
            result = self._answers.surely(self._result(listed, job), lambda: listed.lang)
            answer = await result
        if not await self._renew(kept):
            return _LOST
        why = await self._edit_surely(stand, answer.message)
        if why:
            return Postponed(_PAUSE, why)
        return await self._share(answer, stand, written_at(kept))

    async def _share(self, answer: Answer, stand: _Stand, since: datetime) -> Sent:
        """Add the file; if that cannot be, the card says so."""
        if isinstance(answer, _Result) and not await self._files.share(
            stand.thread, answer.file, name=stand.file, since=since
        ):
            await self._edit_surely(stand, answer.without_file)
        return Posted(stand.ts)

    async def _result(self, listed: Listed, job: Job) -> Answer:
        answers, now = job.result(), self._bulk.clock()
        entries, to, lang = listed.entries, listed.to, listed.lang
        cards = [
            result_card(
                entries, answers, to, now=now, has_more_files=listed.has_more_files, has_file=is_so
            )
            for is_so in (True, False)
        ]
        message, without_file = (self._answers.drawn(card, lang=lang).message for card in cards)
        file = csv_of(entries, answers, to, speech=Speech.of(lang), now=now)
        return _Result(message=message, is_note=False, without_file=without_file, file=file)

    def _drawn(self, progress: Progress, lang: str) -> Message:
        return self._answers.drawn(progress_card(progress), lang=lang).message

    async def _is_ours(self, kept: Kept) -> bool:
        """A store that does not answer tells nobody else that the letter is free, either."""
        try:
            return await self._renew(kept)
        except StoreError as error:
            _log.warning("%s", error)
            return True

    async def _edit(self, stand: _Stand, message: Message) -> str:
        """Show something else in the message; return why that was not possible."""
        try:
            await self._client.chat_update(channel=stand.channel, ts=stand.ts, **message)
        except _FAILURES as error:
            return reason(error)
        return ""

    async def _edit_surely(self, stand: _Stand, message: Message) -> str:
        why = ""
        for pause in _PAUSES:
            await asyncio.sleep(pause)
            for draft in drafts(message):
                why = await self._edit(stand, draft)
                if why != REFUSED:
                    break
            if not why or why in _FOR_GOOD:
                return ""
        return why


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result(Answer):
    """The table, and the file that goes with it."""

    file: bytes
    without_file: Message


_LOST: Final = Postponed(0.0, "somebody else has it")
# The message is gone, or may not be changed any more: the file is told all the same.
_FOR_GOOD: Final = {"message_not_found", "cant_update_message", "edit_window_closed"}


def files_of(kept: Kept) -> list[dict[str, Any]]:
    files = body_of(kept)["event"].get("files") or []
    return [file for file in files if isinstance(file, dict)]
