"""What figures, the cases behind them and the catalogue look like. The words are those of docs/json.md."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.definition import Clock, Stat

Number = int | float
CaseState = Literal["counted", "below", "open", "provisional", "excluded", "censored"]
CasePart = Literal["yes", "no", "within", "beyond", "promoter", "passive", "detractor"]
METRIC_NAMES: JsonDict = {"enum": [*CATALOGUE]}
AS_OF = "Until when the data is known to be complete."


def _undecided(schema: dict[str, Any]) -> None:
    """A field that may be missing, without what it would be then."""
    schema.pop("default")


class Answer(BaseModel):
    """An object of an answer; later versions may add fields."""

    model_config = ConfigDict(extra="forbid")


class Period(Answer):
    """The period of a figure, its end not included; an edge that nobody set is null."""

    start: str | None
    end: str | None
    partial: bool = Field(description="Whether it has not ended at the as-of.")


class Reading(Answer):
    """One figure. Durations are seconds, shares 0 to 1, nps -100 to 100; null is no data, and never 0."""

    metric: str = Field(json_schema_extra=METRIC_NAMES)
    stat: Stat
    clock: Clock | None = Field(description="Null where the clock makes no difference.")
    unit: str = Field(description="seconds, share, count, score, per 100, points, or a currency.")
    period: Period | None = Field(description="Null where no period was asked.")
    by: dict[str, str | None] = Field(description="The value of each dimension it is split by.")
    value: Number | None = Field(description="The figure, never rounded.")
    n: int = Field(description="The cases behind it.")
    numerator: Number | None = Field(description="Of a share, a rate or a cost.")
    denominator: Number | None = Field(description="Of a share, a rate or a cost.")
    excluded: dict[str, int] = Field(description="Cases left out, by reason.")
    open: int = Field(description="Begun before the period's end and undecided then.")
    provisional: int = Field(description="Not mature yet.")
    ruled: int = Field(description="Cases that rest on a person's ruling.")
    unjudged: int = Field(description="Re-contacts that rest on two missing categories.")
    interval: list[Number | None] | None = Field(description="The 95 % interval, low and high.")
    definition: str = Field(description="The metric and the version of its definition.")
    withheld: bool = Field(
        default=True,
        description="True of a figure that may not be seen; not there of any other.",
        json_schema_extra=_undecided,
    )


class Readings(Answer):
    """Figures, and until when they are known."""

    as_of: str = Field(description=AS_OF)
    readings: list[Reading]
    withheld: int = Field(
        default=0,
        description="How many figures may not be seen; not there where all may.",
        json_schema_extra=_undecided,
    )


class Case(Answer):
    """One case behind a figure."""

    source: str | None
    ticket: str | None
    request: int | None = Field(description="Which request of the ticket; null where it has none.")
    at: str | None = Field(description="The instant it is counted at.")
    agent: str | None
    team: str | None
    state: CaseState
    reason: str | None = Field(description="Why it is excluded.")
    gave: Number | bool | None = Field(description="Seconds, a score, an amount, or whether it counts above.")
    by: dict[str, str | None] = Field(description="The value of each dimension that was asked.")


class Cases(Answer):
    """A page of the cases behind a figure."""

    as_of: str = Field(description=AS_OF)
    metric: str = Field(json_schema_extra=METRIC_NAMES)
    unit: str = Field(description="The unit of what a case gave.")
    total: int = Field(description="How many cases there are, on this page or not.")
    cases: list[Case]
    next: str | None = Field(description="The cursor of the next page; null of the last.")


class CatalogueEntry(Answer):
    """What a metric means."""

    name: str = Field(json_schema_extra=METRIC_NAMES)
    label: str
    tells: str = Field(description="What it tells.")
    formula: str
    unit: str
    better: str = Field(description="Whether higher or lower is better.")
    population: str = Field(description="Of which cases it is.")
    null_when: str = Field(description="When there is no figure.")
    anchor: str = Field(description="The instant that decides the period.")
    attribution: str = Field(description="Whom it belongs to.")
    source: str = Field(description="Where the definition is from.")
    example: str = Field(description="Its worked example.")
    family: str
    version: int
    definition: str
    kind: str
    stats: list[Stat]
    default_stats: list[Stat]
    clocks: list[Clock]
    dimensions: list[str]
    always_by: list[str]
    excluded: list[str] = Field(description="The reasons for which cases are left out, and counted.")


Facts = list[dict[str, Any]]


class ExplainedEvent(Answer):
    """A row of the log, and what it did."""

    event_id: str
    revision: int
    seq: int
    at: str
    kind: str
    actor: str | None
    role: str | None
    team: str | None
    agent: str | None
    customer: str | None
    status: str | None
    channel: str | None
    value: Number | None
    scale: str | None
    extra: dict[str, str]
    superseded: bool
    refusal: str | None
    late: bool = Field(description="Whether it lies after its source's as-of, and does not count yet.")
    did: list[str]


class ExplainedCase(Answer):
    """A case that a metric takes of the ticket."""

    metric: str = Field(json_schema_extra=METRIC_NAMES)
    clock: Clock | None
    unit: str
    request: int | None
    at: str | None
    state: CaseState
    reason: str | None
    gave: Number | bool | None
    agent: str | None
    team: str | None
    by: dict[str, str | None]
    definition: str


class ExplainedTicket(BaseModel):
    """A ticket opened. Facts have the columns of their table."""

    model_config = ConfigDict(extra="allow")

    as_of: str = Field(description=AS_OF)
    source: str
    ticket: str
    nowhere: str | None = Field(description="Why no figure counts it at all; null if some may.")
    events: list[ExplainedEvent]
    requests: Facts
    waits: Facts
    resolutions: Facts
    status_spells: Facts
    counted: list[ExplainedCase]
