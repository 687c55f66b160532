"""The sample's material: every key known, every quote in its document, nothing copied."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from desktop_app.catalog.claims import (
    Bound,
    Cardinality,
    Claim,
    Confidence,
    DateValue,
    Property,
    Quantity,
    SpecialValue,
    Stance,
    SubjectValue,
    TextValue,
    ValueType,
    Voice,
)
from desktop_app.catalog.dates import parse_edtf
from desktop_app.catalog.rules import find_conflicts
from desktop_app.catalog.sources import Closeness, Incomplete, Level, Role, SourceClass
from desktop_app.catalog.subjects import EntityKind, LinkKind, NameKind
from desktop_app.services.builtin import BUILT_IN

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
LONGEST_SHARED_RUN = 39

#: What the sources leave open: the sample must show these conflicts and no others.
OPEN = {
    ("plan", "approved_on"),
    ("campaign", "put_out_of_action"),
    ("nam-tha-area", "population"),
    ("advisers", "channels"),
}


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLE / name).read_text("utf-8"))


@functools.cache
def entities() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted((SAMPLE / "entities").glob("*.toml")):
        held = tomllib.loads(path.read_text("utf-8"))
        kind = EntityKind(held["kind"])
        for key, entity in held["entities"].items():
            assert key not in found, key
            found[key] = {**entity, "kind": kind}
    return found


@functools.cache
def events() -> dict[str, Any]:
    return read("events.toml")["events"]


@functools.cache
def documents() -> dict[str, Any]:
    held = read("documents.toml")["documents"]
    return {
        key: {**document, "text": (SAMPLE / "documents" / f"{key}.txt").read_text("utf-8")}
        for key, document in held.items()
    }


@functools.cache
def passages() -> list[dict[str, Any]]:
    paths = sorted((SAMPLE / "passages").glob("*.toml"))
    return [p for path in paths for p in tomllib.loads(path.read_text("utf-8"))["passages"]]


def claims() -> list[dict[str, Any]]:
    return [claim for passage in passages() for claim in passage.get("claims", [])]


@functools.cache
def properties() -> dict[str, Property]:
    own = [
        Property(
            id=given["key"],
            key=given["key"],
            label_en=given["label_en"],
            label_vi=given["label_vi"],
            value_type=ValueType(given["value_type"]),
            cardinality=Cardinality(given["cardinality"]),
        )
        for given in read("properties.toml")["properties"]
    ]
    found = {prop.key: prop for prop in (*BUILT_IN, *own)}
    assert len(found) == len(BUILT_IN) + len(own), "a property of the sample is built in"
    return found


def read_value(value: Any) -> Any:
    if isinstance(value, str):
        return TextValue(value)
    if "special" in value:
        assert value["special"] in {"unknown", "none"}
        return SpecialValue(value["special"])
    if "subject" in value:
        return SubjectValue(value["subject"])
    if "edtf" in value:
        return DateValue(edtf=parse_edtf(value["edtf"]).edtf, wording=value.get("wording", ""))
    return Quantity(
        number=value["number"],
        unit=value["unit"],
        bound=Bound(value["bound"]),
        as_written=value.get("as_written", ""),
    )


SHAPES = {
    ValueType.TEXT: TextValue,
    ValueType.QUANTITY: Quantity,
    ValueType.DATE: DateValue,
    ValueType.SUBJECT: SubjectValue,
}


def test_counts_are_those_of_a_real_catalogue() -> None:
    assert len(entities()) >= 110
    assert len(events()) >= 24
    assert len(claims()) >= 190
    assert len(documents()) >= 31
    assert sum(len(p.get("mentions", [])) for p in passages()) >= 60
    assert sum(1 for event in events().values() if "part_of" in event) >= 16


def test_every_quote_is_found_exactly_once() -> None:
    for passage in passages():
        text = documents()[passage["document"]]["text"]
        assert text.count(passage["quote"]) == 1, passage
    places = Counter((p["document"], p["quote"]) for p in passages())
    assert max(places.values()) == 1, places.most_common(1)


def test_every_document_has_a_passage_and_a_source() -> None:
    sources = read("sources.toml")["sources"]
    assert {p["document"] for p in passages()} == set(documents())
    assert {p.stem for p in (SAMPLE / "documents").glob("*.txt")} == set(documents())
    for key, document in documents().items():
        assert document["parent"] in sources, key
        assert document["derived_from"] in sources, key


def test_sources_are_of_known_kinds_and_in_order() -> None:
    seen: set[str] = set()
    for key, source in read("sources.toml")["sources"].items():
        Level(source["level"])
        SourceClass(source["source_class"])
        Closeness(source["closeness"])
        for word in source.get("incomplete", []):
            Incomplete(word)
        for person in source.get("contributors", []):
            Role(person["role"])
        if source.get("edtf"):
            parse_edtf(source["edtf"])
        for link in ("parent", "derived_from", "quoted_in"):
            assert source.get(link) is None or source[link] in seen, (key, link)
        seen.add(key)


def test_names_and_links_are_of_known_kinds() -> None:
    for key, entity in entities().items():
        assert entity["names"][0][2] == NameKind.PREFERRED, key
        assert len({(text, lang) for text, lang, _ in entity["names"]}) == len(entity["names"])
        for _, language, kind in entity["names"]:
            NameKind(kind)
            assert re.fullmatch("vi|en|lo|th|fr|ru", language)
        if "exists_from" in entity:
            parse_edtf(entity["exists_from"])
    for link in read("links.toml")["links"]:
        LinkKind(link["kind"])
        assert link["entity"] in entities() and link["other"] in entities(), link
        assert link["note"]


def test_subject_keys_are_known_and_told_apart() -> None:
    subjects = entities().keys() | events().keys()
    assert not entities().keys() & events().keys()
    above: set[str] = set()
    for key, event in events().items():
        assert event["title"] and event["title_translated"]
        assert "part_of" not in event or event["part_of"] in above, key
        above.add(key)
    for passage in passages():
        for mention in passage.get("mentions", []):
            assert mention in subjects, mention
        for entity, name in passage.get("names", []):
            known = [text for text, _, _ in entities()[entity]["names"]]
            assert name in known, (entity, name)
            assert name.casefold() in passage["quote"].casefold(), (entity, name)


def test_every_claim_is_well_formed() -> None:
    ids = [claim["id"] for claim in claims()]
    assert len(ids) == len(set(ids)), Counter(ids).most_common(1)
    subjects = entities().keys() | events().keys()
    for claim in claims():
        assert claim["subject"] in subjects, claim
        value = read_value(claim["value"])
        expected = SHAPES[properties()[claim["property"]].value_type]
        assert isinstance(value, expected | SpecialValue), claim
        if isinstance(value, SubjectValue):
            assert value.subject in subjects, claim
        Voice(claim.get("voice", "narrator"))
        if "confidence" in claim:
            Confidence(claim["confidence"])
            assert claim["reason"], claim
        if "valid" in claim:
            parse_edtf(claim["valid"])


def test_figures_are_written_in_the_passage() -> None:
    for passage in passages():
        for claim in passage.get("claims", []):
            value = read_value(claim["value"])
            if isinstance(value, Quantity) and value.as_written:
                assert value.as_written in passage["quote"], claim


def test_further_citations_lead_to_claims_of_other_passages() -> None:
    ids = {claim["id"] for claim in claims()}
    for passage in passages():
        own = {claim["id"] for claim in passage.get("claims", [])}
        for claim, stance, *_ in passage.get("cites", []):
            assert claim in ids - own, claim
            Stance(stance)


def test_the_sources_contradictions_are_open_and_there_are_no_others() -> None:
    stated = [
        Claim(
            id=claim["id"],
            subject=claim["subject"],
            property=claim["property"],
            value=read_value(claim["value"]),
            detail=claim.get("detail", ""),
            valid=parse_edtf(claim["valid"]) if "valid" in claim else None,
        )
        for claim in claims()
    ]
    found = find_conflicts(stated, properties())
    assert {(conflict.subject, conflict.property) for conflict in found} == OPEN


def test_the_sum_of_the_losses_is_that_of_the_engagements() -> None:
    counted = sum(
        claim["value"]["number"]
        for claim in claims()
        if claim["property"] in {"killed", "wounded", "captured"} and "number" in claim["value"]
    )
    losses = [claim["value"] for claim in claims() if claim["property"] == "put_out_of_action"]
    [told, added] = [value["number"] for value in losses if "number" in value]
    assert counted == added < told


def test_regesta_share_no_long_run_with_the_corpus(corpus: Path) -> None:
    length = LONGEST_SHARED_RUN + 1
    runs: set[str] = set()
    for path in corpus.glob("*.txt"):
        text = squeeze(path.read_text("utf-8-sig"))
        runs |= {text[at : at + length] for at in range(len(text) - length + 1)}
    for key, document in documents().items():
        text = squeeze(document["text"])
        shared = [text[at : at + length] for at in range(len(text) - length + 1)]
        assert not runs.intersection(shared), key


def squeeze(text: str) -> str:
    return " ".join(text.casefold().split())
