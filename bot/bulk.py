"""The use case "a list": many references looked up one after the other, while nobody has to wait.

Each is looked up as a single question is, but behind those of people; what parcelLab does not
answer is asked again, and what it never answers is a result like any other.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.core.audit import Audit, Door
from bot.core.bulk.entry import Entries, entries_of_file, entries_of_text, key_of
from bot.core.bulk.tally import Answers, Progress
from bot.core.card import NoteCard
from bot.core.clock import Clock
from bot.core.notes import note
from bot.core.privacy import Audience
from bot.core.question import Broken, Busy, Found, Options, ParcelLabError
from bot.core.reference import Kind, Reference
from bot.core.text.pattern import OrderPatterns

AT_ONCE: Final = 8
# Seconds of rest after each failure in a row; then a list is given up. The first is longer than the
# time in which nobody asks parcelLab after an outage.
_RESTS: Final = (4.0, 8.0, 15.0, 30.0, 30.0)
_TRIES: Final = 3  # of one reference: it may be that one which parcelLab fails at
_LONGEST: Final = 20 * 60.0  # seconds for a whole list, within the time a letter may be answered
_LONGEST_WAIT: Final = 60.0  # seconds that somebody busy is left alone, however long they ask for
_TELLING: Final = 5.0  # seconds after which the pace so far tells the pace to come


class Orders(Protocol):
    """Where orders are found, behind whatever people ask one by one."""

    async def find(self, reference: Reference, options: Options) -> Found:
        """Return what parcelLab says or said; raise ParcelLabError without an answer in time."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How many calls a minute lists make at most; seconds of rest after each failure in a row."""

    calls: int
    rests: Sequence[float] = _RESTS


@dataclass(slots=True)
class Job:
    """One list under way; `answers` grows until it has ended."""

    references: Sequence[Reference]
    answers: dict[tuple[Kind, str], Found | ParcelLabError]
    calls: int
    begun: float = field(default_factory=time.monotonic)
    task: asyncio.Task[None] | None = None

    async def ends_within(self, seconds: float) -> bool:
        """Wait; return whether it has ended, by itself or because something is wrong with us."""
        if self.task is None:
            return True
        done, _ = await asyncio.wait({self.task}, timeout=seconds)
        return bool(done)

    def result(self) -> Answers:
        """Return the answers; raise whatever was wrong with us."""
        if self.task is not None:
            self.task.result()
        return self.answers

    @property
    def progress(self) -> Progress:
        done = len(self.answers)
        left, passed = len(self.references) - done, time.monotonic() - self.begun
        by_budget = left * 60 / self.calls
        by_pace = left * passed / done if done and passed > _TELLING else 0.0
        return Progress(done, len(self.references), max(by_budget, by_pace), self.calls)


@dataclass(frozen=True, slots=True)
class Bulk:
    """Reads lists and looks them up.

    Up to `few` references are no list: they are answered at once.
    """

    orders: Orders
    patterns: Callable[[], OrderPatterns]
    clock: Clock
    few: int
    pace: Pace
    audit: Audit | None = None

    def begin(self, references: Sequence[Reference]) -> Progress:
        """Return how it stands before anything is looked up."""
        return Job(references, {}, self.pace.calls).progress

    def read_text(self, text: str) -> Entries:
        return entries_of_text(text, self.patterns())

    def read_file(self, content: bytes) -> Entries | None:
        """Return what a text or CSV file lists; None if it is neither. It takes up to a second."""
        return entries_of_file(content, self.patterns())

    @asynccontextmanager
    async def looking_up(
        self, references: Sequence[Reference], options: Options, to: Audience
    ) -> AsyncIterator[Job]:
        """Look up while the `with` lasts; leaving it early leaves the rest."""
        job = Job(references, {}, self.pace.calls)
        job.task = asyncio.create_task(self._work(job, options))
        try:
            yield job
        finally:
            job.task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.wait({job.task})
            self._note_down(job, to)

    def refused(self, to: Audience) -> NoteCard | None:
        """Say that whoever asks has looked up as much as one person may."""
        if self.audit and self.audit.is_spent(to):
            return note.limit(self.audit.most)
        return None

    def _note_down(self, job: Job, to: Audience) -> None:
        outcomes: dict[str, list[Reference]] = {}
        for one in job.references:
            outcomes.setdefault(_outcome(job.answers.get(key_of(one))), []).append(one)
        for outcome, references in outcomes.items():
            if self.audit:
                self.audit.note(references, to, outcome, door=Door.LIST)

    async def _work(self, job: Job, options: Options) -> None:
        until = asyncio.get_running_loop().time() + _LONGEST
        queue = _Queue(job, self.pace.rests)
        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(job.references))):
                group.create_task(self._in_turn(queue, options, until))

    async def _in_turn(self, queue: "_Queue", options: Options, until: float) -> None:
        while queue.left:
            async with queue.turn() as is_alone:
                if queue.left:
                    reference = queue.left.popleft()
                    answer = await self._answer(reference, options, until)
                    queue.note(reference, answer, is_alone=is_alone)

    async def _answer(
        self, reference: Reference, options: Options, until: float
    ) -> Found | ParcelLabError:
        """Ask, and wait for as long as parcelLab or our own budget says that it is busy."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                return await self.orders.find(reference, options)
            except Busy as busy:
                wait = min(busy.retry_after, _LONGEST_WAIT)
                if loop.time() + wait > until:
                    return busy
            except ParcelLabError as error:
                return error
            await asyncio.sleep(wait)


def _outcome(answer: Found | ParcelLabError | None) -> str:
    match answer:
        case None:
            return "not_asked"
        case Found(order=None):
            return "not_found"
        case Found():
            return "found"
        case _:
            return type(answer).__name__.lower()


class _Queue:
    """What is still to be looked up; what parcelLab failed at comes again at the end, some times.

    While it fails, one at a time tries whether it still does, and rests before.
    """

    def __init__(self, job: Job, rests: Sequence[float]) -> None:
        self.left = deque(job.references)
        self._answers = job.answers
        self._rests = rests
        self._failures = 0
        self._tries: Counter[Reference] = Counter()
        self._alone = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[bool]:
        """Wait until the next may be asked; True: whoever has this turn is the only one."""
        if not self._failures:
            yield False
            return
        async with self._alone:
            is_alone = bool(self._failures and self.left)
            if is_alone:
                await asyncio.sleep(self._rests[self._failures - 1])
            yield is_alone

    def note(self, reference: Reference, answer: Found | ParcelLabError, *, is_alone: bool) -> None:
        """Keep an answer; a failure only when there is no point in trying again."""
        if not isinstance(answer, Broken):
            self._failures = 0
            self._answers[key_of(reference)] = answer
            return
        self._tries[reference] += 1
        if is_alone or not self._failures:  # those that were under way then are the same failure
            self._failures += 1
        if self._failures > len(self._rests):
            self._answers.update({key_of(one): answer for one in (reference, *self.left)})
            self.left.clear()
        elif self._tries[reference] < _TRIES:
            self.left.append(reference)
        else:
            self._answers[key_of(reference)] = answer
