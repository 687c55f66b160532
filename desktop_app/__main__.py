"""The program: a command of the command line, or without one the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop_app import i18n
from desktop_app.errors import UserError, find_explanation

if TYPE_CHECKING:
    from desktop_app.cli.arguments import WrongUsage

#: Where one of these comes first, the words are for the command line and not for the window.
_ABOUT_THE_PROGRAM = ("-h", "--help", "--version")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Regesta; return 0 for done, 1 for a fault of catalogue or input, 2 for wrong usage.

    3 stands for a mistake of Regesta itself.
    """
    from desktop_app.cli.arguments import COMMANDS, make_parser, make_window_parser
    from desktop_app.cli.output import occupy_standard_streams

    occupy_standard_streams()
    i18n.set_language(i18n.system_language())
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in words
    # `--json` may stand before the command too.
    rest = words[1:] if words[:1] == ["--json"] else words
    if rest and rest[0] in (*COMMANDS, *_ABOUT_THE_PROGRAM):
        given = _parse(make_parser(), rest, as_json=as_json)
        return _report_faults(lambda: _run_command(given, as_json=as_json), as_json=as_json)
    given = _parse(make_window_parser(), words, as_json=as_json)
    return _report_faults(lambda: _open_window(given), as_json=as_json)


def _parse(
    parser: argparse.ArgumentParser, words: Sequence[str], *, as_json: bool
) -> argparse.Namespace:
    from desktop_app.cli.arguments import WrongUsage

    try:
        return parser.parse_args(words)
    except WrongUsage as error:
        raise SystemExit(_say_usage(error, as_json=as_json)) from error


def _say_usage(error: WrongUsage, *, as_json: bool) -> int:
    from desktop_app.cli.output import complain, print_error

    complain(error.usage)
    found = UserError("wrong_usage", "Wrong usage. {reason}", reason=error.reason)
    return print_error(found, as_json=as_json, status=2)


def _run_command(given: argparse.Namespace, *, as_json: bool) -> int:
    from desktop_app.cli.arguments import WrongUsage
    from desktop_app.cli.commands import RUNNERS
    from desktop_app.cli.output import print_answer

    try:
        return print_answer(RUNNERS[given.command](given), as_json=as_json)
    except WrongUsage as error:
        # What only the command itself knows to be wrong: options that its kind does not have.
        return _say_usage(error, as_json=as_json)


def _open_window(given: argparse.Namespace) -> int:
    from desktop_app.app import open_window

    return open_window(given)


def _report_faults(run: Callable[[], int], *, as_json: bool) -> int:
    from desktop_app.cli.output import print_error

    try:
        return run()
    except UserError as error:
        return print_error(error, as_json=as_json)
    except KeyboardInterrupt:
        stopped = UserError(
            "interrupted", "Interrupted. A change that was not finished was not saved."
        )
        return print_error(stopped, as_json=as_json)
    except Exception as error:
        # Whatever was not foreseen: a sentence for the world's errors, a report for ours.
        explained = find_explanation(error)
        if explained is not None:
            return print_error(explained, as_json=as_json)
        return _report_mistake(error, as_json=as_json)


def _report_mistake(error: Exception, *, as_json: bool) -> int:
    from desktop_app.cli.output import complain, print_error
    from desktop_app.services.bug_report import write_report
    from desktop_app.services.problem_files import MISTAKE, keep_report

    report = write_report(error)
    path = keep_report(report, MISTAKE)
    complain(report)
    mistake = UserError(
        "mistake",
        "Something went wrong inside Regesta. Every change that was finished is saved; the one "
        "that failed was taken back. Send the report above to whoever looks after your copy. "
        "{path}",
        path=str(path or ""),
    )
    return print_error(mistake, as_json=as_json, status=3)


if __name__ == "__main__":
    sys.exit(main())
