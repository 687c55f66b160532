"""A large catalogue is opened, checked, backed up and restored within 600 MB of memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1 << 20
LIMIT_MB = 600

WORKER = """
import json, os, re, resource, sys, time
from contextlib import closing
from pathlib import Path
from desktop_app.services import commands
from desktop_app.services.backups import restore_backup
from desktop_app.services.backups import Reason, write_copy
from desktop_app.services.checking import check_catalogue
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.importing import import_files
from desktop_app.services.session import create_catalogue, open_catalogue

folder, files = Path(sys.argv[1]), int(sys.argv[2])
spent = {}
def timed(name, work):
    start = time.monotonic()
    done = work()
    spent[name] = round(time.monotonic() - start, 1)
    return done

path = folder / "large.db"
with closing(create_catalogue(path)) as session:
    for number in range(files):
        source = folder / f"{number}.txt"
        line = f"{number} Ngày 6 tháng 5 năm 1962, Tiểu đoàn 4 ở Nặm Thà.\\n"
        size = int(sys.argv[3])
        source.write_text(line * (size // len(line.encode())), "utf-8")
        done = timed("import", lambda: import_files(session, [source]))[0]
        assert done.error is None, done.error
        source.unlink()
        place = {"document": done.document, "start": 1000, "end": 1040}
        run_operation(session, "create_excerpt", place)
with closing(timed("open", lambda: open_catalogue(path))) as session:
    report = timed("check", lambda: check_catalogue(session.db))
    assert report.ok, report.findings
    (folder / "b").mkdir()
    copied = timed("backup", lambda: write_copy(session.db, folder / "b", Reason.BY_HAND))
timed("restore", lambda: restore_backup(copied.path, folder / "again.db"))
status = Path("/proc/self/status")
if status.is_file():
    # Not ru_maxrss: that begins with the memory of the process that forked this one.
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) // 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({"peak": peak, "size": path.stat().st_size >> 20, "spent": spent}))
"""


def test_a_large_catalogue_stays_within_its_memory(
    tmp_path: Path, rounds: Callable[[int, int], int], say: Callable[[str], None]
) -> None:
    files, size = rounds(2, 6), rounds(4, 90) * MEGABYTE
    done = subprocess.run(
        [sys.executable, "-c", WORKER, str(tmp_path), str(files), str(size)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    say(f"large catalogue: {found['size']} MB, peak {found['peak']} MB, seconds {found['spent']}")
    assert found["peak"] <= LIMIT_MB
