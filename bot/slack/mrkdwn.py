"""How foreign text gets into Slack: cleaned, cut before it is escaped, then escaped.

Slack decodes `&amp; &lt; &gt;` and nothing else; `<` opens mentions and links
(docs.slack.dev/messaging/formatting-message-text). So a foreign `*`, `_` or `~` may still set
letters bold, slanted or struck through: whatever stood in its place would be copied along, and a
number or a name has to stay true.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from bot.core.phrase import Phrase, Speech

# Characters that reorder or hide what stands around them, and halves of characters, which no
# UTF-8 can hold. Joiners stay: emoji need them.
_UNSEEN: Final = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_GAPS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
# Latin letters with nothing in them that any pen changes: nearly every text.
_HARMLESS: Final = re.compile("[!-%'-;=?-_a-~\u00c0-\u024f]+(?: [!-%'-;=?-_a-~\u00c0-\u024f]+)*")
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CONTROL: Final = re.compile("<(?=[!@#])")
# Slack begins a date with a capital, also within a sentence ("As of Today"), unless something
# stands before it: what nobody sees will do.
_DATE: Final = "<!date^"
_WITHIN: Final = re.compile(r"(?<=[\w:,] )(<!date\^-?[0-9]+\^)")
_READ: Final = 5000  # characters of a foreign text that are looked at: no message holds more
_CAPS: Final = (2000, 600, 300, 150, 80, 40, 20, 8)


def clean(text: str) -> str:
    """Put a text on one line without invisible characters; isolate right-to-left script."""
    seen = _GAPS.sub(" ", _UNSEEN.sub("", text[:_READ])).strip()
    return f"\u2068{seen}\u2069" if _RIGHT_TO_LEFT.search(seen) else seen


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str, cap: int) -> str:
    if len(text) <= cap:
        return text
    close = "\u2069" if text.startswith("\u2068") else ""
    return text[: cap - 1].rstrip() + "…" + close


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes foreign texts of at most `cap` characters."""

    cap: int

    def foreign(self, text: str) -> str:
        if len(text) <= self.cap and _HARMLESS.fullmatch(text):
            return text
        return self._tamed(text)

    def _tamed(self, text: str) -> str:
        raise NotImplementedError

    def code(self, text: str) -> str:
        return self.foreign(text)

    def moment(self, at: datetime, plain: str) -> str:
        return plain


class MrkdwnPen(_Pen):
    """Writes into mrkdwn: date tokens show each reader their own zone."""

    __slots__ = ()

    def _tamed(self, text: str) -> str:
        """Escape; a back tick goes too: it would show what follows, date tokens too, as code."""
        return escape(_cut(clean(text).replace("`", "'"), self.cap))

    def code(self, text: str) -> str:
        letters = self.foreign(text)
        return f"`{letters}`" if letters else ""

    def moment(self, at: datetime, plain: str) -> str:
        return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{plain}>"


class TextPen(_Pen):
    """Writes the fallback text, which Slack reads as mrkdwn but shows without tokens."""

    __slots__ = ()

    def _tamed(self, text: str) -> str:
        return escape(_cut(clean(text), self.cap))


class PlainPen(_Pen):
    """Writes into plain_text, which is not parsed; what would open a mention is disarmed."""

    __slots__ = ()

    def _tamed(self, text: str) -> str:
        return _CONTROL.sub("‹", _cut(clean(text), self.cap))


@lru_cache(maxsize=64)
def _pen(kind: Callable[[int], _Pen], cap: int) -> _Pen:
    return kind(cap)


def spell(
    phrase: Phrase,
    speech: Speech,
    pen: Callable[[int], _Pen],
    *,
    limit: int,
) -> str:
    """Write *phrase* in at most *limit* characters, by shortening the foreign texts in it.

    Shortening happens before escaping, so markup is never cut in the middle.
    """
    text = speech.spell(phrase, _pen(pen, limit))
    if _DATE in text:
        text = _dated(text)
    if len(text) <= limit:
        return text
    for cap in (cap for cap in _CAPS if cap < limit):
        text = _dated(speech.spell(phrase, _pen(pen, cap)))
        if len(text) <= limit:
            return text
    return escape(_cut(clean(speech.spell(phrase, PlainPen(8))), limit // 5))


def _dated(text: str) -> str:
    return _WITHIN.sub("\\1\u200b", text) if text.rfind(_DATE) > 0 else text
