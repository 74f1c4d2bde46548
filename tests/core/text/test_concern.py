"""What customers write about: each line as somebody would write it, in seven languages."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.concern import Concern, concerns_of

SAID = {
    Concern.PERSON: """
        I want to talk to someone | Can I speak to a human please? | get me a real person
        | Ich möchte mit jemandem sprechen | Kann ich mit einem Mitarbeiter sprechen?
        | Wie erreiche ich den Kundenservice? | Je voudrais parler à quelqu’un
        | Passez-moi un conseiller, svp | Quiero hablar con una persona | ¿Me pasas con un agente?
        | Vorrei parlare con un operatore | Passatemi il servizio clienti
        | Ik wil iemand spreken | Kan ik een medewerker krijgen? | Chcę porozmawiać z konsultantem
        | Proszę o kontakt, obsługa klienta?""",
    Concern.NOT_RECEIVED: """
        It says delivered but I have nothing | Marked as delivered, but it is not here!
        | I never received my parcel | I have received nothing
        | PK1010 was delivered yet I didn't get it
        | Laut Status zugestellt, aber ich habe nichts | Ich habe mein Paket nie erhalten
        | Angeblich abgegeben, aber nicht bei mir | Indiqué livré mais je n’ai rien
        | Je n’ai jamais reçu mon colis | Pone entregado pero no lo tengo
        | No he recibido nada | Risulta consegnato ma non l'ho ricevuto | Non ho ricevuto il pacco
        | Er staat bezorgd maar ik heb niets | Ik heb mijn pakket niet ontvangen
        | Status: dostarczono, ale nie mam paczki | Nie dostałam paczki""",
    Concern.RETURN: """
        How do I return this? | I sent it back last week
        | Wie kann ich das zurückschicken? | Ist meine Retoure angekommen?
        | Comment retourner l'article ?
        | ¿Cómo puedo devolver el pedido?
        | Come faccio il reso? | Hoe kan ik dit terugsturen?
        | Is mijn retourzending al binnen? | Jak zrobić zwrot?""",
    Concern.REFUND: """
        Where is my refund? | Wann kommt meine Erstattung? | Où en est mon remboursement ?
        | ¿Cuándo llega mi reembolso? | Quando arriva il rimborso? | Waar blijft de terugbetaling?
        | Kiedy dostanę zwrot pieniędzy?""",
    Concern.CANCEL: """
        Cancel my order | Please change my order | Meine Bestellung stornieren
        | Annulez ma commande | Quiero cancelar mi pedido | Vorrei annullare l'ordine
        | Ik wil mijn bestelling annuleren | Chcę anulować zamówienie""",
    Concern.ADDRESS: """
        Change my address | I gave you the wrong address | Lieferadresse ändern
        | Changer l’adresse de livraison | Cambiar la dirección de entrega
        | Cambiare l'indirizzo di consegna | Bezorgadres wijzigen | Zmiana adresu dostawy""",
    Concern.DAMAGED: """
        damaged parcel | It is broken | Paket beschädigt | Colis endommagé | Paquete dañado
        | Pacco danneggiato | Pakket beschadigd | Paczka uszkodzona""",
    Concern.INCOMPLETE: """
        missing item | An item is missing | Ein Artikel fehlt | Il manque un article
        | Falta un artículo | Manca un articolo | Er ontbreekt een artikel | Brakuje artykułu""",
    Concern.INVOICE: """
        invoice | Can I have an invoice? | Ich brauche die Rechnung | Je voudrais la facture
        | Necesito la factura | Mi serve la fattura | Mag ik de factuur? | Proszę o fakturę""",
    Concern.PICKUP: """
        Where can I pick it up? | Is the shop still open? | opening hours of the parcel shop
        | Wo kann ich es abholen? | Hat die Filiale noch offen? | Öffnungszeiten vom Paketshop?
        | Où puis-je le retirer ? | Le point relais est ouvert ?
        | ¿Dónde puedo recogerlo? | ¿La tienda está abierta? | Dove posso ritirarlo?
        | A che ora chiudono? | Waar kan ik het ophalen? | Is het servicepunt nog open?
        | Gdzie mogę odebrać paczkę? | Do której czynny jest punkt odbioru?""",
    Concern.LATE: """
        Why is it so late? | It should have arrived on Monday | still waiting for PK1004
        | Warum hat es Verspätung? | Ich warte immer noch auf PK1004 | Das dauert zu lange
        | Pourquoi ce retard ? | Toujours pas arrivé | ¿Por qué hay retraso?
        | Todavía no ha llegado | Perché è in ritardo? | Sto ancora aspettando
        | Waarom is het vertraagd? | Ik wacht al een week | Dlaczego jest opóźniona?
        | Nadal czekam na paczkę""",
    Concern.WHERE: """
        Where is my parcel? | has PK1004 shipped? | When will my order arrive?
        | Wo ist mein Paket? | Wann kommt meine Bestellung? | Où est mon colis ?
        | Quand arrive ma commande ? | ¿Dónde está mi paquete? | ¿Cuándo llega mi pedido?
        | Dov'è il mio pacco? | Quando arriva il mio ordine? | Waar is mijn pakket?
        | Wanneer komt mijn bestelling? | Gdzie jest moja paczka? | Kiedy dotrze zamówienie?""",
    Concern.HELP: """
        help | What can you do? | Hilfe | Was kannst du? | aide | Que pouvez-vous faire ?
        | ayuda | ¿Qué puedes hacer? | aiuto | Cosa puoi fare? | hulp | Wat kun je? | pomoc
        | Co potrafisz?""",
    Concern.THANKS: """
        Thanks! | Thank you very much | Danke schön | Vielen Dank! | Merci beaucoup | ¡Gracias!
        | Grazie mille | Dank u wel | Bedankt! | Dziękuję bardzo | Dzięki""",
    Concern.GREETING: """
        Hi | Hello there | Good morning | Hallo | Guten Tag | Bonjour | Bonsoir | Hola
        | Buenos días | Ciao | Buongiorno | Goedemorgen | Hoi | Cześć | Dzień dobry""",
}
LINES = [
    (concern, " ".join(line.split()))
    for concern, lines in SAID.items()
    for line in lines.split("|")
]


