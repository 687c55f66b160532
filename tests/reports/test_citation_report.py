from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.catalog.claims import Citation, Claim, Rank, Stance, TextValue
from desktop_app.catalog.subjects import Name, NameKind
from desktop_app.catalog.wording import plain
from desktop_app.reports.assembling import verify_report
from desktop_app.reports.citation_report import build_citation_report
from desktop_app.reports.data import ReportSubject
from desktop_app.reports.layout import Piece, PieceTable, list_pieces
from desktop_app.reports.model import ClaimLine, ConflictTable, Heading, Mention, Paragraph
from desktop_app.reports.words import list_count_lines


@pytest.fixture
def report(data, make_options):
    return build_citation_report(data, make_options())


def _lines(report):
    return {block.claim: block for block in report.blocks if isinstance(block, ClaimLine)}


def test_every_citation_and_mention_has_a_note_with_the_exact_quote(data, report):
    quotes = {
        citation.id: data.excerpts[citation.excerpt].quote
        for claim in data.claims
        for citation in claim.citations
    }
    notes = {note.origin: note.quote.text for note in report.notes if note.quote}
    assert notes == quotes
    assert {note.origin for note in report.notes if note.quote is None} == {"att-1", "att-2"}
    assert [note.number for note in report.notes] == list(range(1, 9))


def test_the_index_leads_from_other_names_but_not_from_other_capitals(data, make_options):
    spelt = ("White Rock", "white rock", "WHITE ROCK", "Đá Trắng")
    names = tuple(
        Name(id=f"nam-{number}", entity="ent-2", text=text, kind=NameKind.VARIANT)
        for number, text in enumerate(spelt)
    )
    known = replace(data, entity_names={"ent-2": names})
    index = build_citation_report(known, make_options(include_index=True)).index
    assert [(one.text, one.see) for one in index] == [
        ("Đá Trắng", "White Rock"),
        ("White Rock", ""),
    ]


def test_mentions_carry_their_quotes_in_the_text(data, report):
    mentions = [block for block in report.blocks if isinstance(block, Mention)]
    assert [one.quote.text for one in mentions] == [
        data.excerpts["exc-5"].quote,
        data.excerpts["exc-1"].quote,
    ]
    assert mentions[1].remark == "by name"


def test_events_stand_under_their_wholes_and_entities_by_kind(report):
    headings = [(one.text, one.level) for one in report.blocks if isinstance(one, Heading)]
    assert headings == [
        ("Events", 1),
        ("White Rock campaign", 2),
        ("Fight at the ford", 3),
        ("Persons", 1),
        ("Kham", 2),
        ("Places", 1),
        ("White Rock", 2),
        ("Uncited claims", 1),
    ]


def test_claims_are_grouped_by_property_preferred_first(report):
    ford = [one.claim for one in report.blocks if isinstance(one, ClaimLine)][1:5]
    assert ford == ["clm-3", "clm-4", "clm-1", "clm-2"]


def test_a_claim_says_its_value_and_what_limits_it(report):
    line = _lines(report)["clm-1"]
    assert (line.label, line.value) == ("killed", "134 men")
    assert line.qualifiers == ("enemy losses", "preferred: counted on the spot")
    assert [ref.stance for ref in line.refs] == [Stance.SUPPORTS, Stance.CONTRADICTS]
    assert _lines(report)["clm-4"].value == "Kham"
    assert "voice: reported speaker, Hoàng Văn Sơn" in _lines(report)["clm-4"].qualifiers


def test_uncited_claims_are_marked_in_place_and_listed(report):
    lines = [one for one in report.blocks if isinstance(one, ClaimLine) and one.uncited]
    assert [(one.claim, one.subject) for one in lines] == [
        ("clm-5", ""),
        ("clm-5", "White Rock campaign"),
    ]


def test_a_conflict_shows_each_value_with_its_quotes(data, report):
    table = next(one for one in report.blocks if isinstance(one, ConflictTable))
    assert [column.value for column in table.columns] == ["134 men", "about 120 men"]
    assert [column.chosen for column in table.columns] == [True, False]
    assert [len(column.evidence) for column in table.columns] == [2, 1]
    assert table.columns[0].evidence[0].quote.text == data.excerpts["exc-1"].quote
    assert not table.columns[0].evidence[0].ref.first
    assert table.settled
    assert table.reason == "counted on the spot"


def test_a_source_is_cited_in_full_once(report):
    notes = [plain(note.citation) for note in report.notes if note.source == "src-2"]
    assert notes == [
        "Edith Lowe, “A Ford & Its <Guns>,” Upland *Review* 3 (June 1990): 46.",
        "Lowe, “Ford & Its <Guns>,” 44–45.",
        "Lowe, “Ford & Its <Guns>,” 44–45.",
        "Lowe, “Ford & Its <Guns>,” 46.",
    ]


def test_locator_is_the_page_else_what_the_archivist_typed(report):
    by_origin = {note.origin: plain(note.citation) for note in report.notes}
    assert ", 12." in by_origin["cit-1"]
    assert "s.v. “Mùng 2 tháng 5”" in by_origin["cit-4"]
    assert "para.\u00a04" in by_origin["cit-5"]


