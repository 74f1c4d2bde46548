"""What customers write as they write it: in a hurry, misspelt, with half the accents and emoji."""

import json
from pathlib import Path

import pytest

from bot.core.text.concern import Concern, concerns_of

# Written with the known words read, before any was changed for them: 128 of 182 were understood.
SPOKEN = {
    "en": {
        Concern.WHERE: """
            wheres my parcel?? | hi any news on my order? | when is it gonna get here 🙏
            | can u check the status of my package pls | PK1004 where is it | any update?""",
        Concern.LATE: """
            its 3 days late 😡 | should of been here yesterday | why is it taking so long
            | was meant to come on monday""",
        Concern.NOT_RECEIVED: """
            says delivered but nothing here | my parcel never turned up
            | driver says he left it but i cant find it
            | tracking says deliverd but i didnt get anything""",
        Concern.PICKUP: """
            what time does the shop close | where do i collect it""",
        Concern.RETURN: """
            i want to send it back | wrong size, can i return it?""",
        Concern.REFUND: """
            wheres my refund""",
        Concern.PERSON: """
            can i speak to a real person | let me talk to somebody pls""",
        Concern.THANKS: """
            cheers mate | thx 👍""",
        Concern.GREETING: """
            heya | hello 👋""",
        Concern.HELP: """
            how does this work?""",
    },
    "de": {
        Concern.WHERE: """
            wo bleibt mein paket | hallo wann kommt denn meine bestellung
            | gibts was neues zu PK1004? | wo is mein packet 📦
            | wie ist der stand meiner bestellung | wann wird geliefert""",
        Concern.LATE: """
            das sollte gestern schon da sein | warum dauert das so lange 😤 | paket kommt nicht an
            | immernoch nix da""",
        Concern.NOT_RECEIVED: """
            angeblich zugestellt aber hier ist nix | da steht geliefert, hab aber nichts bekommen
            | paket ist nie bei mir angekommen""",
        Concern.PICKUP: """
            wann hat der shop auf? | wo kann ich das abholn | bis wann muss ich es abholen""",
        Concern.RETURN: """
            will das zurückschicken | wie geht retoure""",
        Concern.REFUND: """
            bekomm ich mein geld zurück""",
        Concern.PERSON: """
            ich will mit nem menschen reden | kann mich jemand anrufen?""",
        Concern.THANKS: """
            danke dir 😊 | vielen lieben dank""",
        Concern.GREETING: """
            moin moin | hallöchen""",
        Concern.HELP: """
            was kannst du alles""",
    },
    "fr": {
        Concern.WHERE: """
            ou est mon coli | c'est quand la livraison ?
            | bonjour des nouvelles de ma commande svp | mon colis arrive quand
            | ou en est ma commande 🙏 | suivi de PK1004""",
        Concern.NOT_RECEIVED: """
            toujours rien recu 😡 | c'est marqué livré mais j'ai rien | colis jamais arrivé
            | on me dit que c'est livré alors que non""",
        Concern.LATE: """
            ca fait 5 jours que j'attends | c'est en retard | il devait arriver hier""",
        Concern.PICKUP: """
            c'est ouvert jusqu'à quelle heure | où je peux aller le chercher
            | horaires du point relais""",
        Concern.RETURN: """
            je veux le renvoyer | comment faire un retour""",
        Concern.REFUND: """
            je veux être remboursé""",
        Concern.PERSON: """
            je veux parler a quelqu'un | un humain svp""",
        Concern.THANKS: """
            merci bcp | merci 🙂""",
        Concern.GREETING: """
            bjr | coucou""",
        Concern.HELP: """
            comment ça marche""",
    },
    "es": {
        Concern.WHERE: """
            donde esta mi pedido?? | cuando me llega el paquete
            | hola, alguna novedad de mi pedido | como va lo mio PK1004 | mi paqete donde esta
            | estado del envio""",
        Concern.LATE: """
            va con retraso 😡 | tenia que llegar ayer | por que tarda tanto | sigo sin recibirlo""",
        Concern.NOT_RECEIVED: """
            pone entregado y no tengo nada | dice que esta entregado pero aqui no hay nada
            | nunca me llego""",
        Concern.PICKUP: """
            a que hora cierra la tienda | donde lo recojo | hasta cuando puedo recogerlo""",
        Concern.RETURN: """
            quiero devolverlo | como hago una devolucion""",
        Concern.REFUND: """
            quiero que me devuelvan el dinero""",
        Concern.PERSON: """
            quiero hablar con alguien | pasame con una persona porfa""",
        Concern.THANKS: """
            muchas gracias 😊 | mil gracias""",
        Concern.GREETING: """
            buenas | holaa""",
        Concern.HELP: """
            que puedes hacer""",
    },
    "it": {
        Concern.WHERE: """
            dove è il mio pacco | quando arriva sto pacco | ciao ci sono novità sul mio ordine?
            | a che punto è la spedizione | dov'è PK1004 🙏 | stato ordine""",
        Concern.LATE: """
            doveva arrivare ieri | è in ritardo di 3 giorni 😡 | perché ci mette tanto
            | non è ancora arrivato niente""",
        Concern.NOT_RECEIVED: """
            risulta consegnato ma non ho niente | mai arrivato il pacco
            | dice consegnato ma io non ho ricevuto nulla""",
        Concern.PICKUP: """
            a che ora chiude il negozio | dove lo posso ritirare | orari del punto di ritiro""",
        Concern.RETURN: """
            voglio restituirlo | come faccio un reso""",
        Concern.REFUND: """
            quando mi rimborsate""",
        Concern.PERSON: """
            voglio parlare con una persona | mi passi un operatore""",
        Concern.THANKS: """
            grazie mille 😊 | ti ringrazio""",
        Concern.GREETING: """
            salve | ehi ciao""",
        Concern.HELP: """
            come funziona?""",
    },
    "nl": {
        Concern.WHERE: """
            waar blijft mijn pakje | hoi is er al nieuws over mijn bestelling | wanneer komt ie
            | waar is me pakket 📦 | wat is de status van PK1004 | wanneer wordt het bezorgd""",
        Concern.LATE: """
            het had gisteren al moeten komen | waarom duurt het zo lang 😡
            | nog steeds niks binnen | hij is te laat""",
        Concern.NOT_RECEIVED: """
            er staat bezorgd maar ik heb niks | pakket nooit ontvangen
            | volgens jullie bezorgd maar niet hier""",
        Concern.PICKUP: """
            tot hoe laat is de winkel open | waar kan ik m ophalen | openingstijden afhaalpunt""",
        Concern.RETURN: """
            ik wil het terugsturen | hoe kan ik retourneren""",
        Concern.REFUND: """
            krijg ik mijn geld terug""",
        Concern.PERSON: """
            ik wil met iemand praten | kan ik een medewerker spreken""",
        Concern.THANKS: """
            bedankt hoor 👍 | dankjewel""",
        Concern.GREETING: """
            hoi | goeiemorgen""",
        Concern.HELP: """
            wat kun je allemaal""",
    },
    "pl": {
        Concern.WHERE: """
            gdzie jest moja paczka?? | kiedy przyjdzie paczka | czesc co z moim zamowieniem
            | jaki jest status PK1004 | gdzie moja przesylka 📦 | kiedy bedzie dostawa""",
        Concern.LATE: """
            mialo byc wczoraj 😡 | dlaczego to tak dlugo trwa | jest opoznienie
            | czekam juz tydzien""",
        Concern.NOT_RECEIVED: """
            niby dostarczona a nic nie mam | nie dostalam paczki
            | status doręczona ale u mnie jej nie ma""",
        Concern.PICKUP: """
            do ktorej otwarte | gdzie moge odebrac | gdzie jest punkt odbioru""",
        Concern.RETURN: """
            chce zwrocic | jak zrobic zwrot""",
        Concern.REFUND: """
            kiedy zwrot pieniedzy""",
        Concern.PERSON: """
            chce pogadac z czlowiekiem | prosze o rozmowe z konsultantem""",
        Concern.THANKS: """
            dzieki wielkie 😊 | dziękuję ślicznie""",
        Concern.GREETING: """
            siema | dzień dobry 👋""",
        Concern.HELP: """
            co potrafisz""",
    },
}
LINES = [
    (lang, concern, " ".join(line.split()))
    for lang, told in SPOKEN.items()
    for concern, lines in told.items()
    for line in lines.split("|")
]


