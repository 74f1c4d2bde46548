"""They want what only a person can do: cancel it, send it elsewhere, pay back, make good."""

from typing import Final

CANCEL: Final = """
    rather not have|be stopped|can you stop it|swap it before|change it before,
    doch nicht mehr|mochte ich doch nicht|lasst sich das noch stoppen|kauf ~ aufheben|auflosen,
    doch nicht ~ stoppen|anhalten,
    veux plus ~ arreter|stopper,
    no quiero ~ parar|detener,
    non voglio ~ fermare|bloccare,
    wil ~ toch niet ~ stop*,
    jednak nie chce|zatrzymac,
    cancel*|call off|call it off|revoke,
    call ~ off,
    chang*|amend|modify|edit|add|remove|stop ~ order,
    by mistake|by accident|accidentally ~ order*|bought,
    order*|bought|clicked ~ by mistake|by accident|accidentally|twice ~ stop|cancel*|remove,
    dont|do not|stop ~ send it|send them|ship it|ship them|shipping it,
    stornier*|storno*|abbestell*|abzubestellen|ruckgangig*|doppelt bestellt,
    bestell*|auftrag ~ ander|andern|geandert|abandern|hinzufug*|erganzen|stoppen|streichen,
    andern|abandern|stoppt|stoppen|hinzufug* ~ bestellung|auftrag,
    nicht ~ verschick*|versend*|losschick*|abschick*,
    annul*|decommand*,
    modifi*|chang*|ajout*|supprim* ~ commande,
    commande* ~ modifi*|ajout*|supprim*|par erreur,
    ne ~ envoyez pas|expediez pas|envoie pas,
    cancel*|anul*,
    cambi*|modific*|anad*|quit* ~ pedido|compra,
    pedi*|compr* ~ por error|sin querer|por equivocacion,
    no ~ envien|envieis|manden|mandeis,
    annul*|cancell*|disdi*|disdett*,
    modific*|cambi*|aggiung*|toglie* ~ ordine,
    ordin* ~ per sbaglio|per errore|modific*,
    non ~ spedite*|speditelo|spediteli|inviatelo|mandatelo,
    annule*|geannuleerd|afzeggen|ongedaan,
    bestel* ~ wijzig*|aanpas*|verander*|toevoeg*|per ongeluk|annule*,
    wijzig*|aanpas*|verander*|per ongeluk ~ bestel*,
    niet ~ versturen|opsturen|verzenden,
    anulow*|anuluj*|anulacj*|rezygn*|zrezygn*|odwolac zamow*,
    zmieni*|zmian*|doda*|dorzuc*|usun* ~ zamowieni*,
    zamow* ~ zmieni*|przez przypadek|przez pomylke|omylkowo,
    nie ~ wysylajcie|wysylac
    """

