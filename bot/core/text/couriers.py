"""The couriers: their names, their tracking sites, and the shapes of their tracking numbers.

`dhl-germany`, `ups` and `pclx` are courier codes of parcelLab's own pages; `royal-mail`, `usps`,
`fedex`, `dpd`, `gls`, `hermes`, `evri`, `parcelforce`, `yodel`, `colissimo`, `postnl` are in public
integrations of its customers. parcelLab publishes no list: the other codes follow the same style
and are unverified, so a code stands once, in its row.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from babel import Locale

from bot.core.text import check_digit as check
from bot.core.text.grammar import LONGEST, widths


@dataclass(frozen=True, slots=True)
class Courier:
    """A courier: parcelLab's code, how people call it, the domains of its tracking pages."""

    code: str
    names: tuple[str, ...]
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A shape of tracking numbers: upper case, without separators.

    `shape` may hold literals, `\\d`, classes and counts only, because `spaced` rewrites it.
    `is_telling` says that the shape (with its check) identifies a number without words beside it.
    """

    name: str
    couriers: tuple[str, ...]  # likeliest first
    shape: str
    check: Callable[[str], bool] | None = None
    is_telling: bool = False
    is_sure: bool = False  # beside its courier, though it looks like a telephone or a date
    hyphen_at: int = 0  # the one place of a hyphen that belongs to the number

    @property
    def begins_with_digit(self) -> bool:
        """So a search may pass it over at a letter."""
        return re.match(r"[0-9]|\\d|\[[0-9]|\(\?:[0-9]", self.shape) is not None


COURIERS = (
    Courier("dhl-germany", ("dhl", "dhl paket", "dhl parcel", "dhl germany"), ("dhl.de",
                                                                                "dhl.com")),
    Courier("dhl-express", ("dhl express",), ("mydhl.express.dhl",)),
    Courier("dhl-ecommerce", ("dhl ecommerce",), ("dhlparcel.nl", "dhlecommerce.nl",
                                                    "dhlglobalmail.com")),
    Courier("deutsche-post", ("deutsche post",), ("deutschepost.de",)),
    Courier("ups", ("ups",), ("ups.com",)),
    Courier("pclx", ("pclx",)),
    Courier("fedex", ("fedex", "fed ex", "federal express"), ("fedex.com",)),
    Courier("usps", ("usps", "us postal service"), ("usps.com",)),
    Courier("dpd", ("dpd",), ("dpd.de", "dpd.com", "dpd.co.uk", "dpd.fr", "dpd.com.pl", "dpd.nl",
                              "dpdgroup.com", "dpd.at", "dpd.be", "dpd.ch", "dpd.it")),
    Courier("gls", ("gls",), ("gls-group.eu", "gls-group.com", "gls-pakete.de", "gls-info.nl",
                              "gls-italy.com", "gls-spain.es", "gls-one.de")),
    Courier("hermes", ("hermes", "myhermes"), ("myhermes.de", "hermesworld.com")),
    Courier("evri", ("evri",), ("evri.com",)),
    Courier("royal-mail", ("royal mail", "royalmail"), ("royalmail.com",)),
    Courier("parcelforce", ("parcelforce", "parcel force"), ("parcelforce.com",)),
    Courier("yodel", ("yodel",), ("yodel.co.uk",)),
    Courier("postnl", ("postnl", "post nl"), ("postnl.nl", "postnl.be", "postnl.post")),
    Courier("bpost", ("bpost", "bpost barcode"), ("bpost.be", "bpost.cloud")),
    Courier("colissimo", ("colissimo", "la poste", "laposte"), ("laposte.fr", "colissimo.fr")),
    Courier("chronopost", ("chronopost",), ("chronopost.fr",)),
    Courier("mondial-relay", ("mondial relay",), ("mondialrelay.fr", "mondialrelay.com")),
    Courier("colis-prive", ("colis prive",), ("colisprive.com", "colisprive.fr")),
    Courier("correos", ("correos",), ("correos.es",)),
    Courier("seur", ("seur",), ("seur.com",)),
    Courier("mrw", ("mrw",), ("mrw.es",)),
    Courier("nacex", ("nacex",), ("nacex.es", "nacex.com")),
    Courier("poste-italiane", ("poste italiane",), ("poste.it",)),
    Courier("brt", ("brt", "bartolini"), ("brt.it",)),
    Courier("sda", ("sda",), ("sda.it",)),
    Courier("inpost", ("inpost", "paczkomat"), ("inpost.pl", "inpost.it", "inpost.co.uk")),
    Courier("poczta-polska", ("poczta polska", "pocztex"), ("poczta-polska.pl",)),
    Courier("austrian-post", ("osterreichische post", "osterreichischen post", "austrian post",
                             "post at"), ("post.at",)),
    Courier("swiss-post", ("swiss post", "schweizer post", "schweizerische post",
                           "schweizerischen post", "la poste suisse",
                           "posta svizzera"), ("post.ch",)),
    Courier("tnt", ("tnt",), ("tnt.com",)),
    Courier("amazon", ("amazon", "amazon logistics"), ("track.amazon.com",)),
    Courier("postnord", ("postnord",), ("postnord.se", "postnord.dk", "postnord.no")),
    Courier("ontrac", ("ontrac", "lasership"), ("ontrac.com", "lasership.com")),
    Courier("canada-post", ("canada post", "postes canada"), ("canadapost.ca",
                                                              "canadapost-postescanada.ca")),
    Courier("purolator", ("purolator",), ("purolator.com",)),
    Courier("canpar", ("canpar",), ("canpar.com",)),
    Courier("spee-dee", ("spee dee", "speedee"), ("speedeedelivery.com",)),
    Courier("landmark", ("landmark global",), ("landmarkglobal.com",)),
    Courier("gofo", ("gofo",), ("gofoexpress.com",)),
    Courier("yunexpress", ("yunexpress",), ("yuntrack.com",)),
    Courier("cainiao", ("cainiao",), ("cainiao.com",)),
    Courier("china-post", ("china post",), ()),
    Courier("australia-post", ("australia post", "auspost"), ("auspost.com.au",)),
    Courier("sf-express", ("sf express",), ("sf-express.com",)),
    Courier("yamato", ("yamato", "kuroneko", "ヤマト運輸", "クロネコヤマト"),
            ("kuronekoyamato.co.jp",)),
    Courier("sagawa", ("sagawa", "佐川急便"), ("sagawa-exp.co.jp",)),
    Courier("an-post", ("an post",), ("anpost.com",)),
    Courier("ctt", ("ctt",), ("ctt.pt",)),
)  # fmt: skip

GENERAL = frozenset(("dhl-germany",))  # whose name alone may mean a sister of its house

# Who carries a postal item (S10) of each country first.
POSTS = {
    "DE": ("dhl-germany", "deutsche-post"), "GB": ("royal-mail", "parcelforce"),
    "FR": ("colissimo", "chronopost"), "ES": ("correos",), "IT": ("poste-italiane",),
    "NL": ("postnl",), "PL": ("poczta-polska",), "AT": ("austrian-post",), "CH": ("swiss-post",),
    "BE": ("bpost",), "US": ("usps",), "CN": ("china-post",), "CA": ("canada-post",),
    "AU": ("australia-post",), "IE": ("an-post",), "PT": ("ctt",), "SE": ("postnord",),
    "DK": ("postnord",), "LU": ("post-luxembourg",), "CZ": ("ceska-posta",),
    "HU": ("magyar-posta",),
    "FI": ("posti",), "NO": ("posten-norge",), "HK": ("hongkong-post",), "SG": ("singapore-post",),
    "JP": ("japan-post",), "KR": ("korea-post",), "TW": ("taiwan-post",), "MY": ("pos-malaysia",),
    "TH": ("thailand-post",), "IN": ("india-post",), "BR": ("correios",), "TR": ("ptt",),
    "UA": ("ukrposhta",), "RO": ("posta-romana",), "GR": ("elta",), "SK": ("slovenska-posta",),
    "SI": ("posta-slovenije",), "HR": ("hrvatska-posta",), "BG": ("bulgarian-posts",),
    "LT": ("lietuvos-pastas",), "LV": ("latvijas-pasts",), "EE": ("omniva",),
    "IL": ("israel-post",),
    "RU": ("russian-post",),
    "ZA": ("sapo",), "NZ": ("nz-post",), "MX": ("correos-mexico",), "AE": ("emirates-post",),
}  # fmt: skip
_REGIONS = frozenset(("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"))  # in Babel, but no post's
_POST_COUNTRIES = frozenset(filter(str.isalpha, map(str, Locale("en").territories))) - _REGIONS


def compact(written: str) -> str:
    """Upper case, without separators."""
    return _SEPARATORS.sub("", written).upper()


def is_post(number: str) -> bool:
    """S10's check digit and a country that issues such numbers."""
    return number[-2:] in _POST_COUNTRIES and check.is_s10(number)


