"""The reading process: what it reads, how it is watched, and that it can fail without harm."""

from __future__ import annotations

import hashlib
import logging
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from desktop_app import i18n
from desktop_app.errors import UserError
from desktop_app.exchange import child, child_main
from desktop_app.exchange.child import ReadingChild
from desktop_app.exchange.frames import BrokenFrame, read_frame, write_frame
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.exchange.reading import read_bytes

# A reading process that misbehaves on command: it takes a request, then does what the name says.
ROGUE = """
import json, os, sys, time
from desktop_app.exchange.frames import MAX_HEADER, read_frame, write_frame
write_frame(sys.stdout.buffer, b"ready")
while True:
    name = json.loads(read_frame(sys.stdin.buffer, MAX_HEADER))["name"]
    if name == "deaf":
        time.sleep(60)
    read_frame(sys.stdin.buffer, 10**9)
    if name == "crash":
        os.abort()
    if name == "sleep":
        time.sleep(60)
    if name == "spin":
        while True:
            pass
    if name == "eat":
        eaten = []
        while True:
            eaten.append(bytearray(os.urandom(1000) * 10_000))
            time.sleep(0.005)
    if name == "babble":
        os.write(1, b"no frame at all" * 1000)
        os._exit(0)
    if name == "flood":
        os.write(1, (10**12).to_bytes(8, "big"))
        time.sleep(60)
"""


REFUSALS = (
    "damaged_file", "unknown_format", "encrypted_file", "no_text_layer", "too_complex",
    "empty_file", "unreadable_content",
)  # fmt: skip


def read_bytes_in_child(
    data: bytes,
    name: str,
    *,
    seconds: float = child.SECONDS,
    memory: int = child.MEMORY,
    **options: object,
) -> ReadDocument:
    with ReadingChild(seconds=seconds, memory=memory) as reader:
        return reader.read(data, name, **options)


