"""What is said of people side by side: who differs with the same requests, in no order that noise makes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from analyses.ground import NOW, HandMade, made, said
from deskwise.analyses.adjusted import adjust
from deskwise.analyses.adjusted_by_mix import adjusted_by_mix
from deskwise.analyses.fair_comparison import fair_comparison
from deskwise.analyses.ground_values import Groups
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Stat
from deskwise.metrics.figures import Figure, rate, share
from deskwise.metrics.readings import Reading

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
Cells = Mapping[str | None, Sequence[tuple[str, int, int]]]
Found = dict[tuple[str | None, ...], Reading]
QUIET: Cells = {
    "anna": [("refund", 50, 100)],
    "ben": [("refund", 50, 100), ("login", 90, 100)],
    "cara": [("refund", 50, 100), ("login", 90, 100)],
    "dan": [("login", 180, 200)],
}
# Eve has the requests that Ben and Cara have, and half as many who are satisfied.
WORSE: Cells = {**QUIET, "eve": [("refund", 25, 100), ("login", 45, 100)]}


def ground(
    cells: Cells, hidden: frozenset[str] = frozenset(), name: str = "csat", of: str = "agent"
) -> HandMade:
    """Somebody's share or rate by category; `hidden` are those whose figures may not be seen."""
    stat: Stat = "share" if metric(name).kind == "share" else "rate"
    figure = share if stat == "share" else rate
    alone: Found = {}
    by_cell: Found = {}
    team = (None,) if of == "agent" else ()
    for who, own in cells.items():
        alone[(who,)] = made(name, figure(*_sums(own)), NOW, stat)
        for category, count, below in own:
            by_cell[(who, *team, category, None, None)] = made(name, figure(count, below), NOW, stat)
    whole = made(name, figure(*_sums([each for own in cells.values() for each in own])), NOW, stat)
    dimensions = (of, *(("team",) if of == "agent" else ()), "category", "channel", "priority")
    return HandMade(
        metric(name), whole, whole, {}, {"of_whom": of},
        read={
            (name, stat, (), False): Groups({(): whole}),
            (name, stat, (of,), False): Groups(alone, frozenset((who,) for who in hidden)),
            (name, stat, dimensions, False): Groups(by_cell),
        },
    )  # fmt: skip


def _sums(cells: Sequence[tuple[str, int, int]]) -> tuple[int, int]:
    return sum(count for _, count, _ in cells), sum(below for _, _, below in cells)


def test_the_golden_case_worked_by_hand() -> None:
    path = GOLDEN / "fair_comparison-harder_requests_and_no_worse.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    made_up = ground({each["agent"]: [tuple(cell) for cell in each["cells"]] for each in told["groups"]})
    adjusted = adjusted_by_mix(made_up, made_up.metric, "share", "agent", 20)
    assert adjusted is not None
    expected = {each.group: each.expected for each in adjusted.effects}
    finding = fair_comparison(made_up)
    rows = {each["agent"]: each for each in finding.records()}
    for each in told["groups"]:
        row = rows[each["agent"]]
        assert expected[each["agent"]] == pytest.approx(float(Fraction(each["expected"])), abs=1e-12)
        assert row["raw"] == pytest.approx(float(Fraction(each["raw"])), abs=1e-12)
        assert row["figure"] == pytest.approx(float(Fraction(told["expect"]["figure"])), abs=1e-12)
    assert finding.outcome == told["expect"]["outcome"]
    assert said(finding) == [told["expect"]["first"]]


def test_who_is_worse_with_the_same_requests_is_told_and_in_a_group_of_their_own() -> None:
    finding = fair_comparison(ground(WORSE))
    assert finding.outcome == "found"
    assert said(finding)[0].startswith("eve is worse than the rest in customer satisfaction of 5 agents: ")
    rows = {each["agent"]: each for each in finding.records()}
    assert list(rows) == ["anna", "ben", "cara", "dan", "eve"]
    assert {rows[name]["verdict"] for name in ("anna", "ben", "cara", "dan")} == {"not told apart"}
    assert rows["eve"]["alike"] == "A"
    assert "A" not in str(rows["ben"]["alike"])
    better = float(rows["eve"]["better"] or 0.0)
    assert better < 0.01


