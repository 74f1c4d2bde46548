"""They ask what the shop knows and a parcel does not: prices, countries, vouchers, payments."""

from typing import Final

SAID: Final = """
    how much is|how much does|how much do|how much are|how much for|cost*|price*|fee|fees
    ~ shipping|delivery|postage|deliver|ship|express,
    shipping|delivery|postage ~ cost*|fee|fees|price*|free|rate|rates,
    shipping rates|free shipping|free delivery|discount*|voucher*|coupon*|promo|promo code*
    |gift card*|student code,
    chang*|other|different|another|update ~ payment|card details|credit card|bank details,
    payment method*|pay by|pay with|pay in instalments|installments|paypal|klarna|apple pay,
    in stock|back in stock|restock*|sold out|out of stock|available again,
    delete my account|password|log in|login|newsletter|unsubscribe|size chart|size guide|warranty,
    kostet|kosten|kost|preis|gebuhr* ~ versand*|lieferung|porto|express*|liefern|verschicken,
    versand|lieferung|porto ~ kostet|kostenlos|gratis|umsonst,
    versandkosten*|lieferkosten*|portokosten|versandkostenfrei|portofrei|gratis versand
    |kostenloser versand|gutschein*|rabatt*|aktionscode|newsletter|geschenkkarte*,
    zahlungsart*|zahlungsmethod*|zahlungsweise|bezahlart*|bezahlmethod*|ratenzahlung
    |auf raten|mit kreditkarte|per lastschrift|kreditkarte ander*,
    zahlung ~ ander*|andern|wechseln|umstellen,
    auf lager|wieder verfugbar|ausverkauft|vorratig,
    passwort*|kundenkonto|einloggen|grossentabelle|garantie,
    coute|coutent|cout|couts|prix|tarif* ~ livraison*|port|envoi|expedition,
    c'est combien|combien pour ~ livraison*|port|envoi|expedition,
    frais de port|frais de livraison|frais d'envoi|frais d'expedition|livraison gratuite
    |livraison offerte|code promo*|code de reduction|code reduction|bon de reduction|bon d'achat
    |une remise
    |carte cadeau|cheque cadeau,
    moyen* de paiement|mode* de paiement|methode* de paiement|payer en plusieurs|payer en
    |payer par,
    chang*|modif* ~ paiement|carte bancaire,
    en stock|rupture de stock|de nouveau disponible,
    mot de passe|compte client|me connecter|guide des tailles|garantie,
    cuanto cuesta*|cuanto vale*|cuanto sale|cuanto cobra*|cuesta|cuestan|precio|coste|costo
    ~ envio*|entrega|enviar,
    envio|envios|entrega ~ gratis|gratuit*|cuesta*,
    gastos de envio|envio gratis|envio gratuito|codigo de descuento|codigo promocional
    |descuento*|cupon*|tarjeta regalo|vale regalo,
    metodo* de pago|forma* de pago|medio* de pago|pagar con|pagar a plazos|bizum,
    cambi*|modific* ~ pago|tarjeta,
    hay stock|haber stock|tienen stock|teneis stock|agotad*|de nuevo disponible,
    vuelve*|volvera* ~ disponible*,
    contrasena|iniciar sesion|guia de tallas|garantia,
    quanto costa*|quanto viene|costo|costi|prezzo ~ spedizion*|consegn*,
    spese di spedizione|spedizione gratuita|spedizione gratis|codice sconto|codice promo*
    |sconto|sconti|coupon|buono regalo|carta regalo|buono sconto,
    metod* di pagamento|modalita di pagamento|pagare con|pagare a rate|contrassegno,
    cambi*|modific* ~ pagamento|carta di credito,
    torn* ~ disponibil*,
    di nuovo disponibile|esaurit*|mio account|guida alle taglie|garanzia,
    kost|kosten ~ verzend*|bezorg*|levering|leveren|opsturen,
    verzendkosten|bezorgkosten|portokosten|gratis verzending|gratis verzenden|gratis bezorging
    |gratis bezorgd|kortingscode*|korting|actiecode|waardebon*|cadeaubon*|cadeaukaart*,
    verzending|bezorging ~ gratis,
    betaalmethode*|betaalwijze*|betaalmogelijk*|betalen met|achteraf betalen|met ideal|via ideal,
    wijzig*|verander*|aanpas* ~ betaling|betaalgegevens,
    betaling ~ wijzig*|verander*|aanpas*,
    op voorraad|uitverkocht|weer leverbaar|weer beschikbaar,
    wachtwoord|mijn account|inloggen|maattabel|garantie,
    ile kosztuje|ile wynosi|ile kosztuja|koszt*|cena|cene ~ wysylk*|dostaw*|przesylk*,
    wysylk*|dostaw* ~ kosztuje|gratis|darmow*,
    darmowa dostaw*|darmowa wysylk*|kod rabatow*|kodu rabatow*|kod promocyjn*|rabat*|znizk*
    |kupon*|karta podarunkow*|bon podarunkow*,
    metod* platnosci|form* platnosci|sposob* platnosci|zaplacic karta|zaplacic blikiem
    |zaplacic przelewem|blik|blikiem|na raty|za pobraniem,
    zmien*|zmian* ~ platnosc*,
    accept|nehmt|nehmen|akzeptiert|acceptez|aceptan|aceptais|accettate|accepteren|przyjmujecie
    ~ card|cards|credit card*|karte|kreditkarte*|carte|tarjeta*|carta|carte di credito|creditcard
    |creditcards|karty|karte,
    na stanie|wyprzedan*,
    znowu|znow|ponownie ~ dostepn*,
    haslo|hasla|zalogowac|tabela rozmiarow|gwarancj*
    """

