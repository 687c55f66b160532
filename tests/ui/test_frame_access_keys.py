"""Access keys differ within a menu, whatever its entries wish for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.actions.access_keys import find_access_key, share_out_access_keys

texts = st.lists(
    st.text("&abcXYZ ộđ…", max_size=12).filter(lambda text: not text.endswith("&")), max_size=8
)


@given(texts)
def test_keys_differ_and_words_stay(wished):
    given_texts = share_out_access_keys(wished)
    keys = [key for key in map(find_access_key, given_texts) if key]
    assert len(keys) == len(set(keys))


def test_the_first_wish_is_granted_and_the_next_finds_another_letter():
    assert share_out_access_keys(["&Delete…", "Find in the &document"]) == [
        *("&Delete…", "&Find in the document")
    ]
    assert share_out_access_keys(["&Sửa", "&Sao chép"]) == ["&Sửa", "Sao &chép"]
    assert share_out_access_keys(["&A", "&A"]) == ["&A", "A"]
    assert share_out_access_keys(["Ê đê"]) == ["Ê đê"]
    assert share_out_access_keys(["R&&D"]) == ["&R&&D"]
