"""The commands and their arguments, for argparse."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop_app import __version__
from desktop_app.catalog.ids import LISTED
from desktop_app.i18n import tr

KINDS = tuple(kind.value for kind in LISTED)

#: Every command, in the order of the help; the window is what is left without one.
COMMANDS = (
    *("new", "import", "import-names", "search", "show", "list", "do", "operations", "undo"),
    *("redo", "history", "report", "check", "reindex", "backup", "restore"),
)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the subcommands."""
    parser = argparse.ArgumentParser(
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
    parser = argparse.ArgumentParser(prog="regesta", description=tr("Open the window."))
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
    return parser


def _add_writing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    new = _command(commands, "new", tr("create a catalogue"))
    new.add_argument("--name", default="")
    files = _command(commands, "import", tr("import documents"))
    files.add_argument("files", nargs="+", type=Path, metavar="FILE")
    files.add_argument("--title", default="")
    files.add_argument("--language", default="")
    files.add_argument("--source", metavar="ID")
    files.add_argument("--encoding", default="")
    names = _command(commands, "import-names", tr("import entities and their names"))
    names.add_argument("file", type=Path, metavar="FILE.csv")
    do = _command(commands, "do", tr("run an operation of the window"))
    do.add_argument("operation", metavar="OPERATION")
    do.add_argument("arguments", nargs="?", default="{}", metavar="ARGS")
    _command(commands, "operations", tr("list the operations"), has_catalogue=False)
    undo = _command(commands, "undo", tr("undo the newest change"))
    undo.add_argument("--change", type=int, metavar="N")
    _command(commands, "redo", tr("redo the change undone last"))


def _add_reading(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    search = _command(commands, "search", tr("search everything"))
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--kind", action="append", choices=KINDS, default=[])
    search.add_argument("--from", dest="from_date", metavar="EDTF")
    search.add_argument("--to", dest="to_date", metavar="EDTF")
    search.add_argument("--exact", action="store_true")
    search.add_argument("--no-expand", action="store_true")
    _add_page(search, 20)
    show = _command(commands, "show", tr("show one record"))
    show.add_argument("id", metavar="ID")
    listed = _command(commands, "list", tr("list the records of a kind"))
    listed.add_argument("kind", choices=KINDS, metavar="KIND")
    _add_page(listed, -1)
    history = _command(commands, "history", tr("show what was changed"))
    history.add_argument("id", nargs="?", metavar="ID")
    report = _command(commands, "report", tr("write a report"))
    report.add_argument("name", choices=("citations",), metavar="NAME")
    report.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    report.add_argument("--style", default="chicago", choices=("chicago",))
    report.add_argument("--language", default="en", choices=("en", "vi"))
    report.add_argument("--subject", action="append", default=[], metavar="ID")


def _add_page(parser: argparse.ArgumentParser, limit: int) -> None:
    parser.add_argument("--limit", type=int, default=limit)
    parser.add_argument("--offset", type=int, default=0)


def _add_keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _command(commands, "check", tr("check the catalogue"))
    _command(commands, "reindex", tr("build the search index anew"))
    backup = _command(commands, "backup", tr("write a backup"))
    backup.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    restore = _command(commands, "restore", tr("make a catalogue of a backup"), has_catalogue=False)
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("catalogue", type=Path, metavar="CATALOGUE")
