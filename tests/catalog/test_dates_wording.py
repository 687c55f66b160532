import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.dates import format_date, parse_date, parse_edtf, read_date

READ = {
    "ngày 8 tháng 3 năm 1962": "1962-03-08",
    "tháng 3 năm 1962": "1962-03",
    "tháng 3-1962": "1962-03",
    "năm 1962": "1962",
    "năm 938": "0938",
    "đầu tháng 3 năm 1962": "1962-03-01~/1962-03-10~",
    "trung tuần tháng 3 năm 1962": "1962-03-11~/1962-03-20~",
    "hạ tuần tháng 2 năm 1964": "1964-02-21~/1964-02-29~",
    "cuối tháng 3 năm 1962": "1962-03-21~/1962-03-31~",
    "giữa năm 1949": "1949-05~/1949-08~",
    "khoảng giữa năm 1949": "1949-05~/1949-08~",
    "từ ngày 8 đến 20 tháng 4 năm 1962": "1962-04-08/1962-04-20",
    "Từ ngày 28 tháng 4 đến 3 tháng 5 năm 1962": "1962-04-28/1962-05-03",
    "từ 8 đến 20-4-1962": "1962-04-08/1962-04-20",
    "8–20/4/1962": "1962-04-08/1962-04-20",
    "từ tháng 3 năm 1962 đến tháng 5": "1962-03/1962-05",
    "từ cuối tháng 3 đến đầu tháng 5 năm 1962": "1962-03-21~/1962-05-10~",
    "đêm 4 tháng 5 năm 1962": "1962-05-04",
    "đêm 4 rạng sáng ngày 5 tháng 5 năm 1962": "1962-05-04/1962-05-05",
    "3 giờ 30 phút sáng ngày 6 tháng 5 năm 1962": "1962-05-06T03:30:00",
    "8 giờ tối ngày 4-5-1962": "1962-05-04T20:00:00",
    "mùa mưa 1962": "1962-05~/1962-10~",
    "mùa khô 1962-1963": "1962-11~/1963-04~",
    "Đông Xuân 1953-1954": "1953-24/1954-21",
    "mùa thu năm 1950": "1950-23",
    "những năm 1960": "196X",
    "thế kỷ XX": "19XX",
    "quý I năm 1962": "1962-33",
    "nửa cuối năm 1962": "1962-41",
    "8-3-1962": "1962-03-08",
    "08/03/1962": "1962-03-08",
    "8.3.1962": "1962-03-08",
    "6/5/1962": "1962-05-06",
    "khoảng năm 1950": "1950~",
    "tháng năm năm 1962": "1962-05",
    "tháng Tư năm 1962": "1962-04",
    "tháng mười năm 1962": "1962-10",
    "ngày mười lăm tháng Giêng năm 1962": "1962-01-15",
    "ngày mồng 8 tháng 3 năm 1962": "1962-03-08",
    "Thứ Năm, ngày 8 tháng 3 năm 1962": "1962-03-08",
    "trước năm 1962": "[..1961]",
    "sau ngày 31 tháng 12 năm 1961": "[1962-01-01..]",
    "kể từ năm 1930": "1930/..",
    "ngày 4, 5 và 6 tháng 5 năm 1962": "{1962-05-04,1962-05-05,1962-05-06}",
    "năm 1953 hoặc 1954": "[1953,1954]",
    "8 March 1962": "1962-03-08",
    "March 8, 1962": "1962-03-08",
    "the 8th of March, 1962": "1962-03-08",
    "8–20 April 1962": "1962-04-08/1962-04-20",
    "from 8 to 20 April 1962": "1962-04-08/1962-04-20",
    "April 8-20, 1962": "1962-04-08/1962-04-20",
    "28 December – 3 January 1962": "1961-12-28/1962-01-03",
    "late March 1962": "1962-03-21~/1962-03-31~",
    "spring of 1953": "1953-21",
    "Winter Spring 1953 - 1954": "1953-24/1954-21",
    "1950 Autumn Winter": "1950-23/1950-24",
    "mid-1949": "1949-05~/1949-08~",
    "since mid-1959": "1959-05~/..",
    "since 1930": "1930/..",
    "circa 1950": "1950~",
    "between 1954 and 1958": "1954/1958",
    "1953-54": "1953/1954",
    "1939-41": "1939/1941",
    "the early 1960s": "1960~/1963~",
    "[April 1962?]": "1962-04?",
    "3.30 p.m., 6 May 1962": "1962-05-06T15:30:00",
    "le 1er mai 1962": "1962-05-01",
    "8 août 1962": "1962-08-08",
    "1962-05/..": "1962-05/..",
    "1962-21": "1962-21",
    "196X": "196X",
}
UNREADABLE = [
    "", " ", "?", "hello", "134 tên", "Tiểu đoàn 4", "5/13/1962", "21/1962", "31/4/1962",
    "29/2/1930", "30 tháng 2 năm 1962", "ngày 28 tháng 4", "8-3-62", "8/3", "ngày 8",
    "111 BC", "after 9999",
    "ngày 8 tháng 3 năm 19622", "từ ngày 28 đến ngày 3 tháng 5 năm 1962", "1962 - 1961",
    "tháng 13 năm 1962",
    "12,7mm", "1620, 1680", "mùa khô 1962-1964", "()", "[]", "a" * 3000, "- " * 300, "từ " * 300,
    "3 giờ " * 26, "khoảng " * 22, "đêm " * 40,
]  # fmt: skip


