"""*Watch* on a card: each for themselves, told in their direct message.

On a card that others see, too, only a note says so; one's own card shows how it is.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.button import watched
from bot.core.card import Card, NoteCard, OrderCard
from bot.core.click import Click, Verb
from bot.core.letter import StoreError
from bot.core.notes import watch as watch_note
from bot.core.phrase import Phrase, say
from bot.core.privacy import Agent
from bot.core.reference import Reference
from bot.core.watches.wish import is_watchable
from bot.slack.alerts.watching import Watching
from bot.slack.answer import Answer, Answers

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WatchClicks:
    """Watches for whoever clicks; that they are an agent was asked just before."""

    watching: Watching

    async def clicked(
        self, click: Click, agent: Agent, answers: Answers, *, is_own: bool, lang: str
    ) -> Answer:
        """Do it, and show it: on the card if it is theirs alone, else beside it."""
        if not is_watchable(click.reference):
            return answers.drawn(watch_note.not_watchable(), lang=lang)
        if click.verb is Verb.WATCH:
            note, line = await self._watch(click, agent, lang)
        else:
            note, line = await self._unwatch(click, agent)
        if not is_own:
            return answers.drawn(note, lang=lang)
        verb = Verb.PARCEL if click.parcel else Verb.ORDER
        card = await answers.card_for(replace(click, verb=verb), agent, lang=lang)
        if not isinstance(card, OrderCard):  # parcelLab does not answer: the watch is made anyway
            return answers.drawn(note, lang=lang)
        return answers.drawn(_with(card, line, is_watched=click.verb is Verb.WATCH), lang=lang)

    async def marked(self, card: Card, reference: Reference, agent: Agent) -> Card:
        """Return the card as it is for who watches its order; without a store as it is."""
        parcel = _watchable(card) if isinstance(card, OrderCard) else None
        if not isinstance(card, OrderCard) or parcel is None:
            return card
        try:
            watch = await self.watching.own(reference, agent, parcel)
        except StoreError as error:
            _log.warning("a card does not say whether it is watched: %s", error)
            return card
        return _with(card, watch_note.since(watch), is_watched=True) if watch else card

    async def add(
        self, found: Sequence[Reference], agent: Agent, *, client_key: str, lang: str
    ) -> NoteCard:
        """Watch what somebody has searched for, as far as that can be remembered."""
        wanted = [one for one in found if is_watchable(one)]
        if not wanted:
            return watch_note.not_watchable()
        made = await self.watching.add(wanted, agent, client_key=client_key, lang=lang)
        return watch_note.watching(wanted, channel="", made=made, until=None)

    async def _watch(self, click: Click, agent: Agent, lang: str) -> tuple[NoteCard, Phrase]:
        reference, parcel = click.reference, click.parcel
        known = await self.watching.own(reference, agent, parcel)
        if known:
            return watch_note.already(known, click), watch_note.since(known)
        client = click.client_key
        await self.watching.add([reference], agent, client_key=client, parcel=parcel, lang=lang)
        return watch_note.begun(click), watch_note.tells_you(reference, parcels=1 if parcel else 0)

    async def _unwatch(self, click: Click, agent: Agent) -> tuple[NoteCard, Phrase]:
        reference = click.reference
        is_ended = await self.watching.end(reference, agent, click.parcel)
        note = watch_note.unwatched(
            [reference] if is_ended else [], [] if is_ended else [reference]
        )
        return note, note.lines[0]


def _watchable(card: OrderCard) -> str | None:
    """Return which parcel a card offers to watch, empty for the order; None: it offers neither."""
    watching = (one.click.parcel for one in card.buttons if one.click.verb is Verb.WATCH)
    return next(watching, None)


def _with(card: OrderCard, line: Phrase, *, is_watched: bool) -> OrderCard:
    icon = "👀" if is_watched else "👋"
    footer = (say("{icon} {line}", icon=icon, line=line), *card.footer)
    return replace(
        card, footer=footer, buttons=watched(card.buttons) if is_watched else card.buttons
    )
