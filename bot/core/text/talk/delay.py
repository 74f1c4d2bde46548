"""It is late, or nothing happens."""

from typing import Final

SAID: Final = """
    late|too late|delay*|overdue|slow|stuck|how much longer|taking forever|still nothing
    |still no|still hasnt|still havent|still not|still isnt|not yet|no movement|no update*
    |not moving|nothing since|hasnt moved|not here yet|no sign of,
    still|been|am|i'm|keep|kept|tired of|sick of ~ waiting,
    waiting ~ for|since|days|weeks|month*|ages|long|forever,
    how long ~ take*|wait|until|does it|will it,
    tak* ~ long|longer|forever|ages|weeks|so much time|days,
    should have|should've|should of|shouldve ~ been|come|arrived|be|got|gotten|turned|reached,
    supposed|meant|expected|promised|due ~ arrive*|be here|come|yesterday|monday|tuesday
    |wednesday|thursday|friday|saturday|sunday|last|days ago|be delivered|get here|be there,
    promised ~ for|by,
    hasnt|has not|havent|didnt|isnt|is not|not|never ~ arrived|come|moved|shipped
    |been delivered|delivered yet|here yet|turned up|updated,
    why ~ isnt|hasnt|not|late|long|still|no,
    zu spat|so spat|verspat*|verzoger*|uberfallig*|warte noch,
    wart* ~ schon|noch|seit|immer|lange|ewig*|tage*|woche*|monat*|vergeblich,
    schon|noch|immer|seit ~ warte|warten|wartet|gewartet,
    dauer* ~ lang*|ewig*|noch|denn|zeit|tage|wochen,
    wie lange ~ noch|dauer*|warten|brauch*,
    hatte|hatten ~ sollen|mussen|da sein|ankommen,
    sollte|sollten|sollen|musste ~ da|hier|ankommen|kommen|geliefert|sein|schon|gestern|langst,
    immer noch nicht*|immer noch nix|immer noch kein*|noch nicht*|noch immer*|immernoch
    |noch nix|noch kein*|hangt fest|kommt nicht|kommt und kommt|kommt nie|tut sich nichts
    |tut sich nix|bewegt sich nicht*|langsam|langst,
    warum ~ nicht|noch|lange|so,
    retard*|en retard|trop tard,
    attend* ~ depuis|toujours|encore|longtemps|jours|semaines,
    j'attends|attends depuis|on attend|attente,
    devai* ~ arriv*|etre|recevoir|livre*|venir|la,
    aurai* du|aurai* deja|toujours pas|toujours rien|encore pas|pas encore|encore rien|si long
    |trop long|tellement long|aussi long|tres long|c'est long|trop longtemps|si longtemps
    |aussi longtemps|bloque*|n'avance pas|avance pas|bouge pas|bouge plus|combien de temps
    |encore longtemps,
    prend|met|mettent ~ temps,
    pourquoi ~ pas|toujours|long|longtemps,
    retras*|retard*|demora*|llega tarde|muy tarde|tan tarde|demasiado tarde,
    tarda* ~ tanto|mucho|demasiado|mas|en llegar|siglos,
    por que ~ tarda*|no llega|no ha llegado|aun|todavia|demora*,
    llevo|llevamos ~ esperando|semanas|dias|mes|meses|horas,
    esperando|espero desde,
    tenia* que ~ llegar|haber|estar|venir|ser|entreg*,
    deberia*|debia*|debio|tendria* que|iba a|iban a ~ llegar|haber|estar|venir|ser entreg*
    |llegado,
    aun no|todavia no|todavia nada|aun nada|sigue sin|sigo sin|sin llegar|sin recibir*
    |no llega|no ha llegado|no me llega|no me ha llegado|no avanza|no se mueve|atascad*
    |bloquead*|cuanto tarda|cuanto falta|cuanto tiempo|cuanto mas,
    ritard*|in ritardo|troppo tardi,
    aspett* ~ da|ancora|settiman*|giorni|tempo|mes*,
    aspettando|aspetto da,
    dovev*|dovrebb*|avrebbe*|sarebbe* ~ arriv*|esser*|consegn*|dovut*|venire|gia,
    ancora non|ancora niente|ancora nulla|ancora arrivat*|non e ancora|non ancora|non arriva
    |non e arrivat*|non sono arrivat*|non si muove|bloccat*|fermo|ferma|quanto manca
    |quanto tempo|quanto ci vuole|quanto ancora,
    perche ~ tanto|non arriva|cosi|ancora,
    vuole|vogliono|mette|mettono|mettete|impiega|tempo ~ tanto|cosi|troppo|molto,
    te laat|zo laat|vertraagd*|vertraging*,
    wacht* ~ al|nog|sinds|dagen|weken|maand*|lang*,
    duur* ~ lang*|nog|eeuw*,
    had|hadden ~ moeten|zullen|er al|al,
    zou|zouden ~ komen|bezorgd|geleverd|aankomen|binnen|gisteren|maandag|er al,
    moest|moesten ~ er|komen|zijn|binnen,
    nog steeds|nog niet*|nog niks|nog altijd|nog geen|steeds niet*|steeds niks|steeds geen
    |komt niet|komt maar niet|zit vast|staat stil|beweegt niet|hoe lang*,
    waarom ~ niet|lang|nog,
    spoznion*|spoznia*|spozni*|opozn*|zwlek*|czekam*|czekac|czekamy|ile mozna,
    mial* ~ byc|przyjsc|dotrzec|dojsc|przyjechac|dostac|dostarcz*|trafic,
    powin* ~ byc|przyjsc|dotrzec|dojsc|juz|dostac,
    tak dlugo|za dlugo|zbyt dlugo|jak dlugo,
    trwa ~ dlug*|wieki|wiecznosc,
    dlugo ~ trwa|idzie|jeszcze|czeka*,
    jeszcze nie*|jeszcze nic|wciaz*|nadal nie*|nadal nic|ciagle nie*|ciagle nic|dalej nie*
    |do tej pory|utknel*|stoi w|nie rusza*|nie zmienia*|ile jeszcze|nie przysz*|nie dotarl*
    |nie dosz*|nie dociera,
    dlaczego|czemu ~ nie|jeszcze|tak|dlugo,
    promised|versprochen|versprecht|promis|promise|promet*|promess*|beloof*|belofd*|obieca*
    |obiecy*,
    i needed|needed it|needed this|needed them ~ for|yesterday|by|before|last,
    gebraucht|brauchte|avais besoin|necesitaba*|serviva*|potrzebowal*|potrzebn* byl*,
    need*|brauch*|besoin|necesit*|serv*|nodig|potrzeb* ~ yesterday|today|tomorrow|gestern
    |heute|morgen|hier|demain|ayer|hoy|ieri|oggi|gisteren|vandaag|wczoraj|dzis*|birthday
    |geburtstag|anniversaire|cumple*|compleanno|verjaardag|urodzin*|christmas|weihnacht*|noel
    |navidad|natale|kerst|swieta,
    nothing|not|no|hasnt|nichts|nicht|nix|rien|pas|nada|niente|nulla|non|niks|niets|niet|nic
    |nie ~ since|seit|depuis|desde|da ieri|da lunedi|da martedi|da mercoledi|da giovedi
    |da venerdi|da sabato|da domenica|da giorni|sinds|od dni|od tygodni*,
    since|seit|depuis|desde|da|sinds|od ~ nothing|hasnt|nichts|nix|rien|pas bouge|nada|no
    |niente|nulla|niks|niets|niet|nic,
    long wait|ages|ewigkeit|une eternite|eternidad|un'eternita|eeuwigheid|wieki,
    seit|depuis|desde|da|sinds|al|od|for|lleva|llevan ~ week|weeks|woche*|semaine*|semana*
    |settiman*|weken|tygodni*|miesiac*|days|tagen|jours|dias|giorni|dagen|parado|parada,
    haengt ~ seit|in|bei,
    zit|staat ~ vast|stil,
    coince|coincee|parado|parada,
    thursday|friday|saturday|sunday|monday|tuesday|wednesday ~ now|already|today is,
    montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag ~ jetzt|heute ist|inzwischen
    |schon,
    lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche ~ on est|nous sommes|deja|maintenant,
    lunes|martes|miercoles|jueves|viernes|sabado|domingo ~ ya|hoy es|estamos|ahora,
    lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica ~ ora|adesso|oggi e|siamo|gia,
    maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag ~ nu|inmiddels|al,
    poniedzialek|wtorek|sroda|srode|czwartek|piatek|sobota|sobote|niedziela|niedziele ~ juz
    |teraz|dzis*,
    no|not a|keine|aucune|ni|sin|nessuna|geen|ani
    ~ sign of|trace of|spur|trace|rastro|noticias de|traccia|spoor|sladu,
    it's been|its been|it has been|been ~ weeks|a week|days|month*,
    settiman*|giorni|mesi ~ aspett*
    """
