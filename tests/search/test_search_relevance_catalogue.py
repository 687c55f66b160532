"""What must and must not come of events, claims, excerpts and entities: read from the material.

Events and entities are named by their titles, claims by subject, property and value as written,
excerpts by words of their quotes.
"""

from __future__ import annotations

import pytest

from desktop_app.search.query import Query
from desktop_app.search.records import FACETS
from desktop_app.store import lists

COUNTER = "Bẻ gãy các đợt phản kích quanh Nặm Thà"
COMMAND = "Lập Bộ Tư lệnh chiến dịch"
STRONGPOINTS = "Đánh cụm cứ điểm Nặm Thà"
NIGHT = "Nổ súng đêm 4 tháng 5"
PARATROOPS = "Đánh tiểu đoàn dù ngày 5 tháng 5"
ASSAULT = "Đợt tiến công cuối, ngày 6 tháng 5"
XINH = "Đánh chiếm Mương Xỉnh"
ADVANCE = "Tiến ra Mương Long, Bạn Kha và Viêng Phu Kha"
HEIGHTS = "Đánh cao điểm 1620 và 1680"
PLAN = "Chuẩn y kế hoạch chiến dịch"
CAMPAIGN = "Chiến dịch Nặm Thà"

BOTH_THIRD = ("Tiểu đoàn 3 (Lữ đoàn 335)", "Tiểu đoàn 3 (Lữ đoàn 330)")

