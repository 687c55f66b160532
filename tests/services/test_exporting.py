"""The plain export, read back by other means: every row, byte, claim and citation is there."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from desktop_app.errors import UserError
from desktop_app.paths import SAMPLE
from desktop_app.services import exporting
from desktop_app.services.exporting import check_export, export_catalogue
from desktop_app.services.exporting_records import explain_columns
from desktop_app.services.jobs import Cancelled, Progress
from desktop_app.services.session import Session, open_catalogue
from desktop_app.store.dump import list_tables


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("sample")
    path = folder / "sample.db"
    shutil.copyfile(SAMPLE, path)
    session = open_catalogue(path)
    export_catalogue(session, folder / "bag", language="vi")
    yield session, folder / "bag"
    session.close()


def read_rows(bag: Path, name: str) -> list[dict]:
    text = (bag / "data" / "records" / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def test_the_lists_are_true_by_plain_python(sample):
    _, bag = sample
    assert (bag / "bagit.txt").read_bytes() == (
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    )
    for name, inside in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        listed = {}
        for line in (bag / name).read_text("utf-8").splitlines():
            digest, path = line.split("  ", 1)
            listed[path] = digest
        files = {one.relative_to(bag).as_posix() for one in bag.rglob("*") if one.is_file()}
        wanted = {one for one in files if one.startswith("data/") == inside}
        assert set(listed) == wanted - {"tagmanifest-sha256.txt"}
        for path, digest in listed.items():
            assert hashlib.sha256((bag / path).read_bytes()).hexdigest() == digest
    payload = [one for one in (bag / "data").rglob("*") if one.is_file()]
    oxum = f"{sum(one.stat().st_size for one in payload)}.{len(payload)}"
    assert f"Payload-Oxum: {oxum}\n" in (bag / "bag-info.txt").read_text("utf-8")


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum here")
def test_the_command_of_the_readme_checks_the_folder(sample):
    _, bag = sample
    command = ["sha256sum", "-c", "--quiet", "manifest-sha256.txt"]
    assert subprocess.run(command, cwd=bag, check=True, capture_output=True).stdout == b""


def test_every_row_of_every_table_is_there(sample):
    session, bag = sample
    for table in list_tables(session.db):
        rows = session.db.query(f'SELECT * FROM "{table.name}" ORDER BY rowid')
        for row in rows:
            row.update({k: v.hex() for k, v in row.items() if isinstance(v, bytes)})
        assert read_rows(bag, table.name) == rows, table.name
    assert {"claim", "citation", "excerpt", "change", "change_row", "seal", "property"} <= {
        table.name for table in list_tables(session.db)
    }


def test_every_column_has_its_meaning(sample):
    session, bag = sample
    about = json.loads((bag / "data" / "catalogue.json").read_text("utf-8"))
    silent = [
        f"{file['file']} {column['name']}"
        for file in about["files"]
        for column in file["columns"]
        if not column["meaning"]
    ]
    assert silent == []
    assert all(file["about"] for file in about["files"])
    known = {(table.name, name) for table in list_tables(session.db) for name, _ in table.columns}
    told = {
        (name, column)
        for name, file in explain_columns().items()
        for column in file["columns"]
        if name not in ("", "file")
    }
    assert told - known == set()
    assert (about["uuid"], about["name"]) == (session.uuid, session.name)


def test_every_original_and_every_text_is_identical(sample):
    session, bag = sample
    files = read_rows(bag, "file")
    originals = {one["sha256"]: one for one in files if one["kind"] == "original"}
    kept = session.db.query("SELECT id, sha256 FROM original")
    assert set(originals) == {row["sha256"] for row in kept}
    for row in kept:
        sql = "SELECT data FROM original_chunk WHERE original = ? ORDER BY number"
        data = b"".join(session.db.column(sql, (row["id"],)))
        assert (bag / "data" / originals[row["sha256"]]["file"]).read_bytes() == data
    texts = {
        (document["id"], document["revision"]): one["file"]
        for one in files
        if one["kind"] == "text"
        for document in one["documents"]
    }
    revisions = session.db.query(
        "SELECT r.document, r.number, c.id FROM revision AS r "
        "JOIN content AS c ON c.sha256 = r.text_sha256"
    )
    assert len(revisions) == len(texts) > 0
    for row in revisions:
        sql = "SELECT text FROM content_chunk WHERE content = ? ORDER BY number"
        text = "".join(session.db.column(sql, (row["id"],)))
        path = bag / "data" / texts[row["document"], row["number"]]
        assert path.read_bytes().decode("utf-8") == text
    names = {one["file_name"] for file in originals.values() for one in file["documents"]}
    assert names == set(session.db.column("SELECT file_name FROM document"))


def test_the_page_shows_every_record_and_leads_nowhere_else(sample):
    session, bag = sample
    page = html.fromstring((bag / "data" / "index.html").read_bytes())
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for table in ("source", "document", "excerpt", "event", "entity", "claim", "citation"):
        wanted = session.db.column(f"SELECT id FROM {table} WHERE trashed IS NULL")
        assert set(wanted) - set(ids) == set(), table
    for target in page.xpath("//a/@href"):
        if target.startswith("#"):
            assert target[1:] in ids
        else:
            assert (bag / "data" / target).is_file()
    assert page.xpath("//script | //link | //img | //iframe | //@src | //@onclick") == []
    quotes = {one.text_content() for one in page.xpath("//li[@class='excerpt']/bdi")}
    assert set(session.db.column("SELECT quote FROM excerpt WHERE trashed IS NULL")) <= quotes
    uncited = session.db.column("SELECT id FROM listing WHERE kind = 'claim' AND uncited > 0")
    assert set(page.xpath("//li[@class='uncited']/@id")) == set(uncited)


def test_the_report_counts_every_citation(sample):
    session, bag = sample
    text = (bag / "data" / "reports" / "citations.html").read_text("utf-8")
    count = session.db.scalar("SELECT count(*) FROM citation WHERE trashed IS NULL")
    assert str(count) in html.fromstring(text.encode()).xpath("string(//footer)")


def test_the_readme_speaks_both_languages(sample):
    session, bag = sample
    text = (bag / "data" / "README.txt").read_text("utf-8")
    assert text.startswith(session.name)
    assert "ENGLISH" in text and "TIẾNG VIỆT" in text
    assert not re.search(r"[{}]", text)
    assert max(map(len, text.splitlines())) < 80
    named = {line.split()[0] for line in text.splitlines() if re.match(r"  [a-z]+[/.]", line)}
    assert {one for one in named if not (bag / "data" / one).exists()} == set()


def test_an_existing_folder_is_refused(bench):
    target = bench.folder / "there"
    target.mkdir()
    with pytest.raises(UserError) as caught:
        export_catalogue(bench.session, target)
    assert caught.value.code == "already_there"
    assert list(target.iterdir()) == []
    with pytest.raises(UserError) as caught:
        export_catalogue(bench.session, bench.folder / "none" / "bag")
    assert caught.value.code == "no_folder"


class Stop(Progress):
    """Cancels at the n-th report."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.left = at

    def report(self, done: int, total: int, text: str = "") -> None:
        assert 0 <= done <= total
        self.left -= 1
        if self.left == 0:
            self.cancel()
        super().report(done, total, text)


