"""Names of contributors in notes, bibliographies and sort keys.

Western names are inverted in a bibliography; names written family first (Vietnamese, Chinese,
Korean, Khmer) and names sorted by the given name (Lao, Thai, Burmese) keep their order, and
so do bodies and every name that is not taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop_app.catalog.sources import Contributor, Role, Source
from desktop_app.citations.terms import Terms

_FAMILY_FIRST = ("vi", "zh", "ko", "km")
_GIVEN_FIRST = ("lo", "th", "my")
#: Who may stand at the head of a citation, in this order; others only follow the title.
LEADS = (Role.AUTHOR, Role.SENDER, Role.PHOTOGRAPHER, Role.EDITOR, Role.COMPILER)
#: Family names that most Vietnamese bear; a literal that begins with one is a person's.
_VIETNAMESE_FAMILIES = frozenset({
    "Bùi", "Cao", "Chu", "Dương", "Đàm", "Đào", "Đặng", "Đinh", "Đoàn", "Đỗ", "Hà", "Hoàng",
    "Hồ", "Huỳnh", "Lâm", "Lê", "Lương", "Lưu", "Lý", "Mai", "Ngô", "Nguyễn", "Phạm", "Phan",
    "Phùng", "Quách", "Tạ", "Thái", "Tô", "Tống", "Trần", "Triệu", "Trịnh", "Trương", "Văn",
    "Võ", "Vũ", "Vương",
})  # fmt: skip
_EXPANSION = re.compile(r"(?<=\S)\s+\[[^\]]*\]$")
_NOTE_MOST = 3
_ENTRY_MOST = 10
_ENTRY_SHOWN = 7


def full_name(person: Contributor) -> str:
    """Return the name in its natural order."""
    if person.literal or not (person.family and person.given):
        return person.literal or person.family or person.given
    if _language(person) in _FAMILY_FIRST:
        return f"{person.family} {person.given}"
    return f"{person.given} {person.family}"


def inverted_name(person: Contributor) -> str:
    """Return the name as it heads a bibliography entry: "Family, Given" for Western names."""
    if person.literal or _language(person) in _FAMILY_FIRST + _GIVEN_FIRST:
        return full_name(person)
    return ", ".join(part for part in (person.family, person.given) if part)


def short_name(person: Contributor) -> str:
    """Return the name of a short note: the family name, or all of a name that keeps its order.

    An abbreviation stands without the expansion that the full note has in brackets.
    """
    if person.literal or _language(person) in _FAMILY_FIRST + _GIVEN_FIRST:
        return _EXPANSION.sub("", full_name(person))
    return person.family or person.given


def sort_given(source: Source, terms: Terms) -> str:
    """Return the given name by which Vietnamese lists order a Vietnamese person, else "".

    The name itself keeps its order; lists in other languages begin with the family name, and
    Lao names are written and ordered by the given name.
    """
    lead = find_lead(source)
    if lead is None or terms.language != "vi":
        return ""
    person = lead[1][0]
    words = full_name(person).split()
    is_personal = bool(person.family and person.given) or (
        2 <= len(words) <= 5
        and words[0] in _VIETNAMESE_FAMILIES
        and all(word[0].isupper() for word in words)
    )
    return words[-1] if _language(person) == "vi" and is_personal else ""


def list_contributors(source: Source, *roles: Role) -> tuple[Contributor, ...]:
    """Return the contributors of `source` in any of `roles`, in their order, none nameless."""
    chosen = [one for one in source.contributors if one.role in roles and full_name(one)]
    return tuple(sorted(chosen, key=lambda one: one.position))


def find_lead(source: Source) -> tuple[Role, tuple[Contributor, ...]] | None:
    """Return who heads the citation and in what role; None for an anonymous source."""
    for role in LEADS:
        people = list_contributors(source, role)
        if people:
            return role, people
    return None


def join_names(names: Sequence[str], terms: Terms) -> str:
    """Return the names as a list in words; the serial comma is the language's."""
    if len(names) < 3:
        return f" {terms.and_word} ".join(names)
    comma = "," if terms.serial_comma else ""
    return f"{', '.join(names[:-1])}{comma} {terms.and_word} {names[-1]}"


def note_names(people: Sequence[Contributor], terms: Terms) -> str:
    """Return the names for a note: all up to three, else the first and "et al."."""
    names = [full_name(person) for person in people]
    return f"{names[0]} {terms.et_al}" if len(names) > _NOTE_MOST else join_names(names, terms)


def short_names(people: Sequence[Contributor], terms: Terms) -> str:
    """Return the names for a short note."""
    names = [short_name(person) for person in people]
    return f"{names[0]} {terms.et_al}" if len(names) > _NOTE_MOST else join_names(names, terms)


def entry_names(people: Sequence[Contributor], terms: Terms) -> str:
    """Return the names that head a bibliography entry: all up to ten, else the first seven."""
    names = [inverted_name(people[0]), *(full_name(person) for person in people[1:])]
    if len(names) > _ENTRY_MOST:
        return ", ".join([*names[:_ENTRY_SHOWN], terms.et_al])
    if len(names) == 2 and names[0] != full_name(people[0]):
        return f"{names[0]}, {terms.and_word} {names[1]}"
    return join_names(names, terms)


def lead_suffix(role: Role, count: int, terms: Terms) -> str:
    """Return what follows the names of a lead who is not the author: ", ed."."""
    one, several = terms.lead_suffix.get(role, ("", ""))
    return several if count > 1 else one


def _language(person: Contributor) -> str:
    return person.language.partition("-")[0].lower()