#: Query, titles or values that must come, and such as must not. Before the bar: which kind.
CASES: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    # Dates match by overlap.
    ("event", "date:1962-04-15", (COMMAND, COUNTER, PLAN), (XINH, NIGHT, HEIGHTS)),
    ("event", "date:15/4/1962", (COMMAND, COUNTER, PLAN), (XINH, NIGHT, HEIGHTS)),
    ("event", 'ngày:"15 tháng 4 năm 1962"', (COMMAND, COUNTER), (XINH, NIGHT)),
    ("event", "date:1962-04-08", (COUNTER,), (COMMAND, XINH)),
    ("event", "date:1962-04-20", (COUNTER,), (COMMAND, XINH)),
    ("event", "date:1962-04-21", ("Chỉ thị cho Cục Không quân",), (COUNTER, COMMAND)),
    ("event", "date:1962-04", (COMMAND, COUNTER, HEIGHTS), (XINH, ASSAULT, ADVANCE)),
    ("event", "date:1962-05-05", (PARATROOPS, STRONGPOINTS, ADVANCE), (NIGHT, ASSAULT, XINH)),
    ("event", "date:1962-05-04..1962-05-06", (NIGHT, PARATROOPS, ASSAULT), (XINH, HEIGHTS)),
    ("event", "date:<1962-04-08 kind:event 335", ("Lữ đoàn 335 lên đường",), (COUNTER,)),
    ("event", "date:>1962-05-06 Mương", (ADVANCE,), (XINH,)),
    ("event", "date:>=1962-05-06", (ASSAULT, STRONGPOINTS), (NIGHT, XINH)),
    ("event", "-date:1962-05 Nặm Thà", (COUNTER,), (STRONGPOINTS,)),
    # Events in words of both languages.
    ("event", "parachute battalion", (PARATROOPS,), (NIGHT,)),
    ("event", "capture of Muang Sing", (XINH,), (ADVANCE,)),
    ("event", "Heights 1620", (HEIGHTS,), (XINH,)),
    ("event", "cao diem 1620", (HEIGHTS,), (XINH,)),
    ("event", "Brigade 335", ("Lữ đoàn 335 lên đường",), (COUNTER,)),
    ("event", "unit:335", ("Lữ đoàn 335 lên đường",), (PARATROOPS,)),
    ("event", 'đơn-vị:"tiểu đoàn 701"', (COUNTER, NIGHT), (PARATROOPS, XINH)),
    ("event", 'place:"Mương Xỉnh"', (XINH,), (ASSAULT, COMMAND)),
    ("event", 'nơi:"Muang Sing"', (XINH,), (ASSAULT, COMMAND)),
    ("event", 'place:"Houayxay"', ("Truy đuổi về phía Huội Xài",), (XINH,)),
    ("event", "sự-kiện:Xỉnh", (XINH,), (HEIGHTS,)),
    # Claims by property, number, value, voice and state.
    ("claim", "property:killed", ("134", "35", "82"), ("227", "328", "194")),
    ("claim", "property:killed value:>100", ("134",), ("35", "82")),
    ("claim", "property:killed value:<100", ("35", "82"), ("134",)),
    ("claim", "property:killed value:35..82", ("35", "82"), ("134",)),
    ("claim", "property:killed value:>35", ("134", "82"), ("35",)),
    ("claim", "property:killed value:>=35", ("134", "82", "35"), ()),
    ("claim", "thuộc-tính:captured giá-trị:≥194", ("194", "328"), ("47",)),
    ("claim", "property:captured value:=47", ("47",), ("194", "328")),
    ("claim", "value:5600", ("5.600",), ("7.800",)),
    ("claim", "value:>5.600", ("7.800", "76.000"), ("5.600", "gần 1.800")),
    ("claim", "value:>=5,600", ("5.600", "7.800"), ("gần 1.800",)),
    ("claim", "value:1000..2000 kind:claim", ("gần 1.800", "1047 men"), ("5.600", "134")),
    ("claim", "value:<=1 destroyed", ("một",), ("134", "5.600")),
    ("claim", "conflict:", ("76.000 vạn", "76.000"), ("134", "5.600", "35")),
    ("claim", "mâu-thuẫn: kế hoạch", ("ngày 28 tháng 4", "1962, tháng 3, ngày 28"), ("76.000",)),
    ("claim", "uncited:", (), ("134", "5.600", "76.000")),
    ("claim", "cited: property:killed", ("134", "35", "82"), ()),
    ("claim", "property:rank person:Giang", ("Thiếu tướng",), ("Thượng tá",)),
    ("claim", "người:giang thiếu tướng", ("Thiếu tướng",), ("Thượng tá",)),
    ("claim", 'person:"Bang Giang"', ("Thiếu tướng",), ("Thượng tá", "134")),
    ("claim", "claim:1620", (), ("134",)),
    # Entities by any of their names; ids as such.
    ("entity", "Tiểu đoàn 3", BOTH_THIRD, ("BV13",)),
    ("entity", "Tiểu đoàn 2", ("Tiểu đoàn 2 (Pathết Lào)",), ("Tiểu đoàn 3 (Lữ đoàn 335)",)),
    ("entity", '"Tiểu đoàn 1"', ("Tiểu đoàn 1 (Lữ đoàn 335)",), ("Tiểu đoàn 701",)),
    ("entity", "quân ngụy", ("Quân đội Viêng Chăn",), ("Group 968",)),
    ("entity", "55e bataillon de parachutistes", ("Tiểu đoàn dù 55",), ("BV13",)),
    ("entity", "Xiêng Khoảng", ("Xiêng Khoảng",), ("Xiêng Khoông",)),
    ("entity", "Xiêng Khoông", ("Xiêng Khoông",), ("Xiêng Khoảng",)),
    ("entity", "khoang~", ("Xiêng Khoảng", "Xiêng Khoông"), ("Mương Xỉnh",)),
    ("entity", "968", ("Group 968",), ("Group 866", "Group 766")),
    ("entity", "1968 -968", (), ("Group 968",)),
    ("entity", "BV1*", ("BV13", "BV15", "BV18"), ("Tiểu đoàn dù 55",)),
    ("entity", "*phu kha", ("Viêng Phu Kha",), ("Bạn Kha",)),
    ("entity", "ໄຊຍະບູລີ", ("Xaynhabuli",), ("Phôngxalỳ",)),
    ("entity", "ນາໝໍ້", ("Na Mô",), ("Na Mon",)),
    ("entity", "Quân khu IV", ("Quân khu 4",), ("Quân khu Bắc",)),
    ("entity", "Annamite", ("Truong Son range",), ("Đồi Xanh",)),
    ("entity", "dduwowngf 9", ("Đường 9",), ("Đường 12",)),
    ("entity", "d9u7o7ng2 12", ("Đường 12",), ("Đường 9",)),
    ("entity", "kind:event", (), ("Đường 9",)),
    # Excerpts, by their words and by whom they concern.
    ("excerpt", '"12 xe vận tải"', ("12 xe vận tải, 279",), ("một máy bay hỏng",)),
    ("excerpt", "12 lorries", ("12 xe vận tải, 279",), ("một máy bay hỏng",)),
    ("excerpt", "đơn-vị:Xỉnh", ("4 đại đội đối phương",), ("một máy bay hỏng",)),
    ("excerpt", "bạn kha", ("một cánh lấy Bạn Kha",), ("một máy bay hỏng",)),
    ("excerpt", "date:1962-05-05 sườn", ("điểm cao ở sườn tây nam",), ("12 xe vận tải",)),
]  # fmt: skip


def find(library, query: str, kind: str, **wishes) -> list[str]:
    """Return the titles, values or quotes found, in order."""
    result = library.search(Query(text=query, kinds=(kind,), limit=1000, **wishes))
    rows = lists.get_listing(library._session.db, [hit.id for hit in result.hits])
    shown = "detail" if kind == "claim" else "title"
    return [rows[hit.id][shown] for hit in result.hits]


def is_in(wanted: str, found: list[str], kind: str) -> bool:
    return any(wanted in one for one in found) if kind == "excerpt" else wanted in found


