"""What the words around a number say of it: which of them, and which courier's it is.

A word says something of one number, or of a list of numbers alike. Between the cells of a row, or
two lines, a word belongs to the number it announces, not to the one it happens to follow.
"""

import re

from bot.core.text import couriers
from bot.core.text.couriers import compact
from bot.core.text.reading import FULL_STOP, Reading
from bot.core.text.vocabulary import Sense, Word

_FAR = 60  # characters from a word to a number behind it
_NEAR = 40  # and to one in front of it
_CELL = re.compile(rf"[,;|/\t•\n]| - |{FULL_STOP}")  # what parts the cells of a row
_LABEL = re.compile(
    r"(?<![a-z_:])(?!(?:nr|no|n|num|numero|number|nummer|numer|code|codice|codigo|kod|id)[^a-z])"
    r"[a-z][a-z_]{0,23}[.#]? ?[:=#] ?$"  # not the name of an emoji
)
_NUMBER = re.compile("(?=[0-9A-Za-z]{0,8}[0-9])[0-9A-Za-z]{6}|(?:[A-Za-z]{0,5}[ .-]?[0-9]){5}")
_LONG_NUMBER = re.compile("(?:[A-Z]{0,4}[ .-]?[0-9]){8,34}")
_NUMBER_BEFORE = re.compile(r"[0-9][0-9A-Z]{0,2}[ (\[*]{1,3}$")
# What has numbers of its own, a courier's too: "Kundennummer DHL 5012345678", "facture DPD n° …".
_OF_NUMBERS = re.compile(
    "num[bm]?er|n[°º]|n[ro]$|id$|codi|tel|phone|call|ruf|handy|mobil|movil|fax|hotline|invoice"
    "|rechnung|fa[ck]t|fatt|vertrag|contr|umow|account|konto|compte|cuenta|rekening|ean|gtin|sku|arti"
)
_TOKEN = re.compile(r"(?<![0-9A-Za-z])[A-Za-z-]{0,8}[0-9][0-9A-Za-z]*")


def word_for(reading: Reading, start: int, end: int, used: Word | None) -> tuple[Word | None, bool]:
    """The word that says what the number is, and whether it stands right beside it.

    One that is used stands behind the number before: it counts only if nothing stands behind this.
    """
    left, earlier = (*reading.words_before(start, most=2), None, None)[:2]
    right = next(iter(reading.words_after(end, most=1)), None)
    is_labelled = _LABEL.search(reading.folded, max(start - 30, 0), start) is not None
    if right and (
        _announces(reading, right, end)
        or (is_labelled and _parting(reading.text[end : end + 3]))  # "PO: 4711 / DHL"
    ):
        right = None
    if used and left == used and right and right.courier and reading.is_beside(end, right.start):
        return right, True
    if left and reading.is_beside(left.end, start):
        if (
            left.sense in (Sense.COURIER, Sense.PARCEL)
            and earlier
            and earlier.sense is not Sense.PARCEL
            and reading.is_beside(earlier.end, left.start)
        ):
            is_others = (
                earlier.sense is Sense.OTHER
                and not _CELL.search(reading.text, earlier.end, left.start)
                and _OF_NUMBERS.search(reading.folded, earlier.start, earlier.end)
            )
            return (earlier if earlier.sense is Sense.TRACKING or is_others else left), True
        return left, True
    if right and reading.is_beside(end, right.start) and right.sense is not Sense.PARCEL:
        return right, True
    if left and _is_open(reading, left, start, end) and not _is_labelled(reading, left.end, start):
        return left, False
    if right and reading.is_near(end, right.start, within=25):
        return right, False
    return None, False


def courier_near(reading: Reading, start: int, end: int, *, beyond: bool = False) -> str | None:
    """The courier named nearest in the same sentence, in front rather than behind.

    Or in the line or the sentence beside, if beyond: "Carrier: DPD", "Tracking: 0150…".
    """
    before = next((word for word in reading.words_before(start) if word.courier), None)
    if before and not _is_open(reading, before, start, end, beyond=True):
        before = None
    after = next((word for word in reading.words_after(end) if word.courier), None)
    if after and not (after.start - end <= _NEAR and not _announces(reading, after, end)):
        after = None
    text = reading.text
    is_before = before and reading.is_near(before.end, start, within=_FAR)
    is_after = after and reading.is_near(end, after.start, within=_NEAR)
    if before and after and is_after and reading.is_beside(end, after.start):
        parted, parted_after = _parting(text[before.end : start]), _parting(text[end : after.start])
        if parted > parted_after or not (parted_after or reading.is_beside(before.end, start)):
            return after.courier
    if before and (is_before or beyond):
        return before.courier
    return after.courier if after and (is_after or beyond) else None


def _parting(gap: str) -> int:
    """How much a gap parts: nothing, the cells of a row, two lines."""
    return 2 if "\n" in gap else int(_CELL.search(gap) is not None)


def _announces(reading: Reading, word: Word, end: int) -> bool:
    """Whether a word behind a number, parted from it, announces the next: "4711; Tracking: …"."""
    if word.start - end > _NEAR or not (parted := _parting(reading.text[end : word.start])):
        return False
    place = _TOKEN.search(reading.text, word.end, word.end + _NEAR)
    if not place or _parting(reading.text[word.end : place.start()]) > parted:
        return False
    if not _NUMBER.match(reading.text, place.start()):
        return False
    between = [w for w in reading.words_after(word.end, most=2) if w.end <= place.start()]
    if any(other.sense in (Sense.OTHER, Sense.ORDER) for other in between):
        return False
    if not word.courier or any(other.sense is Sense.TRACKING for other in between):
        return not (word.courier and any(other.courier for other in between))
    if _is_labelled(reading, word.end, place.start()):
        return False
    following = _TOKEN.match(reading.text, place.start())
    return bool(following and couriers.formats_of(compact(following[0]), word.courier))


def _is_labelled(reading: Reading, word_end: int, start: int) -> bool:
    """Whether a number has a label of its own in its cell, which the word is not in."""
    is_parted = _parting(reading.text[word_end:start]) > 0
    return is_parted and _LABEL.search(reading.folded, max(start - 30, 0), start) is not None


def _is_open(reading: Reading, word: Word, start: int, end: int, *, beyond: bool = False) -> bool:
    """Whether a word further off can say something of this number: of none before, or of a list."""
    if start - word.end > _FAR or not (beyond or reading.is_near(word.end, start, within=_FAR)):
        return False
    gap = reading.text[word.end : start]
    own = compact(reading.text[start:end])
    numbers = list(map(compact, _LONG_NUMBER.findall(gap)))
    if any(len(n) != len(own) or n.isdigit() != own.isdigit() for n in numbers):
        return False
    if not _parting(gap):
        return True
    is_other = any(map(str.isalpha, _CELL.split(gap)[-1]))
    if numbers and is_other:
        return False
    if _NUMBER_BEFORE.search(reading.text, max(word.start - 6, 0), word.start):
        return not is_other
    return True
