"""The operations on claims and citations once more, on the model."""

from __future__ import annotations

from typing import Any

from tests.faults.catalogue_model import Refused, Row, line, require
from tests.faults.command_model import (
    CHOICES,
    DAYS,
    CommandModel,
    Details,
    choose,
    choose_or_none,
    rest,
    take,
)

_VALUE = (
    *("value_kind", "text", "number", "unit", "bound", "as_written", "edtf", "wording"),
    *("earliest", "latest", "value_subject"),
)
_ALWAYS = ("", "9999-99-99")


class CatalogueModel(CommandModel):
    """All operations of the program."""

    def state_claim(
        self, subject: str, property: str, value: Any, excerpt: str | None = None, **given: Any
    ) -> None:
        prop = self.find_property(property)
        row = self.add("claim", subject=self.subject(subject), property=prop["id"], rank="normal")
        row.update(self._read_value(prop, value))
        row["voice"] = choose("voice", given.get("voice", "narrator"))
        row["confidence"] = choose_or_none("confidence", given.get("confidence"))
        row.update(read_days(given.get("valid"), "valid_"))
        row["confidence_reason"] = given.get("confidence_reason", "").strip()
        own = ("voice", "confidence", "valid", "confidence_reason", "stance", "locator")
        take(row, rest(given, *own), ("detail", "speaker"))
        if excerpt:
            stance, locator = given.get("stance", "supports"), given.get("locator", "")
            self.cite_claim(row["id"], excerpt, stance, locator)

    def update_claim(self, claim: str, details: Details) -> None:
        row = self.live("claim", claim)
        prop = self.find_property(details.get("property") or row["property"])
        row["property"] = prop["id"]
        if "value" in details:
            row.update(self._read_value(prop, details["value"]))
        if "valid" in details:
            row.update(read_days(details["valid"], "valid_"))
        if "voice" in details:
            row["voice"] = choose("voice", details["voice"])
        if "confidence" in details:
            row["confidence"] = choose_or_none("confidence", details["confidence"])
        if "confidence_reason" in details:
            row["confidence_reason"] = (details["confidence_reason"] or "").strip()
        own = ("property", "value", "valid", "voice", "confidence", "confidence_reason")
        take(row, rest(details, *own), ("detail", "speaker"))

    def _read_value(self, prop: Row, value: Any) -> Row:
        empty: Row = dict.fromkeys(_VALUE, "")
        empty.update(number=None, earliest=None, latest=None, value_subject=None)
        kind = prop["value_type"]
        if isinstance(value, dict) and "special" in value:
            require(value["special"] in ("unknown", "none"))
            return {**empty, "value_kind": value["special"]}
        if kind == "text" and isinstance(value, str):
            require(value.strip())
            return {**empty, "value_kind": kind, "text": value.strip()}
        if kind == "quantity" and isinstance(value, int):
            found = {"number": float(value), "unit": prop["unit"], "bound": "exactly"}
            return {**empty, "value_kind": kind, **found}
        if kind == "quantity" and isinstance(value, dict) and "number" in value:
            unit = line(value["unit"]) if "unit" in value else prop["unit"]
            bound = value.get("bound") or "exactly"
            found = {"number": float(value["number"]), "unit": unit, "bound": bound}
            return {**empty, "value_kind": kind, **found}
        if kind == "date" and isinstance(value, dict) and value.get("edtf"):
            return {**empty, "value_kind": kind, **read_days(value, "")}
        if kind == "subject" and isinstance(value, dict) and "subject" in value:
            return {**empty, "value_kind": kind, "value_subject": self.subject(value["subject"])}
        raise Refused

    def cite_claim(
        self, claim: str, excerpt: str, stance: str = "supports", locator: str = "", note: str = ""
    ) -> None:
        self.live("claim", claim)
        self.live("excerpt", excerpt)
        fields = {"claim": claim, "excerpt": excerpt, "stance": choose("stance", stance)}
        if not self.every("citation", **fields):
            self.add("citation", **fields, locator=line(locator), note=note.strip())

    def update_citation(self, citation: str, details: Details) -> None:
        row = self.live("citation", citation)
        take(row, rest(details, "stance"), ("locator",))
        if "stance" in details:
            row["stance"] = choose("stance", details["stance"])

    def prefer_claim(self, claim: str, reason: str) -> None:
        require(reason.strip())
        row = self.live("claim", claim)
        if self.live("property", row["property"])["cardinality"] == "single":
            same = {name: row[name] for name in ("subject", "property")}
            for other in self.every("claim", rank="preferred", **same):
                is_rival = other["detail"].casefold() == row["detail"].casefold()
                if other is not row and is_rival and are_together(other, row):
                    other.update(rank="normal", rank_reason="")
        row.update(rank="preferred", rank_reason=reason.strip())

    def rank_claim(self, claim: str, rank: str, reason: str = "") -> None:
        require(rank in CHOICES["rank"])
        if rank == "preferred":
            self.prefer_claim(claim, reason)
            return
        require(rank == "normal" or reason.strip())
        self.live("claim", claim).update(rank=rank, rank_reason=reason.strip())


def read_days(given: Any, prefix: str) -> Row:
    """Return the columns of a date, empty ones where none is given."""
    if not given:
        return {f"{prefix}edtf": "", f"{prefix}wording": "", **days_of("", prefix)}
    require(given["edtf"] in DAYS)
    words = line(given.get("wording", ""))
    return {
        f"{prefix}edtf": given["edtf"],
        f"{prefix}wording": words,
        **days_of(given["edtf"], prefix),
    }


def days_of(edtf: str, prefix: str) -> Row:
    earliest, latest = DAYS.get(edtf, (None, None))
    return {f"{prefix}earliest": earliest, f"{prefix}latest": latest}


def are_together(one: Row, other: Row) -> bool:
    spans = [
        (r["valid_earliest"] or _ALWAYS[0], r["valid_latest"] or _ALWAYS[1]) for r in (one, other)
    ]
    return spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]
