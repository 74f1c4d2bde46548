"""Text -> references: numbers, words and letters that stand close to others."""

import pytest

from bot.core.reference import Kind
from tests.core.test_reference import UPS, read, values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12345678; Tracking (GLS): 50612345678", ["50612345678"]),
        ("Art.-Nr. 482976914\nDPD: 01505012345678", ["01505012345678"]),
        ("SHOP-16200. Tracking: LX724457390GB", ["LX724457390GB"]),
        ("10.03.2024, numéro de suivi 88112233445", ["88112233445"]),
        ("50612345678 (GLS), 01505012345678 (DPD)", ["50612345678", "01505012345678"]),
        ("PK1,01505012345678,DPD\nPK2,50612345678,GLS", ["01505012345678", "50612345678"]),
    ],
)
def test_a_word_that_announces_the_next_number_says_nothing_of_the_one_before(
    text: str, expected: list[str]
) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    ["Ref#: PK1004 / PO: 4500123456 / Bon: 9001234567 / DHL acct 963852741",
     "Versand mit UPS\t1Z999AA10123456784\tMemo# 647324894864",
     "Tracking: 1Z999AA10123456784 / Debitor: 348596094967 / Pos 396317802584",
     "Tracking number: 1Z999AA10123456784 - Device-Nr. 329916283310",
     "TBA986756092880 (SEUR)\tDebitor 0788188758917"],
)  # fmt: skip
def test_a_number_with_a_label_of_its_own_is_no_parcel_of_the_cell_beside(text: str) -> None:
    assert [n for n in values(text) if n.isdigit()] == []


@pytest.mark.parametrize(
    ("text", "couriers"),
    [
        ("Carrier: BRT\nNumero spedizione: 199300445566", ["brt"]),
        ("Tracking: 05212345678901\nCarrier: DPD", ["dpd"]),
        ("Versand mit GLS. Tracking number 90512345678", ["gls"]),
        ("tracking_number=01505044445555, courier=dpd; Rechnung 3899457475", ["dpd"]),
        ("Yodel JD0002254283255172; Tracking: 386056534855\nCarrier: GLS", ["yodel", "gls"]),
        ("DHL: 00340434161094042557\nTracking: 50612345678 (GLS)", ["dhl-germany", "gls"]),
    ],
)
def test_the_courier_may_stand_in_the_line_beside(text: str, couriers: list[str]) -> None:
    assert [ref.couriers[0] for ref in read(text).found] == couriers


def test_the_courier_right_behind_a_number_is_nearer_than_the_one_of_the_number_before() -> None:
    found = read("Amazon TBA986756092880\tSendung 8256602150438741 (evri)").found
    assert [ref.couriers[0] for ref in found] == ["amazon", "evri"]


@pytest.mark.parametrize(
    "text",
    ["tracking 8811223344 | 380 2259107", "Sendungsnummer 55667788 | 4006381333931",
     "tracking 863627669, SHOP-12300",
     "tracking: 1Z999AA10123456784 | 4006381333931 | 2 pcs"],
)  # fmt: skip
def test_a_list_goes_on_with_numbers_like_the_first_only(text: str) -> None:
    assert len(values(text)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JJD 00 039 001 2345678902", "JJD000390012345678902"),
        ("RK 008 342 876 FR", "RK008342876FR"),
        ("5S 07835 670873", "5S07835670873"),
        ("99 34 000012 34567890", "993400001234567890"),
        ("+45 27 84 92 32 - 1ZQ5CCSM0107638248", "1ZQ5CCSM0107638248"),
        ("DHL: 0034043416\n1908070608", "00340434161908070608"),
        ("tba 091827364500", "TBA091827364500"),
        ("BRT 028001234567", "028001234567"),
        ("mi envío de MRW 028001234567", "028001234567"),
        ("GLS Track ID ZKQW12AB", "ZKQW12AB"),
        ("GLS TrackID ZKQW12AB", "ZKQW12AB"),
        ("SEUR exp. 55667788990011", "55667788990011"),
        ("<https://gls-group.com/DE/paketverfolgung?match=ZM9P8K7L>", "ZM9P8K7L"),
        ("Where is 50612345678? It's with GLS", "50612345678"),
        ("Hermes 05764223834969,20.02.2024", "05764223834969"),
        ("00 34 12 10 06 04 96 98 55 25", "00341210060496985525"),
        ("my evri parcel h0smlb7047673874", "H0SMLB7047673874"),
        ("bpost barcode 323272536957856874642419", "323272536957856874642419"),
        ("mondial relay expédition 15983773", "15983773"),
        ("DPD 098370248202505", "098370248202505"),
        ("réclamation DPD 01505012345678", "01505012345678"),
        ("account closed, GLS 50612345678", "50612345678"),
        ("see the invoice. GLS 50612345678 is lost", "50612345678"),
        ("Invoice sent. GLS 50612345678", "50612345678"),
        ("ticket: GLS 50612345678", "50612345678"),
        ("they claim GLS 50612345678 is lost", "50612345678"),
        ("shipped via mondial relay as 15983773", "15983773"),
        ("15983773 przez mondial relay", "15983773"),
        ("zendingnr 233240555846", "233240555846"),
        ("pakketnr 252570247759", "252570247759"),
        ("fedex-831858508172", "831858508172"),
        ("DHL00340434161094042557", "00340434161094042557"),
    ],
)
def test_what_looks_like_a_telephone_a_price_or_a_list_may_be_one_number(
    text: str, expected: str
) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(Österreichische Post) 1040 9992 9837 5077 6993 60", "1040999298375077699360"),
        ("JJD 01 138 677 7092954\t12.03.2024", "JJD011386777092954"),
        ("RR123456785DE\n4711", "RR123456785DE"),
    ],
)
def test_a_number_ends_where_its_groups_end(text: str, expected: str) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize("code", ["123", "12/27 737", "12"])
def test_a_card_with_its_code_or_month_is_no_parcel(code: str) -> None:
    for words in ("tracking number", "dhl", "GM", "InPost"):
        assert values(f"{words} 4111 1111 1111 1111 {code}") == []


