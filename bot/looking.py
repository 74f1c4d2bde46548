"""The use case "look": orders that are watched are looked at when they are due.

What is due is claimed in batches, looked at side by side, and written down in batches: what was
seen, what is owed for it and when to look next together. Whoever dies of it loses only time.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from heapq import heappop, heappush
from typing import Any, Final, Protocol, cast

from bot.core.alert import Sighting, has_moved
from bot.core.alerts.news import news_about, same_until
from bot.core.click import lead_of
from bot.core.clock import Clock
from bot.core.letter import StoreError
from bot.core.order import Order
from bot.core.parcel import parcels_of
from bot.core.question import PLAIN, Answer, Busy, Options, ParcelLabError
from bot.core.watches.claim import Claim, Judged, Outcome, read_judged
from bot.core.watches.look import Pace, Wait, after_failure, wait_of
from bot.core.watches.number import numbers_of
from bot.core.watches.watch import name_of
from bot.loop import loop_time, rounds, surely

_FLUSH: Final = 0.1  # seconds that what was seen waits for others, to be written down with them
_OUTAGE: Final = 12  # failures in a row: where a quarter of all fails that does not happen
_SELDOM: Final = 60.0  # seconds until somebody looks whether anything is to be written down
_KEPT: Final = 2000  # of what was seen and could not be written down
_PUT_BACK: Final = timedelta(minutes=1)
_LONGEST: Final = 60.0  # seconds between tries while nothing is answered
_SHORT: Final = 5.0  # while calls are short: for what is hinted at there may be some
_log = logging.getLogger(__name__)


class Orders(Protocol):
    """Where orders are asked for, anew each time."""

    async def answer(self, reference: Any, options: Options, *, known: str) -> Answer | None:
        """Return what parcelLab says now, less what is known; raise ParcelLabError without it."""
        ...


class Looks(Protocol):
    """Where it is written down who looks at what, and what came of it."""

    async def claim(self, now: datetime, most: int) -> Sequence[Claim]: ...
    async def record(self, outcomes: Sequence[Outcome], now: datetime) -> int: ...
    async def release(self, claims: Sequence[Claim], at: datetime, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Habits:
    """How to look: so many at once, written down in batches, and when something is news."""

    batch: int = 250
    at_once: int = 100
    turn: float = 30.0  # seconds that what is claimed may wait for its look; less than the lease
    pause: float = 2.0  # seconds between looks for what is due
    pace: Pace = field(default_factory=Pace)
    settling: timedelta = timedelta(minutes=15)
    grace: timedelta = timedelta(hours=24)

    @property
    def mark(self) -> str:
        """What tells these habits from others, as far as they decide what comes of a look."""
        said = repr((self.pace, self.settling, self.grace))
        return blake2b(said.encode(), digest_size=4).hexdigest()


@dataclass(slots=True)
class Looked:
    """Counts, for whoever watches over the bot."""

    looks: int = 0
    failures: int = 0
    late: int = 0  # looks more than a minute behind their time
    owed: int = 0


class Looking:
    """Looks at what is due, while it is at work."""

    def __init__(
        self,
        orders: Orders,
        looks: Looks,
        clock: Clock,
        *,
        hinted: Orders | None = None,
        world: Clock | None = None,
        habits: Habits | None = None,
    ) -> None:
        """Take real time as *clock*, and as *world* that of the parcels, if it is another.

        What somebody has just hinted at is asked of *hinted*, if that is another.
        """
        self._orders = orders
        self._hinted = hinted or orders
        self._looks = looks
        self._clock = clock
        self._world = world or clock
        self._habits = habits or Habits()
        self._mark = self._habits.mark
        self._outage = _Outage()
        self._under_way: dict[tuple[int, int], Claim] = {}
        # Of these, the longest due first: its place in the line, and until when it may be asked.
        self._waiting: list[tuple[tuple[datetime, int, int], Claim, float]] = []
        self._hands: set[asyncio.Task[None]] = set()
        self._done: list[tuple[Outcome, datetime]] = []  # with when that was, by our clock
        self._flushing: asyncio.TimerHandle | None = None
        self._to_write = asyncio.Event()
        self._is_closing = False
        self._room = asyncio.Event()
        self._stirred = asyncio.Event()
        self.on_news: Callable[[], None] = _nobody
        self.counts = Looked()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Look; at the end what is under way is left for others, at once."""
        writing = rounds(self._write, self._to_write, last=self._leave_all)
        async with writing, rounds(self.round, self._stirred):
            try:
                yield
            finally:
                self._is_closing = True
                for hand in self._hands:
                    hand.cancel()
                self._room.set()

    def stir(self) -> None:
        """Look for what is due now, and not only after the pause."""
        self._stirred.set()

    async def round(self) -> float:
        """Claim what is due, as much as there is room for; return the seconds until the next."""
        wait = self._outage.wait()
        if wait:
            return wait
        most = min(self._free, self._habits.batch, self._outage.most)
        if most <= 0 or (self._outage.is_over and not self._is_worth_it):
            self._room.clear()
            await self._room.wait()
            return 0.0
        claims = await self._looks.claim(self._clock(), most)
        if self._is_closing:
            await self._leave(claims)
            return 0.0
        self._take(claims)
        if len(claims) < most:
            return self._habits.pause
        return 0.0 if self._outage.is_over else await self._all_back()

    @property
    def _free(self) -> int:
        """How many more may be claimed: those of one batch are looked at, the next ones wait."""
        return 2 * self._habits.batch - len(self._under_way) - len(self._done)

    @property
    def _is_worth_it(self) -> bool:
        """Whether so many may be claimed, or so few are left, that it pays to ask the database."""
        batch = self._habits.batch
        least = batch if self._waiting else max(1, batch // 4)
        return self._free >= least or not self._under_way

    def _take(self, claims: Sequence[Claim]) -> None:
        until = loop_time() + self._habits.turn
        for claim in claims:
            self._under_way[claim.id, claim.fence] = claim
            heappush(self._waiting, ((claim.due_at, claim.id, claim.fence), claim, until))
        for _ in range(min(len(self._waiting), self._habits.at_once - len(self._hands))):
            self._hands.add(asyncio.create_task(self._work()))

    async def _work(self) -> None:
        """Look at what waits, one after the other; who is cancelled leaves it for others."""
        while self._waiting:
            _, claim, until = heappop(self._waiting)
            await surely(self._look_at(claim, until))
            self._under_way.pop((claim.id, claim.fence), None)
            if self._is_worth_it:
                self._room.set()
        self._hands.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    async def _all_back(self) -> float:
        """Wait for the few that were sent ahead."""
        while self._under_way and not self._is_closing:
            self._room.clear()
            await self._room.wait()
        return 0.0

    async def _look_at(self, claim: Claim, until: float) -> None:
        if self._outage.wait() or loop_time() > until:
            outcome = _unasked(claim)
        else:
            outcome = await self._outcome(claim)
        self._done.append((outcome, self._clock()))  # meanwhile the list may be another
        if len(self._done) >= self._habits.batch:
            self._to_write.set()
        elif self._flushing is None:
            self._flushing = asyncio.get_running_loop().call_later(_FLUSH, self._to_write.set)

    async def _leave_all(self) -> None:
        await surely(self._flush())
        await self._leave(list(self._under_way.values()))

    async def _leave(self, claims: Sequence[Claim]) -> None:
        """Let others look at these, at once."""
        now = self._clock()
        await self._looks.release(claims, now, now)

    async def _write(self) -> float:
        self._flushing = None
        await self._flush()
        return _SELDOM

    async def _outcome(self, claim: Claim) -> Outcome:
        self.counts.looks += 1
        now = self._clock()
        orders = self._hinted if claim.is_hinted(now) else self._orders
        if claim.is_late(now):
            self.counts.late += 1
        options = Options(client_key=claim.client_key) if claim.client_key else PLAIN
        judged = self._judged(claim)
        known = judged.mark if judged else ""
        try:
            answer = await orders.answer(claim.reference, options, known=known)
        except Busy as busy:
            self._outage.busy(busy.retry_after)
            return _unasked(claim)
        except ParcelLabError as error:
            self.counts.failures += 1
            self._outage.failed()
            _log.info("an order could not be looked at: %s", type(error).__name__)
            return self._failed(claim)
        self._outage.answered()
        if answer is None:
            return self._failed(claim)
        if answer.order:
            return self._seen(claim, answer.order, answer.mark)
        return self._same(claim, judged)

    def _judged(self, claim: Claim) -> Judged | None:
        """Return of which answer it is known that there is nothing to be told of it now."""
        if claim.has_new or not claim.judged:
            return None
        judged = read_judged(claim.judged)
        is_ours = judged.habits == self._mark and judged.holds(self._world())
        return judged if is_ours else None

    def _same(self, claim: Claim, judged: Judged | None) -> Outcome:
        """Look again when one would after the last answer; at once, if it holds no longer."""
        now = self._world()
        if judged is None or not judged.holds(now):
            return Outcome(claim, self._clock())
        return Outcome(claim, self._clock() + self._until_next(claim, judged.wait, now))

    def _until_next(self, claim: Claim, wait: Wait, now: datetime) -> timedelta:
        return wait.from_now(now, key=claim.key, pace=self._habits.pace)

    def _failed(self, claim: Claim) -> Outcome:
        """Try again later: an order that is not known may not be known yet, or be known again."""
        failures, now = claim.failures + 1, self._clock()
        at = after_failure(failures, now, key=claim.key, pace=self._habits.pace)
        return Outcome(claim, at, failures)

    def _seen(self, claim: Claim, order: Order, mark: str) -> Outcome:
        now, habits = self._world(), self._habits
        before = Sighting.model_validate_json(claim.seen) if claim.seen else None
        parcels = parcels_of(order, now)
        news = news_about(
            order, before, now, settling=habits.settling, has_new=claim.has_new, read=parcels
        )
        wait = wait_of(parcels, now)
        time = self._until_next(claim, wait, now)
        ends = news.seen.ended + habits.grace if news.seen.ended else None
        is_over = ends is not None and ends <= now
        due = self._clock() + (min(time, ends - now) if ends else time)
        until = min(wait.until, same_until(parcels, now), *((ends - time,) if ends else ()))
        judged = Judged(mark, self._mark, now, Wait(wait.time, until, wait.aim)).written()
        seen = news.seen.model_dump_json()
        if seen == claim.seen and not claim.has_new and not is_over:
            return Outcome(claim, due, judged=judged)
        return Outcome(
            claim,
            due,
            seen=seen,
            name=name_of(
                claim.reference, order.order_number or "", order.client_key or "", lead_of(order)
            ),
            events=news.events,
            standing=news.standing,
            numbers=numbers_of(order),
            has_moved=before is not None and has_moved(before, news.seen),
            is_over=is_over,
            ends=tuple(
                (tag, self._clock() + (parcel.ended + habits.grace - now))
                for tag, parcel in news.seen.parcels.items()
                if parcel.ended
            ),
            judged=judged,
        )

    async def _flush(self) -> None:
        """Write down what was seen; what cannot be now is once more, and counts if still ours."""
        done, self._done = self._done, []
        self._room.set()
        if not done:
            return
        now = self._clock()
        try:
            owed = await self._looks.record([_as_of(now, *one) for one in done], now)
        except StoreError:
            self._done = [*done, *self._done][-_KEPT:]
            raise
        self.counts.owed += owed
        if owed:
            self.on_news()


def _unasked(claim: Claim) -> Outcome:
    """Give it back with its place in the line: then it is its turn before who has waited less."""
    return Outcome(claim, claim.due_at, claim.failures)


def _as_of(now: datetime, outcome: Outcome, at: datetime) -> Outcome:
    """Let no more time pass until the next look for a clock that was put back meanwhile."""
    back = at - now
    return replace(outcome, due_at=outcome.due_at - back) if back > _PUT_BACK else outcome


class _Outage:
    """While nothing is answered few are asked, ever more seldom; then slowly more again."""

    def __init__(self) -> None:
        self._in_a_row = 0
        self._pauses = 0
        self._until = 0.0
        self.most = _MANY

    @property
    def is_over(self) -> bool:
        return self.most >= _MANY

    def wait(self) -> float:
        """Return the seconds for which nothing is to be asked."""
        return max(0.0, self._until - loop_time())

    def busy(self, seconds: float) -> None:
        """Ask nothing for so long; then begin with few."""
        self._until = max(self._until, loop_time() + min(seconds, _SHORT))
        self.most = max(1, min(self.most // 2, 64))

    def failed(self) -> None:
        self._in_a_row += 1
        if self._in_a_row >= _OUTAGE or not self.is_over:
            self.most = 1
            if self.wait() == 0.0:  # once for all that failed together
                self._pauses += 1
                self._until = loop_time() + min(0.5 * 2.0**self._pauses, _LONGEST)

    def answered(self) -> None:
        self._in_a_row = 0
        self._pauses = 0
        self.most = min(self.most * 2, _MANY) if self.most < _MANY else _MANY


_MANY: Final = 1_000_000


def _nobody() -> None:
    """Nobody in this process posts."""