@pytest.mark.parametrize(("wording", "edtf"), READ.items())
def test_read(wording: str, edtf: str) -> None:
    value = parse_date(wording)
    assert value is not None
    assert value.edtf == edtf
    assert value.wording == wording
    checked = parse_edtf(edtf)
    assert (value.earliest, value.latest) == (checked.earliest, checked.latest)
    for other in (wording.upper(), unicodedata.normalize("NFD", wording), f"  {wording}. "):
        again = parse_date(other)
        assert again is not None or edtf == wording
        assert again is None or again.edtf == edtf


@pytest.mark.parametrize("wording", UNREADABLE)
def test_nothing_is_guessed(wording: str) -> None:
    assert parse_date(wording) is None


@pytest.mark.parametrize(
    ("wording", "context", "edtf", "inferred"),
    [
        ("ngày 28 tháng 4", "1962", "1962-04-28", ("year",)),
        ("đêm 4 tháng 5", "tháng 5 năm 1962", "1962-05-04", ("year",)),
        ("Từ ngày 21 tháng 4", "1962", "1962-04-21/..", ("year",)),
        ("Đến 12 giờ 30 phút ngày 6 tháng 5", "1962", "1962-05-06T12:30:00", ("year",)),
        ("ngày 21", "1962-04", "1962-04-21", ("month", "year")),
        ("8-3-62", "1962", "1962-03-08", ("century",)),
        ("cuối tháng 3", "Ngày 8 tháng 3 năm 1962", "1962-03-21~/1962-03-31~", ("year",)),
        ("mùa xuân", "1953", "1953-21", ("year",)),
        ("ngày 8 tháng 3 năm 1961", "1962", "1961-03-08", ()),
        ("ngày 29 tháng 2", "1964", "1964-02-29", ("year",)),
    ],
)
def test_the_context_supplies_what_is_missing_and_says_so(
    wording: str, context: str, edtf: str, inferred: tuple[str, ...]
) -> None:
    reading = read_date(wording, context=context)
    assert reading is not None
    assert (reading.value.edtf, reading.inferred) == (edtf, inferred)


@pytest.mark.parametrize("context", ["", "no date", "1961/1962", "1930/.."])
def test_a_context_over_several_years_supplies_none(context: str) -> None:
    assert parse_date("ngày 28 tháng 4", context=context) is None


def test_vietnamese_seasons_are_not_seen_in_english() -> None:
    assert parse_date("thu 1950") is not None
    assert parse_date("thu 1950", language="en") is None
    assert parse_date("autumn 1950", language="en") is not None


