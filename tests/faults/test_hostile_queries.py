"""Whatever is asked, there is an answer or a sentence within five seconds, and the window lives.

The same questions go to the sample and to a catalogue of short documents, through the service
that the command line and the window use, and through the window itself, whose event loop is
timed meanwhile.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

from desktop_app.errors import UserError
from desktop_app.paths import SAMPLE
from desktop_app.services.importing import import_files
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.searching import SearchService
from desktop_app.services.session import create_catalogue, open_catalogue
from desktop_app.ui.application import discard_window, make_application
from desktop_app.ui.theme import apply_theme

LONGEST = 5.0
#: What one busy machine may add to a promise of the program.
GRACE = 2.0
BEAT_MS = 10

BY_HAND = (
    "*", "***", "a*", "ti*", "*a*", "?", "[a TO *]", "[* TO *]", "[TO]", "{a TO z]", "a..", "..z",
    " ".join(["*a*"] * 50), " ".join(["ti*"] * 32), " ".join(["t*"] * 32), "tieu~9", "tieu~99999",
    "/(a+)+$/", "(a+)+$", "(" * 5_000, ")" * 5_000, "(" * 5_000 + "a" + ")" * 5_000,
    "NOT " * 5_000 + "a", "-" * 5_000 + "a", "x" * 1_000_000, "tiểu " * 200_000, "\x00", "a\x00b",
    "\ud800", "tiểu\udfff đoàn", "\u202etha\u202c", "\u2067ab\u2069", '"', '""', '"""', '"a',
    'a"b"c"', "“a", "kind:kind:kind:", "person:" * 600, "date:0000..9999", "date:..", "date:9999..",
    "date:-9999..y99999", "date:1962-13-45", "date:" + "9" * 400, "😀", "👩‍👩‍👧‍👦" * 40,
    "e" + "\u0301" * 100_000, "\u0301" * 490, "ກ" * 500, "\ufeff\u200b\u2060", "İıſßŒ",
    "a^99999999999", "^~^~", "\\" * 500, "'; DROP TABLE document; --", "%s%n{0}{x}${jndi}",
    "<img src=x onerror=alert(1)>", "OR " * 100, "AND", "a AND", "() " * 160, "a:b:c:d:" * 60,
    "(a OR b) " * 40, "-(-(-(-(-(-a)))))", "lang:" + "x" * 490, "=" * 500, "1962/04..1962-05",
    " OR ".join(f"{a}{b}*" for a in "bcdghklmtv" for b in "aio")[:490],
    " ".join(f"-{a}{b}*" for a in "bcdghklmtv" for b in "aio"), "-kind:claim -ba* date:1900..",
    '"' + "tiểu đoàn " * 45 + '"', " OR ".join(f'"ngày {n} tháng 5"' for n in range(1, 29)),
    " OR ".join(["date:1962.."] * 30), "kind:document OR kind:claim OR kind:event OR kind:excerpt",
    "ﷺ" * 160, "KHÔNG " * 80, "à" * 250, "Ａ１", "\U0010ffff" * 250, "a\r\n\tb\v\f",
)  # fmt: skip
PIECES = (
    *("AND", "OR", "NOT", "VÀ", "HOẶC", "KHÔNG", "(", ")", '"', "“", "”", "-", "*", "t*", "ba*"),
    *("tiểu", "đoàn", "Nặm", "Thà", "person:", "place:", "claim:", "kind:", "date:", "lang:"),
    *("1962", "1962-04..", "..1965", "0000", "9999..9999", "event", "~9", "/", "\\", "[", "]"),
    *("{", "}", "^", "=", ":", "\x00", "\ud800", "\u202e", "\u0301", "😀", "ນ້ຳ", "ກ" * 20, " "),
)


def make_random(count: int) -> list[str]:
    """Return queries made of pieces of queries; the same every time."""
    dice = random.Random(1962)
    return [
        dice.choice(("", " ", "  ")).join(
            dice.choices(PIECES, k=dice.choice((1, 2, 3, 4, 6, 9, 40)))
        )
        for _ in range(count)
    ]


def make_short_documents(path: Path, folder: Path, count: int) -> None:
    """Make a catalogue of `count` short documents."""
    dice = random.Random(7)
    syllables = [a + b for a in "bcdghklmntvx" for b in ("a", "ang", "iểu", "oàn", "ặm", "úng")]
    folder.mkdir()
    files = []
    for number in range(count):
        file = folder / f"{number:04}.txt"
        words = " ".join(dice.choices(syllables, k=30))
        file.write_text(f"Ngày {number % 28 + 1} tháng 5 năm 1962: {words}.\n", "utf-8")
        files.append(file)
    with closing(create_catalogue(path)) as session:
        import_files(session, files)


