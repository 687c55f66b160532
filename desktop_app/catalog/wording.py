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
    DateValue,
    Property,
    Quantity,
    Rank,
    SpecialValue,
    SubjectValue,
    TextValue,
    Value,
    Voice,
)
from desktop_app.catalog.dates import format_date
from desktop_app.catalog.member_words import MEMBER_WORDS
from desktop_app.catalog.quantities import format_quantity

#: Languages that output can be written in; any other is written in English.
OUTPUT_LANGUAGES = ("en", "vi", "fr", "lo")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one typeface. `language` is that of the text, "" for the output's."""

    text: str
    italic: bool = False
    small_caps: bool = False
    language: str = ""


Runs = tuple[Run, ...]

_PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "unknown": "unknown",
        "none": "none",
        "as_written": "as written {text}",
        "valid": "valid {date}",
        "voice": "voice: {voice}",
        "voice_of": "voice: {voice}, {speaker}",
    },
    "vi": {
        "unknown": "không rõ",
        "none": "không có",
        "as_written": "nguyên văn {text}",
        "valid": "có giá trị {date}",
        "voice": "theo {voice}",
        "voice_of": "theo {voice}: {speaker}",
    },
    "fr": {
        "unknown": "inconnu",
        "none": "aucun",
        "as_written": "dans le texte {text}",
        "valid": "valable {date}",
        "voice": "selon {voice}",
        "voice_of": "selon {voice}, {speaker}",
    },
    "lo": {
        "unknown": "ບໍ່ຮູ້",
        "none": "ບໍ່ມີ",
        "as_written": "ຕາມຕົ້ນສະບັບ {text}",
        "valid": "ໃຊ້ໄດ້ {date}",
        "voice": "ຕາມ{voice}",
        "voice_of": "ຕາມ{voice}: {speaker}",
    },
}
_QUOTATION_MARKS = {"fr": ("«\u202f", "\u202f»"), "de": ("„", "“"), "ru": ("«", "»")}


def plain(runs: Iterable[Run]) -> str:
    """Return the text of `runs` without its typefaces."""
    return "".join(run.text for run in runs)


def output_language(language: str) -> str:
    """Return the language of output nearest to `language`: its first part, else English."""
    first = language.partition("-")[0].lower()
    return first if first in OUTPUT_LANGUAGES else "en"


def word(member: StrEnum, language: str) -> str:
    """Return the word for a member of the catalogue's enumerations, in lower case."""
    words = MEMBER_WORDS[output_language(language)].get(type(member), {})
    return words.get(member, member.value)


def quotation_marks(language: str) -> tuple[str, str]:
    """Return the opening and closing quotation marks that `language` prints."""
    return _QUOTATION_MARKS.get(language.partition("-")[0].lower(), ("“", "”"))


def in_quotes(text: str, language: str) -> str:
    """Return `text`, unchanged, between the quotation marks of `language`."""
    opening, closing = quotation_marks(language)
    return f"{opening}{text}{closing}"


def colon(language: str) -> str:
    """Return what stands between a label and what it labels; French puts a blank before it."""
    return "\u00a0: " if output_language(language) == "fr" else ": "


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
    label = stated.label(output_language(language))
    return f"{label}{colon(language)}{value}" + (f" ({qualifiers})" if qualifiers else "")


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
    return f"{said}{colon(language)}{reason}" if reason else said


def _bare(text: str) -> str:
    """Return `text` for comparing: neither case, nor blanks, nor the marks between thousands."""
    return "".join(char for char in text.casefold() if not char.isspace() and char not in ".,")
