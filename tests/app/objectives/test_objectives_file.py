"""A file of objectives: what is read of it, refused, found to differ, and done all at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.objectives.okr_rig import UNDER_HALF_AN_HOUR, OkrRig
from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.objectives.apply_objectives import apply_objectives, file_differences, objectives_file
from deskwise.app.objectives.change_key_results import change_key_result
from deskwise.app.objectives.checked_yaml import checked_yaml
from deskwise.app.objectives.draft_objectives import ObjectiveDraft, add_objective, change_objective
from deskwise.app.objectives.file_differences import differences
from deskwise.app.objectives.objectives_file import parse_objectives, write_objectives
from deskwise.kernel.errors import ChangedMeanwhileError, InputError
from deskwise.okr.baseline import BaselineRule
from deskwise.okr.binding import Binding, Window
from deskwise.okr.key_result import Bounds, Change, Checkpoint, KeyResult, KeyResultKind, Milestone
from deskwise.okr.objective import Ambition, Evidence, Level, Owner, Parent

HEAD = "version: 1\ncycles:\n- {name: February, first_day: 2025-02-01, last_day: 2025-02-28, objectives: ["
ONE = "{key: sooner, title: Sooner, owner: {team: support}"


@pytest.fixture
def rig(tmp_path: Path) -> OkrRig:
    made = OkrRig(tmp_path)
    made.bring_in()
    return made


def applied(rig: OkrRig, text: str, *, prune: bool = False) -> int:
    """Apply a text and say how many things it changed."""
    file = parse_objectives(text)
    found = file_differences(rig.state, rig.clock, TERMINAL, file, prune=prune)
    apply_objectives(rig.state, rig.clock, TERMINAL, file, found, prune=prune)
    return len(found.every)


def exported(rig: OkrRig) -> str:
    with rig.state.reading() as stores:
        cycles = stores.okr.cycles()
    return write_objectives(objectives_file(rig.state, cycles))


def filled(rig: OkrRig) -> None:
    """One objective with a key result of every kind, and two more that serve it and one of them."""
    cycle = rig.cycle()
    child = add_objective(
        rig.state, rig.clock, TERMINAL, cycle.id, ObjectiveDraft("A child", "", Owner(Level.TEAM, "support"))
    )
    draft = ObjectiveDraft(
        "Answer: sooner", "yes\nand no", Owner(Level.TEAM, "support"), Level.COMPANY, Ambition.ASPIRATIONAL,
        2.5, "an answer # today", Evidence("expectations", "metric=csat&by=channel"), key="sooner",
    )  # fmt: skip
    parent = add_objective(rig.state, rig.clock, TERMINAL, cycle.id, draft)
    bound = Binding(
        "first_response_time", "mean", "", "working", (("channel", ("email", None)),), Window("trailing", 28)
    )
    first = rig.key_result(parent, UNDER_HALF_AN_HOUR)
    for each in (
        KeyResult("", "change", "", "C", KeyResultKind.CHANGE, binding=bound, change=Change(-0.25)),
        KeyResult("", "units", "", "U", KeyResultKind.CHANGE, binding=bound,
                  change=Change(-600.5, relative=False),
                  baseline_rule=BaselineRule("same_quarter_last_year")),
        KeyResult("", "keep", "", "K", KeyResultKind.KEEP, binding=bound,
                  bounds=Bounds(60, 3600, "day")),
        KeyResult("", "sum", "", "S", KeyResultKind.ACCUMULATE,
                  binding=Binding("requests_resolved", "count", ""), target=40),
        KeyResult("", "steps", "", "M", KeyResultKind.MILESTONES,
                  milestones=(Milestone("one", 2, date(2025, 2, 10)), Milestone("no"))),
        KeyResult("", "typed", "", "N", KeyResultKind.NUMBER, target=60, unit="count", weight=3,
                  baseline_rule=BaselineRule("number", number=40), higher_is_better=True,
                  checkpoints=(Checkpoint(date(2025, 2, 14), 0.4),)),
    ):  # fmt: skip
        rig.key_result(parent, each)
    wanted = ObjectiveDraft("A child", "", Owner(Level.TEAM, "support"), parent=Parent(True, first.id))
    change_objective(rig.state, rig.clock, TERMINAL, child.id, child.version, wanted)


def test_what_is_exported_is_the_same_in_an_empty_workspace_byte_by_byte(rig: OkrRig, tmp_path: Path) -> None:
    filled(rig)
    text = exported(rig)
    # The child was added first, and stands below what it serves.
    assert text.index("key: sooner") < text.index("key: a-child")
    assert "parent: sooner/fast\n" in text
    (tmp_path / "other").mkdir()
    other = OkrRig(tmp_path / "other")
    assert applied(other, text) == 10
    assert exported(other) == text
    assert applied(other, text) == 0
    assert applied(rig, text) == 0


def test_values_in_words_are_the_same_as_numbers(rig: OkrRig) -> None:
    kr = "{key: k, title: K, kind: reach, metric: first_response_time, stat: mean, target: %s}"
    assert applied(rig, f"{HEAD}{ONE}, key_results: [{kr % 1800}]}}]}}") == 3
    assert applied(rig, f"{HEAD}{ONE}, level: team, key_results: [{kr % '30min'}]}}]}}") == 0


def test_a_change_that_somebody_else_made_meanwhile_stops_it(rig: OkrRig) -> None:
    filled(rig)
    file = parse_objectives(exported(rig).replace("Answer: sooner", "Answer: at once"))
    seen = file_differences(rig.state, rig.clock, TERMINAL, file)
    assert [each.name for each in seen.every] == ["sooner"]
    with rig.state.reading() as stores:
        objective = next(
            each for each in stores.okr.objectives(stores.okr.cycles()[0].id) if each.key == "sooner"
        )
        (fast, *_) = stores.okr.key_results([objective.id])
    change_key_result(rig.state, rig.clock, TERMINAL, replace(fast, title="Much faster"))
    with pytest.raises(ChangedMeanwhileError):
        apply_objectives(rig.state, rig.clock, TERMINAL, file, seen)
    assert rig.now(objective).title == "Answer: sooner"


def test_what_is_refused_leaves_nothing_of_the_file(rig: OkrRig) -> None:
    kr = "key_results: [{key: k, title: K, kind: reach, metric: csat, target: 2}]"
    with pytest.raises(
        InputError, match=r"cycles\[February\].objectives\[sooner\].key_results\[k\]: csat cannot"
    ):
        applied(rig, f"{HEAD}{ONE}, {kr}}}]}}")
    with rig.state.reading() as stores:
        assert stores.okr.cycles() == ()


def test_two_that_serve_each_other_are_refused(rig: OkrRig) -> None:
    text = f"{HEAD}{ONE}}}, {ONE.replace('sooner', 'later').replace('Sooner', 'Later')}, parent: sooner}}]}}"
    applied(rig, text)
    with pytest.raises(InputError, match="would serve itself"):
        applied(rig, text.replace("Sooner, ", "Sooner, parent: later, "))
    # The other way round is no circle at any time.
    turned = text.replace(", parent: sooner", "").replace("Sooner, ", "Sooner, parent: later, ")
    assert applied(rig, turned) == 2


def test_an_owner_is_named_by_their_address(rig: OkrRig) -> None:
    text = f"{HEAD}{ONE.replace('team: support', 'person: Anna@example.org')}}}]}}"
    with pytest.raises(InputError, match="invite them first"):
        applied(rig, text)
    with rig.state.changing() as stores:
        stores.people.add(Person("p1", "Anna", "anna@example.org", Role.AGENT), rig.clock.now())
    assert applied(rig, text) == 2
    assert applied(rig, text) == 0
    assert "person: anna@example.org" in exported(rig)


def test_only_who_may_change_an_objective_can_by_a_file(rig: OkrRig) -> None:
    filled(rig)
    file = parse_objectives(exported(rig).replace("Answer: sooner", "Answer: at once"))
    anna = Person("p1", "Anna", "anna@example.org", Role.AGENT, teams=frozenset({"support"}))
    with pytest.raises(InputError, match="you may not"):
        file_differences(rig.state, rig.clock, anna, file)


def test_a_definition_that_is_not_named_stays_pinned(rig: OkrRig) -> None:
    kr = "{key: k, title: K, kind: reach, metric: first_response_time, stat: mean, target: 1800%s}"
    text = f"{HEAD}{ONE}, key_results: [{kr}]}}]}}"
    applied(rig, text % ", definition: first_response_time@0")
    with rig.state.reading() as stores:
        assert differences(stores, parse_objectives(text % "")).every == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("version: 1\n", "cycles: field required"),
        ("version: 2\ncycles: []\n", "version: "),
        (f"{HEAD}{{key: a}}]}}", r"cycles\[February\].objectives\[a\].title: field required"),
        (f"{HEAD}{ONE}, colour: red}}]}}", r"objectives\[sooner\].colour: extra inputs"),
        (f"{HEAD}{ONE}, weight: .nan}}]}}", r"objectives\[sooner\].weight: "),
        (f"{HEAD}{ONE}}}, {ONE}}}]}}", r"cycles\[February\].objectives: 'sooner' is there twice"),
        (f"{HEAD}{{key: a, title: A, owner: {{}}}}]}}", r"objectives\[a\]: the owner is neither"),
        ("- a\n", "the file: input should be"),
    ],
)
def test_mistakes_name_their_place(text: str, place: str) -> None:
    with pytest.raises(InputError, match=place):
        parse_objectives(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: &x [1]\nb: *x\n", "line 1: anchors and aliases"),
        ("a: 1\nb:\n  c: 2\na: 3\n", "line 4: the key 'a' is there twice"),
        ("[" * 30 + "]" * 30, "nested too deeply"),
        ("a: !!python/object/apply:os.system [ls]\n", "this is no YAML"),
        ("a: [1\nb", "this is no YAML"),
        ("a: 2025-02-30\n", "a value is none"),
    ],
)
def test_yaml_of_more_than_plain_values_is_refused(text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        checked_yaml(text)
