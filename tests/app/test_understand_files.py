"""Files of unknown systems: understood, asked about, imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cli.in_memory_workspace import InMemoryWorkspace, ListLake
from deskwise.app.file_profile import FileProfile
from deskwise.app.file_understanding import Answers, Question, UnansweredError, Understanding, Understood
from deskwise.app.import_files import ImportRequest
from deskwise.app.lake import FileReading
from deskwise.app.understand_files import FileReader, import_understood, understand_file
from deskwise.events.translation import Translation
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import ForeignColumnsError, UsageError

CLOCK = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
ZONE = Question("timezone", "the times name no offset", "say it", "--timezone TZ", "timezone")


@dataclass
class Reader:
    """Profiles nothing, and asks for a zone until it has one."""

    profiled: list[Path] = field(default_factory=list)
    knows: bool = True

    def profile(self, path: Path) -> FileProfile:
        self.profiled.append(path)
        return FileProfile(path, "csv", ",", 1, ())

    def understand(self, profile: FileProfile, answers: Answers) -> Understanding:
        known = (Understood("ticket", "ID", 1, "said"),) if self.knows else ()
        open_questions = () if answers.timezone or not self.knows else (ZONE,)
        mapping = f"{answers.timezone} {answers.source}"
        return Understanding(profile.path, 1, "snapshot", None, known, open_questions, (), (), mapping)

    def parts(self) -> FileReader:
        return FileReader(
            self.profile, self.understand, lambda text, name: Translation(f"{name}: {text}", (), ())
        )


def foreign(names: tuple[str, ...]) -> InMemoryWorkspace:
    """A workspace whose lake takes files of these names through a mapping only."""
    workspace = InMemoryWorkspace(lake=ListLake())
    importing: Callable[[datetime], Any] = workspace.lake.importing

    class Refusing:
        def __init__(self, at: datetime) -> None:
            self._whole = importing(at)

        def __enter__(self) -> Any:
            session = self._whole.__enter__()
            add = session.add_file

            def add_file(path: Path, reading: FileReading) -> None:
                if reading.translation is None and path.name in names:
                    raise ForeignColumnsError(f"{path} has no column at", do="map it", file=str(path))
                add(path, reading)

            session.add_file = add_file
            return session

        def __exit__(self, *error: Any) -> Any:
            return self._whole.__exit__(*error)

    workspace.lake.importing = Refusing  # type: ignore[method-assign,assignment]  # a lake that refuses
    return workspace


def last_read(workspace: InMemoryWorkspace) -> dict[str, str | None]:
    return {
        path.name: None if reading.translation is None else reading.translation.name
        for path, reading in workspace.lake.imports[-1].read
    }


def test_canonical_files_are_not_looked_at() -> None:
    reader, workspace = Reader(), foreign(())
    done = import_understood(workspace, ImportRequest((Path("a.csv"),)), CLOCK, reader.parts())
    assert (reader.profiled, done.understandings) == ([], ())
    assert last_read(workspace) == {"a.csv": None}


def test_each_foreign_file_has_a_mapping_of_its_own() -> None:
    reader, workspace = Reader(), foreign(("b.csv", "c.csv"))
    files = (Path("a.csv"), Path("b.csv"), Path("c.csv"))
    request = ImportRequest(files, timezone="UTC", source="desk")
    done = import_understood(workspace, request, CLOCK, reader.parts())
    assert last_read(workspace) == {"a.csv": None, "b.csv": "b.csv: UTC desk", "c.csv": "c.csv: UTC desk"}
    assert [one.path.name for one in done.understandings] == ["b.csv", "c.csv"]


def test_an_open_question_imports_nothing() -> None:
    reader, workspace = Reader(), foreign(("b.csv",))
    with pytest.raises(UnansweredError) as error:
        import_understood(workspace, ImportRequest((Path("b.csv"),)), CLOCK, reader.parts())
    assert error.value.understanding.questions == (ZONE,)
    assert str(error.value).startswith("b.csv leaves 1 question open: deskwise map b.csv")


def test_somebody_is_asked_until_nothing_is_open() -> None:
    reader, workspace = Reader(), foreign(("b.csv",))
    asked: list[tuple[Question, ...]] = []

    def ask(found: Understanding, answers: Answers) -> Answers:
        asked.append(found.questions)
        return answers if len(asked) == 1 else replace(answers, timezone="Europe/Rome")

    import_understood(workspace, ImportRequest((Path("b.csv"),)), CLOCK, reader.parts(), ask)
    assert asked == [(ZONE,), (ZONE,)]
    assert reader.profiled == [Path("b.csv")]
    assert last_read(workspace) == {"b.csv": "b.csv: Europe/Rome None"}


def test_whoever_never_answers_is_left_alone() -> None:
    reader = Reader()
    with pytest.raises(UnansweredError):
        import_understood(
            foreign(("b.csv",)),
            ImportRequest((Path("b.csv"),)),
            CLOCK,
            reader.parts(),
            lambda found, answers: answers,
        )


def test_a_file_that_says_nothing_stays_what_it_was() -> None:
    reader = Reader(knows=False)
    with pytest.raises(ForeignColumnsError, match="has no column at"):
        import_understood(foreign(("b.csv",)), ImportRequest((Path("b.csv"),)), CLOCK, reader.parts())


def test_a_zone_that_does_not_exist_is_refused_before_reading() -> None:
    reader = Reader()
    with pytest.raises(UsageError):
        understand_file(reader.parts(), Path("a.csv"), Answers(timezone="Berlin"))
    assert reader.profiled == []
    assert understand_file(reader.parts(), Path("a.csv")).questions == (ZONE,)
