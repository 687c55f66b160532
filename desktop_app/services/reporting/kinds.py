"""The kinds of report: what each is about, which choices it knows, and who makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.i18n import mark, tr_marked
from desktop_app.reports.model import Report
from desktop_app.services.reporting.audit import make_audit
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.chronology import make_chronology
from desktop_app.services.reporting.citations import make_citation_report
from desktop_app.services.reporting.comparison import make_comparison
from desktop_app.services.reporting.entity_dossier import make_entity_dossier
from desktop_app.services.reporting.event_dossier import make_event_dossier
from desktop_app.services.reporting.names import make_name_report
from desktop_app.services.reporting.order_of_battle import make_order_of_battle
from desktop_app.services.reporting.register import make_register
from desktop_app.services.session import Session

_ANY = (Kind.EVENT, Kind.ENTITY, Kind.CLAIM, Kind.EXCERPT, Kind.DOCUMENT, Kind.SOURCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKind:
    """A kind of report; `make` holds the catalogue's guard only while it reads.

    `title` and `about` are marked texts; `scopes` are the kinds of record it can be about, and
    with `needs_scope` it is about nothing without one. `orders` and `groupings` are pairs of the
    keys it knows and marked texts, its own first. `knows` names the fields of `ReportChoices`,
    beyond those of every report, that change it.
    """

    key: str
    title: str
    about: str
    make: Callable[[Session, ReportChoices], Report]
    scopes: tuple[Kind, ...] = _ANY
    needs_scope: bool = False
    orders: tuple[tuple[str, str], ...] = ()
    groupings: tuple[tuple[str, str], ...] = ()
    knows: frozenset[str] = frozenset()


_KINDS = (
    ReportKind(
        key="citations",
        title=mark("Citation report"),
        about=mark("Every claim with the exact words it rests on."),
        make=make_citation_report,
        knows=frozenset({"mentions", "descriptions", "translations", "quotes"}),
    ),
    ReportKind(
        key="entity",
        title=mark("Dossier of an entity"),
        about=mark("Names, offices over time, units, events and all evidence of an entity."),
        make=make_entity_dossier,
        scopes=(Kind.ENTITY,),
        needs_scope=True,
        orders=(("date", mark("By date")), ("name", mark("By name"))),
        knows=frozenset({"mentions", "descriptions", "translations", "quotes"}),
    ),
    ReportKind(
        key="event",
        title=mark("Dossier of an event"),
        about=mark("Order of battle, course, losses by side and all evidence of an event."),
        make=make_event_dossier,
        scopes=(Kind.EVENT,),
        needs_scope=True,
        orders=(("date", mark("By date")), ("name", mark("By name"))),
        groupings=(
            ("parts", mark("By what they are part of")),
            ("flat", mark("Not grouped")),
        ),
        knows=frozenset({"mentions", "descriptions", "translations", "quotes"}),
    ),
    ReportKind(
        key="order-of-battle",
        title=mark("Order of battle"),
        about=mark("Units as a tree on a day: who leads them, how strong they are, who says so."),
        make=make_order_of_battle,
        scopes=(Kind.EVENT, Kind.ENTITY),
        orders=(("name", mark("By name")), ("date", mark("By date"))),
        knows=frozenset({"on", "translations", "quotes"}),
    ),
    ReportKind(
        key="chronology",
        title=mark("Chronology"),
        about=mark("What happened when, date by date, and what holds from which day."),
        make=make_chronology,
        scopes=(Kind.EVENT, Kind.ENTITY),
        groupings=(
            ("year", mark("By year")),
            ("month", mark("By month")),
            ("campaign", mark("By what they are part of")),
            ("none", mark("Not grouped")),
        ),
        knows=frozenset({"descriptions", "translations", "quotes"}),
    ),
    ReportKind(
        key="names",
        title=mark("Concordance of names and spellings"),
        about=mark("Every name of every entity, how it is spelt, and where it stands."),
        make=make_name_report,
        scopes=(Kind.ENTITY, Kind.SOURCE),
        groupings=(
            ("letter", mark("By first letter")),
            ("kind", mark("By kind of entity")),
            ("entity", mark("Each entity by itself")),
        ),
        knows=frozenset({"mentions", "translations", "quotes"}),
    ),
    ReportKind(
        key="comparison",
        title=mark("Comparison of sources"),
        about=mark("What each source says of an event, side by side, original and translation."),
        make=make_comparison,
        scopes=(Kind.EVENT,),
        needs_scope=True,
        groupings=(
            ("witnesses", mark("Independent witnesses side by side")),
            ("sources", mark("Sources side by side")),
            ("columns", mark("Original and translation in columns")),
        ),
        knows=frozenset({"mentions", "descriptions", "translations", "quotes"}),
    ),
    ReportKind(
        key="sources",
        title=mark("Register of sources"),
        about=mark("A finding aid by ISAD(G): what each source is, where it is, what rests on it."),
        make=make_register,
        scopes=(Kind.SOURCE,),
        orders=(
            ("hierarchy", mark("By repository and fonds")),
            ("title", mark("By title")),
            ("date", mark("By date")),
        ),
        knows=frozenset({"descriptions"}),
    ),
    ReportKind(
        key="audit",
        title=mark("Evidence audit"),
        about=mark("What is uncited, rests on one witness, is contradicted, or is still unread."),
        make=make_audit,
        scopes=(Kind.EVENT, Kind.ENTITY, Kind.DOCUMENT, Kind.SOURCE),
        knows=frozenset({"translations", "quotes"}),
    ),
)

#: The kinds by their keys, the first the usual one.
REPORT_KINDS: Mapping[str, ReportKind] = MappingProxyType({kind.key: kind for kind in _KINDS})


def make_report(session: Session, choices: ReportChoices) -> Report:
    """Return the report that `choices` ask for.

    Raises UserError for a record that is not there or that this kind of report is not about.
    May run in any thread.
    """
    kind = REPORT_KINDS[choices.kind]
    check_scope(kind, choices.scope)
    return kind.make(session, choices)


def check_scope(kind: ReportKind, scope: Sequence[str]) -> None:
    """Raise UserError where `kind` cannot be about the records of `scope`.

    An id that has the form of none is let pass: that there is no such record is said later.
    """
    if kind.needs_scope and not scope:
        raise UserError(
            "no_scope",
            "“{report}” is about single records. Name at least one.",
            report=tr_marked(kind.title),
        )
    for record in scope:
        found = find_kind(record)
        if found is not None and found not in kind.scopes:
            raise UserError(
                "wrong_scope",
                "“{report}” cannot be about {id}.",
                report=tr_marked(kind.title),
                id=record,
            )
