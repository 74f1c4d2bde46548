"""The use case "tell": what is owed to channels is posted, each notice once, whoever dies.

A channel's lane is held by one process at a time. Before a post it is written down that it begins;
whoever finds one begun, and not known to stand there, looks for it before posting again.
"""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Final, Protocol

from bot.core.alerts.gate import What
from bot.core.alerts.lane import Debt, Lane, Stale
from bot.core.clock import Clock
from bot.core.letter import Posted, Postponed, Refused, Sent, Unclear
from bot.core.watches.watch import State
from bot.loop import loop_time, rounds, surely

_DEBTS: Final = 50  # read at once
_LANES: Final = 50  # paid at once
_ENDING: Final = 8.0  # seconds for a post that was begun before the end
_LOOKS: Final = (0.5, 1.5, 3.0, 5.0)  # seconds between looks for a post
_LAG: Final = 4.0  # seconds after which Slack surely tells of what it has taken
_TRIES: Final = 3  # of a post where nobody may look whether it stands there
_LONG_PAUSE: Final = 2.0  # seconds: who asks for more means every channel, not this one
_LONGEST: Final = 120.0  # seconds between tries of a post that surely never arrives
_SHUT: Final = (60.0, 3600.0)  # seconds until a channel is tried again that takes nothing
# Slack's words for a place where nothing can be posted, whatever it is
# (docs.slack.dev/reference/methods/chat.postMessage); and for a thread that is gone.
_NO_PLACE: Final = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "no_permission",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
    "restricted_action_thread_locked",
    "user_not_found",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "missing_scope",
    "ekm_access_denied",
    "team_access_not_granted",
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "org_login_required",
    "team_not_found",
    "access_denied",
}
_NO_THREAD: Final = {"thread_not_found", "cannot_reply_to_message", "message_not_found"}
_log = logging.getLogger(__name__)


class Outbox(Protocol):
    """Where it is written down what is owed, and what became of it."""

    async def claim_lanes(self, now: datetime, most: int) -> list[Lane]: ...
    async def debts(self, lane: Lane, most: int, now: datetime) -> list[Debt]: ...
    async def hold(self, lane: Lane, now: datetime) -> bool: ...
    async def begin(self, lane: Lane, debt: Debt, now: datetime) -> bool: ...
    async def posted(self, lane: Lane, debt: Debt, ts: str, now: datetime) -> None: ...
    async def owe_again(self, debt: Debt) -> None: ...
    async def park(self, debt: Debt, reason: str, now: datetime) -> None: ...
    async def leave(
        self, lane: Lane, at: datetime, now: datetime, *, refused: str | None = None
    ) -> None: ...
    async def stale(self, lane: Lane, most: int) -> list[Stale]: ...
    async def edited(self, card: Stale) -> None: ...
    async def forget_card(self, card: str) -> None: ...


class Desk(Protocol):
    """Where notices are put into words, posted and looked for."""

    async def post(self, lane: Lane, debt: Debt, *, is_repeated: bool) -> Sent: ...
    async def find(self, lane: Lane, debt: Debt, *, after: str, goes_on: bool) -> Sent | None: ...
    async def edit(self, lane: Lane, card: Stale) -> Sent: ...


@dataclass(frozen=True, slots=True)
class Manners:
    """How to post: seconds between looks for what is owed, and between messages in a channel.

    `lasts` is how long a request may be at work at Slack's after whoever sent it is gone, `lag` how
    long Slack may keep a message from its history.
    """

    pause: float = 2.0
    interval: float = 1.0
    lasts: float = 20.0
    lag: float = _LAG


@dataclass(slots=True)
class Told:
    """Counts, for whoever watches over the bot."""

    posted: int = 0
    found: int = 0  # stood there already
    repeated: int = 0
    unclear: int = 0
    parked: int = 0
    paused: int = 0  # answered with 429
    edited: int = 0


class _Left(Exception):
    """The lane is somebody else's, or is left for later."""


@dataclass(slots=True)
class _Shared:
    """What all lanes have in common."""

    outbox: Outbox
    desk: Desk
    clock: Clock
    manners: Manners
    counts: Told = field(default_factory=Told)
    held_until: float = 0.0
    sure_at: dict[int, float] = field(default_factory=dict)  # when what is not found is not there
    closing: asyncio.Event = field(default_factory=asyncio.Event)


