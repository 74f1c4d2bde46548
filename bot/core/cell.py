"""Cells of a file for a spreadsheet: on one line, no formula, and split where Excel splits."""

import csv
import re
from collections.abc import Iterable
from datetime import datetime
from io import StringIO
from typing import Final

from bot.core.phrase import Pen, Phrase, Speech

_GAPS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_UNSEEN: Final = re.compile("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
# What a spreadsheet takes for a formula, also behind blanks
# (owasp.org/www-community/attacks/CSV_Injection).
_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r|%]")
_MARK: Final = "\ufeff"  # without it Excel reads UTF-8 as the machine's own code page


def csv_file(rows: Iterable[Iterable[object]], speech: Speech) -> bytes:
    """Return rows as a CSV that Excel splits: at what the reader's language parts lists with."""
    file = StringIO()
    delimiter = "," if speech.locale.language == "en" else ";"
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return (_MARK + file.getvalue()).encode()


class Cells:
    """Writes phrases into cells."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._pen: Pen = _CellPen()

    def __call__(self, phrase: Phrase) -> str:
        return self._speech.spell(phrase, self._pen)


class _CellPen:
    """Writes foreign text as it is, on one line; moments in UTC."""

    def foreign(self, text: str) -> str:
        return _GAPS.sub(" ", _UNSEEN.sub("", text)).strip()

    def code(self, text: str) -> str:
        return self.foreign(text)

    def moment(self, at: datetime, plain: str) -> str:
        return plain


def safe_cell(cell: str) -> str:
    """Return what no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
