import random
from bisect import bisect_right
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.catalog.anchors import make_anchor
from desktop_app.catalog.reanchoring import Found, Grade, TextFinder, find_again

SYLLABLES = (
    "bản", "đồ", "sông", "núi", "làng", "đường", "cầu", "chợ", "bến", "trạm", "kho", "máy", "thư",
    "sách", "tranh", "ảnh", "nhà", "vườn", "ruộng", "suối", "the", "of", "archive", "letter",
    "river", "bridge", "road", "map", "Văn", "Thị", "Đức", "12", "45", "tháng", "năm", "ngày",
    "giữa", "trong", "ngoài", "khoảng", "được", "những", "chương", "quyển", "biên", "hội", "thuế",
    "signed", "copied", "quarter", "ledger", "harbour", "winter", "seal", "folio", "verso",
)  # fmt: skip
UNASKED = (Grade.EXACT, Grade.MOVED)


def make_paragraphs(rng: random.Random, count: int) -> tuple[list[str], list[str]]:
    def sentence(least: int, most: int) -> str:
        return " ".join(rng.choices(SYLLABLES, k=rng.randint(least, most))) + "."

    formulas = [sentence(6, 14) for _ in range(6)]
    paragraphs = [
        " ".join(
            rng.choice(formulas) if rng.random() < 0.12 else sentence(8, 25)
            for _ in range(rng.randint(3, 8))
        )
        for _ in range(count)
    ]
    return paragraphs, formulas


def choose_ranges(
    rng: random.Random, text: str, formulas: list[str], count: int
) -> list[tuple[int, int]]:
    ranges = []
    while len(ranges) < count:
        start = rng.randrange(len(text) - 400)
        end = start + rng.choice([12, 20, 40, 80, 150, 300])
        if rng.random() < 0.12:
            formula = rng.choice(formulas)
            start = max(text.find(formula, start), text.find(formula))
            end = start + len(formula)
        if start >= 0 and text[start:end] == text[start:end].strip():
            ranges.append((start, end))
    return ranges


def add_noise(rng: random.Random, text: str, rate: float) -> tuple[str, list[int]]:
    """Return `text` as bad OCR reads it, and where each of its offsets has gone."""
    out: list[str] = []
    gone = []
    for char in text:
        gone.append(len(out))
        chance = rng.random()
        if chance < rate * 0.6:
            out.append(rng.choice("aeiounhtcdlmàáạ"))
        elif chance >= rate * 0.8:
            out.extend([char, rng.choice("aeiou.,")] if chance < rate else [char])
    return "".join(out), [*gone, len(out)]


@pytest.mark.parametrize(
    ("seed", "rate", "right"), [(1, 0.01, 0.98), (2, 0.03, 0.98), (3, 0.08, 0.96), (4, 0.15, 0.88)]
)
@pytest.mark.parametrize("old_known", [True, False])
def test_noise_never_attaches_unasked_to_the_wrong_place(
    seed: int, rate: float, right: float, old_known: bool
) -> None:
    rng = random.Random(seed)
    paragraphs, formulas = make_paragraphs(rng, 60)
    old = "\n".join(paragraphs)
    new, gone = add_noise(rng, old, rate)
    finder = TextFinder(new, old if old_known else "")
    ranges = choose_ranges(rng, old, formulas, 200)
    found_right = 0
    for start, end in ranges:
        found = finder.find(*make_anchor(old, start, end), start)
        is_right = abs(found.start - gone[start]) <= 3 and abs(found.end - gone[end]) <= 3
        if found.grade in UNASKED:
            assert is_right
            assert new[found.start : found.end] == old[start:end]
        found_right += is_right and found.grade in (*UNASKED, Grade.FUZZY)
    assert found_right >= right * len(ranges)


@pytest.mark.parametrize("seed", [5, 6])
def test_moved_paragraphs_are_followed_and_deleted_ones_are_not(seed: int) -> None:
    rng = random.Random(seed)
    paragraphs, formulas = make_paragraphs(rng, 60)
    old = "\n".join(paragraphs)
    starts = [sum(len(p) + 1 for p in paragraphs[:n]) for n in range(60)]
    kept = list(range(60))
    for _ in range(6):
        kept.pop(rng.randrange(len(kept)))
    for _ in range(6):
        kept.insert(rng.randrange(len(kept)), kept.pop(rng.randrange(len(kept))))
    places, offset = {}, 0
    for n in kept:
        places[n], offset = offset, offset + len(paragraphs[n]) + 1
    finder = TextFinder("\n".join(paragraphs[n] for n in kept))
    grades: Counter[Grade] = Counter()
    for start, end in choose_ranges(rng, old, formulas, 300):
        n = bisect_right(starts, start) - 1
        if n != bisect_right(starts, end - 1) - 1:
            continue
        found = finder.find(*make_anchor(old, start, end), start)
        if n not in places:
            assert found.grade in (Grade.ORPHAN, Grade.AMBIGUOUS)
        else:
            grades[found.grade] += 1
            if found.grade in UNASKED:
                assert found.start == places[n] + start - starts[n]
    assert grades[Grade.EXACT] + grades[Grade.MOVED] >= 0.9 * grades.total()


