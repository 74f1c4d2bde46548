"""What a customer writes about, beside the numbers in it: by words in en, de, fr, es, it, nl, pl.

Rules, no guesses: what none of them knows is said to be not understood.
"""

import re
from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from bot.core.text.slack_text import fold, read
from bot.core.text.vocabulary import normal, one_of


class Concern(IntEnum):
    """Of several in one text the first counts most."""

    PERSON = 0  # to talk to somebody
    NOT_RECEIVED = 1  # it says delivered, but it is not there
    RETURN = 2
    PICKUP = 3  # where and when it can be collected
    LATE = 4
    WHERE = 5
    HELP = 6  # what the bot can do
    THANKS = 7
    GREETING = 8


_SAID: Final[Mapping[Concern, str]] = {
    Concern.PERSON: """
        mit nem menschen, menschen reden, mit jemandem reden, jemand anrufen, ruckruf,
        con una persona, pogadac z, rozmowe z,
        talk to someone, talk to somebody, talk to a person, talk to a human, talk to an agent,
        speak to someone, speak to somebody, speak to a person, speak to a human, speak to an agent,
        speak with someone, speak with a person, speak with an agent, speak with a human,
        talk with someone, talk with a person, talk with an agent, talk with a human, real person,
        real human, human please, a human, an agent, live agent, live person, live chat,
        customer service,
        customer support, customer care, call me, complaint, i want to complain, representative,
        mit jemandem sprechen, mit einem menschen, mit einem mitarbeiter, mit einer mitarbeiterin,
        mit einer person, jemanden sprechen, jemand sprechen, echter mensch, echten menschen,
        ein mensch, einen menschen, ansprechpartner, ansprechpartnerin, kundenservice, kundendienst,
        kundenbetreuung, support kontaktieren, mitarbeiter sprechen, beschwerde, beschweren,
        parler a quelqu'un, parler a une personne, parler a un humain, parler a un conseiller,
        parler a une conseillere, parler avec quelqu'un, parler a un agent, un conseiller,
        une conseillere, un humain, une vraie personne, service client, service clients,
        reclamation, me plaindre,
        hablar con alguien, hablar con una persona, hablar con un agente, hablar con un humano,
        un agente, una persona real, un humano, atencion al cliente, servicio al cliente,
        reclamacion, una queja, quejarme,
        parlare con qualcuno, parlare con una persona, parlare con un operatore,
        parlare con un'operatrice, un operatore, persona reale, persona vera, servizio clienti,
        assistenza clienti, reclamo,
        iemand spreken, met iemand spreken, met iemand praten, een medewerker, een mens,
        echt persoon, echte persoon, klantenservice, klantendienst, klacht, klagen,
        porozmawiac z kims, rozmawiac z kims, porozmawiac z czlowiekiem, z konsultantem,
        z konsultantka, konsultant, czlowiekiem, obsluga klienta, obsluge klienta, biuro obslugi,
        reklamacja, reklamacje""",
    Concern.NOT_RECEIVED: """
        never turned up, didnt get, didnt receive, havent received, never came,
        cant find it, can't find it, cannot find it, left it but,
        nie bei mir angekommen, kam nie an, nie angekommen, nichts bekommen,
        nunca me llego, no me llego, nunca ha llegado, non e mai arrivato,
        never arrived, never received, not received, did not receive, didn't receive,
        haven't received, have not received, didn't get it, did not get it, never got it,
        never got my, nothing was delivered, stolen, is missing, missing parcel, missing package,
        lost parcel, lost package, my parcel is lost, my package is lost,
        nicht erhalten, nie erhalten, nichts erhalten, nicht bekommen, nie bekommen,
        nichts bekommen, nie angekommen, nichts angekommen, nicht da obwohl, gestohlen,
        paket fehlt, paket verloren, verschwunden,
        pas recu, jamais recu, rien recu, jamais arrive, n'est pas arrive alors, vole, colis perdu,
        colis manquant, disparu,
        no lo he recibido, no la he recibido, no he recibido, nunca recibi, nunca llego,
        no recibi, no me ha llegado nada, robado, paquete perdido, extraviado,
        non l'ho ricevuto, non ho ricevuto, mai ricevuto, mai arrivato, non ricevuto, rubato,
        pacco smarrito, pacco perso, smarrito,
        niet ontvangen, nooit ontvangen, niets ontvangen, niet gekregen, nooit gekregen,
        nooit aangekomen, gestolen, pakket kwijt, zoekgeraakt, verdwenen,
        nie otrzymalem, nie otrzymalam, nie dostalem, nie dostalam, nigdy nie dotarla,
        nigdy nie dotarl, nic nie dostalem, nic nie dostalam, skradziona, zginela, zaginela""",
    Concern.RETURN: """
        devolverlo, devolverla, devuelvan, me devuelvan, restituirlo, restituirla, rimborsate,
        rimborsato, rimborsi, terugbetaald,
        return, returns, send back, send it back, sending back, sent it back, refund, refunded,
        my money back, return label, exchange it,
        retoure, retouren, rucksendung, zurucksenden, zuruckschicken, zuruckgeschickt,
        zuruckgesendet, ruckgabe, zuruckgeben, erstattung, geld zuruck, umtausch, umtauschen,
        retourner, renvoyer, renvoi, retour, retours, remboursement, rembourser, rembourse,
        echange, echanger,
        devolver, devolucion, devoluciones, devuelto, reembolso, reembolsar, cambiarlo,
        reso, resi, restituire, restituzione, rimborso, rimborsare, rimandare indietro,
        retourneren, retour sturen, terugsturen, teruggestuurd, retourzending, terugbetaling,
        geld terug, ruilen,
        zwrot, zwrotu, zwrocic, odeslac, odeslalem, odeslalam, zwrot pieniedzy, wymiana,
        wymienic""",
    Concern.PICKUP: """
        does the shop close, does the store close, does the shop open, shop closes, store closes,
        shop opens, hat der shop auf, hat die filiale auf, hat der laden auf, kann ich das abholn,
        abholn, abgeholt, aller le chercher, aller la chercher, cierra la tienda, abre la tienda,
        recojo, recogerla, recogerlos, chiude il negozio, apre il negozio, chiude, winkel open,
        winkel dicht, ophaal,
        pick up, pick it up, pickup, picking up, collect it, collect my, collect the,
        collection point,
        pickup point, parcel shop, parcelshop, parcel locker, opening hours, opening times,
        shop open, shop closed, store open, open today, open tomorrow, open now, still open,
        when does it close, when do they close, when does it open, when do they open, post office,
        abholen, abholung, abholort, abholstelle, paketshop, packstation, filiale,
        offnungszeiten, geoffnet, offen heute, hat offen, noch offen, macht zu, schliesst,
        postfiliale,
        retirer, recuperer, point relais, point de retrait, relais colis, bureau de poste,
        horaires, heures d'ouverture, ouvert, ouverte, ferme a,
        recoger, recogerlo, recogida, punto de recogida, oficina de correos, horario, horarios,
        abierto, abierta, abren, cierran,
        ritirare, ritirarlo, ritiro, punto di ritiro, ufficio postale, orari, orario, aperto,
        aperta, aprono, chiudono,
        ophalen, afhalen, afhaalpunt, ophaalpunt, servicepunt, postkantoor, openingstijden,
        open vandaag, nog open, geopend, gesloten,
        odebrac, odbior, odbioru, punkt odbioru, punktu odbioru, paczkomat, paczkomatu, poczta,
        poczcie, godziny otwarcia, otwarte, otwarty, czynne, czynny, zamykaja""",
    Concern.LATE: """
        should of been here, should have come, meant to come, meant to arrive, supposed to come,
        supposed to be here, should be here by now, gestern schon, schon da sein,
        dauert das so lange, dauert es so lange, dauert das so lang, kommt nicht an, immernoch,
        immer noch nix, warte schon, que j'attends, devait arriver, devait etre livre,
        tenia que llegar, tendria que haber llegado, sin recibirlo, sin recibir, sin llegar,
        ci mette tanto, ci mette cosi tanto, al moeten komen, moeten komen,
        duurt het zo lang, duurt dit zo lang, steeds niks, steeds niets,
        mialo byc, miala byc, mial byc, tak dlugo, czekam juz, juz czekam,
        late, too late, delayed, delay, overdue, still waiting, waiting for days, taking so long,
        takes so long, taking too long, should have arrived, should have been here, was supposed to,
        not here yet, not arrived yet, hasn't arrived, has not arrived, still not here,
        still not arrived, still hasn't, where is it stuck, stuck,
        zu spat, verspatet, verspatung, verzogert, verzogerung, uberfallig, warte noch,
        warte immer noch, warte seit, immer noch nicht, noch nicht da, noch nicht angekommen,
        dauert so lange, dauert zu lange, sollte schon, hangt fest, haengt fest,
        en retard, retard, toujours pas, pas encore arrive, pas encore recu, j'attends toujours,
        j'attends depuis, aurait du arriver, bloque,
        retraso, retrasado, retrasada, tarda mucho, tarda tanto, todavia no, aun no,
        sigo esperando, deberia haber llegado, atascado, demora,
        in ritardo, ritardo, non e ancora, ancora non, sto ancora aspettando, aspetto da,
        doveva arrivare, bloccato, fermo da,
        te laat, vertraagd, vertraging, nog steeds niet, nog niet aangekomen, nog niet binnen,
        wacht nog, wacht al, duurt zo lang, duurt te lang, had er al,
        spozniona, spozniony, opoznienie, opozniona, opozniony, jeszcze nie, wciaz nie,
        nadal nie, ciagle nie, wciaz czekam, nadal czekam, czekam od, powinna juz, powinien juz,
        utknela""",
    Concern.WHERE: """
        when is it, when does it come, any update, any updates, any news, gonna get here,
        gibt's was neues, gibts was neues, was neues, packet, stand meiner, status,
        des nouvelles, como va lo mio, como va mi, alguna novedad, novita, a che punto,
        de status van, is er al nieuws, al nieuws, jaki jest status, co z moim, co z moja,
        moim zamowieniem, zamowieniem,
        where is my, where is the, where's my, where's the, where are my, where is it, track my,
        track it, tracking, my parcel, my package, my order, my delivery, my shipment,
        has it shipped,
        has it been shipped, has it arrived, has my, did my, when will, when does my, when is my,
        when do i get, arrive, arrived, arriving, delivery status, order status, status of, parcel,
        package, shipment, shipped, delivered, delivery,
        wo ist, wo bleibt, wo sind, wann kommt, wann kommen, wann wird, wann bekomme, mein paket,
        meine bestellung, meine sendung, meine lieferung, mein pakchen, sendungsverfolgung,
        lieferung, bestellung, sendung, paket, angekommen, zugestellt, geliefert, verschickt,
        versendet, sendungsstatus, lieferstatus,
        ou est, ou en est, ou sont, quand arrive, quand arrivera, quand vais je, mon colis,
        ma commande, ma livraison, mon paquet, suivi, colis, commande, livraison, livre, expedie,
        arrive,
        donde esta, donde estan, cuando llega, cuando llegara, cuando voy, mi paquete, mi pedido,
        mi envio, mi entrega, seguimiento, pedido, paquete, envio, entrega, entregado, enviado,
        dov'e, dove e, dove si trova, dove sono, quando arriva, quando arrivera, il mio pacco,
        il mio ordine, la mia spedizione, la mia consegna, tracciamento, pacco, ordine, spedizione,
        consegna, consegnato, spedito, arrivato,
        waar is, waar blijft, waar zijn, wanneer komt, wanneer krijg, wanneer wordt, mijn pakket,
        mijn pakje, mijn bestelling, mijn zending, mijn levering, pakket, pakje, bestelling,
        zending, bezorging, bezorgd, verzonden, geleverd, aangekomen,
        gdzie jest, gdzie sa, kiedy przyjdzie, kiedy dotrze, kiedy bedzie, kiedy dostane,
        moja paczka, moja paczke, moje zamowienie, moja przesylka, moja przesylke, paczka, paczke,
        paczki, zamowienie, zamowienia, przesylka, przesylke, przesylki, dostawa, dostawy,
        dostarczona, dostarczono, wyslana, wyslane""",
    Concern.HELP: """
        help, help me, what can you do, how does this work, who are you, what are you, menu,
        options,
        start,
        hilfe, hilf mir, was kannst du, was konnen sie, wie funktioniert, wer bist du, wer sind sie,
        aide, aidez moi, que peux tu, que pouvez vous, comment ca marche, qui es tu, qui etes vous,
        ayuda, ayudame, que puedes hacer, como funciona, quien eres,
        aiuto, aiutami, cosa puoi fare, come funziona, chi sei,
        hulp, help mij, wat kun je, wat kan je, hoe werkt, wie ben je,
        pomoc, pomocy, co potrafisz, co umiesz, jak to dziala, kim jestes""",
    Concern.THANKS: """
        vielen lieben dank, lieben dank, ti ringrazio, la ringrazio, merci bcp, mil gracias,
        te lo agradezco, dziekuje slicznie, dzieki wielkie,
        thanks, thank you, thx, many thanks, cheers, great thanks, perfect, got it,
        danke, dankeschon, danke schon, vielen dank, besten dank, super danke, perfekt,
        merci, merci beaucoup, parfait,
        gracias, muchas gracias, perfecto,
        grazie, grazie mille, perfetto,
        dank je, dank u, dankjewel, bedankt, hartelijk dank, dank u wel,
        dziekuje, dzieki, dziekuje bardzo, swietnie""",
    Concern.GREETING: """
        heya, hallochen, bjr, slt, holaa, holaaa, goeiemorgen, goeiemiddag, goeienavond, siema,
        siemka, grussgott, ehi,
        hi, hello, hey, hi there, good morning, good afternoon, good evening, hiya,
        hallo, guten tag, guten morgen, guten abend, servus, moin, gruss gott,
        bonjour, bonsoir, salut, coucou,
        hola, buenos dias, buenas tardes, buenas noches, buenas,
        ciao, buongiorno, buonasera, salve,
        goedemorgen, goedemiddag, goedenavond, goedendag, hoi,
        czesc, dzien dobry, dobry wieczor, witam, hej""",
}  # fmt: skip


