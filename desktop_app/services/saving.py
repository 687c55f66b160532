"""Writing files that leave the catalogue: whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.reports.html import write_html
from desktop_app.reports.markdown import write_markdown
from desktop_app.reports.model import Report
from desktop_app.reports.plain import write_plain

#: The text formats of a report, by the file's suffix.
TEXT_WRITERS: dict[str, Callable[[Report], str]] = {
    ".html": write_html,
    ".htm": write_html,
    ".md": write_markdown,
    ".txt": write_plain,
}


def write_text_report(report: Report, path: Path) -> None:
    """Write a report as HTML, Markdown or plain text by the suffix of `path`."""
    suffix = path.suffix.lower()
    if suffix not in TEXT_WRITERS:
        raise UserError(
            "unknown_format",
            "A report cannot be written as “{suffix}”. Use .pdf, .html, .md or .txt.",
            suffix=suffix,
        )
    save_bytes(path, TEXT_WRITERS[suffix](report).encode("utf-8"))


def save_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path` by a temporary file beside it; raise UserError where that fails.

    Until the last step the old file stands untouched. What is no ordinary file (a folder, a
    device such as /dev/null) is refused: the last step would put a file in its place.
    """
    if path.exists() and not path.is_file():
        raise UserError(
            "not_a_file",
            "{path} is a folder or a device, not a file, and was not changed. Choose another name.",
            path=str(path),
        )
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise UserError(
            "not_written",
            "{path} could not be written ({reason}). What was there before is unchanged.",
            path=str(path),
            reason=error.strerror or str(error),
        ) from error
