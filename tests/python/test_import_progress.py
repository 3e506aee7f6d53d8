"""An import tells who called it how far it is, if that is asked."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import deskwise
from deskwise.app.lake import ImportProgress
from deskwise.python.import_progress import ProgressCalls


def test_an_import_tells_how_far_it_is(empty: deskwise.Workspace, log: Path) -> None:
    told: list[deskwise.ImportProgress] = []
    threads: set[threading.Thread] = set()

    def tell(now: deskwise.ImportProgress) -> None:
        told.append(now)
        threads.add(threading.current_thread())

    summary = empty.import_(log, source="desk", progress=tell)
    assert summary.accepted == 4
    assert told
    # The last thing an import does; who is told is told of it in any case.
    assert told[-1].what == "judging the data"
    assert threading.main_thread() not in threads
    assert not any(thread.is_alive() for thread in threads)


def test_a_file_that_is_understood_first_is_told_of_at_each_attempt(
    empty: deskwise.Workspace, tmp_path: Path
) -> None:
    export = tmp_path / "zendesk.csv"
    export.write_text("Id,Created at,Status,Assignee\n1,2025-03-03T09:00:00Z,Open,ann\n", encoding="utf-8")
    told: list[str] = []
    empty.import_(export, progress=lambda now: told.append(now.what))
    assert told[-1] == "judging the data"


def test_without_being_asked_nothing_is_told(
    empty: deskwise.Workspace, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = threading.active_count()
    empty.import_(log, source="desk", dry_run=True)
    assert threading.active_count() == before
    assert capsys.readouterr() == ("", "")


def test_what_has_not_changed_is_told_once() -> None:
    told: list[ImportProgress] = []
    asked = threading.Event()
    steps = iter([ImportProgress("reading", share=0.5)] * 3 + [ImportProgress("judging")])

    def ask() -> ImportProgress:
        now = next(steps, ImportProgress("judging"))
        if now.what == "judging":
            asked.set()
        return now

    with ProgressCalls(told.append, every_seconds=0) as calls:
        calls.watch(ask)
        assert asked.wait(60)
    assert told == [ImportProgress("reading", share=0.5), ImportProgress("judging")]


def test_an_import_that_fails_ends_the_telling(empty: deskwise.Workspace, tmp_path: Path) -> None:
    before = threading.active_count()
    with pytest.raises(deskwise.InputError):
        empty.import_(tmp_path / "nowhere.csv", progress=print)
    assert threading.active_count() == before


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (ImportProgress("reading", "a.csv", 0.25, 1_000), "reading a.csv: 25%, 1,000 rows"),
        (ImportProgress("unpacking", "a.zip", 0.5), "unpacking a.zip: 50%"),
        (ImportProgress("judging the data"), "judging the data"),
    ],
)
def test_it_can_be_printed(now: ImportProgress, words: str) -> None:
    assert str(now) == words
