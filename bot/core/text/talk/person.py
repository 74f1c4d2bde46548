"""They want to talk to somebody."""

from typing import Final

SAID: Final = """
    talk*|speak*|chat|chatting|write|connect*|transfer|put me through|get me|give me|reach
    |contact ~ someone|somebody|person|human*|agent*|representative*|rep|employee*|staff
    |support|operator|colleague*|manager*|supervisor|adviser|advisor|team member|people,
    real|actual|live|living ~ person|human*|people|agent*|chat,
    dont|not|no|without|instead of|stop ~ machine*|robot*|a bot|the bot|this bot|computer*|chatbot*,
    call me|ring me|call you|reach you|contact you|phone number|hotline|helpline|helpdesk,
    customer service*|customer support|customer care|human|human please|an agent|complain*,
    anybody there|anyone there|is somebody there,
    jemand*|mensch*|person|mitarbeiter*|berater*|kolleg*|team|support|chef ~ sprech*|red*
    |schreib*|chatten|telefonier*|verbind*|verbund*|anruf*|erreich*,
    sprech*|red*|schreib*|chatten|telefonier*|verbind*|erreich*|kontakt* ~ jemand*|mensch*
    |mitarbeiter*|berater*|kolleg*|kunden*|person,
    echt*|richtig*|leibhaftig*|lebendig* ~ mensch*|person*|mitarbeiter*,
    nicht|kein*|statt|ohne|keine lust ~ maschine*|roboter*|bot|computer*|automat*|ki,
    mensch bitte|menschen bitte|ein mensch|einen menschen|mensch|mitarbeiter*|ansprechpartner*,
    kundenservice*|kundendienst*|kundensupport|kundenbetreu*|kundenberat*|hotline
    |servicenummer,
    ruf* ~ mich ~ an,
    ruckruf*|zuruckruf*|beschwer*|telefonnummer|support kontaktieren,
    parl*|discut*|contact*|joindre|ecri*|appel*|tchat*|chatt*|passez moi|mettre en relation
    |avoir ~ quelqu'un|une personne|personne reel*|humain*|conseill*|agent*|operat*|employe*
    |responsable|service client*|support,
    vrai*|reel* ~ personne*|humain*|conseill*|gens,
    pas|plus|sans|marre ~ machine*|robot*|bot|ordinateur*|chatbot*,
    service client*|service apres vente|sav|assistance client*|support client*
    |relation client*,
    un conseill*|une conseill*|un humain|etre humain|reclamation*|plainte*|me plaindre,
    rappelez moi|me rappeler|numero de telephone,
    habl*|comunic*|contact*|chatear|escrib*|pas*me|pongame|ponme|atiend*|llam* ~ alguien
    |persona|personas|human*|agente*|operador*|asesor*|representante*|encargad*|emplead*
    |servicio al cliente,
    persona|humano|agente ~ real|de verdad|de carne,
    no|sin ~ maquina*|robot*|bot|ordenador|chatbot*,
    atencion al cliente|atencion al client*|servicio al cliente|servicio de atencion|soporte,
    un agente|una persona|un humano|reclamacion*|reclamar|queja|quejas|quejar*|llameme
    |llamenme,
    numero de telefono|telefono de contacto,
    parl*|scriv*|contatt*|chattare|passatemi|mi passi|passarmi|chiam* ~ qualcuno|persona
    |persone|uman*|operator*|addett*|consulent*|responsabil*|agente,
    persona|operator*|essere ~ vera|vero|reale|umano|in carne,
    non|senza|basta ~ macchina|robot|bot|computer|chatbot,
    servizio client*|assistenza client*|supporto client*|un operator*|un umano|una persona,
    reclamo|reclami|lamentar*|lamentela|richiamatemi|chiamatemi|numero di telefono,
    iemand|mens|mensen|persoon|medewerker*|collega|team ~ spreken|spreek|praten|praat|chatten
    |schrijven|contact|bellen|bereiken,
    spreken|praten|chatten|contact|bellen|bereik* ~ iemand|mens|mensen|persoon|medewerker*,
    echt* ~ mens|mensen|persoon|iemand|medewerker*,
    geen|niet|zonder ~ machine|robot|robots|bot|computer|chatbot,
    klantenservice|klantendienst|klantcontact|helpdesk|een medewerker|een mens|mens graag,
    klacht*|klagen|bel mij|bel me|terugbellen|telefoonnummer,
    rozmaw*|porozmaw*|pogada*|kontakt*|skontaktowa*|polacz*|napisac|pisac|dodzwonic|pogadac
    ~ kims|ktos|kogos|czlowiek*|osob*|konsultant*|pracowni*|doradc*|zyw*|obslug*,
    zyw*|prawdziw* ~ czlowiek*|osob*|konsultant*|pracowni*,
    nie|bez|zamiast ~ maszyn*|robot*|bot|botem|automat*|komputer*,
    konsultant*|z czlowiekiem|obslug* klient*|biur* obslugi|infolini*|zadzwon*|oddzwon*,
    reklamac*|reklamow*|skarg*|zazalen*|numer telefonu,
    number|nummer|numero|numer ~ call|ring|reach|anrufen|appel*|joindre|llam*|chiam*|bellen
    |zadzwon*,
    someone|somebody|anyone|anybody|jemand|quelqu'un|alguien|qualcuno|iemand|ktos ~ call|ring
    |phone|anruf*|zuruckruf*|meld*|appel*|rappel*|llam*|chiam*|richiam*|bel*|terugbel*
    |zadzwon*|oddzwon*|help me|helfen|aider|ayudar|aiutar*|helpen|pomoc|pomoz*,
    bot|robot ~ useless|stupid|dumb|rubbish|nutzlos|dumm|blod*|nul|bete|inutile|no sirve
    |inutil|stupido|waardeloos|dom|do niczego|glupi,
    operator|employee|angestellt*|un employe|une employee|un empleado|una empleada
    |un impiegat*|pracownika|pracownikiem,
    speak*|talk*|sprech*|parl*|habl*|spreken|praten|rozm* ~ manager|boss|chef|vorgesetzt*
    |verantwortlich*|directeur|jefe|capo|baas|kierowni*|szef*|kims,
    czlowiek*|menschen,
    colleague*|kolleg*|collegue*|companer*|collega|colleghi|collega's|kolez*|z panstwa zespolu
    ~ reden|sprechen|parler|echanger|hablar|parlare|praten|spreken|rozmaw*|porozmaw*,
    word|talk|speak|reden|sprechen|parler|echanger|hablar|parlare|praten|spreken|porozmaw*
    ~ colleague*|kolleg*|collegue*|companer*|collega|colleghi|kims
    """
