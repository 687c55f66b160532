"""Drafts on the disk: any text comes back, and a bad file costs only itself."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.paths import data_folder
from desktop_app.services.draft_writer import DraftWriter
from desktop_app.services.drafts import (
    VERSION,
    Draft,
    DraftFolder,
    FieldDraft,
    Writer,
    decode_draft,
    encode_draft,
    is_being_written,
    make_draft_id,
    sign_draft,
)

UUID = "0b1f3f5e-0000-4000-8000-000000000001"
# Any code point, half surrogate pairs and controls too.
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
STATES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.builds(
    FieldDraft,
    name=ANY_TEXT,
    label=ANY_TEXT,
    was=STATES,
    typed=STATES,
    was_words=ANY_TEXT,
    typed_words=ANY_TEXT,
)
DRAFTS = st.builds(
    Draft,
    id=st.just("0" * 32),
    catalogue=ANY_TEXT,
    form=ANY_TEXT,
    record=ANY_TEXT,
    title=ANY_TEXT,
    base=st.integers(0, 10**9),
    at=ANY_TEXT,
    fields=st.lists(FIELDS, max_size=4).map(tuple),
    context=st.dictionaries(ANY_TEXT, STATES, max_size=3),
    writer=st.builds(Writer, host=ANY_TEXT, pid=st.integers(0, 10**7)),
)


def make_draft(**changes: object) -> Draft:
    draft = Draft(
        id=make_draft_id(),
        catalogue=UUID,
        form="event",
        record="evt-1",
        title="Chiến dịch",
        base=7,
        at="2024-05-03T10:00:00.000+00:00",
        fields=(
            FieldDraft(
                name="note", label="Note", was="", typed="một", was_words="", typed_words="một"
            ),
        ),
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def write(folder: DraftFolder, draft: Draft) -> Path:
    folder.write(draft.id, encode_draft(draft))
    return folder.path / f"{draft.id}.json"


@given(DRAFTS)
@settings(max_examples=200)
def test_any_draft_comes_back_letter_for_letter(draft):
    assert decode_draft(encode_draft(draft)) == draft


@given(DRAFTS, st.data())
@settings(max_examples=150)
def test_one_changed_byte_is_seen_or_changes_nothing(draft, data):
    whole = encode_draft(draft)
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(0, 255))
    try:
        found = decode_draft(whole[:at] + bytes([other]) + whole[at + 1 :])
    except ValueError:
        return
    assert found == draft


def test_what_is_written_is_private_and_found_newest_first():
    folder = DraftFolder(UUID)
    assert folder.read().drafts == ()
    assert not folder.path.exists(), "looking makes no folder"
    old = make_draft(at="2024-05-01T10:00:00.000+00:00")
    new = make_draft(at="2024-05-03T10:00:00.000+00:00")
    for draft in (new, old):
        write(folder, draft)
    assert folder.read().drafts == (new, old)
    if os.name == "posix":
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder.path, folder.path.parent)]
        assert modes == [0o700, 0o700]
        assert stat.S_IMODE((folder.path / f"{new.id}.json").stat().st_mode) == 0o600
    folder.remove(new.id)
    folder.remove(new.id)
    assert folder.read().drafts == (old,)


def test_each_damaged_file_is_set_aside_and_costs_only_itself():
    folder = DraftFolder(UUID)
    good = make_draft()
    write(folder, good)
    whole = encode_draft(make_draft())
    body = json.loads(whole)
    wrong_shape = {**body, "draft": {**body["draft"], "fields": [1]}}
    bad = {
        "empty": b"",
        "cut": whole[: len(whole) // 2],
        "zeros": b"\0" * 4096,
        "text": "ghi chú".encode(),
        "list": b"[1, 2]",
        "number": b"7",
        "deep": b"[" * 100_000,
        "other letters": whole.replace("một".encode(), b"hai"),
        "wrong shape": json.dumps(wrong_shape).encode(),
        "latin-1": "é".encode("latin-1"),
    }
    for data in bad.values():
        (folder.path / f"{make_draft_id()}.json").write_bytes(data)
    moved = make_draft()
    write(folder, moved).rename(folder.path / f"{make_draft_id()}.json")
    found = folder.read()
    assert found.drafts == (good,)
    assert len(found.damaged) == len(bad) + 1
    assert all(path.is_file() for path in found.damaged), "nothing is thrown away"
    assert folder.read() == replace_damaged(found), "said once"


def replace_damaged(found):
    return type(found)(found.drafts, (), found.newer)


def test_a_newer_draft_is_left_alone():
    folder = DraftFolder(UUID)
    path = write(folder, make_draft())
    newer = {"regesta_draft": VERSION + 1, "shape": ["nobody", "knows"]}
    path.write_text(json.dumps(newer), "utf-8")
    before = path.read_bytes()
    found = folder.read()
    assert (found.drafts, found.damaged, found.newer) == ((), (), 1)
    assert path.read_bytes() == before


def test_what_is_not_ours_is_passed_over():
    folder = DraftFolder(UUID)
    good = make_draft()
    write(folder, good)
    other = make_draft(catalogue="another")
    write(folder, other)
    (folder.path / "notes.json").write_text("{}", "utf-8")
    (folder.path / f"{make_draft_id()}.part").write_text("half", "utf-8")
    (folder.path / f"{make_draft_id()}.json").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder.path / f"{make_draft_id()}.json")
        (folder.path / f"{make_draft_id()}.json").symlink_to(folder.path / "nowhere")
    found = folder.read()
    assert (found.drafts, found.damaged, found.newer) == ((good,), (), 0)


@pytest.mark.parametrize("uuid", ["../../away", "", "a/b", "x" * 500, "đ", "..", "\0"])
def test_a_catalogue_cannot_choose_the_folder(uuid):
    folder = DraftFolder(uuid)
    draft = make_draft(catalogue=uuid)
    write(folder, draft)
    assert folder.path.parent == data_folder() / "drafts"
    assert folder.path.resolve().parent == (data_folder() / "drafts").resolve()
    assert folder.read().drafts == (draft,)


def test_a_draft_is_its_writers_own_while_that_process_runs(tmp_path):
    folder = DraftFolder(UUID)
    own = sign_draft(make_draft())
    write(folder, own)
    assert folder.read().drafts == (own,), "one of this process is not being written elsewhere"
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    started = psutil.Process(child.pid).create_time()
    theirs = replace(own, id=make_draft_id(), writer=replace(own.writer, pid=child.pid))
    theirs = replace(theirs, writer=replace(theirs.writer, started=started))
    write(folder, theirs)
    assert is_being_written(theirs.writer)
    assert folder.read().drafts == (own,)
    reused = replace(theirs.writer, started=started - 3600)
    assert not is_being_written(reused), "another process has the number now"
    assert not is_being_written(replace(theirs.writer, host="elsewhere"))
    child.communicate(b"\n")
    assert not is_being_written(theirs.writer)
    assert len(folder.read().drafts) == 2


def test_the_writer_writes_the_newest_state_in_another_thread():
    outcomes: list[OSError | None] = []
    threads: set[str] = set()

    class Watched(DraftFolder):
        def write(self, draft_id: str, data: bytes) -> None:
            threads.add(threading.current_thread().name)
            super().write(draft_id, data)

    folder = Watched(UUID)
    writer = DraftWriter(folder, outcomes.append)
    draft = make_draft()
    for number in range(50):
        writer.put(replace(draft, title=f"state {number}"))
    assert writer.flush()
    assert folder.read().drafts[0].title == "state 49"
    assert threads == {"regesta-drafts"}
    writer.put(draft)
    writer.remove(draft.id)
    assert writer.flush()
    assert folder.read().drafts == ()
    assert set(outcomes) == {None}
    writer.close()
    writer.put(draft)
    assert folder.read().drafts == (), "closed is closed"


def test_a_refused_draft_is_tried_again_and_said():
    class Full(DraftFolder):
        is_full = True

        def write(self, draft_id: str, data: bytes) -> None:
            if self.is_full:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            super().write(draft_id, data)

    outcomes: list[OSError | None] = []
    folder = Full(UUID)
    writer = DraftWriter(folder, outcomes.append)
    draft = make_draft()
    writer.put(draft)
    assert not writer.flush()
    assert outcomes[-1] is not None and outcomes[-1].errno == errno.ENOSPC
    folder.is_full = False
    assert writer.flush(), "the newest state was not forgotten"
    assert outcomes[-1] is None
    assert folder.read().drafts == (draft,)
    writer.close()


def test_a_writing_that_fails_leaves_the_state_before(monkeypatch):
    folder = DraftFolder(UUID)
    draft = make_draft()
    write(folder, draft)

    def refuse(_file: int) -> None:
        raise OSError(errno.EIO, "I/O error")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="I/O error"):
        patched.setattr(os, "fsync", refuse)
        write(folder, replace(draft, title="other"))
    assert folder.read().drafts == (draft,)
    assert [path.suffix for path in folder.path.iterdir()] == [".json"]


def test_a_home_that_cannot_be_written_is_refused_and_read_as_empty(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv("REGESTA_HOME", str(tmp_path / "file"))
    folder = DraftFolder(UUID)
    assert folder.read().drafts == ()
    outcomes: list[OSError | None] = []
    writer = DraftWriter(folder, outcomes.append)
    writer.put(make_draft())
    assert not writer.flush()
    writer.close()
    assert all(isinstance(one, OSError) for one in outcomes)
