"""Run every benchmark one after the other: `python tests/benchmarks`.

Each prints its figures beside its targets. Machines are noisy: compare within one run only.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARKS = ("reader", "lists", "report_pdf", "scale", "search", "search_window")


def main() -> int:
    """Run the benchmarks, each in a process of its own; return the first exit status but 0."""
    folder = Path(__file__).resolve().parent
    for name in BENCHMARKS:
        print(f"== {name}", flush=True)
        status = subprocess.call([sys.executable, str(folder / f"{name}.py")])
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