ADDRESS: Final = """
    by mistake|by accident|versehen|versehentlich|par erreur|por error|sin querer|per errore
    |per sbaglio|per ongeluk|przez pomylke|omylkowo ~ adres*|address*|direccion|indirizzo|house,
    adres*|address*|direccion|indirizzo|house ~ by mistake|by accident|versehen|par erreur
    |por error|sin querer|per errore|per sbaglio|per ongeluk|przez pomylke,
    flat number|flat no|apartment|apt|wohnung|appartement|piso|interno|mieszkan* ~ missing|not on
    |erganz*|fehlt|etiquette|etiqueta|etichetta|label|etykiet*,
    missing|fehlt|manque|falta|manca|ontbreekt|nie ma|etykiecie ~ flat number|apartment|wohnung
    |appartement|piso|interno|mieszkan*,
    hold|keep|store|leave|drop ~ my parcel|the parcel|my package|the package|neighbour*|neighbor*
    |safe place|until i,
    reschedul*|another day|a different day|other day ~ deliver*|bring|come|it,
    deliver*|bring|come ~ another day|a different day|next week instead,
    lass*|abgeb*|abstell*|ableg* ~ nachbar*|vor der tur|garage,
    nachbar* ~ lassen|abgeben|abstellen|ablegen,
    zuruckhalten|zwischenlager*|wunschtag|wunschort|ablageort|abstellort|an einem anderen tag,
    laiss*|depos* ~ voisin*|gardien*,
    garder|conserver ~ colis|paquet,
    autre jour,
    dej* ~ vecin*|porter*,
    guard* ~ paquete|pedido,
    otro dia,
    lasci* ~ vicin*|portin*,
    tener* ~ il pacco|fermo,
    altro giorno,
    buren|buurman|buurvrouw ~ laten|afgeven|achterlaten,
    vasthouden|andere dag|op een ander moment,
    zostaw* ~ sasiad*|portier*,
    przetrzym*|inny dzien|innego dnia|innym dniu,
    chang*|updat*|correct*|edit|amend|fix|wrong|incorrect|different|new|another|old|previous
    |mistake*|typo|misspel* ~ address*|house number|street,
    address*|house number|street ~ wrong|incorrect|chang*|mistake|typo|not right|updat*|correct*
    |out of date|old one,
    i|i've|i have|we|we've|we have|i'm|i am|we are ~ moved|moving house|moving to,
    redirect*|rerout*|divert*,
    deliver*|send|ship|bring|drop|take|leave ~ my work|my office|the office|to work|elsewhere
    |somewhere else|my neighbo*|new flat|new place|new house,
    adress*|anschrift*|lieferadress*|hausnummer* ~ ander|andern|geandert|anderung|falsch*
    |korrigier*|stimmt nicht|verkehrt*|vertippt|anpassen|aktualisier*|umstellen,
    falsch*|neu*|alte|alten|verkehrt*|andern|anderung|vertippt|korrigier* ~ adress*|anschrift*
    |lieferadress*|hausnummer*|wohnung,
    adressander*|umgezogen|umzug|umleit*|umzuleit*|umgeleitet,
    bring*|liefer*|schick*|stattdessen ~ ins buro|zur arbeit|woanders*
    |andere adress*|anderen adress*,
    adresse ~ chang*|modif*|corrig*|faux|fausse|erron*|mauvaise|incorrect*|tromp*|erreur,
    chang*|modif*|corrig*|mauvaise|fausse|nouvelle|autre|ancienne|erreur|tromp* ~ adresse|rue,
    demenag*,
    livr*|passer|envoyer|apporter|deposer ~ mon bureau|mon travail|au bureau|au travail|ailleurs
    |nouvel appartement,
    direccion|domicilio ~ cambi*|modific*|correg*|equivocad*|erron*|incorrect*|mal|antigu*|viej*
    |nuev*|otra,
    cambi*|modific*|correg*|corrij*|actualiz*|equivocad*|mal|nueva|antigua|vieja|erron*
    |incorrect* ~ direccion|domicilio|calle,
    me he mudado|mudado|mudanza|me mude|me mudo|nos mudamos,
    llev*|entreg*|envi*|mand* ~ a mi oficina|al trabajo|a mi trabajo|otro sitio|otra parte
    |otra direccion|piso nuevo,
    indirizzo ~ cambi*|modific*|corregg*|sbagliat*|errat*|nuov*|vecchi*|non e giusto,
    cambi*|modific*|corregg*|sbagliat*|errat*|nuovo|vecchio|altro|scritto male ~ indirizzo|via,
    traslocat*|trasloco|cambiato casa,
    portar*|consegn*|mand*|sped* ~ in ufficio|al lavoro|altrove|altra parte|nuovo appartamento
    |nuova casa,
    adres*|afleveradres|bezorgadres|huisnummer|straatnaam ~ wijzig*|gewijzigd|verander*|aanpas*
    |verkeerd*|fout*|klopt niet|corriger*,
    wijzig*|verander*|aanpas*|verkeerd*|nieuw*|oud|oude|fout*|corriger* ~ adres*|afleveradres
    |bezorgadres|huisnummer,
    verhuisd|verhuis*|verhuiz*,
    bezorg*|breng*|lever*|stur* ~ op kantoor|op mijn werk|naar kantoor|naar mijn werk
    |ergens anders,
    adres* ~ zmien*|zmian*|bledn*|niepoprawn*|pomyl*|popraw*|star*,
    zmien*|zmian*|bledn*|zly|zlym|nowy|stary|starym|popraw*|pomyl*|literowk* ~ adres*|ulic*,
    przeprowadz*|przekierow*,
    zawiez*|dostarcz*|przywiez*|wysla*|wysle* ~ biur*|do pracy|gdzie indziej|nowe mieszkanie
    """

