"""Whatever a catalogue holds and whatever is chosen, a report loses no citation of what it tells.

Each example changes a copy of the skirmish by operations drawn at random.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.catalog.claims import Rank, Stance
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.wording import OUTPUT_LANGUAGES
from desktop_app.citations.style_words import STYLES
from desktop_app.errors import UserError
from desktop_app.reports.data import QuoteForm
from desktop_app.reports.model import ClaimLine, ConflictTable, Report, list_refs
from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.collecting import list_with_parts
from desktop_app.services.reporting.kinds import REPORT_KINDS, ReportKind, make_report
from desktop_app.services.session import Session, open_catalogue
from desktop_app.store import claims, excerpts, subjects
from tests.reports.skirmish import build_skirmish

#: Kinds that tell of a subject in their scope what their own questions ask, not all.
CHOOSING = {"order-of-battle", "chronology", "names", "sources", "audit"}
EVENTS = ("evt-1", "evt-2")
ENTITIES = ("ent-1", "ent-2", "ent-3", "ent-4", "ent-5", "ent-6")
EXCERPTS = tuple(f"exc-{number}" for number in range(1, 12))
CLAIMS = tuple(f"clm-{number}" for number in range(1, 20))
DATES = ("1962-05", "1962-05-02/1962-05-04", "../1962", "1963~", "196X")

COPIES = count()

_subjects = st.sampled_from((*EVENTS, *ENTITIES))
_excerpts = st.sampled_from(EXCERPTS)
_claims = st.sampled_from(CLAIMS)
_words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


def _ask(operation: str, **arguments: st.SearchStrategy) -> st.SearchStrategy:
    return st.tuples(st.just(operation), st.fixed_dictionaries(arguments))


_about = {
    "subject": _subjects,
    "excerpt": st.none() | _excerpts,
    "stance": st.sampled_from(list(Stance)),
    "detail": st.sampled_from(["", "enemy", "own side"]),
    "valid": st.none() | st.sampled_from(DATES).map(lambda edtf: {"edtf": edtf}),
}
_operations = st.one_of(
    _ask(
        "state_claim",
        property=st.sampled_from(["result", "office", "rank"]),
        value=_words,
        **_about,
    ),
    _ask(
        "state_claim",
        property=st.sampled_from(["killed", "strength"]),
        value=st.integers(0, 3).map(lambda number: {"number": number}),
        **_about,
    ),
    _ask(
        "state_claim",
        property=st.just("date"),
        value=st.sampled_from(DATES).map(lambda edtf: {"edtf": edtf}),
        **_about,
    ),
    _ask(
        "state_claim",
        property=st.sampled_from(["participant", "commander", "subordinate_to", "part_of"]),
        value=_subjects.map(lambda subject: {"subject": subject}),
        **_about,
    ),
    _ask("cite_claim", claim=_claims, excerpt=_excerpts, stance=st.sampled_from(list(Stance))),
    _ask("rank_claim", claim=_claims, rank=st.sampled_from(list(Rank)), reason=st.just("So.")),
    _ask("attach_excerpt", excerpt=_excerpts, subject=_subjects, note=_words),
    _ask("add_name", entity=st.sampled_from(ENTITIES), name=_words, excerpt=_excerpts),
    _ask(
        "link_entities",
        entity=st.sampled_from(ENTITIES),
        other=st.sampled_from(ENTITIES),
        kind=st.just("possibly the same as"),
    ),
    _ask("delete", id=st.sampled_from((*ENTITIES, *CLAIMS, *EVENTS))),
)
_choices = st.fixed_dictionaries(
    {
        "language": st.sampled_from(OUTPUT_LANGUAGES),
        "style": st.sampled_from(STYLES),
        "mentions": st.booleans(),
        "descriptions": st.booleans(),
        "translations": st.booleans(),
        "quotes": st.sampled_from(list(QuoteForm)),
        "on": st.sampled_from(["", "1962-05-03"]),
        "index": st.booleans(),
    }
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    session = build_skirmish(tmp_path_factory.mktemp("skirmish"))
    session.close()
    return session.path


@contextmanager
def open_changed(built: Path, path: Path, operations: list) -> Iterator[Session]:
    """Yield a session on a copy in which `operations` were tried; a refused one is passed over."""
    shutil.copy(built, path)
    session = open_catalogue(path, author="Tester")
    try:
        for operation, arguments in operations:
            with suppress(UserError):
                run_operation(session, operation, arguments)
        yield session
    finally:
        session.close()


def choose_scope(session: Session, kind: ReportKind, number: int) -> tuple[str, ...]:
    """Return a record the kind can be about, or () for everything."""
    known = []
    if Kind.EVENT in kind.scopes:
        known += [one.id for one in subjects.list_events(session.db)]
    if Kind.ENTITY in kind.scopes:
        known += [one.id for one in subjects.list_entities(session.db)]
    known += [] if kind.needs_scope else [""]
    return tuple(filter(None, [known[number % len(known)]]))


def require_every_citation(session: Session, report: Report) -> set[str]:
    """Assert that each claim told has all its notes, numbered in order; return what they render."""
    origins = [note.origin for note in report.notes]
    assert len(set(origins)) == len(origins)
    refs = [ref for block in report.blocks for ref in list_refs(block)]
    assert [ref.number for ref in refs if ref.first] == list(range(1, len(origins) + 1))
    assert {ref.number for ref in refs} == set(range(1, len(origins) + 1))
    told = {block.claim for block in report.blocks if isinstance(block, ClaimLine)}
    for block in report.blocks:
        if isinstance(block, ConflictTable):
            told |= {column.claim for column in block.columns}
    for claim in claims.list_claims(session.db):
        cited = {citation.id for citation in claim.citations}
        if claim.id in told or cited & set(origins):
            assert cited <= set(origins), f"{claim.id} lost a citation"
    return set(origins)


def list_whole(session: Session, kind: ReportKind, choices: ReportChoices) -> set[str]:
    """Return the citations and mentions of the subjects in the report's scope."""
    about = set(choices.scope)
    for one in choices.scope:
        if one.startswith("evt-"):
            about |= set(list_with_parts(session.db, subjects.get_event(session.db, one)))
    if not choices.scope:
        about = {one.id for one in subjects.list_events(session.db)}
        about |= {one.id for one in subjects.list_entities(session.db)}
    found = {
        citation.id
        for claim in claims.list_claims_of(session.db, about)
        for citation in claim.citations
    }
    if choices.mentions:
        found |= {one.id for one in excerpts.list_attachments_of_subjects(session.db, about)}
    return found


@given(
    operations=st.lists(_operations, max_size=8),
    drawn=_choices,
    number=st.integers(0, 7),
    arranged=st.integers(0, 3),
)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_report_of_any_catalogue_holds_all_it_tells(
    built, tmp_path, operations, drawn, number, arranged
):
    with open_changed(built, tmp_path / f"{next(COPIES)}.db", operations) as session:
        for kind in REPORT_KINDS.values():
            keys = [key for key, _ in kind.groupings] or [""]
            orders = [key for key, _ in kind.orders] or [""]
            scope = choose_scope(session, kind, number)
            choices = ReportChoices(
                kind=kind.key,
                scope=scope,
                grouping=keys[arranged % len(keys)],
                order=orders[arranged % len(orders)],
                **drawn,
            )
            try:
                report = make_report(session, choices)
            except UserError as refused:
                assert refused.code == "no_unit"
                continue
            origins = require_every_citation(session, report)
            if kind.key not in CHOOSING:
                assert list_whole(session, kind, choices) <= origins, kind.key
