"""Excerpts: passages of documents (W3C Web Annotation: TextQuote and TextPosition selectors)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AnchorState(StrEnum):
    """How sure the excerpt's place in the text in force is."""

    ANCHORED = "anchored"
    NEEDS_REVIEW = "needs review"
    ORPHANED = "orphaned"


class TranslationStatus(StrEnum):
    """How far a translation can be trusted."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A passage of one document.

    `start` and `end` are code points of the text of `revision`; `quote` equals that text
    there; `prefix` and `suffix` are up to 32 code points around it. `page` is the label of
    the page or pages, "" where the document has none.
    """

    id: str
    document: str
    revision: int
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""
    page: str = ""
    state: AnchorState = AnchorState.ANCHORED
    translation: str = ""
    translation_language: str = ""
    translator: str = ""
    translation_status: TranslationStatus | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """An excerpt attached to a subject without a claim: a mention."""

    id: str
    excerpt: str
    subject: str
    note: str = ""
