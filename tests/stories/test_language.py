"""Everybody is answered in their own language, or the one they ask for, at both doors."""

import pytest

from bot.app import Running
from bot.sandbox.parcellab.api import Fault
from bot.sandbox.server import Addresses
from bot.sandbox.slack.workspace import AGENT_ONE, AGENT_TWO, SUPPORT, Message
from tests.conftest import answer_to, until
from tests.stories.seen import of_bot, told


async def where(sandbox: Addresses, text: str, *, by: str = AGENT_TWO) -> str:
    """Ask, and return what the asker is shown at the end; AGENT_TWO's Slack is German."""
    exchange = await sandbox.slack.command(by, SUPPORT, "/where", text)
    assert exchange.error is None, exchange.error
    return told(await answer_to(exchange))


async def test_an_agent_whose_slack_is_german_gets_a_german_card(
    sandbox: Addresses, bot: Running
) -> None:
    card = await where(sandbox, "PK1004")
    for fact in ("In Zustellung", "1 Tag Verspätung", "Der Paketdienst stellt es zu", "Stand: "):
        assert fact in card
    assert [call.query["lang"] for call in sandbox.parcellab.calls if "info" in call.path] == ["de"]


async def test_a_language_that_is_asked_for_wins(sandbox: Addresses, bot: Running) -> None:
    card = await where(sandbox, "PK1004 lang:fr")
    for fact in ("En cours de livraison", "1 jour de retard", "Le transporteur le livre"):
        assert fact in card


async def test_two_people_with_two_languages_do_not_get_each_others_card(
    sandbox: Addresses, bot: Running
) -> None:
    assert "1 Tag Verspätung" in await where(sandbox, "PK1004")
    assert "1 day late" in await where(sandbox, "PK1004", by=AGENT_ONE)
    assert "1 Tag Verspätung" in await where(sandbox, "PK1004")


@pytest.mark.parametrize("text", ["PK1004 lang:it public", "PK1004 public lang:it"])
async def test_the_channel_reads_the_language_of_who_asks(
    sandbox: Addresses, bot: Running, text: str
) -> None:
    await where(sandbox, "PK1004 public")
    [german] = [message for message in sandbox.slack.seen_by(AGENT_ONE, SUPPORT) if message.blocks]
    assert "In Zustellung" in told(german)
    await where(sandbox, text)
    italian = sandbox.slack.seen_by(AGENT_ONE, SUPPORT)[-1]
    assert "In consegna" in told(italian)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("", "Wo ist meine Bestellung?"),
        ("help", "Was Wherebot versteht"),
        ("lang:es", "¿Dónde está mi pedido?"),
        ("help lang:nl", "Wat Wherebot begrijpt"),
        ("lang:pl help", "Co rozumie Wherebot"),
        ("was ist los", "Darin steht keine Bestellnummer"),
        ("PK9999", "Keine Bestellung gefunden"),
        ("PK9999 lang:en", "No order found"),
        ("PK1004 lang:xx", "Diese Sprache spreche ich nicht"),
        ("PK1004 PK1003", "2 Bestellungen, dringendste zuerst"),
    ],
)
async def test_whatever_is_answered_is_in_the_language(
    sandbox: Addresses, bot: Running, text: str, fact: str
) -> None:
    assert fact in await where(sandbox, text)


async def test_an_unknown_language_is_not_looked_up_in_another(
    sandbox: Addresses, bot: Running
) -> None:
    card = await where(sandbox, "PK1004 lang:tlh")
    assert "`lang:fr` français" in card
    assert not sandbox.parcellab.calls


async def test_a_failure_is_told_in_the_language_too(sandbox: Addresses, bot: Running) -> None:
    sandbox.parcellab.fault = Fault("500")
    exchange = await sandbox.slack.command(AGENT_TWO, SUPPORT, "/where", "PK1004")
    await until(lambda: "nicht erreichbar" in "".join(map(told, exchange.shown)))


async def test_who_waits_is_told_so_in_the_language(sandbox: Addresses, bot: Running) -> None:
    await where(sandbox, "help")  # by now Slack has said which language that person reads
    sandbox.parcellab.fault = Fault("slow", seconds=1.5)
    exchange = await sandbox.slack.command(AGENT_TWO, SUPPORT, "/where", "PK1004")
    await until(lambda: bool(exchange.shown))
    assert exchange.shown[0].text.endswith("Suche läuft …")
    await until(lambda: "In Zustellung" in told(exchange.shown[-1]))


