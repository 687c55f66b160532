"""Reports on paper: every word in the text layer of two readers, no orphans, the same bytes."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop_app.catalog.claims import Rank, Stance
from desktop_app.catalog.wording import Run
from desktop_app.errors import UserError
from desktop_app.reports.model import (
    BibliographyEntry,
    ClaimLine,
    ConflictColumn,
    ConflictTable,
    Counts,
    Evidence,
    Heading,
    Mention,
    Note,
    NoteRef,
    Paragraph,
    ParagraphKind,
    Quote,
    Report,
    Setup,
)
from desktop_app.services.jobs import Cancelled, Progress
from desktop_app.ui.printing import paint_page, print_report, sheet_of, write_pdf
from desktop_app.ui.printing_pages import lay_out
from desktop_app.ui.printing_type import A4
from tests.ui.printed import find_over_pages, read_bodies, read_pages, squash

MADE = datetime(2024, 6, 1, tzinfo=UTC)
WORDS = [
    "Chiến dịch Nặm Thà được khởi đầu ngày 2 tháng 5, hoả lực ỹ ẵ Đ ngụy, nguỵ",
    "ພຣະຣາຊອານາຈັກລາວ ນ້ຳ ກຳ ບໍ່ ເຂົ້າ",
    "ນໍ້າ",
    "office fi fl ffi — “quoted” … 1⁄2 30 °C",
    "m̀ ê̄ x̣̂ e\u0323\u0302",
    "𠀋𡨸喃 漢字 chữ Nôm 𐐷",
    "क्षत्रिय ไทย น้ำ กำลัง",
    "a\u2011b soft\u00adhyphen 12\u202f000",
    "<b>no & markup</b> (parentheses) \\ back",
]


def make_report(*, claims: int = 3, words: list[str] = WORDS, language: str = "en") -> Report:
    blocks: list[object] = [Heading("Events", 1)]
    notes = []
    for number in range(1, claims + 1):
        quote = Quote(text=words[number % len(words)], language="vi")
        if number % 10 == 1:
            blocks.append(Heading(f"Event {number}", 2, f"evt-{number}"))
            blocks.append(Paragraph("Names: ກຳ; Kham", ParagraphKind.NAMES))
        blocks.append(
            ClaimLine(
                claim=f"clm-{number}",
                label="killed",
                value=f"{number} men",
                qualifiers=("enemy losses", "as written “some”") if number % 3 else (),
                refs=(NoteRef(number), NoteRef(1, first=False)),
                rank=Rank.DEPRECATED if number % 5 == 0 else Rank.NORMAL,
                uncited=number % 7 == 0,
            )
        )
        notes.append(
            Note(
                number=number,
                origin=f"cit-{number}",
                source="src-1",
                citation=(Run("Lê Văn An, "), Run("Lịch sử", italic=True), Run(f", {number}.")),
                stance=Stance.CONTRADICTS if number % 4 == 0 else Stance.SUPPORTS,
                quote=quote,
            )
        )
    blocks.append(Mention(quote=Quote(text=words[0]), ref=NoteRef(1), remark="by name"))
    return Report(
        title="Citation report",
        subtitle="Nặm Thà",
        language=language,
        blocks=tuple(blocks),  # type: ignore[arg-type]
        notes=tuple(notes),
        bibliography=(BibliographyEntry("src-1", (Run("Lê Văn An. Lịch sử."),)),),
        counts=Counts(claims=claims, citations=claims, sources=1),
        generated="1 June 2024",
        catalogue="Nặm Thà 1962",
        revision=42,
        seal="0123 4567 89ab cdef",
        style="Chicago",
        day="2024-06-01",
    )


def make_conflict(columns: int, evidence: int) -> ConflictTable:
    words = "Báo cáo ghi rằng địch mất nhiều người hơn số đã nêu trong điện trước đó. "
    return ConflictTable(
        label="killed",
        columns=tuple(
            ConflictColumn(
                claim=f"clm-{number}",
                value=f"value{number}",
                chosen=number == 1,
                reason="counted" if number == 1 else "",
                evidence=tuple(
                    Evidence(
                        quote=Quote(text=f"{words}[{number}.{one}]"),
                        source=(Run("Lê Văn An"),),
                        ref=NoteRef(1, first=False),
                    )
                    for one in range(evidence)
                ),
            )
            for number in range(columns)
        ),
        settled=True,
        reason="the report was counted on the spot",
    )


def with_blocks(report: Report, *blocks: object) -> Report:
    return replace(report, blocks=(*report.blocks, *blocks))  # type: ignore[arg-type]


@pytest.fixture
def target(tmp_path: Path, qapp: object) -> Path:
    return tmp_path / "report.pdf"


@pytest.mark.parametrize("words", WORDS)
def test_both_readers_find_each_script_as_it_was_written(target: Path, words: str) -> None:
    write_pdf(make_report(words=[words]), target)
    for reader, pages in read_pages(target).items():
        found = squash("".join(pages))
        assert squash(words) in found, (reader, found)


def test_every_note_and_claim_is_in_the_text_of_a_long_report(target: Path) -> None:
    count = write_pdf(make_report(claims=300, words=WORDS[:2]), target)
    assert count > 5
    foot = "Nặm Thà 1962, change 42, seal 0123 4567 89ab cdef, 1 June 2024"
    for reader, pages in read_pages(target).items():
        for number, page in enumerate(pages, 1):
            assert squash(page).endswith(squash(f"{foot}page{number}of{count}")), (reader, number)
    for reader, pages in read_bodies(target, foot, ["Citation reportEvents"]).items():
        for number in range(1, 301):
            stance = "Contradictstheclaim:" if number % 4 == 0 else ""
            note = f"{number}.{stance}LêVănAn,Lịchsử,{number}.“{squash(WORDS[number % 2])}”"
            page = find_over_pages(note, pages)
            assert page is not None, (reader, number)
            assert f"killed:{number}men" in pages[page], (reader, number)


def test_the_page_number_speaks_the_report_s_language(target: Path) -> None:
    write_pdf(make_report(language="vi"), target)
    assert "trang 1/" in read_pages(target)["pdfium"][0]


def test_outline_links_and_facts_of_the_file(target: Path) -> None:
    write_pdf(make_report(claims=100), target)
    reader = pypdf.PdfReader(target)
    titles = [(entry.title) for entry in _flatten(reader.outline)]
    assert titles[:3] == ["Events", "Event 1", "Event 11"]
    assert titles[-2:] == ["Event 91", "Bibliography"]
    assert reader.get_destination_page_number(_flatten(reader.outline)[0]) == 0
    nested = reader.outline[1]
    assert isinstance(nested, list)
    assert len(nested) == 10
    assert reader.metadata is not None
    assert reader.metadata.title == "Citation report"
    assert reader.metadata.subject == "Nặm Thà"
    assert reader.metadata.creation_date == MADE
    assert reader.root_object["/Lang"] == "en"
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title == {"x-default": "Citation report"}
    links = [one for page in reader.pages for one in page.get("/Annots", ())]
    # Each claim refers to its note and to the first; each note leads back, and to the entry of
    # its source; a mention is one more.
    assert len(links) == 401


def test_a_title_with_markup_and_control_characters_does_no_harm(target: Path) -> None:
    write_pdf(replace(make_report(), title="a\x0b<b>&\x01 \\ ("), target)
    reader = pypdf.PdfReader(target)
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title == {"x-default": "a <b>&  \\ ("}
    assert reader.metadata is not None
    assert reader.metadata.title == "a\x0b<b>&\x01 \\ ("


def _flatten(entries: list) -> list:
    flat = []
    for entry in entries:
        flat += _flatten(entry) if isinstance(entry, list) else [entry]
    return flat


def test_a_heading_longer_than_a_page_stands_in_the_contents_with_its_number(
    target: Path,
) -> None:
    report = make_report(claims=10)
    long = Heading("Nguyễn " * 1_500 + "cuối", 2, "evt-long")
    whole = replace(report, blocks=(long, *report.blocks), setup=Setup(contents=True))
    assert write_pdf(whole, target) > 6
    titles = [entry.title for entry in _flatten(pypdf.PdfReader(target).outline)]
    assert titles[1] == long.text
    text = " ".join(re.sub(r"\s+", " ", page) for page in read_pages(target)["pdfium"])
    # At the end of its entry, before the heading itself.
    assert re.search(r"Nguyễn cuối \d+ Events \d+", text)


def test_a_quote_of_a_whole_book_is_written_in_little_time_for_each_page(target: Path) -> None:
    report = make_report(claims=2)

    def time_of(words: int) -> float:
        quote = Quote(text=" ".join(["Trận đánh"] * words), language="vi")
        note = replace(report.notes[0], quote=quote)
        began = time.process_time()
        pages = write_pdf(replace(report, notes=(note, report.notes[1])), target)
        assert pages > words / 600
        return time.process_time() - began

    time_of(100)
    assert time_of(16_000) < 8 * time_of(4_000)


def test_the_same_report_gives_the_same_bytes(target: Path) -> None:
    write_pdf(make_report(), target)
    first = target.read_bytes()
    write_pdf(make_report(), target)
    assert target.read_bytes() == first


def test_a_job_s_thread_writes_the_same_file(target: Path) -> None:
    write_pdf(make_report(), target)
    first = target.read_bytes()
    thread = threading.Thread(target=write_pdf, args=(make_report(), target))
    thread.start()
    thread.join()
    assert target.read_bytes() == first


def test_cancelling_leaves_the_old_file_and_no_other(target: Path) -> None:
    target.write_bytes(b"old")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        write_pdf(make_report(claims=50), target, progress)
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


def test_progress_reaches_its_end(target: Path) -> None:
    seen: list[tuple[int, int]] = []
    progress = Progress(lambda: seen.append((progress.done, progress.total)))
    write_pdf(make_report(claims=200), target, progress)
    shares = [done / total for done, total in seen]
    assert shares == sorted(shares)
    assert shares[-1] > 0.85


def test_a_folder_that_is_not_there_is_said(target: Path) -> None:
    with pytest.raises(UserError) as raised:
        write_pdf(make_report(), target.parent / "missing" / "report.pdf")
    assert raised.value.code == "not_written"


def test_headings_and_single_lines_never_end_a_page(qapp: object) -> None:
    pages = lay_out(make_report(claims=400, words=[WORDS[0] * 6]))
    limit = A4.height - A4.bottom
    for number, page in enumerate(pages.pages):
        bottoms = [mark.top + mark.line.height for mark in page.lines]
        assert max(bottoms) <= limit + 0.1
        for edge in (page.lines[0].line, page.lines[-1].line):
            lines = edge.owner.lines
            here = [mark.line for mark in page.lines if mark.line.owner is edge.owner]
            assert len(here) >= 2 or len(lines) == 1, (number, edge.owner.text)
        assert not page.lines[-1].line.owner.style.bold, "a heading ends the page"


@pytest.mark.parametrize(("columns", "evidence"), [(2, 2), (5, 3), (2, 40), (3, 120), (1, 1)])
def test_a_conflict_keeps_every_quote_and_its_columns_apart(
    target: Path, columns: int, evidence: int
) -> None:
    report = with_blocks(make_report(), make_conflict(columns, evidence))
    pages = lay_out(report)
    for page in pages.pages:
        for mark in page.lines:
            assert mark.top + mark.line.height <= A4.height - A4.bottom + 0.1
    shown = [mark.line for page in pages.pages for mark in page.lines]
    said = "".join(line.owner.text[line.start : line.end] for line in shown)
    for number in range(columns):
        for one in range(evidence):
            assert said.count(f"[{number}.{one}]") == 1
    assert said.count("counted on the spot") == 1
    write_pdf(report, target)
    text = squash("".join(read_pages(target)["pypdf"]))
    assert all(f"value{number}" in text for number in range(columns))


def test_endless_words_and_empty_texts_stay_on_the_page(qapp: object) -> None:
    endless = Paragraph("x" * 20_000)
    report = with_blocks(make_report(), endless, Paragraph(""), Heading("y" * 3_000, 2))
    pages = lay_out(report)
    for page in pages.pages:
        for mark in page.lines:
            assert mark.left + mark.line.width <= A4.width - A4.side + 1
            assert mark.top + mark.line.height <= A4.height - A4.bottom + 0.1


def test_printing_puts_ink_on_every_page_of_the_range(tmp_path: Path, qapp: object) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    print_report(make_report(claims=200), printer)
    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as document:
        assert len(document) > 3
        assert document[0].get_size() == pytest.approx((612, 792), abs=1)
        assert all(_has_ink(page) for page in document)


def _has_ink(page: pypdfium2.PdfPage) -> bool:
    return min(bytes(page.render(scale=0.5).buffer)) < 128


def test_narrow_paper_takes_narrower_margins(qapp: object) -> None:
    size = QPageSize(QPageSize.PageSizeId.A6)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())
    sheet = sheet_of(layout, Setup())
    assert (sheet.width, sheet.height) == pytest.approx((298, 420), abs=1)
    assert sheet.measure > 200


def test_the_preview_paints_letters_rules_and_footer(qapp: object) -> None:
    pages = lay_out(with_blocks(make_report(claims=7), make_conflict(2, 1)))
    image = QImage(595, 842, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    paint_page(painter, pages.pages[0], pages.sheet, 1.0)
    painter.end()
    dark = [y for y in range(842) if any(image.pixel(x, y) & 0xFF < 140 for x in range(595))]
    assert dark[0] < 100
    assert any(A4.height - A4.footer <= y for y in dark)