@pytest.mark.parametrize(("lang", "concern", "line"), LINES)
def test_what_a_customer_means_is_understood(lang: str, concern: Concern, line: str) -> None:
    assert concerns_of(line)[:1] == (concern,)


# Four sets, each written before the words were changed for it: of the third one's 196 lines 81
# were understood before phrases had gaps, and 161 then; of the fourth, which avoids usual words,
# 33 of 70. Of what only a person can do, 84 lines in unusual words were written after the words for
# it: 12 were understood, and 75 when those had been read.
MORE = json.loads((Path(__file__).parents[1] / "corpus/customers.json").read_text())


@pytest.mark.parametrize("lang", MORE)
def test_nearly_all_of_many_lines_are_understood(lang: str) -> None:
    lines = [(concern, line) for concern, some in MORE[lang].items() for line in some]
    told = [(concern, line, concerns_of(line)[:1]) for concern, line in lines]
    wrong = [one for one in told if one[2] != (() if one[0] == "NOTHING" else (Concern[one[0]],))]
    assert len(wrong) <= len(lines) * 0.03, wrong


# Labelled by hand, and then used to mend the words, with typing errors, numbers and postal codes:
# of its 133 lines that are not to the shop 108 were understood before. To some of the others two
# readings do justice ("or is it stuck somewhere" asks where it is, and says that it is late).
TALK = json.loads((Path(__file__).parents[1] / "corpus/conversation.json").read_text())


