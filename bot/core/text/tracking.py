"""Tracking numbers in a text: those that identify themselves, and those that words explain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.text import couriers
from bot.core.text.couriers import Format
from bot.core.text.reading import Reading
from bot.core.text.vocabulary import Sense, Word

MOST_GROUPS = 9  # a DPD label: 0081 827 0998 0000 0200 45 327 276 N
_GROUP = re.compile(r"[0-9A-Za-z]+")
_SEPARATORS = re.compile(r"[ \t.-]")
_NO_SEPARATOR = re.compile(r"[.-][ \t.-]|[ \t][.-]")  # though `spaced` takes it for one
# On folded text, which is in lower case.
_TELLING = re.compile(
    r"(?<![0-9a-z+])(?:(?=[0-9]{2}[0-9.]|0[0-9]|[0-9][a-z])(?:"
    + "|".join(couriers.spaced(r.shape).lower() for r in couriers.TELLING if r.begins_with_digit)
    + r")|(?=[a-z]{1,6}[ \t.-]{0,2}[0-9])(?:"
    + "|".join(
        couriers.spaced(r.shape).lower() for r in couriers.TELLING if not r.begins_with_digit
    )
    + r"))(?![0-9a-z])",
    re.A,
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
    """What a person called a tracking number: its canonical form and its couriers.

    Without a shape that tells, letters keep their hyphens, which may belong to the number.
    """
    number = compact(written)
    row = couriers.telling_format(number)
    if row:
        return _spelt(row, number), _ranked(couriers.couriers_of(row, number), courier)
    value = number if number.isdigit() else written.strip().upper()
    return value, _likely(number, courier)


def _spelt(row: Format, number: str) -> str:
    at = row.hyphen_at
    return f"{number[:at]}-{number[at:]}" if at else number


def _ranked(codes: tuple[str, ...], courier: str | None) -> tuple[str, ...]:
    """A telling number's couriers: one that was named moves to the front of them, or behind."""
    if courier is None or courier in codes[:1]:
        return codes
    own = couriers.of_house(codes, courier)
    if not own:
        return (*codes, courier)
    return tuple(dict.fromkeys((courier, *own, *codes)))


def _likely(number: str, courier: str | None) -> tuple[str, ...]:
    """Couriers of a number that does not tell, by the name beside it and by its check digits."""
    rows = couriers.checked_formats(number, courier)
    codes = tuple(dict.fromkeys(code for row in rows for code in row.couriers))
    if courier is None:
        return codes
    own = couriers.of_house(codes, courier)
    # The bare name means any of its house, so the shape decides; "DHL Express" means just that.
    first = own if courier in couriers.GENERAL else ()
    return tuple(dict.fromkeys((*first, courier, *own)))


def telling_numbers(reading: Reading) -> Iterator[TrackingNumber]:
    """Numbers whose shape, with its check digit where there is one, leaves no doubt."""
    if not reading.has_many_digits:
        return
    at, text = 0, _NO_SEPARATOR.sub("\n\n", reading.folded)
    while (match := _TELLING.search(text, at)) and reading.may_try():
        found = _telling(reading, match.start(), match.end())
        first_group = _GROUP.match(reading.text, match.start())
        at = found.end if found else first_group.end() if first_group else match.end()
        if found:
            yield found


