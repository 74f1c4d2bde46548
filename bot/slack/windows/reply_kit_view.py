"""The windows of the reply kit, and the message that is posted from one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.catalogue import name_of
from bot.core.customers.text import Length
from bot.core.option import Option
from bot.core.phrase import Phrase, listed, say
from bot.core.reply_kit import LENGTH_NAMES, Draft, Kit, digest, languages
from bot.core.words import reply_kit as said
from bot.slack.blocks import Message
from bot.slack.channels import Readers
from bot.slack.mrkdwn import escape
from bot.slack.views import View, Views

EDIT: Final = "reply:edit"
CONFIRM: Final = "reply:confirm"
LANG: Final = "reply:lang"
LENGTH: Final = "reply:length"
ANEW: Final = "reply:anew"
TEXT: Final = "reply:text"

_ADDRESS: Final = re.compile(r"https://[^\s<>\"]+[^\s<>\".,;:!?)]")
_LINK_MAX: Final = 3000
_LINES: Final = 4
_LINE: Final = 55  # characters, about


@dataclass(frozen=True, slots=True)
class Editing:
    """What the editing window draws. `warning` stands between the choices and the text."""

    metadata: str
    submit: Phrase
    notes: tuple[Phrase, ...]
    languages: tuple[Option, ...]
    lengths: tuple[Option, ...]
    lang: str
    length: str
    field: str
    text: str
    warning: Phrase | None = None
    is_rewritable: bool = False

    @property
    def is_long(self) -> bool:
        """Whether the field, which Slack draws four lines high, shows only a part of the text."""
        lines = (1 + len(line) // _LINE for line in self.text.split("\n"))
        return sum(lines) > _LINES


@dataclass(frozen=True, slots=True)
class Confirming:
    """What the window before a post draws."""

    metadata: str
    lines: tuple[Phrase, ...]
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Posting:
    """What is posted, in runs of text and addresses; `author` is named where others read."""

    author: str
    runs: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Edited:
    """How a window stands: what is chosen there and written in it."""

    kit: Kit
    lang: str
    length: Length
    text: str

    @property
    def is_as_drawn(self) -> bool:
        """Whether the choices are those that the text was drawn for."""
        return (self.lang, self.length) == (self.kit.lang, self.kit.length)


class Windows:
    """Draws them."""

    def __init__(self, views: Views) -> None:
        self._views = views

    def plainly(self, message: Message, *, lang: str) -> View:
        return self._views.plainly(message, title=say(said.TITLE), lang=lang)

    def drawn(self, kit: Kit, draft: Draft, *, lang: str) -> View:
        """Return a window with a text that was just written, in a field of its own.

        Slack keeps what stands in a field whose ids stay (docs.slack.dev/surfaces/modals).
        """
        kit = replace(
            kit,
            lang=draft.lang,
            length=draft.length,
            drawn=digest(draft.text),
            count=kit.count + 1,
        )
        edited = Edited(kit, kit.lang, kit.length, draft.text)
        return self.editing(edited, draft.notes, lang=lang)

    def editing(
        self,
        edited: Edited,
        notes: Sequence[Phrase],
        *,
        lang: str,
        warning: Phrase | None = None,
        is_rewritable: bool = False,
    ) -> View:
        kit = edited.kit
        form = Editing(
            metadata=kit.encoded(),
            submit=say(_submit(kit)),
            notes=tuple(notes),
            languages=tuple(Option(say(name_of(one)), one) for one in languages(kit.lang)),
            lengths=tuple(Option(say(label), one) for one, label in LENGTH_NAMES.items()),
            lang=edited.lang,
            length=edited.length,
            field=field_of(kit),
            text=edited.text,
            warning=warning,
            is_rewritable=is_rewritable,
        )
        return self._views.modal("reply_kit.view.json.j2", form, lang=lang)

    def confirming(self, kit: Kit, text: str, lines: Sequence[Phrase], *, lang: str) -> View:
        form = Confirming(kit.encoded(), tuple(lines), field_of(kit), text)
        return self._views.modal("reply_kit_confirm.view.json.j2", form, lang=lang)

    def message(self, kit: Kit, text: str, *, author: str) -> Message:
        """Return what is posted, in the customer's language; the agent alone is mentioned in it."""
        form = Posting(author, tuple(_runs(text)), escape(text))
        return self._views.message(
            "reply_kit_post.json.j2", form, lang=kit.lang, allow_mentions=bool(author)
        )


def field_of(kit: Kit) -> str:
    return f"text{kit.count}"


def confirmation(kit: Kit, readers: Readers, named: Sequence[Phrase]) -> Iterator[Phrase]:
    """Say who will read it, and what of it is personal."""
    if not readers.name:
        yield say(said.READ_BY_UNKNOWN)
    else:
        who = said.READ_BY_OTHERS if readers.has_others else said.READ_BY_ALL
        yield say(who, channel=f"#{readers.name}")
    if kit.thread_ts:
        yield say(said.IN_THREAD)
    if named:
        yield say(said.HOLDS, what=listed(named))
    yield say(said.YOUR_NAME)


def _submit(kit: Kit) -> str:
    if not kit.channel:
        return said.DONE
    return said.SEND_TO_ME if kit.is_for_agent_alone else said.CONTINUE


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands between addresses, and those: in rich text nothing else is a link."""
    at = 0
    for found in _ADDRESS.finditer(text):
        if len(found[0]) > _LINK_MAX:
            continue
        if found.start() > at:
            yield "text", text[at : found.start()]
        yield "link", found[0]
        at = found.end()
    if at < len(text):
        yield "text", text[at:]
