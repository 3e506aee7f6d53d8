"""Forgetting somebody changes no figure: facts are as they were, with a pseudonym for a name."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from deskwise.app.forget_people import forget_people
from deskwise.app.forgetting import Retention
from deskwise.app.import_files import ImportRequest, ImportSummary, import_files
from deskwise.app.make_demo import make_demo
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.facts.rules import Rules
from deskwise.facts.schema import FACT_TABLES
from deskwise.kernel.clock import FixedClock
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.dimensions import DIMENSIONS
from deskwise.sample.company import SampleCompany
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_forgetter import FolderForgetter
from deskwise.stores.workspace_keeper import FolderKeeper
from facts.chosen_rules import AGREED
from soundness.adversarial_logs import as_csv, logs

CLOCK = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))
RULES = {"the book's": Rules(), "agreed": AGREED}
NAMES = ("c1", "c2", "ann", "ben")
DAY = 86_400_000_000
# What facts say of people; the value of a further field may be somebody's name.
NAMING = ("customer", "organisation", "agent", "first_resolution_agent")
SAID = {fact: tuple(name for name in table.told if name != "event_id") for fact, table in FACT_TABLES.items()}
NAMED = {
    fact: tuple(name in NAMING or (fact, name) == ("request_fields", "value") for name in columns)
    for fact, columns in SAID.items()
}
Facts = dict[str, Counter[tuple[Any, ...]]]


class Known:
    """A workspace that knows people, whose log is one file; customers by pseudonyms under a `key`, if any."""

    def __init__(
        self, home: Path, compiled: Path, rules: Rules, log: list[dict[str, str]], key: str | None = None
    ) -> None:
        self.workspace = WorkspaceFolder(home / "home", compiled=compiled)
        if key is not None:
            with self.workspace.lake.writing() as connection:
                connection.execute("insert into tombstone_key values (?)", [key])
        self.workspace.save_settings("", rules, keep_text=False, pseudonyms=key is not None)
        self.file = home / "log.csv"
        self.file.write_text(as_csv(log), "utf-8")
        self.add()

    def add(self) -> ImportSummary:
        return import_files(self.workspace.lake, ImportRequest((self.file,)), CLOCK, self.workspace.fold)

    def forget(self, name: str) -> str:
        return forget_people(FolderForgetter(self.workspace), (name,), CLOCK).pseudonyms[0]

    def facts(self, renamed: Mapping[str, str | None]) -> Facts:
        """Every row of every fact, with other names; keys and ids that were made of names are left out."""
        found: Facts = {}
        with self.workspace.lake.reading() as connection:
            for fact, columns in SAID.items():
                picked = ", ".join(f'"{name}"' for name in columns)
                rows = connection.execute(f"select {picked} from facts.{fact}").fetchall()
                found[fact] = Counter(renamed_row(fact, row, renamed) for row in rows)
        return found

    def customers(self) -> list[str | None]:
        """Who the rows of the log are of, row by row."""
        with self.workspace.lake.reading() as connection:
            rows = connection.execute(
                "select customer from log order by source, ticket, event_id, seq, revision, import_id"
            ).fetchall()
        return [name for (name,) in rows]

    def names(self) -> list[str | None]:
        """Who the rows of the log are of and from, row by row."""
        with self.workspace.lake.reading() as connection:
            rows = connection.execute("select customer, actor from log order by seq, revision").fetchall()
        return [name for row in rows for name in row]

    def says_of_people(self, name: str) -> int:
        """The rows of the log that name somebody as such."""
        with self.workspace.lake.reading() as connection:
            found = connection.execute(
                "select count(*) from log where $who in (customer, actor, agent)", {"who": name}
            ).fetchone()
        return -1 if found is None else int(found[0])

    def faults(self) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (one.name, one.where) for one in FolderKeeper(self.workspace).check(lambda _: None) if one.found
        ]

    def says(self, name: str) -> list[str]:
        """The tables with a cell that is the name."""
        found = []
        with self.workspace.lake.reading() as connection:
            for schema, table in connection.execute(
                "select schema_name, table_name from duckdb_tables()"
            ).fetchall():
                cells = connection.execute(f"select * from {schema}.{table}").fetchall()
                found += [f"{schema}.{table}"] * any(_holds(cell, name) for row in cells for cell in row)
        return found


def _holds(cell: Any, name: str) -> bool:
    if isinstance(cell, dict):
        return any(_holds(one, name) for one in (*cell.keys(), *cell.values()))
    if isinstance(cell, list):
        return any(_holds(one, name) for one in cell)
    return bool(cell == name)


@st.composite
def named_logs(draw: st.DrawFn, longest: int = 26) -> list[dict[str, str]]:
    """A log in which people are named in further fields too, and some ids are left to be made."""
    rows = draw(logs(longest=longest))
    without_ids = draw(st.booleans())
    for row in rows:
        if row["kind"] in ("opened", "changed", "message") and draw(st.integers(0, 3)) == 0:
            said = json.loads(row["extra"] or "{}") | {"contact": draw(st.sampled_from(NAMES))}
            row["extra"] = json.dumps(said)
        if without_ids and row["kind"] not in ("opened", "ruled", "complaint") and draw(st.booleans()):
            row["event_id"] = ""
    return rows


def check(log: list[dict[str, str]], name: str, rules: Rules, compiled: Path) -> None:
    if not any(name in (row["customer"], row["actor"], row["agent"]) for row in log):
        return
    with tempfile.TemporaryDirectory() as folder:
        known = Known(Path(folder), compiled, rules, log)
        before = known.facts({name: "forgotten-1"})
        assert known.forget(name) == "forgotten-1"
        assert known.facts({}) == before
        assert known.faults() == []
        assert known.says(name) == []
        again = known.add()
        assert again.accepted == 0
        assert known.facts({}) == before
        assert known.says(name) == []


def check_expiry(log: list[dict[str, str]], days: int, rules: Rules, compiled: Path) -> None:
    """What expires at a second import changes no fact, and does not come back."""
    with tempfile.TemporaryDirectory() as folder:
        known = Known(Path(folder), compiled, rules, log)
        named = known.customers()
        before = known.facts({})
        kept = Retention(None, days * DAY)
        known.workspace.save_settings("", rules, keep_text=False, retention=kept)
        assert known.add().accepted == 0
        renamed = {name: now for name, now in zip(named, known.customers(), strict=True) if name is not None}
        assert known.facts({}) == {
            fact: Counter({renamed_row(fact, row, renamed): count for row, count in rows.items()})
            for fact, rows in before.items()
        }
        assert known.faults() == []
        gone = [name for name, now in renamed.items() if name != now]
        event(f"{len(gone)} of {len(renamed)} expired")
        assert [known.says_of_people(name) for name in gone] == [0] * len(gone)
        after = known.facts({})
        assert known.add().accepted == 0
        assert known.facts({}) == after
        assert [known.says_of_people(name) for name in gone] == [0] * len(gone)


def renamed_row(fact: str, row: tuple[Any, ...], renamed: Mapping[str, str | None]) -> tuple[Any, ...]:
    names = NAMED[fact]
    return tuple(
        renamed.get(cell, cell) if named and isinstance(cell, str) else cell
        for named, cell in zip(names, row, strict=True)
    )


@given(logs(longest=26), st.sampled_from((0, 1, 20)), st.sampled_from(sorted(RULES)))
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_facts_stay_when_identifiers_expire(
    compiled: Path, log: list[dict[str, str]], days: int, rules: str
) -> None:
    check_expiry(log, days, RULES[rules], compiled)


@pytest.mark.long
@given(logs(longest=60), st.sampled_from((0, 1, 20)), st.sampled_from(sorted(RULES)))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_facts_stay_when_identifiers_expire_at_length(
    compiled: Path, log: list[dict[str, str]], days: int, rules: str
) -> None:
    check_expiry(log, days, RULES[rules], compiled)


@given(named_logs(), st.sampled_from(NAMES), st.sampled_from(sorted(RULES)))
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_facts_stay(compiled: Path, log: list[dict[str, str]], name: str, rules: str) -> None:
    check(log, name, RULES[rules], compiled)


@pytest.mark.long
@given(named_logs(60), st.sampled_from(NAMES), st.sampled_from(sorted(RULES)))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_facts_stay_at_length(compiled: Path, log: list[dict[str, str]], name: str, rules: str) -> None:
    check(log, name, RULES[rules], compiled)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> WorkspaceFolder:
    workspace = WorkspaceFolder(tmp_path_factory.mktemp("company"), compiled=compiled)
    make_demo(workspace, SampleCompany(7, 150), CLOCK)
    return workspace


def readings(
    workspace: WorkspaceFolder, renamed: dict[str, str], by: tuple[str, ...], every: str | None
) -> list[str]:
    """Every reading of every metric that can be split so, with other names."""
    metrics = tuple(name for name, one in CATALOGUE.items() if all(map(one.has_dimension, by)))
    found = read_metrics(workspace, Question(metrics=metrics, by=by, every=every)).readings.readings
    return sorted(
        repr(replace(one, by=tuple((name, renamed.get(value or "", value)) for name, value in one.by)))
        for one in found
    )


SPLITS: tuple[tuple[tuple[str, ...], str | None], ...] = (
    ((), None), (("team",), None), (("agent",), None), (("customer",), None), ((), "week"),
)  # fmt: skip


@pytest.mark.parametrize("column", ["customer", "agent"])
def test_readings_stay(company: WorkspaceFolder, column: str) -> None:
    with company.lake.reading() as connection:
        name = connection.execute(
            f"select {column} from log where {column} is not null group by 1 order by count(*) desc, 1"
        ).fetchall()[0][0]
    number = len(FolderForgetter(company).notes()) + 1
    splits = [split for split in SPLITS if all(one in DIMENSIONS for one in split[0])]
    before = [readings(company, {name: f"forgotten-{number}"}, *split) for split in splits]
    assert forget_people(FolderForgetter(company), (name,), CLOCK).pseudonyms == (f"forgotten-{number}",)
    assert [readings(company, {}, *split) for split in splits] == before
    assert any("forgotten" in one for split in before for one in split) == (column in DIMENSIONS)
