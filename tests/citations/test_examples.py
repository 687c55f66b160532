"""The rules of the style manuals, as examples with our own sources.

Each style has one table in `examples`: language, form of the citation, source, place in it and
the words expected, written from the rule. Every example is cited by a report of its own, with
the sources its chain leads to; `_KNOWN` are cited beside it, so that their short forms differ.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.catalog.wording import OUTPUT_LANGUAGES, plain
from desktop_app.citations.chains import list_chain
from desktop_app.citations.cited import gather_source
from desktop_app.citations.citer import ChicagoCiter
from desktop_app.citations.style_words import STYLES
from desktop_app.citations.styles import make_citer
from tests.citations.example_sources import REPOSITORIES, SOURCES

FOLDER = Path(__file__).parent / "examples"
#: What an example may lack or have: all are met in the tables.
KINDS = {
    *("no_author", "no_date", "no_place", "no_publisher", "nothing", "no_title", "no_mark"),
    *("supplied", "about", "doubtful", "span", "month", "many", "body", "pseudonym"),
    *("quoted", "derived", "letter", "article", "news", "page", "thesis", "sông", "lao", "gués"),
}


def read_examples() -> list[tuple[str, ...]]:
    found = []
    for style in STYLES:
        for line in (FOLDER / f"{style}.txt").read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                cells = [cell.strip() for cell in line.split("|", 4)]
                found.append((style, *cells))
    return found


EXAMPLES = read_examples()


@pytest.mark.parametrize(("style", "language", "form", "key", "place", "expected"), EXAMPLES)
def test_example(style, language, form, key, place, expected):
    cited = gather_source(key, SOURCES, REPOSITORIES)
    beside = [] if style.startswith("iso690-numeric") or key == "book" else ["book", "about"]
    known = {one: gather_source(one, SOURCES, REPOSITORIES) for one in (key, *beside)}
    if style == "chicago":
        citer = ChicagoCiter(known, language, ibid=True)
    else:
        citer = make_citer(style, known, language)
    if form == "entry":
        runs = dict(citer.list_bibliography([key]))[key]
    elif form == "ibid":
        runs = citer.find_ibid("", place)
    else:
        runs = getattr(citer, f"{form}_note")(key, "", place)
    assert len(list_chain(cited)) <= 2
    assert plain(runs).replace("\u00a0", "~").replace("\u202f", "^") == expected


def test_the_examples_meet_every_style_language_and_kind_of_missing_data():
    assert len({example[:5] for example in EXAMPLES}) == len(EXAMPLES) > 150
    assert {(style, language) for style, language, *_ in EXAMPLES} == {
        (style, language) for style in STYLES for language in OUTPUT_LANGUAGES
    }
    assert {key for *_, key, _, _ in EXAMPLES} >= KINDS
    assert {form for _, _, form, *_ in EXAMPLES} == {"full", "short", "ibid", "entry"}
