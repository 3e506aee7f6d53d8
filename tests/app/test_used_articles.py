"""Which articles were used in what was resolved: which request each belongs to, and who may see it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.looking import Looking, looking
from deskwise.analyses.articles_used import ArticlesUsed, ArticleUse
from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.analyse import analyse
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.asking import Asking
from deskwise.app.chart_finding import chart_finding
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.used_articles import used_articles
from deskwise.bootstrap import open_state, open_workspace
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import NotAllowedError
from deskwise.kernel.periods import Period
from deskwise.reports.by_dimension import ByDimension

CLOCK = FixedClock(datetime(2026, 6, 1, tzinfo=UTC))
BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)
ALL = Period(0, 2**60)
Where = Mapping[str, Sequence[str | None]]
DAY_HOURS = 24


def _ticket(
    name: str, category: str, steps: Sequence[tuple[float, dict[str, Any]]], **fields: Any
) -> Iterator[dict[str, Any]]:
    begin = {
        "kind": "opened", "role": "customer", "customer": f"of {name}", "category": category, **fields,
    }  # fmt: skip
    for number, (hours, step) in enumerate(((0.0, begin), *steps)):
        at = (BEGAN + timedelta(hours=hours)).isoformat()
        yield {"event_id": f"{name}-{number}", "ticket": name, "at": at, **step}


def _agent(kind: str, agent: str = "anna", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "actor": agent, "role": "agent", "team": "support", "agent": agent, **more}


def _used(article: str | None, *, solved: str = "") -> dict[str, Any]:
    extra = {"article": article} if article else {}
    return _agent("article_used", extra={**extra, **({"solved": solved} if solved else {})})


SOLVED = _agent("status", status="solved")
AGAIN = {"kind": "status", "status": "open", "role": "customer"}


def _edges() -> Iterator[dict[str, Any]]:
    held = (0.1, _agent("assigned"))
    helped, not_marked = (1.0, _used("helps", solved="True")), (1.0, _used("helps"))
    yield from _ticket("helped", "login", [held, helped, (2.0, SOLVED)])
    yield from _ticket("not marked", "login", [held, not_marked, (2.0, SOLVED)])
    # Reopened after the use: it had not solved. Used after the reopening: what came before is none of it.
    yield from _ticket("reopened", "login", [held, helped, (2.0, SOLVED), (3.0, AGAIN), (4.0, SOLVED)])
    late = (3.5, _used("late", solved="true"))
    yield from _ticket("mended", "login", [held, (2.0, SOLVED), (3.0, AGAIN), late, (4.0, SOLVED)])
    # Twice in one request is one use of it; of another article it is another's.
    twice = (1.2, _used("helps", solved="true"))
    yield from _ticket("twice", "sync", [held, not_marked, twice, (1.3, _used(None)), (2.0, SOLVED)])
    yield from _ticket("open", "sync", [held, helped])
    yield from _ticket(
        "gone", "sync", [held, helped, (2.0, SOLVED), (3.0, {"kind": "removed", "role": "system"})]
    )
    # Its window has not passed at the end of the log.
    young = 70.0 * DAY_HOURS
    yield from _ticket(
        "young", "sync", [(young, _agent("assigned")), (young, _used("helps")), (young + 1, SOLVED)],
        product="comet", extra={"plan": "gold"},
    )  # fmt: skip


def _many() -> Iterator[dict[str, Any]]:
    """Four categories of which one has no article, and an article that fails where another does not."""
    for category in ("access", "invoice", "setup", "refund"):
        for number in range(40):
            hour = 10.0 * DAY_HOURS + number
            steps: list[tuple[float, dict[str, Any]]] = [
                (hour, _agent("assigned", ("anna", "ben")[number % 2]))
            ]
            if category != "refund" and number < 20:
                bad = number % 2 == 0
                solved = "false" if bad and number < 18 else "true"
                steps.append((hour + 0.1, _used("bad" if bad else "good", solved=solved)))
            steps += [
                (hour + 0.2, _agent("worked", value=600, scale="ticket")),
                (hour + 0.5, _agent("status", ("anna", "ben")[number % 2], status="solved")),
            ]
            yield from _ticket(f"{category}-{number}", category, steps)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    workspace = open_workspace(folder / "workspace")
    path = folder / "events.jsonl"
    path.write_text("\n".join(map(json.dumps, (*_edges(), *_many()))), encoding="utf-8")
    import_files(workspace.lake, ImportRequest((path,)), CLOCK, workspace.fold)
    return folder / "workspace"


def found(
    home: Path, *by: str, who: Looking | None = None, period: Period = ALL, where: Where | None = None
) -> ArticlesUsed:
    """Of the edges alone, which are the requests of two categories."""
    narrowed = {"category": ["login", "sync"], **(where or {})}
    return used_articles(open_workspace(home), who, narrowed, by, period)


def test_a_use_belongs_to_its_request_and_fails_if_not_marked_or_if_the_customer_came_back(
    home: Path,
) -> None:
    assert found(home, "category").requests == {("login",): 4, ("sync",): 2}
    assert {each.article: each for each in found(home).articles} == {
        "helps": ArticleUse("helps", requests=5, mature=4, unmarked=1, returned=1, failed=2),
        "late": ArticleUse("late", requests=1, mature=1, unmarked=0, returned=0, failed=0),
        None: ArticleUse(None, requests=1, mature=1, unmarked=1, returned=0, failed=1),
    }
    assert found(home).requests == {(): 6}


def test_they_are_narrowed_as_the_question_is_also_by_a_further_field(home: Path) -> None:
    assert found(home, "category", "product", where={"product": ["comet"]}).requests == {("sync", "comet"): 1}
    assert found(home, where={"category": ["login"], "product": [None]}).requests == {(): 4}
    assert found(home, where={"extra.plan": ["gold", "free"]}).requests == {(): 1}
    assert found(home, "extra.plan").requests == {(None,): 5, ("gold",): 1}
    april = int(datetime(2026, 4, 1, tzinfo=UTC).timestamp() * 1_000_000)
    assert found(home, period=Period(april, 2**60)).requests == {(): 1}


def test_an_article_of_too_few_people_is_not_shown_to_who_may_see_no_single_one(home: Path) -> None:
    for seen in (
        found(home, who=looking(Role.ADMIN)),
        found(home, who=looking(Role.LEAD), where={"team": ["support"]}),
    ):
        assert (len(seen.articles), seen.hidden) == (3, 0)
    viewer = found(home, who=looking(Role.VIEWER))
    assert (viewer.articles, viewer.hidden) == ((), 3)
    with pytest.raises(NotAllowedError):
        found(home, "agent", who=looking(Role.VIEWER))


def test_a_gap_and_an_article_that_does_not_solve_are_found(home: Path) -> None:
    asked = AnalysisQuestion(
        "knowledge_gaps", since="2026-03-01", until="2026-04-01",
        where={"category": ["access", "invoice", "setup", "refund"]},
    )  # fmt: skip
    finding = analyse(Asking(open_workspace(home), open_state(home), TERMINAL), asked)
    assert finding.outcome == "found"
    verdicts = {row["category"]: row["verdict"] for row in finding.records()}
    assert verdicts == {"refund": "a gap", "access": "no gap", "invoice": "no gap", "setup": "no gap"}
    assert {row["handle_time"] for row in finding.records()} == {600}
    assert [row["category"] for row in finding.table("deflected").records()] == ["refund"]
    bad, good = finding.table("articles").records()
    assert (bad["article"], bad["requests"], bad["failed"], bad["verdict"]) == (
        "bad", 30, 27, "solves less than others",
    )  # fmt: skip
    assert (good["article"], good["failed"], good["verdict"]) == ("good", 0, "within chance")
    chart = chart_finding(finding)
    assert isinstance(chart, ByDimension)
    assert [each.reading.value for each in chart.groups if each.name == "refund"] == [0]
