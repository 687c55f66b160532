"""Sources of every level, made up for these tests."""

from __future__ import annotations

import itertools

import pytest

from desktop_app.catalog.sources import (
    Contributor,
    Incomplete,
    Level,
    Repository,
    Role,
    Source,
)
from desktop_app.catalog.wording import Runs, plain


def said(words: Runs | str) -> str:
    """Return a text or the text of runs, blanks that do not break as plain ones."""
    return (words if isinstance(words, str) else plain(words)).replace("\u00a0", " ")


_numbers = itertools.count(1)


def person(literal="", *, family="", given="", role=Role.AUTHOR, language="", position=0):
    return Contributor(
        id=f"con-{next(_numbers)}",
        source="src-1",
        role=role,
        family=family,
        given=given,
        literal=literal,
        language=language,
        position=position,
    )


BINH = person("Nguyễn Văn Bình", language="vi")
LOWE = person(family="Lowe", given="Edith", language="en")
GRAY = person(family="Gray", given="Tom", language="en", position=1)

BOOK = Source(
    id="book",
    title="Biên niên chiến dịch: tập tư liệu",
    title_translated="Annals of the campaign",
    level=Level.BOOK,
    language="vi",
    contributors=(BINH, person("Trần Thị Hoa", role=Role.EDITOR, language="vi")),
    date="1998",
    edtf="1998",
    publisher="Quân đội nhân dân",
    place="Hà Nội",
    volume="1",
    incomplete=(Incomplete.PAGES_UNKNOWN,),
)
SENDER = person("Lê Văn Tám", role=Role.SENDER)
RECIPIENT = person("Quân khu Bắc", role=Role.RECIPIENT)
FONDS = Source(id="fonds", title="Phông Phủ Thủ tướng", level=Level.FONDS, repository="rep")
FILE = Source(
    id="file", title="Điện đến 1962", level=Level.FILE, parent="fonds", shelf_mark="hồ sơ 45"
)

SOURCES = {
    source.id: source
    for source in (
        BOOK,
        FONDS,
        FILE,
        Source(
            id="telegram",
            title="",
            level=Level.TELEGRAM,
            parent="file",
            shelf_mark="hồ sơ 45, tờ 3",
            contributors=(SENDER, RECIPIENT),
            edtf="1962-03-08",
            language="vi",
        ),
        Source(
            id="quoted",
            title="",
            level=Level.TELEGRAM,
            contributors=(SENDER, RECIPIENT),
            edtf="1962-03-08",
            quoted_in="book",
            quoted_in_locator="s.v. 8-3-1962",
        ),
        Source(id="bare", title="", level=Level.TELEGRAM),
        Source(
            id="regest",
            title="Ngày 8 tháng 3 năm 1962",
            level=Level.REGESTA,
            language="vi",
            derived_from="book",
        ),
        Source(
            id="article",
            title="Who Crossed the River?",
            level=Level.ARTICLE,
            container="Journal of Border Studies",
            contributors=(LOWE, GRAY),
            volume="12",
            issue="3",
            edtf="1971-05",
            pages="41-67",
            language="en",
        ),
        Source(
            id="chapter",
            title="The Road North",
            level=Level.CHAPTER,
            parent="edited",
            contributors=(LOWE,),
            pages="10-20",
            language="en",
        ),
        Source(
            id="edited",
            title="Wars of the Hills",
            level=Level.BOOK,
            contributors=(person(family="Stone", given="Ann", role=Role.EDITOR),),
            place="London",
            publisher="Harrow Press",
            edtf="1980",
            edition="2",
        ),
        Source(id="entry", title="Nặm Thà", level=Level.ENTRY, parent="gazetteer"),
        Source(
            id="gazetteer",
            title="Gazetteer of the North",
            level=Level.BOOK,
            edtf="1950",
            date="[1950]",
        ),
        Source(
            id="page",
            title="Names of the province",
            level=Level.WEB_PAGE,
            container="Upland Archive",
            url="https://example.org/n",
            accessed="2020-05-03",
        ),
        Source(
            id="thesis",
            title="Supply Routes",
            level=Level.THESIS,
            contributors=(LOWE,),
            edition="PhD diss.",
            publisher="University of Leeds",
            edtf="2003",
        ),
        Source(
            id="news",
            title="Planes over the valley",
            level=Level.NEWSPAPER_ARTICLE,
            container="Valley News",
            edtf="1962-05-07",
        ),
        Source(
            id="report",
            title="Situation report 4",
            level=Level.REPORT,
            parent="file",
            edtf="1962-05",
        ),
        Source(id="map", title="[Sketch map of the ford]", level=Level.ITEM),
    )
}
REPOSITORIES = {"rep": Repository(id="rep", name="Trung tâm Lưu trữ quốc gia III", place="Hà Nội")}


@pytest.fixture
def sources():
    return dict(SOURCES)


@pytest.fixture
def repositories():
    return dict(REPOSITORIES)


@pytest.fixture
def cite(sources, repositories):
    """Return a function from a source's key to the source with its chain."""
    from desktop_app.citations.cited import gather_source

    return lambda key: gather_source(key, sources, repositories)


@pytest.fixture
def make_person():
    return person


@pytest.fixture
def citer(sources, repositories):
    """Return a function from a style, a language and more sources to the style's citer."""
    from desktop_app.citations.cited import gather_source
    from desktop_app.citations.styles import make_citer

    def make(style, language="en", **more):
        known = {**sources, **more}
        cited = {key: gather_source(key, known, repositories) for key in known}
        return make_citer(style, cited, language)

    return make
