"""Buttons: what each of them leads to, by what stands on the card."""

import pytest

from bot.core.button import buttons, watched
from bot.core.click import Verb, tag_of
from bot.core.privacy import Audience, reveal
from tests.core.sample import AGENT, CHANNEL, order, tracking

THREE = order(
    *(
        tracking(tracking_number=number, supports_live_refresh=True, checkpoints=[{}])
        for number in ("1", "2", "3")
    )
)
PARCELS = THREE.trackings or ()


@pytest.mark.parametrize(("shown", "tag"), [(3, ""), (2, ""), (1, tag_of(PARCELS[0]))])
def test_a_button_names_a_parcel_only_where_no_other_is_shown(shown: int, tag: str) -> None:
    made = buttons(reveal(THREE, AGENT), PARCELS[:shown])
    tags = {each.click.verb: each.click.parcel for each in made}
    assert (tags[Verb.REFRESH], tags[Verb.HISTORY]) == (tag, tag)
    assert (Verb.SHARE in tags) is (shown == 3)


def test_only_what_is_posted_says_so() -> None:
    posted, private = (buttons(reveal(THREE, to), PARCELS) for to in (CHANNEL, AGENT))
    assert {each.click.is_posted for each in posted} == {True}
    assert {each.click.is_posted for each in private} == {False}


@pytest.mark.parametrize("to", [AGENT, CHANNEL])
def test_what_still_moves_can_be_watched_and_watched_no_more(to: Audience) -> None:
    made = buttons(reveal(THREE, to), PARCELS)
    assert made[-2].click.verb is Verb.WATCH
    assert made[-2].click.is_posted is (to is CHANNEL)
    assert [one.click.verb for one in watched(made)][-2] is Verb.UNWATCH
    over = buttons(reveal(THREE, to), PARCELS, is_over=True)
    assert Verb.WATCH not in {one.click.verb for one in over}
