"""The names of fields and kinds in the query language, in English and Vietnamese.

A name is compared without case, tones, hyphens and underscores: người:, nguoi: and Person: are
one field.
"""

from __future__ import annotations

from difflib import get_close_matches

from desktop_app.catalog.folding import squash
from desktop_app.search.records import EXTRA_FIELDS, KIND_ORDER

#: The names of each field as they are offered; the first is its own, the second Vietnamese.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "person": ("person", "người", "nhân-vật"),
    "unit": ("unit", "đơn-vị"),
    "place": ("place", "nơi", "địa-danh", "địa-điểm"),
    "source": ("source", "nguồn"),
    "property": ("property", "thuộc-tính"),
    "value": ("value", "giá-trị"),
    "voice": ("voice", "lời"),
    "claim": ("claim", "nhận-định"),
    "entity": ("entity", "thực-thể"),
    "event": ("event", "sự-kiện"),
    "excerpt": ("excerpt", "trích-đoạn"),
    "document": ("document", "tài-liệu"),
    "kind": ("kind", "loại"),
    "date": ("date", "ngày", "thời-gian"),
    "language": ("language", "ngôn-ngữ", "tiếng", "lang"),
    "uncited": ("uncited", "chưa-dẫn", "chưa-dẫn-nguồn"),
    "cited": ("cited", "đã-dẫn", "đã-dẫn-nguồn"),
    "conflict": ("conflict", "mâu-thuẫn"),
}
#: Nothing follows these.
STATES = ("uncited", "cited", "conflict")
#: These narrow to a kind, or to one record where its id follows.
KIND_FIELDS = ("claim", "entity", "event", "excerpt", "document")
WORD_FIELDS = EXTRA_FIELDS

KIND_NAMES: dict[str, tuple[str, ...]] = {
    "entity": ("entity", "thực-thể", "entities"),
    "event": ("event", "sự-kiện", "events"),
    "claim": ("claim", "nhận-định", "claims"),
    "excerpt": ("excerpt", "trích-đoạn", "excerpts"),
    "document": ("document", "tài-liệu", "documents"),
    "source": ("source", "nguồn", "sources"),
}
_LANGUAGES = {
    "vi": ("vietnamese", "tiếng-việt", "việt", "vie"),
    "en": ("english", "tiếng-anh", "anh", "eng"),
    "lo": ("lao", "tiếng-lào", "lào"),
    "fr": ("french", "tiếng-pháp", "pháp", "fra"),
    "zh": ("chinese", "tiếng-trung", "trung", "zho"),
    "ru": ("russian", "tiếng-nga", "nga", "rus"),
    "th": ("thai", "tiếng-thái", "thái", "tha"),
}


def _key(name: str) -> str:
    """Return `name` as it is compared."""
    return squash(name).replace("_", "")


_FIELDS = {_key(name): field for field, names in FIELD_NAMES.items() for name in names}
_KINDS = {_key(name): kind for kind, names in KIND_NAMES.items() for name in names}
_CODES = {_key(name): code for code, names in _LANGUAGES.items() for name in names}


def find_field(name: str) -> str | None:
    """Return the field that `name` means, None for no field."""
    return _FIELDS.get(_key(name))


def find_kind_named(name: str) -> str | None:
    """Return the kind of record that `name` means, None for none."""
    return _KINDS.get(_key(name))


def find_near_kind(name: str) -> str:
    """Return the kind whose name is nearest to `name`, "" where none is near."""
    near = get_close_matches(_key(name), _KINDS, n=1)
    return _KINDS[near[0]] if near else ""


def find_language(name: str) -> str:
    """Return the code of a language by its name or code: vi, vi-VN, Vietnamese, tiếng-Việt."""
    return _CODES.get(_key(name), name.casefold().replace("_", "-"))


def list_kind_names() -> list[str]:
    """Return the kinds by their own names."""
    return list(KIND_ORDER)
