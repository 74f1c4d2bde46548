"""The search windows: what they say, what somebody filled in, and what is wrong with that."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, urlencode

from bot.core.bulk.entry import TELLING
from bot.core.button import Button
from bot.core.card import Card, NoteCard, Row, TableCard
from bot.core.catalogue import LANGUAGES, name_of
from bot.core.click import Click, Verb
from bot.core.option import Option
from bot.core.parcel import Urgency
from bot.core.phrase import Coded, Phrase, Value, count, joined, listed, phrase, say
from bot.core.reference import Kind, Reference, References, find_references
from bot.core.suggestion import courier_name, couriers_for, question
from bot.core.text.couriers import COURIERS
from bot.core.text.pattern import OrderPatterns
from bot.core.text.slack_text import read
from bot.core.text.tracking import named
from bot.core.value import value_object
from bot.core.words import search as words

METADATA_MAX: Final = 3000  # docs.slack.dev/reference/views/modal-views
VALUE_MAX: Final = (
    3000  # docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
)
_LONGEST: Final = 100  # characters of a number
_LEAST: Final = 6  # characters of a tracking number
_RECENT: Final = 10
_PASSED_OVER: Final = 5  # lines that are named
_POSTAL_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z -]{0,8}[0-9A-Za-z]")
_NUMBERLIKE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{2,39}")
# What a number has to be said to be; an order number tells itself, or is whatever is left.
_NAMED: Final = frozenset(Kind) - {Kind.ORDER_NUMBER}
_CHANNEL: Final = re.compile(r"[CDG][0-9A-Z]{2,20}")
_TS: Final = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
_EXAMPLE_ID: Final = "0b2f8a3e-5c1d-4e7f-9a60-1b2c3d4e5f60"

Wrong: TypeAlias = Mapping[str, Phrase]  # by the field it stands under


@value_object
class Origin:
    """From which message a window was opened: where the answer may be shared to."""

    channel_id: str = ""
    thread_ts: str = ""

    def encoded(self) -> str:
        return urlencode({"c": self.channel_id, "t": self.thread_ts}) if self.channel_id else ""

    @classmethod
    def decoded(cls, metadata: str) -> "Origin | None":
        """Read a window's metadata back; None for anything this version did not write."""
        fields = dict(parse_qsl(metadata[:METADATA_MAX]))
        channel_id, thread_ts = fields.pop("c", ""), fields.pop("t", "")
        is_known = not metadata or (not fields and _CHANNEL.fullmatch(channel_id))
        is_ours = is_known and (not thread_ts or _TS.fullmatch(thread_ts))
        return cls(channel_id, thread_ts) if is_ours else None


@value_object
class Filled:
    """What somebody filled into the full form."""

    mode: str = Kind.ORDER_NUMBER.value
    value: str = ""
    courier: str = ""
    postal_code: str = ""
    client: str = ""
    lang: str = ""
    is_returns: bool = False
    is_live: bool = False
    is_watched: bool = False


def modes() -> tuple[Option, ...]:
    return tuple(Option(say(label), mode) for mode, label in words.MODE.items())


def languages() -> tuple[Option, ...]:
    return tuple(Option(phrase(name_of(code)), code) for code in LANGUAGES)


def shared(click: Click, origin: Origin) -> str:
    """Return the metadata of the form that shares what *click* leads to."""
    return f"{origin.encoded()}\n{click.encoded()}"


def to_share(metadata: str) -> tuple[Click, Origin] | None:
    """Read that back; None for anything this version did not write."""
    first, _, value = metadata.partition("\n")
    click, origin = Click.decoded(Verb.SHARE.value, value), Origin.decoded(first)
    return (click, origin) if click and origin else None


def start(recent: Sequence[Reference]) -> Card:
    """Say how to begin, or what was looked up lately, each to be opened again."""
    more = say(words.START_MORE, button=say(words.BUTTON_MORE))
    if not recent:
        return NoteCard("🔎", say(words.START_TITLE), (say(words.START), more))
    return TableCard(
        icon="🕘",
        title=say(words.RECENT_TITLE),
        head=(),
        rows=tuple(map(_row, recent[:_RECENT])),
        more=None,
        footer=(say(words.ONLY_YOU),),
    )


def _row(reference: Reference) -> Row:
    kind = say(words.MODE[reference.kind.value])
    courier = phrase(courier_name(reference.couriers[0])) if reference.couriers else None
    cells = (phrase(reference.value), joined((kind, courier), ", "))
    button = Button(say(words.BUTTON_OPEN), Click(Verb.ORDER, reference))
    return Row(Urgency.MOVING, cells, button)


def nothing_in(text: str) -> tuple[NoteCard, str]:
    """Say that a message has no number in it; return also what looks most like one."""
    words_in = _NUMBERLIKE.findall(read(text).text)  # without the ids of who is mentioned
    written = [one for one in words_in if any(map(str.isdigit, one))]
    guess = max(written, key=len, default="")
    more = say(words.NOTHING_GUESS if guess else words.NOTHING_NEXT)
    return NoteCard("🔎", say(words.NOTHING_TITLE), (say(words.NOTHING), more)), guess


def old_form() -> NoteCard:
    """A form of another version, or one that nobody of ours made."""
    return NoteCard("⌛", say(words.OLD_FORM_TITLE), (say(words.OLD_FORM),))


def now_shared() -> NoteCard:
    return NoteCard("📣", say(words.SHARED_TITLE), (say(words.SHARED),))


def not_shared() -> NoteCard:
    return NoteCard("📣", say(words.NOT_SHARED_TITLE), (say(words.NOT_SHARED),))


def no_window() -> NoteCard:
    lines = (say(words.NO_WINDOW, example=Coded("/where")),)
    return NoteCard("⌛", say(words.NO_WINDOW_TITLE), lines)


