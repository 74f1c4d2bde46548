"""The catalogues: the bot's words in every language it speaks, read from locale/*.po."""

from collections.abc import Sequence
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import IO, Final

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.core.text.intent import language

LANGUAGES: Final = ("en", "de", "fr", "es", "it", "nl", "pl")
ENGLISH: Final = LANGUAGES[0]
FOLDER: Final = Path(__file__).parents[1] / "locale"


def spoken(lang: str) -> str:
    """Return the language the bot speaks for a code such as `de` or `de-AT`: else English."""
    known = lang.replace("_", "-").partition("-")[0].casefold()
    return known if known in LANGUAGES else ENGLISH


def asked_in(text: str) -> str | None:
    """Return the language that a text asks for (`PK1004 lang:de`), if the bot speaks it."""
    asked = language(text)
    code = asked["code"].casefold() if asked else ""
    return code if code in LANGUAGES else None


def name_of(lang: str) -> str:
    """Return a language's name as those who speak it write it."""
    return Locale(lang).get_display_name() or lang


@cache
def catalogue(lang: str) -> NullTranslations:
    """Return the words of one of LANGUAGES; the messages themselves are the English ones."""
    if lang == ENGLISH:
        return NullTranslations()
    with (FOLDER / f"{lang}.po").open("rb") as po:
        return read(po, lang)


def read(po: IO[bytes], lang: str) -> NullTranslations:
    """Read a catalogue; an entry that does not fit its message is left to English."""
    catalog = read_po(po, locale=lang)
    for message in [message for message in catalog if message.id and not fits(message)]:
        catalog.delete(message.id)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def fits(message: Message) -> bool:
    """Whether every form is there, and has the gaps of the message and no others."""
    expected = gaps(forms(message.id)[-1])
    written = forms(message.string)
    return bool(written) and all(form and gaps(form) == expected for form in written)


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return all forms of a message or its translation: one, unless it has plurals."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def gaps(form: str) -> frozenset[str] | None:
    """Return the gaps in a message as they are written; None if it cannot be filled."""
    try:
        parsed = list(Formatter().parse(form))
    except ValueError:
        return None
    return frozenset(
        f"{name}!{convert}:{spec}" if convert or spec else name
        for _, name, spec, convert in parsed
        if name is not None
    )