def test_better_is_what_the_metric_says_it_is() -> None:
    cells: Cells = {who: [("refund", 5, 200)] for who in ("anna", "ben", "cara", "dan")}
    finding = fair_comparison(ground({**cells, "eve": [("refund", 60, 200)]}, name="reopen_rate"))
    assert said(finding)[0].startswith("eve is worse than the rest in reopen rate")
    rate_of = fair_comparison(
        ground({**cells, "eve": [("refund", 60, 200)]}, name="complaints_per_100_requests")
    )
    rows = {each["agent"]: each for each in rate_of.records()}
    assert 20 < float(rows["eve"]["figure"] or 0.0) < 60
    assert float(rows["ben"]["figure"] or 0.0) < 10


def test_who_may_see_themselves_alone_sees_the_others_without_names() -> None:
    others = frozenset({"ben", "cara", "dan", "eve"})
    finding = fair_comparison(ground(WORSE, others))
    assert [each["agent"] for each in finding.records()] == ["anna"]
    assert not any(name in " ".join(said(finding)) for name in others)
    assert said(finding)[-1].startswith("Of the 4 others the middle half lies between")
    with pytest.raises(NotAllowedError):
        fair_comparison(ground(WORSE, others | {"anna"}))


def test_of_who_has_few_cases_nothing_is_said() -> None:
    finding = fair_comparison(ground({**QUIET, "eve": [("refund", 1, 19)]}))
    assert "eve" not in {each["agent"] for each in finding.records()}
    assert finding.number("too_few").value == 1  # type: ignore[union-attr]  # it is always there
    few = fair_comparison(ground({"anna": [("refund", 5, 19)], "ben": [("refund", 5, 400)]}))
    assert few.outcome == "too few"
    assert few.rows == ()


def test_with_fewer_than_four_figures_are_not_drawn_to_each_other() -> None:
    finding = fair_comparison(ground({name: QUIET[name] for name in ("ben", "cara", "dan")}, of="team"))
    assert any("not drawn to each other" in each.words for each in finding.doubts)
    assert [each["team"] for each in finding.records()] == ["ben", "cara", "dan"]


def test_teams_are_held_against_those_of_their_own_tier() -> None:
    # The second tier gets what is hard: against the first it would be worse, and nobody like it is there.
    cells: Cells = {
        **{name: [("refund", 50, 100), ("login", 90, 100)] for name in ("berlin", "paris", "rome")},
        "experts": [("refund", 10, 100), ("login", 20, 100)],
    }
    unlike = ground(cells, of="team")
    assert "experts is worse" in said(fair_comparison(unlike))[0]
    tiers = replace(unlike, tier_of={"berlin": 1, "paris": 1, "rome": 1, "experts": 2})
    finding = fair_comparison(tiers)
    assert finding.outcome == "nothing"
    assert [each["team"] for each in finding.records()] == ["berlin", "paris", "rome"]
    (others,) = (each for each in finding.doubts if "of another tier" in each.words)
    assert dict(others.values)["teams"] == "experts"
    alone = fair_comparison(replace(tiers, options={"of_whom": "team", "tier": "2"}))
    assert alone.outcome == "too few"


@pytest.mark.parametrize(
    ("options", "told"),
    [({"of_whom": "team", "tier": "3"}, "choose from none"), ({"tier": "1"}, "leave tier out")],
)
def test_a_tier_that_nobody_is_of_is_refused(options: dict[str, str], told: str) -> None:
    made_up = ground(QUIET, of=options.get("of_whom", "agent"))
    with pytest.raises(UsageError) as raised:
        fair_comparison(replace(made_up, options=options))
    assert told in str(raised.value.do)


def test_figures_that_nobody_can_be_compared_in_are_refused() -> None:
    counted = made("complaints", Figure(3, 3), NOW, "count")
    with pytest.raises(UsageError, match="nobody can be compared"):
        fair_comparison(HandMade(metric("complaints"), counted, counted, {}))
    with pytest.raises(UsageError, match="leave none"):
        fair_comparison(replace(ground(QUIET), where={"agent": ["anna"]}))
    assert adjust({}, "logit", 20) is None
