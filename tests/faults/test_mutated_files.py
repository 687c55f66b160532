"""A thousand damaged files of each kind through the real reading process: none does harm.

Each ends with a document or a sentence; what was read is complete as far as it can be told, and a
catalogue that was offered the files holds exactly those that were read.
"""

from __future__ import annotations

import io
import random
import re
import struct
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from desktop_app.catalog.canonical import canonicalise
from desktop_app.errors import UserError
from desktop_app.exchange.child import ReadingChild
from desktop_app.exchange.conversation import Original
from desktop_app.exchange.names_csv import open_batch
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.services.importing import import_files
from desktop_app.services.session import create_catalogue
from tests.faults.document_builders import (
    MAIN,
    make_docx_parts,
    make_paragraphs,
    make_pdf,
    make_words,
    pack,
)

SMALL, FULL = 40, 1_000
SECONDS, MEMORY = 60, 700_000_000
REFUSALS = {
    "damaged_file", "unknown_format", "encrypted_file", "no_text_layer", "too_complex",
    "empty_file", "unreadable_content", "too_large",
}  # fmt: skip
ROW_REFUSALS = {"missing_columns", "unknown_format", "empty_file", "too_many_bad_rows"}
WORDS = make_words(400)
SENTENCES = "\n".join(" ".join(WORDS[at : at + 8]) for at in range(0, len(WORDS), 8))
NOTE = " ".join(make_words(10, start=90_000))
MARKED = re.compile(r"w\d{5}")


def make_html() -> bytes:
    blocks = "".join(f"<p class='a'>{line}</p>\n" for line in SENTENCES.split("\n"))
    row = "<tr><td>một<td>hai</tr>"
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>t</title></head><body>"
        f"<h1>Nặm Thà</h1>{blocks}<table>{row * 3}</table><ul><li>ba<li>bốn</ul></body></html>"
    ).encode()


def make_names() -> bytes:
    rows = "".join(
        f'k{n % 90},person,"Nặm {n}",vi,{"" if n % 3 else "variant"}\n' for n in range(120)
    )
    return f"key,kind,name,language,name_kind\n{rows}".encode()


PARTS = make_docx_parts(
    make_paragraphs(WORDS) + "<w:p><w:r><w:footnoteReference w:id='1'/></w:r></w:p>", note=NOTE
)
PDF_PAGES = ["\n".join(make_words(60, start=100 * n)).replace("ặ", "a") for n in range(5)]
SEEDS: dict[str, tuple[bytes, ...]] = {
    "txt": (
        SENTENCES.encode(),
        SENTENCES.encode("utf-16"),
        SENTENCES.replace("w00020", "\fw00020").encode("cp1258", "ignore"),
    ),
    "html": (make_html(),),
    "docx": (pack(PARTS),),
    "pdf": (make_pdf(PDF_PAGES),),
    "csv": (make_names(),),
}
DOCX_NOTES = {"1 footnotes, numbered at the end of the text"}
PDF_NOTES = {"The file gives no page labels; pages are counted from 1"}


# Ways to damage: each takes bytes and gives other bytes.


def flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 4, 30))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def overwrite(data: bytearray, chance: random.Random) -> None:
    place, length = chance.randrange(len(data)), chance.choice((1, 4, 64, 512))
    filling = chance.choice((chance.randbytes(length), bytes(length), b"\xff" * length))
    data[place : place + length] = filling[: len(data) - place]


