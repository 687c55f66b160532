"""The concordance of names: every spelling where it stands, and every passage that shows one."""

from __future__ import annotations

import pytest

from desktop_app.catalog.wording import Run, plain
from desktop_app.errors import UserError
from desktop_app.reports.model import Grid, Heading, NoteRef, Quote, list_refs
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.services.reporting.spelling_finder import SpellingFinder, read_spelling
from desktop_app.store import excerpts, subjects

TEXT = (
    "Bản Đá is a village. BAN DA lies on the river; Ban-da is its old name.\n\n"
    "Sơn led. Son of a farmer, Lại came; Lai did not.\n\n"
    "Tiểu đoàn 2 Bản Đá took Bản. Đá fell.\n"
)


def _rows(report):
    return [row for one in report.blocks if isinstance(one, Grid) for row in one.rows]


def _say(phrase):
    """Return a phrase as text, with quotes and numbers of notes in brackets."""
    said = {
        Run: lambda one: one.text,
        Quote: lambda one: f"<{one.text}>",
        NoteRef: lambda one: f"[{one.number}]",
    }
    return "".join(said[type(one)](one) for one in phrase)


def _lines(report):
    """Return the rows of the report's grids, each cell as text."""
    return [
        tuple("; ".join(_say(phrase) for phrase in cell) for cell in row.cells)
        for row in _rows(report)
    ]


def _starting(report, name):
    return [line for line in _lines(report) if line[0].startswith(name)]


@pytest.fixture
def village(bench):
    """A village with a passage attached and a name found in another, and a person."""
    bench.document = bench.import_text(TEXT)
    bench.village = bench.do("create_entity", kind="place", name="Bản Đá", language="vi")
    bench.passage = bench.excerpt(bench.document, "BAN DA lies on the river", TEXT)
    bench.do("attach_excerpt", excerpt=bench.passage, subject=bench.village)
    origin = bench.excerpt(bench.document, "Ban-da is its old name", TEXT)
    bench.do(
        "add_name", entity=bench.village, name="Ban-da", language="en", kind="former",
        excerpt=origin,
    )  # fmt: skip
    bench.person = bench.do("create_entity", kind="person", name="Lai", language="vi")
    return bench


def _make(bench, **choices):
    return make_report(bench.session, ReportChoices(kind="names", **choices))


def test_each_spelling_is_told_with_its_places(village):
    report = _make(village)
    (own,) = [line for line in _starting(report, "Bản Đá") if line[1:]]
    assert own[1] == "preferred, vi"
    assert "(2×): ¶\u00a01, 3" in own[2]
    assert own[3] == "2"
    (spelt,) = _starting(report, "as spelt")
    assert spelt[0] == "as spelt <BAN DA>"
    assert spelt[2].endswith("¶\u00a01[1]")
    (former,) = _starting(report, "Ban-da")
    assert former[1:] == ("former, en", former[2], "1")
    assert former[2].endswith("¶\u00a01[2]")


def test_each_passage_has_one_note_with_its_words(village):
    report = _make(village)
    assert [note.quote.text for note in report.notes] == [
        "BAN DA lies on the river",
        "Ban-da is its old name",
    ]
    assert (report.counts.mentions, report.counts.names) == (1, 1)
    assert (report.counts.claims, report.counts.citations) == (0, 0)
    bare = _make(village, mentions=False)
    assert [note.quote.text for note in bare.notes] == ["Ban-da is its old name"]


def test_a_passage_that_is_attached_and_shows_a_name_has_one_note(village):
    village.do(
        "add_name", entity=village.village, name="BAN DA", language="en", excerpt=village.passage
    )
    report = _make(village)
    assert len(report.notes) == 2
    assert [line[2][-3:] for line in _starting(report, "BAN DA")] == ["[2]"]
    assert report.notes[1].origin == "att-1"
    bare = _make(village, mentions=False)
    assert [note.origin for note in bare.notes] == ["nam-2", "nam-4"]


def test_a_passage_that_shows_no_name_is_told(village):
    attached = village.excerpt(village.document, "fell", TEXT)
    village.do("attach_excerpt", excerpt=attached, subject=village.person)
    report = _make(village, scope=(village.person,))
    assert _starting(report, "under no catalogued name") == [
        ("under no catalogued name", "", "[1]", "1")
    ]


def test_words_of_a_longer_name_and_of_another_sentence_are_not_the_name(village):
    unit = village.do("create_entity", kind="unit", name="Tiểu đoàn 2 Bản Đá", language="vi")
    report = _make(village)
    (own,) = [line for line in _starting(report, "Bản Đá") if line[1:]]
    assert own[3] == "1"
    (longer,) = [line for line in _starting(report, "Tiểu đoàn 2") if line[1:]]
    assert longer[3] == "1"
    assert unit in {name for row in _rows(report) for name in row.names}


def test_names_of_two_entities_are_pointed_out_on_both_sides(village):
    other = village.do("create_entity", kind="place", name="Ban Đa", language="vi")
    same = village.do("create_entity", kind="person", name="Ban-da", language="vi")
    report = _make(village)
    pointed = [
        (row.names[0], _say(row.cells[2][0]))
        for row in _rows(report)
        if len(row.cells) == 4 and _say(row.cells[0][0]) == "not to be confused with"
    ]
    assert (other, "Ban Đa: “Bản Đá” and “Ban Đa” differ in tones, hyphens or capitals alone") in (
        pointed
    )
    assert (same, "Ban-da: both are called “Ban-da”") in pointed
    assert len(pointed) == 6


