"""The evidence audit of real catalogues, every count asked of the database anew."""

from __future__ import annotations

import re
import shutil

import pytest

from desktop_app.errors import UserError
from desktop_app.paths import SAMPLE
from desktop_app.reports.layout import make_piece
from desktop_app.reports.model import Grid, Heading, Paragraph
from desktop_app.reports.spans import plain_spans
from desktop_app.services.checking import check_catalogue
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.services.session import open_catalogue

#: Every source with the source at the root of its derivation.
WITNESSES = (
    "WITH RECURSIVE up(source, above) AS (SELECT id, id FROM source UNION "
    "SELECT up.source, coalesce(s.derived_from, s.quoted_in) FROM up "
    "JOIN source AS s ON s.id = up.above WHERE coalesce(s.derived_from, s.quoted_in) <> ''), "
    "root AS (SELECT source, above FROM up JOIN source AS s ON s.id = up.above "
    "WHERE s.derived_from IS NULL AND s.quoted_in IS NULL) "
)
SUPPORTED = (
    "SELECT c.id, count(DISTINCT root.above) AS witnesses, count(DISTINCT d.source) AS sources "
    "FROM claim AS c JOIN citation AS t ON t.claim = c.id AND t.stance = 'supports' "
    "AND t.trashed IS NULL JOIN excerpt AS e ON e.id = t.excerpt "
    "JOIN document AS d ON d.id = e.document JOIN root ON root.source = d.source "
    "WHERE c.trashed IS NULL AND c.rank <> 'deprecated' GROUP BY c.id"
)


def make(session, *scope, **choices):
    return make_report(session, ReportChoices(kind="audit", scope=scope, **choices))


def read_summary(report):
    """Return the summary's numbers by their names, as far as these are of one kind only."""
    grid = next(block for block in report.blocks if isinstance(block, Grid))
    cells = [[plain_spans(cell[0]) for cell in row.cells] for row in make_piece(grid, "en").rows]
    return {one[0]: int(re.sub(r"\D", "", one[1])) for one in cells if len(one) == 4}


def read_section(report, title):
    """Return the first cells and paragraphs under a heading of the first level."""
    lines, inside = [], False
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.text == title
        elif inside and isinstance(block, Grid):
            for row in make_piece(block, report.language).rows:
                lines.append(" | ".join(plain_spans(cell[0]) for cell in row.cells))
        elif inside and isinstance(block, Paragraph | Heading):
            lines.append(block.text)
    return lines


@pytest.fixture
def sample(tmp_path):
    shutil.copyfile(SAMPLE, tmp_path / "sample.db")
    session = open_catalogue(tmp_path / "sample.db")
    yield session
    session.close()


def test_every_count_of_the_sample_is_what_the_database_says(sample):
    counted = read_summary(make(sample))
    db = sample.db
    sorts = db.query(f"{WITNESSES}{SUPPORTED}")
    single = [row for row in sorts if row["witnesses"] == 1]
    assert counted["examined"] == db.scalar("SELECT count(*) FROM claim WHERE trashed IS NULL")
    assert counted["resting on several witnesses"] == len(sorts) - len(single)
    assert counted["resting on a single witness"] == len(single) > 200
    assert counted["of these, through several sources"] == sum(row["sources"] > 1 for row in single)
    checked = check_catalogue(sample.db).counts
    assert counted["uncited"] == checked["uncited_claims"]
    assert counted["open"] == checked["conflicts"]
    assert counted["passages marked"] == checked["excerpts"]
    assert counted["texts"] == checked["documents"]
    assert counted["passages to review"] == checked["excerpts_needing_review"]
    assert counted["contradicted by a passage"] == db.scalar(
        "SELECT count(DISTINCT claim) FROM citation WHERE stance = 'contradicts'"
    )
    assert counted["passages not used"] == db.scalar(
        "SELECT count(*) FROM excerpt WHERE id NOT IN (SELECT excerpt FROM citation) "
        "AND id NOT IN (SELECT excerpt FROM attachment)"
    )


def test_the_characters_marked_of_the_sample_are_counted_one_by_one(sample):
    marked = set()
    for row in sample.db.query('SELECT document, start, "end" FROM excerpt'):
        marked |= {(row["document"], place) for place in range(row["start"], row["end"])}
    assert read_summary(make(sample))["characters marked"] == len(marked)


def test_every_citation_of_every_claim_listed_is_noted(sample):
    report = make(sample)
    single = [
        row["id"] for row in sample.db.query(f"{WITNESSES}{SUPPORTED}") if row["witnesses"] == 1
    ]
    origins = {note.origin for note in report.notes}
    cited = sample.db.query("SELECT id, claim FROM citation WHERE trashed IS NULL")
    assert {row["id"] for row in cited if row["claim"] in single} <= origins
    assert report.counts.citations == len(origins)


