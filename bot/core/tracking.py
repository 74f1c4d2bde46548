"""Tracking numbers in a text: those that identify themselves, and those that words explain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core import couriers
from bot.core.couriers import Format
from bot.core.reading import Reading
from bot.core.vocabulary import Sense, Word

_GROUP = re.compile(r"[0-9A-Za-z]+")
_SEPARATORS = re.compile(r"[ \t.-]")
_TELLING = re.compile(
    r"(?<![0-9A-Za-z+])(?=[0-9A-Za-z]{2})(?:"
    + "|".join(couriers.spaced(row.shape) for row in couriers.TELLING)
    + r")(?![0-9A-Za-z])",
    re.I | re.A,
)
_WORDED = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9]{2,7}(?:([ .-])[0-9]{1,7}(?:\1[0-9]{1,7}){0,7})(?![0-9A-Za-z])"
    r"|(?=[A-Za-z]{0,8}-?[0-9])[0-9A-Za-z]{1,34}(?:-[0-9A-Za-z]{1,20}){0,2}(?![0-9A-Za-z]))"
)
# What stands between the numbers of a list; one word explains them all.
_GLUE = re.compile(r"[\s,;/&+|*•>\"'`-]*(?:(?:und|and|et|y|e|en|i|oraz|or|oder|ou|o|of|lub)\s+)?")


@dataclass(frozen=True, slots=True)
class TrackingNumber:
    """A tracking number and where it stands in the plain text."""

    value: str
    couriers: tuple[str, ...]
    confidence: float
    start: int
    end: int


def compact(written: str) -> str:
    """Upper case, without separators."""
    return _SEPARATORS.sub("", written).upper()


def named(written: str, courier: str | None) -> tuple[str, tuple[str, ...]]:
    """A number that a person called a tracking number: its canonical form and its couriers."""
    number = compact(written)
    row = couriers.telling_format(number)
    if row:
        return _written(row, number), _ranked(couriers.couriers_of(row, number), courier)
    value = number if number.isdigit() else written.strip().upper()
    return value, _likely(number, courier)


def _written(row: Format, number: str) -> str:
    at = row.hyphen_at
    return f"{number[:at]}-{number[at:]}" if at else number


def _ranked(codes: tuple[str, ...], courier: str | None) -> tuple[str, ...]:
    """The codes with those of the named courier's house first."""
    if courier is None or courier in codes[:1]:
        return codes
    own = tuple(code for code in codes if couriers.is_same_house(code, courier))
    others = tuple(code for code in codes if code not in own)
    return (courier, *own[own[:1] == (courier,) :], *others) if own else (*codes, courier)


def _likely(number: str, courier: str | None) -> tuple[str, ...]:
    """Couriers of a number that does not identify itself, by the name beside it and its shape."""
    if courier:
        rows = couriers.formats_of(courier, number)
        by_shape = tuple(
            code
            for row in rows
            if couriers.is_sound(row, number)
            for code in row.couriers
            if couriers.is_same_house(code, courier)
        )
        is_general = courier == "dhl-germany"
        codes = (*by_shape, courier) if is_general else (courier, *by_shape)
    else:
        rows = [r for r in couriers.FORMATS if r.check and couriers.is_sound(r, number)]
        codes = tuple(code for row in rows for code in couriers.couriers_of(row, number))
    return tuple(dict.fromkeys(codes))


def telling_numbers(reading: Reading) -> Iterator[TrackingNumber]:
    """Numbers whose shape, with its check digit where there is one, leaves no doubt."""
    at = 0
    while match := _TELLING.search(reading.text, at):
        found = _telling(reading, match.start(), match.end())
        first_group = _GROUP.match(reading.text, match.start())
        at = found.end if found else first_group.end() if first_group else match.end()
        if found:
            yield found


def _telling(reading: Reading, start: int, end: int) -> TrackingNumber | None:
    groups = _GROUP.findall(reading.text, start, end)
    row = couriers.telling_format(groups[0].upper())
    if len(groups) > 1 and row:  # a whole number, and then something else
        end = start + len(groups[0])
    elif len(groups) > 1 and _is_several(groups):
        return None
    number = compact(reading.text[start:end])
    row = couriers.telling_format(number)
    if not row or len(set(number)) < 4 or not reading.is_free(start, end):
        return None
    codes = _ranked(couriers.couriers_of(row, number), _courier_near(reading, start, end))
    confidence = 0.99 if row.check else 0.8
    return TrackingNumber(_written(row, number), codes, confidence, start, end)


