"""Each of these wrong folds is caught: a golden case that holds on the right one fails on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from deskwise.facts.rules import Rules
from deskwise.stores.fact_tables import FoldSql
from deskwise.stores.workspace_folder import WorkspaceFolder
from golden.case_files import read_case
from golden.product import run_case

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


@dataclass(frozen=True)
class Mutant:
    """A change to the SQL of one step, and the case that must notice it."""

    name: str
    step: str
    wrong: tuple[str, str]
    case: str


MUTANTS = (
    Mutant(
        "the window's edge is outside",
        "status_moves",
        (r"> 604800000000", ">= 604800000000"),
        "3-2-reopened_at_the_window_edge",
    ),
    Mutant(
        "a re-contact at the window's edge is none",
        "resolution_facts",
        (r"<= 604800000000", "< 604800000000"),
        "7-first_contact_resolution-window_edge",
    ),
    Mutant(
        "a resolution whose window ends at as-of is not mature",
        "resolution_facts",
        (r"(\+ 604800000000\)) <=", r"\1 <"),
        "1-mature-window_ended_exactly_at_as_of",
    ),
    Mutant(
        "a null category is anybody's",
        "resolution_facts",
        (r'PARTITION BY ("t\d+"\."customer"), "t\d+"\."category"', r"PARTITION BY \1"),
        "3-7-null_categories",
    ),
    Mutant(
        "a message 60 s before the reopening is too early",
        "promoted_messages",
        (r"<= 60000000", "< 60000000"),
        "4-sixty_seconds_before_a_reopening",
    ),
    Mutant(
        "signals 60 s apart are two escalations",
        "escalation_rows",
        (r"> 60000000", ">= 60000000"),
        "7-requests_escalated-signals_60_s_apart",
    ),
    Mutant(
        "a bot's message ends a wait",
        "thread",
        (r"IN \('agent'\)", "IN ('agent', 'bot')"),
        "4-bots_notes_and_the_system_do_not_close",
    ),
    Mutant(
        "a resolution is an answer",
        "wait_edges",
        (r"'unanswered'", "'answered'"),
        "4-a_resolution_closes_unanswered",
    ),
    Mutant(
        "an acknowledgement asks for an answer",
        "thread",
        (r"'acknowledgement'", "'no such field'"),
        "4-an_acknowledgement_opens_no_wait",
    ),
    Mutant(
        "a sale 14 days after the reply is too late",
        "sales",
        (r"<= 1209600000000", "< 1209600000000"),
        "7-sales_after_contact-fourteen_days_edges",
    ),
    Mutant(
        "a removed ticket stays",
        "ticket_marks",
        (r"= 'removed'", "= 'no such kind'"),
        "2-removed-leaves_every_figure",
    ),
    Mutant(
        "what is pending is open",
        "requests",
        (r"IN \('pending'\)", "IN ('open')"),
        "7-agent_wait-solved_time_is_nobodys",
    ),
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_wrong_fold_is_caught(
    mutant: Mutant, tmp_path: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = WorkspaceFolder._fold_sql

    def wrong(self: WorkspaceFolder, rules: Rules, width: int) -> FoldSql:
        steps = []
        changed = 0
        compiled = right(self, rules, width)
        for name, sql, kept in compiled.steps:
            mutated, count = re.subn(*mutant.wrong, sql) if name == mutant.step else (sql, 0)
            changed += count
            steps.append((name, mutated, kept))
        assert changed > 0, "the mutation does not touch the fold any more"
        return replace(compiled, steps=tuple(steps))

    case = read_case(GOLDEN / f"{mutant.case}.toml")
    assert run_case(case, tmp_path / "right", compiled) == []
    monkeypatch.setattr(WorkspaceFolder, "_fold_sql", wrong)
    assert run_case(case, tmp_path / "wrong", compiled) != []