_DHL, _DPD, _GLS, _FEDEX, _USPS = ("dhl-germany",), ("dpd",), ("gls",), ("fedex",), ("usps",)
_POCZTA = ("poczta-polska",)
_AREA_12 = r"0[02-9]\d{10}|01[0-489]\d{9}"  # with an office in front; 015, 016, 017 ring in Germany

# In order of priority: an own prefix before a bare length, an SSCC before USPS, whose check digit
# is the same arithmetic. Facts: github.com/jkeen/tracking_number_data (MIT), couriers' own pages.
FORMATS = (
    Format("UPS", ("ups",), r"1Z[0-9A-Z]{15}\d", check.is_ups, is_telling=True),
    Format("parcelLab sample", ("pclx",), r"PCLX\d{6,12}", None, is_telling=True, hyphen_at=4),
    Format("DHL Paket, SSCC", _DHL, r"0034\d{16}", check.is_gs1, is_telling=True),
    Format("Poczta Polska, SSCC", _POCZTA, r"00\d5900773\d{10}", check.is_gs1, is_telling=True),
    Format("Yodel", ("yodel", *_DHL), r"J?JD0002\d{12}", None, is_telling=True),
    Format("DHL, piece id", (*_DHL, "dhl-express"), r"JJD\d{10,18}", None, is_telling=True),
    Format("DHL, piece id, short", (*_DHL, "dhl-express"), r"JD01\d{12,16}", None, is_telling=True),
    Format("DHL, JVGL", ("dhl-ecommerce", *_DHL), r"JVGL\d{10,18}", None, is_telling=True),
    Format("DHL eCommerce", ("dhl-ecommerce",), r"GM\d{16,20}", None, is_telling=True),
    Format("S10", (), r"[A-Z]{2}\d{9}[A-Z]{2}", is_post, is_telling=True),
    Format("Colissimo", ("colissimo",), r"[5-9][A-Z]\d{11}", check.is_colissimo, is_telling=True),
    Format("Correos", ("correos",), r"[A-Z]{2}[0-9A-Z]{4}\d{16}[A-Z]", check.is_correos,
           is_telling=True),
    Format("PostNL 13", ("postnl",), r"3S[0-9A-Z]{4}\d{7}", None, is_telling=True),
    Format("PostNL 15", ("postnl",), r"3S[0-9A-Z]{4}\d{9}", None, is_telling=True),
    Format("PostNL 15, long code", ("postnl",), r"3S[0-9A-Z]{6}\d{7}", None, is_telling=True),
    Format("Amazon", ("amazon",), r"TB[ACM]\d{12}", None, is_telling=True),
    Format("YunExpress", ("yunexpress",), r"YT\d{16}", None, is_telling=True),
    Format("Cainiao", ("cainiao",), r"LP\d{14}", None, is_telling=True),
    Format("SF Express", ("sf-express",), r"SF\d{13}", None, is_telling=True),
    Format("GOFO", ("gofo",), r"GFUS\d{14}", None, is_telling=True),
    Format("Landmark", ("landmark",), r"LTN\d{8}N1", None, is_telling=True),
    Format("Spee-Dee", ("spee-dee",), r"SP\d{18}", None, is_telling=True),
    Format("Canpar", ("canpar",), r"[CDKLSUXZ]\d{21}", None, is_telling=True),
    Format("OnTrac C", ("ontrac",), r"C\d{14}", check.is_ontrac("4"), is_telling=True),
    Format("OnTrac D", ("ontrac",), r"D\d{14}", check.is_ontrac("5"), is_telling=True),
    Format("LaserShip", ("ontrac",), r"1LS7[12]\d{10}", None, is_telling=True),
    Format("LaserShip LX", ("ontrac",), r"LX1[3-8]\d{6}", None, is_telling=True),
    Format("DPD 14 + 1", _DPD, r"[01]\d{13}[A-Z]", check.is_dpd, is_telling=True),
    Format("DPD 28", _DPD, r"00\d{25}[0-9A-Z]", check.is_dpd, is_telling=True),
    Format("Swiss Post", ("swiss-post",), r"99\d{16}", None, is_telling=True),
    Format("FedEx SmartPost 22", ("fedex", *_USPS), r"926129\d{16}", check.is_gs1, is_telling=True),
    Format("USPS 22", _USPS, r"9[1-5]\d{20}", check.is_usps, is_telling=True),
    Format("USPS 26", _USPS, r"9[1-5]\d{24}", check.is_usps, is_telling=True),
    Format("USPS 30", _USPS, r"420\d{5}9[1-5]\d{20}", check.is_usps, is_telling=True),
    Format("USPS 34", _USPS, r"420\d{9}9[1-5]\d{20}", check.is_usps_34, is_telling=True),
    Format("FedEx Ground 96", _FEDEX, r"96\d{20}", check.is_fedex_96, is_telling=True),
    Format("FedEx Express 34", _FEDEX, r"100[0-9]\d{30}", check.is_fedex_34, is_telling=True),
    Format("FedEx Ground GSN", _FEDEX, r"96\d{32}", check.is_fedex_34, is_telling=True),
    # Before FedEx's 61…, whose 20 digits would end at a gap of such a number in fours.
    Format("InPost", ("inpost",), r"6\d{23}", None, is_telling=True),
    Format("FedEx SmartPost", _FEDEX, r"61\d{18}", check.is_fedex_20, is_telling=True),
    Format("USPS 20", _USPS, r"(?:03|23|7[01379]|8[12]|91)\d{18}", check.is_usps, is_telling=True),
    Format("USPS 20, no 91", _USPS, r"7196\d{16}", check.is_usps_without_91, is_telling=True),
    # What needs the courier's name, or the words "tracking number", beside it.
    Format("DHL Express 10", ("dhl-express", *_DHL), r"\d{10}", check.is_mod7),
    Format("DHL Express 11", ("dhl-express", *_DHL), r"\d{11}", check.is_mod7),
    Format("DHL Identcode", _DHL, r"\d{12}", check.is_dhl_ident),
    Format("FedEx 12", _FEDEX, r"\d{12}", check.is_fedex),
    Format("FedEx 15", _FEDEX, r"\d{15}", check.is_gs1),
    Format("Hermes", ("hermes",), r"\d{14}", check.is_gs1),
    Format("Purolator", ("purolator",), r"\d{12}", check.is_luhn),
    Format("Yamato", ("yamato",), r"\d{12}", check.is_mod7),
    Format("Sagawa", ("sagawa",), r"\d{12}", check.is_mod7),
    Format("Canada Post", ("canada-post",), r"\d{16}", check.is_gs1),
    Format("DPD 14 + 1 digit", _DPD, r"[01]\d{14}", check.is_dpd),
    Format("DPD 14", _DPD, r"\d{14}"),
    Format("DPD Poland", _DPD, r"\d{13}[A-Z]"),
    Format("GLS", _GLS, r"\d{11,12}"),
    Format("GLS, Track ID", _GLS, r"[0-9A-Z]{8}"),
    Format("GLS Italy", _GLS, r"[A-Z]{1,2}\d{9,10}"),
    Format("GLS, long", _GLS, r"\d{14}|\d{20}"),
    Format("UPS, waybill", ("ups",), r"[0-9A-Z]\d{10}"),
    Format("UPS, Mail Innovations", ("ups",), r"\d{18}|\d{22}|\d{12}"),
    Format("Evri", ("evri",), r"[0-9A-Z]{16}"),
    Format("DHL, other", _DHL, r"\d{12}|\d{14}|\d{16}|\d{18}|\d{20}"),
    Format("FedEx, other", _FEDEX, r"\d{18}|\d{20}|\d{22}"),
    Format("Royal Mail 2D", ("royal-mail",), r"[0-9A-F]{16}|[0-9A-F]{21}"),
    Format("Purolator, letters", ("purolator",), r"[A-Z]{3}\d{9}"),
    Format("Mondial Relay", ("mondial-relay",), r"\d{8}|\d{10}|\d{12}"),
    Format("Colis Privé", ("colis-prive",), r"\d{12}|\d{17}"),
    Format("Chronopost", ("chronopost",), r"\d{12,15}"),
    Format("Chronopost, letters", ("chronopost",), r"[A-Z]{2}\d{9}[A-Z]{2}"),
    Format("La Poste, letter", ("colissimo",), r"[1-4][A-Z]\d{11}|\d{13,15}"),
    Format("BRT", ("brt",), _AREA_12, is_sure=True),
    Format("BRT, other", ("brt",), r"\d{12}|\d{15,19}"),
    Format("SDA", ("sda",), r"\d{12,13}|\d[A-Z]{2}[0-9A-Z]{10}"),
    Format("Poste Italiane", ("poste-italiane",), r"\d[A-Z]{2}[0-9A-Z]{10}|\d{12,13}"),
    Format("SEUR", ("seur",), r"\d{10,23}"),
    Format("MRW", ("mrw",), _AREA_12, is_sure=True),
    Format("MRW, other", ("mrw",), r"\d{12}"),
    Format("Nacex", ("nacex",), r"\d{8}|\d{10,12}"),  # nine ring in Spain
    Format("bpost", ("bpost",), r"\d{24}|\d{18}"),
    Format("Austrian Post", ("austrian-post",), r"\d{10,22}"),
    Format("PostNord", ("postnord",), r"\d{10}|\d{18}|\d{20}"),
    Format("InPost, other", ("inpost",), r"\d{24}"),
    Format("Poczta Polska, other", _POCZTA, r"\d{13}|\d{20}"),
    Format("TNT", ("tnt",), r"\d{9}"),
    Format("Australia Post", ("australia-post",), r"[0-9A-Z]{3,5}\d{7}|[0-9A-Z]{3,5}\d{16,18}"),
    Format("OnTrac, LaserShip's", ("ontrac",), r"1LS[0-9A-Z]{11,13}"),
    Format("Amazon, other", ("amazon",), r"[A-Z]{1,3}\d{10,12}"),
    Format("Deutsche Post, matrix code", ("deutsche-post",), r"[0-9A-F]{20}"),
)  # fmt: skip

