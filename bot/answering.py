"""The use case "a letter": what somebody wrote to the bot is answered once, whoever dies meanwhile.

A letter is written down before Slack hears that we have it. Who took it answers it; if it dies of
that, its lease ends, and another takes over: first looks whether the answer stands there already.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Generic, Protocol, TypeAlias, TypeVar

from bot.core.clock import Clock
from bot.core.letter import (
    Kept,
    Letter,
    Posted,
    Postponed,
    Refused,
    Sent,
    Silent,
    StoreError,
    Unclear,
)
from bot.loop import every, surely

_KNOWN_FOR: Final = timedelta(hours=48)  # Slack hands over again for 24 hours at most
_AT_ONCE: Final = 20  # letters of others
_ROUNDS: Final = 30  # from one tidying to the next
_STORE: Final = 2.0  # seconds that an answer waits for the store, where somebody waits for it
_PAUSES: Final = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds, until the store works again
_LONGEST_WAIT: Final = 120.0  # seconds until Slack is tried again
_log = logging.getLogger(__name__)

Start: TypeAlias = Callable[[Coroutine[Any, Any, object]], object]
Post: TypeAlias = Callable[[], Awaitable[Sent]]
_A = TypeVar("_A")


class Inbox(Protocol):
    """Where letters are kept."""

    async def keep(self, letter: Letter, now: datetime) -> Kept | None: ...
    async def claim(self, now: datetime, most: int) -> Sequence[Kept]: ...
    async def expire(self, now: datetime) -> int: ...
    async def forget(self, older_than: datetime) -> None: ...


class Ledger(Protocol):
    """Where it is recorded what becomes of a letter, while it is ours."""

    async def posting(self, kept: Kept, now: datetime) -> datetime | None: ...
    async def done(self, kept: Kept, outcome: str) -> bool: ...
    async def release(self, kept: Kept, at: datetime) -> bool: ...


class Desk(Protocol[_A]):
    """Where answers are made, posted and looked for."""

    async def answer(self, kept: Kept) -> _A: ...
    async def post(self, kept: Kept, answer: _A) -> Sent: ...
    async def find(self, kept: Kept) -> Sent | None: ...


@dataclass(frozen=True, slots=True)
class Settling(Generic[_A]):
    """Answers one letter that is ours."""

    ledger: Ledger
    desk: Desk[_A]
    clock: Clock

    async def settle(self, kept: Kept) -> None:
        """Answer it and record that; if the store does not work, whoever comes next looks again."""
        await self._record(kept, await self._sent(kept))

    async def say(self, kept: Kept, post: Post) -> None:
        """Post what is ready, if it is still ours.

        Nobody can look later whether it stands there, and so it is not noted that it begins.
        """
        is_ours = await self._is_ours(kept)
        await self._record(kept, await post() if is_ours else None)

    async def _is_ours(self, kept: Kept) -> bool:
        """Tell by the clock, or ask; a store that does not work by now does not stop an answer."""
        if kept.safe_until and self.clock() < kept.safe_until:
            return True
        try:
            async with asyncio.timeout(_STORE):
                return await self.ledger.posting(kept, self.clock()) is not None
        except (StoreError, TimeoutError) as error:
            why = str(error) or "no answer in time"
            _log.warning("an answer is posted without being noted: %s", why)
            return True

    async def _record(self, kept: Kept, sent: Sent | None) -> None:
        match sent:
            case None:
                _log.info("a letter is somebody else's by now")
            case Posted():
                await self._done(kept, "posted")
            case Silent():
                await self._done(kept, "silent")
            case Postponed(seconds, why):
                wait = max(seconds, min(2.0**kept.fence, _LONGEST_WAIT))
                _log.warning("a letter is answered later: %s", why)
                await self.ledger.release(kept, self.clock() + timedelta(seconds=wait))
            case Refused(why):
                _log.error("an answer was refused: %s", why)
                await self._done(kept, f"refused: {why}")
            case Unclear(why):  # better once too few than once too many
                _log.error("an answer may have been posted or not: %s", why)
                await self._done(kept, f"unclear: {why}")

    async def _done(self, kept: Kept, outcome: str) -> None:
        """Note what became of it; only we know, so a store that does not work is asked again."""
        for pause in _PAUSES:
            try:
                await self.ledger.done(kept, outcome)
            except StoreError as error:
                _log.warning("%s", error)
                await asyncio.sleep(pause)
            else:
                return
        await self.ledger.done(kept, outcome)

    async def _sent(self, kept: Kept) -> Sent | None:
        if kept.since and (found := await self.desk.find(kept)):
            return found
        answer = await self.desk.answer(kept)
        if await self.ledger.posting(kept, self.clock()) is None:
            return None
        return await self.desk.post(kept, answer)


class Answering:
    """Takes letters, and takes over those of the dead; `pause` is in seconds."""

    def __init__(
        self, inbox: Inbox, settling: Settling[Any], *, start: Start, pause: float
    ) -> None:
        self._inbox = inbox
        self._settling = settling
        self._start = start
        self._pause = pause
        self._free = _AT_ONCE

    async def take(self, letter: Letter) -> bool:
        """Write a letter down, then answer it; False: it is known. StoreError: it is not taken."""
        kept = await self.keep(letter)
        if kept:
            self._start(surely(self._settling.settle(kept)))
        return kept is not None

    async def keep(self, letter: Letter) -> Kept | None:
        """Write a letter down that is answered elsewhere, by `say`. None: it is known."""
        return await self._inbox.keep(letter, self._settling.clock())

    async def say(self, kept: Kept, post: Post) -> None:
        """Post the answer unless somebody else has taken over, and note what became of it."""
        await surely(self._settling.say(kept, post))

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Take over what others leave; at the end nothing new, what was begun goes on."""
        tidying = every(_ROUNDS * self._pause, self._tidy)
        async with tidying, every(self._pause, self._take_over):
            yield

    async def _take_over(self) -> None:
        if not self._free:
            return
        for kept in await self._inbox.claim(self._settling.clock(), self._free):
            self._free -= 1
            self._start(self._settle_anothers(kept))

    async def _settle_anothers(self, kept: Kept) -> None:
        try:
            await surely(self._settling.settle(kept))
        finally:
            self._free += 1

    async def _tidy(self) -> None:
        now = self._settling.clock()
        late = await self._inbox.expire(now)
        if late:
            _log.error("%d letters could not be answered in time", late)
        await self._inbox.forget(now - _KNOWN_FOR)
