"""Passages of documents: offsets exact, nothing lost, sentences whole where they can be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.documents import PageMark
from desktop_app.search.records import PASSAGE_LENGTH, split_passages


def passages(text: str, pages: tuple[PageMark, ...] = ()) -> list[str]:
    return [text[start:end] for start, end in split_passages(text, pages)]


def test_paragraphs_are_passages():
    text = "Đầu đề\nĐoạn một. Câu hai.\n\n  Đoạn ba. \n"
    assert passages(text) == ["Đầu đề", "Đoạn một. Câu hai.", "Đoạn ba."]


def test_a_wrapped_line_goes_on():
    assert passages("the column moved\nnorth that night.\nThen it") == [
        "the column moved\nnorth that night.",
        "Then it",
    ]
    assert passages("the column\n\nmoved") == ["the column", "moved"]


def test_a_page_ends_a_paragraph_unless_the_sentence_runs_on():
    ended = "End of page. New page"
    assert passages(ended, (PageMark(0, "1"), PageMark(13, "2"))) == ["End of page.", "New page"]
    running = "the column moved north"
    assert passages(running, (PageMark(0, "1"), PageMark(11, "2"))) == [running]


def test_a_long_paragraph_is_cut_at_sentences():
    text = " ".join(f"Câu thứ {number} có độ dài vừa phải." for number in range(60))
    found = passages(text)
    assert len(found) > 2
    assert all(piece.endswith(".") and len(piece) <= PASSAGE_LENGTH for piece in found)


def test_without_sentences_words_stay_whole_and_without_words_length_rules():
    assert all(set(p.split()) == {"dài"} for p in passages("dài " * 1000))
    assert [len(piece) for piece in passages("x" * 1500)] == [600, 600, 300]


def test_an_empty_text_has_no_passage():
    assert passages("") == passages(" \n\n\t ") == []


@given(
    st.text(st.sampled_from("aB. \n\f\u2029…\u0301"), max_size=300).map(lambda t: t * 9),
    st.lists(st.integers(0, 900), max_size=5),
)
def test_everything_but_white_space_is_in_exactly_one_passage(text, starts):
    pages = tuple(PageMark(start, "p") for start in sorted(set(starts)))
    last = 0
    for start, end in split_passages(text, pages):
        assert last <= start < end <= len(text)
        assert end - start <= PASSAGE_LENGTH
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()


def test_the_corpus_splits(corpus):
    for path in corpus.glob("*.txt"):
        text = path.read_text("utf-8")
        found = split_passages(text)
        assert len(found) > 10
        assert sum(end - start for start, end in found) > 0.98 * len(text.strip())
