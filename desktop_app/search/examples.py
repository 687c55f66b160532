"""What can be written in a query: the query help of the window, by groups, with examples.

Every example can be read, and finds something in the sample catalogue (tests).
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.i18n import current_language, tr


@dataclass(frozen=True, slots=True)
class QueryExample:
    """One form of the query language: the group it is shown in, an example, what it finds."""

    group: str
    text: str
    meaning: str


#: What is written in English, what in Vietnamese, what it finds.
_Row = tuple[str, str, str]


def list_query_examples() -> list[QueryExample]:
    """Return the forms of the query language in the interface's language, in order."""
    which = 1 if current_language() == "vi" else 0
    groups = (
        (tr("Words and phrases"), _list_words()),
        (tr("Names and records"), _list_names()),
        (tr("Dates and numbers"), _list_figures()),
        (tr("Evidence"), _list_evidence()),
    )
    return [QueryExample(group, row[which], row[2]) for group, rows in groups for row in rows]


def _list_words() -> tuple[_Row, ...]:
    return (
        (
            "nam tha",
            "nam tha",
            tr("Both words, in any case, with or without tones; names of the same place too"),
        ),
        ("“tiểu đoàn 2”", "“tiểu đoàn 2”", tr("These words side by side")),
        (
            '"thiếu tướng Giang"~6',
            '"thiếu tướng Giang"~6',
            tr("These words in any order, 6 words apart at most"),
        ),
        ("Giang OR Trọng", "Giang HOẶC Trọng", tr("One or the other")),
        ("Lào -Viêng", "Lào KHÔNG Viêng", tr("The first without the second")),
        (
            "(Xỉnh OR Xài) Mương",
            "(Xỉnh HOẶC Xài) Mương",
            tr("Parentheses keep together what belongs together"),
        ),
        ("pháo*", "pháo*", tr("Words that begin so")),
        (
            "*khang OR xi?ng",
            "*khang HOẶC xi?ng",
            tr("Words that end so; a word of which one letter is open"),
        ),
        ("khoang~", "khoang~", tr("Words in which one letter differs; with ~2, two letters")),
        ('="nặm thà"', '="nặm thà"', tr("Only with exactly these tones")),
        (
            "nawmj thaf",
            "nawmj thaf",
            tr("Where nothing is found as typed, it is read as Telex or VNI"),
        ),
    )


def _list_names() -> tuple[_Row, ...]:
    return (
        (
            "person:giang",
            "người:giang",
            tr("In the names of persons; so too unit:, place:, source:, voice:"),
        ),
        (
            "entity:ent-50",
            "thực-thể:ent-50",
            tr("All that the catalogue holds on this one; chosen where a name means several"),
        ),
        (
            "kind:event tha",
            "loại:sự-kiện tha",
            tr("Only events; also entity, claim, excerpt, document, source"),
        ),
        (
            "claim:1620",
            "nhận-định:1620",
            tr("Only claims with this word; so too event:, entity:, excerpt:, document:"),
        ),
        ("language:vi", "ngôn-ngữ:vi", tr("Only what is in Vietnamese")),
    )


def _list_figures() -> tuple[_Row, ...]:
    return (
        (
            "date:1962-04",
            "ngày:1962-04",
            tr("What falls in April 1962, even in part; precise dates first"),
        ),
        ("date:8/4/1962..20/4/1962", "ngày:8/4/1962..20/4/1962", tr("What overlaps these days")),
        ("date:>1962-04", "ngày:>1962-04", tr("After April 1962; also <, >= and <=")),
        (
            "value:>=5.600",
            "giá-trị:>=5.600",
            tr("Claims with a number from 5,600 on; also >, <, <= and ="),
        ),
        (
            "property:killed value:50..200",
            "thuộc-tính:killed giá-trị:50..200",
            tr("Between 50 and 200 killed"),
        ),
    )


def _list_evidence() -> tuple[_Row, ...]:
    return (
        (
            "cited: trần độ",
            "đã-dẫn: trần độ",
            tr("Claims with a citation; uncited: finds those without"),
        ),
        ("conflict:", "mâu-thuẫn:", tr("Claims that contradict one another")),
    )
