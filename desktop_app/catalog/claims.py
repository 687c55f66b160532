"""Properties, claims and citations (Wikibase statements; PROV `wasDerivedFrom`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_app.i18n import load_translations


class ValueType(StrEnum):
    """What a property's values are."""

    TEXT = "text"
    QUANTITY = "quantity"
    DATE = "date"
    SUBJECT = "subject"


class Cardinality(StrEnum):
    """Whether two different values of one subject contradict each other."""

    SINGLE = "single"
    MANY = "many"


class Bound(StrEnum):
    """How a quantity is meant."""

    EXACTLY = "exactly"
    ABOUT = "about"
    NEARLY = "nearly"
    AT_LEAST = "at least"
    UP_TO = "up to"


class Voice(StrEnum):
    """Whose statement it is."""

    NARRATOR = "narrator"
    QUOTED_DOCUMENT = "quoted document"
    REPORTED_SPEAKER = "reported speaker"


class Confidence(StrEnum):
    """How far the archivist believes the claim."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    DOUBTFUL = "doubtful"


class Rank(StrEnum):
    """How a claim stands among the others of its property."""

    PREFERRED = "preferred"
    NORMAL = "normal"
    DEPRECATED = "deprecated"


#: Where a claim of a rank stands among others, the preferred first.
RANK_ORDER = {rank: place for place, rank in enumerate(Rank)}


class Stance(StrEnum):
    """What the excerpt does to the claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    MENTIONS = "mentions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """What a claim states. `key` is stable; labels are kept in English and Vietnamese."""

    id: str
    key: str
    label_en: str
    label_vi: str
    value_type: ValueType
    cardinality: Cardinality = Cardinality.MANY
    inverse_en: str = ""
    inverse_vi: str = ""
    unit: str = ""
    built_in: bool = False
    position: int = 0

    def label(self, language: str) -> str:
        """Return the label in `language`, in English where it has none.

        French and Lao labels are known for the properties of every catalogue alone.
        """
        if language == "vi":
            return self.label_vi or self.label_en
        known = load_translations(language) if self.built_in else {}
        return known.get(self.label_en, self.label_en)


@dataclass(frozen=True, slots=True)
class TextValue:
    """A value in words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit: `as_written` in the source, `number` its value."""

    number: float
    unit: str = ""
    bound: Bound = Bound.EXACTLY
    as_written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateValue:
    """A date: its wording in the source, EDTF (level 1 and 2), and the days it may span.

    `earliest` and `latest` are ISO 8601 days (YYYY-MM-DD), None where the side is open.
    """

    edtf: str
    wording: str = ""
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class SubjectValue:
    """A value that is an entity or an event, by id."""

    subject: str


@dataclass(frozen=True, slots=True)
class SpecialValue:
    """`unknown`: there is a value but nobody knows it; `none`: there is no value."""

    special: str


Value = TextValue | Quantity | DateValue | SubjectValue | SpecialValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What ties a claim to an excerpt."""

    id: str
    claim: str
    excerpt: str
    stance: Stance = Stance.SUPPORTS
    locator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement about one subject. `valid` is when it holds, None for no limit."""

    id: str
    subject: str
    property: str
    value: Value
    detail: str = ""
    valid: DateValue | None = None
    voice: Voice = Voice.NARRATOR
    speaker: str = ""
    confidence: Confidence | None = None
    confidence_reason: str = ""
    rank: Rank = Rank.NORMAL
    rank_reason: str = ""
    note: str = ""
    citations: tuple[Citation, ...] = ()


def find_named(claim: Claim) -> str:
    """Return the id of the subject that is the value of `claim`, "" where its value is none."""
    return claim.value.subject if isinstance(claim.value, SubjectValue) else ""
