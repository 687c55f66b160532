"""The commands and their arguments, for argparse."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn

from desktop_app import __version__
from desktop_app.catalog.ids import LISTED
from desktop_app.cli.argument_types import GREATEST, read_count, read_seal, read_word
from desktop_app.cli.output import write_lines
from desktop_app.cli.report_arguments import add_report_arguments
from desktop_app.i18n import tr
from desktop_app.services.findings import Repair

KINDS = tuple(kind.value for kind in LISTED)

#: Commands that can read a copy of a catalogue that is open elsewhere.
_OF_A_COPY = {"search", "show", "list", "history", "report", "check"}

#: Every command, in the order of the help; the window is what is left without one.
COMMANDS = (
    *("new", "import", "import-names", "search", "show", "list", "do", "operations", "undo"),
    *("redo", "history", "report", "reports", "check", "reindex", "backup", "backups", "restore"),
    *("salvage", "export", "export-names", "verify-export"),
)


class WrongUsage(Exception):
    """The words given are no command: what is wrong, and the usage."""

    def __init__(self, reason: str, usage: str) -> None:
        """Keep the `reason` in a few words, and the `usage` as argparse writes it."""
        super().__init__(reason)
        self.reason = reason
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """A parser whose faults the program prints itself, and whose help any terminal can show."""

    def error(self, message: str) -> NoReturn:
        """Raise WrongUsage."""
        raise WrongUsage(f"{self.prog}: {message}", self.format_usage().rstrip("\n"))

    def print_help(self, file: Any = None) -> None:
        """Print the help as UTF-8 on standard output."""
        del file
        write_lines((self.format_help().rstrip("\n"),))


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the subcommands."""
    parser: argparse.ArgumentParser = Parser(
        prog="regesta",
        description=tr("Catalogue sources, excerpts and claims. Without a command: the window."),
        epilog=tr("regesta [CATALOGUE] opens the window; with --screenshot FILE.png it draws it."),
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_writing(commands)
    _add_reading(commands)
    _add_keeping(commands)
    return parser


def make_window_parser() -> argparse.ArgumentParser:
    """Return the parser of the call that opens the window."""
    parser = Parser(prog="regesta", description=tr("Open the window."))
    parser.add_argument("catalogue", nargs="?", type=Path)
    parser.add_argument("--screenshot", type=Path, metavar="FILE.png")
    parser.add_argument("--language", choices=("en", "vi"))
    parser.add_argument("--theme", choices=("light", "dark"))
    parser.add_argument("--select", metavar="ID")
    parser.add_argument("--size", default="1400x900", metavar="WIDTHxHEIGHT")
    parser.add_argument("--json", action="store_true")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    summary: str,
    *,
    has_catalogue: bool = True,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=summary, description=summary)
    parser.add_argument("--json", action="store_true", help=tr("print one JSON value"))
    if has_catalogue:
        parser.add_argument("catalogue", type=Path, metavar="CATALOGUE")
    if has_catalogue and name != "new":
        said = tr("open what another computer left open; only where nobody works in it there")
        parser.add_argument("--take-over", action="store_true", help=said)
    if name in _OF_A_COPY:
        said = tr("read a copy as it is now, whoever has the catalogue open")
        parser.add_argument("--snapshot", action="store_true", help=said)
    return parser


def _add_writing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    new = _command(commands, "new", tr("create a catalogue"))
    new.add_argument("--name", default="", type=read_word)
    files = _command(commands, "import", tr("import documents"))
    files.add_argument("files", nargs="+", type=Path, metavar="FILE")
    files.add_argument("--title", default="", type=read_word)
    files.add_argument("--language", default="", type=read_word)
    files.add_argument("--source", metavar="ID", type=read_word)
    files.add_argument("--encoding", default="", type=read_word)
    names = _command(commands, "import-names", tr("import entities and their names"))
    names.add_argument("file", type=Path, metavar="FILE.csv")
    do = _command(commands, "do", tr("run an operation of the window"))
    do.add_argument("operation", metavar="OPERATION", type=read_word)
    do.add_argument("arguments", nargs="?", default="{}", metavar="ARGS", type=read_word)
    _command(commands, "operations", tr("list the operations"), has_catalogue=False)
    undo = _command(commands, "undo", tr("undo the newest change"))
    undo.add_argument("--change", type=read_count, metavar="N")
    _command(commands, "redo", tr("redo the change undone last"))


