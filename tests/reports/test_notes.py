"""Notes in a row: full, short, and ibid. only where it says the right place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.catalog.claims import Citation
from desktop_app.catalog.subjects import Name
from desktop_app.catalog.wording import plain
from desktop_app.citations.cited import gather_source
from desktop_app.citations.styles import make_citer
from desktop_app.reports.data import ReportOptions
from desktop_app.reports.notes import NoteList, shorten
from tests.reports.conftest import DATA, SOURCES


def write_notes(*pages: str) -> list[str]:
    """Return the running notes of citations of one source at `pages`, one after the other."""
    sources = {key: gather_source(key, SOURCES, {}) for key in SOURCES}
    options = ReportOptions(language="en", citer=make_citer("iso690-notes", sources, "en"))
    excerpts = {f"exc-{n}": replace(DATA.excerpts["exc-2"], id=f"exc-{n}", page=page)
                for n, page in enumerate(pages)}  # fmt: skip
    notes = NoteList(replace(DATA, excerpts=excerpts), options)
    for number in range(len(pages)):
        notes.cite(Citation(id=f"cit-{number}", claim="clm-1", excerpt=f"exc-{number}"))
    return [plain(note.citation) for note in notes.notes]


def test_ibid_names_another_place_of_the_source_before() -> None:
    first, second = write_notes("44", "46")
    assert not first.startswith("Ibid.")
    assert second.startswith("Ibid., p.\u00a046")


def test_ibid_alone_never_stands_after_a_place() -> None:
    _, second, third = write_notes("44", "", "")
    assert not second.startswith("Ibid.")
    assert third.startswith("Ibid.")


def test_a_name_has_one_note_with_the_passage_it_was_found_in() -> None:
    sources = {key: gather_source(key, SOURCES, {}) for key in SOURCES}
    options = ReportOptions(language="en", citer=make_citer("chicago", sources, "en"))
    notes = NoteList(DATA, options)
    name = Name(id="nam-1", entity="ent-1", text="Kham", excerpt="exc-4")
    refs = [notes.name(name), notes.name(name)]
    assert [(ref.number, ref.first) for ref in refs] == [(1, True), (1, False)]
    assert [(note.origin, note.quote and note.quote.text) for note in notes.notes] == [
        ("nam-1", DATA.excerpts["exc-4"].quote)
    ]


@pytest.mark.parametrize(
    ("quote", "ends"),
    [
        ("one two three", ()),
        (" ".join("abcdefghijklmn"), ("a b c d e", "j k l m n")),
        ("a" * 23 + "\u0e48\u0e48" + "b" * 60, ("a" * 23 + "\u0e48\u0e48", "b" * 24)),
        ("a" + "\u0e48" * 80, ()),
    ],
)
def test_the_ends_of_a_quote_keep_words_and_letters_whole(quote, ends) -> None:
    assert shorten(quote) == ends
