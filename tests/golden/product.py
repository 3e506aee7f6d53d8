"""A golden case run through the product as a user would: import its files, ask its questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.app.settings_document import settings_from_table
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import WorkspaceError
from deskwise.metrics.readings import iso
from deskwise.stores.workspace_folder import WorkspaceFolder
from golden.case_files import Case, Import, Selection, mismatches, report_mismatches


def run_case(case: Case, home: Path, compiled: Path) -> list[str]:
    """What the product says otherwise than the case: nothing, if they agree."""
    workspace = WorkspaceFolder(home, compiled=compiled)
    document = settings_from_table(case.settings)
    workspace.save_settings(document.to_toml(), document.rules(), keep_text=document.keep_text)
    found = []
    for number, given in enumerate(case.imports):
        report, rejects = bring_in(workspace, given, home, number)
        if given.expect is not None:
            found += [
                f"import {number + 1}: {each}" for each in report_mismatches(given.expect, report, rejects)
            ]
    for expected in case.expect:
        found += mismatches(expected, ask(workspace, expected.selection))
    return found


def bring_in(
    workspace: WorkspaceFolder, given: Import, home: Path, number: int
) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """Import one file of a case; its counts and its rejects."""
    path = home / f"import-{number + 1}.csv"
    home.mkdir(parents=True, exist_ok=True)
    path.write_text(given.events.strip() + "\n", "utf-8")
    request = ImportRequest(
        (path,),
        source=given.source,
        timezone=given.timezone,
        as_of=None if given.as_of is None else instant(given.as_of),
    )
    summary = import_files(workspace.lake, request, FixedClock(instant(given.clock)), workspace.fold)
    report: dict[str, Any] = {
        name: getattr(summary, name)
        for name in (
            "read",
            "accepted",
            "duplicates",
            "conflicts",
            "superseded",
            "rejected",
            "tickets",
            "requests",
        )
    }
    report["as_of"] = None if summary.as_of is None else summary.as_of.isoformat()
    rejects: list[Mapping[str, Any]] = [
        {"row": each.row, "reason": each.reason} for each in workspace.lake.rejects(import_id=number + 1)
    ]
    return report, rejects


def ask(workspace: WorkspaceFolder, selection: Selection) -> list[Mapping[str, Any]]:
    """The readings of a question as the command line prints them; none where nothing was imported."""
    question = Question(
        metrics=(selection.metric,),
        stats=(selection.stat,) if selection.stat else (),
        by=selection.by,
        where={
            name: [None if value in ("", "null") else value for value in values]
            for name, values in selection.where
        },
        every=selection.every,
        since=selection.since,
        until=selection.until,
        within_seconds=None if selection.within is None else Decimal(str(selection.within)),
        clock=selection.clock or "elapsed",
        as_of=selection.as_of,
    )
    try:
        answer = read_metrics(workspace, question)
    except WorkspaceError:
        return []
    return list(answer.readings.to_json()["readings"])


def instant(text: str) -> datetime:
    """An instant of a case."""
    return datetime.fromisoformat(text)


__all__ = ["ask", "bring_in", "iso", "run_case"]
