"""What is said in a case: to the customer, in the support channel, and in the agent's thread.

In the channel stands nothing of whom it is about: only words of ours, and what a channel may see of
an order.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from bot.core.catalogue import name_of
from bot.core.customers.answer import CustomerVerb
from bot.core.customers.case import Case, Origin, State, Urge
from bot.core.phrase import Mention, Phrase, phrase, say
from bot.core.text.passed_on import LONGEST, as_plain, paragraphs
from bot.core.value import value_object
from bot.core.words import case as said

_FACTS: Final = 8  # lines about an order


class CaseVerb(StrEnum):
    """What a button of a case does."""

    TAKE = "take"
    BACK = "back"
    CLOSE = "close"
    SOLVED = "solved"


@value_object
class CaseButton:
    label: Phrase
    action_id: str
    value: str = ""
    is_primary: bool = False


@value_object
class CaseCard:
    """One message of a case; `quoted` is what somebody else wrote, by parts and their lines."""

    icon: str
    title: Phrase
    lines: tuple[Phrase, ...] = ()
    quoted: tuple[tuple[Phrase, ...], ...] = ()
    buttons: tuple[CaseButton, ...] = ()
    after: tuple[Phrase, ...] = ()
    has_links: bool = False  # addresses in what is quoted can be clicked


def _button(label: str, verb: CaseVerb, case: Case, *, is_primary: bool = False) -> CaseButton:
    return CaseButton(say(label), f"case:{verb}", case.tag, is_primary)


# To the customer.


def asked(case: Case, *, is_new: bool) -> CaseCard:
    """Confirm that they will be helped, or say that this goes on already."""
    solved = (_button(said.BUTTON_SOLVED, CaseVerb.SOLVED, case),)
    if is_new:
        return CaseCard("🙋", say(said.ASKED), (say(said.ASKED_NEXT),), buttons=solved)
    if case.state is State.TAKEN:
        return CaseCard("💬", say(said.TALKING), (say(said.TALKING_NEXT),), buttons=solved)
    when = say(said.WAITING_NEXT, at=case.opened_at)
    return CaseCard("🙋", say(said.WAITING), (when,), buttons=solved)


def nobody(contact: str | None) -> CaseCard:
    """Say whom to write to instead: nobody is left without a way to go on."""
    how = say(said.CONTACT, contact=contact) if contact else say(said.CONTACT_UNKNOWN)
    return CaseCard("📮", say(said.NOBODY), (how,), has_links=True)


def heard() -> CaseCard:
    return CaseCard("📨", say(said.HEARD), (say(said.HEARD_NEXT),))


def arrived(case: Case) -> CaseCard:
    solved = (_button(said.BUTTON_SOLVED, CaseVerb.SOLVED, case),)
    return CaseCard("💬", say(said.ARRIVED), (say(said.ARRIVED_NEXT),), buttons=solved)


def left() -> CaseCard:
    return CaseCard("🙋", say(said.LEFT), (say(said.LEFT_NEXT),))


def ended(person: Phrase, *, by_customer: bool) -> CaseCard:
    """Say how to go on; *person* is the label of the button with which they can ask anew."""
    again = CaseButton(person, f"customer:{CustomerVerb.PERSON}1")
    title = say(said.WITHDRAWN if by_customer else said.CLOSED)
    return CaseCard("👋", title, (say(said.CLOSED_NEXT),), buttons=(again,))


# In the support channel.


def in_channel(case: Case, facts: Sequence[Phrase], earlier: Case | None) -> CaseCard:
    """Say what it is about, and how it stands."""
    opened = case.opened
    concern = said.CONCERNS.get(opened.concern) if opened.concern is not None else None
    about = say(said.ABOUT, concern=say(concern)) if concern else None
    spoken = say(said.SPEAKS, language=name_of(opened.lang))
    helped = say(said.EARLIER, at=earlier.closed_at) if earlier and earlier.closed_at else None
    order = (say(said.THEIR_ORDER), *facts[:_FACTS]) if facts else (say(said.NO_ORDER),)
    is_waiting = case.state is State.WAITING
    since = say(said.SINCE if is_waiting else said.SINCE_DONE, at=case.opened_at)
    lines = (*_how_it_stands(case), *filter(None, (about, spoken, since, helped)), *order)
    return CaseCard(_ICONS[case.state], say(_ASKS[opened.origin]), lines, buttons=_buttons(case))


_ASKS: Final = {
    Origin.GUEST: said.GUEST,
    Origin.COMPANY: said.OTHER_COMPANY,
    Origin.MEMBER: said.MEMBER,
}
_ICONS: Final = {State.WAITING: "🙋", State.TAKEN: "💬", State.CLOSED: "✅"}


def _how_it_stands(case: Case) -> tuple[Phrase, ...]:
    agent = Mention(case.agent) if case.agent else None
    if case.state is State.TAKEN and agent and case.taken_at:
        return (say(said.HAS_IT, agent=agent, at=case.taken_at),)
    if case.state is State.CLOSED and case.closed_at:
        if agent:
            return (say(said.DONE_BY, agent=agent, at=case.closed_at),)
        return (say(said.DONE, at=case.closed_at),)
    return ()


def _buttons(case: Case) -> tuple[CaseButton, ...]:
    match case.state:
        case State.WAITING:
            return (_button(said.BUTTON_TAKE, CaseVerb.TAKE, case, is_primary=True),)
        case State.TAKEN:
            return _for_agent(case)
        case State.CLOSED:
            return ()


def _for_agent(case: Case) -> tuple[CaseButton, ...]:
    return (
        _button(said.BUTTON_CLOSE, CaseVerb.CLOSE, case, is_primary=True),
        _button(said.BUTTON_BACK, CaseVerb.BACK, case),
    )


def urged(case: Case, urge: Urge, lead: str | None) -> CaseCard:
    """Say below the card that they still wait."""
    if urge is Urge.LEAD and lead:
        line = say(said.STILL_WAITING_LEAD, lead=Mention(lead), at=case.opened_at)
    else:
        line = say(said.STILL_WAITING, at=case.opened_at)
    return CaseCard("⏰", line)


def waits_again() -> CaseCard:
    return CaseCard("🙋", say(said.WAITS_AGAIN))


# To an agent alone.


def yours(case: Case) -> CaseCard:
    """Begin the thread: with whom, and how it works."""
    title = say(said.YOURS, customer=Mention(case.customer))
    how = (say(said.YOURS_HOW), say(said.YOURS_NOT), say(said.YOURS_END))
    return CaseCard("💬", title, how, buttons=_for_agent(case))


def history(texts: Sequence[str] | None) -> CaseCard:
    """Show what they wrote; None: it may not be read."""
    if texts is None:
        return CaseCard("🔒", say(said.UNREADABLE))
    if not texts:
        return CaseCard("📨", say(said.WROTE_NOTHING))
    written = "\n".join(as_plain(text) or "…" for text in texts)
    return CaseCard("📨", say(said.WROTE_BEFORE), quoted=_quoted(written))


def has_it(case: Case) -> CaseCard:
    """Tell who was too late, who was not."""
    if case.agent and case.taken_at and case.state is State.TAKEN:
        line = say(said.SOMEBODY_HAS_IT, agent=Mention(case.agent), at=case.taken_at)
        return CaseCard("💬", line)
    return note(said.NOT_OPEN if case.state is State.CLOSED else said.BUTTON_IS_OLD)


def note(message: str) -> CaseCard:
    return CaseCard("ℹ️", say(message))


# From one to the other.


def relayed(raw: str, *, to_customer: bool, has_files: bool) -> CaseCard:
    """Pass on what somebody wrote, as plain text; to the customer without the agent's name."""
    plain = as_plain(raw)
    cut = say(said.CUT_OFF) if len(plain) > LONGEST else None
    files = say(said.FILES_WERE) if has_files and not to_customer else None
    quoted = _quoted(plain)
    after = tuple(filter(None, (cut, files)))
    if to_customer:
        return CaseCard("💬", say(said.FROM_SUPPORT), (), quoted, after=after, has_links=True)
    return CaseCard("🗨️", say(said.FROM_CUSTOMER), (), quoted, after=after)


def _quoted(plain: str) -> tuple[tuple[Phrase, ...], ...]:
    return tuple(tuple(phrase(line) for line in part) for part in paragraphs(plain))
