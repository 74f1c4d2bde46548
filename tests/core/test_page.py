"""Long lists, page by page: the ways on and back say what kind of list it is."""

from collections.abc import Callable

import pytest

from bot.core.click import Click, Verb
from bot.core.page import PageCard, articles, history
from bot.core.parcel import Parcel
from bot.core.reference import Kind, Reference
from tests.core.sample import NOW, order, told, tracking

CLICK = Click(Verb.ORDER, Reference(Kind.ORDER_NUMBER, "PK1004"), page=1, lang="de")
SCANS = [{"status_text": f"Scan {n}", "event_timestamp": "2026-11-16T05:30:00Z"} for n in range(25)]
LONG = tracking(checkpoints=SCANS, articles=[{"article_name": f"Sock {n}"} for n in range(25)])


@pytest.mark.parametrize(
    ("page", "ways"),
    [
        (history, ["Newer", "Older", "Back"]),
        (articles, ["Previous page", "Next page", "Back"]),
    ],
)
def test_scans_have_an_age_and_articles_have_none(
    page: Callable[..., PageCard], ways: list[str]
) -> None:
    (read,) = order(LONG).trackings or ()
    shown = page([Parcel(read, now=NOW)], CLICK, as_of=NOW, name="PK1004")
    assert told(button.label for button in shown.buttons) == ways
    assert [button.click.page for button in shown.buttons] == [0, 2, 0]
    assert {button.click.lang for button in shown.buttons} == {"de"}
