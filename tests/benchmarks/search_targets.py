"""The figures of one run of the search benchmark, as tables and beside the targets."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Kinds of queries whose speed is compared with FTS5's by one target.
PLAIN = ("common term", "and", "or", "not", "phrase", "term + dates", "term + kind", "exact")
PREFIXES = ("prefix 3", "prefix 2")
#: The size of corpus for which ratios and milliseconds were set.
MEANT_FOR = 100_000
#: Kinds whose speed is compared with tantivy's; of the others it reads only the best few.
ALIKE = ("common term", "and", "phrase", "term + dates", *PREFIXES, "fuzzy")


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of `values` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@dataclass
class Figures:
    """What was measured at one size: records a second, and milliseconds by engine."""

    count: int
    builds: dict[str, float] = field(default_factory=dict)
    opens: dict[str, list[float]] = field(default_factory=dict)
    queries: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    edits: dict[str, list[float]] = field(default_factory=dict)

    def show(self) -> None:
        """Print p50 and p95 of everything, and how ours compares."""
        names = list(self.builds)
        print("\nmilliseconds p50 / p95".ljust(24) + "".join(name.rjust(19) for name in names))
        for kind, times in {**self.queries, "open + first": self.opens, "edit": self.edits}.items():
            cells = [
                f"{percentile(times[name], 0.5):8.2f} /{percentile(times[name], 0.95):8.2f}"
                if name in times
                else "–"
                for name in names
            ]
            print(kind.ljust(23) + "".join(cell.rjust(19) for cell in cells))

    def p95(self, kind: str, name: str) -> float:
        """Return the 95th percentile of a kind of query with an engine."""
        return percentile(self.queries[kind][name], 0.95)

    def worst_ratio(self, kinds: tuple[str, ...], name: str) -> tuple[float, str]:
        """Return the greatest ratio of our p95 to an engine's, and the kind it is of."""
        return max(
            (self.p95(kind, "regesta") / self.p95(kind, name), kind)
            for kind in kinds
            if name in self.queries[kind]
        )


def compare(figures: Figures) -> None:
    """Print each target, what was reached, and whether that is enough."""
    if figures.count != MEANT_FOR:
        print(f"\nThe targets below are meant for {MEANT_FOR:,} records, but for opening.")
    print("\ntarget".ljust(44) + "reached".rjust(10) + "must".rjust(9) + "reach for".rjust(11))
    for kinds, label, must, reach in (
        (PLAIN, "plain kinds p95 / FTS5", 0.75, 0.3),
        (PREFIXES, "prefix p95 / FTS5", 0.5, 0.2),
        (("facets",), "facets p95 / FTS5 with GROUP BY", 0.2, 0.03),
        (("snippets",), "snippets p95 / FTS5 snippet()", 2, 1),
    ):
        value, kind = figures.worst_ratio(kinds, "fts5")
        say(f"{label} ({kind})", value, must, reach)
    if "tantivy" in figures.builds:
        value, kind = figures.worst_ratio(ALIKE, "tantivy")
        say(f"p95 / tantivy ({kind})", value, 6, 3)
    ours = figures.builds["regesta"]
    if "whoosh" in figures.builds:
        say("build / Whoosh as it comes", ours / figures.builds["whoosh"], -10, -20)
    say("build / FTS5 written + folded", ours / figures.builds["fts5"], -0.8, -1.3)
    say("edit to searchable p95, ms", percentile(figures.edits["regesta"], 0.95), 100, 50)
    is_large = figures.count > 100_000
    opened = percentile(figures.opens["regesta"], 0.5)
    say("open + first query, ms", opened, 60 if is_large else 30, 20 if is_large else 10)
    kind = max(figures.queries, key=lambda one: figures.p95(one, "regesta"))
    say(f"every kind p95, ms ({kind})", figures.p95(kind, "regesta"), 100, 35)


def say(label: str, value: float, must: float, reach: float) -> None:
    """Print one target; negative ones are to be exceeded."""
    good = [value >= -limit if limit < 0 else value <= limit for limit in (must, reach)]
    said = "reached" if good[1] else "enough" if good[0] else "MISSED"
    print(f"{label:43}{value:10.2f}{abs(must):9g}{abs(reach):11g}  {said}")