REFUND: Final = """
    debited|charged ~ failed|no order|but,
    pay|paying ~ back,
    zahl* ~ zuruck,
    karte|konto ~ belastet,
    carte|compte ~ debite*,
    cobraron|cobrado ~ pero|fallo|tarjeta,
    devolveis|devuelven|devolvereis ~ pagado|pague,
    addebitat*|ridate|ridarmi|ridatemi ~ ma|pagato|soldi,
    betaal*|betalen ~ terug,
    kaart ~ belast,
    karta|karte|konto ~ obciazon*,
    oddacie|oddadza|zwrocicie ~ pieniadz*|kase|kwot*,
    refund*|reimburs*|money back|charged twice|double charged|overcharged|chargeback,
    charged|billed|took|debited ~ twice|two times|too much|double,
    money ~ back|card|account|refund*,
    erstatt*|ruckerstatt*|zuruckzahl*|zuruckgezahlt|zuruckuberweis*,
    geld|betrag ~ zuruck|wieder|konto,
    abgebucht|berechnet|bezahlt|belastet ~ doppelt|zweimal|zwei mal|zu viel,
    zweimal|doppelt|zwei mal ~ abgebucht|berechnet|bezahlt|belastet,
    rembours*,
    argent ~ compte|rendre|rendez|retour,
    recuper*|rendre|rendez ~ argent,
    debit*|preleve*|facture|facturee|paye* ~ deux fois|en double|en trop,
    reembols*|mi dinero,
    dinero ~ cuenta|vuelta|devuel*|devolv*,
    devuel*|devolv* ~ dinero,
    cobr*|cargad* ~ dos veces|de mas|doble,
    rimbors*,
    soldi|denaro ~ indietro|conto|restitu*|ridare,
    rivoglio|riavere|ridatemi|restitu* ~ soldi|denaro,
    addebit*|pagat* ~ due volte|doppi*|in piu,
    terugbetal*|terugbetaald|terugstort*|teruggestort,
    geld ~ terug|rekening,
    afgeschreven|betaald|afschreven ~ twee keer|dubbel|te veel,
    twee keer|dubbel ~ afgeschreven|betaald,
    pieniedz*|pieniadz*|pieniazk*|kasy|kase|kasa|srodk*|gotowk*|kwot* ~ zwrot*|zwroc*|koncie
    |konto|oddajcie|oddac|dwa razy|podwojn*,
    zwrot*|zwroc*|oddajcie|oddac|oddacie|pobra* ~ pieniedz*|pieniadz*|pieniazk*|kasy|kase|srodk*
    |gotowk*|kwot*|koszt*,
    pobra*|zaplac* ~ dwa razy|podwojn*|dwukrotn*
    """

