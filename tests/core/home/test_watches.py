"""What Home says of what somebody watches: how it stands, and what needs them first."""

import pytest

from bot.core.alert import Episode, Kind, ParcelSeen, Sighting
from bot.core.home.watches import section
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.watches.watch import Watch, Watched
from tests.core.sample import NOW, english

ORDER = Reference(Asked.ORDER_NUMBER, "PK1004")


def watched(*parcels: dict[Kind, Episode]) -> Watched:
    seen = {str(index): ParcelSeen(episodes=one) for index, one in enumerate(parcels)}
    return Watched(Watch(1, ORDER, "D1", "U1", NOW), Sighting(parcels=seen), NOW)


ON = Episode(number=1, began=NOW)
OVER = ON.model_copy(update={"ended": NOW})


@pytest.mark.parametrize(
    ("parcels", "said"),
    [
        ([{Kind.LATE: ON}], "Late"),
        ([{Kind.LATE: OVER}], "Nothing to tell"),
        ([{Kind.LATE: ON, Kind.DELIVERED: ON}], "Delivered"),
        ([{Kind.NO_SCAN: ON, Kind.RETURNED: ON}], "Back at the shop"),
        ([{Kind.LATE: ON}, {Kind.EXCEPTION: ON, Kind.DELIVERED: ON}], "Late"),
    ],
)
def test_of_a_way_that_has_ended_only_its_end_counts(
    parcels: list[dict[Kind, Episode]], said: str
) -> None:
    [row] = section([watched(*parcels)], 1, "PK1004").rows
    assert said in english(row.line)
