"""What nobody touched stays to the last character, whatever it holds, in every editor."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.catalog.canonical import canonicalise
from desktop_app.store import journal
from desktop_app.ui.dialogs.editor import open_editor

EXAMPLES = 700 if os.environ.get("REGESTA_FAULTS") == "full" else 12
#: Signs that Qt's editors change or drop: no-break spaces, separators, marks of direction.
ODD = st.sampled_from(
    ["\u00a0", "\u2028", "\u2029", "\u200f", "\t", "\n", "😀", "ນ້ຳ", "a\u0323", "\ufeff"]
)
WORDS = st.lists(st.one_of(ODD, st.text(max_size=12)), max_size=8).map("".join)

FIELDS = {
    "event": ("note",),
    "source": ("note",),
    "entity": ("note",),
    "excerpt": ("note",),
    "document": ("note",),
}


@pytest.mark.parametrize("kind", FIELDS)
def test_a_form_that_is_saved_untouched_changes_nothing(small, workspace, qapp, kind) -> None:
    db = small.session.db
    record = db.scalar(f"SELECT id FROM {kind} WHERE trashed IS NULL LIMIT 1")
    record = record or small.do("create_event", title="Hội nghị")

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(WORDS)
    def save_untouched(words: str) -> None:
        small.do(f"update_{kind}", **{kind: record, "details": {"note": words}})
        kept = db.scalar(f"SELECT note FROM {kind} WHERE id = ?", (record,))
        assert kept == canonicalise(words).text.strip()
        before = journal.head(db)
        editor = open_editor(workspace, record, None)
        assert editor is not None
        editor.accept()
        editor.deleteLater()
        assert journal.head(db) == before
        assert db.scalar(f"SELECT note FROM {kind} WHERE id = ?", (record,)) == kept

    save_untouched()
