"""Home: what stands there for whom. A form holds all that is said; a template draws it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from bot.core.button import Button
from bot.core.catalogue import LANGUAGES, name_of
from bot.core.customers import card as customer_card
from bot.core.listening import LISTENING, read_change
from bot.core.looked_up import LookedUp
from bot.core.option import Option
from bot.core.phrase import Coded, Mention, Phrase, Value, listed, phrase, say
from bot.core.rule import (
    AGENTS,
    NOBODY,
    ORDER_PATTERNS,
    AgentsRule,
    Change,
    Json,
    Ruled,
)
from bot.core.value import value_object
from bot.core.words import card as words
from bot.core.words import home as home_words

AS_IN_SLACK: Final = "slack"  # the value of the choice of no language of one's own
_RECENT: Final = 10  # shown of those that are kept
Wrong: TypeAlias = Mapping[str, Phrase]  # by the field it stands under
Fields: TypeAlias = Mapping[str, Any]  # what each field holds, by its block
Audited: TypeAlias = Mapping[str, Callable[[Change], Phrase]]

_NO_OTHERS: Final[Audited] = MappingProxyType({})
_SHOWN: Final = 8  # names or patterns in a line


@value_object
class Menu:
    """Some options, and the one that is chosen."""

    title: Phrase
    line: Phrase
    options: tuple[Option, ...]
    chosen: Option


@value_object
class Knob:
    """A button that leads to no card."""

    label: Phrase
    value: str


@value_object
class Row:
    """A line with a button of its own."""

    line: Phrase
    button: Button | Knob
    action: str = "card:order"


@value_object
class Section:
    """A heading with lines below it; `button` leads to a window of the name `action`.

    Of a section for agents `action` is the button's whole action_id.
    """

    title: Phrase
    lines: tuple[Phrase, ...]
    aside: Phrase | None = None
    button: Phrase | None = None
    action: str = ""
    rows: tuple[Row, ...] = ()


@value_object
class HomeForm:
    """What Home shows; what is None or empty is left out."""

    title: Phrase
    lines: tuple[Phrase, ...]
    is_agent: bool = False
    recent: tuple[Button, ...] | None = None
    sections: tuple[Section, ...] = ()
    menu: Menu | None = None
    settings: tuple[Section, ...] = ()
    changes: tuple[Phrase, ...] = ()


def visitor(lines: tuple[Phrase, ...]) -> HomeForm:
    """Say to who is no agent what the bot is for, and nothing of orders."""
    return HomeForm(say(home_words.VISITOR_TITLE), (say(home_words.VISITOR), *lines))


def customer(examples: Sequence[str]) -> HomeForm:
    """Say to a customer what to write, and where."""
    told = customer_card.home(examples)
    return HomeForm(told.title, told.lines)


def for_agent(
    *, recent: Sequence[LookedUp] | None, sections: Iterable[Section], menu: Menu
) -> HomeForm:
    """Say what an agent can do here; *recent* is None where look-ups are not kept."""
    buttons = None
    if recent is not None:
        shown = recent[:_RECENT]
        buttons = tuple(Button(phrase(one.reference.value), one.click) for one in shown)
    return HomeForm(
        say(words.USAGE_TITLE),
        (say(home_words.HELLO),),
        is_agent=True,
        recent=buttons,
        sections=tuple(sections),
        menu=menu,
    )


def with_settings(
    shown: HomeForm, *, settings: Iterable[Section], changes: tuple[Phrase, ...]
) -> HomeForm:
    """Add what belongs to administrators, whatever else they may see."""
    return replace(shown, settings=tuple(settings), changes=changes)


def how_to_ask(examples: Sequence[str]) -> Section:
    """Say how to ask, with numbers that look like this shop's."""
    number = examples[0] if examples else "order:4711"
    lines = (
        say(home_words.HOW_COMMAND, example=Coded(f"/where {number}")),
        say(home_words.HOW_DIRECT, example=Coded(number)),
        say(home_words.HOW_MENTION, example=Coded(f"@Wherebot {number}")),
        say(home_words.HOW_HELP, example=Coded("/where help")),
    )
    return Section(say(home_words.HOW), lines)