class Telling:
    """Pays what is owed, while it is at work."""

    def __init__(
        self, outbox: Outbox, desk: Desk, clock: Clock, *, manners: Manners | None = None
    ) -> None:
        self._shared = _Shared(outbox, desk, clock, manners or Manners())
        self._lanes: set[asyncio.Task[None]] = set()
        self._ends_at = math.inf
        self._stirred = asyncio.Event()
        self.counts = self._shared.counts

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Post; at the end a post that was begun is ended, and no other begun."""
        try:
            async with rounds(self.round, self._stirred):
                yield
        finally:
            self.end()
            if self._lanes:
                left = max(0.0, self._ends_at - loop_time())
                _, late = await asyncio.wait(self._lanes, timeout=left)
                for lane in late:  # whoever comes next looks whether it stands there
                    lane.cancel()

    def end(self) -> None:
        """Begin no more posts; from now on those that were begun have their time."""
        if not self._shared.closing.is_set():
            self._shared.closing.set()
            self._ends_at = loop_time() + _ENDING

    def stir(self) -> None:
        """Post what is owed now, and not only after the pause."""
        self._stirred.set()

    async def round(self) -> float:
        """Take what lanes there are; return the seconds until the next look."""
        shared = self._shared
        held = shared.held_until - loop_time()
        if held > 0:
            return held
        room = 0 if shared.closing.is_set() else _LANES - len(self._lanes)
        for lane in await shared.outbox.claim_lanes(shared.clock(), room) if room else ():
            task = asyncio.create_task(self._pay(lane))
            self._lanes.add(task)
            task.add_done_callback(self._lanes.discard)
        return shared.manners.pause

    async def _pay(self, lane: Lane) -> None:
        """Post what is owed in one channel, until nothing is, or somebody else does."""
        paying = _Paying(self._shared, lane)
        await surely(paying.all())


class _Paying:
    """One lane while it is ours."""

    def __init__(self, shared: _Shared, lane: Lane) -> None:
        self._shared = shared
        self._outbox = shared.outbox
        self._desk = shared.desk
        self._clock = shared.clock
        self._manners = shared.manners
        self._counts = shared.counts
        self._lane = lane
        self._last_ts = lane.last_ts
        self._cards: dict[str, str] = {}  # of what was posted after the debts were read
        self._free_at = 0.0

    async def all(self) -> None:
        try:
            files: list[Debt] = []
            while debts := await self._outbox.debts(self._lane, _DEBTS, self._clock()):
                files = [debt for debt in debts if debt.what is What.FILE]
                if len(files) == len(debts):
                    break
                await self._all_of([debt for debt in debts if debt.what is not What.FILE])
            for card in await self._outbox.stale(self._lane, _DEBTS):
                await self._edit(card)
            await self._all_of(files)  # nothing waits for a file
            await self._leave(self._manners.interval)
        except _Left:
            pass

    async def _all_of(self, debts: Sequence[Debt]) -> None:
        """Post these; nothing comes after what may stand there already before that is known."""
        for debt in sorted(debts, key=lambda one: one.state is not State.SENDING):
            card_ts = debt.card_ts or self._cards.get(debt.under, "")
            if not await self._one(replace(debt, card_ts=card_ts)):
                break

    async def _one(self, debt: Debt) -> bool:
        """Post one; False if nobody knows whether it stands there now."""
        is_repeated = False
        if debt.state is State.SENDING:
            match await self._known(debt):
                case Posted(ts):
                    self._counts.found += 1
                    await self._posted(debt, ts)
                    return True
                case Unclear(why):
                    is_repeated = True
                    if debt.attempt >= _TRIES:
                        await self._park(debt, f"unclear: {why}")
                        return True
                case Postponed(seconds):
                    await self._leave(seconds)
                case _ if debt.attempt >= _TRIES and debt.what is What.FILE:
                    await self._park(debt, "no answer")
                    return True
                case _ if debt.attempt >= _TRIES:
                    await self._outbox.owe_again(debt)
                    await self._leave(min(2.0**debt.attempt, _LONGEST))
        await self._turn()
        if not await self._outbox.begin(self._lane, debt, self._clock()):
            raise _Left
        self._counts.repeated += is_repeated
        sent = await self._desk.post(self._lane, debt, is_repeated=is_repeated)
        await self._sent(debt, sent)
        return not isinstance(sent, Unclear)

    async def _sent(self, debt: Debt, sent: Sent) -> None:
        self._free_at = loop_time() + self._manners.interval
        match sent:
            case Posted(ts):
                await self._posted(debt, ts)
            case Postponed(seconds, why):
                await self._outbox.owe_again(debt)
                await self._pause(seconds, why)
            case Refused(why) if why in _NO_THREAD and debt.card_ts:
                self._cards.pop(debt.under, None)
                await self._outbox.forget_card(debt.under)
                await self._outbox.owe_again(debt)
                await self._leave(self._manners.interval)
            case Refused(why) if why in _NO_PLACE and debt.what is not What.FILE:
                await self._outbox.owe_again(debt)
                await self._shut(why)
            case Refused(why):
                await self._park(debt, why)
            case Unclear(why, is_late):
                self._counts.unclear += 1
                _log.warning("an alert may have been posted or not: %s", why)
                lasts = self._manners.lasts if is_late else 0.0
                self._shared.sure_at[debt.id] = loop_time() + lasts + self._manners.lag

    async def _known(self, debt: Debt) -> Sent | None:
        """Look until it is found, or surely is not there; each look holds the lane."""
        sure_at = self._shared.sure_at.setdefault(debt.id, self._sure_at(debt))
        for pause in chain(_LOOKS, repeat(_LOOKS[-1])):
            is_last = loop_time() >= sure_at
            if not await self._outbox.hold(self._lane, self._clock()):
                raise _Left
            found = await self._desk.find(self._lane, debt, after=self._last_ts, goes_on=is_last)
            if found or is_last:
                break
            await self._sleep(min(pause, max(sure_at - loop_time(), 0.05)))
        if not isinstance(found, Postponed):
            self._shared.sure_at.pop(debt.id, None)
        return found

    def _sure_at(self, debt: Debt) -> float:
        """Say when what another process has begun is told by Slack, if it stands there.

        That is never at once, whatever the clock says that it was begun by.
        """
        age = (self._clock() - debt.since).total_seconds() if debt.since else 0.0
        lasts, lag = self._manners.lasts, self._manners.lag
        return loop_time() + lag + max(0.0, lasts - max(age, 0.0))

    async def _posted(self, debt: Debt, ts: str) -> None:
        self._counts.posted += 1
        self._last_ts = max(self._last_ts, ts)
        if not debt.card_ts:
            self._cards[debt.card] = ts
        await self._outbox.posted(self._lane, debt, ts, self._clock())

    async def _park(self, debt: Debt, why: str) -> None:
        self._counts.parked += 1
        _log.error("an alert is not posted: %s", why)
        await self._outbox.park(debt, why, self._clock())

    async def _edit(self, card: Stale) -> None:
        await self._turn()
        if not await self._outbox.hold(self._lane, self._clock()):
            raise _Left
        match await self._desk.edit(self._lane, card):
            case Postponed(seconds, why):
                await self._pause(seconds, why)
            case Unclear():
                await self._leave(self._manners.pause)  # an edit may be done twice
            case Refused(why) if why in _NO_THREAD and card.storm:
                await self._outbox.forget_card(card.card)
            case _:  # what is gone, or too old, cannot be edited ever
                self._counts.edited += 1
                await self._outbox.edited(card)

    async def _turn(self) -> None:
        """Wait for the channel's next second, and for a pause that Slack wants."""
        wait = max(self._free_at, self._shared.held_until) - loop_time()
        if wait > 0:
            await self._sleep(wait)
        if self._shared.closing.is_set():
            await self._leave(0.0)

    async def _pause(self, seconds: float, why: str) -> None:
        self._counts.paused += 1
        _log.info("an alert is posted later: %s", why)
        if seconds > _LONG_PAUSE:
            self._shared.held_until = max(self._shared.held_until, loop_time() + seconds)
        await self._leave(seconds)

    async def _shut(self, why: str) -> None:
        _log.warning("nothing can be posted in a channel: %s", why)
        least, most = _SHUT
        wait = timedelta(seconds=min(least * 4.0**self._lane.refusals, most))
        now = self._clock()
        await self._outbox.leave(self._lane, now + wait, now, refused=why)
        raise _Left

    async def _leave(self, seconds: float) -> None:
        now = self._clock()
        await self._outbox.leave(self._lane, now + timedelta(seconds=seconds), now)
        raise _Left

    async def _sleep(self, seconds: float) -> None:
        """Sleep, but not into the end: who stops leaves the lane to others."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._shared.closing.wait()
        if self._shared.closing.is_set():
            await self._leave(0.0)
