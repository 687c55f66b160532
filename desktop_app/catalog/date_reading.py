"""Reading dates as sources write them: Vietnamese, English and French, the day always first.

Works on the tokens of date_words.py. What a wording leaves out (year, month, century) comes
from its context, and is reported as inferred; nothing else is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from desktop_app.catalog.date_drafts import (
    Draft,
    NoDateError,
    borrow,
    express_third,
    find_draft,
    find_end,
    list_months,
    make_moment,
    settle_next_year,
)
from desktop_app.catalog.date_words import simplify_wording
from desktop_app.catalog.edtf_grammar import (
    Choice,
    Expression,
    Moment,
    Span,
    parse_expression,
    step_moment,
    write_expression,
)
from desktop_app.errors import UserError

#: Code points; no date is longer, and a pasted page must not be searched for one.
_LONGEST = 160
_SINCE = re.compile(r"(?:ke tu|tu|since|from|depuis) ")
_UNTIL = re.compile(r"(?:cho den|cho toi|den het|den|until|till|up to|jusqu'(?:en|a|au)) ")
_BEFORE = re.compile(r"(?:truoc|before|prior to|avant) ")
_AFTER = re.compile(r"(?:sau|after|apres) ")
_BETWEEN = re.compile(r"(?:giua|between|entre) (.+?) (?:va|and|et) (.+)")
_FROM_TO = re.compile(r"(?:tu|from|du|de) (.+?) (?:den het|den|toi|to|until|till|au|a|-) (.+)")
_RANGE_SIGN = re.compile(r" (?:den|to|rang sang|rang|au) | - |-")
_MONTH_DAYS = re.compile(r"m(\d{1,2}) (\d{1,2}) ?(?:-|to) ?(\d{1,2})(?: (\d{4}))?")
_SHORT_RANGE = re.compile(r"(\d\d)(\d\d) ?[-/] ?(\d\d)")
_OR = re.compile(r" (?:or|hoac|hay|ou) ")
_AND = re.compile(r" (?:and|va|et) | & ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a wording may leave out, 0 where not known."""

    year: int = 0
    month: int = 0

    def distance(self, year: int) -> int:
        """Return how many years `year` is from the year known."""
        return abs(year - self.year)


def read_wording(
    wording: str, language: str, context: Context
) -> tuple[str, tuple[str, ...]] | None:
    """Return in EDTF the date that `wording` says and what was inferred, or None where unclear."""
    text = wording.strip()
    if len(text) > _LONGEST:
        return None
    years = _SHORT_RANGE.fullmatch(text)
    try:
        if not (years and years[2] < years[3] > "12"):  # 1939-41 is a war, not half of a year
            parse_expression(text)
            return text, ()
    except UserError:
        pass
    reader = _Reader(context)
    expression = reader.read(simplify_wording(text, language))
    return (write_expression(expression), tuple(sorted(reader.inferred))) if expression else None