# Who has paid speaks of an order.
PAID: Final = """
    i paid|i've paid|i have paid|we paid|paid for|paid extra,
    bezahlt hab*|hab* ~ bezahlt|gezahlt,
    j'ai paye|ai deja paye,
    he pagado|pague|hemos pagado,
    ho pagato|abbiamo pagato,
    heb ~ betaald,
    zaplacil*
    """

# The shop at large, where and when it delivers: only if nothing speaks of an order of theirs.
AT_LARGE: Final = """
    your shop|your store|your shops|your stores|your showroom|showroom|physical store*,
    your ~ opening hours|opening times,
    euer laden|eurem laden|ihr laden|ihrem laden|ihr geschaft|ihrem geschaft|euer geschaft
    |eurem geschaft|ladengeschaft*|eure filiale|eurer filiale|euer shop,
    votre magasin|vos magasins|votre boutique|vos boutiques|magasin physique,
    vuestra tienda|vuestras tiendas|su tienda|sus tiendas|tienda fisica|tiendas fisicas,
    vostro negozio|vostri negozi|negozio fisico|negozi fisici|jullie winkel*|uw winkel*
    |fysieke winkel*|wasz sklep|waszego sklepu|waszym sklepie|wasze sklepy|sklep stacjonarn*
    |sklepu stacjonarn*,
    do you|can you|could you|will you|would you|do they|are you able to
    ~ deliver|ship|send|post|dispatch
    ~ saturday*|sunday*|weekend*|holiday*|to|abroad|overseas|worldwide|internationally|outside,
    saturday|sunday|weekend|international|worldwide ~ deliver*|shipping,
    deliver|ship|shipping|delivery ~ abroad|overseas|worldwide|internationally|on saturdays
    |on sundays|on weekends,
    how long does|how long do|how many days does|how fast is|how quick is
    ~ delivery|shipping|you deliver|you ship|deliveries,
    liefert|liefern|versendet|versenden|verschickt|verschicken|schickt ~ ihr|sie|man|auch
    ~ samstag*|sonntag*|wochenende*|feiertag*|nach|ins|in die,
    samstags|sonntags|am wochenende|an feiertagen|ins ausland|nach osterreich|in die schweiz
    ~ geliefert|zugestellt|ausgeliefert|liefer*|versend*|verschick*|versand,
    lieferung ~ samstags|ins ausland|nach osterreich|in die schweiz,
    wie lange ~ dauert|brauchen ~ lieferung|versand,
    livrez|expediez|envoyez|livrer|expedier ~ vous ~ samedi*|dimanche*|week end*|etranger|en|au,
    livrez vous|vous livrez|expediez vous|vous expediez|livraison possible
    ~ samedi*|dimanche*|week end*|etranger|en|au|aux|hors,
    livraison ~ le samedi|le dimanche|a l'etranger|internationale,
    delai* de livraison|delai* d'expedition|combien de jours ~ livraison,
    enviais|envian|entregais|entregan|repartis|reparten|mandais|haceis envios|hacen envios
    ~ sabado*|domingo*|fin de semana|fines de semana|extranjero|a|fuera,
    envios ~ extranjero|internacional*|los sabados|a austria,
    cuanto tarda*|cuantos dias ~ envio*|entrega|enviar,
    spedite|consegnate|inviate|fate spedizioni|fate consegne
    ~ sabato|domenica|week end|weekend|fine settimana|all'estero|in|a|fuori,
    consegne ~ il sabato|la domenica|all'estero|di sabato,
    tempi di consegna|tempi di spedizione,
    bezorgen|leveren|verzenden|versturen|bezorgt|levert|verzendt|sturen ~ jullie|u|ook
    ~ zaterdag*|zondag*|weekend*|feestdag*|naar|buitenland|in,
    jullie|u ~ bezorgen|leveren|verzenden|versturen ~ zaterdag*|zondag*|weekend*|naar|buitenland,
    zaterdag|zondag|weekend|buitenland ~ bezorgd|geleverd|bezorgen jullie|leveren jullie,
    levertijd*|bezorgtijd*,
    dostarczacie|wysylacie|doreczacie|dowozicie ~ sobot*|niedziel*|weekend*|swiet*|za granice|do
    |na,
    sobot*|niedziel*|weekend*|za granice ~ dostarczacie|wysylacie|doreczacie|dowozicie,
    wysylka|wysylki|dostawa|dostawy ~ w sobot*|w niedziel*|w weekend*|za granic*|zagraniczn*,
    czas dostawy|czas wysylki|czas realizacji
    """
THEIRS: Final = """
    pick it up|pick up|collect|abhol*|hol* ~ ab,
    retirer|recuperer|recoger*|ritirar*|ophalen|ophaal*|afhalen|odebra*|odbier*,
    my|mine|our|i ordered|i bought|i've ordered|i have ordered|deliver it|ship it|send it|bring it
    |deliver them|send them|the parcel|the package|the order|this parcel|this order|this package,
    mein*|unser*|das paket|die sendung|die bestellung|es mir|mir das|mir die|mir es|bestellt,
    mon|ma|mes|notre|nos|le colis|la commande|le livrer|la livrer|me livrer|me le|me la|commande,
    mi|mis|nuestr*|el paquete|el pedido|entregarlo|entregarmelo|enviarlo|me lo|pedi,
    mio|mia|miei|nostr*|il pacco|l'ordine|consegnarlo|spedirlo|me lo|ordinato,
    mijn|ons|onze|het pakket|het pakje|de bestelling|pakket*|besteld,
    moj|moja|moje|mojego|mojej|nasz*|paczk*|paczusz*|przesylk*|zamowien*|zamowil*
    """
