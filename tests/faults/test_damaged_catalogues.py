"""Damaged catalogues: opening never breaks down or hangs, and damage is reported.

Bits flipped, sectors zeroed, pages random, zeroed or swapped, files cut: on the sample and on a
larger catalogue. Reported means: refused at opening, or found by the checks that the window and
`check` run. A flip in bytes that nothing uses changes nothing that anybody could read.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.paths import SAMPLE
from desktop_app.services.checking import check_catalogue
from desktop_app.services.importing import import_files
from desktop_app.services.importing_names import import_names
from desktop_app.services.session import create_catalogue
from desktop_app.store import chain
from desktop_app.store.store import open_store

PAGE, SECTOR = 4096, 512
SECONDS = 60.0
#: At full count most trials are on the sample; the larger file takes a second each.
LARGE_SHARE = 0.1

Damage = Callable[[bytearray, random.Random], None]


def flip_bit(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at] ^= 1 << chance.randrange(8)


def zero_sector(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) // SECTOR) * SECTOR
    data[at : at + SECTOR] = bytes(SECTOR)


def scramble_page(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) // PAGE) * PAGE
    data[at : at + PAGE] = chance.randbytes(PAGE)


def zero_page(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) // PAGE) * PAGE
    data[at : at + PAGE] = bytes(PAGE)


def swap_pages(data: bytearray, chance: random.Random) -> None:
    one, other = (at * PAGE for at in chance.sample(range(1, len(data) // PAGE), 2))
    kept = data[one : one + PAGE]
    data[one : one + PAGE] = data[other : other + PAGE]
    data[other : other + PAGE] = kept


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def cut_whole_pages(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(1, len(data) // PAGE) * PAGE :]


KINDS: dict[str, Damage] = {
    "bit": flip_bit,
    "sector": zero_sector,
    "page": scramble_page,
    "zeroed page": zero_page,
    "swapped pages": swap_pages,
    "cut": cut,
    "cut at a page": cut_whole_pages,
}
OF_PAGES = ("page", "zeroed page", "swapped pages", "cut", "cut at a page")


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with a document of two megabytes and some thousand names."""
    folder = tmp_path_factory.mktemp("larger")
    text, names = folder / "a.txt", folder / "n.csv"
    text.write_text("Ngày 6 tháng 5 năm 1962, Tiểu đoàn 4 qua sông.\n" * 40_000, "utf-8")
    rows = [f"k{number},unit,Tiểu đoàn {number},vi,preferred" for number in range(3000)]
    names.write_text("\n".join(["key,kind,name,language,name_kind", *rows]), "utf-8")
    session = create_catalogue(folder / "larger.db", author="Tester")
    import_files(session, [text])
    import_names(session, names)
    session.close()
    return folder / "larger.db"


def find_damage(path: Path) -> str:
    """Return how the damage of the catalogue at `path` is reported, "" where it is not."""
    try:
        db = open_store(path)
    except UserError as error:
        return error.code
    try:
        if db.circumstances.altered:
            return "altered"
        if not check_catalogue(db).ok:
            return "check"
        return "rows" if any(chain.verify_rows(db)) else ""
    except UserError as error:
        return error.code
    finally:
        db.close()


def read_tables(path: Path) -> dict[bytes, list[tuple[object, ...]]]:
    """Return every row of every table that is no derived list, as any program would read it."""
    uri = f"{path.as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as conn:
        conn.text_factory = bytes
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'listing'"
        names = [name for (name,) in conn.execute(sql)]
        return {n: conn.execute(f'SELECT * FROM "{n.decode()}"').fetchall() for n in names}


def test_damage_is_reported(
    larger: Path,
    tmp_path: Path,
    rounds: Callable[[int, int], int],
    say: Callable[[str], None],
) -> None:
    chance = random.Random(1962)
    tried, reported, unused = Counter[str](), Counter[str](), Counter[str]()
    ways = Counter[str]()
    whole = {path: path.read_bytes() for path in (SAMPLE, larger)}
    tables = {data: read_tables(one) for one, data in whole.items()}
    path = tmp_path / "damaged.db"
    longest = 0.0
    for number in range(rounds(42, 1500)):
        kind = list(KINDS)[number % len(KINDS)]
        base = whole[larger if chance.random() < LARGE_SHARE else SAMPLE]
        data = bytearray(base)
        KINDS[kind](data, chance)
        path.write_bytes(data)
        start = time.monotonic()
        way = find_damage(path)
        longest = max(longest, time.monotonic() - start)
        for left in path.parent.glob("*damaged.db?*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        if data == base:
            continue
        if not way:
            path.write_bytes(data)
            if read_tables(path) == tables[base]:
                # Bytes that nothing uses: nobody can read a difference.
                unused[kind] += 1
                continue
        tried[kind] += 1
        reported[kind] += bool(way)
        ways[way or "not seen"] += 1
    for kind in KINDS:
        say(f"{kind}: {reported[kind]} of {tried[kind]} reported, {unused[kind]} in unused bytes")
    say(f"how: {dict(ways)}; longest {longest:.1f} s")
    assert longest < SECONDS
    assert reported["bit"] >= 0.8 * tried["bit"]
    for kind in OF_PAGES:
        assert reported[kind] == tried[kind], kind
