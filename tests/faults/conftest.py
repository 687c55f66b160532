"""How often a fault is tried: a few times in the ordinary run, at full count when asked.

`python tests/faults` sets REGESTA_FAULTS=full and runs this folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest


@pytest.fixture
def rounds() -> Callable[[int, int], int]:
    """Return `rounds(small, full)`: how many rounds a test runs now."""
    is_full = os.environ.get("REGESTA_FAULTS") == "full"
    return lambda small, full: full if is_full else small


@pytest.fixture
def say(capfd: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Return `say(line)`: print a count past pytest's capture."""

    def print_line(line: str) -> None:
        with capfd.disabled():
            print(f"\n  {line}", file=sys.stdout, flush=True)

    return print_line