@pytest.mark.parametrize(("concern", "line"), LINES, ids=[line for _, line in LINES])
def test_the_first_concern_of_a_message_is_what_its_writer_wants(
    concern: Concern, line: str
) -> None:
    assert concerns_of(line)[:1] == (concern,)


@pytest.mark.parametrize(
    "line",
    ["", "PK1004", "asdf qwer", "10115", "👍", "12:30", "Sneaker, size 42", "Ja", "ok", "<@U1>"],
)
def test_what_says_nothing_is_not_guessed_at(line: str) -> None:
    assert concerns_of(line) == ()


@pytest.mark.parametrize(
    "line",
    ["Has it been delivered or not?", "Wurde es zugestellt oder nicht?", "Livré ou pas ?"],
)
def test_whether_it_was_delivered_is_no_complaint(line: str) -> None:
    assert Concern.NOT_RECEIVED not in concerns_of(line)


def test_a_greeting_before_a_question_is_not_the_question() -> None:
    assert concerns_of("Hi, where is my parcel? Thanks!")[0] is Concern.WHERE
    assert concerns_of("Hallo! Mein Paket ist verspätet, danke")[0] is Concern.LATE


@given(st.text(max_size=300))
def test_no_text_is_an_error(text: str) -> None:
    assert list(concerns_of(text)) == [one for one in Concern if one in concerns_of(text)]


@pytest.mark.parametrize("unit", ["delivered ", "a ", "my ", "-", "or not", "delivered but "])
def test_a_text_ten_times_as_long_takes_at_most_thirty_times_as_long(unit: str) -> None:
    def spent(text: str) -> float:
        begun = time.process_time()
        concerns_of(text)
        return time.process_time() - begun

    long = (unit * 40_000)[:40_000]
    short = min(spent(long[:4000]) for _ in range(5))
    assert min(spent(long) for _ in range(3)) < max(30 * short, 0.02)
