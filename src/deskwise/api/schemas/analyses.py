"""What analyses and their findings look like. The words are those of docs/json.md."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from deskwise.analyses.finding import Outcome
from deskwise.api.schemas.figures import AS_OF, METRIC_NAMES, Answer, Number, Period
from deskwise.metrics.definition import Clock, Stat


class AnalysisOption(Answer):
    """What an analysis can be asked with."""

    name: str
    tells: str
    default: str = Field(description="What holds where it is not given.")


class AnalysisEntry(Answer):
    """What an analysis is."""

    name: str
    label: str
    tells: str = Field(description="What it tells.")
    answers: str = Field(description="The question it answers.")
    assumes: list[str] = Field(description="What has to hold.")
    distrust: list[str] = Field(description="When not to trust it.")
    method: str
    reference: str
    libraries: str = Field(description="Which library does the statistics, and why.")
    of: str | None = Field(description="The metric it is always about, null where it is asked about one.")
    compares: bool = Field(description="Whether it holds a period against the one before.")
    over_time: bool = Field(description="Whether it looks at the whole course, and takes no period.")
    version: int
    definition: str
    options: list[AnalysisOption]


class FoundNumber(Answer):
    """One number of a finding."""

    value: Number | None
    unit: str
    interval: list[Number | None] | None = Field(description="The 95 % interval, low and high.")


class RestsOn(Answer):
    """What a finding was made of."""

    metric: str = Field(json_schema_extra=METRIC_NAMES)
    definition: str = Field(description="The metric and the version of its definition.")
    stat: Stat
    clock: Clock | None
    within_seconds: Number | None
    unit: str
    by: str | None
    where: dict[str, list[str | None]] = Field(description="What the cases were narrowed to.")
    period: Period
    period_before: Period | None = Field(description="Null where nothing was compared.")
    n: int
    n_before: int | None
    beside: list[str] = Field(description="Definitions of the other metrics that were read.")


class AnalysisFinding(Answer):
    """What an analysis found."""

    as_of: str = Field(description=AS_OF)
    analysis: str = Field(description="Its name and version.")
    outcome: Outcome
    sentences: list[str] = Field(description="What was found, the answer first.")
    doubts: list[str] = Field(description="What of this very finding is to be taken with care.")
    numbers: dict[str, FoundNumber]
    rows: list[dict[str, Any]] = Field(description="Its table; which columns it has, the analysis decides.")
    tables: dict[str, list[dict[str, Any]]] = Field(description="Tables beside that, by name.")
    rests_on: RestsOn
