"""The table that answers several references at once: one line each, most urgent first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot.core.button import Button
from bot.core.card import Row, TableCard, by_urgency, data_age
from bot.core.click import way_back
from bot.core.outlook import window_of
from bot.core.parcel import Urgency
from bot.core.phrase import Ago, Phrase, count, joined, phrase, say
from bot.core.privacy import Agent, VisibleOrder
from bot.core.question import Busy, ParcelLabError, Refused
from bot.core.words import card as words
from bot.core.words import search as search_words

_NOTHING: Final = say(words.NOTHING)


def row(visible: VisibleOrder, *, asked: str, now: datetime) -> Row:
    """Say an order in one line; its most urgent parcel speaks for it."""
    order, button = visible.order, _way_in(visible)
    number = order.order_number or asked
    parcels = by_urgency(order, now)
    if not parcels:
        empty = say(words.ROW_EMPTY)
        return Row(Urgency.MOVING, (phrase(number), empty, _NOTHING, _NOTHING, _NOTHING), button)
    first = parcels[0]
    status = say("{icon} {headline}", icon=first.icon, headline=first.headline)
    if len(parcels) > 1:
        status = say("{status} · {n}", status=status, n=count(words.PARCELS, len(parcels)))
    return Row(
        first.urgency,
        (
            phrase(number),
            status,
            joined(first.problems) if first.problems else _NOTHING,
            phrase(Ago.of(first.scanned_at, now)) if first.scanned_at else say(words.NOT_SCANNED),
            window_of(first.forecast) if first.forecast else _NOTHING,
        ),
        button,
    )


def _way_in(visible: VisibleOrder) -> Button | None:
    """Return what opens the order: for agents alone, as others see no more of it than the row."""
    click = way_back(visible.order) if isinstance(visible.audience, Agent) else None
    return Button(say(search_words.BUTTON_OPEN), click) if click else None


def row_without(asked: str, why: str) -> Row:
    """Say in one line why there is no order; unanswered questions stand on top."""
    return Row(Urgency.NEEDS_YOU, (phrase(asked), say(why), _NOTHING, _NOTHING, _NOTHING))


def why_failed(error: ParcelLabError) -> str:
    if isinstance(error, Refused):
        return words.ROW_REFUSED
    return words.ROW_BUSY if isinstance(error, Busy) else words.ROW_BROKEN


def for_orders(
    rows: Iterable[Row],
    *,
    left_out: int,
    now: datetime,
    as_of: datetime | None = None,
    is_stale: bool = False,
) -> TableCard:
    """Set the lines in order; *left_out* references were one too many.

    *as_of* is when parcelLab said the oldest line, if not now; *is_stale* if one of them is.
    """
    ordered = tuple(sorted(rows, key=lambda row: row.urgency))
    more: Phrase | None = None
    if left_out:
        more = count(words.TABLE_MORE, left_out, most=len(ordered))
    return TableCard(
        icon="📦",
        title=count(words.TABLE_TITLE, len(ordered)),
        head=tuple(map(say, words.TABLE_HEAD)),
        rows=ordered,
        more=more,
        footer=(*data_age(as_of or now, now=now, is_stale=is_stale),),
    )