DAMAGED: Final = """
    snapped|broke off|came off|glass everywhere|splinter*,
    abgebrochen|zersplittert|gesplittert|in stucken|uberall glas|glas uberall,
    arrache*|verre partout|eclats de verre|quebrad*|partida por|estaba partid*|cristales,
    staccat*|spezzat*|frantum*|vetri ovunque|afgebroken|overal glas|glasscherven,
    ulaman*|odlaman*|wszedzie szklo|szklo wszedzie,
    broken|damage*|defect*|faulty|in pieces|smashed|shattered|crushed|cracked|crack|dented
    |torn|ripped|scratch*|leak*|leaking|soaked|soaking|soaking wet|in the rain
    |wont turn on|doesnt turn on|stopped working,
    kaputt*|beschadig*|defekt*|scherben|zerbrochen*|zerstort|zerdruckt*|zerrissen|zerkratzt
    |kratzer|verbeult|eingedruckt|gerissen|ausgelaufen|durchnasst|durchweicht|einen sprung
    |einen riss|geht nicht an|total nass|im regen,
    casse|cassee|casses|cassees|abime*|defectueu*|endommag*|en morceaux|en mille morceaux|brise*
    |fele|felee|feles|felees|ecrase*|dechir*|raye|rayee|trempe|trempee|tout mouille
    |s'allume pas|sous la pluie,
    roto|rota|rotos|rotas|defectuos*|danado|danada|danados|danadas|mal estado|pedazos|anicos
    |grieta*|agrietad*|aplastad*|rasgad*|raya*|abollad*|empapad*|mojad*|no enciende|bajo la lluvia,
    rotto|rotta|rotti|rotte|difettos*|danneggiat*|in pezzi|mille pezzi|crepat*|crepa|schiacciat*
    |strappat*|graffiat*|ammaccat*|fradici*|bagnat*|non si accende|sotto la pioggia,
    kapot*|stuk|in stukken|aan stukken|beschadig*|defect*|gebarsten|geplet|gescheurd|bekrast|gedeukt
    |kletsnat|doorweekt|gebroken|gaat niet aan|in de regen,
    uszkodz*|zepsut*|wadliw*|popsut*|kawalk*|rozbit*|stluczon*|pekni*|zgniecion*|podart*
    |porysowan*|mokr*|przemoczon*|zalan*|polaman*|zlaman*|nie wlacza|na deszczu
    """

