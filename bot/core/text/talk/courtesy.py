"""They greet, thank, or ask what can be done here."""

from typing import Final

HELP: Final = """
    help|help me|what can you do|what do you do|how does this work|how do you work|who are you
    |what are you|are you a bot|are you a robot|are you human|menu|options|start|commands,
    hilfe|hilf mir|helfen sie mir|konnen sie mir helfen|kannst du mir helfen|was kannst du
    |was konnen sie|wie funktioniert|wer bist du|wer sind sie|bist du ein bot|was machst du,
    aide|aidez moi|aider|que peux tu|que pouvez vous|comment ca marche|qui es tu|qui etes vous
    |es tu un robot|etes vous un robot|a quoi tu sers|a quoi servez vous,
    ayuda|ayudame|ayudeme|que puedes hacer|que puede hacer|que sabes hacer|como funciona
    |quien eres|quien es usted|eres un robot|eres un bot,
    aiuto|aiutami|mi aiuti|puoi aiutarmi|cosa puoi fare|cosa sai fare|come funziona|chi sei
    |sei un robot|sei un bot,
    hulp|help mij|kun je me helpen|kunt u me helpen|wat kun je|wat kan je|wat kunt u|hoe werkt
    |wie ben je|wie bent u|ben je een robot|ben je een bot,
    pomoc|pomocy|pomoz*|pomozcie|co potrafisz|co umiesz|jak to dziala|kim jestes|jestes botem
    |jestes robotem|co mozesz
    """

THANKS: Final = """
    thank*|thx|thnx|tysm|cheers|appreciate*|perfect|got it|great|awesome|brilliant|lovely
    |that's all|all i needed|all i wanted|bye|goodbye|have a nice day|solved|sorted,
    dank|danke*|dankeschon|besten dank|vielen dank|perfekt|prima|super|alles klar|das war's
    |das wars|mehr wollte ich nicht|das war alles|tschuss|wiedersehen|schonen tag|erledigt
    |merci,
    merci*|mercii|parfait|super|genial|c'est tout|remerci*|au revoir|bonne journee|nickel,
    gracias|agradec*|agradezco|perfecto|genial|estupendo|era todo|es todo|nada mas|adios
    |hasta luego|buen dia|que amable,
    grazie|ringrazi*|perfetto|ottimo|era tutto|e tutto|arrivederci|buona giornata|gentilissim*,
    dank*|dankjewel|dankuwel|bedankt|perfect|prima|top|dat was alles|dat was het|fijne dag
    |tot ziens|doei|super|meer hoefde ik niet,
    dzieki|dziekuj*|super|swietnie|wspaniale|to wszystko|doskonale|do widzenia|milego dnia
    |pozdraw*,
    that helps|helps a lot|hilft mir|hat geholfen|klasse|toll|m'aide bien|ca m'aide|top
    |me sirve|me ayuda|guay|mi e utile|utilissimo|fantastico|heb ik wat aan|helpt me|toppie
    |dankjulliewel|pomoglo|ekstra|bomba,
    helpful|helped me|geholfen|tres utile|m'avez aide|ha ayudado|di aiuto|di grande aiuto
    |mi ha aiutato|geholpen|pomogl*|pomogles
    """

GREETING: Final = """
    hi|hello|hey|heya|hiya|hi there|howdy|good morning|good afternoon|good evening|good day
    |greetings,
    hallo|hallochen|guten tag|guten morgen|guten abend|schonen abend|servus|moin|moin moin
    |gruss gott|grussgott|gruezi|gruss,
    bonjour|bonsoir|salut|coucou|bjr|slt|bsr|rebonjour,
    hola|holi|buenos dias|buenas tardes|buenas noches|buenas|buen dia|que tal|saludos,
    ciao|buongiorno|buonasera|buon giorno|buona sera|buon pomeriggio|salve|ehi,
    hoi|hoihoi|hallo|goedemorgen|goedemiddag|goedenavond|goedendag|goeiemorgen|goeiemiddag
    |goeienavond|dag|goede morgen|goede middag,
    czesc|dzien dobry|dobry wieczor|dobry|witam|witaj|hej|hejka|siema|siemka|siemano|elo,
    good day|goeiedag|goeie dag|buondi|muy buenas|bien le bonjour|guten,
    huhu|na du|morning|afternoon|evening|wenas|ola|ehila
    """
