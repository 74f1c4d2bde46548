"""Windows of one person: open at once, whatever parcelLab does, and filled when it has answered.

Slack takes a trigger_id for 3 s and once (docs.slack.dev/surfaces/modals). A window that was closed
meanwhile, or that shows something newer by now, is left alone.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.latest import Latest
from bot.core.privacy import Agent
from bot.core.search import Origin
from bot.slack.answer import Answer, Answers, Lang
from bot.slack.blocks import DRAWING_FAULTS, Message, drafts
from bot.slack.error import CALL_FAULTS, REFUSED, reason
from bot.slack.tasks import Tasks
from bot.slack.views import Unfit, View, Views, as_blocks, turned_into

_AT_ONCE: Final = 0.4  # seconds a window may wait for its answer before it says that it looks
_SETTLED: Final = 0.6  # seconds until Slack has surely done what an acknowledgement asked for
_REMEMBERED: Final = 2000  # windows
_GONE: Final = ("not_found", "hash_conflict", "view_not_found")
_log = logging.getLogger(__name__)

Content: TypeAlias = Answer | View  # a drawn card to put into the window, or the whole window
Call: TypeAlias = Callable[[View], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Pane:
    """How a window looks around its answer: in which language, and with the quick search or not.

    `is_fresh`: the cursor is in the search from the start.
    """

    lang: Lang
    origin: Origin = field(default_factory=Origin)
    is_search: bool = True
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A view as Slack keeps it: whatever changes it changes its hash."""

    view_id: str
    hash: str


