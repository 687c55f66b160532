"""Writing files that leave the catalogue: whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from desktop_app.errors import UserError
from desktop_app.reports.html import write_html
from desktop_app.reports.markdown import write_markdown
from desktop_app.reports.model import Report
from desktop_app.reports.plain import write_plain
from desktop_app.services.jobs import Progress
from desktop_app.services.report_rows import write_rows

#: Bytes that the usual file systems take in a name.
_LONGEST_NAME = 255

#: The text formats of a report, by the file's suffix.
TEXT_WRITERS: dict[str, Callable[[Report], str]] = {
    ".html": write_html,
    ".htm": write_html,
    ".md": write_markdown,
    ".txt": write_plain,
}


def write_text_report(report: Report, path: Path, progress: Progress | None = None) -> None:
    """Write a report in the format of the suffix of `path`: any but PDF, whose pages Qt sets.

    Raises UserError where it cannot be written, and Cancelled where `progress` was cancelled
    before the file was begun.
    """
    data = _encode(report, path.suffix.lower())
    if progress is not None:
        progress.check()
    save_bytes(path, data)


def _encode(report: Report, suffix: str) -> bytes:
    """Return the bytes of a report in the format of `suffix`; raise UserError for none."""
    if suffix in TEXT_WRITERS:
        return TEXT_WRITERS[suffix](report).encode("utf-8")
    if suffix == ".docx":
        from desktop_app.reports.docx import write_docx

        return write_docx(report)
    if suffix == ".odt":
        from desktop_app.reports.odt import write_odt

        return write_odt(report)
    if suffix == ".csv":
        return write_rows(report)
    raise UserError(
        "unknown_format",
        "No report is written as “{suffix}”. Use .pdf, .docx, .odt, .html, .md, .txt or .csv.",
        suffix=suffix,
    )


def save_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path` as `whole_file` does."""
    with whole_file(path) as file:
        file.write(data)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a temporary file beside `path` that takes its name at the end; raise UserError else.

    Until the last step the old file stands untouched, and after any exception for good. What is
    no ordinary file (a folder, a device such as /dev/null) is refused: the last step would put
    a file in its place.
    """
    if path.exists() and not path.is_file():
        raise UserError(
            "not_a_file",
            "{path} is a folder or a device, not a file, and was not changed. Choose another name.",
            path=str(path),
        )
    partial = path.with_name(_partial_name(path.name))
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise UserError(
            "not_written",
            "{path} could not be written ({reason}). What was there before is unchanged.",
            path=str(path),
            reason=error.strerror or str(error),
        ) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def _partial_name(name: str) -> str:
    """Return the temporary file's name, which no file system finds longer than it takes."""
    usual = f".{name}.part"
    if len(os.fsencode(usual)) <= _LONGEST_NAME:
        return usual
    return f".{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}.part"
