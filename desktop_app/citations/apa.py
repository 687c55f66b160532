"""APA, 7th edition: names and years in parentheses, references without final period and chain.

Titles keep the capitals of the catalogue; places of publication are left out, as the style
leaves them out; archival items end with collection and repository.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.catalog.sources import Contributor, Level, Role, Source
from desktop_app.catalog.wording import Run, Runs, plain
from desktop_app.citations.chicago_parts import (
    book_facts,
    held_title,
    regest_title,
    role_runs,
)
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.facts import archive_path, describe_item, list_groups, name_repository
from desktop_app.citations.iso690 import title_form
from desktop_app.citations.joining import capitalise, follow, join, text_run
from desktop_app.citations.locators import format_locator
from desktop_app.citations.names import (
    find_lead,
    full_name,
    inverted_name,
    list_contributors,
    short_name,
)
from desktop_app.citations.parts import (
    GROUPS,
    TitleForm,
    date_text,
    edition_text,
    find_container,
    format_edtf,
    incomplete_text,
    is_archival,
    publisher_text,
    short_title,
    title_runs,
    volume_text,
)
from desktop_app.citations.style_words import StyleWords
from desktop_app.citations.terms import Terms

_ALL_NAMES, _FIRST_NAMES = 20, 19
_DATED = frozenset(
    {Level.NEWSPAPER_ARTICLE, Level.WEB_PAGE, Level.LETTER, Level.TELEGRAM, Level.ITEM}
)
_WHOLE_DATE = re.compile(r"(ca\. |khoảng |vers |ປະມານ )?(?:le )?(.*?\D.*?)(?: năm)? (\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2}(?:–\d{1,2})?) ([A-Z][a-z]+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A source whose reference is composed, in a language, with its year and letter."""

    cited: CitedSource
    terms: Terms
    words: StyleWords
    year: str

    @property
    def source(self) -> Source:
        """Return the source itself."""
        return self.cited.source


def compose_reference(entry: Entry) -> Runs:
    """Return author, (date), title and where it is found; an anonymous title leads."""
    terms = entry.terms
    title, *rest = _compose_parts(entry)
    title = follow(title, " ", text_run(incomplete_text(entry.source, terms)))
    lead = text_run(name_lead(entry.source, terms, entry.words))
    dated = text_run(f"({_date(entry)})" if _date(entry) else "")
    head = (lead, dated, title) if lead else (title, dated)
    return join((*head, *rest, text_run(_address(entry))), ".", terms)


def compose_label(cited: CitedSource, terms: Terms) -> Runs:
    """Return the names for parentheses: one, two with "&", else "et al."; or a short title."""
    lead = find_lead(cited.source)
    if lead is None:
        return short_title(cited.source, terms, _label_form(cited))
    names = [short_name(person) for person in lead[1]]
    return text_run(f"{names[0]} {terms.et_al}" if len(names) > 2 else " & ".join(names))


def name_lead(source: Source, terms: Terms, words: StyleWords) -> str:
    """Return the names that head a reference, "Lowe, E., & Gray, T.", with "(Ed.)" for editors."""
    lead = find_lead(source)
    if lead is None:
        return ""
    role, people = lead
    said = _role(role, people, words)
    return _join_names([_inverted(one) for one in people]) + (f" ({said})" if said else "")


def _compose_parts(entry: Entry) -> tuple[Runs, ...]:
    """Return the title with its description, and what follows it, by the source's level."""
    level = entry.source.level
    if is_archival(entry.cited):
        return _archival_parts(entry)
    if level in (Level.CHAPTER, Level.ENTRY) and held_title(entry.cited, entry.terms):
        return _chapter_parts(entry)
    if level in (Level.ARTICLE, Level.NEWSPAPER_ARTICLE):
        return _article_parts(entry)
    if level is Level.WEB_PAGE:
        title = title_runs(entry.source, entry.terms, TitleForm.ITALIC)
        site = held_title(entry.cited, entry.terms) or _publisher(entry.source, entry.terms)
        return title, tuple(Run(run.text, language=run.language) for run in site)
    if level is Level.REGESTA:
        path = text_run(", ".join(archive_path(entry.cited)))
        return capitalise(regest_title(entry.source, entry.terms)), _host(entry), path
    return _book_parts(entry)


def _book_parts(entry: Entry) -> tuple[Runs, ...]:
    source, terms = entry.source, entry.terms
    title = title_runs(source, terms, TitleForm.ITALIC)
    if source.level is Level.THESIS:
        kind = source.edition.strip() or terms.thesis
        facts = ", ".join(part for part in (kind, source.publisher.strip()) if part)
        return (follow(title, " ", text_run(f"[{facts}]")),)
    following = [
        f"{_join_names([_natural(one) for one in people])}, {_role(role, people, entry.words)}"
        for role in (Role.EDITOR, Role.TRANSLATOR, Role.COMPILER)
        if (people := list_contributors(source, role)) and not _leads(source, role)
    ]
    told = terms.semicolon.join(
        [*following, _numbers(source, terms)] if _numbers(source, terms) else following
    )
    return follow(title, " ", text_run(f"({told})" if told else "")), _publisher(source, terms)