def language_menu(chosen: str, slack_lang: str) -> Menu:
    """Offer the languages, each in itself; *chosen* is empty for the one of Slack."""
    in_slack = say(home_words.LANGUAGE_SLACK, language=name_of(slack_lang))
    options = (
        Option(in_slack, AS_IN_SLACK),
        *(Option(phrase(name_of(lang)), lang) for lang in LANGUAGES),
    )
    now = next((one for one in options if one.value == chosen), options[0])
    return Menu(say(home_words.LANGUAGE), say(home_words.LANGUAGE_WHY), options, now)


def agents_section(rule: AgentsRule, ruled: Ruled) -> Section:
    return Section(
        say(home_words.AGENTS),
        (who_is_agent(rule),),
        _changed(ruled),
        say(home_words.CHANGE),
        AGENTS,
    )


def who_is_agent(rule: AgentsRule) -> Phrase:
    if rule == NOBODY:
        return say(home_words.AGENTS_NOBODY)
    message = home_words.AGENTS_ARE[rule.by.value]
    return say(message) if rule.is_for_all else say(message, names=names_of(rule.ids))


def names_of(ids: Sequence[str]) -> Phrase:
    return _some([Mention(one) for one in ids])


def patterns_section(patterns: Sequence[str], examples: Sequence[str], ruled: Ruled) -> Section:
    shown = [_some([Coded(one) for one in patterns], " · ")]
    if examples:
        numbers = _some([Coded(one) for one in examples])
        shown.append(say(home_words.PATTERNS_LIKE, examples=numbers))
    aside = _changed(ruled) if ruled.value else say(home_words.PATTERNS_FILE)
    return Section(
        say(home_words.PATTERNS), tuple(shown), aside, say(home_words.CHANGE), ORDER_PATTERNS
    )


def state_section(faults: Sequence[Phrase]) -> Section:
    more = say(home_words.STATE_MORE, command=Coded("wherebot check"))
    lines = tuple(_warned(faults)) or (say("✅ {good}", good=say(home_words.STATE_GOOD)),)
    return Section(say(home_words.STATE), lines, more if faults else None)


def unsaid(names: Phrase, *, reason: str, scope: str) -> Phrase:
    """Say that Slack does not say who is in a group or channel, and what would help."""
    if scope:
        return say(home_words.UNSAID_SCOPE, names=names, scope=Coded(scope))
    return say(home_words.UNSAID, names=names, reason=Coded(reason))


def waiting(count_: int, oldest: datetime) -> Phrase:
    one, many = home_words.STATE_WAITING
    return Phrase(one, (("n", count_), ("when", oldest)), many, count_)


def audit_lines(changes: Iterable[Change], others: Audited = _NO_OTHERS) -> tuple[Phrase, ...]:
    """Say who changed what; *others* say it by the names of changes that are no rule's here."""
    return tuple(
        say("{when} · {what}", when=one.at, what=others.get(one.name, _audited)(one))
        for one in changes
    )


def _audited(change: Change) -> Phrase:
    who, message = Mention(change.by), home_words.AUDIT_OF.get(change.name)
    if message is None:
        return say(home_words.AUDIT_OTHER, who=who, what=change.name)
    if change.name == LISTENING:
        channel, *modes = read_change(change)
        before, after = map(listening_mode, modes)
        return say(message, who=who, channel=Mention(channel), before=before, after=after)
    before, after = (_ruled(change.name, value) for value in (change.before, change.after))
    return say(message, who=who, before=before, after=after)


def listening_mode(mode: str) -> Phrase:
    """Say how a channel is listened to; of what another version knows, its name."""
    message = home_words.LISTENING_MODE.get(mode)
    return say(message) if message else phrase(mode)


def _ruled(name: str, value: Json) -> Phrase:
    if name == AGENTS:
        return who_is_agent(AgentsRule.of(value))
    if not isinstance(value, list):
        return say(home_words.PATTERNS_FILE)
    return _some([Coded(str(one)) for one in value], " · ")


def _changed(ruled: Ruled) -> Phrase | None:
    if not ruled.at:
        return None
    return say(home_words.CHANGED_BY, who=Mention(ruled.by), when=ruled.at)


def _warned(faults: Iterable[Phrase]) -> Iterator[Phrase]:
    for fault in faults:
        yield say("⚠️ {fault}", fault=fault)


def _some(items: Sequence[Value], mark: str = ", ") -> Phrase:
    shown: list[Value] = list(items[:_SHOWN])
    if len(items) > _SHOWN:
        shown.append(Phrase(words.MORE[0], (("n", len(items) - _SHOWN),), words.MORE[1], 2))
    return phrase(listed(shown, mark))
