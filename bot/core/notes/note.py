"""Notes: usage and help, what was not understood, not found, and why there is no answer."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.core.card import NoteCard
from bot.core.catalogue import LANGUAGES, name_of
from bot.core.phrase import Coded, Phrase, Value, count, listed, say
from bot.core.question import Busy, ParcelLabError, Refused
from bot.core.reference import Reference, References
from bot.core.words import card as words
from bot.core.words import conversation
from bot.core.words import home as home_words
from bot.core.words import listening as listening_words

_COMMAND: Final = "/where"
_TRACKING: Final = "1Z999AA10123456784"  # parcelLab's own sample
_SHOWN: Final = 200  # characters of what somebody typed, said back to them
_NUMBERLIKE: Final = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z][0-9A-Za-z._/-]{1,39}")


def _typed(text: str) -> Coded:
    return Coded(f"{_COMMAND} {text}")


def usage(examples: Sequence[str]) -> NoteCard:
    """Say how to ask, with order numbers that look like this shop's."""
    order = _first(examples)
    lines = (
        say(words.USAGE),
        say(words.USAGE_ORDER, example=_typed(order)),
        say(words.USAGE_TRACKING, example=_typed(_TRACKING)),
        say(words.USAGE_SEVERAL, example=_typed(f"{order} {_TRACKING}")),
        say(words.USAGE_PUBLIC, example=_typed(f"{order} public")),
        say(words.USAGE_LANG, example=_typed(f"{order} lang:de"), languages=listed(LANGUAGES)),
        say(words.USAGE_HELP, example=_typed("help")),
    )
    return NoteCard("📦", say(words.USAGE_TITLE), lines)


_UNASKED: Final = ("listen", "watch", "alerts", "report")


def _first(examples: Sequence[str]) -> str:
    return examples[0] if examples else "order:4711"


def full_help(examples: Sequence[str]) -> NoteCard:
    """Say every way to ask, and what others see of an answer."""
    lines = (
        *usage(examples).lines[1:-1],
        say(words.HELP_ORDER, example=_typed("order:4711-A")),
        say(words.HELP_COURIER, example=_typed("dhl 00340434161094042557")),
        say(words.HELP_EMAIL, example=_typed("recipient@example.com")),
        say(words.HELP_CUSTOMER, example=_typed("customer:K-77")),
        say(words.HELP_REFERENCE, example=_typed("ref:SHIPMENT-1")),
        say(words.HELP_LIVE, example=_typed(f"{_first(examples)} live")),
        say(words.HELP_RETURNS, example=_typed(f"{_first(examples)} returns")),
        say(listening_words.HELP, **{verb: _typed(verb) for verb in _UNASKED}),
        _numbers_look(examples),
        say(words.HELP_PRIVACY),
        say(words.HELP_AGE),
    )
    return NoteCard("📦", say(words.HELP_TITLE), lines)


def not_understood(text: str, heard: References, examples: Sequence[str]) -> NoteCard:
    """Say back what was read, what of it made sense, and what would work."""
    lines = [say(words.NOT_UNDERSTOOD, text=Coded(text.strip()[:_SHOWN]))]
    if heard.courier:
        lines.append(say(words.ONLY_COURIER, courier=heard.courier))
    if heard.postal_code or heard.is_live or heard.is_returns or heard.lang:
        lines.append(say(words.ONLY_OPTIONS))
    lines.append(_numbers_look(examples))
    if _NUMBERLIKE.fullmatch(text.strip()):
        lines.append(say(words.HELP_ORDER, example=_typed(f"order:{text.strip()}")))
    lines.append(say(words.USAGE_HELP, example=_typed("help")))
    return NoteCard("🤔", say(words.NOT_UNDERSTOOD_TITLE), tuple(lines))


def other_language(lang: str) -> NoteCard:
    """Name the languages to choose from, each in itself."""
    offered = [
        say("{code} {name}", code=Coded(f"lang:{code}"), name=name_of(code)) for code in LANGUAGES
    ]
    lines = (
        say(words.OTHER_LANGUAGE, lang=Coded(f"lang:{lang}")),
        say(words.OTHER_LANGUAGE_NEXT, languages=listed(offered, " · ")),
    )
    return NoteCard("💬", say(words.OTHER_LANGUAGE_TITLE), lines)


def _numbers_look(examples: Sequence[str]) -> Phrase:
    shown: list[Value] = [Coded(example) for example in examples] or [Coded("order:4711")]
    return say(words.NUMBERS_LOOK, examples=listed(shown))


def limit(most: int) -> NoteCard:
    """Say that somebody has looked up as much as one person may."""
    return NoteCard("⏳", say(words.LIMIT_TITLE), (say(words.LIMIT, n=most),))


def not_found(reference: Reference) -> NoteCard:
    """Say that parcelLab knows no such order, and what to check."""
    kind = say(words.KIND[reference.kind.value])
    lines = [say(words.NOT_FOUND, kind=kind, value=Coded(reference.value))]
    if reference.couriers:
        lines.append(say(words.ASKED_COURIERS, couriers=listed(reference.couriers)))
    return NoteCard("🔎", say(words.NOT_FOUND_TITLE), (*lines, say(words.NOT_FOUND_NEXT)))