def _add_reading(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    search = _command(commands, "search", tr("search everything"))
    search.add_argument("query", metavar="QUERY", type=read_word)
    search.add_argument("--kind", action="append", choices=KINDS, default=[])
    search.add_argument("--from", dest="from_date", metavar="EDTF", type=read_word)
    search.add_argument("--to", dest="to_date", metavar="EDTF", type=read_word)
    search.add_argument("--exact", action="store_true")
    search.add_argument("--no-expand", action="store_true")
    _add_page(search, 20)
    show = _command(commands, "show", tr("show one record"))
    show.add_argument("id", metavar="ID", type=read_word)
    listed = _command(commands, "list", tr("list the records of a kind"))
    listed.add_argument("kind", choices=KINDS, metavar="KIND")
    listed.add_argument("--csv", type=Path, metavar="FILE.csv", help=tr("write all rows as CSV"))
    said = tr("leave cells that a spreadsheet would run as they are")
    listed.add_argument("--exact-cells", action="store_true", help=said)
    _add_page(listed, GREATEST)
    history = _command(commands, "history", tr("show what was changed"))
    history.add_argument("id", nargs="?", metavar="ID", type=read_word)
    report = _command(commands, "report", tr("write a report"))
    add_report_arguments(report)
    _command(
        commands, "reports", tr("list the kinds of report and their options"), has_catalogue=False
    )


def _add_page(parser: argparse.ArgumentParser, limit: int) -> None:
    parser.add_argument("--limit", type=read_count, default=limit, metavar="N")
    parser.add_argument("--offset", type=read_count, default=0, metavar="N")


def _add_keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = _command(commands, "check", tr("check the catalogue"))
    said = tr("take this file as your own, although it is not the one you last used")
    check.add_argument("--accept", action="store_true", help=said)
    check.add_argument("--seal", metavar="CHANGE:SEAL", type=read_seal)
    check.add_argument("--repair", metavar="REPAIR", choices=[repair.value for repair in Repair])
    _command(commands, "reindex", tr("build the search index anew"))
    backup = _command(commands, "backup", tr("write a backup"))
    backup.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    backups = _command(commands, "backups", tr("list the backups and how they are"))
    backups.add_argument("--verify", action="store_true", help=tr("read each one whole"))
    salvage = _command(
        commands,
        "salvage",
        tr("make a new catalogue of what a damaged one still holds"),
        has_catalogue=False,
    )
    salvage.add_argument("damaged", type=Path, metavar="DAMAGED")
    salvage.add_argument("catalogue", type=Path, metavar="NEW")
    restore = _command(commands, "restore", tr("make a catalogue of a backup"), has_catalogue=False)
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("catalogue", type=Path, metavar="CATALOGUE")
    restore.add_argument(
        "--replace",
        action="store_true",
        help=tr("in the place of a catalogue, which is kept beside under another name"),
    )
    export = _command(commands, "export", tr("write everything into a folder, for any reader"))
    export.add_argument("folder", type=Path, metavar="FOLDER")
    export.add_argument("--language", default="en", choices=("en", "vi"))
    names = _command(commands, "export-names", tr("write the names as import-names reads them"))
    names.add_argument("file", type=Path, metavar="FILE.csv")
    verify = _command(
        commands, "verify-export", tr("compare an export with its lists"), has_catalogue=False
    )
    verify.add_argument("folder", type=Path, metavar="FOLDER")
