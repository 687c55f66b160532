"""The command line's contract: shapes, exit statuses, one JSON value on standard output."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop_app.__main__ import main

TEXT = "Ngày 8 tháng 3: điện gửi.\nTiểu đoàn 4 diệt 134 tên ở Nặm Thà.\nNăm 968 không phải 1968.\n"


class Cli:
    """Runs the program in this process and reads what it prints."""

    def __init__(self, capfd: pytest.CaptureFixture[str], catalogue: Path) -> None:
        self.capfd = capfd
        self.path = catalogue

    def run(self, command: str, *words: str, status: int = 0) -> Any:
        """Run `regesta COMMAND CATALOGUE WORDS --json`; return the value printed."""
        self.capfd.readouterr()
        assert main([command, str(self.path), *words, "--json"]) == status
        out = self.capfd.readouterr().out
        assert out.count("\n") == 1
        return json.loads(out)

    def do(self, operation: str, **arguments: Any) -> str:
        """Run an operation; return its first id."""
        return str(self.run("do", operation, json.dumps(arguments))["ids"][0])


@pytest.fixture
def cli(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Cli:
    made = Cli(capfd, tmp_path / "c.db")
    made.run("new")
    return made


@pytest.fixture
def filled(cli: Cli, tmp_path: Path) -> Cli:
    (tmp_path / "t.txt").write_text(TEXT, "utf-8")
    cli.run("import", str(tmp_path / "t.txt"), "--title", "Biên niên", "--language", "vi")
    start = TEXT.index("diệt 134 tên")
    cli.do("create_excerpt", document="doc-1", start=start, end=start + 12)
    cli.do("create_entity", kind="place", name="Nặm Thà", language="vi")
    cli.do("add_name", entity="ent-1", name="Namtha", language="en", kind="transliterated")
    cli.do("create_event", title="Trận Nặm Thà")
    cli.do(
        "state_claim",
        subject="evt-1",
        property="killed",
        value={"number": 134, "unit": "tên", "as_written": "134 tên"},
        excerpt="exc-1",
    )
    return cli


def test_import_reports_each_file_and_goes_on(cli: Cli, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text(TEXT, "utf-8")
    bad.write_bytes(b"%PDF-1.7 broken")
    found = cli.run("import", str(bad), str(good), str(tmp_path / "none.txt"))["files"]
    assert [one["error"] and one["error"]["code"] for one in found] == [
        "damaged_file",
        None,
        "missing_file",
    ]
    assert found[1]["document"] == "doc-1"
    assert found[1]["characters"] == len(TEXT)
    again = cli.run("import", str(good))["files"][0]
    assert (again["document"], again["already"]) == ("doc-1", True)
    assert cli.run("import", str(bad), status=1)["files"][0]["document"] is None


def test_a_guessed_encoding_is_told_and_can_be_given(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_bytes(b"caf\xe9")
    [found] = cli.run("import", str(path))["files"]
    assert found["encoding_sure"] is False
    cli.run("undo")
    [found] = cli.run("import", str(path), "--encoding", "windows-1252")["files"]
    assert (found["encoding"], found["encoding_sure"]) == ("windows-1252", True)
    assert cli.run("show", found["document"])["text"] == "café"


def test_show_an_excerpt_and_a_claim(filled: Cli) -> None:
    excerpt = filled.run("show", "exc-1")
    text = filled.run("show", "doc-1")["text"]
    assert excerpt["quote"] == text[excerpt["start"] : excerpt["end"]] == "diệt 134 tên"
    assert excerpt["state"] == "anchored"
    assert excerpt["claims"] == ["clm-1"]
    claim = filled.run("show", "clm-1")
    assert claim["value"]["number"] == 134
    assert claim["rank"] == "normal"
    [citation] = claim["citations"]
    assert citation["stance"] == "supports"
    assert citation["quote"] == "diệt 134 tên"
    assert "Biên niên" in citation["formatted"]
    event = filled.run("show", "evt-1")
    assert (event["kind"], event["title"]) == ("event", "Trận Nặm Thà")
    assert [one["id"] for one in event["claims"]] == ["clm-1"]
    entity = filled.run("show", "ent-1")
    assert (entity["kind"], [n["text"] for n in entity["names"]]) == (
        "entity",
        ["Nặm Thà", "Namtha"],
    )


@pytest.mark.parametrize("kind", ["source", "document", "excerpt", "event", "entity", "claim"])
def test_list_every_kind(filled: Cli, kind: str) -> None:
    found = filled.run("list", kind)
    assert found["total"] == len(found["items"]) == 1
    assert found["items"][0]["kind"] == kind
    assert filled.run("list", kind, "--offset", "1") == {"total": 1, "items": []}


def test_search_leads_to_the_passage(filled: Cli) -> None:
    text = filled.run("show", "doc-1")["text"]
    found = filled.run("search", "namtha", "--kind", "document")
    [hit] = found["hits"]
    assert text[hit["start"] : hit["end"]] == "Nặm Thà"
    assert (hit["document"], hit["file"]) == ("doc-1", "t.txt")
    assert found["expanded"]
    assert filled.run("search", "namtha", "--kind", "document", "--no-expand")["total"] == 0
    assert filled.run("search", "968", "--kind", "document")["total"] == 1
    assert filled.run("search", "tieu doan 4", "--exact", "--kind", "document")["total"] == 0
    assert filled.run("search", '"', status=1)["error"] == "bad_query"


def test_the_index_follows_every_change(filled: Cli) -> None:
    assert filled.run("search", "kind:event trận")["total"] == 1
    filled.do("update_event", event="evt-1", details={"title": "Chiến dịch"})
    assert filled.run("search", "kind:event trận")["total"] == 0
    filled.run("undo")
    assert filled.run("search", "kind:event trận")["total"] == 1
    filled.run("redo")
    assert filled.run("search", "kind:event chien dich")["total"] == 1
    assert filled.run("reindex")["indexed"] > 4


def test_reindex_mends_the_lists(filled: Cli) -> None:
    import sqlite3

    con = sqlite3.connect(filled.path)
    con.execute("DELETE FROM listing")
    con.commit()
    con.close()
    assert filled.run("list", "event")["total"] == 0
    filled.run("reindex")
    assert filled.run("list", "event")["total"] == 1


def test_report_holds_quote_and_citation(filled: Cli, tmp_path: Path) -> None:
    for suffix in ("md", "html", "txt"):
        target = tmp_path / f"r.{suffix}"
        done = filled.run("report", "citations", "-o", str(target), "--language", "vi")
        assert done["counts"] == {"claims": 1, "citations": 1, "sources": 1}
        assert "diệt 134 tên" in target.read_text("utf-8")
    wrong = filled.run("report", "citations", "-o", str(tmp_path / "r.xyz"), status=1)
    assert wrong["error"] == "unknown_format"


def test_check_counts_and_finds(filled: Cli) -> None:
    found = filled.run("check")
    assert found["ok"] is True
    assert found["counts"]["claims"] == 1
    filled.do("state_claim", subject="evt-1", property="killed", value=137)
    found = filled.run("check")
    assert found["ok"] is True
    assert (found["counts"]["uncited_claims"], found["counts"]["conflicts"]) == (1, 1)
    assert {one["severity"] for one in found["findings"]} == {"note"}


def alter(path: Path, statement: str) -> None:
    """Change the file as any SQLite tool could, past its triggers."""
    with closing(sqlite3.connect(path)) as conn:
        kept = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            conn.execute(f'DROP TRIGGER "{name}"')
        conn.execute(statement)
        for _, sql in kept:
            conn.execute(sql)
        conn.commit()


def test_check_knows_the_seal_under_a_report(filled: Cli, tmp_path: Path) -> None:
    filled.run("report", "citations", "-o", str(tmp_path / "r.txt"))
    footer = (tmp_path / "r.txt").read_text("utf-8")
    change, seal = re.findall(r"change (\d+), seal ([0-9a-f ]{19})", footer)[0]
    assert filled.run("check", "--seal", f"{change}:{seal}")["ok"]
    found = filled.run("check", "--seal", f"{change}:0000 0000 0000 0000", status=1)
    assert [one["code"] for one in found["findings"] if one["severity"] == "error"] == [
        "seal_unknown"
    ]


def test_check_sees_an_altered_quote(filled: Cli) -> None:
    alter(filled.path, "UPDATE excerpt SET quote = 'diệt 135 tên'")
    found = {one["code"]: one for one in filled.run("check", status=1)["findings"]}
    assert "quote_differs" in found
    assert found["row_altered"]["repair"] == "put_back"
    again = filled.run("check", "--repair", "put_back")
    assert again["ok"]
    assert again["repaired"] == 1


def test_check_says_where_a_lost_quote_stands(filled: Cli) -> None:
    start = filled.run("show", "exc-1")["start"]
    alter(filled.path, 'UPDATE excerpt SET start = start - 3, "end" = "end" - 3')
    found = filled.run("check", status=1)["findings"]
    [finding] = [one for one in found if one["code"] == "quote_elsewhere"]
    assert f"{start}–{start + 12}" in finding["message"]


def test_backup_and_restore(filled: Cli, tmp_path: Path) -> None:
    made = filled.run("backup", str(tmp_path / "backups"))["backup"]
    filled.do("delete", id="evt-1")
    other = tmp_path / "restored.db"
    assert main(["restore", made, str(other), "--json"]) == 0
    filled.path = other
    assert filled.run("list", "event")["total"] == 1
    assert main(["restore", made, str(other), "--json"]) == 1


def test_names_come_from_a_table(cli: Cli, tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text(
        "key,kind,name,language,name_kind\n"
        "nt,place,Nặm Thà,vi,preferred\nnt,place,Namtha,en,variant\nx,ghost,Y,en,variant\n",
        "utf-8",
    )
    done = cli.run("import-names", str(table))
    assert (done["names"], len(done["errors"]), done["errors"][0]["line"]) == (2, 1, 4)
    assert cli.run("import-names", str(table))["names"] == 0
    names = cli.run("show", done["entities"]["nt"])["names"]
    assert [(n["text"], n["kind"]) for n in names] == [
        ("Nặm Thà", "preferred"),
        ("Namtha", "variant"),
    ]


def test_history_of_the_catalogue_and_of_a_record(filled: Cli) -> None:
    whole = filled.run("history")["changes"]
    assert [one["operation"] for one in whole][-1] == "create_catalogue"
    filled.do("update_event", event="evt-1", details={"title": "Khác"})
    own = filled.run("history", "evt-1")["changes"]
    assert [one["operation"] for one in own] == ["update_event", "create_event"]
    assert own[0]["rows"][0]["before"]["title"] == "Trận Nặm Thà"
    assert own[0]["rows"][0]["after"]["title"] == "Khác"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "clm-99"), "no_record"),
        (("do", "fly", "{}"), "no_operation"),
        (("do", "create_event", "{"), "bad_json"),
        (("do", "create_event", '{"title": 3}'), "wrong_type"),
        (("do", "create_event", '{"titel": "x"}'), "unknown_argument"),
        (("redo",), "nothing_to_redo"),
    ],
)
def test_faults_say_what_is_wrong(cli: Cli, words: tuple[str, ...], code: str) -> None:
    answer = cli.run(words[0], *words[1:], status=1)
    assert answer["error"] == code
    assert answer["message"]


def test_wrong_usage_is_two(cli: Cli) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["list", str(cli.path), "dragon"])
    assert caught.value.code == 2


def test_operations_name_their_arguments(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["operations", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)["operations"]
    assert found["state_claim"]["arguments"]["subject"] == {"types": ["text"], "required": True}
    assert found["state_claim"]["arguments"]["excerpt"]["required"] is False


def test_salvage_makes_a_new_catalogue(filled: Cli, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    filled.capfd.readouterr()
    assert main(["salvage", str(filled.path), str(new), "--json"]) == 0
    made = json.loads(filled.capfd.readouterr().out)
    assert made["whole"]
    assert made["lost"] == []
    assert Path(made["list"]).is_file()
    assert Cli(filled.capfd, new).run("check")["ok"]
