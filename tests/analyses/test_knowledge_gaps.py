"""What is said of articles: gaps where there are some, chance where it may be, and of nothing nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest, fisher_exact

from analyses.ground import NOW, HandMade, made, mean_of, said
from deskwise.analyses.article_verdicts import judged_articles
from deskwise.analyses.articles_used import ArticlesUsed, ArticleUse
from deskwise.analyses.gap_verdicts import Topic, judged_topics
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.knowledge_gaps import knowledge_gaps
from deskwise.analyses.one_more import one_more
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import share
from deskwise.metrics.readings import Reading

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
NAME = "known_fix_rate"
RUNS = 1000
Counts = Mapping[str, tuple[int, int, int]]
Keyed = Mapping[tuple[str | None, ...], Reading]
EQUAL: Counts = dict.fromkeys(("login", "sync", "invoice", "setup"), (200, 60, 40))


def ground(
    counts: Counts,
    articles: Sequence[ArticleUse] = (),
    hidden: frozenset[str] = frozenset(),
    *,
    work: bool = True,
    of_what: str = "",
) -> HandMade:
    """Resolved requests by category, those with an article and those solved by one."""
    hits, n = (sum(each[place] for each in counts.values()) for place in (2, 0))
    whole = made(NAME, share(hits, n), NOW, "share")
    known: Keyed = {
        (name,): made(NAME, share(each[2], each[0]), NOW, "share") for name, each in counts.items()
    }
    handled: Keyed = {(name,): mean_of([600] * each[0], NOW, "handle_time") for name, each in counts.items()}
    return HandMade(
        metric(NAME), whole, whole, {}, {"of_what": of_what} if of_what else {},
        read={
            (NAME, "share", (), False): Groups({(): whole}),
            (NAME, "share", ("category",), False): Groups(known, frozenset((each,) for each in hidden)),
            ("handle_time", "mean", ("category",), False): Groups(handled if work else {}),
        },
        articles=ArticlesUsed(
            {(name,): each[1] for name, each in counts.items() if each[1]}, tuple(articles)
        ),
    )  # fmt: skip


def use(article: str, n: int, failed: int, returned: int = 0) -> ArticleUse:
    return ArticleUse(article, n, n, failed, returned, failed)


def test_the_golden_case_worked_by_hand() -> None:
    told = tomllib.loads(
        (GOLDEN / "knowledge_gaps-refunds_without_an_article.toml").read_text(encoding="utf-8")
    )
    counts = {
        each["category"]: (each["resolved"], each["with_article"], each["solved"]) for each in told["topics"]
    }
    uses = [
        ArticleUse(
            each["article"],
            each["mature"],
            each["mature"],
            each["unmarked"],
            each["returned"],
            each["failed"],
        )
        for each in told["articles"]
    ]
    finding, expect = knowledge_gaps(ground(counts, uses)), told["expect"]
    assert finding.outcome == expect["outcome"]
    assert said(finding) == expect["sentences"]
    verdicts = {each["category"]: each["verdict"] for each in told["topics"]}
    assert {each["category"]: each["verdict"] for each in finding.records()} == verdicts
    assert ends(finding.number("elsewhere")) == pytest.approx(expect["elsewhere"], abs=1e-6)
    assert ends(finding.number("deflected")) == pytest.approx(expect["deflected"], abs=1e-3)
    (gap,) = finding.table("deflected").records()
    assert gap["a_month"] == pytest.approx(expect["a_month"], abs=1e-3)
    assert gap["work_saved"] == pytest.approx(expect["work_saved"], abs=0.1)
    rows = finding.table("articles").records()
    assert {each["article"]: each["verdict"] for each in rows} == {
        each["article"]: each["verdict"] for each in told["articles"]
    }
    first = rows[0]
    assert [first["failed_share"], first["failed_low"], first["failed_high"]] == pytest.approx(
        expect["failed"], abs=1e-4
    )
    assert 0.2 < float(first["drawn"] or 0) < 0.6


def ends(number: Any) -> list[float]:
    return [number.value, number.low, number.high]


def test_where_all_have_articles_nothing_is_a_gap() -> None:
    finding = knowledge_gaps(ground(EQUAL, [use(name, 40, 8) for name in "abc"]))
    assert finding.outcome == "nothing"
    assert said(finding)[0] == (
        "No group of requests is answered without articles: 240 of 800 resolved requests had one (30.0 %),"
        " and no group far fewer."
    )
    assert said(finding)[1] == "Of 3 articles none fails more often than chance makes of the others."
    assert [each.name for each in finding.more] == ["articles"]


def test_fewer_than_the_others_but_more_than_half_is_no_gap() -> None:
    many: Counts = dict.fromkeys(EQUAL, (20_000, 6_000, 4_000))
    assert knowledge_gaps(ground({**many, "refund": (20_000, 3_500, 2_000)})).outcome == "nothing"
    assert knowledge_gaps(ground({**many, "refund": (20_000, 2_500, 2_000)})).outcome == "found"


def test_of_nothing_recorded_nothing_is_said_but_what_is_answered_most() -> None:
    finding = knowledge_gaps(ground({"login": (200, 0, 0), "refund": (400, 0, 0)}))
    assert finding.outcome == "too few"
    assert said(finding) == [
        (
            "No article is recorded on any of 600 resolved requests, so nobody can say what is answered"
            " without one."
        ),
        "Most requests are of refund: 400, 434.8 a month.",
    ]
    few = knowledge_gaps(ground({"login": (29, 9, 5), "refund": (25, 0, 0)}))
    assert few.outcome == "too few"
    assert {each["verdict"] for each in few.records()} == {"too few requests"}


def test_where_no_use_is_marked_as_solved_only_what_came_back_has_failed() -> None:
    unmarked = [ArticleUse(name, 40, 40, 40, back, 40) for name, back in (("a", 24), ("b", 8), ("c", 8))]
    finding = knowledge_gaps(ground(EQUAL, unmarked))
    assert {row["article"]: row["failed"] for row in finding.table("articles").records()} == {
        "a": 24, "b": 8, "c": 8,
    }  # fmt: skip
    assert finding.doubts[0].words.startswith("No use of an article is marked as solved")


def test_without_recorded_work_hours_are_not_told() -> None:
    finding = knowledge_gaps(ground({**EQUAL, "refund": (120, 0, 0)}, work=False))
    (gap,) = finding.table("deflected").records()
    assert (gap["work_a_month"], gap["work_saved"]) == (None, None)
    assert any("hours are not known" in each.words for each in finding.doubts)


def test_hidden_groups_are_left_out_and_still_count_for_the_others() -> None:
    counts: Counts = {**EQUAL, "refund": (120, 0, 0)}
    finding = knowledge_gaps(ground(counts, hidden=frozenset({"refund"})))
    assert "refund" not in {each["category"] for each in finding.records()}
    assert finding.outcome == "nothing"
    with pytest.raises(NotAllowedError):
        knowledge_gaps(ground(counts, hidden=frozenset(counts)))
    with pytest.raises(UsageError):
        knowledge_gaps(ground(counts, of_what="team"))


def test_intervals_and_chances_are_those_of_another_implementation() -> None:
    uses = [use("a", 40, 24), use("b", 57, 0), use("c", 33, 33), use("d", 61, 12)]
    for each in judged_articles(uses):
        interval = binomtest(each.failures, each.use.mature).proportion_ci(0.95, "exact")
        assert (each.low, each.high) == pytest.approx((interval.low, interval.high), abs=1e-9)
        rest = 191 - each.use.mature
        failed = 69 - each.failures
        table = [[each.failures, each.use.mature - each.failures], [failed, rest - failed]]
        assert each.chance == pytest.approx(fisher_exact(table, "greater").pvalue, rel=1e-6, abs=1e-12)
    topics = [
        Topic((name,), n, used, 0, 1.0, None) for name, n, used in (("a", 50, 3), ("b", 60, 12), ("c", 90, 9))
    ]
    for topic in judged_topics(topics).topics:
        used, n = 24 - topic.with_article, 200 - topic.resolved
        table = [[topic.with_article, topic.resolved - topic.with_article], [used, n - used]]
        assert topic.chance == pytest.approx(fisher_exact(table, "less").pvalue, rel=1e-6)


def test_one_more_group_lies_within_its_ends_as_often_as_they_say() -> None:
    draws, within = np.random.default_rng(11), 0
    for _ in range(RUNS):
        truth = draws.beta(7, 93, 9)
        hits = draws.binomial(300, truth[:8])
        found = one_more([(int(each), 300) for each in hits])
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        within += found.low <= truth[8] <= found.high
    noise = (0.95 * 0.05 / RUNS) ** 0.5
    assert abs(within / RUNS - 0.95) <= 0.02 + 2 * noise


def test_by_chance_alone_hardly_anything_is_named() -> None:
    draws, gaps, failing = np.random.default_rng(12), 0, 0
    for _ in range(RUNS):
        n = draws.integers(30, 150, 8)
        used = draws.binomial(n, 0.12)
        topics = [Topic((str(k),), int(n[k]), int(used[k]), 0, 1.0, None) for k in range(8)]
        gaps += any(each.gap for each in judged_topics(topics).topics)
        failed = draws.binomial(n, 0.4)
        uses = [use(str(k), int(n[k]), int(failed[k])) for k in range(8)]
        failing += any(each.named for each in judged_articles(uses))
    most = 0.05 + 2 * (0.05 * 0.95 / RUNS) ** 0.5
    assert gaps / RUNS <= most
    assert failing / RUNS <= most