def _chapter_parts(entry: Entry) -> tuple[Runs, ...]:
    source, terms = entry.source, entry.terms
    holder, book = find_container(entry.cited), book_facts(entry.cited)
    editors = list_contributors(holder, Role.EDITOR) if holder else ()
    told = _role(Role.EDITOR, editors, entry.words)
    named = f"{_join_names([_natural(one) for one in editors])} ({told})" if editors else ""
    pages = format_locator(source.pages, terms)
    facts = ", ".join(part for part in (_numbers(book, terms), pages) if part)
    host = join((text_run(named), held_title(entry.cited, terms)), ",", terms)
    inside = (*text_run(f"{entry.words.in_apa} "), *host)
    return (
        title_runs(source, terms, TitleForm.UPRIGHT),
        follow(inside, " ", text_run(f"({facts})" if facts else "")),
        _publisher(book, terms),
    )


def _article_parts(entry: Entry) -> tuple[Runs, ...]:
    source, terms = entry.source, entry.terms
    volume, issue = source.volume.strip(), source.issue.strip()
    numbered: Runs = (Run(volume, italic=True),) if volume else ()
    numbered = (*numbered, *text_run(f"({issue})" if issue else ""))
    daily = source.level is Level.NEWSPAPER_ARTICLE
    pages = text_run(format_locator(source.pages, terms, bare_pages=not daily))
    located = join((held_title(entry.cited, terms), numbered, pages), ",", terms)
    return title_runs(source, terms, TitleForm.UPRIGHT), located


def _archival_parts(entry: Entry) -> tuple[Runs, ...]:
    """Return title or [description], then collection (file, mark), repository, place."""
    title, what = describe_item(entry.source, entry.terms, _label_form(entry.cited))
    roles = role_runs(entry.source, entry.terms.role_in_entry, entry.terms)
    said = entry.terms.semicolon.join(part for part in (what, *map(plain, roles)) if part)
    described = text_run(f"[{said[:1].upper()}{said[1:]}]" if said else "")
    titled = follow(title, " ", described)
    first, *rest = list_groups(entry.cited) or [""]
    held = f"{first} ({', '.join(rest)})" if rest else first
    place = ", ".join(part for part in (held, *name_repository(entry.cited)) if part)
    return titled, _host(entry), text_run(place)


def _host(entry: Entry) -> Runs:
    """Return the printed work in which a document stands."""
    held = held_title(entry.cited, entry.terms)
    return (*text_run(f"{entry.words.in_apa} "), *held) if held else ()


def _label_form(cited: CitedSource) -> TitleForm:
    """Return italics for works and documents, quotation marks for parts, none for a fonds."""
    if is_archival(cited):
        return TitleForm.UPRIGHT if cited.source.level in GROUPS else TitleForm.ITALIC
    whole = title_form(cited) is TitleForm.ITALIC
    return TitleForm.ITALIC if whole else TitleForm.QUOTED


def _date(entry: Entry) -> str:
    """Return the year, for dailies, pages and documents "1962, May 7"; the letter with the year."""
    year = entry.year
    if entry.source.level not in _DATED and not is_archival(entry.cited):
        return year
    whole = _WHOLE_DATE.fullmatch(date_text(entry.source, entry.terms))
    if whole is None or re.search(r"\d{4}|\[", whole.group(2)):
        return year
    day = _DAY_FIRST.sub(r"\2 \1", whole.group(2))
    return f"{year}, {day}"


def _numbers(source: Source, terms: Terms) -> str:
    """Return "2nd ed., Vol. 1"."""
    volume = volume_text(source, terms)
    parts = (edition_text(source, terms), volume[:1].upper() + volume[1:])
    return ", ".join(part for part in parts if part)


def _publisher(source: Source, terms: Terms) -> Runs:
    return text_run(publisher_text(source, terms))


def _address(entry: Entry) -> str:
    url, day = entry.source.url.strip(), entry.source.accessed.strip()
    if not url or not day:
        return url
    read = format_edtf(day, entry.terms) or day
    if american := re.fullmatch(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})", read):
        read = "{1} {0}, {2}".format(*american.groups())
    return entry.words.retrieved.format(date=read, url=url)


def _leads(source: Source, role: Role) -> bool:
    lead = find_lead(source)
    return lead is not None and lead[0] is role


def _role(role: Role, people: Sequence[Contributor], words: StyleWords) -> str:
    one, several = words.roles_apa.get(role, ("", ""))
    return several if len(people) > 1 else one


def _join_names(names: Sequence[str]) -> str:
    """Return "A, & B"; of more than twenty the first nineteen, "…" and the last."""
    if len(names) > _ALL_NAMES:
        return f"{', '.join(names[:_FIRST_NAMES])}, … {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else names[0]


def _inverted(person: Contributor) -> str:
    """Return "Lowe, E."; a name that keeps its order is written out."""
    family, comma, given = inverted_name(person).partition(", ")
    taken_apart = comma and not person.literal
    return f"{family}, {_initials(given)}" if taken_apart else inverted_name(person)


def _natural(person: Contributor) -> str:
    """Return "E. Lowe"; a name that keeps its order is written out."""
    if inverted_name(person) == full_name(person):
        return full_name(person)
    return f"{_initials(person.given)} {person.family}"


def _initials(given: str) -> str:
    """Return "J.-P. M." for "Jean-Paul Marie"."""
    parts = ("-".join(f"{bit[0]}." for bit in one.split("-") if bit) for one in given.split())
    return " ".join(part for part in parts if part)


def ends_open(reference: Runs, source: Source) -> bool:
    """Return whether the reference ends with an address, after which no period stands."""
    url = source.url.strip()
    return bool(url) and bool(reference) and reference[-1].text.endswith(url)