def test_cancelled_at_any_report_nothing_stays(bench, document):
    bench.excerpt(document, "134")
    before = sorted(bench.folder.iterdir())
    cancelled = 0
    for at in (1, 2, 3, *range(5, 300, 8)):
        try:
            export_catalogue(bench.session, bench.folder / "bag", progress=Stop(at))
        except Cancelled:
            cancelled += 1
            assert sorted(bench.folder.iterdir()) == before
        else:
            break
    assert cancelled > 10
    assert check_export(bench.folder / "bag").ok


def test_the_window_may_go_on_while_it_is_written(bench, document):
    class Busy(Progress):
        """Changes the catalogue at each report."""

        made = 0

        def report(self, done: int, total: int, text: str = "") -> None:
            if total and done >= 100:
                self.made += 1
                bench.do("create_event", title=f"Sự kiện {self.made}")

    busy = Busy()
    export_catalogue(bench.session, bench.folder / "bag", progress=busy)
    assert busy.made > 20
    rows = read_rows(bench.folder / "bag", "change_row")
    facts = json.loads((bench.folder / "bag" / "data" / "catalogue.json").read_text("utf-8"))
    assert {row["change"] for row in rows} == set(range(1, facts["change"] + 1))


def test_what_no_record_names_any_more_is_exported_too(bench, document):
    bench.session.undo()
    export_catalogue(bench.session, bench.folder / "bag")
    files = read_rows(bench.folder / "bag", "file")
    assert {(one["kind"], one["documents"] == []) for one in files} == {
        ("original", True),
        ("text", True),
    }
    assert all((bench.folder / "bag" / "data" / one["file"]).is_file() for one in files)


ODD_NAMES = (
    *("CON.txt", "nul", "trailing dot.", "trailing space ", "tên tiếng Việt.txt"),
    *("a:b.txt", "quote'\".txt", "semi;colon.txt", "percent%41.txt", "new\nline.txt"),
    *("-rf.txt", "~home.txt", ".hidden.txt", "𐐷𝄞.txt", "ຊຳເໜືອ.txt", "x" * 250 + ".txt"),
    *("e\u0301.txt", "\u00e9.txt"),
)


