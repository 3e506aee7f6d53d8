"""The page of an objective: put together from its parts, also where a form of it was refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from markupsafe import Markup
from starlette.responses import Response

from deskwise.app.list_requests import list_requests
from deskwise.kernel.errors import ChangedMeanwhileError, DeskwiseError
from deskwise.kernel.language import date_words, marked, say
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.check_in import LEAST_CONFIDENCE, MOST_CONFIDENCE
from deskwise.okr.cycle import CycleState
from deskwise.okr.key_result import KeyResultKind
from deskwise.okr.objective import Ambition, Level, ObjectiveState
from deskwise.reports.key_result_course import KeyResultCourse
from deskwise.reports.number_words import count_words, interval_words, value_words
from deskwise.reports.time_words import DATE, day_words, instant_words
from deskwise.web.check_in_lines import check_in_lines, owed_of
from deskwise.web.key_result_lines import asked_behind
from deskwise.web.metric_chart import SIZES, PageChart, page_look
from deskwise.web.objective_around import around, close_out_lines, history_lines, pooled_lines
from deskwise.web.objective_form import evidence_address
from deskwise.web.objective_parts import (
    Tab,
    definition_now,
    reads_words,
    stand_rows,
    steps_of,
    typed_lines,
    weeks_of,
)
from deskwise.web.objective_tree import days_words, owner_words
from deskwise.web.pages.requests import case_line
from deskwise.web.posted_forms import PostedForm
from deskwise.web.served import Served
from deskwise.web.shown_objective import RESTATED_AT_ONCE, ShownObjective, opens, shown_objective
from deskwise.web.templating import render
from deskwise.web.visitor import Visitor

CASES_SHOWN = 10
# What the page says after something was done.
DONE: dict[str, str] = {
    "changed": marked("It is changed."),
    "proposed": marked("It is proposed to the team, who can comment on it."),
    "draft": marked("It is a draft again."),
    "active": marked("It is active: its baselines are frozen from now on."),
    "withdrawn": marked("It is withdrawn, and stays on record."),
    "remarked": marked("Your comment is kept."),
    "part": marked("Your part is kept."),
    "checked_in": marked("The check-in is kept, with what was known now."),
    "overridden": marked("The typed value counts from now on; what it reads by itself stays beside it."),
    "resumed": marked("It reads by itself again; what was typed stays on record."),
    "milestone": marked("The step is kept."),
    "definition": marked("It is bound to the definition of today; past check-ins keep what was known."),
    "closed": marked("It is closed, and its score is frozen."),
    "carried": marked("A draft that goes on with it is in the other cycle."),
}  # fmt: skip
STATES: dict[ObjectiveState, str] = {
    ObjectiveState.DRAFT: marked("draft"),
    ObjectiveState.PROPOSED: marked("proposed"),
    ObjectiveState.ACTIVE: marked("active"),
    ObjectiveState.CLOSED: marked("closed"),
    ObjectiveState.WITHDRAWN: marked("withdrawn"),
}
AMBITION_WORDS = {Ambition.COMMITTED: marked("committed"), Ambition.ASPIRATIONAL: marked("aspirational")}


@dataclass(frozen=True)
class Refused:
    """What was not done, and what was written into the form that asked for it; `at` names the form."""

    at: str = ""
    told: DeskwiseError | None = None
    said: PostedForm = field(default_factory=PostedForm)
    status: int = 200

    @property
    def meanwhile(self) -> tuple[str, ...]:
        """What somebody else wrote into the same place meanwhile, in words."""
        now = self.told.now if isinstance(self.told, ChangedMeanwhileError) else None
        text = getattr(now, "text", "")
        return (text,) if text else ()

    def words(self, at: str, name: str, otherwise: str = "") -> str:
        """What a field of a form holds: what was written into it, where that form was refused."""
        return self.said.one(name) if at == self.at and name in self.said.fields else otherwise


NOTHING = Refused()


@dataclass(frozen=True)
class CourseRow:
    """A point of the course in words: the chart's numbers, with the same links."""

    when: str
    value: str
    has_value: bool
    link: str
    interval: str
    n: str
    expected: str


