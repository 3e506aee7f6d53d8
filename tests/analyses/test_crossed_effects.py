"""Effects of groups that cross: held apart, with intervals that hold, and hardly ever out of nothing."""

from __future__ import annotations

import math

import pytest

from deskwise.analyses import crossed_effects
from deskwise.analyses.crossed_effects import Effect, crossed
from deskwise.analyses.escalation_pattern import PRODUCT_GAP, TRAINING_NEED, patterns

RUNS = 1000


def table(rows: int, columns: int, odd: str = "", few: str = "") -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (f"a{row}", f"c{column}"): (
            0 if f"a{row}" == few else 20 if odd in {f"a{row}", f"c{column}"} else 4,
            4 if f"a{row}" == few else 50,
        )
        for row in range(rows)
        for column in range(columns)
    }


def by_name(effects: tuple[Effect[str], ...]) -> dict[str, Effect[str]]:
    return {each.name: each for each in effects}


@pytest.mark.parametrize(("rows", "columns"), [(6, 9), (9, 6)])
def test_what_all_rows_have_in_a_column_is_the_columns(rows: int, columns: int) -> None:
    found = crossed(table(rows, columns, odd="c2"))
    assert found is not None
    sync = by_name(found.columns)["c2"]
    assert (sync.cases, sync.hits, sync.above, sync.of) == (50 * rows, 20 * rows, rows, rows)
    assert sync.expected == pytest.approx(4 * rows, rel=0.02)
    assert 4 < sync.low < sync.times < 5 < sync.high
    assert all(each.times == pytest.approx(1, abs=1e-3) for each in found.rows)


def test_a_row_is_not_blamed_for_having_the_hard_columns() -> None:
    # Half of all requests of a0 are of the column that everybody escalates, of the others a tenth.
    cells = {(f"a{row}", f"c{column}"): (4, 40) for row in range(6) for column in range(6)}
    cells |= {(f"a{row}", "c0"): (8, 16) for row in range(6)}
    cells["a0", "c0"] = (100, 200)
    found = crossed(cells)
    assert found is not None
    raw = sum(cells["a0", f"c{column}"][0] for column in range(6)) / 400
    assert raw > 0.25 > 0.16 > sum(cells["a1", f"c{column}"][0] for column in range(6)) / 216
    assert by_name(found.rows)["a0"].times == pytest.approx(1, abs=0.02)
    assert by_name(found.rows)["a0"].low < 1 < by_name(found.rows)["a0"].high


def test_the_fit_is_that_of_maximum_likelihood_where_there_are_many_cases() -> None:
    import numpy as np  # noqa: PLC0415 slow
    from scipy.optimize import minimize  # noqa: PLC0415 slow

    draw = np.random.default_rng(5)
    own, other = draw.normal(0, 0.7, 5), draw.normal(0, 0.7, 6)
    cases = draw.integers(20_000, 60_000, (5, 6)).astype(float)
    hits = draw.binomial(cases.astype(int), 1 / (1 + np.exp(1.5 - own[:, None] - other))).astype(float)

    def loss(beta: object) -> float:
        given = np.asarray(beta)
        logits = given[:5, None] + np.append(0.0, given[5:])
        return float((cases * np.logaddexp(0, logits) - hits * logits).sum())

    likely = minimize(loss, np.zeros(10), method="BFGS", options={"gtol": 1e-2}).x
    _, rows, columns, _ = crossed_effects._fit(hits, cases)
    for drawn, free in ((rows, likely[:5]), (columns, np.append(0.0, likely[5:]))):
        assert (drawn.means - drawn.means.mean()).tolist() == pytest.approx(
            (free - free.mean()).tolist(), abs=3e-3
        )


