"""A thousand generated files go in; every quote is what the text says, in store and widget.

All planes of Unicode, composed and decomposed, every line end, BOM and control characters,
UTF-8 and UTF-16.
"""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_app.services.checking import check_catalogue
from desktop_app.services.commands.excerpts import create_excerpt
from desktop_app.services.importing import import_files
from desktop_app.services.session import create_catalogue
from desktop_app.store import documents, excerpts
from desktop_app.ui.widgets.reader import ReaderView

DOCUMENTS = 1_000
_WORDS = ("Nặm Thà", "Luổng Phạbang", "ນ້ຳທາ", "1962", "Đoàn 959", "hoà", "ngụy", "😀", "𐐷", "한국")
_ENDS = ("\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085", " ", "\u00a0", "\t")
_ODD = ("\x00", "\x07", "\x1b", "\x7f", "\x9d", "\ufeff", "\u200d", "\u202e", "\ufdd0", "\u00ad")


def _any_character(dice: random.Random) -> str:
    """One character of any plane that a file can hold."""
    while True:
        point = dice.randrange(0x20, 0x110000)
        if not 0xD800 <= point <= 0xDFFF:
            return chr(point)


def _make_text(dice: random.Random) -> str:
    parts = []
    for _ in range(dice.randrange(3, 40)):
        kind = dice.random()
        if kind < 0.5:
            parts.append(dice.choice(_WORDS))
        elif kind < 0.7:
            parts.append(_any_character(dice))
        elif kind < 0.8:
            parts.append(dice.choice(_ODD))
        parts.append(dice.choice(_ENDS))
    text = "a" + "".join(parts)
    return unicodedata.normalize("NFD", text) if dice.random() < 0.5 else text


def _write_file(path: Path, text: str, dice: random.Random) -> None:
    encoding = dice.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"))
    if encoding == "utf-16-le":
        text = "\ufeff" + text
    path.write_bytes(text.encode(encoding))


def test_every_quote_is_what_the_text_says(tmp_path: Path, qtbot: QtBot) -> None:
    dice = random.Random(1962)
    paths = []
    for number in range(DOCUMENTS):
        path = tmp_path / f"{number}.txt"
        # The number keeps two files from being the same bytes.
        _write_file(path, f"{_make_text(dice)} {number}", dice)
        paths.append(path)
    session = create_catalogue(tmp_path / "thousand.db", author="Tester")
    done = import_files(session, paths, encodings={})
    assert [one.error for one in done if one.error is not None] == []
    view = ReaderView()
    qtbot.addWidget(view)
    for one in done:
        document = one.document or ""
        text = documents.get_text(session.db, document)
        assert unicodedata.is_normalized("NFC", text)
        assert "\r" not in text
        assert not text.startswith("\ufeff")
        assert not any(c in text for c in ("\x00", "\x07", "\x1b", "\x7f", "\x9d"))
        start = dice.randrange(len(text))
        end = dice.randrange(start + 1, len(text) + 1)
        if text[start:end].isspace():
            start, end = 0, len(text)
        made = create_excerpt(session, document=document, start=start, end=end).ids[0]
        held = excerpts.get_excerpt(session.db, made)
        assert held.quote == text[start:end]
        assert text[: held.start].endswith(held.prefix)
        assert text[held.end :].startswith(held.suffix)
        view.set_text(text)
        view.select(start, end)
        assert view.selected_range() == (start, end)
    report = check_catalogue(session.db)
    assert report.findings == ()
    assert report.counts["excerpts"] == report.counts["documents"] == DOCUMENTS
    session.close()
