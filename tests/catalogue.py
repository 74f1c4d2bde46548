"""The catalogues against what the bot says: `python -m tests.catalogue` names every fault.

`python -m tests.catalogue update` writes new messages into every locale/*.po, for translators to
fill, and drops those that the bot says no more.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.core.catalogue import ENGLISH, FOLDER, LANGUAGES, fits, forms

TRANSLATED = tuple(lang for lang in LANGUAGES if lang != ENGLISH)
_CODE = FOLDER.parent


@cache
def said() -> Catalog:
    """Return every message that the code marks with N_, pairs with their plural."""
    template = Catalog()
    for file in sorted(_CODE.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        for found in _marked(ast.parse(text)) if "N_(" in text else ():
            template.add(found)
    return template


def _marked(tree: ast.AST) -> Iterator[str | tuple[str, str]]:
    """Yield the texts in `N_("…")`, and the two of `(N_("…"), N_("…"))` as a pair."""
    for node in ast.iter_child_nodes(tree):
        inner = node.elts if isinstance(node, ast.Tuple) else []
        pair = [text for text in map(_text, inner) if text is not None]
        if len(pair) == len(inner) == 2:
            yield pair[0], pair[1]
        elif (text := _text(node)) is not None:
            yield text
        else:
            yield from _marked(node)


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
        return str(ast.literal_eval(node.args[0]))
    return None


def faults(lang: str, po: bytes) -> Iterator[str]:
    """Yield what is wrong with a catalogue, a line for each message concerned."""
    catalog, template = read_po(BytesIO(po), locale=lang), said()
    for message in template:
        if message.id and (fault := _fault(message, catalog.get(message.id))):
            yield f"{lang}: {fault}: {message.id!r}"
    obsolete = [message for message in catalog if message.id and message.id not in template]
    for message in (*obsolete, *catalog.obsolete.values()):
        yield f"{lang}: nobody says it any more: {message.id!r}"
    expected = Catalog(locale=lang)
    if (catalog.num_plurals, catalog.plural_expr) != (expected.num_plurals, expected.plural_expr):
        yield f"{lang}: the header has other plural forms than {expected.plural_forms}"


def _fault(message: Message, translated: Message | None) -> str | None:
    if translated is None:
        return "missing"
    if len(forms(message.id)) != len(forms(translated.id)):
        return "with a plural in one place, without in the other"
    if translated.fuzzy:
        return "fuzzy"
    if not all(map(str.strip, forms(translated.string))):
        return "not translated, or not in all plural forms"
    return None if fits(translated) else "with other gaps"


def updated(lang: str, po: bytes) -> bytes:
    """Return the catalogue with what is said now, in that order; its header stays as it is."""
    header, _, _ = po.partition(b"\n\n")
    catalog, body = read_po(BytesIO(po), locale=lang), BytesIO()
    catalog.update(said(), no_fuzzy_matching=True)
    write_po(body, catalog, width=100, omit_header=True, no_location=True, ignore_obsolete=True)
    return header + b"\n\n" + body.getvalue()


def path(lang: str) -> Path:
    return FOLDER / f"{lang}.po"


def main(arguments: list[str]) -> None:
    if arguments == ["update"]:
        for lang in TRANSLATED:
            path(lang).write_bytes(updated(lang, path(lang).read_bytes()))
    found = [fault for lang in TRANSLATED for fault in faults(lang, path(lang).read_bytes())]
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main(sys.argv[1:])
