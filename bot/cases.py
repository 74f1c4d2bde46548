"""The use case "talk to someone": a customer and an agent write to each other through the bot.

What a gesture leads to is written down as letters before anything is said, each under a key of its
own: whoever dies in between, it is begun again, and nothing is said twice. What decides is how the
case stands after a change, not who has changed it: so every step may be repeated.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.core.clock import Clock
from bot.core.customers.case import (
    Case,
    Opened,
    Said,
    State,
    Support,
    Thread,
    Urge,
    is_due,
    next_reminder,
)
from bot.core.customers.case_letter import Step, owed
from bot.core.letter import Take
from bot.loop import every

_KEPT: Final = timedelta(days=30)  # that a case was, and whose thread was whose
_EARLIER: Final = timedelta(days=1)  # who comes back within that is no stranger
_HOUR: Final = timedelta(hours=1)
_MOST: Final = 5  # cases that somebody opens in an hour
_ROUNDS: Final = 200  # from one tidying to the next


class Store(Protocol):
    """Where cases are kept."""

    async def open(self, opened: Opened, by: str, now: datetime) -> tuple[Case, bool]: ...
    async def at(self, case_id: int) -> Case | None: ...
    async def open_of(self, customer: str) -> Case | None: ...
    async def opened_since(self, customer: str, since: datetime) -> int: ...
    async def closed_of(self, customer: str, since: datetime, until: datetime) -> Case | None: ...
    async def of_thread(self, channel: str, ts: str) -> Thread | None: ...
    async def is_beginning(self, agent: str) -> bool: ...
    async def take(self, case_id: int, turn: int, agent: str, now: datetime) -> Case | None: ...
    async def give_back(self, case_id: int, turn: int, now: datetime) -> Case | None: ...
    async def close(self, case_id: int, turn: int, now: datetime) -> Case | None: ...
    async def announced(self, case_id: int, channel: str, ts: str) -> None: ...
    async def thread_of(self, case_id: int, turn: int) -> Thread | None: ...
    async def begun(
        self, case_id: int, turn: int, agent: str, place: tuple[str, str]
    ) -> Thread | None: ...
    async def urged(self, case: Case, urge: Urge) -> None: ...
    async def waiting(self, before: datetime) -> Sequence[Case]: ...
    async def tidy(self, older_than: datetime) -> None: ...


class Cases:
    """Decides what follows from what people do; `take` writes a letter down and has it posted."""

    def __init__(
        self,
        store: Store,
        take: Take,
        support: Support,
        clock: Clock,
        world: Clock | None = None,
    ) -> None:
        """Date letters by *clock*, and cases by *world*: the clock of Slack, which a demo moves."""
        self.store = store
        self.support = support
        self._take = take
        self._clock = clock
        self._world = world or clock

    # What customers do.

    async def ask(self, opened: Opened, gesture: str) -> None:
        """Open a case, and say so; without a support channel, say whom to write to.

        Whoever opens and ends one after the other is told that, too: each calls the agents.
        """
        now = self._world()
        lately = await self.store.opened_since(opened.customer, now - _HOUR)
        is_going_on = bool(await self.store.open_of(opened.customer))
        if not self.support.channel or (lately >= _MOST and not is_going_on):
            await self._contact(opened, gesture)
            return
        case, is_new = await self.store.open(opened, gesture, now)
        if is_new:
            await self._owe(Step.ANNOUNCE, case, f"{case.id}", channel=self.support.channel)
        told = {"channel": opened.dm, "lang": opened.lang, "new": "1" if is_new else ""}
        await self._owe(Step.ASKED, case, gesture, **told)

    async def of_customer(self, customer: str) -> Case | None:
        return await self.store.open_of(customer)

    async def unannounced(self, case: Case) -> None:
        """Let nobody wait whom nobody can see: the support channel takes nothing."""
        await self.store.close(case.id, case.turn, self._world())
        await self._contact(case.opened, f"{case.id}")

    async def solved(self, case_id: int, customer: str) -> None:
        """Close what is theirs, whoever has it."""
        case = await self.store.at(case_id)
        if case and case.customer == customer:
            await self._end(case.id, case.turn, by_customer=True)

    async def heard(self, case: Case, said: Said) -> bool:
        """Pass on what a customer wrote; False: the thread it goes to is not known yet.

        What is older than the thread stands in its beginning (Slack's clock says both).
        """
        if case.state is State.TAKEN and not case.thread:
            return False
        if case.thread and _ts(said.id) > _ts(case.thread[1]):
            channel, thread = case.thread
            await self._relay(case, said, to="agent", channel=channel, thread=thread)
        else:
            await self._note(case, f"{case.tag}.heard", "heard", said)
        return True

    # What agents do.

    async def of_thread(self, channel: str, ts: str) -> Thread | None:
        return await self.store.of_thread(channel, ts)

    async def is_beginning(self, agent: str) -> bool:
        return await self.store.is_beginning(agent)

    async def take_over(self, case_id: int, turn: int, agent: str) -> bool:
        """Give it to an agent; False: somebody else has it, or nobody can have it any more."""
        case = await self.store.take(case_id, turn, agent, self._world())
        if case is None or (case.state, case.agent, case.turn) != (State.TAKEN, agent, turn + 1):
            return False
        await self._owe(Step.THREAD, case, case.tag, user=agent)
        return True

    async def began(self, case_id: int, turn: int, agent: str, place: tuple[str, str]) -> None:
        """Go on when the thread stands: only now the customer is told that somebody is there.

        It may have been given back meanwhile, by who saw the thread before we knew of it: whoever
        of the two comes second says so there.
        """
        thread = await self.store.begun(case_id, turn, agent, place)
        if thread and thread.is_current:
            await self._begin(thread.case, agent, *place)
        elif thread:
            is_over = thread.case.state is State.CLOSED
            await self._in_thread(thread, "closed_here" if is_over else "handed_back")

    async def _begin(self, case: Case, agent: str, channel: str, ts: str) -> None:
        place = {"channel": channel, "thread": ts, "user": agent}
        await self._owe(Step.HISTORY, case, case.tag, **place)
        if case.opened.order:
            await self._owe(Step.ORDER, case, case.tag, **place)
        await self._show(case)
        await self._tell(case, "arrived")

    async def give_back(self, case_id: int, turn: int) -> bool:
        """Let it wait again, and say so to everybody whom it concerns; False: it has moved on."""
        case = await self.store.give_back(case_id, turn, self._world())
        if case is None or case.state is not State.WAITING or case.turn != turn + 1:
            return False
        await self._show(case)
        await self._tell(case, "left")
        await self._owe(Step.URGE, case, f"{case.tag}.again", urge="again")
        if thread := await self.store.thread_of(case_id, turn):
            await self._in_thread(thread, "handed_back")
        return True

    async def close(self, case_id: int, turn: int) -> bool:
        """End it; False: it has moved on."""
        return await self._end(case_id, turn, by_customer=False)

    async def answered(self, thread: Thread, said: Said, *, is_agent: bool) -> None:
        """Pass on what an agent wrote, if it is their case and they still are one."""
        case = thread.case
        if not thread.is_current:
            await self._note(case, said.id, "not_yours", said)
        elif not is_agent:
            await self._note(case, said.id, "no_agent_now", said)
            await self.give_back(case.id, case.turn)
        else:
            if said.text.strip():
                await self._relay(case, said, to="customer", channel=case.opened.dm)
            if said.has_files:
                await self._note(case, said.id, "files_not", said)

    async def unsaid(self, thread: Thread, said: Said) -> None:
        await self._note(thread.case, said.id, "who_unsaid", said)

    async def refuse(self, case_id: int, gesture: str, why: str, place: dict[str, str]) -> None:
        """Tell one who has clicked why nothing follows; `place` names them, too."""
        letter = owed(Step.NOTE, case_id, gesture, self._clock(), note=why, **place)
        await self._take(letter)

    # What follows.

    async def at(self, case_id: int) -> Case | None:
        return await self.store.at(case_id)

    async def announced(self, case: Case, channel: str, ts: str) -> None:
        """Note where the card stands; what has changed meanwhile is shown at once."""
        await self.store.announced(case.id, channel, ts)
        now = await self.store.at(case.id)
        if now and now.state is not State.WAITING:
            await self._owe(Step.SHOWN, now, f"{now.tag}.{now.state}.late")

    async def lost(self, case: Case, place: dict[str, str], mark: str) -> None:
        """Tell who wrote it that it did not arrive."""
        await self.refuse(case.id, f"{mark}.lost", "not_passed_on", place)

    async def earlier(self, case: Case) -> Case | None:
        """Return the case of theirs that was closed shortly before."""
        until = case.opened_at
        return await self.store.closed_of(case.customer, until - _EARLIER, until)

    async def remind(self) -> None:
        """Have those told who should know who still waits: each once, by whichever replica."""
        now, patience = self._world(), self.support.patience
        for case in await self.store.waiting(now - patience):
            reminder = next_reminder(case, patience)
            if reminder and is_due(reminder, now):
                mark = f"{case.tag}.{reminder.urge}"
                await self._owe(Step.URGE, case, mark, urge=reminder.urge)
                await self.store.urged(case, reminder.urge)

    @asynccontextmanager
    async def at_work(self, pause: float) -> AsyncIterator[None]:
        """Look every *pause* seconds who waits too long."""
        async with every(pause, self.remind), every(_ROUNDS * pause, self._tidy):
            yield

    async def _tidy(self) -> None:
        await self.store.tidy(self._world() - _KEPT)

    async def _end(self, case_id: int, turn: int, *, by_customer: bool) -> bool:
        case = await self.store.close(case_id, turn, self._world())
        if case is None or case.state is not State.CLOSED or case.turn != turn:
            return False
        await self._show(case)
        await self._tell(case, "solved" if by_customer else "ended")
        if thread := await self.store.thread_of(case_id, turn):
            await self._in_thread(thread, "solved_here" if by_customer else "closed_here")
        return True

    async def _contact(self, opened: Opened, mark: str) -> None:
        told = {"channel": opened.dm, "lang": opened.lang, "contact": "1"}
        await self._take(owed(Step.ASKED, 0, f"{mark}.contact", self._clock(), **told))

    async def _show(self, case: Case) -> None:
        await self._owe(Step.SHOWN, case, f"{case.tag}.{case.state}")

    async def _tell(self, case: Case, what: str) -> None:
        mark = f"{case.id}.end" if case.state is State.CLOSED else f"{case.tag}.{what}"
        place = {"channel": case.opened.dm, "lang": case.opened.lang}
        await self._owe(Step.TOLD, case, mark, what=what, **place)

    async def _in_thread(self, thread: Thread, note: str) -> None:
        """Say there once that it is over."""
        channel, ts = thread.place
        place = {"channel": channel, "thread": ts, "reader": thread.agent}
        mark = f"{thread.case.id}.{thread.turn}.over"
        letter = owed(Step.NOTE, thread.case.id, mark, self._clock(), note=note, **place)
        await self._take(letter)

    async def _note(self, case: Case, mark: str, note: str, said: Said) -> None:
        """Say something where somebody has written."""
        place = {"channel": said.channel, "thread": said.thread}
        if note == "heard":
            place["lang"] = case.opened.lang
        else:
            place["reader"] = said.author
        await self._take(owed(Step.NOTE, case.id, mark, self._clock(), note=note, **place))

    async def _relay(
        self, case: Case, said: Said, *, to: str, channel: str, thread: str = ""
    ) -> None:
        await self._owe(
            Step.RELAY,
            case,
            said.id,
            to=to,
            channel=channel,
            thread=thread,
            text=said.text,
            files="1" if said.has_files else "",
            from_channel=said.channel,
            from_thread=said.thread,
            author=said.author,
            **({"lang": case.opened.lang} if to == "customer" else {"reader": case.agent or ""}),
        )

    async def _owe(self, step: Step, case: Case, mark: str, **more: str) -> None:
        await self._take(owed(step, case.id, mark, self._clock(), turn=str(case.turn), **more))


def _ts(name: str) -> float:
    return float(name.rpartition(":")[2])