INCOMPLETE: Final = """
    werent packed|wasnt packed|not packed|nicht dabei|nicht mit dabei|pas emballe*
    |pas dedans|no venian|no venia en|non c'erano|zaten er niet bij|zat er niet bij,
    two|three|four|one|zwei|drei|eins|deux|trois|dos|tres|due|tre|twee|drie|dwoch|dwa|trzech
    ~ of the|of my|von|sur|de los|de las|su|van de|z ~ missing|werent|wasnt|not|fehl*|nicht
    |manqu*|pas|no|non|manca*|niet|ontbr*|nie|brak*,
    missing|lacks|lacking|left out ~ item*|part|parts|piece*|article*|product*|something|charger
    |cable|screws|from the box|from my order|from the parcel|from the package|from it,
    item|items|part|parts|piece*|article*|product*|something|charger|cable|half|one of ~ missing
    |not in|isnt in|wasnt in|arent in|werent in|not included|lacking|left out,
    incomplete|not complete|not everything|partial order|half the order|half of my order,
    only ~ half|one of|two of|part of|some of,
    ordered|bought|paid for ~ only|just ~ got|received|came|arrived|one|two|three,
    wrong ~ item*|article*|product*|model|order in,
    instead of|anstatt|anstelle|au lieu de|en vez de|en lugar de|invece di|al posto di|in plaats van
    |zamiast ~ one|a|an|der|die|das|dem|einem|einer|un|una|een|de,
    falsch* ~ artikel|produkt*|ware|modell,
    mauvais* ~ article*|produit*|modele,
    articulo*|producto* ~ equivocad*|incorrect*,
    articol*|prodott* ~ sbagliat*|errat*,
    verkeerd* ~ artikel*|product*,
    zly|zla|zle|niewlasciw* ~ towar*|produkt*|artykul*,
    should|supposed ~ second|another|two|three|more ~ in there|in it|in the box|in the parcel,
    fehlt|fehlen|fehlte|fehlten ~ artikel|teil|teile|stuck|etwas|ein|eine|einer|eins|zwei|das
    |die|der,
    artikel|teil|teile|stuck|etwas|eins|produkt* ~ fehlt|fehlen|fehlte|fehlten,
    unvollstandig|nicht vollstandig|nicht komplett|nur die halfte|nur ein teil|nur einen teil,
    halfte ~ fehlt|nicht|kein,
    bestellt ~ nur|bloss ~ bekommen|erhalten|gekriegt|angekommen|gekommen|ein|eins|zwei|drei,
    sollte|sollten|musste ~ noch ein*|zwei*|drei ~ drin|dabei,
    manqu* ~ article*|piece*|produit*|un|une|quelque chose|partie|le|la|les|deux,
    article*|piece*|produit*|partie ~ manqu*|absent*,
    incomplet*|pas complet*|il manque|que la moitie|qu'une partie|qu'un seul|qu'une seule,
    moitie ~ manque*|pas,
    commande* ~ recu que|recu qu'un|recu qu'une|recues que|recus que|seulement,
    devait|devrait|aurait du ~ deuxieme|autre|second* ~ dedans|dans,
    falta|faltan|faltaba|faltaban ~ articulo*|producto*|pieza*|cosa*|algo|parte|en la caja
    |en el paquete|en mi pedido|en el pedido|dentro,
    me falta|me faltan|nos falta|nos faltan,
    articulo*|producto*|pieza*|cosa*|algo|parte ~ falta|faltan|faltaba|faltaban,
    incomplet*|solo la mitad|solo una parte|solo parte,
    mitad ~ no|falta*,
    pedi|pedimos|compre|pague ~ solo ~ lleg*|recib*|venid*|vino|uno|una|dos|tres,
    tenia*|deberia*|debia* que|debia* ~ otr*|segund* ~ dentro|en la caja|en el paquete,
    manca|mancano|mancava|mancavano ~ articol*|pezzo|pezzi|prodott*|qualcosa|parte|nel pacco
    |nella scatola|nel mio ordine,
    manca il|manca la|manca lo|manca un|manca una|mancano i|mancano le|mancano gli|mancano due,
    articol*|pezzo|pezzi|prodott*|qualcosa|parte ~ manca|mancano|mancava|mancavano,
    incomplet*|solo meta|solo una parte|non e completo|non completo,
    meta ~ manca|non,
    ordinat*|comprat*|pagat* ~ solo|soltanto ~ arrivat*|ricevut*|uno|una|due|tre,
    dovev*|dovrebb* ~ secondo|seconda|altro|altra ~ dentro|nel pacco|nella scatola,
    ontbreek*|ontbrek*|ontbrak*|mist|misten ~ artikel*|onderdeel|onderdelen|iets|een|product*|in
    |de|het,
    artikel*|onderdeel|onderdelen|iets|product*|oplader|kabel|er ~ ontbreek*|ontbrek*|mist|missen,
    incompleet|onvolledig|niet compleet|niet volledig|maar de helft|alleen de helft,
    helft ~ niet|ontbreekt|mist,
    besteld|betaald ~ maar|slechts|alleen ~ gekregen|ontvangen|een|twee|drie,
    had|hadden|moest|moesten ~ tweede|ander ~ in moeten|in zitten|erin,
    brak|brakuje|brakowalo ~ artykul*|czesci|produkt*|czegos|jednej|jednego|element*|rzeczy
    |w pudelku|w paczce|w srodku|z zamow*|ladowark*|kabl*,
    niekompletn*|niepeln*|tylko polow*|tylko czesc*|nie wszystko,
    polow* ~ nie ma|brak*,
    zamowil* ~ tylko ~ jeden|jedna|jedno|dwa|dwie|trzy|przysz*|dosta*,
    miala|mial|mialo|mialy ~ byc ~ drug*|jeszcze
    """

INVOICE: Final = """
    accountant|bookkeep*|paperwork,
    buchhalt*|steuerberat*|unterlagen zum kauf,
    comptab*|document d'achat|gestor|gestoria|documento de la compra|commercialista
    |documento d'acquisto|boekhoud*|aankoopdocument*|ksiegow*|dokument* zakupu,
    invoice*|receipt|receipts|bill|billing document|proof of purchase|vat,
    rechnung|rechnungen|rechnungskopie|rechnungsnummer|quittung*|beleg|belege|kaufbeleg*
    |kassenbon|mwst|umsatzsteuer,
    facture|factures|recu fiscal|ticket de caisse|preuve d'achat|justificatif*|tva,
    factura|facturas|ticket de compra|ticket|justificante*|iva,
    fattura|fatture|scontrino|ricevuta fiscale|ricevuta d'acquisto|ricevuta di pagamento
    |prova d'acquisto|iva,
    factuur|facturen|bon|bonnetje|kassabon|de rekening|aankoopbewijs|btw,
    faktur*|paragon*|rachunek|rachunku|rachunki|dowod zakupu|potwierdzenie zakupu|vat
    """