def list_begun() -> NoteCard:
    return NoteCard("📋", say(words.LIST_BEGUN_TITLE), (say(words.LIST_BEGUN),))


def list_not_begun() -> NoteCard:
    return NoteCard("📋", say(words.LIST_NOT_BEGUN_TITLE), (say(words.LIST_NOT_BEGUN),))


def list_of(asked: References, filled: Filled, patterns: OrderPatterns) -> str | Wrong:
    """Return a list as somebody could have pasted it to the bot, or what does not go with one."""
    given = {
        "postal_code": filled.postal_code.strip(),
        "client": filled.client.strip(),
        "options": filled.is_returns or filled.is_live,
    }
    wrong = {name: say(words.NOT_FOR_LISTS) for name, value in given.items() if value}
    if wrong:
        return wrong
    lines = (question(one, patterns) or one.value for one in asked.found)
    return "\n".join((*lines, f"lang:{asked.lang}" if asked.lang else ""))


def pasted(found: Sequence[Reference], patterns: OrderPatterns) -> str:
    """Return numbers as they stand in the full form, one a line; what does not fit is left out."""
    lines, room = [], VALUE_MAX
    for one in found:
        line = question(one, patterns) or one.value
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    return "\n".join(lines)


def passed_over(filled: Filled) -> NoteCard | None:
    """Say which lines of a list were not looked up, as no reference is in them."""
    lines = [line.strip() for line in filled.value.split("\n") if line.strip()]
    others = [line for line in lines if not TELLING.search(line)]
    if not 0 < len(others) < len(lines):
        return None
    shown: list[Value] = [Coded(line[:_LONGEST]) for line in others[:_PASSED_OVER]]
    if len(others) > len(shown):
        shown.append("…")
    return NoteCard("🤔", count(words.PASSED_OVER, len(others)), (phrase(listed(shown)),))


def asked(filled: Filled, patterns: OrderPatterns) -> References | Wrong:
    """Return what the form asks for, or what is wrong with which field of it."""
    found = _references(filled, patterns)
    wrong = {} if isinstance(found, tuple) else dict(found)
    postal_code = filled.postal_code.strip()
    if postal_code and not _POSTAL_CODE.fullmatch(postal_code):
        wrong["postal_code"] = say(words.NO_POSTAL_CODE)
    if len(filled.client.strip()) > _LONGEST:
        wrong["client"] = say(words.TOO_LONG, most=_LONGEST)
    if wrong or not isinstance(found, tuple):
        return wrong
    return References(
        found=found,
        postal_code=postal_code.upper() or None,
        is_live=filled.is_live,
        is_returns=filled.is_returns,
        lang=filled.lang if filled.lang in LANGUAGES else None,
    )


def _references(filled: Filled, patterns: OrderPatterns) -> tuple[Reference, ...] | Wrong:
    """Return what stands there, line by line; only order numbers may share one."""
    lines = [line for line in filled.value.split("\n") if TELLING.search(line)]
    lines = lines or [filled.value]
    found: dict[Reference, None] = {}
    for line in lines:
        told = () if filled.mode in _NAMED else find_references(line, patterns).found
        one = _reference(replace(filled, value=line), patterns)
        if len(told) > 1:
            found |= dict.fromkeys(told)
        elif isinstance(one, Reference):
            found[told[0] if told and len(lines) > 1 else one] = None
        else:
            return one
    return tuple(found)


def _reference(filled: Filled, patterns: OrderPatterns) -> Reference | Wrong:
    value = " ".join(filled.value.split())
    if not any(map(str.isalnum, value)):
        return {"value": say(words.NO_NUMBER_HERE)}
    if len(value) > _LONGEST:
        return {"value": say(words.TOO_LONG, most=_LONGEST)}
    match filled.mode:
        case Kind.TRACKING_NUMBER:
            return _tracking(value, filled.courier)
        case Kind.RECIPIENT_EMAIL:
            return _of_kind(value, Kind.RECIPIENT_EMAIL) or {"value": say(words.NO_EMAIL)}
        case Kind.EXTERNAL_ORDER_ID:
            wrong = say(words.NO_ORDER_ID, example=Coded(_EXAMPLE_ID))
            return _of_kind(value, Kind.EXTERNAL_ORDER_ID) or {"value": wrong}
        case Kind.CUSTOMER_NUMBER | Kind.EXTERNAL_REFERENCE as mode:
            return Reference(Kind(mode), value)
        case _:
            return Reference(Kind.ORDER_NUMBER, patterns.canonical(value))


def _of_kind(value: str, kind: Kind) -> Reference | None:
    """Return what identifies itself, if that is all there is."""
    found = find_references(value, OrderPatterns()).found
    is_it = len(found) == 1 and found[0].kind is kind and len(found[0].value) == len(value)
    return found[0] if is_it else None


def _tracking(value: str, courier: str) -> Reference | Wrong:
    if sum(map(str.isalnum, value)) < _LEAST:
        return {"value": say(words.NO_TRACKING, least=_LEAST)}
    number, codes = named(value, courier or None)
    if not codes:
        return {"courier": say(words.WHICH_COURIER)}
    return Reference(Kind.TRACKING_NUMBER, number, codes)


def couriers_offered(number: str, typed: str) -> tuple[Option, ...]:
    """Return couriers by the name that is *typed*, those that *number* may be of before others."""
    codes = dict.fromkeys((*couriers_for(number), *(courier.code for courier in COURIERS)))
    offered = ((code, courier_name(code)) for code in codes)
    part = typed.strip().casefold()
    return tuple(
        Option(phrase(name), code)
        for code, name in offered
        if part in name.casefold() or part in code
    )
