"""Commands to try: every operation, with arguments that mostly fit and some that must not."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.faults.command_model import CHOICES, DAYS

Command = tuple[str, dict[str, Any]]

WORDS = ["", "  ", "Trận", "Nặm  Thà", "𐐷", 'say "no"', "back\\slash", "134", "two\nlines"]
words = st.sampled_from(WORDS)
names = st.sampled_from(WORDS[2:])
maybe_words = st.none() | words
days = st.sampled_from(["", *DAYS])
numbers = st.integers(1, 3)
places = st.integers(0, 70)


def ids(*prefixes: str) -> st.SearchStrategy[str]:
    """Return ids of these kinds, most of them of records that are there."""
    return st.tuples(st.sampled_from(prefixes), numbers).map(lambda pair: f"{pair[0]}-{pair[1]}")


def choice(field: str) -> st.SearchStrategy[str]:
    """Return one of the words of a field, seldom one that it does not know."""
    return st.sampled_from([*CHOICES[field] * 8, "nonsense"])


def details(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return an edit of some of these fields, seldom of one that is not there."""
    some = st.fixed_dictionaries({}, optional={**fields, "note": maybe_words})
    wrong = st.fixed_dictionaries({"nonsense": words})
    return st.integers(0, 15).flatmap(lambda number: wrong if number == 0 else some)


def command(
    name: str, optional: dict[str, Any] | None = None, /, **fields: st.SearchStrategy[Any]
) -> st.SearchStrategy[Command]:
    """Return one operation with its arguments, those in `optional` now and then."""
    arguments = st.fixed_dictionaries(fields, optional=optional or {})
    return st.tuples(st.just(name), arguments)


subjects = ids("evt", "ent")
persons = st.lists(
    names
    | st.fixed_dictionaries({"family": words}, optional={"given": words, "role": choice("role")}),
    max_size=3,
)
source_fields = {
    "level": choice("level"),
    "contributors": persons,
    "parent": st.none() | ids("src"),
    "repository": st.none() | ids("rep"),
    "derived_from": st.none() | ids("src"),
    "quoted_in": st.none() | ids("src"),
    "source_class": st.none() | choice("source_class"),
    "closeness": st.none() | choice("closeness"),
    "incomplete": st.lists(st.sampled_from(["pages unknown", "beginning lost"]), max_size=2),
    "edtf": days,
    "shelf_mark": words,
    "date": words,
}
entity_fields = {
    "exists_from": days,
    "exists_to": days,
    "identifiers": st.lists(st.tuples(words, words).map(list), max_size=2),
}
dates = st.fixed_dictionaries({"edtf": st.sampled_from(list(DAYS))}, optional={"wording": words})
quantities = st.integers(0, 3) | st.fixed_dictionaries(
    {"number": st.integers(0, 3)},
    optional={"unit": words, "bound": st.sampled_from(["exactly", "about"])},
)
values = {
    "killed": quantities,
    "date": dates,
    "place": st.fixed_dictionaries({"subject": subjects}),
    "rank": names,
    "prp-2": st.fixed_dictionaries({"subject": ids("ent")}),
}
#: A property with a value of its own kind, unknown, or of another kind.
stated = st.sampled_from(sorted(values)).flatmap(
    lambda named: st.tuples(
        st.just(named),
        st.integers(0, 9).flatmap(
            lambda number: {
                0: st.just({"special": "unknown"}),
                1: st.sampled_from(["killed", "date", "place"]).flatmap(values.__getitem__),
            }.get(number, values[named])
        ),
    )
)
claim_fields = {
    "detail": words,
    "speaker": words,
    "voice": choice("voice"),
    "confidence": st.none() | choice("confidence"),
    "confidence_reason": words,
    "valid": st.none() | dates,
}

