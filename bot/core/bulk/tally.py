"""What became of a list: how much needs somebody, which lines first, and which were not read."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeAlias

from bot.core import table
from bot.core.bulk.entry import Entries, Entry
from bot.core.bulk.sheet import MOST_ROWS
from bot.core.card import NoteCard, Row, TableCard, by_urgency, data_age
from bot.core.parcel import Urgency
from bot.core.phrase import Phrase, count, joined, listed, phrase, say
from bot.core.privacy import Audience, named, reveal
from bot.core.question import Found, ParcelLabError
from bot.core.reference import Kind
from bot.core.value import value_object
from bot.core.words import bulk as bulk_words
from bot.core.words import card as words

Answers: TypeAlias = Mapping[tuple[Kind, str], Found | ParcelLabError]

_ROWS: Final = 10  # of a card: the file has the others
_LINES: Final = 8  # numbers of lines for each reason
_BAR: Final = 20
# From the most urgent on; what has no order stands where somebody may have to do something.
STATES: Final = {
    "NEEDS_YOU": "🔴",
    "LATE": "🟠",
    "NO_ANSWER": "🔌",
    "NOT_FOUND": "❔",
    "BACK": "↩️",
    "TO_COLLECT": "📬",
    "MOVING": "📦",
    "ANNOUNCED": "🕓",
    "DELIVERED": "✅",
    "CANCELLED": "🚫",
}
NOT_UNDERSTOOD: Final = "NOT_UNDERSTOOD"
_RANKS: Final = {state: rank for rank, state in enumerate(STATES)}
_COUNTED: Final = {**words.COUNTED, **bulk_words.COUNTED}


@value_object
class Progress:
    """How far a list has got. `left` is in seconds, `calls` a minute are made for it at most."""

    done: int
    total: int
    left: float
    calls: int


@value_object
class Age:
    """The oldest that was said, and whether any of it is what parcelLab said before it failed."""

    as_of: datetime
    is_stale: bool


def progress_card(progress: Progress) -> NoteCard:
    """Say how far it is, and for how long yet."""
    filled = _BAR * progress.done // max(progress.total, 1)
    rate = say(bulk_words.RATE, calls=progress.calls)
    lines = (
        phrase("█" * filled + "░" * (_BAR - filled)),
        joined((_left(progress.left), rate), ", "),
    )
    title = say(bulk_words.PROGRESS, done=progress.done, total=progress.total)
    return NoteCard("⏳", title, lines, is_answer=True)


def _left(seconds: float) -> Phrase:
    if seconds > 90:
        return count(bulk_words.ABOUT_MINUTES, round(seconds / 60))
    return count(bulk_words.ABOUT_SECONDS, max(1, round(seconds)))


def result_card(
    entries: Entries,
    answers: Answers,
    to: Audience,
    *,
    now: datetime,
    has_more_files: bool = False,
    has_file: bool = True,
) -> TableCard | NoteCard:
    """Say what needs somebody first; how many are in which state; what was not looked up, and why.

    A line that names what an earlier one does counts once.
    """
    reasons = tuple(_reasons(entries, has_more_files=has_more_files))
    asked = [one for one in entries.lines if one.reference and not one.reason]
    if not asked:
        return NoteCard("📋", say(bulk_words.NOTHING_TITLE), reasons)
    states = [state_of(one, answers, now) for one in asked]
    by_rank = sorted(zip(states, asked, strict=True), key=lambda pair: _RANKS[pair[0]])
    rows, counts = [one for _, one in by_rank], Counter(states)
    age = age_of(answers, now)
    return TableCard(
        icon="📋",
        title=_title(counts, len(asked)),
        head=tuple(map(say, words.TABLE_HEAD)),
        rows=tuple(_row(one, answers, to, now) for one in rows[:_ROWS]),
        more=joined((_rest(len(rows), has_file=has_file), *reasons), "\n"),
        footer=tuple(data_age(age.as_of, now=now, is_stale=age.is_stale)),
        lead=joined(_counts(counts, entries), "  ·  "),
    )


def _rest(total: int, *, has_file: bool) -> Phrase:
    """Say where the lines are that the card does not show."""
    more = total - _ROWS
    if has_file:
        return count(bulk_words.SHOWN, more) if more > 0 else say(bulk_words.IN_FILE)
    missing = say(bulk_words.NO_FILE)
    return joined((count(words.MORE, more), missing)) if more > 0 else missing


def state_of(entry: Entry, answers: Answers, now: datetime) -> str:
    """Return one of STATES, or NOT_UNDERSTOOD; a second line for a number is as the first."""
    answer = answers.get(entry.key) if entry.key else None
    if answer is None:
        return "NO_ANSWER" if entry.is_answered else NOT_UNDERSTOOD
    if isinstance(answer, ParcelLabError):
        return "NO_ANSWER"
    if answer.order is None:
        return "NOT_FOUND"
    parcels = by_urgency(answer.order, now)
    return (parcels[0].urgency if parcels else Urgency.ANNOUNCED).name


def age_of(answers: Answers, now: datetime) -> Age:
    found = [answer for answer in answers.values() if isinstance(answer, Found)]
    as_of = min((answer.as_of for answer in found), default=now)
    return Age(as_of, any(answer.is_stale for answer in found))


def why_unanswered(answer: Found | ParcelLabError | None) -> str | None:
    """Return why there is no order; None if there is one."""
    if answer is None:
        return words.ROW_BROKEN
    if isinstance(answer, ParcelLabError):
        return table.why_failed(answer)
    return None if answer.order else words.ROW_NOT_FOUND


def _title(counts: Counter[str], total: int) -> Phrase:
    needed = counts["NEEDS_YOU"]
    if needed:
        return count(bulk_words.NEED_YOU, needed, total=total)
    return count(bulk_words.NOBODY_NEEDED, total)


def _counts(counts: Counter[str], entries: Entries) -> Iterator[Phrase]:
    for state, icon in STATES.items():
        if counts[state]:
            yield say("{icon} {counted}", icon=icon, counted=count(_COUNTED[state], counts[state]))
    twice = sum(one.same_as is not None for one in entries.lines)
    if twice:
        yield say("{icon} {counted}", icon="👯", counted=count(bulk_words.TWICE, twice))
    unread = sum(bool(one.reason) and one.same_as is None for one in entries.lines)
    if unread:
        counted = count(bulk_words.COUNTED[NOT_UNDERSTOOD], unread)
        yield say("{icon} {counted}", icon="✏️", counted=counted)


def _row(entry: Entry, answers: Answers, to: Audience, now: datetime) -> Row:
    answer = answers.get(entry.key) if entry.key else None
    asked = named(entry.reference, to) if entry.reference else ""
    why = why_unanswered(answer)
    if why or not isinstance(answer, Found) or answer.order is None:
        made = table.row_without(asked, why or words.ROW_BROKEN)
    else:
        made = table.row(reveal(answer.order, to), asked=asked, now=now)
    icon = STATES[state_of(entry, answers, now)]
    return replace(
        made, cells=(say("{icon} {order}", icon=icon, order=made.cells[0]), *made.cells[1:])
    )


def _reasons(entries: Entries, *, has_more_files: bool) -> Iterator[Phrase]:
    """Say for each reason in which lines; what is listed twice is no loss, and only counted."""
    by_reason: dict[Phrase, list[int]] = {}
    for one in entries.lines:
        if one.reason and one.same_as is None:
            by_reason.setdefault(one.reason, []).append(one.line)
    for why, lines in by_reason.items():
        shown = listed(map(str, lines[:_LINES]))
        if len(lines) > _LINES:
            more = len(lines) - _LINES
            yield count(bulk_words.LINES_MORE, more, lines=shown, why=why)
        else:
            message, many = bulk_words.LINES
            yield Phrase(message, (("lines", shown), ("why", why)), many, len(lines))
    if entries.is_cut:
        yield say(bulk_words.UNREAD, most=MOST_ROWS)
    if has_more_files:
        yield say(bulk_words.ONE_FILE)