@pytest.mark.parametrize(
    ("text", "fact"), [("Wo ist PK1004?", "In Zustellung"), ("PK1004 lang:es", "En reparto")]
)
async def test_a_direct_message_is_answered_in_the_language(
    sandbox: Addresses, bot: Running, text: str, fact: str
) -> None:
    channel = sandbox.slack.workspace.dm(AGENT_TWO).id
    await sandbox.slack.message(AGENT_TWO, channel, text)

    await until(lambda: bool(of_bot(sandbox, AGENT_TWO, channel)))
    assert fact in told(of_bot(sandbox, AGENT_TWO, channel)[0])


async def test_a_click_is_answered_in_the_language_of_who_clicks(
    sandbox: Addresses, bot: Running
) -> None:
    exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", "PK1004 public")
    await answer_to(exchange)
    shared = exchange.shown[-1]
    await sandbox.slack.click(AGENT_TWO, SUPPORT, shared.ts, "card:details")

    def details() -> list[Message]:
        seen = sandbox.slack.seen_by(AGENT_TWO, SUPPORT)
        return [message for message in seen if message.only_for == AGENT_TWO]

    await until(lambda: bool(details()))
    assert "Der Paketdienst stellt es zu" in told(details()[0])
    assert "The courier delivers it" not in told(details()[0])


async def click(sandbox: Addresses, message: Message, action: str, *, by: str) -> list[Message]:
    """Click, and return all that the clicker sees then."""
    calls = len(sandbox.slack.calls("response_url"))
    exchange = await sandbox.slack.click(by, SUPPORT, message.ts, action)
    assert exchange.error is None, exchange.error
    await until(lambda: len(sandbox.slack.calls("response_url")) > calls)
    return of_bot(sandbox, by)


async def test_the_language_asked_for_travels_with_the_card_s_buttons(
    sandbox: Addresses, bot: Running
) -> None:
    exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", "PK1026 lang:de")
    await answer_to(exchange)
    [history] = await click(sandbox, exchange.shown[-1], "card:history", by=AGENT_ONE)
    assert "Verlauf von PK1026" in told(history)
    [older] = await click(sandbox, history, "card:history1", by=AGENT_ONE)
    assert "Seite 2 von" in told(older)
    [card] = await click(sandbox, older, "card:order", by=AGENT_ONE)
    assert "Stand: " in told(card)
    [again] = await click(sandbox, card, "card:history", by=AGENT_ONE)
    assert "Verlauf von PK1026" in told(again)


async def test_a_note_about_a_click_is_in_the_language_asked_for(
    sandbox: Addresses, bot: Running
) -> None:
    exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", "PK1029 live lang:de")
    await answer_to(exchange)
    *_, note = await click(sandbox, exchange.shown[-1], "card:refresh", by=AGENT_ONE)
    assert "Gerade erst aktualisiert" in told(note)


async def test_a_posted_card_keeps_its_language_and_details_are_in_the_reader_s(
    sandbox: Addresses, bot: Running
) -> None:
    exchange = await sandbox.slack.command(AGENT_TWO, SUPPORT, "/where", "PK1029 public lang:it")
    await answer_to(exchange)
    posted = exchange.shown[-1]
    seen = await click(sandbox, posted, "card:refresh", by=AGENT_ONE)
    assert "Aggiorna" in told(seen[0])
    seen = await click(sandbox, posted, "card:details", by=AGENT_ONE)
    assert "The courier takes it onward" in told(seen[-1])


async def test_a_menu_of_parcels_speaks_the_language_too(sandbox: Addresses, bot: Running) -> None:
    exchange = await sandbox.slack.command(AGENT_ONE, SUPPORT, "/where", "PK1025 lang:de")
    await answer_to(exchange)
    card = exchange.shown[-1]
    [menu] = [e for b in card.blocks for e in b.get("elements", ()) if e["type"] == "static_select"]
    choice = menu["options"][1]["value"]
    calls = len(sandbox.slack.calls("response_url"))
    await sandbox.slack.click(AGENT_ONE, SUPPORT, card.ts, "card:parcel", choice=choice)
    await until(lambda: len(sandbox.slack.calls("response_url")) > calls)
    assert "Stand: " in told(sandbox.slack.seen_by(AGENT_ONE, SUPPORT)[-1])
