"""Measure the reader on 5 MB of text with 2,000 excerpts: `python tests/benchmarks/reader.py`.

Prints milliseconds; the targets are 500 to open and 16 for a step of scrolling (p95).
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop_app.ui.theme import apply_theme
from desktop_app.ui.widgets.reader import ReaderExcerpt, ReaderView

SYLLABLES = "ngày tháng năm quân khu tiểu đoàn trận địa Nặm Thà Mương Sing và của ở 1962 🙂 ນ້ຳທາ"
BYTES = 5_000_000
EXCERPTS = 2_000
STEPS = 200


def make_text(*, one_paragraph: bool) -> str:
    """Return about five megabytes of words, in paragraphs of 20 to 150 words or in one."""
    chosen, words = random.Random(1), SYLLABLES.split()
    paragraphs, size = [], 0
    while size < BYTES:
        paragraphs.append(" ".join(chosen.choices(words, k=chosen.randint(20, 150))))
        size += len(paragraphs[-1].encode())
    return (" " if one_paragraph else "\n").join(paragraphs)


def make_excerpts(length: int, *, crowded: bool) -> list[ReaderExcerpt]:
    """Return excerpts over the whole text, or all within one screen and a long one around them."""
    chosen = random.Random(2)
    reach = 4_000 if crowded else length - 500
    return [
        ReaderExcerpt(
            f"exc-{number}",
            start := chosen.randrange(reach),
            start + chosen.randint(5, 400),
            chosen.choice(("claim", "excerpt")),
            chosen.random() < 0.05,
            "label",
        )
        for number in range(EXCERPTS)
    ]


def timed(work: object) -> float:
    """Return the milliseconds that `work` takes, painting included."""
    start = time.perf_counter()
    work()  # type: ignore[operator]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
    QApplication.processEvents()
    return (time.perf_counter() - start) * 1000


def spread(times: list[float]) -> str:
    """Return the median and the 95th percentile."""
    return f"p50 {statistics.median(times):.1f} p95 {statistics.quantiles(times, n=20)[-1]:.1f}"


def measure(name: str, text: str, excerpts: list[ReaderExcerpt]) -> None:
    """Print the times of one text."""
    view = ReaderView()
    view.resize(1000, 800)
    view.show()
    timed(view.repaint)

    def open_text() -> None:
        view.set_text(text)
        view.set_excerpts(excerpts)

    opened = timed(open_text)
    again = timed(lambda: view.set_excerpts(excerpts))
    bar = view.page.verticalScrollBar()
    lines = [timed(lambda: bar.setValue(bar.value() + 3)) for _ in range(STEPS)]
    chosen = random.Random(3)
    jumps = [
        timed(lambda: view.page.centre_on(chosen.randrange(len(text)))) for _ in range(STEPS // 4)
    ]
    found = timed(lambda: view._on_query_changed("nam tha", False))
    print(
        f"{name}: open {opened:.0f}, excerpts again {again:.0f}, "
        f"scroll {spread(lines)}, jump {spread(jumps)}, find {found:.0f}"
    )


def main() -> None:
    """Measure ordinary paragraphs, one single paragraph, and excerpts crowded on one screen."""
    app = QApplication([])
    apply_theme(app, "light")
    text = make_text(one_paragraph=False)
    measure("paragraphs", text, make_excerpts(len(text), crowded=False))
    measure("crowded", text, make_excerpts(len(text), crowded=True))
    text = make_text(one_paragraph=True)
    measure("one paragraph", text, make_excerpts(len(text), crowded=False))


if __name__ == "__main__":
    main()
