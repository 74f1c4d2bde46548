"""The page's files: no markup from strings, nothing inline, nothing from outside."""

import re
from pathlib import Path

import pytest

from tests.playground.harness import STATIC

FILES = sorted(STATIC.iterdir())
SCRIPTS = [file for file in FILES if file.suffix == ".js"]
MARKUP = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe|DOMParser"
    r"|document\.write(?:ln)?|eval|new Function)\b|\.srcdoc\b"
)
INLINE = re.compile(r"<[^>]*\s(?:on\w+|style)\s*=", re.IGNORECASE)
ASSET = re.compile(
    r"""(?:\b(?:src|href|action)\s*=\s*["']?|url\(\s*["']?|@import\s+["']|\bfrom\s+["']"""
    r"""|\bimport\s*\(?\s*["']|\bfetch\(\s*["'`]|EventSource\(\s*["'`])(?:https?:)?//"""
)
POSITIVE_TABINDEX = re.compile(r"""tab-?index["']?\s*[:=]\s*["']?[1-9]""", re.IGNORECASE)


def names(files: list[Path]) -> list[str]:
    return [file.name for file in files]


@pytest.mark.parametrize("file", FILES, ids=names(FILES))
def test_no_file_makes_markup_from_strings_or_asks_elsewhere(file: Path) -> None:
    text = file.read_text("utf-8")
    for rule in (MARKUP, ASSET, POSITIVE_TABINDEX):
        assert [found.group() for found in rule.finditer(text)] == []
    if file.suffix in {".html", ".svg"}:
        assert INLINE.search(text) is None
        assert "<style" not in text
        assert re.search(r"<script(?![^>]*\ssrc=)", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "box.innerHTML = text",
        "box.insertAdjacentHTML('x', y)",
        "document.write(x)",
        "eval(x)",
        "new Function('x')",
    ],
)
def test_markup_from_strings_would_be_found(text: str) -> None:
    assert MARKUP.search(text)


@pytest.mark.parametrize(
    "text",
    [
        'import x from "https://cdn.test/x.js"',
        "<link href='//cdn.test/x.css'>",
        "background: url(https://a.test/x.png)",
        'fetch("https://a.test")',
    ],
)
def test_an_asset_from_elsewhere_would_be_found(text: str) -> None:
    assert ASSET.search(text)


@pytest.mark.parametrize("text", ["<p onclick=x>", '<p class="a" style="color:red">'])
def test_inline_code_and_style_would_be_found(text: str) -> None:
    assert INLINE.search(text)


@pytest.mark.parametrize("file", SCRIPTS, ids=names(SCRIPTS))
def test_a_module_is_short_and_imports_what_exists(file: Path) -> None:
    text = file.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    for name in re.findall(r"""\bfrom\s+["']([^"']+)["']""", text):
        assert (file.parent / name).is_file(), name
