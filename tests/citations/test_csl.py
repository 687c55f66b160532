"""CSL styles: the records they are given, two styles of our own, and files that are none.

What follows a style needs citeproc-py, an optional package, and is skipped where it is missing.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from desktop_app.catalog.wording import OUTPUT_LANGUAGES
from desktop_app.citations.cited import gather_source
from desktop_app.citations.csl_data import describe_date, describe_locator, describe_source
from desktop_app.citations.style_words import is_style
from desktop_app.citations.styles import make_citer
from desktop_app.citations.terms import ENGLISH, get_terms
from desktop_app.errors import UserError
from tests.citations.conftest import said
from tests.citations.example_sources import REPOSITORIES, SOURCES

FOLDER = Path(__file__).parent / "csl"
HAS_CITEPROC = importlib.util.find_spec("citeproc") is not None
needs_citeproc = pytest.mark.skipif(not HAS_CITEPROC, reason="citeproc-py is not installed")
CITED = {key: gather_source(key, SOURCES, REPOSITORIES) for key in SOURCES}


def make(style, language="en", keys=SOURCES):
    return make_citer(f"csl:{FOLDER / style}.csl", {key: CITED[key] for key in keys}, language)


@pytest.mark.parametrize(
    ("edtf", "printed", "expected"),
    [
        ("1962-05-06", "", {"date-parts": [[1962, 5, 6]]}),
        ("1962-05", "", {"date-parts": [[1962, 5]]}),
        ("1962-22", "", {"date-parts": [[1962]], "season": 2}),
        ("1962~", "", {"date-parts": [[1962]], "circa": True}),
        ("1962?", "", {"date-parts": [[1962]], "circa": True}),
        ("1961/1963-05", "", {"date-parts": [[1961], [1963, 5]]}),
        ("196X", "", {"literal": "1960s"}),
        ("[..1961]", "", {"literal": "before 1962"}),
        ("", "rainy season", {"literal": "rainy season"}),
        ("", "", {}),
    ],
)
def test_dates_are_parts_or_words(edtf, printed, expected):
    assert describe_date(edtf, printed, ENGLISH) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("p. 45", ("page", "45")),
        ("45-47", ("page", "45–47")),
        ("fol. 3r", ("folio", "3r")),
        ("s.v. ferry", ("sub-verbo", "ferry")),
        ("1:02:33", ("timestamp", "1:02:33")),
        ("st. 2", ("verse", "2")),
        ("p. 45, n. 2", ("page", "45, n. 2")),
        ("pp. 12, 15, § 3", ("page", "12, 15, sec. 3")),
        ("front board", ("page", "front board")),
        ("", None),
    ],
)
def test_a_place_has_one_label(typed, expected):
    assert describe_locator(typed, ENGLISH) == expected


def test_a_letter_is_described_with_its_people_and_its_archive():
    assert describe_source(CITED["letter"], ENGLISH) == {
        "id": "letter",
        "type": "personal_communication",
        "title": "Letter to Edith Lowe",
        "title-short": "Letter to Edith Lowe",
        "genre": "letter",
        "archive": "Upland Record Office",
        "archive-place": "Leeds",
        "archive_location": "Gray Papers, Letters 1962, GP 4, fol. 3",
        "call-number": "GP 4, fol. 3",
        "issued": {"date-parts": [[1962, 3, 8]]},
        "author": [{"family": "Gray", "given": "Tom"}],
        "recipient": [{"family": "Lowe", "given": "Edith"}],
    }


def test_names_in_their_own_order_are_literal_and_titles_bring_their_translation():
    record = describe_source(CITED["sông"], get_terms("fr"))
    assert record["author"] == [{"literal": "Nguyễn Văn Bình"}]
    assert record["title"] == "Bến đá bên sông [The Stone Landing]"
    assert record["title-short"] == "Bến đá bên sông"
    assert describe_source(CITED["sông"], get_terms("vi"))["title"] == "Bến đá bên sông"


NOTES = [
    [cell.strip() for cell in line.split("|", 5)]
    for line in (FOLDER / "examples.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@needs_citeproc
@pytest.mark.parametrize(("style", "language", "form", "key", "place", "expected"), NOTES)
def test_a_style_is_followed(style, language, form, key, place, expected):
    citer = make(style, language)
    if form == "entry":
        assert said(dict(citer.list_bibliography([key]))[key]) == expected
    else:
        assert said(getattr(citer, f"{form}_note")(key, "", place)) == expected


@needs_citeproc
@pytest.mark.parametrize("style", ["notes", "author-date"])
@pytest.mark.parametrize("language", OUTPUT_LANGUAGES)
def test_every_source_is_cited_apart_and_listed_in_the_styles_order(style, language):
    citer = make(style, language)
    assert citer.name.startswith("Upland ")
    assert len({said(citer.short_note(key)) for key in SOURCES}) == len(SOURCES)
    listed = [key for key, _ in citer.list_bibliography(SOURCES)]
    assert sorted(listed) == sorted(SOURCES)
    assert listed.index("gués") < listed.index("no_place") < listed.index("many")


@needs_citeproc
def test_typefaces_of_the_style_are_kept():
    (entry,) = [runs for key, runs in make("notes", keys=["gués"]).list_bibliography(["gués"])]
    assert [run.text for run in entry if run.italic] == ["Les gués du Nord"]
    assert [run.text for run in entry if run.small_caps] == ["Dubois, Claire"]


_HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "csl_not_read"),
        ("not xml", "csl_not_a_style"),
        ("<html/>", "csl_not_a_style"),
        (f"<!DOCTYPE style>{_HEAD}<citation/></style>", "csl_not_a_style"),
        (f"{_HEAD}<info/></style>", "csl_dependent"),
        pytest.param(f"{_HEAD}<citation/></style>", "csl_not_followed", marks=needs_citeproc),
    ],
)
def test_a_file_that_is_no_style_is_refused_in_words(tmp_path, text, code):
    path = tmp_path / "x.csl"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(UserError) as refused:
        make_citer(f"csl:{path}", {"book": CITED["book"]}, "en").full_note("book")
    assert refused.value.code == code
    assert "x.csl" in refused.value.message


@pytest.mark.skipif(HAS_CITEPROC, reason="citeproc-py is installed")
def test_without_citeproc_the_user_is_told_what_to_install():
    with pytest.raises(UserError, match="pip install citeproc-py"):
        make("notes")


def test_keys_of_files_are_styles():
    assert is_style("csl:/a/b.csl") and is_style("apa")
    assert not is_style("csl:") and not is_style("vancouver")
