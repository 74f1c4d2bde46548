"""They collect it themselves."""

from typing import Final

SAID: Final = """
    pick* up|pick it up|pick them up|pick this up|pickup|collect|collected|collecting|fetch*
    |opening hour*|opening time*|closing time*|business hours|parcel shop*|parcelshop*|locker*
    |collection point|pickup point|access point|drop off point|post office,
    shop|store|branch|office|locker ~ open*|clos*|shut*,
    open*|close|closes|closed ~ shop|store|today|tomorrow|now|sunday|saturday|late,
    when ~ open|close|opens|closes,
    still open,
    which|what ~ shop|store|branch|locker,
    hol* ~ ab,
    abhol*|abzuhol*|abgeholt|filiale*|paketshop*|packstation*|postamt|poststelle|abgabestelle
    |offnungszeit*|geoffnet|schliesst|schliessen,
    laden|shop|geschaft|post|filiale|kiosk|hat ~ offen|zu|geoffnet|lange auf|heute auf|auf hat
    |noch auf|geschlossen,
    hat|haben|macht|machen ~ offen|zu|geoffnet|noch auf,
    offen heute|noch offen|heute offen,
    welche* ~ laden|shop|filiale|geschaft|kiosk,
    retirer|retrait*|recuper*|point relais|points relais|relais|bureau de poste|horaire*
    |consigne|ouvert*|ouvre*|ferme|fermes|fermee|ferment|piece d'identite,
    aller|passer|venir|vais ~ chercher|prendre|retirer|recuperer,
    heure* ~ ouv*|ferm*,
    quel* ~ magasin|boutique|relais|bureau,
    recog*|recoj*|punto de entrega|oficina* de correo*|horario*|abierto|abierta|abre|abren
    |abrir|cierra|cierran|cerrado|cerrada|taquilla*|hasta que hora,
    ir|pasar|voy|paso|pasarme ~ buscar*|recoger*|por el|por mi,
    que tienda|cual tienda|que oficina|que local,
    ritir*|punto di ritiro|punti di ritiro|ufficio postale|orari|orario|aperto|aperta|aperti
    |apre|aprono|chiude|chiudono|chiuso|chiusa|armadietto|locker|fino a che ora,
    andar*|passar*|venir*|vado|passo ~ prender*|ritirar*,
    quale|che ~ negozio|punto vendita,
    ophaal*|ophal*|op te halen|opgehaald|afhaal*|afhal*|af te halen|afgehaald|afhaalpunt
    |servicepunt*|postkantoor|pakketpunt|openingstijd*|openingsuren|geopend|gesloten
    |legitimatie,
    haal|haalt|halen ~ op|af,
    winkel|punt|kantoor|balie ~ open|dicht|sluit,
    open|dicht|sluit ~ winkel|vandaag|morgen|zondag|zaterdag|nog,
    nog open,
    welke ~ winkel|punt|vestiging,
    odebr*|odbier*|odbior*|paczkomat*|poczta|poczcie|poczty|punkt* odbioru|otwart*|czynn*
    |zamkniet*|zamyka*|otwiera*,
    godzin* ~ otwarcia|otwart*|czynn*|prac*,
    ktor* ~ sklep*|punk*|paczkomat*|placow*,
    counter|schalter|theke|guichet|comptoir|mostrador|sportello|balie|okienk*,
    how long|wie lange|bis wann|combien de temps|cuanto tiempo|quanto tempo|hoe lang
    |tot wanneer|jak dlugo|do kiedy ~ hold|keep*|store*|liegt|lager*|gard*|conserv*|guard*
    |teng*|tien*|bewa*|ligt|trzyma*|lezy|czeka w,
    shop|store|laden|kiosk|magasin|boutique|tienda|negozio|winkel|sklep* ~ get|pick|hol*
    |prendre|cherch*|a por|prend*|halen|haal*|odebr*|wziac,
    what time|a quelle heure|a que hora|a che ora|hoe laat|o ktorej|wann|until when ~ clos*
    |shut*|open*|ferm*|ouvr*|cierr*|abre*|chiud*|apr*|sluit*|open|zamyk*|otwier*|auf|zu,
    go|from|at|aller|vaya|andare|hingehen|isc|pojsc ~ the shop|laden|magasin|tienda|negozio
    |winkel|sklep*,
    pick ~ up,
    address|adresse|direccion|indirizzo|adres ~ shop|store|post|relais|magasin|tienda|oficina
    |negozio|punto|winkel|punt|sklep*|punktu,
    collection shop|abholshop|skrytk*|bij de kluis|de kluis|awizo|avviso di giacenza
    |avis de passage|abholkarte|benachrichtigungskarte,
    kiosk*|kiosque|quiosco|kiosko|estanco|edicola|tabaccheria|until when|bis wann|jusqu'a quand
    |hasta cuando|fino a quando|tot wanneer|do kiedy|how late can
    """
