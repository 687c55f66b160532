"""The words and forms of written dates, one table per output language.

Worded by the language of the output, not of the interface, so the words are tables here. A new
language is one more `DateWords`; `date_phrases.py` knows how they are put together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

_NARROW = "\u202f"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """One language's forms; `{0}` is what they are said of.

    `month`, `year`, `day` and `season` are the forms of long dates. Where `numeric` is true a
    short date is figures and slashes; `spelt_spans` says periods in words. `parts` are the
    quarters, thirds and halves of a year by their EDTF codes. `definite` is put before a plain
    day, season, decade or century that follows a word like "before"; `contract` mends what
    stands side by side then.
    """

    months: tuple[str, ...]
    short_months: tuple[str, ...] = ()
    first_day: str = "{0}"
    day: str = "{0}"
    month: str = "{0}"
    month_of_day: str = "{0}"
    year: str = "{0}"
    year_of_day: str = "{0}"
    numeric: bool = False
    seasons: tuple[str, str, str, str]
    season: str = "{0}"
    short_season: str = "{0}"
    parts: dict[int, str]
    thirds: tuple[str, str, str]
    thirds_of_decades: tuple[str, str, str]
    decade: str
    century: Callable[[int], str]
    since: str
    until: str
    before: str
    after: str
    between: str
    either: str
    both: str
    about: str
    uncertain: str = "[{0}?]"
    spelt_span: str = ""
    at_hour: str = "{date}, {clock}"
    at_minute: str = "{date}, {clock}"
    definite: dict[str, str] = field(default_factory=dict)
    contract: tuple[tuple[str, str], ...] = ()


def _name_english_century(century: int) -> str:
    """Return "20th century"."""
    teens = 10 < century % 100 < 14
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(century % 10, "th")
    return f"{century}{ending} century"


def _to_roman(number: int) -> str:
    """Return a number up to 100 as a Roman numeral, as Vietnamese and French write centuries."""
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC", "C")
    return tens[number // 10] + ("", *_ROMAN)[number % 10]


_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

_ENGLISH = DateWords(
    months=_ENGLISH_MONTHS,
    short_months=tuple(month[:3] for month in _ENGLISH_MONTHS),
    seasons=("spring", "summer", "autumn", "winter"),
    parts={
        33: "first quarter of {0}",
        34: "second quarter of {0}",
        35: "third quarter of {0}",
        36: "fourth quarter of {0}",
        37: "first third of {0}",
        38: "second third of {0}",
        39: "third third of {0}",
        40: "first half of {0}",
        41: "second half of {0}",
    },
    thirds=("early {0}", "mid-{0}", "late {0}"),
    thirds_of_decades=("early {0}", "mid-{0}", "late {0}"),
    decade="{0}s",
    century=_name_english_century,
    since="since {0}",
    until="until {0}",
    before="before {0}",
    after="after {0}",
    between="between {0} and {1}",
    either=" or ",
    both=" and ",
    about="c. {0}",
)

_VIETNAMESE = DateWords(
    months=tuple(str(number) for number in range(1, 13)),
    day="ngày {0}",
    first_day="ngày {0}",
    month="tháng {0}",
    month_of_day="tháng {0}",
    year="năm {0}",
    year_of_day="năm {0}",
    numeric=True,
    seasons=("xuân", "hè", "thu", "đông"),
    season="mùa {0}",
    parts={
        33: "quý I {0}",
        34: "quý II {0}",
        35: "quý III {0}",
        36: "quý IV {0}",
        37: "bốn tháng thứ I {0}",
        38: "bốn tháng thứ II {0}",
        39: "bốn tháng thứ III {0}",
        40: "nửa đầu {0}",
        41: "nửa cuối {0}",
    },
    thirds=("đầu {0}", "giữa {0}", "cuối {0}"),
    thirds_of_decades=("đầu {0}", "giữa {0}", "cuối {0}"),
    decade="những năm {0}",
    century=lambda number: f"thế kỷ {_to_roman(number)}",
    since="từ {0}",
    until="đến {0}",
    before="trước {0}",
    after="sau {0}",
    between="giữa {0} và {1}",
    either=" hoặc ",
    both=" và ",
    about="khoảng {0}",
    spelt_span="từ {0} đến {1}",
    at_hour="{hour} giờ {date}",
    at_minute="{hour} giờ {minute} phút {date}",
)

_FRENCH = DateWords(
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ),
    short_months=(
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.",
        "nov.", "déc.",
    ),
    first_day="{0}er",
    seasons=("printemps", "été", "automne", "hiver"),
    parts={
        33: "1er trimestre {0}",
        34: "2e trimestre {0}",
        35: "3e trimestre {0}",
        36: "4e trimestre {0}",
        37: "1er quadrimestre {0}",
        38: "2e quadrimestre {0}",
        39: "3e quadrimestre {0}",
        40: "1er semestre {0}",
        41: "2e semestre {0}",
    },
    thirds=("début {0}", "mi-{0}", "fin {0}"),
    thirds_of_decades=("début des {0}", "milieu des {0}", "fin des {0}"),
    decade="années {0}",
    century=lambda number: f"{_to_roman(number)}e siècle",
    since="depuis {0}",
    until="jusqu’à {0}",
    before="avant {0}",
    after="après {0}",
    between="entre {0} et {1}",
    either=" ou ",
    both=" et ",
    about="vers {0}",
    uncertain=f"[{{0}}{_NARROW}?]",
    definite={
        "day": "le {0}",
        "season": "le {0}",
        "part": "le {0}",
        "decade": "les {0}",
        "century": "le {0}",
    },
    contract=((r"\ble (?=[éah])", "l’"), (r"à le ", "au "), (r"à les ", "aux ")),
)  # fmt: skip

_LAO = DateWords(
    months=(
        "ມັງກອນ", "ກຸມພາ", "ມີນາ", "ເມສາ", "ພຶດສະພາ", "ມິຖຸນາ", "ກໍລະກົດ", "ສິງຫາ", "ກັນຍາ",
        "ຕຸລາ", "ພະຈິກ", "ທັນວາ",
    ),
    day="ວັນທີ {0}",
    first_day="ວັນທີ {0}",
    month="ເດືອນ{0}",
    year="ປີ {0}",
    numeric=True,
    seasons=("ລະດູໃບໄມ້ປົ່ງ", "ລະດູຮ້ອນ", "ລະດູໃບໄມ້ຫຼົ່ນ", "ລະດູໜາວ"),
    parts={
        33: "ໄຕມາດທີ 1 {0}",
        34: "ໄຕມາດທີ 2 {0}",
        35: "ໄຕມາດທີ 3 {0}",
        36: "ໄຕມາດທີ 4 {0}",
        37: "ສີ່ເດືອນຕົ້ນ {0}",
        38: "ສີ່ເດືອນກາງ {0}",
        39: "ສີ່ເດືອນທ້າຍ {0}",
        40: "ຫົກເດືອນຕົ້ນ {0}",
        41: "ຫົກເດືອນທ້າຍ {0}",
    },
    thirds=("ຕົ້ນ{0}", "ກາງ{0}", "ທ້າຍ{0}"),
    thirds_of_decades=("ຕົ້ນ{0}", "ກາງ{0}", "ທ້າຍ{0}"),
    decade="ຊຸມປີ {0}",
    century=lambda number: f"ສະຕະວັດທີ {number}",
    since="ແຕ່{0}",
    until="ຈົນຮອດ{0}",
    before="ກ່ອນ{0}",
    after="ຫຼັງ{0}",
    between="ລະຫວ່າງ{0} ແລະ {1}",
    either=" ຫຼື ",
    both=" ແລະ ",
    about="ປະມານ {0}",
    spelt_span="ແຕ່{0} ຫາ {1}",
    at_hour="{date} ເວລາ {clock}",
    at_minute="{date} ເວລາ {clock}",
    contract=((r"(?<=[\u0e80-\u0eff])(?=\d)", " "),),
)  # fmt: skip

_WORDS = {"en": _ENGLISH, "vi": _VIETNAMESE, "fr": _FRENCH, "lo": _LAO}


def get_date_words(language: str) -> DateWords:
    """Return the words of `language`, English for a language that has no table."""
    return _WORDS.get(language[:2], _ENGLISH)
