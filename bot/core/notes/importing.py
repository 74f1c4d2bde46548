"""Notes about imports: what is looked at for the rules from now on, and how to name it."""

from bot.core.card import NoteCard
from bot.core.phrase import Coded, count, say
from bot.core.words import alert_home as said


def imported(found: int, new: int, unread: int) -> NoteCard:
    """Say what is looked at for the rules from now on; with nothing, how to name it."""
    lines = [count(said.IMPORTED, found, new=new)] if found else []
    lines += [count(said.IMPORT_UNREAD, unread)] if unread else []
    lines += [] if found else how_to_import(has_window=False).lines
    return NoteCard("📥", say(said.IMPORT_TITLE), tuple(lines))


def how_to_import(*, has_window: bool) -> NoteCard:
    """Say that a file goes into the window, or a list behind the command."""
    example, command = Coded("/where import"), Coded("wherebot import FILE.csv")
    how = say(said.IMPORT_HOW, example=example, command=command)
    window = (say(said.IMPORT_WINDOW),) if has_window else ()
    return NoteCard("📥", say(said.IMPORT_TITLE), (*window, how))
