"""What whoever clicked on an alert's card is told, where the card does not say it."""

from typing import Final

from bot.core.alerts.control import standing
from bot.core.alerts.deed import Acted, Became
from bot.core.card import NoteCard
from bot.core.phrase import Coded, say
from bot.core.words import alert as said

_SAID: Final = {
    Became.UNKNOWN: (said.UNKNOWN_TITLE, said.UNKNOWN),
    Became.IMPOSSIBLE: (said.IMPOSSIBLE_TITLE, said.IMPOSSIBLE),
}


def refused(acted: Acted) -> NoteCard | None:
    """Say why nothing was done; nothing is said of what is so already."""
    match acted.became:
        case Became.DONE | Became.SAME:
            return None
        case Became.LATE:
            lines = (*standing(acted.stand), say(said.LATE))
            return NoteCard("ℹ️", say(said.LATE_TITLE), lines, names_people=True)
        case Became.UNWATCHED:
            how = say(said.UNWATCHED, example=Coded("/where watch"))
            return NoteCard("ℹ️", say(said.UNWATCHED_TITLE), (how,))
    title, why = _SAID[acted.became]
    return NoteCard("ℹ️", say(title), (say(why),))
