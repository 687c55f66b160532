"""The sources of the examples, made up: each lacks, or has, what its name says."""

from __future__ import annotations

from desktop_app.catalog.sources import Contributor, Level, Repository, Role, Source


def _who(
    literal: str = "",
    *,
    family: str = "",
    given: str = "",
    role: Role = Role.AUTHOR,
    language: str = "",
    position: int = 0,
) -> Contributor:
    return Contributor(
        id=f"con-{role}-{position}",
        source="",
        role=role,
        family=family,
        given=given,
        literal=literal,
        language=language,
        position=position,
    )


def _book(key: str, title: str, *people: Contributor, **facts: str) -> Source:
    given = {"place": "London", "publisher": "Harrow Press", "language": "en"} | facts
    return Source(id=key, title=title, level=Level.BOOK, contributors=people, **given)


_LOWE = _who(family="Lowe", given="Edith")
_GRAY = _who(family="Gray", given="Tom", position=1)
_STONE = _who(family="Stone", given="Ann")
_BINH = _who("Nguyễn Văn Bình", language="vi")
_FROM_GRAY = _who(family="Gray", given="Tom", role=Role.SENDER)
_TO_LOWE = _who(family="Lowe", given="Edith", role=Role.RECIPIENT)
_MOOR = _who(family="Moor", given="Ida", position=3)

_ALL = (
    _book("book", "Stone Fords: Rivers of the North", _LOWE, _GRAY, edtf="1971", edition="2"),
    _book(
        "sông",
        "Bến đá bên sông",
        _BINH,
        title_translated="The Stone Landing",
        place="Hà Nội",
        publisher="Núi Xanh",
        edtf="1998",
        language="vi",
    ),
    _book(
        "lao",
        "ແມ່ນ້ຳຂອງເຮົາ",
        _who("ຄຳພອນ ວົງສາ", language="lo"),
        title_translated="Our River",
        place="ວຽງຈັນ",
        publisher="ໂຮງພິມແຫ່ງລັດ",
        edtf="1985",
        language="lo",
    ),
    _book(
        "gués",
        "Les gués du Nord",
        _who(family="Dubois", given="Claire"),
        place="Paris",
        publisher="Éditions du Gué",
        edtf="1964",
        language="fr",
    ),
    _book("initials", "Boats", _who(family="Stone", given="Ann Mary"), edtf="1990"),
    _book("no_author", "Roads of the Upland", place="Leeds", edtf="1950"),
    _book("no_date", "Ferries", _LOWE),
    _book("no_place", "Rafts", _LOWE, place="", edtf="1972"),
    _book("no_publisher", "Piers", _LOWE, publisher="", edtf="1973"),
    _book("nothing", "Tolls", _LOWE, place="", publisher=""),
    _book("about", "Weirs", _LOWE, edtf="1962~"),
    _book("doubtful", "Locks", _LOWE, edtf="1962?"),
    _book("span", "Canals", _LOWE, edtf="1961/1963"),
    _book(
        "many",
        "Maps",
        _STONE,
        _who(family="Lowe", given="Edith", position=1),
        _who(family="Gray", given="Tom", position=2),
        _MOOR,
        edtf="1980",
    ),
    _book(
        "body",
        "Tables",
        _who("Upland Survey Office"),
        place="Leeds",
        publisher="Upland Survey Office",
        edtf="1955",
    ),
    _book(
        "pseudonym",
        "Đò ngang",
        _who("Sông Hiến [Nguyễn Văn Bình]", language="vi"),
        place="Hà Nội",
        publisher="Núi Xanh",
        edtf="1970",
        language="vi",
    ),
    Source(id="no_title", title="", level=Level.TELEGRAM),
    Source(
        id="supplied",
        title="[Sketch map of the ford]",
        level=Level.ITEM,
        date="[1950]",
        edtf="1950",
    ),
    Source(
        id="month",
        title="",
        level=Level.LETTER,
        contributors=(_FROM_GRAY, _TO_LOWE),
        edtf="1962-05",
    ),
    Source(
        id="quoted",
        title="",
        level=Level.TELEGRAM,
        contributors=(_FROM_GRAY, _TO_LOWE),
        edtf="1962-03-08",
        quoted_in="sông",
        quoted_in_locator="p. 7",
    ),
    Source(id="derived", title="8 March", level=Level.REGESTA, derived_from="sông"),
    Source(id="fonds", title="Gray Papers", level=Level.FONDS, repository="office"),
    Source(id="file", title="Letters 1962", level=Level.FILE, parent="fonds", shelf_mark="GP 4"),
    Source(
        id="letter",
        title="",
        level=Level.LETTER,
        parent="file",
        shelf_mark="GP 4, fol. 3",
        contributors=(_FROM_GRAY, _TO_LOWE),
        edtf="1962-03-08",
    ),
    Source(
        id="interview",
        title="The Ferry at Night",
        level=Level.ITEM,
        parent="moor",
        contributors=(_MOOR, _who(family="Lowe", given="Edith", role=Role.INTERVIEWER)),
        edtf="1971-05-02",
    ),
    Source(id="moor", title="Moor Papers", level=Level.FONDS, repository="office"),
    Source(id="no_mark", title="Toll List", level=Level.ITEM, parent="moor", edtf="1962-05"),
    Source(
        id="article",
        title="Who Owned the Ford?",
        level=Level.ARTICLE,
        container="Upland Review",
        contributors=(_LOWE,),
        volume="12",
        issue="3",
        edtf="1971-05",
        pages="41-67",
        language="en",
    ),
    Source(
        id="news",
        title="Flood at the Ford",
        level=Level.NEWSPAPER_ARTICLE,
        container="Leeds Herald",
        edtf="1962-05-07",
        language="en",
    ),
    Source(
        id="page",
        title="Names of Fords",
        level=Level.WEB_PAGE,
        container="Upland Archive",
        url="https://example.org/n",
        accessed="2020-05-03",
        language="en",
    ),
    Source(
        id="thesis",
        title="Ferry Rights",
        level=Level.THESIS,
        contributors=(_who(family="Gray", given="Tom"),),
        edition="PhD diss.",
        publisher="University of Leeds",
        edtf="2003",
        language="en",
    ),
)
SOURCES = {source.id: source for source in _ALL}
REPOSITORIES = {"office": Repository(id="office", name="Upland Record Office", place="Leeds")}