def objective_page(
    request: Request,
    here: Served,
    who: Visitor,
    objective_id: str,
    chosen: str = "",
    refused: Refused = NOTHING,
) -> Response:
    """The page; what was refused is said where it was asked, with all that was written."""
    shown = shown_objective(request, here, who, objective_id, chosen)
    restated = request.query_params.get("restated", "")
    return render(
        request,
        "objectives/objective.html",
        refused.status,
        nav="objectives",
        refused=refused,
        done=say(DONE[done]) if (done := request.query_params.get("done", "")) in DONE else "",
        **_head(shown),
        **around(shown),
        **_key_result(shown, restated if request.method == "GET" else ""),
        pooled=pooled_lines(shown),
        out=close_out_lines(shown),
        history=history_lines(shown),
    )


def page_of(shown: ShownObjective, chosen: str, **more: str) -> str:
    """The address of a page of the same objective."""
    return shown.links.page("objective", {"kr": chosen, **more}, objective=shown.kept.objective.id)


def _head(shown: ShownObjective) -> dict[str, Any]:
    kept, found = shown.kept, shown.found
    objective, cycle = kept.objective, found.cycle
    return {
        "objective": objective,
        "cycle": cycle,
        "cycle_link": shown.links.page("objectives", {"cycle": cycle.id}),
        "owner": owner_words(objective, kept.names),
        "span": days_words(cycle),
        "day": _day(shown),
        "ambition": say(AMBITION_WORDS[objective.ambition]),
        "state": say(STATES[objective.state]),
        "of_company": objective.level is Level.COMPANY,
        "as_of": instant_words(found.moment.read_at, shown.zone),
        "may_change": shown.may_change,
        "may_talk": shown.may_talk,
        "may_add": shown.may_change and objective.state in {ObjectiveState.DRAFT, ObjectiveState.PROPOSED},
        "cycle_closed": cycle.state is CycleState.CLOSED,
        "evidence": evidence_address(objective, shown.links),
        "tabs": [
            Tab(
                shown.lines.line(each),
                page_of(shown, each.key_result.key),
                shown.chosen is not None and each.key_result.id == shown.chosen.key_result.id,
            )
            for each in shown.standing.key_results
        ],
    }


def _day(shown: ShownObjective) -> str:
    cycle, today = shown.found.cycle, shown.found.moment.today
    if today < cycle.first_day:
        return say("begins on %(day)s", day=date_words(cycle.first_day, DATE))
    if today > cycle.last_day:
        return say("ended on %(day)s", day=date_words(cycle.last_day, DATE))
    return say("day %(n)s of %(whole)s", n=(today - cycle.first_day).days + 1, whole=cycle.days())


def _key_result(shown: ShownObjective, restated: str) -> dict[str, Any]:
    """What is shown of the chosen key result; `chosen` is null where there is none."""
    standing = shown.chosen
    if standing is None:
        return {"chosen": None, "line": None}
    key_result, unit = standing.key_result, unit_of(standing.key_result)
    line, chart, seen = shown.lines.line(standing), shown.chart(), shown.seen()
    active = shown.kept.objective.state is ObjectiveState.ACTIVE
    lists = key_result.binding is not None and opens(shown.who)(dict(key_result.binding.where))
    found = shown.restated(every=restated == "all") if restated else {}
    checks = check_in_lines(shown.found, standing, shown.kept.names, seen, found)
    owed = owed_of(shown.found, standing)
    return {
        "chosen": standing,
        "key_result": key_result,
        "line": line,
        "unit": unit,
        "runs": active and shown.may_change,
        "is_number": key_result.kind is KeyResultKind.NUMBER,
        "reads": reads_words(standing),
        "definition_now": definition_now(standing),
        "rows": stand_rows(shown.found, standing, line, shown.links, lists=lists),
        "charts": _charts(shown, chart),
        "course": [] if chart is None else _course_rows(shown, chart, lists=lists),
        "csv": _address(shown, "key_result_csv"),
        "pictures": [
            (form.upper(), _address(shown, "key_result_picture", form=form)) for form in ("svg", "png")
        ],
        "weeks": weeks_of(shown.found, standing),
        "steps": steps_of(standing, shown.zone),
        "typed": typed_lines(shown.typed, unit, shown.zone, shown.kept.names, seen),
        "checks": checks,
        "is_restated": bool(restated),
        "restate_link": page_of(shown, key_result.key, restated="yes") if standing.check_ins else "",
        "restate_all_link": page_of(shown, key_result.key, restated="all")
        if restated == "yes" and len(standing.check_ins) > RESTATED_AT_ONCE
        else "",
        "due": "" if owed.due is None or not active else date_words(owed.due, DATE),
        "confidences": [("", say("not said")), *_confidences()],
        "behind": _cases(shown) if lists and not line.withheld else None,
        "behind_link": shown.lines.cases(standing),
    }


