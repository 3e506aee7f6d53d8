"""Queues against figures that are given, cases worked by hand, and calls that are let wait one by one."""

from __future__ import annotations

import tomllib
from math import exp, factorial
from pathlib import Path

import numpy as np
import pytest

from deskwise.analyses.erlang import Load, Queue, agents_needed, inverse_erlang_b, queue, waits_by_erlang_c

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
RUNS, CALLS, FIRST = 1_000, 700, 200


def test_the_golden_case_worked_by_hand() -> None:
    path = GOLDEN / "staffing-two_hundred_calls_of_three_minutes.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    load = Load(told["calls_per_hour"], told["handle_seconds"])
    for each in told["agents"]:
        found = queue(load, each["n"], told["seconds"])
        assert round(found.within_share, 3) == each["within"]
        assert round(found.occupancy_share, 3) == each["occupancy"]
        assert round(waits_by_erlang_c(load.erlangs, each["n"]), 3) == each["waits"]
    assert agents_needed(load, told["share"], told["seconds"]) == told["needed"]
    patient = told["as_patient_as_long"]
    found = queue(Load(patient["calls_per_hour"], 180, 180), patient["n"], 0)
    assert found.within_share == pytest.approx(patient["at_once"], abs=5e-5)
    assert found.abandoned_share == pytest.approx(patient["given_up"], abs=5e-5)


@pytest.mark.parametrize(("erlangs", "agents"), [(0.3, 1), (2.5, 4), (10.0, 14), (40.0, 44)])
def test_the_recursion_is_the_sum_it_stands_for(erlangs: float, agents: int) -> None:
    terms = [erlangs**each / factorial(each) for each in range(agents + 1)]
    assert inverse_erlang_b(erlangs, agents) == pytest.approx(sum(terms) / terms[-1], rel=1e-12)


@pytest.mark.parametrize("agents", [1, 3, 10])
@pytest.mark.parametrize("erlangs", [0.5, 3.0, 12.0])
def test_with_patience_as_long_as_talk_those_there_are_poisson(erlangs: float, agents: int) -> None:
    # Everybody there, on the phone or waiting, leaves at the same rate.
    found = queue(Load(erlangs * 20, 180, 180), agents, 0)
    free = sum(exp(-erlangs) * erlangs**each / factorial(each) for each in range(agents))
    talking = sum(min(each, agents) * exp(-erlangs) * erlangs**each / factorial(each) for each in range(120))
    assert found.within_share == pytest.approx(free, abs=1e-12)
    assert found.occupancy_share == pytest.approx(talking / agents, abs=1e-12)
    assert found.abandoned_share == pytest.approx(1 - talking / erlangs, abs=1e-12)


def test_with_endless_patience_it_is_erlang_c_and_with_none_nobody_waits() -> None:
    without = queue(Load(200, 180), 14, 20)
    assert queue(Load(200, 180, 1e8), 14, 20).within_share == pytest.approx(without.within_share, abs=1e-6)
    # Who does not wait at all is lost as at a busy line: Erlang B.
    lost = 1 / inverse_erlang_b(10.0, 14)
    assert queue(Load(200, 180, 1e-6), 14, 20).abandoned_share == pytest.approx(lost, abs=1e-6)


def test_where_the_line_only_grows_erlang_c_answers_nobody_in_time_and_erlang_a_some() -> None:
    assert queue(Load(200, 180), 10, 20) == Queue(0.0, 0.0, 1.0)
    assert waits_by_erlang_c(10.0, 10) == 1.0
    found = queue(Load(400, 180, 60), 10, 20)
    # Half of the calls have to be given up, and those alone.
    assert found.abandoned_share == pytest.approx(0.5, abs=0.02)
    assert found.occupancy_share == pytest.approx(1.0, abs=0.02)
    for seconds in (0.0, 20.0, 1e5):
        told = queue(Load(4_000, 300, 3_600), 50, seconds)
        assert 0.0 <= told.within_share <= 1.0 - told.abandoned_share + 1e-9


def test_all_who_are_answered_are_answered_within_a_long_time() -> None:
    found = queue(Load(200, 180, 120), 9, 1e6)
    assert found.within_share == pytest.approx(1 - found.abandoned_share, abs=1e-12)


@pytest.mark.parametrize("patience", [None, 120.0, 400.0])
def test_the_agents_needed_are_the_fewest(patience: float | None) -> None:
    for calls in (1, 7, 40, 200, 900):
        load = Load(calls, 190, patience)
        needed = agents_needed(load, 0.8, 20)
        assert queue(load, needed, 20).within_share >= 0.8
        assert queue(load, needed - 1, 20).within_share < 0.8
    assert agents_needed(Load(0, 190, patience), 0.8, 20) == 0
    assert queue(Load(0, 190, patience), 0, 20).within_share == 1.0
    assert queue(Load(5, 190, patience), 0, 20).within_share == 0.0


@pytest.mark.parametrize(("patience", "agents"), [(None, 13), (120.0, 10), (300.0, 8)])
def test_calls_let_wait_one_by_one_show_the_same(patience: float | None, agents: int) -> None:
    draws = np.random.default_rng(17)
    free = np.zeros((RUNS, agents))
    now, within, gave_up, counted = np.zeros(RUNS), 0, 0, 0
    rows = np.arange(RUNS)
    for call in range(CALLS):
        now = now + draws.exponential(3_600 / 200, RUNS)
        first = free.argmin(axis=1)
        waits = np.maximum(free[rows, first] - now, 0.0)
        stays = np.ones(RUNS, bool) if patience is None else draws.exponential(patience, RUNS) >= waits
        talks = draws.exponential(180, RUNS)
        free[rows, first] = np.where(stays, now + waits + talks, free[rows, first])
        if call >= FIRST:
            counted += RUNS
            within += int((stays & (waits <= 20)).sum())
            gave_up += int((~stays).sum())
    found = queue(Load(200, 180, patience), agents, 20)
    # Calls of one run wait together: three times the error of as many that do not is beyond chance here.
    assert within / counted == pytest.approx(found.within_share, abs=0.01)
    assert gave_up / counted == pytest.approx(found.abandoned_share, abs=0.005)
