"""What the provenance of every kind of record says, and that big subjects stay quick."""

from __future__ import annotations

import time

import pytest

from desktop_app.catalog.claims import Stance
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.services.provenance import describe, view_claims
from desktop_app.services.provenance_records import Relation
from desktop_app.store import documents

MANY = 1_000


def show(bench, record: str, language: str = "en"):
    return describe(bench.session.db, record, language)


@pytest.fixture
def event(bench) -> str:
    return bench.do("create_event", title="Trận Nặm Thà", title_translated="Battle of Namtha")


def test_a_subject_has_its_claims_by_property_in_their_order(bench, document, event):
    excerpt = bench.excerpt(document, "134 người chết")
    bench.do("state_claim", subject=event, property="killed", value="134 người", excerpt=excerpt)
    bench.do("state_claim", subject=event, property="date", value={"edtf": "1962-05-04"})
    shown = show(bench, event)
    assert (shown.kind, shown.title) == (Kind.EVENT, "Trận Nặm Thà")
    assert [group.heading for group in shown.groups] == ["date", "killed"]
    assert (len(shown.claims), shown.uncited, shown.disputes) == (2, 1, 0)
    assert ("also called", "Battle of Namtha") in [(f.name, f.value) for f in shown.facts]
    assert ("date", "4 May 1962") in [(f.name, f.value) for f in shown.facts]
    killed = shown.groups[1].claims[0]
    assert (killed.value, killed.is_uncited, killed.witnesses) == ("134 người", False, 1)


def test_a_passage_stands_in_the_text_around_it(bench, document, event):
    excerpt = bench.excerpt(document, "134 người chết")
    bench.do("state_claim", subject=event, property="killed", value="134", excerpt=excerpt)
    (evidence,) = show(bench, event).claims[0].evidence
    passage, text = evidence.passage, documents.get_text(bench.session.db, document)
    assert passage.before + passage.quote + passage.after == text
    assert text[passage.start : passage.end] == passage.quote == "134 người chết"
    assert evidence.stance is Stance.SUPPORTS
    assert passage.formatted


def test_the_chain_leads_up_to_the_repository_and_ends_in_circles(bench, document, event):
    source = documents.get_document(bench.session.db, document).source
    archive = bench.do("create_repository", name="Archive")
    book = bench.do("create_source", title="The book", repository=archive)
    article = bench.do("create_source", title="The article", quoted_in=book)
    bench.do(
        "update_source",
        source=source,
        details={"quoted_in": book, "quoted_in_locator": "p. 7", "derived_from": article},
    )
    excerpt = bench.excerpt(document, "137")
    chain = show(bench, excerpt).passage.chain
    assert [(step.relation, step.record) for step in chain] == [
        (Relation.DOCUMENT, document),
        (Relation.TEXT_OF, source),
        (Relation.QUOTED_IN, book),
        (Relation.HELD_BY, archive),
        (Relation.DERIVED_FROM, article),
    ]
    assert chain[2].locator == "p. 7"


def test_evidence_of_one_source_is_one_witness(bench, document, event):
    claim = bench.do(
        "state_claim",
        subject=event,
        property="killed",
        value="134",
        excerpt=bench.excerpt(document, "134"),
    )
    bench.do("cite_claim", claim=claim, excerpt=bench.excerpt(document, "137"))
    assert view_claims(bench.session.db, claim, "en")[0].witnesses == 1
    other = bench.import_text("Another report: 134 dead.\n", "other.txt")
    found = bench.do("create_excerpt", document=other, start=0, end=14)
    bench.do("cite_claim", claim=claim, excerpt=found)
    assert view_claims(bench.session.db, claim, "en")[0].witnesses == 2


