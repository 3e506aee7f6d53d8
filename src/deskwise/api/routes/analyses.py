"""What figures do not show by themselves."""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
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
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.asking import Asking
from deskwise.app.compared_periods import PeriodName
from deskwise.app.finding_json import entry_json, finding_json
from deskwise.app.read_metrics import chosen_values, threshold
from deskwise.metrics.definition import Clock, Stat

router = APIRouter()
Name = Annotated[
    str, Path(max_length=LONGEST, description="The name of the analysis.", examples=["what_changed"])
]
OfMetric = Annotated[
    str,
    Query(
        max_length=LONGEST,
        description="The metric that is asked about; left out of an analysis that is always about the same.",
        examples=["csat"],
    ),
]
OfStat = Annotated[Stat | None, Query(description="The statistic of it; of durations the mean.")]
OnClock = Annotated[
    Clock | None, Query(description="Wall-clock or working time; working time where there are schedules.")
]
OverPeriod = Annotated[
    PeriodName | None, Query(description="The last full period of this name, against the one before.")
]


def _own_options() -> Signature:
    """The options that are an analysis' own, each once, with what it is to those that have it."""
    told: dict[str, list[str]] = {}
    for entry in ANALYSES.values():
        for each in entry.options:
            told.setdefault(each.name, []).append(
                f"Of `{entry.name}`: {each.tells} If it is not given: {each.default}."
            )
    return Signature(
        [
            Parameter(
                name,
                Parameter.KEYWORD_ONLY,
                default=None,
                annotation=Annotated[str | None, Query(max_length=LONGEST, description=" ".join(words))],
            )
            for name, words in told.items()
        ]
    )


def own_words(**said: str | None) -> dict[str, str]:
    """What the address says of options that are an analysis' own, by name."""
    return {name: value for name, value in said.items() if value}


# Read by what makes parameters of an address of a function's.
own_words.__signature__ = _own_options()  # type: ignore[attr-defined]  # functions take any attribute
OwnWords = Annotated[dict[str, str], Depends(own_words)]


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
    own: OwnWords,
    metric: OfMetric = "",
    stat: OfStat = None,
    within: Within = None,
    clock: OnClock = None,
    period: OverPeriod = None,
    since: Since = None,
    until: Until = None,
    where: Filters = [],  # noqa: B006 - FastAPI copies it
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
        options=own,
    )
    # What was noted is part of it, and changes without the log.
    finding = analyse(Asking(here.workspace, here.state, who.token, who, here.comments), question)
    return tagged_answer(request, finding_json(finding))
