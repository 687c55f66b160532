"""Two families of error: the world's, which become a sentence, and ours, which rise to the hook."""

from __future__ import annotations

from desktop_app.i18n import tr


class UserError(Exception):
    """Something the user can act on: a stable `code` and a sentence in the interface's language.

    The sentence says what happened, what is safe and what to do. `code` is part of the
    command line's contract and never translated.
    """

    def __init__(self, code: str, message: str, /, **values: object) -> None:
        """Keep `code`, the English `message` (a literal) and the `values` of its fields."""
        super().__init__(code)
        self.code = code
        self.english = message
        self.values = values

    @property
    def message(self) -> str:
        """Return the sentence in the interface's language."""
        return tr(self.english, **self.values)

    def __str__(self) -> str:
        """Return code and sentence, for logs."""
        return f"{self.code}: {self.message}"