def _confidences() -> list[tuple[str, str]]:
    return [(str(n), str(n)) for n in range(LEAST_CONFIDENCE, MOST_CONFIDENCE + 1)]


def _charts(shown: ShownObjective, chart: KeyResultCourse | None) -> list[PageChart]:
    if chart is None:
        return []
    drawer = shown.here.drawer
    return [
        PageChart(
            size,
            # Of our own making: every word in it was escaped when it was drawn.
            Markup(drawer.svg(chart, page_look(size))),  # noqa: S704 drawn here
            _address(shown, "key_result_vega", size=size),
        )
        for size in SIZES
    ]


def _address(shown: ShownObjective, page: str, **more: str) -> str:
    assert shown.chosen is not None
    key = shown.chosen.key_result.key
    return shown.links.page(page, objective=shown.kept.objective.id, key=key, **more)


def _course_rows(shown: ShownObjective, chart: KeyResultCourse, *, lists: bool) -> list[CourseRow]:
    """The rows of the table, the last one first."""
    assert shown.chosen is not None
    binding, links = shown.chosen.key_result.binding, {}
    if binding is not None and lists:
        readings = {each.at: each.reading for each in shown.course}
        if shown.chosen.key_result.kind is KeyResultKind.KEEP:
            of_weeks = shown.chosen.read.course
            readings = {
                each.period.end_at: each
                for each in of_weeks
                if each.period is not None and each.period.end_at
            }
        links = {
            at: shown.links.page("requests", asked_behind(binding, each, shown.zone).query())
            for at, each in readings.items()
        }
    rows = []
    for each in reversed(chart.marks):
        expected = chart.expected_at(each.at)
        rows.append(
            CourseRow(
                day_words(each.at, shown.zone) + (f", {say('not ended')}" if each.partial else ""),
                value_words(each.value, chart.unit),
                each.value is not None,
                links.get(each.at, ""),
                "" if each.interval is None else interval_words(*each.interval, chart.unit),
                "" if each.n is None else count_words(each.n),
                "" if expected is None else value_words(expected, chart.unit),
            )
        )
    return rows


def _cases(shown: ShownObjective) -> dict[str, Any] | None:
    """The first requests behind what the chosen key result reads now; null where there is no reading."""
    standing = shown.chosen
    if standing is None or standing.read.reading is None or standing.key_result.binding is None:
        return None
    asked = asked_behind(standing.key_result.binding, standing.read.reading, shown.zone)
    # Of durations those that have one say more than those that still wait.
    state = "counted" if standing.read.reading.unit == "seconds" else None
    opened = list_requests(shown.here.workspace, asked.question(), CASES_SHOWN, state=state)
    return {
        "lines": [case_line(each, opened, shown.links) for each in opened.cases.rows],
        "total": opened.cases.total,
        "link": shown.links.page("requests", asked.query() + (f"&state={state}" if state else "")),
    }