@pytest.mark.parametrize(("kind", "query", "wanted", "unwanted"), CASES)
def test_what_must_come_comes_and_what_must_not_does_not(library, kind, query, wanted, unwanted):
    found = find(library, query, kind)
    assert [one for one in wanted if not is_in(one, found, kind)] == [], found
    assert [one for one in unwanted if is_in(one, found, kind)] == [], found
    everything = find(library, f"kind:{kind}", kind)
    assert [one for one in unwanted if not is_in(one, everything, kind)] == [], "no such record"


def test_open_dates_come_after_precise_ones(library):
    found = find(library, "date:1962-05-06", "event")
    assert found.index(ASSAULT) < found.index(ADVANCE)
    assert found.index(STRONGPOINTS) < found.index(ADVANCE)


def test_a_name_tells_what_it_may_mean(library):
    result = library.search(Query(text="trận nam tha"))
    meant = {(one.kind, one.title): one for one in result.meanings}
    town = meant["entity", "Thị xã Nặm Thà"]
    province = meant["entity", "Tỉnh Luổng Nặm Thà"]
    campaign = meant["event", CAMPAIGN]
    assert (town.words, town.named, campaign.named) == ("nam tha", True, False)
    assert town.query == f"trận entity:{town.id}"
    assert [one.named for one in result.meanings] == sorted(
        (one.named for one in result.meanings), reverse=True
    )
    of_campaign = find(library, f"entity:{campaign.id}", "claim")
    assert {"7.800", "gần 1.800", "1047 men"} <= set(of_campaign)
    of_town = find(library, f"entity:{town.id}", "claim")
    assert not set(of_town) & {"7.800", "gần 1.800", "1047 men"}
    assert ASSAULT in find(library, f"entity:{town.id}", "event")
    assert ASSAULT not in find(library, f"entity:{province.id}", "event")
    assert find(library, f"thực-thể:{town.id} property:killed", "claim") == []


@pytest.mark.parametrize("typed", ["Namtha", "nam-tha", "NAM THA", "Nậm Thà"])
def test_every_spelling_means_the_same(library, typed):
    meant = {one.title for one in library.search(Query(text=typed)).meanings}
    assert {"Thị xã Nặm Thà", "Tỉnh Luổng Nặm Thà", CAMPAIGN} <= meant


def test_one_of_two_battalions_can_be_chosen(library):
    result = library.search(Query(text="Tiểu đoàn 3"))
    ids = {one.title: one.id for one in result.meanings if one.named}
    assert set(ids) == set(BOTH_THIRD)
    assert HEIGHTS in find(library, f"entity:{ids['Tiểu đoàn 3 (Lữ đoàn 335)']}", "event")
    assert HEIGHTS not in find(library, f"entity:{ids['Tiểu đoàn 3 (Lữ đoàn 330)']}", "event")


def test_a_chosen_person_is_also_found_in_the_texts_by_every_name(library):
    result = library.search(Query(text="Bằng Giang"))
    (meaning,) = [one for one in result.meanings if one.named]
    pinned = library.search(Query(text=meaning.query, kinds=("document",)))
    assert pinned.total >= 2
    assert library.search(Query(text=meaning.query, kinds=("document",), expand=False)).total == 0


def test_what_was_read_as_telex_is_told(library):
    result = library.search(Query(text="nawmj thaf -xinhr"))
    assert (result.struck.method, result.struck.text) == ("Telex", "nặm thà -xỉnh")
    assert result.hits[0].exact
    assert library.search(Query(text="na8m5 tha2")).struck.method == "VNI"
    assert library.search(Query(text="nặm thà")).struck is None
    assert library.search(Query(text="nawmj thaf", exact=True)).total == 0
    assert library.search(Query(text="nawmj thaf", expand=False)).total == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("muogn xinh", "Mương Xỉnh"),
        ("laung namtha", "Luang Namtha"),
        ("Phumi Nosavn", "Phoumi Nosavan"),
        ("Phongsalu", "Phongsaly"),
        ("Xieng Khuang", "Xiêng Khoảng"),
        ("trận vieng pukha", "trận Viêng Phu Kha"),
        ("Sisavat Keobounphan", "Sisavath Keobounphanh"),
    ],
)
def test_a_slip_in_a_name_is_met_with_the_name(library, typed, meant):
    result = library.search(Query(text=typed))
    assert result.total == 0
    assert result.suggestion == meant
    assert library.search(Query(text=meant)).total > 0


def test_facets_count_what_hits_concern(library):
    result = library.search(Query(text="property:killed", facets=FACETS))
    assert result.facets["property"] == (("killed", 4),)
    assert result.facets["cited"] == (("cited", 4),) and result.total == 4
    for facet in ("source", "month", "entity"):
        for value, count in result.facets[facet]:
            chosen = frozenset({(facet, value)})
            assert library.search(Query(text="property:killed", chosen=chosen)).total == count
