"""The report of a mistake of ours: versions, and where in the program it happened.

No text of a catalogue gets into it. Of an error's message only the words stay that the program
itself wrote there; quoted values and words from elsewhere become "[…]".
"""

from __future__ import annotations

import builtins
import dis
import importlib.metadata
import platform
import re
import site
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, TracebackType

from desktop_app import __version__
from desktop_app.errors import UserError
from desktop_app.paths import ROOT
from desktop_app.store.library import sqlite_version

HIDDEN = "[…]"
_FIRST_FRAMES, _LAST_FRAMES = 20, 40
_LONGEST_MESSAGE = 2_000
_MOST_ERRORS = 12
#: A value in quotation marks; the last form is one that is cut off.
_QUOTED = re.compile(
    r"(?<!\w)'(?:[^'\\]|\\.)*'(?!\w)|(?<!\w)\"(?:[^\"\\]|\\.)*\"(?!\w)"
    r"|“[^”]*”|‘[^’]*’|«[^»]*»|`[^`]*`|(?<!\w)['\"“‘«`].*",
    re.DOTALL,
)
_WORD = re.compile(r"[a-z]{2,5}-\d+|\w[\w.]*")
_HIDDEN_ROW = re.compile(rf"{re.escape(HIDDEN)}(?:\s+{re.escape(HIDDEN)})+")
#: The id of a record names no source and says no word of one.
_RECORD_ID = re.compile(r"[a-z]{2,5}-\d+")
_RAISE = dis.opmap["RAISE_VARARGS"]


def write_report(error: BaseException) -> str:
    """Return what a developer needs to know of `error`, without any text of the catalogue."""
    return "\n".join((*describe_program(), "", *_describe_chain(error)))


def describe_program() -> tuple[str, ...]:
    """Return the lines that say which program, libraries and system this is."""
    return (
        f"Regesta {__version__}, Python {platform.python_version()}, "
        f"Qt {_installed('PySide6-Essentials')}, SQLite {sqlite_version()}",
        f"{platform.system()} {platform.release()}, {platform.machine()}",
    )


def _installed(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "?"


def shorten_paths(text: str) -> str:
    """Return `text` with the program's own folders left out and the user's home as "~"."""
    libraries = [*site.getsitepackages(), site.getusersitepackages()]
    for folder in sorted({*libraries, str(Path(traceback.__file__).parent)}, key=len)[::-1]:
        text = text.replace(folder, "…")
    text = text.replace(f"{ROOT}/", "").replace(f"{ROOT}\\", "")
    try:
        home = str(Path.home())
    except RuntimeError:
        return text
    return text.replace(home, "~") if len(home) > 1 else text


def _describe_chain(error: BaseException) -> Iterator[str]:
    """Describe `error` after what led to it, the first cause first."""
    chain: list[tuple[BaseException, str]] = []
    one: BaseException | None = error
    link = ""
    while one is not None and len(chain) < _MOST_ERRORS:
        chain.append((one, link))
        link = "From this came:" if one.__cause__ is not None else "While this was handled:"
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    for one, following in reversed(chain):
        yield from _describe_one(one)
        if following:
            yield from ("", following, "")


def _describe_one(error: BaseException) -> Iterator[str]:
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):"
        yield from _describe_trace(error.__traceback__)
    kind = type(error)
    place = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    name = f"{place}{kind.__qualname__}"
    said = _describe_message(error)
    yield f"{name}: {said}" if said else name
    if isinstance(error, BaseExceptionGroup):
        for number, part in enumerate(error.exceptions[:_MOST_ERRORS], 1):
            yield f"  part {number}:"
            yield from (f"    {line}" for line in _describe_one(part))


def _describe_trace(trace: TracebackType) -> Iterator[str]:
    stack = traceback.extract_tb(trace)
    left = len(stack) - _FIRST_FRAMES - _LAST_FRAMES
    if left > 0:
        shown = [*stack[:_FIRST_FRAMES], *stack[-_LAST_FRAMES:]]
        lines = traceback.StackSummary.from_list(shown).format()
        lines.insert(_FIRST_FRAMES, f"  ({left} more)\n")
    else:
        lines = stack.format()
    for line in lines:
        yield shorten_paths(line.rstrip("\n"))


def _describe_message(error: BaseException) -> str:
    """Return of an error's message what the program wrote, and not what it was given."""
    if isinstance(error, UserError):
        return error.code
    try:
        message = str(error)[:_LONGEST_MESSAGE]
    except Exception:
        # A broken __str__ must not cost the report of what went wrong before it.
        return HIDDEN
    place = _find_last(error.__traceback__)
    if place is None:
        return hide_values(message)
    code, instruction = place
    is_ours = code.co_code[instruction : instruction + 1] == bytes([_RAISE])
    return hide_values(message, _words_of(code), keeps_ascii=not is_ours)


def _find_last(trace: TracebackType | None) -> tuple[CodeType, int] | None:
    """Return the code that raised, and the place of the instruction in it."""
    if trace is None:
        return None
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code, trace.tb_lasti


def _words_of(code: CodeType) -> frozenset[str]:
    """Return the words that stand in the code itself: its names and literals."""
    literals = [const for const in code.co_consts if isinstance(const, str)]
    names = (*code.co_names, *code.co_varnames, *code.co_freevars, code.co_name)
    return frozenset(word for text in (*literals, *names) for word in _WORD.findall(text))


def hide_values(
    message: str, known: frozenset[str] = frozenset(), *, keeps_ascii: bool = False
) -> str:
    """Return `message` with "[…]" for values in quotation marks and words that are not `known`.

    `keeps_ascii` spares unquoted words and numbers in ASCII, as the libraries in C write them.
    Ids of records and names of types stay.
    """

    def keep(found: re.Match[str]) -> str:
        word = found[0].rstrip(".")
        is_kept = word in known or (keeps_ascii and word.isascii())
        return found[0] if is_kept or _RECORD_ID.fullmatch(word) else HIDDEN

    pieces, end = [], 0
    for quoted in _QUOTED.finditer(message):
        pieces.append(_WORD.sub(keep, message[end : quoted.start()]))
        inside = quoted[0][1:-1]
        is_name = inside in known or _is_type(inside) or _RECORD_ID.fullmatch(inside)
        pieces.append(quoted[0] if is_name else HIDDEN)
        end = quoted.end()
    pieces.append(_WORD.sub(keep, message[end:]))
    return _HIDDEN_ROW.sub(HIDDEN, "".join(pieces))


def _is_type(text: str) -> bool:
    """Tell whether `text` names a type of Python or something in one of the program's modules."""
    module, dot, _ = text.partition(".")
    is_dotted = bool(dot) and module in sys.modules and text.replace(".", "_").isidentifier()
    return is_dotted or text == "NoneType" or isinstance(getattr(builtins, text, None), type)
