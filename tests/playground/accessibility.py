"""What a screen reader, a keyboard or a weak eye would stumble over, by the rules of axe-core."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import Page

SERIOUS = {"serious", "critical"}
# Less than serious to axe-core, or not looked at unless asked: serious to us.
ALSO = {"duplicate-id", "heading-order", "landmark-one-main", "region", "target-size"}
OPTIONS = {
    "preload": False,  # would fetch styles anew, and break the page's policy in doing so
    "resultTypes": ["violations"],
    "rules": {rule: {"enabled": True} for rule in sorted(ALSO)},
}


async def serious_faults(page: Page) -> list[str]:
    """Each fault of the page as it is now: the rule, the element, and what would mend it."""
    found = await Axe().run(page, options=OPTIONS)
    return [
        told
        for violation in found.response["violations"]
        if violation["impact"] in SERIOUS or violation["id"] in ALSO
        for told in _told(violation)
    ]


def _told(violation: dict[str, Any]) -> Iterator[str]:
    for node in violation["nodes"]:
        where = " ".join(str(step) for step in node["target"])
        yield f"{violation['id']} at {where}: {' '.join(node['failureSummary'].split())}"
