"""The word at the head of a column: it says what the numbers below it are."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Self

from bot.core.text.vocabulary import Sense, Word, words_of

_HEAD = re.compile(r"^[^\n0-9]{3,400}+$", re.M)
_SAID = frozenset((Sense.TRACKING, Sense.ORDER, Sense.OTHER))
_MOST_HEADS = 20  # lines that may be one
_LONGEST_ROW = 600  # on either side of a number
_MARKS = " \t*_`.:#"


@dataclass(frozen=True, slots=True)
class Columns:
    """What the head of a table calls its columns, those that the vocabulary knows."""

    separator: str = ""
    words: tuple[Word | None, ...] = ()

    @classmethod
    def of(cls, folded: str) -> Self:
        """Those of the first line that has no digits, but a cell of tracking numbers."""
        if "\n" not in folded:
            return cls()
        for head in islice(_HEAD.finditer(folded), _MOST_HEADS):
            if separator := next((mark for mark in "\t|;," if mark in head[0]), ""):
                words = tuple(map(_word, head[0].split(separator)))
                if any(word and word.sense is Sense.TRACKING for word in words):
                    return cls(separator, words)
        return cls()

    def word_above(self, text: str, start: int, end: int) -> Word | None:
        """The word over a number that fills its cell of a row as long as the head."""
        if not self.words:
            return None
        _, is_below, before = text[max(start - _LONGEST_ROW, 0) : start].rpartition("\n")
        if not is_below:
            return None
        cells = before.split(self.separator)
        behind = text[end : end + _LONGEST_ROW].partition("\n")[0].split(self.separator)
        is_alone = not (cells[-1].strip(_MARKS) or behind[0].strip(_MARKS))
        is_row = len(cells) + len(behind) - 1 == len(self.words)
        return self.words[len(cells) - 1] if is_row and is_alone else None


def _word(cell: str) -> Word | None:
    """The word that a cell consists of."""
    name = cell.strip(_MARKS)
    word = next(iter(words_of(name)), None)
    return word if word and word.end - word.start == len(name) and word.sense in _SAID else None
