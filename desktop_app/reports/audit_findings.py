"""What an audit finds in the evidence of claims: pure rules over what the services collect.

Every claim is of exactly one sort: uncited (nothing supports it), rejected, resting on a
single witness, or on several. Sources that derive from one source, or are quoted in it, are
one witness. Weak support is found beside this, and so may be a claim of any sort.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from desktop_app.catalog.claims import Claim, Confidence, Rank, Stance
from desktop_app.catalog.coverage import Coverage
from desktop_app.catalog.documents import Document
from desktop_app.reports.data import ReportConflict, ReportData

_DOUBTED = (Confidence.DOUBTFUL, Confidence.POSSIBLE)


class OpenName(Enum):
    """Why a name is not resolved."""

    SHARED = auto()
    POSSIBLY_SAME = auto()
    SPEAKER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFinding:
    """A name that is not resolved; `records` are the entities it may stand for."""

    text: str
    why: OpenName
    records: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided a contradiction, and the day in words."""

    author: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFacts:
    """What an audit says beside claims.

    `witnesses` maps each cited source to the source at the root of its derivation, `titles`
    names both. `texts` are the texts audited with what was marked of them. `loose` are the
    excerpts neither attached nor cited, `unsure` those whose place in the text is not sure,
    with how many claims and mentions rest on each; both are ids of the data's excerpts.
    `decisions` says by claim who preferred it; `labels` names the entities of `names`.
    """

    witnesses: Mapping[str, str]
    titles: Mapping[str, str]
    texts: tuple[tuple[Document, Coverage], ...] = ()
    loose: tuple[str, ...] = ()
    unsure: tuple[tuple[str, int, int], ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    names: tuple[NameFinding, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessFinding:
    """The claims that rest on one witness alone: through several sources, or through one.

    `sources` are the ids of all that are cited for them.
    """

    witness: str
    sources: tuple[str, ...]
    through_several: tuple[Claim, ...]
    through_one: tuple[Claim, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return all its claims."""
        return self.through_several + self.through_one


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found, each in the order it is shown."""

    total: int
    uncited: tuple[Claim, ...]
    single: tuple[WitnessFinding, ...]
    several: int
    rejected: int
    open: tuple[ReportConflict, ...]
    decided: tuple[ReportConflict, ...]
    only_mentioned: tuple[Claim, ...]
    contradicted: tuple[Claim, ...]
    doubted: tuple[Claim, ...]

    @property
    def single_count(self) -> int:
        """Return how many claims rest on a single witness."""
        return sum(len(finding.claims) for finding in self.single)


def find_all(data: ReportData, facts: AuditFacts) -> Findings:
    """Return what the audit finds among all claims of `data`."""
    cited = [claim for claim in data.claims if claim.id not in data.uncited]
    standing = [claim for claim in cited if claim.rank is not Rank.DEPRECATED]
    alone = {claim.id for claim in standing if _count_witnesses(claim, data, facts) == 1}
    in_force = [claim for claim in data.claims if claim.rank is not Rank.DEPRECATED]
    return Findings(
        total=len(data.claims),
        uncited=tuple(claim for claim in data.claims if claim.id in data.uncited),
        single=_group_by_witness([one for one in standing if one.id in alone], data, facts),
        several=len(standing) - len(alone),
        rejected=len(cited) - len(standing),
        open=tuple(conflict for conflict in data.conflicts if not conflict.settled),
        decided=tuple(conflict for conflict in data.conflicts if conflict.settled),
        only_mentioned=tuple(one for one in in_force if _stances(one) == {Stance.MENTIONS}),
        contradicted=tuple(one for one in in_force if Stance.CONTRADICTS in _stances(one)),
        doubted=tuple(
            one
            for one in in_force
            if one.confidence in _DOUBTED and not one.confidence_reason.strip()
        ),
    )


def narrow_data(data: ReportData, findings: Findings) -> ReportData:
    """Return `data` with the claims that the audit lists, and no mentions."""
    listed = {claim for one in (*findings.open, *findings.decided) for claim in one.claims}
    for claims in (
        findings.uncited,
        findings.only_mentioned,
        findings.contradicted,
        findings.doubted,
        *(finding.claims for finding in findings.single),
    ):
        listed |= {claim.id for claim in claims}
    return replace(
        data,
        claims=tuple(claim for claim in data.claims if claim.id in listed),
        attachments=(),
        names_found=(),
    )


def _stances(claim: Claim) -> set[Stance]:
    return {citation.stance for citation in claim.citations}


def _list_supports(claim: Claim, data: ReportData) -> list[str]:
    """Return the sources that support a claim, each once, in the order of its citations."""
    found = [
        data.source_of(citation.excerpt)
        for citation in claim.citations
        if citation.stance is Stance.SUPPORTS
    ]
    return list(dict.fromkeys(found))


def _count_witnesses(claim: Claim, data: ReportData, facts: AuditFacts) -> int:
    return len({facts.witnesses[source] for source in _list_supports(claim, data)})


def _group_by_witness(
    claims: list[Claim], data: ReportData, facts: AuditFacts
) -> tuple[WitnessFinding, ...]:
    """Return claims by their only witness, the witness of most claims first."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    supports = {claim.id: _list_supports(claim, data) for claim in claims}
    for claim in claims:
        groups[facts.witnesses[supports[claim.id][0]]].append(claim)
    ordered = sorted(groups, key=lambda one: (-len(groups[one]), facts.titles[one], one))
    return tuple(
        WitnessFinding(
            witness=witness,
            sources=tuple(dict.fromkeys(s for one in groups[witness] for s in supports[one.id])),
            through_several=tuple(c for c in groups[witness] if len(supports[c.id]) > 1),
            through_one=tuple(c for c in groups[witness] if len(supports[c.id]) == 1),
        )
        for witness in ordered
    )
