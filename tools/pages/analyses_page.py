"""docs/analyses.md: every analysis with all its fields."""

from deskwise.analyses.entry import AnalysisEntry
from deskwise.analyses.registry import ANALYSES
from deskwise.app.analysis_question import ASKED_OF_ALL
from pages.markdown import code, table

INTRODUCTION = """\
# Analyses

What a figure does not show by itself. Each analysis takes figures as [the catalogue](metrics.md) defines them and gives a
*finding*: a sentence, numbers with their intervals, what to doubt of this very finding, and what it rests on (metric and version
of its definition, periods, filters, as-of, cases), so that whoever asks the same of the same data finds the same.

    deskwise analyse                                     # which there are
    deskwise analyse what_changed csat --by channel      # a finding
    deskwise analyse what_changed --help                 # what it assumes, and when not to trust it

In Python it is `ws.analyse("what_changed", "csat", by="channel")`, in the API `/api/v1/analyses/what_changed?metric=csat&by=channel`,
and on the pages *Analyses*.

A finding's `outcome` is `found` where the change is beyond noise, `nothing` where chance alone may do it, `not judged` where the
later period has not ended, and `too few` where there are too few cases to say anything.
"""


def page() -> str:
    """The page's text."""
    rows = [[f"[{name}](#{name})", entry.tells] for name, entry in ANALYSES.items()]
    parts = [INTRODUCTION, table(["analysis", "what it tells"], rows), _options()]
    parts += [_entry(entry) for entry in ANALYSES.values()]
    return "\n\n".join(part.rstrip() for part in parts)


def _options() -> str:
    rows = [[code(each.name), each.tells, each.default] for each in ASKED_OF_ALL]
    return "## What all of them are asked with\n\n" + table(
        ["option", "what it is", "if it is not given"], rows
    )


def _entry(entry: AnalysisEntry) -> str:
    rows = [
        ["the question", entry.answers],
        *([["always about", f"[{entry.of}](metrics.md#{entry.of})"]] if entry.of else []),
        ["method", entry.method],
        ["reference", entry.reference],
        ["libraries", entry.libraries],
        ["golden case", f"[{entry.example}](../golden/analyses/{entry.example}.toml)"],
        ["definition", code(entry.definition)],
    ]
    parts = [f"## {entry.name}", entry.tells, table(["", ""], rows)]
    if entry.options:
        told = [[code(each.name), each.tells, each.default] for each in entry.options]
        parts.append(table(["its own option", "what it is", "if it is not given"], told))
    for title, lines in (("It assumes", entry.assumes), ("When not to trust it", entry.distrust)):
        parts.append(f"{title}:\n\n" + "\n".join(f"* {line}" for line in lines))
    return "\n\n".join(parts)
