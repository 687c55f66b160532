"""A small catalogue of a made-up skirmish, with every case a report must hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.catalog.claims import (
    Bound,
    Cardinality,
    Citation,
    Claim,
    Confidence,
    DateValue,
    Property,
    Quantity,
    Rank,
    SpecialValue,
    Stance,
    SubjectValue,
    TextValue,
    ValueType,
    Voice,
)
from desktop_app.catalog.documents import Document
from desktop_app.catalog.excerpts import AnchorState, Attachment, Excerpt, TranslationStatus
from desktop_app.catalog.sources import Contributor, Level, Source
from desktop_app.catalog.subjects import Name, NameKind
from desktop_app.catalog.wording import Run
from desktop_app.citations.cited import gather_source
from desktop_app.citations.citer import ChicagoCiter
from desktop_app.reports.citation_report import build_citation_report
from desktop_app.reports.data import ReportConflict, ReportData, ReportOptions, ReportSubject
from desktop_app.reports.model import (
    Branch,
    Field,
    Grid,
    GridRow,
    Heading,
    NoteRef,
    Quote,
    Sentence,
    Setup,
)


def _property(key, english, vietnamese, kind, position, cardinality=Cardinality.MANY):
    return Property(
        id=f"prp-{key}",
        key=key,
        label_en=english,
        label_vi=vietnamese,
        value_type=kind,
        cardinality=cardinality,
        position=position,
    )


PROPERTIES = {
    one.id: one
    for one in (
        _property("date", "date", "thời gian", ValueType.DATE, 1, Cardinality.SINGLE),
        _property("killed", "killed", "bị diệt", ValueType.QUANTITY, 3),
        _property("commander", "commander", "chỉ huy", ValueType.SUBJECT, 2),
        _property("result", "result", "kết quả", ValueType.TEXT, 4),
    )
}

SOURCES = {
    one.id: one
    for one in (
        Source(
            id="src-1",
            title="Nhật ký đồn Đá Trắng",
            title_translated="Diary of the White Rock post",
            level=Level.BOOK,
            language="vi",
            contributors=(
                Contributor(id="con-1", source="src-1", literal="Hoàng Văn Sơn", language="vi"),
            ),
            publisher="Núi Xanh",
            place="Hà Nội",
            date="1975",
            edtf="1975",
        ),
        Source(
            id="src-2",
            title="A Ford & Its <Guns>",
            level=Level.ARTICLE,
            language="en",
            container="Upland *Review*",
            volume="3",
            edtf="1990-06",
            contributors=(Contributor(id="con-2", source="src-2", family="Lowe", given="Edith"),),
        ),
        Source(
            id="src-3",
            title="Mùng 2 tháng 5",
            level=Level.REGESTA,
            language="vi",
            derived_from="src-1",
        ),
    )
}


def _document(number, source, language):
    return Document(
        id=f"doc-{number}",
        source=source,
        title=f"Document {number}",
        file_name=f"{number}.txt",
        media_type="text/plain",
        language=language,
        sha256="",
        size=0,
        revision=2,
        characters=100,
        text_sha256="",
    )


def _excerpt(number, document, quote, **fields):
    fields = {"revision": 2, **fields}
    return Excerpt(
        id=f"exc-{number}",
        document=document,
        start=0,
        end=len(quote),
        quote=quote,
        **fields,
    )


EXCERPTS = {
    one.id: one
    for one in (
        _excerpt(1, "doc-1", "Đồn mất 134 người,\n\n- ta giữ được bến.", page="12"),
        _excerpt(
            2,
            "doc-2",
            'Some *120* men <fell> at the [ford]; it\'s "certain" | 1. not -- $5',
            page="44–45",
        ),
        _excerpt(
            3,
            "doc-3",
            "đêm mùng 2 tháng 5",
            translation="the night of 2 May",
            translation_language="en",
            translator="L. M.",
            translation_status=TranslationStatus.DRAFT,
        ),
        _excerpt(4, "doc-1", "đại úy Kham chỉ huy", revision=1, state=AnchorState.NEEDS_REVIEW),
        _excerpt(5, "doc-2", "abc \u202e fed", page="46"),
    )
}


def _cite(number, claim, excerpt, **fields):
    return Citation(id=f"cit-{number}", claim=claim, excerpt=excerpt, **fields)


CLAIMS = (
    Claim(
        id="clm-1",
        subject="evt-2",
        property="prp-killed",
        value=Quantity(number=134, unit="men"),
        detail="enemy losses",
        rank=Rank.PREFERRED,
        rank_reason="counted on the spot",
        citations=(
            _cite(1, "clm-1", "exc-1"),
            _cite(2, "clm-1", "exc-2", stance=Stance.CONTRADICTS, note="Later memory."),
        ),
    ),
    Claim(
        id="clm-2",
        subject="evt-2",
        property="prp-killed",
        value=Quantity(number=120, unit="men", bound=Bound.ABOUT, as_written="some 120"),
        detail="enemy losses",
        confidence=Confidence.DOUBTFUL,
        confidence_reason="hearsay",
        citations=(_cite(3, "clm-2", "exc-2"),),
    ),
    Claim(
        id="clm-3",
        subject="evt-2",
        property="prp-date",
        value=DateValue(edtf="1962-05-02", wording="đêm mùng 2 tháng 5"),
        citations=(_cite(4, "clm-3", "exc-3", locator="s.v. Mùng 2 tháng 5"),),
    ),
    Claim(
        id="clm-4",
        subject="evt-2",
        property="prp-commander",
        value=SubjectValue("ent-1"),
        voice=Voice.REPORTED_SPEAKER,
        speaker="Hoàng Văn Sơn",
        valid=DateValue(edtf="1962"),
        citations=(_cite(5, "clm-4", "exc-4", locator="¶ 4"),),
    ),
    Claim(
        id="clm-5", subject="evt-1", property="prp-result", value=TextValue("*victory* <b>x</b>")
    ),
    Claim(
        id="clm-6",
        subject="ent-1",
        property="prp-date",
        value=SpecialValue("unknown"),
        rank=Rank.DEPRECATED,
        citations=(_cite(6, "clm-6", "exc-5"),),
    ),
)

DATA = ReportData(
    scope="Everything",
    catalogue="White Rock",
    revision=42,
    seal="0123 4567 89ab cdef",
    generated="1 June 2024",
    subjects=(
        ReportSubject(id="evt-2", kind="event", label="Fight at the ford", part_of="evt-1"),
        ReportSubject(
            id="evt-1", kind="event", label="White Rock campaign", description="A *small* campaign."
        ),
        ReportSubject(
            id="ent-1",
            kind="person",
            label="Kham",
            names=(
                Name(id="nam-1", entity="ent-1", text="Kham", kind=NameKind.PREFERRED),
                Name(
                    id="nam-2",
                    entity="ent-1",
                    text="ຄຳ",
                    language="lo",
                    kind=NameKind.TRANSLITERATED,
                ),
            ),
        ),
        ReportSubject(id="ent-2", kind="place", label="White Rock"),
    ),
    claims=CLAIMS,
    properties=PROPERTIES,
    labels={"ent-1": "Kham"},
    excerpts=EXCERPTS,
    documents={
        one.id: one
        for one in (
            _document(1, "src-1", "vi"),
            _document(2, "src-2", "en"),
            _document(3, "src-3", "vi"),
        )
    },
    attachments=(
        Attachment(id="att-1", excerpt="exc-1", subject="ent-1", note="by name"),
        Attachment(id="att-2", excerpt="exc-5", subject="evt-1"),
    ),
    conflicts=(
        ReportConflict(claims=("clm-1", "clm-2"), settled=True, reason="counted on the spot"),
    ),
    uncited=frozenset({"clm-5"}),
)


@pytest.fixture
def data():
    return DATA


@pytest.fixture
def make_options():
    """Return a function from an output language to options with a Chicago citer."""

    def make(language="en", **fields):
        sources = {key: gather_source(key, SOURCES, {}) for key in SOURCES}
        return ReportOptions(language=language, citer=ChicagoCiter(sources, language), **fields)

    return make


@pytest.fixture
def claim_with():
    """Return a function that makes a claim of the sample with other fields."""
    return lambda **fields: replace(CLAIMS[0], **fields)


_WORDS = Quote(text="Đồn mất | 134\nngười", language="vi", translation="134 lost")
_LAO = Quote(text="ພະທາດຫຼວງ", language="lo")
#: Blocks of every kind that a citation report has none of; their notes are those of its claims.
OTHER_BLOCKS = (
    Heading("Trees and tables", 1),
    Heading("The course", 2),
    Field(label="Reference code", code="3.1.1", phrase=(Run("HN 12/3"),), names=("ent-1",)),
    Field(label="Extent", phrase=(Run("2 boxes"), NoteRef(1, first=False))),
    Sentence(
        phrase=(Run("At dawn: "), _WORDS, NoteRef(2, first=False), Run(".")), names=("ent-1",)
    ),
    Branch(phrase=(Run("Division 304"),)),
    Branch(phrase=(Run("Regiment 9"), NoteRef(3, first=False)), rails=(True,)),
    Branch(phrase=(Run("Battalion 1"),), rails=(True, False)),
    Branch(phrase=(Run("Regiment 24"),), rails=(False,)),
    Grid(
        heads=("Day", "Words", "Place"),
        weights=(1, 4, 1),
        caption="Days of May",
        rows=(
            GridRow(cells=(((Run("May 1962"),),),), is_group=True),
            GridRow(
                cells=(
                    ((Run("1 May"),),),
                    ((Run("two *stars* | a bar"), NoteRef(4, first=False)), (_WORDS,)),
                    (),
                ),
                names=("ent-1", "ent-2"),
            ),
            GridRow(cells=(((Run("2 May"),),), ((Run("one"),),), ((_LAO,),))),
        ),
    ),
)


@pytest.fixture
def make_full_report(make_options):
    """Return a function to a report with blocks of every kind, contents and index of names."""

    def make(language="en", **setup):
        names = {one.id: one.names for one in DATA.subjects if one.names}
        names["ent-2"] = (
            Name(id="nam-3", entity="ent-2", text='"White: Rock"', kind=NameKind.PREFERRED),
        )
        options = make_options(language, include_index=True, setup=Setup(contents=True, **setup))
        report = build_citation_report(replace(DATA, entity_names=names), options)
        return replace(report, blocks=(*report.blocks, *OTHER_BLOCKS))

    return make