@pytest.mark.parametrize(
    "text",
    [
        "DHL 3471234567",
        "Paket 004930901820",
        "tracking SHOP-20417",
        "p.iva 12345678901, tracking",
        "SN: 123456789012, sent with UPS",
        "Rahmenvertragsnummer 4500012345 DHL",
        "DHL Abrechnungsnummer 22222222220101",
        "Abrechnungsnummer DHL 50123456780101",
        "Kundennummer bei DHL: 5012345678",
        "DHL Kd.-Nr. 26260908247042",
        "Art.-Nr. 5218584474 DHL",
        "DHL contractnummer 65599079151",
        "GLS numer umowy 65556414949",
        "reclamación 14429364232 GLS",
        "DPD claim 79777538970923",
        "PO 50612345678, GLS",
        "GLS 50612345678 €",
        "UPS 506123456789 pcs",
        "DHL pickup code 80813033759366",
        "supplier number 13038437932 DHL",
        "Lieferantennummer 50711087325 DHL",
        "DHL Versicherungsnummer 88035158862572",
        "GLS presupuesto 11916295027",
        "Debitor 50612345678, GLS",
        "call DHL 3384630115",
        "factura de SEUR nº 12345678901",
        "fattura BRT n. 123456789012",
        "faktura DPD nr 12345678901234",
        "Rechnung von GLS: 50612345678",
        "contract with GLS 50612345678",
        "Konto bei GLS 50612345678",
        "invoice no. with GLS: 50612345678",
        "tél. DPD 01505012345678",
        "nº de cliente GLS 50612345678",
        "EAN GLS 50612345678",
        "Nacex 715931347",
        "SEUR 4917669287484",
        "DHL\n325 171 53 86",
        "GLS 133 7209 3462",
        "livreur Mondial Relay 3487976576",
        "Austrian Post 3366729105",
    ],
)
def test_what_is_something_else_is_no_parcel_beside_words_of_parcels(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize("words", ["tracking", "Sendungsnummer", "GLS", "Amazon", "evri", "UPS"])
@pytest.mark.parametrize(
    "text",
    ["2023-11-04", "12.11.2024", "24.08.2026 14:05", "191.186.155.114", "1778197192.537877",
     "C0610101326", "U0BH0B5M9D1", "9dbb3299a59cde1a1da92d259011e2dd", "1e8c0d2", "ABC-26735",
     "20241128", "p1752175873506221",
     "ae9c0313528b884c"],
)  # fmt: skip
def test_what_is_never_looked_up_is_not_beside_words_of_tracking_either(
    words: str, text: str
) -> None:
    assert values(f"{words} {text}") == []


def test_an_ean_is_no_parcel() -> None:
    assert values("Paket 4006381333931") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Postleitzahl: 1010 zu PK1004", "1010"),
        ("PK1004 postcode 9000 in Gent", "9000"),
        ("PK1004 postcode 3511 lx", "3511 LX"),
        ("PK1004 *PLZ*: `10115`", "10115"),
        ("PK1004 PLZ/Ort: 10115 Berlin", "10115"),
        ("PK1004 postal_code=75011", "75011"),
        ("PK1004 postalcode 10115", "10115"),
    ],
)
def test_a_postal_code_ends_before_the_next_word(text: str, code: str) -> None:
    assert read(text).postal_code == code


