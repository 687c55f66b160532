"""What the provenance panel shows of a record: claims, the passages under them, their sources.

Plain records, made by `services.provenance.describe`; every text is in the language asked for,
but for quotes, titles and names, which stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_app.catalog.claims import Citation, Claim, Stance
from desktop_app.catalog.excerpts import AnchorState
from desktop_app.catalog.ids import Kind


class Relation(StrEnum):
    """How a step of the chain stands to the one before it."""

    DOCUMENT = "document"
    TEXT_OF = "text of"
    PART_OF = "part of"
    QUOTED_IN = "quoted in"
    DERIVED_FROM = "derived from"
    HELD_BY = "held by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step up from a passage: a document, a source or a repository, by id and title."""

    relation: Relation
    record: str
    title: str
    locator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """An excerpt in its context, with its formatted citation and the chain above it.

    `start` and `end` are code points of the document's text of the excerpt's revision.
    `witness` is the source at the root of the chain: passages that share it are one witness.
    """

    excerpt: str
    document: str
    start: int
    end: int
    before: str
    quote: str
    after: str
    state: AnchorState
    page: str
    formatted: str
    chain: tuple[Step, ...]
    source: str
    witness: str
    translation: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage cited for or against a claim."""

    citation: Citation
    passage: Passage

    @property
    def stance(self) -> Stance:
        """Return what the passage does to the claim."""
        return self.citation.stance


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim as its reader sees it.

    `label` is the property's; `lead` the same where the group's heading does not say it.
    `value_record` is the subject that `value` names, "" for other values. `rivals` are the
    other claims of its conflict; `settled` once one of them all is preferred.
    """

    claim: Claim
    value: str
    subject: str
    label: str
    lead: str = ""
    value_record: str = ""
    as_written: str = ""
    valid: str = ""
    is_uncited: bool = False
    rivals: tuple[str, ...] = ()
    settled: bool = False
    witnesses: int = 0
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_disputed(self) -> bool:
        """Return whether the claim stands in a conflict that nobody has settled."""
        return bool(self.rivals) and not self.settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Claims under one heading; `record` is the subject the heading names, "" for a property.

    `is_inverse`: the claims are about other subjects and name this one as value.
    """

    heading: str
    claims: tuple[ClaimView, ...]
    record: str = ""
    is_inverse: bool = False

    def list_blocks(self) -> list[tuple[ClaimView, ...]]:
        """Return the claims one by one, but those of one conflict together."""
        blocks: list[tuple[ClaimView, ...]] = []
        shown: set[str] = set()
        by_id = {view.claim.id: view for view in self.claims}
        for view in self.claims:
            if view.claim.id in shown:
                continue
            together = [view, *(by_id[one] for one in view.rivals if one in by_id)]
            shown |= {one.claim.id for one in together}
            blocks.append(tuple(together))
        return blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A passage attached to a subject without a claim, seen from either side."""

    attachment: str
    subject: str
    title: str
    passage: Passage
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the header: what it is, what it says, and the record it leads to, if any."""

    name: str
    value: str
    record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Everything that a record rests on, and that rests on it."""

    record: str
    kind: Kind
    kind_word: str
    title: str
    facts: tuple[Fact, ...] = ()
    passage: Passage | None = None
    groups: tuple[Group, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def claims(self) -> tuple[ClaimView, ...]:
        """Return every claim shown, in order."""
        return tuple(view for group in self.groups for view in group.claims)

    @property
    def uncited(self) -> int:
        """Return how many of the claims shown nothing supports."""
        return sum(view.is_uncited for view in self.claims)

    @property
    def disputes(self) -> int:
        """Return how many conflicts among the claims shown are not settled."""
        return len({frozenset((v.claim.id, *v.rivals)) for v in self.claims if v.is_disputed})