WRITTEN = {
    "1962-04-08/1962-04-20": (
        "8–20 April 1962", "8–20 Apr 1962",
        "từ ngày 8 đến ngày 20 tháng 4 năm 1962", "8–20/4/1962",
    ),
    "1962-04-28/1962-05-03": (
        "28 April – 3 May 1962", "28 Apr – 3 May 1962",
        "từ ngày 28 tháng 4 đến ngày 3 tháng 5 năm 1962", "28/4–3/5/1962",
    ),
    "1962-04?": ("[April 1962?]", "[Apr 1962?]", "[tháng 4 năm 1962?]", "[4/1962?]"),
    "1950~": ("c. 1950", "c. 1950", "khoảng năm 1950", "khoảng 1950"),
    "[..1961]": ("before 1962", "before 1962", "trước năm 1962", "trước 1962"),
    "[1962-03-09..]": (
        "after 8 March 1962", "after 8 Mar 1962", "sau ngày 8 tháng 3 năm 1962", "sau 8/3/1962",
    ),
    "1930/..": ("since 1930", "since 1930", "từ năm 1930", "từ 1930"),
    "../1962": ("until 1962", "until 1962", "đến năm 1962", "đến 1962"),
    "1962-03-21~/1962-03-31~": (
        "late March 1962", "late Mar 1962", "cuối tháng 3 năm 1962", "cuối 3/1962",
    ),
    "1949-05~/1949-08~": ("mid-1949", "mid-1949", "giữa năm 1949", "giữa 1949"),
    "196X": ("1960s", "1960s", "những năm 1960", "những năm 1960"),
    "1953-21": ("spring 1953", "spring 1953", "mùa xuân năm 1953", "xuân 1953"),
    "1962-05-06T03:30:00": (
        "6 May 1962, 03:30", "6 May 1962, 03:30",
        "3 giờ 30 phút ngày 6 tháng 5 năm 1962", "03:30, 6/5/1962",
    ),
    "1962-03/1962-05": (
        "March–May 1962", "Mar–May 1962", "từ tháng 3 đến tháng 5 năm 1962", "3–5/1962",
    ),
    "1962-33": ("first quarter of 1962", "first quarter of 1962", "quý I năm 1962", "quý I 1962"),
    "1962-XX-XX": ("1962", "1962", "năm 1962", "1962"),
}  # fmt: skip


@pytest.mark.parametrize(("edtf", "phrases"), WRITTEN.items())
def test_written(edtf: str, phrases: tuple[str, ...]) -> None:
    value = parse_edtf(edtf)
    written = tuple(
        format_date(value, language, style)
        for language in ("en", "vi")
        for style in ("long", "short")
    )
    assert written == phrases