TELLING = tuple(row for row in FORMATS if row.is_telling)
_SEPARATORS = re.compile(r"[ \n.-]")
_SEPARATOR = r"[ .-]{0,2}+"  # possessive: there is no other reading, and so it is fast
_ATOM = re.compile(r"(\\d|\[[^\]]+\]|[0-9A-Z])(\{[\d,]+\})?")
_FIRST = re.compile(r"\(\?:.*?\)|(?:\\d|\[[^\]]+\]|[0-9A-Z])(?!\{)")


def spaced(shape: str) -> str:
    """The shape with a separator allowed between any two characters: `1Z\\d{2}` -> `1 Z 12`."""
    # In front stands an alternation or a single character: branches are told apart by it at once.
    first = _FIRST.match(shape)
    at = first.end() if first else 0
    rest = _ATOM.sub(lambda atom: f"(?:{_SEPARATOR}{atom[1]}){atom[2] or ''}", shape[at:])
    return shape[:at] + rest


_Fitting: TypeAlias = tuple[Format, Callable[[str], object]]
_SHAPES = [(row, re.compile(row.shape, re.A).fullmatch, widths(row.shape)) for row in FORMATS]
_BY_LENGTH: list[list[_Fitting]] = [
    [(row, fits) for row, fits, lengths in _SHAPES if length in lengths]
    for length in range(LONGEST + 1)
]
_TELLING_BY_LENGTH = [[pair for pair in rows if pair[0].is_telling] for rows in _BY_LENGTH]
_HOUSE = {courier.code: courier.code.partition("-")[0] for courier in COURIERS}


