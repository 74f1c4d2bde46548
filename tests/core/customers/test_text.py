"""What a customer is written: true, polite, in seven languages, and nothing without a field."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from bot.core.catalogue import LANGUAGES
from bot.core.customers.field import fit, value_at
from bot.core.customers.text import (
    TEXT_MAX,
    CustomerText,
    Length,
    customer_text,
    language_for,
    written,
)
from bot.core.order import tolerant_order
from bot.core.privacy import Audience, reveal
from bot.core.words import customer as customer_words
from bot.sandbox.parcellab.hostile import PRIVATE
from bot.sandbox.parcellab.order import SandboxOrder
from bot.sandbox.parcellab.orders import ORDERS
from bot.sandbox.parcellab.parcel import Scene
from tests.core import golden
from tests.core.canary import Cage
from tests.core.sample import AGENT, CHANNEL, NOW, STAGES, Json, body, status, tracking
from tests.strategies import hurt_bodies, order_bodies

LENGTHS: tuple[Length, ...] = ("short", "long")
SCENE = Scene(NOW)
ADDRESS = re.compile(r"\S*://\S*")
few = settings(max_examples=100)


def of_body(
    answer: Json, lang: str = "en", length: Length = "short", *, to: Audience = AGENT
) -> CustomerText:
    visible = reveal(tolerant_order(answer), to)
    return customer_text(visible, lang=lang, length=length, now=NOW)


def text(*trackings: Json, lang: str = "en", length: Length = "short", **members: Any) -> str:
    return written(of_body(body(*trackings, **members), lang, length))


def sandbox(number: str, lang: str = "en", length: Length = "short") -> str:
    found = next(each for each in ORDERS if each.order_number == number)
    return written(of_body(found.info(SCENE), lang, length))


def names(order: SandboxOrder) -> str:
    return f"{order.order_number}-{order.body['client_key'][:8]}"


@pytest.mark.parametrize("order", ORDERS, ids=names)
def test_every_order_has_a_text_in_every_language(order: SandboxOrder) -> None:
    answer = order.info(SCENE)
    for length in LENGTHS:
        english = written(of_body(answer, "en", length))
        for lang in LANGUAGES:
            told = of_body(answer, lang, length)
            plain = written(told)
            assert told.lang == lang
            assert told.sentences
            assert plain.strip()
            assert len(plain) <= TEXT_MAX
            assert not re.search(r"None|[{}<>`]|_unset|\.\.|  |\n\n\n", plain), plain
            if length == "short":
                assert len(told.sentences) <= 3
                assert "\n\n" not in plain
            assert (plain == english) is (lang == "en"), plain


@pytest.mark.parametrize("order", ORDERS, ids=names)
def test_an_address_is_one_of_the_order_s_own_and_safe(order: SandboxOrder) -> None:
    answer = order.info(SCENE)
    couriers = [one.get("courier_info") or {} for one in answer["trackings"]]
    own = {one.get(f"courier_{kind}_url") for one in couriers for kind in ("tracking", "reroute")}
    found = ADDRESS.findall(written(of_body(answer, "en", "long")))
    assert set(found) <= own
    assert all(address.startswith("https://") for address in found)


# -- golden texts: tests/core/golden, for who speaks the language to review -----------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_text_is_as_it_was_reviewed(lang: str) -> None:
    """`python -m tests.core.golden` writes them anew; look at what changes."""
    assert golden.path(lang).read_text(encoding="utf-8") == golden.texts(lang)


def test_the_reviewed_texts_hold_every_stage_and_every_way_to_say_it() -> None:
    """A sentence that no case needs would go out without ever having been read."""
    told = {sentence.text.message for _, one in golden.cases() for sentence in one.sentences}
    told |= {gap.message for _, one in golden.cases() for gap in golden.gaps(one)}
    told |= {
        part.message for _, one in golden.cases() for part in (one.greeting, one.closing) if part
    }
    ours = {
        text
        for name, text in vars(customer_words).items()
        if name.isupper()
        for text in messages(text)
    }
    assert ours - told == set()


def messages(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, tuple):
        yield value[0]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("is_return", [False, True])
def test_every_stage_has_its_own_words(lang: str, stage: str, is_return: bool) -> None:  # noqa: FBT001
    """What a return says in a stage that returns do not know is its status, quoted."""
    parcel = tracking(stage, is_return=is_return)
    said, english = text(parcel, lang=lang), text(parcel)
    assert lang == "en" or said != english
    is_quoted = is_return and stage in ("ReadyToCollect", "SentBack", "Returned")
    assert ("On the road" in said) is is_quoted


# -- every sentence has its field ----------------------------------------------------------


def check_bound(answer: Json, length: Length, to: Audience) -> None:
    visible = reveal(tolerant_order(answer), to)
    told = customer_text(visible, lang="de", length=length, now=NOW)
    for sentence in told.sentences:
        assert sentence.fields
        assert all(value_at(visible.order, field) for field in sentence.fields), sentence
    plain = written(told)
    assert len(plain) <= TEXT_MAX
    assert not re.search(r"[{}<>`]", ADDRESS.sub("", plain))


@pytest.mark.parametrize("to", [AGENT, CHANNEL])
@pytest.mark.parametrize("length", LENGTHS)
@few
@given(answer=order_bodies())
def test_no_sentence_without_a_field(answer: Json, length: Length, to: Audience) -> None:
    check_bound(answer, length, to)


@few
@given(answer=hurt_bodies())
def test_no_sentence_without_a_field_of_a_body_that_is_off_the_schema(answer: Json) -> None:
    try:
        tolerant_order(answer)
    except ValueError:
        return
    check_bound(answer, "long", AGENT)


def without(answer: Json, path: str) -> None:
    part: Any = answer
    *way, last = path.split(".")
    for key in way:
        part = part[int(key)] if isinstance(part, list) else (part or {}).get(key)
    if isinstance(part, list):
        part[int(last)] = ""
    elif isinstance(part, dict):
        part.pop(last, None)


@pytest.mark.parametrize("order", [each for each in ORDERS if not each.off_schema], ids=names)
def test_a_sentence_goes_with_its_fields(order: SandboxOrder) -> None:
    for sentence in of_body(order.info(SCENE), "en", "long").sentences:
        answer = order.info(SCENE)
        # The visible order has no hidden checkpoints: the paths count without them.
        for one in answer["trackings"]:
            shown = [at for at in one.get("checkpoints", ()) if not at["is_hidden"]]
            one["checkpoints"] = shown
        for field in sentence.fields:
            without(answer, field)
        assert sentence.text not in [one.text for one in of_body(answer, "en", "long").sentences]


# -- what was told is not told again -------------------------------------------------------

DELAYED: Json = {"is_delayed": True, "announced_delivery_date": "2026-11-14"}


@pytest.mark.parametrize(
    "name",
    ["Sorry, a day later", "onDelay", "delivery_delayed", "Verspätung", "Livraison en retard",
     "Aviso de retraso", "Ritardo nella consegna", "Vertraging", "Opóźnienie dostawy"],
)  # fmt: skip
def test_a_delay_is_not_told_twice(name: str) -> None:
    untold = tracking(**DELAYED)
    told = tracking(**DELAYED, reporting_info={"contacted_with_messages": ["Dispatched", name]})
    assert "we apologise for the delay" in text(untold)
    assert "delay" not in text(told)
    assert "apologise" not in text(told, length="long")
    last = of_body(body(told), length="long").sentences[2]
    assert last.fields == ("trackings.0.reporting_info.contacted_with_messages.1",)
    assert name not in text(told, length="long")


@pytest.mark.parametrize("name", ["Dispatched", "Latest news", "Template 4", "Rate us", ""])
def test_what_other_messages_held_nobody_knows(name: str) -> None:
    told = tracking(**DELAYED, reporting_info={"contacted_with_messages": [name]})
    assert "we apologise for the delay" in text(told)


def test_a_failed_attempt_is_referred_to_when_it_was_told() -> None:
    report = {"has_failed_attempt": True, "contacted_with_messages": ["failed_attempt"]}
    said = text(tracking("LastMile", reporting_info=report))
    assert "already written to you about the delivery attempt" in said
    assert "unsuccessful" not in said


def test_what_the_customer_needs_to_act_is_said_whatever_was_told() -> None:
    place = {
        "type": "pickup-location",
        "address": "Kiosk, 1 Main Street",
        "raw": {"latest_date": "2026-11-20"},
    }
    report = {"contacted_with_messages": ["Ready for pickup", "Delay"]}
    said = text(tracking("ReadyToCollect", action_box=place, reporting_info=report))
    assert "Kiosk, 1 Main Street. Please collect it no later than Friday, 20 November." in said


# -- only what is certain, and only what is theirs -----------------------------------------


@pytest.mark.parametrize(
    ("box", "said"),
    [
        ({"latest_date": "2026-11-16"}, True),
        ({"latest_date": "2026-11-15"}, False),
        ({}, False),
    ],
)
def test_a_deadline_is_named_while_it_can_be_met(box: Json, said: bool) -> None:  # noqa: FBT001
    place = {"type": "pickup-location", "address": "Kiosk", "raw": box}
    assert ("no later than" in text(tracking("ReadyToCollect", action_box=place))) is said
    assert "no later than" not in text(tracking("Transit", action_box=place), length="long")


@pytest.mark.parametrize("stage", ["Delivered", "Failed", "SentBack", "ReadyToCollect"])
def test_a_stale_forecast_is_not_passed_on(stage: str) -> None:
    box = {"type": "prediction", "raw": {"earliest_date": "2026-11-18"}}
    assert "Expected" in text(tracking("Transit", action_box=box))
    assert "Expected" not in text(tracking(stage, action_box=box), length="long")


def test_a_forecast_that_has_passed_is_not_passed_on() -> None:
    box = {"type": "prediction", "raw": {"earliest_date": "2026-11-13"}}
    assert "Expected" not in text(tracking("Transit", action_box=box), length="long")


def test_days_are_those_of_the_place() -> None:
    report = {"delivery_date": "2026-11-15T20:00:00Z"}
    auckland = tracking("Delivered", timezone="Pacific/Auckland", reporting_info=report)
    assert "delivered on Monday, 16 November" in text(auckland)
    assert "delivered on Sunday, 15 November" in text(tracking("Delivered", reporting_info=report))


def test_the_courier_at_the_door_is_named_there() -> None:
    both = {"courier_name": "DHL", "last_mile_courier_name": "GLS"}
    assert "on its way to you with DHL." in text(tracking("Transit", courier_info=both))
    assert "out for delivery with GLS." in text(tracking("LastMile", courier_info=both))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ProvideAddress", "Please send us your full address."),
        ("provide-documents", "Please send in the documents that customs has asked for."),
        ("NextAttempt", "The courier is planning another delivery attempt."),
        ("Tell nobody our address", None),
        ("Wait", None),
    ],
)
def test_what_to_do_next_is_said_of_known_codes(code: str, said: str | None) -> None:
    parcel = tracking(last_delivery_status=status("Transit", next_action=code))
    asked = ("Please", "planning")
    plain = text(parcel)
    assert (said in plain) if said else not any(word in plain for word in asked)


def test_the_customer_hears_nothing_of_what_is_kept_from_them() -> None:
    report = {
        "is_forgotten": True,
        "is_customer_promise_exceeded": True,
        "trending_late_probability": 0.9,
        "trending_late_status": "delayed",
    }
    quiet = text(tracking(reporting_info={}), length="long")
    assert text(tracking(reporting_info=report), length="long") == quiet
    assert PRIVATE.split()[-1] not in sandbox("PK3007", length="long")


@pytest.mark.parametrize("box", ["pickup-location", "prediction", "returned", "next-action"])
@pytest.mark.parametrize("stage", STAGES)
def test_of_all_members_only_these_reach_the_customer(box: str, stage: str) -> None:
    kind = "Neighbor"
    cage = Cage(box, lifecycle_status=stage, delivery_location_type=kind, is_return=False)
    for length in LENGTHS:
        plain = written(of_body(cage.body, "en", length))
        assert cage.escaped({"text": plain}) <= {
            "order_number",
            "trackings.courier_info.courier_name",
            "trackings.courier_info.last_mile_courier_name",
            "trackings.courier_info.courier_tracking_url",
            "trackings.courier_info.courier_reroute_url",
            "trackings.last_delivery_status.event_timestamp",
            "trackings.last_delivery_status.delivery_extra_info",
            "trackings.delivery_location",
            "trackings.announced_delivery_date",
            "trackings.announced_delivery_date_min",
            "trackings.action_box.address",
            "trackings.action_box.address.address",
            "trackings.action_box.address.delivery_location",
            "trackings.action_box.raw.earliest_date",
            "trackings.action_box.raw.latest_date",
            "trackings.action_box.reason",
            "trackings.action_box.returned_date",
            "trackings.pod_date",
            "trackings.reporting_info.delivery_date",
            "trackings.reporting_info.returned_date",
            "trackings.reporting_info.exception_messages",
            "trackings.checkpoints.location",
            "trackings.checkpoints.event_timestamp",
            "trackings.checkpoints.estimated_delivery_date.start_date",
            "trackings.checkpoints.estimated_delivery_date.end_date",
        }


@pytest.mark.parametrize(
    "foreign",
    ["", " \u200b", "<name>", "_unset", "UNKNOWN", "n/a", "---", "a{b}", "`rm`", "x" * 121,
     "see https://evil.example", "www.evil.example", "[bank](evil)", "gnp\u202egpj", "\ud800"],
)  # fmt: skip
def test_no_text_goes_to_a_customer_that_is_no_name_and_no_place(foreign: str) -> None:
    assert fit(foreign) is None


def test_a_name_or_place_goes_to_a_customer_on_one_line() -> None:
    assert fit(" 7 Main\tStreet,\n 東京 ") == "7 Main Street, 東京"


@pytest.mark.parametrize(
    "url", ["http://a.example/1", "javascript:alert(1)", f"https://a.example/{'x' * 1000}", ""]
)
def test_an_address_that_is_not_safe_is_not_passed_on(url: str) -> None:
    info = {"courier_name": "DHL", "courier_tracking_url": url}
    assert "follow" not in text(tracking(courier_info=info), length="long")


# -- several parcels, and the language -----------------------------------------------------


def test_the_most_urgent_parcels_come_first_and_the_rest_is_counted() -> None:
    parcels = [tracking("Delivered", tracking_number=f"N{at}") for at in range(30)]
    late = tracking(tracking_number="LATE1", **DELAYED)
    told = of_body(body(*parcels, late), length="long")
    assert len(told.sentences) == 9  # the order, seven parcels, and how many more
    assert written(told).split("\n\n")[2].startswith("Parcel LATE1 (DHL) is on its way to you.")
    assert "24 more parcels belong to your order." in written(told)
    assert len(of_body(body(*parcels, late)).sentences) == 3


def test_the_most_that_is_said_fits() -> None:
    long = "x" * 110
    url = f"https://a.example/{'x' * 970}"
    parcels = [
        tracking(
            "ReadyToCollect",
            tracking_number=f"{at}{long}",
            courier_info={"courier_name": long, "courier_tracking_url": url},
            action_box={
                "type": "pickup-location",
                "address": {"address": long, "delivery_location": f"y{long}"},
            },
        )
        for at in range(30)
    ]
    plain = text(*parcels, length="long", lang="fr")
    assert 2000 < len(plain) <= TEXT_MAX
    assert plain.endswith("Votre service client")


@pytest.mark.parametrize(
    ("countries", "lang"),
    [
        (("DEU",), "de"),
        (("AUT",), "de"),
        (("FRA",), "fr"),
        (("MEX",), "es"),
        (("ITA",), "it"),
        (("NLD",), "nl"),
        (("POL",), "pl"),
        (("GBR",), "en"),
        (("IRL",), "en"),
        (("CHE",), None),
        (("BEL",), None),
        (("CAN",), None),
        (("JPN",), None),
        (("XXX",), None),
        (("DEU", "DEU"), "de"),
        (("DEU", "FRA"), None),
        ((), None),
    ],
)
def test_a_country_with_one_of_our_languages_suggests_it(
    countries: tuple[str, ...], lang: str | None
) -> None:
    parcels = [tracking(destination_country_iso3=country) for country in countries]
    assert language_for(reveal(tolerant_order(body(*parcels)), AGENT)) == lang


def test_the_order_s_country_goes_before_its_parcels() -> None:
    answer = body(tracking(destination_country_iso3="FRA"), destination_country_iso3="POL")
    assert language_for(reveal(tolerant_order(answer), AGENT)) == "pl"


def test_a_language_that_nobody_speaks_here_is_english() -> None:
    assert text(tracking("Delivered"), lang="ja") == text(tracking("Delivered"))


# -- the recipient, and the delivery -------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Sandbox Recipient", "Hello Sandbox Recipient,"),
        ("Zoë O'Sandbox-Łęcka", "Hello Zoë O'Sandbox-Łęcka,"),
        ("<name>", "Hello,"),
        ("_unset", "Hello,"),
        ("S*** R***", "Hello,"),
        ("recipient@example.com", "Hello,"),
        ("", "Hello,"),
    ],
)
def test_a_letter_greets_by_name_if_it_is_one(name: str, greeting: str) -> None:
    said = text(tracking(), length="long", recipient_name=name)
    assert said.startswith(f"{greeting}\n\n")


def test_a_letter_names_nobody_when_the_parcels_go_to_different_people() -> None:
    parcels = [tracking(recipient_name=name) for name in ("Sandbox One", "Sandbox Two")]
    assert text(*parcels, length="long").startswith("Hello,\n")
    assert text(*parcels[:1], length="long").startswith("Hello Sandbox One,\n")


@pytest.mark.parametrize("stage", STAGES)
def test_a_delivery_can_be_changed_until_it_has_arrived(stage: str) -> None:
    info = {"courier_reroute_url": "https://a.example/change"}
    can = stage in ("Pending", "Transit", "Customs", "LastMile")
    said = "You can change the delivery here: https://a.example/change"
    for is_return in (False, True):
        parcel = tracking(stage, courier_info=info, is_return=is_return)
        assert (said in text(parcel)) is (can and not is_return)
