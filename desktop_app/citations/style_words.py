"""The fixed words of ISO 690, APA, MLA and the archival style, beyond those of `terms`."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.catalog.sources import Role
from desktop_app.catalog.wording import output_language

#: The styles by the keys that the command line and the settings know, the default first.
STYLES = ("chicago", "iso690-notes", "iso690-numeric", "iso690-date", "apa", "mla", "archival")

#: Before the path of a CSL style's file, in the place of a key.
CSL = "csl:"


def is_style(key: str) -> bool:
    """Return whether `key` names one of the styles, or a CSL style's file."""
    return key in STYLES or (key.startswith(CSL) and len(key) > len(CSL))


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
    roles_apa: dict[Role, tuple[str, str]]
    quoted_in_mla: str
    roles_mla: dict[Role, tuple[str, str]]
    accessed_mla: str
    no_repository: str
    no_mark: str
    about_mla: str = ""


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
    about_mla="circa ",
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

_FRENCH = StyleWords(
    titles={
        "chicago": "Chicago, notes et bibliographie",
        "iso690-notes": "ISO 690, notes continues",
        "iso690-numeric": "ISO 690, numérique",
        "iso690-date": "ISO 690, auteur et date",
        "apa": "APA, 7e édition",
        "mla": "MLA, 9e édition",
        "archival": "Archives\u00a0: dépôt, fonds, dossier, folio",
    },
    no_place="[s.\u00a0l.]",
    no_publisher="[s.\u00a0n.]",
    no_date="[s.\u00a0d.]",
    in_word="In\u00a0:",
    online="[en ligne]",
    viewed="[consulté le {date}]",
    available="Disponible à l’adresse\u00a0: {url}",
    held_at="Conservé à\u00a0:",
    in_apa="Dans",
    no_date_apa="s.\u00a0d.",
    retrieved="Consulté le {date}, à l’adresse {url}",
    as_cited_in="cité dans",
    roles_apa={
        Role.EDITOR: ("dir.", "dir."),
        Role.COMPILER: ("comp.", "comp."),
        Role.TRANSLATOR: ("trad.", "trad."),
        Role.PHOTOGRAPHER: ("photogr.", "photogr."),
        Role.INTERVIEWER: ("intervieweur", "intervieweurs"),
    },
    quoted_in_mla="cité dans",
    roles_mla={
        Role.EDITOR: (", éditeur", ", éditeurs"),
        Role.COMPILER: (", compilateur", ", compilateurs"),
        Role.TRANSLATOR: (", traducteur", ", traducteurs"),
        Role.PHOTOGRAPHER: (", photographe", ", photographes"),
    },
    accessed_mla="Consulté le {date}",
    no_repository="[dépôt inconnu]",
    no_mark="[sans cote]",
)

_LAO = StyleWords(
    titles={
        "chicago": "Chicago, ໝາຍເຫດ ແລະ ບັນນານຸກົມ",
        "iso690-notes": "ISO 690, ໝາຍເຫດ",
        "iso690-numeric": "ISO 690, ຕົວເລກ",
        "iso690-date": "ISO 690, ຜູ້ແຕ່ງ ແລະ ປີ",
        "apa": "APA, ສະບັບທີ 7",
        "mla": "MLA, ສະບັບທີ 9",
        "archival": "ແບບຫໍເອກະສານ: ບ່ອນຮັກສາ, ກອງເອກະສານ, ແຟ້ມ, ໃບ",
    },
    no_place="[ບໍ່ລະບຸບ່ອນພິມ]",
    no_publisher="[ບໍ່ລະບຸໂຮງພິມ]",
    no_date="[ບໍ່ລະບຸປີ]",
    in_word="ໃນ:",
    online="[ອອນລາຍ]",
    viewed="[ເບິ່ງ {date}]",
    available="ທີ່ຢູ່: {url}",
    held_at="ບ່ອນຮັກສາ:",
    in_apa="ໃນ",
    no_date_apa="ບໍ່ລະບຸປີ",
    retrieved="ເຂົ້າເບິ່ງ {date}, ຈາກ {url}",
    as_cited_in="ອ້າງໃນ",
    roles_apa={
        Role.EDITOR: ("ບັນນາທິການ", "ບັນນາທິການ"),
        Role.COMPILER: ("ຮຽບຮຽງ", "ຮຽບຮຽງ"),
        Role.TRANSLATOR: ("ແປ", "ແປ"),
        Role.PHOTOGRAPHER: ("ຖ່າຍພາບ", "ຖ່າຍພາບ"),
        Role.INTERVIEWER: ("ສຳພາດ", "ສຳພາດ"),
    },
    quoted_in_mla="ອ້າງໃນ",
    roles_mla={
        Role.EDITOR: (", ບັນນາທິການ", ", ບັນນາທິການ"),
        Role.COMPILER: (", ຮຽບຮຽງ", ", ຮຽບຮຽງ"),
        Role.TRANSLATOR: (", ແປ", ", ແປ"),
        Role.PHOTOGRAPHER: (", ຖ່າຍພາບ", ", ຖ່າຍພາບ"),
    },
    accessed_mla="ເຂົ້າເບິ່ງ {date}",
    no_repository="[ບໍ່ຮູ້ບ່ອນຮັກສາ]",
    no_mark="[ບໍ່ມີເລກທະບຽນ]",
)

_WORDS = {"en": _ENGLISH, "vi": _VIETNAMESE, "fr": _FRENCH, "lo": _LAO}


def get_style_words(language: str) -> StyleWords:
    """Return the words of `language`, English for a language that has no table."""
    return _WORDS[output_language(language)]