def test_of_few_or_of_all_alike_nothing_is_said() -> None:
    assert crossed({("a", "x"): (3, 90), ("a", "y"): (3, 90), ("b", "x"): (3, 90)}) is None
    assert crossed(dict.fromkeys(table(4, 4), (0, 50))) is None
    assert crossed(dict.fromkeys(table(4, 4), (50, 50))) is None
    alike = crossed(dict.fromkeys(table(4, 4), (10, 20)))
    assert alike is not None
    assert all(each.times == pytest.approx(1) for each in (*alike.rows, *alike.columns))


def test_teams_that_share_no_column_are_not_told_from_each_other() -> None:
    cells = {(f"a{row}", f"c{column}"): (4, 40) for row in range(4) for column in range(4)}
    cells |= {(f"b{row}", f"d{column}"): (20, 40) for row in range(4) for column in range(4)}
    found = crossed(cells)
    assert found is not None
    assert all(each.low < 1 < each.high for each in (*found.rows, *found.columns))


def test_cells_that_vary_more_than_chance_widen_everything() -> None:
    cells = table(8, 8)
    wild = {pair: (16 if sum(map(ord, "".join(pair))) % 3 == 0 else 1, n) for pair, (_, n) in cells.items()}
    found = crossed(wild)
    assert found is not None
    assert found.spread > 3
    assert crossed(cells).spread == 1.0  # type: ignore[union-attr]  # there is one


def test_a_thousand_times_intervals_hold_the_truth() -> None:
    import numpy as np  # noqa: PLC0415 slow

    draw = np.random.default_rng(20_261_128)
    held: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        own, other = draw.normal(0, 0.4, 8), draw.normal(0, 0.4, 12)
        cases = draw.poisson(draw.uniform(2, 30, (8, 12)))
        hits = draw.binomial(cases, 1 / (1 + np.exp(2.2 - own[:, None] - other)))
        _, *drawn, _ = crossed_effects._fit(hits.astype(float), cases.astype(float))
        for found, truth, told in zip(drawn, (own, other), held, strict=False):
            assert isinstance(found, crossed_effects._Drawn)
            off = np.abs(found.means - (truth - crossed_effects._middle(truth)))
            told.append(float(np.mean(off <= 1.96 * found.errors)))
    for told in held:
        # Those of one run hang together, so runs are what the error is of.
        error = float(np.std(told)) / math.sqrt(RUNS)
        assert abs(float(np.mean(told)) - 0.95) <= 0.02 + 2 * error


def test_a_thousand_times_few_are_named_who_are_as_all_others() -> None:
    import numpy as np  # noqa: PLC0415 slow

    draw = np.random.default_rng(20_261_129)
    false, alarms, right = [], 0, 0
    for run in range(RUNS):
        odd = 1.2 if run % 2 else 0.0
        own, other = np.zeros(8), np.zeros(10)
        own[:1], other[:2] = odd, odd
        cases = draw.poisson(draw.uniform(2, 24, (8, 10)))
        hits = draw.binomial(cases, 1 / (1 + np.exp(2.2 - own[:, None] - other)))
        found = patterns(
            {None: {
                (f"{row}", (None, f"{column}")): (int(hits[row, column]), int(cases[row, column]))
                for row in range(8) for column in range(10)
            }}
        )  # fmt: skip
        agents = [each.effect.name for each in found.agents if each.verdict == TRAINING_NEED]
        kinds = [each.effect.name[1] for each in found.kinds if each.verdict == PRODUCT_GAP]
        if not odd:
            alarms += bool(agents or kinds)
            continue
        wrong = sum(each != "0" for each in agents) + sum(each not in {"0", "1"} for each in kinds)
        right += len(agents) + len(kinds) - wrong
        false.append(wrong / max(len(agents) + len(kinds), 1))
    half = RUNS / 2
    assert alarms / half <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / half)
    assert float(np.mean(false)) <= 0.05 + 2 * float(np.std(false)) / math.sqrt(half)
    # And it finds what is there: most of three in each run.
    assert right / (3 * half) > 0.7