def test_odd_names_become_safe_ones_and_are_kept(bench):
    for number, name in enumerate(ODD_NAMES):
        assert bench.import_text(f"Văn bản {number}\n", name)
    export_catalogue(bench.session, bench.folder / "bag")
    for folder in ("originals", "texts"):
        names = [one.name for one in (bench.folder / "bag" / "data" / folder).iterdir()]
        assert len({one.lower() for one in names}) == len(ODD_NAMES)
        for name in names:
            assert re.fullmatch(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9]+)?", name)
            assert len(name) <= 100
    kept = {one["documents"][0]["file_name"] for one in read_rows(bench.folder / "bag", "file")}
    assert kept == set(bench.session.db.column("SELECT file_name FROM document"))
    assert check_export(bench.folder / "bag").ok


ODD_FOLDERS = (
    *("with space", "trailing.", "tên tiếng Việt", "e\u0301", "\u00e9", "per%41cent", "a?b#c"),
    *("quote'\"", "semi;colon", "new\nline", "-rf", ".hidden", "𐐷", "ຊຳເໜືອ", "back\\slash"),
    *("CON", "x" * 250, "\u202egnp"),
)


@pytest.mark.parametrize("name", ODD_FOLDERS)
def test_an_export_goes_into_a_folder_of_any_name(bench, name):
    export_catalogue(bench.session, bench.folder / name)
    assert check_export(bench.folder / name).ok
    there = {one.name for one in bench.folder.iterdir() if "test.db" not in one.name}
    assert there == {name}


def test_what_a_killed_export_left_is_swept(bench):
    gone, own, other = 1 << 22, os.getpid(), exporting._unfinished()
    names = {
        f"{other}{gone}-00000000.part": False,
        f"{other}{own}-00000000.part": True,
        f".regesta-export-ffffffff-{gone}-00000000.part": True,
        f"{other}mine.part": True,
        f"{other}{gone}-00000000.kept": True,
    }
    for name in names:
        (bench.folder / name / "bag").mkdir(parents=True)
    export_catalogue(bench.session, bench.folder / "bag")
    assert {name: (bench.folder / name).exists() for name in names} == names


def test_a_damaged_original_is_exported_and_named(bench, document, monkeypatch):
    def rotten(db: object, sha256: str) -> list[bytes]:
        return [b"rotten"]

    monkeypatch.setattr("desktop_app.store.documents.iterate_original", rotten)
    done = export_catalogue(bench.session, bench.folder / "bag")
    assert len(done.damaged) == 1
    assert (bench.folder / "bag" / "data" / done.damaged[0]).read_bytes() == b"rotten"


def test_markup_in_sources_stays_text(bench):
    text = "<script>alert(1)</script> & \"x\" 'y' <b>\u202e\n"
    document = bench.import_text(text, "<i>.txt")
    start, end = 0, len(text) - 1
    excerpt = bench.do("create_excerpt", document=document, start=start, end=end)
    event = bench.do("create_event", title="<img src=x onerror=y>")
    bench.do("attach_excerpt", excerpt=excerpt, subject=event)
    bench.do(
        "state_claim", subject=event, property="rank", value="<a href='http://x'>", excerpt=excerpt
    )
    export_catalogue(bench.session, bench.folder / "bag")
    page = html.fromstring((bench.folder / "bag" / "data" / "index.html").read_bytes())
    assert page.xpath("//script | //img | //b | //i | //a[starts-with(@href, 'http')]") == []
    assert page.xpath("string(//li[@class='excerpt']/bdi)") == text[:-1]


def test_a_full_disk_leaves_nothing(bench, document, monkeypatch):
    wrote: list[int] = []
    real: Callable = exporting.BagWriter.write_file

    def fail(self: object, name: str, text: str) -> None:
        wrote.append(1)
        if name == "catalogue.json":
            raise OSError(28, "No space left on device")
        real(self, name, text)

    monkeypatch.setattr(exporting.BagWriter, "write_file", fail)
    before = sorted(bench.folder.iterdir())
    with pytest.raises(UserError) as caught:
        export_catalogue(bench.session, bench.folder / "bag")
    assert caught.value.code == "not_exported"
    assert wrote and sorted(bench.folder.iterdir()) == before


def test_the_session_of_the_window_is_still_open(sample):
    session, _ = sample
    assert isinstance(session, Session)
    assert session.db.scalar("SELECT 1") == 1


def test_contributors_bear_their_role(bench, document):
    source = bench.session.db.scalar("SELECT source FROM document")
    people = [{"family": "Trần", "given": "Độ", "language": "vi", "role": "compiler"}]
    bench.do("update_source", source=source, details={"contributors": people})
    export_catalogue(bench.session, bench.folder / "bag", language="vi")
    page = (bench.folder / "bag" / "data" / "index.html").read_text("utf-8")
    assert "<bdi>Trần Độ (người sưu tầm)</bdi>" in page