def test_what_the_archivist_says_of_two_entities_is_told_with_its_note(village):
    other = village.do("create_entity", kind="place", name="Bến Cát", language="vi")
    village.do(
        "link_entities", entity=other, other=village.village, kind="possibly the same as",
        note="One ford.",
    )  # fmt: skip
    assert _starting(_make(village), "possibly")[0][2].endswith(": One ford.")
    assert len(_starting(_make(village), "possibly")) == 2


def test_a_source_limits_the_texts_and_the_entities(village):
    second = village.import_text("Nothing but Lai stands here.", "other.txt")
    source = village.session.db.scalar("SELECT source FROM document WHERE id = ?", (second,))
    report = _make(village, scope=(source,))
    assert {row.names[0] for row in _rows(report) if row.is_group} == {village.person}
    assert [line[3] for line in _starting(report, "Lai") if line[1:]] == ["1"]
    assert report.notes == ()
    whole = _make(village)
    assert [line[3] for line in _starting(whole, "Lai") if line[1:]] == ["2"]


def test_a_scope_of_other_records_is_refused(village):
    with pytest.raises(UserError) as caught:
        _make(village, scope=("evt-1",))
    assert caught.value.code == "wrong_scope"
    with pytest.raises(UserError):
        _make(village, scope=("ent-99",))


def test_pages_name_the_places_where_a_text_has_them(bench):
    text = "Bến Cát\fOn the second page Bến Cát and Bến-cát"
    bench.import_text(text)
    bench.do("create_entity", kind="place", name="Bến Cát", language="vi")
    report = _make(bench)
    pages = {line[2].rpartition(": ")[2] for line in _lines(report) if line[1:]}
    assert pages == {"p.\u00a01, 2", "p.\u00a02"}


@pytest.mark.parametrize("grouping", ["letter", "kind", "entity"])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_sample_s_names_are_all_there_with_every_passage(sample, grouping, language):
    choices = ReportChoices(kind="names", language=language, grouping=grouping)
    report = make_report(sample, choices)
    entities = subjects.list_entities(sample.db)
    attached = excerpts.list_attachments_of_subjects(sample.db, [e.id for e in entities])
    names = [name for entity in entities for name in entity.names]
    shown = {line[0] for line in _lines(report) if line[1:]}
    assert {name.text for name in names} <= shown
    origins = [note.origin for note in report.notes]
    told = {(one.subject, one.excerpt) for one in attached}
    found = [one.id for one in names if one.excerpt and (one.entity, one.excerpt) not in told]
    assert sorted(origins) == sorted([*(one.id for one in attached), *found])
    first = [ref.number for block in report.blocks for ref in list_refs(block) if ref.first]
    assert first == list(range(1, len(origins) + 1))


def test_letters_follow_the_dictionary_of_the_language(bench):
    for name in ("Đồn Mai", "Dương", "Ăng-ghen", "An Khê", "ເມືອງໄຊ"):
        bench.do("create_entity", kind="place", name=name, language="vi")
    letters = {
        language: [one.text for one in _make(bench, language=language).blocks
                   if isinstance(one, Heading)]
        for language in ("en", "vi")
    }  # fmt: skip
    assert letters == {"en": ["A", "D", "ມ"], "vi": ["A", "Ă", "D", "Đ", "ມ"]}


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Nặm Thà", "NẶM THÀ, Nậm-thà, Namtha, nặm thà", 4),
        ("Nặm Thà", "nam tha", 0),
        ("Nặm Thà", "Nặm\n\nThà", 0),
        ("Lai", "Lai, Lại, LAI, lai", 2),
        ("Lào", "Lao, lao, Lào", 2),
        ("US", "US us Us", 1),
        ("ລາວ", "ປະເທດລາວ", 1),
        ("Đội 2 (Lào)", "đội 2 (Lào), Đội 2 Lào", 2),
        ("…", "… …", 0),
    ],
)
def test_a_spelling_counts_where_it_may_be_the_name(name, text, found):
    assert len(list(SpellingFinder([name]).find(text))) == found


def test_places_are_those_of_the_text_as_it_stands():
    text = "A 𐐷 went to Nậm\nThà."
    (found,) = SpellingFinder(["Nặm Thà"]).find(text)
    assert text[found.start : found.end] == "Nậm\nThà"
    assert found.spelling.text == "Nậm Thà"
    assert found.spelling.key == read_spelling("Nặm Thà").key


def test_sources_are_named_in_short_without_their_chain(sample):
    report = make_report(sample, ReportChoices(kind="names", language="en"))
    told = " ".join(line[2] for line in _lines(report) if len(line) == 4)
    assert "Calendar entry “Biên niên, mục 15 tháng 4 năm 1962”: ¶\u00a0" in told
    assert "derived from" not in told
    assert any("derived from" in plain(note.citation) for note in report.notes)
