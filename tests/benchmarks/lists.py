"""Measure a list of 100,000 excerpts: `python tests/benchmarks/lists.py [HOW MANY]`.

Prints milliseconds, painting included. The targets at 1,000,000 are 300 to open, 1,000 to sort
and 32 for a step of scrolling (p95).
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from desktop_app.catalog.collation import sort_key
from desktop_app.catalog.folding import fold
from desktop_app.services.reading import CatalogueReader
from desktop_app.services.session import Session, create_catalogue
from desktop_app.store import lists
from desktop_app.ui.models.list_columns import VIEW_BY_ID
from desktop_app.ui.panels.list_page import ListPage
from desktop_app.ui.theme import apply_theme

STEPS = 100
PLACES = ("Nặm Thà", "Mường Sing", "Mường Long", "Huội Xài", "Pha Bang", "Luông Pha Bang")


def fill(session: Session, count: int) -> None:
    """Write `count` rows straight into the listing, as their records would have made them."""
    with session.db.transaction():
        session.db.execute_many(
            f"INSERT INTO listing ({', '.join(lists.COLUMNS)}) "
            f"VALUES ({', '.join('?' * len(lists.COLUMNS))})",
            [make_row(number, count) for number in range(count)],
        )


def make_row(number: int, count: int) -> list[object]:
    """Return one excerpt's row; titles come in no order."""
    place = PLACES[number % len(PLACES)]
    title = f"Đoạn {number * 7919 % count} nói về trận đánh ở {place}"
    detail = f"Tài liệu {number // 500}"
    values = {
        "id": f"exc-{number}",
        "kind": "excerpt",
        "type": ("claim", "attached", "loose")[number % 3],
        "title": title,
        "sort_title": sort_key(title),
        "detail": detail,
        "sort_detail": f"{sort_key(detail)}\x00{number:018d}",
        "number": number % 7,
        "state": "anchored",
        "folded": fold(f"{title}\n{detail}"),
    }
    empty = {"date": "", "earliest": None, "latest": None, "trashed": None}
    counts = {"uncited": 0, "conflicts": 0}
    return [{**empty, **counts, **values}[name] for name in lists.COLUMNS]


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that `work` and painting its result take."""
    start = time.perf_counter()
    work()
    QCoreApplication.processEvents()
    return (time.perf_counter() - start) * 1000


def measure(session: Session) -> None:
    """Open, sort, scroll, filter and follow a change in one list."""
    page = ListPage(CatalogueReader(session), VIEW_BY_ID["excerpt"])
    page.resize(700, 800)
    print(f"open     {timed(page.show):8.1f}")
    for column in (0, 1, 0):
        order = Qt.SortOrder.DescendingOrder
        ms = timed(lambda column=column, order=order: page.table.sortByColumn(column, order))
        print(f"sort     {ms:8.1f}   {page.model.columns[column].id}")
    bar = page.table.verticalScrollBar()
    places = [bar.maximum() * (step * 37 % STEPS) // STEPS for step in range(STEPS)]
    steps = [timed(lambda place=place: bar.setValue(place)) for place in places]
    print(f"jump     {statistics.median(steps):8.1f} / {sorted(steps)[int(STEPS * 0.95)]:.1f} p95")
    page.filter.setText("huoi xai 42")
    print(f"filter   {timed(page.apply_filter):8.1f}   {page.model.rowCount()} rows")
    page.filter.clear()
    print(f"clear    {timed(page.apply_filter):8.1f}")
    touched = {page.model.id_at(5)}
    print(f"change   {timed(lambda: page.model.refresh(touched)):8.1f}")


def main() -> None:
    """Make the catalogue in a folder of its own and measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    app = QApplication([])
    apply_theme(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        session = create_catalogue(Path(folder) / "lists.db")
        fill(session, count)
        print(f"{count:,} excerpts, milliseconds")
        measure(session)
        session.close()


if __name__ == "__main__":
    main()
