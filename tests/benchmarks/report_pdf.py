"""Measure reports on paper: `python tests/benchmarks/report_pdf.py [CLAIMS ...]`.

Each claim has a note of 20 to 60 words at the foot of its page. Prints, for 300, 3,000 and
30,000 claims, the time until the preview shows its first page, the PDF's time, pages a second,
memory, and the longest wait of a window meanwhile. The targets are for 3,000 claims.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
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
    IndexEntry,
    Note,
    NoteRef,
    Quote,
    Report,
    Setup,
)
from desktop_app.ui.printing import write_pdf
from desktop_app.ui.printing_pages import ReportLayout

SYLLABLES = "ngày tháng năm quân khu tiểu đoàn trận địa Nặm Thà Mương Sing và của ở 1962 ນ້ຳທາ"
SIZES = (300, 3_000, 30_000)
CLAIMS_OF_EACH = 8
TARGETS = "targets for 3,000 claims: first page 0.3 s, PDF 8 s, memory 400 MB, wait 100 ms"


def make_report(claims: int) -> Report:
    """Return a report with contents and an index whose notes quote 20 to 60 words each."""
    chosen, words = random.Random(1), SYLLABLES.split()
    blocks: list[Heading | ClaimLine] = [Heading("Events", 1)]
    notes, index = [], []
    for number in range(1, claims + 1):
        if number % CLAIMS_OF_EACH == 1:
            event = f"evt-{number}"
            blocks.append(Heading(f"Trận đánh số {number}", 2, event))
            index.append(IndexEntry(text=f"Trận đánh số {number}", record=event))
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
        counts=Counts(claims=claims, citations=claims, sources=1),
        generated="1 June 2024",
        catalogue="Benchmark",
        revision=1,
        seal="0123 4567 89ab cdef",
        style="Chicago",
        index=tuple(index),
        setup=Setup(contents=True),
    )


def measure_first_page(report: Report) -> float:
    """Return the seconds until the first page of a preview is full."""
    began = time.perf_counter()
    layout = ReportLayout(report)
    while len(layout.pages.pages) < 2 and layout.step():
        pass
    return time.perf_counter() - began


def measure(claims: int) -> None:
    """Print one line about a report of `claims` claims."""
    app = QApplication([])
    report = make_report(claims)
    first = measure_first_page(report)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        pages: list[int] = []
        thread = threading.Thread(target=lambda: pages.append(write_pdf(report, path)))
        began = turned = time.perf_counter()
        worked = time.process_time()
        longest = 0.0
        thread.start()
        while thread.is_alive():
            app.processEvents()
            time.sleep(0.005)
            longest = max(longest, time.perf_counter() - turned)
            turned = time.perf_counter()
        took, worked = time.perf_counter() - began, time.process_time() - worked
        size = path.stat().st_size / 1_000_000
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{claims:,} claims: first page {first:.2f} s; {pages[0]:,} pages, {size:.1f} MB in "
        f"{took:.1f} s ({worked:.1f} s of work), {pages[0] / took:.0f} pages a second; "
        f"memory {memory} MB; longest wait {longest * 1000:.0f} ms",
        flush=True,
    )


def main() -> None:
    if len(sys.argv) == 2:
        measure(int(sys.argv[1]))
        return
    # Memory is measured by process, so each size has one of its own.
    for claims in sys.argv[1:] or SIZES:
        subprocess.run([sys.executable, __file__, str(claims)], check=True)
    print(TARGETS)


if __name__ == "__main__":
    main()
