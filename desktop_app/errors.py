"""Two families of error: the world's, which become a sentence, and ours, which rise to the hook."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import Any

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

    def to_plain(self) -> list[object]:
        """Return the error as plain values, to be made again in another process."""
        return [self.code, self.english, self.values]

    @classmethod
    def from_plain(cls, plain: Sequence[Any]) -> UserError:
        """Return the error that `to_plain` described."""
        code, english, values = plain
        return cls(code, english, **values)

    def __str__(self) -> str:
        """Return code and sentence, for logs."""
        return f"{self.code}: {self.message}"


def find_explanation(error: BaseException) -> UserError | None:
    """Return the sentence for an error of the world that nobody expected there, None for ours."""
    if isinstance(error, UserError):
        return error
    if isinstance(error, MemoryError):
        return UserError(
            "out_of_memory",
            "There is not enough memory for this. It was not done; everything before it is safe. "
            "Close other programs, or do it in smaller parts.",
        )
    return _explain_file(error) if isinstance(error, OSError) else None


def _explain_file(error: OSError) -> UserError | None:
    where = str(error.filename or "")
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return UserError(
            "disk_full",
            "The disk is full ({path}). This was not done; everything before it is safe. Free "
            "some space and do it again.",
            path=where or reason,
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UserError(
            "not_allowed",
            "{path} cannot be used: {reason}. This was not done; everything before it is safe. "
            "Check the permissions, or choose another place.",
            path=where,
            reason=reason,
        )
    if error.errno in (errno.EIO, errno.ENXIO, errno.ENODEV, getattr(errno, "ESTALE", errno.EIO)):
        return UserError(
            "disk_error",
            "The disk does not answer ({reason}). This was not done; everything saved before it "
            "is safe. Check the disk and its cable, then do it again.",
            reason=reason,
        )
    return None
