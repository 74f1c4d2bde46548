"""Tracking numbers in a text: those that identify themselves, and those that words explain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.text import couriers
from bot.core.text.beside import courier_near, word_for
from bot.core.text.check_digit import is_gs1
from bot.core.text.column import Columns
from bot.core.text.couriers import Format, compact
from bot.core.text.reading import AMOUNT, Reading
from bot.core.text.slack_text import fold
from bot.core.text.vocabulary import Sense, Word, one_of

MOST_GROUPS = 10  # an SSCC in pairs; a DPD label: 0081 827 0998 0000 0200 45 327 276 N
_GROUP = re.compile(r"[0-9A-Za-z]+")
_NO_SEPARATOR = re.compile(r"[.-][ .-]| [.-]")  # though `spaced` takes it for one
_BROKEN = re.compile(r"(?<=[0-9a-z])\n(?=[0-9])")  # where a number may go on in the next line
# On folded text, which is in lower case.
_TELLING = re.compile(
    r"(?:(?<![0-9a-z+])|(?<=(?<![0-9a-z])(?:dhl|dpd|gls|ups)))"  # glued to its courier
    r"(?:(?=[0-9]{2}[0-9.]|9[0-9] |0[0-9]|[0-9][a-z])(?:"
    + "|".join(couriers.spaced(r.shape).lower() for r in couriers.TELLING if r.begins_with_digit)
    + r")|(?=[a-z]{1,6}[ \t.-]{0,2}[0-9])(?:"
    + "|".join(
        couriers.spaced(r.shape).lower() for r in couriers.TELLING if not r.begins_with_digit
    )
    + r"))(?![0-9a-z])",
    re.A,
)
_NAMES = one_of(fold(name) for courier in couriers.COURIERS for name in courier.names)
_WORDED = re.compile(
    rf"(?<![0-9A-Za-z])(?!(?i:{_NAMES})-[0-9])"
    r"(?:[0-9]{2,7}(?:([ .-])[0-9]{1,7}(?:\1[0-9]{1,7}){0,7})(?![0-9A-Za-z])"
    r"|(?=[A-Za-z]{0,8}-?[0-9])[0-9A-Za-z]{1,34}(?:-[0-9A-Za-z]{1,20}){0,2}(?![0-9A-Za-z]))"
)
# Beside a courier's name a mobile number of Italy needs a check digit, groups a sound one.
_ITALIAN_MOBILE = re.compile("3[0-9]{9}")
_MAY_BE_ELSE = re.compile(rf"{_ITALIAN_MOBILE.pattern}|[0-9]+[ .-].*")
_LEAST_LOWER = 8  # digits of a number in lower case: fewer are a word's, or a hash's
_AMOUNT = re.compile(rf"{AMOUNT}|\.[0-9]{{6}}(?![0-9])")  # or a fraction of a second
_SHORTEST = 6  # characters
# Never a tracking number, whatever stands beside it: a ticket's key, an id of Slack's, a hash,
# a date, an address of a computer.
_NEVER = re.compile(
    r"[A-Za-z]{2,10}-[0-9]{1,5}|[BCDGTUW]0[0-9A-Z]{7,9}|p[0-9]{16}|(?=(?:[0-9]*[a-f]){2})[0-9a-f]{7,64}"
    r"|(?:19|20)[0-9]{2}([.-]?)[01][0-9]\1[0-3][0-9]|[0-3]?[0-9]([.-])[01]?[0-9]\2(?:19|20)[0-9]{2}"
    r"|(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(?:\.(?!$)|$)){4}"
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
    at, text = 0, _NO_SEPARATOR.sub("\n\n", _BROKEN.sub(" ", reading.folded))
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
    is_patched = reading.is_inside(start) or "\n" in reading.text[start:end]
    if is_patched and not (row.check and _begins_like_no_other(number)):
        return None
    codes = _ranked(couriers.couriers_of(row, number), courier_near(reading, start, end))
    confidence = 0.99 if row.check else 0.8
    return TrackingNumber(_spelt(row, number), codes, confidence, start, end)


def _is_several(groups: list[str]) -> bool:
    """Two numbers with a space between, or words that happen to be of the shape."""
    if any(group.islower() and group.isalpha() and len(group) < 3 for group in groups):
        return True
    is_even = min(map(len, groups)) >= 8 and len({*map(len, groups)}) == 1
    return is_even and not _begins_like_no_other(groups[0])


def _begins_like_no_other(number: str) -> bool:
    """With letters in front, or the zeros of an SSCC: so what follows belongs to it."""
    return number.startswith("00") or not number[:2].isdigit()


def worded_numbers(reading: Reading) -> Iterator[TrackingNumber]:
    """Numbers that a courier's name or words such as "tracking number" beside them explain."""
    if not any(word.sense is not Sense.OTHER for word in reading.words):
        return
    columns = Columns.of(reading.folded)
    before: tuple[TrackingNumber, Word] | None = None
    used: Word | None = None  # the name behind the number before: of a list "… (UPS), … (DPD)"
    for match in _WORDED.finditer(reading.text):
        start, end = match.span()
        if end - start < _SHORTEST or not reading.is_free(start, end):
            continue
        word: Word | None = columns.word_above(reading.text, start, end)
        is_beside = True
        if not word and before and _goes_on(reading, before[0], start, end):
            word = before[1]
        elif not word:
            word, is_beside = word_for(reading, start, end, used)
        before = None
        if word and not reading.may_try():
            return
        if word and (found := _worded(reading, match, word, is_beside=is_beside)):
            before = found, word
            used = word if word.start >= end and word.courier else None
            yield found


