"""They want to know where it is, or when it comes."""

from typing import Final

SAID: Final = """
    where* ~ my|it|the|is|are,
    when* ~ my|it|the|arriv*|come*|coming|get|be here|expect*|receiv*|deliver*,
    track*|status*|parcel*|package*|packet*|order|orders|ordered|shipment*|shipping|ship|ships
    |shipped|deliver*|dispatch*|sent out|eta|arrive|arrived|arrives|arriving|arrival
    |on its way|on the way|bought|purchas*|any news|any update*|any word|any idea when|updates
    |gonna get here|how far,
    what* ~ happen* ~ with|to|my,
    news ~ on|about|of,
    wo|wann|wohin ~ mein*|ist|sind|bleib*|steck*|komm*|liefer*|bekomm*|krieg*|es|kann|da|das
    |die,
    status|sendungsverfolg*|verfolg*|track*|paket*|packchen*|packerl|pakete|sendung*|bestell*
    |liefer*|geliefert|ware|versand*|verschick*|versendet|losgeschickt|rausgeschickt|abgeschickt
    |zugestellt|zustell*|unterwegs|angekommen|ankommen|ankunft|gekauft|was neues|neuigkeit*
    |etwas neues|der stand|stand der|aktueller stand|aktuellen stand|zwischenstand|wie weit
    |wie sieht es|sieht's aus,
    was ~ mit mein*|mit der|mit dem,
    ou est|ou en est|ou sont|ou se trouve*|ou il en|ou elle en|ou ca en|est ou|sont ou
    |en est ou|ou j'en|ou reste,
    quand ~ arriv*|recev*|livr*|aur*|est|sera|vais|va,
    suivi|suivis|suivre|tracker|statut|colis|commande*|livr*|expedi*|envoi*|envoye*|paquet*
    |achat|achats|achete*|nouvelles|du nouveau|en route|en chemin|acheminement,
    donde|por donde ~ esta*|anda*|va|viene*|sigue|queda*|mi|mis|se,
    cuando ~ lleg*|viene*|tengo|tendre|recib*|me|mi|mis|esta*|entreg*|va*,
    segui*|rastre*|track*|estado|pedido*|paquet*|envi*|entreg*|compra|compras|compre|comprado
    |novedad*|noticia*|como va|en camino|lo mio,
    que ~ pasa|paso|pasado|sabe ~ con|mi|mis|de mi,
    dov'e|dove ~ e|sono|si trova*|sta|mi*,
    quando ~ arriv*|ricev*|consegn*|mi|mio|mia|miei|mie|avro|verra,
    dov'e|traccia*|tracking|stato|pacc*|ordin*|spedi*|consegn*|acquist*|comprat*|novita|notizie
    |notizia|a che punto|che fine|in arrivo|in viaggio|per strada,
    waar|wanneer ~ is|blij*|zijn|komt|komen|krijg*|mijn|kan ik|word*|wordt|het|de,
    volgen|traceren|track*|status|pakket*|pakje*|bestel*|besteld*|zending*|lever*|geleverd*
    |bezorg*|bezorgd*|verzend*|verzonden|verstuur*|aankoop|gekocht|nieuws|hoe staat|hoe ver
    |onderweg|aangekomen,
    gdzie ~ jest|sa|moj*|ta|ten|to|teraz|podzial*|sie,
    kiedy ~ bedz*|przyj*|dotr*|dojd*|dosta*|otrzym*|moj*|dostarcz*|przyje*,
    sledz*|status*|paczk*|paczusz*|przesyl*|zamow*|zamaw*|dostaw*|dostarcz*|wysla*|wysyl*
    |nadan*|nadal*|zakup*|kupil*|kurier*|wiesci|nowosci|w drodze|cos nowego,
    co ~ z moj*|z ta|z ty*|z zamow*|z paczk*,
    dzieje ~ z,
    postman|mailman|courier|driver|postbote|zusteller|paketbote|bote|fahrer|facteur|livreur
    |cartero|repartidor*|mensajer*|postino|corriere|fattorino|postbode|bezorger|koerier
    |listonosz*|kurier*,
    looking for|searching for|suche|je cherche|cherche a savoir|busco|estoy buscando|cerco
    |sto cercando|op zoek|szukam,
    today|heute|aujourd'hui|hoy|oggi|vandaag|dzis*|will it|when ~ tomorrow|morgen|demain
    |manana|domani|jutro|noch was|come*|arrive*|be here,
    komm*|kommt|vient|arrive|llega*|viene|arriva|komt|przyjdzie|bedzie|dotrze|coming|come
    ~ today|tomorrow|heute|morgen|aujourd'hui|demain|hoy|manana|oggi|domani|vandaag|jutro
    |dzis*,
    sent|left ~ warehouse|yet|already,
    been sent|what day|which day|schon raus|schon los*|rausgegangen|losgegangen|parti|partie
    |sorti|salio|salido|ya salio|mandaron|mandado|enviaron|partito|partita|mandato|inviato
    |uscito|vertrokken|de deur uit|wyszl*|wyjechal*|wyslan*|poszl*,
    warehouse|depot|lager|entrepot|almacen|magazzino|magazijn|magazyn*|in zustellung
    |zustellung|en reparto|in consegna|bezorging|doreczeni*|out for delivery|update please
    |date of delivery,
    expected arrival|expected delivery|post my|posted my|posted yet|voraussichtlich*|arrivee prevue
    |date prevue|llegada prevista|fecha prevista|arrivo previsto|data prevista|aankomst
    |verwachte|opgestuurd|przewidywan*|termin*,
    wheres|where's|where is|wo is|wo ist|gdzie|aufm weg|auf dem weg,
    on ~ a truck|the truck|a van|the van,
    can|could|would|please|pls ~ check|look at|look into|look up,
    konnt|konnen|konnten|kannst|konntest|bitte ~ schauen|nachschauen|nachsehen|prufen|gucken
    |checken,
    pouvez|peux|pourriez|svp ~ regarder|verifier|checker,
    podeis|pueden|puedes|podrian|puede ~ mirar|comprobar|revisar,
    potete|puoi|potreste|puo ~ controllare|verificare|guardare,
    kunnen|kun|kunt|konden|kan ~ checken|kijken|nakijken|nagaan,
    mozecie|mozesz|moze|mozna|prosze ~ sprawdz*|zerkn*|zobacz*
    """
