"""Card -> Block Kit, through templates/; what leaves here is valid and within Slack's limits."""

import json
import logging
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from json.encoder import encode_basestring_ascii
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, pass_context
from jinja2.runtime import Context, Undefined

from bot.core.alerts.card import AlertCard
from bot.core.card import Card, NoteCard, OrderCard, TableCard
from bot.core.customers.answer import CustomerAnswer
from bot.core.customers.case_card import CaseCard
from bot.core.page import PageCard
from bot.core.phrase import Phrase, Speech, count
from bot.core.recent import Recent
from bot.core.story import story
from bot.core.words import alert_home as alert_home_words
from bot.core.words import alert_rule as alert_rule_words
from bot.core.words import card as words
from bot.core.words import home as home_words
from bot.core.words import reply_kit as reply_kit_words
from bot.core.words import search as search_words
from bot.core.words import watch as watch_words
from bot.slack.mrkdwn import MrkdwnPen, PlainPen, TextPen, spell
from bot.slack.validate import Finding, check_message, check_unfurl

Message: TypeAlias = dict[str, Any]

_log = logging.getLogger(__name__)
_TEXT_MAX: Final = (
    3000  # Slack wants less than 4,000: docs.slack.dev/reference/methods/chat.postMessage
)
_DRAWN: Final = 4  # of a card: in so many languages, with and without its picture
_STORY_LINES: Final = 60
_ALT_LINES: Final = 5  # of at most 240 characters: an alt_text may have 2000
# What a template raises that an administrator wrote, or that is not meant for what it draws.
DRAWING_FAULTS: Final = (TemplateError, TypeError, ValueError, AttributeError, LookupError)
PICTURE: Final = "picture.json.j2"
# By the names that templates know them by.
_WORDS: Final = {
    "words": words,
    "alert_home_words": alert_home_words,
    "alert_rule_words": alert_rule_words,
    "home_words": home_words,
    "reply_kit_words": reply_kit_words,
    "search_words": search_words,
    "watch_words": watch_words,
}
_FEWER: Final = (44, 40, 30, 20, 10, 5, 2, 1)  # parcels or rows, when all are too many


