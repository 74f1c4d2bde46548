"""What a text asks for beside its references: the newest state, returns, a postal code.

Words in en, de, fr, es, it, nl and pl, on folded text (lower case, no accents).
"""

import re
from collections.abc import Iterable

from bot.core.text.vocabulary import one_of

_END = r"(?![0-9a-z])"
_START = r"(?<![0-9a-z])"


def _words(phrases: str) -> str:
    return one_of(phrase.strip() for phrase in phrases.split(","))


# Said of something else: read first, so that the word inside is used up.
_NOT_LIVE = _words(
    "live chat,live agent,live agents,live support,live stream,live streaming,live event,live show,"
    "live music,live call,live ticker,live demo,live session,live in,live at,live on,live with,"
    "live near,live there,live here,live alone,live tv,i live,we live,you live,they live,who live,"
    "people live,"
    "customers live,customer live,clients live,gaan live,gaat live,go live,goes live,going live,"
    "went live,gone live,"
    "be live,is live on,to live,still live,not live,live betrieb,live gang,live schaltung,ist live,"
    "sind live,geht live,live gehen,wohne live,live music,live concert,en direct de,en direct a la,"
    "en direct sur,vente en direct,na zywo w,na zywo na,czat na zywo,czacie na zywo,"
    "is live now,is now live,site is live,shop is live,page is live,dashboard is live,"
    "transmisja na zywo,relacja na zywo,en vivo en,en vivo desde,refresh rate,refresh token,"
    "refresh the page,refresh page,refresh your browser,refresh my memory,live person"
)
_LIVE = _words(
    "live refresh,live status,live tracking,live update,live data,live check,live lookup,live info,"
    "live bitte,bitte live,live please,please live,live svp,live por favor,live per favore,"
    "live position,live location,live view,live abfrage,live abfragen,live prufen,"
    "live checken,live nachsehen,live aktualisieren,refresh,"
    "refreshed,real time,realtime,in real time,force update,force refresh,up to the minute,"
    "latest from the carrier,straight from the carrier,fresh from the carrier,recheck,re check,"
    "liveabfrage,aktualisier,aktualisieren,aktualisiere,aktualisierung,neu laden,neu abfragen,"
    "neu abrufen,echtzeit,"
    "in echtzeit,frisch abfragen,auffrischen,direkt beim versender,live beim carrier,"
    "actualiser,actualise,actualisez,actualisation,rafraichir,rafraichis,rafraichissez,"
    "en temps reel,temps reel,en direct,statut en direct,suivi en direct,en live,"
    "actualizar,actualiza,actualice,actualicen,actualizacion,refrescar,refresca,en vivo,"
    "en tiempo real,tiempo real,en directo,"
    "aggiorna,aggiornare,aggiornate,aggiornamento,aggiornami,ricarica,in tempo reale,tempo reale,"
    "in diretta,dal vivo,"
    "verversen,ververs,vernieuwen,vernieuw,bijwerken,werk bij,actualiseren,actualiseer,realtime,"
    "herladen,"
    "odswiez,odswiezyc,odswiezenie,zaktualizuj,zaktualizowac,na zywo,w czasie rzeczywistym,"
    "czasie rzeczywistym"
)
_NOT_RETURNS = _words(
    "in return,returns null,returns none,returns nothing,returns an,returns a,returns the,"
    "returns empty,returns error,returns errors,returns true,returns false,returns ok,returns to,"
    "api returns,endpoint returns,function returns,service returns,server returns,it returns,"
    "call returns,query returns,lookup returns,page returns,method returns,request returns,"
    "happy returns,tax return,tax returns,return to office,return to work,return to sender,"
    "return value,return values,return code,return codes,return type,return my call,"
    "return the call,return your call,return call,return a call,return flight,return ticket,"
    "return trip,of no return,return of post,returns my,he returns,she returns,"
    "returns undefined,returns tomorrow,promise returns,courier returns,command returns,"
    "script returns,webhook returns,system returns,job returns,link returns,site returns,"
    "return on investment,return address,return policy,return null,"
    "customer returns to,returns on,i return,will return on,return on monday,"
    "ll return to,will return to,un retour sur,"
    "votre retour,ton retour,vos retours,de retour,en retour,mon retour de,aller retour,"
    "retour d'experience,retours d'experience,sans retour de,par retour,retour client,"
    "retour chariot,retour arriere,a mon retour,"
    "retour afzender,aan retour,op retour,par retour de mail,retourfahrt,retour au bureau,"
    "zwrot podatku,zwrot pieniedzy,zwrotu pieniedzy,zwrot kosztow,zwrotu kosztow,zwrot akcji,"
    "zwrot srodkow,w zwrot,reso noto,ha reso,hanno reso,ho reso,reso possibile,resi conto,"
    "devuelve,devolver la llamada,devolucion de llamada,devolucion del dinero"
)
_RETURNS = _words(
    "returns,return,return parcel,return parcels,return shipment,any returns,return label,"
    "return status,return tracking,returned items,return delivery,"
    "retoure,retouren,retourensendung,retourenpaket,retourenstatus,retourensendungen,rucksendung,"
    "rucksendungen,ruckgabe,rucklaufer,retourniert,retournieren,"
    "retour,retours,colis retour,renvoi,is de retour,"
    "devolucion,devoluciones,reso,resi,restituzione,restituzioni,"
    "retourzending,retourzendingen,retourpakket,retouren,retourpakketten,terugzending,"
    "zwrot,zwroty,zwrotu,zwrotow,zwrotem,przesylka zwrotna,przesylki zwrotnej"
)
_GOES_LIVE = (
    "(?:gehe|gehen|geht|ging|gingen|go|goes|going|went|gone)"
    "(?: (?:heute|morgen|bald|jetzt|nun|today|tomorrow|soon|now|nachste woche|next week)) live"
)
_INTENT = re.compile(
    rf"{_START}(?:(?P<no>{_NOT_LIVE}|{_NOT_RETURNS}|returns? [0-9]{{3}}|{_GOES_LIVE}){_END}"
    rf"|(?P<live>{_LIVE}){_END}|(?P<returns>{_RETURNS}){_END}|(?P<flag>live)(?!-?[0-9a-z]))"
)
_POSTAL = re.compile(
    r"(?<![0-9a-z])(?:post(?:al)?[ _-]{0,2}codes?|zip(?:[ _-]?codes?)?|plz|postleitzahl(?:en)?"
    r"|codes? posta(?:l|ux)|codigos? postal(?:es)?|codice (?:di avviamento )?postale"
    r"|kod(?:y|u)? pocztow(?:y|e|ego)|eircode|(?P<short>cap|cp|c\.p\.))"
    r"(?: ?/ ?(?:ort|city|ville|stadt))?"
    r"[\s:=#.*_'\"`(-]{1,6}(?:(?:is|ist|lautet|est|es|e|jest|to)[\s:]{1,3})?"
    r"(?:[a-z]{1,2}-(?=[0-9]{3}))?"
    r"(?P<code>[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}|[0-9]{4} ?[a-z]{2}(?![a-z])"
    r"|[0-9]{2}-[0-9]{3}"
    r"|[0-9]{4}-[0-9]{3}|[a-z][0-9][a-z] ?[0-9][a-z][0-9]|[a-z][0-9]{2} ?[0-9a-z]{4}"
    r"|[0-9]{3} [0-9]{2}(?![0-9 ])|[0-9]{4,6}(?:-[0-9]{4})?)"
    r"(?![0-9a-z])"
)
_WORD_BEHIND = re.compile(
    " (?:al|am|an|as|at|bo|by|da|de|di|do|du|el|en|es|et|il|im|in|is|it|la|le|ma|me|mi|my|na"
    "|no|od|of|on|op|or|po|se|si|so|te|to|tu|um|un|uw|we|ze|zu)$"
)
# Written as one word only: "zu lang: wann kommt es" asks for no language.
_LANGUAGE = re.compile(
    r"(?<![0-9a-z])lang:(?P<code>[a-z]{2,12})(?:[-_][a-z0-9]{2,8}){0,2}(?![0-9a-z])", re.IGNORECASE
)
_BESIDE = re.compile(r"[\s,.;:!?*_~`()\"'&+/|-]*")
_GOES_ON = re.compile(r"[\s,;:*_~`()\"'&+/|-]*")  # "We are live! PK1004" asks for no refresh


