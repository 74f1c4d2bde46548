"""What the head of a column says about the cells below it, in every language the bot speaks."""

import re
from collections.abc import Sequence
from typing import Final

from bot.core.reference import Kind
from bot.core.text.slack_text import fold
from bot.core.text.vocabulary import Sense, words_of

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APART: Final = re.compile(r"[\s_./:#()\"-]+")
# What may stand behind "order" and "tracking" without changing what the cells are.
_TAILS: Final = frozenset(
    [
        "no",
        "nr",
        "num",
        "number",
        "nummer",
        "numero",
        "id",
        "code",
        "codes",
        "ref",
        "url",
        "link",
        "name",
        "s",
    ]
)
_OWN: Final = {
    "courier": "courier, carrier, carrier name, carrier code, courier name, courier code, "
    "shipping carrier, shipping company, tracking company, delivery company, "
    "Kurier, Kurierdienst, Paketdienst, Versanddienstleister, Versandunternehmen, Zusteller, "
    "Dienstleister, Spediteur, transporteur, nom du transporteur, coursier, transportista, "
    "empresa de transporte, mensajería, agencia, corriere, vettore, spedizioniere, vervoerder, "
    "koerier, bezorger, bezorgdienst, przewoźnik, kurier, firma kurierska, dostawca",
    "client": "client key, client, shop, Mandant, boutique, tienda, negozio, winkel, sklep",
    Kind.RECIPIENT_EMAIL: "email, e mail, mail, email address, recipient email, customer email, "
    "E-Mail-Adresse, courriel, adresse e-mail, correo, correo electrónico, indirizzo email, posta, "
    "e-mailadres, adres e-mail",
    Kind.CUSTOMER_NUMBER: "customer number, customer no, customer id, customer, Kundennummer, "
    "Kunden-Nr, Kunde, numéro client, numéro de client, número de cliente, numero cliente, "
    "codice cliente, klantnummer, numer klienta, nr klienta",
    Kind.EXTERNAL_REFERENCE: "reference, external reference, ref, Referenz, référence, referencia, "
    "riferimento, referentie, referencja",
    Kind.EXTERNAL_ORDER_ID: "external order id, external id, uuid",
}
COURIER: Final = "courier"
CLIENT: Final = "client"
OTHER: Final = "other"  # known not to hold what is looked for
_SENSES: Final = {
    Sense.ORDER: Kind.ORDER_NUMBER,
    Sense.TRACKING: Kind.TRACKING_NUMBER,
    Sense.PARCEL: Kind.TRACKING_NUMBER,
    Sense.OTHER: OTHER,
}


def _normal(name: str) -> str:
    return " ".join(filter(None, _APART.split(fold(_HUMP.sub(" ", name)))))


_ROLES: Final = {_normal(name): role for role, names in _OWN.items() for name in names.split(", ")}


def role_of(name: str) -> str | None:
    """Return a Kind, COURIER or OTHER for the name of a column; None for what nobody knows."""
    normal = _normal(name)
    if normal in _ROLES:
        return _ROLES[normal]
    for word in words_of(normal)[:1]:
        tail = normal[word.end :].split()
        if word.start == 0 and word.sense in _SENSES and _TAILS.issuperset(tail):
            return _SENSES[word.sense]
    return None


def roles_of(cells: Sequence[str]) -> dict[str, list[int]]:
    """Return the columns of each role."""
    roles: dict[str, list[int]] = {}
    for column, cell in enumerate(cells):
        role = role_of(cell)
        if role:
            roles.setdefault(role, []).append(column)
    return roles
