"""It is said to be delivered, and they do not have it."""

from typing import Final

SAID: Final = """
    delivered|deliverd|handed over|dropped off|left it|left my|left the|placed|signed for
    ~ but|nothing|nobody|no one|not|isnt|wasnt|dont|didnt|havent|cant|empty|yet i|although
    |never|nowhere|without|wrong,
    empty|nothing|nowhere|nobody|not|dont|didnt|never|havent ~ although|though|even though|but
    |yet|despite|while ~ delivered|handed over|dropped off,
    says delivered|says it was delivered|says it's been delivered|says it has been delivered
    |marked delivered|marked as delivered|shows delivered|shows as delivered
    |supposedly delivered|apparently delivered|allegedly delivered,
    claims ~ delivered|left,
    never|didnt|did not|havent|have not|hasnt ~ receive*|recieve*|get it|get my|got|gotten
    |get any|get the|turn* up|show* up,
    never arrived|never came|never got|never reached|not received|nothing ~ there|arrived|came
    |here,
    received nothing|got nothing,
    nobody|no one|noone ~ came|brought|rang|knocked|was here|been here|there,
    stolen|stole|missing|parcel is lost|package is lost|lost parcel*|lost package*|lost in*
    |got lost|disappeared|vanished|cant find|cannot find|who signed|someone else signed
    |wrong house|wrong person|empty box|box was empty|box is empty
    |mailbox is empty,
    neighbour*|neighbor* ~ nothing|not|dont|doesnt|hasnt|havent|didnt,
    zugestellt|geliefert|ausgeliefert|abgegeben|hinterlegt|abgelegt|hingelegt|gelegt|gestellt
    |ubergeben|eingeworfen|angekommen ~ aber|doch|obwohl|nichts|nix|nicht|kein|keine|keiner
    |niemand|leer|nirgends|nie|falsch*,
    leer|nichts|nix|nicht|kein|keine|niemand ~ obwohl|aber|trotzdem|dabei|doch ~ zugestellt
    |geliefert|ausgeliefert|abgegeben|hinterlegt,
    nicht|nie|nichts|nix|niemals ~ erhalten|bekommen|gekriegt|empfangen,
    nie|nichts|nix ~ angekommen|eingetroffen|gekommen,
    liegt|steht|lag|stand|war|ist ~ nichts|nix|keiner|niemand|kein paket,
    shows|says|laut|d'apres|segun|secondo|volgens|wedlug ~ door|doorstep|porch|tur|haustur
    |porte|puerta|porta|deur|drzwi*,
    niemand|keiner|kein mensch ~ geklingelt|da|gebracht|hier|gesehen|gekommen,
    gestohlen|geklaut|verschwunden|verschollen|verloren gegangen|verloren|paket fehlt
    |fehlt mir|nicht auffindbar|nicht finden|wer hat unterschrieben|briefkasten ist leer
    |briefkasten leer|falschen nachbar*|angeblich*|vermisse
    |vermisst,
    nachbar* ~ nichts|nix|nicht|auch nicht|kein,
    livre|livree|livres|remis|remise|depose*|distribue*|laisse* ~ mais|rien|pas|personne|vide
    |alors que|jamais|aucun*|or|introuvable|mauvais*,
    rien|vide|pas|jamais|aucun* ~ alors que|pourtant|mais|bien que ~ livre|livree|remis|depose,
    pas|jamais|rien|aucun ~ recu|recue|recois|eu,
    jamais arrive*|jamais venu*|n'y a rien|y a rien|rien trouve|rien vu|rien dans|rien devant,
    personne ~ sonne|passe|venu|vu|etait la,
    vole|volee|perdu|perdue|disparu*|manquant*|introuvable*|egare*|qui a signe
    |boite vide|boite aux lettres est vide|soi disant livre,
    voisin* ~ rien|pas|non plus|aucun*,
    entregad*|entregaron|entrego|dejaron|dejo|repartido|depositad* ~ pero|nada|no|nadie|vaci*
    |ningun*|nunca|tampoco|equivocad*,
    nada|vacio|no|nadie ~ aunque|pero|sin embargo ~ entregad*|entregaron|dejaron,
    no|nunca|nada|jamas|tampoco ~ recibido|recibi|recibimos|recibo,
    no lo tengo|no la tengo|no tengo nada|nunca llego|no llego nada|no me llego|nunca me llego
    |nunca ha llegado|no me ha llegado nada|no hay nada|no esta aqui|no aparece|no encuentro
    |supuestamente entregad*,
    nadie ~ vino|venido|llamo|llamado|toco|timbre|aqui|entrego,
    robado|robaron|robada|perdido|perdida|extravi*|desapareci*|desaparecido|quien firmo
    |buzon esta vacio|buzon vacio,
    vecin* ~ nada|no|tampoco,
    consegnat*|recapitat*|lasciat*|depositat* ~ ma|niente|nulla|nessuno|non|vuot*|invece|mai
    |pero|sbagliat*,
    niente|nulla|vuota|non|nessuno ~ anche se|ma|nonostante|eppure|benche ~ consegnat*
    |recapitat*,
    non|mai|niente|nulla ~ ricevut*|ricevo|avuto,
    mai arrivat*|non c'e niente|non c'e nulla|non lo trovo|non trovo|non ce l'ho
    |risulta consegnat*|non c'e il pacco|non e qui,
    nessuno ~ suonato|venuto|passato|visto|citofonato|bussato,
    rubat*|smarrit*|perso|persa|sparit*|scompars*|mancant*|chi ha firmato
    |cassetta e vuota|cassetta vuota,
    vicin* ~ niente|nulla|non|nemmeno|neanche,
    bezorgd|geleverd|afgeleverd|afgegeven|neergelegd|gelegd|achtergelaten|overhandigd|gezet
    ~ maar|niets|niks|niet|niemand|leeg|geen|nergens|nooit|terwijl|verkeerd*,
    leeg|niets|niks|niet|geen|niemand ~ terwijl|maar|hoewel|ondanks ~ bezorgd|geleverd
    |afgeleverd,
    niet|nooit|niets|niks ~ ontvangen|gekregen|gehad,
    nooit aangekomen|niets binnengekomen|niks binnengekomen|gestolen|gejat|kwijt|zoekgeraakt
    |verdwenen|vermist|wie heeft getekend|brievenbus is leeg
    |brievenbus leeg|zogenaamd bezorgd|nergens te vinden|niet te vinden|niet vinden,
    ligt|staat|lag|stond ~ niks|niets|geen pakje|geen pakket,
    niemand ~ aangebeld|langs|geweest|gezien|hier|gekomen,
    buren|buurman|buurvrouw ~ niet|ook|niets|niks|geen,
    dostarczon*|doreczon*|wydan*|zostawil*|zostawion*|dostarczyl*|oddan*|odebran* ~ ale|nic
    |nie|nikt|nikogo|nikomu|pust*|nigdy|zamiast,
    pust*|nic|nie|nikt ~ chociaz|mimo|choc|ale|a ~ dostarczon*|doreczon*|wydan*,
    nie|nigdy|nic|niczego ~ dostal*|otrzymal*|odebralem|odebralam,
    nigdy ~ dotarl*|przyszl*|doszl*,
    nic nie ma|niczego nie ma|nic tam nie|nic nie bylo|nie ma paczki|nie mam paczki
    |paczki nie ma|nie moge znalezc|rzekomo*|kto podpisal|skrzynka pusta|skrzynka jest pusta
    |pusta skrzynk*,
    nikt|nikogo ~ dzwonil*|byl*|przyszedl|pukal*|widzial*,
    skradzi*|ukrad*|zginel*|zaginel*|zagubi*|zagubion*|przepadl*|zniknel*|brakuje,
    sasiad* ~ nic|nie|tez,
    nicked|pinched|swiped|taken my|took my|mitgehen lassen|mitgenommen|pique|chourave|mangado
    |mangaron|fregat*|gejat|zwina*|zabral*|buchnal*,
    photo|picture|foto|bild|zdjeci* ~ door|house|porch|not|different|wrong|tur|haustur|haus
    |nicht|porte|maison|pas|puerta|casa|no|porta|non|deur|voordeur|huis|niet|drzwi*|dom|nie,
    door|doorstep|porch|tur|haustur|porte|puerta|porta|deur|drzwi* ~ nothing|not|isnt|wasnt
    |nix|nichts|nicht|rien|pas|nada|no|niente|non|niks|niets|niet|nie|nic,
    no|kein|keine|aucun|aucune|ningun|ninguna|nessun|nessuna|geen|zadn* ~ parcel|package
    |packet|paket|packchen|colis|paquet*|paquete|pacco|pakket|pakje|paczk*|przesyl*,
    not there|isnt there|wasnt there|no trace|keine spur|spurlos|nirgends|nulle part
    |pas la du tout|ninguna parte|da nessuna parte|nergens|nigdzie,
    never|not|havent|nie|nicht|pas|jamais|no|nunca|non|mai|niet|nooit|nigdy ~ seen it
    |seen them|seen any|gesehen|vu|vue|visto|vista|gezien|widzial*,
    gesehen|weg|gone|fort ~ nie|nichts|nix|nothing|niks|niets,
    signed for|i signed|unterschrieben|signe|signee|firme|firmado|firmato|getekend|podpisal*
    |podpisan*|forged signature|falsche unterschrift
    """