def courier_needed(reference: Reference) -> NoteCard:
    """A tracking number alone is no question: parcelLab wants its courier too."""
    lines = (
        say(words.NO_COURIER, value=Coded(reference.value)),
        say(words.NO_COURIER_NEXT, example=_typed(f"dhl {reference.value}")),
    )
    return NoteCard("🔎", say(words.NO_COURIER_TITLE), lines)


def failed(error: ParcelLabError, reference: Reference) -> NoteCard:
    """Say why there is no answer, whose turn it is, and that the order may well exist."""
    value = Coded(reference.value)
    match error:
        case Refused(status=400, detail=detail):
            said = words.REJECTED if detail else words.REJECTED_PLAINLY
            lines = (say(said, value=value, detail=detail), say(words.REJECTED_NEXT))
            return NoteCard("⛔", say(words.REFUSED_TITLE), lines)
        case Refused():
            how = say(words.REFUSED_NEXT, command=Coded("wherebot check"), value=value)
            return NoteCard("⛔", say(words.REFUSED_TITLE), (say(words.REFUSED), how))
        case Busy(retry_after=seconds):
            later = count(words.BUSY_NEXT, max(1, round(seconds)))
            return NoteCard("⏳", say(words.BUSY_TITLE), (say(words.BUSY, value=value), later))
        case _:
            lines = (say(words.BROKEN, value=value), say(words.BROKEN_NEXT))
            return NoteCard("🔌", say(words.BROKEN_TITLE), lines)


def private_only() -> NoteCard:
    """Slack shows the channel the typed command too, so a person's own data stays private."""
    lines = (say(words.PRIVATE_ONLY), say(words.PRIVATE_ONLY_NEXT))
    return NoteCard("🔒", say(words.PRIVATE_ONLY_TITLE), lines)


def fault(token: str) -> NoteCard:
    """Say that the bot itself failed; the traceback is logged under the same token."""
    lines = (say(words.FAULT), say(words.FAULT_NEXT, token=Coded(token)))
    return NoteCard("🛠️", say(words.FAULT_TITLE), lines)


def no_customers() -> NoteCard:
    return NoteCard("ℹ️", say(conversation.NO_CUSTOMERS), ())


def outsider(*, is_served: bool = False) -> NoteCard:
    """The same words for everybody who is no full member, whatever they asked for.

    *is_served*: as a customer they are answered, in their direct message.
    """
    onward = words.OUTSIDER_SERVED if is_served else words.OUTSIDER_NEXT
    lines = (say(words.OUTSIDER), say(onward))
    return NoteCard("🔒", say(words.OUTSIDER_TITLE), lines)


def no_agent() -> NoteCard:
    """Tell a colleague whom the administrators' rule leaves out whom to ask."""
    lines = (say(home_words.NO_AGENT), say(home_words.NO_AGENT_NEXT))
    return NoteCard("🔒", say(words.OUTSIDER_TITLE), lines)


def for_admins() -> NoteCard:
    return NoteCard("🔒", say(home_words.NO_ADMIN_TITLE), (say(home_words.NO_ADMIN),))


def not_known() -> NoteCard:
    """Slack did not say who asks; nothing is shown until it does."""
    lines = (say(words.NOT_KNOWN), say(words.NOT_KNOWN_NEXT))
    return NoteCard("🔒", say(words.NOT_KNOWN_TITLE), lines)


def looking() -> NoteCard:
    return NoteCard("🔎", say(words.LOOKING), ())


def too_soon(wait: timedelta) -> NoteCard:
    """Say when the courier can be asked again: each live refresh is a call to the courier."""
    seconds = max(1, round(wait.total_seconds()))
    return NoteCard("⏳", say(words.TOO_SOON_TITLE), (count(words.TOO_SOON, seconds),))


def already_shared() -> NoteCard:
    return NoteCard("📣", say(words.SHARED_TITLE), (say(words.SHARED),))


def no_channel() -> NoteCard:
    return NoteCard("📣", say(words.NO_CHANNEL_TITLE), (say(words.NO_CHANNEL),))


def other_company() -> NoteCard:
    return NoteCard("🔒", say(words.OTHER_COMPANY_TITLE), (say(words.OTHER_COMPANY),))


def readers_unknown(scope: str) -> NoteCard:
    """Say which scope Slack asks for, before it says who reads a channel."""
    why = say(words.READERS_UNKNOWN, scope=Coded(scope))
    return NoteCard("🔒", say(words.READERS_UNKNOWN_TITLE), (why,))


def old_button() -> NoteCard:
    """A button of another version, or one that nobody of ours made."""
    lines = (say(words.OLD_BUTTON, example=Coded(_COMMAND)),)
    return NoteCard("⌛", say(words.OLD_BUTTON_TITLE), lines)


def old_home() -> NoteCard:
    """As `old_button`, in a Home."""
    return NoteCard("⌛", say(words.OLD_BUTTON_TITLE), (say(words.OLD_HOME),))
