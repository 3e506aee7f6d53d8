"""docs/quality.md: every check of imported data, what it says and what to do."""

from deskwise.events.quality_checks import QUALITY_CHECKS, QualityCheck
from pages.markdown import code, table

INTRODUCTION = """\
# The quality report

Doubtful data is shown, not believed. After the fold every import is judged: all tickets that its files name, with what
the log knew of them before. `deskwise import` ends with what was found, most serious first; `deskwise quality` prints it
again with what it means, what to do and up to five examples, and ends with 1 if any of it is serious. The report is kept
with its import (`--import N`) and changes nothing: it takes no row out of a figure, and puts none in.

A finding says how many of how many, and how many of these are in figures all the same. Rows that are refused are in none;
[why a row is refused](events.md#why-a-row-is-refused) is on its own page. An example names a file, a line or row, and a
ticket, never what is written there. It is the row at the instant of what was found, else its ticket's first.

Checks that compare rows with each other look at 20 of a kind or more. Times of day are those of the zone the files were
read in, else of the workspace's. Durations, openings and re-contacts are those of the book of
[definitions](definitions.md).
"""


def page() -> str:
    """The page's text."""
    rows = [
        [code(each.code), f"... {each.found}", each.sentence, each.do, _serious(each)]
        for each in QUALITY_CHECKS
    ]
    return f"{INTRODUCTION}\n## Checks\n\n" + table(
        ["check", "says", "what it does to figures", "what to do", "serious"], rows
    )


def _serious(check: QualityCheck) -> str:
    if check.serious_from is None:
        return "never"
    return "always" if check.serious_from == 0 else f"from {check.serious_from:.0%}"
