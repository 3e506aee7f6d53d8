"""What is said of escalations: evidence first, then a pattern, and what stays undecided."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from analyses.ground import NOW, HandMade, made, said
from deskwise.analyses.escalation_causes import escalation_causes
from deskwise.analyses.escalation_pattern import ONE_AGENT, PRODUCT_GAP, TRAINING_NEED, WITHIN
from deskwise.analyses.ground_values import Escalated, Groups, HeldCell
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import share

NAME = "escalation_rate"
GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
CATEGORIES = ("sync", "access", "setup", "delivery", "invoice")
AGENTS = ("ann", "ben", "cleo", "dan", "eva")
Key = tuple[str | None, ...]
BARE = Escalated("desk", "1", 0, "ann", "support", None, None, None, None, None, None, known_article=False)
Cells = Mapping[tuple[str, str], tuple[int, int]]


def ground(
    cells: Cells,
    let_go: Sequence[Escalated] = (),
    hidden: frozenset[str] = frozenset(),
    hidden_kinds: frozenset[str] = frozenset(),
    months: tuple[Groups, ...] = (),
) -> HandMade:
    """(escalated, requests) by agent and category, of one team."""

    hits, n = sum(each for each, _ in cells.values()), sum(each for _, each in cells.values())
    whole = made(NAME, share(hits, n), NOW, "share")
    kinds = {name for _, name in cells} - hidden_kinds
    may_see: dict[tuple[str, ...], frozenset[Key]] = {
        ("agent",): frozenset((name,) for name, _ in cells if name not in hidden),
        ("team", "product", "category"): frozenset(("support", None, name) for name in kinds),
        ("product", "category"): frozenset((None, name) for name in kinds),
    }
    return HandMade(
        metric(NAME), whole, whole, {}, let_go=tuple(let_go),
        by_month=months,
        had=tuple(HeldCell("support", agent, None, name, *each) for (agent, name), each in cells.items()),
        may_see=may_see if hidden or hidden_kinds else {},
        read={(NAME, "share", (), False): Groups({(): whole})},
    )  # fmt: skip


def usual(odd: str = "") -> dict[tuple[str, str], tuple[int, int]]:
    """A tenth is escalated, of an agent or category that is odd four tenths."""
    return {(agent, name): (24 if odd in {agent, name} else 6, 60) for agent in AGENTS for name in CATEGORIES}


def verdicts(cells: Cells, table: str) -> dict[object, object]:
    rows = escalation_causes(ground(cells)).table(table).records()
    return {row["agent" if table == "agents" else "category"]: row["verdict"] for row in rows}


def test_the_golden_case_worked_by_hand() -> None:
    told = tomllib.loads(
        (GOLDEN / "escalation_causes-one_category_that_all_escalate.toml").read_text(encoding="utf-8")
    )
    cells = {
        (agent, name): (n, told["requests"])
        for agent in told["agents"]
        for name, n in told["escalated"].items()
    }
    finding = escalation_causes(ground(cells, [replace(BARE, **each) for each in told["looked_at"]]))
    expect = told["expect"]
    assert finding.outcome == expect["outcome"]
    assert said(finding)[0].startswith(expect["first"])
    clearest = finding.table("categories").records()[0]
    assert clearest["usual"] == pytest.approx(expect["usual"], rel=0.01)
    assert expect["least_times"] <= float(str(clearest["times"])) <= expect["most_times"]
    for name in ("gap", "training", "other", "gap_pattern", "training_pattern", "undecided"):
        assert finding.number(name).value == expect[name]  # type: ignore[union-attr]  # it is always there
    assert sum(int(str(row["escalated"])) for row in finding.records()) == len(told["looked_at"])


def test_who_escalates_many_categories_may_need_training() -> None:
    finding = escalation_causes(ground(usual("cleo"), [replace(BARE, agent="cleo"), BARE]))
    assert said(finding)[0].startswith("cleo escalates more than the others of support in 5 of 5 categories")
    assert verdicts(usual("cleo"), "agents") == {**dict.fromkeys(AGENTS, WITHIN), "cleo": TRAINING_NEED}
    assert set(verdicts(usual("cleo"), "categories").values()) == {WITHIN}
    assert said(finding)[-1].endswith("a product gap and 1 a training need; 1 stay undecided.")


def test_what_is_of_both_patterns_stays_undecided() -> None:
    cells = {pair: (24, 60) if "cleo" in pair or "sync" in pair else each for pair, each in usual().items()}
    asked = ground(cells, [replace(BARE, agent="cleo", category="sync"), replace(BARE, category="sync")])
    (row,) = escalation_causes(asked).records()
    assert (row["gap_pattern"], row["training_pattern"], row["undecided"]) == (1, 0, 1)


def test_what_one_agent_alone_escalates_is_no_gap() -> None:
    cells = {**usual(), ("cleo", "sync"): (58, 60)}
    assert PRODUCT_GAP not in verdicts(cells, "categories").values()
    assert TRAINING_NEED not in verdicts(cells, "agents").values()
    assert verdicts({**cells, ("cleo", "sync"): (600, 620)}, "categories")["sync"] in {ONE_AGENT, WITHIN}


def test_where_all_are_alike_there_is_no_pattern() -> None:
    finding = escalation_causes(ground(usual(), [BARE]))
    assert finding.outcome == "nothing"
    assert said(finding) == [
        (
            "There is no pattern: no category is escalated by many agents more than chance alone may make it,"
            " and no agent escalates many categories so."
        ),
        (
            "None of 150 escalated requests tells why itself: no reason was given, none is linked to a"
            " problem, none was solved with an article that was there."
        ),
        "1 stay undecided.",
    ]


def test_of_few_nothing_is_said() -> None:
    few = {pair: each for pair, each in usual().items() if pair[0] in {"ann", "ben"}}
    finding = escalation_causes(ground(few))
    assert finding.outcome == "too few"
    assert said(finding)[0].startswith(
        "There is too little to say why requests are escalated: 60 of 600 were"
    )
    # A reason that was given tells all the same.
    told = escalation_causes(ground(few, [replace(BARE, reason="fault")]))
    assert told.outcome == "nothing"
    assert said(told)[0].startswith("No team has enough agents")
    small = escalation_causes(ground({**usual(), ("fay", "sync"): (8, 8), ("fay", "access"): (9, 9)}))
    assert "fay" not in {row["agent"] for row in small.table("agents").records()}


def test_who_may_see_themselves_alone_sees_no_name_of_another() -> None:
    others = frozenset(AGENTS[1:])
    finding = escalation_causes(ground(usual("cleo"), [BARE], others, frozenset({"sync"})))
    assert [row["agent"] for row in finding.table("agents").records()] == ["ann"]
    assert "sync" not in {row["category"] for row in finding.table("categories").records()}
    assert said(finding)[0] == "Of what you may see nothing has a pattern beyond chance."
    assert not any(name in " ".join(said(finding)) for name in others)
    with pytest.raises(NotAllowedError):
        escalation_causes(ground(usual(), (), frozenset(AGENTS)))


def test_an_agent_is_held_against_others_only() -> None:
    with pytest.raises(UsageError, match="leave none"):
        escalation_causes(replace(ground(usual()), where={"agent": ["ann"]}))
