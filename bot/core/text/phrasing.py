"""Phrases of customers: what they look like here, and how they are found in a text.

A phrase is made of parts: `a ~ b` is an *a* and, not far behind it in the same sentence, a *b*;
`a|b` is either; `a*` is any word that begins so. Accents, case and doubled letters do not matter,
an apostrophe is a space, and `ü` and `ue` are the same (`plain`).
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.core.text.slack_text import fold
from bot.core.text.vocabulary import one_of

_BEFORE: Final = "(?<![0-9a-z])"
_FAR: Final = 40  # characters from one part to the next
_MARKS: Final = ((re.compile("'t(?![a-z])"), "t"), (re.compile("[ \t/'-]+"), " "))
_TWO_FOR_ONE: Final = re.compile("(?<=[aou])e")
_DOUBLED: Final = re.compile("([a-z])\\1+")


def plain(text: str) -> str:
    """Return a text as phrases are looked for in it: `Können's  hellooo` -> `konen s helo`."""
    folded = fold(text)
    for mark, instead in _MARKS:
        folded = mark.sub(instead, folded)
    return _DOUBLED.sub("\\1", _TWO_FOR_ONE.sub("", folded))


def expression(phrases: str) -> re.Pattern[str]:
    """Return what finds any of these phrases in a plain text."""
    return re.compile(_BEFORE + f"(?:{'|'.join(sorted({*_ways(phrases)}))})")


def _ways(phrases: str) -> Iterator[str]:
    alone: set[str] = set()
    for phrase in " ".join(phrases.split()).split(","):
        parts = [{plain(way.strip()) for way in part.split("|")} for part in phrase.split("~")]
        if len(parts) == 1:
            alone |= parts[0]
        else:
            yield f"[^.?!\n]{{0,{_FAR}}}?{_BEFORE}".join(map(_word, parts))
    yield _word(alone)


def _word(ways: set[str]) -> str:
    return rf"{one_of(ways - {''})}(?![0-9a-z])".replace(r"\*", "[a-z]*")
