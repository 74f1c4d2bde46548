"""Which buttons stand on an order's card: only what its audience may see, and what exists."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.core.click import OPTION_MAX, VALUE_MAX, Click, Verb, tag_of, way_back
from bot.core.order import Order, Tracking
from bot.core.phrase import Phrase, say
from bot.core.privacy import Agent, VisibleOrder
from bot.core.value import value_object
from bot.core.words import card as words
from bot.core.words import reply_kit as reply_kit_words
from bot.core.words import watch as watch_words

_CHOICES: Final = 100  # docs.slack.dev/reference/block-kit/block-elements/select-menu-element


@value_object
class Button:
    label: Phrase
    click: Click

    @property
    def value(self) -> str:
        return self.click.encoded()


@value_object
class Chooser:
    """A menu of parcels."""

    label: Phrase
    options: tuple[Button, ...]


def buttons(
    visible: VisibleOrder, shown: Sequence[Tracking], *, is_over: bool = False
) -> tuple[Button, ...]:
    """Return the buttons for an order of which *shown* parcels stand on the card.

    *is_over*: nothing more happens to it, so there is nothing to watch.
    """
    order = visible.order
    click = way_back(order)
    if click is None or len(click.encoded()) > VALUE_MAX - 100:
        return ()
    make = _for_agent if isinstance(visible.audience, Agent) else _for_channel
    made = tuple(make(order, click, shown))
    return made if is_over else _with_watch(made, click, _only(visible, shown))


def _only(visible: VisibleOrder, shown: Sequence[Tracking]) -> str:
    """Return the one of several parcels that a card is about, to be known again by its number."""
    is_part = len(shown) == 1 < len(visible.order.trackings or ())
    is_alone = is_part and bool(shown[0].tracking_number) and isinstance(visible.audience, Agent)
    return tag_of(shown[0]) if is_alone else ""


def _with_watch(made: tuple[Button, ...], click: Click, parcel: str) -> tuple[Button, ...]:
    """Put it before the last, which leads away from the card."""
    if not made:
        return ()
    is_posted = made[-1].click.is_posted
    watch = replace(click, verb=Verb.WATCH, parcel=parcel, is_posted=is_posted)
    return (*made[:-1], Button(say(watch_words.BUTTON_WATCH), watch), made[-1])


def watched(made: tuple[Button, ...]) -> tuple[Button, ...]:
    """Return the same for somebody who watches it already."""
    return tuple(
        Button(say(watch_words.BUTTON_UNWATCH), replace(one.click, verb=Verb.UNWATCH))
        if one.click.verb is Verb.WATCH
        else one
        for one in made
    )


def _for_agent(order: Order, order_click: Click, shown: Sequence[Tracking]) -> Iterator[Button]:
    is_part = len(shown) < len(order.trackings or ())
    reference, client = order_click.reference, order_click.client_key
    tag = tag_of(shown[0]) if is_part and len(shown) == 1 else ""
    if any(parcel.supports_live_refresh for parcel in shown):
        yield Button(say(words.BUTTON_REFRESH), Click(Verb.REFRESH, reference, client, tag))
    if any(parcel.checkpoints for parcel in shown):
        yield Button(say(words.BUTTON_HISTORY), Click(Verb.HISTORY, reference, client, tag))
    if any(parcel.articles for parcel in shown):
        yield Button(say(words.BUTTON_ARTICLES), Click(Verb.ARTICLES, reference, client, tag))
    yield Button(say(reply_kit_words.BUTTON), Click(Verb.ANSWER, reference, client, tag))
    if is_part:
        yield Button(say(words.BUTTON_ALL), order_click)
    else:
        yield Button(say(words.BUTTON_SHARE), Click(Verb.SHARE, reference, client))


def _for_channel(order: Order, click: Click, _: Sequence[Tracking]) -> Iterator[Button]:
    """What is posted for all holds no tracking number, so neither may its buttons."""
    if not order.order_number:
        return
    click = replace(click, is_posted=True)
    if any(parcel.supports_live_refresh for parcel in order.trackings or ()):
        yield Button(say(words.BUTTON_REFRESH), replace(click, verb=Verb.REFRESH))
    yield Button(say(words.BUTTON_DETAILS), replace(click, verb=Verb.DETAILS))


def in_language(button: Button, lang: str, *, thread_ts: str = "") -> Button:
    """Let the answer to a click be in the language that was asked for with the card.

    So goes on the thread that the card belongs to. Details are for another reader, in their own;
    so is a parcel when the menu has no room for it.
    """
    asked = replace(button, click=replace(button.click, lang=lang, thread_ts=thread_ts))
    has_room = button.click.verb is not Verb.PARCEL or len(asked.value) <= OPTION_MAX
    return asked if has_room and button.click.verb is not Verb.DETAILS else button


def chooser(visible: VisibleOrder, parcels: Sequence[tuple[Tracking, Phrase]]) -> Chooser | None:
    """Return a menu of the order's *parcels*, each with its line; None for a single one."""
    click = way_back(visible.order, Verb.PARCEL)
    if click is None or len(parcels) < 2 or not isinstance(visible.audience, Agent):
        return None
    options = tuple(
        Button(line, replace(click, parcel=tag_of(tracking)))
        for tracking, line in parcels[:_CHOICES]
    )
    if any(len(option.value) > OPTION_MAX for option in options):
        return None
    unique = {option.value: option for option in options}
    return Chooser(say(words.CHOOSE_PARCEL), tuple(unique.values()))
