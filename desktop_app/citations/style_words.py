"""The fixed words of ISO 690, APA, MLA and the archival style, beyond those of `terms`."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.catalog.sources import Role
from desktop_app.catalog.wording import output_language

#: The styles by the keys that the command line and the settings know, the default first.
STYLES = ("chicago", "iso690-notes", "iso690-numeric", "iso690-date", "apa", "mla", "archival")


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleWords:
    """The words of one output language; `titles` are the styles' names by their keys."""

    titles: dict[str, str]
    no_place: str
    no_publisher: str
    no_date: str
    in_word: str
    online: str
    viewed: str
    available: str
    held_at: str
    in_apa: str
    no_date_apa: str
    retrieved: str
    as_cited_in: str
    about: str
    roles_apa: dict[Role, tuple[str, str]]
    quoted_in_mla: str
    roles_mla: dict[Role, tuple[str, str]]
    accessed_mla: str
    no_repository: str
    no_mark: str


_ENGLISH = StyleWords(
    titles={
        "chicago": "Chicago, notes and bibliography",
        "iso690-notes": "ISO 690, running notes",
        "iso690-numeric": "ISO 690, numeric",
        "iso690-date": "ISO 690, name and date",
        "apa": "APA, 7th edition",
        "mla": "MLA, 9th edition",
        "archival": "Archival: repository, fonds, file, folio",
    },
    no_place="[s.l.]",
    no_publisher="[s.n.]",
    no_date="[n.d.]",
    in_word="In:",
    online="[online]",
    viewed="[viewed {date}]",
    available="Available from: {url}",
    held_at="Held at:",
    in_apa="In",
    no_date_apa="n.d.",
    retrieved="Retrieved {date}, from {url}",
    as_cited_in="as cited in",
    about="ca. ",
    roles_apa={
        Role.EDITOR: ("Ed.", "Eds."),
        Role.COMPILER: ("Comp.", "Comps."),
        Role.TRANSLATOR: ("Trans.", "Trans."),
        Role.PHOTOGRAPHER: ("Photographer", "Photographers"),
        Role.INTERVIEWER: ("Interviewer", "Interviewers"),
    },
    quoted_in_mla="qtd. in",
    roles_mla={
        Role.EDITOR: (", editor", ", editors"),
        Role.COMPILER: (", compiler", ", compilers"),
        Role.TRANSLATOR: (", translator", ", translators"),
        Role.PHOTOGRAPHER: (", photographer", ", photographers"),
    },
    accessed_mla="Accessed {date}",
    no_repository="[repository not known]",
    no_mark="[no shelf mark]",
)

_VIETNAMESE = StyleWords(
    titles={
        "chicago": "Chicago, chú thích và thư mục",
        "iso690-notes": "ISO 690, chú thích",
        "iso690-numeric": "ISO 690, đánh số",
        "iso690-date": "ISO 690, tác giả và năm",
        "apa": "APA, bản thứ 7",
        "mla": "MLA, bản thứ 9",
        "archival": "Lưu trữ: nơi giữ, phông, hồ sơ, tờ",
    },
    no_place="[không ghi nơi xuất bản]",
    no_publisher="[không ghi nhà xuất bản]",
    no_date="[không ghi năm]",
    in_word="Trong:",
    online="[trực tuyến]",
    viewed="[xem {date}]",
    available="Địa chỉ: {url}",
    held_at="Nơi lưu giữ:",
    in_apa="Trong",
    no_date_apa="không ghi năm",
    retrieved="Truy cập {date}, từ {url}",
    as_cited_in="dẫn theo",
    about="khoảng ",
    roles_apa={
        Role.EDITOR: ("chủ biên", "chủ biên"),
        Role.COMPILER: ("biên soạn", "biên soạn"),
        Role.TRANSLATOR: ("dịch", "dịch"),
        Role.PHOTOGRAPHER: ("chụp ảnh", "chụp ảnh"),
        Role.INTERVIEWER: ("phỏng vấn", "phỏng vấn"),
    },
    quoted_in_mla="dẫn theo",
    roles_mla={
        Role.EDITOR: (", chủ biên", ", chủ biên"),
        Role.COMPILER: (", biên soạn", ", biên soạn"),
        Role.TRANSLATOR: (", dịch", ", dịch"),
        Role.PHOTOGRAPHER: (", chụp ảnh", ", chụp ảnh"),
    },
    accessed_mla="Truy cập {date}",
    no_repository="[không rõ nơi lưu giữ]",
    no_mark="[không có ký hiệu]",
)

_WORDS = {"en": _ENGLISH, "vi": _VIETNAMESE}


def get_style_words(language: str) -> StyleWords:
    """Return the words of `language`, English for a language that has no table."""
    return _WORDS[output_language(language)]
