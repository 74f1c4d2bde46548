"""Listening in Home: which channels are listened to, and the window in which that is changed."""

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from bot.core.card import NoteCard
from bot.core.home.form import Section, listening_mode
from bot.core.listening import LISTENING, OFF, Setting
from bot.core.option import Option
from bot.core.phrase import Coded, Mention, Phrase, count, joined, listed, phrase, say
from bot.core.value import value_object
from bot.core.words import home as home_words
from bot.core.words import listening as listening_words

_ANOTHER: Final = "another"  # where a channel is chosen that has no row yet
_SHOWN: Final = 20
_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{2,20}")

Settings: TypeAlias = Mapping[str, Setting]  # by the channel's id


@value_object
class Row:
    """A channel with its menu; `notice` says what came of the last choice in it."""

    line: Phrase
    block_id: str
    chosen: Option
    notice: Phrase | None = None


@value_object
class ListeningForm:
    rows: tuple[Row, ...]
    options: tuple[Option, ...]
    another: str  # the block_id of the choice of a channel
    more: Phrase | None = None


@value_object
class Choice:
    """What somebody has chosen: a channel, and a mode for it or, empty, only to see it."""

    channel: str
    mode: str = ""


def listening_section(settings: Settings) -> Section:
    lines = [
        joined([Mention(channel), listening_mode(how.mode.value), _set_by(how)])
        for channel, how in _newest(settings)
    ]
    none = say(home_words.LISTENING_NONE, command=Coded("/where listen on"))
    return Section(
        say(home_words.LISTENING),
        tuple(lines) or (none,),
        _more(settings),
        say(home_words.CHANGE),
        LISTENING,
    )


def listening_form(
    settings: Settings,
    *,
    turn: str = "",
    choice: Choice | None = None,
    card: NoteCard | None = None,
) -> ListeningForm:
    """Return the window as it stands, the chosen channel first, with what came of the choice.

    Slack keeps what was chosen in a block of the same id: *turn* tells those of each view apart,
    so that a menu shows what holds.
    """
    rows = dict[str, Setting | None](_newest(settings))
    if choice:
        rows = {choice.channel: settings.get(choice.channel)} | rows
    notice = _notice(card) if card else None
    return ListeningForm(
        tuple(
            _row(channel, how, turn, notice if choice and channel == choice.channel else None)
            for channel, how in rows.items()
        ),
        tuple(map(_option, home_words.LISTENING_MODE)),
        f"{_ANOTHER}:{turn}",
        _more(settings),
    )


def sent_choice(action: Mapping[str, Any]) -> Choice | None:
    """Read what was chosen in the window; None for anything that it does not offer."""
    channel, mode = str(action.get("block_id", "")).partition(":")[0], ""
    if channel == _ANOTHER:
        channel = str(action.get("selected_conversation") or "")
    else:
        mode = str((action.get("selected_option") or {}).get("value", ""))
        if mode not in home_words.LISTENING_MODE:
            return None
    return Choice(channel, mode) if _CHANNEL.fullmatch(channel) else None


def _row(channel: str, how: Setting | None, turn: str, notice: Phrase | None) -> Row:
    line = joined([Mention(channel), _set_by(how) if how else None], "\n")
    chosen = _option(how.mode.value if how else OFF)
    return Row(line, f"{channel}:{turn}", chosen, notice)


def _option(mode: str) -> Option:
    return Option(listening_mode(mode), mode)


def _newest(settings: Settings) -> list[tuple[str, Setting]]:
    return sorted(settings.items(), key=lambda one: one[1].at, reverse=True)[:_SHOWN]


def _more(settings: Settings) -> Phrase | None:
    left = len(settings) - _SHOWN
    return count(home_words.LISTENING_MORE, left) if left > 0 else None


def _set_by(how: Setting) -> Phrase:
    return say(listening_words.SET_BY, who=Mention(how.by), when=how.at)


def _notice(card: NoteCard) -> Phrase:
    title = listed((card.icon, card.title), " ")
    return phrase(listed((title, *card.lines), "\n"))