def formats_of(number: str, courier: str | None = None) -> list[Format]:
    """The formats whose shape a number (upper case, no separators) has, check digit aside.

    With a courier, those of its house only: DHL is one, be it `dhl-germany` or `dhl-express`.
    """
    return [row for row, fits in _rows(len(number), courier) if fits(number)]


def checked_formats(number: str, courier: str | None = None) -> list[Format]:
    """Of those formats the ones with a check digit, where it holds."""
    rows = _rows(len(number), courier)
    return [row for row, fits in rows if row.check and fits(number) and row.check(number)]


def _rows(length: int, courier: str | None) -> Sequence[_Fitting]:
    if length > LONGEST:
        return ()
    return _BY_LENGTH[length] if courier is None else _of_house(courier, length)


@lru_cache(maxsize=1024)  # bounded: a link may name any courier
def _of_house(courier: str, length: int) -> list[_Fitting]:
    return [pair for pair in _BY_LENGTH[length] if of_house(pair[0].couriers, courier)]


def is_sound(row: Format, number: str) -> bool:
    """True where the check digit of a number of that shape holds, or there is none."""
    return row.check is None or row.check(number)


def telling_format(number: str) -> Format | None:
    """The first format by which the number identifies itself."""
    if len(number) <= LONGEST:
        for row, fits in _TELLING_BY_LENGTH[len(number)]:
            if fits(number) and is_sound(row, number):
                return row
    return None


def is_unsound(number: str) -> bool:
    """True where a number would identify itself but for its check digit."""
    rows = _TELLING_BY_LENGTH[len(number)] if len(number) <= LONGEST else ()
    fitting = [row for row, fits in rows if fits(number)]
    return bool(fitting) and not any(is_sound(row, number) for row in fitting)


def couriers_of(row: Format, number: str) -> tuple[str, ...]:
    """The courier codes of a number of that format, likeliest first."""
    return row.couriers or POSTS.get(number[-2:], ())


def of_house(codes: Sequence[str], courier: str) -> tuple[str, ...]:
    """The codes of the courier's house."""
    house = _HOUSE.get(courier, courier)
    return tuple(code for code in codes if _HOUSE.get(code, code) == house)