@pytest.mark.parametrize(
    "text",
    [
        "Live-Musik heute, PK1004",
        "Wir sind live! PK1004",
        "PK1004, we go live",
        "PK1004: wir gehen morgen live",
        "is your shop live? PK1004",
    ],
)
def test_live_in_another_word_or_sentence_asks_for_no_refresh(text: str) -> None:
    assert not read(text).is_live


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Order | Tracking\nPK1004 | 123456789017", ["123456789017"]),
        ("Bestellnr.\tSendungsnr.\tTelefon\nPK1540\t01505012312312\t0301234567\n"
         "PK1541\t01505012312313\t03012345678", ["01505012312312", "01505012312313"]),
        ("order,tracking,ean\nPK1004,50612345678,4006381333931", ["50612345678"]),
        ("| Order | Numéro de suivi | Prix |\n|---|---|---|\n| PK1004 | 50612345678 | 12345678 |",
         ["50612345678"]),
        ("tracking,ean,gls\n50612345678,50612345679,x", ["50612345678"]),
        ("Hi all, see below\norder,tracking\nPK1004,50612345678", ["50612345678"]),
        ("tracking | order\nno number | 50612345678", []),
        ("tracking | order\n50612345678 and more words | PK1004", []),
    ],
)  # fmt: skip
def test_the_head_of_a_column_says_what_the_numbers_below_are(
    text: str, expected: list[str]
) -> None:
    assert [value for value in values(text) if value.isdigit()] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Order: PK1004/PK1005", ["PK1004", "PK1005"]),
        ("Bestellung: PK1004—danke", ["PK1004"]),
        ("Order: PK1004/2", ["PK1004"]),
        ("order:PK1004—", ["PK1004"]),
        ("order:4711-A", ["4711-A"]),
        ("Order: 4711-A", ["4711-A"]),
    ],
)
def test_behind_order_and_a_blank_a_pattern_knows_its_own_numbers(
    text: str, expected: list[str]
) -> None:
    assert values(text) == expected


def test_a_reference_in_prose_that_a_pattern_matches_is_an_order_number() -> None:
    assert [ref.kind for ref in read("ref: PK1004").found] == [Kind.ORDER_NUMBER]
    assert [ref.kind for ref in read("ref: SHIPMENT-1").found] == [Kind.EXTERNAL_REFERENCE]
    assert [ref.kind for ref in read("ref:PK1004").found] == [Kind.EXTERNAL_REFERENCE]
    assert [ref.kind for ref in read("customer: PK1004").found] == [Kind.CUSTOMER_NUMBER]


def test_a_plus_and_a_blank_between_two_numbers_joins_them() -> None:
    assert values("DPD 09523170466089 + 09388879792498") == ["09523170466089", "09388879792498"]
    assert values("GLS 50612345678 + 50612345679") == ["50612345678", "50612345679"]
    assert values("GLS + 49 170 1234567") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FYI: customer:K-77", ["K-77"]),
        (":wave: ref:SHIPMENT-1 :pray:", ["SHIPMENT-1"]),
        ("NB: order:4711-A, customer:K-77", ["4711-A", "K-77"]),
        ("_customer:K-77_", ["K-77"]),
        ("my_customer:K-77", []),
        ("_order: 4712/B_", ["4712/B"]),
        (":white_check_mark: 01372318431644 – DPD", ["01372318431644"]),
        (":wave: 01372318431644 – DPD", ["01372318431644"]),
        ("memo_of: 01372318431644 – DPD", []),
        ("_jane@example.com_", ["jane@example.com"]),
        ("_ask jane@example.com_", ["jane@example.com"]),
        ("_jane@example.com says so_", ["jane@example.com"]),
        ("write to _jane@example.com", ["_jane@example.com"]),
        (f"(https://www.ups.com/track?tracknum={UPS})", [UPS]),
        (f"`https://www.ups.com/track?tracknum={UPS}`", [UPS]),
        (f"https://www.ups.com/track?tracknum={UPS}.", [UPS]),
        (f"*https://www.ups.com/track?tracknum={UPS}*, thanks", [UPS]),
    ],
)
def test_what_stands_around_does_no_harm(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_an_intent_may_be_said_in_words_that_elsewhere_mean_something_else() -> None:
    assert read("statut en direct de PK1004").is_live
    assert not read("en direct de Paris: PK1004").is_live
    assert read("any returns on PK1004?").is_returns
    assert not read("live ticker: PK1004").is_live
    assert read("aktualisier mal PK1004").is_live
    assert read("PK1004 Liveabfrage").is_live
    assert not read("we gaan live, PK1004").is_live
    assert not read("I'll return to PK1004 tomorrow").is_returns
    assert not read("j'attends un retour sur PK1004").is_returns
    assert read("is de retour van PK1004 binnen?").is_returns
    assert not read("il est de retour, PK1004").is_returns


def test_a_word_for_a_number_that_nobody_listed_may_still_be_an_orders() -> None:
    assert values("Onlinebestellnummer 10023344", r"\d{8}") == ["10023344"]
    assert values("Hausnummer 10023344", r"\d{8}") == []