def _expression(phrases: str) -> re.Pattern[str]:
    words = one_of(normal(phrase) for phrase in phrases.split(","))
    return re.compile(rf"(?<![0-9a-z]){words}(?![0-9a-z])")


_EXPRESSIONS: Final = {concern: _expression(said) for concern, said in _SAID.items()}
# "It says delivered, but …", within one sentence; "delivered or not?" asks where it is.
_DELIVERED_BUT: Final = re.compile(
    r"(?<![0-9a-z])(?:delivere?d|handed over|zugestellt|geliefert|ausgeliefert|abgegeben|livre"
    r"|remis|entregad[oa]|consegnat[oa]|bezorgd|geleverd|dostarczon[aoy]|doreczon[aoy])(?![a-z])"
    r"(?![^.?!\n]{0,20}(?<![a-z])(?:or not|oder nicht|ou non|ou pas|o no|of niet|czy nie))"
    r"[^.?!\n]{0,60}?(?<![0-9a-z])(?:but|yet i|although|nothing|not|aber|doch|obwohl|nichts|nicht"
    r"|mais|rien|pas|pero|nada|no|ma|niente|non|maar|niets|niet|ale|a nie|nic|nie)(?![a-z])"
)


def concerns_of(text: str) -> tuple[Concern, ...]:
    """Return what a raw Slack text is about, what counts most first; of nothing known, nothing."""
    folded = fold(read(text).text)
    found = {concern for concern, said in _EXPRESSIONS.items() if said.search(folded)}
    if _DELIVERED_BUT.search(folded):
        found.add(Concern.NOT_RECEIVED)
    return tuple(sorted(found))
