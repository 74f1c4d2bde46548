"""What people do in cases: who may is asked anew each time, then the use case decides."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.customers.case import Case, Opened, Origin, Said, Thread, tagged
from bot.core.customers.case_letter import Owed, Step
from bot.core.letter import Kept, Posted, Postponed, Sent
from bot.core.privacy import Customer
from bot.core.reference import Kind, Reference
from bot.core.text.concern import Concern, concerns_of
from bot.core.words.case import CONCERNS
from bot.slack.answer import NOTHING, Answer
from bot.slack.customers.case_desk import Decide
from bot.slack.desks import Desk
from bot.slack.letter import body_of, is_direct
from bot.slack.people import People, Person, refusal
from bot.slack.wrote import concern_in, wrote

_PATIENCE: Final = 8.0  # seconds for Slack to say who it is
_SOON: Final = 1.0  # seconds until a thread that is being begun should stand
_DAY: Final = timedelta(days=1)

Proven = Callable[[Customer], Awaitable[Reference | None]]


class Cases(Protocol):
    """The use case "talk to someone", as far as people set it going."""

    async def ask(self, opened: Opened, gesture: str) -> None: ...
    async def solved(self, case_id: int, customer: str) -> None: ...
    async def heard(self, case: Case, said: Said) -> bool: ...
    async def take_over(self, case_id: int, turn: int, agent: str) -> bool: ...
    async def give_back(self, case_id: int, turn: int) -> bool: ...
    async def close(self, case_id: int, turn: int) -> bool: ...
    async def answered(self, thread: Thread, said: Said, *, is_agent: bool) -> None: ...
    async def unsaid(self, thread: Thread, said: Said) -> None: ...
    async def refuse(self, case_id: int, gesture: str, why: str, place: dict[str, str]) -> None: ...
    async def of_customer(self, customer: str) -> Case | None: ...
    async def of_thread(self, channel: str, ts: str) -> Thread | None: ...
    async def is_beginning(self, agent: str) -> bool: ...


class Asking:
    """Opens a case for whoever asks for a person, with what is known of why."""

    def __init__(
        self, cases: Cases, people: People, client: AsyncWebClient, proven: Proven
    ) -> None:
        self._cases = cases
        self._people = people
        self._client = client
        self._proven = proven

    async def ask(self, customer: Customer, dm: str, at: datetime, gesture: str) -> None:
        """Ask for *customer*, who did so in their direct message at that time."""
        person = await self._people.reader(customer.user_id, dm=dm, patience=_PATIENCE)
        written = await wrote(self._client, dm, customer.user_id, since=at - _DAY)
        reference = await self._proven(customer)
        opened = Opened(
            team=customer.team_id,
            customer=customer.user_id,
            dm=dm,
            lang=person.lang,
            origin=_origin(person),
            concern=concern_in(written, tuple(CONCERNS)),
            order=_question(reference) if reference else None,
        )
        await self._cases.ask(opened, gesture)


def _origin(person: Person) -> Origin:
    if person.is_guest:
        return Origin.GUEST
    return Origin.MEMBER if person.is_member else Origin.COMPANY


def _question(reference: Reference) -> str:
    """Write a reference as somebody would ask for it."""
    if reference.kind is Kind.RECIPIENT_EMAIL:
        return reference.value
    is_parcel = reference.kind is Kind.TRACKING_NUMBER
    number = reference.value.replace('"', "")
    kinds = reference.couriers if is_parcel else ("order",)
    return " ".join(f'{kind}:"{number}"' for kind in kinds[:1])


class Clicks:
    """Reads the letters of clicks."""

    def __init__(self, cases: Cases, asking: Asking, people: People) -> None:
        self._cases = cases
        self._asking = asking
        self._people = people

    def decisions(self) -> dict[Step, Decide]:
        return {
            Step.ASK: self._ask,
            Step.SOLVED: self._solved,
            Step.TAKE: self._agents,
            Step.BACK: self._agents,
            Step.CLOSE: self._agents,
        }

    async def _ask(self, kept: Kept, owed: Owed) -> None:
        more = owed.more
        customer = Customer(more["team"], more["user"])
        await self._asking.ask(customer, more["channel"], owed.at, kept.key)

    async def _solved(self, _kept: Kept, owed: Owed) -> None:
        await self._cases.solved(owed.case_id, owed.more["user"])

    async def _agents(self, kept: Kept, owed: Owed) -> None:
        """Do what an agent wants, who is one now: a button may be older than that."""
        user, asked = owed.more["user"], tagged(owed.more["value"])
        person = await self._people.person(user, patience=_PATIENCE)
        if refusal(person):
            why = "who_unsaid" if person.is_agent is None else "no_agent"
            await self._refuse(kept, owed, why)
        elif asked is None or not await self._done(owed.step, asked, user):
            await self._refuse(kept, owed, "how_it_stands")

    async def _done(self, step: Step, asked: tuple[int, int], agent: str) -> bool:
        """Do it; False: somebody else was faster, or the button is an old one."""
        if step is Step.BACK:
            return await self._cases.give_back(*asked)
        if step is Step.CLOSE:
            return await self._cases.close(*asked)
        return await self._cases.take_over(*asked, agent)

    async def _refuse(self, kept: Kept, owed: Owed, why: str) -> None:
        channel = owed.more["channel"]
        place = {"channel": channel, "thread": owed.more["thread"], "reader": owed.more["user"]}
        if not channel.startswith("D"):
            place = {"channel": channel, "only_for": owed.more["user"]}
        await self._cases.refuse(owed.case_id, kept.key, why, place)


_PASSED_ON: Final = NOTHING
_TOO_EARLY: Final = Answer({}, is_note=False)


class Between:
    """Stands before the desk for messages: what belongs to a case goes to the other side."""

    def __init__(
        self,
        desk: Desk,
        cases: Cases,
        asking: Asking,
        people: People,
        names_an_order: Callable[[str], bool],
    ) -> None:
        self._desk = desk
        self._cases = cases
        self._asking = asking
        self._people = people
        self._names_an_order = names_an_order

    async def answer(self, kept: Kept) -> Any:
        body = body_of(kept)
        event = body["event"]
        found = await self._passed_on(body, event, _said(event)) if is_direct(event) else None
        return found or await self._desk.answer(kept)

    async def post(self, kept: Kept, answer: Any) -> Sent:
        if answer is _PASSED_ON:
            return Posted("")
        if answer is _TOO_EARLY:
            return Postponed(_SOON, "the thread does not stand there yet")
        return await self._desk.post(kept, answer)

    async def find(self, kept: Kept) -> Sent | None:
        return await self._desk.find(kept)

    async def _passed_on(
        self, body: dict[str, Any], event: dict[str, Any], said: Said
    ) -> Answer | None:
        """Pass it on if it is meant for the other side; None: the bot itself is meant."""
        if said.thread:
            thread = await self._cases.of_thread(said.channel, said.thread)
            if thread:
                return await self._of_agent(thread, said)
            if await self._cases.is_beginning(said.author):
                return _TOO_EARLY
        case = await self._cases.of_customer(said.author)
        asks = Concern.PERSON in concerns_of(said.text)
        if case and not (asks and not case.agent):
            return await self._of_customer(case, said)
        if not asks:
            return None
        person = await self._people.reader(said.author, wrote=said.text, patience=_PATIENCE)
        if person.is_agent:
            return None  # of whom Slack does not say who they are is a customer
        customer = Customer(str(body["team_id"]), said.author)
        at = datetime.fromtimestamp(float(event["ts"]), UTC)
        await self._asking.ask(customer, said.channel, at, said.id)
        return _PASSED_ON

    async def _of_agent(self, thread: Thread, said: Said) -> Answer:
        person = await self._people.person(said.author, patience=_PATIENCE)
        if person.is_agent is None:
            await self._cases.unsaid(thread, said)
        else:
            await self._cases.answered(thread, said, is_agent=refusal(person) is None)
        return _PASSED_ON

    async def _of_customer(self, case: Case, said: Said) -> Answer | None:
        """While they wait, the bot still tells where an order is."""
        if not case.agent and self._names_an_order(said.text):
            return None
        return _PASSED_ON if await self._cases.heard(case, said) else _TOO_EARLY


def _said(event: dict[str, Any]) -> Said:
    return Said(
        id=f"{event['channel']}:{event['ts']}",
        text=str(event.get("text") or ""),
        has_files=bool(event.get("files")),
        author=str(event["user"]),
        channel=str(event["channel"]),
        thread=str(event.get("thread_ts") or ""),
    )