source_commands = st.one_of(
    command("create_repository", name=names, details=details(place=words, country=words)),
    command("update_repository", repository=ids("rep"), details=details(name=words, place=words)),
    command("create_source", source_fields, title=names),
    command("update_source", source=ids("src"), details=details(**source_fields, title=words)),
    command(
        "update_document", document=ids("doc"), details=details(title=words, source=ids("src"))
    ),
)
text_commands = st.one_of(
    command("create_excerpt", {"note": words}, document=ids("doc"), start=places, end=places),
    command("move_excerpt", excerpt=ids("exc"), start=st.integers(0, 20), end=places),
    command(
        "update_excerpt",
        excerpt=ids("exc"),
        details=details(
            translation=words, translator=words, translation_status=choice("translation_status")
        ),
    ),
    command("attach_excerpt", {"note": words}, excerpt=ids("exc"), subject=subjects),
    command("detach_excerpt", excerpt=ids("exc"), subject=subjects),
)
subject_commands = st.one_of(
    command("create_entity", entity_fields, kind=choice("entity kind"), name=names),
    command(
        "update_entity",
        entity=ids("ent"),
        details=details(**entity_fields, kind=choice("entity kind")),
    ),
    command(
        "add_name",
        {"language": words, "kind": choice("name kind"), "excerpt": st.none() | ids("exc")},
        entity=ids("ent"),
        name=words,
    ),
    command(
        "update_name",
        name=ids("nam"),
        details=details(text=words, position=numbers, kind=choice("name kind"), excerpt=ids("exc")),
    ),
    command("link_entities", entity=ids("ent"), other=ids("ent"), kind=choice("link kind")),
    command("create_event", {"kind": words, "part_of": ids("evt")}, title=names),
    command("update_event", event=ids("evt"), details=details(title=names, part_of=ids("evt"))),
    command(
        "create_property",
        {"cardinality": choice("cardinality"), "key": st.sampled_from(["", "weight", "killed"])},
        label=st.sampled_from(["", "Weight", "Height!", "killed"]),
        value_type=choice("value_type"),
    ),
    command(
        "update_property",
        property=st.sampled_from(["killed", "prp-2", "weight", "none"]),
        details=details(label_vi=words, unit=words, cardinality=choice("cardinality")),
    ),
)
claim_commands = st.one_of(
    st.tuples(
        stated,
        st.fixed_dictionaries(
            {"subject": subjects},
            optional={**claim_fields, "excerpt": ids("exc"), "stance": choice("stance")},
        ),
    ).map(lambda pair: ("state_claim", {"property": pair[0][0], "value": pair[0][1], **pair[1]})),
    st.tuples(ids("clm"), stated, details(**claim_fields)).map(
        lambda given: (
            "update_claim",
            {
                "claim": given[0],
                "details": {"property": given[1][0], "value": given[1][1], **given[2]},
            },
        )
    ),
    command("update_claim", claim=ids("clm"), details=details(**claim_fields)),
    command(
        "cite_claim",
        {"stance": choice("stance"), "locator": words},
        claim=ids("clm"),
        excerpt=ids("exc"),
    ),
    command(
        "update_citation",
        citation=ids("cit"),
        details=details(stance=choice("stance"), locator=words),
    ),
    command("prefer_claim", claim=ids("clm"), reason=words),
    command("rank_claim", {"reason": words}, claim=ids("clm"), rank=choice("rank")),
)
trash_commands = st.one_of(
    command("delete", id=ids("src", "doc", "exc", "ent", "evt", "clm", "rep", "prp")),
    command("delete", id=ids("nam", "cit", "att", "lnk", "con", "rev")),
    command("restore", id=ids("src", "doc", "exc", "ent", "evt", "clm", "rep", "prp")),
)
commands = st.one_of(
    source_commands, text_commands, subject_commands, claim_commands, trash_commands
)
#: Never a part of a larger change: what is removed for ever is a change of its own.
redactions = command(
    "redact", id=ids("src", "doc", "exc", "ent", "evt", "clm", "rep", "prp"), reason=words
)
