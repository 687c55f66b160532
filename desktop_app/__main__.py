"""The program: a command of the command line, or without one the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from desktop_app import i18n
from desktop_app.errors import UserError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Regesta; return 0 for done, 1 for a fault of catalogue or input, 2 for wrong usage."""
    from desktop_app.cli.arguments import COMMANDS, make_parser
    from desktop_app.cli.output import print_answer, print_error

    words = list(sys.argv[1:] if arguments is None else arguments)
    i18n.set_language(i18n.system_language())
    is_command = any(word in COMMANDS for word in words[: 1 + (words[:1] == ["--json"])]) or words[
        :1
    ] in (
        ["-h"],
        ["--help"],
        ["--version"],
    )
    if not is_command:
        return _open_window(words)
    from desktop_app.cli.commands import RUNNERS

    # `--json` may stand before the command too.
    leading = [word for word in words[:1] if word == "--json"]
    given = make_parser().parse_args(words[len(leading) :])
    as_json = given.json or bool(leading)
    try:
        return print_answer(RUNNERS[given.command](given), as_json=as_json)
    except UserError as error:
        return print_error(error, as_json=as_json)
    except KeyboardInterrupt:
        return 1


def _open_window(words: list[str]) -> int:
    from desktop_app.cli.arguments import make_window_parser
    from desktop_app.cli.output import print_error

    given = make_window_parser().parse_args(words)
    try:
        from desktop_app.app import open_window

        return open_window(given)
    except UserError as error:
        return print_error(error, as_json=given.json)


if __name__ == "__main__":
    sys.exit(main())
