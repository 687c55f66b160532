"""Catalogues from elsewhere that mean harm: each refused with a sentence, quickly, unread.

A trace of every statement proves that none of ours touched one of our tables before the schema
was known to be ours.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.services.importing import import_files
from desktop_app.services.session import create_catalogue
from desktop_app.store import fingerprint
from desktop_app.store.database import GuardedConnection
from desktop_app.store.schema import TABLES
from desktop_app.store.store import open_store
from tests.faults.hostile import FACTS, HOSTILE, SCHEMA, Hostile

OURS = [table.name for table in TABLES]
OURS += ["meta", "change", "change_row", "seal", "row_seal", "listing", "counter", "open_change"]
QUERY = re.compile(rf"\b(FROM|JOIN|INTO|UPDATE)\s+\"?({'|'.join(OURS)})\b", re.IGNORECASE)
#: No file may keep the archivist waiting longer; most take a few hundredths of a second.
SECONDS = 10.0


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("honest") / "a.db"
    text = path.with_name("a.txt")
    text.write_text("Ngày 6 tháng 5 năm 1962.\n" * 20, "utf-8")
    session = create_catalogue(path, author="Tester")
    import_files(session, [text])
    session.close()
    return path


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Yield the statements that connections run, and "known" once a schema is known as ours."""
    said: list[str] = []
    connect = GuardedConnection.__init__

    def begin(self: GuardedConnection, *args: object, **more: object) -> None:
        connect(self, *args, **more)
        self.set_trace_callback(said.append)

    found = fingerprint.hash_schema

    def note(schema: fingerprint.Schema) -> str:
        said.append("known")
        return found(schema)

    monkeypatch.setattr(GuardedConnection, "__init__", begin)
    monkeypatch.setattr(fingerprint, "hash_schema", note)
    yield said


def require_unread(said: list[str], code: str) -> None:
    """Assert that no statement touched a table of ours before the schema was known as ours."""
    known = said.index("known") if "known" in said and code != SCHEMA else len(said)
    assert [one for one in said[:known] if QUERY.search(one)] == []


def find_code(path: Path) -> str:
    """Return the code of the refusal, "" where the file opens."""
    try:
        open_store(path).close()
    except UserError as error:
        assert error.message.count(".") >= 1
        return error.code
    return ""


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda one: one.name)
def test_a_hostile_catalogue_is_refused_unread(
    hostile: Hostile, honest: Path, tmp_path: Path, traced: list[str]
) -> None:
    path = tmp_path / "hostile.db"
    shutil.copyfile(honest, path)
    hostile.make(path)
    before, start = path.read_bytes(), time.monotonic()
    code = find_code(path)
    assert time.monotonic() - start < SECONDS
    assert code in hostile.codes
    require_unread(traced, code)
    if code:
        assert path.read_bytes() == before
        assert [one.name for one in tmp_path.iterdir()] == ["hostile.db"]


def test_the_honest_one_opens(honest: Path, traced: list[str], say: Callable[[str], None]) -> None:
    assert find_code(honest) == ""
    assert any(QUERY.search(one) for one in traced)
    counts = [sum(code in one.codes for one in HOSTILE) for code in (SCHEMA, FACTS)]
    say(f"hostile catalogues: {len(HOSTILE)}, {counts[0]} by schema, {counts[1]} by facts")


def test_a_forged_name_is_shown_without_its_controls(honest: Path, tmp_path: Path) -> None:
    path = tmp_path / "hostile.db"
    shutil.copyfile(honest, path)
    [one] = [one for one in HOSTILE if one.name == "a name full of controls"]
    one.make(path)
    with pytest.raises(UserError) as caught:
        open_store(path)
    assert "\u202e" not in caught.value.message
    assert "\x1b" not in caught.value.message
