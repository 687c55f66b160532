"""Parts of a citation that every style is built from: titles, dates, facts, holders.

Missing data is said by the language's terms ("[n.d.]", "[Untitled telegram]"); data that the
archivist supplied in square brackets stays in them.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.catalog.sources import Level, Source
from desktop_app.catalog.wording import OUTPUT_LANGUAGES, Run, Runs, word
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.joining import text_run
from desktop_app.citations.terms import Terms, get_terms
from desktop_app.errors import UserError

#: Levels that name a place in an archive; their parents are the chain to the repository.
ARCHIVAL = frozenset(
    {Level.FONDS, Level.SERIES, Level.FILE, Level.ITEM, Level.TELEGRAM, Level.LETTER}
)
GROUPS = frozenset({Level.FONDS, Level.SERIES, Level.FILE})
_PRINTED = frozenset({Level.BOOK, Level.JOURNAL, Level.REGESTA})
_PARTS_OF_BOOKS = frozenset({Level.CHAPTER, Level.ENTRY, Level.REGESTA})
_DAY_OR_MONTH = re.compile(r"(\d{4})-\d{2}(?:-\d{2})?")
_WITH_MONTH = re.compile(r"[\dX]{4}[?~%]?-[\dX]")
_MACHINE_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")
#: How dates are approximate in English lists; every style has its own word.
_CIRCA = re.compile(r"\bc\. ")
_SHORT_WORDS = 8


class TitleForm(Enum):
    """How a title is printed."""

    ITALIC = auto()
    QUOTED = auto()
    UPRIGHT = auto()


def is_supplied(text: str) -> bool:
    """Return whether all of `text` stands in one pair of square brackets."""
    return text.startswith("[") and text.endswith("]") and "]" not in text[:-1]


def is_archival(cited: CitedSource) -> bool:
    """Return whether the source is cited by its place in an archive, not by its publication."""
    source = cited.source
    if source.level in ARCHIVAL:
        return True
    unpublished = source.level in (Level.COLLECTION, Level.REPORT) and not source.publisher
    return unpublished and bool(cited.repository or source.shelf_mark)


def find_container(cited: CitedSource) -> Source | None:
    """Return the printed source that holds this one: its nearest parent, where that is printed."""
    nearest = cited.parents[0] if cited.parents else None
    return nearest if nearest and _holds_in_print(nearest, cited.source) else None


def clean_title(source: Source) -> str:
    """Return the title without the period that ended it on the page; abbreviations keep theirs."""
    return re.sub(r"(?<=\w{4})\.$", "", source.title.strip())


def title_runs(source: Source, terms: Terms, form: TitleForm) -> Runs:
    """Return the title in its typeface, followed by its translation in square brackets."""
    title = clean_title(source)
    if not title:
        return text_run(untitled(source, terms))
    return (_title_run(title, source.language, terms, form), *_translation(source, terms))


def short_title(source: Source, terms: Terms, form: TitleForm) -> Runs:
    """Return the title up to its subtitle, without a leading article.

    A long one ends at its first comma or bracket, else after eight words.
    """
    title = clean_title(source)
    if not title:
        return text_run(untitled(source, terms))
    if is_supplied(title):
        return text_run(title)
    main = re.split(r"(?<=\S)(?::\s|\.\s)", title, maxsplit=1)[0]
    main = without_article(main, source.language or terms.language)
    main = main[:1].upper() + main[1:]
    if len(main.split()) > _SHORT_WORDS + 2:
        main = re.split(r"(?<=\S)(?:[,;]\s|\s[(\[])", main, maxsplit=1)[0]
    words = main.split()
    cut = " ".join(words[:_SHORT_WORDS]) + "…" if len(words) > _SHORT_WORDS + 2 else main
    return (_title_run(cut, source.language, terms, form),)


def without_article(title: str, language: str) -> str:
    """Return `title` without a leading article of `language`, the title's own."""
    for article in get_terms(language).articles if language[:2] in OUTPUT_LANGUAGES else ():
        if title.lower().startswith(article):
            return title[len(article) :]
    return title


def untitled(source: Source, terms: Terms) -> str:
    """Return the descriptive title supplied for a source that has none."""
    level = word(source.level, terms.language)
    text = terms.untitled.format(level=level)
    return text[:1] + text[1:2].upper() + text[2:]


def date_text(source: Source, terms: Terms, *, year_only: bool = False) -> str:
    """Return the date in the language's form, as printed where it has no EDTF, else "[n.d.]".

    A printed date in square brackets was supplied and keeps them.
    """
    printed = source.date.strip()
    edtf = source.edtf.strip()
    if year_only and (whole := _DAY_OR_MONTH.fullmatch(edtf)):
        edtf = whole.group(1)
    written = format_edtf(edtf, terms) if edtf else ""
    if written and is_supplied(printed) and not is_supplied(written):
        return f"[{written}]"
    return written or printed or terms.no_date


