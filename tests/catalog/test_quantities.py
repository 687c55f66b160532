import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.claims import Bound, Quantity
from desktop_app.catalog.quantities import format_quantity, parse_quantity

READ = {
    "134 tên": (134, "tên", Bound.EXACTLY),
    "5.600 tên": (5600, "tên", Bound.EXACTLY),
    "5,600 men": (5600, "men", Bound.EXACTLY),
    "lên tới 5.600 tên": (5600, "tên", Bound.UP_TO),
    "gần 1.800 tên": (1800, "tên", Bound.NEARLY),
    "nearly 1,800": (1800, "", Bound.NEARLY),
    "khoảng 7.800 người": (7800, "người", Bound.ABOUT),
    "about 200 men": (200, "men", Bound.ABOUT),
    "c. 200": (200, "", Bound.ABOUT),
    "ít nhất 3": (3, "", Bound.AT_LEAST),
    "at least 12 guns": (12, "guns", Bound.AT_LEAST),
    "hơn 300 tên": (300, "tên", Bound.AT_LEAST),
    "300 tên trở lên": (300, "tên", Bound.AT_LEAST),
    "100 or more men": (100, "men", Bound.AT_LEAST),
    "under 50": (50, "", Bound.UP_TO),
    "12,7mm": (12.7, "mm", Bound.EXACTLY),
    "12.7 mm": (12.7, "mm", Bound.EXACTLY),
    "800km2": (800, "km2", Bound.EXACTLY),
    "76.000 vạn dân": (760_000_000, "dân", Bound.EXACTLY),
    "2 triệu người": (2_000_000, "người", Bound.EXACTLY),
    "1/6 lực lượng": (1 / 6, "lực lượng", Bound.EXACTLY),
    "1.234.567": (1_234_567, "", Bound.EXACTLY),
    "1,234.5": (1234.5, "", Bound.EXACTLY),
    "1.234,5": (1234.5, "", Bound.EXACTLY),
    "0,125": (0.125, "", Bound.EXACTLY),
    "5 600 người": (5600, "người", Bound.EXACTLY),
    "2 105mm guns": (2, "105mm guns", Bound.EXACTLY),
    "6 khẩu pháo 105mm": (6, "khẩu pháo 105mm", Bound.EXACTLY),
    "1 máy bay A76": (1, "máy bay A76", Bound.EXACTLY),
    "1 máy bay vận tải C47": (1, "máy bay vận tải C47", Bound.EXACTLY),
    "15%": (15, "%", Bound.EXACTLY),
    "hai tiểu đoàn": (2, "tiểu đoàn", Bound.EXACTLY),
    "tám tiểu đoàn": (8, "tiểu đoàn", Bound.EXACTLY),
    "năm đồng chí": (5, "đồng chí", Bound.EXACTLY),
    "ba năm": (3, "năm", Bound.EXACTLY),
    "hai mươi năm": (20, "năm", Bound.EXACTLY),
    "hai trăm năm mươi tên": (250, "tên", Bound.EXACTLY),
    "một nghìn hai trăm linh năm": (1205, "", Bound.EXACTLY),
    "hai mươi tư": (24, "", Bound.EXACTLY),
    "mười hai": (12, "", Bound.EXACTLY),
    "nửa tiểu đoàn": (0.5, "tiểu đoàn", Bound.EXACTLY),
    "eight battalions": (8, "battalions", Bound.EXACTLY),
    "twelve": (12, "", Bound.EXACTLY),
    "one hundred and fifty-two men": (152, "men", Bound.EXACTLY),
    "a dozen guns": (12, "guns", Bound.EXACTLY),
    "two thousand five hundred men": (2500, "men", Bound.EXACTLY),
}
REFUSED = [
    "", "hello", "năm", "năm 1962", "tư lệnh", "Tiểu đoàn 4", "A76", "C47", "15-20 tên", "100–120",
    "15 đến 20", "15 to 20 men", "134 tên, 227 bị thương", "134 tên và 227 tên", "1.620, 1.680",
    "8 tháng 3 năm 1962", "8-3-1962", "1/6/1962", "12 giờ 30 phút", "3 triệu rưỡi", "1/0", "-5",
    "1.23.4", "12.345.6", "hai ba người", "a man", "an Giang", "Ba Lòng", "vạn tượng", "hàng nghìn",
    "hundreds of thousands", "9" * 400, "một " * 200, "hai trăm linh", "1" + " 000" * 30, "²",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_read(text: str, expected: tuple[float, str, Bound]) -> None:
    for written in (text, unicodedata.normalize("NFD", text), f" {text}. "):
        quantity = parse_quantity(written)
        assert quantity is not None
        assert (quantity.number, quantity.unit, quantity.bound) == expected
        assert quantity.as_written == text


@pytest.mark.parametrize("text", REFUSED)
def test_nothing_is_guessed(text: str) -> None:
    assert parse_quantity(text) is None


def test_a_language_leaves_out_the_words_of_the_other() -> None:
    assert parse_quantity("hai tiểu đoàn", "en") is None
    assert parse_quantity("two battalions", "vi") is None
    assert parse_quantity("5.600 men", "en") == parse_quantity("5.600 men", "vi")


@pytest.mark.parametrize(
    ("quantity", "english", "vietnamese"),
    [
        (Quantity(number=5600, unit="men"), "5,600 men", "5.600 men"),
        (Quantity(number=1800, bound=Bound.NEARLY), "nearly 1,800", "gần 1.800"),
        (Quantity(number=5600, bound=Bound.UP_TO), "up to 5,600", "lên tới 5.600"),
        (Quantity(number=12.7, unit="mm"), "12.7 mm", "12,7 mm"),
        (Quantity(number=1 / 6, as_written="1/6"), "1/6", "1/6"),
        (Quantity(number=15, unit="%", bound=Bound.ABOUT), "about 15%", "khoảng 15%"),
        (Quantity(number=760_000_000, unit="dân"), "760,000,000 dân", "760.000.000 dân"),
    ],
)
def test_written(quantity: Quantity, english: str, vietnamese: str) -> None:
    assert format_quantity(quantity, "en") == english
    assert format_quantity(quantity, "vi") == vietnamese


@given(
    st.one_of(st.integers(0, 10**12), st.integers(0, 10**7).map(lambda n: n / 1000)),
    st.sampled_from(list(Bound)),
    st.sampled_from(["", "men", "tên", "%", "km2"]),
    st.sampled_from(["en", "vi"]),
)
def test_reading_what_was_written_gives_the_quantity_back(
    number: float, bound: Bound, unit: str, language: str
) -> None:
    written = format_quantity(Quantity(number=number, unit=unit, bound=bound), language)
    again = parse_quantity(written, language)
    assert again is not None
    assert (again.number, again.unit, again.bound) == (number, unit, bound)


@given(st.text(max_size=40))
def test_any_text_is_a_quantity_or_none(text: str) -> None:
    quantity = parse_quantity(text)
    assert quantity is None or format_quantity(quantity, "vi")