def _is_several(groups: list[str]) -> bool:
    """Two numbers with a space between, or words that happen to be of the shape."""
    if any(group.islower() and group.isalpha() for group in groups):
        return True
    return min(map(len, groups)) >= 8 and len({*map(len, groups)}) == 1


def worded_numbers(reading: Reading) -> Iterator[TrackingNumber]:
    """Numbers that a courier's name or words such as "tracking number" beside them explain."""
    if not any(word.sense is not Sense.OTHER for word in reading.words):
        return
    before: tuple[TrackingNumber, Word] | None = None
    for match in _WORDED.finditer(reading.text):
        start, end = match.span()
        if not reading.is_free(start, end):
            continue
        if before and _GLUE.fullmatch(reading.text, before[0].end, start):
            word: Word | None = before[1]
            is_beside = True
        else:
            word, is_beside = _word_for(reading, start, end)
        before = None
        if word and (found := _worded(reading, match, word, is_beside=is_beside)):
            before = found, word
            yield found


def _word_for(reading: Reading, start: int, end: int) -> tuple[Word | None, bool]:
    """The word that says what the number is, and whether it stands right beside it."""
    left, right = reading.word_before(start), reading.word_after(end)
    if left and reading.is_beside(left.end, start):
        earlier = reading.word_before(left.start)
        if (
            left.sense in (Sense.COURIER, Sense.PARCEL)
            and earlier
            and earlier.sense is not Sense.PARCEL
            and reading.is_beside(earlier.end, left.start)
        ):
            return (earlier if earlier.sense is Sense.TRACKING else left), True
        return left, True
    if right and reading.is_beside(end, right.start) and right.sense is not Sense.PARCEL:
        return right, True
    if left and reading.is_near(left.end, start, within=60):
        return left, False
    if right and reading.is_near(end, right.start, within=25):
        return right, False
    return None, False


def _worded(
    reading: Reading, match: re.Match[str], word: Word, *, is_beside: bool
) -> TrackingNumber | None:
    start, end = match.span()
    written = match[0]
    number = compact(written)
    courier = _courier_near(reading, start, end)
    if word.sense in (Sense.OTHER, Sense.ORDER) or len(set(number)) < 3:
        return None
    is_doubtful = reading.is_doubtful(start, end)
    if word.sense is Sense.TRACKING:
        is_good = (
            is_beside and _is_plausible(number)
            if not number.isdigit()
            else len(number) >= (8 if is_beside else 10) and (is_beside or not is_doubtful)
        )
    else:
        is_good = (
            not is_doubtful
            and _fits(number, written, courier, is_beside=is_beside)
            or (word.sense is Sense.PARCEL and is_beside and number.isdigit() and not is_doubtful
                and len(number) >= 11 and courier is None)
        )
    if not is_good:
        return None
    value, codes = named(written, courier)
    return TrackingNumber(value, codes, 0.9 if is_beside else 0.7, start, end)


def _is_plausible(number: str) -> bool:
    digits = sum(map(str.isdigit, number))
    return 6 <= len(number) <= 34 and digits >= 3 and 3 * digits >= len(number)


def _fits(number: str, written: str, courier: str | None, *, is_beside: bool) -> bool:
    """True where the number has a shape of the courier; away from its name, a sound one."""
    if courier is None or (written != written.upper() and not written.isdigit()):
        return False
    rows = couriers.formats_of(courier, number)
    if not number.isdigit() and sum(map(str.isdigit, number)) < 2:
        return False
    return bool(rows) and (is_beside or (couriers.is_sound(rows[0], number) and len(number) > 9))


def _courier_near(reading: Reading, start: int, end: int) -> str | None:
    """The courier named nearest in the same sentence, in front rather than behind."""
    word = reading.word_before(start)
    for _ in range(3):
        if word is None or not reading.is_near(word.end, start, within=60):
            break
        if word.courier:
            return word.courier
        word = reading.word_before(word.start)
    word = reading.word_after(end)
    for _ in range(3):
        if word is None or not reading.is_near(end, word.start, within=40):
            break
        if word.courier:
            return word.courier
        word = reading.word_after(word.end)
    return None
