"""Who sees what: a channel only what is listed, and nobody what is hidden."""

import ast
import re
from pathlib import Path

import pytest

from bot.core.card import for_order
from bot.core.order import tolerant_order
from bot.core.privacy import Audience, may_be_asked, named, reveal
from bot.core.reference import Kind, Reference, References
from bot.core.table import for_orders, row
from bot.slack.blocks import Blocks, Message
from tests.core.canary import Cage
from tests.core.sample import AGENT, CHANNEL, CUSTOMER, NOW, order, tracking

BLOCKS = Blocks()
# Of parcelLab's members those that a public channel may read, and that stand on a card.
PUBLIC = {
    "order_number",
    "client_key",
    "trackings.courier_info.courier_name",
    "trackings.courier_info.last_mile_courier_name",
    "trackings.last_delivery_status.status_text",
    "trackings.last_delivery_status.exception_type",
    "trackings.last_delivery_status.event_timestamp",
    "trackings.announced_delivery_date",
    "trackings.announced_delivery_date_min",
}
PUBLIC_BOX: dict[str, set[str]] = {
    "pickup-location": set(),
    "prediction": {f"trackings.action_box.raw.{end}_date" for end in ("earliest", "latest")},
    "returned": {"trackings.action_box.reason", "trackings.action_box.returned_date"},
    "next-action": set(),
    "vote-courier": set(),
}
# Personal, internal, or a secret of the customer: not even an agent is shown these unasked.
NEVER = {
    "recipient_email",
    "recipient_name",
    "trackings.recipient_email",
    "trackings.recipient_name",
    "trackings.recipient_postal_code",
    "trackings.warehouse",
    "trackings.identifiers_consignment",
    "trackings.pod_signature",
    "trackings.courier_info.courier_reroute_url",
    "trackings.action_box.label_communication",
    "trackings.shipping_address.first_name",
    "trackings.shipping_address.last_name",
    "trackings.shipping_address.address_line",
    "trackings.shipping_address.phone",
    "trackings.articles.tags",
    "trackings.articles.additional_attributes.key",
}
CUSTOMERS = {
    "order_number",
    "trackings.tracking_number",
    "trackings.courier_info.courier_name",
    "trackings.courier_info.last_mile_courier_name",
    "trackings.courier_info.courier_tracking_url",
    "trackings.last_delivery_status.status_text",
    "trackings.last_delivery_status.status_details",
    "trackings.last_delivery_status.event_timestamp",
    "trackings.last_delivery_status.next_action",
    "trackings.announced_delivery_date",
    "trackings.announced_delivery_date_min",
    "trackings.delivery_location",
    "trackings.articles.article_name",
    "trackings.articles.size",
    "trackings.articles.color",
    "trackings.pod_date",
    "trackings.checkpoints.event_timestamp",
    "trackings.checkpoints.status_text",
    "trackings.checkpoints.location",
}
CUSTOMERS_TOO = {  # as far as no box says it better
    "trackings.last_delivery_status.exception_type",
    "trackings.checkpoints.estimated_delivery_date.start_date",
    "trackings.checkpoints.estimated_delivery_date.end_date",
}
AGENTS = PUBLIC | {
    "trackings.tracking_number",
    "trackings.courier_info.courier_tracking_url",
    "trackings.last_delivery_status.status_details",
    "trackings.last_delivery_status.next_action",
    "trackings.delivery_location",
    "trackings.articles.article_name",
    "trackings.articles.size",
    "trackings.articles.color",
    "trackings.pod_date",
    "trackings.pod_identifier",
    "trackings.reporting_info.contacted_with_messages",
    "trackings.reporting_info.exception_messages",
    "trackings.checkpoints.event_timestamp",
    "trackings.checkpoints.status_text",
    "trackings.checkpoints.location",
}
BOXES = tuple(PUBLIC_BOX)
_PERSONAL = re.compile("recipient|shipping_address|pod_(identifier|signature)|extra_info|warehouse")


def drawn(cage: Cage, to: Audience) -> Message:
    return BLOCKS.draw(for_order(reveal(tolerant_order(cage.body), to), now=NOW))


def test_the_cage_has_a_canary_in_every_text_and_date_of_the_schema() -> None:
    paths = {path for box in BOXES for path in Cage(box).paths.values()}
    assert len(paths) >= 100
    assert {"tomorrow", "trackings.tomorrow", "trackings.additional_attributes.tomorrow"} <= paths
    assert paths >= NEVER | AGENTS | {path for box in PUBLIC_BOX.values() for path in box}


@pytest.mark.parametrize("box", BOXES)
def test_a_channel_sees_of_all_members_only_the_listed_ones(box: str) -> None:
    cage = Cage(box)
    assert cage.escaped(drawn(cage, CHANNEL)) == PUBLIC | PUBLIC_BOX[box]