def postal_code(folded: str) -> re.Match[str] | None:
    """The first postal code that a word announces; group "code" is the code itself."""
    for match in _POSTAL.finditer(folded):
        if not match["short"] or re.fullmatch(r"[0-9]{5}", match["code"]):
            word = _WORD_BEHIND.search(match["code"])
            end = match.start("code") + word.start() if word else match.end()
            return _POSTAL.match(folded, match.start(), end)
    return None


def language(text: str) -> re.Match[str] | None:
    """`lang:de`, in any case, with or without a region; group "code" is the language alone."""
    return _LANGUAGE.search(text)


def intents(folded: str, spans: Iterable[tuple[int, int]]) -> tuple[bool, bool]:
    """Whether a text asks for the newest state, and for returns, of what stands at these spans.

    They are those of its references, and of a postal code and a language beside them; without any
    it asks for neither. The bare word `live` counts as a flag (`--live`), beside such a span, or
    as the first or the last word.
    """
    edges = {edge for span in spans for edge in span}
    is_live = is_returns = False
    if not edges:
        return False, False
    edges |= {0, len(folded)}
    for match in _INTENT.finditer(folded):
        is_live |= match.lastgroup == "live"
        is_returns |= match.lastgroup == "returns"
        if match.lastgroup == "flag" and not is_live:
            is_live = _is_flag(folded, match, edges)
    return is_live, is_returns


def _is_flag(folded: str, match: re.Match[str], edges: set[int]) -> bool:
    start, end = match.span()
    if folded[start - 1 : start] == "-":
        return True
    before = (at for at in range(start, max(start - 8, -1), -1) if at in edges)
    after = (at for at in range(end, end + 8) if at in edges)
    return any(_BESIDE.fullmatch(folded, at, start) for at in before) or any(
        (_BESIDE if at == len(folded) else _GOES_ON).fullmatch(folded, end, at) for at in after
    )
