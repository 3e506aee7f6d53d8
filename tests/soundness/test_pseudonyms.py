"""Pseudonyms of customers change no figure: on from the beginning, or turned on over a log."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from deskwise.app.change_settings import load_settings
from deskwise.app.forget_people import forget_expired
from deskwise.app.make_demo import make_demo
from deskwise.facts.rules import Rules
from deskwise.kernel.clock import FixedClock
from deskwise.metrics.dimensions import DIMENSIONS
from deskwise.sample.company import SampleCompany
from deskwise.stores.customer_pseudonyms import pseudonym
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_forgetter import FolderForgetter
from facts.chosen_rules import AGREED
from soundness.test_forgetting import SPLITS, Known, named_logs, readings, renamed_row

CLOCK = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))
CUSTOMERS = {"c1": "first-customer", "c2": "second-customer"}


def apart(log: list[dict[str, str]]) -> list[dict[str, str]]:
    """The log with customers whose names are rare, and of whom none is an agent too.

    Who is both has a pseudonym as customer and a name as agent, so a row that is an agent's act, whatever its
    role says, names somebody else then.
    """
    renamed = CUSTOMERS | {"ann": "first-customer", "ben": "second-customer"}
    found = []
    for row in log:
        row = {**row, "customer": CUSTOMERS.get(row["customer"], "")}
        if (row["role"] or ("customer" if row["kind"] == "opened" else "")) == "customer":
            row["actor"] = renamed.get(row["actor"], "")
        for short, name in CUSTOMERS.items():
            row["extra"] = row["extra"].replace(f'"{short}"', f'"{name}"')
        found.append(row)
    return found


def check(log: list[dict[str, str]], rules: Rules, compiled: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        known = Known(Path(folder), compiled, rules, log)
        before, named = known.facts({}), known.names()
        known.workspace.save_settings("", rules, keep_text=False, pseudonyms=True)
        assert known.add().accepted == 0
        renamed = {name: now for name, now in zip(named, known.names(), strict=True) if name is not None}
        expected = {
            fact: Counter({renamed_row(fact, row, renamed): count for row, count in rows.items()})
            for fact, rows in before.items()
        }
        assert known.facts({}) == expected
        assert known.faults() == []
        gone = [name for name, now in renamed.items() if name != now]
        assert [known.says(name) for name in gone] == [[]] * len(gone)
        # From the beginning it is the same, under the key that it has.
        with known.workspace.lake.reading() as connection:
            ((key,),) = connection.execute("from tombstone_key").fetchall()
        (Path(folder) / "twin").mkdir()
        other = Known(Path(folder) / "twin", compiled, rules, log, key)
        assert other.facts({}) == expected
        assert other.names() == known.names()


@given(named_logs())
@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_facts_stay(compiled: Path, log: list[dict[str, str]]) -> None:
    check(apart(log), AGREED, compiled)


@pytest.mark.long
@given(named_logs(60))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_facts_stay_at_length(compiled: Path, log: list[dict[str, str]]) -> None:
    check(apart(log), AGREED, compiled)


def test_every_metric_reads_the_same(tmp_path: Path, compiled: Path) -> None:
    plain, later = (WorkspaceFolder(tmp_path / name, compiled=compiled) for name in ("plain", "later"))
    make_demo(plain, SampleCompany(7, 150), CLOCK)
    shutil.copytree(plain.home, later.home)
    load_settings(later, f'customers = "pseudonyms"\n{plain.settings_text()}')
    ((_, found),) = forget_expired(FolderForgetter(later), CLOCK)
    with later.lake.reading() as connection:
        renamed = {
            name: connection.execute(f"select {pseudonym('?::varchar')}", [name]).fetchall()[0][0]
            for name in customers(plain)
        }
    assert set(found.pseudonyms) == customers(later) == set(renamed.values())
    splits = [split for split in SPLITS if all(one in DIMENSIONS for one in split[0])]
    assert ("customer",) in [by for by, _ in splits]
    for split in splits:
        assert readings(later, {}, *split) == readings(plain, renamed, *split)


def customers(workspace: WorkspaceFolder) -> set[str]:
    with workspace.lake.reading() as connection:
        found = connection.execute("select distinct customer from log where customer is not null").fetchall()
    return {name for (name,) in found}
