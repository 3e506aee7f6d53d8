"""Understand files of unknown systems, and import them where nothing is left to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from deskwise.app.file_profile import Profiler
from deskwise.app.file_understanding import Answers, Detector, UnansweredError, Understanding
from deskwise.app.import_files import ImportRequest, ImportSummary, check_zone, import_files
from deskwise.app.lake import Folded, ImportProgress, LogImport
from deskwise.app.tables.understanding_table import what_it_is
from deskwise.app.workspace import Workspace
from deskwise.events.translation import Translation
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import ForeignColumnsError

# Asked again and again somebody may want to stop; answers that leave questions open for so long are none.
MOST_ROUNDS = 10
# A file with none of these is no table of tickets, calls or events.
TELLING = ("ticket", "opened_at", "at", "status")
Asking = Callable[[Understanding, Answers], Answers]


@dataclass(frozen=True)
class FileReader:
    """What reads files of unknown systems: counts them, finds out what they say, reads a mapping's text."""

    profile: Profiler
    detector: Detector
    parse: Callable[[str, str], Translation]


@dataclass(frozen=True)
class UnderstoodImport:
    """What an import did, and how the files were understood that are not written as this log is."""

    summary: ImportSummary
    understandings: tuple[Understanding, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """How files of other systems were understood, and what was taken where there was a choice."""
        return self.summary.notes

    def to_json(self) -> dict[str, Any]:
        """The object `import --format json` prints."""
        return {**self.summary.to_json(), "notes": list(self.notes)}


def understand_file(reader: FileReader, path: Path, answers: Answers | None = None) -> Understanding:
    """What a file says and what has to be asked; raises `InputError` for one that cannot be read."""
    said = answers or Answers()
    if said.timezone is not None:
        check_zone(said.timezone)
    return reader.detector(reader.profile(path), said)


def import_understood(
    workspace: Workspace,
    request: ImportRequest,
    clock: Clock,
    reader: FileReader,
    ask: Asking | None = None,
    watch: Callable[[Callable[[], ImportProgress]], None] | None = None,
    fold: Callable[[LogImport], Folded] | None = None,
) -> UnderstoodImport:
    """Import files; those without the log's own columns are understood first, where no mapping was named.

    `ask` answers their questions; null leaves them open. `watch` is as in `import_files`, and `fold`,
    which is the workspace's if null. Raises
    `UnansweredError` where one stays open, `ForeignColumnsError` for a file of which nothing is understood,
    and what `import_files` raises.
    """
    understandings: list[Understanding] = []
    for _ in request.files:
        try:
            summary = import_files(workspace.lake, request, clock, fold or workspace.fold, watch)
        except ForeignColumnsError as error:
            path = Path(error.file)
            if request.mapping is not None or path in dict(request.detected):
                raise
            found = _settled(reader, path, Answers(timezone=request.timezone, source=request.source), ask)
            if found is None:
                raise
            understandings.append(found)
            mapping = reader.parse(found.mapping, path.name)
            told = (what_it_is(found), *found.notes)
            request = replace(
                request,
                detected=(*request.detected, (path, mapping)),
                understood=(*request.understood, (path, told)),
            )
        else:
            return UnderstoodImport(summary, tuple(understandings))
    summary = import_files(workspace.lake, request, clock, fold or workspace.fold, watch)
    return UnderstoodImport(summary, tuple(understandings))


def _settled(reader: FileReader, path: Path, answers: Answers, ask: Asking | None) -> Understanding | None:
    """A file with no question left open, asking for as long as somebody answers; null if it says nothing."""
    profile = reader.profile(path)
    found = reader.detector(profile, answers)
    if not any(found.column_of(meaning) for meaning in TELLING):
        return None
    for _ in range(MOST_ROUNDS):
        if not found.questions or ask is None:
            break
        answers = ask(found, answers)
        found = reader.detector(profile, answers)
    if found.questions:
        raise UnansweredError(found)
    return found
