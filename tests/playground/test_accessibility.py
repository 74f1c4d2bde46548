"""The accessibility check finds each fault planted in a page, and no fault in a good page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.playground.accessibility import serious_faults

if TYPE_CHECKING:
    from playwright.async_api import Page

GOOD = """<!doctype html><html lang="en"><head><title>Good</title></head><body>
<main><h1>Orders</h1><h2>Open</h2><label>Number <input></label> <button>Find</button></main>
</body></html>"""

PLANTED = {
    "a button without a name": ("button-name", "<button><span></span></button>"),
    "a link without a name": ("link-name", '<a href="/x"><span></span></a>'),
    "an input without a label": ("label", "<input>"),
    "a select without a label": ("select-name", "<select><option>1</select>"),
    "an image without alt": ("image-alt", '<img src="/x.png">'),
    "a dialog without a name": ("aria-dialog-name", '<div role="dialog">Really?</div>'),
    "two elements of one id": ("duplicate-id", '<p id="x">a</p><p id="x">b</p>'),
    "an id that is not there": (
        "aria-valid-attr-value",
        '<button aria-labelledby="gone" aria-controls="gone" aria-expanded="true">Open</button>',
    ),
    "a role that does not exist": ("aria-roles", '<div role="knob">x</div>'),
    "a list with a stranger in it": ("list", "<ul><div>x</div></ul>"),
    "an option without its listbox": ("aria-required-parent", '<div role="option">x</div>'),
    "a listbox without options": (
        "aria-required-children",
        '<div role="listbox" aria-label="l" tabindex="0"><button>x</button></div>',
    ),
    "grey on grey": (
        "color-contrast",
        '<div style="background:#777"><p style="color:#999">late</p></div>',
    ),
    "focus on what is hidden": (
        "aria-hidden-focus",
        '<div aria-hidden="true"><button>x</button></div>',
    ),
    "a heading left out": ("heading-order", "<h4>Too deep</h4>"),
    "targets too small": (
        "target-size",
        '<button style="width:9px;height:9px;padding:0" aria-label="a"></button>'
        '<button style="width:9px;height:9px;padding:0" aria-label="b"></button>',
    ),
}


async def test_a_good_page_has_no_fault(page: Page) -> None:
    await page.set_content(GOOD)
    assert await serious_faults(page) == []


@pytest.mark.parametrize(("rule", "markup"), PLANTED.values(), ids=PLANTED)
async def test_a_planted_fault_is_found_and_placed(page: Page, rule: str, markup: str) -> None:
    await page.set_content(GOOD.replace("</main>", f'<div id="planted">{markup}</div></main>'))
    faults = await serious_faults(page)
    assert rule in {fault.partition(" ")[0] for fault in faults}, faults


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("html-has-lang", ' lang="en"', ""),
        ("document-title", "<title>Good</title>", ""),
        ("landmark-one-main", "main>", "div>"),
        ("region", "</main>", "</main><p>Outside of every landmark</p>"),
    ],
)
async def test_a_fault_of_the_whole_page_is_found(
    page: Page, rule: str, before: str, after: str
) -> None:
    await page.set_content(GOOD.replace(before, after))
    assert rule in {fault.partition(" ")[0] for fault in await serious_faults(page)}
