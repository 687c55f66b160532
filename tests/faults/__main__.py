"""Run every fault test at full count: `python tests/faults [words for pytest]`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    os.environ["REGESTA_FAULTS"] = "full"
    folder = str(Path(__file__).parent)
    # At full count a test may well take longer than a test that hangs.
    unhurried = ["-o", "faulthandler_timeout=0"]
    sys.exit(pytest.main([folder, "-q", "-p", "no:randomly", *unhurried, *sys.argv[1:]]))
