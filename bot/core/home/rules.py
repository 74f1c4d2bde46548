"""The windows in which administrators rule: what they hold, and what is wrong with what is sent."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from bot.core.home.form import Wrong
from bot.core.option import Option
from bot.core.phrase import Coded, Mention, Phrase, listed, phrase, say
from bot.core.reference import find_references
from bot.core.rule import AgentsRule, By, Ruled
from bot.core.text.pattern import OrderPatterns, PatternError
from bot.core.value import value_object
from bot.core.words import card as words
from bot.core.words import home as home_words

MOST_PATTERNS: Final = 20  # checking one may take a tenth of a second
_TRIED: Final = 1000  # characters
_SHOWN: Final = 10
_IDS: Final = {
    By.GROUPS: re.compile(r"S[A-Z0-9]{2,20}"),
    By.CHANNELS: re.compile(r"[CG][A-Z0-9]{2,20}"),
}

Values: TypeAlias = Mapping[str, Any]  # docs.slack.dev/reference/views: state.values


@value_object
class AgentsForm:
    """Who is an agent: `groups` are those that can be shown as chosen, with their names."""

    by: By
    ways: tuple[Option, ...]
    groups: tuple[Option, ...]
    channels: tuple[str, ...]
    metadata: str
    notice: Phrase | None = None

    @property
    def way(self) -> Option:
        return next(one for one in self.ways if one.value == self.by.value)


@value_object
class PatternsForm:
    text: str
    hint: Phrase
    metadata: str
    tried: tuple[Phrase, ...] = ()
    notice: Phrase | None = None


def agents_form(
    rule: AgentsRule, names: Mapping[str, str], *, version: int, notice: Phrase | None = None
) -> AgentsForm:
    is_of = {by: rule.ids if rule.by is by else () for by in By}
    return AgentsForm(
        by=rule.by,
        ways=tuple(Option(say(home_words.AGENTS_BY[by.value]), by.value) for by in By),
        groups=tuple(Option(phrase(names.get(one, one)), one) for one in is_of[By.GROUPS]),
        channels=is_of[By.CHANNELS],
        metadata=str(version),
        notice=notice,
    )


def patterns_form(
    patterns: Sequence[str],
    file_patterns: Sequence[str],
    *,
    version: int,
    tried: tuple[Phrase, ...] = (),
    notice: Phrase | None = None,
) -> PatternsForm:
    file = listed([Coded(one) for one in file_patterns], "  ")
    hint = say(home_words.PATTERNS_HINT, patterns=file)
    return PatternsForm("\n".join(patterns), hint, str(version), tried, notice)


def version_of(metadata: str) -> int:
    """Read back from which version a window was drawn; -1, which never is, for anything else."""
    return int(metadata) if re.fullmatch("[0-9]{1,9}", metadata) else -1


def sent_way(values: Values) -> By | None:
    """Read by what agents are to be known; None for anything that is not offered."""
    try:
        return By(values["by"]["home:by"]["selected_option"]["value"])
    except (KeyError, TypeError, ValueError):
        return None


def sent_rule(values: Values) -> AgentsRule | Wrong:
    """Read who is to be an agent; or say what is wrong with that."""
    by = sent_way(values)
    if by is None:
        return {"by": say(home_words.CHOOSE)}
    if by is By.MEMBERSHIP:
        return AgentsRule()
    ids = tuple(dict.fromkeys(_ids(by, values)))
    is_right = ids and all(_IDS[by].fullmatch(one) for one in ids)
    return AgentsRule(by, ids) if is_right else {by.value: say(home_words.CHOOSE)}


def _ids(by: By, values: Values) -> list[str]:
    field = (values.get(by.value) or {}).get(f"home:{by.value}") or {}
    if by is By.CHANNELS:
        return [str(one) for one in field.get("selected_conversations") or ()]
    return [str(one.get("value")) for one in field.get("selected_options") or ()]


def sent_patterns(values: Values) -> list[str]:
    """Read the patterns as they stand in the window; none: those of the file."""
    text = str(((values.get("patterns") or {}).get("home:text") or {}).get("value") or "")
    return [line.strip() for line in text.splitlines() if line.strip()]


def wrong_patterns(patterns: Sequence[str]) -> Phrase | None:
    """Say what is wrong with patterns, if anything is."""
    if len(patterns) > MOST_PATTERNS:
        return say(home_words.PATTERNS_MANY, most=MOST_PATTERNS)
    try:
        OrderPatterns.of(patterns)
    except PatternError as error:
        return wrong_pattern(error)
    return None


def wrong_pattern(error: PatternError) -> Phrase:
    return say(
        home_words.PATTERN_WRONG,
        pattern=Coded(error.pattern),
        fault=error.fault,
        remedy=error.remedy,
    )


def tried(values: Values, file_patterns: Sequence[str]) -> tuple[Phrase, ...]:
    """Say what would be recognised in a text, by the patterns as they stand in the window."""
    text = str(((values.get("try") or {}).get("home:try_text") or {}).get("value") or "")[:_TRIED]
    sent = sent_patterns(values)[:MOST_PATTERNS]
    try:
        patterns = OrderPatterns.of(sent or file_patterns)
    except PatternError as error:
        return (say("⚠️ {fault}", fault=wrong_pattern(error)),)
    like = say(
        home_words.PATTERNS_LIKE,
        examples=listed(map(Coded, patterns.examples[:_SHOWN])),
    )
    found = [
        say(words.KIND_OF, name=Coded(one.value), kind=say(words.KIND[one.kind.value]))
        for one in find_references(text, patterns).found[:_SHOWN]
    ]
    if not text.strip():
        return (like,)
    seen = say(home_words.TRY_FOUND, found=listed(found)) if found else None
    return (say("✅ {seen}", seen=seen) if seen else say(home_words.TRY_NOTHING), like)


def outdated(ruled: Ruled) -> Phrase:
    return say(home_words.OUTDATED, who=Mention(ruled.by))
