"""How drafts are named to the user: when, of what, how much."""

from __future__ import annotations

from datetime import datetime

from desktop_app.i18n import mark, tr, tr_marked
from desktop_app.services.drafts import Draft

_FORMS = {
    "source": mark("Source"),
    "repository": mark("Repository"),
    "document": mark("Document"),
    "excerpt": mark("Excerpt"),
    "event": mark("Event"),
    "entity": mark("Entity"),
    "property": mark("Property"),
    "claim": mark("Claim"),
    "claim_line": mark("New claim"),
    "note": mark("Note on an excerpt"),
    "preferred": mark("Reason for preferring"),
    "deprecated": mark("Reason for deprecating"),
    "evidence": mark("New evidence"),
}
_NEW_FORMS = {
    "source": mark("New source"),
    "repository": mark("New repository"),
    "event": mark("New event"),
    "entity": mark("New entity"),
    "property": mark("New property"),
}
_TITLE_LETTERS = 60


def say_form(draft: Draft) -> str:
    """Return what kind of form it was."""
    words = _FORMS if draft.record else {**_FORMS, **_NEW_FORMS}
    return tr_marked(words[draft.form]) if draft.form in words else draft.form


def say_time(draft: Draft) -> str:
    """Return when it was typed: the hour, and the day where that was not today."""
    try:
        at = datetime.fromisoformat(draft.at).astimezone()
    except (ValueError, OverflowError, OSError):
        return draft.at
    is_today = at.date() == datetime.now().astimezone().date()
    return f"{at:%H:%M}" if is_today else f"{at:%Y-%m-%d %H:%M}"


def say_moment(moment: str) -> str:
    """Return an ISO 8601 moment as day and hour of this place."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return moment


def say_subject(draft: Draft) -> str:
    """Return what it is about, such as Event “…”."""
    title = " ".join(draft.title.split())
    if not title:
        return say_form(draft)
    if len(title) > _TITLE_LETTERS:
        title = f"{title[:_TITLE_LETTERS]}…"
    return tr("{form} “{title}”", form=say_form(draft), title=title)


def say_count(draft: Draft) -> str:
    """Return how many fields it holds."""
    count = len(draft.fields)
    return tr("1 field") if count == 1 else tr("{count} fields", count=count)
