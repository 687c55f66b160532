"""What must and must not come from the texts, written from reading them.

A place is "c:words" in the chronicle or "a:words" in the article: all places where these words
stand as written.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from desktop_app.search.query import Query
from desktop_app.store import documents, lists

NAM_THA = ("c:Nặm Thà", "a:Namtha (1962)")
PATHET_LAO = ("c:Pathết Lào", "a:Pathet Lao")
COMMISSION = ("c:Quân uỷ Trung ương", "c:Quân ủy Trung ương")
KHOANG = ("c:Xiêng Khoảng", "a:Xiangkhouang")
JARS = ("c:Cánh đồng Chum", "a:Plain of Jars")
PUPPETS = ("c:uân nguỵ Lào", "c:quân ngụy Viêng Chăn", "c:ngụy miền Nam")
DECISION = "c:40/QU-TW"
END = "c:(còn tiếp)"

#: Query, places that must come, places that must not.
CASES: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    # Case, tones, one name in its spellings and languages.
    ("nam tha", NAM_THA, (DECISION, END)),
    ("NAM THA", NAM_THA, (DECISION, END)),
    ("nặm thà", NAM_THA, (DECISION, END)),
    ("Nậm Thà", NAM_THA, (DECISION, END)),
    ("nam-tha", NAM_THA, (DECISION, END)),
    ("Namtha", NAM_THA, (DECISION, END)),
    ('"nam tha"', ("c:Nặm Thà",), ("a:Namtha (1962)", DECISION)),
    ("Luang Namtha", ("c:Luổng Nặm Thà", "c:Nặm Thà"), (DECISION,)),
    ("Luông Nậm Thà", ("c:Luổng Nặm Thà",), (DECISION,)),
    ("ຫຼວງນ້ຳທາ", ("c:Nặm Thà",), (DECISION,)),
    ("ຫຼວງນໍ້າທາ", ("c:Nặm Thà",), (DECISION,)),
    ('="nặm thà"', ("c:Nặm Thà",), ("a:Namtha (1962)",)),
    ('="nam tha"', (), ("c:Nặm Thà", "a:Namtha (1962)")),
    ("muong xinh", ("c:Mương Xỉnh",), (DECISION, "a:Muang Soui")),
    ("Muang Sing", ("c:Mương Xỉnh",), (DECISION, "a:Muang Soui")),
    ("ເມືອງສິງ", ("c:Mương Xỉnh",), (DECISION,)),
    ("Muang Xay", ("c:Mương Xài",), (DECISION,)),
    # Old and new places of the tone.
    ("nguỵ", PUPPETS, (DECISION, END)),
    ("ngụy", PUPPETS, (DECISION, END)),
    ("=ngụy", PUPPETS, (DECISION,)),
    ("nguy", PUPPETS, (DECISION,)),
    ("hoả lực", ("c:hoả lực",), (DECISION,)),
    ("hỏa lực", ("c:hoả lực",), (DECISION,)),
    ("=hòa =bình", ("c:trong hoà bình", "c:là hòa bình"), (DECISION,)),
    ("quân uỷ trung ương", COMMISSION, (END,)),
    ('"quân ủy trung ương"', COMMISSION, (END,)),
    ("Central Military Commission", COMMISSION, (END,)),
    # The vowel y or i.
    ("Mĩ", ("c:Được Mỹ giúp", "c:đề phòng Mỹ"), (DECISION, END)),
    ("Mỹ", ("c:Được Mỹ giúp", "c:đề phòng Mỹ"), (DECISION, END)),
    ("=Mĩ", (), ("c:Được Mỹ giúp",)),
    ("=Mỹ", ("c:Được Mỹ giúp",), (DECISION,)),
    ("chiến sỹ", ("c:người chiến sĩ",), (DECISION,)),
    ('"tử sỹ"', ("c:tử sĩ và các hàng hoá",), (DECISION,)),
    ("cao quí", ("c:phẩm chất cao quý",), (DECISION,)),
    ("LI-2", ("c:hai LY-2",), (DECISION,)),
    ('"tai sai"', (), ("c:chính quyền tay sai",)),
    ('"chỉ hui"', (), ("c:do Quân khu Bắc chỉ huy",)),
    ('"hay mi"', (), ("c:hai LY-2",)),
    # Names that look alike and are not the same.
    ("Xiêng Khoảng", KHOANG, ("c:Xiêng Khoông",)),
    ("xieng khoang", KHOANG, ("c:Xiêng Khoông",)),
    ("Xieng Khouang", KHOANG, ("c:Xiêng Khoông",)),
    ("Xiang Khouang", KHOANG, ("c:Xiêng Khoông",)),
    ("Xiêng Khoông", ("c:Xiêng Khoông",), KHOANG),
    ("xieng khoong", ("c:Xiêng Khoông",), KHOANG),
    ("Chiang Khong", ("c:Xiêng Khoông",), KHOANG),
    ("เชียงของ", ("c:Xiêng Khoông",), KHOANG),
    ("Na Mon", ("c:Na Mon",), ("c:Na Mô,",)),
    ("Na Mô", ("c:Na Mô,",), ("c:Na Mon",)),
    ("Nặm Xinh", ("c:Nặm Xinh",), (DECISION, "c:Nặm Thà về phía Việt Nam")),
    ("Điện Biên Phủ", ("a:Dien Bien Phu",), ("c:lên Điện Biên rồi",)),
    ("Dien Bien", ("c:lên Điện Biên rồi", "a:Dien Bien Phu"), (DECISION,)),
    # Written together, apart, with hyphens and apostrophes.
    ("Pathet Lao", PATHET_LAO, (END,)),
    ("Pa-thét Lào", PATHET_LAO, (END,)),
    ("pathết", ("c:Pathết",), (END, DECISION)),
    ("Pa thét", ("c:Pathết",), (END, DECISION)),
    ("Phabang", ("c:Phạbang",), (DECISION,)),
    ("Pha Bang", ("c:Phạbang",), (DECISION,)),
    ("Luổng Phạbang", ("c:Phạbang", "a:Luang Prabang"), (DECISION,)),
    ("Luang Prabang", ("c:Phạbang", "a:Luang Prabang"), (DECISION,)),
    ("self defence", ("a:self-defence",), (DECISION,)),
    ("selfdefence", ("a:self-defence",), ()),
    ("close-knit", ("a:close-knit",), ()),
    ("Lao People's Army", ("a:Lao People’s Army",), (END,)),
    ("Peoples Army", ("a:Lao People’s Army",), (END,)),
    ("AN 2", ("c:AN-2",), (DECISION,)),
    ("IL14", ("c:IL-14",), (DECISION,)),
    ("ly-2", ("c:LY-2",), (DECISION,)),
    # Places, people and units in the other language.
    ("Plain of Jars", JARS, (DECISION,)),
    ("cánh đồng chum", JARS, (DECISION,)),
    ("Plaine des Jarres", JARS, (DECISION,)),
    ("Phongsaly", ("a:Phongsaly", "c:Phôngxalỳ"), (DECISION,)),
    ("Sam Neua", ("a:Sam Neua", "c:Sầm Nưa"), (DECISION,)),
    ("Xam Nua", ("a:Sam Neua", "c:Sầm Nưa"), (DECISION,)),
    ("Sayaboury", ("c:Xaynhabuli",), (DECISION,)),
    ("Vientiane", ("a:Vientiane Conference", "c:Viêng Chăn"), (DECISION,)),
    ("Houayxay", ("c:Huội Xài",), (DECISION,)),
    ("Green Hill", ("c:Đồi Xanh",), (DECISION,)),
    ("Road 9", ("c:đường 9 và", "a:Route 9"), (DECISION,)),
    ("Neo Lao Hak Xat", ("c:Neo Lào Hắc Xạt",), (DECISION,)),
    ("Lao Patriotic Front", ("c:Neo Lào Hắc Xạt",), (DECISION,)),
    ("Phoumi Nosavan", ("c:Phumi",), (DECISION,)),
    ("Sisavath Keobounphanh", ("c:Xỉxávạt Kẹo Bunphăn",), (DECISION,)),
    ("Bang Giang", ("c:Bằng Giang",), (DECISION,)),
    ("Tran Do", ("c:Trần Độ",), (END,)),
    ("Le Trong Tan", ("c:Lê Trọng Tấn",), ("a:LE THANH BAI", DECISION)),
    ("Lê Thanh Bài", ("a:LE THANH BAI",), ("c:Lê Trọng Tấn",)),
    ("Tô Lâm", ("a:To Lam",), (DECISION,)),
    ("Cayxỏn Phômvihản", ("a:Kaysone Phomvihane",), (DECISION,)),
    ("Huỳnh Đắc Hương", ("a:Huynh Dac Huong",), (DECISION,)),
    ("Uncle Ho", ("a:Uncle Ho", "a:President Ho Chi Minh"), (DECISION,)),
    ("VPA", ("a:VPA", "c:Quân đội nhân dân Việt Nam"), (DECISION,)),
    ("Đảng Cộng sản Đông Dương", ("a:Indochinese Communist Party",), (DECISION,)),
    ("Group 959", ("a:Group 959", "c:Đoàn 959"), (DECISION,)),
    ("Mobile Group 11", ("c:Binh đoàn cơ động 11",), (DECISION,)),
    ("GM 15", ("c:Binh đoàn cơ động 15",), (DECISION,)),
    ("Military Region 4", ("c:Quân khu 4",), ("c:Quân khu Bắc chỉ huy",)),
    ("Vietnamese volunteer units", ("a:Vietnamese volunteer units", "c:uân tình nguyện"), (END,)),
    # Numbers are whole, whatever marks their thousands and decimals.
    ("968", ("a:and 968",), ("a:(1968)",)),
    ("1968", ("a:(1968)",), ("a:and 968",)),
    ("5600", ("c:5.600 tên",), (DECISION,)),
    ("5,600", ("c:5.600 tên",), (DECISION,)),
    ("5.600", ("c:5.600 tên",), (DECISION,)),
    ("7,800", ("c:7.800 người",), (DECISION,)),
    ("1800", ("c:gần 1.800",), ("c:khoảng 7.800",)),
    ("76000", ("c:76.000 vạn",), (DECISION,)),
    ("12.7mm", ("c:12,7mm",), (DECISION,)),
    ("12,7 mm", ("c:12,7mm",), (DECISION,)),
    ("105 mm", ("c:105mm",), (DECISION,)),
    ("800 km2", ("c:800km2",), (DECISION,)),
    ("1/6", ("c:1/6 lực lượng",), ()),
    ("A76", ("c:A76",), ("c:76.000 vạn",)),
    ("40/QU-TW", (DECISION,), ("c:BV13",)),
    ("cao điểm 1680", ("c:1620, 1680",), (DECISION,)),
    ('"tiểu đoàn 2"', ("c:Tiểu đoàn 2",), ("c:Tiểu đoàn 3 và Tiểu đoàn 1",)),
    ('"tiểu đoàn 1"', ("c:Tiểu đoàn 1,", "c:hai tiểu đoàn 1 và 3"), ("c:Tiểu đoàn 701, các",)),
    ("Battalion 701", ("c:Tiểu đoàn 701",), ("c:Tiểu đoàn 3 và Tiểu đoàn 1",)),
    ("30 October 1949", ("a:30 October 1949",), (DECISION,)),
    # Phrases, nearness, operators.
    ('"Nặm Thà Mương Xỉnh"', ("c:Nặm Thà - Mương Xỉnh",), ("c:Mương Xài - Nặm Thà",)),
    ('"Quân khu Tây Bắc"', ("c:Quân khu Tây Bắc",), ("c:Quân khu Bắc chỉ huy",)),
    ('"SEATO tiền tiêu"~5', ("c:khối quân sự SEATO",), ()),
    ('"SEATO tiền tiêu"~4', (), ("c:khối quân sự SEATO",)),
    ('"Phumi Mỹ"~6', ("c:tay sai Phumi",), ()),
    ('"Phumi Mỹ"~5', (), ("c:tay sai Phumi",)),
    ("SEATO OR Giơnevơ", ("c:SEATO", "c:Giơnevơ"), (DECISION,)),
    ("SEATO HOẶC Giơnevơ", ("c:SEATO", "c:Giơnevơ"), (DECISION,)),
    ("Phumi NOT Mỹ", ("c:tinh nhuệ nhất của Phumi",), ("c:tay sai Phumi",)),
    ("Phumi -Mỹ", ("c:tinh nhuệ nhất của Phumi",), ("c:tay sai Phumi",)),
    ("(SEATO OR Nòxavẳn) KHÔNG Mỹ", ("c:khối quân sự SEATO",), ("c:tay sai Phumi",)),
    # Open places and slips.
    ("Xayn*", ("c:Xaynhabuli",), (DECISION,)),
    ("*buli", ("c:Xaynhabuli",), (DECISION,)),
    ("phôn*alỳ", ("c:Phôngxalỳ",), (DECISION,)),
    ("ph?mi", ("c:Phumi",), (DECISION,)),
    ("kayso*", ("a:Kaysone",), (DECISION,)),
    ("Xaynaburi~2", ("c:Xaynhabuli",), (DECISION,)),
    ("Xaynaburi~1", (), ("c:Xaynhabuli",)),
    ("Phoungsaly~", ("a:Phongsaly",), ("c:Phôngxalỳ",)),
    # By language and source.
    ("lang:en Laos", ("a:Upper Laos Campaign",), ("c:Thượng Lào",)),
    ("tiếng:Việt Laos", ("c:Thượng Lào",), ("a:Upper Laos",)),
    ('nguồn:"whole chronicle" SEATO', ("c:SEATO",), ()),
    ('source:"whole article" Laos', ("a:Upper Laos",), ("c:Thượng Lào",)),
    # Struck without an input method.
    ("nawmj thaf", ("c:Nặm Thà",), (DECISION,)),
    ("na8m5 tha2", ("c:Nặm Thà",), (DECISION,)),
    ("ddooif xanh", ("c:Đồi Xanh",), (DECISION,)),
    ("d9o62i xanh", ("c:Đồi Xanh",), (DECISION,)),
    ("xieeng khooong", ("c:Xiêng Khoông",), KHOANG),
    ("Tra62n D9o65", ("c:Trần Độ",), (END,)),
    ("quaan uyr trung uwowng", COMMISSION, (END,)),
    ("phajbang", ("c:Phạbang",), (DECISION,)),
]  # fmt: skip


@pytest.fixture(scope="module")
def texts(library) -> dict[str, tuple[str, str]]:
    """Return id and text of the chronicle and the article."""
    db = library._session.db
    titles = {row["title"]: one for one, row in lists.get_listing(db, db.column(
        "SELECT id FROM document")).items()}  # fmt: skip
    ids = {"c": titles["The whole chronicle"], "a": titles["The whole article"]}
    return {key: (one, documents.get_text(db, one)) for key, one in ids.items()}


def list_places(texts: dict[str, tuple[str, str]], place: str) -> list[tuple[str, int, int]]:
    key, _, words = place.partition(":")
    document, text = texts[key]
    return [(document, m.start(), m.end()) for m in re.finditer(re.escape(words), text)]


def holds(hits: Any, place: tuple[str, int, int]) -> bool:
    document, start, end = place
    return any(h.document == document and h.start <= start and end <= h.end for h in hits)


@pytest.mark.parametrize(("query", "wanted", "unwanted"), CASES, ids=[case[0] for case in CASES])
def test_what_must_come_comes_and_what_must_not_does_not(library, texts, query, wanted, unwanted):
    result = library.search(Query(text=query, kinds=("document",), limit=1000))
    for name in wanted:
        places = list_places(texts, name)
        assert places, f"{name} does not stand in the text"
        assert [place for place in places if not holds(result.hits, place)] == [], name
    for name in unwanted:
        places = list_places(texts, name)
        assert places, f"{name} does not stand in the text"
        assert [place for place in places if holds(result.hits, place)] == [], name


def test_there_are_enough_cases():
    assert len({query for query, _, _ in CASES}) == len(CASES) > 130


def test_hits_mark_the_words_in_the_text_itself(library, texts):
    result = library.search(Query(text="xieng khoong", kinds=("document",), limit=100))
    chronicle, text = texts["c"]
    (found,) = [one for one in library.show(result) if one.document == chronicle]
    assert text[found.start : found.end] == "Xiêng Khoông"
    start, end = found.snippet.marks[0]
    assert found.snippet.text[start:end] == "Xiêng Khoông"
