"""Puts notices into words when they are posted, and looks whether one stands there."""

import logging
from datetime import timedelta
from typing import Final

from bot.core.alerts.card import AlertCard, for_alert, for_card, for_digest, for_reminder, named
from bot.core.alerts.gate import What
from bot.core.alerts.lane import Debt, Lane, Stale
from bot.core.alerts.storm import Storm
from bot.core.alerts.storm_card import csv_of, for_file, for_storm
from bot.core.letter import Refused, Sent
from bot.core.phrase import Speech
from bot.slack.blocks import DRAWING_FAULTS, Blocks, Message
from bot.slack.poster import Place, Poster

# So far ahead of Slack's a clock may have been by which a post was begun.
_WRONG: Final = timedelta(hours=2)
_log = logging.getLogger(__name__)


class AlertDesk:
    """The first notice of an order stands in the channel, the others in its thread."""

    def __init__(self, poster: Poster, blocks: Blocks) -> None:
        self._poster = poster
        self._blocks = blocks

    async def post(self, lane: Lane, debt: Debt, *, is_repeated: bool) -> Sent:
        if debt.what is What.FILE and debt.storm:
            return await self._file(lane, debt, debt.storm)
        message = self._drawn(_card(lane, debt, is_repeated=is_repeated), debt.lang)
        return await self._poster.attempt(_place(lane, debt), message, key=debt.key)

    async def find(self, lane: Lane, debt: Debt, *, after: str, goes_on: bool) -> Sent | None:
        if debt.since is None:
            return None
        since = debt.since - _WRONG  # counts for the first message in a place alone
        return await self._poster.find(
            _place(lane, debt), key=debt.key, since=since, after=after, goes_on=goes_on
        )

    async def edit(self, lane: Lane, card: Stale) -> Sent:
        message = self._drawn(_shown(lane, card), card.lang)
        return await self._poster.edit(Place(lane.place), card.ts, message)

    async def _file(self, lane: Lane, debt: Debt, storm: Storm) -> Sent:
        """Put all parcels of a storm into its thread: as a file, or in words if none is taken."""
        content = csv_of(storm, Speech.of(debt.lang))
        sent = await self._poster.attach(_place(lane, debt), content, key=debt.key)
        if not isinstance(sent, Refused):
            return sent
        message = self._drawn(for_file(storm), debt.lang)
        return await self._poster.attempt(_place(lane, debt), message, key=debt.key)

    def _drawn(self, card: AlertCard, lang: str) -> Message:
        """Draw it; if an administrator's template fails, say it without one: it has to be said."""
        try:
            return self._blocks.draw(card, lang=lang)
        except DRAWING_FAULTS as fault:
            _log.error("an alert could not be drawn: %s", type(fault).__name__)
            return self._blocks.plainly(card, lang=lang)


def _shown(lane: Lane, card: Stale) -> AlertCard:
    """Return what a card shows by now."""
    if card.storm:
        return for_storm(card.storm, card.stand, card=card.card)
    told = for_alert(card.facts, first=card.first if card.first != card.facts else None)
    told = for_card(told, card.facts, card.stand, card=card.card, place=lane.place)
    return named(told, card.name)


def _card(lane: Lane, debt: Debt, *, is_repeated: bool) -> AlertCard:
    """Return what is said; what stands in the channel itself is the order's card."""
    if debt.storm:
        return for_storm(debt.storm, card=debt.card, is_repeated=is_repeated)
    if debt.digest:
        return for_digest(debt.digest, card=debt.card, names=debt.names)
    if debt.what is What.REMINDER:
        return named(for_reminder(debt.facts, debt.stand), debt.name)
    told = named(for_alert(debt.facts, is_repeated=is_repeated), debt.name)
    if debt.card_ts:
        return told
    return for_card(told, debt.facts, debt.stand, card=debt.card, place=lane.place)


def _place(lane: Lane, debt: Debt) -> Place:
    return Place(lane.place, debt.card_ts or None)