@pytest.mark.parametrize("stage", ["Delivered", "ReadyToCollect", "Pending", "Teleported"])
@pytest.mark.parametrize("box", BOXES)
def test_a_channel_sees_no_more_at_any_other_stage(box: str, stage: str) -> None:
    cage = Cage(box, lifecycle_status=stage)
    message = drawn(cage, CHANNEL)
    assert "blocks" in message
    assert cage.escaped(message) <= PUBLIC | PUBLIC_BOX[box]


def test_a_channel_sees_no_more_of_several_parcels_or_in_a_table() -> None:
    cage = Cage("prediction")
    cage.body["trackings"] *= 3
    assert cage.escaped(drawn(cage, CHANNEL)) <= PUBLIC | PUBLIC_BOX["prediction"]
    visible = reveal(tolerant_order(cage.body), CHANNEL)
    table = for_orders([row(visible, asked="asked", now=NOW)], left_out=0, now=NOW)
    assert cage.escaped(BLOCKS.draw(table)) <= PUBLIC | PUBLIC_BOX["prediction"]


@pytest.mark.parametrize("box", BOXES)
def test_an_agent_sees_everything_that_helps_and_nothing_that_is_only_personal(box: str) -> None:
    cage = Cage(box)
    seen = cage.escaped(drawn(cage, AGENT))
    assert seen >= AGENTS
    assert not seen & NEVER


@pytest.mark.parametrize("box", BOXES)
def test_a_customer_sees_what_is_theirs_and_nothing_of_the_shops(box: str) -> None:
    cage = Cage(box)
    seen = {path for path in cage.escaped(drawn(cage, CUSTOMER)) if ".action_box." not in path}
    assert CUSTOMERS <= seen <= CUSTOMERS | CUSTOMERS_TOO


@pytest.mark.parametrize("box", BOXES)
def test_what_a_customer_sees_holds_no_name_address_or_place_of_their_own(box: str) -> None:
    cage = Cage(box)
    kept = reveal(tolerant_order(cage.body), CUSTOMER).order.model_dump_json()
    found = {path for canary, path in cage.paths.items() if canary in kept}
    assert not {path for path in found if _PERSONAL.search(path)}


@pytest.mark.parametrize("to", [AGENT, CUSTOMER, CHANNEL])
def test_a_hidden_checkpoint_is_for_nobody(to: Audience) -> None:
    cage = Cage("next-action", is_hidden=True)
    seen = cage.escaped(drawn(cage, to))
    assert not {path for path in seen if path.startswith("trackings.checkpoints")}


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("00340434161094042557", "…2557"),
        ("PCLX-123123", "…3123"),
        ("12345678", "…5678"),
        ("1234567", "…567"),
        ("1234", "…34"),
        ("1", "…"),
        ("", ""),
    ],
)
def test_a_channel_sees_the_last_four_of_a_tracking_number_and_at_most_half(
    number: str, expected: str
) -> None:
    visible = reveal(order(tracking(tracking_number=number)), CHANNEL)
    (parcel,) = visible.order.trackings or ()
    assert (parcel.tracking_number or "") == expected


@pytest.mark.parametrize(
    ("reference", "in_a_channel"),
    [
        (Reference(Kind.ORDER_NUMBER, "PK1004"), "PK1004"),
        (Reference(Kind.TRACKING_NUMBER, "00340434161094042557"), "…2557"),
    ],
)
def test_an_answer_names_what_was_asked_as_its_reader_may_see_it(
    reference: Reference, in_a_channel: str
) -> None:
    assert named(reference, CHANNEL) == in_a_channel
    assert named(reference, AGENT) == reference.value


@pytest.mark.parametrize(
    ("asked", "may_be_public"),
    [
        (References((Reference(Kind.ORDER_NUMBER, "PK1004"),)), True),
        (References((Reference(Kind.TRACKING_NUMBER, "1Z"),)), True),
        (References((Reference(Kind.RECIPIENT_EMAIL, "a@example.com"),)), False),
        (References((Reference(Kind.CUSTOMER_NUMBER, "K-77"),)), False),
        (References((Reference(Kind.ORDER_NUMBER, "PK1004"),), postal_code="10115"), False),
        (
            References(
                (Reference(Kind.ORDER_NUMBER, "PK1"), Reference(Kind.CUSTOMER_NUMBER, "K-77"))
            ),
            False,
        ),
    ],
)
def test_a_question_with_personal_data_is_not_answered_in_public(
    asked: References,
    may_be_public: bool,  # noqa: FBT001
) -> None:
    assert may_be_asked(asked, CHANNEL) is may_be_public
    assert may_be_asked(asked, AGENT)


def test_only_reveal_makes_or_changes_what_is_visible() -> None:
    bot = Path(__file__).parents[2] / "bot"
    makers = set()
    for file in bot.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                is_copy = called == "replace" and "visible" in ast.unparse(node)
                if called == "VisibleOrder" or is_copy:
                    makers.add(file.name)
    assert makers == {"privacy.py"}
