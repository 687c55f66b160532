"""The words for members of the catalogue's enumerations, one table per output language.

An English word is the value of its member, so English has only what differs.
"""

from __future__ import annotations

from enum import StrEnum

from desktop_app.catalog.claims import Bound, Confidence, Rank, Stance, Voice
from desktop_app.catalog.excerpts import AnchorState, TranslationStatus
from desktop_app.catalog.sources import Incomplete, Level
from desktop_app.catalog.subjects import EntityKind, NameKind

_ENGLISH: dict[type[StrEnum], dict[str, str]] = {
    Level: {Level.REGESTA: "calendar entry"},
    AnchorState: {
        AnchorState.NEEDS_REVIEW: "place in the text needs review",
        AnchorState.ORPHANED: "no longer found in the text",
    },
}
_VIETNAMESE: dict[type[StrEnum], dict[str, str]] = {
    Bound: {
        Bound.EXACTLY: "chính xác",
        Bound.ABOUT: "khoảng",
        Bound.NEARLY: "gần",
        Bound.AT_LEAST: "ít nhất",
        Bound.UP_TO: "lên tới",
    },
    Voice: {
        Voice.NARRATOR: "người thuật chuyện",
        Voice.QUOTED_DOCUMENT: "tài liệu được dẫn",
        Voice.REPORTED_SPEAKER: "người được thuật lời",
    },
    Confidence: {
        Confidence.CERTAIN: "chắc chắn",
        Confidence.PROBABLE: "rất có thể",
        Confidence.POSSIBLE: "có thể",
        Confidence.DOUBTFUL: "đáng ngờ",
    },
    Rank: {
        Rank.PREFERRED: "được chọn",
        Rank.NORMAL: "thường",
        Rank.DEPRECATED: "bị bác bỏ",
    },
    Stance: {
        Stance.SUPPORTS: "ủng hộ",
        Stance.CONTRADICTS: "trái ngược",
        Stance.MENTIONS: "có nhắc đến",
    },
    AnchorState: {
        AnchorState.ANCHORED: "đúng vị trí",
        AnchorState.NEEDS_REVIEW: "cần xem lại vị trí",
        AnchorState.ORPHANED: "mất vị trí trong văn bản",
    },
    TranslationStatus: {
        TranslationStatus.DRAFT: "bản thảo",
        TranslationStatus.REVIEWED: "đã hiệu đính",
        TranslationStatus.PUBLISHED: "đã công bố",
    },
    Incomplete: {
        Incomplete.BEGINNING_LOST: "mất phần đầu",
        Incomplete.TO_BE_CONTINUED: "còn tiếp",
        Incomplete.PAGES_UNKNOWN: "không rõ số trang",
    },
    Level: {
        Level.FONDS: "phông",
        Level.SERIES: "loạt",
        Level.FILE: "hồ sơ",
        Level.ITEM: "tài liệu",
        Level.COLLECTION: "sưu tập",
        Level.BOOK: "sách",
        Level.CHAPTER: "chương",
        Level.ENTRY: "mục từ",
        Level.JOURNAL: "tạp chí",
        Level.ARTICLE: "bài tạp chí",
        Level.NEWSPAPER_ARTICLE: "bài báo",
        Level.WEB_PAGE: "trang mạng",
        Level.TELEGRAM: "điện",
        Level.LETTER: "thư",
        Level.REPORT: "báo cáo",
        Level.THESIS: "luận văn",
        Level.REGESTA: "trích yếu",
    },
    EntityKind: {
        EntityKind.PERSON: "nhân vật",
        EntityKind.UNIT: "đơn vị",
        EntityKind.ORGANISATION: "tổ chức",
        EntityKind.PLACE: "địa danh",
        EntityKind.THING: "hiện vật",
        EntityKind.DOCUMENT: "văn kiện",
    },
    NameKind: {
        NameKind.PREFERRED: "tên chính",
        NameKind.VARIANT: "dị bản",
        NameKind.TRANSLATED: "tên dịch",
        NameKind.TRANSLITERATED: "phiên âm",
        NameKind.ABBREVIATED: "viết tắt",
        NameKind.FORMER: "tên cũ",
        NameKind.PARTISAN: "cách gọi phe phái",
        NameKind.MISSPELT: "viết sai",
    },
}
_FRENCH: dict[type[StrEnum], dict[str, str]] = {
    Bound: {
        Bound.EXACTLY: "exactement",
        Bound.ABOUT: "environ",
        Bound.NEARLY: "près de",
        Bound.AT_LEAST: "au moins",
        Bound.UP_TO: "jusqu’à",
    },
    Voice: {
        Voice.NARRATOR: "le narrateur",
        Voice.QUOTED_DOCUMENT: "le document cité",
        Voice.REPORTED_SPEAKER: "la personne dont les propos sont rapportés",
    },
    Confidence: {
        Confidence.CERTAIN: "certain",
        Confidence.PROBABLE: "probable",
        Confidence.POSSIBLE: "possible",
        Confidence.DOUBTFUL: "douteux",
    },
    Rank: {
        Rank.PREFERRED: "retenu",
        Rank.NORMAL: "ordinaire",
        Rank.DEPRECATED: "rejeté",
    },
    Stance: {
        Stance.SUPPORTS: "appuie",
        Stance.CONTRADICTS: "contredit",
        Stance.MENTIONS: "mentionne",
    },
    AnchorState: {
        AnchorState.ANCHORED: "en place",
        AnchorState.NEEDS_REVIEW: "place dans le texte à vérifier",
        AnchorState.ORPHANED: "introuvable dans le texte",
    },
    TranslationStatus: {
        TranslationStatus.DRAFT: "brouillon",
        TranslationStatus.REVIEWED: "relu",
        TranslationStatus.PUBLISHED: "publié",
    },
    Incomplete: {
        Incomplete.BEGINNING_LOST: "début perdu",
        Incomplete.TO_BE_CONTINUED: "à suivre",
        Incomplete.PAGES_UNKNOWN: "pages inconnues",
    },
    Level: {
        Level.FONDS: "fonds",
        Level.SERIES: "série",
        Level.FILE: "dossier",
        Level.ITEM: "pièce",
        Level.COLLECTION: "collection",
        Level.BOOK: "livre",
        Level.CHAPTER: "chapitre",
        Level.ENTRY: "article de dictionnaire",
        Level.JOURNAL: "revue",
        Level.ARTICLE: "article de revue",
        Level.NEWSPAPER_ARTICLE: "article de presse",
        Level.WEB_PAGE: "page web",
        Level.TELEGRAM: "télégramme",
        Level.LETTER: "lettre",
        Level.REPORT: "rapport",
        Level.THESIS: "thèse",
        Level.REGESTA: "regeste",
    },
    EntityKind: {
        EntityKind.PERSON: "personne",
        EntityKind.UNIT: "unité",
        EntityKind.ORGANISATION: "organisation",
        EntityKind.PLACE: "lieu",
        EntityKind.THING: "objet",
        EntityKind.DOCUMENT: "document",
    },
    NameKind: {
        NameKind.PREFERRED: "nom principal",
        NameKind.VARIANT: "variante",
        NameKind.TRANSLATED: "traduction",
        NameKind.TRANSLITERATED: "translittération",
        NameKind.ABBREVIATED: "abréviation",
        NameKind.FORMER: "ancien nom",
        NameKind.PARTISAN: "appellation partisane",
        NameKind.MISSPELT: "graphie fautive",
    },
}
_LAO: dict[type[StrEnum], dict[str, str]] = {
    Bound: {
        Bound.EXACTLY: "ພໍດີ",
        Bound.ABOUT: "ປະມານ",
        Bound.NEARLY: "ເກືອບ",
        Bound.AT_LEAST: "ຢ່າງໜ້ອຍ",
        Bound.UP_TO: "ເຖິງ",
    },
    Voice: {
        Voice.NARRATOR: "ຜູ້ເລົ່າ",
        Voice.QUOTED_DOCUMENT: "ເອກະສານທີ່ອ້າງເຖິງ",
        Voice.REPORTED_SPEAKER: "ຜູ້ທີ່ຖືກອ້າງຄຳເວົ້າ",
    },
    Confidence: {
        Confidence.CERTAIN: "ແນ່ນອນ",
        Confidence.PROBABLE: "ເປັນໄປໄດ້ຫຼາຍ",
        Confidence.POSSIBLE: "ອາດເປັນໄປໄດ້",
        Confidence.DOUBTFUL: "ໜ້າສົງໄສ",
    },
    Rank: {
        Rank.PREFERRED: "ທີ່ເລືອກ",
        Rank.NORMAL: "ປົກກະຕິ",
        Rank.DEPRECATED: "ທີ່ປະຕິເສດ",
    },
    Stance: {
        Stance.SUPPORTS: "ສະໜັບສະໜູນ",
        Stance.CONTRADICTS: "ຂັດແຍ້ງ",
        Stance.MENTIONS: "ກ່າວເຖິງ",
    },
    AnchorState: {
        AnchorState.ANCHORED: "ຖືກບ່ອນ",
        AnchorState.NEEDS_REVIEW: "ຕ້ອງກວດຄືນບ່ອນໃນບົດ",
        AnchorState.ORPHANED: "ບໍ່ພົບໃນບົດ",
    },
    TranslationStatus: {
        TranslationStatus.DRAFT: "ສະບັບຮ່າງ",
        TranslationStatus.REVIEWED: "ກວດແກ້ແລ້ວ",
        TranslationStatus.PUBLISHED: "ພິມເຜີຍແຜ່ແລ້ວ",
    },
    Incomplete: {
        Incomplete.BEGINNING_LOST: "ສ່ວນຕົ້ນເສຍ",
        Incomplete.TO_BE_CONTINUED: "ຍັງມີຕໍ່",
        Incomplete.PAGES_UNKNOWN: "ບໍ່ຮູ້ເລກໜ້າ",
    },
    Level: {
        Level.FONDS: "ກອງເອກະສານ",
        Level.SERIES: "ຊຸດເອກະສານ",
        Level.FILE: "ແຟ້ມ",
        Level.ITEM: "ເອກະສານ",
        Level.COLLECTION: "ປະມວນ",
        Level.BOOK: "ປຶ້ມ",
        Level.CHAPTER: "ບົດ",
        Level.ENTRY: "ຫົວຂໍ້ຄຳ",
        Level.JOURNAL: "ວາລະສານ",
        Level.ARTICLE: "ບົດຄວາມວາລະສານ",
        Level.NEWSPAPER_ARTICLE: "ບົດຂ່າວ",
        Level.WEB_PAGE: "ໜ້າເວັບ",
        Level.TELEGRAM: "ໂທລະເລກ",
        Level.LETTER: "ຈົດໝາຍ",
        Level.REPORT: "ບົດລາຍງານ",
        Level.THESIS: "ວິທະຍານິພົນ",
        Level.REGESTA: "ບົດຫຍໍ້ເອກະສານ",
    },
    EntityKind: {
        EntityKind.PERSON: "ບຸກຄົນ",
        EntityKind.UNIT: "ໜ່ວຍ",
        EntityKind.ORGANISATION: "ອົງການ",
        EntityKind.PLACE: "ສະຖານທີ່",
        EntityKind.THING: "ວັດຖຸ",
        EntityKind.DOCUMENT: "ເອກະສານ",
    },
    NameKind: {
        NameKind.PREFERRED: "ຊື່ຫຼັກ",
        NameKind.VARIANT: "ຊື່ແບບອື່ນ",
        NameKind.TRANSLATED: "ຊື່ແປ",
        NameKind.TRANSLITERATED: "ຊື່ຖອດສຽງ",
        NameKind.ABBREVIATED: "ຊື່ຫຍໍ້",
        NameKind.FORMER: "ຊື່ເກົ່າ",
        NameKind.PARTISAN: "ຊື່ທີ່ຝ່າຍໜຶ່ງເອີ້ນ",
        NameKind.MISSPELT: "ສະກົດຜິດ",
    },
}

MEMBER_WORDS = {"en": _ENGLISH, "vi": _VIETNAMESE, "fr": _FRENCH, "lo": _LAO}
