"""The style sheet of a report's HTML: on the screen, in the dark, and on paper."""

from __future__ import annotations

from desktop_app.reports.model import Paper, Report
from desktop_app.reports.setting import make_sheet

_SCREEN = """
:root { color-scheme: light dark; --rule: color-mix(in srgb, currentcolor 45%, transparent);
  --soft: color-mix(in srgb, currentcolor 68%, transparent);
  --wash: color-mix(in srgb, currentcolor 9%, transparent); }
body { font-family: "Noto Serif", "Noto Serif Lao", Georgia, "Times New Roman", serif;
  line-height: 1.5; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  overflow-wrap: break-word; }
:lang(lo) { font-family: "Noto Serif Lao", "Noto Sans Lao", "Leelawadee UI", "Lao Sangam MN",
  serif; line-height: 1.7; }
h1, h2, h3, h4, h5, h6 { font-family: "Noto Sans", "Noto Sans Lao", "Segoe UI", sans-serif;
  line-height: 1.25; margin: 1.6em 0 .4em; break-after: avoid; }
h1 { margin-top: 0; }
.number { color: var(--soft); font-weight: normal; margin-right: .3em; }
.subtitle { font-size: 1.15em; margin-top: -.3em; }
.names, .remark, footer, .backlink { color: var(--soft); }
a { color: inherit; text-decoration-color: var(--rule); }
p, li { orphans: 2; widows: 2; }
ul.claims { padding-left: 1.2rem; margin: .3em 0; }
ul.claims li { margin: .2em 0; break-inside: avoid; }
li.uncited { border-left: 3px solid #b3261e; padding-left: .5em; }
bdi.quote { white-space: pre-wrap; }
.sc { font-variant: small-caps; }
sup { line-height: 0; margin-left: .1em; }
sup a { text-decoration: none; padding: 0 .1em; }
nav ol, section.index ul { list-style: none; padding-left: 0; margin: .3em 0; }
nav ol ol { padding-left: 1.4em; }
section.index ul { columns: 16em; }
section.index li { padding-left: 1.4em; text-indent: -1.4em; break-inside: avoid; }
dl { margin: .5em 0; }
dl div { display: grid; grid-template-columns: 12em 1fr; column-gap: 1em; margin: .3em 0; }
dt { font-weight: bold; }
dd { margin: 0; }
ul.tree, ul.tree ul { list-style: none; margin: 0; padding: 0; }
ul.tree { margin: .5em 0; }
ul.tree ul { padding-left: .6em; }
ul.tree ul li { position: relative; padding-left: 1.2em; border-left: 1px solid var(--rule); }
ul.tree ul li:last-child { border-left-color: transparent; }
ul.tree ul li::before { content: ""; position: absolute; left: -1px; top: 0; width: 1em;
  height: .75em; border-bottom: 1px solid var(--rule); border-left: 1px solid var(--rule); }
div.table { overflow-x: auto; margin: .8em 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
caption { text-align: left; font-weight: bold; padding: .2em 0; break-after: avoid; }
th, td { border: 1px solid var(--rule); padding: .4em .6em; text-align: left;
  vertical-align: top; }
table.conflict { margin: .8em 0; }
table.conflict th { font-weight: normal; }
th.chosen, td.chosen { border: 2px solid; }
table.grid { font-size: .93em; min-width: 32rem; }
table.grid th, table.grid td { border-width: 0 0 1px; }
table.grid thead th { border-top-width: 1px; }
table.grid .figure { text-align: right; font-variant-numeric: tabular-nums; }
table.grid tbody th { background: var(--wash); }
table p { margin: 0 0 .3em; }
section.notes { font-size: .92em; }
section.notes li { margin: .35em 0; }
section.notes li > a.entry { text-decoration: none; }
li:target, p:target, h2:target, h3:target, sup:has(:target) { background: var(--wash); }
p.entry { padding-left: 2em; text-indent: -2em; margin: .35em 0; }
footer { margin-top: 2em; border-top: 1px solid var(--rule); font-size: .9em; }
@media (max-width: 34rem) { dl div { display: block; } }
"""
_CONTEXT = """
table.context { margin: 0; }
table.context td { border: 0; padding: .1em .3em; font-size: .85em; }
table.context td.left { width: 34%; text-align: right; }
table.context td.word { width: 14%; text-align: center; }
table.context td.source { width: 20%; color: var(--soft); }
"""
_PRINT = """
@page { size: %(paper)s; margin: %(top)spt %(side)spt %(bottom)spt;
  @bottom-right { content: counter(page) " / " counter(pages); } }
@media print { :root { color-scheme: light; } body { max-width: none; margin: 0; padding: 0;
  font-size: 10.5pt; }
  a { text-decoration: none; } .backlink { display: none; }
  thead { display: table-header-group; } tr, dl div { break-inside: avoid; }
  div.table { overflow: visible; } table.grid { min-width: 0; }
  nav.contents { break-after: page; } }
"""
_PAPERS = {Paper.A4: "A4", Paper.LETTER: "letter"}


def make_style(report: Report, *, has_context: bool) -> str:
    """Return the style sheet for the report's paper and margins."""
    sheet = make_sheet(report.setup)
    page = {
        "paper": _PAPERS[report.setup.paper],
        "top": f"{sheet.top:g}",
        "side": f"{sheet.side:g}",
        "bottom": f"{sheet.bottom:g}",
    }
    return _SCREEN + (_CONTEXT if has_context else "") + _PRINT % page
