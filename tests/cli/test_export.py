from __future__ import annotations

from pathlib import Path

from cli.conftest import Run


def test_it_says_how_many_events_were_written(run: Run, tmp_path: Path) -> None:
    assert run("export", "log.csv").out == "3 events written to log.csv.\n"
    assert (tmp_path / "log.csv").read_text(encoding="utf-8") == "csv\n"


def test_json_and_csv_say_it_too(run: Run) -> None:
    assert run("export", "a.parquet", "--format", "json").json() == {"file": "a.parquet", "rows": 3}
    assert run("export", "b.jsonl.gz", "--format", "csv").out == "file,rows\nb.jsonl.gz,3\n"


def test_an_unknown_ending_and_a_file_that_is_there_are_refused(run: Run, tmp_path: Path) -> None:
    assert run("export", "log.xlsx").code == 2
    (tmp_path / "log.csv").write_text("mine", encoding="utf-8")
    outcome = run("export", "log.csv")
    assert (outcome.code, outcome.out) == (2, "")
    assert (tmp_path / "log.csv").read_text(encoding="utf-8") == "mine"
