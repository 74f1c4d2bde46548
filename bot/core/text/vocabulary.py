"""What words say about the number beside them, in en, de, fr, es, it, nl and pl.

Accents and case do not matter (`fold`), a space here is a space or a hyphen there, and a plural in
-s, -n, -en or -e need not be listed.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from itertools import islice
from typing import NamedTuple

from bot.core.text.couriers import COURIERS
from bot.core.text.slack_text import TELEPHONE, fold


class Sense(Enum):
    """What a word makes of the number beside it."""

    TRACKING = auto()  # it is a tracking number
    PARCEL = auto()  # the talk is of a parcel: weak evidence
    COURIER = auto()  # it is that courier's, if it has one of its shapes
    ORDER = auto()  # it is an order's, not a parcel's
    OTHER = auto()  # it is something else: a telephone, a card, an invoice …


class Word(NamedTuple):
    """A word of the vocabulary in a folded text."""

    start: int
    end: int
    sense: Sense
    courier: str | None = None


_WORDS = {
    Sense.TRACKING: """
        tracking, tracking number, tracking no, tracking nr, tracking id, tracking code, tracking #,
        trackid, trackingid, trackingnumber, trackingno, track, track number, track no, track nr,
        track id, trk,
        track and trace, track & trace, track trace, consignment number, consignment no,
        consignment,
        shipment number, shipment no, shipment id, shipping number, parcel number, parcel no,
        parcel id, package number, package id, delivery number, waybill, waybill number, airwaybill,
        air waybill, airway bill, awb, trace number,
        Sendungsnummer, Sendungsnr, Sendungs-Nr, Sendungs-Nummer, Sendungs-ID, Sendungscode,
        Sendungsverfolgung, Sendungsverfolgungsnummer, Sendung Nr, Sendung Nummer, Trackingnummer,
        Tracking-Nummer, Trackingnr, Trackingcode, Trackinglink, Paketnummer, Paketnr, Paket-Nr,
        Paket-Nummer, Paket-ID, Paketscheinnummer, Paketschein, Versandnummer, Frachtbriefnummer,
        Identcode, Verfolgungsnummer, Lieferscheinnummer Paket,
        numéro de suivi, n° de suivi, no de suivi, nº de suivi, num de suivi, code de suivi, suivi,
        numéro de colis, n° de colis, no de colis, numéro d'envoi, n° d'envoi, numéro d'expédition,
        n° d'expédition, référence de suivi, numéro de tracking, bordereau,
        expédition n°, envoi n°, colis n°,
        número de seguimiento, nº de seguimiento, n.º de seguimiento, no de seguimiento,
        núm de seguimiento, código de seguimiento, seguimiento, número de rastreo,
        código de rastreo,
        número de envío, nº de envío, n.º de envío, código de envío, número de tracking,
        número de guía, guía, envío nº, localizador, localizador de envío, número de paquete,
        numero di tracciamento, n. di tracciamento, codice di tracciamento, codice tracciamento,
        tracciamento, numero di spedizione, n. di spedizione, numero spedizione, codice spedizione,
        codice di spedizione, lettera di vettura, ldv, numero di tracking, codice tracking,
        codice di tracking, numero tracking, tracciatura, numero collo,
        track en trace, trackingnummer, zendingsnummer, zendingnummer, zendingsnr, zendingnr,
        pakketnummer, pakketnr, trackingcode,
        track en trace code, track & trace code, t&t, t&t code, pakketcode, verzendnummer,
        volgnummer, barcode zending,
        numer przesyłki, nr przesyłki, numer paczki, nr paczki, numer listu przewozowego,
        nr listu przewozowego, list przewozowy, numer śledzenia, nr śledzenia, kod śledzenia,
        numer listu, nr listu, numer nadania, nr nadania, śledzenie, numer trackingowy,
        numer trackingu, nr trackingu, numer tracking""",
    Sense.PARCEL: """
        parcel, package, shipment, delivery, Paket, Päckchen, Sendung, Lieferung, colis, envoi,
        expédition, livraison, paquete, envío, pacco, spedizione, collo, pakket, pakje, zending,
        bezorging, paczka, paczki, paczkę, przesyłka, przesyłki, przesyłkę, label, Einschreiben,
        Sendungen""",
    Sense.ORDER: """
        order, order number, order no, order id, Bestellung, Bestellnummer, Bestellnr, Bestell-Nr,
        Auftrag, Auftragsnummer, commande, numéro de commande, n° de commande, pedido,
        número de pedido, nº de pedido, ordine, numero d'ordine, numero ordine, bestelling,
        bestelnummer, ordernummer, zamówienie, zamówienia, numer zamówienia, nr zamówienia,
        purchase order, po, po number""",
    Sense.OTHER: f"""
        {TELEPHONE}, tel, phone, phone number, telephone, call, called, calling, ring, mobile, cell,
        cellphone, fax, hotline, helpline, whatsapp, sms, dial, landline, number is out of service,
        Telefon, Tel-Nr, Handy, Mobil, anrufen,
        Anruf, Durchwahl, Rückruf, téléphone, tél, portable, appelle, appeler, appelez, joignable,
        teléfono, móvil, llama, llamar, llame, telefono, cellulare, cell, chiama, chiamare,
        chiamami, telefoon, mobiel, mobiele nummer, bel, bellen, komórka, komórkowy,
        zadzwoń, dzwonić, numer telefonu, nr tel,
        card, credit card, debit card, visa, mastercard, amex, american express, maestro, cvv, cvc,
        Kreditkarte, Karte, carte, carte bancaire, carte bleue, tarjeta, carta,
        carta di credito, creditcard, karta, karty, pan,
        iban, bic, swift, account, account number, account no, account id, aws, aws account,
        sort code,
        routing number, Konto, Kontonr, Bankverbindung, blz, compte, rib, cuenta,
        conto,
        rekening, konto, numer konta, vat, vat id, ust id, ust idnr, Steuer-ID,
        tax id, tva, n° de tva, p.iva, hs code, mrn, siret, siren, nif, nie,
        dni, cif, nip, regon, pesel, partita iva, codice fiscale, btw, kvk, bsn, ssn, hrb, eori,
        passport, Ausweis,
        Personalausweis, license, licence,
        ean, gtin, upc, isbn, sku, asin, article, article number, article no, Artikel,
        Artikelnr, Art-Nr, item, item number, product, product number, produit,
        artículo, articolo, artikel, artykuł, barcode, serial, serial number,
        serial no, Seriennr, sn, s/n,
        credit note, quote, quotation, supplier, supplier number, supplier no, vendor,
        vendor number, container, pallet, meeting id, password, passcode, pickup code, access code,
        collection code, discount code, employee number, policy number, insurance number, booking,
        booking number, booking reference, payment reference, registration number,
        customs number, Angebot, Debitor, Kreditor, Filiale, Kostenstelle, Zahlungsreferenz,
        Abholcode, Zugangscode, Passwort, Palette, devis, fournisseur, n° fournisseur,
        code de retrait, mot de passe, presupuesto, abono, contraseña, código de recogida,
        preventivo, nota di credito, codice di ritiro, ddt, fornitore, offerte,
        creditnota, afhaalcode, wachtwoord, leverancier, kod odbioru, oferta, hasło, dostawca,
        imei, vin, batch, lot, Charge, model, coupon, voucher, Gutschein, promo code,
        customer, customer number, customer no, customer id, client number, client id, user,
        user id,
        Kdnr, Kd-Nr, Kd.-Nr, Kd.Nr, Art.-Nr, Art.Nr, Contrat, contrato, contratto, umowa, umowy,
        numer umowy, nr umowy, claim, Reklamation, Reklamationsnr, réclamation, reclamación,
        expediente, reclamo, pratica, reklamacja, reklamacji, klacht, tracking pixel, pixel id,
        ga tracking id, analytics,
        member, member number, Kunde, Kundennr, Kunden-Nr, Packstation,
        numéro client, numéro de client, n° client, número de cliente, nº de cliente,
        numero cliente, codice cliente, numer klienta, nr klienta,
        inv, acct,
        invoice, invoice number, invoice no, Rechnung, Rechnungsnr, facture,
        factura, fattura, factuur, faktura, faktury, receipt, Beleg, Gutschrift,
        ticket, ticket number, case, case number, issue, request id, session, transaction, payment,
        Vorgang, Aktenzeichen, Zahlung, paiement, pago, pagamento, betaling,
        claim number, claim no, numéro de dossier,
        n° de dossier, número de expediente, numero pratica, numer reklamacji, nr reklamacji,
        Lieferschein, Lieferscheinnummer, Lieferschein-Nr,
        delivery note, delivery note number, shipper number, Rahmenvertrag,
        ekp,
        contract, Vertrag, timestamp, ts, epoch, unix, cron, version, release,
        build,
        commit, sha, hash, port, ip, error, error code, Fehler, status code, pin, code is, otp, mac,
        extension, room, price, total, amount, sum, Preis, Betrag, Summe, prix, precio, prezzo,
        prijs, cena, kwota, date, Datum, fecha, data""",
}  # fmt: skip


def _phrases() -> Iterator[tuple[str, tuple[Sense, str | None]]]:
    for sense, words in _WORDS.items():
        for word in words.split(","):
            yield normal(word.strip()), (sense, None)
    for courier in COURIERS:
        for name in (*courier.names, courier.code):
            yield normal(name), (Sense.COURIER, courier.code)


def normal(phrase: str) -> str:
    return " ".join(fold(phrase).replace("-", " ").split())


def one_of(phrases: Iterable[str]) -> str:
    """An expression for any of the phrases, longest first, that looks at each character once."""
    branches: dict[str, list[str]] = {}
    for phrase in phrases:
        branches.setdefault(phrase[:1], []).append(phrase[1:])
    is_end = branches.pop("", None) is not None
    if not branches:
        return ""
    heads = {head: one_of(tails) for head, tails in sorted(branches.items())}
    ways = [("[ \t-]{1,2}" if head == " " else re.escape(head)) + t for head, t in heads.items()]
    return f"(?:{'|'.join(ways)}){'?' if is_end else ''}"


_SENSES = dict(_phrases())
_KNOWN = one_of(_SENSES)
_ANY_WORD = re.compile(rf"(?<![0-9a-z])({_KNOWN})(?:s|n|en|e)?(?![0-9a-z])")
# German and Dutch make a word for each number there is: Vertragsnummer, klantnummer …
_OTHER_NUMBER = (
    "(?![a-z]{0,16}(?:send|zend|pa[ck]k?et|track|versand|verzend|verzoek|stel|lieferung|lieferschein|auftrag|order|referen))"
    "[a-z]{3,24}nummer"
)
_ANY_NUMBER = re.compile(rf"(?<![0-9a-z])({_KNOWN}|{_OTHER_NUMBER})(?:s|n|en|e)?(?![0-9a-z])")
_MOST_WORDS = 4000
COURIER_CODES = {
    name: courier
    for name, (sense, courier) in _SENSES.items()
    if sense is Sense.COURIER and courier
}


def words_of(folded: str) -> list[Word]:
    """The vocabulary's words in a folded text, in order; the first 4,000, as no letter has more."""
    words = []
    expression = _ANY_NUMBER if "nummer" in folded else _ANY_WORD
    for match in islice(expression.finditer(folded), _MOST_WORDS):
        written = match[1]
        sense = _SENSES.get(written) or _SENSES.get(" ".join(written.replace("-", " ").split()))
        words.append(Word(*match.span(), *(sense or (Sense.OTHER, None))))
    return words
