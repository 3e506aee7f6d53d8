"""What is doubtful in imported data, in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from deskwise.app.lake import DoubtfulRow
from deskwise.app.show_quality import ExplainedFinding, ExplainedQuality
from deskwise.app.tables.table import Column, Table

MOST_LINES = 6
NOTHING = "Nothing doubtful was found in what import {} brought."


def quality_table(quality: ExplainedQuality) -> Table:
    """The findings of an import; below them what each means, what to do, and where to look."""
    columns = [Column("severity"), Column("found"), Column("share", "right"), Column("in figures")]
    if not quality.findings:
        return Table(columns, [], None, (NOTHING.format(quality.import_id),))
    rows = [
        [each.finding.severity, each.says, f"{each.finding.share:.1%}", each.counted_words]
        for each in quality.findings
    ]
    notes = [line for each in quality.findings for line in ("", *_meaning(each))]
    return Table(columns, rows, f"What is doubtful in import {quality.import_id}:", notes)


def doubt_lines(findings: Sequence[ExplainedFinding], see: str | None) -> list[str]:
    """The findings in a few lines for the end of an import; `see` names what tells more of them."""
    if not findings:
        return []
    lines = [f"{each.finding.severity}: {each.says} ({_aside(each)})" for each in findings[:MOST_LINES]]
    further = len(findings) - MOST_LINES
    if further > 0:
        lines.append(f"and {further} more")
    told = f" ({see} says what each means and what to do)" if see else ""
    return [f"Doubtful in this data{told}:", *(f"  {line}" for line in lines)]


def _aside(each: ExplainedFinding) -> str:
    return ", ".join(part for part in (f"{each.finding.share:.1%}", each.counted_words) if part)


def _meaning(each: ExplainedFinding) -> list[str]:
    subject = f" ({each.finding.subject})" if each.finding.subject else ""
    lines = [f"{each.finding.check}{subject}: {each.check.sentence}", f"  What to do: {each.check.do}"]
    if each.finding.examples:
        lines.append(f"  Such as: {'; '.join(place_words(one) for one in each.finding.examples)}.")
    return lines


def place_words(one: DoubtfulRow) -> str:
    """Where an example is: its file with its line, its ticket, and what else is told of it."""
    parts = []
    if one.file is not None:
        where = f" line {one.line}" if one.line is not None else f" row {one.row}" if one.row else ""
        parts.append(f"{PurePath(one.file).name}{where}")
    if one.ticket is not None:
        parts.append(f"ticket {one.ticket}")
    if one.detail is not None:
        parts.append(one.detail)
    return ", ".join(parts)
