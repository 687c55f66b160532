"""No sentence of the corpus stands anywhere in the project: its facts are used, not its words."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from contextlib import closing

import pytest

RUN = 60
#: Any run of 60 characters covers one aligned block of 30: only those are looked up.
BLOCK = RUN // 2
#: Titles of works are facts; where one is longer than the run, it is named here.
TITLES: tuple[str, ...] = ()


def squeeze(text: str) -> str:
    """Return `text` as it is compared: composed, without case, each white space one blank."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@pytest.fixture(scope="module")
def corpus_texts(corpus) -> list[str]:
    return [squeeze(path.read_text("utf-8-sig")) for path in sorted(corpus.glob("*.txt"))]


@pytest.fixture(scope="module")
def corpus_blocks(corpus_texts) -> dict[str, list[tuple[int, int]]]:
    blocks: dict[str, list[tuple[int, int]]] = {}
    for which, text in enumerate(corpus_texts):
        for start in range(len(text) - BLOCK + 1):
            blocks.setdefault(text[start : start + BLOCK], []).append((which, start))
    return blocks


def find_copy(text: str, corpus_texts: list[str], blocks: dict[str, list[tuple[int, int]]]) -> str:
    """Return a run of at least RUN characters that `text` shares with the corpus, or ""."""
    text = squeeze(text)
    for title in TITLES:
        text = text.replace(squeeze(title), "\n")
    for start in range(0, len(text) - BLOCK + 1, BLOCK):
        for which, other in blocks.get(text[start : start + BLOCK], ()):
            run = extend(text, start, corpus_texts[which], other)
            if len(run) >= RUN:
                return run
    return ""


def extend(text: str, start: int, source: str, other: int) -> str:
    """Return the longest run around a common block that starts at `start` and at `other`."""
    before = 0
    while before < min(start, other) and text[start - before - 1] == source[other - before - 1]:
        before += 1
    after = BLOCK
    while (
        start + after < len(text)
        and other + after < len(source)
        and text[start + after] == source[other + after]
    ):
        after += 1
    return text[start - before : start + after]


def list_strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = [*value, *value.values()]
    return (
        [text for item in value for text in list_strings(item)] if isinstance(value, list) else []
    )


def test_a_copied_sentence_would_be_found(corpus_texts, corpus_blocks):
    for text in corpus_texts:
        copied = text[200 : 200 + RUN]
        spread = "our own words; " + copied.upper().replace(" ", "\n ") + ", ours again"
        assert find_copy(spread, corpus_texts, corpus_blocks) != ""
        assert find_copy(copied[:-1], corpus_texts, corpus_blocks) == ""


def test_no_file_copies_the_corpus(texts, corpus_texts, corpus_blocks):
    copies = {}
    for path, text in texts.items():
        if path.endswith(".json"):
            text += "\n".join(list_strings(json.loads(text)))
        copies[path] = find_copy(text, corpus_texts, corpus_blocks)
    assert {path: copy for path, copy in copies.items() if copy} == {}


def test_the_sample_does_not_copy_the_corpus(root, corpus_texts, corpus_blocks):
    copies = {}
    with closing(sqlite3.connect(f"file:{root / 'catalog.db'}?mode=ro", uri=True)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type='table'")]
        for table in tables:
            for row in db.execute(f'SELECT * FROM "{table}"'):
                words = " \n ".join(read_words(value) for value in row)
                copy = find_copy(words, corpus_texts, corpus_blocks)
                if copy:
                    copies[table] = copy
    assert copies == {}


def read_words(value: object) -> str:
    return value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value)
