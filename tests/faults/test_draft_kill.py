"""Typing survives a kill: a window is killed while somebody types, and offers the text again.

The rounds are one story. Each starts the window on the same catalogue, goes on with the text that
the last one left, types on, and is killed at an arbitrary moment. Between some of them the record
is changed, as a colleague would: then the three-way view must come, else it must not.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.checking import check_catalogue
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.drafts import DraftFolder
from desktop_app.services.session import Session, create_catalogue, open_catalogue
from desktop_app.store import journal, subjects

ROOT = Path(__file__).resolve().parents[2]
#: What may be lost at most, in seconds of typing.
ALLOWED = 1.0
SHORTEST, LONGEST = 0.1, 2.5

TYPIST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from desktop_app.services.preferences import PreferenceFile
from desktop_app.ui.application import Desk, make_application

app = make_application()
desk = Desk(app, PreferenceFile())
desk.open_path(Path(sys.argv[1]))
window = desk.window

def find(name):
    shown = [one for one in window.findChildren(QDialog, name) if one.isVisible()]
    return shown[-1] if shown else None

merged = ""
if window.drafts.bar.isVisible():
    window.drafts.bar.go_on.click()
    merge = find("merge_dialog")
    if merge is not None:
        merged = "merged"
        merge.accept()
else:
    window.dialogs.open_editor(sys.argv[2])
edit = find("record_editor").fields["note"].edit
edit.moveCursor(QTextCursor.MoveOperation.End)
window.workspace.drafts.flush()
print(f"ready|{merged}|{edit.toPlainText()}", flush=True)

def press():
    QTest.keyClicks(edit, chr(ord("a") + count[0] % 26))
    count[0] += 1
    print(f"{time.monotonic()} {len(edit.toPlainText())}", flush=True)

count = [0]
typing = QTimer()
typing.timeout.connect(press)
typing.start(15)
app.exec()
"""

ENDED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop_app.ui import application

class TypingDesk(application.Desk):
    def _show_window(self):
        super()._show_window()
        QTimer.singleShot(0, self.write)

    def write(self):
        from desktop_app.ui.dialogs.editor import open_editor
        editor = open_editor(self.window.workspace, sys.argv[2], self.window)
        editor.fields["note"].edit.setPlainText("typed just now")
        self.window.reader.bench.state_claim()
        self.window.reader.bench.claim_line.details.note.setText("a claim, too")
        print("typed", flush=True)

application.Desk = TypingDesk
sys.exit(application.run(Path(sys.argv[1])))
"""


@dataclass
class Story:
    """What is known from round to round."""

    chance: random.Random
    text: str = ""
    is_changed: bool = False
    worst: float = 0.0
    keys: int = 0
    merges: int = 0
    changes: list[int] = field(default_factory=list)


def start(script: str, path: Path, event: str) -> subprocess.Popen[str]:
    """Start a window of its own process on the catalogue."""
    return subprocess.Popen(
        [sys.executable, "-c", script, str(path), event],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def type_until_killed(path: Path, event: str, story: Story) -> None:
    """Let the window type for a while and kill it; assert what it began with and what is kept."""
    process = start(TYPIST, path, event)
    assert process.stdout is not None
    with process.stdout as said:
        begun = said.readline().rstrip("\n").split("|")
        time.sleep(story.chance.uniform(SHORTEST, LONGEST))
        killed = time.monotonic()
        process.kill()
        lines = said.read().splitlines(keepends=True)
    process.wait()
    assert begun == ["ready", "merged" if story.is_changed else "", story.text]
    story.merges += story.is_changed
    require_kept(path, event, story, killed, [one.split() for one in lines if one[-1] == "\n"])


def require_kept(
    path: Path, event: str, story: Story, killed: float, keys: list[list[str]]
) -> None:
    """Assert that of what was typed a second before the kill nothing is missing."""
    with closing(open_catalogue(path)) as session:
        drafts = DraftFolder(session.uuid).read().drafts
        base = journal.find_last_change(session.db, event)
    kept = drafts[0].fields[0].typed if drafts else story.text
    if drafts:
        assert len(drafts) == 1
        assert [one.name for one in drafts[0].fields] == ["note"]
        assert drafts[0].base == base, "the change the form was opened at"
    assert kept.startswith(story.text)
    missing = [float(at) for at, length in keys if int(length) > len(kept)]
    lost = killed - missing[0] if missing else 0.0
    assert lost <= ALLOWED, f"{lost:.2f} seconds of typing lost"
    story.worst, story.keys = max(story.worst, lost), story.keys + len(keys)
    story.text = kept


def require_untouched(session: Session, event: str, story: Story) -> None:
    """Assert that nothing typed was saved by itself, and that the catalogue is whole."""
    held = subjects.get_event(session.db, event)
    assert held.note == (f"colleague {story.changes[-1]}" if story.changes else "")
    report = check_catalogue(session.db)
    assert report.ok, report.findings


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX; Windows has TerminateProcess")
def test_a_killed_window_loses_less_than_a_second_of_typing(
    tmp_path: Path, rounds: Callable[[int, int], int], say: Callable[[str], None]
) -> None:
    path = tmp_path / "typed.db"
    with closing(create_catalogue(path)) as session:
        event = run_operation(session, "create_event", {"title": "Nặm Thà"}).ids[0]
    story = Story(random.Random(1962))
    count = rounds(3, 60)
    for number in range(count):
        type_until_killed(path, event, story)
        with closing(open_catalogue(path)) as session:
            require_untouched(session, event, story)
            # Without a draft there is nothing that could have moved on.
            story.is_changed = bool(story.text) and (number == 0 or story.chance.random() < 0.3)
            if story.is_changed:
                note = {"note": f"colleague {number}"}
                run_operation(session, "update_event", {"event": event, "details": note})
                story.changes.append(number)
    assert story.text
    say(
        f"draft kills: {count} rounds, {story.keys} keys, {len(story.text)} kept, "
        f"{story.merges} three-way views, at most {story.worst:.2f} s lost"
    )


@pytest.mark.skipif(os.name == "nt", reason="SIGTERM is POSIX")
def test_a_window_asked_to_end_keeps_what_was_typed_that_instant(tmp_path: Path) -> None:
    path = tmp_path / "ended.db"
    with closing(create_catalogue(path)) as session:
        event = run_operation(session, "create_event", {"title": "Nặm Thà"}).ids[0]
    process = start(ENDED, path, event)
    assert process.stdout is not None
    with process.stdout as said:
        assert said.readline() == "typed\n"
        process.terminate()
        assert process.wait(timeout=60) == 0, "no form stood in the way with a question"
    with closing(open_catalogue(path)) as session:
        drafts = DraftFolder(session.uuid).read().drafts
        kept = {one.form: [field.typed for field in one.fields] for one in drafts}
        assert kept == {"event": ["typed just now"], "claim_line": ["a claim, too"]}
        require_untouched(session, event, Story(random.Random(0)))