def template_folder() -> Path:
    """Return where the templates are: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def template_of(card: Card, *, is_view: bool = False) -> str:
    """Return what draws a card; views take no tables (docs.slack.dev/blocks.json)."""
    match card:
        case TableCard() if is_view:
            return "rows.json.j2"
        case OrderCard():
            return "order.json.j2"
        case PageCard():
            return "page.json.j2"
        case TableCard():
            return "table.json.j2"
        case NoteCard():
            return "note.json.j2"
        case CustomerAnswer():
            return "customer.json.j2"
        case CaseCard():
            return "case.json.j2"
        case AlertCard():
            return "alert.json.j2"


@dataclass(frozen=True, slots=True)
class _Picture:
    file_id: str
    alt: str


class Drawn(dict[str, Any]):
    """A message, and the same as the JSON text it was drawn as."""

    __slots__ = ("_more", "written")

    def __init__(self, message: Message, written: str) -> None:
        super().__init__(message)
        self.written = written.strip()
        self._more: dict[tuple[str, str], Message] = {}

    def plus(self, name: str, value: str) -> Message:
        """Return it with one member more or changed; made once, and not to be changed."""
        more = self._more.get((name, value))
        if more is None:
            more = self._more[name, value] = self._with(name, value)
        return more

    def _with(self, name: str, value: str) -> Message:
        message = {**self, name: value}
        if name in self:
            return message
        return Drawn(message, f'{self.written[:-1]}, "{name}": {json.dumps(value)}}}')


def written(message: Message) -> str:
    """Write a message as JSON, if it is not written yet."""
    return message.written if isinstance(message, Drawn) else json.dumps(message)


class Blocks:
    """Draws cards. *own* is an administrator's folder; what stands there wins, file by file."""

    def __init__(self, own: Path | None = None) -> None:
        self.environment = environment([own, template_folder()]) if own else _of_ours()
        self._has_own = own is not None
        self._is_view = False
        self._drawn = Recent[Message](_DRAWN)

    def in_views(self) -> "Blocks":
        """Return the same, drawing for modals and Homes."""
        other = copy(self)
        other._is_view, other._drawn = True, Recent[Message](_DRAWN)
        return other

    def draw(self, card: Card, *, lang: str = "en", picture: str | None = None) -> Message:
        """Return `text` and `blocks` of a message; the text alone if no drawing is valid.

        *picture* is a file of Slack's; a card that is not valid with it is drawn without.
        A card is drawn once a language: what is returned is not to be changed.
        """
        return self._drawn.of(card, (lang, picture), lambda: self._draw(card, lang, picture))

    def _draw(self, card: Card, lang: str, picture: str | None) -> Message:
        findings: list[Finding] = []
        try:
            for smaller in fitting(card):
                written = self.render(smaller, Speech.of(lang), picture=picture)
                message: Message = json.loads(written)
                findings = check_message(message, allow_mentions=may_mention(card))
                if not findings:
                    # Only what was judged may go out: another's text may name a member twice.
                    return Drawn(message, json.dumps(message) if self._has_own else written)
        except DRAWING_FAULTS:
            if not picture:
                raise
        if picture:
            return self.draw(card, lang=lang)
        rules = sorted({finding.rule for finding in findings})
        _log.error("a card broke Block Kit's rules and went out as text: %s", ", ".join(rules))
        return self.plainly(card, lang=lang)

    def plainly(self, card: Card, *, lang: str = "en") -> Message:
        """Return the card's text alone, without any template."""
        return {"text": _text(card, Speech.of(lang))}

    def unfurl(self, card: Card, *, lang: str = "en") -> Message:
        """Return what stands under a link: the card's blocks, or its text where those are not fit.

        docs.slack.dev/reference/methods/chat.unfurl
        """
        message = self.draw(card, lang=lang)
        shown = {"blocks": message["blocks"]} if "blocks" in message else {"text": message["text"]}
        return {"text": message["text"]} if check_unfurl(shown) else shown

    def picture(self, card: Card, file_id: str, *, lang: str = "en") -> Message:
        """Return a message with nothing but a card's picture."""
        rendered = self.render(card, Speech.of(lang), picture=file_id, template=PICTURE)
        message: Message = json.loads(rendered)
        return message

    def render(
        self, card: Card, speech: Speech, *, picture: str | None = None, template: str = ""
    ) -> str:
        """Return the template's output: JSON, not yet judged."""
        shown = _Picture(picture, _alt(card, speech)) if picture else None
        own = self.environment.get_template(template or template_of(card, is_view=self._is_view))
        return own.render(card=card, speech=speech, picture=shown)

    def render_form(self, template: str, form: object, *, lang: str) -> str:
        """Return a view's template's output: JSON, not yet judged; `form` is what it draws."""
        own = self.environment.get_template(template)
        drawn = SimpleNamespace(**form) if isinstance(form, dict) else form
        return own.render(form=drawn, speech=Speech.of(lang))


def may_mention(card: Card) -> bool:
    """Cases and alerts name who has them; where somebody else's words stand, nobody is named."""
    if isinstance(card, NoteCard | AlertCard):
        return card.names_people
    return isinstance(card, CaseCard) and not card.quoted


@cache
def _of_ours() -> Environment:
    """Return what compiles each of our own templates once, however many draw with it."""
    return environment([template_folder()])


