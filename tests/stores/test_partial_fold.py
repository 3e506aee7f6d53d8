"""Which part of a log is folded anew after an import."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.facts.rules import Rules
from deskwise.kernel.clock import FixedClock
from deskwise.stores import partial_fold
from deskwise.stores.partial_fold import PartialFold
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_keeper import FolderKeeper

CLOCK = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))
HEAD = "source,event_id,ticket,seq,at,kind,role,actor,customer,status,extra\n"


def opened(ticket: str, day: int, customer: str = "", *, solved: bool = True) -> str:
    rows = f"desk,1,{ticket},1,2025-01-{day:02}T09:00:00Z,opened,customer,,{customer},,\n"
    if solved:
        rows += f"desk,2,{ticket},2,2025-01-{day:02}T10:00:00Z,status,agent,ann,,solved,\n"
    return rows


# Two tickets long settled, one that is open, and one that was solved four days before as-of.
LOG = (
    HEAD
    + opened("OLD1", 1, "c1")
    + opened("OLD2", 1, "c2")
    + opened("OPEN", 2, "c3", solved=False)
    + opened("RIPE", 16, "c4")
)


@pytest.fixture
def workspace(tmp_path: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> WorkspaceFolder:
    monkeypatch.setattr(partial_fold, "MOST_OF_THE_LOG", 1.0)
    return WorkspaceFolder(tmp_path / "home", compiled=compiled)


@pytest.fixture
def folded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], list[str]]]:
    """For each import folded in part the tickets made anew and those read."""
    found: list[tuple[list[str], list[str]]] = []
    put_in = PartialFold._put_in

    def told(self: PartialFold, *, all_outages: bool) -> None:
        put_in(self, all_outages=all_outages)
        found.append((tickets(self, "replaced"), tickets(self, "context")))

    monkeypatch.setattr(PartialFold, "_put_in", told)
    return found


def tickets(part: PartialFold, keys: str) -> list[str]:
    rows = part.connection.execute(
        f"select distinct ticket from log where ticket is not null and fold_key in (from {keys}) order by 1"
    ).fetchall()
    return [str(ticket) for (ticket,) in rows]


def add(workspace: WorkspaceFolder, text: str, as_of: int | None) -> None:
    path = workspace.home.parent / "part.csv"
    path.write_text(text, "utf-8")
    end = None if as_of is None else datetime(2025, 1, as_of, tzinfo=UTC)
    import_files(workspace.lake, ImportRequest((path,), as_of=end), CLOCK, workspace.fold)
    assert [check.name for check in FolderKeeper(workspace).check(lambda _: None) if check.found] == []


def test_the_first_import_is_folded_whole(workspace: WorkspaceFolder, folded: list[object]) -> None:
    add(workspace, LOG, 20)
    assert folded == []


def test_only_what_was_touched_and_its_customers_are_made_anew(
    workspace: WorkspaceFolder, folded: list[object]
) -> None:
    add(workspace, LOG, 20)
    add(workspace, HEAD + opened("NEW", 5, "c1"), None)
    assert folded == [(["NEW", "OLD1"], ["NEW", "OLD1"])]


def test_with_a_moving_as_of_what_is_open_or_ripens_is_made_anew(
    workspace: WorkspaceFolder, folded: list[object]
) -> None:
    add(workspace, LOG, 20)
    add(workspace, HEAD + opened("NEW", 5, "c5"), 21)
    add(workspace, HEAD + opened("NEW2", 5, "c6"), 24)
    assert folded == [
        (["NEW", "OPEN"], ["NEW", "OPEN"]),
        (["NEW2", "OPEN", "RIPE"], ["NEW2", "OPEN", "RIPE"]),
    ]


def test_an_incident_follows_its_problem_and_is_read_with_it(
    workspace: WorkspaceFolder, folded: list[object]
) -> None:
    link = 'desk,9,OLD1,9,2025-01-03T09:00:00Z,linked,agent,ann,,,"{""problem"": ""OLD2""}"\n'
    add(workspace, LOG + link, 20)
    add(workspace, HEAD + "desk,7,OLD2,7,2025-01-04T09:00:00Z,note,agent,ann,,,\n", None)
    add(workspace, HEAD + "desk,7,OLD1,7,2025-01-04T09:00:00Z,note,agent,ann,,,\n", None)
    assert folded == [(["OLD1", "OLD2"], ["OLD1", "OLD2"]), (["OLD1"], ["OLD1", "OLD2"])]
    # It was resolved before the link: that the as-of moves changes nothing of the incident.
    add(workspace, HEAD + opened("NEW", 5, "c5"), 21)
    assert folded[2:] == [(["NEW", "OPEN"], ["NEW", "OPEN"])]


def test_what_is_read_goes_one_customer_further_than_what_is_made_anew(
    workspace: WorkspaceFolder, folded: list[object]
) -> None:
    """A sale to c2 that is filed on a ticket of c1 is credited to the reply on a ticket of c2."""
    sale = """source,event_id,ticket,seq,at,kind,role,actor,customer,value,scale
desk,8,OLD2,8,2025-01-01T09:30:00Z,message,agent,ann,,,
desk,9,OLD1,9,2025-01-02T09:00:00Z,sale,system,,c2,10,EUR
"""
    add(workspace, LOG, 20)
    add(workspace, sale, None)
    add(workspace, HEAD + opened("NEW", 5, "c1"), None)
    assert folded[1:] == [(["NEW", "OLD1"], ["NEW", "OLD1", "OLD2"])]
    with workspace.lake.reading() as connection:
        assert connection.execute("select ticket, credited, agent from facts.sales").fetchall() == [
            ("OLD2", True, "ann")
        ]


def test_where_most_is_touched_all_is_folded(
    workspace: WorkspaceFolder, folded: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partial_fold, "MOST_OF_THE_LOG", 0.1)
    add(workspace, LOG, 20)
    add(workspace, HEAD + opened("NEW", 5, "c1"), None)
    assert folded == []


def test_after_a_change_of_rules_the_facts_are_of_the_new_ones(
    workspace: WorkspaceFolder, folded: list[object]
) -> None:
    add(workspace, LOG, 20)
    workspace.save_settings("window_days = 2", Rules(window_microseconds=2 * 86_400_000_000), keep_text=False)
    add(workspace, HEAD + opened("NEW", 5, "c1"), None)
    assert folded == [(["NEW", "OLD1"], ["NEW", "OLD1"])]


def test_what_fails_on_the_way_leaves_nothing(
    workspace: WorkspaceFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(workspace, LOG, 20)
    before = workspace.lake.states.current()

    def fail(*_given: object, **_options: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(PartialFold, "_put_in", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        add(workspace, HEAD + opened("NEW", 5, "c1"), None)
    assert workspace.lake.states.current() == before
