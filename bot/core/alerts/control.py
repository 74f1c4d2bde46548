"""What people can do with an alert's card, and what they have done."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.core.alert import Facts
from bot.core.alerts.deed import AlertClick
from bot.core.alerts.stand import Deed, Reason, Snooze, Stand
from bot.core.click import Click, Verb
from bot.core.option import Option
from bot.core.phrase import Mention, Phrase, say
from bot.core.reference import Kind, Reference
from bot.core.value import value_object
from bot.core.words import alert as said
from bot.core.words import card as words

_EACH_TIME: Final = {Deed.SNOOZE: said.SNOOZES, Deed.DONE: said.REASONS}


@value_object
class Control:
    """A button, or with options a menu."""

    action_id: str
    label: Phrase
    value: str = ""
    options: tuple[Option, ...] = ()
    is_primary: bool = False


def standing(stand: Stand, opened: str = said.OPENED) -> Iterator[Phrase]:
    """Say who has it, until when it is snoozed, or why it is done; *opened*: why it is no more."""
    if stand.done and stand.done_at:
        reason = say(said.REASONS[stand.done.value])
        who = Mention(stand.done_by)
        yield say("☑️ {done}", done=say(said.DONE_BY, agent=who, at=stand.done_at, reason=reason))
        return
    if stand.opened_at:
        yield say("↩️ {opened}", opened=say(opened, at=stand.opened_at))
    if stand.holder and stand.held_at:
        has_it = say(said.HAS_IT, agent=Mention(stand.holder), at=stand.held_at)
        yield say("🙋 {has_it}", has_it=has_it)
    if stand.is_snoozed:
        yield say("💤 {snoozed}", snoozed=_snoozed(stand))


def _snoozed(stand: Stand) -> Phrase:
    who = Mention(stand.snoozed_by)
    if stand.snoozed_until:
        return say(said.SNOOZED_UNTIL, agent=who, at=stand.snoozed_until)
    return say(said.SNOOZED_MOVE, agent=who)


def checking(stand: Stand) -> Iterator[Phrase]:
    """Say when parcelLab was asked because somebody wanted it."""
    if stand.asked_at:
        yield say(said.CHECKING)
    elif stand.is_unchecked:
        yield say(said.UNCHECKED)
    elif stand.checked_at:
        yield say(said.CHECKED, at=stand.checked_at)


def controls(facts: Facts, stand: Stand, *, card: str, is_direct: bool) -> tuple[Control, ...]:
    """Return what can be done: of what is over, nothing but to look, and to tell of it."""
    return tuple(_controls(facts, stand, card, is_direct=is_direct))


def card_menu(of: Iterable[tuple[Phrase, int]], *, card: str) -> tuple[Control, ...]:
    """Offer a card of its own for each order, by its notice, of those that *card* tells of."""
    options = tuple(
        Option(label, AlertClick(Deed.CARD, card, number).encoded()) for label, number in of
    )
    return (Control(f"alert:{Deed.CARD}", say(said.CARD), options=options),) if options else ()


def storm_controls(stand: Stand, *, card: str, is_over: bool) -> tuple[Control, ...]:
    """Return what can be done with many parcels at once.

    They have no date in common, nor do they move together: it is snoozed for a time.
    """
    if is_over:
        return ()
    if stand.done:
        return (_button(Deed.OPEN, said.REOPEN, card, stand),)
    return (
        _button(Deed.HAVE, said.HAVE, card, stand, is_primary=not stand.holder),
        _snooze((Snooze.HOUR, Snooze.MORNING), card, stand),
        _menu(Deed.DONE, said.DONE, [one.value for one in Reason], card, stand),
    )


def _button(
    deed: Deed, label: str, card: str, stand: Stand, *, is_primary: bool = False
) -> Control:
    value = AlertClick(deed, card, stand.turn).encoded()
    return Control(f"alert:{deed}", say(label), value, is_primary=is_primary)


def _controls(facts: Facts, stand: Stand, card: str, *, is_direct: bool) -> Iterator[Control]:
    def button(deed: Deed, label: str, *, is_primary: bool = False) -> Control:
        return _button(deed, label, card, stand, is_primary=is_primary)

    if stand.done and not facts.is_over:
        yield button(Deed.OPEN, said.REOPEN)
    elif not facts.is_over:
        if not is_direct:
            yield button(Deed.HAVE, said.HAVE, is_primary=not stand.holder)
        yield _snooze(_snoozes(facts), card, stand)
        yield _menu(Deed.DONE, said.DONE, [one.value for one in Reason], card, stand)
    yield button(Deed.REFRESH, words.BUTTON_REFRESH)
    if facts.order:
        order = Reference(Kind.ORDER_NUMBER, facts.order)
        value = Click(Verb.ANSWER, order, facts.client, is_posted=True).encoded()
        yield Control("card:answer", say(said.TELL), value)


def _snoozes(facts: Facts) -> Iterator[Snooze]:
    has_date = bool(facts.expected or facts.promises)
    return (one for one in Snooze if one is not Snooze.PROMISE or has_date)


def _snooze(offered: Iterable[Snooze], card: str, stand: Stand) -> Control:
    if stand.is_snoozed:
        return _button(Deed.OPEN, said.WAKE, card, stand)
    return _menu(Deed.SNOOZE, said.SNOOZE, [one.value for one in offered], card, stand)


def _menu(deed: Deed, label: str, choices: list[str], card: str, stand: Stand) -> Control:
    options = tuple(
        Option(say(_EACH_TIME[deed][one]), AlertClick(deed, card, stand.turn, one).encoded())
        for one in choices
    )
    return Control(f"alert:{deed}", say(label), options=options)
