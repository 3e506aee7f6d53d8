"""How a file was understood, in words: what is known, what was taken to be so, and what has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deskwise.app.file_understanding import Question, Understanding
from deskwise.app.tables.table import Column, Table
from deskwise.kernel.language import marked, say

A_ROW = {
    "snapshot": marked("one row a ticket"), "calls": marked("one row a call"),
    "log": marked("one row an event"),
}  # fmt: skip
LONGEST_SAMPLES = 60
MOST_VALUES = 12


def understanding_table(understanding: Understanding) -> Table:
    """Which column means what, with how many cells say something and some of what they say."""
    rows = [
        [one.meaning, one.column, f"{one.filled:,}", one.because, _samples(one.samples)]
        for one in understanding.understood
    ]
    notes = [f"Note: {note}." for note in understanding.notes]
    if understanding.unused:
        notes.append(f"Not used: {', '.join(understanding.unused)}.")
    columns = [
        Column("means"),
        Column("column"),
        Column("cells", "right"),
        Column("known"),
        Column("such as"),
    ]
    return Table(columns, rows, f"{what_it_is(understanding)}, {understanding.rows:,} rows.", notes)


def what_it_is(understanding: Understanding) -> str:
    """The file, the system it comes from and what a row of it is."""
    vendor, row = understanding.vendor, say(A_ROW[understanding.shape])
    system = say("an export") if vendor is None else say("an export of %(vendor)s", vendor=vendor)
    return f"{understanding.path}: {system}, {row}"


def _samples(samples: Sequence[str]) -> str:
    shown = ", ".join(" ".join(sample.split()) for sample in samples)
    return shown if len(shown) <= LONGEST_SAMPLES else shown[: LONGEST_SAMPLES - 1] + "…"


def question_lines(questions: Sequence[Question], *, values: bool) -> list[str]:
    """Each question with what to do; `values` shows the file's own words it is about."""
    lines = []
    for number, question in enumerate(questions, start=1):
        lines.append(f"{number}. {question.what[:1].upper()}{question.what[1:]}.")
        if values and question.values:
            shown = ", ".join(f"{value} ({count:,})" for value, count in question.values[:MOST_VALUES])
            further = len(question.values) - MOST_VALUES
            lines.append(f"   {shown}" + (f" and {further} more" if further > 0 else ""))
        lines.append(f"   {question.do[:1].upper()}{question.do[1:]}.")
        if question.key == "columns" and question.choices and question.about != "rating":
            lines.append(f"   It may be {', '.join(question.choices)}.")
    return lines


def understanding_json(understanding: Understanding, *, samples: bool) -> dict[str, Any]:
    """The object `map --format json` prints; customers' own words only with `samples`."""
    return {
        "file": str(understanding.path),
        "rows": understanding.rows,
        "system": understanding.vendor,
        "shape": understanding.shape,
        "understood": [
            {
                "meaning": one.meaning,
                "column": one.column,
                "cells": one.filled,
                "known": one.because,
                **({"samples": list(one.samples)} if samples else {}),
            }
            for one in understanding.understood
        ],
        "questions": [
            {
                "key": one.key,
                "about": one.about,
                "what": one.what,
                "do": one.do,
                "option": one.option,
                "mapping_key": one.mapping_key,
                "choices": list(one.choices),
                **({"values": [list(pair) for pair in one.values]} if samples else {}),
            }
            for one in understanding.questions
        ],
        "notes": list(understanding.notes),
        "unused": list(understanding.unused),
        **({"mapping": understanding.mapping} if samples else {}),
    }
