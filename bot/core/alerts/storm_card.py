"""What a storm shows: one line that says it all, a table of the newest, and a file of all."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice, repeat
from typing import Final

from bot.core.alert import Facts
from bot.core.alerts.card import ICONS, AlertCard, headline, icon_of, watched_as, where
from bot.core.alerts.control import card_menu, standing, storm_controls
from bot.core.alerts.stand import FRESH, Stand
from bot.core.alerts.storm import FAMILY, SHOWN, Storm
from bot.core.cell import Cells, csv_file, safe_cell
from bot.core.phrase import Coded, Phrase, Speech, count, joined, listed, phrase, say
from bot.core.words import alert as said
from bot.core.words import card as words

_IN_A_LINE: Final = 15  # numbers
_LINES: Final = 32  # of one message
_NAMES: Final = 5  # of watches, in a line
_ORDER, _, _PROBLEM, _, _EXPECTED = words.TABLE_HEAD
_HEAD: Final = (_ORDER, said.STORM_PARCEL, _PROBLEM, _EXPECTED)
_COLUMNS: Final = (
    *("order_number", "client", "courier", "location", "parcel"),
    *("problems", "promise", "expected", "since", "watch"),
)


def for_storm(
    storm: Storm, stand: Stand = FRESH, *, card: str, is_repeated: bool = False
) -> AlertCard:
    """Say how many parcels are late where, and since when; *card* is its name."""
    is_over = storm.count == 0
    left_out = len(storm.parcels) - SHOWN
    more = (count(words.MORE, left_out),) if left_out > 0 else ()
    return AlertCard(
        icon="✅" if is_over else icon_of(_icon(storm), stand),
        title=say(words.LABELLED, label=where(storm.head), value=_what(storm)),
        is_problem=not is_over,
        lines=tuple(_lines(storm)),
        head=tuple(map(say, _HEAD)) if storm.parcels else (),
        rows=tuple(map(_row, storm.parcels[:SHOWN])),
        numbers=tuple(_numbers(storm)),
        standing=tuple(standing(stand, said.STORM_OPENED)),
        footer=(*more, *_footer(is_over=is_over, is_repeated=is_repeated)),
        controls=(
            *storm_controls(stand, card=card, is_over=is_over),
            *card_menu(list(_open(storm))[:SHOWN], card=card),
        ),
        names_people=True,
    )


def for_file(storm: Storm) -> AlertCard:
    """Say in numbers what the file of a storm lists, where Slack takes no file."""
    title = say(words.LABELLED, label=where(storm.head), value=_what(storm))
    lines = tuple(islice(_numbers(storm), _LINES))
    left_out = len(storm.parcels) - _LINES * _IN_A_LINE
    more = (count(words.MORE, left_out),) if left_out > 0 else ()
    return AlertCard(_icon(storm), title, is_problem=True, lines=lines, footer=more)


def csv_of(storm: Storm, speech: Speech) -> bytes:
    """Return the file: a line for each parcel, for a spreadsheet; nothing in it is personal."""
    cells, names = Cells(speech), chain(storm.names, repeat(""))
    parcels = zip(storm.parcels, names, strict=False)
    return csv_file([_COLUMNS, *(_cells(facts, name, cells) for facts, name in parcels)], speech)


def _cells(facts: Facts, name: str, cells: Cells) -> Iterator[str]:
    yield from map(safe_cell, (facts.order, facts.client, facts.courier))
    yield from map(safe_cell, (facts.location or facts.country, facts.parcel))
    yield safe_cell(cells(joined([headline(facts, kind) for kind in facts.kinds], "; ")))
    yield facts.promises[0].isoformat() if facts.promises else ""
    yield facts.expected.isoformat() if facts.expected else ""
    yield facts.began.isoformat(timespec="minutes")
    yield safe_cell(name)


def _icon(storm: Storm) -> str:
    return ICONS[storm.head.kinds[0]]


def _what(storm: Storm) -> Phrase:
    if storm.count == 0:
        return count(said.STORM_LEFT, storm.left)
    family = FAMILY[storm.head.kinds[0]]
    return count(said.STORM[family], storm.count, at=storm.head.began)


def _lines(storm: Storm) -> Iterator[Phrase]:
    if storm.count and (storm.apart or storm.left):
        apart = count(said.STORM_APART, storm.apart) if storm.apart else None
        left = count(said.STORM_LEFT, storm.left) if storm.left else None
        yield joined((apart, left))
    if named := Counter(filter(None, storm.names)):
        lists = [f"{name} ({number})" for name, number in named.most_common(_NAMES)]
        yield watched_as(joined(lists, ", "))


def _row(facts: Facts) -> tuple[Phrase, ...]:
    expected = facts.expected or (facts.promises[-1] if facts.promises else None)
    return (
        phrase(facts.order or words.NOTHING),
        phrase(facts.parcel or words.NOTHING),
        headline(facts, facts.kinds[0]),
        phrase(expected or words.NOTHING),
    )


def _open(storm: Storm) -> Iterator[tuple[Phrase, int]]:
    """Yield the orders that may get a card of their own."""
    for facts, number in zip(storm.parcels, storm.ids, strict=False):
        yield joined((facts.order or None, facts.parcel or None)), number


def _numbers(storm: Storm) -> Iterator[Phrase]:
    numbers = [Coded(facts.order or facts.parcel) for facts in storm.parcels]
    for start in range(0, len(numbers), _IN_A_LINE):
        yield joined((listed(numbers[start : start + _IN_A_LINE]),))


def _footer(*, is_over: bool, is_repeated: bool) -> Iterator[Phrase]:
    if not is_over:
        yield say(said.STORM_JOIN)
    if is_repeated:
        yield say(said.REPEATED)
