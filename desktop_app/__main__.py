"""The program: a command of the command line, or without one the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from desktop_app import i18n
from desktop_app.errors import UserError

#: Where one of these comes first, the words are for the command line and not for the window.
_ABOUT_THE_PROGRAM = ("-h", "--help", "--version")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Regesta; return 0 for done, 1 for a fault of catalogue or input, 2 for wrong usage."""
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
    from desktop_app.cli.output import complain, print_error

    try:
        return parser.parse_args(words)
    except WrongUsage as error:
        complain(error.usage)
        found = UserError("wrong_usage", "Wrong usage. {reason}", reason=error.reason)
        raise SystemExit(print_error(found, as_json=as_json, status=2)) from error


def _run_command(given: argparse.Namespace, *, as_json: bool) -> int:
    from desktop_app.cli.commands import RUNNERS
    from desktop_app.cli.output import print_answer

    return print_answer(RUNNERS[given.command](given), as_json=as_json)


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


if __name__ == "__main__":
    sys.exit(main())
