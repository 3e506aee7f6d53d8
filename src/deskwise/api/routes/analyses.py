"""What figures do not show by themselves."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from deskwise.analyses.registry import ANALYSES
from deskwise.api.answers import tagged_answer
from deskwise.api.caller import Calling
from deskwise.api.described import answers
from deskwise.api.parts import Here
from deskwise.api.schemas import analysis_examples
from deskwise.api.schemas.analyses import AnalysisEntry, AnalysisFinding
from deskwise.api.selection_words import LONGEST, Filters, Since, Until, Within
from deskwise.app.analyse import analyse
from deskwise.app.analysis_ground import Asking
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.compared_periods import PeriodName
from deskwise.app.finding_json import entry_json, finding_json
from deskwise.app.read_metrics import chosen_values, threshold
from deskwise.metrics.definition import Clock, Stat

router = APIRouter()
Name = Annotated[
    str, Path(max_length=LONGEST, description="The name of the analysis.", examples=["what_changed"])
]
OfMetric = Annotated[
    str, Query(max_length=LONGEST, description="The metric that is asked about.", examples=["csat"])
]
OfStat = Annotated[Stat | None, Query(description="The statistic of it; of durations the mean.")]
OnClock = Annotated[
    Clock | None, Query(description="Wall-clock or working time; working time where there are schedules.")
]
OverPeriod = Annotated[
    PeriodName | None, Query(description="The last full period of this name, against the one before.")
]
By = Annotated[
    str | None,
    Query(
        max_length=LONGEST,
        description="An option of `what_changed`: part the difference by this dimension.",
        examples=["channel"],
    ),
]


@router.get(
    "/analyses",
    name="analyses",
    responses=answers(
        list[AnalysisEntry], [analysis_examples.analysis_entry()], meets=("token-needed", "bad-question")
    ),
)
def analyses(request: Request, who: Calling) -> Response:  # noqa: ARG001 - whoever has a token
    """All analyses, each with what it assumes, when not to trust it, its method and its options."""
    return tagged_answer(request, [entry_json(each) for each in ANALYSES.values()])


@router.get(
    "/analyses/{name}",
    name="analysis",
    responses=answers(AnalysisFinding, analysis_examples.finding(), "unknown-name", "nothing-imported"),
)
def analysis(
    request: Request,
    here: Here,
    who: Calling,
    name: Name,
    metric: OfMetric,
    stat: OfStat = None,
    within: Within = None,
    clock: OnClock = None,
    period: OverPeriod = None,
    since: Since = None,
    until: Until = None,
    where: Filters = [],  # noqa: B006 - FastAPI copies it
    by: By = None,
) -> Response:
    """A finding: byte for byte what `deskwise analyse NAME METRIC --format json` prints.

    Groups that may not be seen are told together with others, and nothing is said where that is not enough.
    """
    question = AnalysisQuestion(
        name,
        metric,
        stat=stat or "",
        clock=clock or "",
        within_seconds=None if within is None else threshold(within),
        period=period or "",
        since=since or "",
        until=until or "",
        where=chosen_values(where),
        options={} if by is None else {"by": by},
    )
    # What was noted is part of it, and changes without the log.
    finding = analyse(Asking(here.workspace, here.state, who.token, who), question)
    return tagged_answer(request, finding_json(finding))