class _Environment(Environment):
    """Jinja without what our templates do not need: a tenth of what they cost.

    All names are in one dict (a chain of two is read by a call a name), and what stands behind a
    dot is an attribute (that it may be a key as well costs a call a dot).
    """

    getattr = staticmethod(getattr)  # type: ignore[assignment]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def environment(folders: Sequence[Path]) -> Environment:
    """Return Jinja as the templates expect it: every `{{ }}` becomes a JSON value."""
    env = _Environment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        finalize=_json,
        autoescape=False,  # it writes JSON; HTML escaping would show as &quot;
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.globals.update(_WORDS)
    env.filters.update(
        mrkdwn=_mrkdwn, each=_each, plain=_plain, story=_story, lines=_lines, wrap=_wrap, say=Phrase
    )
    return env


def _json(value: Any) -> str:
    if type(value) is str:  # nearly every value; json.dumps would cost three times as much
        return encode_basestring_ascii(value)
    if isinstance(value, Undefined):
        str(value)  # raises: the name is not known
    if isinstance(value, Phrase):
        raise TypeError("a phrase needs a filter: mrkdwn or plain")
    return json.dumps(value)


@pass_context
def _mrkdwn(context: Context, phrase: Phrase | None, limit: int = 600) -> str:
    return spell(phrase, context.parent["speech"], MrkdwnPen, limit=limit) if phrase else ""


@pass_context
def _each(context: Context, phrases: Iterable[Phrase], limit: int = 600) -> list[str]:
    """Write each phrase as the filter mrkdwn does, without Jinja's cost of a filter for each."""
    speech = context.parent["speech"]
    return [spell(phrase, speech, MrkdwnPen, limit=limit) for phrase in phrases]


@pass_context
def _plain(context: Context, phrase: Phrase | None, limit: int = 140) -> str:
    return spell(phrase, context.parent["speech"], PlainPen, limit=limit) if phrase else ""


@pass_context
def _story(context: Context, card: Card) -> str:
    return _text(card, context.parent["speech"])


def _text(card: Card, speech: Speech) -> str:
    """Tell the card in as many whole lines as fit, and that there are more."""
    told, size = [], 0
    for number, phrase in enumerate(story(card)):
        line = spell(phrase, speech, TextPen, limit=240)
        size += len(line) + 1
        if number == _STORY_LINES or size > _TEXT_MAX:
            told.append("…")
            break
        told.append(line)
    return "\n".join(filter(None, told))


def _alt(card: Card, speech: Speech) -> str:
    """Tell what the picture of a card's status shows, to who cannot see it."""
    lines = (spell(line, speech, PlainPen, limit=240) for line in story(card))
    return "\n".join(islice(filter(None, lines), _ALT_LINES))


def _lines(texts: Iterable[str], mark: str = "\n") -> str:
    return mark.join(filter(None, texts))


def _wrap(text: str, before: str, after: str = "") -> str:
    return f"{before}{text}{after}" if text else ""


def drafts(message: Message) -> Iterator[Message]:
    """Yield a message as drawn, then with less of what Slack may refuse: a file may be gone."""
    yield message
    blocks = message.get("blocks", [])
    without = [block for block in blocks if block["type"] != "image"]
    if without and len(without) < len(blocks):
        yield {**message, "blocks": without}
    if blocks:
        yield {name: value for name, value in message.items() if name != "blocks"}


def fitting(card: Card) -> Iterator[Card]:
    """Yield the card, then with ever fewer parcels or rows and a word about the rest."""
    match card:
        case OrderCard():
            total = len(card.parcels) + len(card.returns)
            yield from (card for _ in range(total <= _FEWER[0]))
            yield from (_with_parcels(card, n, total) for n in _FEWER if n < total)
        case TableCard():
            yield card
            total = len(card.rows)
            yield from (
                replace(card, rows=card.rows[:n], more=count(words.MORE, total - n))
                for n in _FEWER
                if n < total
            )
        case _:
            yield card


def _with_parcels(card: OrderCard, n: int, total: int) -> OrderCard:
    parcels = card.parcels[:n]
    returns = card.returns[: n - len(parcels)]
    return replace(
        card, parcels=parcels, returns=returns, more=count(words.PARCELS_MORE, total - n)
    )
