"""A text while it is read: its words, what is taken already, and what is never looked up."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from bot.core.text.check_digit import is_luhn
from bot.core.text.couriers import telling_format
from bot.core.text.slack_text import fold
from bot.core.text.vocabulary import Word, words_of

# What may stand between a word and the number it is about: "Sendungsnummer lautet: *…".
_FILLER = re.compile(
    r"[\s:;#.,!?…=()\[\]\"'*_~`º°&/|\ufffc>-]*"
    r"(?:(?:n|no|nr|num|numero|number|nummer|code|codice|codigo|id|is|ist|lautet|are|sind|est|son|"
    r"es|e|jest|to|that|as|under|unter|numer|przez|the|der|die|das|den|le|la|il|el|de|du|di|"
    r"del|von|van|od|with|mit|by|bei|avec|"
    r"chez|con|met|via|per|par|por|from|here|this|it|its|your|my|our|ihre|meine|votre|tu|su|sua|"
    r"uw|bitte|please|says|hat|has|s|parcel|paket|sendung|colis|pakket|paczka|spedizione|envio)"
    r"(?![0-9a-z])[\s:;#.,=()\[\]\"'*_~`º°&/|\ufffc>-]*){0,3}"
)
# Not behind "Nr." nor what is said short of a dispatch: "SEUR exp. 556677…".
FULL_STOP = (
    r"(?<!\b[Nn][ro])(?<!\b[Ee]xp)(?<!\b[Ee]nv)(?<!\b[Ss]dg)(?<!\b[Cc]od)(?<!\b[Tt][eé]l)\.\s"
)
_SENTENCE_END = re.compile(rf"[\n!?]|{FULL_STOP}")

# Behind digits: they count money, or things.
AMOUNT = r" ?(?:[€$£%]|(?:EUR|USD|GBP|PLN|CHF|zł|kg|ml|cm|mm|pcs|units|Stück|Stk)\b)"

_MANY_DIGITS = re.compile(r"[0-9](?:[^0-9]{0,4}[0-9]){5}")
_GROUPED_LIKE_A_CARD = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"[2-6][0-9]{3}( ?[ .-]?)[0-9]{4}\1[0-9]{4}\1[0-9]{1,4}(?P<tail>\1[0-9]{1,3})?"
    r"|3[0-9]{3}([ .-]?)[0-9]{6}\3[0-9]{4,5})(?![0-9A-Za-z])"
)
# The groups before and behind some of a number: of digits, or with letters at either end.
_DIGITS = (
    re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{1,6}[ -])+$"),
    re.compile(r"(?:[ -][0-9]{1,6})*(?![0-9A-Za-z])"),
)
_GROUPS = (
    re.compile(r"(?<![0-9A-Za-z])(?:[0-9]?[A-Za-z]{1,4}[ -]?)?(?:[0-9]{1,6}[ -])*$"),
    re.compile(r"(?:[ -][0-9]{1,6})*(?:[ -]?[A-Za-z]{2})?(?![0-9A-Za-z])"),
)
_FAR = 28  # characters: as many as such groups have
# Visa, Mastercard, American Express, Discover, JCB, UnionPay, Maestro (ISO/IEC 7812). 14 digits,
# which are Diners', only as they are embossed: in one piece they are a parcel of Hermes or DPD.
_CARD = re.compile(
    r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})|5[1-5][0-9]{14}|3[47][0-9]{13}|35[0-9]{14}"
    r"|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}"
    r"|6[0-9]{15}|6[0-9]{17,18}|(?:50|5[6-8])(?:[0-9]{11}|[0-9]{13,17})"
    r"|3[0-9]{3}[ .-][0-9]{6}[ .-][0-9]{4}"
)
# Lengths of ISO 13616's registry. Exact ones: a word behind an IBAN is no part of it.
_IBAN_LENGTHS = {
    15: "NO", 16: "BE", 18: "DK FI NL", 19: "MK SI", 20: "AT BA EE LT LU", 21: "CH HR LI LV",
    22: "BG DE GB IE ME RS", 23: "AE GI IL", 24: "AD CZ ES MD RO SA SE SK", 25: "PT", 26: "IS TR",
    27: "FR GR IT MC SM", 28: "AL AZ CY DO GT HU LB PL", 29: "BR UA", 31: "MT",
}  # fmt: skip
_IBAN = re.compile(
    r"(?<![0-9A-Za-z])(?=[A-Za-z]{2} ?[0-9]{2})(?:"
    + "|".join(
        rf"(?:{countries.replace(' ', '|')}) ?[0-9]{{2}}(?:[ .-]{{0,2}}+[0-9A-Z]){{{length - 4}}}"
        for length, countries in _IBAN_LENGTHS.items()
    )
    + r")(?![0-9A-Za-z])",
    re.I | re.A,
)
_LONGEST_CARD = 24  # characters of 19 digits and the gaps between them, and a word more
_WITHOUT_GAPS = str.maketrans("", "", " .-")
_LETTERS_AS_NUMBERS = {code: str(code - 55) for code in range(ord("A"), ord("Z") + 1)}
_ACCOUNT_POLAND = re.compile(r"(?<![0-9A-Za-z])[0-9]{2}(?:[ -]?[0-9]{4}){6}(?![0-9A-Za-z])")
# A longer run of digits behind a plus is a parcel of a list, as is what "… + …" joins.
_INTERNATIONAL = re.compile(
    r"\+(?:(?<![0-9] \+) )?\(?[0-9](?:[ ()./-]{0,3}[0-9]){6,16}(?![0-9])(?<![ /-][0-9](?=[A-Za-z]))"
    r"|(?<![0-9A-Za-z])00[1-9][0-9]{0,2}[ /-][ 0-9/-]{6,14}[0-9](?![ -]?[0-9])"
)
# Mobile numbers in groups as Germany, Britain, France and the Netherlands write them, and nobody
# writes a parcel's: not even the words "tracking number" beside one make it that.
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z])(?:01[5-7][0-9]{1,2}[ /-]{1,3}[0-9]{7,8}|07[0-9]{3} [0-9]{6}"
    r"|(?<![0-9][ .-])0[67](?:([ .-])[0-9]{2})(?:\1[0-9]{2}){3}|06 ?- ?[0-9]{8})(?![ -]?[0-9])"
)
# One number in groups of one length, as labels print it: three groups or more, the last not longer.
_IN_GROUPS = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][ .-])(?:"
    + "|".join(
        rf"(?:(?=[A-Z]{{0,4}}[0-9])[0-9A-Z]{{{size}}}(?P<gap{size}>[ .-]))"
        rf"(?:(?=[A-Z]{{0,4}}[0-9])[0-9A-Z]{{{size}}}(?P=gap{size})){{1,9}}"
        rf"[0-9A-Z]{{1,{size}}}(?![0-9A-Za-z]|(?P=gap{size})[0-9])"
        for size in (3, 4, 5)
    )
    + ")"
)
# Shapes of telephones, dates, times, prices and addresses of computers: no number there counts
# unless a word beside it says that it is a tracking number.
_DOUBTFUL = re.compile(
    r"(?<![0-9A-Za-z])(?=\(?[0-9][0-9 .,'/()-]{2})(?:"
    r"\(?0[1-9][0-9]{0,4}\)?[ /.-]{1,3}[0-9](?:[ /.-]?[0-9]){4,8}(?![ -]?[0-9])"
    r"|0[1-9](?:[ .-][0-9]{2}){4}(?![0-9])"
    r"|\(?[2-9][0-9]{2}\)?[ .-][0-9]{3}[ .-](?:[0-9]{3,4}|[0-9]{2}[ .-][0-9]{2})(?![ .-]?[0-9])"
    r"|1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}(?![ -]?[0-9])"
    r"|0[1-9][0-9]{8,10}(?![0-9])"
    r"|00(?:49|33|44|34|39|31|48|43|41|32)[1-9][0-9]{7,10}(?![0-9])"
    r"|491[5-7][0-9]{8,9}(?![0-9])"
    r"|3[0-9]{2}[ ./-][0-9]{6,7}(?![ -]?[0-9])"
    r"|(?:19[0-9]{2}|20[0-4][0-9])([-./ ]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:[T _-]?[0-9]{2}:?[0-9]{2}(?::?[0-9]{2})?)?(?![0-9])"
    r"|[0-3]?[0-9][./ -][01]?[0-9][./ -](?:19|20)[0-9]{2}(?![0-9])"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9])"
    r"|[0-9]{1,3}(?:[.,' ][0-9]{3}){0,4}[.,][0-9]{2}(?![0-9])"
    r"|[0-9]{1,10}[.,][0-9]{1,2}(?![0-9])"
    r")"
)

MOST_TRIES = 500  # places that are looked at closely in one text: nobody asks for so many


class Reading:
    """A plain text, what of it has been taken, and the words around each place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self._tries = 0
        self.length = len(text.strip())
        self._taken = bytearray(len(text))
        self._doubtful = bytearray(len(text))

    @cached_property
    def has_many_digits(self) -> bool:
        """False where six digits stand nowhere together, so neither does a card or a parcel."""
        return _MANY_DIGITS.search(self.text) is not None

    @cached_property
    def words(self) -> list[Word]:
        return words_of(self.folded)

    @cached_property
    def _word_starts(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def _word_ends(self) -> list[int]:
        return [word.end for word in self.words]

    @cached_property
    def _inside(self) -> bytearray:
        """Marks each number in groups, but for the character it begins with."""
        inside = bytearray(len(self.text))
        for match in _IN_GROUPS.finditer(self.text):
            inside[match.start() + 1 : match.end()] = b"\1" * (len(match[0]) - 1)
        return inside

    def is_inside(self, start: int) -> bool:
        """True in a number that is written in groups of one length, behind its first character."""
        return bool(self._inside[start])

    def may_try(self) -> bool:
        """Whether one more place may be looked at closely."""
        self._tries += 1
        return self._tries <= MOST_TRIES

    def take(self, start: int, end: int) -> None:
        """Let no later reading have these characters."""
        self._taken[start:end] = b"\1" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0

    def is_doubtful(self, start: int, end: int) -> bool:
        """True inside what looks like a telephone number, a date, a price …"""
        return self._doubtful.find(1, start, end) >= 0

    def words_before(self, start: int, *, most: int = 3) -> list[Word]:
        """The last words of the vocabulary that end at or before `start`, the nearest first."""
        at = bisect_right(self._word_ends, start)
        return self.words[max(at - most, 0) : at][::-1]

    def words_after(self, end: int, *, most: int = 3) -> list[Word]:
        """The first words of the vocabulary that begin at or after `end`."""
        at = bisect_left(self._word_starts, end)
        return self.words[at : at + most]

    def is_beside(self, left: int, right: int) -> bool:
        """True where only filling words and punctuation stand between the two places."""
        return right - left <= 40 and _FILLER.fullmatch(self.folded, left, right) is not None

    def is_near(self, left: int, right: int, *, within: int) -> bool:
        """True where both places are in one sentence and not too far apart."""
        return right - left <= within and not _SENTENCE_END.search(self.text, left, right)

    def take_private(self) -> None:
        """Take cards, bank accounts and telephones: nobody ever looks them up."""
        if not self.has_many_digits:
            return
        for match in _GROUPED_LIKE_A_CARD.finditer(self.text):
            start, end = match.span()
            # What stands behind may be a card's last group, or the month or code beside it.
            for last in {end, end - len(match["tail"] or "")}:
                if self._is_card(start, last) and not self._is_within_parcel(start, last, _DIGITS):
                    self.take(start, end)
        for match in _IBAN.finditer(self.text):
            if _is_iban(match[0]):
                self.take(*match.span())
        for match in _ACCOUNT_POLAND.finditer(self.text):
            if _is_iban("PL" + match[0]):
                self.take(*match.span())
        for match in _MOBILE.finditer(self.text):
            self._take_telephone(*match.span())
        if "+" in self.text or "00" in self.text:
            for match in _INTERNATIONAL.finditer(self.text):
                if not self.is_inside(match.start()):
                    self._take_telephone(*match.span())
        for match in _DOUBTFUL.finditer(self.text):
            if not self.is_inside(match.start()):
                self._doubtful[match.start() : match.end()] = b"\1" * len(match[0])

    def _is_card(self, start: int, end: int) -> bool:
        written = self.text[start:end]
        number = written.translate(_WITHOUT_GAPS)
        is_shaped = _CARD.fullmatch(number) or _CARD.fullmatch(written)
        return bool(is_shaped) and is_luhn(number)

    def _take_telephone(self, start: int, end: int) -> None:
        if not any(self._is_within_parcel(start, end, groups) for groups in (_DIGITS, _GROUPS)):
            self.take(start, end)

    def _is_within_parcel(
        self, start: int, end: int, groups: tuple[re.Pattern[str], re.Pattern[str]]
    ) -> bool:
        """True for groups of a longer number that its shape and check digit make a parcel's."""
        before = groups[0].search(self.text, max(start - _FAR, 0), start)
        behind = groups[1].match(self.text, end, end + _FAR)
        first, last = before.start() if before else start, behind.end() if behind else end
        row = telling_format(self.text[first:last].translate(_WITHOUT_GAPS).upper())
        is_sure = row is not None and (row.check is not None or last - first > _LONGEST_CARD)
        return (first, last) != (start, end) and is_sure


def _is_iban(text: str) -> bool:
    """ISO 13616: the number with its first four characters behind is 1 mod 97."""
    compact = text.translate(_WITHOUT_GAPS).upper()
    moved = compact[4:] + compact[:4]
    return int(moved.translate(_LETTERS_AS_NUMBERS)) % 97 == 1