def _goes_on(reading: Reading, before: TrackingNumber, start: int, end: int) -> bool:
    """Whether a list goes on: with a number like the one before, and none of a telephone."""
    number = compact(reading.text[start:end])
    return (
        (len(number), number.isdigit()) == (len(before.value), before.value.isdigit())
        and _GLUE.fullmatch(reading.text, before.end, start) is not None
        and not reading.is_doubtful(start, end)
    )


def _worded(
    reading: Reading, match: re.Match[str], word: Word, *, is_beside: bool
) -> TrackingNumber | None:
    start, end = match.span()
    if word.sense in (Sense.OTHER, Sense.ORDER) or len(set(match[0])) < 3:
        return None
    if _AMOUNT.match(reading.text, end) or _NEVER.fullmatch(match[0]):
        return None
    number = compact(match[0])
    own_courier = word.courier if is_beside else None
    courier = own_courier or courier_near(reading, start, end)
    own = couriers.formats_of(match[0], courier) if courier else ()
    is_doubtful = reading.is_doubtful(start, end) and not any(row.is_sure for row in own)
    is_lower = match[0] != match[0].upper() and sum(map(str.isdigit, number)) < _LEAST_LOWER
    is_named = word.sense is Sense.TRACKING
    is_good = is_named and _is_named_tracking(number, is_beside=is_beside, is_doubtful=is_doubtful)
    if not (is_good or is_doubtful or is_lower):
        is_good = (
            _fits(number, courier, is_enough=is_beside and not _MAY_BE_ELSE.fullmatch(match[0]))
            if courier
            else is_beside
            and number.isdigit()
            and len(number) >= 11
            and not (couriers.is_unsound(number) or (len(number) == 13 and is_gs1(number)))  # EAN
        )
    if not is_good:
        return None
    value = number if number.isdigit() else match[0].upper()
    codes = _likely(number, own_courier or courier_near(reading, start, end, beyond=True))
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
    checked = [row for row in own if row.check]
    own = checked if checked or _ITALIAN_MOBILE.fullmatch(number) else own
    return len(number) > 9 and any(couriers.is_sound(row, number) for row in own)
