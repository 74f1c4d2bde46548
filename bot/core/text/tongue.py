"""Which language a text is written in, of those the bot speaks: by the small words in it."""

import re
from collections.abc import Mapping
from typing import Final

from bot.core.text.slack_text import fold, read

_READ: Final = 1000  # characters
_WORD: Final = re.compile("(?<![0-9a-z])(?<![0-9]-)[a-z]+(?![a-z]|-?[0-9])")  # of no number
_DRAWN: Final = re.compile(r"([a-z])\1{2,}")  # "dankeee"
_LETTER: Final = 0.3  # of a word: one alone tells nothing
_LETTERS: Final = {"de": "äöüß", "fr": "çêœâîû", "es": "ñ¿¡", "it": "ìò", "pl": "ąćęłńśźż"}
_OF: Final = {
    "en": """
        the is are was my mine where when i it its it's and to have has had not parcel order
        please thanks thank hello hi hey you your can could would what how want need for of this
        that been does do did package send back return pick shop help yes still with someone talk
        speak at morning evening there any get got says but nothing will why so long late never
        here a in wrong human give me customer service much is
        missing item address cancel change broken damaged invoice refund receipt only an off doesn
        weeks two after""",
    "de": """
        der die das den dem ist sind mein meine meinen meiner wo wann ich wir und nicht habe hat
        es ein eine einen bestellung bitte danke hallo guten tag sie kann konnen wie was noch
        schon mit auf warum zu zuruck geliefert zugestellt nichts aber jemand jemandem sprechen
        mochte moin lieferung sendung paket bin bis fur von vom beim im seit dauert lange wurde
        wird hilfe steht herzlichen vielen dank abholen abend servus gruss gott mensch weg wissen
        nix gruezi huhu in du kannst ihr
        falsche falschen falsch adresse anschrift lieferadresse fehlt fehlen rechnung beschadigt nur
        stornieren andern falscher statt drin""",
    "fr": """
        le les est mon ma mes ou quand je j et pas ai une colis commande bonjour merci vous puis
        peux comment que qui pour avec dans du des ce ca c il elle suis rien mais toujours livre
        salut bonsoir svp quelqu'un voudrais sur quelle heure parler a au jusqu'a n'y d'attendre
        recu ne suivi magasin ferme aide coucou beaucoup pourquoi long encore en cours etre un
        humain taille arrive la
        adresse mauvaise livraison manque article annuler annulez facture casse
        changer modifier deux lieu""",
    "es": """
        el los las es esta mi mis donde cuando yo y no he paquete pedido por favor gracias hola
        usted puedo puede como que para con todavia aun lo nada pero buenos dias buenas tardes
        quiero llegado llega entregado hablar alguien aqui muy una del hasta hora tienda
        devolverlo noches ayuda tarda tanto muchas persona en ya ha hay llevo semanas semana
        vuestro cuanto tengo vale color equivocado hace saber
        la un direccion falta faltan cambiar cancelar necesito factura roto rota dos veces me se vez
        sin mal otro otra equivocada llego""",
    "it": """
        il lo gli e mio mia miei dove dov'e dov quando io non ho un una pacco ordine per favore
        grazie ciao buongiorno buonasera puo posso come che con ancora niente ma qui di mi vorrei
        arriva arrivato consegnato parlare qualcuno salve perche sono del della nel risulta fino
        ora negozio aiuto faccio restituirlo mille fa ci mette quanto siamo mie da in tutti
        perfetto umano essere doveva sbagliato buondi
        la un dei manca mancano articolo fattura serve cambiare indirizzo annullare rotto soldi due
        volte potete avete nella tutta era quale corriere consegnate spedite regalo""",
    "nl": """
        de het een mijn waar wanneer ik en niet heb heeft pakket pakje bestelling alstublieft aub
        bedankt dank hoi goedendag goedemorgen goedemiddag goedenavond u je kan hoe wat nog al met
        op waarom te terug bezorgd niets niks maar iemand spreken wil graag er zo van dat is voor
        bij naar tot laat winkel duurt lang hulp dag erg ophalen komt vandaag zending goeiedag ze
        dit
        adres bezorgadres verkeerd verkeerde wijzigen ontbreekt factuur beschadigd annuleren jullie
        hebben twee keer geld weken geen heeft plaats wie aangenomen dankjewel""",
    "pl": """
        jest sa moja moj moje mojej gdzie kiedy ja i nie mam paczka paczki paczke zamowienie
        prosze dziekuje dzieki dzien dobry czesc pan pani moge jak co jeszcze juz z na dlaczego do
        to sie ale tu ktos chce w czy nic od po za dostarczono rozmawiac wieczor hej witam tak
        dlugo ze przesylka odebrac pomoc bardzo czlowiekiem hejka siema czlowieka klienta obsluga
        mi pod o
        adres adresu adresie zmiana zmienic dostawy brakuje faktura fakture faktury zwrot pieniedzy
        anulowac zamiast zly""",
}


def _words() -> Mapping[str, frozenset[str]]:
    """Return each word, with the languages it is one of."""
    found: dict[str, set[str]] = {}
    for tongue, words in _OF.items():
        for word in _WORD.findall(words):
            found.setdefault(word, set()).add(tongue)
    return {word: frozenset(tongues) for word, tongues in found.items()}


_TONGUES: Final = _words()


def tongue_of(text: str) -> str | None:
    """Return the language of a raw Slack text; None where none has more of its words than others.

    A word that two languages have counts half for each, a letter of its own as much as a word.
    """
    said = read(text).text[:_READ].casefold()
    shares = {tongue: float(any(map(said.count, own))) for tongue, own in _LETTERS.items()}
    for word in set(_WORD.findall(_DRAWN.sub(r"\1", fold(said)))):
        of = _TONGUES.get(word, frozenset())
        for tongue in of:
            shares[tongue] = shares.get(tongue, 0.0) + (1 if len(word) > 1 else _LETTER) / len(of)
    first, second, *_ = (*sorted(shares.items(), key=lambda one: -one[1]), ("", 0.0), ("", 0.0))
    return first[0] if first[1] > max(second[1], _LETTER) else None