#: By EDTF: French, long and short, and Lao, long and short; "_" is a narrow blank.
WRITTEN_FRENCH_AND_LAO = {
    "1962-05-01": (
        "1er mai 1962", "1er mai 1962", "ວັນທີ 1 ພຶດສະພາ 1962", "1/5/1962",
    ),
    "1962-12-06": ("6 décembre 1962", "6 déc. 1962", "ວັນທີ 6 ທັນວາ 1962", "6/12/1962"),
    "1962-05": ("mai 1962", "mai 1962", "ເດືອນພຶດສະພາ 1962", "5/1962"),
    "1962~": ("vers 1962", "vers 1962", "ປະມານ ປີ 1962", "ປະມານ 1962"),
    "1962-05-06~": (
        "vers le 6 mai 1962", "vers le 6 mai 1962",
        "ປະມານ ວັນທີ 6 ພຶດສະພາ 1962", "ປະມານ 6/5/1962",
    ),
    "1962%": ("[vers 1962_?]", "[vers 1962_?]", "[ປະມານ ປີ 1962?]", "[ປະມານ 1962?]"),
    "1962-05-01/1962-05-12": (
        "1er–12 mai 1962", "1er–12 mai 1962",
        "ແຕ່ວັນທີ 1 ຫາ ວັນທີ 12 ພຶດສະພາ 1962", "1–12/5/1962",
    ),
    "1961/1963": ("1961–1963", "1961–1963", "ແຕ່ປີ 1961 ຫາ ປີ 1963", "1961–1963"),
    "[..1961]": ("avant 1962", "avant 1962", "ກ່ອນປີ 1962", "ກ່ອນ 1962"),
    "[1962-03-09..]": (
        "après le 8 mars 1962", "après le 8 mars 1962", "ຫຼັງວັນທີ 8 ມີນາ 1962", "ຫຼັງ 8/3/1962",
    ),
    "1930/..": ("depuis 1930", "depuis 1930", "ແຕ່ປີ 1930", "ແຕ່ 1930"),
    "../1962-05-06": (
        "jusqu’au 6 mai 1962", "jusqu’au 6 mai 1962",
        "ຈົນຮອດວັນທີ 6 ພຶດສະພາ 1962", "ຈົນຮອດ 6/5/1962",
    ),
    "../1962-22": (
        "jusqu’à l’été 1962", "jusqu’à l’été 1962",
        "ຈົນຮອດລະດູຮ້ອນ ປີ 1962", "ຈົນຮອດລະດູຮ້ອນ 1962",
    ),
    "[1962..1964]": (
        "entre 1962 et 1964", "entre 1962 et 1964",
        "ລະຫວ່າງປີ 1962 ແລະ ປີ 1964", "ລະຫວ່າງ 1962 ແລະ 1964",
    ),
    "1949-05~/1949-08~": ("mi-1949", "mi-1949", "ກາງປີ 1949", "ກາງ 1949"),
    "1960~/1963~": (
        "début des années 1960", "début des années 1960", "ຕົ້ນຊຸມປີ 1960", "ຕົ້ນຊຸມປີ 1960",
    ),
    "19XX": ("XXe siècle", "XXe siècle", "ສະຕະວັດທີ 20", "ສະຕະວັດທີ 20"),
    "1962-33": (
        "1er trimestre 1962", "1er trimestre 1962", "ໄຕມາດທີ 1 ປີ 1962", "ໄຕມາດທີ 1 1962",
    ),
    "1962-05-06T03:30:00": (
        "6 mai 1962, 03:30", "6 mai 1962, 03:30",
        "ວັນທີ 6 ພຶດສະພາ 1962 ເວລາ 03:30", "03:30, 6/5/1962",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edtf", "phrases"), WRITTEN_FRENCH_AND_LAO.items())
def test_written_in_french_and_lao(edtf: str, phrases: tuple[str, ...]) -> None:
    value = parse_edtf(edtf)
    written = tuple(
        format_date(value, language, style).replace("\u202f", "_")
        for language in ("fr", "lo")
        for style in ("long", "short")
    )
    assert written == phrases


def test_what_has_no_words_is_written_as_it_is() -> None:
    assert format_date(parse_edtf("156X-12-25"), "en") == "156X-12-25"
    value = parse_edtf("1962")
    object.__setattr__(value, "edtf", "")
    object.__setattr__(value, "wording", "in the old days")
    assert format_date(value, "vi") == "in the old days"


_DAYS = st.dates().map(str).filter(lambda day: day >= "1000")
_MONTHS = _DAYS.map(lambda day: day[:7])
_YEARS = _DAYS.map(lambda day: day[:4])
_SIMPLE = st.one_of(_DAYS, _MONTHS, _YEARS)


@given(
    st.one_of(
        _SIMPLE,
        st.tuples(_SIMPLE, st.sampled_from("?~%")).map("".join),
        *(
            st.lists(kind, min_size=2, max_size=2, unique=True).map(sorted).map("/".join)
            for kind in (_DAYS, _MONTHS, _YEARS)
        ),
        _SIMPLE.map(lambda text: f"{text}/.."),
        _SIMPLE.map(lambda text: f"../{text}"),
    ),
    st.sampled_from(["en", "vi", "fr"]),
    st.sampled_from(["long", "short"]),
)
def test_reading_what_was_written_gives_the_date_back(edtf: str, language: str, style: str) -> None:
    value = parse_edtf(edtf)
    phrase = format_date(value, language, style)
    again = parse_date(phrase)
    assert again is not None, phrase
    assert (again.earliest, again.latest) == (value.earliest, value.latest), phrase


@given(st.text(max_size=60), st.sampled_from(["", "vi", "en"]))
def test_any_wording_is_a_date_or_none(wording: str, language: str) -> None:
    value = parse_date(wording, language=language, context="1962")
    if value is not None:
        assert parse_edtf(value.edtf).earliest == value.earliest


WORDS = (
    "ngày", "tháng", "năm", "từ", "đến", "8", "20", "4", "1962", "cuối", "giữa", "mùa", "mưa",
    "đông", "xuân", "khoảng", "trước", "và", "-", "–", "/", ",", "?", "giờ", "thế", "kỷ", "XX",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
def test_any_order_of_the_words_of_dates_is_a_date_or_none(wording: str) -> None:
    value = parse_date(wording, context="1962-05-06")
    if value is not None:
        assert format_date(value, "vi")
        assert format_date(value, "en")


CHRONICLE = Path(__file__).resolve().parents[2].parent / "shared" / "corpus" / "chronicle-vi.txt"


@pytest.mark.skipif(not CHRONICLE.is_file(), reason="the corpus is not beside the repository")
def test_every_heading_of_the_chronicle_is_read() -> None:
    lines = CHRONICLE.read_text("utf-8").splitlines()
    headings = [line for line in lines if len(line) < 60 and line.endswith("1962")]
    readings = [read_date(line) for line in headings]
    assert len(headings) >= 16
    assert all(reading is not None and not reading.inferred for reading in readings)