@pytest.fixture
def rogue(monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.Popen

    def start(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        assert command[-2:] == ["-m", "desktop_app.exchange.child_main"]
        return real([*command[:-2], "-c", ROGUE], **options)

    monkeypatch.setattr(child.subprocess, "Popen", start)


def list_children() -> list[int]:
    return [process.pid for process in psutil.Process().children()]


def fail(name: str, data: bytes = b"abc", **options: object) -> UserError:
    with pytest.raises(UserError) as caught:
        read_bytes_in_child(data, name, **options)
    assert not list_children()
    return caught.value


def test_same_as_in_this_process(make_docx, make_pdf) -> None:
    files = {
        "a.txt": "Nặm Thà\r\n".encode(),
        "b.txt": b"mot\fhai \xe9t\xe9",
        "c.html": "<html><title>t</title><p>á".encode(),
        "d.docx": make_docx("<w:p><w:r><w:t>á</w:t></w:r></w:p>"),
        "e.pdf": make_pdf(["một", "hai"]),
    }
    with ReadingChild() as reader:
        for name, data in files.items():
            document = reader.read(data, name)
            assert document == read_bytes(data, name)
            assert document.sha256 == hashlib.sha256(data).hexdigest()
        assert len(list_children()) == 1
    assert not list_children()


def test_works_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('wrong module')")
    monkeypatch.chdir(tmp_path)
    assert read_bytes_in_child(b"a", "a.txt").text == "a"


def test_errors_keep_code_and_values_and_the_next_file_is_read() -> None:
    with ReadingChild() as reader:
        for data, name, code in (
            (b"", "a.txt", "empty_file"),
            (b"%PDF-1.4", "a.pdf", "damaged_file"),
            (b"PK\x03\x04", "a.docx", "damaged_file"),
            (b"GIF89a", "{x}.gif", "unknown_format"),
        ):
            with pytest.raises(UserError) as caught:
                reader.read(data, name)
            assert caught.value.code == code
            assert caught.value.values["file"] == name
        assert reader.read(b"a", "a.txt", encoding="viscii").encoding == "viscii"
        assert len(list_children()) == 1


def test_notes_are_in_the_language_of_the_interface() -> None:
    i18n.set_language("vi")
    assert "trang" in read_bytes_in_child(b"a\fb", "a.txt").notes[0]


def test_crash_hang_and_hunger_become_errors(rogue: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    assert fail("crash").code == "unreadable_content"
    assert fail("babble").code == "unreadable_content"
    assert fail("spin", seconds=0.3).code == "time_out"
    assert fail("sleep", seconds=0.3).code == "time_out"
    assert fail("deaf", data=bytes(5_000_000), seconds=0.3).code == "time_out"
    assert fail("eat", memory=150_000_000).code == "too_complex"
    assert fail("flood").code == "unreadable_content"


def test_killed_process_is_replaced(rogue: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    with ReadingChild(seconds=0.2) as reader:
        for name in ("crash", "sleep", "crash"):
            with pytest.raises(UserError):
                reader.read(b"abc", name)


@pytest.mark.parametrize("name", ["sleep", "spin", "deaf"])
def test_cancelling_takes_effect_within_a_third_of_a_second(rogue: None, name: str) -> None:
    asked: list[float] = []

    def cancelled() -> bool:
        asked.append(time.monotonic())
        return len(asked) > 5

    error = fail(name, data=bytes(3_000_000), cancelled=cancelled)
    assert error.code == "cancelled"
    assert time.monotonic() - asked[-1] < 0.3


def test_cancelled_before_it_begins_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child.subprocess, "Popen", None)
    assert fail("a.txt", cancelled=lambda: True).code == "cancelled"


def test_process_that_does_not_start_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RuntimeError, match="does not start"):
        read_bytes_in_child(b"abc", "a.txt")
    assert not list_children()


def test_parser_bug_is_reported_for_its_file_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail_oddly(*_: object, **__: object) -> None:
        raise KeyError("odd")

    monkeypatch.setattr(child_main, "read_pieces", fail_oddly)
    target = tmp_path / "answers"
    header = {"task": "document", "language": "en", "name": "a.txt", "encoding": None}
    with target.open("wb") as answers:
        child_main._answer(answers, header, b"abc")
    with target.open("rb") as answers:
        assert b"KeyError" in read_frame(answers, 10_000)
        with pytest.raises(BrokenFrame):
            read_frame(answers, 10_000)


def test_frame_over_the_limit_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "f").open("w+b") as stream:
        write_frame(stream, bytes(100))
        stream.seek(0)
        with pytest.raises(BrokenFrame):
            read_frame(stream, 99)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX systems")
def test_process_writes_no_file(tmp_path: Path) -> None:
    code = (
        "import sys; from desktop_app.exchange.child_main import _limit_powers; _limit_powers()\n"
        f"with open({str(tmp_path / 'x')!r}, 'wb', buffering=0) as file: file.write(b'x')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(child.ROOT)},
        check=False,
    )
    assert b"File too large" in done.stderr


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Return `data` with bytes changed, cut out, doubled or cut off."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        place = chance.randrange(len(made))
        length = chance.choice((1, 4, 64))
        act = chance.randrange(5)
        if act == 0:
            made[place] = chance.randrange(256)
        elif act == 1:
            made[place : place + length] = chance.randbytes(length)
        elif act == 2 and len(made) > 2 * length:
            del made[place : place + length]
        elif act == 3:
            made[place:place] = made[place : place + length]
        elif act == 4 and place > 20:
            del made[place:]
    return bytes(made)


@pytest.mark.parametrize("ending", ["txt", "html", "docx", "pdf"])
def test_fifty_mutations_do_no_harm(ending: str, make_docx, make_pdf) -> None:
    text = "Ngày 6 tháng 5 năm 1962, Nặm Thà được giải phóng. " * 8
    body = f"<w:p><w:r><w:t>{text}</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p>"
    note = "<w:footnote w:id='1'><w:p><w:r><w:t>chú</w:t></w:r></w:p></w:footnote>"
    whole = {
        "txt": text.encode(),
        "html": f"<html><meta charset=utf-8><table><tr><td>{text}<ul><li>{text}</table>".encode(),
        "docx": make_docx(body, notes={"footnote": note}),
        "pdf": make_pdf([text, text]),
    }[ending]
    chance = random.Random(f"regesta {ending}")
    with ReadingChild(seconds=10) as reader:
        for _ in range(50):
            try:
                document = reader.read(mutate(whole, chance), f"a.{ending}")
            except UserError as error:
                assert error.code in REFUSALS, error
            else:
                assert document.text.strip()
