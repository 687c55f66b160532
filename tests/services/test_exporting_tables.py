"""Lists and names as CSV: every row, in order, and names that come back by the import."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.exchange.csv_writing import CsvForm, Flavour, restore
from desktop_app.services.exporting_tables import PLAIN_COLUMNS, write_list, write_names
from desktop_app.services.importing_names import import_names
from desktop_app.services.jobs import Cancelled, Progress
from desktop_app.services.session import create_catalogue
from desktop_app.store import subjects
from desktop_app.store.lists import ListQuery, list_ids

NAMES = ("=1+1", "-5", "+84", "@x", "'=y", "'Ndrangheta", "Nặm Thà", 'a "b", c; d', "ຊຳເໜືອ")


def read(path: Path, separator: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=separator, strict=True))


def fill(bench) -> None:
    for number, name in enumerate(NAMES):
        entity = bench.do("create_entity", kind="person", name=name, language="vi")
        bench.do("add_name", entity=entity, name=f"{name} {number}", language="", kind="former")


def names_of(session) -> list[list[tuple[str, str, str]]]:
    return sorted(
        [(name.text, name.language, name.kind.value) for name in entity.names]
        for entity in subjects.list_entities(session.db)
    )


@pytest.mark.parametrize("flavour", Flavour)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_list_holds_every_row_in_its_order(bench, flavour, separator):
    fill(bench)
    path = bench.folder / "list.csv"
    query = ListQuery(kind=Kind.ENTITY, descending=True)
    form = CsvForm(flavour=flavour, separator=separator, has_mark=True)
    assert write_list(bench.session, query, path, form=form) == len(NAMES)
    heading, *rows = read(path, separator)
    assert heading == [column.title for column in PLAIN_COLUMNS]
    assert [row[0] for row in rows] == list_ids(bench.session.db, query)
    titles = [row[heading.index("title")] for row in rows]
    if flavour is Flavour.SAFE:
        assert not any(title.startswith(("=", "+", "-", "@")) for title in titles)
        titles = [restore(title) for title in titles]
    assert sorted(titles) == sorted(NAMES)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_filter_is_kept(bench):
    fill(bench)
    path = bench.folder / "list.csv"
    assert write_list(bench.session, ListQuery(kind=Kind.ENTITY, text="nam tha"), path) == 1


def test_cancelled_the_old_file_stands(bench):
    fill(bench)
    path = bench.folder / "list.csv"
    path.write_text("old")
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        write_list(bench.session, ListQuery(kind=Kind.ENTITY), path, progress=stopped)
    assert path.read_text() == "old"
    assert not list(bench.folder.glob(".*.part"))


def test_the_catalogue_itself_is_never_written_over(bench):
    with pytest.raises(UserError) as caught:
        write_list(bench.session, ListQuery(kind=Kind.ENTITY), bench.session.path)
    assert caught.value.code == "own_file"


@pytest.mark.parametrize("length", [250, 255])
def test_the_longest_name_a_file_may_have(bench, length):
    path = bench.folder / ("x" * (length - 4) + ".csv")
    write_list(bench.session, ListQuery(kind=Kind.ENTITY), path)
    assert path.is_file()


@pytest.mark.parametrize(
    "form",
    [
        CsvForm(),
        CsvForm(separator=";", has_mark=True),
        CsvForm(separator="\t", has_mark=True),
        CsvForm(flavour=Flavour.EXACT),
    ],
)
def test_names_come_back_in_another_catalogue(bench, tmp_path, form):
    fill(bench)
    path = tmp_path / "names.csv"
    assert write_names(bench.session, path, form) == 2 * len(NAMES)
    other = create_catalogue(tmp_path / "other.db")
    done = import_names(other, path)
    assert done.errors == ()
    assert names_of(other) == names_of(bench.session)
    again = import_names(other, path)
    assert (again.names, names_of(other)) == (0, names_of(bench.session))
    # Exported from there the keys are the ones of the first catalogue.
    assert write_names(other, tmp_path / "again.csv", form) == 2 * len(NAMES)
    first, second = (read(one, form.separator) for one in (path, tmp_path / "again.csv"))
    assert sorted(second) == sorted(first)
    other.close()


def test_names_read_again_into_their_own_catalogue_add_only_what_is_new(bench, tmp_path):
    fill(bench)
    path = tmp_path / "names.csv"
    write_names(bench.session, path)
    before = names_of(bench.session)
    assert import_names(bench.session, path).names == 0
    rows = read(path)
    key = next(row[0] for row in rows if row[2] == "Nặm Thà")
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([key, "person", "Namtha", "en", "translated"])
    assert import_names(bench.session, path).names == 1
    assert len(names_of(bench.session)) == len(before)