def cut_out(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    del data[place : place + chance.choice((1, 2, 50, 700))]


def cut_off(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def double(data: bytearray, chance: random.Random) -> None:
    place, length = chance.randrange(len(data)), chance.choice((1, 30, 800))
    data[place:place] = data[place : place + length]


def splice(data: bytearray, chance: random.Random) -> None:
    other = chance.choice([seed for seeds in SEEDS.values() for seed in seeds])
    place, start = chance.randrange(len(data)), chance.randrange(len(other))
    data[place:place] = other[start : start + chance.choice((10, 300, 3000))]


def change_number(data: bytearray, chance: random.Random) -> None:
    """Put a telling number where a length may stand: in binary, or written in digits."""
    value = chance.choice((0, 1, 0x7F, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF))
    written = list(re.finditer(rb"\d{1,6}", bytes(data)))
    if written and chance.random() < 0.5:
        found = chance.choice(written)
        data[found.start() : found.end()] = str(value).encode()
    else:
        place = chance.randrange(len(data))
        packed = struct.pack(chance.choice("<>") + "I", value)
        data[place : place + 4] = packed[: len(data) - place]


def damage_header(data: bytearray, chance: random.Random) -> None:
    """Change a byte of a ZIP header or of a PDF's table, where there is one."""
    heads = [found.start() for found in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", data)]
    heads += [found.start() for found in re.finditer(rb"xref|trailer|\d+ 0 obj|/Length", data)]
    if not heads:
        return flip(data, chance)
    place = min(chance.choice(heads) + chance.randrange(46), len(data) - 1)
    data[place] = chance.randrange(256)
    return None


def damage_markup(data: bytearray, chance: random.Random) -> None:
    """Take out, double or swap a sign of markup."""
    signs = list(re.finditer(rb"[<>/\"'&;=,]", bytes(data)))
    if not signs:
        return flip(data, chance)
    found = chance.choice(signs)
    data[found.start() : found.end()] = chance.choice((b"", b"<", b">", b'"', b"&", b"<<", b"<!--"))
    return None


DAMAGES = (
    flip, overwrite, cut_out, cut_off, double, splice, change_number, damage_header, damage_markup,
)  # fmt: skip


@dataclass(frozen=True)
class Damaged:
    """A file and the sound one it was; `inside`: the part of a sound archive that was damaged."""

    seed: bytes
    made: bytes
    inside: str = ""


def damage(kind: str, chance: random.Random) -> Damaged:
    """Return a damaged file; half the DOCX are damaged inside a sound archive."""
    if kind == "docx" and chance.random() < 0.5:
        part = chance.choice(sorted(PARTS))
        inside = bytearray(PARTS[part])
        chance.choice((flip, cut_out, cut_off, double, splice, damage_markup))(inside, chance)
        return Damaged(PARTS[part], pack({**PARTS, part: bytes(inside)}), part)
    seed = chance.choice(SEEDS[kind])
    made = bytearray(seed)
    chance.choice(DAMAGES)(made, chance)
    return Damaged(seed, bytes(made))


def list_untouched(seed: bytes, made: bytes) -> list[str]:
    """Return the marked words before the first byte that differs, but for the last line's."""
    same = next((n for n, (a, b) in enumerate(zip(seed, made, strict=False)) if a != b), None)
    end = min(len(seed), len(made)) if same is None else same
    before = made[: max(0, made.rfind(b"<", 0, max(0, end - 1)))]
    return MARKED.findall(before.decode("utf-8", "replace"))


# What must hold of a document that was read, for each kind.


def check_txt(given: Damaged, document: ReadDocument) -> None:
    """The text is the bytes as the named encoding reads them, made canonical at once."""
    if document.encoding in ("tcvn3", "viscii"):
        assert document.characters == len(document.text) > 0
        return
    for way in ("strict", "surrogatepass", "replace"):
        try:
            whole = given.made.decode(document.encoding, way)
        except UnicodeError:
            continue
        break
    assert document.text == canonicalise(whole).text


def check_html(given: Damaged, document: ReadDocument) -> None:
    """All words before the damage are there."""
    assert set(MARKED.findall(document.text)).issuperset(list_untouched(given.seed, given.made))


def check_docx(given: Damaged, document: ReadDocument) -> None:
    """A damaged archive gives all words or says what is missing; damaged XML those before it."""
    read, whole = MARKED.findall(document.text), MARKED.findall(f"{SENTENCES} {NOTE}")
    if not given.inside:
        assert read == whole or list_warnings(document, sound=DOCX_NOTES)
    elif given.inside == MAIN:
        with zipfile.ZipFile(io.BytesIO(given.made)) as archive:
            inside = archive.read(MAIN)
        assert set(read).issuperset(list_untouched(given.seed, inside))


def check_pdf(given: Damaged, document: ReadDocument) -> None:
    """All words are there, or the document says that it is not whole."""
    whole = MARKED.findall("".join(PDF_PAGES))
    read = MARKED.findall(document.text)
    assert read == whole or list_warnings(document, sound=PDF_NOTES), given.made


def list_warnings(document: ReadDocument, sound: set[str]) -> list[str]:
    """Return what the reader is told beyond what a sound file has it told."""
    return [note for note in document.notes if note not in sound]


CHECKS: dict[str, Callable[[Damaged, ReadDocument], None]] = {
    "txt": check_txt,
    "html": check_html,
    "docx": check_docx,
    "pdf": check_pdf,
}


def iterate_peak(child: ReadingChild) -> Iterator[int]:
    """Give the memory of the reading process, after each file."""
    while True:
        process = child._process
        yield psutil.Process(process.pid).memory_info().rss if process else 0


@pytest.mark.parametrize("kind", ["txt", "html", "docx", "pdf"])
def test_damaged_documents_do_no_harm(kind: str, rounds, say) -> None:
    count, chance = rounds(SMALL, FULL), random.Random(f"regesta {kind}")
    ends: Counter[str] = Counter()
    slowest = largest = 0.0
    with ReadingChild() as child:
        memory = iterate_peak(child)
        for _ in range(count):
            given = damage(kind, chance)
            began = time.monotonic()
            try:
                document = child.read(given.made, f"a.{kind}")
            except UserError as error:
                assert error.code in REFUSALS, error
                assert error.values["file"] == f"a.{kind}"
                assert (
                    "Nothing was changed" in error.message or "nothing was changed" in error.message
                )
                ends[error.code] += 1
            else:
                ends["read"] += 1
                CHECKS[kind](given, document)
            slowest = max(slowest, time.monotonic() - began)
            largest = max(largest, next(memory))
    assert slowest < SECONDS
    assert largest < MEMORY
    say(
        f"{count} damaged {kind}: {dict(ends.most_common())}, slowest {slowest:.2f} s, "
        f"largest {largest / 1e6:.0f} MB"
    )


def count_lines(data: bytes, encoding_seen: str) -> int:
    text = canonicalise(data.decode(encoding_seen, "replace")).text
    return sum(bool(line.strip(" \t,")) for line in text.split("\n")[1:])


def test_damaged_tables_of_names_lose_no_line(rounds, say) -> None:
    count, chance = rounds(SMALL, FULL), random.Random("regesta csv")
    ends: Counter[str] = Counter()
    with ReadingChild() as child:
        for _ in range(count):
            made = damage("csv", chance).made
            lines: list[int] = []

            def take(written: bytes, lines: list[int] = lines) -> None:
                batch = open_batch(written)
                lines.extend(one.line for one in (*batch.rows, *batch.problems))

            try:
                counts = child.read_names(Original.of(made), "a.csv", take)
            except UserError as error:
                assert error.code in ROW_REFUSALS, error
                ends[error.code] += 1
                continue
            assert len(lines) == len(set(lines)) == counts.rows + counts.problems
            ends["read"] += 1
            ends["bad lines"] += counts.problems
            # What is no text in any encoding cannot be counted by another reader.
            try:
                expected = count_lines(
                    made, "utf-8" if not made.startswith(b"\xff\xfe") else "utf-16"
                )
            except UnicodeError:
                continue
            if b"\x00" not in made:
                assert counts.rows + counts.problems + counts.repeated == expected
    say(f"{count} damaged tables of names: {dict(ends.most_common())}")


def test_a_catalogue_takes_what_was_read_and_nothing_else(tmp_path: Path, rounds, say) -> None:
    chance = random.Random("regesta catalogue")
    paths = []
    for number in range(rounds(12, 200)):
        kind = chance.choice(("txt", "html", "docx", "pdf"))
        path = tmp_path / f"{number}.{kind}"
        path.write_bytes(damage(kind, chance).made)
        paths.append(path)
    with closing(create_catalogue(tmp_path / "a.db")) as session:
        done = import_files(session, paths)
        went_in = [one for one in done if one.error is None and not one.already]
        assert session.db.scalar("SELECT count(*) FROM document") == len(went_in)
        assert session.db.scalar("SELECT count(*) FROM original") == len(went_in)
        assert session.db.scalar("SELECT count(*) FROM content WHERE sha256 IS NULL") == 0
        session.undo()
        assert session.db.scalar("SELECT count(*) FROM document") == 0
    say(f"{len(paths)} damaged files imported at once: {len(went_in)} went in and out again")