@pytest.mark.parametrize("lang", TALK)
def test_a_conversation_is_understood(lang: str) -> None:
    lines = [(concern, line) for concern, some in TALK[lang].items() for line in some]
    told = [(concern, line, concerns_of(line)[:1]) for concern, line in lines]
    wrong = [one for one in told if one[2] != (Concern[one[0]],)]
    assert len(wrong) <= 2, wrong


def test_no_question_about_an_order_is_taken_for_one_to_the_shop() -> None:
    every = [
        line
        for of_lang in (*MORE.values(), *TALK.values())
        for concern, lines in of_lang.items()
        if concern != "SHOP"
        for line in lines
    ]
    assert not [line for line in every if Concern.SHOP in concerns_of(line)]


@pytest.mark.parametrize(
    "line",
    [
        "will you deliver it on Saturday?",
        "how long does delivery of PK1004 take",
        "bringt ihr das Paket am Samstag",
        "ich hab Versandkosten für Express bezahlt und nix ist da",
        "est-ce que mon colis sera livré samedi",
        "¿entregan mi pedido el sábado?",
        "il corriere consegna il mio pacco sabato?",
        "wordt mijn pakket zaterdag bezorgd",
        "czy kurier przywiezie paczkę w sobotę",
    ],
)
def test_a_question_about_an_order_sounds_like_one_to_the_shop(line: str) -> None:
    assert Concern.SHOP not in concerns_of(line)
    assert {Concern.LATE, Concern.WHERE} & {*concerns_of(line)}


@pytest.mark.parametrize(
    "line",
    [
        "is delivery free over 50 euros?",
        "do u guys ship internationally",
        "was kostet mich das wenn ihr per express schickt",
        "habt ihr auch ein ladengeschäft",
        "liefert ihr nach 10115 Berlin?",
        "livrez-vous en Suisse ?",
        "¿el envío es gratis?",
        "accettate carta di credito?",
        "leveren jullie ook in België",
        "czy można zapłacić blikiem",
    ],
)
def test_a_question_to_the_shop_is_one(line: str) -> None:
    assert concerns_of(line)[:1] == (Concern.SHOP,)