@pytest.fixture
def disputed(bench, document):
    """Two figures, one of them preferred; a claim without citation; a passage nothing uses."""
    event = bench.do("create_event", title="Battle")
    first, second = (bench.excerpt(document, words) for words in ("134 người", "137"))
    bench.do("state_claim", subject=event, property="killed", value="134", excerpt=first)
    better = bench.do("state_claim", subject=event, property="killed", value="137", excerpt=second)
    bench.do("state_claim", subject=event, property="result", value="held")
    bench.excerpt(document, "Tiểu đoàn 4")
    return {"event": event, "better": better, "document": document}


def test_a_contradiction_is_open_until_somebody_decides_it(bench, disputed):
    assert read_section(make(bench.session), "Decided contradictions") == ["None."]
    bench.do("prefer_claim", claim=disputed["better"], reason="counted twice")
    report = make(bench.session)
    assert read_section(report, "Open contradictions") == ["None."]
    (title, decision) = read_section(report, "Decided contradictions")
    assert title == "Battle"
    assert re.fullmatch(r"Decided by Tester, \d+ \w+ \d{4}\.", decision)


def test_who_decided_first_is_not_who_decided_last(bench, disputed):
    bench.do("prefer_claim", claim=disputed["better"], reason="counted twice")
    bench.session.undo()
    assert read_section(make(bench.session), "Decided contradictions") == ["None."]
    bench.session.redo()
    assert len(read_section(make(bench.session), "Decided contradictions")) == 2


def test_what_nothing_uses_is_listed_until_it_is_used(bench, disputed):
    (loose,) = read_section(make(bench.session), "Passages marked and not used")
    assert loose.startswith("“Tiểu đoàn 4”")
    (excerpt,) = bench.session.db.column("SELECT id FROM excerpt WHERE quote = 'Tiểu đoàn 4'")
    bench.do("attach_excerpt", excerpt=excerpt, subject=disputed["event"])
    assert read_section(make(bench.session), "Passages marked and not used") == ["None."]


def test_a_second_copy_of_a_source_is_no_second_witness(bench, disputed):
    first = bench.session.db.scalar("SELECT source FROM document")
    copy = bench.do("create_source", title="Copy", derived_from=first)
    text = "Bản sao: 137."
    other = bench.import_text(text, "copy.txt")
    passage = bench.excerpt(other, "137", text)
    bench.do("cite_claim", claim=disputed["better"], excerpt=passage)
    assert read_summary(make(bench.session))["resting on several witnesses"] == 1
    source = bench.session.db.scalar("SELECT source FROM document WHERE id = ?", (other,))
    bench.do("update_source", source=source, details={"derived_from": copy})
    counted = read_summary(make(bench.session))
    assert counted["of these, through several sources"] == 1
    assert counted["resting on several witnesses"] == 0


def test_an_audit_of_a_source_reads_all_below_it(bench, disputed):
    source = bench.session.db.scalar("SELECT source FROM document")
    fonds = bench.do("create_source", title="Fonds", level="fonds")
    bench.do("update_source", source=source, details={"parent": fonds})
    bench.do("create_event", title="Elsewhere")
    counted = read_summary(make(bench.session, fonds))
    assert (counted["examined"], counted["passages not used"], counted["texts"]) == (2, 1, 1)
    of_the_document = read_summary(make(bench.session, disputed["document"]))
    assert of_the_document == counted


def test_an_audit_of_a_subject_asks_for_no_other_passages(bench, disputed):
    counted = read_summary(make(bench.session, disputed["event"]))
    assert (counted["examined"], counted["uncited"], counted["passages not used"]) == (3, 1, 0)


def test_names_that_several_entities_have_are_open_until_they_are_told_apart(bench):
    one, two = (bench.do("create_entity", kind="person", name=name) for name in ("An", "AN"))
    bench.do("create_entity", kind="person", name="Ân")
    title = "Names not resolved"
    assert read_section(make(bench.session), title) == [
        "An | several entities have this name | An; AN"
    ]
    assert read_section(make(bench.session, one), title) == read_section(make(bench.session), title)
    bench.do("link_entities", entity=one, other=two, kind="must not be confused with")
    assert read_section(make(bench.session), title) == ["None."]


def test_a_speaker_whom_no_entity_names_is_open(bench):
    event = bench.do("create_event", title="Battle")
    bench.do("create_entity", kind="person", name="An")
    for speaker in ("An", "Bình"):
        bench.do(
            "state_claim",
            subject=event,
            property="result",
            value=f"said {speaker}",
            voice="reported speaker",
            speaker=speaker,
        )
    assert [line.split(" | ")[0] for line in read_section(
        make(bench.session), "Names not resolved")] == ["Bình"]  # fmt: skip


def test_an_audit_is_about_records_that_are_there(bench):
    with pytest.raises(UserError):
        make(bench.session, "src-99")
