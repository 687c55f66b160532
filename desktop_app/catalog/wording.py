"""Values and claims in words, in the language of the output, and text with typographic runs.

Citations, reports, lists and panels all say a claim through these functions, so that it reads
the same everywhere. The language is that of the output, which need not be the interface's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop_app.catalog.claims import (
    Bound,
    Claim,
    Confidence,
    DateValue,
    Property,
    Quantity,
    Rank,
    SpecialValue,
    Stance,
    SubjectValue,
    TextValue,
    Value,
    Voice,
)
from desktop_app.catalog.dates import format_date
from desktop_app.catalog.excerpts import AnchorState, TranslationStatus
from desktop_app.catalog.quantities import format_quantity
from desktop_app.catalog.sources import Incomplete, Level
from desktop_app.catalog.subjects import EntityKind, NameKind

#: Languages that output can be written in; any other is written in English.
OUTPUT_LANGUAGES = ("en", "vi")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one typeface. `language` is that of the text, "" for the output's."""

    text: str
    italic: bool = False
    small_caps: bool = False
    language: str = ""


Runs = tuple[Run, ...]

#: An English word is the value of its member; only the other languages need a table.
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
_ENGLISH: dict[type[StrEnum], dict[str, str]] = {
    Level: {Level.REGESTA: "calendar entry"},
    AnchorState: {
        AnchorState.NEEDS_REVIEW: "place in the text needs review",
        AnchorState.ORPHANED: "no longer found in the text",
    },
}
_WORDS = {"en": _ENGLISH, "vi": _VIETNAMESE}

_PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "unknown": "unknown",
        "none": "none",
        "as_written": "as written {text}",
        "valid": "valid {date}",
        "voice": "voice: {voice}",
        "voice_of": "voice: {voice}, {speaker}",
        "because": "{word}: {reason}",
    },
    "vi": {
        "unknown": "không rõ",
        "none": "không có",
        "as_written": "nguyên văn {text}",
        "valid": "có giá trị {date}",
        "voice": "theo {voice}",
        "voice_of": "theo {voice}: {speaker}",
        "because": "{word}: {reason}",
    },
}
_QUOTATION_MARKS = {"fr": ("« ", " »"), "de": ("„", "“"), "ru": ("«", "»")}


def plain(runs: Iterable[Run]) -> str:
    """Return the text of `runs` without its typefaces."""
    return "".join(run.text for run in runs)


def output_language(language: str) -> str:
    """Return the language of output nearest to `language`: its first part, else English."""
    first = language.partition("-")[0].lower()
    return first if first in OUTPUT_LANGUAGES else "en"


def word(member: StrEnum, language: str) -> str:
    """Return the word for a member of the catalogue's enumerations, in lower case."""
    words = _WORDS[output_language(language)].get(type(member), {})
    return words.get(member, member.value)


def quotation_marks(language: str) -> tuple[str, str]:
    """Return the opening and closing quotation marks that `language` prints."""
    return _QUOTATION_MARKS.get(language.partition("-")[0].lower(), ("“", "”"))


def in_quotes(text: str, language: str) -> str:
    """Return `text`, unchanged, between the quotation marks of `language`."""
    opening, closing = quotation_marks(language)
    return f"{opening}{text}{closing}"


def value_text(value: Value, language: str, labels: Mapping[str, str]) -> str:
    """Return `value` in words; `labels` maps the ids of subjects to their names.

    A subject without a label is shown by its id, so that it is never silently empty.
    """
    match value:
        case TextValue(text=text):
            return text
        case Quantity():
            return format_quantity(value, output_language(language))
        case DateValue():
            return _date_words(value, language)
        case SubjectValue(subject=subject):
            return labels.get(subject) or subject
        case SpecialValue(special=special):
            return _phrases(language).get(special, special)


def list_qualifiers(claim: Claim, language: str) -> tuple[str, ...]:
    """Return what limits or weighs the value of `claim`, in the order it is read.

    Detail, the source's own wording where it says more than the value, validity, voice,
    confidence, rank and their reasons, the note. What is usual (an exact number, the
    narrator's voice, normal rank) is not said: "exactly" would say more than a bare figure.
    Final periods go, for the list they stand in.
    """
    phrases = _phrases(language)
    said = [claim.detail]
    written = own_wording(claim.value)
    if written:
        said.append(phrases["as_written"].format(text=in_quotes(written, language)))
    if claim.valid is not None:
        said.append(phrases["valid"].format(date=_date_words(claim.valid, language)))
    said += [_voice_words(claim, language)]
    if claim.confidence is not None:
        said.append(_because(claim.confidence, claim.confidence_reason, language))
    if claim.rank is not Rank.NORMAL:
        said.append(_because(claim.rank, claim.rank_reason, language))
    return tuple(text.removesuffix(".") for text in (*said, claim.note) if text)


def claim_text(claim: Claim, stated: Property, language: str, labels: Mapping[str, str]) -> str:
    """Return the whole claim on one line: `killed: 134 men (enemy losses)`."""
    value = value_text(claim.value, language, labels)
    qualifiers = "; ".join(list_qualifiers(claim, language))
    return f"{stated.label(output_language(language))}: {value}" + (
        f" ({qualifiers})" if qualifiers else ""
    )


def own_wording(value: Value) -> str:
    """Return the source's wording of a number or a date where it says more than the value.

    The same figure or date as any output language writes it says no more.
    """
    match value:
        case Quantity(as_written=written):
            exact = replace(value, bound=Bound.EXACTLY)
            said = [format_quantity(q, one) for q in (value, exact) for one in OUTPUT_LANGUAGES]
        case DateValue(wording=written) if value.edtf:
            said = [format_date(value, one) for one in OUTPUT_LANGUAGES]
        case _:
            return ""
    return "" if any(_bare(one).startswith(_bare(written)) for one in said) else written


def _phrases(language: str) -> dict[str, str]:
    return _PHRASES[output_language(language)]


def _date_words(value: DateValue, language: str) -> str:
    return format_date(value, output_language(language)) if value.edtf else value.wording


def _voice_words(claim: Claim, language: str) -> str:
    """Return whose statement it is, "" for an unnamed narrator."""
    if claim.voice is Voice.NARRATOR and not claim.speaker:
        return ""
    form = _phrases(language)["voice_of" if claim.speaker else "voice"]
    return form.format(voice=word(claim.voice, language), speaker=claim.speaker)


def _because(member: StrEnum, reason: str, language: str) -> str:
    said = word(member, language)
    return _phrases(language)["because"].format(word=said, reason=reason) if reason else said


def _bare(text: str) -> str:
    """Return `text` for comparing: neither case, nor blanks, nor the marks between thousands."""
    return "".join(char for char in text.casefold() if not char.isspace() and char not in ".,")