def format_edtf(edtf: str, terms: Terms) -> str:
    """Return an EDTF date in words, years as bare numbers; "" where it cannot be read."""
    style = "long" if _WITH_MONTH.search(edtf) else "short"
    try:
        written = format_date(parse_edtf(edtf), terms.language, style)
    except UserError:
        return ""
    return _CIRCA.sub(terms.about, written) if terms.language == "en" else written


def accessed_text(source: Source, terms: Terms) -> str:
    """Return "accessed 3 May 2020", "" where nobody noted it."""
    day = source.accessed.strip()
    if not day:
        return ""
    read = format_edtf(day, terms) if _MACHINE_DATE.fullmatch(day) else ""
    return terms.accessed.format(date=read or day)


def edition_text(source: Source, terms: Terms) -> str:
    """Return the edition: a bare number in the language's form, else as written."""
    edition = source.edition.strip()
    if not edition.isdecimal():
        return edition
    return terms.edition.format(edition=_ordinal(int(edition), terms.language))


def volume_text(source: Source, terms: Terms) -> str:
    """Return "vol. 2"; a volume that already says what it is stays as written."""
    return _numbered(source.volume.strip(), terms.volume, "volume")


def issue_text(source: Source, terms: Terms) -> str:
    """Return "no. 3"; an issue that already says what it is stays as written."""
    return _numbered(source.issue.strip(), terms.issue, "issue")


def publisher_text(source: Source, terms: Terms) -> str:
    """Return the publisher; Vietnamese ones get "Nxb." in Vietnamese where they lack it."""
    name = source.publisher.strip()
    if not name or not terms.publisher_prefix or source.language.partition("-")[0] != "vi":
        return name
    if name.lower().startswith(terms.publisher_marks) or is_supplied(name):
        return name
    return terms.publisher_prefix + name


def place_and_publisher(source: Source, terms: Terms) -> str:
    """Return "Place: Publisher", with "[n.p.]" for a place that is not known."""
    place = source.place.strip() or terms.no_place
    publisher = publisher_text(source, terms)
    return f"{place}{terms.colon}{publisher}" if publisher else place


def list_holders(cited: CitedSource) -> list[str]:
    """Return the way to an archival source: shelf mark, file, series, fonds, repository, place.

    A parent's shelf mark that begins the source's own is not repeated.
    """
    source = cited.source
    marks = [source.shelf_mark.strip()]
    holders = [source.shelf_mark.strip()]
    for parent in cited.parents:
        if _holds_in_print(parent, source):
            continue
        mark = parent.shelf_mark.strip()
        holders.append(parent.title.strip())
        if mark and not any(own.startswith(mark) for own in marks):
            holders.append(mark)
            marks.append(mark)
    if cited.repository is not None:
        holders += _repository_parts(cited.repository.name, cited.repository.place)
    return [holder for holder in holders if holder]


def incomplete_text(source: Source, terms: Terms) -> str:
    """Return "[beginning lost; to be continued]", "" for a source known to be whole."""
    said = terms.semicolon.join(word(flag, terms.language) for flag in source.incomplete)
    return f"[{said}]" if said else ""


def _holds_in_print(parent: Source, source: Source) -> bool:
    """Return whether `parent` is a printed work that `source` stands in."""
    if parent.level in _PRINTED:
        return True
    published = bool(parent.publisher) or source.level in _PARTS_OF_BOOKS
    return published and parent.level in (Level.COLLECTION, Level.REPORT)


def _title_run(title: str, language: str, terms: Terms, form: TitleForm) -> Run:
    if form is TitleForm.ITALIC and not is_supplied(title):
        return Run(title, italic=True, language=language)
    if form is TitleForm.QUOTED and not is_supplied(title):
        opening, closing = terms.quotes
        return Run(opening + _nest_quotes(title, terms) + closing, language=language)
    return Run(title, language=language)


def _nest_quotes(title: str, terms: Terms) -> str:
    """Return a title with the quotation marks inside it made inner ones."""
    opening, closing = terms.inner_quotes
    return re.sub(r"[“\"]([^“”\"]*)[”\"]", rf"{opening}\1{closing}", title)


def _translation(source: Source, terms: Terms) -> Runs:
    """Return the translated title in brackets where the output's language is not the source's."""
    text = source.title_translated.strip()
    if not text or source.language.partition("-")[0] == terms.language:
        return ()
    return (Run(f" {text}" if is_supplied(text) else f" [{text}]"),)


def _ordinal(number: int, language: str) -> str:
    """Return "2nd", in French "2e"; the bare number in languages that count with it."""
    if language == "fr":
        return f"{number}{'re' if number == 1 else 'e'}"
    if language != "en":
        return str(number)
    teens = 10 < number % 100 < 14
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _numbered(written: str, form: str, field: str) -> str:
    bare = re.fullmatch(r"(?:[\divxlcdmIVXLCDM][\w/–-]*|[A-Z])(?:\s*\(.*\))?", written)
    return form.format(**{field: written}) if bare else written


def _repository_parts(name: str, place: str) -> list[str]:
    return [name, place] if place and place not in name else [name]