class Panes:
    """Shows what comes of some work in a window."""

    def __init__(
        self, client: AsyncWebClient, answers: Answers, views: Views, tasks: Tasks
    ) -> None:
        self._client = client
        self._answers = answers
        self._views = views
        self._tasks = tasks
        self._turns = Latest[str, int](_REMEMBERED)

    def begin(self, work: Coroutine[Any, Any, Content], pane: Pane) -> asyncio.Task[Content]:
        return self._tasks.start(self._answers.surely(work, pane.lang))

    def open(
        self,
        trigger_id: str,
        working: asyncio.Task[Content],
        pane: Pane,
        *,
        otherwise: Callable[[], Awaitable[object]],
    ) -> None:
        """Open a window; *otherwise*, if Slack does not, for it was too late, say."""

        async def call(view: View) -> Any:
            return await self._client.views_open(trigger_id=trigger_id, view=view)

        self._tasks.start(self._opened(call, working, pane, otherwise))

    def push(
        self, trigger_id: str, working: asyncio.Task[Content], pane: Pane, *, onto: str
    ) -> None:
        """Open a window on top of the one that is open, or in its place if Slack does not."""

        async def call(view: View) -> Any:
            return await self._client.views_push(trigger_id=trigger_id, view=view)

        async def instead() -> None:
            await self._updated(onto, working, pane)

        self._tasks.start(self._opened(call, working, pane, instead))

    def update(self, view_id: str, working: asyncio.Task[Content], pane: Pane) -> None:
        """Show it in a window that is open: what was asked for last, if that is not all one."""
        self._tasks.start(self._updated(view_id, working, pane))

    async def tell(self, agent: Agent, message: Message) -> None:
        """Write to somebody directly: there is no other place that they surely look at."""
        try:
            await self._client.chat_postMessage(channel=agent.user_id, **message)
        except CALL_FAULTS as error:
            _log.warning("a window did not open, and nobody was told: %s", reason(error))

    def turned_into(self, answer: Answer, pane: Pane) -> dict[str, Any]:
        """Return the acknowledgement of a form that turns into this answer."""
        return turned_into(next(self._drawn(answer, pane)))

    async def acknowledged(
        self, view_id: str, working: asyncio.Task[Content], pane: Pane
    ) -> dict[str, Any]:
        """Return the acknowledgement of a form that turns into the answer, or soon will."""
        content, is_done = await self._first(working, pane)
        has_more = not is_done or (isinstance(content, Answer) and content.later is not None)
        if has_more:
            self._tasks.start(self._settled(Shown(view_id, ""), working, pane))
        return turned_into(next(self._drawn(content, pane)))

    async def _settled(self, shown: Shown, working: asyncio.Task[Content], pane: Pane) -> None:
        """Fill the window, after the acknowledgement: what overtakes that would be lost."""
        turn = self._turn(shown.view_id)
        await asyncio.sleep(_SETTLED)
        await self._filled(shown, turn, _latest(await working), pane)

    async def _opened(
        self,
        call: Call,
        working: asyncio.Task[Content],
        pane: Pane,
        otherwise: Callable[[], Awaitable[object]],
    ) -> None:
        content, is_done = await self._first(working, pane)
        shown = await self._tried(call, content, pane)
        if shown is None:
            await otherwise()
            return
        turn = self._turn(shown.view_id)
        if is_done:
            self._follow(shown, content, pane)
        else:
            await self._filled(shown, turn, _latest(await working), pane)

    async def _updated(self, view_id: str, working: asyncio.Task[Content], pane: Pane) -> None:
        turn, shown = self._turn(view_id), Shown(view_id, "")
        content, is_done = await self._first(working, pane)
        filled = await self._filled(shown, turn, content, pane)
        if filled and not is_done:
            await self._filled(filled, turn, _latest(await working), pane)

    async def _first(self, working: asyncio.Task[Content], pane: Pane) -> tuple[Content, bool]:
        """Return what there is to show at once, and whether that is the answer already."""
        await asyncio.wait({working}, timeout=_AT_ONCE)
        if working.done():
            return _latest(working.result()), True
        return Answer(self._answers.looking(pane.lang), is_note=True), False

    async def _filled(self, shown: Shown, turn: int, content: Content, pane: Pane) -> Shown | None:
        """Fill the window, unless something else was asked for in it since."""
        if self._turns.get(shown.view_id) != turn:
            return None
        done = await self._put(shown, content, pane)
        if done:
            self._follow(done, content, pane)
        return done

    def _follow(self, shown: Shown, content: Content, pane: Pane) -> None:
        """Show the picture that did not delay its answer, when it is there."""
        if not isinstance(content, Answer) or content.later is None:
            return
        later = content.later

        async def show(file_id: str) -> str:
            view = next(self._drawn(Answer(later.whole(file_id), is_note=False), pane))
            try:
                await self._client.views_update(view_id=shown.view_id, hash=shown.hash, view=view)
            except CALL_FAULTS as error:
                word = reason(error)
                return REFUSED if word.startswith("invalid") else word
            return ""

        later.follow(show, place=("", shown.view_id))

    async def _put(self, shown: Shown, content: Content, pane: Pane) -> Shown | None:
        more = {"hash": shown.hash} if shown.hash else {}

        async def call(view: View) -> Any:
            return await self._client.views_update(view_id=shown.view_id, view=view, **more)

        return await self._tried(call, content, pane)

    async def _tried(self, call: Call, content: Content, pane: Pane) -> Shown | None:
        """Show it, with less in it if Slack does not take it; None: there is no window to fill."""
        for view in self._drawn(content, pane):
            try:
                view_now = (await call(view)).get("view") or {}
            except CALL_FAULTS as error:
                word = reason(error)
                if word in _GONE:
                    return None
                _log.warning("a window could not be shown: %s", word)
                if not word.startswith("invalid"):
                    return None
            else:
                return Shown(str(view_now.get("id", "")), str(view_now.get("hash", "")))
        return None

    def _drawn(self, content: Content, pane: Pane) -> Iterator[View]:
        """Yield the window, then with less in it."""
        if not isinstance(content, Answer):
            yield content
            return
        for message in drafts(content.message):
            yield self._window(message, pane)
        yield self._views.plainly(content.message, lang=pane.lang())

    def _window(self, message: Message, pane: Pane) -> View:
        form = {
            "blocks": as_blocks(message),
            "metadata": pane.origin.encoded(),
            "is_search": pane.is_search,
            "is_fresh": pane.is_fresh,
        }
        try:
            return self._views.modal("window.view.json.j2", form, lang=pane.lang())
        except (*DRAWING_FAULTS, Unfit):
            return self._views.plainly(message, lang=pane.lang())

    def _turn(self, view_id: str) -> int:
        """Take a turn in a window: what was asked for in it before is not shown any more."""
        self._answers.leave("", view_id)
        self._turns[view_id] = turn = self._turns.get(view_id, 0) + 1
        return turn


def _latest(content: Content) -> Content:
    return content.latest() if isinstance(content, Answer) else content
