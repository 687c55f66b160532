"""Measure a PDF of 3,000 claims with as many notes: `python tests/benchmarks/report_pdf.py`.

Prints seconds and the longest wait of a window meanwhile; the targets are 15 s and 100 ms.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication

from desktop_app.catalog.wording import Run
from desktop_app.reports.model import (
    BibliographyEntry,
    ClaimLine,
    Counts,
    Heading,
    Note,
    NoteRef,
    Quote,
    Report,
)
from desktop_app.ui.printing import write_pdf

SYLLABLES = "ngày tháng năm quân khu tiểu đoàn trận địa Nặm Thà Mương Sing và của ở 1962 ນ້ຳທາ"
CLAIMS = 3_000
CLAIMS_OF_EACH = 8


def make_report() -> Report:
    """Return a report whose notes quote 20 to 60 words each."""
    chosen, words = random.Random(1), SYLLABLES.split()
    blocks: list[Heading | ClaimLine] = [Heading("Events", 1)]
    notes = []
    for number in range(1, CLAIMS + 1):
        if number % CLAIMS_OF_EACH == 1:
            blocks.append(Heading(f"Trận đánh số {number}", 2, f"evt-{number}"))
        said = " ".join(chosen.choices(words, k=chosen.randint(20, 60)))
        blocks.append(
            ClaimLine(
                claim=f"clm-{number}",
                label="killed",
                value=f"{number} men",
                qualifiers=("enemy losses", "as written in the report of the day"),
                refs=(NoteRef(number),),
            )
        )
        citation = (Run("Lê Văn An, "), Run("Lịch sử kháng chiến", italic=True), Run(", 134."))
        notes.append(
            Note(
                number=number,
                origin=f"cit-{number}",
                source="src-1",
                citation=citation,
                quote=Quote(text=said, language="vi"),
            )
        )
    return Report(
        title="Citation report",
        subtitle="A large catalogue",
        language="en",
        blocks=tuple(blocks),
        notes=tuple(notes),
        bibliography=(BibliographyEntry("src-1", (Run("Lê Văn An. Lịch sử kháng chiến."),)),),
        counts=Counts(claims=CLAIMS, citations=CLAIMS, sources=1),
        generated="1 June 2024",
        catalogue="Benchmark",
        revision=1,
        seal="0123 4567 89ab cdef",
        style="Chicago",
    )


def main() -> None:
    app = QApplication([])
    report = make_report()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        pages: list[int] = []
        thread = threading.Thread(target=lambda: pages.append(write_pdf(report, path)))
        began = turned = time.perf_counter()
        longest = 0.0
        thread.start()
        while thread.is_alive():
            app.processEvents()
            time.sleep(0.005)
            longest = max(longest, time.perf_counter() - turned)
            turned = time.perf_counter()
        took = time.perf_counter() - began
        size = path.stat().st_size / 1_000_000
    print(f"{pages[0]} pages, {size:.1f} MB: {took:.1f} s; longest wait {longest * 1000:.0f} ms")


if __name__ == "__main__":
    main()
