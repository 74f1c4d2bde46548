"""Replies to a slash command in time: inside the acknowledgement, or after it.

Slack waits 3 s for an acknowledgement (docs.slack.dev/interactivity/implementing-slash-commands).
One that carries no answer promises it: the command is written down before.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from enum import Enum
from typing import Any, Final, Protocol, TypeAlias

from bot.core.latest import Latest
from bot.core.letter import Kept, Letter, Posted, Sent, StoreError
from bot.slack.answer import Answer, Answers
from bot.slack.blocks import written
from bot.slack.replies.response import Address, Responses, addressed
from bot.slack.tasks import Tasks

_AT_ONCE: Final = 0.25  # seconds an acknowledgement may wait: a later answer costs twice
_WRITING: Final = 1.8  # seconds more it may wait until the command is written down: of Slack's 3
_PATIENCE: Final = 0.7  # seconds until somebody wants to know that we are looking
_REMEMBERED: Final = 2000
_log = logging.getLogger(__name__)


class Acknowledge(Protocol):
    """Bolt's `ack`; a text that is a JSON object goes out as one, like BoltResponse's body."""

    async def __call__(self, body: str = "") -> Any: ...


class Promises(Protocol):
    """Where commands are written down whose answer is not ready at once."""

    async def keep(self, letter: Letter) -> Kept | None:
        """Write it down; None: it is known. StoreError: it is not written down."""
        ...

    async def say(self, kept: Kept, post: Callable[[], Awaitable[Sent]]) -> None:
        """Post its answer unless somebody else has taken over, and note what became of it."""
        ...


class _Unkept(Enum):
    KNOWN = "known"  # somebody else answers
    BROKEN = "broken"  # nobody else will


_Keeping: TypeAlias = asyncio.Task[Kept | _Unkept]


async def _is_said() -> Sent:
    return Posted("")


class Replies:
    """Answers each command once, whatever it takes, and says that it looks when it takes long."""

    def __init__(
        self, responses: Responses, tasks: Tasks, answers: Answers, promises: Promises
    ) -> None:
        self._responses = responses
        self._tasks = tasks
        self._answers = answers
        self._promises = promises
        self._promised = Latest[str, _Keeping](_REMEMBERED)
        self._pictured = Latest[str, None](_REMEMBERED)

    async def reply(
        self,
        ack: Acknowledge,
        address: Address,
        work: Coroutine[Any, Any, Answer],
        letter: Callable[[], Letter],
    ) -> None:
        """Acknowledge with the answer if it is ready at once, else with a promise.

        A command may come again after the line broke: what is promised is not answered twice. What
        went out in an acknowledgement goes out again in the next: Slack shows that which it got.
        """
        if await self._is_promised(ack, address):
            work.close()
            return
        begun = time.monotonic()
        answering = self._tasks.start(self._answers.surely(work, address.lang))
        await asyncio.sleep(0)  # what is remembered is there after one step: no need for a timer
        if not answering.done():
            await asyncio.wait({answering}, timeout=_AT_ONCE)
        if answering.done():
            await self._acknowledge_with(answering.result(), ack, address)
            return
        keeping = await self._promise(address, letter(), answering)
        if answering.done() and not keeping.done():  # the answer was faster than the promise
            self._promised.pop(address.trigger, None)
            await self._acknowledge_with(answering.result(), ack, address)
            self._tasks.start(self._say(keeping, _is_said))
            return
        await ack()
        self._tasks.start(self._follow(answering, keeping, address, begun=begun))

    async def _acknowledge_with(self, answer: Answer, ack: Acknowledge, address: Address) -> None:
        await ack(written(addressed(answer, is_public=address.is_public)))
        if answer.later and self._is_first(address.trigger):
            self._responses.follow_up(answer, address)

    async def obey(
        self,
        ack: Acknowledge,
        address: Address,
        work: Coroutine[Any, Any, Answer],
        letter: Letter,
    ) -> None:
        """Do once what others hear of, whichever replicas the command comes to and comes again to.

        So it is written down before it begins, and its answer never goes with an acknowledgement,
        which may get lost when nobody does it again.
        """
        if await self._is_promised(ack, address):
            work.close()
            return
        begun = time.monotonic()
        keeping = await self._promise(address, letter)
        await ack()
        if keeping.done() and keeping.result() is _Unkept.KNOWN:
            work.close()
            return
        answering = self._tasks.start(self._answers.surely(work, address.lang))
        self._tasks.start(self._follow(answering, keeping, address, begun=begun))

    async def _is_promised(self, ack: Acknowledge, address: Address) -> bool:
        """Whether this process answers it already; then it is acknowledged."""
        promised = self._promised.get(address.trigger)
        if promised is None:
            return False
        await asyncio.wait({promised}, timeout=_WRITING)
        await ack()
        return True

    async def _promise(
        self, address: Address, letter: Letter, *answering: asyncio.Task[Answer]
    ) -> _Keeping:
        """Write it down; where there is an answer first, or Slack cannot wait, go on trying to."""
        keeping = self._tasks.start(self._keep(letter))
        if address.trigger:
            self._promised[address.trigger] = keeping
        first = asyncio.FIRST_COMPLETED
        await asyncio.wait({keeping, *answering}, timeout=_WRITING, return_when=first)
        return keeping

    async def _keep(self, letter: Letter) -> Kept | _Unkept:
        try:
            return await self._promises.keep(letter) or _Unkept.KNOWN
        except StoreError as error:
            _log.warning("a command is answered without being written down: %s", error)
            return _Unkept.BROKEN

    async def _follow(
        self,
        answering: asyncio.Task[Answer],
        keeping: _Keeping,
        address: Address,
        *,
        begun: float,
    ) -> None:
        if keeping.done() and keeping.result() is _Unkept.KNOWN:
            answering.cancel()
            return
        patience = max(0.0, begun + _PATIENCE - time.monotonic())
        done, _ = await asyncio.wait({answering}, timeout=patience)
        is_first = bool(done) or not await self._responses.look(address)
        answer = await answering

        async def post() -> Sent:
            return await self._responses.say(answer, address, is_first=is_first)

        await self._say(keeping, post)

    async def _say(self, keeping: _Keeping, post: Callable[[], Awaitable[Sent]]) -> None:
        """Keep the promise; an answer does not wait for a store that takes so long."""
        hurried = None if keeping.done() else await post()

        async def posted() -> Sent:
            return hurried or await post()

        kept = await keeping
        if isinstance(kept, Kept):
            await self._promises.say(kept, posted)
        else:
            await posted()

    def _is_first(self, trigger: str) -> bool:
        """Whether no picture follows this command's answer yet."""
        if trigger and trigger in self._pictured:
            return False
        self._pictured[trigger] = None
        return True
