"""They send something back, or want their money."""

from typing import Final

SAID: Final = """
    return*|refund*|exchang*|swap*|money back,
    send*|sent|ship|give|giving|bring|take|post|mail|hand ~ back,
    wrong ~ size|item*|colour|color|product|article|one|model|thing|shoes,
    too small|too big|too large|too tight|too loose|doesnt fit|dont fit|does not fit
    |do not fit|didnt fit|not fit|not my size|dont like it|dont like them|dont want it
    |dont want them|no longer want|changed my mind|broken|damaged|defect*|faulty,
    retoure|retouren*|retourn*|retournier*|rucksend*|ruckgab*|ruckversand|erstatt*|rucktritt,
    zuruck ~ send*|schick*|geb*|bring*,
    zurucksch*|zuruckgesch*|zuruckge*|zuruckse*|zuruckzuse*|zuruckzuge*|zuruckzusch*|zuruckbr*,
    schick*|send*|geb*|bring*|will|wollen|mochte ~ zuruck,
    geld ~ zuruck|wieder,
    tausch* ~ um,
    umtausch*|umgetauscht|umzutauschen|widerruf*|reklamier*,
    falsch* ~ grosse|artikel|farbe|produkt|ware|modell,
    grosse ~ falsch*|nicht,
    passt mir nicht|passt nicht|passen nicht|passen mir nicht|zu klein|zu gross|zu eng
    |gefallt mir nicht|gefallen mir nicht|kaputt*|beschadigt*|defekt*,
    retour|retours|retourn*|renvoi|renvois|renvoy*|renvoi*|rembours*|echang*|rendre
    |avoir en avoir,
    mauvais* ~ taille|article|couleur|produit|modele,
    taille|article|couleur|produit|modele ~ erron*|mauvais*|incorrect*,
    pas la bonne taille|pas ma taille|pas la bonne couleur|trop petit*|trop grand*|trop serre*
    |me va pas|me plait pas|me plaisent pas|me vont pas|casse|cassee|abime*|defectueu*
    |endommag*,
    devolv*|devolu*|devuelv*|devuelt*|reembols*|retornar,
    cambi* ~ talla|color|modelo|prenda|articulo|producto|pantal*|zapat*|camis*|chaquet*
    |vestid*|falda|abrigo|jersey,
    cambiarlo|cambiarla|cambiarlos|cambiarlas|no es mi talla|no me queda*|no me vale*
    |no me gusta*|no me sirve*|roto|rota|rotos|rotas|defectuos*|danado|danada|mal estado
    |otra talla,
    talla|color|articulo|producto ~ equivocad*|incorrect*|mal,
    demasiado pequen*|demasiado grande*|muy pequen*|muy grande*|mi dinero,
    reso|resi|restitu*|rimbors*|rimandar*|rispedi*|rinviar*|rendere,
    rimand*|spedi*|mand* ~ indietro,
    rivoglio|riavere|ridatemi|indietro ~ soldi|denaro,
    cambi* ~ taglia|colore|modello|capo|articolo|prodotto|pantal*|scarp*|magli*|giacc*|vestit*
    |misura|gonna,
    cambiarlo|cambiarla|cambiarli|taglia sbagliata|misura sbagliata|taglia errata
    |non mi va bene|non va bene|non mi piac*|non mi sta|non mi stanno|troppo piccol*
    |troppo grand*|troppo strett*|rotto|rotta|rotte|difettos*|danneggiat*,
    taglia|misura|colore|articolo|prodotto ~ sbagliat*|errat*,
    retour*|terugstur*|teruggestuurd|terugzend*|terugbreng*|terugbetal*|terugbetaald|ruil*
    |omruil*|omgeruild,
    stuur*|sturen|zend*|breng* ~ terug,
    geld ~ terug,
    verkeerd* ~ maat|artikel|kleur|product|model,
    maat ~ klopt niet|niet|verkeerd*,
    past niet|passen niet|past me niet|passen me niet|te klein|te groot|te strak|bevalt niet
    |bevallen niet|kapot*|beschadigd*|defect*,
    zwrot*|zwroc*|zwraca*|odesl*|odsyl*|oddac|oddaje|wymian*|wymien*,
    pieniadz* ~ zwrot|z powrotem|oddajcie|zwroc*,
    zly|zla|zle|niewlasciw* ~ rozmiar|kolor|towar|produkt|model,
    nie pasuj*|nie podoba*|nie moj rozmiar|za male|za mala|za maly|za duze|za duza|za duzy
    |za ciasn*|uszkodz*|zepsut*|wadliw*|popsut*,
    reimburs*|in pieces|smashed|shattered|scherben|zerbrochen*|zerstort|en morceaux
    |en mille morceaux|pedazos|anicos|in pezzi|mille pezzi|in stukken|kawalk*|rozbit*
    |stluczon*|peknie*,
    not what i|not as described|entspricht nicht|nicht was ich|pas ce que j*|no es lo que
    |no era lo que|non e quello che|non e cio che|niet wat ik|nie to co|nie tego,
    geef|geven ~ terug,
    loswerden|wieder los|zuruck an den absender|zuruck an absender|retour afzender|al mittente
    |do nadawcy|al remitente|a l'expediteur
    """
