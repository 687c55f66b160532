"""The manual in both languages: the same in each, and true of the program it speaks about."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from desktop_app.catalog.dates import read_date
from desktop_app.catalog.quantities import parse_quantity
from desktop_app.cli.arguments import COMMANDS
from desktop_app.i18n import set_language
from desktop_app.search.parsing import parse_query
from desktop_app.search.query import read_query_days
from desktop_app.search.records import EXTRA_FIELDS, KIND_ORDER
from desktop_app.ui.panels.provenance_keys import CARD_KEYS, label_action
from desktop_app.ui.widgets.reader_keys import READER_KEYS, describe_keys

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "manual"
WORDS = FOLDER.parent / "translations" / "vi"
LANGUAGES = ("en", "vi")
#: The sections that show what can be typed, by their headings in English.
DATES, NUMBERS, SEARCHING = "Dates", "Numbers", "Searching"


@pytest.fixture(scope="module")
def manuals() -> dict[str, str]:
    return {one: (FOLDER / f"{one}.md").read_text("utf-8") for one in LANGUAGES}


@pytest.fixture(scope="module")
def sections(manuals) -> dict[str, list[tuple[str, str]]]:
    """The headings of each manual with what stands under them, in order."""
    cut = {one: re.split(r"^(#+ .+)$", text, flags=re.M)[1:] for one, text in manuals.items()}
    return {one: list(zip(parts[::2], parts[1::2], strict=True)) for one, parts in cut.items()}


@pytest.fixture(scope="module")
def translations() -> dict[str, set[str]]:
    """What stands on the screen in English → in Vietnamese, without marks of menus."""
    found: dict[str, set[str]] = {}
    for path in WORDS.glob("*.json"):
        for english, vietnamese in json.loads(path.read_text("utf-8")).items():
            found.setdefault(plain(english), set()).add(plain(vietnamese))
    return found


def plain(text: str) -> str:
    """Return a text of the interface without access key, shortcut and final sign."""
    return text.partition("\t")[0].replace("&", "").strip().rstrip("…:").strip()


def list_bold(text: str) -> list[str]:
    return [plain(one) for one in re.findall(r"\*\*(.+?)\*\*", text)]


def list_codes(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def list_first_cells(text: str) -> list[str]:
    return re.findall(r"^\| (`.+?) \|", text, re.M)


def find_section(sections, english: str) -> dict[str, str]:
    """Return what stands in each language under the heading that is `english` in English."""
    at = [heading.lstrip("# ") for heading, _ in sections["en"]].index(english)
    return {one: sections[one][at][1] for one in LANGUAGES}


def test_both_have_the_same_sections(sections):
    levels = {one: [head.count("#") for head, _ in sections[one]] for one in LANGUAGES}
    assert levels["en"] == levels["vi"]


def test_both_have_the_same_paragraphs_lists_and_tables(sections):
    differing = [
        (english, vietnamese)
        for (english, one), (vietnamese, other) in zip(*sections.values(), strict=True)
        if describe_lines(one) != describe_lines(other)
    ]
    assert differing == []


def describe_lines(text: str) -> list[str]:
    """Return what each line is: a row with its number of cells, an item, a paragraph."""
    lines = [line for line in text.splitlines() if line.strip()]
    return [
        f"row {line.count('|')}" if line[0] == "|" else "item" if line[:2] in ITEMS else "words"
        for line in lines
    ]


ITEMS = {"- ", *(f"{number}." for number in range(1, 10))}


def test_both_show_the_same_to_type(sections):
    differing = [
        english
        for (english, one), (_, other) in zip(*sections.values(), strict=True)
        if Counter(list_codes(one)) != Counter(list_codes(other))
        and not english.endswith("the manual")
    ]
    assert differing == []


def test_words_in_bold_stand_on_the_screen(manuals, modules):
    literals = {
        plain(node.value)
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(set(list_bold(manuals["en"])) - literals) == []


def test_words_in_bold_are_those_of_the_interface_in_vietnamese(sections, translations):
    wrong = []
    for (english, one), (_, other) in zip(*sections.values(), strict=True):
        bold = list_bold(one)
        known = {word for name in bold for word in translations.get(name, set())}
        untranslated = [name for name in bold if name not in translations]
        strange = [name for name in list_bold(other) if name not in known]
        if len(list_bold(other)) != len(bold) or len(strange) > len(untranslated):
            wrong.append(f"{english}: {strange} for {bold}")
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_reader_is_told(manuals, language):
    set_language(language)
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", manuals[language], re.M)
    told = {words: keys for keys, words in rows}
    # Portable keys, as the manual writes them; `describe_keys` gives those of the platform.
    first = {command: keys for keys, command in reversed(READER_KEYS.items())}
    named = [first[command] for command in dict.fromkeys(READER_KEYS.values())]
    words = [said for _, said in describe_keys()]
    wrong = [one for one in zip(words, named, strict=True) if told.get(one[0]) != one[1]]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_a_claims_card_is_told(manuals, language):
    set_language(language)
    lines = manuals[language].splitlines()
    missing = []
    for action in dict.fromkeys(CARD_KEYS.values()):
        words, _, key = label_action(action).partition("\t")
        told = f"**{plain(words)}**"
        if not any(line.startswith(f"| {key} ") and told in line for line in lines):
            missing.append(f"{key}: {words}")
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_told(manuals, language):
    told = set(list_codes(manuals[language]))
    assert {f"regesta {name}" for name in COMMANDS} - told == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_mean_what_is_said(sections, language):
    wrong = []
    for row in re.findall(r"^\| (`.+)$", find_section(sections, DATES)[language], re.M):
        wordings, _, edtf = row.strip(" |").split(" | ")
        for wording in list_codes(wordings):
            reading = read_date(wording)
            if reading is None or reading.value.edtf != edtf.strip("`"):
                wrong.append((wording, edtf, reading))
    assert wrong == []


def test_numbers_are_understood(sections):
    told = list_first_cells(find_section(sections, NUMBERS)["en"])
    wordings = [wording for cell in told for wording in list_codes(cell)]
    assert wordings
    assert [wording for wording in wordings if parse_quantity(wording) is None] == []
    assert parse_quantity("134-150") is None
    assert parse_quantity("5.600") is not None
    assert parse_quantity("5,600").number == parse_quantity("5.600").number


def test_queries_are_understood(sections):
    told = list_first_cells(find_section(sections, SEARCHING)["en"])
    queries = [query for cell in told for query in list_codes(cell)]
    assert queries
    assert [one for one in queries if parse_query(one, read_query_days) is None] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_and_kind_of_a_query_is_told(sections, language):
    text = find_section(sections, SEARCHING)[language]
    fields = (*EXTRA_FIELDS, "claim", "kind", "date", "lang", "language")
    assert [name for name in fields if f"`{name}:" not in text] == []
    assert [kind for kind in KIND_ORDER if f"`{kind}`" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("system", "column"), [(Unix, 1), (MacOS, 2)])
def test_files_lie_where_is_said(sections, monkeypatch, language, system, column):
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    rows = find_section(sections, "Where files lie")[language].strip().splitlines()[2:5]
    told = [row.strip("| ").split(" | ")[column].strip("`") for row in rows]
    dirs = system("regesta", appauthor=False)
    lie = [dirs.user_data_path, dirs.user_config_path, dirs.user_cache_path]
    assert [Path(one).expanduser() for one in told] == lie


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_leads_out_of_the_manual(manuals, language):
    found = re.findall(r"https?:|www\.|\]\(|<[a-z/!]", manuals[language])
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_composed_and_within_the_first_plane(manuals, language):
    # The window's field for finding words relies on it.
    text = manuals[language]
    assert unicodedata.normalize("NFC", text) == text
    assert max(text) <= "\uffff"
