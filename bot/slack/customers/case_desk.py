"""Posts what is owed in cases: cards into the support channel, words to both sides."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final, Protocol
from weakref import WeakValueDictionary

from slack_sdk.web.async_client import AsyncWebClient

from bot.core.card import OrderCard
from bot.core.customers import case_card as card
from bot.core.customers.case import Case, State, Support, Urge
from bot.core.customers.case_card import CaseCard
from bot.core.customers.case_letter import Owed, Step, read_owed
from bot.core.letter import Kept, Posted, Postponed, Refused, Sent
from bot.core.phrase import Phrase, say
from bot.core.privacy import Agent, Channel
from bot.core.story import story
from bot.core.words import case as said
from bot.core.words import conversation
from bot.slack.answer import NOTHING, Answer, Answers
from bot.slack.channels import obstacle
from bot.slack.direct import direct_message, failed
from bot.slack.door import Identity
from bot.slack.error import CALL_FAULTS
from bot.slack.people import People
from bot.slack.poster import Place, Poster
from bot.slack.wrote import wrote

_SHOWN_WHEN_POSTED: Final = Answer({"text": "…"}, is_note=False)
_DAY: Final = timedelta(days=1)
_LATER: Final = 2.0  # seconds
_TURN: Final = 1.5  # seconds
_LED_TO_IT, _MOST = 1, 30  # messages before the case was opened, and since
_NOTES: Final = {
    "not_yours": said.NOT_YOURS,
    "no_agent_now": said.NO_AGENT_NOW,
    "no_agent": said.NO_AGENT,
    "who_unsaid": said.WHO_UNSAID,
    "files_not": said.FILES_NOT,
    "not_passed_on": said.NOT_PASSED_ON,
    "closed_here": said.CLOSED_HERE,
    "handed_back": said.HANDED_BACK,
    "solved_here": said.SOLVED_HERE,
}


class Cases(Protocol):
    """The use case "talk to someone", as far as it goes on when something stands in Slack."""

    @property
    def support(self) -> Support: ...
    async def at(self, case_id: int) -> Case | None: ...
    async def began(self, case_id: int, turn: int, agent: str, place: tuple[str, str]) -> None: ...
    async def announced(self, case: Case, channel: str, ts: str) -> None: ...
    async def unannounced(self, case: Case) -> None: ...
    async def give_back(self, case_id: int, turn: int) -> bool: ...
    async def earlier(self, case: Case) -> Case | None: ...
    async def lost(self, case: Case, place: dict[str, str], mark: str) -> None: ...


Decide = Callable[[Kept, Owed], Awaitable[None]]


class CaseDesk:
    """Answers letters of cases. `decide` is asked for what people did: of that nothing is posted
    here, it owes others."""

    def __init__(
        self,
        cases: Cases,
        decide: dict[Step, Decide],
        answers: Answers,
        people: People,
        poster: Poster,
        client: AsyncWebClient,
        identity: Identity,
    ) -> None:
        self._cases = cases
        self._decide = decide
        self._answers = answers
        self._people = people
        self._poster = poster
        self._client = client
        self._identity = identity
        self._lanes: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()

    async def answer(self, kept: Kept) -> Answer:
        owed = read_owed(kept)
        if owed.step in self._decide:
            await self._decide[owed.step](kept, owed)
            return NOTHING
        if owed.step is Step.SHOWN:
            return _SHOWN_WHEN_POSTED
        case = await self._cases.at(owed.case_id)
        if owed.step is Step.ORDER:
            return await self._order(owed, case) if case else NOTHING
        found = await self._card(owed, case)
        return self._answers.drawn(found, lang=await self._lang(owed)) if found else NOTHING

    async def post(self, kept: Kept, answer: Answer) -> Sent:
        owed = read_owed(kept)
        if not answer.message:
            return Posted("")
        if owed.step is Step.SHOWN:
            return await self._shown(owed)
        place = await self._place(owed)
        if isinstance(place, Refused | Postponed):
            return await self._noted(kept, owed, Place(""), place)
        if owed.more.get("only_for"):
            return await self._poster.whisper(place, answer.message, to=owed.more["only_for"])
        if owed.step is Step.ANNOUNCE and await obstacle(self._client, place.channel):
            return await self._noted(
                kept, owed, place, Refused("others read along, or nobody knows")
            )
        return await self._noted(kept, owed, place, await self._in_turn(kept, owed, place, answer))

    async def _in_turn(self, kept: Kept, owed: Owed, place: Place, answer: Answer) -> Sent:
        """Post one after the other into a place: a pause that Slack asks for would let others by.

        Nobody waits so long that their lease could end meanwhile.
        """
        lane = self._lanes.setdefault(place, asyncio.Lock())
        try:
            async with asyncio.timeout(_TURN):
                await lane.acquire()
        except TimeoutError:
            return Postponed(_LATER, "others are posted there first")
        try:
            return await self._poster.post(place, answer.message, key=kept.key, since=owed.at)
        finally:
            lane.release()

    async def find(self, kept: Kept) -> Sent | None:
        owed = read_owed(kept)
        if owed.step in self._decide or owed.step is Step.SHOWN or owed.more.get("only_for"):
            return None  # may be done again
        place = await self._place(owed)
        if isinstance(place, Refused | Postponed):
            return place
        found = await self._poster.find(place, key=kept.key, since=owed.at)
        return await self._noted(kept, owed, place, found) if found else None

    async def _noted(self, kept: Kept, owed: Owed, place: Place, sent: Sent) -> Sent:
        """Go on from what stands in Slack now, or will never."""
        case = await self._cases.at(owed.case_id)
        if case is None:
            return sent
        match owed.step, sent:
            case Step.ANNOUNCE, Posted(ts):
                await self._cases.announced(case, place.channel, ts)
            case Step.ANNOUNCE, Refused():
                await self._cases.unannounced(case)
            case Step.THREAD, Posted(ts):
                turn, agent = int(owed.more["turn"]), owed.more["user"]
                await self._cases.began(case.id, turn, agent, (place.channel, ts))
            case Step.THREAD, Refused():
                await self._cases.give_back(case.id, int(owed.more["turn"]))
            case Step.RELAY, Refused() if owed.more["to"] == "agent":  # who takes over reads it
                await self._cases.give_back(case.id, int(owed.more["turn"]))
            case Step.RELAY, Refused():
                more = owed.more
                back = {"channel": more["from_channel"], "thread": more["from_thread"]}
                back |= {"reader": more["author"]}
                await self._cases.lost(case, back, f"{more['from_channel']}:{kept.key}")
        return sent

    async def _card(self, owed: Owed, case: Case | None) -> CaseCard | None:
        """Return what is to be said, as the case stands now; None if that is nothing any more."""
        more = owed.more
        match owed.step:
            case Step.ASKED if "contact" in more:
                return card.nobody(self._cases.support.contact)
            case Step.NOTE:
                return self._note(more["note"], case)
        if case is None:
            return None
        match owed.step:
            case Step.ASKED:
                return card.asked(case, is_new=bool(more["new"]))
            case Step.ANNOUNCE:
                return await self._in_channel(case) if _waits(case) else None
            case Step.URGE:
                return self._urge(case, more)
            case Step.THREAD:
                return card.yours(case) if case.tag == f"{case.id}.{more['turn']}" else None
            case Step.HISTORY:
                return card.history(await self._history(case, more["thread"]))
            case Step.TOLD:
                return _told(case, more["what"])
            case Step.RELAY:
                is_for_customer = more["to"] == "customer"
                has_files = bool(more["files"])
                return card.relayed(more["text"], to_customer=is_for_customer, has_files=has_files)
        return None

    def _note(self, name: str, case: Case | None) -> CaseCard:
        if name == "heard":
            return card.heard()
        if name in _NOTES:
            return card.note(_NOTES[name])
        return card.has_it(case) if case else card.note(said.BUTTON_IS_OLD)

    def _urge(self, case: Case, more: dict[str, str]) -> CaseCard | None:
        if not _waits(case) or str(case.turn) != more["turn"]:
            return None
        if more["urge"] == "again":
            return card.waits_again()
        return card.urged(case, Urge(more["urge"]), self._cases.support.lead)

    async def _in_channel(self, case: Case) -> CaseCard:
        """Draw the card with what a channel may see of the order that they have proven."""
        facts: Sequence[Phrase] = ()
        if case.opened.order and self._cases.support.channel:
            audience, lang = Channel(self._cases.support.channel), self._cases.support.lang
            found = await self._answers.card(case.opened.order, audience, lang=lang)
            facts = tuple(story(found)) if isinstance(found, OrderCard) else ()
        return card.in_channel(case, facts, await self._cases.earlier(case))

    async def _order(self, owed: Owed, case: Case) -> Answer:
        """Show an agent the order in full, who is authorised again: this may be a day later."""
        agent = owed.more["user"]
        person = await self._people.person(agent)
        if not case.opened.order or case.agent != agent or not person.is_agent:
            return NOTHING
        audience = Agent(self._identity.team_id or case.opened.team, agent)
        return await self._answers.to(case.opened.order, audience, lang=person.lang)

    async def _history(self, case: Case, until: str) -> Sequence[str] | None:
        """Return what they wrote since the case was opened, and what led to it."""
        since = case.opened_at - _DAY
        found = await wrote(self._client, case.opened.dm, case.customer, since=since, until=until)
        if found is None:
            return None
        opened = case.opened_at.timestamp()
        before = [one.text for one in found if float(one.ts) <= opened]
        after = [one.text for one in found if float(one.ts) > opened]
        return [*before[-_LED_TO_IT:], *after[-_MOST:]]

    async def _shown(self, owed: Owed) -> Sent:
        """Edit the card until it shows how the case stands: others may change that meanwhile."""
        case = await self._cases.at(owed.case_id)
        while case and case.card:
            channel, ts = case.card
            message = self._answers.drawn(
                await self._in_channel(case), lang=self._cases.support.lang
            ).message
            try:
                await self._client.chat_update(channel=channel, ts=ts, **message)
            except CALL_FAULTS as error:
                return failed(error)
            now = await self._cases.at(case.id)
            if now is None or (now.state, now.turn) == (case.state, case.turn):
                return Posted(ts)
            case = now
        return Posted("")  # it does not stand there yet, and will be shown as it is then

    async def _place(self, owed: Owed) -> Place | Refused | Postponed:
        """Return where it is to stand; an agent's direct message is opened if there is none."""
        if owed.step is Step.URGE:
            return await self._below_card(owed)
        channel, thread = owed.place
        if channel:
            return Place(channel, thread)
        return await direct_message(self._client, owed.more["user"])

    async def _below_card(self, owed: Owed) -> Place | Refused | Postponed:
        case = await self._cases.at(owed.case_id)
        if case and case.card:
            return Place(*case.card)
        return Postponed(_LATER, "the card does not stand there yet")

    async def _lang(self, owed: Owed) -> str:
        """Each reads their own language: the customer, the agent, the channel."""
        more = owed.more
        if "lang" in more:
            return more["lang"]
        reader = more.get("reader") or more.get("user") or more.get("only_for")
        return (await self._people.person(reader)).lang if reader else self._cases.support.lang


def _waits(case: Case) -> bool:
    return case.state is State.WAITING


def _told(case: Case, what: str) -> CaseCard | None:
    """Tell the customer what became of it, if it still is so."""
    match what:
        case "arrived":
            return card.arrived(case) if case.state is State.TAKEN else None
        case "left":
            return card.left() if _waits(case) else None
        case _:
            person = say(conversation.BUTTON_PERSON)
            return card.ended(person, by_customer=what == "solved")
