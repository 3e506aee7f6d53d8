"""Objectives, on both engines: all is kept, in its order, and of two who change one neither is lost."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from deskwise.app.okr_store import OkrStore, Part, Remark
from deskwise.kernel.errors import ChangedMeanwhileError, UsageError, WorkspaceError
from deskwise.okr.check_in import CheckIn, Known, TypedValue
from deskwise.okr.close_out import CloseOut
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.okr.key_result import KeyResult
from deskwise.okr.objective import Objective, ObjectiveState
from stores.state.okr_values import AT, CYCLE, KEY_RESULT, OBJECTIVE, any_of
from stores.state.state_rig import Rig

KNOWN = Known(0.7, 0.25)
HOUR = timedelta(hours=1)
_numbers = itertools.count()
anything = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def kept(rig: Rig) -> Rig:
    """A state with a cycle, an objective of it and a key result of that."""
    with rig.state.changing() as stores:
        stores.okr.add_cycle(CYCLE)
        stores.okr.add_objective(OBJECTIVE)
        stores.okr.add_key_result(KEY_RESULT)
    return rig


def new() -> str:
    return f"new-{next(_numbers)}"


def added(rig: Rig, add: Callable[[OkrStore], None]) -> None:
    with rig.state.changing() as stores:
        add(stores.okr)


def test_where_nothing_was_written_nothing_is_found(rig: Rig) -> None:
    with rig.state.reading() as stores:
        okr = stores.okr
        assert (okr.find_cycle("c1"), okr.find_objective("o1"), okr.find_key_result("k1")) == (None,) * 3
        assert not any((okr.cycles(), okr.objectives("c1"), okr.remarks("o1"), okr.parts("o1")))
        for many in (okr.key_results, okr.check_ins, okr.typed_values, okr.close_outs):
            assert not many(["o1", "k1"])
            assert not many([])


@anything
@given(first=any_of(Cycle), then=any_of(Cycle))
def test_all_of_a_cycle_is_kept(rig: Rig, first: Cycle, then: Cycle) -> None:
    first = replace(first, id=new())
    then = replace(then, id=first.id, version=first.version)
    added(rig, lambda okr: okr.add_cycle(first))
    with rig.state.changing() as stores:
        assert stores.okr.find_cycle(first.id) == first
        after = stores.okr.change_cycle(then)
    assert after == replace(then, version=first.version + 1)
    with rig.state.reading() as stores:
        assert stores.okr.find_cycle(first.id) == after


@anything
@given(first=any_of(Objective), then=any_of(Objective))
def test_all_of_an_objective_is_kept(kept: Rig, first: Objective, then: Objective) -> None:
    first = replace(first, id=new(), cycle="c1", key=new())
    then = replace(then, id=first.id, cycle="c1", key=new(), version=first.version)
    added(kept, lambda okr: okr.add_objective(first))
    with kept.state.changing() as stores:
        assert stores.okr.find_objective(first.id) == first
        after = stores.okr.change_objective(then)
    assert after == replace(then, version=first.version + 1)
    with kept.state.reading() as stores:
        assert stores.okr.objectives("c1")[-1] == after


@anything
@given(first=any_of(KeyResult), then=any_of(KeyResult))
def test_all_of_a_key_result_is_kept(kept: Rig, first: KeyResult, then: KeyResult) -> None:
    first = replace(first, id=new(), objective="o1", key=new())
    then = replace(then, id=first.id, objective="o1", key=new(), version=first.version)
    added(kept, lambda okr: okr.add_key_result(first))
    with kept.state.changing() as stores:
        assert stores.okr.find_key_result(first.id) == first
        after = stores.okr.change_key_result(then)
    assert after == replace(then, version=first.version + 1)
    with kept.state.reading() as stores:
        assert stores.okr.key_results(["o1"])[-1] == after


@anything
@given(
    check_in=any_of(CheckIn), value=any_of(TypedValue), close_out=any_of(CloseOut), remark=any_of(Remark),
    part=any_of(Part),
)  # fmt: skip
def test_all_that_is_said_and_decided_is_kept(
    kept: Rig, check_in: CheckIn, value: TypedValue, close_out: CloseOut, remark: Remark, part: Part
) -> None:
    objective = replace(OBJECTIVE, id=new(), key=new())
    key_result = replace(KEY_RESULT, id=new(), objective=objective.id)
    check_in = replace(check_in, id=new(), key_result=key_result.id)
    value = replace(value, id=new(), key_result=key_result.id)
    close_out = replace(close_out, objective=objective.id)
    remark = replace(remark, id=new(), objective=objective.id)
    part = replace(part, objective=objective.id, version=0)
    with kept.state.changing() as stores:
        okr = stores.okr
        okr.add_objective(objective)
        okr.add_key_result(key_result)
        okr.add_check_in(check_in)
        okr.add_typed_value(value)
        okr.add_close_out(close_out)
        okr.add_remark(remark)
        assert okr.put_part(part) == replace(part, version=1)
    with kept.state.reading() as stores:
        okr = stores.okr
        assert okr.check_ins([key_result.id]) == (check_in,)
        assert okr.typed_values([key_result.id]) == (value,)
        assert okr.close_outs([objective.id]) == (close_out,)
        assert okr.remarks(objective.id) == (remark,)
        assert okr.parts(objective.id) == (replace(part, version=1),)


def test_cycles_come_by_their_days(rig: Rig) -> None:
    half = replace(CYCLE, id="c2", name="H1 2026", last_day=date(2026, 6, 30))
    before = replace(CYCLE, id="c3", name="Q4 2025", first_day=date(2025, 10, 1))
    with rig.state.changing() as stores:
        for each in (half, CYCLE, before):
            stores.okr.add_cycle(each)
        assert [each.id for each in stores.okr.cycles()] == ["c3", "c1", "c2"]


def test_objectives_and_key_results_come_as_they_were_added(kept: Rig) -> None:
    with kept.state.changing() as stores:
        okr = stores.okr
        okr.add_objective(replace(OBJECTIVE, id="a", key="a", state=ObjectiveState.WITHDRAWN))
        okr.add_key_result(replace(KEY_RESULT, id="z", objective="a", kept=False))
        okr.add_key_result(replace(KEY_RESULT, id="b", key="b"))
        okr.change_objective(replace(OBJECTIVE, title="Answer much sooner"))
        assert [each.id for each in okr.objectives("c1")] == ["o1", "a"]
        assert okr.objectives("c2") == ()
        assert [each.id for each in okr.key_results(["a", "o1", "a"])] == ["k1", "z", "b"]
        assert [each.id for each in okr.key_results(["o1"])] == ["k1", "b"]


def test_what_was_said_comes_oldest_first(kept: Rig) -> None:
    other = replace(KEY_RESULT, id="k2", key="k2")
    with kept.state.changing() as stores:
        okr = stores.okr
        okr.add_key_result(other)
        for name, key_result, at in (("z", "k1", AT + HOUR), ("y", "k2", AT), ("x", "k1", AT)):
            okr.add_check_in(CheckIn(name, key_result, "ann", at, KNOWN))
            okr.add_typed_value(TypedValue(name, key_result, 1.0, "so", "ann", at))
            okr.add_remark(Remark(name, "o1", "ann", at, "well"))
        assert [each.id for each in okr.check_ins(["k1", "k2"])] == ["y", "x", "z"]
        assert [each.id for each in okr.typed_values(["k1", "k2"])] == ["y", "x", "z"]
        assert [each.id for each in okr.check_ins(["k1"])] == ["x", "z"]
        assert [each.id for each in okr.typed_values(["k2"])] == ["y"]
        assert [each.id for each in okr.remarks("o1")] == ["y", "x", "z"]
        assert okr.remarks("o2") == ()


def test_parts_come_in_the_order_people_first_took_one(kept: Rig) -> None:
    with kept.state.changing() as stores:
        okr = stores.okr
        ben, ann = okr.put_part(Part("o1", "ben", "nights", AT)), okr.put_part(Part("o1", "ann", "days", AT))
        ben = okr.put_part(replace(ben, text="weekends", at=AT + HOUR))
        assert okr.parts("o1") == (ben, ann)
    assert (ben.text, ben.version, ann.version) == ("weekends", 2, 1)


@pytest.mark.parametrize(
    ("read", "first", "second"),
    [
        (lambda okr: okr.find_cycle("c1"),
         lambda okr, now: okr.change_cycle(replace(now, state=CycleState.ACTIVE)),
         lambda okr, now: okr.change_cycle(replace(now, name="Spring"))),
        (lambda okr: okr.find_objective("o1"),
         lambda okr, now: okr.change_objective(replace(now, title="Answer at once")),
         lambda okr, now: okr.change_objective(replace(now, why="they say so"))),
        (lambda okr: okr.find_key_result("k1"),
         lambda okr, now: okr.change_key_result(replace(now, target=0.95)),
         lambda okr, now: okr.change_key_result(replace(now, kept=False))),
        (lambda okr: okr.put_part(Part("o1", "ann", "days", AT)),
         lambda okr, now: okr.put_part(replace(now, text="nights")),
         lambda okr, now: okr.put_part(replace(now, text="weekends"))),
    ],
    ids=["cycle", "objective", "key_result", "part"],
)  # fmt: skip
def test_of_two_who_change_one_the_second_is_told_and_neither_is_lost(
    kept: Rig,
    read: Callable[[OkrStore], Any],
    first: Callable[[OkrStore, Any], Any],
    second: Callable[[OkrStore, Any], Any],
) -> None:
    with kept.state.changing() as stores:
        both_saw = read(stores.okr)
    with kept.state.changing() as stores:
        now = first(stores.okr, both_saw)
    assert now.version == both_saw.version + 1
    with pytest.raises(ChangedMeanwhileError) as told, kept.state.changing() as stores:
        second(stores.okr, both_saw)
    assert told.value.now == now
    # Who looks at what is there now saves beside it.
    with kept.state.changing() as stores:
        after = second(stores.okr, told.value.now)
    assert after.version == now.version + 1
    with kept.state.changing() as stores, pytest.raises(ChangedMeanwhileError) as told:
        first(stores.okr, replace(now, version=99))
    assert told.value.now == after


def test_of_two_first_parts_of_one_person_the_second_is_told(kept: Rig) -> None:
    part = Part("o1", "ann", "days", AT)
    with kept.state.changing() as stores:
        now = stores.okr.put_part(part)
    with pytest.raises(ChangedMeanwhileError) as told, kept.state.changing() as stores:
        stores.okr.put_part(replace(part, text="nights"))
    assert told.value.now == now


def test_what_is_not_there_is_not_changed(rig: Rig) -> None:
    changes: tuple[Callable[[OkrStore], object], ...] = (
        lambda okr: okr.change_cycle(CYCLE),
        lambda okr: okr.change_objective(OBJECTIVE),
        lambda okr: okr.change_key_result(KEY_RESULT),
    )
    for change in changes:
        with pytest.raises(ChangedMeanwhileError) as told, rig.state.changing() as stores:
            change(stores.okr)
        assert told.value.now is None


def test_a_key_is_of_one_objective_in_its_cycle(kept: Rig) -> None:
    gone = replace(OBJECTIVE, id="o2", key="gone", state=ObjectiveState.WITHDRAWN)
    with kept.state.changing() as stores:
        okr = stores.okr
        okr.add_objective(gone)
        okr.add_cycle(replace(CYCLE, id="c2"))
        okr.add_objective(replace(OBJECTIVE, id="o3", cycle="c2"))
        with pytest.raises(UsageError, match="cycle has the key gone already"):
            okr.add_objective(replace(OBJECTIVE, id="o4", key="gone"))
        with pytest.raises(UsageError, match="cycle has the key gone already") as told:
            okr.change_objective(replace(OBJECTIVE, key="gone"))
        assert not isinstance(told.value, ChangedMeanwhileError)
        with pytest.raises(UsageError, match="cycle has the key first-replies already"):
            okr.change_objective(replace(OBJECTIVE, id="o3", cycle="c1"))
        with pytest.raises(ChangedMeanwhileError):
            okr.change_objective(replace(OBJECTIVE, key="gone", version=7))
    with kept.state.reading() as stores:
        assert stores.okr.objectives("c1") == (OBJECTIVE, gone)


def test_a_key_is_of_one_key_result_in_its_objective(kept: Rig) -> None:
    gone = replace(KEY_RESULT, id="k2", key="gone", kept=False)
    with kept.state.changing() as stores:
        okr = stores.okr
        okr.add_key_result(gone)
        okr.add_objective(replace(OBJECTIVE, id="o2", key="o2"))
        okr.add_key_result(replace(KEY_RESULT, id="k3", objective="o2"))
        with pytest.raises(UsageError, match="objective has the key gone already"):
            okr.add_key_result(replace(KEY_RESULT, id="k4", key="gone"))
        with pytest.raises(UsageError, match="objective has the key gone already") as told:
            okr.change_key_result(replace(KEY_RESULT, key="gone"))
        assert not isinstance(told.value, ChangedMeanwhileError)
        with pytest.raises(ChangedMeanwhileError):
            okr.change_key_result(replace(KEY_RESULT, key="gone", version=7))
    with kept.state.reading() as stores:
        assert stores.okr.key_results(["o1"]) == (KEY_RESULT, gone)


def test_an_override_ends_and_stays_on_record(kept: Rig) -> None:
    before = TypedValue("t0", "k1", 0.4, "so", "ann", AT - HOUR, KNOWN, AT, "ann")
    override = TypedValue("t1", "k1", 0.5, "the export was broken", "ann", AT, KNOWN)
    other = replace(override, id="t2", key_result="k2")
    with kept.state.changing() as stores:
        okr = stores.okr
        okr.add_key_result(replace(KEY_RESULT, id="k2", key="k2"))
        for each in (before, override, other):
            okr.add_typed_value(each)
        assert okr.resume("k1", AT + HOUR, "lea") == 1
        assert okr.resume("k1", AT + 2 * HOUR, "ben") == 0
    ended = replace(override, resumed_at=AT + HOUR, resumed_by="lea")
    with kept.state.reading() as stores:
        assert stores.okr.typed_values(["k1", "k2"]) == (before, ended, other)


def test_an_objective_ends_once(kept: Rig) -> None:
    first = CloseOut("o1", "lea", AT, 0.7, ())
    with kept.state.changing() as stores:
        stores.okr.add_close_out(first)
    with pytest.raises(ChangedMeanwhileError) as told, kept.state.changing() as stores:
        stores.okr.add_close_out(replace(first, by="lou", score=0.9))
    assert told.value.now == first
    with kept.state.reading() as stores:
        assert stores.okr.close_outs(["o1", "o2"]) == (first,)


def everything(okr: OkrStore) -> tuple[object, ...]:
    objectives = okr.objectives("c1")
    key_results = okr.key_results([each.id for each in objectives])
    named = [each.id for each in key_results]
    return (
        okr.cycles(), objectives, key_results, okr.remarks("o1"), okr.parts("o1"), okr.check_ins(named),
        okr.typed_values(named), okr.close_outs(["o1"]),
    )  # fmt: skip


def test_a_change_that_breaks_off_changes_nothing(kept: Rig) -> None:
    with kept.state.changing() as stores:
        stores.okr.add_typed_value(TypedValue("t1", "k1", 0.5, "so", "ann", AT))
        before = everything(stores.okr)
    with contextlib.suppress(ZeroDivisionError), kept.state.changing() as stores:
        okr = stores.okr
        okr.change_cycle(replace(CYCLE, state=CycleState.ACTIVE))
        okr.change_objective(replace(OBJECTIVE, title="x"))
        okr.change_key_result(replace(KEY_RESULT, title="x"))
        okr.put_part(Part("o1", "ann", "days", AT))
        okr.add_remark(Remark("r1", "o1", "ann", AT, "well"))
        okr.add_check_in(CheckIn("i1", "k1", "ann", AT, KNOWN))
        okr.add_typed_value(TypedValue("t2", "k1", 0.5, "so", "ann", AT))
        okr.resume("k1", AT, "ann")
        okr.add_close_out(CloseOut("o1", "ann", AT, None, ()))
        assert all(now != was for now, was in zip(everything(okr), before, strict=True))
        _ = 1 // 0
    with kept.state.reading() as stores:
        assert everything(stores.okr) == before


@pytest.mark.parametrize(
    "add",
    [
        lambda okr: okr.add_objective(replace(OBJECTIVE, id="o2", cycle="none")),
        lambda okr: okr.add_key_result(replace(KEY_RESULT, id="k2", objective="none")),
        lambda okr: okr.add_check_in(CheckIn("i1", "none", "ann", AT, KNOWN)),
        lambda okr: okr.add_typed_value(TypedValue("t1", "none", 1.0, "so", "ann", AT)),
        lambda okr: okr.add_close_out(CloseOut("none", "ann", AT, None, ())),
        lambda okr: okr.add_remark(Remark("r1", "none", "ann", AT, "well")),
        lambda okr: okr.put_part(Part("none", "ann", "days", AT)),
    ],
)
def test_nothing_is_kept_of_what_is_not_there(kept: Rig, add: Callable[[OkrStore], None]) -> None:
    with pytest.raises(WorkspaceError), kept.state.changing() as stores:
        add(stores.okr)