def test_notes_say_what_a_reader_must_know(report):
    notes = {note.origin: note for note in report.notes}
    assert notes["cit-2"].remarks == ("Later memory.",)
    assert notes["cit-5"].remarks == (
        "Quoted from revision 1 of the text.",
        "[place in the text needs review]",
    )
    assert notes["cit-4"].quote.translation_remark == "L. M.; draft"


def test_names_and_empty_subjects(report):
    texts = [block.text for block in report.blocks if isinstance(block, Paragraph)]
    assert "Names: ຄຳ (transliterated, lo)" in texts
    assert "No claims are recorded." in texts


def test_bibliography_holds_what_the_chain_leads_to(report):
    assert {entry.source for entry in report.bibliography} == {"src-1", "src-2", "src-3"}


def test_counts(report):
    assert list_count_lines(report.counts, "en") == (
        "6 claims, 6 citations, 3 sources",
        "2 mentions, 1 conflict, 1 uncited claim",
    )
    assert list_count_lines(report.counts, "vi")[0] == "6 nhận định, 6 dẫn nguồn, 3 nguồn"
    big = replace(report.counts, claims=3000)
    assert list_count_lines(big, "en")[0].startswith("3,000 claims")
    assert list_count_lines(big, "vi")[0].startswith("3.000 nhận định")
    assert list_count_lines(big, "fr")[0].startswith("3\u202f000 affirmations, 6 références")
    assert list_count_lines(big, "lo")[0].startswith("3.000 ຂໍ້ຄວາມ")


def test_mentions_can_be_left_out(data, make_options):
    report = build_citation_report(data, make_options(include_mentions=False))
    assert report.counts.mentions == 0
    assert len(report.notes) == 6


def test_a_report_that_would_lose_a_citation_is_refused(data, make_options, report):
    stray = replace(data.claims[0], id="clm-9", subject="evt-9")
    with pytest.raises(AssertionError):
        build_citation_report(replace(data, claims=(*data.claims, stray)), make_options())
    with pytest.raises(AssertionError, match="att-2"):
        expected = [note.origin for note in report.notes]
        verify_report(replace(report, notes=report.notes[1:]), expected)


def test_a_circle_of_parts_loses_no_event(data, make_options):
    circle = tuple(
        ReportSubject(id=own, kind="event", label=own, part_of=whole)
        for own, whole in (("evt-1", "evt-2"), ("evt-2", "evt-1"))
    )
    subjects = (*circle, *data.subjects[2:])
    report = build_citation_report(replace(data, subjects=subjects), make_options())
    assert len(report.notes) == 8


def test_the_same_data_gives_the_same_report(data, make_options):
    first, second = (build_citation_report(data, make_options()) for _ in range(2))
    assert first == second


def test_pieces_keep_headings_with_what_follows_and_number_the_notes(report):
    pieces = list(list_pieces(report))
    tables = [one for one in pieces if isinstance(one, PieceTable)]
    assert len(tables) == 1
    assert tables[0].columns[0].chosen
    numbers = [one.number for one in pieces if isinstance(one, Piece) and one.number]
    assert numbers == list(range(1, 9))
    headings = [one for one in pieces if isinstance(one, Piece) and one.level]
    assert all(one.keep_with_next for one in headings)


@st.composite
def _catalogues(draw):
    """Draw claims, each with its citations, over the sample's subjects and excerpts."""
    claims = []
    for number in range(draw(st.integers(0, 8))):
        own = f"clm-{number}"
        excerpts = draw(
            st.lists(st.sampled_from([f"exc-{one}" for one in range(1, 6)]), max_size=4)
        )
        claims.append(
            Claim(
                id=own,
                subject=draw(st.sampled_from(["evt-1", "evt-2", "ent-1", "ent-2"])),
                property=draw(st.sampled_from(["prp-result", "prp-date"])),
                value=TextValue(draw(st.text(max_size=20))),
                rank=draw(st.sampled_from(list(Rank))),
                citations=tuple(
                    Citation(
                        id=f"cit-{number}-{place}",
                        claim=own,
                        excerpt=excerpt,
                        stance=draw(st.sampled_from(list(Stance))),
                        locator=draw(st.text(max_size=8)),
                    )
                    for place, excerpt in enumerate(excerpts)
                ),
            )
        )
    return tuple(claims)


@given(claims=_catalogues(), language=st.sampled_from(["en", "vi"]))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_citations_in_equal_citations_out(data, make_options, claims, language):
    uncited = frozenset(claim.id for claim in claims if not claim.citations)
    drawn = replace(data, claims=claims, conflicts=(), uncited=uncited)
    report = build_citation_report(drawn, make_options(language))
    given_ids = {citation.id for claim in claims for citation in claim.citations}
    assert {note.origin for note in report.notes} - {"att-1", "att-2"} == given_ids
    assert report.counts.citations == len(given_ids)