@pytest.fixture(scope="module", params=["sample", "short"])
def catalogue(request, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    path = folder / "asked.db"
    if request.param == "short":
        is_full = os.environ.get("REGESTA_FAULTS") == "full"
        make_short_documents(path, folder / "files", 3_000 if is_full else 400)
    else:
        if not SAMPLE.is_file():
            pytest.skip("the sample is not built")
        shutil.copyfile(SAMPLE, path)
    return path


@pytest.fixture
def service(catalogue: Path) -> Iterator[SearchService]:
    with closing(open_catalogue(catalogue)) as session, closing(SearchService(session)) as made:
        made.bring_up_to_date()
        yield made


def test_every_query_is_answered_or_refused_in_time(service, catalogue, rounds, say):
    answered, refused, times = 0, 0, []
    for text in (*BY_HAND, *make_random(rounds(100, 2_000))):
        begun = monotonic()
        try:
            found = service.search_shape(text, limit=50)
            assert found["total"] >= len(found["hits"])
            answered += 1
        except UserError as error:
            assert error.code in ("bad_query", "slow_query"), (error.code, text[:80])
            assert error.message
            refused += 1
        taken = monotonic() - begun
        times.append((taken, text[:60]))
        assert taken < LONGEST + GRACE, (taken, text[:80])
    slowest = max(times)
    assert answered > 10
    assert refused > 10
    say(
        f"{catalogue.parent.name}: {answered} answered, {refused} refused, slowest "
        f"{slowest[0]:.2f} s for {slowest[1]!r}"
    )


class Heart(QObject):
    """Beats every 10 ms and keeps how long each beat came late."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._clock.start()
        self._timer.start()

    def _beat(self) -> None:
        self.gaps.append(self._clock.nsecsElapsed() / 1e6)
        self._clock.restart()

    def stop(self) -> None:
        self._timer.stop()

    def percentile(self, share: float) -> float:
        return sorted(self.gaps)[min(int(len(self.gaps) * share), len(self.gaps) - 1)]


@pytest.fixture
def window(qtbot, qapp, catalogue, tmp_path):
    from desktop_app.ui.main_window import MainWindow

    apply_theme(make_application(), "light")
    session = open_catalogue(catalogue)
    opened = MainWindow(session, PreferenceFile(tmp_path / "preferences.json"))
    opened.resize(1300, 800)
    opened.show()
    qtbot.waitExposed(opened)
    qtbot.waitUntil(lambda: not opened.keeper.is_busy, timeout=60_000)
    yield opened
    discard_window(opened)
    session.close()


def ask_in_window(window, qtbot, heart: Heart, text: str) -> float:
    """Ask in the window; return the longest gap between beats meanwhile, in milliseconds."""
    begun, asked = len(heart.gaps), monotonic()
    # A line takes no lone surrogates; what it makes of them is asked.
    window.results.search(text.encode("utf-8", "replace").decode("utf-8"))
    qtbot.waitUntil(
        lambda: not window.results._worker.is_busy, timeout=int((LONGEST + GRACE) * 1000)
    )
    qtbot.wait(2 * BEAT_MS)
    assert monotonic() - asked < LONGEST + GRACE, text[:80]
    return max(heart.gaps[begun:], default=0.0)


def test_the_window_stays_alive_meanwhile(window, catalogue, qtbot, rounds, say):
    heart = Heart()
    queries = [text for text in (*BY_HAND, *make_random(rounds(40, 2_000))) if text.strip()]
    heart.start()
    late = [(ask_in_window(window, qtbot, heart, text), text) for text in queries]
    slowest, worst = max(late)
    say(
        f"{catalogue.parent.name}: {len(queries)} queries in the window, {len(heart.gaps)} beats, "
        f"p99 {heart.percentile(0.99):.0f} ms, max {slowest:.0f} ms for {worst[:60]!r}"
    )
    # Loaded machines stop everybody now and then. The promise is 100 ms; the alarm is a second
    # that the same query takes again.
    if slowest > 1_000:
        slowest = ask_in_window(window, qtbot, heart, worst)
    heart.stop()
    assert slowest <= 1_000, worst[:80]
    assert heart.percentile(0.9) <= 100
