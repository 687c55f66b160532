"""The fixed words of reports, one table per output language."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.catalog.wording import output_language
from desktop_app.reports.model import Counts

#: Sections of subjects, in the order of the report.
SECTIONS = ("event", "person", "unit", "organisation", "place", "thing", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """The words of one output language."""

    citation_report: str
    sections: dict[str, str]
    notes: str
    bibliography: str
    contents: str
    index: str
    see: str
    uncited_claims: str
    no_claims: str
    uncited: str
    mention: str
    names: str
    conflict: str
    settled: str
    open: str
    chosen: str
    no_evidence: str
    evidence: str
    decision: str
    contradicts: str
    mentions: str
    translation: str
    text_revision: str
    footer: str
    style: str
    back: str
    counted: dict[str, tuple[str, str]]


_ENGLISH = ReportWords(
    citation_report="Citation report",
    sections={
        "event": "Events",
        "person": "Persons",
        "unit": "Units",
        "organisation": "Organisations",
        "place": "Places",
        "thing": "Things",
        "document": "Documents",
    },
    notes="Notes",
    bibliography="Bibliography",
    contents="Contents",
    index="Index of names",
    see="see {name}",
    uncited_claims="Uncited claims",
    no_claims="No claims are recorded.",
    uncited="uncited",
    mention="Mentioned:",
    names="Names: {names}",
    conflict="Conflict: {label}",
    settled="Settled.",
    open="Not settled.",
    chosen="preferred",
    no_evidence="No citation.",
    evidence="Evidence",
    decision="Decision",
    contradicts="Contradicts the claim:",
    mentions="Mentions it:",
    translation="Translation: {quote}",
    text_revision="Quoted from revision {number} of the text.",
    footer="{catalogue}, change {revision}, seal {seal}, {generated}",
    style="Citations: {style}.",
    back="Back to the text",
    counted={
        "claims": ("claim", "claims"),
        "citations": ("citation", "citations"),
        "sources": ("source", "sources"),
        "places": ("place in the texts", "places in the texts"),
        "mentions": ("mention", "mentions"),
        "conflicts": ("conflict", "conflicts"),
        "uncited": ("uncited claim", "uncited claims"),
    },
)

_VIETNAMESE = ReportWords(
    citation_report="Báo cáo dẫn chứng",
    sections={
        "event": "Sự kiện",
        "person": "Nhân vật",
        "unit": "Đơn vị",
        "organisation": "Tổ chức",
        "place": "Địa danh",
        "thing": "Hiện vật",
        "document": "Văn kiện",
    },
    notes="Chú thích",
    bibliography="Thư mục",
    contents="Mục lục",
    index="Bảng tra tên",
    see="xem {name}",
    uncited_claims="Nhận định chưa có dẫn chứng",
    no_claims="Chưa ghi nhận định nào.",
    uncited="chưa có dẫn chứng",
    mention="Có nhắc đến:",
    names="Tên gọi: {names}",
    conflict="Mâu thuẫn: {label}",
    settled="Đã giải quyết.",
    open="Chưa giải quyết.",
    chosen="được chọn",
    no_evidence="Không có dẫn chứng.",
    evidence="Dẫn chứng",
    decision="Kết luận",
    contradicts="Trái với nhận định:",
    mentions="Có nhắc đến:",
    translation="Bản dịch: {quote}",
    text_revision="Trích từ bản văn số {number}.",
    footer="{catalogue}, thay đổi {revision}, dấu niêm {seal}, {generated}",
    style="Lối dẫn nguồn: {style}.",
    back="Trở lại bài",
    counted={
        "claims": ("nhận định", "nhận định"),
        "citations": ("dẫn chứng", "dẫn chứng"),
        "sources": ("nguồn", "nguồn"),
        "places": ("chỗ trong văn bản", "chỗ trong văn bản"),
        "mentions": ("lần nhắc đến", "lần nhắc đến"),
        "conflicts": ("mâu thuẫn", "mâu thuẫn"),
        "uncited": ("nhận định chưa có dẫn chứng", "nhận định chưa có dẫn chứng"),
    },
)
_WORDS = {"en": _ENGLISH, "vi": _VIETNAMESE}


def get_words(language: str) -> ReportWords:
    """Return the words of `language`, English for a language that has no table."""
    return _WORDS[output_language(language)]


def list_count_lines(counts: Counts, language: str) -> tuple[str, ...]:
    """Return what the report holds: "142 claims, 187 citations, 12 sources", then the rest."""
    main = ("places", "sources") if counts.places else ("claims", "citations", "sources")
    rest = tuple(field for field in ("mentions", "conflicts", "uncited") if getattr(counts, field))
    lines = (_count_words(fields, counts, language) for fields in (main, rest))
    return tuple(line for line in lines if line)


def _count_words(fields: tuple[str, ...], counts: Counts, language: str) -> str:
    words = get_words(language)
    mark = "." if output_language(language) == "vi" else ","
    parts = []
    for field in fields:
        number: int = getattr(counts, field)
        one, many = words.counted[field]
        parts.append(f"{number:,} {one if number == 1 else many}".replace(",", mark))
    return ", ".join(parts)