class _Reader:
    """Reads one wording; `inferred` collects what its context had to supply."""

    def __init__(self, context: Context) -> None:
        """Keep what the wording may leave out."""
        self.context = context
        self.inferred: set[str] = set()

    def read(self, text: str) -> Expression | None:
        """Return the first reading of `text` that is a date of the calendar."""
        asked = text.strip("[]() ")
        bare = asked.rstrip("?~%() ")
        for read in (self._read_period, self._read_one, self._read_range, self._read_open,
                     self._read_set):  # fmt: skip
            self.inferred.clear()
            try:
                expression = read(bare)
                if expression is not None:
                    checked = parse_expression(write_expression(expression))
                    return _qualify(checked, asked[len(bare) :])
            except (UserError, NoDateError):
                continue
        return None

    def _read_period(self, text: str) -> Expression | None:
        """Return a period named by its two ends: từ … đến, between … and."""
        for pattern in (_FROM_TO, _BETWEEN):
            match = pattern.fullmatch(text)
            if match:
                return self._join(match[1], match[2])
        return None

    def _read_one(self, text: str) -> Expression | None:
        """Return a single date."""
        draft = find_draft(text)
        return self._express(draft) if draft else None

    def _read_range(self, text: str) -> Expression | None:
        """Return a period written with a dash or a bare "to"."""
        short = _SHORT_RANGE.fullmatch(text)
        if short:
            text = f"{short[1]}{short[2]} - {short[1]}{short[3]}"
        days = _MONTH_DAYS.fullmatch(text)
        if days:
            text = f"{days[2]} - {days[3]} m{days[1]} {days[4] or ''}".strip()
        for sign in _RANGE_SIGN.finditer(text):
            span = self._join(text[: sign.start()], text[sign.end() :])
            if span:
                return span
        return None

    def _read_open(self, text: str) -> Expression | None:
        """Return a date open on one side: since, until, before, after."""
        for pattern, close in (
            (_SINCE, lambda e: Span(_find_first(e), None)),
            (_UNTIL, _close_at),
            (
                _BEFORE,
                lambda e: Choice((Span(None, step_moment(_find_first(e), -1)),), every=False),
            ),
            (_AFTER, lambda e: Choice((Span(step_moment(_find_last(e), 1), None),), every=False)),
        ):
            match = pattern.match(text)
            expression = self._read_one(text[match.end() :]) if match else None
            if expression:
                return close(expression)
        return None

    def _read_set(self, text: str) -> Expression | None:
        """Return several dates, all of them (and) or one of them (or)."""
        for pattern, every in ((_OR, False), (_AND, True)):
            parts = pattern.split(text)
            last = find_draft(parts[-1])
            if len(parts) < 2 or last is None:
                continue
            drafts = [find_end(part, last) for part in parts[:-1]]
            if None in drafts:
                continue
            whole = [borrow(draft, last) for draft in drafts if draft]
            members = [self._express(draft) for draft in (*whole, last)]
            if all(isinstance(member, Moment) for member in members):
                return Choice(tuple(m for m in members if isinstance(m, Moment)), every=every)
        return None

    def _join(self, left: str, right: str) -> Span | None:
        """Return the period between two wordings, each lending the other what it leaves out."""
        last = find_draft(right)
        first = find_end(left, last) if last else None
        if not first or not last or (first.is_season and not last.is_season):
            return None
        if not last.year and first.year:
            later = first.month > last.month > 0
            last = replace(last, year=first.year + later)
        first = borrow(first, self._complete(last))
        return Span(_find_first(self._express(first)), _find_last(self._express(last)))

    def _express(self, draft: Draft) -> Expression:
        """Return `draft`, completed from the context, as an expression of EDTF."""
        draft = self._complete(draft)
        if draft.third:
            return express_third(draft)
        if draft.window:
            months = [Draft(year=y, month=m) for y, m in list_months(draft)]
            return Span(
                *(make_moment(replace(m, approximate=True)) for m in months[:: len(months) - 1])
            )
        first = make_moment(draft)
        if not draft.until:
            return first
        return Span(first, make_moment(replace(draft, year=draft.until_year, month=draft.until)))

    def _complete(self, draft: Draft) -> Draft:
        """Return `draft` with year, month and century from the context where it has none."""
        known = self.context
        if draft.short >= 0 and not draft.year:
            self._need(known.year, "century")
            near = known.year - known.year % 100 + draft.short
            draft = replace(draft, year=min((near - 100, near, near + 100), key=known.distance))
        if draft.mask.startswith("?"):
            self.inferred.add("century")
            draft = replace(draft, mask=f"{(known.year or 1900) // 100:02}{draft.mask[1:]}")
        if draft.day and not draft.month:
            draft = replace(draft, month=self._need(known.month, "month"))
        if not draft.year and not draft.mask:
            draft = replace(draft, year=self._need(known.year, "year"))
        return settle_next_year(draft)

    def _need(self, known: int, name: str) -> int:
        """Return what the context knows, noting that it was inferred."""
        if not known:
            raise NoDateError(name)
        self.inferred.add(name)
        return known


def _qualify(expression: Expression, marks: str) -> Expression:
    """Return `expression` with the ? or ~ written after it, on each of its dates."""
    if not set(marks) & set("?~%"):
        return expression
    if isinstance(expression, Moment):
        return replace(
            expression,
            uncertain=expression.uncertain or bool(set(marks) & set("?%")),
            approximate=expression.approximate or bool(set(marks) & set("~%")),
            time="",
        )
    if isinstance(expression, Span):
        ends = [
            _qualify(end, marks) if end else None for end in (expression.first, expression.last)
        ]
        return Span(*(end if isinstance(end, Moment) else None for end in ends))
    members = [_qualify(member, marks) for member in expression.members]
    return Choice(tuple(m for m in members if not isinstance(m, Choice)), every=expression.every)


def _find_first(expression: Expression) -> Moment:
    """Return the date with which `expression` begins."""
    found = expression.first if isinstance(expression, Span) else expression
    if not isinstance(found, Moment):
        raise NoDateError("beginning")
    return found


def _find_last(expression: Expression) -> Moment:
    """Return the date with which `expression` ends."""
    found = expression.last if isinstance(expression, Span) else expression
    if not isinstance(found, Moment):
        raise NoDateError("end")
    return found


def _close_at(expression: Expression) -> Expression:
    """Return everything until `expression`, or the moment itself where it is a time of day."""
    last = _find_last(expression)
    return last if last.time else Span(None, last)