def test_conflicts_are_told_until_one_is_preferred(bench, event):
    first = bench.do("state_claim", subject=event, property="killed", value="134")
    second = bench.do("state_claim", subject=event, property="killed", value="137")
    shown = show(bench, event)
    assert shown.disputes == 1
    assert [view.rivals for view in shown.claims] == [(second,), (first,)]
    assert [len(block) for block in shown.groups[0].list_blocks()] == [2]
    bench.do("prefer_claim", claim=first, reason="The report names them")
    shown = show(bench, event)
    assert shown.disputes == 0
    assert all(view.settled for view in shown.claims)
    assert [one.claim.id for one in view_claims(bench.session.db, second, "en")] == [second, first]


def test_an_entity_shows_what_names_it_in_the_other_direction(bench, event):
    person = bench.do("create_entity", kind="person", name="Bằng Giang", language="vi")
    bench.do("add_name", entity=person, name="Bang Giang", language="en", kind="preferred")
    bench.do("state_claim", subject=event, property="commander", value={"subject": person})
    shown = show(bench, person)
    assert (shown.kind_word, shown.title) == ("person", "Bang Giang")
    (group,) = shown.groups
    assert (group.heading, group.is_inverse) == ("commanded", True)
    assert (group.claims[0].value, group.claims[0].value_record) == ("Trận Nặm Thà", event)
    shown = show(bench, person, "vi")
    assert (shown.title, shown.groups[0].heading) == ("Bằng Giang", "chỉ huy")


def test_an_excerpt_shows_what_rests_on_it(bench, document, event):
    excerpt = bench.excerpt(document, "134 người chết")
    claim = bench.do("state_claim", subject=event, property="killed", value="134", excerpt=excerpt)
    bench.do("attach_excerpt", excerpt=excerpt, subject=event)
    shown = show(bench, excerpt)
    assert shown.passage.quote == "134 người chết"
    assert [(g.heading, g.record) for g in shown.groups] == [("Trận Nặm Thà", event)]
    assert (shown.claims[0].claim.id, shown.claims[0].lead) == (claim, "killed")
    assert [(one.subject, one.title) for one in shown.mentions] == [(event, "Trận Nặm Thà")]
    assert [one.passage.excerpt for one in show(bench, event).mentions] == [excerpt]


def test_documents_and_sources_count_what_rests_on_them(bench, document, event):
    excerpt = bench.excerpt(document, "134 người chết")
    bench.do("state_claim", subject=event, property="killed", value="134", excerpt=excerpt)
    source = documents.get_document(bench.session.db, document).source
    drawn = bench.do("create_source", title="Summary", derived_from=source)
    for record in (document, source):
        shown = show(bench, record)
        facts = {fact.name: fact.value for fact in shown.facts}
        assert (facts["excerpts"], facts["claims that rest on it"]) == ("1", "1")
        assert len(shown.claims) == 1
    assert ("drawn from it", drawn) in [(f.name, f.record) for f in show(bench, source).facts]
    assert ("derived from", source) in [(f.name, f.record) for f in show(bench, drawn).facts]


def test_what_is_gone_has_no_provenance(bench, event):
    bench.do("delete", id=event)
    for record in (event, "evt-99", "con-1", ""):
        with pytest.raises(UserError):
            show(bench, record)


def test_a_moved_text_still_gives_the_words_around_the_quote(bench, document, event):
    excerpt = bench.excerpt(document, "137")
    db = bench.session.db
    with bench.session.change("update_excerpt"):
        db.execute('UPDATE excerpt SET start = 0, "end" = 3 WHERE id = ?', (excerpt,))
    passage = show(bench, excerpt).passage
    assert passage.before.endswith("nơi khác ghi ")
    assert passage.after.startswith(".")


def test_a_thousand_claims_take_little_time(bench, document, event):
    from desktop_app.catalog.changes import Operation

    excerpt = bench.excerpt(document, "134 người chết")
    with bench.session.change(Operation.STATE_CLAIM):
        for number in range(MANY):
            bench.do(
                "state_claim",
                subject=event,
                property="seized",
                value=f"{number} khẩu pháo",
                excerpt=excerpt,
            )
    started = time.perf_counter()
    assert len(show(bench, event).claims) == MANY
    # A few hundred milliseconds; the margin is for a busy machine.
    assert time.perf_counter() - started < 3
