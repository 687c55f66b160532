"""Claims as phrases with their notes, for the cells and fields of reports that are no lists."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.catalog.claims import Claim
from desktop_app.catalog.wording import Run, list_qualifiers
from desktop_app.reports.evidence import EvidenceBook
from desktop_app.reports.model import Phrase
from desktop_app.reports.words import get_words


def say(text: str, *, language: str = "", italic: bool = False) -> Phrase:
    """Return plain words as a phrase."""
    return (Run(text, italic=italic, language=language),)


def claim_phrase(book: EvidenceBook, claim: Claim, *, label: bool = True) -> Phrase:
    """Return `label: value (qualifiers) [uncited]` and the claim's notes, with or without label."""
    lead = f"{book.property_label(claim)}: " if label else ""
    return finish_phrase(
        book, claim, lead + book.value(claim), list_qualifiers(claim, book.language)
    )


def finish_phrase(
    book: EvidenceBook, claim: Claim, words: str, qualifiers: Iterable[str]
) -> Phrase:
    """Return the words for a claim with its qualifiers, "uncited" where it is, and its notes."""
    said = "; ".join(qualifiers)
    text = f"{words} ({said})" if said else words
    if claim.id in book.data.uncited:
        text += f" [{get_words(book.language).uncited}]"
    return (Run(text), *book.refs(claim))