TEXT = "The keeper wrote of the river road. Item, one map. Later he added: item, two letters. End."


def find_in(new: str, quote: str, **known: str) -> Found:
    start = TEXT.index(quote)
    return find_again(new, *make_anchor(TEXT, start, start + len(quote)), start, **known)


def test_the_same_text_is_exact() -> None:
    found = find_in(TEXT, "one map")
    assert (found.grade, found.start) == (Grade.EXACT, TEXT.index("one map"))


def test_a_shift_is_a_move() -> None:
    new = "A new title page with many words on it. " + TEXT
    found = find_in(new, "one map")
    assert (found.grade, new[found.start : found.end]) == (Grade.MOVED, "one map")


def test_a_changed_letter_is_only_proposed() -> None:
    new = TEXT.replace("two letters", "two 1etters")
    found = find_in(new, "two letters")
    assert (found.grade, new[found.start : found.end]) == (Grade.FUZZY, "two 1etters")


def test_a_deleted_passage_is_an_orphan_even_where_its_words_are_repeated() -> None:
    old = (
        "x" * 60
        + " the usual words here "
        + "y" * 60
        + "z" * 60
        + " the usual words here "
        + "w" * 60
    )
    start = old.index("the usual")
    new = old[100:]
    found = find_again(new, *make_anchor(old, start, start + 20), start)
    assert found == Found(0, 0, Grade.ORPHAN, 0.0)


def test_equal_lines_are_ambiguous_unless_the_old_text_proves_which() -> None:
    old = "Idem, ibidem.\n" * 40
    new = old[14:]
    anchor = make_anchor(old, 280, 293)
    assert find_again(new, *anchor, 280).grade is Grade.AMBIGUOUS
    longer = old + "One more line at the end."
    assert find_again(longer, *anchor, 280).grade is Grade.AMBIGUOUS
    assert find_again(longer, *anchor, 280, old_text=old) == Found(280, 293, Grade.EXACT, 1.0)
    before = "A line before all others.\n" + old
    assert find_again(before, *anchor, 280, old_text=old).start == 306


def test_unique_words_without_their_surroundings_are_proposed_where_the_old_text_is_known() -> None:
    quote = "wrote of the river road. Item, one map"
    new = "Nothing else was left but this: " + quote
    assert find_in(new, quote).grade in (Grade.ORPHAN, Grade.AMBIGUOUS)
    assert find_in(new, quote, old_text=TEXT).grade is Grade.FUZZY


def test_a_long_quote_is_found_by_its_ends() -> None:
    rng = random.Random(8)
    old = " ".join(rng.choices(SYLLABLES, k=3000))
    new = old[:2000] + " inserted" + old[2000:4000] + " again" + old[4000:]
    found = find_again(new, *make_anchor(old, 1000, 6000), 1000)
    assert (found.grade, found.start, found.end) == (Grade.FUZZY, 1000, 6015)


@pytest.mark.parametrize("text", ["", " ", "x", "no such words at all"])
def test_a_text_without_the_words_gives_an_orphan(text: str) -> None:
    assert find_in(text, "river road").grade is Grade.ORPHAN
    assert find_again(text, "", "", "", 0).grade is Grade.ORPHAN


@given(
    st.text(alphabet="ab \né\u0301😀", max_size=80),
    st.text(alphabet="ab \n", max_size=80),
    st.data(),
)
@settings(deadline=None)
def test_any_pair_of_texts_gives_a_range_of_the_new_one(
    old: str, new: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    if not old[start:end].strip():
        return
    found = find_again(new, *make_anchor(old, start, end), start, old_text=old)
    assert 0 <= found.start <= found.end <= len(new)
    assert (found.start == found.end) == (found.grade is Grade.ORPHAN)
    if found.grade in UNASKED:
        assert new[found.start : found.end] == old[start:end]
