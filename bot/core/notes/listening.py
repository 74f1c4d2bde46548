"""Notes about listening: what the channel is told, and whoever switches it."""

from collections.abc import Sequence
from typing import Final

from bot.core.card import NoteCard, Offer
from bot.core.listening import Mode, Setting
from bot.core.phrase import Coded, Mention, Phrase, count, listed, say
from bot.core.words import listening as words

SHOW: Final = "listen:show"  # the button's action_id
_COMMAND: Final = Coded("/where")
_ON, _ASK, _OFF = (Coded(f"/where listen {word}") for word in ("on", "ask", "off"))
_TYPED: Final = {Mode.ON: _ON, Mode.ASK: _ASK}
_IS: Final = {Mode.ON: words.IS_ON, Mode.ASK: words.IS_ASK}
_HOW: Final = (
    say(words.HOW_ON, on=_ON),
    say(words.HOW_ASK, ask=_ASK),
    say(words.HOW_OFF, off=_OFF),
)


def offer(n: int, ts: str) -> NoteCard:
    """Lead to the orders of a message, which is named by its ts."""
    button = Offer(count(words.SHOW, n), SHOW, ts)
    return NoteCard("📦", count(words.OFFER, n), (), offer=button)


def announced(setting: Setting) -> NoteCard:
    """Tell everybody that messages are read from now on, by whose wish, and how to end that."""
    lines = (
        say(_IS[setting.mode]),
        say(words.ONLY_MEMBERS),
        _set_by(setting),
        say(words.WHO_MAY, off=_OFF, on=_ON, ask=_ASK),
    )
    return NoteCard("👂", say(words.SWITCHED_ON), lines, names_people=True)


def ended(by: str) -> NoteCard:
    line = say(words.SET_OFF, who=Mention(by), command=_COMMAND)
    return NoteCard("🔕", say(words.SWITCHED_OFF), (line,), names_people=True)


def done() -> NoteCard:
    return NoteCard("✅", say(words.DONE_TITLE), (say(words.DONE),))


def done_untold(reason: str) -> NoteCard:
    line = say(words.DONE_UNTOLD, reason=Coded(reason))
    return NoteCard("✅", say(words.DONE_TITLE), (line,))


def state(setting: Setting | None, *, is_unchanged: bool = False) -> NoteCard:
    """Say how the channel is listened to, and how that is changed."""
    if setting is None:
        title, lines = words.IS_OFF_TITLE, [say(words.IS_OFF, command=_COMMAND), *_HOW[:2]]
    else:
        title, lines = words.IS_ON_TITLE, [say(_IS[setting.mode]), _set_by(setting), *_HOW]
    if is_unchanged:
        lines = [say(title), *lines]
        title = words.ALREADY_TITLE
    return NoteCard("👂", say(title), tuple(lines), names_people=setting is not None)


def unknown() -> NoteCard:
    return NoteCard("👂", say(words.UNKNOWN_TITLE), _HOW)


def no_channel() -> NoteCard:
    return NoteCard("👂", say(words.NO_CHANNEL_TITLE), (say(words.NO_CHANNEL),))


def invite(mode: Mode) -> NoteCard:
    line = say(words.INVITE, invite=Coded("/invite @Wherebot"), again=_TYPED[mode])
    return NoteCard("👋", say(words.INVITE_TITLE), (line,))


def no_scope(scopes: Sequence[str]) -> NoteCard:
    line = say(words.NO_SCOPE, scopes=listed(map(Coded, scopes)))
    return NoteCard("🔒", say(words.NO_SCOPE_TITLE), (line,))


def not_posted(reason: str) -> NoteCard:
    line = say(words.NOT_POSTED, reason=Coded(reason))
    return NoteCard("⛔", say(words.NOT_POSTED_TITLE), (line,))


def gone() -> NoteCard:
    return NoteCard("🔎", say(words.GONE_TITLE), (say(words.GONE),))


def _set_by(setting: Setting) -> Phrase:
    return say(words.SET_BY, who=Mention(setting.by), when=setting.at)
