"""Cards that no sandbox order makes, with sample data, for a check of their templates."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from bot.core.alert import Facts, Kind
from bot.core.alerts.card import for_alert, for_card, for_digest, for_reminder
from bot.core.alerts.gate import Digest
from bot.core.alerts.stand import FRESH, Reason, Snooze, Stand
from bot.core.alerts.storm import Storm, head_of
from bot.core.alerts.storm_card import for_file, for_storm
from bot.core.card import Card
from bot.core.customers import card as customer_card
from bot.core.customers import case_card
from bot.core.customers.answer import CustomerAnswer
from bot.core.customers.case import Case, Opened, Origin, State
from bot.core.notes import note
from bot.core.notes.listening import offer
from bot.core.reference import Kind as Asked
from bot.core.reference import Reference
from bot.core.text.concern import Concern

AT: Final = datetime(2026, 11, 16, 12, tzinfo=UTC)
ORDER: Final = Reference(Asked.ORDER_NUMBER, "PK1004")
EXAMPLES: Final = ("PK1004",)
_NAME: Final = "0" * 32  # of a card
_LATE: Final = Facts(
    order="PK1004",
    kinds=(Kind.LATE, Kind.PROMISE_EXCEEDED),
    began=AT,
    seen=AT,
    client="shop",
    parcel="…5017",
    courier="DHL",
    stage="Transit",
    promises=(date(2026, 11, 13), date(2026, 11, 14)),
    expected=date(2026, 11, 17),
    location="Leipzig",
)
_HELD: Final = Stand(turn=1, holder="U0", held_at=AT, checked_at=AT)
_SNOOZED: Final = Stand(turn=1, snooze=Snooze.HOUR, snoozed_by="U0", snoozed_until=AT)
_DONE: Final = Stand(turn=2, done=Reason.SOLVED, done_by="U0", done_at=AT)
_MANY: Final = 300  # parcels


def sample_cards() -> Iterator[Card]:
    """Yield notes, cases, alerts, and what customers are told."""
    yield from (note.usage(EXAMPLES), note.full_help(EXAMPLES), note.fault("0"), note.looking())
    yield offer(4, "0")
    yield from _cases()
    yield from _alerts()
    yield from _storms()
    yield CustomerAnswer((customer_card.greeting(EXAMPLES), customer_card.proof_wanted(ORDER)))
    yield CustomerAnswer((customer_card.locked(),))


def _cases() -> Iterator[Card]:
    opened = Opened("T1", "U1", "D1", "en", Origin.GUEST, Concern.LATE)
    waiting = Case(1, opened, State.WAITING, AT, AT)
    yield case_card.in_channel(waiting, (), None)
    yield case_card.asked(waiting, is_new=True)
    yield case_card.relayed("It comes tomorrow.", to_customer=True, has_files=False)


def _alerts() -> Iterator[Card]:
    for stand in (FRESH, _HELD, _SNOOZED, _DONE):
        told = for_alert(_LATE, first=_LATE, is_repeated=True)
        yield for_card(told, _LATE, stand, card=_NAME, place="C0")
    for kind in Kind:
        facts = _LATE.model_copy(update={"kinds": (kind,), "what": "AddressIncomplete"})
        yield for_alert(facts)
    yield for_reminder(_LATE, _HELD)
    yield for_digest(Digest(alerts=(_LATE,) * 40, ids=tuple(range(40))), card=_NAME)


def _storms() -> Iterator[Card]:
    parcels = tuple(_LATE.model_copy(update={"order": f"PK{n}"}) for n in range(_MANY))
    full = Storm(head_of(_LATE, AT), parcels, apart=3, left=2, ids=tuple(range(1, _MANY + 1)))
    for stand in (FRESH, _HELD, _SNOOZED, _DONE):
        yield for_storm(full, stand, card=_NAME, is_repeated=True)
    yield for_storm(replace(full, parcels=(), apart=0), card=_NAME)
    yield for_file(full)