def _telling(reading: Reading, start: int, end: int) -> TrackingNumber | None:
    if not reading.is_free(start, start + 1):
        return None
    groups = _GROUP.findall(reading.text, start, end)
    if len(groups) > MOST_GROUPS:
        return None
    if len(groups) > 1:
        if len(groups[0]) >= 8 and couriers.telling_format(groups[0].upper()):
            end = start + len(groups[0])  # a whole number, and then something else
        elif _is_several(groups):
            return None
    number = compact(reading.text[start:end])
    row = couriers.telling_format(number)
    if not row or len(set(number)) < 4 or not reading.is_free(start, end):
        return None
    codes = _ranked(couriers.couriers_of(row, number), _courier_near(reading, start, end))
    confidence = 0.99 if row.check else 0.8
    return TrackingNumber(_spelt(row, number), codes, confidence, start, end)


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
    used: Word | None = None  # the name behind the number before: of a list "… (UPS), … (DPD)"
    for match in _WORDED.finditer(reading.text):
        start, end = match.span()
        if end - start < 6 or not reading.is_free(start, end):
            continue
        if before and _GLUE.fullmatch(reading.text, before[0].end, start):
            word: Word | None = before[1]
            is_beside = True
        else:
            word, is_beside = _word_for(reading, start, end, used)
        before = None
        if word and not reading.may_try():
            return
        if word and (found := _worded(reading, match, word, is_beside=is_beside)):
            before = found, word
            used = word if word.start >= end and word.courier else None
            yield found


def _word_for(
    reading: Reading, start: int, end: int, used: Word | None
) -> tuple[Word | None, bool]:
    """The word that says what the number is, and whether it stands right beside it.

    One that is used stands behind the number before: it counts only if nothing stands behind this.
    """
    left, earlier = (*reading.words_before(start, most=2), None, None)[:2]
    right = next(iter(reading.words_after(end, most=1)), None)
    if used and left == used and right and right.courier and reading.is_beside(end, right.start):
        return right, True
    if left and reading.is_beside(left.end, start):
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
    if word.sense in (Sense.OTHER, Sense.ORDER) or len(set(match[0])) < 3:
        return None
    number = compact(match[0])
    is_doubtful = reading.is_doubtful(start, end)
    courier = (is_beside and word.courier) or _courier_near(reading, start, end)
    if word.sense is Sense.TRACKING:
        is_good = _is_named_tracking(number, is_beside=is_beside, is_doubtful=is_doubtful)
    else:
        is_lower = not number.isdigit() and match[0] != number
        is_good = not (is_doubtful or is_lower) and (
            _fits(number, courier, is_enough=is_beside and match[1] is None)
            if courier
            else is_beside
            and number.isdigit()
            and len(number) >= 11
            and not couriers.is_unsound(number)
        )
    if not is_good:
        return None
    value = number if number.isdigit() else match[0].upper()
    codes = _likely(number, courier)
    return TrackingNumber(value, codes, 0.9 if is_beside else 0.7, start, end)


def _is_named_tracking(number: str, *, is_beside: bool, is_doubtful: bool) -> bool:
    """Beside "tracking number" almost anything is one; further off, only a long run of digits."""
    if number.isdigit():
        return len(number) >= (8 if is_beside else 10) and (is_beside or not is_doubtful)
    return is_beside and _is_plausible(number)


def _is_plausible(number: str) -> bool:
    digits = sum(map(str.isdigit, number))
    return 6 <= len(number) <= 34 and digits >= 3 and 3 * digits >= len(number)


def _fits(number: str, courier: str, *, is_enough: bool) -> bool:
    """True where the number has a shape of the courier, and a sound one unless that is enough.

    It is not enough for a number in groups, or away from the courier's name.
    """
    if not number.isdigit() and sum(map(str.isdigit, number)) < 2:
        return False
    own = couriers.formats_of(number, courier)
    if is_enough:
        return bool(own)
    own = [row for row in own if row.check] or own
    return len(number) > 9 and any(couriers.is_sound(row, number) for row in own)


def _courier_near(reading: Reading, start: int, end: int) -> str | None:
    """The courier named nearest in the same sentence, in front rather than behind."""
    before = next((word for word in reading.words_before(start) if word.courier), None)
    if before and reading.is_near(before.end, start, within=60):
        return before.courier
    after = next((word for word in reading.words_after(end) if word.courier), None)
    if after and reading.is_near(end, after.start, within=40):
        return after.courier
    return None
